//! What an answer means for a walk: a page that may be read, or a setback and of which kind.

use super::{Setback, offset, retry_after};
use crate::domain::{
    answer::{Extent, Head, Transport},
    error::{Report, Severity, Source},
    link,
};

/// Reads an answer to the request for a page. None means that the body may be read; whether there is a list in it is not
/// looked at.
#[must_use]
pub fn judge(head: &Head, report: Option<&Report>, target: &str, now_ms: i64) -> Option<Setback> {
    match head.status {
        429 => {
            let asked = head.header("retry-after").and_then(|value| retry_after(value, now_ms));
            Some(Setback::Limited { retry_after: asked })
        }
        // What is not built will not be built in a second.
        501 => Some(Setback::Final),
        status @ 500.. => Some(Setback::Server { status }),
        200..=299 => match head.extent {
            Extent::Whole => None,
            // The connection ended badly after the last byte.
            Extent::Cut(_) if report.is_some_and(|report| report.severity == Severity::Notice) => None,
            Extent::Cut(_) => Some(Setback::Cut),
            Extent::TooLarge(_) | Extent::Stopped => Some(Setback::Final),
        },
        400 if is_capped(report, target) => Some(Setback::Capped),
        404 if is_past_end(report, target) => Some(Setback::PastEnd),
        _ => Some(Setback::Final),
    }
}

/// The same for a request that got no answer. What was refused, could not be looked up or could not be trusted will not
/// be otherwise in a second.
#[must_use]
pub fn judge_transport(transport: &Transport) -> Setback {
    match transport {
        Transport::Closed { .. } | Transport::Unreachable { .. } | Transport::Timeout { .. } => Setback::Cut,
        _ => Setback::Final,
    }
}

/// A relationship says past its end that nothing is related (40403). Another 404 behind an offset means the same, for the
/// list was there a page before.
fn is_past_end(report: Option<&Report>, target: &str) -> bool {
    report.is_some_and(Report::ends_list) || offset::of(target).is_some_and(|offset| offset > 0)
}

/// Charts refuse an offset of 200 and more (40005, developer.apple.com/forums/thread/656390), whether or not they name
/// the parameter.
fn is_capped(report: Option<&Report>, target: &str) -> bool {
    let is_chart = link::split(target).0.ends_with("/charts");
    let says_offset = |report: &Report| {
        report.entries.iter().any(|entry| {
            let is_named = entry.source == Some(Source::Parameter("offset".to_owned()));
            let is_told =
                entry.detail.as_deref().is_some_and(|detail| detail.starts_with("offset must be less"));
            entry.code.as_deref() == Some("40005") && (is_named || (is_chart && is_told))
        })
    };
    offset::of(target).is_some_and(|offset| offset > 0) && report.is_some_and(says_offset)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::{
        answer::{Protocol, Timing},
        error::{Body, Context, read},
        json::Document,
    };

    fn head(status: u16, extent: Extent) -> Head {
        let headers = vec![("retry-after".to_owned(), "7".to_owned())];
        Head { status, headers, extent, protocol: Protocol::Http2, timing: Timing::default(), wire_bytes: 0 }
    }

    fn judged(status: u16, body: &str, target: &str) -> Option<Setback> {
        judged_as_far(head(status, Extent::Whole), body, target)
    }

    fn judged_as_far(head: Head, body: &str, target: &str) -> Option<Setback> {
        let document = Document::parse(body.as_bytes()).ok();
        let body = document.as_ref().map_or(Body::Empty, Body::Json);
        let context = Context {
            method: "GET",
            target,
            developer_token_sent: true,
            user_token_sent: false,
            origin: "https://api.music.apple.com",
            is_sandbox: false,
        };
        judge(&head, read(&head, body, context).as_ref(), target, 0)
    }

    #[test]
    fn statuses_are_told_apart() {
        let past = r#"{"errors":[{"code":"40403","status":"404","title":"No related resources"}]}"#;
        let gone = r#"{"errors":[{"code":"40400","status":"404","title":"Resource Not Found"}]}"#;
        let cap = r#"{"errors":[{"code":"40005","status":"400","detail":"offset must be less than 200"}]}"#;
        let named = r#"{"errors":[{"code":"40005","status":"400","source":{"parameter":"offset"}}]}"#;
        let limited = Setback::Limited { retry_after: Some(Duration::from_secs(7)) };
        let cases = [
            (200, "{}", "/v1/x", None),
            (429, "", "/v1/x", Some(limited)),
            (500, "{}", "/v1/x", Some(Setback::Server { status: 500 })),
            (504, "", "/v1/x", Some(Setback::Server { status: 504 })),
            (501, "", "/v1/x", Some(Setback::Final)),
            (404, past, "/v1/x", Some(Setback::PastEnd)),
            (404, gone, "/v1/x?offset=25", Some(Setback::PastEnd)),
            (404, "", "/v1/x?offset=25", Some(Setback::PastEnd)),
            (404, gone, "/v1/x", Some(Setback::Final)),
            (400, cap, "/v1/catalog/us/charts?offset=200", Some(Setback::Capped)),
            (400, named, "/v1/x?offset=75", Some(Setback::Capped)),
            (400, cap, "/v1/x?offset=200", Some(Setback::Final)),
            (400, named, "/v1/x", Some(Setback::Final)),
            (401, "", "/v1/x?offset=25", Some(Setback::Final)),
            (302, "", "/v1/x", Some(Setback::Final)),
        ];
        for (status, body, target, expected) in cases {
            assert_eq!(judged(status, body, target), expected, "{status} {body} {target}");
        }
    }

    #[test]
    fn half_a_body_is_fetched_again_and_one_that_is_too_large_is_not() {
        let cut = || head(200, Extent::Cut("the connection ended early".to_owned()));
        assert_eq!(judged_as_far(cut(), "{\"data\":[", "/v1/x"), Some(Setback::Cut));
        assert_eq!(judged_as_far(cut(), "{\"data\":[]}", "/v1/x"), None);
        assert_eq!(judge(&head(200, Extent::TooLarge(9)), None, "/v1/x", 0), Some(Setback::Final));
    }

    #[test]
    fn a_connection_that_was_cut_is_tried_again_and_one_that_is_refused_is_not() {
        let host = || "127.0.0.1:1".to_owned();
        let limit = Duration::from_secs(30);
        let cases = [
            (Transport::Closed { host: host() }, Setback::Cut),
            (Transport::Timeout { host: host(), phase: "answer", limit }, Setback::Cut),
            (Transport::Refused { host: host() }, Setback::Final),
            (Transport::Dns { host: host(), detail: String::new() }, Setback::Final),
            (Transport::Tls { host: host(), detail: String::new(), presented: None }, Setback::Final),
        ];
        for (transport, expected) in cases {
            assert_eq!(judge_transport(&transport), expected, "{transport:?}");
        }
    }
}
