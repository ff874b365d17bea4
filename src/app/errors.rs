//! The errors panel: what went wrong, in plain words, or that nothing did.

use std::borrow::Cow;

use super::keymap::{Keymap, Motion};
use crate::domain::{
    doctor::{self, Finding},
    error::{Entry, Report, Severity, Source},
    leave,
    link::Refusal,
    request::Mistake,
};

/// A line of a report, and how loud it is.
pub type Told = (Role, String);

/// What the panel tells.
#[derive(Debug, Clone, Default)]
pub struct State {
    report: Option<Report>,
    /// What the doctor says to it.
    diagnosis: Vec<Told>,
    offset: usize,
    /// The report in lines, by width: that of the panel, and that of a panel as wide as the screen, which the layout
    /// asks for. Wrapping is done once, and not for each question.
    wrapped: Vec<(u16, Vec<Told>)>,
}

impl State {
    /// What there is to tell.
    #[must_use]
    pub const fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// The first line that shows.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Rows that the panel needs inside, in a terminal this wide; 0 while there is nothing to tell.
    #[must_use]
    pub fn rows(&self, width: u16) -> u16 {
        u16::try_from(self.lines(width.saturating_sub(4)).len()).unwrap_or(u16::MAX)
    }

    /// The report in lines of at most this width.
    #[must_use]
    pub fn lines(&self, width: u16) -> Cow<'_, [Told]> {
        match self.wrapped.iter().find(|(known, _)| *known == width) {
            Some((_, lines)) => Cow::Borrowed(lines),
            None => {
                let lines = self.report.as_ref().map(|report| lines(report, &self.diagnosis, width));
                Cow::Owned(lines.unwrap_or_default())
            }
        }
    }

    /// Wraps the report for these widths, and forgets those of before.
    pub fn wrap(&mut self, widths: [u16; 2]) {
        self.wrapped.retain(|(width, _)| widths.contains(width));
        for width in widths {
            if let Cow::Owned(lines) = self.lines(width) {
                self.wrapped.push((width, lines));
            }
        }
    }

    /// Keeps the view inside the report, for a panel of this width and height.
    pub fn fit(&mut self, width: u16, height: usize) {
        self.offset = self.offset.min(self.lines(width).len().saturating_sub(height));
    }

    /// Tells something, and names the keys as they are now.
    pub fn tell(&mut self, report: Report, keymap: &Keymap) {
        self.tell_with(report, Vec::new(), keymap);
    }

    /// Tells something, and what the doctor says to it.
    pub fn tell_with(&mut self, report: Report, mut diagnosis: Vec<Told>, keymap: &Keymap) {
        diagnosis.iter_mut().for_each(|(_, words)| *words = keymap.worded(words));
        *self = Self { report: Some(keymap.retold(report)), diagnosis, ..Self::default() };
    }

    /// Nothing is wrong any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Scrolls, in a panel of this width and height.
    pub fn scroll(&mut self, motion: Motion, width: u16, height: usize) {
        let last = self.lines(width).len().saturating_sub(height);
        self.offset = scrolled(self.offset, motion, height, last);
    }
}

/// How loud a line of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What happened, in a few words.
    Headline,
    /// What Apple calls it.
    Title,
    /// Apple's own words, and what they point at.
    Said,
    /// What it means.
    Meaning,
    /// What to do; the first line of each begins with an arrow.
    Advice,
}

/// The likeliest cause and what to do about it, below the headline; where nothing is found, that the doctor can ask.
#[must_use]
pub fn diagnosis(finding: Option<&Finding>) -> Vec<Told> {
    let Some(finding) = finding else {
        let says = "Doctor: nothing at hand explains it".to_owned();
        return vec![
            (Role::Title, says),
            (Role::Advice, "{key:doctor} asks Apple what would tell more".to_owned()),
        ];
    };
    let check = finding.check;
    let likely = if check.severity == doctor::Severity::Error { "Likely " } else { "" };
    vec![
        (Role::Title, format!("{likely}{}: {}", check.id, check.message)),
        (Role::Said, finding.evidence.clone()),
        (Role::Advice, check.fix.to_owned()),
        (Role::Advice, "{key:doctor} shows the whole examination".to_owned()),
    ]
}

