//! Keys and pastes: what a key means where the focus is, and who carries it out.

use super::{
    comparing, completing, copying, demo, doctor, endpoints, filtering, focus, follow, history, locale,
    pasting, presenting, prompt, quit, resuming, saving, search, settings, signing, trail, travel,
};
use crate::{
    app::{
        composer::Row,
        effect::{Effect, Effects},
        event::{Key, Typed},
        field::PASTE_LIMIT,
        keymap::{Action, Context, Edit, Meaning, Motion},
        layout::{self, Panel},
        model::{Model, Opening, Session},
        overlay::{Help, Overlay},
        palette::{Choice, Errand, Palette},
        preview::{self, Preview},
        prompt::Ask,
        settings::now,
        walking::Reach,
    },
    domain::{copying::Part, export::Form, pages::Item, resource::detail::Scope, secret},
};

/// Why a `next` in the results of a filter leads nowhere.
pub(super) fn no_next(model: &Model) -> String {
    format!(
        "a jq result has no next; {} goes back to the response",
        model.keymap.key(Context::Response, Action::Back)
    )
}

/// A key was pressed.
pub(super) fn key(model: &mut Model, key: Key) -> Effects {
    model.notice = None;
    model.pointed = None;
    model.fetch.disturb();
    model.resuming.disturb();
    travel::disturb(model, key);
    let begun = model.begun.take();
    let before = completing::before(model);
    let effects = match model.keymap.lookup(model.context(), begun, key) {
        Meaning::Acts(action) => act(model, action),
        Meaning::Begins => {
            model.begun = Some(key);
            Effects::new()
        }
        Meaning::Nothing => {
            let typed = key.typed().filter(|_| begun.is_none());
            typed.map_or_else(Effects::new, |c| type_char(model, c))
        }
    };
    look_at_typed(model, before.as_ref());
    // What was offered with a notice is gone with it.
    model.saving.is_for_value &= model.notice.is_some();
    effects
}

/// More characters are typed into the field of the form behind one that was.
pub(super) fn type_on(model: &mut Model, text: &str) {
    let before = completing::before(model);
    model.composer.type_text(text);
    look_at_typed(model, before.as_ref());
}

/// What has just been typed may have completed the person's own token, which must not show then; and it asks for a list.
fn look_at_typed(model: &mut Model, before: Option<&completing::Before>) {
    let own = model.own_token();
    model.composer.guard_edited(&own);
    completing::follow(model, before);
}

fn type_char(model: &mut Model, c: char) -> Effects {
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => {
            palette.field.type_char(c);
            palette.narrow();
        }
        Some(_) => {}
        None if model.prompt.is_some() => return prompt::type_char(model, c),
        None if model.screen.focus == Panel::Request => model.composer.type_text(c.encode_utf8(&mut [0; 4])),
        None => {}
    }
    Effects::new()
}

/// Text was pasted: it goes to the field that has the focus, as one edit, and never sends anything.
pub(super) fn paste(model: &mut Model, text: &str) -> Effects {
    model.fetch.disturb();
    // What could have stood there is no longer asked for.
    model.completing.close();
    if text.len() <= PASTE_LIMIT
        && let Some(effects) = pasting::take(model, text)
    {
        return effects;
    }
    let mut effects = Effects::new();
    model.notice = if text.len() > PASTE_LIMIT {
        Some(format!("a paste of {} kB is too long for a field; nothing was pasted", text.len() / 1000))
    } else if secret::is_in(text) || is_own_token(model, text) {
        Some("that holds a token or a key, so it was not pasted; the README says where it belongs".to_owned())
    } else {
        paste_into_field(model, text, &mut effects)
    };
    effects
}

/// A body came back from the editor. Tokens with a shape are masked where they show; the person's own user token has none.
pub(super) fn edited(model: &mut Model, text: &str) -> Result<(), String> {
    if is_own_token(model, text) {
        return Err("the body stays as it was: what was written holds your Music User Token".to_owned());
    }
    model.composer.replace_body(text.trim_end_matches('\n'));
    Ok(())
}

/// Whether the person's own Music User Token is in a text.
fn is_own_token(model: &Model, text: &str) -> bool {
    model.own_token().is_in(text)
}

