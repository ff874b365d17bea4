//! The white space of a JSON text: for a person, or none. Nothing else of it changes: keys stay in their order, numbers as
//! they are spelled.

/// One step of indentation.
const STEP: usize = 2;

/// A JSON text without white space between its tokens.
pub(super) fn tight(json: &[u8]) -> Vec<u8> {
    let mut strings = Strings::default();
    json.iter().copied().filter(|byte| strings.passes(*byte) || !byte.is_ascii_whitespace()).collect()
}

/// A JSON text in lines, all but the first of which begin with so many steps more.
pub(super) fn spread(json: &[u8], depth: usize) -> Vec<u8> {
    let tight = tight(json);
    let (mut spread, mut strings, mut depth) =
        (Vec::with_capacity(tight.len() * 2), Strings::default(), depth);
    for (at, byte) in tight.iter().copied().enumerate() {
        if strings.passes(byte) {
            spread.push(byte);
            continue;
        }
        let is_empty = |other: u8| tight.get(at + 1) == Some(&other);
        match byte {
            b'{' | b'[' => {
                spread.push(byte);
                depth += 1;
                if !is_empty(byte + 2) {
                    line(&mut spread, depth);
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if at > 0 && tight[at - 1] != byte - 2 {
                    line(&mut spread, depth);
                }
                spread.push(byte);
            }
            b',' => {
                spread.push(byte);
                line(&mut spread, depth);
            }
            b':' => spread.extend_from_slice(b": "),
            byte => spread.push(byte),
        }
    }
    spread
}

fn line(text: &mut Vec<u8>, depth: usize) {
    text.push(b'\n');
    text.resize(text.len() + depth * STEP, b' ');
}

/// Where strings are in a text.
#[derive(Default)]
struct Strings {
    is_inside: bool,
    is_escaped: bool,
}

impl Strings {
    /// Whether a byte belongs to a string, quotes included.
    const fn passes(&mut self, byte: u8) -> bool {
        let was_inside = self.is_inside;
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if was_inside => self.is_escaped = true,
            b'"' => self.is_inside = !was_inside,
            _ => {}
        }
        was_inside || self.is_inside
    }
}
