//! The gate: every fault of the developer token is the same empty 401, whatever the path.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::KeyPair;
use serde_json::{Value, json};

use crate::{Bench, Reply};

const LONGEST: i64 = 15_777_000;

fn now() -> i64 {
    jsonwebtoken::get_current_timestamp().cast_signed()
}

/// A good token, changed in one way.
fn forged(bench: &Bench, change: impl FnOnce(&mut Header, &mut Value)) -> String {
    let access = bench.access();
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(access.key_id.clone());
    let mut claims = json!({ "iss": access.team_id, "iat": now() - 60, "exp": now() + 3600 });
    change(&mut header, &mut claims);
    let key = match header.alg {
        Algorithm::HS256 => EncodingKey::from_secret(access.private_key.as_bytes()),
        _ => EncodingKey::from_ec_pem(access.private_key.as_bytes()).unwrap(),
    };
    encode(&header, &claims, &key).unwrap()
}

async fn with_token(bench: &Bench, path: &str, authorization: &str) -> Reply {
    bench.send("GET", path, &[("Authorization", authorization)], "").await
}

fn assert_refused(reply: &Reply, what: &str) {
    assert_eq!((reply.status, reply.text.as_str()), (401, ""), "{what}");
    assert_eq!(reply.headers["content-type"], "application/json; charset=utf-8", "{what}");
    assert_eq!(reply.headers["access-control-allow-origin"], "*", "{what}");
}

#[tokio::test]
async fn a_good_token_passes_and_test_has_no_body() {
    let bench = Bench::new().await;
    let own = bench.access().developer_token.clone();
    for token in [
        own,
        forged(&bench, |_, _| {}),
        forged(&bench, |_, claims| claims["exp"] = json!(now() + LONGEST - 60)),
    ] {
        let reply = with_token(&bench, "/v1/test", &format!("Bearer {token}")).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, ""));
    }
}

#[tokio::test]
async fn every_fault_of_the_developer_token_is_an_empty_401() {
    let bench = Bench::new().await;
    let foreign = KeyPair::generate().unwrap().serialize_pem();
    let foreign = EncodingKey::from_ec_pem(foreign.as_bytes()).unwrap();
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(bench.access().key_id.clone());
    let claims = json!({ "iss": bench.access().team_id, "iat": now(), "exp": now() + 60 });
    let good = forged(&bench, |_, _| {});
    let (head, signature) = good.rsplit_once('.').unwrap();
    let unsigned = "eyJhbGciOiJub25lIiwia2lkIjoiU0FOREJPWDAwMSJ9";

    type Change = fn(&mut Header, &mut Value);
    let changes: [(&str, Change); 15] = [
        ("expired", |_, claims| claims["exp"] = json!(now() - 1)),
        ("too long", |_, claims| claims["exp"] = json!(now() + LONGEST + 60)),
        ("milliseconds", |_, claims| claims["exp"] = json!((now() + 60) * 1000)),
        ("exp as text", |_, claims| claims["exp"] = json!((now() + 60).to_string())),
        ("no exp", |_, claims| _ = claims.as_object_mut().unwrap().remove("exp")),
        ("iat in the future", |_, claims| claims["iat"] = json!(now() + 300)),
        ("no iat", |_, claims| _ = claims.as_object_mut().unwrap().remove("iat")),
        ("wrong iss", |_, claims| claims["iss"] = json!("OTHERTEAM1")),
        ("no iss", |_, claims| _ = claims.as_object_mut().unwrap().remove("iss")),
        ("wrong kid", |header, _| header.kid = Some("SANDBOX002".to_owned())),
        ("no kid", |header, _| header.kid = None),
        ("another algorithm", |header, _| header.alg = Algorithm::HS256),
        ("an origin not sent", |_, claims| claims["origin"] = json!(["https://example.com"])),
        ("an origin that is no list", |_, claims| claims["origin"] = json!("https://example.com")),
        ("an empty list of origins", |_, claims| claims["origin"] = json!([])),
    ];
    let mut cases: Vec<(&str, String)> = changes
        .into_iter()
        .map(|(what, change)| (what, format!("Bearer {}", forged(&bench, change))))
        .collect();
    cases.extend([
        ("another key", format!("Bearer {}", encode(&header, &claims, &foreign).unwrap())),
        ("no Bearer", good.clone()),
        ("small bearer", format!("bearer {good}")),
        ("two blanks", format!("Bearer  {good}")),
        ("quotes", format!("Bearer \"{good}\"")),
        ("a character lost", format!("Bearer {}", &good[..good.len() - 1])),
        ("no signature", format!("Bearer {head}.")),
        ("two parts", format!("Bearer {head}")),
        ("unsigned", format!("Bearer {unsigned}.{}.{signature}", head.split_once('.').unwrap().1)),
        ("not a token", "Bearer hello".to_owned()),
        ("a user token", format!("Bearer {}", bench.access().user_token)),
        ("empty", String::new()),
    ]);
    for (what, authorization) in &cases {
        for path in ["/v1/test", "/v1/catalog/us/songs/1000101", "/v1/invented", "/v1/me/storefront"] {
            assert_refused(&with_token(&bench, path, authorization).await, what);
        }
    }
    assert_refused(&bench.send("GET", "/v1/storefronts/us", &[], "").await, "no header at all");
    assert_refused(&bench.send("BREW", "/", &[], "").await, "a strange verb");
}

