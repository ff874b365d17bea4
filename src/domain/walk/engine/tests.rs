//! One rule of a walk each: what happened in, what to do out.

use std::time::Duration;

use super::*;

fn origin() -> Url {
    Url::parse("https://api.music.apple.com").unwrap()
}

/// A walk behind the first page of `/v1/x?limit=2`, whose two items are there.
fn walk(total: Option<usize>, options: Options) -> (Walk<u32>, Vec<String>) {
    begun("/v1/x?limit=2", "/v1/x?offset=2", total, options)
}

fn begun(page: &str, next: &str, total: Option<usize>, options: Options) -> (Walk<u32>, Vec<String>) {
    let origin = origin();
    let start =
        Start { origin: &origin, page, next, step: 2, count: 2, total, seen: vec![page], ids: vec![] };
    let (walk, acts) = Walk::start(start, options);
    (walk, told(&acts))
}

fn landing(page: u32, next: Option<&str>) -> Landing<u32> {
    Landing { page, next: next.map(str::to_owned), count: 2, ids: vec![] }
}

/// Acts in short.
fn told(acts: &[Act<u32>]) -> Vec<String> {
    let tell = |act: &Act<u32>| match act {
        Act::Fetch { ticket, target, .. } => format!("fetch {} {target}", ticket.0),
        Act::Wait { ticket, .. } => format!("wait {}", ticket.0),
        Act::Join { page, .. } => format!("join {page}"),
        Act::Drop { ticket } => format!("drop {}", ticket.0),
        Act::Say(note) => format!("say {note}"),
        Act::Ask { pages } => format!("ask {pages}"),
        Act::Pause { ticket, tries, asked } => format!("pause {} {tries} {asked:?}", ticket.0),
        Act::End(end) => format!("end {end:?}"),
    };
    acts.iter().map(tell).collect()
}

fn land(walk: &mut Walk<u32>, ticket: u64, page: u32, next: Option<&str>) -> Vec<String> {
    told(&walk.land(Ticket(ticket), landing(page, next)))
}

const LIMITED: Setback = Setback::Limited { retry_after: None };

fn options(width: usize, cap: usize) -> Options {
    Options { width, cap }
}

#[test]
fn without_a_total_pages_come_one_by_one_until_no_next_stands() {
    let (mut walk, acts) = walk(None, Options::default());
    assert_eq!(acts, ["fetch 0 /v1/x?offset=2&limit=2"]);
    let next = Some("/v1/x?offset=4");
    assert_eq!(land(&mut walk, 0, 1, next), ["join 1", "fetch 1 /v1/x?offset=4&limit=2"]);
    assert_eq!(land(&mut walk, 1, 2, None), ["join 2", "end Whole"]);
    assert_eq!((walk.progress().pages, walk.progress().items, walk.is_over()), (2, 6, true));
}

#[test]
fn short_and_empty_pages_with_a_next_go_on() {
    let (mut walk, _) = walk(None, Options::default());
    let short = Landing { count: 1, ..landing(1, Some("/v1/x?offset=4")) };
    assert_eq!(told(&walk.land(Ticket(0), short)), ["join 1", "fetch 1 /v1/x?offset=4&limit=2"]);
    let empty = Landing { count: 0, ..landing(2, Some("/v1/x?offset=6")) };
    let said = "say a page came without items and with a next (/v1/x?offset=6); the list goes on behind it";
    assert_eq!(told(&walk.land(Ticket(1), empty)), [said, "join 2", "fetch 2 /v1/x?offset=6&limit=2"]);
}

#[test]
fn items_that_came_before_are_told() {
    let (mut walk, _) = walk(None, Options::default());
    let ids = vec![1, 2];
    walk.land(Ticket(0), Landing { ids: ids.clone(), ..landing(1, Some("/v1/x?offset=4")) });
    let acts = told(&walk.land(Ticket(1), Landing { ids, ..landing(2, None) }));
    assert!(acts[0].starts_with("say 2 items came a second time"), "{acts:?}");
    assert_eq!(walk.progress().again, 2);
}

#[test]
fn a_next_that_repeats_or_leaves_the_origin_ends_the_walk() {
    let cases = [
        ("/v1/x?offset=2", "Repeated(\"/v1/x?offset=2&limit=2\")"),
        ("/v1/x?offset=0", "Repeated(\"/v1/x?offset=0&limit=2\")"),
        ("/v1/x", "Repeated(\"/v1/x?limit=2\")"),
        ("https://evil.example/v1/x?offset=4", "Elsewhere(\"https://evil.example/v1/x?offset=4\")"),
        ("", "Unusable(\"\")"),
    ];
    for (next, refusal) in cases {
        for total in [None, Some(100)] {
            let (mut walk, _) = walk(total, Options::default());
            let acts = land(&mut walk, 0, 1, Some(next));
            assert_eq!(acts.first().unwrap(), "join 1");
            assert_eq!(acts.last().unwrap(), &format!("end Refused({refusal})"), "{next}");
        }
    }
}

