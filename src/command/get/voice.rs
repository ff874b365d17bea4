//! Standard error: what went wrong in plain words, notes, and on a terminal how far it is.
#![expect(clippy::disallowed_methods, reason = "a headless command tells on standard error what is no data")]

use std::io::{self, IsTerminal, Write};

use crate::domain::{
    error::{Entry, Report, Source},
    quantity,
    secret::{Scrubber, Secret, mask},
    visible::visible,
    walk::{LIMIT_IS_SHARED, Progress, Setback},
    wording::names_a_key,
};

/// What a person is told beside the data. A line of progress stands only where data goes elsewhere: on the same terminal
/// it would wipe some of it out. Nobody who cannot be told is waited for: errors of writing are passed over.
pub(in crate::command) struct Voice {
    /// What it never says: a filter's fault quotes the filter, and the answer.
    unsaid: Scrubber,
    shows_progress: bool,
    has_progress: bool,
    /// Whether it was said what a 429 means: once is enough.
    has_told_limit: bool,
}

impl Voice {
    pub(in crate::command) fn new(secrets: &[Secret]) -> Self {
        let unsaid = Scrubber::of(&secrets.iter().collect::<Vec<_>>());
        let shows_progress = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self { unsaid, shows_progress, has_progress: false, has_told_limit: false }
    }

    /// One sentence.
    pub(in crate::command) fn say(&mut self, text: &str) {
        self.clear();
        let _ = writeln!(io::stderr(), "segue: {}", self.said(text));
    }

    /// A text as it is said.
    fn said(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.unsaid.scrub(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        visible(&mask(&text)).into_owned()
    }

    /// All of a report.
    pub(in crate::command) fn report(&mut self, report: &Report) {
        self.clear();
        let mut text = format!("segue: {}\n", self.said(&report.headline));
        for line in report.entries.iter().flat_map(lines) {
            text.push_str(&format!("  {}\n", self.said(&line)));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// A request will be sent again.
    pub(in crate::command) fn waiting(&mut self, setback: Setback, millis: u64, tries: u8) {
        self.tell_limit(setback);
        self.progress(&waits(setback, millis, tries));
    }

    /// How far a walk is.
    pub(in crate::command) fn walked(&mut self, progress: &Progress, now_ms: i64) {
        let total = progress.total.map(|total| format!(" of {}", quantity::count(total))).unwrap_or_default();
        let pages = match progress.pages {
            0 => "1 page".to_owned(),
            more => format!("{} pages", quantity::count(more + 1)),
        };
        let mut line = format!("{pages} · {}{total} items", quantity::count(progress.items));
        if let Some(waiting) = progress.waiting {
            self.tell_limit(waiting.setback);
            let millis = u64::try_from(waiting.until_ms - now_ms).unwrap_or(0);
            line.push_str(&format!(" · {}", waits(waiting.setback, millis, waiting.tries)));
        } else if progress.under_way > 1 {
            line.push_str(&format!(" · {} side by side", progress.under_way));
        }
        self.progress(&line);
    }

    /// Takes the line of progress away.
    pub(in crate::command) fn clear(&mut self) {
        if std::mem::take(&mut self.has_progress) {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }

    fn tell_limit(&mut self, setback: Setback) {
        let is_news = matches!(setback, Setback::Limited { .. }) && !self.has_told_limit;
        if self.shows_progress && is_news {
            self.has_told_limit = true;
            self.say(&format!("429: {LIMIT_IS_SHARED}"));
        }
    }

    fn progress(&mut self, line: &str) {
        if self.shows_progress {
            self.has_progress = true;
            // Cut at the edge of a narrow terminal: a second row would stay behind.
            let _ = write!(io::stderr(), "\r\x1b[K\x1b[?7l{line}\x1b[?7h");
        }
    }
}

fn waits(setback: Setback, millis: u64, tries: u8) -> String {
    let wait = quantity::elapsed(std::time::Duration::from_millis(millis));
    match setback {
        Setback::Limited { .. } => format!("429 · try {tries} of 6 in {wait}"),
        Setback::Server { status } => format!("{status} · try {tries} of 3 in {wait}"),
        _ => format!("the connection was cut · try {tries} of 3 in {wait}"),
    }
}

/// An entry in lines: what it is called, what was said, what that means, what to do.
fn lines(entry: &Entry) -> Vec<String> {
    let numbers = [entry.status.as_deref(), entry.code.as_deref(), Some(entry.title.as_str())];
    let called: Vec<_> = numbers.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let source = entry.source.as_ref().map(|source| match source {
        Source::Parameter(name) => format!("parameter {name}"),
        Source::Pointer(pointer) => format!("pointer {pointer}"),
        Source::Other(text) => format!("source {text}"),
    });
    let extra = entry.extra.iter().map(|(name, value)| format!("{name} {value}"));
    let said = [Some(called.join(" · ")), entry.detail.clone(), source].into_iter().flatten();
    let said = said.chain(extra).chain([entry.meaning.clone()]);
    let advice =
        entry.advice.iter().filter_map(|advice| without_keys(advice)).map(|advice| format!("→ {advice}"));
    said.filter(|line| !line.is_empty()).chain(advice).collect()
}

/// Advice for who has no explorer in front of them: sentences about keys are left out.
fn without_keys(advice: &str) -> Option<String> {
    match advice.split_once(", then press {key:send-again}") {
        Some((before, _)) => Some(format!("{before}, then send it again.")),
        None => Some(advice.to_owned()).filter(|advice| !names_a_key(advice)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_names_no_key_where_there_is_none() {
        let cases = [
            ("Check the id.", Some("Check the id.")),
            ("Press {key:toggle-user} to send the Music User Token.", None),
            (
                "Wait a little, then press {key:send-again} to send it again.",
                Some("Wait a little, then send it again."),
            ),
            ("If the path needs a Music User Token, press {key:toggle-user} to send it.", None),
        ];
        for (advice, expected) in cases {
            assert_eq!(without_keys(advice).as_deref(), expected, "{advice}");
        }
    }
}
