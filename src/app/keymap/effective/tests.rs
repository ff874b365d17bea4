//! Chosen keys: what they take, what is refused, and what always stays.

use super::*;
use crate::domain::profile::parse_config;

fn with(text: &str) -> Result<Keymap, Vec<ConfigFault>> {
    Keymap::with(&parse_config(text).unwrap().keys)
}

fn chosen(text: &str) -> Keymap {
    with(text).unwrap()
}

fn key(keymap: &Keymap, context: Context, c: char) -> Meaning {
    keymap.lookup(context, None, Key::char(c))
}

#[test]
fn a_chosen_key_wins_over_the_default_that_has_it() {
    let keymap = chosen("[keys.response]\nfollow-next = \"n\"");
    assert_eq!(key(&keymap, Context::Response, 'n'), Meaning::Acts(Action::Follow));
    assert_eq!(key(&keymap, Context::Response, 'f'), Meaning::Nothing);
    assert_eq!(keymap.key(Context::Response, Action::Hit { forward: true }), "Ctrl-p next-hit");
    // Other contexts keep theirs.
    assert_eq!(key(&keymap, Context::Comparison, 'n'), Meaning::Acts(Action::Difference { forward: true }));
}

#[test]
fn several_keys_chords_and_none() {
    let keymap = chosen("[keys.panel]\nquit = [\"Q\", \"Ctrl-x q\"]\n[keys.response]\nfold-all = []");
    assert_eq!(key(&keymap, Context::Form, 'Q'), Meaning::Acts(Action::Quit));
    assert_eq!(key(&keymap, Context::Form, 'q'), Meaning::Nothing);
    assert_eq!(keymap.lookup(Context::Form, None, Key::ctrl('x')), Meaning::Begins);
    let second = keymap.lookup(Context::Form, Some(Key::ctrl('x')), Key::char('q'));
    assert_eq!(second, Meaning::Acts(Action::Quit));
    assert_eq!(key(&keymap, Context::Response, 'C'), Meaning::Nothing);
    let bound = keymap.of(Context::Panel).find(|bound| bound.action == Action::Quit).unwrap();
    assert_eq!((bound.key(), bound.names().as_str()), ("Q", "Q Ctrl-x q"));
}

#[test]
fn a_key_alone_takes_the_chords_that_it_begins_and_the_other_way_round() {
    let keymap = chosen("[keys.response]\nsearch = \"y\"\nsave = \"f s\"");
    assert_eq!(key(&keymap, Context::Response, 'y'), Meaning::Acts(Action::Search));
    assert_eq!(key(&keymap, Context::Response, 'f'), Meaning::Begins);
    assert!(
        keymap.of(Context::Response).all(|bound| !bound.keys.iter().any(|key| key.name.starts_with("y ")))
    );
}

#[test]
fn a_nearer_chord_begins_where_a_farther_key_would_act() {
    let keymap = chosen("[keys.response]\nsave = \"q s\"");
    assert_eq!(key(&keymap, Context::Response, 'q'), Meaning::Begins);
    assert_eq!(key(&keymap, Context::Form, 'q'), Meaning::Acts(Action::Quit));
}

#[test]
fn any_action_can_be_bound_where_it_has_no_key() {
    let keymap = chosen("[keys.response]\nsend = \"R\"");
    assert_eq!(key(&keymap, Context::Response, 'R'), Meaning::Acts(Action::Send));
}

