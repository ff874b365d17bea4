//! Lights up what was looked for in a row of the tree, where its text shows.

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::Theme;
use crate::{
    app::response::Tree,
    domain::{json::Kind, pages::NodeRef, search::Matcher},
};

/// Lights up the spans of a row: the mark, the key or number, then what is shown of the value; and what stands at the right.
pub(super) fn light(
    spans: &mut Vec<Span<'static>>,
    right: &mut Line<'static>,
    tree: &Tree,
    node: NodeRef,
    matcher: &Matcher,
    theme: &Theme,
) {
    let document = tree.pages().page(node).document();
    let is_container = matches!(document.kind(node.node), Kind::Object | Kind::Array);
    // The indent and the mark come first; the root and its like have no label.
    let label = 2;
    let has_label = document.is_member(node.node) || tree.pages().has_index(node);
    let value = label + usize::from(has_label);
    let mut lit = Vec::new();
    for (at, span) in spans.drain(..).enumerate() {
        let is_key = at == label && document.is_member(node.node);
        let counts = match at {
            _ if is_key => matcher.pattern().scope.has_keys(),
            _ => at >= value && matcher.pattern().scope.has_values(),
        };
        let is_hit = || match is_key {
            true => matcher.is_in_key(document, node.node),
            false => !is_container && matcher.is_in_value(document, node.node),
        };
        lit.extend(if counts { split(span, matcher, is_hit, theme) } else { vec![span] });
    }
    *spans = lit;
    if matcher.pattern().scope.has_values() {
        // What is lit up must not be dim besides, as the rest of the line is.
        let style = std::mem::take(&mut right.style);
        let parts = std::mem::take(&mut right.spans).into_iter();
        let parts = parts.map(|span| Span::styled(span.content, style.patch(span.style)));
        right.spans = parts.flat_map(|span| split(span, matcher, || false, theme)).collect();
    }
}

/// A span in parts, those that match lit up. Where the match does not show as it was found, because the text is written
/// with escapes, all of it is.
fn split(
    span: Span<'static>,
    matcher: &Matcher,
    is_hit: impl Fn() -> bool,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let text = span.content.as_ref();
    let inside = bare(text);
    let found: Vec<Range<usize>> = matcher.ranges(&text[inside.clone()]);
    if found.is_empty() {
        let is_lit = !inside.is_empty() && text.contains('\\') && is_hit();
        let style = if is_lit { theme.found } else { span.style };
        return vec![Span::styled(span.content, style)];
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for range in found {
        let (start, end) = (inside.start + range.start, inside.start + range.end);
        parts.push(Span::styled(text[at..start].to_owned(), span.style));
        parts.push(Span::styled(text[start..end].to_owned(), theme.found));
        at = end;
    }
    parts.push(Span::styled(text[at..].to_owned(), span.style));
    parts.retain(|part| !part.content.is_empty());
    parts
}

/// What of a label or value is its text: without the quotes, colon and space of its writing.
fn bare(text: &str) -> Range<usize> {
    let end = text.trim_end_matches(' ');
    let end = end.strip_suffix(':').filter(|rest| rest.len() > 1 && rest.ends_with('"')).unwrap_or(end);
    match end.strip_prefix('"') {
        Some(rest) => 1..1 + rest.strip_suffix('"').unwrap_or(rest).len(),
        None => 0..end.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::{Pattern, Scope};

    fn lit(text: &'static str, pattern: &str) -> String {
        let pattern = Pattern { text: pattern.to_owned(), scope: Scope::Both };
        let matcher = Matcher::new(&pattern).unwrap().unwrap();
        let theme = Theme::default();
        let parts = split(Span::raw(text), &matcher, || true, &theme);
        let shown = |part: &Span| match part.style == theme.found {
            true => format!("<{}>", part.content),
            false => part.content.to_string(),
        };
        parts.iter().map(shown).collect()
    }

    #[test]
    fn a_match_is_lit_up_where_it_shows() {
        let cases = [
            ("\"Glass Harbour\"", "ar", "\"Glass H<ar>bour\""),
            ("\"Glass\"", "^glass$", "\"<Glass>\""),
            ("\"name\": ", "^name$", "\"<name>\": "),
            ("name ", "e$", "nam<e> "),
            ("12.50", "2.5", "1<2.5>0"),
            ("\"caf\\u00e9\"", "é", "<\"caf\\u00e9\">"),
            ("\"a\"", "b", "\"a\""),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(lit(text, pattern), expected, "{pattern}");
        }
    }
}
