//! Editorial notes: a text with a little markup, as runs that look like it.
//!
//! Apple's notes know `b`, `i` and `br`, and write some characters as entities. Anything else is text and stays as it came,
//! so that nothing that was written is lost, and nothing acts that was not meant to.

use super::{Look, Run};
use crate::domain::visible::visible;

/// The longest entity that is looked for behind a `&`, and the longest tag behind a `<`, in bytes.
const LONGEST: usize = 12;

/// Entities by name: those of XML, and the typographic ones that editors use.
const NAMED: [(&str, char); 20] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("times", '×'),
    ("eacute", 'é'),
];

/// Markup that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Bold(bool),
    Cursive(bool),
    Break,
}

/// The paragraphs of a note, each as runs; those without any text are left out. Takes as long as the note is.
#[must_use]
pub fn read(markup: &str) -> Vec<Vec<Run>> {
    let mut page = Page::default();
    let mut rest = markup;
    while let Some(at) = rest.find(['<', '&', '\n']) {
        page.write(&rest[..at]);
        let special = &rest[at..];
        rest = match special.as_bytes().first() {
            Some(b'\n') => page.end(&special[1..]),
            Some(b'<') => page.tag(special),
            _ => page.entity(special),
        };
    }
    page.write(rest);
    page.end("");
    page.paragraphs
}

/// What has been read so far.
#[derive(Default)]
struct Page {
    paragraphs: Vec<Vec<Run>>,
    runs: Vec<Run>,
    text: String,
    is_bold: bool,
    is_cursive: bool,
}

impl Page {
    fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends a run: what follows looks different, or begins a line.
    fn close(&mut self) {
        let look = match (self.is_bold, self.is_cursive) {
            (false, false) => Look::Plain,
            (true, false) => Look::Name,
            (false, true) => Look::Title,
            (true, true) => Look::NameTitle,
        };
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            self.runs.push(Run::new(look, visible(&text)));
        }
    }

    /// Ends a paragraph; hands on what follows.
    fn end<'a>(&mut self, rest: &'a str) -> &'a str {
        self.close();
        let runs = std::mem::take(&mut self.runs);
        if runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.paragraphs.push(runs);
        }
        rest
    }

    /// At a `<`: a tag that is known acts, anything else is text.
    fn tag<'a>(&mut self, special: &'a str) -> &'a str {
        let Some((tag, rest)) = ending(special, '>').and_then(|(inside, rest)| Some((tag_of(inside)?, rest)))
        else {
            self.write("<");
            return &special[1..];
        };
        self.close();
        match tag {
            Tag::Bold(on) => self.is_bold = on,
            Tag::Cursive(on) => self.is_cursive = on,
            Tag::Break => return self.end(rest),
        }
        rest
    }

    /// At a `&`: an entity that is known is a character, anything else is text.
    fn entity<'a>(&mut self, special: &'a str) -> &'a str {
        let found = ending(special, ';').and_then(|(name, rest)| Some((character(name)?, rest)));
        let Some((character, rest)) = found else {
            self.write("&");
            return &special[1..];
        };
        self.text.push(character);
        rest
    }
}

/// What stands between the first character and the next mark, if that is near, and what follows.
fn ending(special: &str, mark: char) -> Option<(&str, &str)> {
    let end = special.bytes().take(LONGEST).position(|byte| char::from(byte) == mark)?;
    Some((special.get(1..end)?, special.get(end + 1..)?))
}

fn tag_of(inside: &str) -> Option<Tag> {
    let (inside, is_open) = inside.strip_prefix('/').map_or((inside, true), |inside| (inside, false));
    let name = inside.trim_end_matches('/').trim();
    match () {
        () if name.eq_ignore_ascii_case("b") => Some(Tag::Bold(is_open)),
        () if name.eq_ignore_ascii_case("i") => Some(Tag::Cursive(is_open)),
        () if name.eq_ignore_ascii_case("br") => Some(Tag::Break),
        () => None,
    }
}

