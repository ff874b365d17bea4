//! What a resource could have and a response does not show of it: relationships, views, and what fetches them along with it.

use crate::domain::{
    catalog::{self, Relationship, State, View},
    json::{Document, Kind, NodeId},
};

/// Something that a resource could have and that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    pub what: Absence,
    /// What stands behind the path of the resource to fetch it: `/artists`, `/view/appears-on`, `?include=artists,genres`.
    pub behind: String,
    /// Whether fetching it takes a Music User Token, which the resource itself does not need.
    pub is_personal: bool,
}

/// What is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// A relationship of this name.
    Relationship(&'static str),
    /// A view.
    View(&'static str),
    /// A parameter that brings several of them along with the resource.
    Along(String),
}

/// What a resource could have and does not show: relationships, views, then the parameters that bring those along. Nothing of
/// what the catalogue does not know, of what is no resource, and of one whose rest is still to come.
///
/// | the resource shows | it could have | so these are absent |
/// |---|---|---|
/// | `relationships: {tracks: {data: […]}}` | tracks, artists | artists |
/// | `relationships: {library: {href}}` | library | nothing: its `href` is a row |
/// | no `views` | appears-on | the view appears-on |
/// | only `type` and `id` | anything | all of it |
#[must_use]
pub fn absent(document: &Document, node: NodeId) -> Vec<Absent> {
    if document.kind(node) != Kind::Object || is_coming(document, node) {
        return Vec::new();
    }
    let text = |key| document.text_at(node, &[key]).filter(|text| !text.is_empty());
    let resource = text("id").and(text("type")).and_then(|kind| catalog::all().resource(&kind));
    let Some(resource) = resource else { return Vec::new() };
    let is_absent = |under, name: &str| document.at(node, &[under, name]).is_none();
    let is_left_out = |one: &&Relationship| is_absent("relationships", &one.name);
    let mut relationships: Vec<_> = resource.relationships.iter().filter(is_left_out).collect();
    relationships.sort_by_key(|relationship| relationship.is_personal);
    let views: Vec<_> = resource.views.iter().filter(|view| is_absent("views", &view.name)).collect();
    let mut all: Vec<_> = relationships.iter().map(|one| relationship(one)).collect();
    all.extend(views.iter().map(|one| view(one)));
    let included = relationships.iter().filter(|one| !one.is_personal && one.state != State::Objects);
    all.extend(along("include", included.map(|one| one.name.as_str())));
    all.extend(along("views", views.iter().map(|one| one.name.as_str())));
    all
}

/// Whether more of a value is to come: it is the last one of a text that is not whole.
fn is_coming(document: &Document, node: NodeId) -> bool {
    !document.is_whole() && document.after(node).0 as usize >= document.len()
}

fn relationship(one: &'static Relationship) -> Absent {
    let behind = format!("/{}", one.name);
    Absent { what: Absence::Relationship(&one.name), behind, is_personal: one.is_personal }
}

fn view(one: &'static View) -> Absent {
    Absent { what: Absence::View(&one.name), behind: format!("/view/{}", one.name), is_personal: false }
}

/// The parameter that brings several along; none for one alone or none.
fn along<'a>(parameter: &str, names: impl Iterator<Item = &'a str>) -> Option<Absent> {
    let names: Vec<_> = names.collect();
    let told = format!("{parameter}={}", names.join(","));
    let behind = format!("?{told}");
    (!names.is_empty()).then_some(Absent { what: Absence::Along(told), behind, is_personal: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{catalog::Scope, request::Method, resource::address};

    fn behind(resource: &str) -> String {
        let document = Document::parse(resource.as_bytes()).unwrap();
        let all: Vec<_> = absent(&document, document.root()).into_iter().map(|one| one.behind).collect();
        all.join(" ")
    }

    #[test]
    fn what_a_resource_shows_is_not_absent() {
        let views = "/view/appears-on /view/other-versions /view/related-albums /view/related-videos";
        let all_views = "?views=appears-on,other-versions,related-albums,related-videos";
        let cases = [
            (
                r#"{"id":"1","type":"albums","relationships":{"artists":{},"genres":{},"tracks":{"data":[]},"record-labels":{}}}"#,
                format!("/library {views} {all_views}"),
            ),
            (
                r#"{"id":"1","type":"albums","relationships":{"artists":{},"genres":{},"tracks":{}},"views":{"appears-on":{},"other-versions":{},"related-albums":{},"related-videos":{}}}"#,
                "/record-labels /library ?include=record-labels".to_owned(),
            ),
            (r#"{"id":"1","type":"somethings"}"#, String::new()),
            (r#"{"type":"albums"}"#, String::new()),
            (r#"{"id":"","type":"albums"}"#, String::new()),
            (r#"["albums"]"#, String::new()),
        ];
        for (resource, expected) in cases {
            assert_eq!(behind(resource), expected, "{resource}");
        }
    }

    #[test]
    fn all_that_may_be_absent_of_any_type_is_at_an_endpoint() {
        let mut walked = 0;
        for resource in catalog::all().resources() {
            let id = resource.sample.as_deref().unwrap_or("1");
            let text = format!(r#"{{"id":"{id}","type":"{}"}}"#, resource.name);
            let document = Document::parse(text.as_bytes()).unwrap();
            let Some(path) = address::path(&resource.name, id, "/v1/me/library", "us") else { continue };
            for one in absent(&document, document.root()) {
                let path = format!("{path}{}", one.behind);
                let found = catalog::all().matching(Method::Get, &path, Scope::WithObserved);
                assert!(found.is_some(), "{path}");
                walked += 1;
            }
        }
        assert!(walked > 60, "{walked}");
    }

    #[test]
    fn a_resource_that_is_still_coming_lacks_nothing() {
        let mut builder = crate::domain::json::Builder::new();
        builder.push(br#"{"data":[{"id":"1","type":"albums","rel"#);
        let document = builder.so_far().unwrap();
        let album = document.at(document.root(), &["data"]).and_then(|data| document.nth(data, 0)).unwrap();
        assert_eq!(absent(&document, album), []);
    }
}
