//! The grammar as a machine that takes a text piece by piece and builds the index. No recursion, no look back: it can stop
//! at any byte and go on when more arrives.

use std::{collections::HashMap, sync::Arc};

use super::{
    ANCHOR, Kind, MARK, MAX_DEPTH, MAX_VALUES, Reason,
    chunks::Growing,
    listing::{LONGEST_NAME, Listing, Name, Pair},
    node::Node,
    scan::{self, Escapes, Inside, Number, Scanned},
};

/// The index while it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub nodes: Growing<Node, 16>,
    /// For every [`ANCHOR`]th node, the container that is open where it begins.
    pub anchors: Vec<u32>,
    /// Containers that reach over an anchor, in their order.
    pub spans: Vec<Span>,
    /// For containers of many, every [`MARK`]th value directly inside.
    pub marks: Arc<HashMap<u32, Vec<u32>>>,
    /// Keys and strings that are written with escapes.
    pub escaped: Vec<Escape>,
    pub lists: Listing,
}

/// A container that reaches over an anchor, and the one around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub node: u32,
    pub around: u32,
}

/// A key or string that is written with escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Escape {
    /// The value, or the member whose key it is.
    pub node: u32,
    /// Offset of its inside.
    pub start: u32,
    /// A character is written by its number.
    pub is_numbered: bool,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The value of the whole text, or of a member.
    Value,
    /// Behind `[`.
    FirstItem,
    /// Behind a comma in an array.
    Item,
    /// Behind `{`.
    FirstKey,
    /// Behind a comma in an object.
    Key,
    Colon,
    /// Behind a value.
    CommaOrEnd,
    /// Behind everything.
    Nothing,
}

/// A token that has begun.
#[derive(Debug, Clone, Copy)]
enum Token {
    Text {
        inside: Inside,
        escapes: Escapes,
    },
    Number(Number),
    /// A word, and how much of it has been read.
    Word(&'static [u8], usize),
}

/// A container that is open.
#[derive(Debug, Clone, Copy)]
struct Container {
    /// Which node it is, and what it has of a list.
    lists: Pair,
    is_object: bool,
    /// How many values are directly inside.
    count: u32,
}

impl Container {
    const fn node(&self) -> u32 {
        self.lists.owner
    }
}

/// The machine.
#[derive(Debug)]
pub(super) struct Parser {
    pub index: Index,
    /// Bytes taken before the piece at hand.
    base: usize,
    expect: Expect,
    token: Option<Token>,
    /// Where the token began.
    start: usize,
    /// Where the key that waits for its value began.
    key: Option<usize>,
    /// What that key says.
    name: Name,
    /// The beginning of a key whose end has not come, or that is written with escapes, as far as it could be a name.
    spelled: Vec<u8>,
    open: Vec<Container>,
    /// How many of them have been written down as spans; what is opened later lies inside them.
    spanned: usize,
    /// The first fault.
    pub found: Option<Found>,
}

/// A place in the whole text, and what is wrong there.
pub(super) type Found = (usize, Reason);

/// Reading ended at a fault; the machine holds it. Small, for it stands in the way of every token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop;

impl Default for Parser {
    fn default() -> Self {
        Self {
            index: Index::default(),
            base: 0,
            expect: Expect::Value,
            token: None,
            start: 0,
            key: None,
            name: Name::Other,
            spelled: Vec::new(),
            open: Vec::new(),
            spanned: 0,
            found: None,
        }
    }
}

impl Parser {
    /// Passes over bytes that are not part of the grammar: a byte order mark.
    pub(super) const fn skip(&mut self, count: usize) {
        self.base += count;
    }

    /// Takes the next piece, which ends at the end of a character.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), Stop> {
        let mut at = 0;
        if let Some(token) = self.token.take() {
            at = self.go_on(piece, 0, token)?;
        }
        while let Some(byte) = piece.get(at) {
            at = match byte {
                b' ' | b'\n' | b'\r' | b'\t' => at + 1,
                _ => self.step(piece, at, *byte)?,
            };
        }
        self.base += piece.len();
        Ok(())
    }

