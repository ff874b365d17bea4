//! The path of a value, as jq writes it: `data[3].attributes`, `meta.filters["a b"][0]`; `.` is all of it.

use serde::Deserialize;

use crate::domain::{
    json::Kind,
    pages::{NodeRef, Pages},
};

/// A path from the outermost value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Path {
    parts: Vec<Part>,
    text: String,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Key(String),
    Index(usize),
}

/// A text that is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a path is written like data[3].attributes.name")]
pub struct PathFault;

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Path {
    type Error = PathFault;

    fn try_from(text: String) -> Result<Self, PathFault> {
        if text == "." {
            return Ok(Self { parts: Vec::new(), text });
        }
        let mut rest = text.strip_prefix('.').unwrap_or(&text);
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = part(rest)?;
            parts.push(part);
            rest = match after.strip_prefix('.') {
                // A dot stands between two parts, and not behind the last one.
                Some(after) if !after.is_empty() && !after.starts_with(['[', '.']) => after,
                None if after.is_empty() || after.starts_with('[') => after,
                _ => return Err(PathFault),
            };
        }
        if parts.is_empty() { Err(PathFault) } else { Ok(Self { parts, text }) }
    }
}

fn part(text: &str) -> Result<(Part, &str), PathFault> {
    if let Some(inside) = text.strip_prefix('[').filter(|inside| inside.starts_with('"')) {
        // A key as JSON writes it; it may hold a bracket.
        let mut texts = serde_json::Deserializer::from_str(inside).into_iter::<String>();
        let key = texts.next().and_then(Result::ok).ok_or(PathFault)?;
        let after = inside[texts.byte_offset()..].strip_prefix(']').ok_or(PathFault)?;
        return Ok((Part::Key(key), after));
    }
    if let Some(inside) = text.strip_prefix('[') {
        let (number, after) = inside.split_once(']').ok_or(PathFault)?;
        return Ok((Part::Index(number.parse().map_err(|_| PathFault)?), after));
    }
    if let Some(inside) = text.strip_prefix('"') {
        let (key, after) = inside.split_once('"').ok_or(PathFault)?;
        return Ok((Part::Key(key.to_owned()), after));
    }
    let end = text.find(['.', '[', '"']).unwrap_or(text.len());
    if end == 0 { Err(PathFault) } else { Ok((Part::Key(text[..end].to_owned()), &text[end..])) }
}

impl Path {
    /// The value at this path, over all pages of its lists.
    #[must_use]
    pub fn find(&self, pages: &Pages) -> Option<NodeRef> {
        self.parts.iter().try_fold(pages.root(), |node, part| match part {
            Part::Key(key) => {
                let member = pages.page(node).document().member(node.node, key)?;
                Some(NodeRef { node: member, ..node })
            }
            Part::Index(number) => item(pages, node, *number),
        })
    }
}

fn item(pages: &Pages, list: NodeRef, number: usize) -> Option<NodeRef> {
    let mut number = number;
    for segment in pages.segments(&list) {
        let document = pages.page(*segment).document();
        if document.kind(segment.node) != Kind::Array {
            return None;
        }
        let count = pages.segment_count(*segment);
        if number < count {
            return document.nth(segment.node, number).map(|node| NodeRef { node, ..*segment });
        }
        number -= count;
    }
    None
}
