//! The screen as lines of text, for screen readers and logs: what there is to read, in reading order, and of a change only
//! what is new. Nothing is drawn twice, nothing blinks, and no place on the screen is named.
//!
//! What is said comes from the same drawing as the screen, on a sheet that nobody sees and that is wide enough to cut nothing:
//! so that whatever the screen learns to tell is told here too, with the same secrets masked.

mod sheet;

use self::sheet::{Part, Place, Told};
use super::Theme;
use crate::{app::model::Model, domain::columns::width};

/// Columns of the sheet: paths and sentences are not cut, and the terminal breaks lines as it likes.
pub const COLUMNS: u16 = 400;

/// Rows of the sheet where the terminal has fewer: below these, panels fold away.
pub const FEWEST_ROWS: u16 = 24;

/// Reads a model aloud: keeps what it has said.
#[derive(Debug, Default)]
pub struct Reader {
    told: Option<Told>,
    /// The line that is being typed, as far as it has been written and stands at the end of what was written.
    line: Option<String>,
    /// Columns of a terminal in which a character at the end of the line can be taken back; none for a file.
    columns: Option<u16>,
}

impl Reader {
    /// A reader for a terminal of so many columns; for a file or a pipe there are none.
    #[must_use]
    pub fn new(columns: Option<u16>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// The terminal has another width.
    pub fn resize(&mut self, columns: Option<u16>) {
        self.columns = columns;
    }

    /// Something else has had the terminal: everything is told again, on a line of its own.
    pub fn forget(&mut self) {
        (self.told, self.line) = (None, None);
    }

    /// What ends the line that is being typed, if there is one.
    #[must_use]
    pub fn close(&mut self) -> &'static str {
        if self.line.take().is_some() { "\n" } else { "" }
    }

    /// What there is to write now; nothing where nothing is new.
    pub fn tell(&mut self, model: &Model, theme: &Theme) -> String {
        let told = sheet::read(model, theme);
        let mut news = match &self.told {
            Some(before) if before.rereads == told.rereads => news(before, &told),
            _ => whole(&told),
        };
        let typed = told.typed.clone();
        let before = self.told.replace(told).and_then(|before| before.typed);
        if news.is_empty()
            && let (Some(line), Some(typed)) = (&self.line, &typed)
            && let Some(written) = continued(line, &typed.before, typed.after.is_empty(), self.columns)
        {
            self.line = Some(typed.before.clone());
            return written;
        }
        if news.is_empty() && before == typed {
            return String::new();
        }
        let mut out = self.close().to_owned();
        if let Some(typed) = &typed
            && !typed.after.is_empty()
        {
            let text = |typed: &sheet::Typed| format!("{}{}", typed.before, typed.after);
            if !news.is_empty() || before.as_ref().map(text) != Some(text(typed)) {
                news.push(text(typed));
            }
            news.push(format!("the cursor is before {}", typed.after.trim_start()));
        }
        for line in news {
            out.push_str(&line);
            out.push('\n');
        }
        if let Some(typed) = typed.filter(|typed| typed.after.is_empty()) {
            out.push_str(&typed.before);
            self.line = Some(typed.before);
        }
        out
    }
}

/// What makes one line the other where its end alone has changed: what was typed, or what takes it back. None where that takes
/// a line of its own.
fn continued(line: &str, wanted: &str, is_at_end: bool, columns: Option<u16>) -> Option<String> {
    if !is_at_end {
        return None;
    }
    if let Some(typed) = wanted.strip_prefix(line) {
        return Some(typed.to_owned());
    }
    let taken = line.strip_prefix(wanted)?;
    // Beyond the edge the terminal has begun another row, which it does not leave backwards.
    let fits = columns.is_some_and(|columns| width(line) < usize::from(columns));
    (fits && taken.bytes().all(|byte| matches!(byte, b' '..=b'~'))).then(|| "\u{8} \u{8}".repeat(taken.len()))
}

/// Everything there is to read, from the top.
fn whole(told: &Told) -> Vec<String> {
    let mut lines = vec![told.title.clone()];
    lines.extend(Some(told.status.clone()).filter(|status| !status.is_empty()));
    lines.push(told.part.heading());
    lines.extend(told.part.read_out(told.row_apart()));
    lines.extend(told.part.pane.iter().cloned());
    if !matches!(told.part.place, Place::Errors) {
        lines.extend(told.errors());
    }
    lines.extend(told.notice.clone());
    lines.push(format!("Keys: {}", told.keys));
    lines
}

