//! What there is to read, taken from a drawing that nobody sees.

use ratatui::{
    buffer::{Buffer, CellWidth},
    layout::{Position, Rect},
    text::Span,
};

use super::{COLUMNS, FEWEST_ROWS};
use crate::{
    app::{
        keymap::{Action, Context, Motion},
        layout::{Panel, WIDE, inside},
        model::Model,
        response::View,
    },
    domain::pages::Item,
    ui::{Theme, errors, footer, marks, overlay, present, prompt, request, response, title},
};

/// What there is to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// Where requests go, and how the tokens stand.
    pub title: String,
    /// What runs, or what the last answer was.
    pub status: String,
    pub is_busy: bool,
    pub errors: Vec<String>,
    /// What has the focus.
    pub part: Part,
    /// How many completions there are, and the one that was chosen.
    pub offers: usize,
    /// The keys that choose one, and take it.
    pub offer_keys: [String; 2],
    pub chosen: Option<String>,
    pub notice: Option<String>,
    pub keys: String,
    /// What is typed, and what stands beside it.
    pub typed: Option<Typed>,
    pub beside: Option<String>,
    /// How often everything was asked for.
    pub rereads: u32,
}

/// A panel, or what lies over the panels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Part {
    pub place: Place,
    pub name: String,
    pub lines: Vec<String>,
    /// The line with the cursor, among those on view.
    pub current: Option<usize>,
    /// What it is, so that another one of the same words is told.
    pub at: Option<At>,
    /// Whether it is walked through line by line, so that the one with the cursor is enough.
    pub is_list: bool,
    /// What stands below a list.
    pub pane: Vec<String>,
}

/// What a line of a list is: a row of the tree, or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    Row(Item),
    Number(usize),
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Place {
    #[default]
    Request,
    Response,
    Errors,
    /// Something over the panels, by its name without what it counts.
    Window(String),
}

/// A line that is being typed, up to the cursor and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub before: String,
    pub after: String,
    row: Option<usize>,
    /// It is a line among others of one text, which is read in its order.
    is_among_others: bool,
}

impl Told {
    /// The line of the part that is being typed.
    pub(super) fn typed_row(&self) -> Option<usize> {
        self.typed.as_ref().and_then(|typed| typed.row)
    }

    /// The same, if it is told at the end and nowhere else.
    pub(super) fn row_apart(&self) -> Option<usize> {
        self.typed.as_ref().filter(|typed| !typed.is_among_others).and_then(|typed| typed.row)
    }

    /// The errors with their heading, or that there are none.
    pub(super) fn errors(&self) -> Vec<String> {
        if self.errors.is_empty() {
            return vec!["Errors: nothing wrong".to_owned()];
        }
        std::iter::once("Errors:".to_owned()).chain(self.errors.iter().cloned()).collect()
    }
}

impl Part {
    pub(super) fn heading(&self) -> String {
        format!("{}:", self.name)
    }

    pub(super) fn current_line(&self) -> Option<&String> {
        self.lines.get(self.current?)
    }

    /// All lines but the one that is being typed, that with the cursor marked.
    pub(super) fn read_out(&self, typed: Option<usize>) -> Vec<String> {
        let lines = self.lines.iter().enumerate().filter(|(at, line)| Some(*at) != typed && !line.is_empty());
        let told = |(at, line): (usize, &String)| match Some(at) == self.current && self.is_list {
            true => format!("> {line}"),
            false => line.clone(),
        };
        lines.map(told).collect()
    }
}

/// Reads a model.
pub(super) fn read(model: &Model, theme: &Theme) -> Told {
    let screen = Rect::new(0, 0, COLUMNS, model.screen.size.1.max(FEWEST_ROWS));
    let (part, typed) = match window(model, theme, screen) {
        Some((sheet, area, cursor)) => {
            (of_window(model, &sheet, area, theme), typed_in(&sheet, area, cursor, theme))
        }
        None => panel(model, theme, screen),
    };
    let status: String =
        title::status(model, usize::from(COLUMNS), theme).iter().map(Span::to_string).collect();
    let report = model.errors.report().is_some();
    let all = if report { model.errors.lines(COLUMNS).into_owned() } else { Vec::new() };
    let told = |text: &str| clean(text.trim(), theme);
    let all_told = Told {
        title: told(&head(model, theme)),
        status: told(&status),
        is_busy: model.fetch.running().is_some() || model.fetch.walking().is_some(),
        errors: all.iter().map(|(_, line)| told(line)).filter(|line| !line.is_empty()).collect(),
        offers: if model.overlay.is_some() { 0 } else { model.completing.offers().len() },
        offer_keys: [Action::Move(Motion::Down), Action::Accept]
            .map(|action| model.keymap.key(Context::Offers, action)),
        chosen: chosen(model).map(|line| told(&line)),
        notice: model.notice.as_deref().map(told),
        keys: told(&keys(model, theme)),
        beside: typed.as_ref().and_then(|(_, beside)| beside.clone()),
        typed: typed.map(|(typed, _)| typed),
        rereads: model.screen.redraws,
        part,
    };
    match model.present.is_on() {
        true => concealed(model, all_told),
        false => all_told,
    }
}

