//! A sign-in over the panels: where the page is, how far it is, what goes wrong on it.

use segue::{
    app::{message::Message, signing::Step},
    domain::doctor::facts::SignIn,
};

use super::{Stage, has, shot};

// The nonce is fictional, and as long as a real one.
const ADDRESS: &str = "http://localhost:8765/fictional-nonce-of-forty-three-characters-00000/";

fn refused(width: u16, height: u16) -> Stage {
    let mut stage = Stage::at(width, height, "/v1/me/library/songs?limit=5").press("<Esc>I");
    stage.tell(told(Step::Waiting {
        address: ADDRESS.to_owned(),
        forwarding: Some("ssh -N -L 8765:127.0.0.1:8765 mara@build.example".to_owned()),
        taken: None,
        is_opened: false,
    }));
    stage.tell(told(Step::Opened));
    stage.tell(told(Step::Loaded));
    stage.tell(told(Step::Window));
    stage.tell(told(Step::Trouble(SignIn { status: Some(1), settled: Some(true), ..SignIn::default() })));
    stage
}

fn told(step: Step) -> Message {
    Message::SigningIn { turn: 1, step: Box::new(step) }
}

#[test]
fn the_address_stands_in_one_line_and_what_went_wrong_is_named() {
    for (name, width, height) in [("sign_in_narrow", 80, 24), ("sign_in_wide", 160, 50)] {
        let screen = shot(name, &refused(width, height));
        has(&screen, ADDRESS);
        has(&screen, "WEB006: The user pressed Don't Allow.");
    }
}
