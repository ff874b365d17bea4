//! Where a row of the tree leads: to the next page, to another request, or nowhere.

use super::State;
use crate::domain::{
    json::{Document, Kind, NodeId},
    link::{self, Refusal},
    pages::{Item, NodeRef},
    profile::Origin,
    resource::address,
};

/// Where Enter leads on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Follows the `next` of a list.
    Follow(NodeRef),
    /// Opens the address of an `href`, a relationship or a resource.
    Go(String),
    /// Shows the value whole: there is nothing to unfold.
    Read,
    /// Folds or unfolds.
    Fold,
}

impl State {
    /// Where Enter leads from the row under the cursor. What can be unfolded is, unless there is no more in it than an
    /// address.
    #[must_use]
    pub fn way(&self, storefront: &str) -> Option<Way> {
        let tree = self.tree()?;
        let node = match tree.item(self.cursor)? {
            Item::Next { list } => return Some(Way::Follow(list)),
            Item::Separator { .. } | Item::Ways { .. } => return Some(Way::Fold),
            Item::Way { .. } => return self.door(storefront).map(Way::Go),
            Item::Value(node) => node,
        };
        let document = tree.pages().page(node).document();
        if let Some(address) = tree.address(node) {
            return Some(Way::Go(address));
        }
        let is_container = matches!(tree.pages().kind(node), Kind::Object | Kind::Array);
        match self.door(storefront) {
            Some(address) if !is_container || says_no_more(document, node.node) => Some(Way::Go(address)),
            _ if is_container => Some(Way::Fold),
            _ => Some(Way::Read),
        }
    }

    /// What stands in the row under the cursor.
    #[must_use]
    pub fn item(&self) -> Option<Item> {
        self.tree()?.item(self.cursor)
    }

    /// The address that the row under the cursor names: its own, or that of the resource or relationship that it is.
    #[must_use]
    pub fn door(&self, storefront: &str) -> Option<String> {
        let tree = self.tree()?;
        let item = tree.item(self.cursor)?;
        let document = tree.pages().page(item.anchor()).document();
        let request = self.shown.as_ref().map_or("", |shown| shown.request.target.as_str());
        let node = match item {
            Item::Value(node) => node,
            Item::Way { of, number } => {
                let text = |key| document.text_at(of.node, &[key]);
                let path = address::path(&text("type")?, &text("id")?, request, storefront)?;
                return Some(format!("{path}{}", tree.absent_at(of, number)?.behind));
            }
            _ => return None,
        };
        match document.kind(node.node) {
            Kind::Object => address_of(document, node.node, request, storefront),
            // The id of a resource names it as well.
            Kind::String if document.has_key(node.node, "id") => {
                address_of(document, document.parent(node.node)?, request, storefront)
            }
            _ => tree.address(node),
        }
    }
}

/// The address of an object: its `href`, or where a resource of its type and id is.
fn address_of(document: &Document, object: NodeId, request: &str, storefront: &str) -> Option<String> {
    let text = |key: &str| document.text_at(object, &[key]).filter(|text| !text.is_empty());
    let href = text("href").map(std::borrow::Cow::into_owned);
    href.or_else(|| address::path(&text("type")?, &text("id")?, request, storefront))
}

/// Whether an object only names what is elsewhere: a resource without anything of its own, a relationship without data.
fn says_no_more(document: &Document, object: NodeId) -> bool {
    const NAMING: [&str; 6] = ["id", "type", "href", "next", "data", "meta"];
    document.children(object).all(|member| {
        let is_empty = !document.has_key(member, "data") || !document.has_children(member);
        is_empty && NAMING.iter().any(|key| document.has_key(member, key))
    })
}

/// The address of an `href` as a path at this origin.
///
/// # Errors
/// [`Refusal`] if it leads elsewhere.
pub fn path_of(address: &str, origin: &Origin) -> Result<String, Refusal> {
    link::resolve(&origin.url(), address)
}