/// What is new, in reading order.
fn news(before: &Told, now: &Told) -> Vec<String> {
    let mut lines = Vec::new();
    if is_new(&before.title, &now.title) {
        lines.push(now.title.clone());
    }
    // While something runs, its figures change all the time, and its end is told.
    let is_news = if before.is_busy && now.is_busy {
        is_new(&before.status, &now.status)
    } else {
        before.status != now.status
    };
    if is_news && !now.status.is_empty() {
        lines.push(now.status.clone());
    }
    if before.errors != now.errors && !matches!(now.part.place, Place::Errors) {
        lines.extend(now.errors());
    }
    lines.extend(of_part(&before.part, now));
    if before.offers == 0 && now.offers > 0 {
        let [choose, take] = &now.offer_keys;
        lines.push(format!("{} completions; {choose} chooses, {take} takes", now.offers));
    }
    if before.chosen != now.chosen {
        lines.extend(now.chosen.clone());
    }
    if before.beside != now.beside {
        lines.extend(now.beside.clone());
    }
    if before.notice != now.notice {
        lines.extend(now.notice.clone());
    }
    lines
}

/// What is new in what has the focus.
fn of_part(before: &Part, told: &Told) -> Vec<String> {
    let (now, typed) = (&told.part, told.typed_row());
    let mut lines = Vec::new();
    let has_moved = before.place != now.place;
    if has_moved || is_new(&before.name, &now.name) {
        lines.push(now.heading());
    }
    if has_moved && !now.is_list {
        lines.extend(now.read_out(told.row_apart()));
        return lines;
    }
    if !now.is_list {
        let was_there = |line: &String| before.lines.iter().any(|old| !is_new(old, line));
        let fresh = now.lines.iter().enumerate().filter(|(at, line)| Some(*at) != typed && !was_there(line));
        lines.extend(fresh.map(|(_, line)| line.clone()));
    }
    let current = now.current.filter(|_| now.current != typed).and_then(|at| now.lines.get(at));
    if let Some(line) = current
        && (has_moved || before.at != now.at || before.current_line() != Some(line))
        && lines.last() != Some(line)
    {
        lines.push(line.clone());
    }
    if before.pane != now.pane {
        lines.extend(now.pane.iter().cloned());
    }
    lines
}

/// Whether a line says something else. Figures and what they count go up and down all the time.
fn is_new(before: &str, now: &str) -> bool {
    before != now && !words(before).eq(words(now))
}

/// The words of a line that are neither figures nor units of time.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let is_figure =
        |word: &&str| word.contains(|c: char| c.is_ascii_digit()) || ["d", "h", "min", "s"].contains(word);
    line.split([' ', ',']).filter(|word| !word.is_empty()).filter(move |word| !is_figure(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_a_line_is_typed_on_or_taken_back() {
        let table = [
            ("GET /v1", "GET /v1/x", true, Some(80), Some("/x")),
            ("GET /v1", "GET /v1/x", true, None, Some("/x")),
            ("GET /v1", "GET /v1/x", false, Some(80), None),
            ("GET /v1", "GET /v", true, Some(80), Some("\u{8} \u{8}")),
            ("GET /v1", "GET /", true, Some(80), Some("\u{8} \u{8}\u{8} \u{8}")),
            // A file keeps what was taken back, and a row that has run over is not left backwards.
            ("GET /v1", "GET /v", true, None, None),
            ("GET /v1", "GET /v", true, Some(7), None),
            ("GET 漢", "GET ", true, Some(80), None),
            ("GET 漢", "GET 漢字", true, Some(80), Some("字")),
            ("GET /v1", "PUT /v1", true, Some(80), None),
        ];
        for (line, wanted, is_at_end, columns, expected) in table {
            assert_eq!(
                continued(line, wanted, is_at_end, columns).as_deref(),
                expected,
                "{line} {wanted} {columns:?}"
            );
        }
    }

    #[test]
    fn a_line_whose_figures_alone_have_changed_is_not_new() {
        assert!(!is_new("developer 12 h", "developer 11 h 59 min"));
        assert!(!is_new("waiting 25 items, Esc stops", "waiting 50 items, Esc stops"));
        assert!(is_new("developer 1 s", "developer expired"));
        assert!(is_new("[x] Music-User-Token", "[ ] Music-User-Token"));
    }
}
