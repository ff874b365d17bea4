//! Finding by a few letters: which of some labels match what was typed, best first.

use std::cmp::Reverse;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

/// The places of the labels that match, best first; ties keep their order, and no words match everything.
#[must_use]
pub fn ranked(words: &str, labels: impl Iterator<Item = impl AsRef<str>>) -> Vec<usize> {
    ranked_with(words, labels.map(|label| (label, 0)))
}

/// The same, where a number decides between labels that match alike: the lower one comes first.
#[must_use]
pub fn ranked_with(words: &str, labels: impl Iterator<Item = (impl AsRef<str>, usize)>) -> Vec<usize> {
    let pattern = Pattern::parse(words, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, usize, usize)> = Vec::new();
    for (at, (label, tie)) in labels.enumerate() {
        if let Some(score) = pattern.score(Utf32Str::new(label.as_ref(), &mut buffer), &mut matcher) {
            let tie = if words.trim().is_empty() { 0 } else { tie };
            scored.push((score, tie, at));
        }
    }
    scored.sort_by_key(|(score, tie, at)| (Reverse(*score), *tie, *at));
    scored.into_iter().map(|(_, _, at)| at).collect()
}

/// The places of the labels that have every one of the words in them, in their order; capitals make no difference.
#[must_use]
pub fn holding(words: &str, labels: impl Iterator<Item = impl AsRef<str>>) -> Vec<usize> {
    let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
    let holds = |label: &str| words.iter().all(|word| label.contains(word));
    labels.enumerate().filter(|(_, label)| holds(&label.as_ref().to_lowercase())).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_all_words_stays_in_its_order() {
        let labels = ["GET /v1/catalog/us/albums", "GET /v1/me/library/albums", "PUT /v1/me/ratings/songs/1"];
        for (words, expected) in
            [("albums", vec![0, 1]), ("get LIBRARY", vec![1]), ("", vec![0, 1, 2]), ("albms", vec![])]
        {
            assert_eq!(holding(words, labels.iter()), expected, "{words}");
        }
    }

    #[test]
    fn the_best_come_first_and_nothing_typed_matches_all() {
        let labels = ["playlists of an album", "albums", "songs"];
        assert_eq!(ranked("album", labels.iter()), [0, 1], "of equals the first");
        assert_eq!(ranked("", labels.iter()), [0, 1, 2]);
        assert_eq!(ranked("xyz", labels.iter()), Vec::<usize>::new());
    }
}
