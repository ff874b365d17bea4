//! The experiment: one request with the developer token, with both tokens, and with neither; what the three prove.

use super::facts::Exchange;

/// The three ways, in the order they are sent.
pub const WAYS: [Way; 3] = [
    Way { name: "neither", developer: false, user: false },
    Way { name: "developer token", developer: true, user: false },
    Way { name: "both", developer: true, user: true },
];

/// Which tokens go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    /// With the developer token.
    pub developer: bool,
    /// With the Music User Token.
    pub user: bool,
}

/// What the answers prove together, in a sentence or two. The order is that of [`WAYS`]; `None` was not sent.
#[must_use]
pub fn proves(answers: [Option<&Exchange>; 3]) -> &'static str {
    let all = || answers.iter().flatten();
    if all().any(|exchange| exchange.answer.is_none()) {
        return "Not every request was answered, so that nothing is proven about a token.";
    }
    if all().any(|exchange| exchange.answer.as_ref().is_some_and(|answer| answer.is_not_judged())) {
        return "429 and 5xx judge no token. Try again in a moment.";
    }
    let status = |at: usize| answers[at].and_then(Exchange::status);
    let good = |at: usize| answers[at].map(Exchange::is_accepted);
    if good(0) == Some(true) {
        return "It was answered without any token, which Apple never does: somebody else answers here.";
    }
    match (good(1), good(2), status(1), status(2)) {
        (Some(true), Some(true), ..) => {
            "The developer token is good, and this request needs no Music User Token."
        }
        (Some(true), None, ..) => "The developer token is good, and there is no Music User Token to try.",
        (Some(true), Some(false), ..) => {
            "The developer token is good, and adding the Music User Token breaks the request: the user token is at fault."
        }
        (Some(false), Some(true), ..) => "Both tokens are good, and this request needs the Music User Token.",
        (_, _, Some(401), Some(401) | None) => {
            "Refused with 401 whatever goes along: the developer token is refused, or the request needs something else. Press {key:doctor} to be told which."
        }
        (_, _, Some(403), Some(403)) => {
            "The developer token passes, for without a token it is 401; the Music User Token is not accepted for this. Press {key:doctor} to be told why."
        }
        (_, _, Some(first), Some(second)) if first == second => {
            "The same with and without the Music User Token: the tokens are not what this is about."
        }
        _ => "The tokens make a difference, and none of the three ways works: see the errors of each.",
    }
}
