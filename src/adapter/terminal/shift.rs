//! Whether a part of a frame is what the screen shows already, some rows further up or down: then the terminal can move it.

use std::ops::Range;

use super::grid::{Glyph, Grid};

/// To move rows takes about so many bytes.
const COST: i32 = 24;

/// To go to another cell takes about so many.
const MOVE: i32 = 6;

/// So many cells that have changed are looked for in other rows.
const PROBES: usize = 64;

/// Rows that move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shift {
    /// The rows that take part, over the full width: those that move, and those that become free.
    pub rows: Range<usize>,
    /// By how many rows they go up; down if negative.
    pub by: i32,
}

/// The move after which the fewest bytes are left to write; none if it would not pay. `changed` are the rows in which the
/// two differ. By how many rows most of it went is looked for unless it is known. Both have the same size.
pub(super) fn shift(shown: &Grid, next: &Grid, changed: &[usize], known: Option<i32>) -> Option<Shift> {
    let by = known.or_else(|| step(shown, next, changed)).filter(|by| *by != 0)?;
    // Nothing is gained by moving rows above and below all that has changed.
    let (first, last) = (count(*changed.first()?), count(*changed.last()?));
    let height = count(next.height());
    let index = |y: i32| usize::try_from(y - first).ok();
    let lying: Vec<_> = (first..=last).map(|y| differing(row(shown, y), row(next, y))).collect();
    let lies = |y: i32| index(y).and_then(|y| lying.get(y)).copied().unwrap_or_default();
    let saved = |y: i32| {
        let from = y + by;
        let saved = || lies(y) - differing(row(shown, from), row(next, y));
        (0..height).contains(&from).then(saved)
    };
    let saved: Vec<_> = (first..=last).map(saved).collect();
    let saves = |y: i32| index(y).and_then(|y| saved.get(y)).copied().flatten();
    let pays = |moved: &Range<i32>| {
        let freed = region(moved, by).filter(|y| !moved.contains(y));
        let lost: i32 = freed.map(|y| written(row(next, y)) - lies(y)).sum();
        moved.clone().filter_map(saves).sum::<i32>() - lost
    };
    let mut moved = best(height, saves)?;
    // A row that becomes free has to be written, and so it may be better to leave the last one where it is.
    loop {
        let shorter = if by > 0 { moved.start..moved.end - 1 } else { moved.start + 1..moved.end };
        if shorter.is_empty() || pays(&shorter) <= pays(&moved) {
            break;
        }
        moved = shorter;
    }
    let rows = region(&moved, by);
    let rows = usize::try_from(rows.start).ok()?..usize::try_from(rows.end).ok()?;
    (pays(&moved) > COST).then_some(Shift { rows, by })
}

/// The rows that are moved, and those they come from.
fn region(moved: &Range<i32>, by: i32) -> Range<i32> {
    moved.start.min(moved.start + by)..moved.end.max(moved.end + by)
}

/// Does to a copy of the screen what the terminal does.
pub(super) fn apply(shift: &Shift, screen: &mut Grid) {
    let cells = shift.by.unsigned_abs() as usize * screen.width();
    let part = screen.rows_mut(shift.rows.clone());
    let kept = part.len() - cells;
    if shift.by > 0 {
        part.copy_within(cells.., 0);
        part[kept..].fill(Glyph::BLANK);
    } else {
        part.copy_within(..kept, cells);
        part[..cells].fill(Glyph::BLANK);
    }
}

/// How far most of what has changed has gone.
fn step(shown: &Grid, next: &Grid, changed: &[usize]) -> Option<i32> {
    let probes = probes(shown, next, changed);
    let rows = next.height();
    let height = count(rows);
    let is_there = |by: i32, (x, y): (usize, usize)| {
        let from = y.checked_add_signed(by as isize).filter(|from| *from < rows);
        from.is_some_and(|from| shown.row(from)[x] == next.row(y)[x])
    };
    // How many of them are found so far away; none if fewer than half are.
    let found = |by: i32| {
        let mut missing = 0;
        let mut missed = || {
            missing += 1;
            missing * 2 >= probes.len()
        };
        let is_too_few = probes.iter().any(|probe| !is_there(by, *probe) && missed());
        if is_too_few { 0 } else { probes.len() - missing }
    };
    let steps = (1..height).flat_map(|by| [by, -by]);
    let (by, count) = steps
        .map(|by| (by, found(by)))
        .fold((0, 0), |best, other| if other.1 > best.1 { other } else { best });
    (count * 2 > probes.len()).then_some(by)
}

/// Some of the cells that have changed and are not blank, from all over.
fn probes(shown: &Grid, next: &Grid, changed: &[usize]) -> Vec<(usize, usize)> {
    let each = PROBES.div_ceil(changed.len().max(1)).max(2);
    let rows = changed.iter().step_by(changed.len().div_ceil(PROBES / 2).max(1));
    let in_row = |y: usize| {
        let (old, new) = (shown.row(y), next.row(y));
        let differs = move |x: &usize| new[*x].is_text() && new[*x] != old[*x];
        (0..new.len()).filter(differs).map(move |x| (x, y)).take(each)
    };
    rows.flat_map(|y| in_row(*y)).collect()
}

