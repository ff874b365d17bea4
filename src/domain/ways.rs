//! What leads on from a resource: its relationships and views, what `include` and `extend` add, its equivalents, its rating.
//! Offered from what the catalogue knows, whether or not a response shows them.

mod absent;

use super::{
    catalog::{self, ResourceType, State},
    resource::address,
};

pub use absent::{Absence, Absent, absent};

/// Something that leads on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// `relationship tracks`, `view appears-on`.
    pub name: String,
    /// What to know before going there.
    pub beside: String,
    pub goal: Goal,
}

/// Where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To a path.
    Path(String),
    /// To what stands for it in a storefront that is still to be picked; to the clean one, if that is wanted.
    Elsewhere { is_clean: bool },
}

/// The resource whose ways are asked for, and where it was found.
#[derive(Debug, Clone, Copy)]
pub struct From<'a> {
    /// Its `type`.
    pub kind: &'a str,
    pub id: &'a str,
    /// The target that brought it.
    pub request: &'a str,
    /// The storefront in use, where that target names none.
    pub storefront: &'a str,
}

/// The types that have equivalents in other storefronts ("Finding Equivalent Songs" and its neighbours).
const EQUIVALENT: [&str; 3] = ["songs", "albums", "music-videos"];

/// The types that can be rated, without the `library-` of their twins.
const RATED: [&str; 5] = ["songs", "albums", "music-videos", "playlists", "stations"];

/// All of them, what a plain answer leaves out first.
#[must_use]
pub fn ways(from: From<'_>) -> Vec<Way> {
    let Some(path) = address::path(from.kind, from.id, from.request, from.storefront) else {
        return Vec::new();
    };
    let mut ways = Vec::new();
    if let Some(resource) = catalog::all().resource(from.kind) {
        ways.extend(relationships(resource, &path));
        ways.extend(views(resource, &path));
        ways.extend(additions(resource, &path));
    }
    ways.extend(equivalents(from));
    ways.extend(rating(from));
    ways.push(Way {
        name: "itself".to_owned(),
        beside: "as a request of its own".to_owned(),
        goal: Goal::Path(path),
    });
    ways
}

fn relationships(resource: &ResourceType, path: &str) -> Vec<Way> {
    let mut relationships: Vec<_> = resource.relationships.iter().collect();
    relationships.sort_by_key(|relationship| relationship.state != State::Omitted);
    let way = |relationship: &&catalog::Relationship| {
        let state = match relationship.state {
            State::Omitted => "not in a plain answer",
            State::Identifiers => "ids in a plain answer",
            State::Objects => "in a plain answer",
        };
        let token = if relationship.is_personal { " · needs the Music User Token" } else { "" };
        let cap = relationship.cap.map_or(String::new(), |cap| format!(" · at most {cap} a page"));
        Way {
            name: format!("relationship {}", relationship.name),
            beside: format!("{state}{cap}{token}"),
            goal: Goal::Path(format!("{path}/{}", relationship.name)),
        }
    };
    relationships.iter().map(way).collect()
}

fn views(resource: &ResourceType, path: &str) -> Vec<Way> {
    let way = |view: &catalog::View| Way {
        name: format!("view {}", view.name),
        beside: view.to.join(", "),
        goal: Goal::Path(format!("{path}/view/{}", view.name)),
    };
    resource.views.iter().map(way).collect()
}

/// The resource with all that a plain answer leaves out.
fn additions(resource: &ResourceType, path: &str) -> Vec<Way> {
    let is_left_out = |relationship: &&catalog::Relationship| {
        relationship.state != State::Objects && !relationship.is_personal
    };
    let included: Vec<_> =
        resource.relationships.iter().filter(is_left_out).map(|one| one.name.as_str()).collect();
    let viewed: Vec<_> = resource.views.iter().map(|view| view.name.as_str()).collect();
    let extended: Vec<_> = resource.extended.iter().map(String::as_str).collect();
    let named = [
        ("include", "with its relationships", included),
        ("views", "with its views", viewed),
        ("extend", "with more attributes", extended),
    ];
    let filled = named.into_iter().filter(|(_, _, names)| !names.is_empty());
    let way = |(parameter, name, names): (&str, &str, Vec<&str>)| Way {
        name: name.to_owned(),
        beside: format!("{parameter}={}", names.join(",")),
        goal: Goal::Path(format!("{path}?{parameter}={}", names.join(","))),
    };
    filled.map(way).collect()
}

