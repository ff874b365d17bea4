//! The stage: a model that is driven by keys and canned answers, and drawn at a size of one's own choosing.

use std::time::Duration;

use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Position};
use segue::{
    app::{
        effect::{Effect, Effects, Search},
        event::Event,
        fetch::FetchId,
        message::{Arrival, Body, Message, Outcome, Text},
        model::{Model, Opening, Session},
        update::update,
    },
    domain::{
        answer::{Extent, Head, Protocol, Timing, Transport},
        catalog::Scope,
        doctor::facts::{Answer, Exchange, Redaction},
        json::Document,
        pages::{Page, Provenance},
        profile::{Origin, Paging},
        request::{Draft, Request},
        search,
        secret::Trace,
        token::{DeveloperStanding, Standing, UserStanding},
    },
    ui::{Theme, view},
};

use super::{keys, rebound::Twin};

/// The time on every frame: 2026-11-24, 04:00 UTC, in milliseconds.
pub(crate) const NOW: i64 = 1_795_492_800_000;

/// The same in seconds.
pub(crate) const SECONDS: i64 = NOW / 1000;

/// The request that most tests begin with.
pub(crate) const TRACKS: &str = "/v1/catalog/us/albums/1000042/tracks?limit=8";

/// A model, and what it has asked for.
pub(crate) struct Stage {
    pub(crate) model: Model,
    /// The same with other keys.
    pub(crate) twin: Twin,
    effects: Effects,
}

/// A frame as it would be on the screen.
pub(crate) struct Frame {
    pub(crate) buffer: Buffer,
    pub(crate) cursor: Option<Position>,
}

/// An answer that a test hands in.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    elapsed: Duration,
}

impl Reply {
    /// JSON from `tests/fixtures`, recorded from the sandbox; it comes with this status after this many milliseconds.
    pub(crate) fn fixture(name: &str, status: u16, milliseconds: u64) -> Self {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let body = std::fs::read(path.with_extension("json")).unwrap();
        let headers = vec![("content-type", "application/json;charset=utf-8".to_owned())];
        Self { status, headers, body, elapsed: Duration::from_millis(milliseconds) }
    }

