//! A walk over every documented endpoint of the catalogue against the sandbox: each with its defaults, at its caps and over
//! them, with every parameter it takes and one it does not, with an id nobody has, and without each token it needs.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "catalogue/endpoints.rs"]
mod endpoints;
#[path = "catalogue/examples.rs"]
mod examples;

use std::collections::HashSet;

use endpoints::{Endpoint, Parameter, Type, of_type};
use reqwest::Client;
use segue::sandbox::{Access, Options, Running, start};
use serde_json::Value;

/// Relationships that lead nowhere in the sandbox.
const NOWHERE: &[(&str, &str)] = &[("music-videos", "library")];

/// Parameters that ignore a value they do not know; the others refuse it.
const IGNORANT: &[&str] = &["with", "views"];

/// Which tokens a request carries.
#[derive(Clone, Copy, PartialEq)]
enum Tokens {
    Both,
    Developer,
    None,
}

struct Walk {
    running: Running,
    client: Client,
}

/// A status and a body; `Null` stands for none.
struct Reply {
    status: u16,
    body: Value,
}

impl Reply {
    fn fault(&self) -> (u16, &str, &str) {
        let error = &self.body["errors"][0];
        let parameter = error["source"]["parameter"].as_str().unwrap_or_default();
        (self.status, error["code"].as_str().unwrap_or_default(), parameter)
    }
}

/// A path with its required parameters, and what its last placeholder stands for.
struct Visit {
    /// Without a query.
    path: String,
    query: Vec<(String, String)>,
    /// With ids nobody has, if the path has one.
    missing: Option<String>,
    limit: Option<(Option<usize>, Option<usize>)>,
    needs_listener: bool,
    /// The relationship or view.
    name: Option<&'static str>,
}

impl Visit {
    fn with(&self, name: &str, value: &str) -> String {
        let mut query: Vec<(String, String)> =
            self.query.iter().filter(|(known, _)| known != name).cloned().collect();
        query.push((name.to_owned(), value.to_owned()));
        address(&self.path, &query)
    }

    fn plain(&self) -> String {
        address(&self.path, &self.query)
    }
}

