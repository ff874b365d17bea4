//! Keys, pastes, clicks, sizes and broken sequences that nobody would choose, on the real program, with each thing that can be
//! wrong with the sandbox in turn.
//!
//! A short one runs with the other tests. `SEGUE_SOAK=20000` makes it long, `SEGUE_SOAK_SEED` another one, and
//! `SEGUE_SOAK_PROGRAM` names another build: `docs/contributing.md` has the line.
#![expect(
    clippy::disallowed_methods,
    reason = "how long the script is, and of which build, is told by the environment"
)]

use std::collections::BTreeMap;

use segue::sandbox::Scenario;

use super::{
    keys::{CTRL_Z, ESC},
    process,
    pty::{Home, Seen, Start, Terminal},
    state::State,
};

/// Events of the short one.
const FEW: usize = 2000;

/// Events between two looks at the program.
const STRETCH: usize = 50;

/// What keys send, each as often as its weight says. None of them ends the program.
const KEYS: &[(&str, usize)] = &[
    ("jjjkkkllhhJKGgceCEL1L2L3-*", 6),
    ("ffFrtw/nNoOvViAm[]=123z:?", 4),
    ("imDUpHbMSIdxs|&/v1?=é漢 ", 3),
    ("\r\r\r", 4),
    ("\x1b\t\u{7f}", 3),
    ("\x01\x02\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x12\x13\x14\x15\x16\x17\x18\x19\x1c\x1d\x1e\x1f\0", 2),
];

const CHORDS: [&str; 12] =
    ["yv", "yk", "yp", "yP", "yo", "yc", "yx\r", "yr", "ys", "yT\x1b", "\x18\x05", "ysj"];

const SEQUENCES: [&str; 32] = [
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1bOA",
    "\x1bOP",
    "\x1bOQ",
    "\x1bOR",
    "\x1bOS",
    "\x1b[15~",
    "\x1b[17~",
    "\x1b[18~",
    "\x1b[19~",
    "\x1b[20~",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[H",
    "\x1b[F",
    "\x1b[3~",
    "\x1b[Z",
    "\x1b[1;5D",
    "\x1b[1;5C",
    "\x1b[I",
    "\x1b[O",
    "\x1b[97;5u",
    "\x1b[0n",
    "\x1b[?0u",
    "\x1b[?2026;2$y",
    "\x1b[?62;22c",
    "\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
    "\x1bP1$r0m\x1b\\",
    "\x1b[M !!",
];

const PASTES: [&str; 10] = [
    "/v1/catalog/us/albums/1000042/tracks?limit=2",
    "/v1/me/library/songs?limit=3",
    "/v1/catalog/us/search?term=glass&types=songs,albums&limit=2",
    "/v1/me/ratings/songs/1000101",
    "/v1/catalog/us/charts?types=songs&limit=2",
    "{\"type\":\"rating\",\"attributes\":{\"value\":1}}",
    "X-Note: a\r\n\x1b[31m\u{202e}\x07\u{9b}",
    "👩‍👩‍👧 e\u{301} ﷽ \u{200b}\u{feff}\0",
    "curl -H 'Authorization: Bearer nothing' https://api.music.apple.com/v1/storefronts",
    "\x1b[?1049l\x1b]52;c;aGk=\x07\x1b[2J\r\r\r",
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

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn key(&mut self) -> String {
        let mut at = self.below(KEYS.iter().map(|(_, weight)| weight).sum());
        let group = KEYS.iter().find(|(_, weight)| {
            let is_here = at < *weight;
            at = at.saturating_sub(*weight);
            is_here
        });
        let keys: Vec<_> = group.unwrap().0.chars().collect();
        keys[self.below(keys.len())].to_string()
    }

    fn mouse(&mut self) -> String {
        let (button, x, y) = (self.one(&["0", "0", "64", "65", "2", "35"]), self.below(130), self.below(45));
        format!("\x1b[<{button};{x};{y}{}", self.one(&["M", "M", "m"]))
    }

    /// Bytes of which nobody knows what they are, but that none is a key that ends or stops the program.
    fn noise(&mut self) -> Vec<u8> {
        let bytes: Vec<_> = (0..1 + self.below(12)).map(|_| u8::try_from(self.below(256)).unwrap()).collect();
        bytes.into_iter().filter(|byte| !matches!(byte, 0x03 | 0x1a | b'q' | b'Q' | b'u' | b'\n')).collect()
    }
}

/// The program and its script.
struct Soak<'a> {
    home: &'a Home,
    terminal: Terminal,
    dice: Dice,
    /// What was done, for the message when something is wrong.
    done: BTreeMap<&'static str, usize>,
    /// Resident memory of the program that runs, its own and the whole, in kB, by the number of the event.
    memory: Vec<(usize, u64, u64)>,
    starts: usize,
}

