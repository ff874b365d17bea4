//! The evidence of one error: the request that was sent, and what the answer said about it.

use std::borrow::Cow;

use url::form_urlencoded;

use super::Context;
use crate::domain::visible::visible;

/// A value quoted in a sentence is no longer than this many characters; the whole stands in the body.
pub(super) const LONGEST: usize = 120;

/// What rules look at and what their sentences quote.
pub(super) struct Case<'a> {
    pub(super) request: Context<'a>,
    /// `detail` as it was said; may be translated, so it only ever refines what the code tells.
    pub(super) detail: &'a str,
    /// `source.parameter`.
    pub(super) parameter: Option<&'a str>,
    /// What else is known, by the name that sentences use.
    pub(super) facts: &'a [(&'static str, String)],
}

/// The names that a sentence may use. Some have a value only under a condition, so that they switch their sentence on.
#[cfg(test)]
pub(super) const NAMES: [&str; 35] = [
    "apple",
    "arrived",
    "below",
    "bound",
    "code",
    "fault",
    "host",
    "id",
    "issuer",
    "itself",
    "limit",
    "location",
    "method",
    "near",
    "nearest",
    "number",
    "origin",
    "other_origin",
    "parameter",
    "path",
    "phase",
    "plain",
    "privilege",
    "quoted",
    "reason",
    "related",
    "same_path",
    "sandbox",
    "status",
    "storefront",
    "type",
    "user",
    "value",
    "wait",
    "write",
];

impl Case<'_> {
    /// The value of a name in a sentence, fit to show.
    pub(super) fn fill(&self, name: &str) -> Option<String> {
        let value: Option<Cow<'_, str>> = match name {
            "apple" => (!self.request.is_sandbox).then_some("Apple".into()),
            "sandbox" => self.request.is_sandbox.then_some("the sandbox".into()),
            "user" => self.request.user_token_sent.then_some("Music User Token".into()),
            "write" => (!self.is_read()).then_some(self.request.method.into()),
            "method" => Some(self.request.method.into()),
            "origin" => Some(self.request.origin.into()),
            "path" => Some(self.path().into()),
            "storefront" => self.storefront().map(Into::into),
            "type" => self.segment(3).map(Into::into),
            "id" => self.segment(4).map(Into::into),
            "quoted" => self.quoted().map(Into::into),
            "plain" => self.quoted()?.strip_prefix("library-").map(Into::into),
            "parameter" => self.parameter(),
            "value" => self.value().map(Into::into),
            "privilege" => self.after("privilege: ").map(Into::into),
            "related" => self.after("found for ").or_else(|| self.segments().last()).map(Into::into),
            "bound" => self.bound().map(|(words, n)| format!("{words} {n}").into()),
            "number" => self.bound().filter(|(words, _)| words.starts_with("at ")).map(|(_, n)| n.into()),
            "below" => self.bound().filter(|(words, _)| *words == "less than").map(|(_, n)| n.into()),
            _ => self.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str().into()),
        };
        value.filter(|value| !value.is_empty()).map(|value| fit(&value, LONGEST))
    }

    /// Whether the request only reads.
    pub(super) fn is_read(&self) -> bool {
        matches!(self.request.method, "GET" | "HEAD")
    }

    /// The path without its query.
    pub(super) fn path(&self) -> &str {
        self.request.target.split('?').next().unwrap_or_default()
    }

    /// Whether the path is this one, or below it.
    pub(super) fn is_below(&self, root: &str) -> bool {
        self.path().strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether `detail` holds these words, in whatever case.
    pub(super) fn says(&self, words: &str) -> bool {
        self.detail.to_ascii_lowercase().contains(&words.to_ascii_lowercase())
    }

    /// The decoded value of a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.request.target.split_once('?')?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Whether a query parameter stands in the request without an equals sign, as what follows a stray `&` does.
    pub(super) fn is_bare(&self, name: &str) -> bool {
        let query = self.request.target.split_once('?').map_or("", |(_, query)| query);
        query
            .split('&')
            .filter(|piece| !piece.contains('='))
            .any(|piece| form_urlencoded::parse(piece.as_bytes()).any(|(key, _)| key.trim() == name.trim()))
    }

    /// The parameter that is meant: `source.parameter`; else one that the request has and the detail names, first
    /// (`offset must be …`) or in quotes; else the one with the value that the detail repeats; else what it quotes.
    pub(super) fn parameter(&self) -> Option<Cow<'_, str>> {
        let named = self.detail.split_whitespace().next().into_iter().chain(self.quoted());
        let sent = || named.filter(|word| self.query(word).is_some()).map(Cow::from).next();
        let by_value = || self.sent_as(self.after("but was: ").or_else(|| self.quoted())?).map(Cow::from);
        self.parameter.map(Cow::from).or_else(sent).or_else(by_value).or_else(|| self.quoted().map(Cow::from))
    }

    /// The name of the query parameter that has this value.
    fn sent_as(&self, wanted: &str) -> Option<String> {
        let (_, query) = self.request.target.split_once('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(_, value)| !value.is_empty() && value == wanted).map(|(key, _)| key.into_owned())
    }

    /// What the request says for that parameter.
    pub(super) fn value(&self) -> Option<String> {
        self.query(&self.parameter()?)
    }

    /// What the detail quotes: `'Akon'`.
    pub(super) fn quoted(&self) -> Option<&str> {
        let (_, from) = self.detail.split_once('\'')?;
        from.split_once('\'').map(|(quoted, _)| quoted)
    }

    /// The bound that the detail names, and the words for it: `at most` and `10`.
    pub(super) fn bound(&self) -> Option<(&'static str, String)> {
        const WORDS: [(&str, &str); 4] = [
            ("less than or equal to ", "at most"),
            ("greater than or equal to ", "at least"),
            ("less than ", "less than"),
            ("greater than ", "more than"),
        ];
        WORDS.iter().find_map(|(said, words)| {
            let (_, from) = self.detail.split_once(said)?;
            let digits: String = from.chars().take_while(char::is_ascii_digit).collect();
            (!digits.is_empty()).then_some((*words, digits))
        })
    }

    fn storefront(&self) -> Option<&str> {
        self.is_below("/v1/catalog").then(|| self.segment(2)).flatten()
    }

    /// The word behind a phrase of the detail.
    fn after(&self, phrase: &str) -> Option<&str> {
        let (_, from) = self.detail.split_once(phrase)?;
        from.split(|c: char| !c.is_alphanumeric() && c != '-').next().filter(|word| !word.is_empty())
    }

    /// A segment of the path: in `/v1/catalog/us/songs/1`, 2 is the storefront, 3 the type, 4 the id.
    pub(super) fn segment(&self, at: usize) -> Option<&str> {
        self.segments().nth(at)
    }

    fn segments(&self) -> impl Iterator<Item = &str> {
        self.path().split('/').filter(|segment| !segment.is_empty())
    }
}

