//! An endpoint and its parameters.

use crate::domain::request::{Method, Tokens};

/// A group of endpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// As in [`Endpoint::group`]: `catalog/albums`.
    pub id: String,
    pub title: String,
}

/// A method and a path, and what Apple says about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name here, which never changes: `catalog.albums.get`.
    pub id: String,
    pub group: String,
    pub method: Method,
    /// With placeholders: `/v1/catalog/{storefront}/albums/{id}`.
    pub path: String,
    pub title: String,
    pub tokens: Tokens,
    /// What `{id}`, `ids` and `filter[equivalents]` name.
    pub of: Option<String>,
    /// The types that come back; none where the relationship or view in the path says it, or where nothing does.
    pub answers: Vec<String>,
    /// Those that are required first.
    pub parameters: Vec<Parameter>,
    /// A parameter of this name is required in one of its scoped forms: `ids` for `ids[songs]`.
    pub one_of: Option<String>,
    /// How many a page holds, where there are pages or a number of rows.
    pub page_size: Option<PageSize>,
    /// Whether `next` leads on.
    pub is_paged: bool,
    pub body: Option<Body>,
    /// The status of success.
    pub status: u16,
    /// The statuses of refusal that Apple names.
    pub refusals: Vec<u16>,
    /// A path of this endpoint with everything that it needs.
    pub example: String,
    /// Apple's page about it; none for what is not documented.
    pub page: Option<String>,
    pub notes: Vec<String>,
    pub is_documented: bool,
}

/// How many rows a page has by itself, and how many it may have. None is a number that Apple does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageSize {
    pub default: Option<u32>,
    pub cap: Option<u32>,
}

/// A query parameter, as one endpoint takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: Kind,
    pub source: Source,
    /// The allowed values, where they are a list.
    pub values: Vec<String>,
    /// Whether there are values beside the listed ones.
    pub is_open: bool,
    /// What goes into the brackets of `include[…]`: `type`, `relationship`.
    pub scoped: Option<String>,
    pub default: Option<u32>,
    /// The greatest number, or the greatest count of items.
    pub cap: Option<u32>,
    pub is_required: bool,
    /// Whether requests take it even where Apple's page does not name it.
    pub is_everywhere: bool,
    pub is_documented: bool,
    pub about: String,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Integer,
    /// Items with commas between.
    List,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "number",
            Self::List => "list",
        }
    }
}

/// Where values come from, if they are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Anything, or the listed values.
    Own,
    /// Languages of the storefront.
    Languages,
    /// Relationships, views, extended attributes or attributes of the resources that come back.
    Relationships,
    Views,
    Extended,
    Attributes,
    /// Ids of a type; none means the endpoint's own.
    Ids(Option<String>),
    /// Ids of storefronts.
    Storefronts,
}

/// The shape of a body, and an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub shape: Shape,
    /// JSON, indented.
    pub example: String,
}

/// The bodies there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// `type: rating` and a value of 1 or -1.
    Rating,
    /// Identifiers of songs and videos in `data`.
    Tracks,
    /// A name, and the folder that it goes into.
    Folder,
    /// A name, a description, tracks, and the folder that it goes into.
    Playlist,
}

impl Endpoint {
    /// The parts of the path between the slashes.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }

    /// The placeholders of the path in order, braces and all, with their places in [`Self::path`].
    #[must_use]
    pub fn stops(&self) -> Vec<std::ops::Range<usize>> {
        let opened = self.path.match_indices('{');
        let closed = self.path.match_indices('}');
        opened.zip(closed).map(|((start, _), (end, _))| start..end + 1).collect()
    }

    /// The parameter of this name: `ids`, `ids[songs]`, and for `include[albums]` the scoped form of `include`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        Parameter::among(&self.parameters, name)
    }

    /// The parameters that it does not go without.
    pub fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_required)
    }

    /// Whether it may change something.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        self.method.is_write()
    }
}

impl Parameter {
    /// The one that a name means, plain or scoped.
    pub(super) fn among<'a>(parameters: &'a [Self], name: &str) -> Option<&'a Self> {
        Self::choose(&parameters.iter().collect::<Vec<_>>(), name)
    }

    /// The same among references.
    pub(super) fn choose<'a>(parameters: &[&'a Self], name: &str) -> Option<&'a Self> {
        let exact = parameters.iter().find(|parameter| parameter.name == name);
        let scoped = || {
            let (base, _) = name.strip_suffix(']')?.split_once('[')?;
            parameters.iter().find(|parameter| parameter.scoped.is_some() && parameter.name == base)
        };
        exact.or_else(scoped).copied()
    }
}

/// Whether a segment of an endpoint's path stands for something.
pub(super) fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
