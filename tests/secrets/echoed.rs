//! Secrets that a server sends back: in JSON, in HTML, in headers, in errors.

use std::sync::Arc;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use segue::{
    app::event::Event,
    domain::profile::{Config, parse_config},
    sandbox,
};
use tokio::sync::watch;

use crate::{
    Planted, SIZES, Seeker, leave,
    stage::{Reply, Server, Setting},
    tour, watched,
};

/// The tokens of a request, as the server sees them.
fn tokens(request: &str) -> (String, String) {
    let value = |name: &str| {
        let found = request.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    (value("authorization: Bearer "), value("music-user-token: "))
}

type Echo = fn(&str, &str) -> Reply;

/// A text as an attacker's server could spell it: in hex, in base64 at each place of a group, and percent-encoded to the last letter.
fn encoded(text: &str) -> Vec<String> {
    let each = |spell: fn(u8) -> String| text.bytes().map(spell).collect::<String>();
    let hex = [each(|byte| format!("{byte:02x}")), each(|byte| format!("{byte:02X}"))];
    let percent = [each(|byte| format!("%{byte:02x}")), each(|byte| format!("%{byte:02X}"))];
    let percent = [percent.clone(), percent.map(|text| text.replace('%', "%25"))].concat();
    let base64 = ["", "{", "{\""].map(|before| format!("{before}{text}\"}}"));
    let base64 = base64.iter().flat_map(|text| [STANDARD.encode(text), URL_SAFE.encode(text)]);
    hex.into_iter().chain(percent).chain(base64).collect()
}

const ECHOES: [(&str, Echo); 10] = [
    ("encodings", |developer, user| {
        let spellings = [encoded(developer), encoded(user)].concat().join("\",\"/v1/");
        let headers = format!("x-echo: {}\r\n", encoded(user).join(" "));
        Reply::with("200 OK", &headers, &format!(r#"{{"data":["{spellings}"]}}"#))
    }),
    ("JSON", |developer, user| {
        Reply::json(&format!(r#"{{"data":[{{"type":"songs","id":"{user}","href":"/v1/{developer}"}}]}}"#))
    }),
    ("keys", |developer, user| {
        Reply::json(&format!(r#"{{"{user}":1,"Bearer {developer}":{{"{developer}":2}}}}"#))
    }),
    ("escaped JSON", |developer, user| {
        Reply::json(&format!(r#"{{"a":"{developer}","b":"{}"}}"#, user.replace('/', "\\/")))
    }),
    ("a next", |developer, user| {
        let user = user.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        Reply::json(&format!(r#"{{"data":[1],"next":"/v1/x?t={developer}&u={user}"}}"#))
    }),
    ("HTML", |developer, user| {
        let page = format!("<html>\n<b>{developer}</b>\n<i>{user}</i></html>");
        Reply::with("200 OK", "content-type: text/html\r\n", &page)
    }),
    ("errors", |developer, user| {
        let body = format!(
            r#"{{"errors":[{{"id":"{user}","code":"40100","status":"401","title":"{developer}","detail":"Bearer {developer} {user}","source":{{"parameter":"{user}"}}}}]}}"#
        );
        Reply::with("401 Unauthorized", "content-type: application/json\r\n", &body)
    }),
    ("a Location", |developer, user| {
        let headers = format!("location: https://a.example/?t={developer}&u={user}\r\n");
        Reply::with("302 Found", &headers, "")
    }),
    ("headers", |developer, user| {
        let headers = format!(
            "x-echo: Bearer {developer}\r\nset-cookie: media-user-token={user}\r\nx-{developer}: 1\r\n"
        );
        Reply::with("200 OK", &headers, "{}")
    }),
    ("a status line", |developer, user| {
        Reply::Bytes(format!("HTTP/1.1 500 {developer} {user}\r\ncontent-length: 0\r\n\r\n").into_bytes())
    }),
];

async fn echoing(seeker: &Arc<Seeker>, echo: Echo) -> Server {
    let seeker = Arc::clone(seeker);
    Server::start(move |request| {
        let (developer, user) = tokens(request);
        // Minted tokens are known from here on.
        seeker.plant(&developer);
        // What stands beside the token in a group of base64 is none of it.
        let spellings = [encoded(&developer), encoded(&user)].concat();
        spellings.iter().for_each(|spelling| seeker.plant(&spelling[4..spelling.len() - 8]));
        echo(&developer, &user)
    })
    .await
}

async fn visit(setting: Setting, seeker: &Arc<Seeker>) {
    let mut stage = watched(setting, seeker);
    stage.until_idle().await;
    stage.keys("<Esc>U<F5>").await;
    stage.until_idle().await;
    tour(&mut stage).await;
    // The doctor sends both tokens, several times, to the same server.
    for keys in ["<Esc><Esc>d", "<Esc>x"] {
        stage.keys(keys).await;
        stage.until("all that is asked to be answered", |scene| !scene.model.doctor.is_asking()).await;
        for keys in ["<PgDn>", "G", "yr"] {
            stage.keys(keys).await;
        }
    }
    stage.keys("<Esc>").await;
    leave(stage, seeker).await;
}

#[tokio::test]
async fn ready_tokens_that_come_back_never_show() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    for (name, echo) in ECHOES {
        let server = echoing(&seeker, echo).await;
        let variables = [
            ("SEGUE_ORIGIN", server.origin.as_str()),
            ("SEGUE_DEVELOPER_TOKEN", &planted.developer),
            ("SEGUE_USER_TOKEN", &planted.user),
        ];
        visit(Setting::choosing("/v1/x", Config::default(), &variables), &seeker).await;
        assert_eq!(tokens(&server.requests()[0]), (planted.developer.clone(), planted.user.clone()));
        seeker.assert_clean(name, 100);
    }
}

#[tokio::test]
async fn minted_tokens_that_come_back_never_show() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    for (name, echo) in ECHOES {
        let server = echoing(&seeker, echo).await;
        let config = format!(
            "default = \"a\"\n[profiles.a]\norigin = \"{}\"\nteam_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\n\
             private_key = \"env:PLANTED_KEY\"\nuser_token = \"env:PLANTED_USER\"\n",
            server.origin
        );
        let variables = [("PLANTED_KEY", planted.key.as_str()), ("PLANTED_USER", &planted.user)];
        visit(Setting::choosing("/v1/x", parse_config(&config).unwrap(), &variables), &seeker).await;
        assert!(tokens(&server.requests()[0]).0.starts_with("eyJ"));
        seeker.assert_clean(name, 100);
    }
}

#[tokio::test]
async fn a_part_of_a_token_that_comes_back_never_shows() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    let echo: Echo = |developer, user| {
        let parts: Vec<_> = developer.split('.').collect();
        let body = format!(
            r#"{{"payload":"{}","signature":"{}","cut":"{}","user":"{}"}}"#,
            parts[1],
            parts[2],
            &developer[..60],
            &user[..40]
        );
        Reply::with("401 Unauthorized", "", &body)
    };
    let server = echoing(&seeker, echo).await;
    let variables = [
        ("SEGUE_ORIGIN", server.origin.as_str()),
        ("SEGUE_DEVELOPER_TOKEN", &planted.developer),
        ("SEGUE_USER_TOKEN", &planted.user),
    ];
    visit(Setting::choosing("/v1/x", Config::default(), &variables), &seeker).await;
    seeker.assert_clean("a part", 100);
}

#[tokio::test]
async fn nothing_shows_while_an_answer_is_waited_for() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    let (release, held) = watch::channel(false);
    let server = Server::start(move |request| {
        let (developer, user) = tokens(request);
        let body = format!("{developer} {user}");
        Reply::Later(held.clone(), format!("HTTP/1.0 200 OK\r\n\r\n{body}").into_bytes())
    })
    .await;
    let variables = [
        ("SEGUE_ORIGIN", server.origin.as_str()),
        ("SEGUE_DEVELOPER_TOKEN", &planted.developer),
        ("SEGUE_USER_TOKEN", &planted.user),
    ];
    let mut stage = watched(Setting::choosing("/v1/me/x", Config::default(), &variables), &seeker);
    stage.until_idle().await;
    stage.keys("<F5>?<Tab><Tab><C-p><F1>").await;
    release.send_replace(true);
    stage.until_idle().await;
    tour(&mut stage).await;
    leave(stage, &seeker).await;
    seeker.assert_clean("waiting", 50);
}

#[tokio::test]
async fn the_sandbox_s_own_credentials_never_show_not_even_in_a_question() {
    let sandbox = sandbox::start(sandbox::Options::default()).await.unwrap();
    let access = sandbox.access();
    let seeker = Arc::new(Seeker::of(&[&access.private_key, &access.user_token]));
    let mut stage = watched(Setting::sandbox("/v1/me/ratings/songs/1000101"), &seeker);
    stage.until_idle().await;
    stage.keys("<Esc>mmm<F5>").await;
    stage.until_idle().await;
    stage.keys("<Esc>r").await;
    for (width, height) in SIZES {
        stage.send(Event::Resize(width, height));
        stage.until_shown("DELETE /v1/me").await;
    }
    stage.keys("n").await;
    tour(&mut stage).await;
    leave(stage, &seeker).await;
    seeker.assert_clean("the sandbox", 100);
}
