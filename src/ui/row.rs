//! One line of the tree, as text: a resource by its name, a list with its count, a value as the server sent it.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::{Theme, found, text};
use crate::{
    app::{
        keymap::{Action, Context, Keymap},
        layout,
        response::Tree,
    },
    domain::{
        json::{Document, Kind, NodeId},
        link,
        pages::{Item, NodeRef, Row, Shape},
        quantity,
        resource::{self, Mark},
        said::{self, Said},
        search::Matcher,
        visible::visible,
        walk,
        ways::Absence,
    },
};

/// As much of a long value as a screen can show, in bytes: a string of megabytes costs no more than a short one.
const LONGEST: usize = 1_000;

/// How many members of a folded value are named.
const PREVIEW: usize = 8;

/// What is drawn of a row: the text from the left, and what stands at the right edge.
pub(super) struct Drawn {
    pub left: Line<'static>,
    pub right: Line<'static>,
}

/// A row of the tree, `columns` wide; what was looked for is lit up where it shows.
pub(super) fn draw(
    tree: &Tree,
    row: &Row,
    columns: usize,
    sought: Option<&Matcher>,
    keymap: &Keymap,
    theme: &Theme,
) -> Drawn {
    let indent = " ".repeat(layout::indent(row.depth).into());
    let room = columns.saturating_sub(indent.len());
    let mut spans = vec![Span::raw(indent)];
    let mut right = Line::default();
    match row.item {
        Item::Separator { list, segment } => spans.extend(separator(tree, list, segment, theme)),
        Item::Next { list } => spans.extend(next(tree, list, room, keymap, theme)),
        Item::Ways { of } => spans.push(ways(tree, row, of, theme)),
        Item::Way { of, number } => spans.extend(way(tree, of, number, theme)),
        Item::Value(node) => right = value(tree, row, node, (&mut spans, columns), theme),
    }
    if let (Some(matcher), Item::Value(node)) = (sought, row.item) {
        found::light(&mut spans, &mut right, tree, node, matcher, theme);
    }
    let left = text::fit_line(Line::from(spans), u16::try_from(columns).unwrap_or(u16::MAX), theme.marks.cut);
    let has_room = text::width_of(&left) + text::width_of(&right) + 2 <= columns;
    Drawn { left, right: if has_room { right } else { Line::default() } }
}

fn separator(tree: &Tree, list: NodeRef, segment: u32, theme: &Theme) -> Vec<Span<'static>> {
    let segments = tree.pages().segments(&list);
    let Some(place) = segments.get(segment as usize) else { return Vec::new() };
    let from = &tree.pages().page(*place).provenance;
    let count = tree.pages().segment_count(*place);
    let items = resource::count_noun(&kind_of_items(tree, *place), count);
    let mut facts = vec![format!("{} page {}", theme.marks.rule, segment + 1)];
    facts.extend(walk::offset_of(&from.target).map(|offset| format!("from {}", quantity::count(offset))));
    facts.extend([from.status.to_string(), quantity::elapsed(from.elapsed), items]);
    let mut spans = vec![Span::styled(facts.join(" · "), theme.dim)];
    let goes_on = segments.len() > segment as usize + 1 || tree.pages().next(list).is_some();
    if count == 0 && goes_on {
        spans.push(Span::styled(" · empty, and the list goes on", theme.warning));
    }
    match tree.pages().repeats(list, segment) {
        0 => {}
        repeats => {
            spans.push(Span::styled(format!(" · {repeats} of them came before"), theme.warning));
        }
    }
    if !from.restored.is_empty() {
        spans.push(Span::styled(format!(" · put back {}", visible(&from.restored.join(" "))), theme.dim));
    }
    spans
}

/// The type of a list's items, told by its first one.
fn kind_of_items(tree: &Tree, list: NodeRef) -> String {
    let document = tree.pages().page(list).document();
    let first = document.children(list.node).next();
    let kind = first.and_then(|first| document.text_at(first, &["type"])).unwrap_or_default();
    visible(&kind).into_owned()
}

