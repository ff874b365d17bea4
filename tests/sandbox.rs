//! The sandbox's contract, spoken over HTTP: what the client is built against, and what every other test relies on.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sandbox/attack.rs"]
mod attack;
#[path = "sandbox/catalogue.rs"]
mod catalogue;
#[path = "sandbox/document.rs"]
mod document;
#[path = "sandbox/editorial.rs"]
mod editorial;
#[path = "sandbox/errors.rs"]
mod errors;
#[path = "sandbox/folders.rs"]
mod folders;
#[path = "sandbox/gate.rs"]
mod gate;
#[path = "sandbox/listener.rs"]
mod listener;
#[path = "sandbox/musickit.rs"]
mod musickit;
#[path = "sandbox/paging.rs"]
mod paging;
#[path = "sandbox/resources.rs"]
mod resources;
#[path = "sandbox/scenarios.rs"]
mod scenarios;
#[path = "sandbox/settings.rs"]
mod settings;
#[path = "sandbox/writes.rs"]
mod writes;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use segue::sandbox::{Access, Options, Running, start};
use serde_json::Value;

/// A sandbox and a client that holds both tokens.
struct Bench {
    running: Running,
    client: Client,
}

/// A whole answer.
struct Reply {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// Status, code and detail of the first error.
    fn fault(&self) -> (u16, String, String) {
        let error = &self.json()["errors"][0];
        assert_eq!(error["status"], self.status.to_string(), "the body repeats the status");
        assert_eq!(error["id"].as_str().unwrap().len(), 26, "errors have an id");
        (
            self.status,
            error["code"].as_str().unwrap().to_owned(),
            error["detail"].as_str().unwrap().to_owned(),
        )
    }
}

impl Bench {
    async fn new() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        // No certificates are needed for plain http, and machines without any must run these tests too.
        let client = Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
        Self { running: start(options).await.unwrap(), client }
    }

    fn access(&self) -> &Access {
        self.running.access()
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.access().origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.body(body.to_owned()).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Reply { status, headers, text: response.text().await.unwrap() }
    }

    /// With both tokens.
    async fn call(&self, method: &str, path: &str, body: &str) -> Reply {
        let bearer = format!("Bearer {}", self.access().developer_token);
        let headers = [("Authorization", &*bearer), ("Music-User-Token", &*self.access().user_token)];
        self.send(method, path, &headers, body).await
    }

    async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, "").await
    }

    /// A body that must be good.
    async fn json(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        reply.json()
    }

    /// Follows `next` to the end, re-applying `limit` where the link lacks it. Gives the ids and the page lengths.
    async fn walk(&self, path: &str, limit: usize) -> (Vec<String>, Vec<usize>) {
        let (mut ids, mut lengths) = (Vec::new(), Vec::new());
        let mut next = Some(format!("{path}?limit={limit}"));
        while let Some(path) = next {
            let page = self.json(&path).await;
            ids.extend(ids_of(&page["data"]));
            lengths.push(page["data"].as_array().unwrap().len());
            next = page["next"].as_str().map(|next| {
                assert!(next.starts_with("/v1/") && !next.contains("limit="), "{next}");
                format!("{next}&limit={limit}")
            });
            assert!(lengths.len() < 500, "{next:?} never ends");
        }
        (ids, lengths)
    }
}

/// Asserts that each request is refused with this status, code, and what of it is to blame: `parameter=…` or `pointer=…`.
async fn assert_refused(bench: &Bench, cases: &[(&str, &str, &str, u16, &str, &str)]) {
    for (method, path, body, status, code, blamed) in cases {
        let reply = bench.call(method, path, body).await;
        let (got, got_code, detail) = reply.fault();
        assert_eq!((got, got_code.as_str()), (*status, *code), "{method} {path} {body}: {detail}");
        let source = &reply.json()["errors"][0]["source"];
        let told = source.as_object().map(|source| {
            source
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
                .collect::<String>()
        });
        assert_eq!(told.as_deref().unwrap_or_default(), *blamed, "{method} {path} {body}");
    }
}

fn ids_of(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn names_of(rows: &Value) -> Vec<String> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["attributes"]["name"].as_str().unwrap().to_owned())
        .collect()
}
