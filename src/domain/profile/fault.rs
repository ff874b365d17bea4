//! What is wrong with the configuration file, in our words: a library knows the types of a language, and a person what a
//! setting takes.

use toml::de::{DeTable, DeValue};

use super::{config::ConfigFault, settings::takes};
use crate::domain::{near::near, secret};

/// No name of ours is longer; what is longer may be a secret that stands in a name's place.
const LONGEST_NAME: usize = 24;

/// No name that people give is longer than this.
const LONGEST_PLAIN_NAME: usize = 64;

/// No word of such a name that has a digit in it is longer.
const LONGEST_WITH_DIGITS: usize = 12;

/// No number that a setting takes is longer.
const LONGEST_NUMBER: usize = 12;

/// Whether a word that stands where a name belongs may be repeated. What is long has to be made of small letters, as names
/// are and tokens and keys are not.
pub(super) fn may_show(name: &str) -> bool {
    let is_word = |word: &str| {
        let has_digits = word.contains(|c: char| c.is_ascii_digit());
        word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            && (word.len() <= LONGEST_WITH_DIGITS || !has_digits)
    };
    name.chars().count() <= LONGEST_NAME
        || (name.len() <= LONGEST_PLAIN_NAME && name.split(['_', '-', '.', ' ']).all(is_word))
}

/// What a TOML library found, with the place: what a setting takes and what stands there, or what was meant by a name that
/// is none.
pub(super) fn told(text: &str, error: &toml::de::Error) -> ConfigFault {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message();
    let ours = unknown(message).or_else(|| unfit(text, at, message));
    fault_at(text, at, ours.as_deref().unwrap_or(message))
}

/// A name that no setting has.
fn unknown(message: &str) -> Option<String> {
    let mut names = message.strip_prefix("unknown field `")?.split('`').step_by(2);
    let (typed, names) = (names.next()?, names.collect::<Vec<_>>());
    let more = match near(typed, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are `{}`", names.join("`, `")),
    };
    Some(format!("no setting is called `{typed}` here; {more}"))
}

/// A value that the setting does not take.
fn unfit(text: &str, at: usize, message: &str) -> Option<String> {
    let is_unfit = ["invalid type: ", "invalid value: "].iter().any(|start| message.starts_with(start));
    let file = DeTable::parse(text).ok().filter(|_| is_unfit)?;
    let (path, value) = value_at(file.get_ref(), at)?;
    Some(format!("`{}` takes {}, and here stands {}", path.join("."), takes(&path), called(value)))
}

/// The setting whose value stands at an offset.
fn value_at<'a>(table: &'a DeTable<'_>, at: usize) -> Option<(Vec<String>, &'a DeValue<'a>)> {
    table.iter().find_map(|(name, value)| {
        let inner = value.get_ref().as_table().and_then(|table| value_at(table, at));
        let (path, value) = inner.or_else(|| {
            let is_here = value.span().contains(&at) || name.span().contains(&at);
            is_here.then(|| (Vec::new(), value.get_ref()))
        })?;
        Some(([vec![name.get_ref().to_string()], path].concat(), value))
    })
}

/// A value in words; a text may be a secret, and is not repeated.
fn called(value: &DeValue<'_>) -> String {
    let words = match value {
        DeValue::Boolean(is_true) => return is_true.to_string(),
        DeValue::Integer(number) => {
            let number = number.to_string();
            return if number.len() <= LONGEST_NUMBER { number } else { "a longer number".to_owned() };
        }
        DeValue::String(_) => "a text",
        DeValue::Float(_) => "a number with a point",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    words.to_owned()
}

/// What a TOML library says of a text, with the place, and without what was written there as a value.
pub(in crate::domain) fn fault_at(text: &str, offset: usize, message: &str) -> ConfigFault {
    let (line, column) = position(text, offset);
    ConfigFault { line, column, message: without_values(message) }
}

pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Takes out of a message what was written in the file as a value: all of it between double quotes, and between back
/// quotes what may be a secret.
fn without_values(message: &str) -> String {
    let masked = secret::mask(message);
    let mut kept = String::with_capacity(masked.len());
    let mut chars = masked.chars();
    while let Some(c) = chars.next() {
        kept.push(if c == '\n' { ' ' } else { c });
        if c == '"' || c == '`' {
            let quoted = up_to(&mut chars, c);
            let shown = c == '`' && may_show(&quoted);
            kept.push_str(if shown { &quoted } else { "…" });
            kept.push(c);
        }
    }
    kept.trim_end().to_owned()
}

/// The text up to the closing quote, which is taken as well. A backslash guards the character after it.
fn up_to(chars: &mut impl Iterator<Item = char>, quote: char) -> String {
    let mut quoted = String::new();
    let mut guarded = false;
    for c in chars {
        if c == quote && !guarded {
            break;
        }
        guarded = c == '\\' && !guarded;
        quoted.push(c);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use crate::domain::profile::{config_faults, parse_config};

    #[test]
    fn faults_say_what_a_setting_takes_and_what_stands_there() {
        for (text, expected) in [
            ("mouse = 1", (9, "`mouse` takes true or false, and here stands 1")),
            ("mouse = \"yes\"", (9, "`mouse` takes true or false, and here stands a text")),
            ("default = [1]", (11, "`default` takes the name of a profile, and here stands a list")),
            ("paging = true", (10, "`paging` takes a table, and here stands true")),
            (
                "[paging]\nahead = 1.5",
                (9, "`paging.ahead` takes true or false, and here stands a number with a point"),
            ),
            (
                "[paging]\nside_by_side = 0",
                (16, "`paging.side_by_side` takes a number from 1 to 16, and here stands 0"),
            ),
            (
                "[paging]\nside_by_side = 17",
                (16, "`paging.side_by_side` takes a number from 1 to 16, and here stands 17"),
            ),
            (
                "[paging]\nask_after = -1",
                (13, "`paging.ask_after` takes a number from 1 to 10000, and here stands -1"),
            ),
            ("esc_wait = 10001", (12, "`esc_wait` takes milliseconds, at most 10000, and here stands 10001")),
            ("profiles = 1", (12, "`profiles` takes a table for each profile, and here stands 1")),
            ("[profiles]\nwork = 1", (8, "`profiles.work` takes a table, and here stands 1")),
            (
                "[profiles.work]\nteam_id = 1",
                (11, "`profiles.work.team_id` takes 10 characters, and here stands 1"),
            ),
            ("[paging]\nahed = true", (1, "no setting is called `ahed` here; did you mean `ahead`?")),
            (
                "[paging]\nwidth = 4",
                (1, "no setting is called `width` here; there are `side_by_side`, `ask_after`, `ahead`"),
            ),
        ] {
            let fault = parse_config(text).unwrap_err();
            assert_eq!((fault.column, fault.message.as_str()), expected, "{text}");
            assert_eq!(config_faults(text), [fault], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_merely_long_is_repeated() {
        for (name, shows) in [
            ("follow_the_next_page_of_every_list", true),
            ("profiles.staging2.token_lifetime", true),
            ("averylongnamewithoutanythingbetween", true),
            ("AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1Pkyz", false),
            ("0f3c5a710f3c5a710f3c5a710f3c5a71", false),
        ] {
            let fault = parse_config(&format!("\"{name}\" = 1")).unwrap_err();
            assert_eq!(fault.message.contains(name), shows, "{fault}");
        }
    }
}
