//! The catalogue while composing: the list under the path, endpoints, what is documented, advice, pickers, ways on.

use segue::domain::request::{Draft, Method};

use super::{
    Stage, has, lacks, shot,
    stage::{self, Reply},
};

fn typed(width: u16, height: u16, path: &str, keys: &str) -> Stage {
    Stage::at(width, height, path).press(keys)
}

#[test]
fn what_could_stand_there_hangs_under_the_path() {
    for (name, width, height) in
        [("complete_parameters_80x24", 80, 24), ("complete_parameters_160x50", 160, 50)]
    {
        let screen = shot(name, &typed(width, height, "/v1/catalog/us/search", "?"));
        for name in ["term=", "types=", "limit="] {
            has(&screen, name);
        }
    }
    let screen = shot("complete_storefronts", &typed(80, 24, "/v1/catalog/", "jap"));
    has(&screen, "Japan");
    let screen = shot("complete_chosen", &typed(80, 24, "/v1/catalog/us/albums/1?include=", "a<Down>"));
    has(&screen, "▌artists");
    has(&screen, "Enter take");
}

#[test]
fn an_endpoint_is_found_and_its_placeholder_marked() {
    for (name, width, height) in [("endpoints_80x24", 80, 24), ("endpoints_160x50", 160, 50)] {
        let screen = shot(name, &typed(width, height, "/v1/test", "<F3>"));
        has(&screen, "Storefronts");
    }
    let screen = shot("endpoints_narrowed", &typed(80, 24, "/v1/test", "<F3>ratings songs"));
    has(&screen, "/v1/me/ratings/songs/{id}");
    let screen = shot("placeholder_marked", &typed(80, 24, "/v1/test", "<F3>a song by id<Enter>"));
    has(&screen, "/v1/catalog/us/songs/{id}");
}

#[test]
fn what_is_documented_lies_over_the_panels() {
    for (name, width, height) in [("endpoint_80x24", 80, 24), ("endpoint_160x50", 160, 50)] {
        let stage = typed(width, height, "/v1/catalog/us/albums/1/tracks", "<F2>");
        let screen = shot(name, &stage);
        has(&screen, "https://developer.apple.com/documentation/applemusicapi");
        lacks(&screen, "body");
    }
    let draft = Draft { method: Method::Put, path: "/v1/me/ratings/songs/1".to_owned(), ..Draft::default() };
    let screen = shot("endpoint_with_body", &Stage::holding(80, 24, &draft).press("<F2>"));
    has(&screen, "i body");
}

#[test]
fn what_would_go_wrong_stands_in_the_form() {
    let path = "/v1/catalog/uk/search?term=a&b&types=songs&limit=50";
    let screen = shot("advice_80x24", &typed(80, 24, path, "<Esc>"));
    has(&screen, "! ");
    has(&screen, "more");
    let screen =
        shot("advice_at_rest", &typed(120, 40, "/v1/catalog/us/charts?types=songs&limit=500", "<Tab>"));
    has(&screen, "200");
}

#[test]
fn a_storefront_and_a_language_are_picked() {
    let told = r#"{"data":[{"type":"storefronts","id":"ch","attributes":{"name":"Switzerland","supportedLanguageTags":["de-CH","fr-FR"]}}]}"#;
    let stage =
        Stage::at(80, 24, "/v1/storefronts").press("<Enter>").answer(Reply::text(200, told)).press("S");
    let screen = shot("storefronts", &stage);
    has(&screen, "the storefront of your own account");
    let stage = stage.press("switz fr<Enter>");
    let screen = shot("storefront_picked", &stage);
    has(&screen, "sandbox · ch · fr-FR");
}

#[test]
fn ways_lead_on_from_a_resource() {
    for (name, width, height) in [("ways_80x24", 80, 24), ("ways_160x50", 160, 50)] {
        let screen = shot(name, &stage::tracks(width, height).press("jO"));
        has(&screen, "relationship albums");
        has(&screen, "equivalent elsewhere");
    }
}
