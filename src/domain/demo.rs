//! A demo file: a list of steps that a key walks through, read and checked as far as a file alone can be.

mod path;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, de};

use super::{
    profile::{ConfigFault, fault_at},
    request::{Draft, Method},
};

pub use path::{Part, Path};

/// A demo has no more steps than this: an hour of one every ten seconds.
const MOST_STEPS: usize = 360;

/// A demo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// What it shows, in a line.
    pub title: String,
    /// It goes through the sandbox, whatever credentials there are.
    #[serde(default)]
    pub sandbox: bool,
    /// What is wrong with the sandbox at its beginning.
    pub scenario: Option<String>,
    /// The profile that it goes through; with neither this nor the sandbox it is the one that is in use anyway.
    pub profile: Option<String>,
    /// Columns that the terminal needs, so that nothing of it is cut.
    pub columns: Option<u16>,
    /// Rows that it needs.
    pub rows: Option<u16>,
    #[serde(rename = "step", deserialize_with = "steps")]
    pub steps: Vec<Step>,
}

/// One step. What it says is done in the order of its fields here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is to be seen, in a line or two.
    #[serde(default)]
    pub note: String,
    /// What is wrong with the sandbox from now on; `healthy` for nothing.
    pub scenario: Option<String>,
    /// Path and query of a request that is sent.
    pub request: Option<String>,
    #[serde(default)]
    pub method: Option<Method>,
    /// Whether the developer token goes along; the path decides if nothing is said.
    pub developer_token: Option<bool>,
    /// Whether the Music User Token does.
    pub user_token: Option<bool>,
    /// Headers, `Name: value`.
    #[serde(default)]
    pub headers: Vec<String>,
    pub body: Option<String>,
    /// How far `next` is followed.
    pub follow: Option<Follow>,
    /// Values that are unfolded.
    #[serde(default)]
    pub unfold: Vec<Path>,
    /// What is looked for.
    pub search: Option<String>,
    /// A jq filter.
    pub filter: Option<String>,
    /// The value that the cursor goes to.
    pub select: Option<Path>,
    /// Keys that are pressed, one or two that go together in a text: `"v"`, `"y p"`, `"Ctrl-d"`.
    #[serde(default)]
    pub keys: Vec<String>,
    /// The status that the request is to be answered with; any 2xx if nothing is said.
    pub expect: Option<u16>,
    /// The most time that the step may take, in milliseconds.
    pub within_ms: Option<u64>,
}

/// How far `next` is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// So many pages, one after the other.
    Pages(usize),
    /// To the end of the list.
    All,
}

impl<'de> Deserialize<'de> for Follow {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Follow;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"next\", \"all\", or a number of pages from 1 to 100")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Follow, E> {
                match text {
                    "next" => Ok(Follow::Pages(1)),
                    "all" => Ok(Follow::All),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_i64<E: de::Error>(self, pages: i64) -> Result<Follow, E> {
                let fitting = usize::try_from(pages).ok().filter(|pages| (1..=100).contains(pages));
                fitting
                    .map(Follow::Pages)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(pages), &self))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl Step {
    /// The request as it stands in the form; none if nothing is sent.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let path = self.request.clone()?;
        Some(Draft {
            method: self.method.unwrap_or_default(),
            path,
            developer: self.developer_token,
            user: self.user_token,
            headers: self.headers.join("\n"),
            body: self.body.clone().unwrap_or_default(),
        })
    }

    /// Whether an answer of this status is as it should be.
    #[must_use]
    pub fn expects(&self, status: u16) -> bool {
        self.expect.map_or((200..300).contains(&status), |expected| expected == status)
    }

    /// A method that stands before the path, as in a log.
    fn method_in_path(&self) -> Option<&str> {
        let (first, _) = self.request.as_deref()?.trim_start().split_once(char::is_whitespace)?;
        Method::ALL.into_iter().map(Method::as_str).find(|name| name.eq_ignore_ascii_case(first))
    }

    /// A field that says something about a request where none is sent.
    fn stray(&self) -> Option<&'static str> {
        let fields = [
            ("method", self.method.is_some()),
            ("developer_token", self.developer_token.is_some()),
            ("user_token", self.user_token.is_some()),
            ("headers", !self.headers.is_empty()),
            ("body", self.body.is_some()),
            ("expect", self.expect.is_some()),
        ];
        let strays = fields.into_iter().find(|(_, is_there)| *is_there).map(|(name, _)| name);
        strays.filter(|_| self.request.is_none())
    }
}

fn steps<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Step>, D::Error> {
    let steps = Vec::<Step>::deserialize(from)?;
    if steps.is_empty() || steps.len() > MOST_STEPS {
        return Err(de::Error::custom(format!("a demo has 1 to {MOST_STEPS} steps")));
    }
    for (number, step) in (1..).zip(&steps) {
        if let Some(stray) = step.stray() {
            return Err(de::Error::custom(format!("step {number} sets {stray} and sends no request")));
        }
        if let Some(method) = step.method_in_path() {
            let words = format!(
                "step {number}: a request is a path; {method} stands behind method, in a line of its own"
            );
            return Err(de::Error::custom(words));
        }
        if let Some(Err(fault)) = step.draft().map(|draft| Draft::check_headers(&draft.headers)) {
            return Err(de::Error::custom(format!("step {number}: {fault}")));
        }
    }
    Ok(steps)
}

/// Where the line begins that names the profile.
fn start_of_profile(text: &str) -> usize {
    #[derive(Deserialize)]
    struct Named {
        profile: toml::Spanned<String>,
    }
    let value = toml::from_str(text).map_or(0, |named: Named| named.profile.span().start);
    text[..value].rfind('\n').map_or(0, |end| end + 1)
}

/// Reads a demo file's text.
///
/// # Errors
/// [`ConfigFault`] at the first thing that is not TOML, not a field there is, or not a value of the right kind.
pub fn parse_demo(text: &str) -> Result<Demo, ConfigFault> {
    let text = text.trim_start_matches('\u{feff}');
    let demo: Demo = toml::from_str(text)
        .map_err(|error| fault_at(text, error.span().map_or(0, |span| span.start), error.message()))?;
    let is_elsewhere = demo.profile.is_some() && (demo.sandbox || demo.scenario.is_some());
    if is_elsewhere {
        return Err(fault_at(
            text,
            start_of_profile(text),
            "a demo goes through a profile or the sandbox, not both",
        ));
    }
    Ok(demo)
}
