//! One pass over a JSON text that checks it and builds the index. No recursion, no allocation per value.

use super::{NO_KEY, Node, Position, text};

/// How deep values may lie inside each other. The tree counts depth in 16 bits; Apple's own responses stay under 20.
pub const MAX_DEPTH: usize = 60_000;

/// How many values a text may have. A page of Apple's has a few thousand; each costs sixteen bytes beside its text, so
/// that `[],[],…` would take six times its own size.
pub const MAX_VALUES: usize = 32_000_000;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at {position}")]
pub struct Fault {
    /// The byte at which reading stopped.
    pub offset: usize,
    /// The same place as line and column.
    pub position: Position,
    /// What is wrong there.
    pub reason: Reason,
}

/// The ways in which a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("there is nothing to read")]
    Empty,
    #[error("the text ends in the middle of a value")]
    Unfinished,
    #[error("a value is missing")]
    ValueExpected,
    #[error("a key in double quotes is missing")]
    KeyExpected,
    #[error("a colon is missing after the key")]
    ColonExpected,
    #[error("a comma or a closing bracket is missing")]
    CommaExpected,
    #[error("a comma stands before a closing bracket")]
    TrailingComma,
    #[error("a number is malformed")]
    Number,
    #[error("an escape in a string is malformed")]
    Escape,
    #[error("a control character stands bare in a string")]
    ControlCharacter,
    #[error("the text is not UTF-8")]
    Encoding,
    #[error("something follows the end of the value")]
    Trailing,
    #[error("values lie more than {MAX_DEPTH} deep inside each other")]
    TooDeep,
    #[error("there are more than {MAX_VALUES} values")]
    TooMany,
    #[error("the text is larger than 4 GiB")]
    TooLarge,
}

/// Indexes a text; node 0 is the root.
pub(super) fn index(bytes: &[u8]) -> Result<Vec<Node>, Fault> {
    let mut parser = Parser { bytes, at: 0, nodes: Vec::new(), open: Vec::new() };
    let outcome = parser.document();
    let offset = parser.at;
    let fault = |offset, reason| Fault { offset, position: Position::of(bytes, offset), reason };
    if let Err(invalid) = std::str::from_utf8(bytes)
        && (outcome.is_ok() || invalid.valid_up_to() <= offset)
    {
        return Err(fault(invalid.valid_up_to(), Reason::Encoding));
    }
    outcome.map_err(|reason| fault(offset, reason))?;
    Ok(parser.nodes)
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
    /// The containers that are open, outermost first.
    open: Vec<u32>,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<(), Reason> {
        if u32::try_from(self.bytes.len()).is_err() {
            return Err(Reason::TooLarge);
        }
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.at = 3;
        }
        if self.peek().is_none() {
            return Err(Reason::Empty);
        }
        self.value(NO_KEY)?;
        while let Some(&container) = self.open.last() {
            self.step(container)?;
        }
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Reason::Trailing),
        }
    }

    /// Reads what comes next in the innermost open container: its end, or one more value.
    fn step(&mut self, container: u32) -> Result<(), Reason> {
        let is_object = self.bytes[self.nodes[container as usize].start as usize] == b'{';
        let close = if is_object { b'}' } else { b']' };
        let is_first = self.nodes.len() == container as usize + 1;
        match self.peek().ok_or(Reason::Unfinished)? {
            byte if byte == close => {
                self.close(container);
                return Ok(());
            }
            b',' if !is_first => {
                self.at += 1;
                if self.peek() == Some(close) {
                    return Err(Reason::TrailingComma);
                }
            }
            _ if is_first => {}
            _ => return Err(Reason::CommaExpected),
        }
        let key = if is_object { self.key()? } else { NO_KEY };
        self.value(key)
    }

    /// Reads a scalar, or opens a container.
    fn value(&mut self, key: u32) -> Result<(), Reason> {
        let byte = self.peek().ok_or(Reason::Unfinished)?;
        if self.nodes.len() >= MAX_VALUES || self.nodes.try_reserve(1).is_err() {
            return Err(Reason::TooMany);
        }
        let start = self.at;
        match byte {
            b'{' | b'[' => {
                if self.open.len() >= MAX_DEPTH {
                    return Err(Reason::TooDeep);
                }
                self.open.push(position32(self.nodes.len()));
                self.at += 1;
            }
            b'"' => self.string()?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return Err(Reason::ValueExpected),
        }
        let next = position32(self.nodes.len() + 1);
        self.nodes.push(Node { start: position32(start), end: position32(self.at), key, next });
        Ok(())
    }

    fn close(&mut self, container: u32) {
        self.at += 1;
        self.open.pop();
        let next = position32(self.nodes.len());
        let node = &mut self.nodes[container as usize];
        node.end = position32(self.at);
        node.next = next;
    }

    /// Reads a key and its colon; returns the offset of the key's opening quote.
    fn key(&mut self) -> Result<u32, Reason> {
        match self.peek() {
            Some(b'"') => {}
            Some(_) => return Err(Reason::KeyExpected),
            None => return Err(Reason::Unfinished),
        }
        let start = position32(self.at);
        self.string()?;
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(Reason::ColonExpected),
            None => return Err(Reason::Unfinished),
        }
        Ok(start)
    }

    fn string(&mut self) -> Result<(), Reason> {
        let content = self.at + 1;
        let length = text::length(&self.bytes[content..]);
        let end = (content + length).min(self.bytes.len());
        self.check_string(content, end)?;
        if self.bytes.get(end) != Some(&b'"') {
            self.at = self.bytes.len();
            return Err(Reason::Unfinished);
        }
        self.at = end + 1;
        Ok(())
    }

    fn check_string(&mut self, start: usize, end: usize) -> Result<(), Reason> {
        if let Some(bare) = self.bytes[start..end].iter().position(|byte| *byte < 0x20) {
            self.at = start + bare;
            return Err(Reason::ControlCharacter);
        }
        let mut at = start;
        while let Some(found) = memchr::memchr(b'\\', &self.bytes[at..end]) {
            at += found;
            let length = escape_length(&self.bytes[at..end]);
            if length == 0 {
                self.at = at;
                let is_cut = end == self.bytes.len();
                return Err(if is_cut { Reason::Unfinished } else { Reason::Escape });
            }
            at += length;
        }
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Reason> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        if word.starts_with(rest) {
            self.at = self.bytes.len();
            return Err(Reason::Unfinished);
        }
        Err(Reason::ValueExpected)
    }

    fn number(&mut self) -> Result<(), Reason> {
        self.skip_if(b"-");
        match self.bytes.get(self.at) {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.skip_if(b".") {
            self.digits()?;
        }
        if self.skip_if(b"eE") {
            self.skip_if(b"+-");
            self.digits()?;
        }
        // `01` and `1x` would otherwise be told as a missing comma.
        match self.bytes.get(self.at) {
            Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'+' | b'_') => Err(Reason::Number),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> Result<(), Reason> {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        match count {
            0 if self.at == self.bytes.len() => Err(Reason::Unfinished),
            0 => Err(Reason::Number),
            _ => Ok(()),
        }
    }

    fn skip_if(&mut self, any_of: &[u8]) -> bool {
        let found = self.bytes.get(self.at).is_some_and(|byte| any_of.contains(byte));
        self.at += usize::from(found);
        found
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }
}

/// The length of the escape at the start of `bytes`; 0 if it is none.
fn escape_length(bytes: &[u8]) -> usize {
    match bytes.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
        Some(b'u') if bytes.len() >= 6 && bytes[2..6].iter().all(u8::is_ascii_hexdigit) => 6,
        _ => 0,
    }
}

