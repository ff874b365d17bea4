//! A server that echoes what it was sent must not put a token on the screen: what comes back is blotted out on its way in.

use std::sync::Arc;

use crate::{
    adapter::recording::Scrubbing,
    domain::{
        answer::Head,
        json::{Builder, Document, Malformed},
        secret::{self, Scrubber, Secret},
    },
};

/// No run of backslashes before the end of a piece is held back for longer than this.
const LONGEST_RUN: usize = 64;

/// What to look for in answers. It takes longer to make than an answer takes to read, so it is kept while the secrets stay
/// the same.
pub struct Blots {
    secrets: Vec<Secret>,
    body: Scrubber,
    head: Scrubber,
}

impl Blots {
    /// Looks for these.
    #[must_use]
    pub fn of(secrets: Vec<Secret>) -> Self {
        // Names of headers come in lower case, and so would a token among them; some servers fold more than that.
        let lowered: Vec<_> =
            secrets.iter().map(|secret| Secret::new(secret.expose().to_ascii_lowercase())).collect();
        let all: Vec<_> = secrets.iter().collect();
        let in_head: Vec<_> = secrets.iter().chain(&lowered).collect();
        let (body, head) = (Scrubber::of(&all), Scrubber::of(&in_head));
        Self { secrets, body, head }
    }

    /// Blots secrets out of names and values of headers.
    pub(super) fn head(&self, head: &mut Head) {
        for (name, value) in &mut head.headers {
            self.text(name);
            self.text(value);
        }
    }

    fn text(&self, text: &mut String) {
        let mut bytes = std::mem::take(text).into_bytes();
        self.head.scrub(&mut bytes);
        *text = String::from_utf8_lossy(&bytes).into_owned();
    }

    /// Blots secrets out of strings that are written with escapes: as they are read, and not as they are spelled.
    pub(super) fn escapes(&self, builder: &mut Builder) {
        for (range, decoded) in builder.fresh_escapes() {
            let mut blotted = decoded.clone().into_bytes();
            self.body.scrub(&mut blotted);
            if blotted != decoded.as_bytes() {
                builder.blot(range);
            }
        }
    }

    /// Whether these are the secrets that it looks for.
    #[must_use]
    pub fn are_of(&self, secrets: &[Secret]) -> bool {
        self.secrets.iter().map(Secret::expose).eq(secrets.iter().map(Secret::expose))
    }
}

/// Blots secrets out of an answer. A secret may lie over the end of a piece, so the end of each is held back until more has
/// come.
pub(super) struct Blotter {
    blots: Arc<Blots>,
    held: Vec<u8>,
    /// Whether a backslash before what is held escapes its first byte.
    escapes: bool,
}

impl Blotter {
    pub(super) const fn new(blots: Arc<Blots>) -> Self {
        Self { blots, held: Vec::new(), escapes: false }
    }

    /// Takes the next piece of a body as it came over the wire; what can be shown of it comes back.
    pub(super) fn take(&mut self, piece: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(piece);
        if self.blots.body.longest() == 0 {
            return std::mem::take(&mut self.held);
        }
        self.scrub();
        let mut end = self.held.len().saturating_sub(self.blots.body.longest());
        // A blot behind a backslash takes that one with it.
        let run = self.held[..end].iter().rev().take(LONGEST_RUN).take_while(|byte| **byte == b'\\').count();
        end -= run;
        self.let_go(end)
    }

    /// Takes back what is held, at the end of a body.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        self.scrub();
        self.let_go(self.held.len())
    }

    fn let_go(&mut self, end: usize) -> Vec<u8> {
        let rest = self.held.split_off(end);
        let free = std::mem::replace(&mut self.held, rest);
        self.escapes = escapes_behind(&free, self.escapes);
        free
    }

    fn scrub(&mut self) {
        self.blots.body.scrub(&mut self.held);
        self.mend_escapes();
    }

    /// A blot behind a backslash would be no escape, and good JSON would become bad: the backslash is blotted out as well.
    fn mend_escapes(&mut self) {
        let mut escapes = self.escapes;
        let backslashes: Vec<_> = memchr::memchr_iter(b'\\', &self.held).collect();
        for at in backslashes {
            escapes = if at > 0 && self.held[at - 1] == b'\\' || at == 0 { !escapes } else { true };
            if escapes && self.held.get(at + 1) == Some(&b'*') {
                self.held[at] = b'*';
                escapes = false;
            }
        }
    }
}

/// Reads an answer as it arrives, without what must not be seen of it. No more of a body is kept than its index needs.
pub struct Reader {
    blotter: Blotter,
    builder: Builder,
}

impl Reader {
    /// A reader that looks for these.
    #[must_use]
    pub fn new(blots: Arc<Blots>) -> Self {
        Self { blotter: Blotter::new(blots), builder: Builder::new() }
    }

