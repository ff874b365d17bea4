//! The exit codes, one table for all commands, and which answer leads to which.

use std::process::ExitCode;

use crate::domain::{
    answer::{Extent, Head},
    error::{Context, Report, Severity},
};

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: good.
    Good,
    /// 1: a jq filter came to nothing; standard error has the reason.
    Fault,
    /// 2: the command line, the config file, or the terminal was not usable.
    Usage,
    /// 3: the developer token is missing, cannot be made, or was refused.
    DeveloperToken,
    /// 4: the Music User Token is missing or was refused.
    UserToken,
    /// 5: the account has no subscription for it.
    Subscription,
    /// 6: the API did not do it, or the request is at fault.
    Request,
    /// 7: the network, or a port that is taken.
    Network,
    /// 8: what came does not tell whose fault it is: 429, 5xx, a 401 that may be about either token.
    NotJudged,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Fault => 1,
            Exit::Usage => 2,
            Exit::DeveloperToken => 3,
            Exit::UserToken => 4,
            Exit::Subscription => 5,
            Exit::Request => 6,
            Exit::Network => 7,
            Exit::NotJudged => 8,
        })
    }
}

impl Exit {
    /// This one, unless all is good so far: then the other.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::Good { other } else { self }
    }

    /// What an answer says to a script. A token is blamed only where the answer can be about nothing else: Apple judges
    /// the developer token first and gives no reason, so a 401 to both tokens blames neither.
    #[must_use]
    pub fn of_answer(head: &Head, report: Option<&Report>, is_json: bool, request: Context<'_>) -> Self {
        let has_code = |code: &str| {
            report
                .is_some_and(|report| report.entries.iter().any(|entry| entry.code.as_deref() == Some(code)))
        };
        match head.status {
            200..=299 => Self::of_success(head, report, is_json),
            304 => Self::Good,
            401 => Self::of_unauthorized(request),
            501 => Self::Request,
            429 | 500.. => Self::NotJudged,
            _ if has_code("40015") => Self::Subscription,
            403 if !is_json => Self::NotJudged,
            403 if has_code("40300") || is_personal(request.target) => Self::of_forbidden(request),
            _ => Self::Request,
        }
    }

    fn of_success(head: &Head, report: Option<&Report>, is_json: bool) -> Self {
        match (report, &head.extent) {
            (None, _) => Self::Good,
            (Some(report), _) if report.severity == Severity::Notice => Self::Good,
            (_, Extent::Cut(_)) => Self::Network,
            (_, Extent::TooLarge(_)) => Self::Request,
            // A web page in place of JSON is nobody's answer.
            (_, Extent::Whole) if !is_json => Self::NotJudged,
            (_, Extent::Whole | Extent::Stopped) => Self::Request,
        }
    }

    fn of_unauthorized(request: Context<'_>) -> Self {
        // Verbs that are not offered give a 401 too.
        let is_plain = request.method == "GET" && !request.user_token_sent;
        if is_plain || !request.developer_token_sent { Self::DeveloperToken } else { Self::NotJudged }
    }

    /// A playlist that takes no changes answers as a bad Music User Token does.
    fn of_forbidden(request: Context<'_>) -> Self {
        let is_ambiguous = request.user_token_sent && request.method != "GET";
        if is_ambiguous { Self::NotJudged } else { Self::UserToken }
    }
}

fn is_personal(target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    path == "/v1/me" || path.starts_with("/v1/me/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        answer::{Protocol, Timing},
        error::{Body, read},
        json::Document,
    };

    fn head(status: u16) -> Head {
        let (protocol, timing) = (Protocol::Http2, Timing::default());
        Head { status, headers: vec![], extent: Extent::Whole, protocol, timing, wire_bytes: 0 }
    }

    fn exit(method: &str, target: &str, user: bool, status: u16, body: &str) -> Exit {
        let document = Document::parse(body.as_bytes()).ok();
        let request = Context {
            method,
            target,
            developer_token_sent: true,
            user_token_sent: user,
            origin: "https://api.music.apple.com",
            is_sandbox: false,
        };
        let report = read(&head(status), document.as_ref().map_or(Body::Empty, Body::Json), request);
        Exit::of_answer(&head(status), report.as_ref(), document.is_some(), request)
    }

    #[test]
    fn a_token_is_blamed_only_where_the_answer_can_be_about_nothing_else() {
        let coded = |code: &str| format!(r#"{{"errors":[{{"code":"{code}","title":"x"}}]}}"#);
        let cases = [
            ("GET", "/v1/storefronts", false, 200, "{}", Exit::Good),
            ("POST", "/v1/me/library", true, 202, "", Exit::Good),
            ("GET", "/v1/storefronts", false, 200, r#"{"data":[],"errors":[{"title":"x"}]}"#, Exit::Request),
            ("GET", "/v1/storefronts", false, 302, "", Exit::Request),
            ("GET", "/v1/storefronts", false, 401, "", Exit::DeveloperToken),
            ("GET", "/v1/me/storefront", true, 401, "", Exit::NotJudged),
            ("DELETE", "/v1/me/library/songs/i.1", false, 401, "", Exit::NotJudged),
            ("GET", "/v1/me/storefront", false, 403, &coded("40300"), Exit::UserToken),
            ("GET", "/v1/me/storefront", true, 403, &coded("40300"), Exit::UserToken),
            ("GET", "/v1/me/storefront", true, 403, "{}", Exit::UserToken),
            ("POST", "/v1/me/library/playlists/p.1/tracks", true, 403, &coded("40300"), Exit::NotJudged),
            ("GET", "/v1/me/library/songs", true, 403, &coded("40015"), Exit::Subscription),
            ("GET", "/v1/me/library/songs", true, 403, "", Exit::NotJudged),
            ("GET", "/v1/catalog/us/songs/1", false, 403, "{}", Exit::Request),
            ("GET", "/v1/catalog/us/songs/1", false, 404, &coded("40400"), Exit::Request),
            ("GET", "/v1/catalog/us/songs/1", false, 400, &coded("40005"), Exit::Request),
            ("GET", "/v1/storefronts", false, 429, "", Exit::NotJudged),
            ("GET", "/v1/storefronts", false, 503, "", Exit::NotJudged),
            ("GET", "/v1/storefronts", false, 501, "", Exit::Request),
        ];
        for (method, target, user, status, body, expected) in cases {
            assert_eq!(
                exit(method, target, user, status, body),
                expected,
                "{method} {target} {status} {body}"
            );
        }
    }
}
