//! Back and forward on the way, and what a row leads to.

use super::*;
use crate::app::response::Way;

const ARTIST: &str = r#"{"data":[{"id":"7","type":"artists","href":"/v1/catalog/us/artists/7",
    "attributes":{"name":"Mara Quill"},
    "relationships":{"albums":{"href":"/v1/catalog/us/artists/7/albums",
        "data":[{"id":"42","type":"albums"},{"id":"43","type":"albums","href":"/v1/catalog/us/albums/43?l=fr"}]},
      "genres":{"href":"/v1/catalog/us/artists/7/genres","data":[]}}}]}"#;

const ALBUM: &str = r#"{"data":[{"id":"42","type":"albums","attributes":{"name":"Glass Harbour"}}]}"#;

/// Sends what the effects start, and answers it.
fn answered(model: &mut Model, effects: &Effects, body: &str) {
    let (id, target) = fetch_in(effects);
    let target = target.to_owned();
    arrive(model, id, answer(200, body, &target));
}

/// An artist on the screen, everything unfolded.
fn artist() -> Model {
    let mut model = model("/v1/catalog/us/artists/7");
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ARTIST);
    press_all(&mut model, "E");
    model
}

/// Puts the cursor on the row whose JSON begins like this.
fn go_to_row(model: &mut Model, start: &str) {
    press_all(model, "g");
    for _ in 0..200 {
        let tree = model.response.tree().unwrap();
        let raw = tree
            .value(model.response.cursor())
            .map(|node| tree.pages().page(node).document().raw(node.node).into_owned());
        if raw.is_some_and(|raw| raw.starts_with(start)) {
            return;
        }
        press_all(model, "j");
    }
    panic!("no row begins with {start}");
}

fn way(model: &Model) -> Option<Way> {
    model.response.way("us")
}

