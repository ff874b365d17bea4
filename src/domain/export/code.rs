//! A request as code: short, with the library that most would take, and with the status and the body printed.

use super::Exported;
use crate::domain::{request::Method, visible::is_hostile};

/// For Python 3 with `requests`.
pub(super) fn python(exported: &Exported) -> String {
    let method = exported.method.as_str().to_ascii_lowercase();
    let mut lines =
        vec![format!("response = requests.{method}("), format!("    {},", python_text(&exported.url))];
    lines.push("    headers={".to_owned());
    for (name, before, variable) in exported.secrets() {
        let before = concatenated(before);
        lines.push(format!("        \"{name}\": {before}os.environ[\"{variable}\"],"));
    }
    for (name, value) in &exported.headers {
        // Else it would be encoded as Latin-1, which has no form for most of it.
        let encoded = if value.is_ascii() { "" } else { ".encode()" };
        lines.push(format!("        \"{name}\": {}{encoded},", python_text(value)));
    }
    lines.push("    },".to_owned());
    lines.extend(exported.body.iter().map(|body| format!("    data={}.encode(),", python_text(body))));
    lines.push("    timeout=30,\n)".to_owned());
    format!(
        "import os\n\nimport requests\n\n{}\nprint(response.status_code)\nprint(response.text)\n",
        lines.join("\n")
    )
}

/// For Node.js 18 and above, as a module.
pub(super) fn javascript(exported: &Exported) -> String {
    let mut lines = vec![format!("const response = await fetch({}, {{", braced_text(&exported.url))];
    if exported.method != Method::Get {
        lines.push(format!("  method: \"{}\",", exported.method.as_str()));
    }
    lines.push("  headers: {".to_owned());
    for (name, before, variable) in exported.secrets() {
        let before = concatenated(before);
        lines.push(format!("    \"{name}\": {before}process.env.{variable},"));
    }
    lines.extend(
        exported.headers.iter().map(|(name, value)| format!("    \"{name}\": {},", braced_text(value))),
    );
    lines.push("  },".to_owned());
    lines.extend(exported.body.iter().map(|body| format!("  body: {},", braced_text(body))));
    lines.push("});".to_owned());
    format!("{}\nconsole.log(response.status);\nconsole.log(await response.text());\n", lines.join("\n"))
}

/// For Swift 5.7 and above, at the top level.
pub(super) fn swift(exported: &Exported) -> String {
    // Older versions of Foundation find no URL where brackets stand for themselves.
    let url = exported.url.replace('[', "%5B").replace(']', "%5D");
    let mut lines = vec![format!("var request = URLRequest(url: URL(string: {})!)", braced_text(&url))];
    if exported.method != Method::Get {
        lines.push(format!("request.httpMethod = \"{}\"", exported.method.as_str()));
    }
    let set = |value: &str, name: &str| format!("request.setValue({value}, forHTTPHeaderField: \"{name}\")");
    for (name, before, variable) in exported.secrets() {
        let before = concatenated(before);
        lines.push(set(&format!("{before}environment[\"{variable}\"]!"), name));
    }
    lines.extend(exported.headers.iter().map(|(name, value)| set(&braced_text(value), name)));
    lines.extend(
        exported.body.iter().map(|body| format!("request.httpBody = Data({}.utf8)", braced_text(body))),
    );
    let environment = if exported.secrets().next().is_some() {
        "let environment = ProcessInfo.processInfo.environment\n"
    } else {
        ""
    };
    format!(
        "import Foundation\n\n{environment}{}\n\nlet (data, response) = try await URLSession.shared.data(for: request)\n\
         print((response as! HTTPURLResponse).statusCode)\nprint(String(decoding: data, as: UTF8.self))\n",
        lines.join("\n")
    )
}

/// For Rust with `reqwest` and `tokio`.
pub(super) fn rust(exported: &Exported) -> String {
    let method = exported.method.as_str().to_ascii_lowercase();
    let mut calls = vec![format!(".{method}({})", braced_text(&exported.url))];
    for (name, before, variable) in exported.secrets() {
        let token = format!("std::env::var(\"{variable}\")?");
        calls.push(if before.is_empty() {
            format!(".header(\"{name}\", {token})")
        } else {
            format!(".bearer_auth({token})")
        });
    }
    calls.extend(
        exported.headers.iter().map(|(name, value)| format!(".header(\"{name}\", {})", braced_text(value))),
    );
    calls.extend(exported.body.iter().map(|body| format!(".body({})", braced_text(body))));
    calls.extend([".send()", ".await?;"].map(str::to_owned));
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let response = reqwest::Client::new()\n        {}\n    println!(\"{{}}\", response.status());\n    \
         println!(\"{{}}\", response.text().await?);\n    Ok(())\n}}\n",
        calls.join("\n        ")
    )
}

/// What stands before a token, as the first part of a sum; nothing if nothing does.
fn concatenated(before: &str) -> String {
    if before.is_empty() { String::new() } else { format!("\"{before}\" + ") }
}

