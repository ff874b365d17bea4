//! A resource in full, as a person reads it: facts with their names, notes as text, artwork, previews, twins.
//!
//! Lines may be longer than a screen is wide; whoever shows them breaks them. All text in them is fit for a terminal.

mod date;
mod notes;
mod table;
mod twin;

use super::{Line as Named, line, shape, text};
use crate::domain::{
    json::{Document, Kind, NodeId},
    quantity, secret,
    visible::visible,
};

pub use notes::read as read_notes;

/// Colours of an artwork, by their members.
const COLOURS: [(&str, &str); 5] = [
    ("bgColor", "background"),
    ("textColor1", "text 1"),
    ("textColor2", "text 2"),
    ("textColor3", "text 3"),
    ("textColor4", "text 4"),
];

/// So many previews are told, and so many members that the table does not know.
const FEW: usize = 40;

/// How a piece of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    Plain,
    /// What is called something, and bold text of a note.
    Name,
    /// Cursive text of a note, mostly the title of an album.
    Title,
    /// Both.
    NameTitle,
    /// What stands beside the content.
    Dim,
    /// What a listener would want to know before pressing play.
    Warning,
    /// A block in a colour, which the text beside it names.
    Swatch([u8; 3]),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub look: Look,
    pub text: String,
}

impl Run {
    /// A piece that looks so.
    #[must_use]
    pub fn new(look: Look, text: impl Into<String>) -> Self {
        Self { look, text: text.into() }
    }

    /// A piece of content.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(Look::Plain, text)
    }
}

/// A fact with its name, or a paragraph, whose name is empty. One with neither parts what is above it from what is below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub label: String,
    pub runs: Vec<Run>,
}

impl Line {
    fn fact(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), runs: vec![Run::plain(text)] }
    }

    const fn paragraph(runs: Vec<Run>) -> Self {
        Self { label: String::new(), runs }
    }
}

/// A resource in full.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// Its name, what it is, its id: `Glass Harbour · song 1000101`.
    pub heading: String,
    pub lines: Vec<Line>,
}

/// What is read beside the resource itself.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The storefront in which a twin of the catalogue would be opened.
    pub storefront: &'a str,
    /// As much of a note as is told, in bytes.
    pub most: usize,
}

/// The detail of a resource, or of a suggestion; none if the node is neither.
#[must_use]
pub fn detail(doc: &Document, node: NodeId, scope: Scope<'_>) -> Option<Detail> {
    let found = line(doc, node)?;
    if found.kind == "suggestion" {
        return Some(of_suggestion(doc, node, &found, scope));
    }
    let mut parts = vec![facts(doc, node, &found)];
    parts.push(twin::lines(doc, node, &found, scope.storefront));
    parts.push(notes(doc, node, scope.most));
    parts.push(addresses(doc, node));
    parts.retain(|part| !part.is_empty());
    Some(Detail { heading: heading(&found), lines: parts.join(&Line::default()) })
}

fn heading(found: &Named) -> String {
    let noun = match shape::one(&found.kind) {
        Some(noun) if found.kind.starts_with("library-") => format!("library {noun}"),
        Some(noun) => noun.to_owned(),
        None => found.kind.clone(),
    };
    let name = if found.name.is_empty() { String::new() } else { format!("{} · ", found.name) };
    format!("{name}{noun} {}", found.id)
}

fn of_suggestion(doc: &Document, node: NodeId, found: &Named, scope: Scope<'_>) -> Detail {
    let content = doc.member(node, "content").and_then(|content| {
        doc.member(content, "type")?;
        detail(doc, content, scope)
    });
    let terms = [("shown as", "displayTerm"), ("searches", "searchTerm")];
    let terms =
        terms.into_iter().filter_map(|(label, key)| Some(Line::fact(label, text(doc, node, &[key])?)));
    let mut lines: Vec<_> = terms.chain([Line::fact("kind", found.id.clone())]).collect();
    lines.extend(content.map(|content| content.lines).unwrap_or_default());
    Detail { heading: format!("{} · suggestion", found.name), lines }
}

/// What the attributes say, and whether it plays.
fn facts(doc: &Document, node: NodeId, found: &Named) -> Vec<Line> {
    let Some(attributes) = super::attributes(doc, node) else {
        let says = "nothing but its type and id came along";
        return vec![Line::paragraph(vec![Run::new(Look::Dim, says)])];
    };
    let mut lines: Vec<_> = table::FACTS.iter().filter_map(|fact| fact.read(doc, attributes)).collect();
    let plays = playing(doc, attributes, &found.kind);
    // What does not play is told first.
    let is_silent = plays.as_ref().is_some_and(|line| line.runs.iter().any(|run| run.look == Look::Warning));
    let genres = || lines.iter().position(|line| line.label == "genres").unwrap_or(lines.len());
    let at = if is_silent { 0 } else { genres() };
    lines.splice(at..at, plays);
    lines.extend(artwork(doc, attributes));
    lines.extend(others(doc, attributes));
    lines
}

