//! A server that echoes what it was sent must not put a token on the screen: what comes back is blotted out.

use crate::domain::{
    answer::Answer,
    json::Document,
    secret::{self, Secret},
};

/// Blots secrets out of headers and body as they came over the wire.
pub fn answer(answer: &mut Answer, secrets: &[Secret]) {
    // Names of headers come in lower case, and so would a token among them; some servers fold more than that.
    let lowered: Vec<_> =
        secrets.iter().map(|secret| Secret::new(secret.expose().to_ascii_lowercase())).collect();
    let secrets: Vec<_> = secrets.iter().chain(&lowered).collect();
    secret::scrub(&mut answer.body, &secrets);
    mend_escapes(&mut answer.body);
    for (name, value) in &mut answer.head.headers {
        blot_text(name, &secrets);
        blot_text(value, &secrets);
    }
}

fn blot_text(text: &mut String, secrets: &[&Secret]) {
    let mut bytes = std::mem::take(text).into_bytes();
    secret::scrub(&mut bytes, secrets);
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

/// A blot behind a backslash would be no escape, and good JSON would become bad: the backslash is blotted out as well.
fn mend_escapes(body: &mut [u8]) {
    let mut escapes = false;
    for at in 0..body.len() {
        match body[at] {
            b'\\' => escapes = !escapes,
            b'*' if escapes => {
                body[at - 1] = b'*';
                escapes = false;
            }
            _ => escapes = false,
        }
    }
}

/// Blots secrets out of strings that are written with escapes: as they are read, and not as they are spelled.
#[must_use]
pub fn document(document: Document, secrets: &[Secret]) -> Document {
    let mut text = Vec::new();
    let mut places = Vec::new();
    for (range, decoded) in document.escaped() {
        let start = text.len();
        text.extend_from_slice(decoded.as_bytes());
        places.push((range, start..text.len()));
        text.push(b'\n');
    }
    let mut blotted = text.clone();
    secret::scrub(&mut blotted, &secrets.iter().collect::<Vec<_>>());
    let hit: Vec<_> = places.into_iter().filter(|(_, at)| text[at.clone()] != blotted[at.clone()]).collect();
    if hit.is_empty() {
        return document;
    }
    let mut bytes = document.into_bytes();
    for (range, _) in hit {
        bytes[range].fill(b'*');
    }
    // A string's content was replaced by as many plain characters, so this is still JSON.
    Document::parse(bytes).unwrap_or_else(|malformed| Document::blank(malformed.bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Extent, Head, Protocol, Timing};

    const TOKEN: &str = "AqF+gx/YkM+SKB/U5Ifm+lgNB2/A7pnE0V+vXO6FyW1==";

    fn secrets() -> [Secret; 1] {
        [Secret::new(TOKEN.to_owned())]
    }

    fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
        let escape = |c: char| if is_escaped(c) { format!("\\u{:04X}", u32::from(c)) } else { c.to_string() };
        text.chars().map(escape).collect()
    }

    fn read(body: &str) -> Document {
        document(Document::parse(body.as_bytes().to_vec()).unwrap(), &secrets())
    }

    #[test]
    fn a_secret_in_escapes_is_blotted_out_whole() {
        let all = escaped(TOKEN, |_| true);
        let signs = escaped(TOKEN, |c| "+/=".contains(c));
        let slashes = TOKEN.replace('/', "\\/");
        for spelling in [all, signs, slashes] {
            let body = format!(r#"{{"a":"saw {spelling}","é{spelling}":1,"b":"\u00e9 stays"}}"#);
            let document = read(&body);
            let shown: Vec<_> = document.children(document.root()).collect();
            let text = format!("{:?} {:?}", document.text(shown[0]), document.key(shown[1]));
            assert!(!text.contains("gx/YkM") && !text.contains("SKB"), "{text}");
            assert_eq!(document.text(shown[2]).as_deref(), Some("é stays"));
        }
    }

    #[test]
    fn a_blot_leaves_json_that_is_json() {
        let head = Head {
            status: 200,
            headers: Vec::new(),
            extent: Extent::Whole,
            protocol: Protocol::Http1,
            timing: Timing::default(),
            wire_bytes: 0,
        };
        let part = TOKEN[..32].replace('/', "\\/");
        let body = format!(r#"{{"msg":"{part}","kept":"a\\*b\\"}}"#).into_bytes();
        let mut echoed = Answer { head, body };
        answer(&mut echoed, &secrets());
        let text = String::from_utf8_lossy(&echoed.body).into_owned();
        assert!(Document::parse(echoed.body).is_ok(), "{text}");
        assert!(text.ends_with(r#""kept":"a\\*b\\"}"#), "{text}");
    }
}
