//! A thousand pages of a hundred songs through `F`, in the real loop with the real client, against the same client that
//! fetches the same pages one by one and only checks that they are JSON.
//!
//! ```text
//! cargo bench --bench walk
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement reads a clock, prints what it found, and fails by panicking"
)]

use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{Router, extract::Query, routing::get};
use ratatui::{Terminal, backend::TestBackend};
use segue::{
    adapter::http::Http,
    app::{
        event::{Event, Key, KeyCode},
        model::Model,
    },
    domain::{
        profile::{Config, Environment, choose},
        request::Draft,
    },
    runtime::{self, Credentials, Executor, Surface},
    ui::{self, Theme},
};
use tokio::sync::Notify;

const PAGES: usize = 1_000;
const SONGS: usize = 100;

/// So many at either end are compared.
const ENDS: usize = 300;

/// As much text as makes a song of Apple's size.
const NOTES: &str = "A quiet record about long distances, short summers and the ferry that only comes on Thursdays. \
    Recorded in a boathouse with the doors open, so that the gulls are on every take, and mixed by someone who had never \
    seen the sea. The strings came later, by post, and were two semitones flat; nobody has ever found out why they fit.";

/// A key that is held comes thirty times a second.
const HELD: Duration = Duration::from_millis(33);

/// A token that only has the shape of one: the server here asks for none.
const TOKEN: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.\
                     eyJpc3MiOiJGSUNUSU9OMDAyIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjQ4NTQ1NDQwMDB9.c2lnbmF0dXJl";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    for tells_total in [false, true] {
        let origin = serve(tells_total).await;
        let (mut alone, mut through) = (Vec::new(), Vec::new());
        let mut last = None;
        for _ in 0..3 {
            alone.push(fetched_alone(&origin).await);
            let seen = Box::pin(followed(&origin)).await;
            through.push(seen.total());
            last = Some(seen);
        }
        report(tells_total, median(alone), median(through), &last.unwrap());
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn report(tells_total: bool, alone: Duration, through: Duration, seen: &Seen) {
    let name = if tells_total { "side by side, the total is told" } else { "one by one" };
    let pages = &seen.pages;
    let per_page = |from: usize, to: usize| (pages[to] - pages[from]) / u32::try_from(to - from).unwrap();
    let (start, end) = (per_page(0, ENDS), per_page(pages.len() - 1 - ENDS, pages.len() - 1));
    let mut keys = seen.keys.clone();
    keys.sort();
    println!("{name}: {PAGES} pages of {SONGS} songs");
    println!("  client alone {alone:?}, through F {through:?}: {:.2} x", ratio(through, alone));
    println!("  a page: first {ENDS} {start:?}, last {ENDS} {end:?}: {:.2} x", ratio(end, start));
    println!(
        "  a key meanwhile, {} of them: median {:?}, worst {:?}",
        keys.len(),
        keys[keys.len() / 2],
        keys[keys.len() - 1]
    );
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// A server of all pages, each made beforehand.
async fn serve(tells_total: bool) -> String {
    let pages: Arc<Vec<String>> = Arc::new((0..PAGES).map(|number| page(number, tells_total)).collect());
    let answer = move |Query(query): Query<std::collections::HashMap<String, String>>| {
        let offset: usize = query.get("offset").map_or(0, |offset| offset.parse().unwrap());
        let pages = Arc::clone(&pages);
        async move { ([("content-type", "application/json")], pages[offset / SONGS].clone()) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/v1/songs", get(answer))).await });
    origin
}

fn page(number: usize, tells_total: bool) -> String {
    let song = |id: usize| {
        format!(
            r#"{{"id":"{id}","type":"songs","href":"/v1/catalog/us/songs/{id}","attributes":{{"name":"Fictional {id}","artistName":"Nobody in Particular","albumName":"A Long List","durationInMillis":{},"trackNumber":{},"hasLyrics":true,"isrc":"ZZFIC{id:07}","genreNames":["Alternative","Music"],"releaseDate":"2024-05-17","artwork":{{"width":3000,"height":3000,"url":"https://artwork.example/{{w}}x{{h}}.jpg","bgColor":"9fc1f7"}},"previews":[{{"url":"https://audio.example/{id}.m4a"}}],"editorialNotes":{{"standard":"{NOTES}"}},"playParams":{{"id":"{id}","kind":"song"}}}}}}"#,
            180_000 + id % 60_000,
            id % 20
        )
    };
    let songs: Vec<_> = (number * SONGS..(number + 1) * SONGS).map(song).collect();
    let next =
        (number + 1 < PAGES).then(|| format!(r#""next":"/v1/songs?offset={}","#, (number + 1) * SONGS));
    let meta = if tells_total { format!(r#","meta":{{"total":{}}}"#, PAGES * SONGS) } else { String::new() };
    format!(r#"{{{}"data":[{}]{meta}}}"#, next.unwrap_or_default(), songs.join(","))
}

/// The time of the client library alone, page by page.
async fn fetched_alone(origin: &str) -> Duration {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let start = Instant::now();
    for number in 0..PAGES {
        let answer = client.get(format!("{origin}/v1/songs?offset={}", number * SONGS)).send().await.unwrap();
        let body = answer.bytes().await.unwrap();
        let _: serde::de::IgnoredAny = serde_json::from_slice(&body).unwrap();
    }
    start.elapsed()
}

/// What was seen on the screen, and when.
#[derive(Default)]
struct Seen {
    /// When so many pages were first on the screen.
    pages: Vec<Instant>,
    /// How long keys took to be drawn.
    keys: Vec<Duration>,
}

impl Seen {
    fn total(&self) -> Duration {
        self.pages[self.pages.len() - 1] - self.pages[0]
    }
}

/// A screen in memory, and a hand on its keys: Enter, F when the first page is there, then a key now and then.
struct Hand {
    terminal: Terminal<TestBackend>,
    seen: Arc<Mutex<Seen>>,
    keys: std::collections::VecDeque<Key>,
    wake: Arc<Notify>,
    /// The row of the cursor before the key that is on its way, and when it was pressed.
    pressed: Option<(usize, Instant)>,
    has_asked: bool,
    next_key: Instant,
}

impl Surface for Hand {
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok((120, 40))
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        self.terminal.draw(|frame| ui::view(model, theme, frame)).unwrap();
        let now = Instant::now();
        let seen = Arc::clone(&self.seen);
        let mut seen = seen.lock().unwrap();
        let Some(tree) = model.response.tree() else {
            if model.session.is_open() && !model.fetch.is_busy() {
                self.press(Key::plain(KeyCode::Enter));
            }
            return Ok(());
        };
        if self.pressed.is_some_and(|(row, _)| row != model.response.cursor()) {
            seen.keys.extend(self.pressed.take().map(|(_, at)| now - at));
        }
        let pages = tree.pages().len();
        while seen.pages.len() < pages {
            seen.pages.push(now);
        }
        if pages == PAGES {
            self.press(Key::char('q'));
        } else if !self.has_asked && !model.fetch.is_busy() {
            self.has_asked = true;
            self.press(Key::char('F'));
        } else if self.pressed.is_none() && pages > 1 && now >= self.next_key {
            self.next_key = now + HELD;
            self.pressed = Some((model.response.cursor(), now));
            self.press(Key::char('j'));
        }
        Ok(())
    }

    async fn next(&mut self) -> Event {
        loop {
            if let Some(key) = self.keys.pop_front() {
                return Event::Key(key);
            }
            self.wake.notified().await;
        }
    }
}

impl Hand {
    fn press(&mut self, key: Key) {
        self.keys.push_back(key);
        self.wake.notify_one();
    }
}

/// The same pages through `F`.
async fn followed(origin: &str) -> Seen {
    let variables = [("SEGUE_ORIGIN", origin), ("SEGUE_DEVELOPER_TOKEN", TOKEN)];
    let named = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let environment: Environment = named.collect();
    let mut config = Config::default();
    config.paging.ask_after = 2 * PAGES;
    let choice = choose(&config, &environment, None).unwrap();
    let credentials =
        Credentials { choice, config, environment, scenario: segue::sandbox::Scenario::Healthy };
    let draft = Draft { path: "/v1/songs".to_owned(), ..Draft::default() };
    let model =
        Model::new(runtime::session(&credentials, segue::domain::catalog::Scope::Documented, false), &draft);
    let (sender, answers) = runtime::answers();
    let executor = Executor::new(sender, credentials, Http::new(), None);
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut hand = Hand {
        terminal: Terminal::new(TestBackend::new(120, 40)).unwrap(),
        seen: Arc::clone(&seen),
        keys: std::collections::VecDeque::new(),
        wake: Arc::new(Notify::new()),
        pressed: None,
        has_asked: false,
        next_key: Instant::now(),
    };
    Box::pin(runtime::run(&mut hand, model, &Theme::new(true), executor, answers)).await.unwrap();
    std::mem::take(&mut seen.lock().unwrap())
}
