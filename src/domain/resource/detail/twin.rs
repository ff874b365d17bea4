//! The twin of a resource: the same thing in the library or in the catalogue, and how to open it.
//!
//! A library item names its twin in `playParams.catalogId` (`globalId` for playlists) or, with `include=catalog`, in a
//! relationship; a catalogue item only in its `library` relationship, which wants the Music User Token.

use super::{super::Line as Named, Line, Look, Run, text};
use crate::domain::json::{Document, NodeId};

/// Types that are in both, as they are called in the catalogue.
const TYPES: [&str; 5] = ["songs", "albums", "artists", "playlists", "music-videos"];

/// What is known of the twin; nothing for types that have none.
pub(super) fn lines(doc: &Document, node: NodeId, found: &Named, storefront: &str) -> Vec<Line> {
    let (plain, is_library) = match found.kind.strip_prefix("library-") {
        Some(plain) => (plain, true),
        None => (found.kind.as_str(), false),
    };
    // An artist of the catalogue has no `library` relationship.
    let has_twin = TYPES.contains(&plain) && (is_library || plain != "artists");
    if !has_twin {
        return Vec::new();
    }
    let runs = match is_library {
        true => in_catalogue(doc, node, (plain, &found.id), storefront),
        false => in_library(doc, node),
    };
    let label = if is_library { "in catalogue" } else { "in library" };
    vec![Line { label: label.to_owned(), runs }]
}

fn in_catalogue(doc: &Document, node: NodeId, (plain, id): (&str, &str), storefront: &str) -> Vec<Run> {
    let params = |key| text(doc, node, &["attributes", "playParams", key]);
    if let Some(twin) = params("catalogId").or_else(|| params("globalId")) {
        let address = format!("/v1/catalog/{storefront}/{plain}/{twin}");
        return twin_at(&twin, &address);
    }
    match related(doc, node, "catalog") {
        Related::Twin(id, address) => twin_at(&id, &address),
        Related::Nothing => vec![Run::plain("no twin")],
        Related::Untold => {
            vec![Run::new(Look::Dim, format!("not told · /v1/me/library/{plain}/{id}/catalog asks"))]
        }
    }
}

fn in_library(doc: &Document, node: NodeId) -> Vec<Run> {
    match related(doc, node, "library") {
        Related::Twin(id, address) => twin_at(&id, &address),
        Related::Nothing => vec![Run::plain("no")],
        Related::Untold => {
            vec![Run::new(Look::Dim, "not told · relate=library asks, with the Music User Token")]
        }
    }
}

fn twin_at(id: &str, address: &str) -> Vec<Run> {
    vec![Run::plain(id), Run::new(Look::Dim, format!(" · {address}"))]
}

/// What a relationship tells.
enum Related {
    /// Id and address of what is in it.
    Twin(String, String),
    /// Nothing is in it.
    Nothing,
    /// It did not come along.
    Untold,
}

fn related(doc: &Document, node: NodeId, relationship: &str) -> Related {
    let Some(data) = doc.at(node, &["relationships", relationship, "data"]) else { return Related::Untold };
    let Some(first) = doc.children(data).next() else { return Related::Nothing };
    let member = |key| text(doc, first, &[key]).unwrap_or_default();
    Related::Twin(member("id"), member("href"))
}
