//! A request as a curl command, for any POSIX shell.

use std::borrow::Cow;

use super::Exported;
use crate::domain::{request::Method, visible::is_hostile};

/// One word of a shell, whatever the text holds: nothing in it is expanded.
///
/// What would act on a terminal when the command is pasted is written as octal digits. A NUL cannot be in a word, and is
/// lost.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str(r"'\''"),
            '\n' | '\t' => quoted.push(c),
            c if is_hostile(c) => quoted.push_str(&format!("'\"$(printf '{}')\"'", octal(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

fn octal(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\{byte:03o}")).collect()
}

/// The command, on one line but for newlines in the body.
pub(super) fn curl(exported: &Exported) -> String {
    let mut words: Vec<Cow<'static, str>> = vec!["curl -sS".into()];
    // Else curl reads include[albums] as a range.
    if exported.url.contains(['[', ']', '{', '}']) {
        words.push("-g".into());
    }
    if exported.method != Method::Get {
        words.push(format!("-X {}", exported.method.as_str()).into());
    }
    words.extend(
        exported
            .secrets()
            .map(|(name, before, variable)| Cow::from(format!("-H \"{name}: {before}${variable}\""))),
    );
    words.extend(exported.headers.iter().map(|(name, value)| Cow::from(header(name, value))));
    if let Some(body) = &exported.body {
        // Else curl calls the body a form.
        if !exported.has_header("content-type") {
            words.push("-H 'Content-Type:'".into());
        }
        words.push(format!("--data-raw {}", quote(body)).into());
    }
    words.push(quote(&exported.url).into());
    words.join(" ") + "\n"
}

/// curl leaves out a header that ends in a colon, and sends an empty one that ends in a semicolon.
fn header(name: &str, value: &str) -> String {
    let line = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
    format!("-H {}", quote(&line))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hostile, request};
    use super::*;
    use crate::domain::profile::Origin;

    #[test]
    fn a_get_is_short() {
        let exported =
            Exported::of(&Origin::apple(), &request(Method::Get, "/v1/me/x?include[songs]=albums"));
        let expected = "curl -sS -g -H \"Authorization: Bearer $APPLE_MUSIC_DEVELOPER_TOKEN\" \
                        -H \"Music-User-Token: $APPLE_MUSIC_USER_TOKEN\" \
                        'https://api.music.apple.com/v1/me/x?include[songs]=albums'\n";
        assert_eq!(curl(&exported), expected);
    }

    #[test]
    fn a_write_has_its_method_and_body() {
        let mut exported = hostile();
        exported.headers.push(("X-Empty".to_owned(), String::new()));
        exported.tokens.user = false;
        let expected = "curl -sS -X POST -H \"Authorization: Bearer $APPLE_MUSIC_DEVELOPER_TOKEN\" \
                        -H 'X-Odd: \"$HOME\" `id` \\ é '\"$(printf '\\342\\200\\256')\"'' -H 'X-Empty;' \
                        -H 'Content-Type:' --data-raw '{\n\t\"a\": \"it'\\''s \\\"$x\\\" é \\u009b\\udb40\\udc41\"}' \
                        'https://api.music.apple.com/v1/me/library?a=it'\\''s'\n";
        assert_eq!(curl(&exported), expected);
    }

    #[test]
    fn words_of_a_shell() {
        let cases = [
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$x `y` \\ \" !", "'$x `y` \\ \" !'"),
            ("a\u{1b}b", r#"'a'"$(printf '\033')"'b'"#),
        ];
        for (text, expected) in cases {
            assert_eq!(quote(text), expected, "{text:?}");
        }
    }
}
