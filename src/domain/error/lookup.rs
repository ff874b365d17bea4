//! Finds the row of the tables that reads a case, and fills its sentences in.

use super::case::Case;
use super::rule::Rule;
use super::{Severity, bare, code, status, transport};

/// A rule applied to a case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) gist: String,
    pub(super) meaning: String,
    pub(super) advice: Vec<String>,
    pub(super) severity: Severity,
}

/// All rows, in the order in which rows of the same key are tried.
const TABLES: [&[Rule]; 4] = [code::RULES, bare::RULES, status::RULES, transport::RULES];

/// Whether any row is about this key.
pub(super) fn is_known(key: &str) -> bool {
    TABLES.into_iter().flatten().any(|rule| rule.key == key)
}

/// The reading of the first row that applies; the first key is tried first.
pub(super) fn find(keys: &[String], case: &Case<'_>) -> Reading {
    let rows = |key| TABLES.into_iter().flatten().filter(move |rule: &&Rule| rule.key == key);
    keys.iter().find_map(|key| rows(key).find_map(|rule| apply(rule, case))).unwrap_or_else(unread)
}

/// For a status that is in no class at all; the entry still shows all that was said.
fn unread() -> Reading {
    Reading {
        gist: "an answer that Segue cannot explain".to_owned(),
        meaning: "Nothing is known about this answer; what was said is shown as it is.".to_owned(),
        advice: Vec::new(),
        severity: Severity::Failure,
    }
}

fn apply(rule: &Rule, case: &Case<'_>) -> Option<Reading> {
    if !(rule.when)(case) {
        return None;
    }
    let filled = |sentences: &[&str]| -> Vec<String> {
        sentences.iter().filter_map(|sentence| fill(sentence, case)).collect()
    };
    Some(Reading {
        gist: fill(rule.gist, case)?,
        meaning: filled(rule.meaning).join(" "),
        advice: filled(rule.advice),
        severity: rule.severity,
    })
}

/// The sentence with its names replaced; none if one of them has no value.
fn fill(sentence: &str, case: &Case<'_>) -> Option<String> {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, from)) = rest.split_once('{') {
        let (name, after) = from.split_once('}')?;
        filled.push_str(before);
        // A key is named where there are keys.
        let is_key = name.starts_with("key:");
        filled.push_str(&if is_key { format!("{{{name}}}") } else { case.fill(name)? });
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::super::case::tests::case;
    use super::*;

    #[test]
    fn a_sentence_without_its_evidence_is_left_out() {
        let case = case("GET", "/v1/catalog/us/charts?limit=15", "");
        assert_eq!(fill("no name", &case).as_deref(), Some("no name"));
        assert_eq!(fill("{method} in {storefront}.", &case).as_deref(), Some("GET in us."));
        assert_eq!(fill("{write} again", &case), None);
        let key = "{method} with {key:send-again}.";
        assert_eq!(fill(key, &case).as_deref(), Some("GET with {key:send-again}."));
    }

    #[test]
    fn every_name_in_the_tables_is_one_that_a_case_can_fill() {
        for rule in TABLES.into_iter().flatten() {
            for sentence in rule.meaning.iter().chain(rule.advice).chain([&rule.gist]) {
                let names = sentence.split('{').skip(1).filter_map(|part| part.split('}').next());
                for name in names.filter(|name| !name.starts_with("key:")) {
                    assert!(super::super::case::NAMES.contains(&name), "{name} in {sentence}");
                }
            }
        }
    }

    #[test]
    fn the_texts_keep_the_house_rules() {
        for rule in TABLES.into_iter().flatten() {
            assert!(!rule.meaning.is_empty(), "{} has no meaning", rule.key);
            assert!(!rule.gist.ends_with('.'), "{}", rule.gist);
            for sentence in rule.meaning.iter().chain(rule.advice) {
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(!sentence.contains('!') && !sentence.contains("Oops"), "{sentence}");
            }
        }
    }

    #[test]
    fn a_key_whose_rows_do_not_apply_gives_way_to_the_next() {
        let keys = ["no such code".to_owned(), "4xx".to_owned()];
        assert_eq!(find(&keys, &case("GET", "/v1/x", "")).severity, Severity::Failure);
        assert_eq!(find(&[], &case("GET", "/v1/x", "")), unread());
    }
}
