//! What is read out with `--plain`: in which order, how much of a change, and nothing that acts on a terminal.

use segue::{
    app::{event::Event, message::Message},
    domain::{abilities::Charset, answer::Transport},
    ui::{
        Theme,
        plain::{COLUMNS, Reader},
    },
};

use super::{
    Stage, has,
    sizes::states,
    stage::{Reply, two_pages},
};

/// A stage, and what is read of it.
struct Reading {
    stage: Stage,
    reader: Reader,
    theme: Theme,
}

impl Reading {
    fn new(mut stage: Stage) -> Self {
        stage.tell(Message::Input(Event::Resize(COLUMNS, 40)));
        Self { stage, reader: Reader::new(Some(100)), theme: Theme::plain(Charset::Unicode) }
    }

    /// What is written now.
    fn told(&mut self) -> String {
        self.reader.tell(&self.stage.model, &self.theme)
    }

    /// What is written after a change.
    fn after(&mut self, change: impl FnOnce(Stage) -> Stage) -> String {
        let stage = std::mem::replace(&mut self.stage, Stage::new(0, 0));
        self.stage = change(stage);
        self.told()
    }

    fn press(&mut self, keys: &str) -> String {
        self.after(|stage| stage.press(keys))
    }
}

#[test]
fn a_first_request_is_read_from_the_top_and_then_only_what_is_new() {
    let mut reading = Reading::new(Stage::new(0, 0));
    let start = reading.told();
    let lines: Vec<_> = start.lines().collect();
    assert!(lines[0].starts_with("segue  sandbox, us  developer set 11 h 58 min"), "{start}");
    assert_eq!(lines[1], "Request:");
    has(&start, "[x] Authorization  Bearer eyJhbG…, ES256");
    has(&start, "Errors: nothing wrong");
    has(&start, "Keys: Enter send");
    assert!(start.ends_with("GET    /v1/catalog/us/albums/1000042/tracks?limit=8"), "{start}");
    assert_eq!(reading.told(), "", "nothing has changed");
    let sent = reading.press("<Enter>");
    assert!(sent.starts_with("\nGET waiting  Esc cancels\n"), "{sent:?}");
    assert_eq!(reading.after(|stage| stage.wait(3)), "", "that it still waits is no news");
    let answered = reading.after(|stage| stage.answer(Reply::fixture("tracks_page_1", 200, 42)));
    has(&answered, "GET 200, 42.0 ms, ");
    assert!(answered.contains("\nResponse:\n"), "{answered:?}");
    has(&answered, "open data 8 songs so far");
}

#[test]
fn a_body_is_read_from_its_first_line_wherever_the_cursor_is_in_it() {
    let stage = Stage::at(0, 0, "/v1/me/library/playlists").press("<Esc>mb{<Enter>\"a\": 1<Enter>}<Up><Up>");
    let mut reading = Reading::new(stage);
    let read = reading.told();
    let places = ["Body  {\n", "\"a\": 1", "}\n"].map(|line| read.find(line));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {read}");
}

#[test]
fn a_step_through_the_tree_is_one_line_and_a_fold_is_told_in_a_word() {
    let mut reading = Reading::new(two_pages(0, 0));
    reading.press("g");
    reading.told();
    let down = reading.press("jj");
    assert_eq!(down.lines().count(), 1, "{down:?}");
    has(&down, "folded ");
    has(&down, "Mara Quill");
    let unfolded = reading.press("l");
    assert!(unfolded.starts_with("  open "), "{unfolded:?}");
    // Two rows of the same words are two lines.
    assert_eq!(reading.press("G").lines().count(), 1);
}

#[test]
fn what_is_typed_is_written_as_it_is_typed_and_taken_back_at_the_end_alone() {
    let mut reading = Reading::new(Stage::at(0, 0, "/v1/test?q="));
    reading.told();
    assert_eq!(reading.press("x"), "x");
    assert_eq!(reading.press("yz"), "yz");
    assert_eq!(reading.press("<Backspace>"), "\u{8} \u{8}");
    assert_eq!(reading.press("<Left>"), "\nthe cursor is before y\n");
    assert_eq!(reading.press("a"), "GET    /v1/test?q=xay\nthe cursor is before y\n");
    assert_eq!(reading.press("<C-e>"), "GET    /v1/test?q=xay");
    // A file keeps no half lines.
    reading.reader = Reader::new(None);
    reading.told();
    assert_eq!(reading.press("<Backspace>"), "\nGET    /v1/test?q=xa");
}

#[test]
fn notices_and_errors_are_told_in_full() {
    let refused = Transport::Refused { host: "127.0.0.1:7347".to_owned() };
    let mut reading = Reading::new(Stage::new(0, 0));
    reading.told();
    reading.press("<Enter>");
    let failed = reading.after(|stage| stage.fail(refused));
    for (_, line) in reading.stage.model.errors.lines(COLUMNS).iter().filter(|(_, line)| !line.is_empty()) {
        has(&failed, &line.trim().replace(" · ", ", "));
    }
    let long = format!("nothing was changed: {}", "a reason that goes on ".repeat(20));
    let told = reading.after(|mut stage| {
        stage.tell(Message::Edited(Err(long.clone())));
        stage
    });
    has(&told, long.trim());
}

#[test]
fn a_key_reads_all_of_the_panel_with_the_line_of_the_cursor_marked() {
    let mut reading = Reading::new(two_pages(0, 0).press("gj"));
    reading.told();
    let all = reading.press("<C-l>");
    has(&all, "segue  sandbox");
    has(&all, "Response:");
    has(&all, "page 1, 200, 42.0 ms, 8 songs");
    assert_eq!(all.lines().filter(|line| line.starts_with("> ")).count(), 1, "{all}");
    has(&all, "Keys: ");
}

#[test]
fn a_list_of_choices_is_read_choice_by_choice() {
    let mut reading = Reading::new(Stage::new(0, 0).press("<Esc>"));
    reading.told();
    let open = reading.press("<C-p>");
    has(&open, "Palette:");
    let next = reading.press("<Down>");
    let lines = next.lines().filter(|line| !line.is_empty()).count();
    assert_eq!(lines, 1, "{next:?}");
}

#[test]
fn nothing_that_is_read_acts_on_a_terminal_or_is_a_line_of_a_border() {
    for charset in [Charset::Unicode, Charset::Ascii] {
        for (name, stage) in states() {
            let mut reading = Reading::new(stage);
            reading.theme = Theme::plain(charset);
            let whole = format!("{}{}", reading.told(), reading.press("<C-l>"));
            let acts = |c: char| c != '\n' && segue::domain::visible::is_hostile(c);
            assert!(!whole.contains(acts), "{name}: {whole:?}");
            assert!(
                !whole.contains(['│', '┌', '┘', '─', '━', '┃', '▌', '▸', '▾', '●', '○']),
                "{name}: {whole}"
            );
            assert!(charset == Charset::Unicode || whole.is_ascii(), "{name}: {whole}");
            assert!(!whole.contains("\x1b"), "{name}");
        }
    }
}