/// What is told to a room.
fn concealed(model: &Model, told: Told) -> Told {
    let with_names = model.overlay.is_some() || model.screen.focus != Panel::Response;
    let hide = |text: String| present::told(model, &text, with_names);
    let every = |texts: Vec<String>| texts.into_iter().map(hide).collect();
    let part = Part {
        name: present::told(model, &told.part.name, true),
        lines: every(told.part.lines),
        pane: every(told.part.pane),
        place: match told.part.place {
            Place::Window(name) => Place::Window(hide(name)),
            place => place,
        },
        ..told.part
    };
    Told {
        title: "segue, presenter mode".to_owned(),
        status: hide(told.status),
        errors: every(told.errors),
        chosen: told.chosen.map(hide),
        notice: told.notice.map(hide),
        typed: told.typed.map(|typed| Typed {
            before: hide(typed.before),
            after: hide(typed.after),
            ..typed
        }),
        beside: told.beside.map(hide),
        part,
        ..told
    }
}

/// The panel that has the focus.
fn panel(model: &Model, theme: &Theme, screen: Rect) -> (Part, Option<(Typed, Option<String>)>) {
    let mut buffer = Buffer::empty(screen);
    let area = model.areas_in((screen.width, screen.height)).of(model.screen.focus);
    let cursor = match model.screen.focus {
        Panel::Request => request::draw(model, theme, area, &mut buffer),
        Panel::Response => {
            response::draw(model, theme, area, &mut buffer);
            prompt::draw(model, theme, area, &mut buffer)
        }
        Panel::Errors => {
            errors::draw(model, theme, area, &mut buffer);
            None
        }
    };
    let mut typed = typed_in(&buffer, area, cursor, theme);
    if let Some((typed, _)) = &mut typed {
        typed.is_among_others = has_lines(model);
    }
    (of_panel(model, &buffer, area, theme), typed)
}

/// Whether more than one line stands in the field that is being edited.
fn has_lines(model: &Model) -> bool {
    let field = model.composer.field(model.composer.row());
    model.context() == Context::Lines && field.is_some_and(|field| field.rows().len() > 1)
}

/// The title line without the status, which narrow screens do not have there.
fn head(model: &Model, theme: &Theme) -> String {
    let area = Rect::new(0, 0, WIDE - 1, 1);
    let mut buffer = Buffer::empty(area);
    title::draw(model, theme, area, &mut buffer);
    text(&buffer, area, 0)
}

/// The keys of the footer; a notice in their place is told by itself.
fn keys(model: &Model, theme: &Theme) -> String {
    let area = Rect::new(0, 0, COLUMNS, 1);
    let mut buffer = Buffer::empty(area);
    footer::draw_keys(model, theme, area, &mut buffer);
    text(&buffer, area, 0)
}

fn chosen(model: &Model) -> Option<String> {
    let offer = model.completing.offers().get(model.completing.chosen()?)?;
    Some(format!("{}  {}", offer.text, offer.beside))
}

/// What lies over the panels, on a sheet of its own: where it stands is seen by its border.
fn window(model: &Model, theme: &Theme, screen: Rect) -> Option<(Buffer, Rect, Option<Position>)> {
    model.overlay.as_ref()?;
    let mut buffer = Buffer::empty(screen);
    let cursor = overlay::draw(model, theme, (screen.width, screen.height), &mut buffer);
    let find = |symbol: &str| {
        buffer.content.iter().position(|cell| cell.symbol() == symbol).map(|at| buffer.pos_of(at))
    };
    let ((left, top), (right, _), (_, bottom)) = (find("┌")?, find("┐")?, find("└")?);
    let area = Rect::new(left, top, right - left + 1, bottom - top + 1);
    Some((buffer, area, cursor))
}

fn of_panel(model: &Model, buffer: &Buffer, area: Rect, theme: &Theme) -> Part {
    let place = match model.screen.focus {
        Panel::Request => Place::Request,
        Panel::Response => Place::Response,
        Panel::Errors => Place::Errors,
    };
    let is_tree = model.response.view() == View::Body && model.response.tree().is_some();
    let row = model.response.tree().and_then(|tree| tree.row(model.response.cursor()));
    let part = Part {
        is_list: place == Place::Response && is_tree,
        at: row.map(|row| At::Row(row.item)),
        place,
        ..framed(buffer, area, 1, theme)
    };
    match part.place {
        // On view is the part of them that fits; they are read as a whole.
        Place::Errors if model.errors.report().is_some() => {
            let all = model.errors.lines(COLUMNS);
            let lines =
                all.iter().map(|(_, line)| clean(line, theme)).filter(|line| !line.is_empty()).collect();
            Part { name: "Errors".to_owned(), lines, current: None, ..part }
        }
        _ => part,
    }
}

