//! A jq filter over a response: what a run of it can come to, and its results as one JSON text.
//!
//! The filter runs in a process of its own (`adapter::filter`), because nothing can stop one that never ends from
//! within; that process tells its faults as a [`Report`].

use std::time::Duration;

use super::{quantity, visible::visible};

/// The longest message that is shown: jaq repeats the value that it failed on, which may be a whole response.
const LONGEST: usize = 300;

/// Why a filter gave no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not a filter.
    #[error("{}{message}", at(*.place))]
    Filter {
        /// What jq expected, or does not know.
        message: String,
        /// Where in the filter.
        place: Option<Place>,
    },
    /// The input is not JSON as jq reads it.
    #[error("the filter cannot read the response: {message}; look at it as plain text")]
    Input {
        /// What is wrong, with its byte offset.
        message: String,
    },
    /// It failed on what it found, as `.a.b` does where `.a` is a number.
    #[error("the filter failed on this response: {message}")]
    Run {
        /// What jq says.
        message: String,
    },
    /// It needs more memory than it gets.
    #[error("the filter needs too much memory; filter one page, or pick fields before you collect or sort")]
    Memory,
    /// It did not end in time.
    #[error("the filter was ended after {}; it may never end, or the response is too large for it", quantity::elapsed(*.limit))]
    Time {
        /// What it had.
        limit: Duration,
    },
    /// Its results are too many to be shown.
    #[error("the filter's results are over {}; narrow it with first, limit or select", quantity::bytes(*.limit))]
    TooMuch {
        /// The most, in bytes.
        limit: u64,
    },
    /// The process that runs filters could not be started, or broke.
    #[error("the filter could not be run: {message}; start Segue anew, and report it if it happens again")]
    Broken {
        /// What the system says.
        message: String,
    },
}

/// A place in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In bytes, from 0; at most the filter's length.
    pub offset: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte; one inside a character is where that begins, one beyond the filter is its end.
    #[must_use]
    pub fn of(filter: &str, offset: usize) -> Self {
        let offset = filter.floor_char_boundary(offset);
        Self { offset, column: filter[..offset].chars().count() + 1 }
    }
}

fn at(place: Option<Place>) -> String {
    place.map_or_else(|| "mistake in the filter: ".to_owned(), |place| format!("column {}: ", place.column))
}

/// What went wrong in the process that ran the filter, as one line of JSON on its standard error.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    pub kind: Kind,
    /// As jq says it; not yet fit for a terminal.
    pub message: String,
    /// Bytes into the filter.
    pub offset: Option<usize>,
}

/// What a [`Report`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Filter,
    Input,
    Run,
    /// More output than is allowed.
    Limit,
    /// More memory than is allowed.
    Memory,
}

impl Report {
    /// The fault, for the filter that was run with at most `output` bytes of results.
    #[must_use]
    pub fn fault(&self, filter: &str, output: u64) -> Fault {
        let message = shown(&self.message);
        match self.kind {
            Kind::Filter => {
                Fault::Filter { message, place: self.offset.map(|offset| Place::of(filter, offset)) }
            }
            Kind::Input => Fault::Input { message },
            Kind::Run => Fault::Run { message },
            Kind::Limit => Fault::TooMuch { limit: output },
            Kind::Memory => Fault::Memory,
        }
    }
}

/// A message from outside, made visible and cut.
#[must_use]
pub fn shown(message: &str) -> String {
    let message = visible(message.trim());
    let cut = message.char_indices().nth(LONGEST).map_or(message.len(), |(end, _)| end);
    if cut < message.len() { format!("{}…", &message[..cut]) } else { message.into_owned() }
}

/// All results of a filter as one JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// One result as it is; several, or none, as an array of them.
    pub text: Vec<u8>,
    /// How many results there were.
    pub results: usize,
}

