//! What the project's own catalogue says, as requests: each endpoint once, or once for each relationship or view. The sandbox
//! has its own tables, written by hand, so that a mistake shows on one side.

use segue::domain::catalog::{self, Endpoint, Kind, Parameter, ResourceType, Scope, Source};
use segue::domain::request::Method;

use crate::examples;

/// Rows of a page without a `limit`, and at most; `None` is a number that Apple does not give.
pub(crate) type Limit = (Option<u32>, Option<u32>);

/// A path with its required parameters.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) endpoint: &'static Endpoint,
    /// Without a query.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// With an id nobody has, if the path has one.
    pub(crate) missing: Option<String>,
    pub(crate) limit: Option<Limit>,
    pub(crate) needs_listener: bool,
    /// The types that may come back; none where nothing says it.
    pub(crate) types: Vec<&'static str>,
}

/// What stands for `{relationship}` or `{view}`.
struct Place {
    name: &'static str,
    limit: Option<Limit>,
    is_personal: bool,
    to: &'static [String],
}

/// Those that are tested by themselves.
const APART: &[&str] = &["l", "include", "extend", "relate", "limit", "fields"];

impl Visit {
    pub(crate) fn plain(&self) -> String {
        address(&self.path, &self.query)
    }

    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let mut query = self.query_without(name);
        query.push((name.to_owned(), value.to_owned()));
        address(&self.path, &query)
    }

    pub(crate) fn without(&self, name: &str) -> String {
        address(&self.path, &self.query_without(name))
    }

    /// With an id nobody has.
    pub(crate) fn missing(&self) -> Option<String> {
        self.missing.as_ref().map(|path| address(path, &self.query))
    }

    fn query_without(&self, name: &str) -> Vec<(String, String)> {
        self.query.iter().filter(|(known, _)| known != name).cloned().collect()
    }

    /// The parameters of this endpoint that are its own.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        let own = |parameter: &&Parameter| !APART.contains(&parameter.name.as_str());
        self.endpoint.parameters.iter().filter(own)
    }

    /// Whether it cannot be left out; of several of which one is required, the first stands for them.
    pub(crate) fn requires(&self, parameter: &Parameter) -> bool {
        requires(self.endpoint, parameter)
    }

    /// The values that a parameter may have, if they are a list.
    pub(crate) fn values(&self, parameter: &'static Parameter) -> Vec<&'static str> {
        let views = || self.types.iter().filter_map(|name| catalog::all().resource(name)).flat_map(views_of);
        match parameter.source {
            Source::Views => views().collect(),
            _ => parameter.values.iter().map(String::as_str).collect(),
        }
    }

    pub(crate) fn example(&self, parameter: &Parameter) -> String {
        example(self.endpoint, parameter)
    }
}

