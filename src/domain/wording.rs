//! Sentences of ours that name a key, by what it does: `press {key:send-again}`. The key table puts the key there that does it
//! now; where no keys are, such a sentence is not said.

/// What a mark begins with; an action's name as in the configuration follows, and a `}`.
const BEGINS: &str = "{key:";

/// Whether a sentence names a key.
#[must_use]
pub fn names_a_key(sentence: &str) -> bool {
    sentence.contains(BEGINS)
}

/// The sentence with the keys in their places. `key` has them by what stands in the mark; a mark that it does not know stays.
#[must_use]
pub fn with_keys(sentence: &str, key: impl Fn(&str) -> Option<String>) -> String {
    let mut pieces = sentence.split(BEGINS);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}').and_then(|(mark, rest)| Some((key(mark)?, rest))) {
            Some((key, rest)) => text.extend([&key, rest]),
            None => text.extend([BEGINS, piece]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_where_they_are_named() {
        let key = |mark: &str| (mark == "send-again").then(|| "Ctrl-x r".to_owned());
        for (sentence, expected) in [
            ("", ""),
            ("Wait, then press {key:send-again}.", "Wait, then press Ctrl-x r."),
            ("{key:send-again} or {key:send-again}", "Ctrl-x r or Ctrl-x r"),
            ("{key:other} and {wait} stay, {key:", "{key:other} and {wait} stay, {key:"),
        ] {
            assert_eq!(with_keys(sentence, key), expected);
        }
        assert!(names_a_key("press {key:send-again}") && !names_a_key("wait {wait}"));
    }
}
