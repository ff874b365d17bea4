//! The query of a request, checked as Apple checks it: unknown names are refused, numbers have caps.

use crate::sandbox::fault::Fault;

/// The decoded parameters, in the order they came.
pub(super) struct Query(Vec<(String, String)>);

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// Parameters that apply to anything that answers with resources. A name that ends in `[` stands for its scoped
/// forms, such as `include[albums]`. The last three are what Apple's own web player sends: accepted, without effect.
const RESOURCES: &[&str] = &[
    "l", "include", "include[", "relate", "relate[", "extend", "extend[", "fields", "fields[", "platform",
    "art[", "omit[",
];

impl Query {
    /// Never fails: what cannot be decoded becomes U+FFFD and is refused for its name or value later.
    pub(super) fn parse(raw: &str) -> Self {
        Self(url::form_urlencoded::parse(raw.as_bytes()).into_owned().collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The parts of a comma-separated value, without the empty ones.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        self.get(name)
            .map(|value| value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect())
            .unwrap_or_default()
    }

    /// The scoped forms of a parameter: `ids[songs]=1,2` gives `("songs", "1,2")`.
    pub(super) fn scoped<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(key, value)| {
            let scope = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((scope, value.as_str()))
        })
    }

    /// Refuses every parameter that is neither common to all resources nor named here, and a malformed `l`.
    pub(super) fn allow(&self, more: &[&str]) -> Result<(), Fault> {
        for (name, _) in &self.0 {
            let known = |allowed: &&&str| match allowed.strip_suffix('[') {
                Some(_) => name.starts_with(**allowed) && name.ends_with(']'),
                None => name == **allowed,
            };
            if !RESOURCES.iter().chain(more).any(|allowed| known(&allowed)) {
                return Err(Fault::not_allowed(name));
            }
        }
        match self.get("l").filter(|tag| !is_language(tag)) {
            Some(tag) => Err(Fault::value("l", format!("Invalid language tag '{tag}'"))),
            None => Ok(()),
        }
    }

    /// `limit` and `offset` against a default and a cap.
    pub(super) fn page(&self, default: usize, cap: usize) -> Result<Page, Fault> {
        let limit = self.number("limit", 1, Some(cap))?.unwrap_or(default);
        Ok(Page { offset: self.number("offset", 0, None)?.unwrap_or(0), limit })
    }

    /// An integer parameter between `least` and `most`; over the cap is refused, never clamped.
    pub(super) fn number(&self, name: &str, least: i64, most: Option<usize>) -> Result<Option<usize>, Fault> {
        self.get(name).map(|value| whole(name, value, least, most)).transpose()
    }
}

/// A value that must be an integer between `least` and `most`.
pub(super) fn whole(name: &str, value: &str, least: i64, most: Option<usize>) -> Result<usize, Fault> {
    let number: i64 = value.parse().map_err(|_| Fault::value(name, "Value must be an integer"))?;
    if number < least {
        let detail = format!("Value must be an integer greater than or equal to {least}, but was: {number}");
        return Err(Fault::value(name, detail));
    }
    let number = number.unsigned_abs() as usize;
    match most.filter(|most| number > *most) {
        Some(most) => {
            let detail = format!("Value must be an integer less than or equal to {most}, but was: {number}");
            Err(Fault::value(name, detail))
        }
        None => Ok(number),
    }
}

/// Letters first, then hyphenated letters and digits. A well-formed tag the storefront lacks is not an error.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let primary_good =
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    tag.is_empty() || primary_good && parts.all(is_subtag)
}

fn is_subtag(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