fn address(path: &str, query: &[(String, String)]) -> String {
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A wide range of values nobody has: they are skipped, and counted.
fn strangers(count: usize) -> String {
    (1..=count).map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

impl Walk {
    async fn new() -> Self {
        let client = Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
        Self { running: start(Options::default()).await.unwrap(), client }
    }

    async fn get(&self, path: &str, tokens: Tokens) -> Reply {
        let access: &Access = self.running.access();
        let mut request = self.client.get(format!("{}{path}", access.origin));
        if tokens != Tokens::None {
            request = request.bearer_auth(&access.developer_token);
        }
        if tokens == Tokens::Both {
            request = request.header("Music-User-Token", &access.user_token);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    async fn good(&self, path: &str) -> Value {
        let reply = self.get(path, Tokens::Both).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body
    }

    async fn refused(&self, path: &str, status: u16, code: &str, parameter: &str) {
        let reply = self.get(path, Tokens::Both).await;
        assert_eq!(reply.fault(), (status, code, parameter), "{path}: {}", reply.body);
    }
}

/// The lists of an answer, each with its `next`: `data`, or a group of results.
fn lists(body: &Value) -> Vec<(&Vec<Value>, Option<&str>)> {
    let groups = body["results"].as_object().into_iter().flatten().flat_map(|(name, group)| match group {
        Value::Array(charts) if charts.iter().all(|chart| chart["data"].is_array()) => {
            charts.iter().collect()
        }
        // Top results come beside the groups, and have no pages.
        group if group["data"].is_array() && name != "topResults" => vec![group],
        _ => vec![],
    });
    let whole = body["data"].is_array().then_some(body);
    whole
        .into_iter()
        .chain(groups)
        .filter_map(|list| Some((list["data"].as_array()?, list["next"].as_str())))
        .collect()
}

/// The requests that an endpoint stands for: one, or one for each relationship or view.
fn visits(endpoint: &Endpoint) -> Vec<Visit> {
    let names: Vec<(Option<&'static str>, _)> = match of_type(endpoint.of) {
        Some(of) if endpoint.path.contains("{relationship}") => {
            of.relationships.iter().map(|&(name, default, cap)| (Some(name), Some((default, cap)))).collect()
        }
        Some(of) if endpoint.path.contains("{view}") => {
            of.views.iter().map(|&name| (Some(name), endpoint.limit)).collect()
        }
        _ => vec![(None, endpoint.limit)],
    };
    let required = endpoint.parameters.iter().filter(|parameter| parameter.is_required);
    let query: Vec<(String, String)> =
        required.map(|parameter| (parameter.name.to_owned(), example(endpoint, parameter))).collect();
    names.into_iter().map(|(name, limit)| visit(endpoint, name, limit, query.clone())).collect()
}

fn visit(
    endpoint: &Endpoint,
    name: Option<&'static str>,
    limit: Option<(Option<usize>, Option<usize>)>,
    query: Vec<(String, String)>,
) -> Visit {
    let named = name.unwrap_or_default();
    let open = endpoint.path.replace("{storefront}", "us");
    let open = open.replace("{relationship}", named).replace("{view}", named);
    let id = examples::ids(endpoint.of).first().copied().unwrap_or_default();
    let missing = open.contains("{id}").then(|| open.replace("{id}", "nobody"));
    let needs_listener = endpoint.needs_listener || (name == Some("library"));
    Visit { path: open.replace("{id}", id), query, missing, limit, needs_listener, name }
}

fn example(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let known = examples::value(endpoint.of, parameter.name);
    known
        .or_else(|| parameter.values.first().map(|value| (*value).to_owned()))
        .unwrap_or_else(|| panic!("an example of {} for {}", parameter.name, endpoint.path))
}

/// Relationships and views may be empty for one id and not for another: the first id that has one.
async fn settled(walk: &Walk, endpoint: &Endpoint, visit: Visit) -> Option<Visit> {
    if visit.name.is_none() {
        return Some(visit);
    }
    let ids = examples::ids(endpoint.of);
    for id in ids {
        let path = visit.path.replacen(&format!("/{}/", ids[0]), &format!("/{id}/"), 1);
        match walk.get(&path, Tokens::Both).await {
            reply if reply.status == 200 => return Some(Visit { path, ..visit }),
            reply => assert_eq!(reply.fault(), (404, "40403", ""), "{path}: an empty list is this"),
        }
    }
    assert!(NOWHERE.contains(&(endpoint.of, visit.name?)), "{}: no example has any", visit.path);
    None
}

/// All that can be asked, and where it leads somewhere.
async fn all(walk: &Walk) -> Vec<(Endpoint, Visit)> {
    let mut all = Vec::new();
    for endpoint in endpoints::all() {
        for visit in visits(&endpoint) {
            if let Some(visit) = settled(walk, &endpoint, visit).await {
                let Endpoint { path, of, needs_listener, limit, parameters } = &endpoint;
                let parameters = parameters.iter().map(|parameter| Parameter { ..*parameter }).collect();
                let (path, of, needs_listener, limit) = (path.clone(), *of, *needs_listener, *limit);
                all.push((Endpoint { path, of, needs_listener, limit, parameters }, visit));
            }
        }
    }
    assert!(all.len() > 90, "{} requests", all.len());
    all
}

#[tokio::test]
async fn each_answers_with_its_defaults_and_its_next_goes_on() {
    let walk = Walk::new().await;
    let mut pages = 0;
    for (_, visit) in all(&walk).await {
        let path = visit.plain();
        let body = walk.good(&path).await;
        assert!(
            path == "/v1/test" || body["data"].is_array() || body["results"].is_object(),
            "{path}: {body}"
        );
        for (rows, next) in lists(&body) {
            assert!(!rows.is_empty(), "{path} is empty");
            let Some(next) = next else { continue };
            if let Some((Some(default), _)) = visit.limit {
                assert_eq!(rows.len(), default, "{path}: a page without a limit");
            }
            let second = walk.good(next).await;
            let (after, _) = lists(&second)[0];
            assert!(!after.is_empty() && after[0]["id"] != rows[0]["id"], "{next} does not go on");
            pages += 1;
        }
    }
    assert!(pages > 20, "only {pages} lists have a second page");
}

#[tokio::test]
async fn each_keeps_to_its_caps() {
    let walk = Walk::new().await;
    let mut caps = 0;
    for (endpoint, visit) in all(&walk).await {
        if visit.limit.is_some() {
            let one = walk.good(&visit.with("limit", "1")).await;
            assert!(lists(&one).iter().all(|(rows, _)| rows.len() == 1), "{}", visit.path);
            walk.refused(&visit.with("limit", "0"), 400, "40005", "limit").await;
            walk.refused(&visit.with("limit", "x"), 400, "40005", "limit").await;
        } else {
            walk.refused(&visit.with("limit", "1"), 400, "40004", "limit").await;
        }
        if let Some((_, Some(cap))) = visit.limit {
            let most = walk.good(&visit.with("limit", &cap.to_string())).await;
            assert!(lists(&most).iter().all(|(rows, _)| rows.len() <= cap), "{}", visit.path);
            walk.refused(&visit.with("limit", &(cap + 1).to_string()), 400, "40005", "limit").await;
            caps += 1;
        }
        for parameter in &endpoint.parameters {
            let Some(cap) = parameter.cap else { continue };
            walk.good(&visit.with(parameter.name, &strangers(cap))).await;
            walk.refused(&visit.with(parameter.name, &strangers(cap + 1)), 400, "40005", parameter.name)
                .await;
            caps += 1;
        }
    }
    assert!(caps > 30, "only {caps} caps");
}

#[tokio::test]
async fn each_takes_its_parameters_and_no_other() {
    let walk = Walk::new().await;
    for (endpoint, visit) in all(&walk).await {
        walk.refused(&visit.with("colour", "red"), 400, "40004", "colour").await;
        walk.refused(&visit.with("l", "en_US"), 400, "40005", "l").await;
        walk.good(&visit.with("l", "fr-FR")).await;
        for parameter in &endpoint.parameters {
            let name = parameter.name;
            if parameter.is_required {
                let without: Vec<_> =
                    visit.query.iter().filter(|(known, _)| known != name).cloned().collect();
                let reply = walk.get(&address(&visit.path, &without), Tokens::Both).await;
                // Where the path alone is another endpoint, that one answers.
                let is_listed =
                    reply.status == 200 && ["genres", "station-genres", "storefronts"].contains(&endpoint.of);
                assert!(
                    is_listed || reply.fault().1 == "40003",
                    "{} without {name}: {}",
                    visit.path,
                    reply.body
                );
            } else if parameter.values.is_empty() {
                walk.good(&visit.with(name, &example(&endpoint, parameter))).await;
            }
            for value in parameter.values {
                walk.good(&visit.with(name, value)).await;
            }
            match parameter.values {
                [] => {}
                _ if IGNORANT.contains(&name) => _ = walk.good(&visit.with(name, "nothing")).await,
                _ => walk.refused(&visit.with(name, "nothing"), 400, "40005", name).await,
            }
        }
    }
}

#[tokio::test]
async fn each_needs_its_tokens() {
    let walk = Walk::new().await;
    for (_, visit) in all(&walk).await {
        let path = visit.plain();
        let nobody = walk.get(&path, Tokens::None).await;
        assert_eq!((nobody.status, nobody.body), (401, Value::Null), "{path}");
        let developer = walk.get(&path, Tokens::Developer).await;
        match visit.needs_listener {
            true => assert_eq!(developer.fault(), (403, "40300", ""), "{path}"),
            false => assert_eq!(developer.status, 200, "{path}"),
        }
    }
}

#[tokio::test]
async fn an_id_nobody_has_is_not_found_alone_and_skipped_among_others() {
    let walk = Walk::new().await;
    for (_, visit) in all(&walk).await {
        if let Some(missing) = &visit.missing {
            walk.refused(missing, 404, "40400", "").await;
        }
        if let Some((name, value)) = visit.query.iter().find(|(name, _)| name.starts_with("ids")) {
            let (few, more) = (visit.plain(), visit.with(name, &format!("nobody,{value},nobody,{value}")));
            assert_eq!(walk.good(&few).await, walk.good(&more).await, "{more}");
            assert_eq!(walk.good(&visit.with(name, "nobody")).await["data"], serde_json::json!([]));
        }
    }
}

/// A resource by its id, and the same among others.
fn forms(of: &Type) -> [String; 2] {
    let (id, path) = (examples::ids(of.name)[0], of.path.replace("{storefront}", "us"));
    [format!("{path}/{id}?"), format!("{path}?ids={id}&")]
}

#[tokio::test]
async fn each_type_embeds_what_it_is_asked_for() {
    let walk = Walk::new().await;
    for of in endpoints::TYPES {
        for path in forms(of) {
            let plain = walk.good(&path).await["data"][0].clone();
            for &(name, ..) in of.relationships {
                let included = walk.good(&format!("{path}include={name}")).await;
                let related = walk.good(&format!("{path}relate={name}")).await;
                let rows =
                    |body: &Value| body["data"][0]["relationships"][name]["data"].as_array().unwrap().clone();
                let (whole, bare) = (rows(&included), rows(&related));
                assert_eq!(whole.len(), bare.len(), "{path}{name}");
                assert!(whole.iter().all(|row| row["attributes"].is_object()), "{path}{name}");
                let shown = plain["relationships"][name]["data"][0]["attributes"].is_object();
                assert!(bare.iter().all(|row| row["attributes"].is_object() == shown), "{path}{name}");
                let scoped = walk.good(&format!("{path}include[{}]={name}", of.name)).await;
                assert_eq!(scoped, included, "a scope that is the type itself changes nothing");
            }
            for name in of.views {
                let body = walk.good(&format!("{path}views={name}")).await;
                assert!(body["data"][0]["views"][name]["attributes"]["title"].is_string(), "{path}{name}");
            }
            for name in of.extended {
                assert!(plain["attributes"].get(name).is_none(), "{path}{name}: only when asked for");
                let body = walk.good(&format!("{path}extend={name}")).await;
                assert!(body["data"][0]["attributes"].get(name).is_some(), "{path}{name}");
            }
            let views = if of.views.is_empty() { "" } else { "&views=x" };
            let nonsense = walk.good(&format!("{path}include=x&extend=x&relate=x{views}")).await;
            assert_eq!(nonsense["data"][0], plain, "{path}: values nobody knows are ignored");
        }
    }
}

#[tokio::test]
async fn each_embedded_relationship_has_a_page_of_its_own() {
    let walk = Walk::new().await;
    for of in endpoints::TYPES {
        for &(name, default, cap) in of.relationships {
            let path = format!("{}include={name}", forms(of)[0]);
            let body = walk.good(&path).await;
            let rows = &body["data"][0]["relationships"][name];
            assert!(
                default.is_none_or(|default| rows["data"].as_array().unwrap().len() <= default),
                "{path}"
            );
            let one = walk.good(&format!("{path}&limit[{name}]=1")).await;
            assert!(one["data"][0]["relationships"][name]["data"].as_array().unwrap().len() <= 1);
            if let Some(cap) = cap {
                let parameter = format!("limit[{name}]");
                walk.refused(&format!("{path}&{parameter}={}", cap + 1), 400, "40005", &parameter).await;
            }
        }
    }
}

#[test]
fn every_type_has_an_example_and_no_type_comes_twice() {
    let names: HashSet<&str> = endpoints::TYPES.iter().map(|of| of.name).collect();
    assert_eq!(names.len(), endpoints::TYPES.len());
    assert_eq!(names, examples::IDS.iter().map(|(name, _)| *name).collect());
}
