//! A sheet of facts for standard output: a name, a value, and where the value comes from. All of it is made fit to show.

use std::fmt;

use unicode_width::UnicodeWidthStr;

use crate::domain::{secret, visible::visible};

/// A value's longest text, in characters: claims of a token may be anything.
const LONGEST: usize = 300;

/// A value that is wider moves its own arrow alone, and not those of all others.
const WIDEST: usize = 40;

/// Rows in their order.
#[derive(Debug, Default)]
pub(super) struct Sheet(Vec<Row>);

#[derive(Debug)]
enum Row {
    Fact { name: String, value: String, source: String },
    Note(String),
    Gap,
}

impl Sheet {
    /// A fact; the source may be empty.
    pub(super) fn row(&mut self, name: &str, value: &str, source: &str) {
        let (name, value, source) = (fit(name), fit(value), fit(source));
        self.0.push(Row::Fact { name, value, source });
    }

    /// A sentence.
    pub(super) fn note(&mut self, text: &str) {
        self.0.push(Row::Note(fit(text)));
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.0.push(Row::Gap);
    }
}

/// What has the shape of a secret is masked too: somebody may have put one where a name belongs.
fn fit(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST).collect();
    let cut = if cut.len() < text.len() { cut + "…" } else { cut };
    visible(&secret::mask(&cut)).into_owned()
}

impl fmt::Display for Sheet {
    /// In columns, as wide as their longest entry; sources after an arrow, below each other where the values let them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = || {
            self.0.iter().filter_map(|row| match row {
                Row::Fact { name, value, source } => Some((name.width(), value.width(), source)),
                Row::Note(_) | Row::Gap => None,
            })
        };
        let names = facts().map(|(name, ..)| name).max().unwrap_or(0);
        let sourced = facts().filter(|(_, _, source)| !source.is_empty()).map(|(_, value, _)| value);
        let values = sourced.filter(|width| *width <= WIDEST).max().unwrap_or(0);
        for row in &self.0 {
            match row {
                Row::Fact { name, value, source } => {
                    let gap = " ".repeat(names - name.width());
                    let room = " ".repeat(values.saturating_sub(value.width()));
                    let from =
                        if source.is_empty() { String::new() } else { format!("{room}   ← {source}") };
                    writeln!(f, "{}", format!("{name}{gap}  {value}{from}").trim_end())?;
                }
                Row::Note(text) => writeln!(f, "  ! {text}")?,
                Row::Gap => writeln!(f)?,
            }
        }
        Ok(())
    }
}
