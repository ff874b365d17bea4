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

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

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

/// `segue doctor` with these arguments, and this on standard input.
fn segue(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_segue"))
        .arg("doctor")
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_command_tells_the_findings_as_json_primary_first() {
    for (name, bytes) in incidents() {
        let known: Value = serde_json::from_slice(&bytes).unwrap();
        let output = segue(&["--incident", "-", "--format", "json"], &bytes);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["primary"], known["expected_primary"], "{name}");
        let findings = told["findings"].as_array().unwrap();
        assert_eq!(findings.first().map_or(&Value::Null, |first| &first["id"]), &told["primary"], "{name}");
        for finding in findings {
            let names: Vec<&String> = finding.as_object().unwrap().keys().collect();
            assert_eq!(names, ["id", "severity", "message", "evidence", "fix"], "{name}");
        }
    }
}

#[test]
fn the_exit_code_says_whose_fault_it_is() {
    for (name, code) in [
        ("001-ok-catalog", 0),
        ("058-exp-soon", 0),
        ("052-expired", 3),
        ("066-key-on-one-line", 3),
        ("104-mut-refused", 4),
        ("106-mut-wrong-header", 6),
        ("087-storefront-uk", 6),
        ("118-tls-intercepted", 7),
        ("125-gateway-504-html", 8),
    ] {
        let (_, bytes) = incidents().into_iter().find(|(known, _)| known == name).unwrap();
        assert_eq!(segue(&["--incident", "-"], &bytes).status.code(), Some(code), "{name}");
    }
    assert_eq!(segue(&["--incident", "-"], b"{\"now\": \"noon\"}").status.code(), Some(2));
    assert_eq!(segue(&["--incident", "/nonexistent"], b"").status.code(), Some(2));
}

#[test]
fn a_report_reads_back_and_a_healthy_sandbox_gets_a_clean_bill() {
    let (_, bytes) = incidents().into_iter().find(|(name, _)| name == "096-mut-percent-encoded").unwrap();
    let report = segue(&["--incident", "-", "--report"], &bytes);
    let again = segue(&["--incident", "-"], &report.stdout);
    assert!(String::from_utf8_lossy(&again.stdout).contains("MUT004"));
    let short = segue(&["--sandbox", "--offline", "--min-validity", "14d"], b"");
    assert_eq!(short.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&short.stdout).contains("does not last another 14d"), "{short:?}");
    let skewed = segue(&["--scenario", "clock-skewed"], b"");
    let told = String::from_utf8_lossy(&skewed.stdout).into_owned();
    assert!(
        told.contains("This machine's clock is wrong.") && told.contains("the Music User Token is good"),
        "{told}"
    );
    let healthy = segue(&["--sandbox", "/v1/me/library/songs"], b"");
    let told = String::from_utf8_lossy(&healthy.stdout).into_owned();
    assert_eq!(healthy.status.code(), Some(0), "{told}");
    assert!(told.contains("Both tokens are good. The developer token lasts another"), "{told}");
}