/// The character of an entity: by its name, or by its number in either notation.
fn character(name: &str) -> Option<char> {
    let number = |number: &str| match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    };
    match name.strip_prefix('#') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            number(digits).and_then(char::from_u32)
        }
        Some(_) => None,
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::visible::is_hostile;

    /// A note with its looks spelled out: `_cursive_`, `*bold*`, and `|` between paragraphs.
    fn spelled(markup: &str) -> String {
        let run = |run: Run| match run.look {
            Look::Name => format!("*{}*", run.text),
            Look::Title => format!("_{}_", run.text),
            Look::NameTitle => format!("*_{}_*", run.text),
            _ => run.text,
        };
        let paragraph = |runs: Vec<Run>| runs.into_iter().map(run).collect::<String>();
        read(markup).into_iter().map(paragraph).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn markup_is_rendered_and_entities_are_decoded() {
        let cases = [
            ("plain", "plain"),
            ("<i>Low Tide</i> finds <b>Mara &amp; Ida</b>", "_Low Tide_ finds *Mara & Ida*"),
            ("<b>a<i>b</i></b>c", "*a**_b_*c"),
            ("one<br>two<br/>three<BR />four\nfive", "one|two|three|four|five"),
            ("<br><br>\n\n  <br>", ""),
            ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
            ("&#8217;&#x2019;&rsquo;&hellip;", "’’’…"),
            ("&#27;[31m&#x202e;", "\\u001b[31m\\u202e"),
            ("&amp;amp;", "&amp;"),
            ("never <i>closed", "never _closed_"),
            ("closed</i> early", "closed early"),
            ("<script>x</script> <a href=\"y\">", "<script>x</script> <a href=\"y\">"),
            (
                "1 < 2 & 3 > 2; &unknown; &#xd800; &#99999999; &#+5;",
                "1 < 2 & 3 > 2; &unknown; &#xd800; &#99999999; &#+5;",
            ),
            ("<", "<"),
            ("&", "&"),
            ("<é>&é;", "<é>&é;"),
            ("", ""),
        ];
        for (markup, expected) in cases {
            assert_eq!(spelled(markup), expected, "{markup}");
        }
    }

    /// Pieces of a note, and the text that they must leave.
    fn piece() -> impl Strategy<Value = (String, String)> {
        let same = |text: &str| (text.to_owned(), text.to_owned());
        let markup =
            ["<b>", "</b>", "<i>", "</i>", "<I>", "</ b>"].map(|tag| (tag.to_owned(), String::new()));
        let known = [("&amp;", "&"), ("&#65;", "A"), ("&#x3bb;", "λ"), ("&lt;", "<")];
        let known = known.map(|(written, read)| (written.to_owned(), read.to_owned()));
        let text = ["a", "漢", " x ", "<u>", "<b class>", "< b", "&nope;", "& ", "<<", "&&"].map(same);
        prop_oneof![
            prop::sample::select(markup.to_vec()),
            prop::sample::select(known.to_vec()),
            prop::sample::select(text.to_vec())
        ]
    }

    fn written(markup: &str) -> String {
        read(markup).into_iter().flatten().map(|run| run.text).collect()
    }

    proptest! {
        #[test]
        fn no_text_is_lost(pieces in prop::collection::vec(piece(), 0..30)) {
            // A letter at both ends keeps the paragraph, and the pieces apart from what cannot be told from markup.
            let markup: String = pieces.iter().map(|(markup, _)| format!("{markup}.")).collect();
            let expected: String = pieces.iter().map(|(_, text)| format!("{text}.")).collect();
            prop_assert_eq!(written(&markup), expected);
        }

        #[test]
        fn whatever_comes_is_read_and_harmless(markup in "[<>/bi&#;x0-9a \u{1b}\u{202e}漢\n]{0,80}") {
            let text = written(&markup);
            prop_assert!(!text.contains(is_hostile), "{:?}", text);
            let is_special = markup.contains(['<', '&', '\n', '\u{1b}', '\u{202e}']) || markup.trim().is_empty();
            prop_assert!(is_special || text == markup);
        }
    }
}
