//! Searching: what a key in the prompt asks for, and what comes back. What is asked for later counts.

use std::sync::Arc;

use crate::{
    app::{
        effect::{Effect, Effects, Search},
        field::Cover,
        keymap::Motion,
        layout::Panel,
        model::Model,
        prompt::Ask,
        search::{Begun, Course, Wanted},
    },
    domain::{
        pages::NodeRef,
        search::{Hits, Matcher, Pattern, Start},
    },
};

/// The prompt has been opened.
pub(super) fn begin(model: &mut Model) -> Effects {
    let (Some(place), Some(from)) = (model.response.place(), model.response.start()) else {
        return Effects::new();
    };
    let search = &mut model.search;
    let begun = Begun {
        place,
        from,
        matcher: search.matcher().cloned(),
        is_lit: search.lit().is_some(),
        hits: search.hits.take(),
        current: search.current,
    };
    search.set(None, false);
    search.begun = Some(Box::new(begun));
    search.forget_recalled();
    tell(model);
    Effects::new()
}

/// What is typed has changed, or where it counts: looks for it from where the cursor was.
pub(super) fn changed(model: &mut Model) -> Effects {
    let Some(prompt) = model.prompt.as_ref().filter(|prompt| prompt.ask == Ask::Search) else {
        return Effects::new();
    };
    let pattern = Pattern { text: prompt.field.text(), scope: model.search.scope };
    let effects = match Matcher::new(&pattern) {
        Ok(Some(matcher)) => {
            model.search.fault = None;
            model.search.set(Some(Arc::new(matcher)), true);
            from_the_beginning(model)
        }
        Ok(None) => {
            model.search.fault = None;
            model.search.set(None, false);
            model.search.turn += 1;
            go_back(model);
            Effects::new()
        }
        // What was typed before is looked for still.
        Err(fault) => {
            model.search.fault = Some(fault);
            Effects::new()
        }
    };
    tell(model);
    effects
}

fn from_the_beginning(model: &mut Model) -> Effects {
    let start = model.search.begun.as_ref().map(|begun| Start::At(begun.from));
    ask(model, start, Course::Seeking(Wanted::Typed))
}

/// Asks for hits.
fn ask(model: &mut Model, start: Option<Start>, course: Course) -> Effects {
    let (Some(tree), Some(matcher)) = (model.response.tree(), model.search.matcher()) else {
        return Effects::new();
    };
    let (pages, matcher) = (Arc::clone(tree.pages()), Arc::clone(matcher));
    let search = &mut model.search;
    search.asked_of = model.response.shown().map(|shown| shown.request.clone());
    search.turn += 1;
    search.number = model.response.number();
    (search.course, search.is_stale) = (course, false);
    vec![Effect::Search(Search { turn: search.turn, pages, matcher, start })]
}

/// Back to where the cursor was when the prompt was opened.
fn go_back(model: &mut Model) {
    let height = model.height_of(Panel::Response);
    if let Some(begun) = &model.search.begun {
        model.response.go_back(&begun.place, height);
    }
}

/// `Esc` in the prompt: everything is as it was. Pages may have come meanwhile, so the hits are asked for again.
pub(super) fn leave(model: &mut Model) -> Effects {
    go_back(model);
    let Some(begun) = model.search.begun.take() else { return Effects::new() };
    model.search.put_back(*begun);
    if model.search.lit().is_some() { ask(model, None, Course::Counting) } else { Effects::new() }
}

/// `Enter` in the prompt: the cursor stays where it is, and the pattern is kept. Without one, the last one is looked for
/// again. Whether the prompt may be closed.
pub(super) fn accept(model: &mut Model) -> (bool, Effects) {
    if model.search.fault.is_some() {
        return (false, Effects::new());
    }
    let typed = model.prompt.as_ref().filter(|prompt| *prompt.field.cover() == Cover::Open);
    if let Some(text) = typed.map(|prompt| prompt.field.text()).filter(|text| !text.is_empty()) {
        model.search.keep(&text);
    }
    let Some(begun) = model.search.begun.take() else { return (true, Effects::new()) };
    if model.search.matcher().is_none() {
        let has_one = begun.matcher.is_some();
        model.search.put_back(*begun);
        return (true, if has_one { hit(model, true) } else { Effects::new() });
    }
    (true, Effects::new())
}

/// The prompt has gone because the focus went elsewhere: what was found stays.
pub(super) fn end(model: &mut Model) {
    model.search.begun = None;
    model.search.fault = None;
}

/// Looks in keys and values, in keys, in values.
pub(super) fn next_scope(model: &mut Model) -> Effects {
    model.search.scope = model.search.scope.next();
    changed(model)
}

/// `Up` and `Down` in the prompt: what was looked for before.
pub(super) fn recall(model: &mut Model, motion: Motion) -> Effects {
    let Some(text) = model.search.recall(motion == Motion::Up) else { return Effects::new() };
    if let Some(prompt) = &mut model.prompt {
        prompt.field.set(&text);
    }
    changed(model)
}

/// The first hit is there, or there is none.
pub(super) fn found(model: &mut Model, turn: u64, hit: Option<NodeRef>) {
    let Course::Seeking(wanted) = model.search.course else { return };
    if !is_asked(model, turn) {
        return;
    }
    model.search.course = Course::Counting;
    match (hit, wanted) {
        (Some(hit), Wanted::Typed) => {
            go_back(model);
            go_to(model, hit);
        }
        (Some(hit), Wanted::Next(from)) => go_to_next(model, hit, from, true),
        (None, Wanted::Typed) => {
            model.search.current = None;
            go_back(model);
        }
        (None, Wanted::Next(_)) => {}
    }
    if hit.is_none() {
        model.search.hits = Some(Arc::new(Hits { nodes: Vec::new(), is_all: true }));
    }
    tell(model);
}

