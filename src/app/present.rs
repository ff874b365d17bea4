//! Presenter mode: what is on a stage is seen by a room. What comes in is masked before the model has it
//! (`update::presenting`), what the model knows of the person anyway is caught where it is drawn, and the keys that were
//! pressed can show.

use std::{collections::VecDeque, sync::Arc};

use super::{
    event::{Key, KeyCode},
    model::Model,
    overlay::Overlay,
};
use crate::domain::{
    clock::{relative, utc},
    doctor::Credentials,
    personal::{self, Net, Own, Personal},
    profile::{ENVIRONMENT, SANDBOX},
    request::Draft,
    token::{DeveloperStanding, UserStanding},
};

/// So many keys show.
const MOST_KEYS: usize = 6;

/// So many addresses are remembered: more than anybody types in a talk.
const MOST_ADDRESSES: usize = 100;

/// Presenter mode.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub(super) is_on: bool,
    /// Whether the keys that were pressed show.
    pub shows_keys: bool,
    pressed: VecDeque<String>,
    last: Option<Key>,
    /// Whether leaving is meant: a key alone leaves only if it is pressed twice.
    pub(super) is_meant: bool,
    /// What stands for what is personal; kept when the mode is left, so that links lead on.
    pub(super) personal: Arc<Personal>,
    /// E-mail addresses that were sent along, and stand in paths from then on.
    addresses: VecDeque<String>,
    /// Whether pages were fetched ahead before.
    pub(super) was_ahead: bool,
    /// What stood in the form when a key entered: it stands there again when one leaves.
    pub(super) left: Option<Draft>,
}

impl State {
    /// Whether this is a stage.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.is_on
    }

    /// The form of before, while this is a stage.
    #[must_use]
    pub const fn left(&self) -> Option<&Draft> {
        self.left.as_ref()
    }

    /// The last keys that were commands, if they are to show.
    pub fn pressed(&self) -> impl Iterator<Item = &str> {
        self.pressed.iter().filter(|_| self.shows_keys).map(String::as_str)
    }

    /// A key was pressed: where a text is typed, characters are none of the room's business. `is_chosen` if it chooses in the
    /// palette.
    pub(super) fn note(&mut self, key: Key, is_typed: bool, is_chosen: bool) {
        self.is_meant = is_chosen || (self.is_meant && self.last == Some(key));
        self.last = Some(key);
        if !self.shows_keys || is_typed {
            return;
        }
        if self.pressed.len() == MOST_KEYS {
            self.pressed.pop_front();
        }
        self.pressed.push_back(label(key));
    }

    /// A text was sent that may hold addresses.
    pub(super) fn sent(&mut self, text: &str) {
        for address in personal::addresses(text) {
            if !self.addresses.contains(&address) {
                self.addresses.push_back(address);
            }
        }
        let surplus = self.addresses.len().saturating_sub(MOST_ADDRESSES);
        self.addresses.drain(..surplus);
    }

    /// Shows the keys that are pressed from now on, or no longer.
    pub fn toggle_keys(&mut self) {
        self.shows_keys = !self.shows_keys;
        self.pressed.clear();
    }
}

/// A key as it is written elsewhere.
fn label(key: Key) -> String {
    let name = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        other => format!("{other:?}"),
    };
    let held = [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")];
    held.iter().filter(|(is_held, _)| *is_held).map(|(_, held)| *held).chain([&*name]).collect()
}

/// What must not be read on the screen of a model; none off stage.
#[must_use]
pub fn net(model: &Model) -> Option<Net<'_>> {
    model.present.is_on.then(|| Net::new(own(model), &model.present.personal))
}

/// A text that leaves a stage, line by line without what is personal in its strings.
pub(super) fn masked(model: &Model, json: &str) -> String {
    let Some(net) = net(model) else { return json.to_owned() };
    let masked = |line: &str| {
        let (mut is_inside, mut is_escaped) = (false, false);
        let shown = line.chars().zip(net.caught(line, true)).map(|(c, is_caught)| {
            let is_syntax = is_escaped || matches!(c, '"' | '\\');
            is_inside ^= c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            if is_caught && is_inside && !is_syntax { '•' } else { c }
        });
        shown.collect::<String>()
    };
    json.lines().map(masked).collect::<Vec<_>>().join("\n")
}