#[tokio::test]
async fn an_origin_claim_needs_its_origin_header() {
    let bench = Bench::new().await;
    let token =
        forged(&bench, |_, claims| claims["origin"] = json!(["https://a.example", "https://b.example"]));
    let bearer = format!("Bearer {token}");
    for (origin, status) in
        [("https://b.example", 200), ("https://c.example", 401), ("https://b.example:8443", 401)]
    {
        let headers = [("Authorization", &*bearer), ("Origin", origin)];
        assert_eq!(bench.send("GET", "/v1/test", &headers, "").await.status, status, "{origin}");
    }
}

#[tokio::test]
async fn the_two_refusals_of_the_user_token_differ_in_their_detail() {
    let bench = Bench::new().await;
    let bearer = format!("Bearer {}", bench.access().developer_token);
    let personal = [
        "/v1/me/storefront",
        "/v1/me/library/songs?limit=1",
        "/v1/me/invented",
        "/v1/catalog/us/stations?filter[identity]=personal",
        "/v1/catalog/us/songs/1000101/library",
        "/v1/catalog/us/albums/1000042?include=library",
    ];
    for path in personal {
        let absent = bench.send("GET", path, &[("Authorization", &bearer)], "").await;
        let forbidden = |detail: &str| (403, "40300".to_owned(), detail.to_owned());
        assert_eq!(absent.fault(), forbidden("Authentication required for request"), "{path}");
        let headers = [("Authorization", &*bearer), ("Music-User-Token", "nobody")];
        let refused = bench.send("GET", path, &headers, "").await;
        assert_eq!(refused.fault(), forbidden("Invalid authentication"), "{path}");
    }
    let bad = bench
        .send("GET", "/v1/test", &[("Authorization", &bearer), ("Music-User-Token", "nobody")], "")
        .await;
    assert_eq!(bad.status, 200, "where no listener is needed, a bad user token does no harm");
}

#[tokio::test]
async fn credentials_stay_out_of_debug_and_the_key_out_of_the_line() {
    let bench = Bench::new().await;
    let access = bench.access();
    let (debug, line) = (format!("{access:?} {:?}", bench.running), access.to_json_line());
    for secret in [&access.developer_token, &access.user_token, &access.private_key] {
        assert!(!debug.contains(&secret[..8]), "{debug}");
    }
    assert!(!line.contains("PRIVATE") && !line.contains('\n'));
    let line: Value = serde_json::from_str(&line).unwrap();
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["origin", "developer_token", "user_token", "key_id", "team_id"]);
    assert_eq!(line["key_id"], "SANDBOX001");
    assert_eq!(access.team_id.len(), 10);
}

#[tokio::test]
async fn it_stops_when_told_and_when_dropped() {
    let bench = Bench::new().await;
    assert_eq!(bench.get("/v1/test").await.status, 200);
    assert_eq!(bench.running.requests(), 1);
    let (origin, client) = (bench.access().origin.clone(), bench.client.clone());
    bench.running.stop().await;
    assert!(client.get(&origin).send().await.is_err(), "nobody listens any more");

    let mut bench = Bench::new().await;
    tokio::select! {
        biased;
        () = bench.running.finished() => panic!("it ended by itself"),
        () = std::future::ready(()) => {}
    }
    let port = bench.access().origin.rsplit_once(':').unwrap().1.parse().unwrap();
    let again = || segue::sandbox::start(segue::sandbox::Options { port, ..Default::default() });
    assert_eq!(again().await.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(bench);
    let freed = async {
        while again().await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(10);
    assert!(tokio::time::timeout(patience, freed).await.is_ok(), "dropping it frees the port");
}