/// All hits are there.
pub(super) fn counted(model: &mut Model, turn: u64, hits: Arc<Hits>) -> Effects {
    if !is_asked(model, turn) {
        return Effects::new();
    }
    model.search.course = Course::Done;
    model.search.hits = Some(hits);
    tell(model);
    if model.search.is_stale { ask(model, None, Course::Counting) } else { Effects::new() }
}

fn is_asked(model: &Model, turn: u64) -> bool {
    turn == model.search.turn && model.search.number == model.response.number()
}

/// Goes to the next hit, or to the one before.
pub(super) fn hit(model: &mut Model, forward: bool) -> Effects {
    model.search.light();
    let Some(start) = model.response.start_behind(model.search.current) else { return Effects::new() };
    let (Start::At(from) | Start::Behind(from)) = start;
    match (model.search.hits.clone(), forward) {
        (Some(hits), _) if model.search.number == model.response.number() && (hits.is_all || !forward) => {
            step(model, &hits, start, forward);
            Effects::new()
        }
        (_, true) => ask(model, Some(start), Course::Seeking(Wanted::Next(from))),
        (_, false) => {
            model.notice = Some("the hits are still being counted; try again in a moment".to_owned());
            if model.search.course == Course::Done {
                ask(model, None, Course::Counting)
            } else {
                Effects::new()
            }
        }
    }
}

/// Goes from hit to hit among those that are known.
fn step(model: &mut Model, hits: &Hits, start: Start, forward: bool) {
    let Some(tree) = model.response.tree() else { return };
    let pages = Arc::clone(tree.pages());
    let (Start::At(from) | Start::Behind(from)) = start;
    let rank = pages.rank(from);
    let before = |is_over: bool| {
        hits.nodes.partition_point(|hit| {
            let other = pages.rank(*hit);
            other < rank || (is_over && other == rank)
        })
    };
    let hit = match forward {
        true => hits.nodes.get(before(matches!(start, Start::Behind(_)))).or(hits.nodes.first()),
        false => before(false).checked_sub(1).and_then(|at| hits.nodes.get(at)).or(hits.nodes.last()),
    };
    match hit {
        Some(hit) => go_to_next(model, *hit, from, forward),
        None => model.notice = Some("no match".to_owned()),
    }
}

/// Goes to a hit, and says so if it lies on the other side of where the cursor was.
fn go_to_next(model: &mut Model, hit: NodeRef, from: NodeRef, forward: bool) {
    let Some(tree) = model.response.tree() else { return };
    let (hit_rank, from_rank) = (tree.pages().rank(hit), tree.pages().rank(from));
    if forward && hit_rank <= from_rank {
        model.notice = Some("from the top again".to_owned());
    } else if !forward && hit_rank >= from_rank {
        model.notice = Some("from the end again".to_owned());
    }
    go_to(model, hit);
}

fn go_to(model: &mut Model, hit: NodeRef) {
    let height = model.height_of(Panel::Response);
    model.response.go_to(hit, height);
    model.search.current = Some(hit);
}

/// The pages may have changed: more has come, or another response. The hits are asked for again.
pub(super) fn renew(model: &mut Model) -> Effects {
    if model.search.number != model.response.number() {
        return anew(model);
    }
    if model.search.lit().is_none() {
        model.search.hits = None;
        return Effects::new();
    }
    if model.search.course != Course::Done {
        model.search.is_stale = true;
        return Effects::new();
    }
    let is_missing = model.search.current.is_none() && model.search.begun.is_some();
    if is_missing { from_the_beginning(model) } else { ask(model, None, Course::Counting) }
}

/// Another response shows: what was found in the last one is no place in this one. The pattern stays for the key of the next
/// hit, and is looked for at once only where it was looked for before, or is being typed.
fn anew(model: &mut Model) -> Effects {
    let asked_of = model.search.asked_of.as_ref();
    let is_again = model.response.shown().is_some_and(|shown| asked_of == Some(&shown.request));
    let is_lit = model.search.lit().is_some() && (is_again || model.search.begun.is_some());
    let matcher = model.search.matcher().cloned();
    model.search.set(matcher, is_lit);
    model.search.turn += 1;
    model.search.number = model.response.number();
    let (place, from) = (model.response.place(), model.response.start());
    let begun = model.search.begun.take().zip(place.zip(from));
    let begun =
        begun.map(|(begun, (place, from))| Begun { place, from, hits: None, current: None, ..*begun });
    model.search.begun = begun.map(Box::new);
    let effects = match (is_lit, model.search.begun.is_some()) {
        (true, true) => from_the_beginning(model),
        (true, false) => ask(model, None, Course::Counting),
        (false, _) => Effects::new(),
    };
    tell(model);
    effects
}

/// Tells in the prompt what was found and where was looked, or what is wrong with what is typed.
fn tell(model: &mut Model) {
    let scope = model.search.scope.words();
    let told = match (&model.search.fault, model.response.tree()) {
        (Some(fault), _) => fault.to_string(),
        (None, Some(tree)) => match model.search.words(tree.pages()) {
            Some(words) => format!("{words} · {scope}"),
            None => scope.to_owned(),
        },
        (None, None) => scope.to_owned(),
    };
    if let Some(prompt) = model.prompt.as_mut().filter(|prompt| prompt.ask == Ask::Search) {
        prompt.told = Some(told);
    }
}
