//! What came back: status, the headers that tell something, and what kind of body it was.

use serde_json::Value;

use super::redaction::Redaction;

/// Of a body that is not Apple's, this many characters are evidence.
const SHOWN: usize = 120;
/// Error bodies are small; no more than this many bytes of a body are read here.
const READ: usize = 64 * 1024;
/// Headers that tell who answered, and when.
const TELLING: [&str; 11] = [
    "date",
    "content-type",
    "server",
    "via",
    "location",
    "retry-after",
    "www-authenticate",
    "proxy-authenticate",
    "x-apple-request-uuid",
    "x-apple-jingle-correlation-key",
    "x-cache",
];

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Those headers that tell something, names in lower case.
    pub headers: Vec<(String, String)>,
    /// What kind of body came.
    pub body: Body,
    /// Bytes of it, as far as they are known.
    pub size: u64,
}

/// What kind of body came.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// None.
    Empty,
    /// JSON, with Apple's error objects if it has any.
    Json {
        /// Apple's `errors`.
        errors: Vec<AppleError>,
        /// Apple's `ineligibilityReason`.
        ineligibility: Option<String>,
    },
    /// Anything else: its beginning, visible and with secrets masked.
    Other(String),
}

/// One of Apple's error objects, as far as checks speak of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AppleError {
    /// `code`, such as `40300`.
    pub code: String,
    /// `title`.
    pub title: String,
    /// `detail`.
    pub detail: String,
}

impl Answer {
    /// Reads an answer. `body` may be the beginning of a longer one.
    #[must_use]
    pub fn read<'h>(
        status: u16,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        body: &[u8],
        hide: &Redaction<'_>,
    ) -> Self {
        let telling = headers.into_iter().filter_map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            TELLING.contains(&name.as_str()).then(|| (name, hide.start(value, 400)))
        });
        let (start, size) = (&body[..body.len().min(READ)], body.len() as u64);
        Self { status, headers: telling.collect(), body: Body::read(start, hide), size }
    }

    /// A header by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The server's clock, in seconds since the epoch.
    #[must_use]
    pub fn date(&self) -> Option<i64> {
        let time = httpdate::parse_http_date(self.header("date")?).ok()?;
        let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    }

    /// 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// 3xx that leads elsewhere.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Not judged: the rate limit, or a fault of Apple's.
    #[must_use]
    pub fn is_not_judged(&self) -> bool {
        self.status == 429 || self.status >= 500
    }

    /// Whether somebody other than Apple's API wrote it: a web page, or a proxy that wants to know who asks.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        let is_page =
            self.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
        matches!(self.status, 407 | 511) || is_page || matches!(self.body, Body::Other(_))
    }

    /// Apple's error objects.
    #[must_use]
    pub fn errors(&self) -> &[AppleError] {
        match &self.body {
            Body::Json { errors, .. } => errors,
            _ => &[],
        }
    }

    /// The error with this code.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&AppleError> {
        self.errors().iter().find(|error| error.code == code)
    }
}

impl Body {
    fn read(bytes: &[u8], hide: &Redaction<'_>) -> Self {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
            let errors = value.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let errors = errors.iter().take(16).map(|error| AppleError::read(error, hide)).collect();
            let ineligibility = value.get("ineligibilityReason").and_then(Value::as_str);
            return Self::Json { errors, ineligibility: ineligibility.map(|reason| short(reason, hide)) };
        }
        // The beginning of a long answer, or one that was cut, is Apple's all the same.
        if matches!(bytes[0], b'{' | b'[') {
            return Self::Json { errors: Vec::new(), ineligibility: None };
        }
        let start = short(&String::from_utf8_lossy(bytes), hide);
        // What stands for a secret begins as JSON does, and a report is read again.
        Self::Other(if start.starts_with(['{', '[']) { format!("… {start}") } else { start })
    }
}

impl AppleError {
    fn read(value: &Value, hide: &Redaction<'_>) -> Self {
        let text = |name: &str| match value.get(name) {
            Some(Value::String(text)) => short(text, hide),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        Self { code: text("code"), title: text("title"), detail: text("detail") }
    }
}

fn short(text: &str, hide: &Redaction<'_>) -> String {
    hide.start(text, SHOWN)
}
