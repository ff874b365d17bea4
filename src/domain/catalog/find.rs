//! Finding an endpoint by a few letters of its path, its title or its resource.

use super::{Endpoint, Scope, all};
use crate::domain::fuzzy;

/// The endpoints that match the words, best first; no words match all, in their order.
#[must_use]
pub fn find(words: &str, scope: Scope) -> Vec<&'static Endpoint> {
    let endpoints: Vec<_> = all().endpoints(scope).collect();
    let labels = endpoints.iter().map(|endpoint| label(endpoint));
    fuzzy::ranked(words, labels).into_iter().filter_map(|at| endpoints.get(at).copied()).collect()
}

/// `GET /v1/catalog/{storefront}/albums/{id} An album by id albums`
fn label(endpoint: &Endpoint) -> String {
    let resource =
        endpoint.of.as_deref().or_else(|| endpoint.answers.first().map(String::as_str)).unwrap_or("");
    format!("{} {} {} {resource}", endpoint.method.as_str(), endpoint.path, endpoint.title)
}
