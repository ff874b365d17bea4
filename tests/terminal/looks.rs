//! Terminals of every kind: what each of them shows, and that each is left as it was found.
#![expect(
    clippy::disallowed_methods,
    reason = "tmux is a program to look for, and needs a place for its socket"
)]

use std::{
    process::Command,
    time::{Duration, Instant},
};

use super::{
    keys::ENTER,
    pty::{Home, Start},
    ssh::skip,
};

/// A row of the sandbox's first answer.
const SONG: &str = "Glass Harbour";

/// Terminals that the explorer draws on; `dumb` is told what else there is (`plain.rs`).
const TERMS: [&str; 6] = ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "vt220"];

#[test]
fn every_terminal_in_every_locale_starts_draws_and_is_restored() {
    for term in TERMS {
        for locale in ["C", "C.UTF-8", "en_US.UTF-8", "de_DE.ISO-8859-1"] {
            let home = Home::new();
            let start = Start::segue(&home).env("TERM", term).env("LANG", locale);
            let mut terminal = start.env("COLORTERM", "truecolor").open();
            terminal.wait_for("1000042/tracks?limit=25");
            terminal.wait_for("SANDBOX001");
            terminal.send(ENTER);
            terminal.wait_for(SONG);
            let is_ascii = !locale.ends_with("UTF-8") || term.starts_with("vt");
            terminal.now(|seen| {
                let text = seen.text();
                assert_eq!(text.is_ascii(), is_ascii, "{term} in {locale}:\n{text}");
                let corner = if is_ascii { "+ Response " } else { "┌ Response " };
                assert!(text.contains(corner), "{term} in {locale}:\n{text}");
                let (rows, columns) = seen.screen().size();
                let cells = (0..rows.get()).flat_map(|y| (0..columns.get()).map(move |x| (y, x)));
                let is_coloured = |(y, x)| {
                    seen.screen().cell(y, x).is_some_and(|cell| cell.fgcolor() != vt100::Color::Default)
                };
                assert_eq!(cells.into_iter().any(is_coloured), !term.starts_with("vt"), "{term}");
            });
            terminal.send("q");
            terminal.wait_clean_exit(0);
        }
    }
}

#[test]
fn ascii_can_be_asked_for_and_no_color_leaves_modifiers_alone() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["--ascii"]).env("NO_COLOR", "1").open();
    terminal.wait_for("developer *");
    terminal.send(ENTER);
    terminal.wait_for(SONG);
    terminal.now(|seen| {
        assert!(seen.text().is_ascii(), "{}", seen.text());
        let written = String::from_utf8_lossy(&seen.written).into_owned();
        let codes = written.split("\x1b[").skip(1).filter_map(|part| part.split_once('m'));
        let codes =
            codes.filter(|(codes, _)| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        let is_colour = |code: &str| code.parse::<u8>().is_ok_and(|code| code >= 30);
        let coloured: Vec<_> = codes.filter(|(codes, _)| codes.split(';').any(is_colour)).collect();
        assert!(coloured.is_empty(), "{coloured:?}");
    });
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

/// Sizes that a window manager, or a person who drags a corner, comes by.
const STORM: [(u16, u16); 14] = [
    (0, 0),
    (500, 200),
    (1, 1),
    (80, 24),
    (0, 24),
    (80, 0),
    (2, 200),
    (500, 1),
    (40, 14),
    (39, 13),
    (110, 40),
    (109, 40),
    (3, 3),
    (200, 60),
];

#[test]
fn a_storm_of_sizes_ends_in_a_whole_screen() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("SANDBOX001");
    terminal.send(ENTER);
    terminal.wait_for(SONG);
    for round in 0..20 {
        for at in 0..STORM.len() {
            let (columns, rows) = STORM[(at * (round + 3)) % STORM.len()];
            terminal.resize(columns, rows);
            if at % 5 == 0 {
                terminal.send("j");
            }
        }
    }
    terminal.send("g");
    terminal.resize(120, 40);
    terminal.wait_until("whole screen", |seen| {
        let text = seen.text();
        let lines: Vec<_> = text.lines().collect();
        let is_straight = |line: &&&str| line.ends_with('│') || line.ends_with('┃');
        let inside = lines.iter().filter(|line| line.starts_with('│'));
        seen.shows(SONG)
            && seen.shows("Errors  nothing wrong")
            && lines.len() == 40
            && inside.clone().count() > 20
            && inside.clone().all(|line| is_straight(&line))
    });
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

/// A server of tmux for one test; gone afterwards.
struct Tmux<'a> {
    home: &'a Home,
}

impl Tmux<'_> {
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command.env_clear().envs(self.home.environment()).current_dir(self.home.path());
        command.args(["-S", "tmux.socket", "-f", "/dev/null"]).args(arguments);
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Waits until its screen shows a text; the screen.
    fn wait_for(&self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let screen = self.run(&["capture-pane", "-p"]);
            if screen.contains(text) {
                return screen;
            }
            assert!(Instant::now() < deadline, "no {text:?} in\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// The response panel of a screen; nothing else of it is the same in two runs.
fn response(screen: &str) -> Vec<&str> {
    let lines = screen.lines().skip_while(|line| !line.contains(" Response ")).skip(1);
    lines.take_while(|line| !line.contains("Errors")).map(str::trim_end).collect()
}

#[test]
fn under_tmux_the_screen_is_the_same_as_outside() {
    if Command::new("tmux").arg("-V").output().is_err() {
        return skip("there is no tmux here");
    }
    for term in ["tmux-256color", "screen-256color"] {
        for locale in ["C.UTF-8", "C"] {
            let home = Home::new();
            let mut outside = Start::segue(&home).env("TERM", term).env("LANG", locale).size(100, 40).open();
            outside.wait_for("SANDBOX001");
            let tmux = Tmux { home: &home };
            let program = format!("TERM={term} LANG={locale} {}", env!("CARGO_BIN_EXE_segue"));
            tmux.run(&["-u", "new-session", "-d", "-x", "100", "-y", "40", &program]);
            tmux.wait_for("SANDBOX001");
            // Unfolded, moved and scrolled, so that what is moved on the screen is compared too.
            let script = [ENTER, "E", "\x04", "\x04", "j", "j", "j", "k"];
            for key in script {
                outside.send(key);
                if key == ENTER {
                    outside.wait_for(SONG);
                }
            }
            tmux.run(&["send-keys", "Enter"]);
            tmux.wait_for(SONG);
            tmux.run(&["send-keys", "E", "C-d", "C-d", "j", "j", "j", "k"]);
            outside.wait_outside("same screen under tmux", || {
                let outside = outside.now(|seen| seen.text());
                let inside = tmux.run(&["capture-pane", "-p"]);
                response(&outside).len() > 20 && response(&outside) == response(&inside)
            });
            outside.send("q");
            outside.wait_clean_exit(0);
            tmux.run(&["send-keys", "q"]);
        }
    }
}
