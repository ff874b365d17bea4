//! All that the program knows while it runs. No secret is in it: credentials stay at the edge, and only how they stand
//! comes here.

use ratatui::layout::Rect;

use super::{
    advising,
    comparison::Held,
    completing, composer, demo, doctor,
    effect::Clip,
    errors,
    event::Key,
    fetch, filter,
    keymap::{Action, Context, Keymap},
    known,
    layout::{self, Areas, Needs, Panel},
    locale,
    overlay::Overlay,
    pointing::{self, Pointed},
    present,
    prompt::{Ask, Prompt},
    response, resuming,
    saving::{self, What},
    search, signing,
    touched::{OfRow, Touched},
    trail::Trail,
};
use crate::domain::{
    catalog::{Advice, Known, Scope},
    leave::Leave,
    profile::{Effective, Paging, SANDBOX, is_replay},
    request::Draft,
    secret::Own,
    token::{DeveloperStanding, Standing},
};

/// The whole state.
#[derive(Debug, Clone)]
pub struct Model {
    pub screen: Screen,
    pub composer: composer::State,
    /// What is known of what stands in the form.
    pub advising: advising::State,
    /// What could stand at the cursor in the path.
    pub completing: completing::State,
    pub response: response::State,
    pub trail: Trail,
    /// The session that was cut off.
    pub resuming: resuming::State,
    pub search: search::State,
    pub errors: errors::State,
    pub fetch: fetch::State,
    pub filter: filter::State,
    pub saving: saving::State,
    /// How often the history was asked for; only the last answer counts.
    pub recalls: u64,
    pub doctor: doctor::State,
    pub signing: signing::State,
    pub session: Session,
    /// The demo that a key walks through.
    pub demo: Option<Box<demo::State>>,
    /// What this run may do.
    pub leave: Leave,
    /// Where and in which language requests ask.
    pub locale: locale::State,
    /// What the answers have told.
    pub known: known::State,
    pub overlay: Option<Overlay>,
    /// What another response is to be compared with.
    pub held: Option<Held>,
    /// A line that is typed under the response.
    pub prompt: Option<Prompt>,
    /// What was copied last, and what it is; never a secret.
    pub copied: Option<(Clip, String)>,
    /// A sentence in the footer, until the next key.
    pub notice: Option<String>,
    /// The clock, in milliseconds since the epoch, as of the last message.
    pub now: i64,
    /// What was clicked last, if no key was pressed since.
    pub pointed: Option<Pointed>,
    /// The keys as they hold.
    pub keymap: Keymap,
    /// Every setting as it was read at the start, and what decided it.
    pub settings: Vec<Effective>,
    /// Whether this is a stage.
    pub present: present::State,
    /// The first key of a chord.
    pub begun: Option<Key>,
    /// What is to be drawn.
    pub(super) touched: Touched,
    /// Which keys of rows the last frame tells of.
    pub(super) drawn: OfRow,
}

/// The terminal and what has its focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Screen {
    /// Columns and rows.
    pub size: (u16, u16),
    pub focus: Panel,
    pub zoomed: bool,
    /// Clicks and the wheel come here, and not to the terminal.
    pub has_mouse: bool,
    /// Lines are written, and there is no screen (`--plain`).
    pub is_plain: bool,
    /// How often it was asked to be drawn anew, or to be read out as a whole.
    pub redraws: u32,
}

/// What stays the same from request to request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub standing: Standing,
    /// The profiles there are, by name.
    pub profiles: Vec<String>,
    /// What can be wrong with the sandbox: names, and a line about each.
    pub scenarios: Vec<(String, String)>,
    /// What is wrong with it now; none while it is healthy.
    pub scenario: Option<String>,
    /// What is to be wrong with it once its credentials have been read.
    pub arming: Option<String>,
    /// Which endpoints are offered (`--undocumented`).
    pub scope: Scope,
    /// Whether the waiting sign may move (`NO_MOTION`).
    pub has_motion: bool,
    /// Whether a write to a real origin asks first (`confirm_writes`).
    pub confirms_writes: bool,
    /// How pages are followed.
    pub paging: Paging,
    /// Whether credentials are being read.
    pub opening: Opening,
    /// How often they have been; the answer to an earlier reading changes nothing.
    pub turn: u64,
}

