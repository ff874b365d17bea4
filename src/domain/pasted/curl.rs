//! A curl command as a draft.

use super::{Pasted, shown, split, starts_with, words};
use crate::domain::{
    request::{Draft, Method, Tokens, is_connection_header},
    secret::{self, Secret},
};

/// Long options that take a value, and the short ones that mean the same, as far as they change what is sent.
const VALUED: &[(&str, Option<char>)] = &[
    ("request", Some('X')),
    ("header", Some('H')),
    ("data", Some('d')),
    ("data-ascii", None),
    ("data-raw", None),
    ("data-binary", None),
    ("data-urlencode", None),
    ("json", None),
    ("url", None),
    ("user-agent", Some('A')),
    ("referer", Some('e')),
    ("cookie", Some('b')),
    ("user", Some('u')),
    ("oauth2-bearer", None),
    ("form", Some('F')),
    ("form-string", None),
    ("upload-file", Some('T')),
];

/// Options with a value that do not change what is sent.
const PASSED_OVER: &[(&str, Option<char>)] = &[
    ("output", Some('o')),
    ("max-time", Some('m')),
    ("connect-timeout", None),
    ("retry", None),
    ("retry-delay", None),
    ("retry-max-time", None),
    ("write-out", Some('w')),
    ("proxy", Some('x')),
    ("proxy-user", Some('U')),
    ("cacert", None),
    ("capath", None),
    ("cert", Some('E')),
    ("key", None),
    ("ciphers", None),
    ("resolve", None),
    ("connect-to", None),
    ("interface", None),
    ("dump-header", Some('D')),
    ("cookie-jar", Some('c')),
    ("config", Some('K')),
    ("limit-rate", None),
    ("speed-limit", Some('Y')),
    ("speed-time", Some('y')),
    ("range", Some('r')),
    ("continue-at", Some('C')),
    ("time-cond", Some('z')),
    ("max-redirs", None),
    ("stderr", None),
    ("trace", None),
    ("trace-ascii", None),
    ("max-filesize", None),
    ("keepalive-time", None),
    ("noproxy", None),
];

/// Options without a value that do not change what is sent, or as Segue would send it anyway.
const FLAGS: &[&str] = &[
    "silent",
    "show-error",
    "include",
    "insecure",
    "location",
    "verbose",
    "compressed",
    "globoff",
    "fail",
    "fail-with-body",
    "http1.1",
    "http2",
    "http2-prior-knowledge",
    "http3",
    "ipv4",
    "ipv6",
    "progress-bar",
    "no-buffer",
    "no-progress-meter",
    "remote-name",
    "tlsv1.2",
    "tlsv1.3",
    "path-as-is",
    "raw",
    "ssl-reqd",
    "disable",
    "parallel",
    "location-trusted",
    "styled-output",
    "no-keepalive",
    "retry-all-errors",
    "retry-connrefused",
    "create-dirs",
];

/// The same as letters.
const SHORT_FLAGS: &str = "sSikLvgfj46#NOqaJRZn0123";

/// A command as it is gathered from its options.
#[derive(Default)]
struct Command {
    method: Option<String>,
    urls: Vec<String>,
    headers: Vec<String>,
    /// What goes along: pieces of a body, or of a query.
    data: Option<String>,
    is_json: bool,
    is_query: bool,
    has_developer: bool,
    has_user: bool,
    developer: Option<Secret>,
    user: Option<Secret>,
    notes: Vec<String>,
}

/// Reads a command; none if it is no curl, or has no address.
pub(super) fn read(text: &str) -> Option<Pasted> {
    let is_curl = ["curl", "curl.exe"].iter().any(|name| {
        starts_with(text, name) && text[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '\\')
    });
    if !is_curl {
        return None;
    }
    let words = words::read(text);
    let mut command = Command::default();
    command.options(words.words.into_iter().skip(1));
    if words.goes_on {
        command.notes.push("What follows the command was left out.".to_owned());
    }
    command.told_expansions(&words.expansions);
    command.pasted()
}

impl Command {
    fn options(&mut self, words: impl Iterator<Item = String>) {
        let mut words = words;
        let mut is_over = false;
        while let Some(word) = words.next() {
            if is_over || word == "-" || !word.starts_with('-') {
                self.urls.push(word);
            } else if word == "--" {
                is_over = true;
            } else if let Some(name) = word.strip_prefix("--") {
                self.long(name, &mut words);
            } else {
                self.short(&word[1..], &mut words);
            }
        }
    }

