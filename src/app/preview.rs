//! What a row of the tree is too short for, in lines: a value whole, or a resource in full.

use std::ops::Range;

use super::{
    detail,
    errors::scrolled,
    keymap::{Action, Context, Keymap, Motion},
    response::Tree,
};
use crate::domain::{
    columns,
    json::{Document, Kind},
    pages::{Item, NodeRef, Shape},
    quantity,
    resource::{
        self,
        detail::{Look, Scope},
    },
    visible::visible,
    ways::{Absence, Absent},
};

/// As much of a string as the pane shows, in bytes: it is made anew at each step of the cursor.
pub const GLANCE: usize = 32_000;

/// As much of a string as is shown at all, in bytes. More would take a while to break into lines, and nobody reads it here.
pub const WHOLE: usize = 1_000_000;

/// A key is told in the heading; one of more bytes stands above its value.
const LONG_KEY: usize = 40;

/// So many values around one are looked at for the resource that it belongs to.
const DEEPEST: usize = 64;

/// A value as text or a resource in full, and which of its lines is the first on view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    heading: String,
    body: Body,
    /// What is left out, where the value is longer than what is shown.
    rest: Option<String>,
    columns: usize,
    offset: usize,
}

/// What is shown, and how it is broken into lines of so many columns.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Body {
    Text(String, Vec<Range<usize>>),
    Detail(Vec<resource::detail::Line>, Vec<detail::Row>),
}

/// What is absent, in a line.
fn told(one: &Absent) -> String {
    let token = if one.is_personal { " · needs the Music User Token" } else { "" };
    match &one.what {
        Absence::Relationship(name) => format!("relationship {name}{token}"),
        Absence::View(name) => format!("view {name}{token}"),
        Absence::Along(parameter) => format!("this again with {parameter}"),
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::text(String::new())
    }
}

impl Body {
    const fn text(text: String) -> Self {
        Self::Text(text, Vec::new())
    }
}

impl Preview {
    /// What stands in a row: a resource in full, unless plain JSON shows; of a value at most so many bytes.
    #[must_use]
    pub fn of(tree: &Tree, item: Item, scope: Scope<'_>, keymap: &Keymap) -> Self {
        match item {
            Item::Value(node) => {
                let detail = || Self::of_resource(tree, told_by(tree, node), scope);
                let found = (tree.shape() == Shape::Typed).then(detail).flatten();
                found.unwrap_or_else(|| Self::of_value(tree, node, scope.most, keymap))
            }
            Item::Next { list } => {
                let link = tree.pages().next(list).map(|next| visible(&next.link).into_owned());
                let body = Body::text(link.unwrap_or_default());
                Self { heading: "next".to_owned(), body, ..Self::default() }
            }
            Item::Separator { list, segment } => {
                let segments = tree.pages().segments(&list);
                let page = segments.get(segment as usize).map(|at| tree.pages().page(*at));
                let text = page.map(|page| visible(&page.provenance.target).into_owned());
                let heading = format!("page {}", u64::from(segment) + 1);
                Self { heading, body: Body::text(text.unwrap_or_default()), ..Self::default() }
            }
            Item::Ways { of } => {
                let told = tree.absent(of).iter().map(told).collect::<Vec<_>>();
                Self {
                    heading: "not in this answer".to_owned(),
                    body: Body::text(told.join("\n")),
                    ..Self::default()
                }
            }
            Item::Way { of, number } => {
                let open = keymap.key(Context::Response, Action::Open);
                let text = tree.absent_at(of, number).map(|one| format!("{}\n{open} fetches it", told(&one)));
                let heading = "not in this answer".to_owned();
                Self { heading, body: Body::text(text.unwrap_or_default()), ..Self::default() }
            }
        }
    }

    /// The resource that a row is or belongs to, in full.
    #[must_use]
    pub fn around(tree: &Tree, item: Item, scope: Scope<'_>) -> Option<Self> {
        let node = item.anchor();
        let outer = |node: &NodeRef| Some(tree.pages().parent(*node)).filter(|parent| parent != node);
        let mut way = std::iter::successors(Some(node), outer).take(DEEPEST);
        way.find_map(|node| Self::of_resource(tree, node, scope))
    }

    fn of_resource(tree: &Tree, node: NodeRef, scope: Scope<'_>) -> Option<Self> {
        let found = resource::detail::detail(tree.pages().page(node).document(), node.node, scope)?;
        let body = Body::Detail(found.lines, Vec::new());
        Some(Self { heading: found.heading, body, ..Self::default() })
    }