fn of_window(model: &Model, buffer: &Buffer, area: Rect, theme: &Theme) -> Part {
    use crate::app::overlay::Overlay;
    let at = match &model.overlay {
        Some(Overlay::Palette(palette)) => Some(palette.selected()),
        Some(Overlay::Comparison(state)) => Some(state.cursor()),
        _ => None,
    };
    let part = framed(buffer, area, 2, theme);
    // Two windows of one name, such as two values, are one place: what is new in it is told all the same.
    let place = Place::Window(part.name.clone());
    Part { place, is_list: at.is_some(), at: at.map(At::Number), ..part }
}

/// The name and the lines inside a border, beside which so many columns are free or have the mark of the cursor.
fn framed(buffer: &Buffer, area: Rect, margin: usize, theme: &Theme) -> Part {
    if area.height < 2 {
        // The errors panel is one line while there is nothing to say.
        return Part { name: clean(text(buffer, area, area.y).trim(), theme), ..Part::default() };
    }
    let inner = inside(area);
    let rows: Vec<String> = (inner.top()..inner.bottom()).map(|y| text(buffer, inner, y)).collect();
    let rule = theme.marks.rule.repeat(2);
    let end = rows.iter().position(|row| row.starts_with(&rule)).unwrap_or(rows.len());
    let is_here = |row: &String| row.trim_start().starts_with(theme.marks.cursor);
    let current = rows[..end].iter().position(is_here);
    let told = |row: &String| {
        let is_margin = |at: usize, c: char| at < margin && (c == ' ' || theme.marks.cursor.starts_with(c));
        let from = row.char_indices().enumerate().find(|(at, (_, c))| !is_margin(*at, *c));
        clean(from.map_or("", |(_, (byte, _))| &row[byte..]), theme)
    };
    let mut lines: Vec<String> = rows[..end].iter().map(told).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let pane = rows[end..].iter().map(told).filter(|line| !line.is_empty()).collect();
    let name = clean(text(buffer, inner, area.y).replace('─', " ").trim(), theme);
    Part { name, lines, current, pane, ..Part::default() }
}

/// What is typed in the row of the cursor, and what stands at its right.
fn typed_in(
    buffer: &Buffer,
    area: Rect,
    cursor: Option<Position>,
    theme: &Theme,
) -> Option<(Typed, Option<String>)> {
    /// Blanks between what is typed and what stands beside it.
    const GAP: &str = "   ";
    let cursor = cursor?;
    let inner = inside(area);
    let left = Rect { width: cursor.x.saturating_sub(inner.x), ..inner };
    let right = Rect { x: cursor.x, width: inner.right().saturating_sub(cursor.x), ..inner };
    let before = text(buffer, left, cursor.y);
    let before = before.strip_prefix(theme.marks.cursor).unwrap_or(&before).trim_start();
    let rest = text(buffer, right, cursor.y);
    // A hint in an empty field is dim, and what is typed is not.
    let is_hint = buffer[cursor].modifier.contains(ratatui::style::Modifier::DIM);
    let (after, beside) = match rest.find(GAP) {
        _ if is_hint => ("", rest.as_str()),
        Some(at) => rest.split_at(at),
        None => (rest.as_str(), ""),
    };
    let row = cursor.y.checked_sub(inner.y).map(usize::from);
    let translated = |text: &str| marks::translated(text, theme.charset).into_owned();
    let is_among_others = false;
    let typed =
        Typed { before: translated(before), after: translated(after.trim_end()), row, is_among_others };
    let beside = clean(beside.trim(), theme);
    Some((typed, Some(beside).filter(|beside| !beside.is_empty() && !is_hint && !is_unfinished(beside))))
}

/// Whether what stands beside a field will say more in a moment.
fn is_unfinished(beside: &str) -> bool {
    beside.starts_with('…')
}

/// The text of a row of an area; one blank for each cell that nothing was written to.
fn text(buffer: &Buffer, area: Rect, y: u16) -> String {
    let mut text = String::new();
    let mut x = area.left();
    while x < area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        text.push_str(cell.symbol());
        x += if cell.symbol().len() == 1 { 1 } else { cell.cell_width().max(1) };
    }
    text
}

/// A row as a line to be read: without marks of place and lines of a border, what stands apart apart.
fn clean(row: &str, theme: &Theme) -> String {
    let row = row.replace(['─', '━', '┃'], " ");
    let words = row.trim();
    if words.is_empty() {
        return String::new();
    }
    let mut line = " ".repeat(row.len() - row.trim_start().len());
    let mut blanks = 0;
    for c in words.chars() {
        if c == ' ' {
            blanks += 1;
            continue;
        }
        line.push_str(["", " ", "  "][blanks.min(2)]);
        line.push(c);
        blanks = 0;
    }
    marks::translated(&line.replace(" · ", ", "), theme.charset).into_owned()
}
