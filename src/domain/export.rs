//! A request as something to run elsewhere: as curl, or as code. Tokens are always variables of the environment.

mod code;
mod platform;
mod shell;

use super::{
    profile::Origin,
    request::{Method, Request, Tokens},
    visible::is_hostile,
};

pub use shell::quote as shell_quote;

/// What a request can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Curl,
    Httpie,
    Python,
    JavaScript,
    MusicKitJs,
    Swift,
    MusicKitSwift,
    Kotlin,
    Rust,
}

impl Form {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Curl,
        Self::Httpie,
        Self::Python,
        Self::JavaScript,
        Self::MusicKitJs,
        Self::Swift,
        Self::MusicKitSwift,
        Self::Kotlin,
        Self::Rust,
    ];

    /// What it is called, with the library that it uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Httpie => "HTTPie",
            Self::Python => "Python (requests)",
            Self::JavaScript => "JavaScript (fetch)",
            Self::MusicKitJs => "JavaScript (MusicKit on the Web, api.music)",
            Self::Swift => "Swift (URLSession)",
            Self::MusicKitSwift => "Swift (MusicKit, MusicDataRequest)",
            Self::Kotlin => "Kotlin (OkHttp)",
            Self::Rust => "Rust (reqwest)",
        }
    }

    /// Writes a request. What would act on a terminal is escaped in the form's own way; the text ends in a newline.
    #[must_use]
    pub fn render(self, exported: &Exported) -> String {
        match self {
            Self::Curl => shell::curl(exported),
            Self::Httpie => platform::httpie(exported),
            Self::Python => code::python(exported),
            Self::JavaScript => code::javascript(exported),
            Self::MusicKitJs => platform::musickit_web(exported),
            Self::Swift => code::swift(exported),
            Self::MusicKitSwift => platform::musickit_swift(exported),
            Self::Kotlin => platform::kotlin(exported),
            Self::Rust => code::rust(exported),
        }
    }
}

/// A request as it is written down: complete but for its tokens, which go by the names of their variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub method: Method,
    pub url: String,
    /// Where the path begins in it.
    path_at: usize,
    /// Each name once.
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub tokens: Tokens,
    /// The variables of the developer token and of the Music User Token.
    pub variables: [&'static str; 2],
}

impl Exported {
    /// A request to an origin. Elsewhere than at Apple the tokens go by other names, so that a request to the sandbox does not
    /// take a real token along.
    #[must_use]
    pub fn of(origin: &Origin, request: &Request) -> Self {
        let variables = if origin.is_apple() {
            ["APPLE_MUSIC_DEVELOPER_TOKEN", "APPLE_MUSIC_USER_TOKEN"]
        } else {
            ["SEGUE_DEVELOPER_TOKEN", "SEGUE_USER_TOKEN"]
        };
        Self {
            method: request.method,
            url: format!("{}{}", origin.as_str(), request.target),
            path_at: origin.as_str().len(),
            headers: joined(&request.headers),
            body: request.body.as_deref().map(escaped_json),
            tokens: request.tokens,
            variables,
        }
    }

    /// Path and query.
    fn target(&self) -> &str {
        self.url.get(self.path_at..).unwrap_or_default()
    }

    /// The headers that carry a token: the header's name, what stands before the token, the variable.
    fn secrets(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let [developer, user] = self.variables;
        let developer = self.tokens.developer.then_some(("Authorization", "Bearer ", developer));
        developer.into_iter().chain(self.tokens.user.then_some(("Music-User-Token", "", user)))
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name))
    }
}

/// Headers with each name once: several lines of one name mean the same as one with commas (RFC 9110, 5.3), and a
/// dictionary holds only one.
fn joined(headers: &[(String, String)]) -> Vec<(String, String)> {
    let mut joined: Vec<(String, String)> = Vec::new();
    for (name, value) in headers {
        match joined.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, values)) => *values = format!("{values}, {value}"),
            None => joined.push((name.clone(), value.clone())),
        }
    }
    joined
}

/// JSON that means the same and holds nothing that acts on a terminal: beyond its white space that is only in strings.
fn escaped_json(body: &str) -> String {
    let mut escaped = String::with_capacity(body.len());
    for c in body.chars() {
        if is_hostile(c) && !matches!(c, '\n' | '\r' | '\t') {
            let mut units = [0; 2];
            escaped.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn request(method: Method, target: &str) -> Request {
        let tokens = Tokens { developer: true, user: true };
        Request { method, target: target.to_owned(), tokens, headers: Vec::new(), body: None }
    }

    pub(super) fn hostile() -> Exported {
        let mut request = request(Method::Post, "/v1/me/library?a=it's");
        request.headers = vec![("X-Odd".to_owned(), "\"$HOME\" `id` \\ é \u{202e}".to_owned())];
        request.body = Some("{\n\t\"a\": \"it's \\\"$x\\\" é \u{9b}\u{e0041}\"}".to_owned());
        Exported::of(&Origin::apple(), &request)
    }

    #[test]
    fn a_real_token_is_named_for_apple_alone() {
        let request = request(Method::Get, "/v1/test");
        let apple = Exported::of(&Origin::apple(), &request);
        assert_eq!(apple.url, "https://api.music.apple.com/v1/test");
        // MusicKit adds its tokens by itself, and to Apple's requests alone.
        let names_none = |form: &Form| matches!(form, Form::MusicKitJs | Form::MusicKitSwift);
        for form in Form::ALL.into_iter().filter(|form| !names_none(form)) {
            let elsewhere = form.render(&Exported::of(&Origin::sandbox(), &request));
            assert!(!elsewhere.contains("APPLE_MUSIC"), "{elsewhere}");
            assert!(elsewhere.contains("SEGUE_DEVELOPER_TOKEN") && elsewhere.contains("SEGUE_USER_TOKEN"));
            let here = form.render(&apple);
            assert!(here.contains("APPLE_MUSIC_DEVELOPER_TOKEN") && here.contains("APPLE_MUSIC_USER_TOKEN"));
        }
    }

    #[test]
    fn a_token_that_is_not_sent_is_not_named() {
        let mut request = request(Method::Get, "/v1/test");
        request.tokens = Tokens { developer: false, user: false };
        for form in Form::ALL {
            let text = form.render(&Exported::of(&Origin::apple(), &request));
            assert!(!text.contains("TOKEN") && !text.contains("Authorization"), "{text}");
        }
    }

    #[test]
    fn equal_names_become_one_header() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = [header("Accept", "a"), header("X", "1"), header("accept", "b")];
        assert_eq!(joined(&headers), [header("Accept", "a, b"), header("X", "1")]);
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_is_written() {
        for form in Form::ALL {
            let text = form.render(&hostile());
            let found = text.chars().find(|c| is_hostile(*c) && !matches!(c, '\n' | '\t'));
            assert_eq!(found, None, "{}: {text}", form.name());
        }
    }

    #[test]
    fn an_escaped_body_is_the_same_json() {
        let body = "{\r\n\t\"a\u{202e}\": \"\u{9b}\u{e0041} é\\n\"}";
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&escaped_json(body)), read(body));
    }
}