fn paste_into_field(model: &mut Model, text: &str, effects: &mut Effects) -> Option<String> {
    let has_taken = match &mut model.overlay {
        Some(Overlay::Palette(palette)) => {
            palette.field.paste(text);
            palette.narrow();
            true
        }
        Some(_) => false,
        None if model.prompt.is_some() => {
            effects.extend(prompt::paste(model, text));
            true
        }
        None => model.screen.focus == Panel::Request && model.composer.paste(text),
    };
    (!has_taken).then(|| "nothing was pasted: no text field has the focus".to_owned())
}

/// Carries out an action, from a key or from the palette.
pub(super) fn act(model: &mut Model, action: Action) -> Effects {
    if let Some(effects) = demo::withhold(model, action) {
        return effects;
    }
    if !model.can(action) {
        return cannot(model, action);
    }
    match action {
        Action::Send => return travel::send(model),
        Action::SendAgain => return travel::send_again(model),
        Action::Resume => return resuming::take(model),
        Action::Follow => return follow::next(model, Reach::One),
        Action::FollowAll => return follow::next(model, Reach::All),
        Action::Open => return travel::open(model),
        Action::Visit => return travel::visit(model),
        Action::Travel { forward } => return trail::step(model, forward),
        Action::Back => return back(model),
        Action::Accept => return accept(model),
        Action::Recall => return history::open(model),
        Action::Reuse => return history::reuse(model),
        Action::Interrupt if is_cancellable(model) => return travel::cancel(model),
        Action::Interrupt | Action::Quit => return quit(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::TogglePresenter => return presenting::toggle(model),
        Action::Copy(part) => return copying::part(model, part),
        Action::CopyCurl => return copying::request(model, Form::Curl),
        Action::CopyToken | Action::PrintCopied | Action::Page => return copying::outside(model, action),
        Action::ExternalEditor => return edit_outside(model),
        Action::Examine => return doctor::examine(model),
        Action::Experiment => return doctor::experiment(model),
        Action::Permit => return doctor::permit(model),
        Action::CopyReport => return doctor::copy_report(model),
        Action::SignIn => return signing::begin(model),
        Action::NextStep => return demo::advance(model),
        Action::PassStep { forward } => return demo::pass(model, forward),
        Action::CopyLink => return signing::copy_address(model),
        Action::Search => return prompt::open(model, Ask::Search),
        Action::Filter => return filtering::open(model),
        Action::Save => return saving::open(model),
        Action::Hold { is_page } => return comparing::hold(model, is_page),
        Action::Compare => return comparing::compare(model),
        Action::Difference { forward } => return comparing::go(model, forward),
        Action::Switch if matches!(model.overlay, Some(Overlay::Help(_))) => switch_help(model),
        Action::Switch => return prompt::switch(model),
        Action::Hit { forward } => return search::hit(model, forward),
        Action::NextScope => return search::next_scope(model),
        Action::Move(motion) if model.overlay.is_none() && model.prompt.is_some() => {
            return prompt::step(model, motion);
        }
        Action::Move(motion) if model.overlay.is_none() && model.completing.is_open() => {
            model.completing.step(motion);
        }
        Action::Move(motion) => return step(model, motion),
        Action::Edit(edit) => return edit_field(model, edit),
        action => arrange(model, action),
    }
    Effects::new()
}

fn edit_field(model: &mut Model, edit: Edit) -> Effects {
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => {
            palette.field.edit(edit);
            palette.narrow();
        }
        _ if model.prompt.is_some() => return prompt::edit(model, edit),
        _ => model.composer.edit(edit),
    }
    Effects::new()
}

