//! A screen as a terminal keeps it: of a frame it is told what has moved and what was drawn, and all else stays.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use segue::{
    app::model::Model,
    ui::{self, Theme},
};

/// What shows, and what was drawn on.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) screen: Buffer,
    paper: Buffer,
}

impl Kept {
    /// Draws a frame over nothing.
    pub(crate) fn whole(model: &Model, theme: &Theme, area: Rect) -> Self {
        let mut paper = Buffer::empty(area);
        ui::draw(model, theme, &mut paper);
        Self { screen: paper.clone(), paper }
    }

    /// Draws a frame over the last one, and tells where the text cursor shows.
    pub(crate) fn renew(&mut self, model: &Model, theme: &Theme) -> Option<Position> {
        let drawn = ui::renew(model, theme, &mut self.paper);
        if let Some((area, by)) = drawn.moved {
            let before = self.screen.clone();
            for at in area.positions() {
                let from = i32::from(at.y) + by;
                let from = u16::try_from(from).ok().filter(|from| (area.top()..area.bottom()).contains(from));
                if let Some(y) = from {
                    self.screen[at] = before[(at.x, y)].clone();
                }
            }
        }
        let size = self.screen.area;
        for at in drawn.areas.iter().flat_map(|area| area.intersection(size).positions()) {
            self.screen[at] = self.paper[at].clone();
        }
        drawn.cursor
    }
}
