//! The lines of a resource's detail, laid out for a width: names in a column, facts beside them, two facts in a row where both
//! have room.

use std::ops::Range;

use crate::domain::{
    columns,
    resource::detail::{Line, Look, Run},
};

/// A line as it is drawn.
pub type Row = Vec<Run>;

/// Columns between a name and its fact, and between two facts in a row.
const GAP: usize = 2;

/// Below so many columns, no two facts stand in a row.
const TWO: usize = 60;

/// Lays lines out in so many columns.
#[must_use]
pub fn lay(lines: &[Line], columns: usize) -> Vec<Row> {
    let sheet = Sheet::of(lines, columns);
    let mut rows = Vec::new();
    let mut rest = lines;
    while let Some((line, others)) = rest.split_first() {
        rest = others;
        match others.split_first() {
            Some((beside, after)) if sheet.is_short(line) && sheet.is_short(beside) => {
                rows.push([sheet.cell(line), beside_of(&sheet, beside)].concat());
                rest = after;
            }
            _ => rows.extend(sheet.rows(line)),
        }
    }
    rows
}

fn beside_of(sheet: &Sheet, line: &Line) -> Row {
    [vec![label(&line.label, sheet.label)], line.runs.clone()].concat()
}

/// The columns of a detail.
struct Sheet {
    whole: usize,
    /// Of the names.
    label: usize,
    /// Of one of two facts in a row, its name included; none where there is no room for two.
    half: Option<usize>,
}

impl Sheet {
    fn of(lines: &[Line], whole: usize) -> Self {
        let longest = lines.iter().map(|line| columns::width(&line.label)).max().unwrap_or_default();
        let label = (longest + GAP).min(whole / 2);
        Self { whole, label, half: (whole >= TWO).then_some(whole.saturating_sub(GAP) / 2) }
    }

    /// Whether a fact leaves room for another one beside it.
    fn is_short(&self, line: &Line) -> bool {
        let fits = |half: usize| columns::width(&text_of(line)) + self.label <= half;
        !line.label.is_empty()
            && columns::width(&line.label) + GAP <= self.label
            && self.half.is_some_and(fits)
    }

    /// A short fact, filled up to where the next one begins.
    fn cell(&self, line: &Line) -> Row {
        let filled = self.half.unwrap_or_default() + GAP;
        let taken = self.label + columns::width(&text_of(line));
        let mut row = beside_of(self, line);
        row.push(Run::plain(" ".repeat(filled.saturating_sub(taken))));
        row
    }

    /// A line in as many rows as it takes; those of a fact begin beside its name.
    fn rows(&self, line: &Line) -> Vec<Row> {
        let is_named = !line.label.is_empty();
        let beside = if is_named { self.label } else { 0 };
        let text = text_of(line);
        let broken = columns::wrap(&text, self.whole.saturating_sub(beside));
        let first = |at| if at == 0 { line.label.as_str() } else { "" };
        let row = |(at, range): (usize, &Range<usize>)| {
            let label = is_named.then(|| label(first(at), beside));
            label.into_iter().chain(part(&line.runs, range)).collect()
        };
        broken.iter().enumerate().map(row).collect()
    }
}

/// A name, cut or filled to its column.
fn label(name: &str, width: usize) -> Run {
    let fitting = columns::wrap(name, width.saturating_sub(1)).into_iter().next().unwrap_or_default();
    let name = &name[fitting];
    Run::new(Look::Dim, format!("{name}{}", " ".repeat(width.saturating_sub(columns::width(name)))))
}

fn text_of(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// The part of the runs that stands at these bytes of their text.
fn part<'a>(runs: &'a [Run], range: &'a Range<usize>) -> impl Iterator<Item = Run> + 'a {
    let mut start = 0;
    runs.iter().filter_map(move |run| {
        let from = start;
        start += run.text.len();
        let inside = range.start.max(from)..range.end.min(start);
        let text = run.text.get(inside.start.checked_sub(from)?..inside.end.checked_sub(from)?)?;
        (!text.is_empty()).then(|| Run::new(run.look, text))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fact(label: &str, text: &str) -> Line {
        Line { label: label.to_owned(), runs: vec![Run::plain(text)] }
    }

    fn shown(lines: &[Line], columns: usize) -> Vec<String> {
        let text = |row: Row| row.into_iter().map(|run| run.text).collect::<String>();
        lay(lines, columns).into_iter().map(|row| text(row).trim_end().to_owned()).collect()
    }

    #[test]
    fn facts_stand_beside_their_names_and_two_in_a_row_where_there_is_room() {
        let lines =
            [fact("artist", "Mara Quill"), fact("released", "2024"), Line::default(), fact("", "A note.")];
        assert_eq!(shown(&lines, 30), ["artist    Mara Quill", "released  2024", "", "A note."]);
        let wide = ["artist    Mara Quill             released  2024", "", "A note."];
        assert_eq!(shown(&lines, 64), wide);
    }

    #[test]
    fn a_long_fact_goes_on_beside_its_name() {
        let lines = [fact("genres", "Fog, Rain and Harbour Pop")];
        assert_eq!(shown(&lines, 20), ["genres  Fog, Rain", "        and Harbour", "        Pop"]);
    }

    #[test]
    fn pieces_keep_their_looks_where_a_line_is_broken() {
        let runs = vec![Run::plain("one "), Run::new(Look::Title, "two three"), Run::new(Look::Dim, " four")];
        let rows = lay(&[Line { label: String::new(), runs }], 9);
        let expected = [
            vec![Run::plain("one "), Run::new(Look::Title, "two")],
            vec![Run::new(Look::Title, "three")],
            vec![Run::new(Look::Dim, "four")],
        ];
        assert_eq!(rows, expected);
    }

    proptest! {
        #[test]
        fn no_row_is_too_wide_and_no_word_is_lost(
            lines in prop::collection::vec(("[a漢]{0,14}", "[a 漢b]{0,60}"), 0..8),
            columns in 8_usize..120,
        ) {
            let lines: Vec<_> = lines.iter().map(|(label, text)| fact(label, text)).collect();
            let rows = shown(&lines, columns);
            prop_assert!(rows.iter().all(|row| columns::width(row) <= columns), "{:?}", rows);
            let letters = |text: &str, letter| text.matches(letter).count();
            let told: String = lines.iter().flat_map(|line| [text_of(line)]).collect();
            prop_assert_eq!(letters(&rows.concat(), 'b'), letters(&told, 'b'));
        }
    }
}
