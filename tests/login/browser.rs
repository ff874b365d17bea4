//! A real browser clicks through a sign-in, and through all that can go wrong with one.

use segue::sandbox::Scenario;

use super::{driver::Browser, program::Home};

/// A browser on the page of a sign-in that waits.
fn opened(home: &Home) -> Option<(Browser, super::program::Login)> {
    let browser = Browser::start()?;
    let login = home.login(&["--port", "0"]);
    browser.go(&login.address());
    Some((browser, login))
}

#[test]
fn a_sign_in_from_the_address_to_a_request_that_carries_the_token() {
    let home = Home::new("success", Scenario::Healthy);
    let before = home.run(&["get", "/v1/me/library/songs?limit=1"]);
    assert_eq!(before.status.code(), Some(4), "{before:?}");
    let Some((browser, login)) = opened(&home) else { return };
    browser.until_said("Ready.");
    browser.click("#go");
    browser.in_window(|browser| {
        browser.until_said(&format!("localhost:{}", login.port()));
        browser.click("#allow-noel");
    });
    browser.until_said("Signed in, storefront gb");
    let source = browser.run("return document.documentElement.outerHTML").to_string();
    let stored = browser.run("return JSON.stringify(localStorage)");
    assert_eq!(stored, "{}", "the browser keeps nothing");
    let (code, text) = login.end();
    assert_eq!(code, 0, "{text}");
    for words in
        ["The page is open.", "MusicKit is loaded.", "Apple's window is open.", "Signed in, storefront gb"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let token = home.token().unwrap();
    assert!(!text.contains(&token[..8]) && !source.contains(&token[..8]), "{text}");
    assert_eq!(home.kept().unwrap()["storefront"], "gb");
    let after = home.run(&["get", "/v1/me/library/songs?limit=1"]);
    assert_eq!(after.status.code(), Some(0), "{after:?}");
}

#[test]
fn what_goes_wrong_is_named_in_the_terminal_and_on_the_page_and_can_be_tried_again() {
    let home = Home::new("faults", Scenario::Healthy);
    let Some((browser, login)) = opened(&home) else { return };
    for (button, id) in [("#decline", "WEB006"), ("#unavailable", "WEB007"), ("#close", "WEB005")] {
        browser.until_said("Sign in with Apple");
        browser.click("#go");
        browser.in_window(|browser| {
            browser.run("document.querySelector('details').open = true");
            browser.click(button);
        });
        browser.until_said(id);
        login.until(id);
    }
    // A window that never answers is closed by hand.
    browser.click("#go");
    browser.in_window(|browser| {
        browser.run("document.querySelector('details').open = true");
        browser.click("#unverified");
        browser.until_said("ERROR_FAILED_TO_VERIFY_JWT");
        browser.click("#hang");
        browser.close_window();
    });
    browser.until_said("You can try again.");
    assert_eq!(home.kept(), None);
    // What stood in that window, no other page can read: who saw it says so.
    for (error, id) in [("ERROR_FAILED_TO_VERIFY_JWT", "WEB008"), ("IneligibleStoreFront", "WEB011")] {
        browser.click(&format!("[data-error={error}]"));
        browser.until_said(id);
        let text = login.until(id);
        assert!(text.contains(error), "{text}");
    }
    // The page waits on, also after it was loaded anew.
    browser.reload();
    browser.until_said("Ready.");
    browser.click("#go");
    browser.in_window(|browser| browser.click("#allow-mara"));
    browser.until_said("Signed in, storefront us");
    assert_eq!(login.end().0, 0);
    assert!(home.kept().is_some());
}

#[test]
fn a_blocked_window_is_noticed_though_the_promise_never_settles() {
    let home = Home::new("blocked", Scenario::PopupBlocked);
    let Some((browser, login)) = opened(&home) else { return };
    browser.until_said("Ready.");
    browser.click("#go");
    browser.until_said("WEB004");
    login.until("WEB004");
}

#[test]
fn a_browsers_own_blocker_is_noticed_too() {
    let home = Home::new("blocker", Scenario::Healthy);
    let Some((browser, login)) = opened(&home) else { return };
    browser.until_said("Ready.");
    // A click that nobody made lets no window open.
    browser.run("setTimeout(() => document.getElementById('go').click(), 0)");
    browser.until_said("WEB004");
    login.until("WEB004");
    browser.click("#go");
    browser.in_window(|browser| browser.click("#allow-mara"));
    browser.until_said("Signed in");
    assert_eq!(login.end().0, 0);
}

#[test]
fn a_script_that_does_not_load_is_said_on_both_sides() {
    let home = Home::new("script", Scenario::NoMusicKit);
    let Some((browser, login)) = opened(&home) else { return };
    browser.until_said("WEB001");
    let text = login.until("WEB001");
    assert!(text.contains("did not deliver musickit.js"), "{text}");
}

#[test]
fn what_the_policy_refuses_is_evidence_in_the_terminal() {
    let home = Home::new("policy", Scenario::Healthy);
    let Some((browser, login)) = opened(&home) else { return };
    browser.until_said("Ready.");
    browser.run("const s = document.createElement('script'); s.src = 'http://127.0.0.1:9/x.js'; document.head.append(s)");
    let text = login.until("Content Security Policy refused script-src");
    assert!(text.contains("WEB001"), "{text}");
}

#[test]
fn another_account_takes_the_place_of_the_one_before_and_neither_is_revoked() {
    let home = Home::new("second", Scenario::Healthy);
    let Some((browser, login)) = opened(&home) else { return };
    let port = login.port().to_string();
    browser.until_said("Ready.");
    browser.click("#go");
    // The terminal goes while Apple's window is open: the token stays in the browser, to be pasted.
    browser.in_window(|browser| {
        browser.until_said("asks to use Apple Music");
        drop(login);
        browser.click("#allow-mara");
    });
    browser.until_said("The terminal could not be reached.");
    assert!(!browser.said().contains("As"), "shown only when it is asked for: {}", browser.said());
    browser.click("#show");
    let first = browser.run("return document.getElementById('token').value").as_str().unwrap().to_owned();
    let mut pasting = home.login(&["--paste"]);
    pasting.type_in(&format!(" {first}\n"));
    let (code, text) = {
        pasting.close_input();
        pasting.end()
    };
    assert_eq!((code, text.contains("Signed in, storefront us")), (0, true), "{text}");
    assert_eq!(home.token().as_deref(), Some(first.as_str()));
    // The same port again: MusicKit knows the account.
    let login = home.login(&["--port", &port]);
    browser.go(&login.address());
    browser.until_said("signed in on this page already");
    login.until("An account is signed in on the page already");
    browser.click("#other");
    browser.until_said("Ready.");
    browser.click("#go");
    browser.in_window(|browser| browser.click("#allow-noel"));
    browser.until_said("Signed in, storefront gb");
    assert_eq!(login.end().0, 0);
    let second = home.token().unwrap();
    assert_ne!(first, second);
}

#[test]
fn the_page_can_be_read_in_both_schemes_at_the_size_of_a_phone() {
    let home = Home::new("pictures", Scenario::Healthy);
    let Some((browser, _login)) = opened(&home) else { return };
    browser.until_said("Ready.");
    for (scheme, width) in [("light", 720), ("dark", 360)] {
        let picture = browser.picture(scheme, width);
        let wide = browser.run("return document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(wide, true, "nothing stands out at {width}");
        if std::env::var_os("SEGUE_WRITE_DOCS").is_some() {
            let path = format!("{}/docs/sign-in-{scheme}.png", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, picture).unwrap();
        }
    }
    // By keyboard alone: the button is the first thing that Tab comes to.
    let first = browser.run("return [...document.querySelectorAll('button, summary, a, textarea')].filter((e) => e.offsetParent)[0].id");
    assert_eq!(first, "go");
}
