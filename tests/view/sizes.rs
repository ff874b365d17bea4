//! Every size: nothing panics, and no cell holds what a terminal would act on.

use proptest::{collection::vec, prelude::*, sample::select};
use ratatui::{buffer::Buffer, layout::Rect};
use segue::{
    app::{event::Event, message::Message, touched::Touched},
    domain::{answer::Transport, visible::is_hostile},
    ui::Theme,
};

use super::{
    Stage,
    dump::columns,
    kept::Kept,
    stage::{self, Reply, answered},
};

/// The widest and highest screen that is tried.
const MOST: (u16, u16) = (130, 45);

/// States that draw something of every panel.
pub(crate) fn states() -> Vec<(&'static str, Stage)> {
    let refused = Transport::Refused { host: "127.0.0.1:7347".to_owned() };
    let mut notice = Stage::new(80, 24);
    notice.tell(Message::Edited(Err("nothing was changed: 海の見える駅".to_owned())));
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
        ("trail", super::trail::on_the_way(80, 24)),
        ("history", super::trail::history(80, 24)),
        ("help", Stage::new(80, 24).press("<F1>j")),
        ("question", Stage::new(80, 24).press("<Esc>mmm<Enter>").answer(Reply::text(204, "")).press("r")),
        ("notice", notice),
        ("value", hostile().press("Ejjjjv")),
        ("value whole", hostile().press("EjjjjV")),
    ]
}

/// The small sizes, one by one: here everything is cut off somewhere.
fn small() -> impl Iterator<Item = (u16, u16)> {
    (0..=24).flat_map(|width| (0..=10).map(move |height| (width, height)))
}

/// The rest in steps, and around the widths and heights where the layout changes.
fn large() -> impl Iterator<Item = (u16, u16)> {
    let widths = (25..=MOST.0)
        .filter(|width| width.is_multiple_of(5) || [39, 41, 59, 79, 81, 109, 111].contains(width));
    let heights = |height: &u16| height.is_multiple_of(4) || [11, 13, 14, 15, MOST.1].contains(height);
    widths.flat_map(move |width| (0..=MOST.1).filter(heights).map(move |height| (width, height)))
}

#[test]
fn a_step_in_a_terminal_of_no_columns_or_rows_draws_nothing() {
    for (width, height) in [(0, 24), (80, 0), (0, 0), (1, 1)] {
        let mut stage = stage::two_pages(80, 24);
        stage.tell(Message::Input(Event::Resize(width, height)));
        stage.tell(Message::Drawn);
        let stage = stage.press("j");
        assert!(matches!(stage.model.touched(), Touched::Step { offset: 0, cursor: 0, .. }));
        let mut buffer = Buffer::empty(Rect { width, height, ..Rect::ZERO });
        segue::ui::renew(&stage.model, &Theme::new(true), &mut buffer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn steps_over_the_last_frame_come_to_the_same_as_a_whole_frame(
        size in (8_u16..130, 5_u16..30),
        scripts in vec(vec(select(STEPS), 1..4), 1..30),
    ) {
        let mut stage = stage::two_pages(size.0, size.1).press("E");
        let area = Rect { width: size.0, height: size.1, ..Rect::ZERO };
        let mut kept = Kept::whole(&stage.model, &Theme::new(true), area);
        for script in scripts {
            stage.tell(Message::Drawn);
            stage = stage.press(&script.concat());
            kept.renew(&stage.model, &Theme::new(true));
            let mut whole = Buffer::empty(area);
            segue::ui::draw(&stage.model, &Theme::new(true), &mut whole);
            prop_assert_eq!(stage.model.response.has_resource(), stage.model.response.resource().is_some());
            prop_assert_eq!(&kept.screen, &whole, "{:?} after {:?}", stage.model.touched(), script);
        }
    }
}

/// Keys that go through the tree, and a few that fold.
const STEPS: &[&str] = &[
    "j", "j", "j", "k", "k", "g", "G", "J", "K", "h", "l", "c", "e", "v", "E", "<PgDn>", "<PgUp>", "<C-d>",
    "<C-u>",
];

#[test]
fn no_size_panics_or_lets_a_control_character_through() {
    let states = states();
    for (name, stage) in &states {
        small().for_each(|size| check(name, stage, size));
    }
    // Two states at each of the large sizes, in turn: all of them at all sizes would take minutes.
    for (at, size) in large().enumerate() {
        for (name, stage) in states.iter().cycle().skip(at * 2 % states.len()).take(2) {
            check(name, stage, size);
        }
    }
}

#[test]
fn a_model_that_heard_of_another_size_is_drawn_all_the_same() {
    for (name, mut stage) in states() {
        for size in [(0, 0), (1, 1), (20, 5), MOST] {
            stage.tell(Message::Input(Event::Resize(size.0, size.1)));
            check(name, &stage, size);
            check(name, &stage, (size.1, size.0));
        }
    }
}

fn check(name: &str, stage: &Stage, size: (u16, u16)) {
    let frame = stage.draw_at(size);
    let hostile = |text: &str| text.chars().any(|c| c.is_control() || is_hostile(c));
    let found = frame.buffer.content.iter().find(|cell| hostile(cell.symbol()));
    assert_eq!(found, None, "{name} at {size:?}");
    if let Some(cursor) = frame.cursor {
        assert!(frame.buffer.area.contains(cursor), "{name} at {size:?}: the cursor is at {cursor:?}");
    }
    for y in frame.buffer.area.top()..frame.buffer.area.bottom() {
        let columns: usize = super::dump::cells(&frame.buffer, y).map(|(_, cell)| columns(cell)).sum();
        assert_eq!(columns, usize::from(size.0), "{name} at {size:?}: row {y} leaves the screen");
    }
}
