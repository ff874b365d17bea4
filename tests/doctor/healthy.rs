//! Ten thousand set-ups that nothing is wrong with: no error may be told of any.

use proptest::{prelude::*, sample::select, test_runner::Config};
use segue::domain::doctor::{Severity, examine, incident};
use serde_json::{Value, json};

use crate::case::{Case, DAY, PEM};

/// Forms of one key that every tool reads.
fn layouts() -> impl Strategy<Value = String> {
    let body: String = PEM.lines().filter(|line| !line.starts_with('-')).collect();
    let wrapped = move |width: usize, end: &str| {
        let lines: Vec<&str> =
            body.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN PRIVATE KEY-----{end}{}{end}-----END PRIVATE KEY-----", lines.join(end))
    };
    let base64 = |text: &str| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, text);
    let framed = (16..=200_usize, select(vec!["\n", "\r\n"]), select(vec!["", "\n", "\n\n", "\r\n"]));
    (framed, any::<bool>(), any::<bool>()).prop_map(move |((width, end, tail), mark, once_more)| {
        let text = format!("{}{}{tail}", if mark { "\u{feff}" } else { "" }, wrapped(width, end));
        if once_more { base64(&text) } else { text }
    })
}

/// What is known of a request with these tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sent {
    Nothing,
    Unanswered,
    Catalog,
    Personal,
}

/// Who may use the token, and who does.
const ORIGIN: &str = "https://music.example:8443";

prop_compose! {
    fn set_ups()(
        life in 60..=180 * DAY,
        issued in -20..=0_i64,
        skew in -60..=60_i64,
        key in layouts(),
        sent in select(vec![Sent::Nothing, Sent::Unanswered, Sent::Catalog, Sent::Personal]),
        (typ, bound, configured, probed) in any::<(bool, bool, bool, bool)>(),
        user in prop::option::of("[A-Za-z0-9+/]{32,400}={0,2}"),
    ) -> (Case, Option<String>) {
        let mut case = Case::new().iat(issued).exp(issued + life).key(key);
        if !typ {
            case = case.header("typ", Value::Null);
        }
        if !configured {
            case = case.set("key_id", Value::Null).set("team_id", Value::Null).set("key_filename", Value::Null);
        }
        if bound {
            case = case.claim("origin", json!(["https://other.example", ORIGIN])).sent("Origin", ORIGIN);
        }
        // A personal request carries a user token, or it was not a healthy one.
        let sent = if sent == Sent::Personal && user.is_none() { Sent::Catalog } else { sent };
        case = match sent {
            Sent::Nothing => case.idle(),
            Sent::Unanswered => case.set("response", Value::Null),
            Sent::Catalog => case.accepted().skew(skew),
            Sent::Personal => case.get("/v1/me/storefront").accepted().skew(skew),
        };
        if probed && sent != Sent::Nothing && !bound {
            case = case.developer_probed(200);
        }
        (case, user)
    }
}

/// The incident with this user token.
fn with_user(case: &Case, user: Option<&str>) -> Value {
    let mut incident = case.incident();
    incident["music_user_token"] = json!(user);
    if let (Some(user), Some(headers)) = (user, incident.pointer_mut("/request/headers")) {
        headers["Music-User-Token"] = json!(user);
    }
    incident
}

#[test]
fn nothing_is_wrong_with_a_healthy_set_up() {
    let mut runner = proptest::test_runner::TestRunner::new(Config {
        cases: 10_000,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&set_ups(), |(case, user)| {
        let incident = with_user(&case, user.as_deref());
        let examination = examine(&incident::read(incident.to_string().as_bytes()).unwrap());
        for finding in &examination.findings {
            let is_a_date_or_suspicion = matches!(finding.check.id, "DT051" | "MUT007");
            prop_assert!(finding.check.severity == Severity::Warn, "{finding:?} of {incident}");
            prop_assert!(is_a_date_or_suspicion, "{finding:?} of {incident}");
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