#[test]
fn where_the_server_has_no_more_the_walk_ends_without_a_fault() {
    for (setback, end) in [(Setback::PastEnd, "end PastEnd"), (Setback::Capped, "end Capped")] {
        let (mut walk, _) = walk(None, Options::default());
        assert_eq!(told(&walk.setback(Ticket(0), setback, 0)), [end]);
    }
}

#[test]
fn with_a_total_pages_come_side_by_side_and_join_in_order() {
    let (mut walk, acts) = walk(Some(10), options(3, 100));
    let fetches = [2, 4, 6].map(|offset| format!("fetch {} /v1/x?offset={offset}&limit=2", offset / 2 - 1));
    assert_eq!(acts, fetches);
    assert_eq!(land(&mut walk, 1, 2, Some("/v1/x?offset=6")), ["fetch 3 /v1/x?offset=8&limit=2"]);
    // Nothing is predicted at the total or behind it.
    assert_eq!(land(&mut walk, 0, 1, Some("/v1/x?offset=4")), ["join 1", "join 2"]);
    assert_eq!(land(&mut walk, 3, 4, None), Vec::<String>::new());
    assert_eq!(land(&mut walk, 2, 3, Some("/v1/x?offset=8")), ["join 3", "join 4", "end Whole"]);
}

#[test]
fn pages_that_came_too_early_are_held_in_a_bounded_number() {
    let (mut walk, _) = walk(Some(1_000), options(3, 100));
    let mut fetched = 3;
    // What was never fetched cannot land, so that this stops by itself at the bound.
    for ticket in 1..20 {
        fetched += land(&mut walk, ticket, 0, Some(&format!("/v1/x?offset={}", ticket * 2 + 4))).len();
    }
    assert_eq!(fetched, 6);
}

#[test]
fn an_unpredicted_next_drops_what_is_ahead_and_goes_on_one_by_one() {
    let (mut walk, _) = walk(Some(100), options(3, 100));
    assert_eq!(
        land(&mut walk, 0, 1, Some("/v1/x?offset=5")),
        [
            "join 1",
            "say next is not where it was predicted; the pages come one by one from here",
            "drop 1",
            "drop 2",
            "fetch 3 /v1/x?offset=5&limit=2",
        ]
    );
    assert_eq!(land(&mut walk, 1, 9, None), Vec::<String>::new());
    assert_eq!(land(&mut walk, 3, 2, Some("/v1/x?offset=7")), ["join 2", "fetch 4 /v1/x?offset=7&limit=2"]);
}

#[test]
fn another_spelling_of_the_predicted_next_is_no_surprise() {
    let (mut walk, _) = begun("/v1/x?limit=2", "/v1/x?offset=2&l=en", Some(8), options(2, 100));
    let next = "https://api.music.apple.com/v1/x?l=en&offset=4";
    assert_eq!(land(&mut walk, 0, 1, Some(next)), ["join 1", "fetch 2 /v1/x?offset=6&l=en&limit=2"]);
}

#[test]
fn a_list_that_ends_before_its_total_is_whole_and_what_is_ahead_is_of_no_use() {
    let (mut walk, _) = walk(Some(100), options(3, 100));
    // What is ahead may fail meanwhile: it is not told, for nobody needs it.
    assert_eq!(told(&walk.setback(Ticket(1), Setback::PastEnd, 0)), Vec::<String>::new());
    assert_eq!(land(&mut walk, 0, 1, None), ["join 1", "drop 1", "drop 2", "end Whole"]);
}

#[test]
fn a_list_that_is_longer_than_its_total_goes_on_one_by_one() {
    let (mut walk, acts) = walk(Some(5), options(3, 100));
    assert_eq!(acts.len(), 2);
    land(&mut walk, 0, 1, Some("/v1/x?offset=4"));
    let next = "/v1/x?offset=6";
    assert_eq!(land(&mut walk, 1, 2, Some(next)), ["join 2", "fetch 2 /v1/x?offset=6&limit=2"]);
    assert_eq!(land(&mut walk, 2, 3, None), ["join 3", "end Whole"]);
}

