//! Where the panels stand: a pure function of the terminal's size and what the panels need. `update` asks it how far a
//! page is, `view` where to draw, and both get the same answer.

use ratatui::layout::Rect;

/// From here on the errors panel has room beside the response.
pub const WIDE: u16 = 110;

/// Below these, only the focused panel is shown.
const TINY_WIDTH: u16 = 40;
const TINY_HEIGHT: u16 = 14;

/// A panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Panel {
    #[default]
    Request,
    Response,
    Errors,
}

/// What the layout depends on beside the terminal's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    pub focus: Panel,
    /// The focused panel takes the whole screen.
    pub zoomed: bool,
    /// Rows inside the request panel.
    pub form_rows: u16,
    /// Rows that the errors have to say; 0 while there is nothing to say.
    pub error_rows: u16,
    /// Rows that the note of a demo takes above the footer.
    pub note_rows: u16,
}

/// The rectangles of the screen; an empty one is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    pub title: Rect,
    pub request: Rect,
    pub response: Rect,
    pub errors: Rect,
    pub note: Rect,
    pub footer: Rect,
}

impl Areas {
    /// The rectangle of a panel.
    #[must_use]
    pub const fn of(&self, panel: Panel) -> Rect {
        match panel {
            Panel::Request => self.request,
            Panel::Response => self.response,
            Panel::Errors => self.errors,
        }
    }
}

/// The inside of a panel's border; nothing is left of one that is too small.
#[must_use]
pub const fn inside(panel: Rect) -> Rect {
    Rect {
        x: panel.x.saturating_add(1),
        y: panel.y.saturating_add(1),
        width: panel.width.saturating_sub(2),
        height: panel.height.saturating_sub(2),
    }
}

/// Columns for text inside a panel: a column beside each border stays free.
#[must_use]
pub const fn text_width(panel: Rect) -> u16 {
    panel.width.saturating_sub(4)
}

/// Rows of the response panel's inside that the preview takes when it is open: a third, its heading included. A panel of few
/// rows keeps them all for the tree.
#[must_use]
pub const fn preview_height(rows: u16) -> u16 {
    match rows {
        0..7 => 0,
        7..9 => 3,
        _ => rows / 3,
    }
}

/// Columns that a row of the tree is set in. Deep levels are not indented further, so that their values stay on the screen.
#[must_use]
pub fn indent(depth: u16) -> u16 {
    const DEEPEST: u16 = 16;
    depth.min(DEEPEST) * 2
}

/// The parts of the response panel, from its inside: rows of the tree, the preview where there is one, the prompt.
#[must_use]
pub const fn response_parts(inside: Rect, prompt: u16, has_preview: bool) -> (Rect, Rect, Rect) {
    let prompt = if prompt < inside.height { prompt } else { inside.height };
    let rest = inside.height - prompt;
    let wanted = if has_preview { preview_height(inside.height) } else { 0 };
    let preview = if wanted < rest { wanted } else { rest };
    (slice(inside, 0, rest - preview), slice(inside, rest - preview, preview), slice(inside, rest, prompt))
}

/// A box in the upper middle of the screen, over the panels. The title line and the footer, which says what the keys do
/// there, stay in sight where the screen is not tiny.
#[must_use]
pub fn overlay((width, height): (u16, u16), wanted: (u16, u16)) -> Rect {
    let most = if height < 9 { height } else { height - 2 };
    let (wide, high) = (wanted.0.min(width), wanted.1.min(most));
    let y = ((height - high) / 3).max(u16::from(high < height));
    Rect { x: (width - wide) / 2, y, width: wide, height: high }
}

/// Columns for the note of a demo: one stays free at each edge.
#[must_use]
pub fn note_width((width, _): (u16, u16)) -> usize {
    usize::from(width.saturating_sub(2))
}

/// Columns and rows that a value takes that is shown whole: lines of up to a hundred columns are easy to read.
#[must_use]
pub const fn value_size(screen: (u16, u16)) -> (u16, u16) {
    (104, screen.1)
}

/// Columns and rows of a palette of so many choices: for the field, the choices and the border, as long as there are few; most
/// paths and their titles have room in the width.
#[must_use]
pub fn palette_size(choices: usize) -> (u16, u16) {
    (100, u16::try_from(choices.max(1) + 3).unwrap_or(u16::MAX).min(18))
}

/// The inside of a box over the panels, a column beside each border left free.
#[must_use]
pub const fn inside_overlay(area: Rect) -> Rect {
    let area = inside(area);
    Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area }
}

