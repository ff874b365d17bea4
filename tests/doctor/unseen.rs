//! Cases that the field study speaks of and no given incident shows, with what it implies for each.

#[path = "unseen/key.rs"]
mod key;
#[path = "unseen/network.rs"]
mod network;
#[path = "unseen/request.rs"]
mod request;
#[path = "unseen/sign_in.rs"]
mod sign_in;
#[path = "unseen/token.rs"]
mod token;
#[path = "unseen/user.rs"]
mod user;

use crate::{case::Case, each::Edit, judge::Faults};

/// What happened, the edit, and all that is found in the order of the ranks.
pub(crate) type Row = (&'static str, Edit, &'static str);

#[test]
fn cases_of_the_study_come_out_as_it_implies() {
    let mut faults = Faults::default();
    let tables =
        [token::TEXTS, token::CLAIMS, token::TIMES, key::ROWS, request::ROWS, user::ROWS, user::ANSWERS];
    for (name, edit, expected) in tables.into_iter().chain([network::ROWS, sign_in::ROWS]).flatten() {
        faults.judge(name, &edit(Case::new()), expected);
    }
    faults.assert_none();
}

#[test]
fn what_clients_say_is_told_apart() {
    let mut faults = Faults::default();
    for (words, expected) in network::WORDS {
        let mut case = Case::new().failed(words);
        faults.judge(words, &case, expected);
        // Ids in an address are no words of an error.
        let words = format!("{words} (https://api.music.apple.com/v1/catalog/us/songs/1440765)");
        case = Case::new().failed(&words);
        faults.judge(&words, &case, expected);
    }
    faults.assert_none();
}