impl<'a> Soak<'a> {
    fn new(home: &'a Home, seed: u64) -> Self {
        let terminal = start(home);
        Self { home, terminal, dice: Dice(seed), done: BTreeMap::new(), memory: Vec::new(), starts: 1 }
    }

    fn event(&mut self) {
        let (what, bytes) = match self.dice.below(100) {
            0..3 => ("paste", format!("\x1b[200~{}\x1b[201~", self.dice.one(&PASTES)).into_bytes()),
            3..5 => return self.resize(),
            5..13 => ("mouse", self.dice.mouse().into_bytes()),
            13..25 => ("sequence", self.dice.one(&SEQUENCES).as_bytes().to_vec()),
            25..29 => return self.cut(),
            29..32 => ("chord", self.dice.one(&CHORDS).as_bytes().to_vec()),
            32..34 => ("noise", self.dice.noise()),
            34 => return self.stop(),
            _ => ("key", self.dice.key().into_bytes()),
        };
        *self.done.entry(what).or_default() += 1;
        self.terminal.type_if_alive(&bytes);
    }

    /// A stop by a signal that may come twice, the second time anywhere on the way to the line that a shell has; and the key for
    /// it, which is refused here.
    fn stop(&mut self) {
        *self.done.entry("stop").or_default() += 1;
        for _ in 0..=self.dice.below(2) {
            self.terminal.type_if_alive(CTRL_Z.as_bytes());
            self.terminal.signal_if_alive("TSTP");
            std::thread::yield_now();
        }
        let pid = self.terminal.pid();
        self.terminal.waits_a_moment(|seen| seen.has_ended() || process::is_stopped(pid));
        self.go_on();
    }

    /// A sequence in two pieces.
    fn cut(&mut self) {
        *self.done.entry("cut").or_default() += 1;
        let sequence = self.dice.one(&SEQUENCES).as_bytes();
        let at = 1 + self.dice.below(sequence.len() - 1);
        self.terminal.type_if_alive(&sequence[..at]);
        std::thread::yield_now();
        self.terminal.type_if_alive(&sequence[at..]);
    }

    fn resize(&mut self) {
        *self.done.entry("size").or_default() += 1;
        let size = match self.dice.below(4) {
            0 => [(0, 0), (1, 1), (500, 200), (2, 200), (500, 2), (0, 24)][self.dice.below(6)],
            1 => (80, 24),
            _ => (self.dice.below(220), self.dice.below(70)),
        };
        self.terminal.resize(u16::try_from(size.0).unwrap(), u16::try_from(size.1).unwrap());
    }

    /// Sees that the program is alive and has come to the end of what it was sent; starts another one, if it was told to end.
    fn look(&mut self, event: usize) {
        self.terminal.resize(120, 40);
        // Ends whatever sequence or paste is open; then all is drawn anew.
        let before = self.terminal.now(|seen| seen.written.len());
        let has_ended = |seen: &Seen| seen.has_ended();
        for round in 0.. {
            if self.terminal.now(has_ended) {
                break;
            }
            self.go_on();
            self.terminal.type_if_alive(b"\x1b\\\x1b[201~\x0c");
            let is_drawn = |seen: &Seen| {
                // No words stand in every frame: on a stage the title is another one.
                has_ended(seen) || String::from_utf8_lossy(&seen.written[before..]).contains("\x1b[2J")
            };
            if self.terminal.waits_a_moment(is_drawn) {
                break;
            }
            assert!(
                round < 120,
                "event {event}: nothing is drawn any more; {:?}\n{}",
                self.done,
                self.terminal.now(Seen::text)
            );
        }
        if self.terminal.now(has_ended) {
            self.terminal.wait_clean_exit(0);
            self.terminal = start(self.home);
            self.starts += 1;
            self.memory.clear();
        }
        self.terminal.now(|seen| assert!(!seen.shows("panicked at"), "{}", seen.text()));
        self.terminal.forget_written();
        self.memory.extend(process::memory(self.terminal.pid()).map(|(own, whole)| (event, own, whole)));
    }

