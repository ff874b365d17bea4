//! How a text gets to the clipboard of whoever sits at the terminal: decided from what is known of where the program runs.
//!
//! Over SSH the clipboard is on another computer, and the terminal is the only way there (OSC 52). On one's own computer a
//! program of the desktop reaches it surely, while some terminals (Terminal.app, those built on VTE) drop the sequence. tmux
//! and GNU screen stand between a program and the terminal, and each wants to be asked in its own way.

use super::{copying::MOST, remote::is_over_ssh};

/// What is known of where the program runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Somebody sits at another computer (`SSH_CONNECTION`, `SSH_CLIENT` or `SSH_TTY`).
    pub over_ssh: bool,
    /// A tmux that this program can speak to (`TMUX`).
    pub in_tmux: bool,
    /// GNU screen (`STY`).
    pub in_screen: bool,
    /// What the terminal is called (`TERM`).
    pub terminal: String,
    /// A program of this computer's desktop that takes texts.
    pub desktop: Option<Program>,
}

/// A program that takes a text on its standard input. It is started without a shell, and no text is among its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    pub name: &'static str,
    pub arguments: &'static [&'static str],
}

/// How the sequence for the clipboard is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// As the terminal reads it.
    Bare,
    /// As tmux hands it on, where `allow-passthrough` lets it.
    Tmux,
    /// As screen hands it on: in pieces.
    Screen,
    /// Bare, and only if it is so short that screen, which drops it, does not take its end for text.
    Short,
}

/// One thing to do with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Send(Wrapping),
    Run(Program),
}

/// Steps that belong together, and what is said when they were done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub steps: Vec<Step>,
    pub told: String,
}

/// Puts a text into a buffer of tmux, and lets tmux hand it to its terminal (3.2 and later).
const LOAD_AND_SEND: Program = Program { name: "tmux", arguments: &["load-buffer", "-w", "-"] };

/// Puts a text into a buffer of tmux.
const LOAD: Program = Program { name: "tmux", arguments: &["load-buffer", "-"] };

/// Programs of a desktop, with the variable that tells that it is there.
const DESKTOPS: [(&str, Program); 3] = [
    ("WAYLAND_DISPLAY", Program { name: "wl-copy", arguments: &["--type", "text/plain"] }),
    ("DISPLAY", Program { name: "xclip", arguments: &["-selection", "clipboard", "-in"] }),
    ("DISPLAY", Program { name: "xsel", arguments: &["--clipboard", "--input"] }),
];

/// The one of macOS.
const PBCOPY: Program = Program { name: "pbcopy", arguments: &[] };

/// What the terminal is said to have done.
const SENT: &str = "sent to the terminal";
const BUFFERED: &str = "put into tmux's buffer (prefix ])";