    /// Any text.
    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            elapsed: Duration::from_millis(42),
        }
    }

    /// With other headers.
    pub(crate) fn with(self, headers: &[(&'static str, &'static str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { headers, ..self }
    }

    /// From a server whose clock shows this moment, as HTTP writes it.
    pub(crate) fn dated(mut self, moment: String) -> Self {
        self.headers.push(("date", moment));
        self
    }

    /// What the doctor makes of it.
    fn facts(&self) -> Answer {
        let headers = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        Answer::read(self.status, headers, &self.body, &Redaction::default())
    }

    fn arrival(self, request: &Request, restored: Vec<String>) -> Arrival {
        let wire_bytes = u64::try_from(self.body.len()).unwrap();
        let provenance = Provenance {
            target: request.target.clone(),
            status: self.status,
            elapsed: self.elapsed,
            wire_bytes,
            restored,
        };
        let owned = |(name, value): (&str, String)| (name.to_owned(), value);
        let head = Head {
            status: self.status,
            headers: self.headers.into_iter().map(owned).collect(),
            extent: Extent::Whole,
            protocol: Protocol::Http1,
            timing: Timing { head: self.elapsed / 2, total: self.elapsed },
            wire_bytes,
        };
        Arrival { head, body: read(self.body, provenance) }
    }
}

fn read(body: Vec<u8>, provenance: Provenance) -> Body {
    if body.is_empty() {
        return Body::Empty;
    }
    match Document::parse(&body) {
        Ok(document) => Body::Page(Page::read(document, provenance)),
        Err(malformed) => {
            let lines = std::str::from_utf8(&body).unwrap().lines().map(str::to_owned).collect();
            let arrived = body.len() as u64;
            let text = Text { fault: malformed.fault, lines, start: body.into(), arrived };
            match malformed.beginning {
                Some(beginning) => Body::Beginning(Page::read(beginning, provenance), Box::new(text)),
                None => Body::Text(text),
            }
        }
    }
}

impl Stage {
    /// A screen of this size with the tracks of an album in the form, in the sandbox.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self::holding(width, height, &Draft { path: TRACKS.to_owned(), ..Draft::default() })
    }

    /// A screen of this size with a path in the form.
    pub(crate) fn at(width: u16, height: u16, path: &str) -> Self {
        Self::holding(width, height, &Draft { path: path.to_owned(), ..Draft::default() })
    }

    /// A screen of this size with a draft in the form.
    pub(crate) fn holding(width: u16, height: u16, draft: &Draft) -> Self {
        let session = Session {
            standing: sandbox(),
            profiles: vec!["staging".to_owned(), "sandbox".to_owned()],
            scenarios: Vec::new(),
            scenario: None,
            arming: None,
            scope: Scope::Documented,
            has_motion: true,
            confirms_writes: true,
            paging: Paging { ahead: false, ..Paging::default() },
            opening: Opening::Done,
            turn: 0,
        };
        let model = Model::new(session, draft);
        let mut stage = Self { twin: Twin::of(model.clone()), model, effects: Effects::new() };
        stage.tell(Message::At(NOW));
        stage.tell(Message::Input(Event::Resize(width, height)));
        stage
    }

    /// The same with other credentials.
    pub(crate) fn standing(mut self, change: impl FnOnce(&mut Standing)) -> Self {
        change(&mut self.model.session.standing);
        self.twin.model.session.standing = self.model.session.standing.clone();
        self
    }

    /// Sends a message.
    pub(crate) fn tell(&mut self, message: Message) {
        self.twin.tell(&self.model, &message);
        self.effects.extend(update(&mut self.model, message));
    }

    /// Presses keys, such as `<Tab>jjl<C-p>`.
    pub(crate) fn press(mut self, script: &str) -> Self {
        for key in keys::parse(script) {
            self.tell(Message::Input(Event::Key(key)));
        }
        self
    }

    /// Lets time pass while a request runs: seconds, each with its beats of the waiting sign.
    pub(crate) fn wait(mut self, seconds: i64) -> Self {
        self.tell(Message::At(NOW + seconds * 1000));
        let running = self.model.fetch.beating().unwrap();
        self.tell(Message::Tick { id: running, received: 0 });
        self
    }

    /// Lets a part of the answer come: what is read of it, and how many bytes have come.
    pub(crate) fn arriving(mut self, reply: Reply, received: u64) -> Self {
        let running = self.model.fetch.running().unwrap();
        let (id, request) = (running.id, running.request.clone());
        let mut arrival = reply.arrival(&request, Vec::new());
        arrival.head.wire_bytes = received;
        self.tell(Message::Arriving { id, arrival: Box::new(arrival) });
        self
    }

    /// Answers the request that was sent last.
    pub(crate) fn answer(mut self, reply: Reply) -> Self {
        let (id, request, restored) = self.asked();
        self.finish(id, Outcome::Answered(reply.arrival(&request, restored)));
        self
    }

    /// Answers the search that was asked for last.
    pub(crate) fn search(mut self) -> Self {
        let search = |effect| match effect {
            Effect::Search(search) => Some(search),
            _ => None,
        };
        let asked = std::mem::take(&mut self.effects).into_iter().filter_map(search).next_back();
        if let Some(Search { turn, pages, matcher, start }) = asked {
            if let Some(start) = start {
                let hit = search::first(&pages, &matcher, start, &|| true);
                self.tell(Message::Found { turn, hit });
            }
            let hits = search::all(&pages, &matcher, 100, &|| true).unwrap();
            self.tell(Message::Counted { turn, hits: hits.into() });
        }
        self
    }

    /// Answers each of the doctor's questions, in the order they come.
    pub(crate) fn replying(mut self, replies: impl IntoIterator<Item = Reply>) -> Self {
        for reply in replies {
            let ask = |effect| match effect {
                Effect::Ask { turn, question, .. } => Some((turn, question)),
                _ => None,
            };
            let (turn, question) = self.effects().into_iter().filter_map(ask).next_back().unwrap();
            let origin = self.model.session.standing.origin.as_str().trim_end_matches('/');
            let url = format!("{origin}{}", question.target);
            let sent = Exchange::sent("GET", &url, &question.headers, question.developer, question.user);
            let (answer, received_at) = (Some(reply.facts()), Some(SECONDS));
            self.tell(Message::Asked { turn, exchange: Box::new(Exchange { answer, received_at, ..sent }) });
        }
        self
    }

    /// Lets the request that was sent last fail.
    pub(crate) fn fail(mut self, transport: Transport) -> Self {
        let (id, ..) = self.asked();
        self.finish(id, Outcome::Failed(transport));
        self
    }

    fn finish(&mut self, id: FetchId, outcome: Outcome) {
        self.tell(Message::Fetched { id, outcome: Box::new(outcome), standing: None });
    }

    /// What has been asked for since the last time.
    pub(crate) fn effects(&mut self) -> Effects {
        std::mem::take(&mut self.effects)
    }

    /// The fetch that was asked for last.
    fn asked(&mut self) -> (FetchId, Request, Vec<String>) {
        let fetch = |effect| match effect {
            Effect::Fetch { id, request, restored, .. } => Some((id, request, restored)),
            _ => None,
        };
        std::mem::take(&mut self.effects).into_iter().filter_map(fetch).next_back().unwrap()
    }

    /// Draws at the model's own size.
    pub(crate) fn draw(&self) -> Frame {
        self.draw_at(self.model.screen.size)
    }

    /// Draws at a size that the model may not have heard of yet.
    pub(crate) fn draw_at(&self, size: (u16, u16)) -> Frame {
        self.draw_in(&Theme::default(), size)
    }

    /// Draws in another look.
    pub(crate) fn draw_in(&self, theme: &Theme, size: (u16, u16)) -> Frame {
        draw(&self.model, theme, size)
    }
}

