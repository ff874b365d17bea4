//! Thousands of keys, pastes and sizes that nobody would choose.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use segue::app::{
    event::{Event, Key, KeyCode, Mouse, MouseKind},
    message::Message,
};

use crate::stage::{Setting, Sight, Stage, Witness, keys, text};

/// Every key that is bound, and some that are not.
const KEYS: &str = "jklhJKgGceCEfftwwzr123?:qimDUpHbMyosT <Enter><Enter><Enter><Esc><Esc><Tab><S-Tab><F5><F1><C-p><C-x>\
                    <C-e><C-u><C-d><C-w><C-k><C-y><C-_><C-a><C-z><C-n><PgUp><PgDn><Home><End><Up><Down><Left>\
                    <Right><C-Left><Backspace><Delete>/v1?=&é漢<F6><F9>";

const PASTES: [&str; 8] = [
    "/v1/catalog/us/albums/1000042/tracks?limit=2",
    "/v1/me/library/songs?limit=3",
    "/v1/catalog/us/search?term=glass&types=songs,albums&limit=2",
    "{\"type\":\"rating\",\"attributes\":{\"value\":1}}",
    "X-Note: a\r\n\u{1b}[31m\u{202e}",
    "/v1/me/ratings/songs/1000101",
    "👩‍👩‍👧 e\u{301} ﷽ \u{200b}",
    "/v1/catalog/us/charts?types=songs&limit=2",
];

/// SplitMix64: the same seed gives the same script, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % count
    }

    fn event(&mut self, keys: &[Key]) -> Event {
        match self.below(40) {
            0 => Event::Paste(PASTES[self.below(PASTES.len())].to_owned()),
            1 => Event::Resize(self.size(200), self.size(60)),
            2..6 => Event::Mouse(Mouse {
                kind: [MouseKind::Down, MouseKind::WheelUp, MouseKind::WheelDown][self.below(3)],
                column: self.size(120),
                row: self.size(50),
            }),
            _ => Event::Key(keys[self.below(keys.len())]),
        }
    }

    fn size(&mut self, most: usize) -> u16 {
        u16::try_from(self.below(most)).unwrap()
    }
}

/// `q` outside a field, and `Ctrl-c`, would end the script early.
fn is_safe(event: &Event) -> bool {
    *event != Event::Key(Key::char('q')) && *event != Event::Key(Key::ctrl('c'))
}

/// Holds at every frame and every answer: a frame is as large as the screen and has no control character in it, and no
/// fetch is answered twice.
fn witness() -> Witness {
    let answered = Mutex::new(HashSet::new());
    Arc::new(move |sight| match sight {
        Sight::Frame(model, buffer) => {
            assert_eq!((buffer.area.width, buffer.area.height), model.screen.size);
            assert!(!text(buffer).chars().any(|c| c.is_control() && c != '\n'), "{:?}", text(buffer));
        }
        Sight::Answer(Message::Fetched { id, .. }) => assert!(answered.lock().unwrap().insert(*id)),
        Sight::Printed(lines) => {
            assert!(!lines.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{lines:?}");
        }
        Sight::Answer(_) | Sight::Copied(_) | Sight::Lent(_) => {}
    })
}

fn open() -> Stage {
    Setting { witness: witness(), ..Setting::sandbox("/v1/storefronts?limit=3") }.open()
}

async fn soak(seed: u64, events: usize) {
    let mut dice = Dice(seed);
    let keys = keys(KEYS);
    let mut stage = open();
    for number in 0..events {
        let event = dice.event(&keys);
        if is_safe(&event) {
            stage.send(event);
        }
        // Now and then the answers get their turn, so that later keys meet a response.
        if number % 40 == 0 && !stage.goes_on().await {
            // The palette offers to quit too.
            stage.ended().await;
            stage = open();
        }
    }
    stage.quit().await;
}

#[tokio::test]
async fn a_thousand_keys_break_nothing() {
    soak(1, 1000).await;
}

#[tokio::test]
async fn a_thousand_other_keys_break_nothing() {
    soak(2, 1000).await;
}

#[tokio::test]
async fn keys_pastes_and_sizes_at_random_end_cleanly() {
    soak(3, 1000).await;
}

#[test]
fn keys_are_read_as_they_are_written() {
    let expected = [
        Key::plain(KeyCode::Tab),
        Key::char('j'),
        Key::ctrl('p'),
        Key::char('<'),
        Key::plain(KeyCode::F(5)),
        Key { ctrl: true, ..Key::plain(KeyCode::Left) },
    ];
    assert_eq!(keys("<Tab>j<C-p><lt><F5><C-Left>"), expected);
}
