//! Any bytes as an incident: what can be read is examined without a panic, and the report of it reads back to the same
//! findings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use segue::domain::doctor::{Evidence, examine, incident};

fuzz_target!(|input: &[u8]| {
    let Ok(evidence) = incident::read(input) else { return };
    let report = incident::write(&evidence);
    let again = incident::read(report.to_string().as_bytes()).expect("a report is an incident");
    assert_eq!(ids(&again), ids(&evidence), "{report:#}");
});

fn ids(evidence: &Evidence) -> Vec<&'static str> {
    examine(evidence).findings.iter().map(|finding| finding.check.id).collect()
}