    /// Goes on, if it was stopped; the terminal is then as it was found.
    fn go_on(&self) {
        if process::is_stopped(self.terminal.pid()) {
            let is_found = |seen: &Seen| State::after(&seen.written) == State::default();
            self.terminal.wait_until("a terminal as it was found", is_found);
            process::signal(self.terminal.pid(), "CONT");
        }
    }

    /// Makes something wrong with the sandbox, through the palette.
    fn arm(&mut self, name: &str) {
        let offer = format!("sandbox {name}: ");
        // A stop may still be on its way.
        let is_offered = (0..20).any(|_| {
            for _ in 0..4 {
                self.terminal.send(ESC);
                self.terminal.pause_for_esc();
            }
            self.go_on();
            self.terminal.send("\x10");
            let is_open = self.terminal.waits_a_moment(|seen| seen.shows("Palette"));
            self.terminal.send(&format!("sandbox {name}:"));
            is_open && self.terminal.waits_a_moment(|seen| seen.shows(&offer))
        });
        assert!(is_offered, "{name} is not offered:\n{}", self.terminal.now(Seen::text));
        self.terminal.send("\r");
        self.terminal.wait_until("the palette's end", |seen| !seen.shows("Palette"));
    }
}

fn start(home: &Home) -> Terminal {
    let program =
        std::env::var("SEGUE_SOAK_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_segue").to_owned());
    // No other program is there to be opened: no browser, and no clipboard.
    let start =
        Start::program(&program, home).args(&["--sandbox"]).env("PATH", "").env("EDITOR", "/bin/true");
    let terminal = start.answering().open();
    terminal.wait_for("developer ●");
    terminal
}

#[test]
fn nothing_that_is_typed_pasted_or_sent_breaks_it() {
    let events = std::env::var("SEGUE_SOAK").map_or(FEW, |count| count.parse().unwrap());
    let seed = std::env::var("SEGUE_SOAK_SEED").map_or(1, |seed| seed.parse().unwrap());
    let home = Home::new();
    home.write_settings("mouse = true\n");
    let mut soak = Soak::new(&home, seed);
    let scenarios = Scenario::ALL.map(|(_, name, _)| name);
    for event in 0..events {
        if event % (events / scenarios.len()) == 0 {
            soak.look(event);
            soak.arm(scenarios[event * scenarios.len() / events]);
        }
        soak.event();
        if event % STRETCH == 0 {
            soak.look(event);
        }
    }
    soak.look(events);
    println!("{:?}, {} starts, memory {:?}", soak.done, soak.starts, soak.memory);
    check_memory(&soak.memory);
    for _ in 0..4 {
        soak.terminal.send(ESC);
        soak.terminal.pause_for_esc();
    }
    process::signal(soak.terminal.pid(), "TERM");
    soak.terminal.wait_clean_exit(0);
}

/// The first thousand events see little of what there is to see; what they have is kept, up to its bounds.
const WARM: usize = 1000;

/// What may come after that, in kB: the trail's hundred steps each way, the last 500 requests in the history and in the sandbox's
/// journal. A kilobyte that is lost at each of 20,000 events is five times as much.
const ALLOWED: u64 = 4096;

/// Memory is flat after the first thousand events: the least of the last tenth of what follows is what the first tenth had, but
/// for what has a bound. A large body that is on view for a moment is no leak.
fn check_memory(memory: &[(usize, u64, u64)]) {
    let settled: Vec<_> =
        memory.iter().filter(|(event, ..)| *event >= WARM).map(|(_, own, _)| *own).collect();
    let least = |part: &[u64]| part.iter().copied().min().unwrap_or_default();
    let tenth = settled.len().div_ceil(10);
    let (first, last) = (least(&settled[..tenth]), least(&settled[settled.len() - tenth..]));
    assert!(last <= first + ALLOWED, "{first} kB, then {last} kB; {memory:?}");
}