fn lines(report: &Report, diagnosis: &[Told], width: u16) -> Vec<Told> {
    let mut lines = Vec::new();
    let mut say = |role, text: &str, first: &str, rest: &str| {
        if !text.is_empty() {
            let options = textwrap::Options::new(usize::from(width.max(8)))
                .initial_indent(first)
                .subsequent_indent(rest)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            lines.extend(textwrap::wrap(text, options).into_iter().map(|line| (role, line.into_owned())));
        }
    };
    say(Role::Headline, &report.headline, "", "");
    for (at, (role, text)) in diagnosis.iter().enumerate() {
        if at == 0 {
            say(Role::Meaning, " ", "", "");
        }
        let (first, rest) = if *role == Role::Advice { ("→ ", "  ") } else { ("", "") };
        say(*role, text, first, rest);
    }
    // What an answer without an error object may mean in general is beside the point once its cause is known.
    let is_explained = diagnosis.iter().any(|(role, _)| *role == Role::Said);
    let is_beside = |entry: &&Entry| is_explained && entry.code.is_none() && said(entry).is_empty();
    for entry in report.entries.iter().filter(|entry| !is_beside(entry)) {
        say(Role::Meaning, " ", "", "");
        say(Role::Title, &called(entry), "", "");
        for (name, value) in said(entry) {
            say(Role::Said, &format!("{name} {value}"), "", "  ");
        }
        if is_explained && entry.code.is_none() {
            continue;
        }
        say(Role::Meaning, &entry.meaning, "", "");
        for advice in &entry.advice {
            say(Role::Advice, advice, "→ ", "  ");
        }
    }
    // An entry may have nothing to add to the headline.
    let said = lines.iter().rposition(|(_, line)| !line.trim().is_empty()).map_or(0, |last| last + 1);
    lines.truncate(said);
    lines
}

/// Status, code and title of an entry, as far as it has them.
fn called(entry: &Entry) -> String {
    let numbers = [entry.status.as_deref(), entry.code.as_deref()];
    let mut parts: Vec<_> = numbers.into_iter().flatten().collect();
    parts.extend(Some(entry.title.as_str()).filter(|title| !title.is_empty()));
    parts.join(" · ")
}

