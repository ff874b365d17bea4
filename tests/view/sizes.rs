//! Every size: nothing panics, and no cell holds what a terminal would act on.

use segue::{app::message::Message, domain::answer::Transport};

use super::{
    Stage,
    stage::{self, Reply, answered},
};

/// The widest and highest screen that is tried.
const MOST: (u16, u16) = (130, 45);

/// States that draw something of every panel.
fn states() -> Vec<(&'static str, Stage)> {
    let refused = Transport::Refused { host: "127.0.0.1:7347".to_owned() };
    let mut notice = Stage::new(80, 24);
    notice.tell(Message::Notice("nothing was pasted: 海の見える駅".to_owned()));
    let hostile = || {
        Stage::at(80, 24, "/v1/x?q=海の見える駅").press("<Enter>").answer(Reply::fixture("hostile", 200, 5))
    };
    vec![
        ("first", Stage::new(80, 24)),
        ("waiting", Stage::new(80, 24).press("<Enter>").wait(3)),
        ("pages", stage::two_pages(80, 24)),
        ("hostile", hostile()),
        ("hostile plain", hostile().press("tE")),
        ("headers", hostile().press("w")),
        ("error", answered((80, 24), "/v1/x?limit=9000", "error_parameter", 400)),
        ("refused", Stage::new(80, 24).press("<Enter>").fail(refused).press("<Tab>z")),
        ("body", Stage::new(80, 24).press("<Esc>mmb{ 漢字<Enter>")),
        ("palette", Stage::new(80, 24).press("<C-p>fo")),
        ("help", Stage::new(80, 24).press("<F1>j")),
        ("question", Stage::new(80, 24).press("<Esc>mmm<Enter>").answer(Reply::text(204, "")).press("r")),
        ("notice", notice),
    ]
}

/// Sizes where something changes are tried one by one, the rest in steps.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let widths = (0..=MOST.0)
        .filter(|width| *width < 25 || [39, 40, 41, 80, 109, 110, 111].contains(width) || width % 26 == 0);
    widths.flat_map(|width| {
        let heights =
            (0..=MOST.1).filter(move |height| *height < 12 || (13..=15).contains(height) || height % 15 == 0);
        heights.map(move |height| (width, height))
    })
}

#[test]
fn no_size_panics_or_lets_a_control_character_through() {
    for (name, mut stage) in states() {
        for size in sizes() {
            check(name, &stage, size);
        }
        // The model hears of a size before it is drawn, and sometimes only after.
        for size in [(0, 0), (1, 1), (20, 5), MOST] {
            stage.tell(Message::Input(segue::app::event::Event::Resize(size.0, size.1)));
            check(name, &stage, size);
            check(name, &stage, (size.1, size.0));
        }
    }
}

fn check(name: &str, stage: &Stage, size: (u16, u16)) {
    let frame = stage.draw_at(size);
    let hostile = |text: &str| text.chars().any(|c| c.is_control() || segue::domain::visible::is_hostile(c));
    let found = frame.buffer.content.iter().find(|cell| hostile(cell.symbol()));
    assert_eq!(found, None, "{name} at {size:?}");
    if let Some(cursor) = frame.cursor {
        assert!(frame.buffer.area.contains(cursor), "{name} at {size:?}: the cursor is at {cursor:?}");
    }
    for y in frame.buffer.area.top()..frame.buffer.area.bottom() {
        let columns: usize =
            super::dump::cells(&frame.buffer, y).map(|(_, cell)| columns(cell.symbol())).sum();
        assert_eq!(columns, usize::from(size.0), "{name} at {size:?}: row {y} leaves the screen");
    }
}

fn columns(symbol: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(symbol).max(1)
}
