//! A command line as its words, read as a POSIX shell would, as far as that can be done without running anything.

/// The words of the first command, and what was not understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) words: Vec<String>,
    /// Variables and substitutions, which stand in the words as they were written.
    pub(super) expansions: Vec<String>,
    /// Whether the command ended before the text did: a pipe, another command.
    pub(super) goes_on: bool,
}

/// Reads the first command of a text.
pub(super) fn read(text: &str) -> Words {
    // What a terminal or a page has made of line ends.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader { rest: &text, word: None, read: Words::default() };
    reader.run();
    reader.read
}

struct Reader<'a> {
    rest: &'a str,
    /// The word that is being read; an empty one counts once a quote has opened it.
    word: Option<String>,
    read: Words,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(c) = self.next() {
            match c {
                '\n' if self.is_begun() => {
                    self.read.goes_on = !self.rest.trim().is_empty();
                    break;
                }
                '|' | ';' | '&' | '<' | '>' | '(' | ')' => {
                    self.read.goes_on = true;
                    break;
                }
                '#' if self.word.is_none() => self.skip_line(),
                c if c.is_ascii_whitespace() => self.end_word(),
                '\\' => match self.next() {
                    Some('\n') | None => {}
                    Some(escaped) => self.word().push(escaped),
                },
                '\'' => self.single(),
                '"' => self.double(),
                '$' => self.dollar(false),
                '`' => self.backquoted(),
                c => self.word().push(c),
            }
        }
        self.end_word();
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn word(&mut self) -> &mut String {
        self.word.get_or_insert_default()
    }

    fn end_word(&mut self) {
        self.read.words.extend(self.word.take());
    }

    fn is_begun(&self) -> bool {
        self.word.is_some() || !self.read.words.is_empty()
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.find('\n').map_or("", |at| &self.rest[at..]);
    }

    /// Takes everything up to a mark, which is passed over; all that is left if there is none.
    fn up_to(&mut self, mark: &str) -> String {
        let (taken, rest) = self.rest.split_once(mark).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken.to_owned()
    }

    fn single(&mut self) {
        let text = self.up_to("'");
        self.word().push_str(&text);
    }

    fn double(&mut self) {
        self.word();
        while let Some(c) = self.next() {
            match c {
                '"' => return,
                '\\' => match self.next() {
                    Some('\n') => {}
                    Some(c) if "\"\\$`".contains(c) => self.word().push(c),
                    other => {
                        self.word().push('\\');
                        self.word().extend(other);
                    }
                },
                '$' => self.dollar(true),
                '`' => self.backquoted(),
                c => self.word().push(c),
            }
        }
    }

    /// What a dollar begins: `$'…'` outside quotes, a variable, a substitution, or nothing.
    fn dollar(&mut self, is_quoted: bool) {
        if !is_quoted && self.rest.starts_with('\'') {
            self.rest = &self.rest[1..];
            return self.ansi();
        }
        if self.rest.starts_with("(printf '") {
            self.rest = &self.rest["(printf '".len()..];
            let digits = self.up_to("')");
            let text = octal_text(&digits);
            return self.word().push_str(&text);
        }
        let end = match self.rest.chars().next() {
            Some('(') => closing(self.rest, '(', ')'),
            Some('{') => closing(self.rest, '{', '}'),
            _ => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len())
            }
        };
        let (name, rest) = self.rest.split_at(end);
        let written = format!("${name}");
        self.word().push_str(&written);
        if !name.is_empty() {
            self.read.expansions.push(written);
        }
        self.rest = rest;
    }

    fn backquoted(&mut self) {
        let written = format!("`{}`", self.up_to("`"));
        self.word().push_str(&written);
        self.read.expansions.push(written);
    }

    /// `$'…'`: escapes as C has them.
    fn ansi(&mut self) {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4];
        while let Some(c) = self.next() {
            match c {
                '\'' => break,
                '\\' => self.escape(&mut bytes),
                c => bytes.extend(c.encode_utf8(&mut buffer).bytes()),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.word().push_str(&text);
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let mut buffer = [0; 4];
        let mut put = |c: char| bytes.extend(c.encode_utf8(&mut buffer).bytes());
        let before = self.rest;
        let Some(c) = self.next() else { return put('\\') };
        match c {
            'n' => put('\n'),
            't' => put('\t'),
            'r' => put('\r'),
            'a' => put('\u{7}'),
            'b' => put('\u{8}'),
            'e' | 'E' => put('\u{1b}'),
            'f' => put('\u{c}'),
            'v' => put('\u{b}'),
            'x' => {
                let value = self.digits(16, 2);
                bytes.extend(value.and_then(|value| u8::try_from(value).ok()));
            }
            'u' => self.unicode(4).into_iter().for_each(put),
            'U' => self.unicode(8).into_iter().for_each(put),
            '0'..='7' => {
                self.rest = before;
                let value = self.digits(8, 3);
                bytes.extend(value.and_then(|value| u8::try_from(value & 0xff).ok()));
            }
            c => put(c),
        }
    }

    /// A character by its number; two halves of a pair, as JavaScript writes them, are one.
    fn unicode(&mut self, most: usize) -> Option<char> {
        let value = self.digits(16, most)?;
        if let 0xd800..0xdc00 = value
            && let Some(rest) = self.rest.strip_prefix("\\u")
        {
            self.rest = rest;
            let low = self.digits(16, 4).unwrap_or(0);
            return char::from_u32(0x1_0000 + ((value - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff));
        }
        Some(char::from_u32(value).unwrap_or('\u{fffd}'))
    }

    /// The number that the next digits make, so many at most.
    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let end = self.rest.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        u32::from_str_radix(digits, radix).ok()
    }
}