/// What the model knows of the person.
fn own(model: &Model) -> Vec<Own> {
    let mut own = Vec::new();
    let standing = &model.session.standing;
    own.extend(std::iter::once(&standing.profile).chain(&model.session.profiles).filter_map(profile));
    match &standing.developer {
        DeveloperStanding::Minted { key_id, team_id, source, .. } => {
            own.extend([Own::Id(key_id.clone()), Own::Id(team_id.clone()), Own::Text(source.clone())]);
        }
        DeveloperStanding::Ready { key_id, team_id, source, .. } => {
            own.extend([key_id, team_id].into_iter().flatten().cloned().map(Own::Id));
            own.push(Own::Text(source.clone()));
        }
        DeveloperStanding::Missing | DeveloperStanding::Starting | DeveloperStanding::Faulty { .. } => {}
    }
    if let UserStanding::Set { source, fingerprint, .. } = &standing.user {
        own.extend([Own::Text(source.clone()), Own::Id(fingerprint.clone())]);
    }
    if !standing.origin.is_apple() && !standing.origin.is_loopback() {
        let origin = standing.origin.as_str();
        own.push(Own::Text(origin.split("://").last().unwrap_or_default().trim_end_matches('/').to_owned()));
    }
    let credentials = model.doctor.credentials().into_iter();
    own.extend(credentials.flat_map(|credentials| of_credentials(credentials, model.seconds())));
    own.extend(typed(model).iter().flat_map(|text| personal::addresses(text)).map(Own::Text));
    own.extend(model.present.addresses.iter().cloned().map(Own::Text));
    own.retain(|own| !matches!(own, Own::Text(text) if text.chars().count() < 8));
    own
}

fn profile(name: &String) -> Option<Own> {
    ([SANDBOX, ENVIRONMENT].iter().all(|known| known != name)).then(|| Own::Name(name.clone()))
}

fn of_credentials(credentials: &Credentials, now: i64) -> Vec<Own> {
    let jwt = credentials.developer.as_ref().and_then(|developer| developer.jwt());
    let claimed = jwt.into_iter().flat_map(|jwt| [jwt.header.get("kid"), jwt.claims.get("iss")]);
    let claimed = claimed.flatten().filter_map(|value| value.as_str().map(str::to_owned));
    let digests = [
        credentials.developer.as_ref().map(|developer| developer.identity.sha256_prefix.clone()),
        credentials.user.as_ref().map(|user| user.identity.sha256_prefix.clone()),
        credentials.key.as_ref().and_then(|key| key.fingerprint.clone()),
    ];
    let ids = [&credentials.key_id, &credentials.team_id].into_iter().flatten().cloned();
    let texts = [
        &credentials.developer_source,
        &credentials.user_source,
        &credentials.key_file,
        &credentials.key_source,
    ];
    // When somebody signed in says how they live; the doctor tells it as a date and as a span.
    let signed_in = credentials.user_obtained_at.into_iter().flat_map(|at| [utc(at), relative(at, now)]);
    let ids = ids.chain(claimed).chain(digests.into_iter().flatten()).map(Own::Id);
    ids.chain(texts.into_iter().flatten().cloned().chain(signed_in).map(Own::Text)).collect()
}

/// What stands in fields.
fn typed(model: &Model) -> Vec<String> {
    let form = &model.composer;
    let mut texts = vec![form.path.text(), form.headers.text(), form.body.text()];
    texts.extend(model.prompt.as_ref().map(|prompt| prompt.field.text()));
    if let Some(Overlay::Palette(palette)) = &model.overlay {
        texts.push(palette.field.text());
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_somebody_signed_in_does_not_show() {
        let (at, now) = (1_700_000_000, 1_700_180_000);
        let credentials = Credentials { user_obtained_at: Some(at), ..Credentials::default() };
        let personal = Personal::default();
        let net = Net::new(of_credentials(&credentials, now), &personal);
        let row = format!("stored {}, {}", utc(at), relative(at, now));
        let shown = row.chars().zip(net.caught(&row, true));
        let shown: String = shown.map(|(c, is_caught)| if is_caught { '•' } else { c }).collect();
        assert_eq!(shown.replace('•', ""), "stored , ", "{row}");
    }

    #[test]
    fn keys_are_written_as_elsewhere_and_what_is_typed_is_not() {
        let mut state = State::default();
        state.note(Key::char('q'), false, false);
        state.toggle_keys();
        for key in [Key::ctrl('p'), Key::plain(KeyCode::PageDown), Key::char(' '), Key::plain(KeyCode::F(9))]
        {
            state.note(key, false, false);
        }
        state.note(Key::char('s'), true, false);
        assert_eq!(state.pressed().collect::<Vec<_>>(), ["Ctrl-p", "PgDn", "Space", "F9"]);
        state.toggle_keys();
        assert_eq!(state.pressed().count(), 0);
    }
}
