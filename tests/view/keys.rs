//! Keys written as text: `<Tab>jjl<C-p>`.

use segue::app::event::{Key, KeyCode};

/// The keys of a script. Characters stand for themselves, other keys between `<` and `>`, with `C-` for Ctrl.
pub(crate) fn parse(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').map(|rest| rest.split_once('>').unwrap());
        let (key, after) =
            named.map_or_else(|| (Key::char(c), &rest[c.len_utf8()..]), |(name, after)| (key(name), after));
        keys.push(key);
        rest = after;
    }
    keys
}

fn key(name: &str) -> Key {
    if let Some(c) = name.strip_prefix("C-") {
        return Key::ctrl(c.chars().next().unwrap());
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "S-Tab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "PgDn" => KeyCode::PageDown,
        "PgUp" => KeyCode::PageUp,
        "Right" => KeyCode::Right,
        "Space" => KeyCode::Char(' '),
        name => KeyCode::F(name.strip_prefix('F').unwrap().parse().unwrap()),
    };
    Key::plain(code)
}

#[test]
fn a_script_is_read_key_by_key() {
    let expected = [
        Key::plain(KeyCode::Tab),
        Key::char('j'),
        Key::char('é'),
        Key::ctrl('p'),
        Key::plain(KeyCode::F(5)),
        Key::char('>'),
    ];
    assert_eq!(parse("<Tab>jé<C-p><F5>>"), expected);
}