/// Puts clean equivalents in place of explicit ones where there are some.
pub const CLEAN: &str = "&restrict=explicit";

/// What stands for a resource, here or elsewhere, as it is or clean.
fn equivalents(from: From<'_>) -> Vec<Way> {
    if !EQUIVALENT.contains(&from.kind) {
        return Vec::new();
    }
    let storefront = address::storefront_of(from.request).unwrap_or(from.storefront);
    let path =
        format!("/v1/catalog/{storefront}/{}?filter[equivalents]={}", from.kind, address::escaped(from.id));
    let way = |name: &str, beside: &str, goal| Way { name: name.to_owned(), beside: beside.to_owned(), goal };
    vec![
        way("equivalent elsewhere", "in a storefront to pick", Goal::Elsewhere { is_clean: false }),
        way(
            "equivalent elsewhere, clean",
            "in a storefront to pick, where there is one; else itself",
            Goal::Elsewhere { is_clean: true },
        ),
        way("equivalent clean", "where there is one; else itself", Goal::Path(format!("{path}{CLEAN}"))),
        way("equivalent here", "what stands for it in this storefront", Goal::Path(path)),
    ]
}

fn rating(from: From<'_>) -> Option<Way> {
    let plain = from.kind.strip_prefix("library-").unwrap_or(from.kind);
    RATED.contains(&plain).then(|| Way {
        name: "your rating".to_owned(),
        beside: "liked, disliked, or 404 for none".to_owned(),
        goal: Goal::Path(format!("/v1/me/ratings/{}/{}", from.kind, address::escaped(from.id))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{catalog::Scope, request::Method};

    fn from<'a>(kind: &'a str, id: &'a str) -> From<'a> {
        From { kind, id, request: "/v1/catalog/jp/albums/1", storefront: "us" }
    }

    fn path(ways: &[Way], name: &str) -> Option<String> {
        match &ways.iter().find(|way| way.name == name)?.goal {
            Goal::Path(path) => Some(path.clone()),
            Goal::Elsewhere { is_clean } => {
                Some(format!("elsewhere{}", if *is_clean { ", clean" } else { "" }))
            }
        }
    }

    #[test]
    fn an_album_leads_to_what_the_response_does_not_show() {
        let ways = ways(from("albums", "42"));
        let cases = [
            ("relationship tracks", "/v1/catalog/jp/albums/42/tracks"),
            ("view appears-on", "/v1/catalog/jp/albums/42/view/appears-on"),
            ("with its relationships", "/v1/catalog/jp/albums/42?include=artists,genres,record-labels"),
            ("equivalent clean", "/v1/catalog/jp/albums?filter[equivalents]=42&restrict=explicit"),
            ("equivalent elsewhere", "elsewhere"),
            ("equivalent elsewhere, clean", "elsewhere, clean"),
            ("your rating", "/v1/me/ratings/albums/42"),
            ("itself", "/v1/catalog/jp/albums/42"),
        ];
        for (name, expected) in cases {
            assert_eq!(path(&ways, name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(ways[0].name, "relationship genres", "what a plain answer leaves out comes first");
    }

    #[test]
    fn every_way_of_every_type_is_an_endpoint() {
        let mut walked = 0;
        for resource in catalog::all().resources() {
            let id = resource.sample.as_deref().unwrap_or("1");
            for way in ways(from(&resource.name, id)) {
                let Goal::Path(path) = way.goal else { continue };
                let found = catalog::all().matching(Method::Get, &path, Scope::WithObserved);
                assert!(found.is_some(), "{} {}: {path}", resource.name, way.name);
                walked += 1;
            }
        }
        assert!(walked > 100, "{walked}");
    }

    #[test]
    fn what_is_found_nowhere_leads_nowhere() {
        assert_eq!(ways(from("somethings", "1")), []);
        assert_eq!(ways(from("songs", "..")), []);
    }

    #[test]
    fn an_id_from_outside_stays_an_id() {
        for way in ways(from("songs", "1&l=ja/../x")) {
            let Goal::Path(path) = way.goal else { continue };
            assert!(path.contains("1%26l%3Dja%2F..%2Fx"), "{path}");
        }
    }
}
