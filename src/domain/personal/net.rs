//! The net under the screen: what is known to be personal is found in a row of it, whoever wrote it there.

use std::sync::LazyLock;

use regex::Regex;

use super::{Personal, WINDOW};

/// Parts of an identifier of ten characters are told apart by so many.
const ID_WINDOW: usize = 5;

/// Any address, whole or not; folders of a person; files of keys; identifiers of a library.
static SHAPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[\p{L}\p{N}._%+'-]*[\p{L}\p{N}](?:@|%40)[\p{L}\p{N}.-]*",
        r"|(?:~|/home|/Users|/root)/[^\s,;:)│]+",
        r"|AuthKey_[A-Za-z0-9…]+(?:\.p8)?",
        r"|\b(?:[ailpr]\.|pl\.u-)[A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*",
    ))
    .ok()
});

/// Something that is known to be personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// An identifier; short parts of it count.
    Id(String),
    /// A text; parts of eight characters count.
    Text(String),
    /// A name; it counts where it stands as a word.
    Name(String),
}

/// What is looked for in a row.
#[derive(Debug)]
pub struct Net<'a> {
    own: Vec<Own>,
    met: &'a Personal,
}

impl<'a> Net<'a> {
    /// A net for these, and for the names that were met.
    #[must_use]
    pub const fn new(own: Vec<Own>, met: &'a Personal) -> Self {
        Self { own, met }
    }

    /// Which characters of a row are personal. Names that were met are looked for only if `with_names`: where resources stand,
    /// the names in sight are meant to be.
    #[must_use]
    pub fn caught(&self, row: &str, with_names: bool) -> Vec<bool> {
        let chars: Vec<char> = row.chars().collect();
        let mut marks = if with_names { self.met.names_in(&chars) } else { vec![false; chars.len()] };
        for found in SHAPES.iter().flat_map(|shapes| shapes.find_iter(row)) {
            if !found.as_str().contains(super::STAND_IN) {
                let start = row[..found.start()].chars().count();
                marks[start..start + found.as_str().chars().count()].fill(true);
            }
        }
        for own in &self.own {
            own.mark(&chars, &mut marks);
        }
        marks
    }
}

impl Own {
    fn mark(&self, row: &[char], marks: &mut [bool]) {
        let (text, window) = match self {
            Self::Id(text) => (text, ID_WINDOW),
            Self::Text(text) => (text, WINDOW),
            Self::Name(text) => (text, usize::MAX),
        };
        let text: Vec<char> = text.chars().collect();
        let length = window.min(text.len());
        if length == 0 {
            return;
        }
        for part in text.windows(length).filter(|part| !matches!(self, Self::Text(_)) || is_telling(part)) {
            for at in 0..(row.len() + 1).saturating_sub(length) {
                let is_here = row[at..at + length] == *part;
                if is_here && (!matches!(self, Self::Name(_)) || is_word(row, at, length)) {
                    marks[at..at + length].fill(true);
                }
            }
        }
    }
}

/// Whether a part says more than the name of a variable does.
fn is_telling(part: &[char]) -> bool {
    part.iter().any(|c| !(c.is_ascii_uppercase() || "_ ()".contains(*c)))
}

fn is_word(row: &[char], at: usize, length: usize) -> bool {
    let is_letter = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    !is_letter(at.checked_sub(1).and_then(|before| row.get(before))) && !is_letter(row.get(at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_searched_for_what_is_known_and_for_shapes() {
        let met = Personal::default();
        let own = [Own::Id("FICTION001".into()), Own::Name("work".into()), Own::Text("pass show ann".into())];
        let net = Net::new(own.to_vec(), &met);
        let table = [
            ("kid FICTIO…", "kid ••••••…"),
            ("the profile work, and network", "the profile ••••, and network"),
            ("run pass show ann (X)", "run ••••••••••••• (X)"),
            ("ann@exa…", "•••••••…"),
            ("read /home/ann/keys/k.p8 first", "read ••••••••••••••••••• first"),
            ("/v1/me/library/songs/i.Ab12Cd", "/v1/me/library/songs/••••••••"),
            ("/v1/me/library/songs/i.masked1", "/v1/me/library/songs/i.masked1"),
            ("GET /v1/catalog/us/albums", "GET /v1/catalog/us/albums"),
        ];
        for (row, expected) in table {
            let marks = net.caught(row, true);
            let shown: String =
                row.chars().zip(marks).map(|(c, is_caught)| if is_caught { '•' } else { c }).collect();
            assert_eq!(shown, expected);
        }
    }
}
