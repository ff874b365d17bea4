//! The doctor against incidents whose cause is known, as given and as they come back from a report.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

#[path = "doctor/case.rs"]
mod case;
#[path = "doctor/damage.rs"]
mod damage;
#[path = "doctor/each.rs"]
mod each;
#[path = "doctor/healthy.rs"]
mod healthy;
#[path = "doctor/judge.rs"]
mod judge;
#[path = "doctor/unseen.rs"]
mod unseen;

use std::{fs, path::Path};

use segue::domain::doctor::{Examination, examine, incident};
use serde_json::Value;

/// Every incident by its file's name, in order.
fn incidents() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/incidents");
    let mut incidents: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    incidents.sort();
    incidents
}

fn ids(examination: &Examination) -> Vec<&'static str> {
    let mut ids: Vec<&str> = examination.findings.iter().map(|finding| finding.check.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn every_incident_comes_out_as_it_is_known() {
    let mut faults = Vec::new();
    let incidents = incidents();
    assert_eq!(incidents.len(), 75);
    for (name, bytes) in incidents {
        let expected: Value = serde_json::from_slice(&bytes).unwrap();
        let examination = examine(&incident::read(&bytes).unwrap());
        let found = (ids(&examination), examination.primary().map(|finding| finding.check.id));
        let mut wanted: Vec<&str> =
            expected["expected"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        wanted.sort_unstable();
        if found != (wanted.clone(), expected["expected_primary"].as_str()) {
            faults.push(format!("{name}: found {found:?}, known {wanted:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_report_leads_to_the_same_findings_and_tells_no_secret() {
    for (name, bytes) in incidents() {
        let evidence = incident::read(&bytes).unwrap();
        let report = incident::write(&evidence).to_string();
        let again = incident::read(report.as_bytes()).unwrap();
        assert_eq!(ids(&examine(&again)), ids(&examine(&evidence)), "{name}: {report}");
        let given: Value = serde_json::from_slice(&bytes).unwrap();
        for secret in ["developer_token", "music_user_token", "key_pem_base64"] {
            let Some(secret) = given[secret].as_str().filter(|text| text.len() > 40) else { continue };
            for part in secret.as_bytes().windows(12).skip(40) {
                let part = String::from_utf8_lossy(part);
                assert!(!report.contains(&*part), "{name}: {part} is in {report}");
            }
        }
    }
}