/// The `next` of a list: where it leads, and what Segue will put back into it.
fn next(tree: &Tree, list: NodeRef, columns: usize, keymap: &Keymap, theme: &Theme) -> Vec<Span<'static>> {
    let Some(next) = tree.pages().next(list) else { return Vec::new() };
    if let Some(setback) = tree.pages().setback(list) {
        let open = keymap.key(Context::Response, Action::Open);
        let words = format!("{} next  {}; {open} tries again", theme.marks.next, visible(&setback.words));
        return vec![Span::styled(words, theme.failure)];
    }
    let restored = link::restored(next.page, &next.link).join(" ");
    let restored = if restored.is_empty() { restored } else { format!("  + {}", visible(&restored)) };
    let room = columns.saturating_sub(8 + text::width(&restored));
    let shown = text::fit_target(&visible(&next.link), room.max(20), theme.marks.cut);
    vec![
        Span::styled(format!("{} next", theme.marks.next), theme.accent),
        Span::raw("  "),
        Span::raw(shown),
        Span::styled(restored, theme.dim),
    ]
}

/// What a resource could have and does not show, in a line: how many of which, and their names.
fn ways(tree: &Tree, row: &Row, of: NodeRef, theme: &Theme) -> Span<'static> {
    let absent = tree.absent(of);
    let names = |of_kind: fn(&Absence) -> Option<&'static str>| {
        absent.iter().filter_map(|one| of_kind(&one.what)).collect::<Vec<_>>()
    };
    let relationships = names(|what| match what {
        Absence::Relationship(name) => Some(name),
        _ => None,
    });
    let views = names(|what| match what {
        Absence::View(name) => Some(name),
        _ => None,
    });
    let counted = [("relationship", &relationships), ("view", &views)];
    let told = counted.into_iter().filter(|(_, names)| !names.is_empty()).map(|(noun, names)| {
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("{} {noun}{plural}", names.len())
    });
    let told = told.collect::<Vec<_>>().join(", ");
    let mark = if tree.is_item_open(row.item) { theme.marks.unfolded } else { theme.marks.folded };
    let names = [relationships, views].concat().join(", ");
    Span::styled(format!("{mark} {told} not here: {names}"), theme.dim)
}

/// Something that is not there, and that Enter fetches.
fn way(tree: &Tree, of: NodeRef, number: u32, theme: &Theme) -> Vec<Span<'static>> {
    let Some(absent) = tree.absent_at(of, number) else { return Vec::new() };
    let (what, name) = match &absent.what {
        Absence::Relationship(name) => ("relationship ", *name),
        Absence::View(name) => ("view ", *name),
        Absence::Along(parameter) => ("with ", parameter.as_str()),
    };
    let token = if absent.is_personal { "   needs the Music User Token" } else { "" };
    vec![Span::styled(format!("{} {what}{name}{token}", theme.marks.next), theme.dim)]
}

fn value(
    tree: &Tree,
    row: &Row,
    node: NodeRef,
    (spans, columns): (&mut Vec<Span<'static>>, usize),
    theme: &Theme,
) -> Line<'static> {
    let document = tree.pages().page(node).document();
    let is_open = tree.is_item_open(row.item);
    let marks = theme.marks;
    let mark = match (tree.pages().is_container(node), is_open) {
        (false, _) => " ",
        (true, true) => marks.unfolded,
        (true, false) => marks.folded,
    };
    spans.push(Span::styled(format!("{mark} "), theme.dim));
    spans.extend(label(tree, node, theme));
    if tree.shape() == Shape::Typed {
        if let Some(line) = resource::line(document, node.node) {
            return named(line, spans, columns, theme);
        }
        let room = columns.saturating_sub(text::width_of(&*spans));
        spans.extend(typed(tree, node, is_open, room, theme));
    } else {
        spans.extend(plain(tree, node, is_open, theme));
    }
    Line::default()
}

