//! A walk over the whole catalogue against the sandbox: each endpoint with its defaults, at its caps and over them, with every
//! parameter it takes and one it does not, with an id nobody has, and without each token it needs. What Apple does not
//! document is asked of a sandbox that was started for it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "catalogue/embedding.rs"]
mod embedding;
#[path = "catalogue/examples.rs"]
mod examples;
#[path = "catalogue/reading.rs"]
mod reading;
#[path = "catalogue/visits.rs"]
mod visits;
#[path = "catalogue/writing.rs"]
mod writing;

use reqwest::Client;
use segue::domain::request::Method;
use segue::sandbox::{Access, Options, Running, start};
use serde_json::Value;
use visits::{Visit, endpoints, of};

/// Which tokens a request carries.
#[derive(Clone, Copy, PartialEq)]
enum Tokens {
    Both,
    Developer,
    None,
}

/// A sandbox, and which of the endpoints it is asked for.
struct Walk {
    is_documented: bool,
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

impl Walk {
    async fn new(is_documented: bool) -> Self {
        let client = Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
        let options = Options { undocumented: !is_documented, ..Options::default() };
        Self { is_documented, running: start(options).await.unwrap(), client }
    }

    /// Through what Apple documents, and through the rest.
    async fn both() -> [Self; 2] {
        [Self::new(true).await, Self::new(false).await]
    }

    async fn send(&self, method: Method, path: &str, tokens: Tokens, body: &str) -> Reply {
        let access: &Access = self.running.access();
        let method = reqwest::Method::from_bytes(method.as_str().as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", access.origin));
        if tokens != Tokens::None {
            request = request.bearer_auth(&access.developer_token);
        }
        if tokens == Tokens::Both {
            request = request.header("Music-User-Token", &access.user_token);
        }
        let response = request.body(body.to_owned()).send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    async fn get(&self, path: &str, tokens: Tokens) -> Reply {
        self.send(Method::Get, path, tokens, "").await
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

    /// All that can be read.
    async fn readings(&self) -> Vec<Visit> {
        self.rate().await;
        let reads = || endpoints(self.is_documented).filter(|endpoint| endpoint.method == Method::Get);
        let mut all = Vec::new();
        for visit in reads().flat_map(visits::visits) {
            all.push(self.settled(visit).await);
        }
        assert_eq!(all.len(), reads().map(visits::ends).sum::<usize>(), "requests");
        all
    }

    /// What was never rated is a 404, so the examples are rated.
    async fn rate(&self) {
        let ratings = endpoints(true).filter(|endpoint| endpoint.method == Method::Put);
        for endpoint in ratings {
            let body = &endpoint.body.as_ref().unwrap().example;
            for id in examples::ids(of(endpoint)) {
                let path = endpoint.path.replace("{id}", id);
                let rated = self.send(Method::Put, &path, Tokens::Both, body).await;
                assert_eq!(rated.status, 200, "PUT {path}: {}", rated.body);
            }
        }
    }

    /// Relationships and views may be empty for one id and not for another: the first id that has one.
    async fn settled(&self, visit: Visit) -> Visit {
        if !visit.endpoint.path.contains("{id}/") {
            return visit;
        }
        let ids = examples::ids(of(visit.endpoint));
        for id in ids {
            let path = visit.path.replacen(&format!("/{}/", ids[0]), &format!("/{id}/"), 1);
            match self.get(&path, Tokens::Both).await {
                reply if reply.status == 200 => return Visit { path, ..visit },
                reply => assert_eq!(reply.fault(), (404, "40403", ""), "{path}: an empty list is this"),
            }
        }
        panic!("{}: no example has any", visit.path)
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
