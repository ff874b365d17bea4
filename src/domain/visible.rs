//! Text from outside, made fit for a terminal: what would act instead of being seen is written out.

use std::borrow::Cow;

/// Whether a character would act on a terminal, or reorder or hide what stands around it.
#[must_use]
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'                                // control characters, C0 and C1
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{ad}'         // zero width space, marks, soft hyphen
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'                   // embeddings, overrides, isolates
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'      // separators, byte order mark, annotations
        | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'       // joiners and fillers without a shape
        | '\u{180b}'..='\u{180f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}'
        | '\u{e0100}'..='\u{e01ef}'                                         // variation selectors that can carry text
        | '\u{e0000}'..='\u{e007f}') // tags: text that nobody sees
}

/// The text with hostile characters written as JSON would escape them: `\n`, `\u001b`, `\u202e`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most of what is shown, and soon looked through.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            c if is_hostile(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_is_written_out() {
        let cases = [
            ("Glass Harbour · é 漢 👩‍👩‍👧", "Glass Harbour · é 漢 👩‍👩‍👧"),
            ("a\u{1b}[31mb", "a\\u001b[31mb"),
            ("a\u{9b}31m", "a\\u009b31m"),
            ("x\u{202e}y", "x\\u202ey"),
            ("one\ntwo\t", "one\\ntwo\\t"),
            ("\u{e0041}", "\\udb40\\udc41"),
            ("a\u{e0100}b\u{34f}\u{3164}", "a\\udb40\\udd00b\\u034f\\u3164"),
            ("❤\u{fe0f} family 👨\u{200d}👩", "❤\u{fe0f} family 👨\u{200d}👩"),
        ];
        for (text, expected) in cases {
            assert_eq!(visible(text), expected);
        }
    }
}
