//! Names composed from the word lists, each unique where the reader would notice a repetition.

use std::collections::HashSet;

use crate::sandbox::mix::Mix;
use crate::sandbox::words::{
    ADJECTIVES, FIRST, GROUPS, LAST, NOUNS, PLACES, SPECIAL_ARTISTS, SPECIAL_TITLES, VERBS,
};

/// `count` different artist names. The first is Mara Quill, and the special ones are spread among the rest.
pub(super) fn artists(mix: &mut Mix, count: usize) -> Vec<Box<str>> {
    let mut taken: HashSet<String> = HashSet::from(["Mara Quill".to_owned()]);
    let mut names: Vec<Box<str>> = vec!["Mara Quill".into()];
    let mut special = SPECIAL_ARTISTS.iter();
    while names.len() < count {
        let name = match special_turn(names.len()).then(|| special.next()).flatten() {
            Some(name) => (*name).to_owned(),
            None => artist(mix),
        };
        if taken.insert(name.clone()) {
            names.push(name.into());
        }
    }
    names
}

fn special_turn(place: usize) -> bool {
    place % 19 == 4
}

fn artist(mix: &mut Mix) -> String {
    match mix.between(0, 9) {
        0..=3 => format!("{} {}", mix.pick(FIRST), mix.pick(LAST)),
        4..=5 => format!("The {} {}", mix.pick(ADJECTIVES), mix.pick(GROUPS)),
        6 => format!("{} {}", mix.pick(NOUNS), mix.pick(GROUPS)),
        7 => format!("{} & the {}", mix.pick(FIRST), mix.pick(GROUPS)),
        8 => format!("{} {} Club", mix.pick(ADJECTIVES), mix.pick(NOUNS)),
        _ => format!("{} of {}", mix.pick(GROUPS), mix.pick(PLACES)),
    }
}

/// An album's title.
pub(super) fn album(mix: &mut Mix) -> String {
    if mix.one_in(45) {
        return mix.pick(SPECIAL_TITLES).to_owned();
    }
    match mix.between(0, 8) {
        0..=2 => format!("{} {}", mix.pick(ADJECTIVES), mix.pick(NOUNS)),
        3 => format!("The {} {}", mix.pick(NOUNS), mix.pick(NOUNS)),
        4 => format!("{} the {}", mix.pick(VERBS), mix.pick(NOUNS)),
        5 => format!("{} from {}", plural(mix.pick(NOUNS)), mix.pick(PLACES)),
        6 => mix.pick(NOUNS).to_owned(),
        7 => format!("{} for {}", plural(mix.pick(NOUNS)), mix.pick(FIRST)),
        _ => format!("{} / {}", mix.pick(NOUNS), mix.pick(NOUNS)),
    }
}

/// A song's title.
pub(super) fn song(mix: &mut Mix) -> String {
    if mix.one_in(40) {
        return mix.pick(SPECIAL_TITLES).to_owned();
    }
    match mix.between(0, 11) {
        0..=2 => format!("{} {}", mix.pick(ADJECTIVES), mix.pick(NOUNS)),
        3..=4 => format!("{} {}", mix.pick(VERBS), mix.pick(PLACES)),
        5 => format!("{} the {}", mix.pick(VERBS), mix.pick(NOUNS)),
        6 => mix.pick(NOUNS).to_owned(),
        7 => format!("{} (for {})", mix.pick(NOUNS), mix.pick(FIRST)),
        8 => format!("{}, {}", mix.pick(FIRST), mix.pick(VERBS)),
        9 => format!("{} of {}", plural(mix.pick(NOUNS)), mix.pick(PLACES)),
        10 => format!("{} and {}", mix.pick(NOUNS), mix.pick(NOUNS)),
        _ => format!("{} and the {} {}", mix.pick(FIRST), mix.pick(ADJECTIVES), mix.pick(NOUNS)),
    }
}

fn plural(noun: &str) -> String {
    match noun.as_bytes().last() {
        Some(b'y') if !noun.ends_with("ay") && !noun.ends_with("ey") => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        Some(b's' | b'h') if !noun.ends_with("th") => format!("{noun}es"),
        _ if noun == "Wolf" => "Wolves".to_owned(),
        _ => format!("{noun}s"),
    }
}