/// A text in JavaScript, Swift and Rust, which all write a character as `\u{…}`.
fn braced_text(text: &str) -> String {
    literal(text, |c| format!("\\u{{{:x}}}", u32::from(c)))
}

fn python_text(text: &str) -> String {
    literal(text, |c| match u32::from(c) {
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    })
}

/// A text in double quotes. In none of the four languages a dollar or a brace in such a text means more than itself; Swift's
/// `\(` is undone with the backslash.
pub(super) fn literal(text: &str, numbered: impl Fn(char) -> String) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if is_hostile(c) => literal.push_str(&numbered(c)),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hostile, request};
    use super::*;
    use crate::domain::profile::Origin;

    const PYTHON: &str = r#"import os

import requests

response = requests.get(
    "https://api.music.apple.com/v1/me/x",
    headers={
        "Authorization": "Bearer " + os.environ["APPLE_MUSIC_DEVELOPER_TOKEN"],
        "Music-User-Token": os.environ["APPLE_MUSIC_USER_TOKEN"],
    },
    timeout=30,
)
print(response.status_code)
print(response.text)
"#;

    const JAVASCRIPT: &str = r#"const response = await fetch("https://api.music.apple.com/v1/me/x", {
  headers: {
    "Authorization": "Bearer " + process.env.APPLE_MUSIC_DEVELOPER_TOKEN,
    "Music-User-Token": process.env.APPLE_MUSIC_USER_TOKEN,
  },
});
console.log(response.status);
console.log(await response.text());
"#;

    const SWIFT: &str = r#"import Foundation

let environment = ProcessInfo.processInfo.environment
var request = URLRequest(url: URL(string: "https://api.music.apple.com/v1/me/x")!)
request.setValue("Bearer " + environment["APPLE_MUSIC_DEVELOPER_TOKEN"]!, forHTTPHeaderField: "Authorization")
request.setValue(environment["APPLE_MUSIC_USER_TOKEN"]!, forHTTPHeaderField: "Music-User-Token")

let (data, response) = try await URLSession.shared.data(for: request)
print((response as! HTTPURLResponse).statusCode)
print(String(decoding: data, as: UTF8.self))
"#;

    const RUST: &str = r#"#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let response = reqwest::Client::new()
        .get("https://api.music.apple.com/v1/me/x")
        .bearer_auth(std::env::var("APPLE_MUSIC_DEVELOPER_TOKEN")?)
        .header("Music-User-Token", std::env::var("APPLE_MUSIC_USER_TOKEN")?)
        .send()
        .await?;
    println!("{}", response.status());
    println!("{}", response.text().await?);
    Ok(())
}
"#;

    #[test]
    fn texts_of_each_language() {
        let cases = [
            ("", r#""""#, r#""""#),
            (
                "it's \"$x\" \\(y) {z} `w` é",
                r#""it's \"$x\" \\(y) {z} `w` é""#,
                r#""it's \"$x\" \\(y) {z} `w` é""#,
            ),
            ("a\n\t\rb", r#""a\n\t\rb""#, r#""a\n\t\rb""#),
            (
                "\0\u{1b}\u{202e}\u{e0041}",
                r#""\u{0}\u{1b}\u{202e}\u{e0041}""#,
                r#""\u0000\u001b\u202e\U000e0041""#,
            ),
        ];
        for (text, braced, python) in cases {
            assert_eq!(braced_text(text), braced, "{text:?}");
            assert_eq!(python_text(text), python, "{text:?}");
        }
    }

    #[test]
    fn a_get_as_code() {
        let exported = Exported::of(&Origin::apple(), &request(Method::Get, "/v1/me/x"));
        let cases = [
            (python(&exported), PYTHON),
            (javascript(&exported), JAVASCRIPT),
            (swift(&exported), SWIFT),
            (rust(&exported), RUST),
        ];
        for (text, expected) in cases {
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn brackets_are_encoded_for_swift() {
        let target = "/v1/me/x?include[songs]=albums";
        let text = swift(&Exported::of(&Origin::apple(), &request(Method::Get, target)));
        assert!(text.contains("x?include%5Bsongs%5D=albums\""), "{text}");
    }

    #[test]
    fn a_write_as_code_has_method_headers_and_body() {
        let exported = hostile();
        let body = r#""{\n\t\"a\": \"it's \\\"$x\\\" é \\u009b\\udb40\\udc41\"}""#;
        let header = r#""\"$HOME\" `id` \\ é "#;
        let cases = [
            (python(&exported), "requests.post(", format!("data={body}.encode(),"), "\\u202e\".encode(),"),
            (javascript(&exported), "method: \"POST\",", format!("body: {body},"), "\\u{202e}\","),
            (swift(&exported), "httpMethod = \"POST\"", format!("Data({body}.utf8)"), "\\u{202e}\", forHTTP"),
            (rust(&exported), ".post(", format!(".body({body})"), "\\u{202e}\")"),
        ];
        for (text, method, body, end) in cases {
            assert!(text.contains(method) && text.contains(&body), "{text}");
            assert!(text.contains(&format!("{header}{end}")), "{text}");
        }
    }
}
