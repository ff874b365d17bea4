//! Resources as JSON: identifier, attributes, relationships, views; and the pages they come in.

use serde_json::{Map, Value, json};

use crate::sandbox::kinds::{Edge, Kind, Node, Shown, View};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;

/// Where a resource stands in a response: it decides which relationships show without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Fetched by its id, alone.
    Alone,
    /// One of several fetched by id.
    Among,
    /// A row of a list: identifiers only.
    Listed,
    /// Inside another resource, or a search result: nothing by default.
    Inside,
}

/// Apple's samples show these without relationships where they are rows of another resource's list.
const BARE: &[Kind] = &[Kind::Album, Kind::Playlist, Kind::AppleCurator];

/// Scoped includes apply at every depth, so two types that include each other would never end.
const DEEPEST: usize = 2;

impl Reader<'_> {
    /// `id`, `type` and `href`: all that a relationship needs.
    pub(super) fn identifier(&self, node: Node) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("id".into(), json!(self.id(node)));
        map.insert("type".into(), json!(node.kind.spec().name));
        map.insert("href".into(), json!(self.href(node)));
        map
    }

    /// The whole resource, with what was asked for.
    pub(super) fn resource(&self, node: Node, place: Place) -> Value {
        self.object(node, place, 0)
    }

    pub(super) fn resources(&self, nodes: &[Node], place: Place) -> Vec<Value> {
        nodes.iter().map(|&node| self.resource(node, place)).collect()
    }

    fn object(&self, node: Node, place: Place, depth: usize) -> Value {
        let mut map = self.identifier(node);
        map.insert("attributes".into(), Value::Object(self.attributes(node, depth)));
        let relationships = self.relationships(node, place, depth);
        if !relationships.is_empty() {
            map.insert("relationships".into(), Value::Object(relationships));
        }
        let views = self.views(node, depth);
        if !views.is_empty() {
            map.insert("views".into(), Value::Object(views));
        }
        Value::Object(map)
    }

    fn relationships(&self, node: Node, place: Place, depth: usize) -> Map<String, Value> {
        let edges = node.kind.spec().edges.iter();
        edges
            .filter_map(|edge| {
                let objects = self.as_objects(node.kind, edge, place, depth)?;
                Some((edge.name.to_owned(), self.relationship(node, edge, objects, depth)))
            })
            .collect()
    }

    /// Whether a relationship shows as objects or as identifiers, or not at all.
    fn as_objects(&self, kind: Kind, edge: &Edge, place: Place, depth: usize) -> Option<bool> {
        if edge.shown == Shown::OmittedAmong && place != Place::Alone {
            return None;
        }
        if self.asks.includes(kind, depth, edge.name) && depth < DEEPEST {
            return Some(true);
        }
        match (edge.shown, place) {
            (Shown::Objects, Place::Alone | Place::Among) | (Shown::ObjectsAlone, Place::Alone) => Some(true),
            (Shown::Identifiers, Place::Alone | Place::Among) => Some(false),
            (Shown::Identifiers, Place::Listed) if !BARE.contains(&kind) => Some(false),
            _ => self.asks.relates(kind, depth, edge.name).then_some(false),
        }
    }

    fn relationship(&self, node: Node, edge: &Edge, objects: bool, depth: usize) -> Value {
        let rows = self.related(node, edge.name);
        let href = format!("{}/{}", self.href(node), edge.name);
        let limit = self.asks.page(edge, depth);
        let mut map = self.rows(&href, &rows, limit, |row| match objects {
            true => self.object(row, Place::Inside, depth + 1),
            false => Value::Object(self.identifier(row)),
        });
        if node.kind.is_library() {
            map.insert("meta".into(), json!({ "total": rows.len() }));
        }
        Value::Object(map)
    }

    fn views(&self, node: Node, depth: usize) -> Map<String, Value> {
        let wanted =
            node.kind.spec().views.iter().filter(|view| self.asks.views(depth, node.kind, view.name));
        wanted
            .filter(|_| depth < DEEPEST)
            .map(|view| (view.name.to_owned(), self.inline_view(node, view, depth)))
            .collect()
    }

    fn inline_view(&self, node: Node, view: &View, depth: usize) -> Value {
        let rows = self.viewed(node, view.name);
        let href = format!("{}/view/{}", self.href(node), view.name);
        let mut map = self.rows(&href, &rows, view.page, |row| self.object(row, Place::Inside, depth + 1));
        map.insert("attributes".into(), json!({ "title": view.title }));
        Value::Object(map)
    }

    /// The first page of a list that has its own address.
    fn rows(
        &self,
        href: &str,
        rows: &[Node],
        limit: usize,
        show: impl Fn(Node) -> Value,
    ) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("href".into(), json!(href));
        if rows.len() > limit {
            map.insert("next".into(), json!(self.next(href, limit)));
        }
        map.insert("data".into(), rows.iter().take(limit).map(|&row| show(row)).collect());
        map
    }

    /// One page of a list, `next` before `data` as Apple writes it.
    pub(super) fn listing(&self, path: &str, rows: &[Node], page: Page, place: Place) -> Map<String, Value> {
        let mut map = Map::new();
        let after = page.offset.saturating_add(page.limit);
        if after < rows.len() {
            map.insert("next".into(), json!(self.next(path, after)));
        }
        let shown = rows.iter().skip(page.offset).take(page.limit);
        map.insert("data".into(), shown.map(|&row| self.resource(row, place)).collect());
        map
    }

    /// The address of the next page. It keeps the language and drops everything else the request said, `limit` too.
    pub(super) fn next(&self, path: &str, offset: usize) -> String {
        match &self.asks.language {
            Some(tag) => format!("{path}?l={tag}&offset={offset}"),
            None => format!("{path}?offset={offset}"),
        }
    }
}