#[test]
fn a_row_leads_where_it_names() {
    let mut model = artist();
    let cases = [
        // A resource with something of its own unfolds.
        (r#"{"id":"7""#, Way::Fold, Some("/v1/catalog/us/artists/7")),
        (r#""7""#, Way::Go("/v1/catalog/us/artists/7".to_owned()), Some("/v1/catalog/us/artists/7")),
        (r#"{"href":"/v1/catalog/us/artists/7/albums""#, Way::Fold, Some("/v1/catalog/us/artists/7/albums")),
        (r#"{"id":"42""#, Way::Go("/v1/catalog/us/albums/42".to_owned()), Some("/v1/catalog/us/albums/42")),
        (
            r#"{"id":"43""#,
            Way::Go("/v1/catalog/us/albums/43?l=fr".to_owned()),
            Some("/v1/catalog/us/albums/43?l=fr"),
        ),
        (
            r#"{"href":"/v1/catalog/us/artists/7/genres""#,
            Way::Go("/v1/catalog/us/artists/7/genres".to_owned()),
            Some("/v1/catalog/us/artists/7/genres"),
        ),
        (r#"{"name""#, Way::Fold, None),
        (r#""Mara"#, Way::Read, None),
    ];
    for (start, enter, door) in cases {
        go_to_row(&mut model, start);
        assert_eq!((way(&model), model.response.door("us").as_deref()), (Some(enter), door), "{start}");
    }
}

#[test]
fn back_and_forward_show_what_was_left_as_it_was() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let (cursor, rows) = (model.response.cursor(), count_of_rows(&model));
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    assert_eq!(model.trail.names(&model.response), ["artists Mara Quill", "albums Glass Harbour"]);

    assert_eq!(press_all(&mut model, "["), Effects::new(), "nothing is fetched");
    assert_eq!((model.response.cursor(), count_of_rows(&model)), (cursor, rows));
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/artists/7");
    assert_eq!(model.fetch.last().unwrap().target, "/v1/catalog/us/artists/7");
    assert_eq!(model.screen.focus, Panel::Response);

    assert_eq!(press_all(&mut model, "]"), Effects::new());
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/albums/42");
    press_all(&mut model, "]");
    assert_eq!(model.notice.as_deref(), Some("this is the last response of the way"));
}

#[test]
fn what_was_typed_on_the_way_is_there_again() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    press_all(&mut model, "1");
    press_all(&mut model, "?l=ja");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "[");
    press_all(&mut model, "]");
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/albums/42?l=ja");
}

#[test]
fn another_request_cuts_the_way_forward_and_the_same_one_does_not() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    press_all(&mut model, "[");
    let effects = press_all(&mut model, "r");
    answered(&mut model, &effects, ARTIST);
    assert!(model.trail.next(true).is_some() && model.trail.next(false).is_none(), "read again in its place");
    press_all(&mut model, "E");
    go_to_row(&mut model, r#"{"id":"43""#);
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    assert!(model.trail.next(true).is_none());
    assert_eq!(model.trail.names(&model.response).len(), 2);
}

#[test]
fn going_back_gives_up_what_runs() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    let (id, _) = fetch_in(&press_all(&mut model, "r"));
    assert_eq!(press_all(&mut model, "["), [Effect::Cancel(id)]);
    assert_eq!(model.notice.as_deref(), Some("cancelled: GET /v1/catalog/us/albums/42"));
    arrive(&mut model, id, answer(200, "{}", "/v1/catalog/us/albums/42"));
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/artists/7", "a late answer changes nothing");
    assert!(model.response.body_tree().unwrap().len() > 3);
}

#[test]
fn an_error_is_told_again_where_it_was_told() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let effects = press(&mut model, KeyCode::Enter);
    let (id, target) = fetch_in(&effects);
    let target = target.to_owned();
    let body = r#"{"errors":[{"status":"404","code":"40400","title":"Resource Not Found"}]}"#;
    arrive(&mut model, id, answer(404, body, &target));
    assert!(model.errors.report().is_some());
    press_all(&mut model, "[");
    assert!(model.errors.report().is_none());
    press_all(&mut model, "]");
    assert!(model.errors.report().is_some());
    assert_eq!(model.doctor.request().and_then(|request| request.status()), Some(404));
}

#[test]
fn a_request_without_an_answer_is_no_step() {
    let mut model = artist();
    go_to_row(&mut model, r#"{"id":"42""#);
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, Outcome::Failed(Transport::Refused { host: "a".to_owned() }));
    assert!(model.trail.next(false).is_none());
}

#[test]
fn the_results_of_a_filter_and_pages_are_there_again() {
    let mut model = listed();
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3","type":"songs"}]}"#, "/v1/x?offset=2&limit=2"));
    let document = Document::parse(b"[1,2]").unwrap();
    let page = Page::read(document, Provenance::default());
    model.response.show_filtered(".x", crate::app::filter::Results { page, count: 2 });
    let number = model.response.number();
    model.composer.open("/v1/y");
    let effects = press(&mut model, KeyCode::F(5));
    answered(&mut model, &effects, ALBUM);
    press_all(&mut model, "[");
    assert_eq!(model.response.filtered().map(|filtered| filtered.words().to_owned()).as_deref(), Some(".x"));
    assert!(model.response.number() > number, "its values mean something under another number");
    press(&mut model, KeyCode::Esc);
    assert_eq!(model.response.tree().unwrap().pages().len(), 2);
}

#[test]
fn what_is_too_large_is_let_go_and_fetched_anew() {
    let mut model = model("/v1/x");
    let large = format!(r#"{{"data":["{}"]}}"#, "a".repeat(70_000_000));
    for path in ["/v1/x", "/v1/y", "/v1/z"] {
        model.composer.open(path);
        let effects = press(&mut model, KeyCode::F(5));
        answered(&mut model, &effects, if path == "/v1/z" { ALBUM } else { &large });
    }
    assert_eq!(
        model.notice.as_deref(),
        Some("the oldest responses were let go to save memory; [ fetches them anew")
    );
    assert_eq!(press_all(&mut model, "["), Effects::new());
    let effects = press_all(&mut model, "[");
    assert_eq!(fetch_in(&effects).1, "/v1/x");
    answered(&mut model, &effects, ALBUM);
    assert_eq!((model.trail.next(false).is_some(), model.trail.next(true).is_some()), (false, true));
    press_all(&mut model, "]");
    assert_eq!(model.composer.path.text(), "/v1/y");
}

/// The albums of an artist, unfolded by hand: what is offered at the end of one.
#[test]
fn what_an_album_could_have_is_offered_in_rows_that_fetch_it() {
    let mut model = model("/v1/catalog/jp/albums/42?l=ja");
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ALBUM);
    press_all(&mut model, "G");
    let tree = model.response.tree().unwrap();
    let rows = tree.len();
    assert_eq!(way(&model), Some(Way::Fold), "all of them in a row");
    // It belongs to the album, and is no part of it.
    assert_eq!(tree.pages().path(tree.value(rows - 1).unwrap()), "data[0]");
    press(&mut model, KeyCode::Enter);
    let more = model.response.tree().unwrap().len() - rows;
    press_all(&mut model, "j");
    assert_eq!(way(&model), Some(Way::Go("/v1/catalog/jp/albums/42/artists".to_owned())));
    press_all(&mut model, "G");
    let views = "/v1/catalog/jp/albums/42?views=appears-on,other-versions,related-albums,related-videos";
    assert_eq!(way(&model), Some(Way::Go(views.to_owned())));
    press_all(&mut model, "h");
    assert_eq!(model.response.cursor(), rows - 1, "out of one leads to the row of all");
    press_all(&mut model, "h");
    assert_eq!((model.response.tree().unwrap().len(), more), (rows, 11));
    press_all(&mut model, "lj");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/jp/albums/42/artists");
}

#[test]
fn to_unfold_everything_shows_what_came_and_no_more() {
    let mut model = artist();
    let all = model.response.tree().unwrap().len();
    press_all(&mut model, "gjhl");
    assert_eq!(
        model.response.tree().unwrap().len(),
        all,
        "the first view offers the ways of the only resource"
    );
    press_all(&mut model, "t");
    assert!(!model.response.tree().unwrap().is_empty());
    let tree = model.response.tree().unwrap();
    let is_way = |row| matches!(tree.item(row), Some(crate::domain::pages::Item::Ways { .. }));
    assert!(!(0..tree.len()).any(is_way), "plain JSON is what came");
}

#[test]
fn what_is_sent_again_takes_the_place_of_its_step() {
    let mut model = model("/v1/catalog/us/artists/7");
    let effects = press(&mut model, KeyCode::Enter);
    answered(&mut model, &effects, ARTIST);
    for method in [Method::Get, Method::Put] {
        model.composer.open("/v1/me/ratings/albums/42");
        model.composer.method = method;
        let before = model.trail.names(&model.response).len();
        for _ in 0..2 {
            let mut effects = press(&mut model, KeyCode::F(5));
            if model.overlay.is_some() {
                effects = press_all(&mut model, "y");
            }
            answered(&mut model, &effects, "{}");
        }
        assert_eq!(model.trail.names(&model.response).len(), before.max(1) + 1, "{method:?}");
    }
}
