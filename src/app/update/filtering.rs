//! The jq filter: run while it is typed, ended when it changes, and never let over what is too large without an Enter.

use std::sync::Arc;

use super::prompt;
use crate::{
    app::{
        effect::{Effect, Effects},
        event::Typed,
        field::Cover,
        filter::{MOST_LIVE, Results, Run, Scope},
        keymap::{Action, Context},
        model::Model,
        prompt::Ask,
    },
    domain::{
        filter::Fault,
        pages::{NodeRef, Pages},
        quantity,
    },
};

/// Opens the prompt with the filter that shows, if one does.
pub(super) fn open(model: &mut Model) -> Effects {
    let words = model.response.filtered().map(|filtered| filtered.words().to_owned());
    let effects = prompt::open(model, Ask::Filter);
    if let (Some(prompt), Some(words)) = (&mut model.prompt, words) {
        prompt.field.paste(&words);
    }
    tell_scope(model);
    effects
}

/// The filter has changed: the one before is of no use any more.
pub(super) fn changed(model: &mut Model) -> Effects {
    run(model, false)
}

/// `Enter`: the results stay and the prompt goes, now or when they are there.
pub(super) fn accept(model: &mut Model) -> Effects {
    let words = typed(model).unwrap_or_default();
    let shows = model.response.filtered().map_or("", |filtered| filtered.words());
    if words == shows && model.filter.running().is_none() {
        prompt::close(model);
        return Effects::new();
    }
    run(model, true)
}

/// `Esc` in the prompt: back to the response.
pub(super) fn leave(model: &mut Model) -> Effects {
    let effects = end(model);
    prompt::close(model);
    effects
}

/// Back to the response; whatever runs is ended.
pub(super) fn end(model: &mut Model) -> Effects {
    model.response.leave_filtered();
    model.fit();
    stop(model)
}

/// One page, or all of them.
pub(super) fn switch(model: &mut Model) -> Effects {
    if model.response.pages().is_none_or(|pages| pages.len() < 2) {
        return Effects::new();
    }
    model.filter.is_of_page = !model.filter.is_of_page;
    tell_scope(model);
    run(model, false)
}

/// A filter came to something. Only the last run counts, and only for the response that it ran over.
pub(super) fn filtered(model: &mut Model, turn: u64, outcome: Result<Results, Fault>) -> Effects {
    let Some(run) = model.filter.finish(turn) else { return Effects::new() };
    let Some(words) = typed(model).filter(|_| run.response == model.response.replaced()) else {
        return Effects::new();
    };
    match outcome {
        Ok(results) => show(model, &words, run, results),
        // What the last good filter found stays.
        Err(fault) => tell(model, fault.to_string()),
    }
    Effects::new()
}

fn show(model: &mut Model, words: &str, run: Run, results: Results) {
    let is_empty = results.count == 0;
    model.response.show_filtered(words, results);
    match is_empty {
        true => tell(model, "the filter gave no result".to_owned()),
        false => tell_scope(model),
    }
    if run.is_wanted {
        prompt::close(model);
    }
    model.fit();
}

/// A message may have brought another response, or the rest of one: what is typed is asked of that one.
pub(super) fn catch_up(model: &mut Model, before: (u64, bool)) -> Effects {
    if mark(model) == before {
        return Effects::new();
    }
    if typed(model).is_some() { changed(model) } else { stop(model) }
}

/// What tells one response from another, and a whole one from its beginning.
pub(super) fn mark(model: &Model) -> (u64, bool) {
    (model.response.replaced(), model.response.pages().is_some_and(|pages| is_whole(pages)))
}

/// Runs what is typed, at once or after a pause; ends what runs.
fn run(model: &mut Model, is_wanted: bool) -> Effects {
    let words = typed(model).unwrap_or_default();
    if words.is_empty() {
        let effects = end(model);
        tell_scope(model);
        return effects;
    }
    let (scope, pages) = match input(model, is_wanted) {
        Ok(input) => input,
        Err(reason) => {
            tell(model, reason);
            return stop(model);
        }
    };
    if is_wanted {
        let back = model.key(Action::Back);
        tell(model, format!("it runs; {back} ends it"));
    }
    let turn = model.filter.start(scope, model.response.replaced(), is_wanted);
    vec![Effect::Filter { turn, pages, scope, filter: Typed(words), is_live: !is_wanted }]
}

/// What the filter gets to see; why nothing, if it must not be run.
fn input(model: &Model, is_wanted: bool) -> Result<(Scope, Arc<Pages>), String> {
    let is_open = model.prompt.as_ref().is_some_and(|prompt| *prompt.field.cover() == Cover::Open);
    if !is_open {
        return Err("it holds a token or a key, so it is not run".to_owned());
    }
    let Some(pages) = model.response.pages() else {
        return Err("there is no JSON to filter".to_owned());
    };
    if !is_whole(pages) {
        return Err("only the beginning of the response is there".to_owned());
    }
    let scope = scope(model);
    let size = match scope {
        Scope::Page(page) => pages.page(Pages::root_of(page)).document().size(),
        Scope::Merged => pages.merged_size(pages.root()),
    };
    if size > MOST_LIVE && !is_wanted {
        let accept = model.key(Action::Accept);
        return Err(format!("{}: {accept} runs it", quantity::bytes(size as u64)));
    }
    Ok((scope, Arc::clone(pages)))
}

fn scope(model: &Model) -> Scope {
    match model.response.pages() {
        Some(pages) if pages.len() > 1 && !model.filter.is_of_page => Scope::Merged,
        _ => Scope::Page(model.response.page_at_cursor()),
    }
}

fn is_whole(pages: &Pages) -> bool {
    let root: NodeRef = pages.root();
    pages.page(root).document().is_whole()
}

/// What is typed as a filter; none if the prompt is for something else.
fn typed(model: &Model) -> Option<String> {
    let prompt = model.prompt.as_ref().filter(|prompt| prompt.ask == Ask::Filter)?;
    Some(prompt.field.text().trim().to_owned())
}

fn stop(model: &mut Model) -> Effects {
    if model.filter.stop() { vec![Effect::EndFilter] } else { Effects::new() }
}

/// Says over how much the filter runs, where that is a choice.
fn tell_scope(model: &mut Model) {
    let count = model.response.pages().map_or(0, |pages| pages.len());
    let other = model.keymap.key(Context::Filter, Action::Switch);
    let words = match scope(model) {
        _ if count < 2 => None,
        Scope::Merged => Some(format!("all {count} pages · {other} one")),
        Scope::Page(page) => Some(format!("page {} · {other} all {count}", page + 1)),
    };
    if let Some(prompt) = &mut model.prompt {
        prompt.told = words;
    }
}

fn tell(model: &mut Model, words: String) {
    if let Some(prompt) = &mut model.prompt {
        prompt.told = Some(words);
    }
}
