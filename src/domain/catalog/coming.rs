//! What a request brings back: the resource types of its answer, and how many rows a page has.

use super::{Catalog, Endpoint, Match, PageSize, Relationship, ResourceType, Scope, Typed, all};
use crate::domain::request::Method;

/// A request against the catalogue: its endpoint, those that share its path, and what comes back.
pub(super) struct Target<'t> {
    pub typed: &'t Typed<'t>,
    pub found: Match<'static>,
    /// The endpoints of the same method and path; more than one where a filter tells them apart.
    pub siblings: Vec<&'static Endpoint>,
    /// The types of what comes back; empty where nothing is known.
    pub resources: Vec<&'static ResourceType>,
}

impl<'t> Target<'t> {
    /// The target of a method and a path.
    pub(super) fn of(typed: &'t Typed<'t>, method: Method, scope: Scope) -> Option<Self> {
        let catalog = all();
        let found = catalog.matching(method, typed.text, scope)?;
        let of_path = catalog.endpoints(scope).filter(|other| other.method == method);
        let siblings = of_path.filter(|other| other.path == found.endpoint.path).collect();
        let resources = resources(catalog, &found, typed);
        Some(Self { typed, found, siblings, resources })
    }

    /// The endpoints whose parameters can still be meant: one, once the query has told which.
    pub(super) fn meant(&self) -> Vec<&'static Endpoint> {
        let is_told = self.found.endpoint.required().any(|parameter| self.is_used(&parameter.name));
        if is_told { vec![self.found.endpoint] } else { self.siblings.clone() }
    }

    /// Whether the query has a parameter of this name.
    pub(super) fn is_used(&self, name: &str) -> bool {
        self.typed.pairs.iter().any(|pair| self.typed.name(pair) == name)
    }

    /// The relationship that the path leads through.
    pub(super) fn relationship(&self) -> Option<&'static Relationship> {
        relationship(all(), &self.found)
    }

    /// Default and cap of `limit`, or of `limit[relationship]`.
    pub(super) fn page_size(&self, scoped: Option<&str>) -> PageSize {
        let of_resource = |name| self.resources.iter().find_map(|resource| resource.relationship(name));
        let relationship = scoped.map_or_else(|| self.relationship(), of_resource);
        match (relationship, scoped) {
            (Some(relationship), _) => PageSize { default: relationship.default, cap: relationship.cap },
            (None, Some(_)) => PageSize::default(),
            (None, None) => self.found.endpoint.page_size.unwrap_or_default(),
        }
    }

    /// The resource types that a scope such as `include[type]` can name: what comes back, and what hangs on it.
    pub(super) fn reachable(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        let hanging = self.resources.iter().flat_map(|resource| resource.targets());
        for name in self.resources.iter().map(|resource| resource.name.as_str()).chain(hanging) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl ResourceType {
    /// The types that its relationships and views lead to.
    fn targets(&self) -> impl Iterator<Item = &str> {
        let related = self.relationships.iter().flat_map(|relationship| &relationship.to);
        related.chain(self.views.iter().flat_map(|view| &view.to)).map(String::as_str)
    }
}

fn relationship(catalog: &'static Catalog, found: &Match<'static>) -> Option<&'static Relationship> {
    let parent = catalog.resource(found.endpoint.of.as_deref()?)?;
    parent.relationship(&found.captured("relationship")?.value)
}

fn resources(
    catalog: &'static Catalog,
    found: &Match<'static>,
    typed: &Typed<'_>,
) -> Vec<&'static ResourceType> {
    let view = || {
        let parent = catalog.resource(found.endpoint.of.as_deref()?)?;
        parent.view(&found.captured("view")?.value)
    };
    let names: &[String] = match (relationship(catalog, found), view()) {
        (Some(relationship), _) => &relationship.to,
        (None, Some(view)) => &view.to,
        (None, None) => &found.endpoint.answers,
    };
    let asked = asked_types(found.endpoint, typed);
    let is_asked = |name: &&String| asked.is_empty() || asked.contains(*name);
    let mut resources: Vec<_> =
        names.iter().filter(is_asked).filter_map(|name| catalog.resource(name)).collect();
    // What only holds views is there for their rows, and `include` speaks of these.
    let rows: Vec<_> = resources.iter().filter(|resource| resource.relationships.is_empty()).collect();
    let rows: Vec<_> = rows.iter().flat_map(|resource| &resource.views).flat_map(|view| &view.to).collect();
    if found.endpoint.id == "me.music-summaries" {
        resources.extend(rows.into_iter().filter_map(|name| catalog.resource(name)));
    }
    resources
}

/// The types that the query asks for, by `types` or by `ids[type]`.
fn asked_types(endpoint: &Endpoint, typed: &Typed<'_>) -> Vec<String> {
    if endpoint.one_of.is_some() {
        let scoped = |name: &str| Some(name.strip_prefix("ids[")?.strip_suffix(']')?.to_owned());
        return typed.pairs.iter().filter_map(|pair| scoped(&typed.name(pair))).collect();
    }
    let types = endpoint.parameter("types").and_then(|_| typed.given("types"));
    types.map(|types| types.split(',').map(str::to_owned).collect()).unwrap_or_default()
}
