//! What a terminal can show, as far as its environment tells: colours, characters, and whether a place on it can be named.
//!
//! No database of terminals is read: it is missing on small systems, and what is asked of a terminal here is little. All but
//! those named below understand the sixteen colours, and ignore what they do not know.

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Abilities {
    pub colours: Colours,
    pub charset: Charset,
    /// Whether the text cursor can be put somewhere (`TERM=dumb` says that it cannot).
    pub can_place: bool,
}

/// Colours that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// None: only what is bold, dim, underlined or reversed.
    None,
    /// The terminal's own sixteen.
    #[default]
    Sixteen,
    /// Those, and any other for what comes with a colour of its own.
    True,
}

/// Characters that marks and borders are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    #[default]
    Unicode,
    /// What the fonts of the Linux console have: lines and a few marks.
    Console,
    /// Printable ASCII alone.
    Ascii,
}

impl Abilities {
    /// What the environment tells. A variable that is empty counts as not set, as it does for locales (POSIX, 8.2).
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = Term::of(&set("TERM").unwrap_or_default());
        let has_all = set("COLORTERM").is_some_and(|value| matches!(&*value, "truecolor" | "24bit"));
        let colours = match term {
            _ if set("NO_COLOR").is_some() => Colours::None,
            Term::Dumb | Term::Colourless | Term::Vt => Colours::None,
            Term::Full if has_all => Colours::True,
            Term::Full | Term::Screen | Term::Linux => Colours::Sixteen,
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let charset = match term {
            _ if !locale.is_some_and(|locale| is_utf8(&locale)) => Charset::Ascii,
            Term::Vt => Charset::Ascii,
            Term::Linux => Charset::Console,
            Term::Dumb | Term::Colourless | Term::Screen | Term::Full => Charset::Unicode,
        };
        Self { colours, charset, can_place: term != Term::Dumb }
    }

    /// The same with ASCII alone, if that is wanted.
    #[must_use]
    pub fn in_ascii(self, is_wanted: bool) -> Self {
        let charset = if is_wanted { Charset::Ascii } else { self.charset };
        Self { charset, ..self }
    }
}

/// Terminals that differ in what they can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    /// Lines of text, and nothing else.
    Dumb,
    /// DEC's, and what passes for one: neither colours nor UTF-8.
    Vt,
    /// A monochrome version of another one.
    Colourless,
    /// The Linux console: few characters.
    Linux,
    /// GNU screen, which takes the numbers of a colour beyond its 256 for codes of their own. tmux does not, but passes for it.
    Screen,
    Full,
}

impl Term {
    fn of(name: &str) -> Self {
        let is_vt =
            name.strip_prefix("vt").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let variant = |suffix: &str| name.split('-').skip(1).any(|part| part == suffix);
        match name {
            "dumb" => Self::Dumb,
            _ if is_vt => Self::Vt,
            _ if variant("mono") || variant("m") => Self::Colourless,
            _ if name == "linux" || name.starts_with("linux-") => Self::Linux,
            _ if name == "screen" || name.starts_with("screen-") || name.starts_with("screen.") => {
                Self::Screen
            }
            _ => Self::Full,
        }
    }
}

/// Whether a locale's characters are UTF-8: `en_US.UTF-8`, `C.utf8`, `de_DE.utf-8@euro`.
fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abilities(variables: &str) -> Abilities {
        let find = |name: &str| {
            let found = variables.split(' ').filter_map(|word| word.split_once('='));
            found.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next_back()
        };
        Abilities::of(find)
    }

    #[test]
    fn the_environment_tells_what_a_terminal_can_show() {
        use Charset::{Ascii, Console, Unicode};
        use Colours::{None, Sixteen, True};
        let table = [
            ("TERM=xterm-256color LANG=en_US.UTF-8", Sixteen, Unicode, true),
            ("TERM=xterm-256color LANG=en_US.UTF-8 COLORTERM=truecolor", True, Unicode, true),
            ("TERM=xterm-direct LANG=C.utf8 COLORTERM=24bit", True, Unicode, true),
            ("TERM=xterm-256color LANG=C.UTF-8 COLORTERM=1", Sixteen, Unicode, true),
            ("TERM=xterm-256color LANG=C.UTF-8 COLORTERM=truecolor NO_COLOR=1", None, Unicode, true),
            ("TERM=xterm-256color LANG=C.UTF-8 NO_COLOR=", Sixteen, Unicode, true),
            ("TERM=xterm-256color LANG=C", Sixteen, Ascii, true),
            ("TERM=xterm-256color", Sixteen, Ascii, true),
            ("TERM=xterm-256color LANG=de_DE.ISO-8859-1", Sixteen, Ascii, true),
            ("TERM=xterm-256color LC_ALL=C LANG=C.UTF-8", Sixteen, Ascii, true),
            ("TERM=xterm-256color LC_ALL= LC_CTYPE=C.UTF-8 LANG=C", Sixteen, Unicode, true),
            ("TERM=xterm-256color LC_CTYPE=POSIX LANG=C.UTF-8", Sixteen, Ascii, true),
            ("TERM=xterm-mono LANG=C.UTF-8", None, Unicode, true),
            ("TERM=screen-256color LANG=C.UTF-8 COLORTERM=truecolor", Sixteen, Unicode, true),
            ("TERM=screen.xterm-256color LANG=C.UTF-8 COLORTERM=truecolor", Sixteen, Unicode, true),
            ("TERM=tmux-256color LANG=C.UTF-8 COLORTERM=truecolor", True, Unicode, true),
            ("TERM=tmux-256color LANG=C", Sixteen, Ascii, true),
            ("TERM=linux LANG=C.UTF-8 COLORTERM=truecolor", Sixteen, Console, true),
            ("TERM=linux LANG=C", Sixteen, Ascii, true),
            ("TERM=vt100 LANG=C.UTF-8", None, Ascii, true),
            ("TERM=vt220 LANG=C", None, Ascii, true),
            ("TERM=vte-256color LANG=C.UTF-8", Sixteen, Unicode, true),
            ("TERM=dumb LANG=C.UTF-8", None, Unicode, false),
            ("TERM=dumb LANG=C", None, Ascii, false),
            ("LANG=C.UTF-8", Sixteen, Unicode, true),
        ];
        for (variables, colours, charset, can_place) in table {
            assert_eq!(abilities(variables), Abilities { colours, charset, can_place }, "{variables}");
        }
        assert_eq!(abilities("TERM=xterm LANG=C.UTF-8").in_ascii(true).charset, Ascii);
        assert_eq!(abilities("TERM=linux LANG=C.UTF-8").in_ascii(false).charset, Console);
    }
}