/// The run of rows with the largest sum of what each of them saves.
fn best(height: i32, saves: impl Fn(i32) -> Option<i32>) -> Option<Range<i32>> {
    let mut best: Option<(Range<i32>, i32)> = None;
    let (mut start, mut sum) = (0, 0);
    for y in 0..height {
        match saves(y) {
            Some(saved) if sum + saved > 0 => sum += saved,
            _ => (start, sum) = (y + 1, 0),
        }
        if sum > best.as_ref().map_or(0, |best| best.1) {
            best = Some((start..y + 1, sum));
        }
    }
    best.map(|best| best.0)
}

fn row(grid: &Grid, y: i32) -> &[Glyph] {
    grid.row(usize::try_from(y).unwrap_or_default())
}

fn count(rows: usize) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

/// About how many bytes it takes to write what differs, and to go there; what lies between is written again if that is shorter.
fn differing<'a>(old: impl IntoIterator<Item = &'a Glyph>, new: &[Glyph]) -> i32 {
    let (mut cost, mut gap) = (0, MOVE);
    for (old, new) in old.into_iter().zip(new) {
        if old == new {
            gap += new.bytes();
        } else {
            cost += new.bytes() + gap.min(MOVE);
            gap = 0;
        }
    }
    cost
}

/// What it costs to write where nothing is.
fn written(new: &[Glyph]) -> i32 {
    differing(std::iter::repeat(&Glyph::BLANK), new)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    /// Rows of letters; a repeated letter makes a row.
    fn screen(rows: &str) -> Buffer {
        let lines = rows.chars().map(|letter| match letter {
            '.' => String::new(),
            letter => (0..40_u32)
                .filter_map(|x| char::from_u32('!' as u32 + (letter as u32 * 7 + x * x) % 90))
                .collect(),
        });
        let mut buffer = Buffer::with_lines(lines.collect::<Vec<_>>());
        buffer.resize(ratatui::layout::Rect::new(0, 0, 40, u16::try_from(rows.len()).unwrap()));
        buffer
    }

    fn found(shown: &Buffer, next: &Buffer) -> Option<Shift> {
        let (shown, next) = (Grid::of(shown), Grid::of(next));
        let changed: Vec<_> = (0..next.height()).filter(|y| shown.row(*y) != next.row(*y)).collect();
        shift(&shown, &next, &changed, None)
    }

    #[test]
    fn rows_that_went_elsewhere_are_found() {
        let table = [
            ("abcdefghij", "abcdefghij", None),
            // The list goes on by one between a title and a foot, back by one, and on by three.
            ("Tabcdefg-F", "Tbcdefgh-F", Some((1..8, 1))),
            ("Tbcdefgh-F", "Tabcdefg-F", Some((1..8, -1))),
            ("Tabcdefg-F", "Tdefghij-F", Some((1..8, 3))),
            // Something is unfolded, and folded.
            ("abcdefghij", "abcxydefgh", Some((3..10, -2))),
            ("abcxydefgh", "abcdefghij", Some((3..10, 2))),
            // Nothing of it was there.
            ("abcdefghij", "klmnopqrst", None),
            // One row is soon written.
            ("abc.......", ".abc......", Some((0..4, -1))),
            ("a.........", ".b........", None),
            // Blank rows become free of themselves, and come from anywhere.
            ("abcd......", "cd........", Some((0..6, 2))),
        ];
        for (shown, next, expected) in table {
            let expected = expected.map(|(rows, by)| Shift { rows, by });
            assert_eq!(found(&screen(shown), &screen(next)), expected, "{shown} {next}");
        }
    }

    #[test]
    fn a_border_below_stays_where_it_is() {
        let list = |first: u32, last: &str| {
            let mut rows: Vec<_> = (first..first + 7).map(|song| format!("song {}", song * 7919)).collect();
            // Gaps cost moves, and a border in their place seems to save them.
            rows.push(last.to_owned());
            rows.push("└".to_owned() + &"─".repeat(38) + "┘");
            Buffer::with_lines(rows)
        };
        let (shown, next) = (list(1, "song 63352"), list(2, "a b c d e f g h i j k l m n o p q r s t"));
        assert_eq!(found(&shown, &next).map(|found| (found.rows.end <= 8, found.by)), Some((true, 1)));
    }

    #[test]
    fn a_move_that_spoils_more_than_it_saves_is_left() {
        let beside = |letters: &str, columns: usize| {
            let mut buffer = screen(letters);
            for y in 0..10 {
                let text: String =
                    (0..columns).map(|x| char::from(b'0' + ((x * x + y * 3) % 10) as u8)).collect();
                buffer.set_string(
                    u16::try_from(40 - columns).unwrap(),
                    u16::try_from(y).unwrap(),
                    text,
                    ratatui::style::Style::new(),
                );
            }
            buffer
        };
        let by = |columns| {
            found(&beside("abcdefghij", columns), &beside("bcdefghijk", columns)).map(|found| found.by)
        };
        assert_eq!(by(1), Some(1));
        assert_eq!(by(30), None);
    }

    #[test]
    fn the_copy_goes_the_way_of_the_screen() {
        for (rows, by, expected) in [(1..5, 1, "acde.fgh"), (1..5, -2, "a..bcfgh"), (0..8, 8, "........")] {
            let mut copy = Grid::of(&screen("abcdefgh"));
            apply(&Shift { rows, by }, &mut copy);
            assert_eq!(copy, Grid::of(&screen(expected)), "{by}");
        }
    }
}
