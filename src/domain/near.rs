//! A name that differs from another by a slip of the finger.

/// The candidate that was probably meant: one or two letters away, and fewer for short names.
#[must_use]
pub fn near<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let allowed = if typed.chars().count() > 4 { 2 } else { 1 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&typed, &candidate.to_lowercase());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // Names that long are none of ours; the table would only be large.
    if one.len().abs_diff(other.len()) > 2 {
        return usize::MAX;
    }
    let width = other.len() + 1;
    let mut table: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, b) in other.iter().enumerate() {
            let changed = table[i][j] + usize::from(a != b);
            row[j + 1] = changed.min(row[j] + 1).min(table[i][j + 1] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                row[j + 1] = row[j + 1].min(table[i - 1][j - 1] + 1);
            }
        }
        table.push(row);
    }
    table[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let names = ["albums", "artists", "tracks", "ids"];
        for (typed, meant) in [
            ("album", Some("albums")),
            ("ablums", Some("albums")),
            ("Artist", Some("artists")),
            ("id", Some("ids")),
            ("dis", Some("ids")),
            ("songs", None),
            ("", None),
        ] {
            assert_eq!(near(typed, names.into_iter()), meant, "{typed}");
        }
    }
}
