//! What lies over the panels: the palette, the help, a question.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::{Clear, Widget},
};

use super::{
    Theme, comparison,
    frame::{self, Extent},
    palette, text, value,
};
use crate::{
    app::{
        doctor::{Account, Subject},
        keymap::Action,
        layout,
        model::Model,
        overlay::{HELP_KEYS, Help, HelpLine, Overlay, Question},
        preview::Preview,
        sheet::{self, Sheet},
    },
    domain::{
        catalog,
        doctor::{Kind, Severity, told::Role},
        visible::visible,
    },
};

/// Draws the overlay on a screen of this size; returns where the cursor is if a field in it has the focus.
pub(super) fn draw(
    model: &Model,
    theme: &Theme,
    screen: (u16, u16),
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = model.overlay_area_in(screen)?;
    match model.overlay.as_ref()? {
        Overlay::Palette(palette) => palette::draw(palette, theme, area, buffer),
        Overlay::Help(help) => {
            draw_help(help, theme, area, buffer);
            None
        }
        Overlay::Value(preview) => {
            draw_value(preview, theme, area, buffer);
            None
        }
        Overlay::Account(account) | Overlay::SignIn(account) => {
            draw_account(account, theme, area, buffer);
            None
        }
        Overlay::Endpoint(sheet) => {
            draw_sheet("Endpoint", sheet, look_of_endpoint, theme, area, buffer);
            None
        }
        Overlay::Comparison(state) => {
            let title = format!("Comparison · {}", state.summary());
            let area = window(&title, theme, area, buffer);
            comparison::draw(state, theme, area, buffer);
            None
        }
        Overlay::Question(question) => {
            draw_question(question, model, theme, area, buffer);
            None
        }
        Overlay::TokenQuestion(profile) => {
            draw_token_question(profile, model, theme, area, buffer);
            None
        }
    }
}

/// A cleared, bordered box; returns its inside.
pub(super) fn window(title: &str, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    Clear.render(area, buffer);
    frame::draw(title, &[], true, theme, area, buffer);
    layout::inside_overlay(area)
}

fn draw_help(help: &Help, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let area = window(&help.title(), theme, area, buffer);
    let (lines, offset) = (&help.lines, help.offset);
    let right = Rect { width: area.width.saturating_add(1), ..area };
    frame::scrollbar(Extent { lines: lines.len(), first: offset }, theme, right, buffer);
    for (at, line) in lines.iter().skip(offset).take(usize::from(area.height)).enumerate() {
        let line = match line {
            HelpLine::Gap => Line::default(),
            HelpLine::Heading(title) => Line::styled(*title, theme.name),
            HelpLine::Note(words) => Line::styled(words.clone(), theme.dim),
            HelpLine::Key(keys, about) => {
                let keys = format!("{keys:<columns$} ", columns = HELP_KEYS - 1);
                Line::from(vec![Span::styled(keys, theme.accent), Span::raw(about.clone())])
            }
        };
        frame::put_line(buffer, area, at, &text::fit_line(line, area.width, theme.marks.cut));
    }
}

fn draw_value(preview: &Preview, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(layout::text_width(area));
    let heading = text::fit(preview.heading(), room, theme.marks.cut);
    let area = window(&heading, theme, area, buffer);
    value::draw_lines(preview, theme, area, buffer);
}

fn draw_account(account: &Account, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let title = match account.subject {
        Subject::Examination => "Doctor",
        Subject::Experiment => "Experiment",
        Subject::SignIn => "Sign in",
    };
    draw_sheet(title, &account.sheet, look, theme, area, buffer);
}

fn draw_sheet<R: sheet::Role>(
    title: &str,
    sheet: &Sheet<R>,
    look: impl Fn(R, &Theme) -> Style,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let area = window(title, theme, area, buffer);
    let right = Rect { width: area.width.saturating_add(1), ..area };
    let extent = Extent { lines: sheet.lines().len(), first: sheet.offset() };
    frame::scrollbar(extent, theme, right, buffer);
    let shown = sheet.lines().iter().skip(sheet.offset()).take(usize::from(area.height));
    for (at, (role, text)) in shown.enumerate() {
        frame::put_line(buffer, area, at, &Line::styled(visible(text), look(*role, theme)));
    }
}

/// How a line about an endpoint looks.
fn look_of_endpoint(role: catalog::Role, theme: &Theme) -> Style {
    match role {
        catalog::Role::Call => theme.accent.patch(theme.name),
        catalog::Role::Heading => theme.name,
        catalog::Role::Text | catalog::Role::Fact => Style::new(),
        catalog::Role::Note => theme.warning,
        catalog::Role::Example => theme.dim,
        catalog::Role::Link => theme.accent,
    }
}

/// How a line of the doctor looks; a sign in the text says the same where there are no colours.
fn look(role: Role, theme: &Theme) -> Style {
    match role {
        Role::Heading => theme.name,
        Role::Verdict(Kind::Good) | Role::Good => theme.good,
        Role::Verdict(Kind::Cause(_)) => theme.failure.patch(theme.name),
        Role::Found(Severity::Error) | Role::Bad => theme.failure,
        Role::Verdict(Kind::Warning | Kind::NotJudged) | Role::Found(Severity::Warn) => theme.warning,
        Role::Evidence => theme.dim,
        Role::Fix => theme.accent,
        Role::Fact => Style::new(),
    }
}

fn draw_question(question: &Question, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let area = window("Send this", theme, area, buffer);
    let columns = usize::from(area.width);
    let method = question.request.method.as_str();
    let room = columns.saturating_sub(method.len() + 1);
    let target = text::fit_middle(&visible(&question.request.target), room, theme.marks.cut);
    let origin = model.session.standing.origin.as_str();
    let again = if question.is_repeat { ", again" } else { "" };
    let lines = [
        Line::from(vec![Span::styled(format!("{method} "), theme.name), Span::raw(target)]),
        Line::styled(format!("to {origin}{again}; it may change something there"), theme.warning),
        Line::raw(""),
        yes_or_no(" sends it   ", model, theme),
    ];
    for (at, line) in lines.iter().enumerate() {
        frame::put_line(buffer, area, at, line);
    }
}

fn draw_token_question(profile: &str, model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let area = window("Copy the developer token", theme, area, buffer);
    let columns = usize::from(area.width);
    let of = format!("the token of the profile {}, as text, to the clipboard", visible(profile));
    let lines = [
        Line::raw(text::fit(&of, columns, theme.marks.cut)),
        Line::styled("whoever gets it can use it until it expires", theme.warning),
        Line::raw(""),
        yes_or_no(" copies it   ", model, theme),
    ];
    for (at, line) in lines.iter().enumerate() {
        frame::put_line(buffer, area, at, line);
    }
}

fn yes_or_no(does: &'static str, model: &Model, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(model.key(Action::Accept), theme.accent),
        Span::raw(does),
        Span::styled(model.key(Action::Decline), theme.accent),
        Span::raw(" does not"),
    ])
}