#[test]
fn ctrl_c_always_ends_the_program() {
    let text = "[keys.anywhere]\ninterrupt = []\n[keys.panel]\nquit = []";
    let keymap = chosen(text);
    for context in Context::ALL {
        assert_eq!(keymap.lookup(context, None, WAY_OUT), Meaning::Acts(Action::Interrupt), "{context:?}");
    }
    for text in ["[keys.panel]\nzoom = \"Ctrl-c\"", "[keys.path]\nsend = \"Ctrl-c x\""] {
        assert!(with(text).unwrap_err()[0].message.contains("can't be given away"), "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_all_at_once_with_its_place() {
    let text = "[keys.response]\nfollow-nxt = \"f\"\nsave = [\"s\", \"jj\"]\nsearch = \"s\"\n\
                [keys.respones]\nsave = \"x\"\n[keys.path]\nsend = \"x\"\n[keys.anywhere]\nshow-help = \"?\"";
    let faults = with(text).unwrap_err();
    let told: Vec<_> =
        faults.iter().map(|fault| (fault.line, fault.column, fault.message.as_str())).collect();
    let expected = [
        (2, 1, "did you mean `follow-next`?"),
        (3, 14, "`jj` is no key"),
        (4, 10, "`s` of search conflicts with `s` of save (line 3)"),
        (5, 7, "did you mean `response`?"),
        (8, 8, "is typed in a text field"),
        (10, 13, "is typed in a text field"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((line, column, message), (expected_line, expected_column, part)) in told.iter().zip(expected) {
        assert_eq!((*line, *column), (expected_line, expected_column), "{message}");
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn two_chosen_keys_conflict_only_in_one_context_and_between_two_actions() {
    assert!(with("[keys.response]\nsave = \"x\"\n[keys.form]\nedit-path = \"x\"").is_ok());
    assert!(with("[keys.response]\nsave = [\"x\", \"x\"]").is_ok());
    let faults = with("[keys.response]\nsave = [\"x\", \"x y\"]").unwrap_err();
    assert_eq!(faults[0].message, "`x y` of save conflicts with `x` of save (line 2)");
    assert!(with("[keys.response]\nsave = \"x y\"\nsearch = \"x\"").is_err());
}

#[test]
fn a_key_that_nearer_tables_have_everywhere_is_a_fault() {
    for (text, expected) in [
        (
            "[keys.panel]\nzoom = \"j\"",
            "`j` of panel does not act in form, response, errors, where `j` is move-down",
        ),
        (
            "[keys.panel]\nzoom = \"j z\"",
            "`j z` of panel does not act in form, response, errors, where `j` is move-down",
        ),
    ] {
        let faults = with(text).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.message.as_str())).collect();
        assert_eq!(told, [(2, expected)], "{text}");
    }
    // With the nearer keys elsewhere it acts.
    let moved = ["form", "response", "errors"]
        .map(|table| format!("[keys.{table}]\nmove-down = \"Down\"\n"))
        .concat();
    assert!(with(&format!("[keys.panel]\nzoom = \"j z\"\n{moved}")).is_ok());
}

#[test]
fn what_a_key_does_not_reach_and_what_it_takes_is_worth_a_note() {
    for (text, expected) in [
        ("[keys.panel]\nzoom = \"f z\"", "`f z` of panel does not act in response, where `f` is follow-next"),
        (
            "[keys.path]\nsend = \"Tab\"",
            "`Tab` of path does not act in stops, offers, chosen, where `Tab` is next-stop",
        ),
        (
            "[keys.anywhere]\nzoom = \"Esc\"",
            "`Esc` of anywhere does not act in path, stops, offers, chosen and 12 more, where `Esc` is back",
        ),
        ("[keys.field]\nzoom = \"Ctrl-y\"", "`Ctrl-y` leaves edit-redo without a key in field"),
        ("[keys.response]\nsave = \"f s\"", "`f s` leaves follow-next without a key in response"),
        ("[keys.response]\nsave = \"f s\"\nfollow-next = \"Ctrl-x f\"", ""),
        ("[keys.response]\nsave = \"y z\"", ""),
    ] {
        let config = parse_config(text).unwrap();
        assert!(Keymap::with(&config.keys).is_ok(), "{text}");
        let doubts = doubts(&config.keys);
        let told: Vec<_> = doubts.iter().map(|doubt| doubt.message.as_str()).collect();
        let first = told.first().copied().unwrap_or_default();
        assert_eq!(first, expected, "{text}: {told:?}");
    }
}

#[test]
fn alt_is_worth_a_note() {
    let config = parse_config("[keys.response]\nsave = \"Alt-s\"").unwrap();
    assert!(Keymap::with(&config.keys).is_ok());
    assert_eq!(
        doubts(&config.keys).iter().map(|doubt| (doubt.line, doubt.column)).collect::<Vec<_>>(),
        [(2, 8)]
    );
}

#[test]
fn no_chosen_text_that_may_be_a_secret_is_repeated() {
    let planted = "AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1Pkyz";
    for text in [
        format!("[keys.response]\nsave = \"{planted}\""),
        format!("[keys.response]\n{planted} = \"x\""),
        format!("[keys.{planted}]\nsave = \"x\""),
    ] {
        let shown = format!("{:?}", with(&text).unwrap_err());
        assert!(!(0..planted.len() - 8).any(|at| shown.contains(&planted[at..at + 8])), "{shown}");
    }
}

#[test]
fn sentences_name_the_keys_as_they_are_now() {
    let sentence = "Wait a little, then press {key:send-again}, or {key:print-copied}.";
    let send = "Put it into the path and press {key:path.send}.";
    for (choices, expected) in [
        ("", ["Wait a little, then press r, or y s.", "Put it into the path and press Enter."]),
        (
            "[keys.panel]\nsend-again = [\"Ctrl-x r\"]\nprint-copied = \"P\"\n[keys.path]\nsend = \"F5\"",
            ["Wait a little, then press Ctrl-x r, or P.", "Put it into the path and press F5."],
        ),
        (
            "[keys.panel]\nsend-again = []\nprint-copied = []\n[keys.form]\nsend = \"s\"",
            [
                "Wait a little, then press Ctrl-p send-again, or Ctrl-p print-copied.",
                "Put it into the path and press Enter.",
            ],
        ),
    ] {
        assert_eq!([sentence, send].map(|sentence| chosen(choices).worded(sentence)), expected, "{choices}");
    }
    assert_eq!(Keymap::default().worded("{key:nothing} {wait}"), "{key:nothing} {wait}");
}

#[test]
fn the_keys_as_the_configuration_has_them_are_the_keys() {
    for choices in
        ["", "[keys.response]\nfollow-next = \"n\"\nfold-all = []\nsave = [\"\\\"\", \"Ctrl-x \\\\\"]"]
    {
        let keymap = chosen(choices);
        let text = keymap.as_config();
        assert_eq!(chosen(&text), keymap, "{text}");
        assert!(
            text.contains("[keys.response]\n") && text.contains("  # follow the next at or after the cursor"),
            "{text}"
        );
    }
}

#[test]
fn a_key_that_nobody_can_take_away_is_not_printed_as_none() {
    assert!(!chosen("").as_config().contains("interrupt"));
    assert!(chosen("[keys.anywhere]\ninterrupt = \"F11\"").as_config().contains("interrupt = [\"F11\"]"));
}

#[test]
fn the_table_without_choices_is_the_table() {
    assert_eq!(Keymap::with(&[]), Ok(Keymap::default()));
    let all: usize = Context::ALL.into_iter().map(|context| Keymap::default().of(context).count()).sum();
    assert_eq!(all, BINDINGS.len());
}

#[test]
fn so_many_keys_that_no_line_holds_them_are_listed_all_the_same() {
    let keys = vec!["\"Ctrl-x f\""; 8_000].join(", ");
    let keymap = chosen(&format!("[keys.response]\nfollow-next = [{keys}]"));
    assert!(
        keymap.as_config().lines().any(|line| line.len() > usize::from(u16::MAX) && line.contains("  # "))
    );
}