#[test]
fn a_limit_halves_the_width_once_a_burst_and_twenty_good_pages_widen_it_again() {
    let (mut walk, _) = walk(Some(1_000), options(4, 1_000));
    for ticket in 0..4 {
        assert_eq!(told(&walk.setback(Ticket(ticket), LIMITED, 0)), [format!("wait {ticket}")]);
    }
    assert_eq!((walk.progress().width, walk.progress().under_way), (2, 0));
    assert_eq!(walk.progress().waiting.map(|waiting| waiting.tries), Some(1));
    // Nothing new sets out, and no more come back together than the width allows.
    let woken: Vec<_> = (0..4).flat_map(|ticket| told(&walk.wake(Ticket(ticket)))).collect();
    assert_eq!(woken.len(), 2);
    for ticket in 0..20 {
        land(&mut walk, ticket, 0, Some(&format!("/v1/x?offset={}", ticket * 2 + 4)));
        assert_eq!(walk.progress().width, if ticket == 19 { 4 } else { 2 });
    }
    assert_eq!(walk.progress().under_way, 4);
}

#[test]
fn six_tries_against_a_limit_are_followed_by_a_pause_that_can_be_resumed() {
    let (mut walk, _) = walk(None, Options::default());
    for _ in 0..6 {
        assert_eq!(told(&walk.setback(Ticket(0), LIMITED, 0)), ["wait 0"]);
        assert_eq!(told(&walk.wake(Ticket(0))), ["fetch 0 /v1/x?offset=2&limit=2"]);
    }
    assert_eq!(told(&walk.setback(Ticket(0), LIMITED, 0)), ["pause 0 6 None"]);
    assert!(walk.progress().is_paused);
    assert_eq!(told(&walk.resume()), ["fetch 0 /v1/x?offset=2&limit=2"]);
    assert_eq!(told(&walk.setback(Ticket(0), LIMITED, 0)), ["wait 0"]);
}

#[test]
fn a_long_wait_that_the_server_asks_for_is_a_pause_that_says_how_long() {
    let (mut walk, _) = walk(None, Options::default());
    let asked = Setback::Limited { retry_after: Some(Duration::from_secs(900)) };
    assert_eq!(told(&walk.setback(Ticket(0), asked, 0)), ["pause 0 0 Some(900s)"]);
    let (mut walk, _) = self::walk(None, Options::default());
    let asked = Setback::Limited { retry_after: Some(Duration::from_secs(3)) };
    assert_eq!(walk.setback(Ticket(0), asked, 0), [Act::Wait { ticket: Ticket(0), millis: 3_000 }]);
}

#[test]
fn a_page_that_keeps_failing_ends_the_walk_after_three_tries_and_what_joined_stays() {
    let (mut walk, _) = walk(None, Options::default());
    land(&mut walk, 0, 1, Some("/v1/x?offset=4"));
    for _ in 0..3 {
        assert_eq!(told(&walk.setback(Ticket(1), Setback::Server { status: 502 }, 0)), ["wait 1"]);
        walk.wake(Ticket(1));
    }
    let end = End::Failed { ticket: Ticket(1), setback: Setback::Cut, tries: 3 };
    assert_eq!(walk.setback(Ticket(1), Setback::Cut, 0), [Act::End(end)]);
    assert_eq!(walk.progress().pages, 1);
}

#[test]
fn the_cap_asks_once_all_before_it_have_joined() {
    let (mut walk, acts) = walk(Some(100), options(4, 3));
    assert_eq!(acts.len(), 3);
    land(&mut walk, 0, 1, Some("/v1/x?offset=4"));
    land(&mut walk, 1, 2, Some("/v1/x?offset=6"));
    assert_eq!(land(&mut walk, 2, 3, Some("/v1/x?offset=8")), ["join 3", "ask 3"]);
    assert_eq!(told(&walk.go_on()).len(), 3);
    assert_eq!(told(&walk.go_on()), Vec::<String>::new());
}

#[test]
fn a_list_that_ends_at_the_cap_does_not_ask() {
    let (mut walk, _) = walk(None, options(4, 1));
    assert_eq!(land(&mut walk, 0, 1, None), ["join 1", "end Whole"]);
}

#[test]
fn what_is_stale_changes_nothing() {
    let (mut walk, _) = walk(Some(10), options(2, 100));
    let before = walk.clone();
    assert_eq!(walk.land(Ticket(9), landing(9, None)), []);
    assert_eq!(walk.setback(Ticket(9), Setback::Final, 0), []);
    assert_eq!(walk.wake(Ticket(0)), []);
    assert_eq!(walk.go_on(), []);
    assert_eq!(walk.resume(), []);
    assert_eq!(walk, before);
    assert_eq!(told(&walk.stop()), ["drop 0", "drop 1", "end Stopped"]);
    assert_eq!(walk.land(Ticket(0), landing(1, None)), []);
    assert_eq!(walk.stop(), []);
}
