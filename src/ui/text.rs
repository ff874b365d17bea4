//! Text that fits: cut where it may be cut, measured in columns.

use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::{
    columns::{self, Piece},
    pages::Trail,
    visible::visible,
};

/// Columns that a path is cut to before its query gives way too: enough for `/v1/…songs`.
const SHORTEST_PATH: usize = 10;

/// Columns that a text takes when it is drawn.
pub(super) fn width(text: &str) -> usize {
    columns::width(text)
}

/// Columns that spans take, one behind the other. Theirs and a line's own `width` counts what is drawn apart as one.
pub(super) fn width_of<'a>(spans: impl IntoIterator<Item = &'a Span<'a>>) -> usize {
    spans.into_iter().map(|span| width(&span.content)).sum()
}

/// The text, cut at its end to fit. For prose.
pub(super) fn fit(text: &str, columns: usize, cut: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(cut));
    let mut kept = head(text, room);
    if columns > 0 {
        kept.push_str(cut);
    }
    kept
}

/// The text, cut in its middle to fit. For paths: both ends tell something.
pub(super) fn fit_middle(text: &str, columns: usize, cut: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(cut));
    let front = head(text, room.div_ceil(2));
    let back = tail(text, room / 2);
    if columns == 0 { String::new() } else { format!("{front}{cut}{back}") }
}

/// The way to a value, cut in its middle to fit: the last steps stay whole, and the first one where there is room.
pub(super) fn fit_trail(trail: &Trail, columns: usize, cut: &str) -> String {
    let shown =
        |steps: &[String]| -> Vec<String> { steps.iter().map(|step| visible(step).into_owned()).collect() };
    let (first, last) = (shown(&trail.first), shown(&trail.last));
    let whole = last.concat();
    let whole = whole.strip_prefix('.').unwrap_or(&whole);
    if !trail.is_cut && width(whole) <= columns {
        return whole.to_owned();
    }
    let front = first.first().or(last.first()).map_or("", |step| step.trim_start_matches('.'));
    let front = if width(front) * 3 <= columns { front } else { "" };
    let mut room = columns.saturating_sub(width(front) + width(cut));
    let fitting = last.iter().rev().take_while(|step| {
        let fits = width(step) <= room;
        room = room.saturating_sub(width(step));
        fits
    });
    match fitting.count() {
        0 => fit_middle(last.last().map_or("", String::as_str), columns, cut),
        count => format!("{front}{cut}{}", last[last.len() - count..].concat()),
    }
}

/// A path with its query, cut to fit: the path gives way first, for what follows the `?` tells pages apart.
pub(super) fn fit_target(text: &str, columns: usize, cut: &str) -> String {
    let (path, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    match columns.checked_sub(width(query)) {
        Some(room) if room >= SHORTEST_PATH => format!("{}{query}", fit_middle(path, room, cut)),
        _ => fit_middle(text, columns, cut),
    }
}

/// A line, cut at its end to fit.
pub(super) fn fit_line(line: Line<'static>, columns: u16, cut: &str) -> Line<'static> {
    let mut room = usize::from(columns);
    let mut kept = Vec::new();
    for span in line.spans {
        let needed = width(&span.content);
        if needed > room {
            kept.push(Span::styled(fit(&span.content, room, cut), span.style));
            break;
        }
        room -= needed;
        kept.push(span);
    }
    Line::from(kept)
}

/// As much of the beginning as fits.
pub(super) fn head(text: &str, columns: usize) -> String {
    let (mut end, mut room) = (0, columns);
    for piece in columns::pieces(text) {
        let (length, needed) = match piece {
            // Where not all of it has room, a byte is a column.
            Piece::Plain(plain) => (plain.len().min(room), plain.len()),
            Piece::Cluster(cluster) if width(cluster) <= room => (cluster.len(), width(cluster)),
            Piece::Cluster(_) => break,
        };
        end += length;
        if needed > room {
            break;
        }
        room -= needed;
    }
    text[..end].to_owned()
}

fn tail(text: &str, columns: usize) -> String {
    let mut kept = take(text.graphemes(true).rev(), columns);
    kept.reverse();
    kept.concat()
}

fn take<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> Vec<&'a str> {
    let mut room = columns;
    graphemes
        .take_while(|grapheme| {
            let needed = width(grapheme);
            let fits = needed <= room;
            room = room.saturating_sub(needed);
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_cut_at_its_end_and_paths_in_their_middle() {
        assert_eq!(fit("Glass Harbour", 8, "…"), "Glass H…");
        assert_eq!(fit_middle("/v1/catalog/us/albums/1000042", 13, "…"), "/v1/ca…000042");
        assert_eq!(fit("Glass", 5, "…"), "Glass");
        assert_eq!(fit("Glass", 0, "…"), "");
    }

    #[test]
    fn the_last_steps_of_a_way_stay_whole() {
        let steps = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let trail = Trail { last: steps(".data|[13]|.attributes|.name"), ..Trail::default() };
        assert_eq!(fit_trail(&trail, 24, "…"), "data[13].attributes.name");
        assert_eq!(fit_trail(&trail, 23, "…"), "data….attributes.name");
        assert_eq!(fit_trail(&trail, 18, "…"), "data….name");
        assert_eq!(fit_trail(&trail, 4, "…"), ".n…e");
        assert_eq!(
            fit_trail(&Trail { first: steps("[0]|[1]"), is_cut: true, ..trail }, 40, "…"),
            "[0]….data[13].attributes.name"
        );
        let hostile = Trail { last: steps("[\"a\u{202e}b\"]"), ..Trail::default() };
        assert_eq!(fit_trail(&hostile, 40, "…"), "[\"a\\u202eb\"]");
        assert_eq!(fit_trail(&Trail::default(), 40, "…"), "");
    }

    #[test]
    fn the_path_of_a_target_gives_way_before_its_query() {
        let target = "/v1/catalog/us/search?offset=25&term=quay";
        assert_eq!(fit_target(target, 41, "…"), target);
        assert_eq!(fit_target(target, 33, "…"), "/v1/ca…search?offset=25&term=quay");
        assert_eq!(fit_target(target, 20, "…"), "/v1/catalo…term=quay");
    }

    #[test]
    fn columns_are_counted_as_they_are_drawn() {
        use ratatui::{buffer::Buffer, layout::Rect, style::Style};
        let texts = [
            "Glass",
            "海の見える駅",
            "e\u{301}",
            "👩‍👩‍👧!",
            "🇯🇵x",
            "❤\u{fe0f}",
            "שלום",
            "لا إله",
            "ｶﾞ",
            "한국",
            "a\u{301}\u{200d}b",
            "क्षि",
        ];
        for text in texts {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 1));
            let (end, _) = buffer.set_stringn(0, 0, text, 60, Style::new());
            assert_eq!(width(text), usize::from(end), "{text:?}");
        }
    }

    #[test]
    fn wide_and_combining_characters_are_never_halved() {
        assert_eq!(fit("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(fit("漢字漢字", 4, "…"), "漢…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
    }
}
