//! The request panel: toggles in every state, a body, headers, and what an error points at.

use segue::{
    app::{event::Event, message::Message},
    domain::{
        clock::ServerTime,
        request::{Draft, Method},
        token::{DeveloperStanding, Standing, UserStanding},
    },
};

use super::{
    Stage, dump, has, lacks, shot,
    stage::{Reply, SECONDS, TRACKS},
};

/// A path that needs both tokens.
const LIBRARY: &str = "/v1/me/library/songs?limit=3";

fn panel(path: &str, standing: impl FnOnce(&mut Standing)) -> Stage {
    Stage::at(80, 15, path).standing(standing)
}

fn ready(expires_at: Option<i64>) -> DeveloperStanding {
    DeveloperStanding::Ready {
        algorithm: Some("ES256".to_owned()),
        key_id: Some("FICTION001".to_owned()),
        team_id: Some("FICTIONTEAM".to_owned()),
        expires_at,
        start: "eyJ0eX".to_owned(),
        fingerprint: "5b0e91aa".to_owned(),
        source: "APPLE_MUSIC_DEVELOPER_TOKEN".to_owned(),
    }
}

#[test]
fn a_path_that_needs_both_tokens_sends_both() {
    let screen = shot("toggles_both", &panel(LIBRARY, |_| {}));
    has(&screen, "[x] Music-User-Token");
    lacks(&screen, "not needed");
}

#[test]
fn a_needed_token_that_is_off_says_so() {
    let screen = shot("toggles_needed_but_off", &panel(LIBRARY, |_| {}).press("<Esc>DU<Down><Down>"));
    has(&screen, "[ ] Authorization");
    has(&screen, "[ ] Music-User-Token");
    assert_eq!(screen.matches("not sent, though this path needs it").count(), 2, "{screen}");
}

#[test]
fn a_token_that_is_on_for_nothing_says_so() {
    let screen = shot("toggles_sent_for_nothing", &panel(TRACKS, |_| {}).press("<Esc>U"));
    has(&screen, "sent, though this path does not need it");
}

#[test]
fn missing_tokens_are_told_where_they_are_needed() {
    let stage = panel(LIBRARY, |standing| {
        standing.developer = DeveloperStanding::Missing;
        standing.user = UserStanding::Missing;
    });
    let screen = shot("toggles_missing", &stage);
    assert_eq!(screen.matches("none is set").count(), 2, "{screen}");
}

#[test]
fn a_faulty_token_tells_what_is_wrong_with_it() {
    let stage = panel(LIBRARY, |standing| {
        let reason = "APPLE_MUSIC_PRIVATE_KEY_PATH: this is a certificate, not a private key.";
        standing.developer = DeveloperStanding::Faulty { reason: reason.to_owned() };
        let reason = "The token command took longer than 10 s.";
        standing.user = UserStanding::Faulty { reason: reason.to_owned() };
    });
    let screen = shot("toggles_faulty", &stage);
    has(&screen, "this is a certificate");
    has(&screen, "developer ○ not usable");
}

#[test]
fn tokens_that_are_being_read_say_so() {
    let stage = panel(LIBRARY, |standing| {
        standing.developer = DeveloperStanding::Starting;
        standing.user = UserStanding::Starting;
    });
    assert_eq!(shot("toggles_being_read", &stage).matches("being read").count(), 4);
}

#[test]
fn a_ready_token_that_ends_soon_is_a_warning() {
    let stage = panel(TRACKS, |standing| standing.developer = ready(Some(SECONDS + 26 * 3600)));
    has(&shot("toggles_ends_soon", &stage), "1 day 2 h left");
}

#[test]
fn a_ready_token_that_has_expired_says_so_twice() {
    let stage = panel(TRACKS, |standing| standing.developer = ready(Some(SECONDS - 60)));
    assert_eq!(shot("toggles_expired", &stage).matches("expired").count(), 2);
}

#[test]
fn a_week_ahead_a_ready_token_becomes_a_warning() {
    let week = 7 * 86_400;
    for (seconds, mark) in [(week, "developer ● 7 days"), (week - 1, "developer ! 6 days 23 h left")] {
        let stage = panel(TRACKS, |standing| standing.developer = ready(Some(SECONDS + seconds)));
        has(&super::dump::dump(&stage.draw()), mark);
    }
}

#[test]
fn a_wrong_clock_stands_in_the_title_and_life_is_told_by_the_servers() {
    let wrong = |skew| {
        panel(TRACKS, |standing| {
            standing.clock = Some(ServerTime { local: SECONDS, server: SECONDS + skew, skew });
        })
    };
    let screen = shot("clock_wrong", &wrong(-725));
    has(&screen, "clock ! 12 min 5 s fast");
    has(&screen, "12 h 10 min");
    lacks(&super::dump::dump(&wrong(60).draw()), "clock");
}

#[test]
fn the_life_of_the_token_is_in_the_title_at_any_width() {
    for width in [20, 30, 40, 50, 60, 80, 130] {
        let dump = super::dump::dump(&panel(TRACKS, |_| {}).draw_at((width, 15)));
        has(dump.lines().next().unwrap_or_default(), "11 h 58 min");
    }
}

#[test]
fn a_mistake_in_the_body_lights_its_line() {
    let draft = Draft {
        method: Method::Put,
        path: "/v1/me/ratings/songs/1000101".to_owned(),
        body: "{\n  \"type\": \"rating\",\n  \"attributes\": { \"value\": 1,, }\n}".to_owned(),
        ..Draft::default()
    };
    let stage = Stage::holding(80, 24, &draft).press("<Enter>");
    let screen = shot("body_with_a_mistake", &stage);
    has(&screen, "Nothing was sent");
    let lit = super::dump::dump(&stage.draw());
    assert!(lit.contains(" lit"), "{lit}");
}