/// Says why an action does nothing now, where a person may wonder.
fn cannot(model: &mut Model, action: Action) -> Effects {
    if let Err(refusal) = action.check(&model.leave) {
        model.notice = Some(refusal.to_string());
        return Effects::new();
    }
    let key = |action| model.keymap.key(Context::Response, action);
    model.notice = match action {
        Action::Recall if model.present.is_on() => Some("the history stays closed on a stage".to_owned()),
        Action::PrintCopied | Action::Page if model.present.is_on() => {
            Some("nothing is shown beside the screen on a stage".to_owned())
        }
        Action::Follow | Action::FollowAll if model.response.filtered().is_some() => Some(no_next(model)),
        Action::Hold { .. } => Some("nothing to hold: there is no JSON response".to_owned()),
        Action::Compare if model.held.is_none() => {
            let [whole, page] = [false, true].map(|is_page| key(Action::Hold { is_page }));
            Some(format!("nothing is held to compare with; {whole} holds this response, {page} its page"))
        }
        Action::Compare => Some("nothing to compare: there is no JSON response".to_owned()),
        Action::Filter => Some("nothing to filter: there is no JSON response".to_owned()),
        Action::Save => Some("nothing to save: there is no JSON response".to_owned()),
        Action::Copy(_) | Action::CopyCurl | Action::CopyExport => Some(copying::nothing(model)),
        Action::Page => Some("nothing to read: there is no response with a body".to_owned()),
        Action::CopyToken => Some("there is no developer token to copy".to_owned()),
        Action::PrintCopied => Some(format!(
            "nothing has been copied yet; {} copies the value under the cursor",
            key(Action::Copy(Part::Value))
        )),
        Action::Search => Some("nothing to search: there is no tree of a response".to_owned()),
        Action::Follow | Action::FollowAll if model.response.tree().is_some() => {
            Some("no next to follow: the lists are whole".to_owned())
        }
        Action::Follow | Action::FollowAll => {
            Some("no next to follow: there is no tree of a response".to_owned())
        }
        Action::TogglePreview | Action::ShowValue | Action::ShowResource | Action::ScrollPreview(_) => {
            let show = key(Action::TogglePreview);
            Some(format!("no value to show: {show} shows the one under the cursor of a tree"))
        }
        Action::Hit { .. } if model.response.tree().is_some() => {
            Some(format!("nothing has been looked for yet; {} searches", key(Action::Search)))
        }
        Action::Visit if matches!(model.response.item(), Some(Item::Ways { .. })) => {
            Some("each of these has a row of its own: {key:response.move-in} unfolds them".to_owned())
        }
        Action::Visit => Some("nothing to go to: the row names no resource and no address".to_owned()),
        Action::Travel { forward: false } => Some("this is the first response of the way".to_owned()),
        Action::Travel { forward: true } => Some("this is the last response of the way".to_owned()),
        Action::ShowWays => {
            Some("no resource here: put the cursor on a song, an album or the like".to_owned())
        }
        Action::ShowEndpoint => {
            let browse = key(Action::Browse);
            Some(format!("no endpoint that is documented has this path; {browse} lists them"))
        }
        Action::InsertExample => Some("no body is documented for this request".to_owned()),
        action => without_a_response(model, action),
    };
    Effects::new()
}

/// The same for what asks for no response.
fn without_a_response(model: &Model, action: Action) -> Option<String> {
    match action {
        Action::Resume => Some("there is no session to go on with".to_owned()),
        Action::NextStep | Action::PassStep { .. } => {
            Some("no demo is loaded; `segue demo FILE` loads one".to_owned())
        }
        Action::SendAgain => {
            let send = model.keymap.key(Context::Path, Action::Send);
            Some(format!("nothing has been sent yet; {send} in the path sends"))
        }
        _ => None,
    }
}

/// Actions that move the focus, the form or the tree, and do nothing outside.
fn arrange(model: &mut Model, action: Action) {
    let height = model.height_of(Panel::Response);
    match action {
        Action::NextPanel => focus(model, neighbour(model.screen.focus, true)),
        Action::PreviousPanel => focus(model, neighbour(model.screen.focus, false)),
        Action::FocusRequest => focus(model, Panel::Request),
        Action::FocusResponse => focus(model, Panel::Response),
        Action::FocusErrors => focus(model, Panel::Errors),
        Action::Zoom => {
            model.screen.zoomed = !model.screen.zoomed;
            model.fit();
        }
        Action::ToggleMouse => toggle_mouse(model),
        Action::NextMethod => model.composer.next_method(),
        Action::ToggleDeveloper => model.composer.toggle_developer(),
        Action::ToggleUser => model.composer.toggle_user(),
        Action::ToggleRow => model.composer.toggle_row(),
        Action::EditRow => model.composer.go_to(model.composer.row()),
        Action::EditPath => edit_row(model, Row::Path),
        Action::EditHeaders => edit_row(model, Row::Headers),
        Action::EditBody => edit_body(model),
        Action::Fold(fold) => model.response.fold(fold, height),
        Action::TogglePlain => model.response.toggle_plain(height),
        Action::ToggleHeaders => model.response.toggle_headers(),
        Action::TogglePreview => toggle_preview(model),
        Action::ScrollPreview(motion) => {
            model.response.scroll_preview(motion, model.preview_size().1);
        }
        Action::Complete => completing::open(model),
        Action::NextStop => completing::mark_next(model),
        action => lay_over(model, action),
    }
}

