//! Exported commands in a real shell: every argument arrives as it was meant, and nothing in it is run.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "export/checked.rs"]
mod checked;

use std::process::Command;

use segue::domain::{
    export::{Exported, Form, shell_quote},
    profile::Origin,
    request::{Method, Request, Tokens},
};

/// Tells why something is not checked; past the harness, which keeps what a good test prints.
#[expect(clippy::disallowed_methods, reason = "what is left out is told past the harness")]
fn skip(reason: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// Texts that a careless quotation breaks.
const HOSTILE: [&str; 18] = [
    "",
    " ",
    "'",
    "''\\''",
    "\"",
    "$HOME ${HOME} $(id) `id`",
    "\\",
    "\\'",
    "a\\\nb",
    "new\nline\n",
    "tab\tand\rreturn",
    "!! !x",
    "~ * ? [a-z] {a,b}",
    "-X; rm & | < > #",
    "%s %d \\033",
    "é漢👩‍👩‍👧",
    "\u{1b}[2J\u{7}\u{9b}\u{202e}\u{e0041}\u{feff}",
    "';\u{202e}'\u{1b}",
];

/// What a script's arguments were.
fn arguments(script: &str) -> Vec<String> {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script])
        .env("APPLE_MUSIC_DEVELOPER_TOKEN", "dev $x 'y")
        .env("APPLE_MUSIC_USER_TOKEN", "us\"er`");
    let output = shell.output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
}

#[test]
fn every_text_is_one_word() {
    let pairs = HOSTILE.iter().flat_map(|one| HOSTILE.map(|other| format!("{one}{other}")));
    let texts: Vec<String> = HOSTILE.map(str::to_owned).into_iter().chain(pairs).collect();
    let words: Vec<String> = texts.iter().map(|text| shell_quote(text)).collect();
    assert_eq!(arguments(&format!("printf '%s\\0' {}", words.join(" "))), texts);
}

#[test]
fn curl_gets_the_request() {
    for text in HOSTILE {
        let body = serde_json::json!({ text: text }).to_string();
        // A line of a header holds no control characters, and a target is encoded.
        let value = text.replace(char::is_control, "");
        let request = Request {
            method: Method::Post,
            target: "/v1/me/x?include[songs]=it's".to_owned(),
            tokens: Tokens { developer: true, user: true },
            headers: vec![("X-Odd".to_owned(), format!("a{value}"))],
            body: Some(body.clone()),
        };
        let command = Form::Curl.render(&Exported::of(&Origin::apple(), &request));
        let mut seen = arguments(&format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}"));
        let sent: serde_json::Value = serde_json::from_str(&seen.remove(13)).unwrap();
        assert_eq!(sent, serde_json::from_str::<serde_json::Value>(&body).unwrap());
        let expected = [
            "-sS",
            "-g",
            "-X",
            "POST",
            "-H",
            "Authorization: Bearer dev $x 'y",
            "-H",
            "Music-User-Token: us\"er`",
            "-H",
            &format!("X-Odd: a{value}"),
            "-H",
            "Content-Type:",
            "--data-raw",
        ];
        assert_eq!(seen[..13], expected);
        assert_eq!(seen[13], "https://api.music.apple.com/v1/me/x?include[songs]=it's");
    }
}