    fn of_value(tree: &Tree, node: NodeRef, most: usize, keymap: &Keymap) -> Self {
        let document = tree.pages().page(node).document();
        let (kind, text, left_out) = match document.kind(node.node) {
            Kind::Object | Kind::Array => contents(tree, node, keymap),
            Kind::String => {
                let (text, left_out) = document.text_start(node.node, most).unwrap_or_default();
                ("string", shown(&text), left_out)
            }
            kind => (name_of(kind), visible(&document.raw_start(node.node, most)).into_owned(), 0),
        };
        let key = Key::of(document, node, most);
        let size = quantity::bytes(size(tree, node) as u64);
        let heading = [key.short.as_str(), kind, &size].into_iter().filter(|part| !part.is_empty());
        let (action, does) = match most < WHOLE {
            true => (Action::ShowValue, "shows up to 1 MB"),
            false => (Action::Save, "saves the response"),
        };
        let how = || format!("{} {does}", keymap.key(Context::Response, action));
        let rest = (left_out > 0).then(|| format!("… {} more; {}", quantity::bytes(left_out as u64), how()));
        Self {
            heading: heading.collect::<Vec<_>>().join(" · "),
            body: Body::text(key.long.map_or(String::new(), |key| key + "\n") + &text),
            rest,
            ..Self::default()
        }
    }

    /// What it is: its key, its kind and its size.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// Breaks it into lines of so many columns, unless it is already.
    pub fn wrap(&mut self, columns: usize) {
        if self.columns != columns {
            match &mut self.body {
                Body::Text(text, lines) => *lines = columns::wrap(text, columns),
                Body::Detail(told, rows) => *rows = detail::lay(told, columns),
            }
            self.columns = columns;
        }
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        let lines = match &self.body {
            Body::Text(_, lines) => lines.len(),
            Body::Detail(_, rows) => rows.len(),
        };
        lines + self.rest.is_some() as usize
    }

    /// Whether there are none, which is so before it was broken into lines.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first line on view.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// So many lines from the first one on view, each in pieces that look alike.
    #[must_use]
    pub fn lines(&self, count: usize) -> Vec<Vec<(Look, &str)>> {
        match &self.body {
            Body::Text(text, lines) => {
                let line = |line: &Range<usize>| vec![(Look::Plain, &text[line.clone()])];
                lines.iter().skip(self.offset).take(count).map(line).collect()
            }
            Body::Detail(_, rows) => {
                let shown = rows.iter().skip(self.offset).take(count);
                shown.map(|row| row.iter().map(|run| (run.look, run.text.as_str())).collect()).collect()
            }
        }
    }

    /// The last line, where it says what is left out.
    #[must_use]
    pub fn rest(&self) -> Option<&str> {
        self.rest.as_deref()
    }

    /// Scrolls; `height` is how many lines are on view.
    pub fn scroll(&mut self, motion: Motion, height: usize) {
        self.offset = scrolled(self.offset, motion, height, self.len().saturating_sub(height));
    }

    /// Keeps the view inside the text.
    pub fn fit(&mut self, columns: usize, height: usize) {
        self.wrap(columns);
        self.offset = self.offset.min(self.len().saturating_sub(height));
    }
}

/// The value that a row's detail is told of: the attributes of a resource tell the resource.
fn told_by(tree: &Tree, node: NodeRef) -> NodeRef {
    let is_part = tree.pages().page(node).document().has_key(node.node, "attributes");
    if is_part { tree.pages().parent(node) } else { node }
}

/// How a value is called.
struct Key {
    /// For the heading; cut, if it is long.
    short: String,
    /// A long one.
    long: Option<String>,
}

impl Key {
    fn of(document: &Document, node: NodeRef, most: usize) -> Self {
        let Some(key) = document.raw_key_start(node.node, most) else {
            return Self { short: String::new(), long: None };
        };
        let key = visible(&key);
        match key.len() <= LONG_KEY {
            true => Self { short: key.into_owned(), long: None },
            false => Self {
                short: format!("{}…", &key[..key.floor_char_boundary(LONG_KEY)]),
                long: Some(key.into_owned()),
            },
        }
    }
}

/// Line breaks as line breaks, and all else that would act on a terminal written out.
fn shown(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Object => "object",
        Kind::Array => "list",
        Kind::String => "string",
        Kind::Number => "number",
        Kind::Bool => "true or false",
        Kind::Null => "null",
    }
}

/// What a container holds, in words: unfolding shows it better than its text would.
fn contents(tree: &Tree, node: NodeRef, keymap: &Keymap) -> (&'static str, String, usize) {
    let kind = tree.pages().kind(node);
    let count = tree.pages().count(node);
    let noun = match (kind, count) {
        (Kind::Array, 1) => "item",
        (Kind::Array, _) => "items",
        (_, 1) => "member",
        _ => "members",
    };
    let pages = match tree.pages().segments(&node).len() {
        1 => String::new(),
        pages => format!(" from {pages} pages"),
    };
    let unfold = if count > 0 { keymap.worded("; {key:response.move-in} unfolds it") } else { String::new() };
    (name_of(kind), format!("{} {noun}{pages}{unfold}", quantity::count(count)), 0)
}