/// Actions that lay something over the panels, or take it away.
fn lay_over(model: &mut Model, action: Action) {
    match action {
        Action::Decline => model.overlay = None,
        Action::ShowValue => show_value(model),
        Action::ShowResource => show_resource(model),
        Action::ToggleKeys => model.present.toggle_keys(),
        Action::Redraw => model.screen.redraws = model.screen.redraws.wrapping_add(1),
        Action::ShowHelp => {
            let help = Help::new(&model.keymap, model.context(), &model.leave);
            model.overlay = Some(Overlay::Help(Box::new(help.over(model.overlay.take(), &model.keymap))));
            model.fit();
        }
        Action::ShowPalette => {
            let Session { profiles, scenarios, scope, .. } = &model.session;
            // The names of profiles are nothing for a stage.
            let profiles = if model.present.is_on() { &[][..] } else { profiles };
            let palette = Palette::new(&model.keymap, profiles, scenarios, &now(model), *scope);
            let palette = palette.within(&model.leave);
            model.overlay = Some(Overlay::Palette(Box::new(palette)));
        }
        Action::Browse => endpoints::browse(model),
        Action::ShowEndpoint => endpoints::show(model),
        Action::InsertExample => endpoints::insert_example(model),
        Action::ShowWays => endpoints::show_ways(model),
        Action::PickStorefront => locale::choose(model, Errand::Stay),
        Action::AskElsewhere => locale::choose(model, Errand::Again),
        Action::CopyExport => model.overlay = Some(Overlay::Palette(Box::new(Palette::of_forms()))),
        _ => {}
    }
}

/// The keys of every panel in the help, or of the one that it was opened in.
fn switch_help(model: &mut Model) {
    if let Some(Overlay::Help(help)) = &mut model.overlay {
        help.switch(&model.keymap);
    }
}

/// Shows what is under the cursor over the panels: a resource in full, or a value whole.
pub(super) fn show_value(model: &mut Model) {
    let found = model.response.whole_value(whole(&model.session), &model.keymap);
    show_over(model, found);
}

/// Shows the resource that the cursor is on or in over the panels.
fn show_resource(model: &mut Model) {
    let found = model.response.whole_resource(whole(&model.session));
    if found.is_none() {
        let show = model.keymap.key(Context::Response, Action::ShowValue);
        model.notice = Some(format!("no resource here; {show} shows the value"));
    }
    show_over(model, found);
}

fn whole(session: &Session) -> Scope<'_> {
    Scope { storefront: &session.standing.storefront, most: preview::WHOLE }
}

fn show_over(model: &mut Model, found: Option<Preview>) {
    if let Some(mut preview) = found {
        preview.wrap(model.value_columns());
        model.overlay = Some(Overlay::Value(Box::new(preview)));
    }
}

/// Shows the value under the cursor below the tree, where there is room; else over the panels.
fn toggle_preview(model: &mut Model) {
    if model.response.preview().is_none() && model.preview_size().1 == 0 {
        return show_value(model);
    }
    model.response.toggle_preview();
    model.fit();
}

const fn neighbour(panel: Panel, forward: bool) -> Panel {
    match (panel, forward) {
        (Panel::Request, true) | (Panel::Errors, false) => Panel::Response,
        (Panel::Response, true) | (Panel::Request, false) => Panel::Errors,
        (Panel::Errors, true) | (Panel::Response, false) => Panel::Request,
    }
}

fn toggle_mouse(model: &mut Model) {
    model.screen.has_mouse = !model.screen.has_mouse && !model.screen.is_plain;
    let words = if model.screen.is_plain {
        "there is no mouse where lines are written (--plain)".to_owned()
    } else if model.screen.has_mouse {
        format!("mouse on: Shift-drag selects text; {} turns it off", model.key(Action::ToggleMouse))
    } else {
        "mouse off".to_owned()
    };
    model.notice = Some(words);
}