    fn long(&mut self, option: &str, words: &mut impl Iterator<Item = String>) {
        let (name, given) =
            option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let is = |(known, _): &&(&str, Option<char>)| *known == name;
        if VALUED.iter().any(|known| is(&known)) {
            let value = given.map(str::to_owned).or_else(|| words.next()).unwrap_or_default();
            self.valued(name, value);
        } else if PASSED_OVER.iter().any(|known| is(&known)) {
            if given.is_none() {
                words.next();
            }
        } else {
            self.flag(name);
        }
    }

    /// Letters that stand together; the value of one that takes one is the rest of the word, or the next word.
    fn short(&mut self, letters: &str, words: &mut impl Iterator<Item = String>) {
        for (at, letter) in letters.char_indices() {
            let rest = &letters[at + letter.len_utf8()..];
            let is = |(_, known): &&(&str, Option<char>)| *known == Some(letter);
            let valued = VALUED.iter().find(is);
            if valued.is_some() || PASSED_OVER.iter().any(|known| is(&known)) {
                let value = if rest.is_empty() { words.next().unwrap_or_default() } else { rest.to_owned() };
                if let Some((name, _)) = valued {
                    self.valued(name, value);
                }
                return;
            }
            match letter {
                'G' => self.flag("get"),
                'I' => self.flag("head"),
                letter if SHORT_FLAGS.contains(letter) => {}
                letter => self.not_understood(&format!("-{letter}")),
            }
        }
    }

    fn flag(&mut self, name: &str) {
        match name {
            "get" => self.is_query = true,
            "head" => self.notes.push("HEAD is not offered; the request is a GET.".to_owned()),
            name if FLAGS.contains(&name) || name.starts_with("no-") => {}
            name => self.not_understood(&format!("--{name}")),
        }
    }

    fn not_understood(&mut self, option: &str) {
        self.notes.push(format!("The option {} was left out: it is not understood.", shown(option)));
    }

    fn valued(&mut self, name: &str, value: String) {
        match name {
            "request" => self.method = Some(value),
            "url" => self.urls.push(value),
            "header" => self.header(&value),
            "user-agent" => self.header(&format!("User-Agent: {value}")),
            "referer" => self.header(&format!("Referer: {value}")),
            "oauth2-bearer" => self.bearer(&value),
            "cookie" => self.header("Cookie: ."),
            "user" => self.left_out("Name and password (-u)"),
            "form" | "form-string" | "upload-file" => self.left_out("A form or a file"),
            "json" => {
                self.is_json = true;
                self.data(&value, "");
            }
            "data-raw" => self.piece(&value, "&"),
            "data-urlencode" => self.encoded(&value),
            _ => self.data(&value, "&"),
        }
    }

    fn left_out(&mut self, what: &str) {
        self.notes.push(format!("{what} was left out."));
    }

    /// A piece of data, or a file's name behind an `@`, which is not read.
    fn data(&mut self, value: &str, between: &str) {
        match value.strip_prefix('@') {
            Some(file) => {
                self.notes.push(format!(
                    "The file {} was not read; {{key:external-editor}} opens the body in $EDITOR.",
                    shown(file)
                ));
                self.data.get_or_insert_default();
            }
            None => self.piece(value, between),
        }
    }

    fn piece(&mut self, value: &str, between: &str) {
        let data = self.data.get_or_insert_default();
        if !data.is_empty() {
            data.push_str(between);
        }
        data.push_str(value);
    }

    /// `name=value`, whose value is encoded; so is what has no name.
    fn encoded(&mut self, value: &str) {
        let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let piece = match value.split_once('=') {
            Some(("", value)) => encode(value),
            Some((name, value)) => format!("{name}={}", encode(value)),
            None => encode(value),
        };
        self.piece(&piece, "&");
    }