    /// Ends the text.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        if let Some(Token::Number(number)) = self.token
            && number.is_whole()
            && self.open.is_empty()
        {
            self.token = None;
            self.close_scalar(Kind::Number, self.base)?;
        }
        match self.expect {
            Expect::Nothing => Ok(()),
            Expect::Value if self.token.is_none() && self.index.nodes.len() == 0 => {
                Err(self.stop(self.base, Reason::Empty))
            }
            _ => Err(self.stop(self.base, Reason::Unfinished)),
        }
    }

    /// Takes what begins at a byte that is no white space; returns the place behind it.
    #[inline]
    fn step(&mut self, piece: &[u8], at: usize, byte: u8) -> Result<usize, Stop> {
        match (self.expect, byte) {
            (Expect::CommaOrEnd, b',') => {
                let is_object = self.open.last().is_some_and(|open| open.is_object);
                self.expect = if is_object { Expect::Key } else { Expect::Item };
                Ok(at + 1)
            }
            (Expect::FirstKey | Expect::Key, b'"') => self.member(piece, at),
            (Expect::Colon, b':') => {
                self.expect = Expect::Value;
                Ok(at + 1)
            }
            (Expect::FirstKey | Expect::CommaOrEnd, b'}') if self.closes(true) => Ok(self.close(at)),
            (Expect::FirstItem | Expect::CommaOrEnd, b']') if self.closes(false) => Ok(self.close(at)),
            (Expect::Value | Expect::FirstItem | Expect::Item, _) => self.value(piece, at, byte),
            _ => Err(self.unexpected(at, byte)),
        }
    }

    #[cold]
    pub(super) const fn stop(&mut self, at: usize, reason: Reason) -> Stop {
        self.found = Some((at, reason));
        Stop
    }

    /// Stops at a byte that has no place there, and says what should have stood in it.
    #[cold]
    const fn unexpected(&mut self, at: usize, byte: u8) -> Stop {
        let reason = match self.expect {
            Expect::Key if byte == b'}' => Reason::TrailingComma,
            Expect::FirstKey | Expect::Key => Reason::KeyExpected,
            Expect::Colon => Reason::ColonExpected,
            Expect::CommaOrEnd => Reason::CommaExpected,
            Expect::Item if byte == b']' => Reason::TrailingComma,
            Expect::Value | Expect::FirstItem | Expect::Item => Reason::ValueExpected,
            Expect::Nothing => Reason::Trailing,
        };
        self.stop(self.base + at, reason)
    }

    /// Whether a bracket of that kind closes the innermost container.
    fn closes(&self, is_object: bool) -> bool {
        self.open.last().is_some_and(|open| open.is_object == is_object)
    }

    #[inline]
    fn value(&mut self, piece: &[u8], at: usize, byte: u8) -> Result<usize, Stop> {
        self.start = self.base + at;
        let token = match byte {
            b'{' | b'[' => return self.open(at, byte == b'{'),
            b'"' => return self.string(piece, at + 1),
            b't' => Token::Word(b"true", 1),
            b'f' => Token::Word(b"false", 1),
            b'n' => Token::Word(b"null", 1),
            _ => match Number::begun(byte) {
                Some(number) => Token::Number(number),
                None => return Err(self.unexpected(at, byte)),
            },
        };
        self.go_on(piece, at + 1, token)
    }

    /// Reads a string from behind its opening quote. Nearly all are plain and whole, and need no state.
    #[inline]
    fn string(&mut self, piece: &[u8], at: usize) -> Result<usize, Stop> {
        let end = scan::plain_end(piece, at);
        if piece.get(end) == Some(&b'"') {
            self.close_scalar(Kind::String, self.base + end + 1)?;
            return Ok(end + 1);
        }
        self.go_on(piece, at, Token::Text { inside: Inside::Plain, escapes: Escapes::None })
    }

    /// Reads a key from its opening quote.
    #[inline]
    fn member(&mut self, piece: &[u8], at: usize) -> Result<usize, Stop> {
        self.key = Some(self.base + at);
        let end = scan::plain_end(piece, at + 1);
        if piece.get(end) == Some(&b'"') {
            self.name = Name::of(&piece[at + 1..end]);
            return Ok(self.close_key(piece, end + 1));
        }
        self.spelled.clear();
        self.go_on(piece, at + 1, Token::Text { inside: Inside::Plain, escapes: Escapes::None })
    }

    /// Reads on in a token from a place behind its first byte; returns the place behind it, or the end of the piece.
    fn go_on(&mut self, piece: &[u8], at: usize, token: Token) -> Result<usize, Stop> {
        match token {
            Token::Text { inside, mut escapes } => match scan::string(piece, at, inside, &mut escapes) {
                Ok(Scanned::Ended(end)) => {
                    self.spell(&piece[at..end - 1]);
                    self.end_text(piece, end, escapes)
                }
                Ok(Scanned::Open(inside)) => {
                    self.spell(&piece[at..]);
                    Ok(self.wait(piece, Token::Text { inside, escapes }))
                }
                Err((back, place, reason)) => {
                    Err(self.stop((self.base + place).saturating_sub(back), reason))
                }
            },
            Token::Number(number) => self.number(piece, at, number),
            Token::Word(word, read) => self.word(piece, at, word, read),
        }
    }

    const fn wait(&mut self, piece: &[u8], token: Token) -> usize {
        self.token = Some(token);
        piece.len()
    }

    /// Keeps the spelling of a key, as long as it could be a name.
    fn spell(&mut self, part: &[u8]) {
        if self.is_at_key() {
            // One byte more than a name tells that it is none.
            let room = (LONGEST_NAME + 1).saturating_sub(self.spelled.len());
            self.spelled.extend_from_slice(&part[..part.len().min(room)]);
        }
    }

    const fn is_at_key(&self) -> bool {
        matches!(self.expect, Expect::FirstKey | Expect::Key)
    }

    /// Ends a key or string that has escapes, or that came in pieces.
    fn end_text(&mut self, piece: &[u8], end: usize, escapes: Escapes) -> Result<usize, Stop> {
        let is_key = self.is_at_key();
        if escapes != Escapes::None {
            let start = self.key.filter(|_| is_key).unwrap_or(self.start) + 1;
            let node = position32(self.index.nodes.len());
            self.index.escaped.push(Escape {
                node,
                start: position32(start),
                is_numbered: escapes == Escapes::Numbers,
            });
        }
        if !is_key {
            self.close_scalar(Kind::String, self.base + end)?;
            return Ok(end);
        }
        self.name = Name::spelled(&self.spelled);
        Ok(self.close_key(piece, end))
    }

    #[inline]
    fn close_key(&mut self, piece: &[u8], end: usize) -> usize {
        // Nearly always the colon follows at once.
        let has_colon = piece.get(end) == Some(&b':');
        self.expect = if has_colon { Expect::Value } else { Expect::Colon };
        end + usize::from(has_colon)
    }

    fn number(&mut self, piece: &[u8], mut at: usize, mut number: Number) -> Result<usize, Stop> {
        while let Some(byte) = piece.get(at) {
            match number.with(*byte) {
                Ok(Some(next)) => number = next,
                Ok(None) => {
                    self.close_scalar(Kind::Number, self.base + at)?;
                    return Ok(at);
                }
                Err(reason) => return Err(self.stop(self.base + at, reason)),
            }
            at += 1;
        }
        Ok(self.wait(piece, Token::Number(number)))
    }

    fn word(&mut self, piece: &[u8], at: usize, word: &'static [u8], read: usize) -> Result<usize, Stop> {
        let rest = piece.get(at..).unwrap_or_default();
        let missing = &word[read..];
        if rest.starts_with(missing) {
            let end = at + missing.len();
            let kind = if word == b"null" { Kind::Null } else { Kind::Bool };
            self.close_scalar(kind, self.base + end)?;
            return Ok(end);
        }
        if missing.starts_with(rest) {
            return Ok(self.wait(piece, Token::Word(word, read + rest.len())));
        }
        Err(self.stop(self.start, Reason::ValueExpected))
    }

    fn open(&mut self, at: usize, is_object: bool) -> Result<usize, Stop> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.stop(self.start, Reason::TooDeep));
        }
        let node = position32(self.index.nodes.len());
        self.add(if is_object { Kind::Object } else { Kind::Array }, None)?;
        self.open.push(Container { lists: Pair::of(node), is_object, count: 0 });
        self.expect = if is_object { Expect::FirstKey } else { Expect::FirstItem };
        Ok(at + 1)
    }

    fn close(&mut self, at: usize) -> usize {
        let next = position32(self.index.nodes.len());
        let end = position32(self.base + at + 1);
        if let Some(closed) = self.open.pop() {
            self.index.nodes.change(closed.node() as usize, |node| node.close(end, next));
            self.spanned = self.spanned.min(self.open.len());
        }
        self.expect = if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd };
        at + 1
    }

    #[inline]
    fn close_scalar(&mut self, kind: Kind, end: usize) -> Result<(), Stop> {
        let next = position32(self.index.nodes.len() + 1);
        self.add(kind, Some((position32(end), next)))?;
        self.expect = if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd };
        Ok(())
    }

    /// Adds a node for the value that began at `start`; `closed` is its end and the node behind it.
    #[inline]
    fn add(&mut self, kind: Kind, closed: Option<(u32, u32)>) -> Result<(), Stop> {
        let number = self.index.nodes.len();
        if number >= MAX_VALUES {
            return Err(self.stop(self.start, Reason::TooMany));
        }
        if number.is_multiple_of(ANCHOR) {
            self.anchor();
        }
        if let Some(around) = self.open.last_mut() {
            if around.count > 0 && around.count.is_multiple_of(MARK) {
                let marks = Arc::make_mut(&mut self.index.marks);
                marks.entry(around.node()).or_default().push(position32(number));
            }
            if self.name != Name::Other {
                let name = std::mem::take(&mut self.name);
                let member = (position32(number), kind);
                self.index.lists.note(member, name, &mut around.lists, around.count);
            }
            around.count += 1;
        }
        let key = self.key.take();
        let at = position32(key.unwrap_or(self.start));
        self.index.nodes.push(Node::new(at, kind, key.is_some(), closed));
        Ok(())
    }
}

impl Parser {
    /// Writes down what is open here. A container is written once, so that all anchors together cost no more than there are
    /// containers.
    #[cold]
    fn anchor(&mut self) {
        self.index.anchors.push(self.open.last().map_or(0, Container::node));
        let fresh = self.open.windows(2).skip(self.spanned.saturating_sub(1));
        let spans = fresh.map(|open| Span { node: open[1].node(), around: open[0].node() });
        self.index.spans.extend(spans);
        self.spanned = self.open.len();
    }
}

/// An offset or a node number as 32 bits; whoever feeds the machine sees to it that the text is not larger.
fn position32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
