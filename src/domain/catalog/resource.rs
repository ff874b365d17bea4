//! A resource type: its attributes, and what hangs on it.

/// What is known of a resource type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceType {
    /// As in `type`.
    pub name: String,
    /// What one and several are called in a sentence: `library album`, `library albums`.
    pub one: String,
    pub many: String,
    /// An id of the right shape.
    pub sample: Option<String>,
    /// The documented attributes, those that must be asked for included.
    pub attributes: Vec<String>,
    /// Those that are always there.
    pub required: Vec<String>,
    /// Attributes that were seen, and that Apple does not document.
    pub observed: Vec<String>,
    /// What `extend` can add.
    pub extended: Vec<String>,
    /// What `extend` was seen to add, and Apple does not document.
    pub observed_extended: Vec<String>,
    pub relationships: Vec<Relationship>,
    pub views: Vec<View>,
    /// Apple's page about it.
    pub page: String,
}

/// A relationship of a resource.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    pub name: String,
    /// The types that it leads to.
    pub to: Vec<String>,
    pub state: State,
    /// How many are embedded by themselves, and how many at most; none is a number that Apple does not give.
    pub default: Option<u32>,
    pub cap: Option<u32>,
    /// Whether the numbers were seen rather than documented.
    #[serde(default)]
    pub is_observed_limit: bool,
    /// Whether `state` holds only when one resource was fetched by its id: of several, objects are omitted until they are
    /// asked for, and what is omitted cannot be had at all.
    #[serde(default, rename = "single")]
    pub is_single: bool,
    /// Whether it needs a Music User Token.
    #[serde(default, rename = "personal")]
    pub is_personal: bool,
}

/// What a plain fetch of a resource holds of a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Objects,
    Identifiers,
    Omitted,
}

impl State {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Objects => "objects",
            Self::Identifiers => "identifiers",
            Self::Omitted => "omitted",
        }
    }
}

/// A view of a resource.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    pub name: String,
    /// The types of its rows.
    pub to: Vec<String>,
}

impl ResourceType {
    /// The relationship of this name.
    #[must_use]
    pub fn relationship(&self, name: &str) -> Option<&Relationship> {
        self.relationships.iter().find(|relationship| relationship.name == name)
    }

    /// The view of this name.
    #[must_use]
    pub fn view(&self, name: &str) -> Option<&View> {
        self.views.iter().find(|view| view.name == name)
    }
}