/// How far the reading of credentials is; nothing is sent before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opening {
    #[default]
    Done,
    UnderWay,
    /// A request waits for it.
    ThenSend,
}

impl Session {
    /// What is wrong with the sandbox in use.
    #[must_use]
    pub fn illness(&self) -> Option<&str> {
        self.scenario.as_deref().filter(|_| self.standing.profile == SANDBOX)
    }

    /// Whether credentials have been read.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opening == Opening::Done
    }
}

impl Model {
    /// The state at start: the draft in the form, the cursor in its path.
    #[must_use]
    pub fn new(session: Session, draft: &Draft) -> Self {
        let mut composer = composer::State::holding(draft);
        composer.guard(&Own::of(&session.standing.user));
        Self {
            screen: Screen::default(),
            composer,
            advising: advising::State::default(),
            completing: completing::State::default(),
            response: response::State::default(),
            trail: Trail::default(),
            resuming: resuming::State::default(),
            search: search::State::default(),
            errors: errors::State::default(),
            fetch: fetch::State::default(),
            filter: filter::State::default(),
            saving: saving::State::default(),
            recalls: 0,
            doctor: doctor::State::default(),
            signing: signing::State::default(),
            session,
            demo: None,
            leave: Leave::default(),
            locale: locale::State::default(),
            known: known::State::default(),
            overlay: None,
            held: None,
            prompt: None,
            copied: None,
            notice: None,
            now: 0,
            pointed: None,
            keymap: Keymap::default(),
            settings: Vec::new(),
            present: present::State::default(),
            begun: None,
            touched: Touched::All,
            drawn: OfRow::default(),
        }
    }

    /// What may look other than when the screen was drawn.
    #[must_use]
    pub const fn touched(&self) -> Touched {
        self.touched
    }