/// Text from outside, fit to show and at most so many characters long.
pub(super) fn fit(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", visible(text.get(..end).unwrap_or_default())),
        None => visible(text).into_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn case<'a>(method: &'a str, target: &'a str, detail: &'a str) -> Case<'a> {
        let request = Context {
            method,
            target,
            developer_token_sent: true,
            user_token_sent: false,
            origin: "https://api.music.apple.com",
            is_sandbox: false,
        };
        Case { request, detail, parameter: None, facts: &[] }
    }

    #[test]
    fn a_case_knows_what_its_sentences_ask_for() {
        let limit = (
            "/v1/me/recent/played?limit=15",
            "Value must be an integer less than or equal to 10, but was: 15",
        );
        let charts = ("/v1/catalog/ag/charts?offset=206", "offset must be less than 200");
        let library = ("/v1/me/library/library-songs", "Unknown library resource type 'library-songs'");
        let cases = [
            (limit, "bound", Some("at most 10")),
            (limit, "number", Some("10")),
            (limit, "below", None),
            (limit, "parameter", Some("limit")),
            (charts, "parameter", Some("offset")),
            (("/v1/catalog/us/songs/1?l=zh-tw", "Invalid language tag 'zh-tw'"), "parameter", Some("l")),
            (
                ("/v1/catalog/us/search?term=fog&fog=1", "Parameter 'fog' is not allowed"),
                "parameter",
                Some("fog"),
            ),
            (charts, "value", Some("206")),
            (charts, "below", Some("200")),
            (charts, "number", None),
            (charts, "storefront", Some("ag")),
            (library, "quoted", Some("library-songs")),
            (library, "plain", Some("songs")),
            (library, "storefront", None),
            (library, "user", None),
            (
                ("/v1/x", "does not have access to privilege: CloudLibrary."),
                "privilege",
                Some("CloudLibrary"),
            ),
            (("/v1/catalog/us/songs/1/music-videos", "Aucune ressource"), "related", Some("music-videos")),
            (
                ("/v1/catalog/us/songs/1/x", "No related resources found for catalog"),
                "related",
                Some("catalog"),
            ),
            (("/v1/catalog/us/songs/17?l=fr", ""), "id", Some("17")),
            (("/v1/x", "a 'b\u{1b}[0m' c"), "quoted", Some("b\\u001b[0m")),
        ];
        for ((target, detail), name, expected) in cases {
            assert_eq!(case("GET", target, detail).fill(name).as_deref(), expected, "{name} of {target}");
        }
    }

    #[test]
    fn a_stray_ampersand_leaves_a_bare_parameter() {
        let found = case("GET", "/v1/catalog/ng/search?term=Styl+Plus+&+Akon&limit=5", "");
        assert!(found.is_bare("Akon") && !found.is_bare("limit") && !found.is_bare("other"));
    }
}