impl Surroundings {
    /// Reads them from the environment; `has_program` tells whether a program is there.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>, has_program: impl Fn(&str) -> bool) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let over_ssh = is_over_ssh(is_set);
        let on_desktop = || {
            let there = DESKTOPS.into_iter().filter(|(name, _)| is_set(name)).map(|(_, program)| program);
            there.chain(cfg!(target_os = "macos").then_some(PBCOPY)).find(|program| has_program(program.name))
        };
        Self {
            over_ssh,
            in_tmux: is_set("TMUX"),
            in_screen: is_set("STY"),
            terminal: variable("TERM").unwrap_or_default(),
            desktop: if over_ssh { None } else { on_desktop() },
        }
    }

    /// What to try with a text of so many bytes, best first; the first attempt that works is enough. None if nothing takes
    /// such a text.
    #[must_use]
    pub fn attempts(&self, length: usize) -> Vec<Attempt> {
        let fits = |attempt: &Attempt| {
            length <= MOST || attempt.steps.iter().all(|step| matches!(step, Step::Run(_)))
        };
        self.all().into_iter().filter(fits).collect()
    }

    fn all(&self) -> Vec<Attempt> {
        let attempt = |steps: &[Step], told: &str| Attempt { steps: steps.to_vec(), told: told.to_owned() };
        let mut attempts = Vec::new();
        if let Some(program) = self.desktop.filter(|_| !self.over_ssh) {
            let copied = format!("copied with {}", program.name);
            if self.in_tmux {
                let both = [Step::Run(program), Step::Run(LOAD)];
                attempts.push(attempt(&both, &format!("{copied}, and {BUFFERED}")));
            }
            attempts.push(attempt(&[Step::Run(program)], &copied));
        }
        if self.in_tmux {
            // Before 3.2 there is no -w, and before 3.3 what is wrapped always gets through.
            attempts.push(attempt(&[Step::Run(LOAD_AND_SEND)], BUFFERED));
            let older = [Step::Run(LOAD), Step::Send(Wrapping::Tmux)];
            attempts.push(attempt(&older, BUFFERED));
        }
        let steps = self.sequences();
        if !steps.is_empty() {
            attempts.push(attempt(steps, SENT));
        }
        attempts
    }

    /// The sequences that the terminal, or whatever stands before it, may take.
    fn sequences(&self) -> &'static [Step] {
        let is_called = |names: &[&str]| names.iter().any(|name| self.terminal.starts_with(name));
        if self.in_tmux || (!self.in_screen && is_called(&["tmux"])) {
            // tmux takes the bare one where `set-clipboard` is `on`.
            &[Step::Send(Wrapping::Tmux), Step::Send(Wrapping::Bare)]
        } else if self.in_screen {
            &[Step::Send(Wrapping::Screen)]
        } else if is_called(&["screen"]) {
            // A tmux or a screen on the near side of SSH. The pieces for screen are nothing that tmux could decode.
            &[Step::Send(Wrapping::Screen), Step::Send(Wrapping::Short)]
        } else if self.terminal.is_empty() || is_called(&["dumb", "linux", "vt"]) {
            // They have no clipboard, and some write what they do not know on the screen.
            &[]
        } else {
            &[Step::Send(Wrapping::Bare)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XCLIP: Program = DESKTOPS[1].1;

    fn surroundings(variables: &[(&str, &str)], programs: &[&str]) -> Surroundings {
        let variable = |name: &str| {
            let found = variables.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Surroundings::of(variable, |name| programs.contains(&name))
    }

    #[test]
    fn each_place_has_its_way_to_the_clipboard() {
        use Step::{Run, Send};
        use Wrapping::{Bare, Screen, Short, Tmux};
        let xterm = ("TERM", "xterm-256color");
        let ssh = ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22");
        let (x11, tmux, screen) = (("DISPLAY", ":0"), ("TMUX", "/tmp/t,1,0"), ("STY", "1.pts-0"));
        type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a [&'a [Step]]);
        let table: &[Row] = &[
            (&[xterm], &[], &[&[Send(Bare)]]),
            (&[xterm, ssh], &["xclip"], &[&[Send(Bare)]]),
            // A forwarded display is the other computer's as well, but slow; the terminal is there anyway.
            (&[xterm, ssh, x11], &["xclip"], &[&[Send(Bare)]]),
            (&[xterm, x11], &["xclip", "xsel"], &[&[Run(XCLIP)], &[Send(Bare)]]),
            (&[xterm, x11], &["wl-copy"], &[&[Send(Bare)]]),
            (&[xterm, ("DISPLAY", "")], &["xclip"], &[&[Send(Bare)]]),
            (
                &[("TERM", "tmux-256color"), ssh, tmux],
                &[],
                &[&[Run(LOAD_AND_SEND)], &[Run(LOAD), Send(Tmux)], &[Send(Tmux), Send(Bare)]],
            ),
            (
                &[("TERM", "screen"), tmux, x11],
                &["xclip"],
                &[
                    &[Run(XCLIP), Run(LOAD)],
                    &[Run(XCLIP)],
                    &[Run(LOAD_AND_SEND)],
                    &[Run(LOAD), Send(Tmux)],
                    &[Send(Tmux), Send(Bare)],
                ],
            ),
            (&[("TERM", "screen"), screen], &[], &[&[Send(Screen)]]),
            (&[("TERM", "tmux-256color"), ssh], &[], &[&[Send(Tmux), Send(Bare)]]),
            (&[("TERM", "screen-256color"), ssh], &[], &[&[Send(Screen), Send(Short)]]),
            (&[("TERM", "linux")], &[], &[]),
            (&[("TERM", "dumb")], &[], &[]),
            (&[("TERM", "vt100")], &[], &[]),
            (&[], &[], &[]),
        ];
        for (variables, programs, expected) in table {
            let attempts = surroundings(variables, programs).attempts(10);
            let steps: Vec<_> = attempts.iter().map(|attempt| attempt.steps.as_slice()).collect();
            // A Mac always has a desktop.
            if !cfg!(target_os = "macos") {
                assert_eq!(&steps, expected, "{variables:?} {programs:?}");
            }
        }
    }

    #[test]
    fn what_is_too_long_for_a_terminal_goes_to_programs_alone() {
        let long = MOST + 1;
        assert!(surroundings(&[("TERM", "xterm")], &[]).attempts(long).is_empty());
        assert_eq!(surroundings(&[("TERM", "xterm")], &[]).attempts(MOST).len(), 1);
        let attempts = surroundings(&[("TMUX", "x"), ("SSH_TTY", "y")], &[]).attempts(long);
        assert_eq!(attempts[0].steps, [Step::Run(LOAD_AND_SEND)]);
        assert!(attempts.iter().flat_map(|attempt| &attempt.steps).all(|step| matches!(step, Step::Run(_))));
    }

    #[test]
    fn what_is_said_names_where_the_text_went() {
        let told =
            |variables: &[(&str, &str)]| surroundings(variables, &["xclip"]).attempts(1)[0].told.clone();
        if cfg!(target_os = "macos") {
            return;
        }
        assert_eq!(told(&[("TERM", "xterm")]), "sent to the terminal");
        assert_eq!(told(&[("TMUX", "x")]), "put into tmux's buffer (prefix ])");
        assert_eq!(told(&[("DISPLAY", ":0")]), "copied with xclip");
        assert_eq!(
            told(&[("DISPLAY", ":0"), ("TMUX", "x")]),
            "copied with xclip, and put into tmux's buffer (prefix ])"
        );
    }
}
