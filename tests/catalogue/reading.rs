//! Everything that can be read.

use segue::domain::{catalog, request::Method};
use serde_json::{Value, json};

use crate::visits::{self, answers_alone, counts, types};
use crate::{Tokens, Walk, endpoints, lists};

/// Parameters that ignore a value they do not know; the others refuse it.
const IGNORANT: &[&str] = &["with", "views", "meta"];

/// What tells all it has in `meta`, and has no rows: the root folder shows through its identity alone, an account is no resource.
const WITHOUT_ROWS: &[&str] = &["library.playlist-folders.root", "x.me.account"];

/// Values nobody has: they are skipped, and counted.
fn strangers(count: u32) -> String {
    (1..=count).map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

#[tokio::test]
async fn each_answers_with_its_defaults_and_its_next_goes_on() {
    let mut pages = 0;
    for walk in Walk::both().await {
        for visit in walk.readings().await {
            let path = visit.plain();
            let body = walk.good(&path).await;
            assert!(
                path == "/v1/test" || body["data"].is_array() || body["results"].is_object(),
                "{path}: {body}"
            );
            for (rows, next) in lists(&body) {
                assert_eq!(rows.is_empty(), WITHOUT_ROWS.contains(&&*visit.endpoint.id), "{path}: {body}");
                let known = |row: &Value| visit.types.iter().any(|name| row["type"] == *name);
                assert!(visit.types.is_empty() || rows.iter().all(known), "{path}: {body}");
                let Some(next) = next else { continue };
                if let Some((Some(default), _)) = visit.limit {
                    assert_eq!(rows.len(), default as usize, "{path}: a page without a limit");
                }
                let second = walk.good(next).await;
                let (after, _) = lists(&second)[0];
                assert!(!after.is_empty() && after[0]["id"] != rows[0]["id"], "{next} does not go on");
                pages += 1;
            }
        }
    }
    assert!(pages > 30, "only {pages} lists have a second page");
}

#[tokio::test]
async fn each_keeps_to_its_caps() {
    let (mut caps, mut expected) = (0, 0);
    for walk in Walk::both().await {
        expected += endpoints(walk.is_documented).map(visits::caps).sum::<usize>();
        for visit in walk.readings().await {
            if let Some((_, cap)) = visit.limit {
                let one = walk.good(&visit.with("limit", "1")).await;
                assert!(lists(&one).iter().all(|(rows, _)| rows.len() == 1), "{}", visit.path);
                for wrong in
                    ["0", "x"].map(str::to_owned).into_iter().chain(cap.map(|cap| (cap + 1).to_string()))
                {
                    walk.refused(&visit.with("limit", &wrong), 400, "40005", "limit").await;
                }
                if let Some(cap) = cap {
                    let most = walk.good(&visit.with("limit", &cap.to_string())).await;
                    assert!(
                        lists(&most).iter().all(|(rows, _)| rows.len() <= cap as usize),
                        "{}",
                        visit.path
                    );
                    caps += 1;
                }
            } else if walk.is_documented {
                walk.refused(&visit.with("limit", "1"), 400, "40004", "limit").await;
            }
            for parameter in visit.parameters() {
                let name = &parameter.name;
                let value = |count: u32| if counts(parameter) { strangers(count) } else { count.to_string() };
                // A cap over fixed values is the number of these values.
                let Some(cap) = parameter.cap.filter(|_| parameter.values.is_empty()) else { continue };
                walk.good(&visit.with(name, &value(cap))).await;
                walk.refused(&visit.with(name, &value(cap + 1)), 400, "40005", name).await;
                caps += 1;
            }
        }
    }
    assert!(caps == expected && caps > 70, "{caps} caps of {expected}");
}

#[tokio::test]
async fn each_takes_its_parameters_and_no_other() {
    for walk in Walk::both().await {
        for visit in walk.readings().await {
            walk.refused(&visit.with("colour", "red"), 400, "40004", "colour").await;
            walk.refused(&visit.with("l", "en_US"), 400, "40005", "l").await;
            walk.good(&visit.with("l", "fr-FR")).await;
            for parameter in visit.parameters() {
                let (name, values) = (&parameter.name, visit.values(parameter));
                if visit.requires(parameter) {
                    let reply = walk.get(&visit.without(name), Tokens::Both).await;
                    let is_other = reply.status == 200 && answers_alone(&visit.endpoint.path);
                    let told = (&visit.path, name, &reply.body);
                    assert!(is_other || reply.fault().1 == "40003", "without one: {told:?}");
                } else if values.is_empty() {
                    walk.good(&visit.with(name, &visit.example(parameter))).await;
                }
                for value in &values {
                    walk.good(&visit.with(name, value)).await;
                }
                match &values[..] {
                    [] => {}
                    _ if IGNORANT.contains(&&**name) => _ = walk.good(&visit.with(name, "nothing")).await,
                    _ => walk.refused(&visit.with(name, "nothing"), 400, "40005", name).await,
                }
            }
            if visit.endpoint.is_paged {
                walk.refused(&visit.with("offset", "-1"), 400, "40005", "offset").await;
            }
        }
    }
}

#[tokio::test]
async fn each_needs_its_tokens() {
    for walk in Walk::both().await {
        for visit in walk.readings().await {
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
}

#[tokio::test]
async fn an_id_nobody_has_is_not_found_alone_and_skipped_among_others() {
    let mut several = 0;
    for walk in Walk::both().await {
        for visit in walk.readings().await {
            if let Some(missing) = visit.missing() {
                walk.refused(&missing, 404, "40400", "").await;
            }
            let Some((name, value)) = visit.query.iter().find(|(name, _)| name.starts_with("ids")) else {
                continue;
            };
            let (few, more) = (visit.plain(), visit.with(name, &format!("nobody,{value},nobody,{value}")));
            assert_eq!(walk.good(&few).await, walk.good(&more).await, "{more}");
            assert_eq!(walk.good(&visit.with(name, "nobody")).await["data"], json!([]));
            walk.refused(&visit.with(name, ""), 400, "40005", name).await;
            several += 1;
        }
    }
    assert!(several > 25, "{several} take ids");
}

/// What the catalogue shows of an endpoint has to work where a newcomer tries it. What is read comes after what is written, so
/// that there is a rating, and what is taken away comes last.
#[tokio::test]
async fn every_example_of_the_catalogue_answers() {
    for walk in Walk::both().await {
        for method in [Method::Post, Method::Put, Method::Get, Method::Delete] {
            for endpoint in endpoints(walk.is_documented).filter(|endpoint| endpoint.method == method) {
                let body = endpoint.body.as_ref().map(|body| body.example.as_str()).unwrap_or_default();
                let reply = walk.send(method, &endpoint.example, Tokens::Both, body).await;
                let told = format!("{}: {}", endpoint.example, reply.body);
                assert_eq!(reply.status, endpoint.status, "{told}");
                let is_empty = lists(&reply.body).iter().any(|(rows, _)| rows.is_empty());
                assert_eq!(is_empty, WITHOUT_ROWS.contains(&&*endpoint.id), "{told}");
            }
        }
    }
}

#[tokio::test]
async fn every_sample_of_a_type_is_there() {
    let walk = Walk::new(true).await;
    for (resource, path) in types() {
        let sample = resource.sample.as_ref().unwrap();
        let found = walk.good(&format!("{path}/{sample}")).await;
        assert_eq!(found["data"][0]["type"], resource.name.as_str(), "{path}/{sample}");
    }
    assert_eq!(types().len(), catalog::all().resources().iter().filter(|of| of.sample.is_some()).count());
}