/// What an entry says beside its title, by name.
fn said(entry: &Entry) -> Vec<(&str, &str)> {
    let source = entry.source.as_ref().map(|source| match source {
        Source::Parameter(name) => ("parameter", name.as_str()),
        Source::Pointer(pointer) => ("in the body at", pointer.as_str()),
        Source::Other(text) => ("source", text.as_str()),
    });
    let named = [("detail", entry.detail.as_deref()), ("id", entry.id.as_deref())];
    let mut said: Vec<_> = named.into_iter().filter_map(|(name, text)| Some((name, text?))).collect();
    said.extend(source);
    said.extend(entry.extra.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    said
}

/// The first line on view after a motion, at most `last`.
#[must_use]
pub fn scrolled(offset: usize, motion: Motion, page: usize, last: usize) -> usize {
    let half = (page / 2).max(1);
    let moved = match motion {
        Motion::Up => offset.saturating_sub(1),
        Motion::Down => offset + 1,
        Motion::HalfPageUp => offset.saturating_sub(half),
        Motion::HalfPageDown => offset + half,
        Motion::PageUp => offset.saturating_sub(page.max(1)),
        Motion::PageDown => offset + page.max(1),
        Motion::First => 0,
        Motion::Last => last,
        _ => offset,
    };
    moved.min(last)
}

/// Mistakes that were found before anything was sent.
#[must_use]
pub fn unsent(mistakes: &[Mistake]) -> Report {
    // Alone it has one line to itself, and leaves the next one of a small panel to what to do.
    if let [mistake @ Mistake::Body(fault)] = mistakes {
        let entries = vec![entry(&fault.to_string(), advice(mistake))];
        let headline = "Nothing was sent · the body is not JSON".to_owned();
        return Report { headline, entries, severity: Severity::Failure };
    }
    let entries = mistakes.iter().map(|mistake| entry(&mistake.to_string(), advice(mistake))).collect();
    Report { headline: "Nothing was sent".to_owned(), entries, severity: Severity::Failure }
}

/// A token that is to be sent and cannot be.
#[must_use]
pub fn no_token((which, reason): (&str, String), was_asked: bool) -> Report {
    let toggle = if which.contains("User") { "toggle-user" } else { "toggle-developer" };
    let advice = vec![
        "Mend it and start Segue again, or choose another profile with {key:anywhere.show-palette}."
            .to_owned(),
        format!(
            "To send without it, press {{key:field.back}}, and {{key:{toggle}}} in the request; \
             {{key:anywhere.doctor}} examines what is set."
        ),
    ];
    let headline = match was_asked {
        true => format!("Nothing was sent · no usable {which}"),
        false => format!("no usable {which}"),
    };
    let entries = vec![Entry { meaning: reason, advice, ..entry("", None) }];
    Report { headline, entries, severity: Severity::Failure }
}

/// A link that was not followed.
#[must_use]
pub fn refused(refusal: &Refusal) -> Report {
    let severity = match refusal {
        Refusal::Repeated(_) => Severity::Notice,
        Refusal::Elsewhere(_) | Refusal::Climbing(_) | Refusal::Unusable(_) => Severity::Failure,
    };
    let advice = match refusal {
        Refusal::Repeated(_) => "the list ends here; what was fetched stays",
        Refusal::Elsewhere(_) => "if you trust that server, make a profile for it",
        Refusal::Climbing(_) => {
            "press {key:toggle-plain} to see the link in plain JSON, and type where you want to go"
        }
        Refusal::Unusable(_) => "press {key:toggle-plain} to see the link in plain JSON",
    };
    let headline = "The link was not followed".to_owned();
    Report { headline, entries: vec![entry(&refusal.to_string(), Some(advice))], severity }
}

/// What of a pasted command did not get into the form.
#[must_use]
pub fn left_out(notes: &[String]) -> Report {
    let entries = notes.iter().map(|note| entry(note, None)).collect();
    Report {
        headline: "Not all of what was pasted was taken".to_owned(),
        entries,
        severity: Severity::Notice,
    }
}

/// The person's own token stands in a field of the form.
#[must_use]
pub fn own_token() -> Report {
    let meaning = "Your Music User Token stands in the request, where others could read it on its way.";
    local("Nothing was sent", meaning, "Delete it there; the toggle sends it as a header of its own.")
}

/// Something that went wrong here, in a sentence, and what to do about it.
#[must_use]
pub fn local(headline: &str, meaning: &str, advice: &str) -> Report {
    let entries = vec![entry(meaning, Some(advice))];
    Report { headline: headline.to_owned(), entries, severity: Severity::Failure }
}

/// A request that this run may not send.
#[must_use]
pub fn refused_here(refusal: &leave::Refusal) -> Report {
    local(
        "Nothing was sent",
        &refusal.to_string(),
        "press {key:copy-curl} to copy the request, and send it from elsewhere",
    )
}

fn entry(meaning: &str, advice: Option<&str>) -> Entry {
    Entry {
        status: None,
        code: None,
        title: String::new(),
        detail: None,
        id: None,
        source: None,
        extra: Vec::new(),
        meaning: crate::domain::visible::visible(meaning).into_owned(),
        advice: advice.map(str::to_owned).into_iter().collect(),
    }
}

const fn advice(mistake: &Mistake) -> Option<&'static str> {
    match mistake {
        Mistake::Body(_) => Some("the line is marked in the body; mend it and send again"),
        Mistake::SecretInBody => Some("take it out; tokens go in headers, which the toggles send"),
        Mistake::Target(_) | Mistake::Header(_) => None,
    }
}
