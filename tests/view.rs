//! What the screen looks like: every panel in the states that matter, as glyphs and styles, in `snapshots/`.
//!
//! A state is reached the way a person reaches it: keys and answers go through `update`, and the frame comes from
//! `view`. Nothing here reads a clock or a network, so a frame is the same on every machine. Each test also asserts the
//! one fact that its snapshot is there for, so that accepting a snapshot blindly cannot hide a fault.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "view/comparison.rs"]
mod comparison;
#[path = "view/compose.rs"]
mod compose;
#[path = "view/demo.rs"]
mod demo;
#[path = "view/detail.rs"]
mod detail;
#[path = "view/doctor.rs"]
mod doctor;
#[path = "view/dump.rs"]
mod dump;
#[path = "view/errors.rs"]
mod errors;
#[path = "support/kept.rs"]
mod kept;
#[path = "view/keys.rs"]
mod keys;
#[path = "view/looks.rs"]
mod looks;
#[path = "view/mouse.rs"]
mod mouse;
#[path = "view/overlays.rs"]
mod overlays;
#[path = "view/picture.rs"]
mod picture;
#[path = "view/plain.rs"]
mod plain;
#[path = "view/present.rs"]
mod present;
#[path = "view/rebound.rs"]
mod rebound;
#[path = "view/request.rs"]
mod request;
#[path = "view/response.rs"]
mod response;
#[path = "view/screen.rs"]
mod screen;
#[path = "view/search.rs"]
mod search;
#[path = "view/signing.rs"]
mod signing;
#[path = "view/sizes.rs"]
mod sizes;
#[path = "view/stage.rs"]
mod stage;
#[path = "view/taking.rs"]
mod taking;
#[path = "view/tour.rs"]
mod tour;
#[path = "view/trail.rs"]
mod trail;
#[path = "view/tree.rs"]
mod tree;
#[path = "view/value.rs"]
mod value;

use self::stage::Stage;

/// Compares a frame with `snapshots/NAME.snap`, and returns its glyphs for the assertion that comes with it.
fn shot(name: &str, stage: &Stage) -> String {
    let frame = stage.draw();
    stage.twin.lacks_old_keys(name);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, dump::dump(&frame)));
    dump::glyphs(&frame.buffer).join("\n")
}

/// Asserts that a text is on the screen.
fn has(screen: &str, text: &str) {
    assert!(screen.contains(text), "`{text}` is not on the screen:\n{screen}");
}

/// Asserts that a text is not on the screen.
fn lacks(screen: &str, text: &str) {
    assert!(!screen.contains(text), "`{text}` is on the screen:\n{screen}");
}

#[test]
fn no_snapshot_is_forgotten() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |entry: std::io::Result<std::fs::DirEntry>| std::fs::read_to_string(entry.unwrap().path()).unwrap();
    let tests: String = std::fs::read_dir(root.join("tests/view")).unwrap().map(read).collect();
    for entry in std::fs::read_dir(root.join("snapshots")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(tests.contains(&format!("\"{name}\"")), "no test takes the snapshot {name}");
    }
}
