//! Which kept exchange answers a request.

use super::Asked;
use crate::domain::{link, recording::spacing::tight};

/// So many are named where none fits.
const NAMED: usize = 3;

/// Whether an exchange that was kept for `kept` answers `asked`: the order of parameters and the spacing of a body make no
/// difference; the tokens that go along do, since an answer is about them too. Where the server was is not looked at.
#[must_use]
pub fn is_it(kept: &Asked, asked: &Asked) -> bool {
    kept.tokens == asked.tokens && is_it_but_for_tokens(kept, asked)
}

fn is_it_but_for_tokens(kept: &Asked, asked: &Asked) -> bool {
    kept.method == asked.method
        && link::split(&kept.target).0 == link::split(&asked.target).0
        && link::is_same_page(&kept.target, &asked.target)
        && body(kept) == body(asked)
}

/// The body in the one spacing that all bodies have which say the same in the same order.
fn body(asked: &Asked) -> Option<Vec<u8>> {
    asked.body.as_ref().map(|body| tight(body.as_bytes()))
}

/// The kept requests that are nearest to one that none answers, each in a line, the nearest first.
#[must_use]
pub fn nearest<'a>(kept: impl Iterator<Item = &'a Asked>, asked: &Asked) -> Vec<String> {
    let mut ranked: Vec<_> = kept.map(|kept| (distance(kept, asked), kept.line())).collect();
    // Stable: what was asked first comes first among those that are equally near.
    ranked.sort_by_key(|(distance, _)| *distance);
    let mut lines: Vec<String> = Vec::new();
    for (_, line) in ranked {
        if lines.len() < NAMED && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// How far a request is from another: the same but for tokens, the same but for the query, paths that part late.
fn distance(kept: &Asked, asked: &Asked) -> (bool, bool, usize) {
    let (kept_path, asked_path) = (link::split(&kept.target).0, link::split(&asked.target).0);
    let shared = kept_path.split('/').zip(asked_path.split('/')).take_while(|(one, other)| one == other);
    let apart = usize::MAX - shared.count();
    (!is_it_but_for_tokens(kept, asked), kept_path != asked_path || kept.method != asked.method, apart)
}
