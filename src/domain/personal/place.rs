//! Where a value stands in an answer, as far as that decides what is personal in it.

use crate::domain::json::{Document, Kind, NodeId};

/// What is around a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// The first value after all that is in here.
    end: u32,
    /// Whether texts in here are personal.
    pub is_personal: bool,
    /// A resource itself: what is right in here are its members.
    pub is_resource: bool,
    /// A resource's attributes.
    pub is_attributes: bool,
    /// Somewhere in a resource.
    pub is_inside: bool,
    /// Type and identifier of that resource.
    pub kind: String,
    pub id: String,
}

impl Place {
    /// Whether keys in here are of the answer's own making.
    pub(super) const fn is_open(&self) -> bool {
        !self.is_resource && !self.is_attributes
    }

    fn inside(&self, document: &Document, node: NodeId) -> Self {
        let place =
            Self { end: document.after(node).0, is_resource: false, is_attributes: false, ..self.clone() };
        if !self.is_inside && document.has_key(node, "errors") {
            return Self { is_personal: false, ..place };
        }
        if self.is_resource && document.has_key(node, "attributes") {
            return Self { is_attributes: true, ..place };
        }
        if document.kind(node) != Kind::Object {
            return place;
        }
        let texts = document.text_at(node, &["type"]).zip(document.text_at(node, &["id"]));
        match texts {
            Some((kind, id)) if !self.is_attributes => Self {
                is_personal: self.is_personal || kind.starts_with("library-"),
                is_resource: true,
                is_inside: true,
                kind: kind.into_owned(),
                id: id.into_owned(),
                ..place
            },
            _ => place,
        }
    }
}

/// Visits every value with what is around it, outer ones first.
pub(super) fn each(document: &Document, is_personal: bool, visit: &mut dyn FnMut(NodeId, &Place)) {
    let outside = Place { is_personal, end: u32::MAX, ..Place::default() };
    let mut around = vec![outside];
    for at in 0..u32::try_from(document.len()).unwrap_or(u32::MAX) {
        while around.len() > 1 && around.last().is_some_and(|place| place.end <= at) {
            around.pop();
        }
        let Some(place) = around.last() else { return };
        let node = NodeId(at);
        visit(node, place);
        if document.has_children(node) {
            let inner = place.inside(document, node);
            around.push(inner);
        }
    }
}