/// Bytes of a value as they were sent, over all pages.
fn size(tree: &Tree, node: NodeRef) -> usize {
    let quotes = if tree.pages().kind(node) == Kind::String { 2 } else { 0 };
    let size = |part: &NodeRef| tree.pages().page(*part).document().range(part.node).len();
    tree.pages().segments(&node).iter().map(size).sum::<usize>().saturating_sub(quotes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pages::{Page, Provenance, Shape};

    fn tree(text: &str, shape: Shape) -> Tree {
        let document = Document::parse(text.as_bytes()).unwrap();
        Tree::new(Page::read(document, Provenance::default()), shape)
    }

    /// The first row, in lines of twenty columns.
    fn preview(text: &str, most: usize) -> Preview {
        let tree = tree(text, Shape::Plain);
        let mut preview =
            Preview::of(&tree, tree.item(0).unwrap(), Scope { storefront: "us", most }, &Keymap::default());
        preview.wrap(20);
        preview
    }

    /// What is on view, line by line.
    fn shown(preview: &Preview) -> Vec<String> {
        let text = |line: Vec<(Look, &str)>| line.into_iter().map(|(_, text)| text).collect();
        preview.lines(usize::MAX).into_iter().map(text).collect()
    }

    #[test]
    fn values_are_told_with_what_they_are() {
        let table = [
            (r#"{"name":"low\ntide\u001b\u00e9"}"#, "name · string · 21 B", vec!["low", "tide\\u001bé"]),
            (r#"{"n":-1.50e3}"#, "n · number · 7 B", vec!["-1.50e3"]),
            (r#"["a",2]"#, "string · 1 B", vec!["a"]),
            (r#"{"a":{"b":1,"c":2}}"#, "a · object · 13 B", vec!["2 members; l unfolds", "it"]),
            (r#"{"a":[]}"#, "a · list · 2 B", vec!["0 items"]),
            (r#"{"s":""}"#, "s · string · 0 B", vec![""]),
        ];
        for (text, heading, lines) in table {
            let preview = preview(text, WHOLE);
            assert_eq!(
                (preview.heading(), shown(&preview)),
                (heading, lines.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_long_key_stands_above_its_value() {
        let key = "k".repeat(60);
        let preview = preview(&format!(r#"{{"{key}":1}}"#), WHOLE);
        assert_eq!(shown(&preview).concat(), format!("{key}1"));
        assert!(preview.heading().starts_with(&format!("{}…", "k".repeat(40))));
    }

    #[test]
    fn of_a_string_of_megabytes_a_part_is_shown_and_the_rest_is_told() {
        let preview = preview(&format!(r#"{{"s":"{}"}}"#, "salt ".repeat(1_000_000)), WHOLE);
        assert_eq!(preview.rest(), Some("… 4.00 MB more; s saves the response"));
        assert!(matches!(&preview.body, Body::Text(text, _) if text.len() == WHOLE));
    }

    #[test]
    fn it_scrolls_to_its_last_line_and_no_further() {
        let mut preview = preview(r#"["1\n2\n3\n4\n5"]"#, WHOLE);
        preview.scroll(Motion::Last, 2);
        assert_eq!(shown(&preview), ["4", "5"]);
        preview.scroll(Motion::Down, 2);
        assert_eq!(preview.offset(), 3);
        preview.fit(20, 4);
        assert_eq!(preview.offset(), 1);
    }

    #[test]
    fn a_resource_is_told_in_full_from_its_own_row_and_from_those_inside() {
        let text = r#"{"data":[{"id":"1","type":"songs","attributes":{"name":"Low Tide","isrc":"ZZ1"}}]}"#;
        let tree = self::tree(text, Shape::Typed);
        let scope = Scope { storefront: "us", most: WHOLE };
        let document = tree.pages().page(tree.pages().root()).document().clone();
        let at = |path: &[&str]| {
            let song = document.nth(document.member(document.root(), "data").unwrap(), 0).unwrap();
            Item::Value(NodeRef { page: 0, node: document.at(song, path).unwrap() })
        };
        let heading = |item| Preview::of(&tree, item, scope, &Keymap::default()).heading;
        assert_eq!(heading(at(&[])), "Low Tide · song 1");
        assert_eq!(heading(at(&["attributes"])), "Low Tide · song 1");
        assert_eq!(heading(at(&["attributes", "isrc"])), "isrc · string · 3 B");
        let around = Preview::around(&tree, at(&["attributes", "isrc"]), scope).unwrap();
        assert_eq!(around.heading, "Low Tide · song 1");
        let list = NodeRef { page: 0, node: document.member(document.root(), "data").unwrap() };
        assert_eq!(Preview::around(&tree, Item::Value(list), scope), None);
        let tree = self::tree(text, Shape::Plain);
        assert!(Preview::of(&tree, at(&[]), scope, &Keymap::default()).heading.starts_with("object"));
    }
}