    /// Takes the next piece of the body.
    pub fn take(&mut self, piece: &[u8]) {
        let piece = self.blotter.take(piece);
        self.push(&piece);
    }

    fn push(&mut self, piece: &[u8]) {
        self.builder.push(piece);
        self.blotter.blots.escapes(&mut self.builder);
    }

    /// The body, and the head that came before it.
    ///
    /// # Errors
    /// [`Malformed`] if the body is not JSON.
    pub fn finish(self, mut head: Head) -> (Head, Result<Document, Box<Malformed>>) {
        self.blotter.blots.head(&mut head);
        (head, self.end())
    }

    fn end(mut self) -> Result<Document, Box<Malformed>> {
        let rest = self.blotter.rest();
        self.push(&rest);
        self.builder.finish()
    }
}

/// Takes out of a whole text what must not be kept of it: these secrets, and everything that has the shape of a token or a key,
/// whoever's it is.
#[must_use]
pub fn scrubbing(secrets: Vec<Secret>) -> Scrubbing {
    let blots = Arc::new(Blots::of(secrets));
    Box::new(move |text| scrubbed(text, &blots))
}

fn scrubbed(text: &[u8], blots: &Arc<Blots>) -> Vec<u8> {
    let mut blotter = Blotter::new(Arc::clone(blots));
    let mut builder = Builder::new();
    for piece in [blotter.take(text), blotter.rest()] {
        builder.push(&piece);
        for (range, decoded) in builder.fresh_escapes() {
            let mut blotted = decoded.clone().into_bytes();
            blots.head.scrub(&mut blotted);
            if blotted != decoded.as_bytes() || secret::is_in(&decoded) {
                builder.blot(range);
            }
        }
    }
    let mut bytes = match builder.finish() {
        Ok(document) => document.part(0..document.size()).into_owned(),
        Err(malformed) => malformed.bytes.part(0..malformed.bytes.len()).into_owned(),
    };
    blots.head.scrub(&mut bytes);
    secret::mask(&String::from_utf8_lossy(&bytes)).into_owned().into_bytes()
}

/// Reads a whole text, without what must not be seen of it.
///
/// # Errors
/// [`Malformed`] if it is not JSON.
pub(super) fn document(text: &[u8], blots: Arc<Blots>) -> Result<Document, Box<Malformed>> {
    let mut reader = Reader::new(blots);
    reader.take(text);
    reader.end()
}

/// Whether the last backslash of a text escapes what comes behind it.
fn escapes_behind(text: &[u8], before: bool) -> bool {
    let run = text.iter().rev().take_while(|byte| **byte == b'\\').count();
    let is_all = run == text.len();
    (run % 2 == 1) != (is_all && before)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "AqF+gx/YkM+SKB/U5Ifm+lgNB2/A7pnE0V+vXO6FyW1==";

    fn secrets() -> [Secret; 1] {
        [Secret::new(TOKEN.to_owned())]
    }

    fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
        let escape = |c: char| if is_escaped(c) { format!("\\u{:04X}", u32::from(c)) } else { c.to_string() };
        text.chars().map(escape).collect()
    }

    /// A body that goes through the blotter in pieces of some bytes.
    fn in_pieces(body: &str, piece: usize) -> Document {
        let mut blotter = Blotter::new(Arc::new(Blots::of(secrets().to_vec())));
        let mut builder = Builder::new();
        for piece in body.as_bytes().chunks(piece) {
            builder.push(&blotter.take(piece));
            blotter.blots.escapes(&mut builder);
        }
        builder.push(&blotter.rest());
        blotter.blots.escapes(&mut builder);
        builder.finish().unwrap()
    }

    fn read(body: &str) -> Document {
        in_pieces(body, usize::MAX)
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
    fn a_secret_is_found_however_the_body_is_cut() {
        let padding = "x".repeat(300);
        let part = TOKEN[..32].replace('/', "\\/");
        let slashes = TOKEN.replace('/', "\\/");
        let body =
            format!(r#"{{"a":"{padding}{TOKEN}","b":"{slashes}{padding}","c":"{part}","kept":"a\\*b\\"}}"#);
        let whole = in_pieces(&body, usize::MAX);
        assert_eq!(whole.text_at(whole.root(), &["kept"]).as_deref(), Some("a\\*b\\"));
        for piece in [1, 2, 3, 5, 7, 64, 100, 299] {
            let document = in_pieces(&body, piece);
            let text = document.raw(document.root()).into_owned();
            assert!(!text.contains("gx/YkM") && !text.contains("gx\\/Yk") && !text.contains("SKB"), "{text}");
            assert!(text.ends_with(r#""kept":"a\\*b\\"}"#), "{text}");
        }
    }
}