/// The key of a member, or the number of an item.
fn label(tree: &Tree, node: NodeRef, theme: &Theme) -> Vec<Span<'static>> {
    let document = tree.pages().page(node).document();
    match document.raw_key_start(node.node, LONGEST) {
        Some(key) if tree.shape() == Shape::Plain => {
            vec![Span::styled(format!("\"{}\": ", visible(&key)), theme.dim)]
        }
        Some(key) => vec![Span::styled(format!("{} ", visible(&key)), theme.dim)],
        None if tree.pages().has_index(node) => {
            vec![Span::styled(format!("{:>2} ", tree.pages().index(node)), theme.dim)]
        }
        None => Vec::new(),
    }
}

/// A resource as people name it; its type and id stand at the right edge. Facts that do not fit are left out, the least
/// important first, so that the id stays.
fn named(
    line: resource::Line,
    spans: &mut Vec<Span<'static>>,
    columns: usize,
    theme: &Theme,
) -> Line<'static> {
    let id = format!("{} {}", line.kind, line.id);
    if line.name.is_empty() {
        spans.push(Span::raw(id));
        return Line::default();
    }
    let id = Line::styled(id, theme.dim);
    spans.push(Span::styled(line.name, theme.name));
    let taken: usize = text::width_of(&*spans) + text::width_of(&id) + 2;
    let room = columns.saturating_sub(taken);
    let first = line.facts.first().map_or(0, |fact| text::width(fact) + 3);
    let marks = marks(&line.marks, room, first, theme);
    let mut room = room.saturating_sub(text::width_of(&marks));
    for fact in line.facts {
        let needed = text::width(&fact) + 3;
        if needed > room {
            break;
        }
        room -= needed;
        spans.push(Span::styled(" · ", theme.dim));
        spans.push(Span::raw(fact));
    }
    spans.extend(marks);
    id
}

/// The marks, each in a word. Only what will not play is a warning; the others give way to the first fact, mostly the
/// artist, which takes `first` columns.
fn marks(marks: &[Mark], room: usize, first: usize, theme: &Theme) -> Vec<Span<'static>> {
    let needed: usize = marks.iter().map(|mark| text::width(mark.word()) + 3).sum();
    let has_room = first + needed <= room;
    let shown = marks.iter().filter(|mark| has_room || **mark == Mark::NotPlayable);
    let word = |mark: &Mark| match mark {
        Mark::NotPlayable => Span::styled(mark.word(), theme.warning),
        Mark::Explicit | Mark::Clean => Span::raw(mark.word()),
    };
    shown.flat_map(|mark| [Span::styled(" · ", theme.dim), word(mark)]).collect()
}

/// A value that is no resource, in few words.
fn typed(tree: &Tree, node: NodeRef, is_open: bool, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let document = tree.pages().page(node).document();
    let kind = document.kind(node.node);
    let list = match kind {
        Kind::Array => Some(node),
        Kind::Object if node != tree.pages().root() => tree.pages().wrapped_list(node),
        _ => None,
    };
    if let Some(list) = list.filter(|list| is_list(tree, *list)) {
        return counted(tree, node, list, (!is_open).then_some(room), theme);
    }
    if let Some(said) = said::said(document, node.node, &tree.pages().page(node).provenance.target) {
        return spoken(said, theme);
    }
    if let Some(heading) = error_heading(document, node.node) {
        return vec![Span::styled(heading, theme.failure)];
    }
    match kind {
        Kind::Object | Kind::Array => container(tree, node, is_open, theme),
        _ => vec![scalar(document, node.node, theme)],
    }
}

/// What an answer says about one of its members.
fn spoken(said: Said, theme: &Theme) -> Vec<Span<'static>> {
    vec![match said {
        Said::Fact(words) => Span::raw(words),
        Said::Notice(words) => Span::styled(words, theme.warning),
    }]
}

/// What an error object of Apple's is called: its code and title.
fn error_heading(document: &Document, node: NodeId) -> Option<String> {
    let text = |key| document.text_at(node, &[key]).map(|text| visible(&text).into_owned());
    Some(format!("{} {}", text("code")?, text("title")?))
}