fn views_of(resource: &'static ResourceType) -> impl Iterator<Item = &'static str> {
    resource.views.iter().map(|view| view.name.as_str())
}

fn address(path: &str, query: &[(String, String)]) -> String {
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The endpoints that Apple documents, or the others.
pub(crate) fn endpoints(is_documented: bool) -> impl Iterator<Item = &'static Endpoint> {
    let all = catalog::all().endpoints(Scope::WithObserved);
    all.filter(move |endpoint| endpoint.is_documented == is_documented)
}

/// Whether a path answers without any parameter: then another endpoint does where a required one is missing.
pub(crate) fn answers_alone(path: &str) -> bool {
    let alone = |endpoint: &Endpoint| {
        endpoint.method == Method::Get && endpoint.required().next().is_none() && endpoint.one_of.is_none()
    };
    catalog::all().endpoints(Scope::Documented).any(|endpoint| endpoint.path == path && alone(endpoint))
}

/// The requests that an endpoint stands for.
pub(crate) fn visits(endpoint: &'static Endpoint) -> Vec<Visit> {
    let of = endpoint.of.as_deref().and_then(|of| catalog::all().resource(of));
    let places: Vec<Place> = match of {
        Some(of) if endpoint.path.contains("{relationship}") => {
            let places = of.relationships.iter().map(|one| Place {
                name: &one.name,
                limit: limit(endpoint).map(|(default, cap)| (one.default.or(default), one.cap.or(cap))),
                is_personal: one.is_personal,
                to: &one.to,
            });
            places.collect()
        }
        Some(of) if endpoint.path.contains("{view}") => {
            let place = |name, to| Place { name, limit: limit(endpoint), is_personal: false, to };
            of.views.iter().map(|view| place(view.name.as_str(), &view.to[..])).collect()
        }
        _ => return vec![visit(endpoint, None)],
    };
    places.into_iter().map(|place| visit(endpoint, Some(place))).collect()
}

/// How many requests an endpoint stands for: as many as its type has relationships or views, where the path ends with one.
pub(crate) fn ends(endpoint: &Endpoint) -> usize {
    let of = || endpoint.of.as_deref().and_then(|of| catalog::all().resource(of)).unwrap();
    match endpoint.segments().next_back() {
        Some("{relationship}") => of().relationships.len(),
        Some("{view}") => of().views.len(),
        _ => 1,
    }
}

/// How many caps can be tried where an endpoint is read: of its pages, and of what a parameter lists or counts.
pub(crate) fn caps(endpoint: &Endpoint) -> usize {
    let of = || endpoint.of.as_deref().and_then(|of| catalog::all().resource(of)).unwrap();
    let page = endpoint.page_size.and_then(|size| size.cap);
    let pages = match endpoint.segments().next_back() {
        _ if endpoint.page_size.is_none() => 0,
        Some("{relationship}") => of().relationships.iter().filter(|one| one.cap.or(page).is_some()).count(),
        _ if page.is_none() => 0,
        _ => ends(endpoint),
    };
    let is_capped = |one: &&Parameter| one.cap.is_some() && one.values.is_empty();
    let own = endpoint.parameters.iter().filter(|one| !APART.contains(&one.name.as_str())).filter(is_capped);
    if endpoint.is_write() { 0 } else { pages + ends(endpoint) * own.count() }
}

fn visit(endpoint: &'static Endpoint, place: Option<Place>) -> Visit {
    let name = place.as_ref().map(|place| place.name);
    let open = endpoint.path.replace("{storefront}", "us");
    let open =
        open.replace("{relationship}", name.unwrap_or_default()).replace("{view}", name.unwrap_or_default());
    let id = examples::ids(of(endpoint)).first().copied().unwrap_or_default();
    let required = endpoint.parameters.iter().filter(|parameter| requires(endpoint, parameter));
    let types = place.as_ref().map_or(&endpoint.answers[..], |place| place.to);
    Visit {
        endpoint,
        query: required.map(|one| (one.name.clone(), example(endpoint, one))).collect(),
        missing: open.contains("{id}").then(|| open.replace("{id}", "nobody")),
        path: open.replace("{id}", id),
        limit: place.as_ref().map_or_else(|| limit(endpoint), |place| place.limit),
        needs_listener: endpoint.tokens.user || place.is_some_and(|place| place.is_personal),
        types: types.iter().map(String::as_str).collect(),
    }
}

fn limit(endpoint: &Endpoint) -> Option<Limit> {
    endpoint.page_size.map(|size| (size.default, size.cap))
}

/// The type that `{id}`, `ids` and filters belong to.
pub(crate) fn of(endpoint: &'static Endpoint) -> &'static str {
    let only = if let [only] = endpoint.answers.as_slice() { Some(only.as_str()) } else { None };
    endpoint.of.as_deref().or(only).unwrap_or_default()
}

fn requires(endpoint: &Endpoint, parameter: &Parameter) -> bool {
    let scope = endpoint.one_of.as_ref().map(|name| format!("{name}["));
    let first = scope.and_then(|scope| endpoint.parameters.iter().find(|one| one.name.starts_with(&scope)));
    parameter.is_required || first.is_some_and(|first| first.name == parameter.name)
}

fn example(endpoint: &'static Endpoint, parameter: &Parameter) -> String {
    let known = examples::value(of(endpoint), &parameter.name);
    known
        .or_else(|| parameter.values.first().cloned())
        .unwrap_or_else(|| panic!("an example of {} for {}", parameter.name, endpoint.id))
}

/// Whether a parameter's cap counts what it lists.
pub(crate) fn counts(parameter: &Parameter) -> bool {
    parameter.kind == Kind::List && parameter.values.is_empty()
}

/// A resource type whose resources are fetched by their ids, and where they are: `/v1/catalog/us/albums`.
pub(crate) fn types() -> Vec<(&'static ResourceType, String)> {
    let of_type = |resource: &'static ResourceType| {
        // A rating has the id of what is rated.
        let by_id = |endpoint: &&Endpoint| {
            endpoint.path.ends_with("/{id}")
                && endpoint.answers == [resource.name.clone()]
                && resource.name != "ratings"
        };
        let path = endpoints(true).find(by_id)?.path.strip_suffix("/{id}")?;
        Some((resource, path.replace("{storefront}", "us")))
    };
    catalog::all().resources().iter().filter_map(of_type).collect()
}