    /// The key of an action where the focus is, for a sentence about it.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.keymap.key(self.context(), action)
    }

    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        if let Some(overlay) = &self.overlay {
            return overlay.context();
        }
        if let Some(prompt) = &self.prompt {
            return prompt.context();
        }
        match self.screen.focus {
            Panel::Request => match self.composer.context() {
                Context::Path if self.completing.chosen().is_some() => Context::Chosen,
                Context::Path if self.completing.is_open() => Context::Offers,
                Context::Path if self.composer.has_stop() => Context::Stops,
                context => context,
            },
            Panel::Response => Context::Response,
            Panel::Errors => Context::Errors,
        }
    }

    /// Whether characters that come together may be taken as one: they go into the form.
    #[must_use]
    pub fn takes_bursts(&self) -> bool {
        self.overlay.is_none()
            && (self.prompt.is_none() && self.begun.is_none())
            && self.screen.focus == Panel::Request
            && self.composer.context().is_field()
    }

    /// Where the panels stand.
    #[must_use]
    pub fn areas(&self) -> Areas {
        self.areas_in(self.screen.size)
    }

    /// Where the panels stand in a terminal of this size.
    #[must_use]
    pub fn areas_in(&self, size: (u16, u16)) -> Areas {
        let needs = Needs {
            focus: self.screen.focus,
            zoomed: self.screen.zoomed,
            form_rows: match self.screen.focus {
                Panel::Request => self.composer.height(),
                Panel::Response | Panel::Errors => self.composer.height_at_rest(),
            } + self.advice_rows(),
            error_rows: self.errors.rows(size.0),
            note_rows: self.demo.as_ref().map_or(0, |demo| demo.rows(layout::note_width(size))),
        };
        layout::arrange(size, needs)
    }

    /// Keeps everything that scrolls inside what it shows, after a change of size, focus or content.
    pub fn fit(&mut self) {
        let screen_wide = self.screen.size.0.saturating_sub(4);
        self.errors.wrap([screen_wide, screen_wide]);
        let areas = self.areas();
        let width = layout::text_width(areas.errors);
        self.errors.wrap([screen_wide, width]);
        self.errors.fit(width, self.height_of(Panel::Errors));
        self.response.keep_in_view(self.height_of(Panel::Response));
        let height = self.overlay_height();
        let columns = match self.overlay {
            Some(Overlay::Comparison(_)) => self.comparison_columns(),
            _ => self.value_columns(),
        };
        if let Some(overlay) = &mut self.overlay {
            overlay.fit(columns, height);
        }
    }

    /// The part of the screen that may be laid over: the note of a demo stays in sight.
    fn screen_of_overlays(&self) -> (u16, u16) {
        self.above_note(self.screen.size)
    }

    fn above_note(&self, size: (u16, u16)) -> (u16, u16) {
        (size.0, size.1.saturating_sub(self.areas_in(size).note.height))
    }

    /// Where stands what lies over the panels.
    #[must_use]
    pub fn overlay_area(&self) -> Option<Rect> {
        self.overlay_area_in(self.screen.size)
    }

    /// The same in a terminal of this size.
    #[must_use]
    pub fn overlay_area_in(&self, size: (u16, u16)) -> Option<Rect> {
        let screen = self.above_note(size);
        Some(layout::overlay(screen, self.overlay.as_ref()?.wanted(screen)))
    }

    /// Rows inside what takes the whole height.
    #[must_use]
    pub fn overlay_height(&self) -> usize {
        let size = self.screen_of_overlays();
        usize::from(layout::inside(layout::overlay(size, layout::value_size(size))).height)
    }

    /// Columns inside a comparison, which takes the whole width.
    #[must_use]
    pub fn comparison_columns(&self) -> usize {
        let size = self.screen_of_overlays();
        usize::from(layout::text_width(layout::overlay(size, size)))
    }

    /// Columns for the text of a value that is shown whole.
    #[must_use]
    pub fn value_columns(&self) -> usize {
        let size = self.screen_of_overlays();
        usize::from(layout::text_width(layout::overlay(size, layout::value_size(size))))
    }

    /// Whether an action would do something now; the footer shows only those that would.
    #[must_use]
    pub fn can(&self, action: Action) -> bool {
        if action.check(&self.leave).is_err() {
            return false;
        }
        match action {
            Action::NextPanel | Action::PreviousPanel => self.overlay.is_none() && self.prompt.is_none(),
            // What was sent before, and what is printed beside the screen, is nothing for a stage.
            Action::Recall | Action::PrintCopied | Action::Page if self.present.is_on() => false,
            Action::Send | Action::Recall => self.overlay.is_none(),
            Action::Search => self.response.tree().is_some(),
            Action::Hit { .. } => self.response.tree().is_some() && self.search.matcher().is_some(),
            Action::Compare => self.held.is_some() && self.response.pages().is_some(),
            Action::Hold { .. } | Action::Filter | Action::Save => self.response.pages().is_some(),
            Action::Switch if matches!(self.overlay, Some(Overlay::Help(_))) => true,
            Action::Switch => match self.prompt.as_ref().map(|prompt| prompt.ask) {
                Some(Ask::Filter) => self.response.pages().is_some_and(|pages| pages.len() > 1),
                Some(Ask::Save) => What::offered(&self.response).len() > 1,
                Some(Ask::Search) | None => false,
            },
            Action::Follow | Action::FollowAll if self.response.filtered().is_some() => false,
            Action::Follow | Action::FollowAll => {
                self.response.tree().is_some_and(|tree| tree.pages().has_next())
            }
            Action::Open | Action::Move(_)
                if self.screen.focus == Panel::Response && self.overlay.is_none() =>
            {
                self.response.tree().is_some()
            }
            Action::Move(_) if self.screen.focus == Panel::Errors && self.overlay.is_none() => {
                self.errors.report().is_some()
            }
            Action::Copy(_) => self.response.tree().is_some(),
            Action::Page => self.response.shown().is_some(),
            Action::CopyCurl | Action::CopyExport if self.screen.focus != Panel::Request => {
                self.response.shown().is_some()
            }
            Action::ScrollPreview(_) => self.response.preview().is_some(),
            Action::TogglePlain | Action::TogglePreview | Action::ShowValue | Action::ShowResource => {
                self.response.tree().is_some()
            }
            Action::ToggleHeaders => self.response.shown().is_some(),
            // What a recording has sent is not in it.
            Action::CopyToken => self.has_developer_token() && !is_replay(&self.session.standing.profile),
            Action::PrintCopied => self.copied.is_some(),
            Action::CopyLink => self.signing.address().is_some(),
            Action::Resume => self.resuming.is_offered(),
            Action::SendAgain => self.fetch.last().is_some(),
            Action::NextStep | Action::PassStep { .. } => self.demo.is_some(),
            Action::ShowEndpoint => self.advising.endpoint().is_some(),
            Action::InsertExample => self.advising.endpoint().is_some_and(|endpoint| endpoint.body.is_some()),
            Action::ShowWays => self.response.has_resource(),
            Action::AskElsewhere => self.response.shown().is_some(),
            Action::Visit => self.response.door(self.storefront()).is_some(),
            Action::Travel { forward } => self.trail.next(forward).is_some(),
            _ => true,
        }
    }

    /// Whether there is a developer token that can be sent.
    #[must_use]
    pub const fn has_developer_token(&self) -> bool {
        matches!(
            self.session.standing.developer,
            DeveloperStanding::Minted { .. } | DeveloperStanding::Ready { .. }
        )
    }

    /// Rows inside a panel; a prompt takes one of the response's.
    #[must_use]
    pub fn height_of(&self, panel: Panel) -> usize {
        let rows = layout::inside(self.areas().of(panel)).height;
        let taken = match panel {
            Panel::Response if self.response.preview().is_some() => layout::preview_height(rows),
            _ => 0,
        };
        usize::from(rows - taken).saturating_sub(self.prompt_rows(panel))
    }

    /// Rows that the prompt takes of a panel's.
    #[must_use]
    pub fn prompt_rows(&self, panel: Panel) -> usize {
        usize::from(panel == Panel::Response && self.prompt.is_some())
    }

    /// Columns and rows for the text of the preview, below its heading.
    #[must_use]
    pub fn preview_size(&self) -> (usize, usize) {
        let panel = self.areas().of(Panel::Response);
        let rows = layout::preview_height(layout::inside(panel).height);
        (usize::from(layout::text_width(panel)), usize::from(rows.saturating_sub(1)))
    }

    /// Lets the preview show what is under the cursor, and the palette what is chosen.
    pub fn follow_cursor(&mut self) {
        let height = pointing::list_height(self);
        if let Some(Overlay::Palette(palette)) = &mut self.overlay {
            palette.keep_in_view(height);
        }
        if self.response.preview().is_some() {
            let size = self.preview_size();
            self.response.follow_cursor(&self.session.standing.storefront, &self.keymap, size);
        }
    }

    /// What is known of the person's own Music User Token.
    #[must_use]
    pub fn own_token(&self) -> Own {
        Own::of(&self.session.standing.user)
    }

    /// The storefront that requests ask in.
    #[must_use]
    pub fn storefront(&self) -> &str {
        self.locale.picked().map_or(&self.session.standing.storefront, |place| &place.storefront)
    }

    /// The language that was picked; none for the storefront's own.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.locale.picked()?.language.as_deref()
    }

    /// The advice that shows: nothing about the place where one is typing.
    pub fn advice(&self) -> impl Iterator<Item = &Advice> {
        let typing = match self.context() {
            context if Context::PATH.contains(&context) => {
                Some(advising::Place::Path(self.composer.path.byte()))
            }
            Context::Lines if self.composer.row() == composer::Row::Headers => Some(advising::Place::Headers),
            _ => None,
        };
        let advice = self.advising.advice(typing);
        advice.filter(|_| !self.present.is_on())
    }

    /// Rows of the form that advice takes.
    #[must_use]
    pub fn advice_rows(&self) -> u16 {
        u16::try_from(self.advice().take(advising::MOST).count()).unwrap_or(0)
    }

    /// What of the form is kept for the next run: nothing of a demo, and on a stage what stood there before.
    #[must_use]
    pub fn draft_to_keep(&self) -> Option<Draft> {
        match self.demo {
            Some(_) => None,
            None if self.present.is_on() => self.present.left().cloned(),
            None => Some(self.composer.draft()),
        }
    }

    /// What completion and advice may draw on.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known {
            scope: self.session.scope,
            storefront: Some(self.storefront()),
            storefronts: &self.known.storefronts,
            seen: &self.known.seen,
        }
    }

    /// The clock in seconds.
    #[must_use]
    pub const fn seconds(&self) -> i64 {
        self.now.div_euclid(1000)
    }

    /// The server's clock in seconds, as far as an answer has told it: it decides how long a token lasts.
    #[must_use]
    pub fn server_seconds(&self) -> i64 {
        self.session.standing.server_time(self.seconds())
    }
}
