//! The single facts of a line: which attribute each is read from, and how it is written.

use super::{count_noun, text};
use crate::domain::{
    json::{Document, NodeId},
    quantity,
};

/// A time stamp with a zone is not longer, in bytes.
const LONGEST_DATE: usize = 40;

/// Texts are looked for among so many items of a list: a hostile one could hold millions of others.
const FEW: usize = 20;

/// One fact, read from a resource's `attributes`.
pub(super) enum Fact {
    /// A string, as it is.
    Text(&'static str),
    /// The first two of a list of strings: `Pop, Fog`.
    Texts(&'static str),
    /// Milliseconds as `3:45` or `1:02:03`.
    Duration(&'static str),
    /// The year of a date of any precision, behind a word that may be empty: `2024`, `updated 2026`.
    Year(&'static str, &'static str),
    /// A number of things of a type: `12 songs`.
    Count(&'static str, &'static str),
    /// A whole number or a word, behind a word of its own: `episode 12`.
    Whole(&'static str, &'static str),
    /// A number and what it counts, as one and as many: `12 plays`.
    Amount(&'static str, [&'static str; 2]),
    /// A word that is said when the attribute is `true`.
    Flag(&'static str, &'static str),
}

impl Fact {
    /// The fact as it is shown; none if the attribute is absent, empty or of another type.
    pub(super) fn read(&self, doc: &Document, attributes: NodeId) -> Option<String> {
        let member = |key| doc.member(attributes, key);
        match *self {
            Self::Text(key) => text(doc, attributes, &[key]),
            Self::Texts(key) => Some(first_texts(doc, member(key)?)),
            Self::Duration(key) => doc.integer(member(key)?).and_then(duration),
            Self::Year(key, word) => {
                let date = doc.text_start(member(key)?, LONGEST_DATE)?.0;
                Some(format!("{word}{}", year(&date)?))
            }
            Self::Count(key, kind) => {
                let n = usize::try_from(doc.integer(member(key)?)?).ok()?;
                Some(count_noun(kind, n))
            }
            Self::Whole(key, word) => {
                let number = || doc.integer(member(key)?).map(|number| number.to_string());
                Some(format!("{word}{}", text(doc, attributes, &[key]).or_else(number)?))
            }
            Self::Amount(key, [one, many]) => {
                let n = usize::try_from(doc.integer(member(key)?)?).ok()?;
                Some(format!("{} {}", quantity::count(n), if n == 1 { one } else { many }))
            }
            Self::Flag(key, word) => (doc.raw_start(member(key)?, 5) == "true").then(|| word.to_owned()),
        }
        .filter(|shown| !shown.is_empty())
    }
}

fn first_texts(doc: &Document, list: NodeId) -> String {
    let texts: Vec<_> =
        doc.children(list).take(FEW).filter_map(|node| text(doc, node, &[])).take(2).collect();
    texts.join(", ")
}

/// Milliseconds as a player shows them, whole seconds, rounded down.
pub(super) fn duration(millis: i64) -> Option<String> {
    let seconds = u64::try_from(millis).ok()? / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    })
}

/// The year of `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or a time stamp.
fn year(date: &str) -> Option<&str> {
    let (year, rest) = date.split_at_checked(4)?;
    let is_date =
        year.bytes().all(|byte| byte.is_ascii_digit()) && (rest.is_empty() || rest.starts_with('-'));
    is_date.then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_players() {
        let cases = [
            (0, Some("0:00")),
            (999, Some("0:00")),
            (59_999, Some("0:59")),
            (225_000, Some("3:45")),
            (3_723_000, Some("1:02:03")),
            (360_000_000, Some("100:00:00")),
            (-1, None),
        ];
        for (millis, expected) in cases {
            assert_eq!(duration(millis).as_deref(), expected, "{millis}");
        }
    }

    #[test]
    fn the_year_of_a_date_of_any_precision() {
        let cases = [
            ("2024", Some("2024")),
            ("2024-03", Some("2024")),
            ("2024-03-01", Some("2024")),
            ("2024-03-01T00:00:00Z", Some("2024")),
            ("20240301", None),
            ("soon", None),
            ("99é9", None),
            ("", None),
        ];
        for (date, expected) in cases {
            assert_eq!(year(date), expected, "{date}");
        }
    }
}