/// Whether an array holds resources, or goes on.
fn is_list(tree: &Tree, list: NodeRef) -> bool {
    let document = tree.pages().page(list).document();
    let first = document.children(list.node).next();
    first.is_some_and(|first| document.member(first, "type").is_some()) || tree.pages().next(list).is_some()
}

/// A list: its heading, how many of how many, and, where its `next` is folded away, that in the room there is.
fn counted(
    tree: &Tree,
    node: NodeRef,
    list: NodeRef,
    folded: Option<usize>,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let document = tree.pages().page(node).document();
    let count = tree.pages().count(list);
    let kind = kind_of_items(tree, list);
    let noun = resource::count_noun(&kind, count);
    // `songs 5 songs` says it twice.
    let is_told = document.has_key(node.node, &kind);
    let noun = if is_told { quantity::count(count) } else { noun };
    let next = tree.pages().next(list);
    let words = match tree.pages().total(list) {
        Some(total) if total > count => {
            format!("{} of {}", quantity::count(count), resource::count_noun(&kind, total))
        }
        _ if next.is_some() || !document.is_whole() => format!("{noun} so far"),
        _ => noun,
    };
    let mut spans = Vec::new();
    if let Some(heading) = resource::heading(document, node.node) {
        spans.extend([Span::styled(heading, theme.name), Span::styled(" · ", theme.dim)]);
    }
    spans.push(Span::raw(words));
    if let Some((next, room)) = next.zip(folded) {
        spans.push(Span::styled(format!("   {} next ", theme.marks.next), theme.accent));
        let room = room.saturating_sub(spans.iter().map(Span::width).sum());
        let link = text::fit_target(&visible(&next.link), room, theme.marks.cut);
        spans.push(Span::styled(link, theme.dim));
    }
    spans
}

/// An object or array: how much is in it and, while it is folded, what.
fn container(tree: &Tree, of: NodeRef, is_open: bool, theme: &Theme) -> Vec<Span<'static>> {
    let (document, node) = (tree.pages().page(of).document(), of.node);
    let count = document.count(node);
    let (open, close) = if document.kind(node) == Kind::Array { ('[', ']') } else { ('{', '}') };
    let mut spans = vec![Span::styled(format!("{open}{}{close}", quantity::count(count)), theme.dim)];
    if !is_open && count > 0 {
        spans.push(Span::styled(format!("  {}", preview(document, node)), theme.dim));
    }
    spans
}

/// The first members by name, or the first items by value.
fn preview(document: &Document, node: NodeId) -> String {
    let part = |child: NodeId| match document.raw_key_start(child, LONGEST) {
        Some(key) => text::fit(&visible(&key), 40, "…"),
        None => match document.kind(child) {
            Kind::Object => "{…}".to_owned(),
            Kind::Array => "[…]".to_owned(),
            _ => text::fit(&visible(&document.raw_start(child, LONGEST)), 40, "…"),
        },
    };
    document.children(node).take(PREVIEW).map(part).collect::<Vec<_>>().join(", ")
}

/// A value as the server sent it.
fn scalar(document: &Document, node: NodeId, theme: &Theme) -> Span<'static> {
    let style = match document.kind(node) {
        Kind::Null => theme.dim,
        _ => Style::new(),
    };
    Span::styled(visible(&document.raw_start(node, LONGEST)).into_owned(), style)
}

fn plain(tree: &Tree, node: NodeRef, is_open: bool, theme: &Theme) -> Vec<Span<'static>> {
    let document = tree.pages().page(node).document();
    match document.kind(node.node) {
        // A list has the items of all its pages.
        Kind::Array if is_open => {
            vec![Span::styled(format!("[{}]", quantity::count(tree.pages().count(node))), theme.dim)]
        }
        Kind::Object | Kind::Array => container(tree, node, is_open, theme),
        _ => vec![scalar(document, node.node, theme)],
    }
}