#[test]
fn an_error_lights_the_place_in_the_body_that_it_points_at() {
    let body = "{\n  \"type\": \"rating\",\n  \"attributes\": {\n    \"value\": 3\n  }\n}";
    let path = "/v1/me/ratings/songs/1000101".to_owned();
    let draft = Draft { method: Method::Put, path, body: body.to_owned(), ..Draft::default() };
    let error = r#"{"errors":[{"id":"A","title":"Invalid Value","status":"400","code":"40007",
        "source":{"pointer":"/attributes/value"}}]}"#;
    let stage = Stage::holding(80, 24, &draft).press("<Enter>").answer(Reply::text(400, error));
    let screen = shot("lit_pointer", &stage);
    has(&screen, "Body     ");
    has(&screen, "in the body at /attributes/value");
    let frame = stage.draw();
    let lit: String = (0..24)
        .flat_map(|row| super::dump::cells(&frame.buffer, row))
        .filter(|(_, cell)| super::dump::role(cell).as_deref() == Some("lit"))
        .map(|(_, cell)| cell.symbol().to_owned())
        .collect();
    assert_eq!(lit.trim(), "\"value\": 3");
}

#[test]
fn a_lit_parameter_at_the_end_of_a_long_path_is_on_view() {
    let path = format!("/v1/catalog/us/search?term={}&types=songs&limit=99", "glass+harbour+".repeat(9));
    let error = r#"{"errors":[{"id":"A","title":"Invalid Parameter Value","status":"400","code":"40005",
        "detail":"Value must be an integer less than or equal to 25, but was: 99","source":{"parameter":"limit"}}]}"#;
    let stage = Stage::at(80, 24, &path).press("<Enter>").answer(Reply::text(400, error));
    has(&shot("lit_parameter_far", &stage), "limit=99");
}

#[test]
fn a_secret_that_is_typed_as_a_header_does_not_show() {
    let headers = "Accept-Language: fr\nAuthorization: Bearer planted-by-hand";
    let draft = Draft { path: TRACKS.to_owned(), headers: headers.to_owned(), ..Draft::default() };
    let screen = shot("headers_masked", &Stage::holding(80, 16, &draft).press("<Down><Down><Down>"));
    has(&screen, "Authorization: … is not typed by hand");
    lacks(&screen, "planted");
}

#[test]
fn an_error_lights_its_parameter() {
    let stage = Stage::at(80, 24, "/v1/catalog/us/albums/1000042/tracks?limit=9000&l=en-GB")
        .press("<Enter>")
        .answer(Reply::fixture("error_parameter", 400, 12))
        .press("1");
    shot("lit_parameter", &stage);
    let frame = stage.draw();
    let lit: String = super::dump::cells(&frame.buffer, 2)
        .filter(|(_, cell)| super::dump::role(cell).as_deref() == Some("lit"))
        .map(|(_, cell)| cell.symbol())
        .collect();
    assert_eq!(lit, "limit=9000");
}

#[test]
fn a_path_longer_than_the_panel_shows_its_end_where_the_cursor_is() {
    let path = "/v1/catalog/us/search?term=the+cartographer%27s+daughter&types=songs,artists,albums&limit=25&l=en-GB";
    let stage = Stage::at(60, 15, path);
    has(&shot("long_path_end", &stage), "limit=25&l=en-GB");
    has(&shot("long_path_start", &stage.press("<C-a>")), "GET    /v1/catalog/us/search");
}

#[test]
fn an_empty_path_says_what_to_type() {
    has(&shot("empty_path", &Stage::at(60, 15, "")), "type a path, such as /v1/storefronts");
}

#[test]
fn a_pasted_command_fills_the_form_and_says_what_was_left_out() {
    let command = "curl -X PUT -H 'Authorization: Bearer [developer token]' -H 'Music-User-Token: [music user token]' \\\n \
                   -H 'Origin: https://a.example' -b 'a=b' -d '{\"type\":\"rating\"}' \\\n \
                   https://api.music.apple.com/v1/me/ratings/songs/1000101 | jq .";
    let mut stage = Stage::new(80, 24);
    stage.tell(Message::Input(Event::Paste(command.to_owned())));
    let screen = shot("pasted_command", &stage);
    has(&screen, "PUT    /v1/me/ratings/songs/1000101");
    has(&screen, "taken from the curl command; it goes to the sandbox");
    has(&screen, "The header Cookie was left out");
    lacks(&screen, "[developer token]");
}

#[test]
fn no_sentence_that_matters_is_cut_at_80_columns() {
    let advised = |method, path: &str| {
        let stage = Stage::holding(80, 24, &Draft { method, path: path.to_owned(), ..Draft::default() });
        dump::glyphs(&stage.press("<Esc>").draw().buffer).join("\n")
    };
    has(&advised(Method::Patch, "/v1/me/library/playlists/p.abc/tracks"), "`PATCH` blames no token ");
    has(&advised(Method::Patch, "/v1/me/ratings/songs/1"), "`PATCH` blames no token ");
    let stage = Stage::new(80, 24).press("<Esc>mb{\"a\": <F5>");
    let screen = dump::glyphs(&stage.draw().buffer).join("\n");
    has(&screen, "the text ends in the middle of a value at line 1, column 6");
    has(&screen, "→ the line is marked in the body; mend it and send again");
}
