//! Every check with an edit that makes it fire and one, as near as can be, that does not.

#[path = "each/claims.rs"]
mod claims;
#[path = "each/network.rs"]
mod network;
#[path = "each/request.rs"]
mod request;
#[path = "each/server.rs"]
mod server;
#[path = "each/sign_in.rs"]
mod sign_in;
#[path = "each/text.rs"]
mod text;
#[path = "each/user.rs"]
mod user;

use std::collections::BTreeSet;

use segue::domain::doctor::check;

pub(crate) use text::{P384, body};

use crate::{case::Case, judge::Faults};

/// An edit of the healthy incident that was refused.
pub(crate) type Edit = fn(Case) -> Case;

/// A check, an edit that makes it fire, all that is found then, an edit that nearly does, and all that is found then.
pub(crate) type Pair = (&'static str, Edit, &'static str, Edit, &'static str);

fn pairs() -> impl Iterator<Item = &'static Pair> {
    [
        network::PAIRS,
        sign_in::PAIRS,
        text::KEY,
        request::PAIRS,
        text::PAIRS,
        claims::PAIRS,
        user::PAIRS,
        server::PAIRS,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn every_check_fires_and_has_a_near_miss() {
    let mut faults = Faults::default();
    for (id, fires, found, misses, beside) in pairs() {
        assert!(found.split(' ').any(|found| found == *id), "{id} is not among what its own row finds");
        assert!(!beside.split(' ').any(|found| found == *id), "{id} is in its near miss");
        faults.judge(id, &fires(Case::new()), found);
        faults.judge(&format!("nearly {id}"), &misses(Case::new()), beside);
    }
    faults.assert_none();
}

#[test]
fn no_check_is_without_a_row() {
    let known: BTreeSet<&str> = check::all().iter().map(|check| check.id).collect();
    let tested: BTreeSet<&str> = pairs().map(|pair| pair.0).collect();
    assert_eq!(known.len(), 99);
    assert_eq!(known, tested);
    assert_eq!(pairs().count(), 99, "one row each");
}
