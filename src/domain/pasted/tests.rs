//! Commands and addresses, and what becomes of them.

use super::*;
use crate::domain::{
    export::{Exported, Form},
    profile::Origin,
    request::{Method, Request, Tokens},
};
use proptest::prelude::*;

const APPLE: &str = "https://api.music.apple.com";
const JWT: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGSUNUSU9OVEVBIn0.c2lnbmF0dXJl";

fn draft(method: Method, path: &str, headers: &str, body: &str) -> Draft {
    let (path, headers, body) = (path.to_owned(), headers.to_owned(), body.to_owned());
    Draft { method, path, headers, body, ..Draft::default() }
}

/// What a command becomes, where it is for Apple and both tokens are as its path needs them.
fn taken(text: &str) -> Pasted {
    read(text).unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn an_address_is_its_path() {
    let pasted = taken(" https://api.music.apple.com/v1/catalog/us/search?term=a+b&types=songs \n");
    assert_eq!(pasted.draft, draft(Method::Get, "/v1/catalog/us/search?term=a+b&types=songs", "", ""));
    assert_eq!((pasted.origin.as_str(), pasted.is_command), (APPLE, false));
    for text in ["/v1/x", "v1/x", "https://", "https://a b", "curling", "curl", "curl -v", "ftp://a/b", ""] {
        assert_eq!(read(text), None, "{text}");
    }
    let hosts = [("http://127.0.0.1:7347", "/"), ("HTTPS://Api.Music.Apple.com:443?a=1", "/?a=1")];
    for (text, path) in hosts {
        assert_eq!(taken(text).draft.path, path);
    }
    assert_eq!(taken("HTTPS://Api.Music.Apple.com:443?a=1").origin, APPLE);
}

#[test]
fn the_article_s_command_becomes_a_draft() {
    // "User Authentication for MusicKit", where placeholders stand for the tokens.
    let text = "curl -v -H 'Authorization: Bearer [developer token]' -H 'Music-User-Token: [music user token]' \
                -H 'Content-Type: application/json' -X POST https://api.music.apple.com/v1/me";
    let expected = Pasted {
        draft: draft(Method::Post, "/v1/me", "Content-Type: application/json", ""),
        origin: APPLE.to_owned(),
        url: format!("{APPLE}/v1/me"),
        is_command: true,
        developer: None,
        user: None,
        notes: Vec::new(),
    };
    assert_eq!(read(text), Some(expected));
}

#[test]
fn tokens_are_taken_out() {
    let user = "Ab1+/cd9".repeat(16);
    let text = format!(
        "curl -H \"authorization: bearer {JWT}\" -H 'media-user-token:{user}' {APPLE}/v1/me/library/songs"
    );
    let pasted = taken(&text);
    assert_eq!(pasted.developer, Some(Secret::new(JWT.to_owned())));
    assert_eq!(pasted.user, Some(Secret::new(user.clone())));
    assert_eq!(pasted.draft, draft(Method::Get, "/v1/me/library/songs", "", ""));
    let printed = format!("{pasted:?}");
    assert!(!printed.contains(&JWT[..20]) && !printed.contains(&user[..8]), "{printed}");
    let placeholders =
        ["$TOKEN", "${TOKEN}", "<token>", "YOUR_DEVELOPER_TOKEN", "eyJ...", "{{token}}", "$(cat t)", "x"];
    for token in placeholders {
        let text = format!(
            "curl -H \"Authorization: Bearer {token}\" -H \"Music-User-Token: {token}\" {APPLE}/v1/me/x"
        );
        let pasted = taken(&text);
        assert_eq!((pasted.developer, pasted.user, pasted.notes), (None, None, Vec::new()), "{token}");
        assert_eq!((pasted.draft.developer, pasted.draft.user), (None, None), "{token}");
    }
}

#[test]
fn commands_become_drafts() {
    let at = |path: &str| format!("{APPLE}{path}");
    let auth = r#"-H "Authorization: Bearer $T""#;
    let rating = r#"{"type":"rating","attributes":{"value":1}}"#;
    let me = format!("{auth} -H 'Music-User-Token: $U'");
    let put = "/v1/me/ratings/songs/1";
    let cases = [
        (format!("curl {auth} {}", at("/v1/test")), draft(Method::Get, "/v1/test", "", "")),
        (
            format!("$ curl -sSL {auth} '{}'", at("/v1/x?a=1&b=[c]")),
            draft(Method::Get, "/v1/x?a=1&b=[c]", "", ""),
        ),
        (
            format!("curl \\\r\n  -X PUT \\\r\n {me} \\\r\n --data-raw '{rating}' \\\r\n '{}'", at(put)),
            draft(Method::Put, put, "", rating),
        ),
        (
            format!("curl -sXPUT {me} -HContent-Type:application/json -d'{rating}' --url={}", at(put)),
            draft(Method::Put, put, "", rating),
        ),
        (
            format!("curl --request DELETE {me} --compressed -o /dev/null -m 5 {}", at(put)),
            draft(Method::Delete, put, "", ""),
        ),
        (
            format!(
                "curl {auth} -G -d limit=5 --data-urlencode 'term=a b' api.music.apple.com/v1/catalog/us/search"
            ),
            draft(Method::Get, "/v1/catalog/us/search?limit=5&term=a+b", "", ""),
        ),
        (
            format!("curl {me} --json '{rating}' {}", at(put)),
            draft(Method::Post, put, "Accept: application/json", rating),
        ),
        (
            format!(
                "curl {auth} -A x -e https://a.example -H 'Origin: https://b.example' -H 'Empty;' {}",
                at("/v1/x")
            ),
            draft(
                Method::Get,
                "/v1/x",
                "User-Agent: x\nReferer: https://a.example\nOrigin: https://b.example\nEmpty: ",
                "",
            ),
        ),
        (
            format!("curl {auth} $'{APPLE}/v1/catalog/jp/search?term=\\u6d77' -H 'Removed:' --"),
            draft(Method::Get, "/v1/catalog/jp/search?term=海", "", ""),
        ),
    ];
    for (text, expected) in cases {
        let pasted = taken(&text);
        assert_eq!(
            (pasted.draft.headers.as_str(), pasted.draft.path.as_str()),
            (&*expected.headers, &*expected.path)
        );
        assert_eq!((pasted.draft, pasted.notes), (expected, Vec::new()), "{text}");
        assert_eq!(pasted.origin, APPLE);
    }
}

#[test]
fn a_token_that_is_not_in_the_command_is_not_sent() {
    let pasted = taken(&format!("curl {APPLE}/v1/me/library"));
    assert_eq!((pasted.draft.developer, pasted.draft.user), (Some(false), Some(false)));
    let pasted =
        taken(&format!("curl -H 'Authorization: Bearer $A' -H 'Music-User-Token: $B' {APPLE}/v1/test"));
    assert_eq!((pasted.draft.developer, pasted.draft.user), (None, Some(true)));
}

#[test]
fn what_is_left_out_is_said() {
    let cases = [
        ("-b 'media-user-token=abc'", "The header Cookie was left out: it is secret."),
        ("-u a:b", "Name and password (-u) was left out."),
        ("-F a=b", "A form or a file was left out."),
        (
            "-d @body.json",
            "The file body.json was not read; {key:external-editor} opens the body in $EDITOR.",
        ),
        ("-H @file", "A file of headers was left out."),
        ("-H 'Host: x'", "The header Host was left out: it belongs to the connection."),
        ("-H $'X-A: b\\nc: d'", "The header X-A was left out: it holds a control character."),
        ("-I", "HEAD is not offered; the request is a GET."),
        ("-X BREW", "The method BREW is not offered."),
        ("--frobnicate", "The option --frobnicate was left out: it is not understood."),
        ("-H \"X-A: $B\"", "$B stands as it was written: no shell is run."),
        ("| jq .", "What follows the command was left out."),
        ("https://b.example", "Only the first address was taken."),
        (
            "-H 'Authorization: Basic abc'",
            "The header Authorization was left out: Apple Music takes Bearer and a developer token.",
        ),
        (
            "-H 'Authorization: Bearer 0123456789abcdef0123456789abcdef'",
            "What stands behind Bearer is no developer token; the profile's own is used.",
        ),
    ];
    for (option, note) in cases {
        assert_eq!(taken(&format!("curl {APPLE}/v1/x {option}")).notes, [note], "{option}");
    }
    let notes = taken(&format!("curl {APPLE}/v1/x -H 'X-A: {JWT}'")).notes;
    assert_eq!(notes, ["The header X-A was left out: it holds a token or a key."]);
}

#[test]
fn another_server_keeps_its_name() {
    let pasted = taken("curl http://evil.example:81/v1/x");
    assert_eq!(
        (pasted.origin.as_str(), pasted.url.as_str()),
        ("http://evil.example:81", "http://evil.example:81/v1/x")
    );
}

fn requests() -> impl Strategy<Value = Request> {
    let header = ("X-[A-Za-z]{1,8}", "[ -~é漢]{0,20}");
    let body = prop::option::of("[ -~é漢]{0,30}");
    let parts = (0..5_usize, "/v1(/[a-z0-9.]{1,6}){0,4}", "[ -~é漢]{0,20}", any::<(bool, bool)>());
    (parts, prop::collection::vec(header, 0..3), body).prop_filter_map(
        "a request that can be sent",
        |((method, path, query, (developer, user)), headers, body)| {
            let method = Method::ALL[method];
            let body = body.map(|text| serde_json::json!({ "a": text }).to_string());
            let lines: Vec<_> = headers.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let draft = Draft {
                method,
                path: if query.is_empty() { path } else { format!("{path}?{query}") },
                developer: Some(developer),
                user: Some(user),
                headers: lines.join("\n"),
                body: body.unwrap_or_default(),
            };
            draft.check(&Origin::apple().url()).ok()
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).{0,80}") {
        prop_assert!(read(&text).is_none_or(|pasted| pasted.draft.path.starts_with('/')));
        let command = format!("curl {text}");
        prop_assert!(read(&command).is_none_or(|pasted| pasted.is_command));
    }

    #[test]
    fn anything_like_a_command_is_read(text in r#"(curl| |-[XHdGsbI]|--json|--data|=|'|"|\\|\n|\$|a:|https://a/|@|\||é){0,20}"#) {
        let command = format!("curl {text}");
        prop_assert!(read(&command).is_none_or(|pasted| pasted.draft.path.starts_with('/')));
    }

    #[test]
    fn what_is_exported_as_curl_comes_back(request in requests()) {
        let exported = Exported::of(&Origin::apple(), &request);
        let pasted = taken(&Form::Curl.render(&exported));
        let again = pasted.draft.check(&Origin::apple().url()).unwrap();
        prop_assert_eq!(again.tokens, Tokens { ..request.tokens });
        prop_assert_eq!(&again.body, &request.body);
        prop_assert_eq!(&again.target, &request.target);
        // Equal names become one line when they are written down.
        prop_assert_eq!(Exported::of(&Origin::apple(), &again), exported);
        prop_assert!(pasted.notes.is_empty(), "{:?}", pasted.notes);
    }
}
