//! What the listener is recommended: a fixed row of shelves, filled from the catalogue and the same for the same seed.

use serde_json::{Map, Value, json};

use crate::sandbox::clock;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::{Mix, hash, word};
use crate::sandbox::reader::Reader;

/// One recommendation: its title, why it is made, its kind, and the types in it.
struct Shelf {
    title: &'static str,
    reason: Option<&'static str>,
    kind: &'static str,
    kinds: &'static [Kind],
}

const MUSIC: &str = "music-recommendations";
const RECENT: &str = "recently-played";

const SHELVES: &[Shelf] = &[
    shelf("Made for You", None, MUSIC, &[Kind::Playlist]),
    shelf("Recently Played", None, RECENT, &[Kind::Album, Kind::Playlist, Kind::Station]),
    shelf("Stations for You", None, MUSIC, &[Kind::Station]),
    shelf("New Releases for You", Some("Because of what you listen to"), MUSIC, &[Kind::Album]),
    shelf("More Like Mara Quill", Some("Because you listened to Mara Quill"), MUSIC, &[Kind::Album]),
    shelf("Feel the Coast", None, MUSIC, &[Kind::Playlist, Kind::Album]),
    shelf("Slow Evenings", None, MUSIC, &[Kind::Playlist]),
    shelf("Artists You Might Like", None, MUSIC, &[Kind::Station, Kind::Album]),
    shelf("Long Records", None, MUSIC, &[Kind::Album]),
    shelf("Hand-Picked", Some("Picked by editors"), MUSIC, &[Kind::Playlist]),
    shelf("Back to the Harbour", None, MUSIC, &[Kind::Album, Kind::Playlist]),
    shelf("Something Different", None, MUSIC, &[Kind::Playlist, Kind::Station]),
];

/// More than one page of ten.
const CONTENTS: usize = 12;
const DAY: i64 = 86_400;

const fn shelf(
    title: &'static str,
    reason: Option<&'static str>,
    kind: &'static str,
    kinds: &'static [Kind],
) -> Shelf {
    Shelf { title, reason, kind, kinds }
}

pub(super) fn all() -> Vec<Node> {
    (0..SHELVES.len() as u32).map(|at| Kind::Recommendation.node(at)).collect()
}

pub(super) fn id(seed: u64, at: u32) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    format!("6-{}", word(&mut Mix::new(hash(seed, "recommendation", at)), LETTERS, 12))
}

pub(super) fn find(seed: u64, wanted: &str) -> Option<Node> {
    all().into_iter().find(|node| id(seed, node.at) == wanted)
}

impl Reader<'_> {
    /// It is renewed every night.
    pub(super) fn recommendation(&self, at: u32) -> Map<String, Value> {
        let shelf = &SHELVES[at as usize];
        let midnight = (self.now.div_euclid(DAY) + 1) * DAY - 1;
        let types: Vec<&str> = shelf.kinds.iter().map(|kind| kind.spec().name).collect();
        let mut map = Map::new();
        map.insert("resourceTypes".into(), json!(types));
        map.insert("title".into(), json!({ "stringForDisplay": shelf.title }));
        if let Some(reason) = shelf.reason {
            map.insert("reason".into(), json!({ "stringForDisplay": reason }));
        }
        map.insert("isGroupRecommendation".into(), json!(false));
        map.insert("kind".into(), json!(shelf.kind));
        map.insert("nextUpdateDate".into(), json!(clock::timestamp(midnight)));
        map
    }

    /// Its contents: the types take turns.
    pub(super) fn recommended(&self, at: u32, name: &str) -> Vec<Node> {
        if name != "contents" {
            return Vec::new();
        }
        let mut mix = Mix::new(hash(self.catalogue.seed, "recommended", at));
        let mut nodes: Vec<Node> = Vec::with_capacity(CONTENTS);
        for &kind in SHELVES[at as usize].kinds.iter().cycle() {
            let node = kind.node(mix.between(0, self.catalogue.count(kind) - 1));
            if !nodes.contains(&node) {
                nodes.push(node);
            }
            if nodes.len() == CONTENTS {
                break;
            }
        }
        nodes
    }
}
