//! Incidents that somebody typed wrong or cut: whatever can be read is examined, and its report reads back to the same findings.

use proptest::prelude::*;
use segue::domain::doctor::{examine, incident};
use serde_json::{Value, json};

use crate::{incidents, judge::ids};

/// What may stand where something else belongs.
fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..600_u16).prop_map(Value::from),
        "\\PC{0,60}".prop_map(Value::from),
        "[\\x00-\\x20\u{202e}eyJ.$%{}<>=;:/\"'-]{0,40}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({ "redacted": {} })),
        Just(json!({ "error": "-1", "exp": "soon", "origin": ["a", 7] })),
    ]
}

/// Damage: to which of the values, and of what kind.
#[derive(Debug, Clone)]
enum Harm {
    Replace(Value),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, String),
    Double,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        anything().prop_map(Harm::Replace),
        any::<prop::sample::Index>().prop_map(Harm::Cut),
        (any::<prop::sample::Index>(), "\\PC{1,4}|[\\x00-\\x20\u{202e}%]{1,2}")
            .prop_map(|(at, text)| Harm::Insert(at, text)),
        Just(Harm::Double),
    ]
}

/// Every place of a value, as JSON pointers.
fn places(value: &Value, path: &str) -> Vec<String> {
    let under = |name: &str, inner: &Value| {
        places(inner, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")))
    };
    let inner: Vec<String> = match value {
        Value::Object(map) => map.iter().flat_map(|(name, inner)| under(name, inner)).collect(),
        Value::Array(many) => {
            many.iter().enumerate().flat_map(|(at, inner)| under(&at.to_string(), inner)).collect()
        }
        _ => Vec::new(),
    };
    [vec![path.to_owned()], inner].concat()
}

fn harmed(value: &mut Value, harm: Harm) {
    let text = value.as_str().map(|text| text.chars().collect::<Vec<char>>());
    let joined = |chars: &[char]| Value::from(chars.iter().collect::<String>());
    match (harm, text) {
        (Harm::Replace(other), _) => *value = other,
        (Harm::Cut(at), Some(text)) => *value = joined(&text[..at.index(text.len() + 1)]),
        (Harm::Insert(at, new), Some(mut text)) => {
            let at = at.index(text.len() + 1);
            text.splice(at..at, new.chars());
            *value = joined(&text);
        }
        (Harm::Double, Some(text)) => *value = joined(&[text.as_slice(), &text].concat()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn damaged_incidents_are_examined(
        which in any::<prop::sample::Index>(),
        harms in prop::collection::vec((any::<prop::sample::Index>(), harm()), 1..4),
    ) {
        let all = incidents();
        let mut damaged: Value = serde_json::from_slice(&all[which.index(all.len())].1).unwrap();
        for (at, harm) in harms {
            let places = places(&damaged, "");
            harmed(damaged.pointer_mut(&places[at.index(places.len())]).unwrap(), harm);
        }
        if let Ok(evidence) = incident::read(damaged.to_string().as_bytes()) {
            let report = incident::write(&evidence);
            let again = incident::read(report.to_string().as_bytes());
            let again = again.map_err(|fault| TestCaseError::fail(format!("{fault}: {report:#}")))?;
            prop_assert_eq!(ids(&examine(&again)), ids(&examine(&evidence)), "{:#}", report);
        }
    }
}
