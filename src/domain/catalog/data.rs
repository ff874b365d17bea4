//! The embedded files, read into what the rest works with.

use serde::Deserialize;

use super::{
    Catalog,
    endpoint::{Body, Endpoint, Group, Kind, PageSize, Parameter, Shape, Source},
    resource::{Relationship, ResourceType, View},
};
use crate::domain::request::{Method, Tokens};

const ENDPOINTS: &str = include_str!("endpoints.toml");
const PARAMETERS: &str = include_str!("parameters.toml");
const RESOURCES: &str = include_str!("resources.toml");

/// Why the data cannot be read; a test keeps it from happening.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Unreadable(#[from] toml::de::Error),
    #[error("{0}: there is no method in `{1}`")]
    Call(String, String),
    #[error("{0}: nothing describes {1}")]
    Unknown(String, String),
}

/// The catalogue that the files describe.
pub(super) fn read() -> Result<Catalog, Fault> {
    let parameters: ParametersFile = toml::from_str(PARAMETERS)?;
    let resources: ResourcesFile = toml::from_str(RESOURCES)?;
    let file: EndpointsFile = toml::from_str(ENDPOINTS)?;
    let parameters: Vec<Parameter> = parameters.parameter.into_iter().map(Described::into).collect();
    let endpoints = file.endpoint.iter().map(|written| endpoint(written, &parameters, &file.body));
    Ok(Catalog {
        endpoints: endpoints.collect::<Result<_, _>>()?,
        groups: file.group.into_iter().map(|group| Group { id: group.id, title: group.title }).collect(),
        resources: resources.resource.into_iter().map(WrittenResource::into).collect(),
        parameters,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParametersFile {
    parameter: Vec<Described>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    name: String,
    kind: Kind,
    from: Option<From>,
    of: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    open: bool,
    scoped: Option<String>,
    #[serde(default)]
    everywhere: bool,
    #[serde(default)]
    observed: bool,
    about: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Languages,
    Relationships,
    Views,
    Extended,
    Attributes,
    Ids,
    Genres,
    Storefronts,
}

impl Described {
    fn into(self) -> Parameter {
        let source = match self.from {
            None => Source::Own,
            Some(From::Languages) => Source::Languages,
            Some(From::Relationships) => Source::Relationships,
            Some(From::Views) => Source::Views,
            Some(From::Extended) => Source::Extended,
            Some(From::Attributes) => Source::Attributes,
            Some(From::Ids) => Source::Ids(self.of),
            Some(From::Genres) => Source::Ids(Some("genres".to_owned())),
            Some(From::Storefronts) => Source::Storefronts,
        };
        Parameter {
            name: self.name,
            kind: self.kind,
            source,
            values: self.values,
            is_open: self.open,
            scoped: self.scoped,
            default: None,
            cap: None,
            is_required: false,
            is_everywhere: self.everywhere,
            is_documented: !self.observed,
            about: self.about,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourcesFile {
    resource: Vec<WrittenResource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenResource {
    r#type: String,
    one: String,
    many: String,
    sample: Option<String>,
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    observed: Vec<String>,
    #[serde(default)]
    extended: Vec<String>,
    #[serde(default)]
    observed_extended: Vec<String>,
    #[serde(default)]
    relationships: Vec<Relationship>,
    #[serde(default)]
    views: Vec<View>,
    page: String,
}

impl WrittenResource {
    fn into(self) -> ResourceType {
        ResourceType {
            name: self.r#type,
            one: self.one,
            many: self.many,
            sample: self.sample,
            attributes: self.attributes,
            required: self.required,
            observed: self.observed,
            extended: self.extended,
            observed_extended: self.observed_extended,
            relationships: self.relationships,
            views: self.views,
            page: self.page,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointsFile {
    group: Vec<WrittenGroup>,
    body: Vec<WrittenBody>,
    endpoint: Vec<WrittenEndpoint>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    id: String,
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBody {
    shape: Shape,
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEndpoint {
    id: String,
    group: String,
    call: String,
    title: String,
    #[serde(default)]
    user: bool,
    of: Option<String>,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    parameters: Vec<Used>,
    one_of: Option<String>,
    body: Option<Shape>,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    paged: bool,
    example: String,
    page: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
}

const fn ok() -> u16 {
    200
}

/// A parameter of an endpoint: as it is described, or with something of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Used {
    Plain(String),
    Own(Own),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    name: String,
    #[serde(default)]
    required: bool,
    default: Option<u32>,
    cap: Option<u32>,
    #[serde(default)]
    values: Vec<String>,
}

fn endpoint(
    written: &WrittenEndpoint,
    parameters: &[Parameter],
    bodies: &[WrittenBody],
) -> Result<Endpoint, Fault> {
    let call = || Fault::Call(written.id.clone(), written.call.clone());
    let (method, path) = written.call.split_once(' ').ok_or_else(call)?;
    let used = written.parameters.iter().map(|used| parameter(&written.id, used, parameters));
    let used: Vec<Parameter> = used.collect::<Result<_, _>>()?;
    let body = |shape: Shape| bodies.iter().find(|body| body.shape == shape);
    let is_documented = written.page.is_some();
    Ok(Endpoint {
        id: written.id.clone(),
        group: written.group.clone(),
        method: Method::named(method).ok_or_else(call)?,
        path: path.to_owned(),
        title: written.title.clone(),
        tokens: Tokens { developer: true, user: written.user },
        of: written.of.clone(),
        answers: written.answers.clone(),
        one_of: written.one_of.clone(),
        page_size: page_size(&used),
        is_paged: written.paged,
        body: written
            .body
            .and_then(body)
            .map(|body| Body { shape: body.shape, example: body.example.clone() }),
        status: written.status,
        refusals: refusals(written, is_documented),
        example: written.example.clone(),
        page: written.page.clone(),
        notes: written.notes.clone(),
        is_documented,
        parameters: used,
    })
}

/// Apple names the same statuses everywhere: 403 where a person may be needed.
fn refusals(written: &WrittenEndpoint, is_documented: bool) -> Vec<u16> {
    let leads_to_library = written.call.starts_with("GET /v1/catalog/")
        && written.call.ends_with("{relationship}")
        && ["albums", "music-videos", "playlists", "songs"]
            .iter()
            .any(|of| written.of.as_deref() == Some(of));
    match (is_documented, written.user || leads_to_library) {
        (false, _) => Vec::new(),
        (true, true) => vec![401, 403, 500],
        (true, false) => vec![401, 500],
    }
}

fn page_size(parameters: &[Parameter]) -> Option<PageSize> {
    let limit = parameters.iter().find(|parameter| parameter.name == "limit")?;
    Some(PageSize { default: limit.default, cap: limit.cap })
}

fn parameter(id: &str, used: &Used, described: &[Parameter]) -> Result<Parameter, Fault> {
    let name = match used {
        Used::Plain(name) => name,
        Used::Own(own) => &own.name,
    };
    let unknown = || Fault::Unknown(id.to_owned(), name.clone());
    let mut parameter = described.iter().find(|known| known.name == *name).ok_or_else(unknown)?.clone();
    if let Used::Own(own) = used {
        parameter.is_required = own.required;
        (parameter.default, parameter.cap) = (own.default, own.cap);
        if !own.values.is_empty() {
            parameter.values.clone_from(&own.values);
        }
    }
    Ok(parameter)
}
