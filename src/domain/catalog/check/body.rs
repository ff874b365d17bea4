//! Advice about a body: whether it has the documented shape.

use serde_json::Value;

use super::{About, Advice, shown};
use crate::domain::{
    catalog::{Endpoint, Shape},
    request::Draft,
};

/// The types that can go into a playlist.
const TRACKS: [&str; 4] = ["songs", "music-videos", "library-songs", "library-music-videos"];
const FOLDER: &str = "library-playlist-folders";

pub(super) fn check(endpoint: &Endpoint, draft: &Draft) -> Option<Advice> {
    let advice = |name: &str, words: String| Advice {
        about: About::Body(line_of(&draft.body, name)),
        words,
        better: None,
        is_final: false,
    };
    let Some(text) = draft.effective_body() else {
        return endpoint
            .body
            .as_ref()
            .map(|_| advice("", "Apple wants a body here; the documentation has an example".to_owned()));
    };
    let Some(body) = &endpoint.body else {
        return Some(advice(
            "",
            "Apple documents no body for this request; what it takes is in the path".to_owned(),
        ));
    };
    // What is no JSON is told when it is sent.
    let value = serde_json::from_str::<Value>(text).ok()?;
    let (name, words) = fault(body.shape, &value)?;
    Some(advice(name, words))
}

/// The line of the body in which a member of this name is.
fn line_of(body: &str, name: &str) -> usize {
    let quoted = format!("\"{name}\"");
    body.lines().position(|line| !name.is_empty() && line.contains(&quoted)).unwrap_or_default()
}

/// The member that is not as documented, and what it should be.
fn fault(shape: Shape, body: &Value) -> Option<(&'static str, String)> {
    match shape {
        Shape::Rating => rating(body),
        Shape::Tracks => tracks(&body["data"]),
        Shape::Folder => named(body).or_else(|| parent(body)),
        Shape::Playlist => named(body).or_else(|| parent(body)).or_else(|| playlist(body)),
    }
}

fn rating(body: &Value) -> Option<(&'static str, String)> {
    let value = &body["attributes"]["value"];
    if body["type"] != "rating" {
        return Some(("type", "the body's `type` must be `rating`".to_owned()));
    }
    let is_known = value.as_i64().is_some_and(|value| value == 1 || value == -1);
    (!is_known).then(|| ("value", "`attributes.value` must be 1 for love or -1 for dislike".to_owned()))
}

fn named(body: &Value) -> Option<(&'static str, String)> {
    let has_name = body["attributes"]["name"].as_str().is_some_and(|name| !name.is_empty());
    (!has_name).then(|| ("name", "`attributes.name` must be there, and not be empty".to_owned()))
}

fn playlist(body: &Value) -> Option<(&'static str, String)> {
    let tracks_given = body["relationships"].get("tracks")?;
    tracks(&tracks_given["data"])
}

fn parent(body: &Value) -> Option<(&'static str, String)> {
    let parent = body["relationships"].get("parent")?;
    identifiers(&parent["data"], &[FOLDER], "parent")
}

fn tracks(data: &Value) -> Option<(&'static str, String)> {
    identifiers(data, &TRACKS, "data")
}

/// Whether a value is a list of resources by `id` and `type`.
fn identifiers(data: &Value, types: &[&str], name: &'static str) -> Option<(&'static str, String)> {
    let rows = data.as_array().filter(|rows| !rows.is_empty());
    let Some(rows) = rows else {
        return Some((name, format!("`{name}` must hold a list of resources, each with `id` and `type`")));
    };
    rows.iter().find_map(|row| match (row["id"].as_str(), row["type"].as_str()) {
        (Some(_), Some(kind)) if types.contains(&kind) => None,
        (Some(_), Some(kind)) => Some((
            "type",
            format!("{} cannot stand here; the type must be one of {}", shown(kind), types.join(", ")),
        )),
        (None, _) => Some(("id", "every resource needs an `id`, as a text in quotes".to_owned())),
        (_, None) => Some(("type", "every resource needs a `type`".to_owned())),
    })
}
