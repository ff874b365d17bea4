//! One request's eyes: the tables it reads, the storefront and language it reads them for, and what it asked to see.

use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::fault::Fault;
use crate::sandbox::kinds::{Edge, Kind, Node, Spec};
use crate::sandbox::library::Library;
use crate::sandbox::query::{Query, whole};
use crate::sandbox::state::State;
use crate::sandbox::{recommendations, storefronts};

/// Everything rendering needs.
pub(super) struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) library: &'a Library,
    pub(super) state: &'a State,
    /// An index into [`storefronts::ALL`].
    pub(super) storefront: u32,
    pub(super) asks: Asks,
    pub(super) now: i64,
}

/// A comma-separated parameter and its scoped forms: `include=artists` and `include[albums]=tracks`.
#[derive(Default)]
struct Scoped(Vec<(Option<String>, String)>);

/// What the request wants beyond the plain resource.
#[derive(Default)]
pub(super) struct Asks {
    /// The `l` parameter as it was sent, for `next`.
    pub(super) language: Option<String>,
    include: Scoped,
    relate: Scoped,
    extend: Scoped,
    views: Scoped,
    fields: Scoped,
    limits: Vec<(String, usize)>,
}

impl Scoped {
    fn read(query: &Query, name: &str) -> Self {
        let plain = query.list(name).into_iter().map(|value| (None, value.to_owned()));
        let scoped = query.scoped(name).flat_map(|(scope, values)| {
            values.split(',').map(move |value| (Some(scope.to_owned()), value.trim().to_owned()))
        });
        Self(plain.chain(scoped).collect())
    }

    /// A plain value counts for the resources at the top; a scoped one for its type, wherever it appears.
    fn wants(&self, kind: &str, depth: usize, value: &str) -> bool {
        self.0.iter().any(|(scope, wanted)| {
            wanted == value && scope.as_ref().map_or(depth == 0, |scope| scope == kind)
        })
    }

    fn names(&self, value: &str) -> bool {
        self.0.iter().any(|(_, wanted)| wanted == value)
    }
}

impl Asks {
    /// Reads the request's wishes. Values nobody knows are ignored, as Apple ignores them; names are checked elsewhere.
    pub(super) fn read(query: &Query, spec: Option<&Spec>) -> Result<Self, Fault> {
        let limits =
            query.scoped("limit").map(|(name, value)| limit(spec, name, value)).collect::<Result<_, _>>()?;
        Ok(Self {
            language: query.get("l").filter(|tag| !tag.is_empty()).map(str::to_owned),
            include: Scoped::read(query, "include"),
            relate: Scoped::read(query, "relate"),
            extend: Scoped::read(query, "extend"),
            views: Scoped::read(query, "views"),
            fields: Scoped::read(query, "fields"),
            limits,
        })
    }

    pub(super) fn includes(&self, kind: Kind, depth: usize, name: &str) -> bool {
        self.include.wants(kind.spec().name, depth, name)
    }

    pub(super) fn relates(&self, kind: Kind, depth: usize, name: &str) -> bool {
        self.relate.wants(kind.spec().name, depth, name)
    }

    pub(super) fn views(&self, depth: usize, kind: Kind, name: &str) -> bool {
        self.views.wants(kind.spec().name, depth, name)
    }

    pub(super) fn extends(&self, kind: Kind, depth: usize, name: &str) -> bool {
        self.extend.wants(kind.spec().name, depth, name)
    }

    /// The catalog's `library` relationship belongs to a listener: it needs the user token.
    pub(super) fn needs_listener(&self) -> bool {
        self.include.names("library") || self.relate.names("library")
    }

    /// With `fields`, only the attributes it names are shown.
    pub(super) fn shows(&self, kind: Kind, depth: usize, attribute: &str) -> bool {
        let name = kind.spec().name;
        let narrowed =
            self.fields.0.iter().any(|(scope, _)| scope.as_ref().map_or(depth == 0, |scope| scope == name));
        !narrowed || self.fields.wants(name, depth, attribute)
    }

    /// The page of a relationship inside a resource.
    pub(super) fn page(&self, edge: &Edge, depth: usize) -> usize {
        let asked = self.limits.iter().find(|(name, _)| depth == 0 && name == edge.name);
        asked.map_or(edge.page, |(_, limit)| *limit)
    }
}

fn limit(spec: Option<&Spec>, name: &str, value: &str) -> Result<(String, usize), Fault> {
    let parameter = format!("limit[{name}]");
    let edge = spec.and_then(|spec| spec.edge(name)).ok_or_else(|| Fault::not_allowed(&parameter))?;
    Ok((name.to_owned(), whole(&parameter, value, 1, Some(edge.cap))?))
}

impl Reader<'_> {
    pub(super) fn storefront_id(&self) -> &'static str {
        storefronts::ALL[self.storefront as usize].id
    }

    pub(super) fn find(&self, kind: Kind, id: &str) -> Option<Node> {
        match kind {
            Kind::Recommendation => recommendations::find(self.catalogue.seed, id),
            kind if kind.is_library() => self.library.find(kind, id),
            kind => self.catalogue.find(kind, id, self.storefront),
        }
    }

    pub(super) fn id(&self, node: Node) -> String {
        match node.kind {
            Kind::Recommendation => recommendations::id(self.catalogue.seed, node.at),
            kind if kind.is_library() => self.library.id(node).to_owned(),
            _ => self.catalogue.id(node),
        }
    }

    pub(super) fn href(&self, node: Node) -> String {
        let (path, id) = (node.kind.spec().path, self.id(node));
        match node.kind {
            Kind::Storefront => format!("/v1/storefronts/{id}"),
            Kind::Recommendation => format!("/v1/me/recommendations/{id}"),
            kind if kind.is_library() => format!("/v1/me/library/{path}/{id}"),
            _ => format!("/v1/catalog/{}/{path}/{id}", self.storefront_id()),
        }
    }
}