fn edit_row(model: &mut Model, row: Row) {
    focus(model, Panel::Request);
    model.composer.go_to(row);
}

fn edit_body(model: &mut Model) {
    if model.composer.method.has_body() {
        edit_row(model, Row::Body);
    } else {
        let method = model.composer.method.as_str();
        let next = model.keymap.key(Context::Form, Action::NextMethod);
        model.notice = Some(format!("{method} has no body; {next} changes the method"));
    }
}

fn edit_outside(model: &mut Model) -> Effects {
    if !model.composer.method.has_body() {
        edit_body(model);
        return Effects::new();
    }
    edit_row(model, Row::Body);
    vec![Effect::EditBody(Typed(model.composer.body.text()))]
}

/// `Esc`: closes what is open, else cancels what runs, else leaves the field. It never quits.
fn back(model: &mut Model) -> Effects {
    match model.overlay.take() {
        Some(Overlay::Account(_)) => return doctor::stop(model),
        Some(Overlay::Help(help)) => {
            model.overlay = help.into_under();
            model.fit();
            doctor::retell(model);
            return Effects::new();
        }
        Some(_) => return Effects::new(),
        None => {}
    }
    if model.prompt.is_some() {
        return prompt::leave(model);
    }
    if model.completing.close() {
        return Effects::new();
    }
    if is_cancellable(model) {
        return travel::cancel(model);
    }
    if model.session.opening == Opening::ThenSend {
        model.session.opening = Opening::UnderWay;
        return Effects::new();
    }
    if model.screen.focus == Panel::Response && model.response.filtered().is_some() {
        return filtering::end(model);
    }
    let was_editing = model.screen.focus == Panel::Request && model.composer.leave_field();
    if !was_editing && model.screen.focus == Panel::Response && model.search.put_out() {
        return Effects::new();
    }
    if !was_editing && model.screen.zoomed {
        model.screen.zoomed = false;
        model.fit();
    }
    Effects::new()
}

/// Whether there is something that Esc and Ctrl-c would give up.
fn is_cancellable(model: &Model) -> bool {
    model.fetch.running().is_some() || model.fetch.walking().is_some()
}

/// Enter in the palette, or a yes.
fn accept(model: &mut Model) -> Effects {
    match model.overlay.take() {
        Some(Overlay::Palette(palette)) => match palette.chosen() {
            Some(Choice::Act(bound)) => act(model, bound.action),
            Some(Choice::Setting(setting, _)) => settings::change(model, setting),
            Some(Choice::Form(form)) => copying::request(model, *form),
            Some(Choice::Profile(name)) => travel::use_profile(model, name.clone()),
            Some(Choice::Past(entry, _)) => history::repeat(model, entry),
            Some(Choice::Scenario(name, about)) => travel::arm(model, name.clone(), about),
            Some(Choice::Endpoint(endpoint, _)) => endpoints::choose(model, endpoint),
            Some(Choice::Way(way)) => endpoints::go(model, &way.goal, palette.errand.clone()),
            Some(Choice::Place(place)) => locale::picked(model, palette.errand.clone(), place),
            Some(Choice::OwnStorefront) => locale::ask_own(model),
            None => Effects::new(),
        },
        Some(Overlay::Question(question)) => travel::confirmed(model, *question),
        Some(Overlay::TokenQuestion(profile)) => vec![Effect::CopyToken { profile }],
        other => {
            model.overlay = other;
            if model.overlay.is_none() && model.completing.is_open() {
                completing::accept(model);
                return Effects::new();
            }
            prompt::accept(model)
        }
    }
}

fn step(model: &mut Model, motion: Motion) -> Effects {
    let page = model.overlay_height();
    if let Some(overlay) = &mut model.overlay {
        overlay.step(motion, page);
        return Effects::new();
    }
    let height = model.height_of(model.screen.focus);
    match model.screen.focus {
        Panel::Request => model.composer.step(motion),
        Panel::Response => {
            model.response.step(motion, height);
            let goes_down =
                matches!(motion, Motion::Down | Motion::HalfPageDown | Motion::PageDown | Motion::Last);
            return if goes_down { follow::ahead(model) } else { Effects::new() };
        }
        Panel::Errors => {
            let width = layout::text_width(model.areas().errors);
            model.errors.scroll(motion, width, height);
        }
    }
    Effects::new()
}