/// Absent `playParams` mean that it does not play, where the other attributes are there.
fn playing(doc: &Document, attributes: NodeId, kind: &str) -> Option<Line> {
    let label = "plays".to_owned();
    let params = doc.member(attributes, "playParams").filter(|found| doc.kind(*found) == Kind::Object);
    let Some(params) = params else {
        let is_whole = shape::of(kind).has_play_params
            && ["artistName", "curatorName", "canEdit", "isLive"]
                .iter()
                .any(|key| doc.member(attributes, key).is_some());
        let says =
            vec![Run::new(Look::Warning, "not playable"), Run::new(Look::Dim, " · it has no playParams")];
        return is_whole.then_some(Line { label, runs: says });
    };
    let [kind, id] = ["kind", "id"].map(|key| text(doc, params, &[key]).unwrap_or_default());
    let library = doc.member(params, "isLibrary").is_some_and(|found| doc.raw_start(found, 5) == "true");
    let library = if library { " · from the library" } else { "" };
    Some(Line { label, runs: vec![Run::plain(format!("as {kind} {id}")), Run::new(Look::Dim, library)] })
}

/// Size and colours. Both may be missing or `null` (library playlists).
fn artwork(doc: &Document, attributes: NodeId) -> Vec<Line> {
    let Some(artwork) = doc.member(attributes, "artwork").filter(|found| doc.kind(*found) == Kind::Object)
    else {
        return Vec::new();
    };
    let side = |key| doc.integer(doc.member(artwork, key)?).map(|side| side.to_string());
    let size = match (side("width"), side("height")) {
        (Some(width), Some(height)) => format!("{width} × {height}"),
        _ => "of unknown size".to_owned(),
    };
    let mut lines = vec![Line::fact("artwork", size)];
    let colours: Vec<_> = COLOURS.iter().filter_map(|(key, name)| colour(doc, artwork, key, name)).collect();
    if !colours.is_empty() {
        lines.push(Line { label: "colours".to_owned(), runs: colours.join(&Run::plain("  ")) });
    }
    lines
}

/// A swatch, its six digits and what it is for; no line is broken between them.
fn colour(doc: &Document, artwork: NodeId, key: &str, name: &str) -> Option<Vec<Run>> {
    let digits = text(doc, artwork, &[key])?;
    let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(&digits, 16).ok().filter(|_| is_colour)?;
    let [_, rgb @ ..] = number.to_be_bytes();
    let name = name.replace(' ', "\u{a0}");
    Some(vec![
        Run::new(Look::Swatch(rgb), "██"),
        Run::plain(format!("\u{a0}{digits}")),
        Run::new(Look::Dim, format!("\u{a0}{name}")),
    ])
}

/// Members that the table does not know, as they came.
fn others(doc: &Document, attributes: NodeId) -> Vec<Line> {
    let other = |node: NodeId| {
        let key = doc.raw_key_start(node, 40)?;
        let is_other =
            !table::is_known(&key) && !matches!(doc.kind(node), Kind::Object | Kind::Array | Kind::Null);
        let value = || text(doc, node, &[]).unwrap_or_else(|| visible(&doc.raw_start(node, 40)).into_owned());
        is_other.then(|| Line::fact(visible(&secret::mask(&key)), value()))
    };
    doc.children(attributes).take(10 * FEW).filter_map(other).take(FEW).collect()
}

/// Notes and descriptions, the short ones first.
fn notes(doc: &Document, node: NodeId, most: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for key in ["editorialNotes", "description"] {
        for part in ["name", "tagline", "short", "standard"] {
            let Some(found) = doc.at(node, &["attributes", key, part]) else { continue };
            let Some((markup, left_out)) = doc.text_start(found, most) else { continue };
            let paragraphs = notes::read(&secret::mask(&markup));
            if !lines.is_empty() && !paragraphs.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(paragraphs.into_iter().map(Line::paragraph));
            if left_out > 0 {
                let says = format!("… {} more", quantity::bytes(left_out as u64));
                lines.push(Line::paragraph(vec![Run::new(Look::Dim, says)]));
            }
        }
    }
    lines
}

/// Where it, its pictures and its previews are.
fn addresses(doc: &Document, node: NodeId) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut tell = |label: &str, from: NodeId, path: &[&str]| {
        lines.extend(text(doc, from, path).map(|address| Line::fact(label, address)));
    };
    tell("address", node, &["href"]);
    tell("page", node, &["attributes", "url"]);
    tell("artist page", node, &["attributes", "artistUrl"]);
    tell("picture", node, &["attributes", "artwork", "url"]);
    if let Some(previews) = doc.at(node, &["attributes", "previews"]) {
        for preview in doc.children(previews).take(FEW) {
            tell("preview", preview, &["url"]);
            tell("preview, HLS", preview, &["hlsUrl"]);
        }
    }
    lines
}

#[cfg(test)]
mod tests;