/// Draws a model.
pub(crate) fn draw(model: &Model, theme: &Theme, (width, height): (u16, u16)) -> Frame {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| view(model, theme, frame)).unwrap();
    let backend = terminal.backend();
    let cursor = backend.cursor_visible().then(|| backend.cursor_position());
    Frame { buffer: backend.buffer().clone(), cursor }
}

/// How it stands with the credentials of the sandbox.
fn sandbox() -> Standing {
    Standing {
        profile: "sandbox".to_owned(),
        origin: "http://127.0.0.1:7347".parse::<Origin>().unwrap(),
        storefront: "us".to_owned(),
        developer: DeveloperStanding::Minted {
            key_id: "SANDBOX001".to_owned(),
            team_id: "SEGUETEAM1".to_owned(),
            expires_at: SECONDS + 12 * 3600 - 90,
            source: "sandbox".to_owned(),
        },
        user: UserStanding::Set {
            source: "sandbox".to_owned(),
            fingerprint: "0f3c5a71".to_owned(),
            trace: Trace::default(),
        },
        clock: None,
    }
}

/// Tracks of the album, with the focus on the response.
pub(crate) fn tracks(width: u16, height: u16) -> Stage {
    Stage::new(width, height).press("<Enter>").answer(Reply::fixture("tracks_page_1", 200, 42))
}

/// Two pages of them.
pub(crate) fn two_pages(width: u16, height: u16) -> Stage {
    tracks(width, height).press("f").answer(Reply::fixture("tracks_page_2", 200, 38))
}

/// The answer to a path.
pub(crate) fn answered((width, height): (u16, u16), path: &str, fixture: &str, status: u16) -> Stage {
    Stage::at(width, height, path).press("<Enter>").answer(Reply::fixture(fixture, status, 42))
}