/// An offset or a node number as 32 bits. Both stay below the text's length, which was checked to fit.
fn position32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &[u8]) -> Fault {
        Document::parse(text.to_vec()).unwrap_err().fault
    }

    #[test]
    fn faults_say_what_and_where() {
        use Reason::*;
        let cases: [(&[u8], Reason, usize, usize); 20] = [
            (b"", Empty, 1, 1),
            (b" \n ", Empty, 2, 2),
            (b"{", Unfinished, 1, 2),
            (b"[1, 2", Unfinished, 1, 6),
            (b"{\"a\":\n  tru", Unfinished, 2, 6),
            (b"{\"a\" 1}", ColonExpected, 1, 6),
            (b"{a:1}", KeyExpected, 1, 2),
            (b"[1 2]", CommaExpected, 1, 4),
            (b"[1,]", TrailingComma, 1, 4),
            (b"{\"a\":1,}", TrailingComma, 1, 8),
            (b"[01]", Number, 1, 3),
            (b"[1.]", Number, 1, 4),
            (b"[-]", Number, 1, 3),
            (b"[\"\\x\"]", Escape, 1, 3),
            (b"[\"\\u12\"]", Escape, 1, 3),
            (b"[\"a\nb\"]", ControlCharacter, 1, 4),
            (b"[\"\xff\"]", Encoding, 1, 3),
            (b"1 2", Trailing, 1, 3),
            (b"}", ValueExpected, 1, 1),
            (b"[1}", CommaExpected, 1, 3),
        ];
        for (text, reason, line, column) in cases {
            let found = fault(text);
            let shown = String::from_utf8_lossy(text);
            assert_eq!((found.reason, found.position), (reason, Position { line, column }), "{shown:?}");
        }
    }

    #[test]
    fn a_million_brackets_are_refused_without_a_crash() {
        assert_eq!(fault(&vec![b'['; 1_000_000]).reason, Reason::TooDeep);
        let mut deep = vec![b'['; MAX_DEPTH];
        deep.extend(vec![b']'; MAX_DEPTH]);
        assert_eq!(Document::parse(deep).unwrap().len(), MAX_DEPTH);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert!(Document::parse(b"\xef\xbb\xbf{\"a\":1}".to_vec()).is_ok());
    }

    #[test]
    fn a_text_cut_anywhere_is_unfinished_or_empty() {
        let text = "{\"data\":[{\"id\":\"1\",\"n\":-1.5e3,\"t\":true}],\"s\":\"\\u00e9é\"}".as_bytes();
        for end in 0..text.len() {
            let reason = fault(&text[..end]).reason;
            assert!(
                matches!(reason, Reason::Unfinished | Reason::Empty | Reason::Encoding),
                "{end}: {reason:?}"
            );
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            ".*".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::hash_map(".{0,6}", inner, 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_indexed_value_by_value(value in json()) {
            let text = serde_json::to_vec_pretty(&value).unwrap();
            let doc = Document::parse(text).unwrap();
            prop_assert_eq!(doc.len(), count(&value));
        }

        #[test]
        fn validity_agrees_with_serde_json(text in r#"[\[\]{},:"\\u0-9a-fn.eE\-+ trulsé]{0,24}"#) {
            let ours = Document::parse(text.clone().into_bytes()).is_ok();
            let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(ours, theirs, "{:?}", text);
        }
    }

    fn count(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
            serde_json::Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
            _ => 1,
        }
    }
}
