//! Takes credentials out of what was sent, and leaves a word where each was.

use std::borrow::Cow;

use crate::domain::{
    secret::{self, Secret},
    visible::visible,
};

/// Stands where the developer token was.
pub(super) const DEVELOPER_MARK: &str = "DEVELOPER-TOKEN";
/// Stands where the Music User Token was.
pub(super) const USER_MARK: &str = "MUSIC-USER-TOKEN-VALUE";
/// Runs of token characters this long are taken for secrets in headers that carry such.
const LONG_IN_HEADER: usize = 16;
/// The same elsewhere, where ids and media types stand as well.
const LONG: usize = 40;
/// A header whose name has one of these words carries a secret.
const SECRET_HEADERS: [&str; 7] = ["authorization", "cookie", "token", "secret", "auth", "key", "session"];
const BEARER: &str = "Bearer ";
/// No more of a text is looked at.
const LONGEST: usize = 4096;
/// Shorter texts are no tokens; replacing them would replace ordinary words.
const SHORTEST: usize = 6;

/// What has to be replaced.
#[derive(Default)]
pub struct Redaction<'a> {
    developer: Option<&'a str>,
    user: Option<&'a str>,
}

impl<'a> Redaction<'a> {
    /// Replaces these two, and whatever looks like a secret.
    #[must_use]
    pub fn new(developer: Option<&'a Secret>, user: Option<&'a Secret>) -> Self {
        Self { developer: developer.map(Secret::expose), user: user.map(Secret::expose) }
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str, value: &str) -> String {
        let lower = name.to_ascii_lowercase();
        let is_of_a_token = lower.contains("token") && !value.contains([' ', ',', ';']);
        if is_of_a_token && matches!(self.without_ours(value), Cow::Borrowed(_)) && !is_marked(value) {
            return without_long_words(value, 1);
        }
        // A token that was handed in with the word before it leaves the word where it was sent.
        let value = match value.strip_prefix(BEARER).filter(|_| lower == "authorization") {
            Some(token) => Cow::Owned(format!("{BEARER}{}", self.without_ours(token))),
            None => self.without_ours(value),
        };
        let masked = secret::mask(&value);
        let shown = match lower.as_str() {
            "cookie" => masked.split("; ").map(cookie).collect::<Vec<_>>().join("; "),
            _ if SECRET_HEADERS.iter().any(|word| lower.contains(word)) => {
                without_long_words(&masked, LONG_IN_HEADER)
            }
            _ => without_addresses(&without_long_words(&masked, LONG)).into_owned(),
        };
        visible(&shown).into_owned()
    }

    /// An address. Ids in a path are short; a value in the query may be anything.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let url: String = url.chars().filter(|c| !c.is_control()).collect();
        let url = self.without_ours(&url);
        let url = without_login(&url);
        let masked = secret::mask(&url);
        let (path, query) =
            masked.split_once('?').map_or((&*masked, None), |(path, query)| (path, Some(query)));
        let path: Vec<String> = path.split('/').map(|part| without_long_words(part, LONG)).collect();
        let mut shown = path.join("/");
        if let Some(query) = query {
            let parameters: Vec<String> = query.split('&').map(parameter).collect();
            shown = format!("{shown}?{}", parameters.join("&"));
        }
        visible(&shown).into_owned()
    }

    /// Any other text, such as an error or the beginning of a body.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        unsaid(&self.without_ours(text))
    }

    /// The beginning of a text. It is cut once nothing secret is in it, or half a token would stand at the cut.
    #[must_use]
    pub fn start(&self, text: &str, most: usize) -> String {
        self.text(&text.chars().take(LONGEST).collect::<String>()).chars().take(most).collect()
    }

    fn without_ours<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for (token, mark) in [(self.developer, DEVELOPER_MARK), (self.user, USER_MARK)] {
            for form in token.map(forms).into_iter().flatten().filter(|form| form.trim().len() >= SHORTEST) {
                if text.contains(form.as_ref()) {
                    text = Cow::Owned(text.replace(form.as_ref(), mark));
                }
            }
        }
        text
    }
}

/// A token as it was handed in, and as clients trim and encode it. Longer forms come first.
fn forms(token: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let bare = token.trim().trim_matches(['"', '\'', '`']);
    let alone = bare.strip_prefix(BEARER).unwrap_or(bare).trim();
    let encoded: String = url::form_urlencoded::byte_serialize(alone.as_bytes()).collect();
    [token, token.trim(), bare, alone].map(Cow::Borrowed).into_iter().chain([Cow::Owned(encoded)])
}

/// A text without what looks like a secret, without addresses of people, and with control characters made visible.
pub(in crate::domain::doctor) fn unsaid(text: &str) -> String {
    visible(&without_addresses(&without_long_words(&secret::mask(text), LONG))).into_owned()
}

/// Words with an `@` inside become `(address)`.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let is_around = |c: char| c.is_whitespace() || "\"'<>(),;".contains(c);
    let pieces = text.split_inclusive(is_around).map(|piece| {
        let word = piece.trim_end_matches(is_around);
        let is_address = word.find('@').is_some_and(|at| at > 0 && at + 1 < word.len());
        if is_address {
            Cow::Owned(format!("(address){}", &piece[word.len()..]))
        } else {
            Cow::Borrowed(piece)
        }
    });
    Cow::Owned(pieces.collect())
}

/// An address of the web without the name and password before its host.
fn without_login(url: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = url.split_once("://") else { return Cow::Borrowed(url) };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match host.rfind('@') {
        Some(at) => Cow::Owned(format!("{scheme}://{}", &rest[at + 1..])),
        None => Cow::Borrowed(url),
    }
}

fn is_marked(text: &str) -> bool {
    text.contains(DEVELOPER_MARK) || text.contains(USER_MARK)
}

/// A cookie with its value gone.
fn cookie(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", without_long_words(value, 1)),
        None => without_long_words(pair, LONG_IN_HEADER),
    }
}

fn parameter(pair: &str) -> String {
    match pair.split_once('=') {
        // Dots do not make a token an id.
        Some((name, value)) if value.len() >= LONG && !is_marked(value) => {
            format!("{name}=({} characters)", value.len())
        }
        _ => pair.to_owned(),
    }
}

/// Replaces runs of token characters that are at least this long by their length; our own marks stay.
fn without_long_words(text: &str, limit: usize) -> String {
    let belongs = |c: char| c.is_ascii_alphanumeric() || "+/=_%-".contains(c);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(belongs) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !belongs(c)).unwrap_or(from.len()));
        shown.push_str(before);
        let unmarked = word.replace(DEVELOPER_MARK, "").replace(USER_MARK, "");
        if unmarked.len() < limit || (unmarked.is_empty() && is_marked(word)) {
            shown.push_str(word);
        } else {
            shown.push_str(&format!("({} characters)", word.len()));
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}