/// The field of a palette, and the list below it, in its inside.
#[must_use]
pub fn palette_parts(inside: Rect) -> (Rect, Rect) {
    let height = inside.height.saturating_sub(1);
    (
        Rect { height: inside.height.min(1), ..inside },
        Rect { y: inside.y.saturating_add(1), height, ..inside },
    )
}

/// Columns and rows of a question.
pub const QUESTION: (u16, u16) = (72, 7);

/// Arranges the screen.
#[must_use]
pub fn arrange((width, height): (u16, u16), needs: Needs) -> Areas {
    let screen = Rect { x: 0, y: 0, width, height };
    let is_tiny = width < TINY_WIDTH || height < TINY_HEIGHT;
    let title = slice(screen, 0, u16::from(height > 4));
    let footer = slice(screen, height.saturating_sub(1), u16::from(height > 6));
    // What is shown matters more than what is said of it.
    let note_rows = needs.note_rows.min(height.saturating_sub(TINY_HEIGHT - 4) / 2);
    let note = slice(screen, footer.y.saturating_sub(note_rows), note_rows);
    let taken = title.height + footer.height + note.height;
    let middle = slice(screen, title.height, height.saturating_sub(taken));
    let mut areas = Areas { title, note, footer, ..Areas::default() };
    if is_tiny || needs.zoomed {
        *panel_mut(&mut areas, needs.focus) = middle;
        return areas;
    }
    let request = needs.form_rows.saturating_add(2).min(middle.height / 2);
    areas.request = slice(middle, 0, request);
    let rest = slice(middle, request, middle.height - request);
    if needs.error_rows == 0 {
        stack(&mut areas, rest, if needs.focus == Panel::Errors { 3 } else { 1 });
    } else if width >= WIDE {
        areas.errors = Rect { x: width - width * 2 / 5, width: width * 2 / 5, ..rest };
        areas.response = Rect { width: width - areas.errors.width, ..rest };
    } else {
        let share = if needs.focus == Panel::Errors { rest.height * 2 / 3 } else { rest.height / 2 };
        stack(&mut areas, rest, needs.error_rows.saturating_add(2).min(share));
    }
    areas
}

/// The response above, the errors below it.
fn stack(areas: &mut Areas, rest: Rect, error_height: u16) {
    let response = rest.height.saturating_sub(error_height);
    areas.response = slice(rest, 0, response);
    areas.errors = slice(rest, response, rest.height - response);
}

const fn panel_mut(areas: &mut Areas, panel: Panel) -> &mut Rect {
    match panel {
        Panel::Request => &mut areas.request,
        Panel::Response => &mut areas.response,
        Panel::Errors => &mut areas.errors,
    }
}

/// `height` rows of an area, from its row `from` on.
const fn slice(area: Rect, from: u16, height: u16) -> Rect {
    Rect { x: area.x, y: area.y.saturating_add(from), width: area.width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(focus: Panel, error_rows: u16) -> Needs {
        Needs { focus, zoomed: false, form_rows: 4, error_rows, note_rows: error_rows.min(2) }
    }

    #[test]
    fn no_size_overlaps_or_leaves_the_screen() {
        for width in 0..140 {
            for height in 0..50 {
                for focus in [Panel::Request, Panel::Response, Panel::Errors] {
                    for (zoomed, error_rows) in [(false, 0), (false, 9), (true, 9)] {
                        let areas = arrange((width, height), Needs { zoomed, ..needs(focus, error_rows) });
                        let all = [
                            areas.title,
                            areas.request,
                            areas.response,
                            areas.errors,
                            areas.note,
                            areas.footer,
                        ];
                        let covered: u32 = all.iter().map(|area| area.area()).sum();
                        assert_eq!(
                            covered,
                            u32::from(width) * u32::from(height),
                            "{width}x{height} {areas:?}"
                        );
                        let inside = |area: &Rect| area.right() <= width && area.bottom() <= height;
                        assert!(all.iter().all(inside), "{width}x{height} {areas:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn errors_fold_to_a_line_while_there_is_nothing_to_say() {
        assert_eq!(arrange((120, 40), needs(Panel::Request, 0)).errors.height, 1);
        let beside = arrange((120, 40), needs(Panel::Errors, 5));
        assert_eq!(beside.errors.y, beside.response.y);
        let below = arrange((80, 24), needs(Panel::Errors, 20));
        assert_eq!(below.errors.y, below.response.bottom());
    }

    #[test]
    fn a_tiny_terminal_shows_the_focused_panel_alone() {
        let areas = arrange((30, 10), needs(Panel::Response, 5));
        assert_eq!((areas.request.area(), areas.errors.area()), (0, 0));
        assert_eq!(areas.response.height, 8);
    }
}