    fn header(&mut self, line: &str) {
        if line.starts_with('@') {
            return self.left_out("A file of headers");
        }
        // A name with a semicolon is sent with an empty value, one with a colon and nothing is not sent.
        let (name, value) = match line.split_once(':') {
            Some((_, value)) if value.trim().is_empty() => return,
            Some((name, value)) => (name.trim(), value.trim()),
            None => (line.strip_suffix(';').unwrap_or(line).trim(), ""),
        };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => self.authorization(value),
            "music-user-token" | "media-user-token" => {
                self.has_user = true;
                self.user = Some(value).filter(|value| !is_placeholder(value)).map(secret);
            }
            "cookie" | "proxy-authorization" => {
                self.notes.push(format!("The header {} was left out: it is secret.", shown(name)));
            }
            _ if is_connection_header(name) => {
                self.notes
                    .push(format!("The header {} was left out: it belongs to the connection.", shown(name)));
            }
            _ if secret::is_in(line) => {
                self.notes
                    .push(format!("The header {} was left out: it holds a token or a key.", shown(name)));
            }
            _ if line.chars().any(char::is_control) => {
                self.notes
                    .push(format!("The header {} was left out: it holds a control character.", shown(name)));
            }
            _ => self.headers.push(format!("{name}: {value}")),
        }
    }

    fn authorization(&mut self, value: &str) {
        match value.split_once(char::is_whitespace) {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => self.bearer(token.trim()),
            None if secret::looks_like_jwt(value) => {
                self.notes.push("The word Bearer, which was missing before the token, is added.".to_owned());
                self.bearer(value);
            }
            None if is_placeholder(value) => self.has_developer = true,
            _ => {
                let words =
                    "The header Authorization was left out: Apple Music takes Bearer and a developer token.";
                self.notes.push(words.to_owned());
            }
        }
    }

    fn bearer(&mut self, token: &str) {
        self.has_developer = true;
        if is_placeholder(token) {
            return;
        }
        self.developer = Some(token).filter(|token| secret::looks_like_jwt(token)).map(secret);
        if self.developer.is_none() {
            let words = "What stands behind Bearer is no developer token; the profile's own is used.";
            self.notes.push(words.to_owned());
        }
    }

    /// Names what a shell would have put in its place, but for what stands for a token.
    fn told_expansions(&mut self, expansions: &[String]) {
        let kept: Vec<&String> = expansions
            .iter()
            .filter(|written| {
                let is_in = |text: &String| text.contains(written.as_str());
                self.urls.iter().chain(&self.headers).chain(&self.data).any(is_in)
            })
            .collect();
        for written in kept {
            self.notes.push(format!("{} stands as it was written: no shell is run.", shown(written)));
        }
    }

    fn pasted(mut self) -> Option<Pasted> {
        let mut urls = std::mem::take(&mut self.urls).into_iter().filter(|url| !url.is_empty());
        let url = urls.next()?;
        if urls.next().is_some() {
            self.notes.push("Only the first address was taken.".to_owned());
        }
        // As curl guesses, but never without TLS.
        let url = if url.contains("://") { url } else { format!("https://{url}") };
        let (origin, mut path) = split(&url)?;
        let method = self.method();
        if self.is_query
            && let Some(data) = self.data.take()
        {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(&data);
        }
        let body = self.data.take().unwrap_or_default();
        let headers = self.kept_headers(!body.trim().is_empty());
        let needed = Tokens::needed_by(&path);
        let toggle = |is_sent: bool, is_needed: bool| (is_sent != is_needed).then_some(is_sent);
        let draft = Draft {
            method,
            developer: toggle(self.has_developer, needed.developer),
            user: toggle(self.has_user, needed.user),
            headers,
            body,
            path,
        };
        let (developer, user, notes) = (self.developer, self.user, self.notes);
        Some(Pasted { draft, origin, url, is_command: true, developer, user, notes })
    }

    fn method(&mut self) -> Method {
        let by_data = if self.data.is_some() && !self.is_query { Method::Post } else { Method::Get };
        let Some(name) = self.method.take() else { return by_data };
        Method::named(&name).unwrap_or_else(|| {
            self.notes.push(format!("The method {} is not offered.", shown(&name)));
            by_data
        })
    }

    /// The headers as lines, without the one that goes with every body by itself.
    fn kept_headers(&self, has_body: bool) -> String {
        let is_added =
            |line: &&String| has_body && line.eq_ignore_ascii_case("content-type: application/json");
        let mut lines: Vec<_> = self.headers.iter().filter(|line| !is_added(line)).cloned().collect();
        if self.is_json && !lines.iter().any(|line| starts_with(line, "accept:")) {
            lines.push("Accept: application/json".to_owned());
        }
        lines.join("\n")
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Whether something stands where a token belongs: a variable, `[developer token]`, `<TOKEN>`, `YOUR_TOKEN`, dots.
fn is_placeholder(text: &str) -> bool {
    /// No Music User Token is as short; the shortest that were seen had more than 100.
    const SHORTEST: usize = 24;
    /// In a longer text the letters of a word may stand by chance.
    const LONGEST_NAME: usize = 64;
    let is_marked =
        text.contains(|c: char| "$[]<>{}`*…".contains(c) || c.is_whitespace()) || text.contains("...");
    let is_named = text.len() <= LONGEST_NAME && text.to_ascii_lowercase().contains("token");
    text.len() < SHORTEST || is_marked || is_named
}