impl Joined {
    /// Joins results that each end in a newline and hold none: jq's compact form. The bytes are reused.
    #[must_use]
    pub fn of(mut lines: Vec<u8>) -> Self {
        let results = memchr::memchr_iter(b'\n', &lines).count();
        if results != 1 {
            lines.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b',');
            lines.insert(0, b'[');
        }
        // The last separator separates nothing.
        if results > 0 {
            lines.pop();
        }
        if results != 1 {
            lines.push(b']');
        }
        Self { text: lines, results }
    }

    /// What to say beside the results, if they are not what the tree shows as they are.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        match self.results {
            0 => Some("the filter gave no result".to_owned()),
            1 => None,
            many => Some(format!("{} results, shown as one array", quantity::count(many))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn results_become_one_text() {
        let cases = [
            ("", "[]", 0),
            ("{\"a\":1}\n", "{\"a\":1}", 1),
            ("[]\n", "[]", 1),
            ("1\n\"\\n\"\n", "[1,\"\\n\"]", 2),
        ];
        for (lines, text, results) in cases {
            let joined = Joined::of(lines.as_bytes().to_vec());
            assert_eq!(joined, Joined { text: text.as_bytes().to_vec(), results }, "{lines:?}");
        }
    }

    #[test]
    fn what_is_not_shown_as_it_is_has_a_note() {
        let note = |lines: &str| Joined::of(lines.as_bytes().to_vec()).note();
        assert_eq!(note(""), Some("the filter gave no result".to_owned()));
        assert_eq!(note("1\n"), None);
        assert_eq!(note(&"1\n".repeat(1200)), Some("1,200 results, shown as one array".to_owned()));
    }

    #[test]
    fn a_place_is_a_column_of_characters() {
        let cases = [(0, 0, 1), (2, 2, 3), (4, 4, 4), (3, 2, 3), (99, 5, 5)];
        for (offset, at, column) in cases {
            assert_eq!(Place::of(".[é]", offset), Place { offset: at, column }, "{offset}");
        }
    }

    #[test]
    fn a_fault_says_what_happened_and_where() {
        let report = |kind, message: &str, offset| Report { kind, message: message.to_owned(), offset };
        let cases = [
            (report(Kind::Filter, "closing bracket expected", Some(2)), "column 3: closing bracket expected"),
            (report(Kind::Filter, "x", None), "mistake in the filter: x"),
            (
                report(Kind::Run, "cannot index 1 with \u{1b}[2J", None),
                "the filter failed on this response: cannot index 1 with \\u001b[2J",
            ),
            (
                report(Kind::Limit, "", None),
                "the filter's results are over 64.0 MB; narrow it with first, limit or select",
            ),
        ];
        for (report, sentence) in cases {
            assert_eq!(report.fault(".a[", 64_000_000).to_string(), sentence);
        }
    }

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let long = "é".repeat(301);
        assert_eq!(shown(&long), format!("{}…", "é".repeat(300)));
        assert_eq!(shown(&long[..600]), "é".repeat(300));
    }

    #[test]
    fn a_report_is_one_line_of_json() {
        let report = Report { kind: Kind::Filter, message: "a\nb".to_owned(), offset: Some(3) };
        let line = serde_json::to_string(&report).unwrap();
        assert_eq!(line, r#"{"kind":"filter","message":"a\nb","offset":3}"#);
        assert_eq!(serde_json::from_str::<Report>(&line).unwrap(), report);
    }

    proptest! {
        #[test]
        fn joined_results_are_json_with_every_result(results in prop::collection::vec("[a-z\"\\\\\n,é]{0,5}", 0..5)) {
            let lines: String =
                results.iter().map(|text| serde_json::to_string(text).unwrap() + "\n").collect();
            let joined = Joined::of(lines.into_bytes());
            let read: serde_json::Value = serde_json::from_slice(&joined.text).unwrap();
            let expected = if let [one] = &results[..] { one.clone().into() } else { results.clone().into() };
            prop_assert_eq!((read, joined.results), (expected, results.len()));
        }
    }
}
