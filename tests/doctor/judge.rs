//! Holds an incident against what must come out: exactly these findings, in this order, also from the report of it.

use segue::domain::doctor::{Examination, examine, incident};

use crate::case::{Case, PEM, USER};

/// What a row of a table did wrong, a line each.
#[derive(Default)]
pub(crate) struct Faults(Vec<String>);

impl Faults {
    /// `expected` has the ids in the order of their ranks, with spaces between; the first is the primary.
    pub(crate) fn judge(&mut self, name: &str, case: &Case, expected: &str) {
        let given = case.incident();
        let evidence = match incident::read(given.to_string().as_bytes()) {
            Ok(evidence) => evidence,
            Err(fault) => return self.0.push(format!("{name}: {fault}")),
        };
        let examination = examine(&evidence);
        let report = incident::write(&evidence).to_string();
        let again = examine(&incident::read(report.as_bytes()).unwrap());
        if ids(&examination) != expected {
            self.0.push(format!("{name}: wanted [{expected}], found {}", told(&examination)));
        }
        if ids(&again) != ids(&examination) {
            self.0.push(format!(
                "{name}: the report leads to {} instead of {}",
                told(&again),
                ids(&examination)
            ));
        }
        if let Some(secret) = leak(case, &format!("{report}{}", told(&examination))) {
            self.0.push(format!("{name}: {secret} is told"));
        }
    }

    pub(crate) fn assert_none(self) {
        assert!(self.0.is_empty(), "\n{}", self.0.join("\n"));
    }
}

/// The ids with spaces between, the likeliest cause first.
pub(crate) fn ids(examination: &Examination) -> String {
    let ids: Vec<&str> = examination.findings.iter().map(|finding| finding.check.id).collect();
    ids.join(" ")
}

fn told(examination: &Examination) -> String {
    let told: Vec<String> = examination
        .findings
        .iter()
        .map(|finding| format!("{} ({})", finding.check.id, finding.evidence))
        .collect();
    format!("[{}]", told.join(" · "))
}

/// Twelve characters of a signature, of the user token or of the key that stand where others may read them.
fn leak(case: &Case, told: &str) -> Option<String> {
    let jwt = case.jwt();
    let signature = jwt.rsplit('.').next().unwrap_or_default();
    let secrets =
        [signature, USER.as_str()].into_iter().chain(PEM.lines().filter(|line| !line.starts_with('-')));
    secrets
        .flat_map(|secret| secret.as_bytes().windows(12))
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .find(|part| told.contains(part.as_str()))
}
