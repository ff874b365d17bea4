//! What Segue knows about Apple Music API: every endpoint, its parameters and resources, as the project's own data.
//!
//! One source for completion, for the documentation beside the composer, for the advice before sending and for
//! `docs/endpoints.md`. Nothing here forbids anything: what Apple does is Apple's answer.

mod check;
mod coming;
mod complete;
mod data;
mod document;
mod documentation;
mod endpoint;
mod known;
mod matching;
mod resource;
mod typed;

use std::sync::LazyLock;

pub use check::{About, Advice, check};
pub use complete::{Completion, Offer, Typing, complete};
pub use document::document;
pub use documentation::{Line, Role, documentation};
pub use endpoint::{Body, Endpoint, Group, Kind, PageSize, Parameter, Shape, Source};
pub use known::{Known, Seen, SeenId, Storefront, languages_of};
pub use matching::{Captured, Match, ids_in};
pub use resource::{Relationship, ResourceType, State, View};
pub use typed::{Pair, Typed};

/// Which endpoints count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Those that Apple documents.
    #[default]
    Documented,
    /// Those that clients have been seen to use as well.
    WithObserved,
}

impl Scope {
    /// Whether something belongs to it.
    #[must_use]
    pub const fn holds(self, is_documented: bool) -> bool {
        is_documented || matches!(self, Self::WithObserved)
    }
}

/// All that is known.
#[derive(Debug, Default)]
pub struct Catalog {
    groups: Vec<Group>,
    endpoints: Vec<Endpoint>,
    resources: Vec<ResourceType>,
    parameters: Vec<Parameter>,
}

/// The catalogue. It is read from the embedded data once.
#[must_use]
pub fn all() -> &'static Catalog {
    // A test reads the same data and fails where it cannot be read.
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| data::read().unwrap_or_default());
    &CATALOG
}

impl Catalog {
    /// The groups, in the order in which they are told.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The endpoints, by group.
    pub fn endpoints(&self, scope: Scope) -> impl Iterator<Item = &Endpoint> + Clone {
        self.endpoints.iter().filter(move |endpoint| scope.holds(endpoint.is_documented))
    }

    /// The endpoint of this id.
    #[must_use]
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.id == id)
    }

    /// What is known of a resource type, such as `library-albums`.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&ResourceType> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// All resource types.
    #[must_use]
    pub fn resources(&self) -> &[ResourceType] {
        &self.resources
    }

    /// Every parameter that is described, as it is without what an endpoint says of it.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// What a name means on any path: a parameter that requests take everywhere, or a form with a scope, which names
    /// something in the answer, such as `limit[tracks]`.
    fn parameter_anywhere(&self, name: &str) -> Option<&Parameter> {
        let anywhere = |parameter: &&Parameter| {
            parameter.is_everywhere || parameter.scoped.is_some() && name.contains('[')
        };
        Parameter::choose(&self.parameters.iter().filter(anywhere).collect::<Vec<_>>(), name)
    }
}

#[cfg(test)]
mod tests;