/// Where a bracket that the text begins with is closed, counted in bytes; its end if it is not.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + c.len_utf8();
            }
        }
    }
    text.len()
}

/// What `printf` makes of octal digits: so Segue writes what acts on a terminal.
fn octal_text(escapes: &str) -> String {
    let byte = |digits: &str| u8::from_str_radix(digits, 8).ok();
    let bytes: Vec<_> = escapes.split('\\').filter_map(byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::export::shell_quote;
    use proptest::prelude::*;

    #[test]
    fn words_are_those_of_a_shell() {
        let cases: [(&str, &[&str]); 20] = [
            ("a  b\tc\n", &["a", "b", "c"]),
            ("'a b' \"c d\" e\\ f", &["a b", "c d", "e f"]),
            ("a'b'\"c\"d ''", &["abcd", ""]),
            ("'it'\\''s'", &["it's"]),
            (r#""a\"b\\c\d\$e""#, &[r#"a"b\c\d$e"#]),
            ("a \\\nb \\\r\nc", &["a", "b", "c"]),
            ("a \\\r\n  -H \\\r\n 'x'", &["a", "-H", "x"]),
            ("\"a\\\nb\"", &["ab"]),
            (r"$'a\n\t\'\x41\u00e9\101\\'", &["a\n\t'AéA\\"]),
            (r"$'\ud83d\ude00'", &["😀"]),
            (r"$'\xc3\xa9'", &["é"]),
            ("'$a' \\$b", &["$a", "$b"]),
            ("\"$a ${b} $(c (d)) `e`\"", &["$a ${b} $(c (d)) `e`"]),
            ("a$ \"$\"", &["a$", "$"]),
            ("a | b", &["a"]),
            ("a 2>&1", &["a", "2"]),
            ("# note\na b # c\nd", &["a", "b"]),
            ("a 'b", &["a", "b"]),
            ("a \\", &["a"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).words, expected, "{text}");
        }
    }

    #[test]
    fn what_would_have_to_be_run_is_told_and_stays_as_it_is() {
        let read = read("curl \"$A\" '$B' ${C} $(d) | jq");
        assert_eq!(read.expansions, ["$A", "${C}", "$(d)"]);
        assert!(read.goes_on);
        assert_eq!(super::read("a\n\n"), Words { words: vec!["a".to_owned()], ..Words::default() });
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(?s).{0,60}") {
            prop_assert!(read(&text).words.iter().map(String::len).sum::<usize>() <= text.len() * 3);
        }

        #[test]
        fn shell_like_texts_are_read(text in r#"[a'"\\$(){}` \n\r|;&#ux0-9]{0,40}"#) {
            prop_assert!(read(&text).words.iter().map(String::len).sum::<usize>() <= text.len() * 3);
        }

        #[test]
        fn a_quoted_word_is_itself(text in "[^\u{0}\r]{0,40}") {
            let words = read(&format!("a {} b", shell_quote(&text)));
            prop_assert_eq!(words.words, ["a", &text, "b"]);
        }
    }
}
