//! The second surface: frames stay in memory, and events come from a script. Also the servers that such a script meets.
//!
//! A script never sleeps: pressing keys waits until they are drawn, and everything else is waited for as a condition
//! with a deadline.

mod kept;

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use kept::Kept;
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};
use segue::{
    adapter::{http::Http, store::Store},
    app::{
        event::{Event, Key, KeyCode},
        message::Message,
        model::{Model, Opening},
    },
    domain::{
        leave::Leave,
        profile::{Config, Environment, choose},
        request::Draft,
    },
    runtime::{self, Credentials, Executor, Keeping, Surface},
    ui::{self, Theme},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinHandle,
};

/// Far longer than anything here takes; a machine under load must not fail a test.
const DEADLINE: Duration = Duration::from_secs(60);

/// Is shown every frame, and every message that an effect is answered with.
pub(crate) type Witness = Arc<dyn Fn(Sight<'_>) + Send + Sync>;

/// What a witness sees.
pub(crate) enum Sight<'a> {
    /// A frame, and the model that it was drawn from.
    Frame(&'a Model, &'a Buffer),
    /// An answer on its way to the loop.
    Answer(&'a Message),
    /// A text for the clipboard.
    Copied(&'a str),
    /// Lines that are written outside the screen.
    Printed(&'a str),
    /// The terminal is given to something else: a shell, an editor.
    Lent(&'static str),
}

/// A frame as it was drawn.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) model: Box<Model>,
    pub(crate) text: String,
    /// How many events the loop had taken when it drew.
    events: usize,
}

impl Scene {
    fn is_idle_after(&self, events: usize) -> bool {
        let is_open = self.model.session.opening == Opening::Done;
        self.events >= events && is_open && !self.model.fetch.is_busy()
    }
}

/// The loop at work, and the script's hold on it.
pub(crate) struct Stage {
    events: mpsc::UnboundedSender<Event>,
    sent: usize,
    scenes: mpsc::UnboundedReceiver<Scene>,
    last: Option<Scene>,
    end: JoinHandle<io::Result<Box<Model>>>,
}

/// What a stage begins with.
pub(crate) struct Setting {
    pub(crate) credentials: Credentials,
    pub(crate) path: String,
    pub(crate) store: Option<Store>,
    pub(crate) witness: Witness,
    pub(crate) size: (u16, u16),
    /// What the edge lets pass.
    pub(crate) leave: Leave,
    /// Whether the model asks for no leave: a mistake of the core, for a test of the edge.
    pub(crate) is_blind: bool,
}

impl Setting {
    /// The sandbox, whatever else there is.
    pub(crate) fn sandbox(path: &str) -> Self {
        Self::choosing(path, Config::default(), &[])
    }

    /// What a person has who set these variables and wrote this configuration.
    pub(crate) fn choosing(path: &str, config: Config, variables: &[(&str, &str)]) -> Self {
        let named = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment: Environment = variables.iter().map(named).collect();
        let choice = choose(&config, &environment, None).unwrap();
        let credentials =
            Credentials { choice, config, environment, scenario: segue::sandbox::Scenario::Healthy };
        let witness: Witness = Arc::new(|_| {});
        Self {
            credentials,
            path: path.to_owned(),
            store: None,
            witness,
            size: (160, 50),
            leave: Leave::Free,
            is_blind: false,
        }
    }

    /// Raises the curtain.
    pub(crate) fn open(self) -> Stage {
        let draft = Draft { path: self.path, ..Draft::default() };
        let mut model = Model::new(
            runtime::session(&self.credentials, segue::domain::catalog::Scope::Documented, true),
            &draft,
        );
        if !self.is_blind {
            model.leave = self.leave.clone();
        }
        let (events, incoming) = mpsc::unbounded_channel();
        let (frames, scenes) = mpsc::unbounded_channel();
        let (sender, answers) = runtime::answers();
        let sessions = self.store.as_ref().map(Store::sessions);
        let keeping = sessions.map_or_else(Keeping::default, |sessions| Keeping::among(sessions, None));
        let executor = Executor::new(sender, self.credentials, Http::new(), self.store)
            // What any keys save must not lie among the project's files.
            .saving_in(std::env::temp_dir())
            .within(self.leave)
            .filtering_with(env!("CARGO_BIN_EXE_segue").into())
            .keeping_among(keeping);
        let answers = witnessed(answers, Arc::clone(&self.witness));
        let terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        let mut surface = Memory {
            terminal,
            kept: Kept::default(),
            size: self.size,
            incoming,
            frames,
            events: 0,
            witness: self.witness,
        };
        let end = tokio::spawn(async move {
            Box::pin(runtime::run(&mut surface, model, &Theme::new(true), executor, answers))
                .await
                .map(|end| Box::new(end.model))
        });
        Stage { events, sent: 0, scenes, last: None, end }
    }
}

/// Shows each answer to the witness on its way.
fn witnessed(mut answers: mpsc::Receiver<Message>, witness: Witness) -> mpsc::Receiver<Message> {
    let (sender, passed_on) = runtime::answers();
    tokio::spawn(async move {
        while let Some(answer) = answers.recv().await {
            witness(Sight::Answer(&answer));
            if sender.send(answer).await.is_err() {
                return;
            }
        }
    });
    passed_on
}

impl Stage {
    /// Sends an event, without waiting for anything.
    pub(crate) fn send(&mut self, event: Event) {
        self.sent += 1;
        // A loop that has ended takes no more; the script learns of it when it waits.
        _ = self.events.send(event);
    }

    /// Presses keys as they are written (`<Tab>jj<C-p>`), and waits until what they did is drawn.
    pub(crate) async fn keys(&mut self, script: &str) -> Scene {
        for key in keys(script) {
            self.send(Event::Key(key));
        }
        self.drawn().await
    }

    /// Pastes a text, and waits until what it did is drawn.
    pub(crate) async fn paste(&mut self, text: &str) -> Scene {
        self.send(Event::Paste(text.to_owned()));
        self.drawn().await
    }

    /// Waits until all events so far are drawn.
    pub(crate) async fn drawn(&mut self) -> Scene {
        let sent = self.sent;
        self.until("the events to be drawn", |scene| scene.events >= sent).await
    }

    /// Waits for a frame of which something holds, from the last one that was waited for on; none is passed over.
    pub(crate) async fn until(&mut self, what: &str, holds: impl Fn(&Scene) -> bool) -> Scene {
        if let Some(scene) = self.seen(holds).await {
            return scene;
        }
        let last = self.last.as_ref().map(|scene| scene.text.as_str()).unwrap_or_default();
        panic!("waited for {what}, and the last frame is\n{last}");
    }

    /// As [`Stage::until`]; none if the loop ends before, or the deadline passes.
    async fn seen(&mut self, holds: impl Fn(&Scene) -> bool) -> Option<Scene> {
        let found = tokio::time::timeout(DEADLINE, async {
            while !self.last.as_ref().is_some_and(&holds) {
                self.last = Some(self.scenes.recv().await?);
            }
            self.last.clone()
        });
        found.await.ok().flatten()
    }

    /// Waits until a text is on the screen.
    pub(crate) async fn until_shown(&mut self, text: &str) -> Scene {
        self.until(text, |scene| scene.text.contains(text)).await
    }

    /// Waits until nothing runs and no credentials are being read.
    pub(crate) async fn until_idle(&mut self) -> Scene {
        assert!(self.goes_on().await, "the loop ended, or something runs on and on");
        self.drawn().await
    }

    /// As [`Stage::until_idle`]; false if the loop has ended instead.
    pub(crate) async fn goes_on(&mut self) -> bool {
        let sent = self.sent;
        self.seen(|scene| scene.is_idle_after(sent)).await.is_some()
    }

    /// Waits until the loop has ended; the model as it was then.
    pub(crate) async fn ended(self) -> Box<Model> {
        tokio::time::timeout(DEADLINE, self.end).await.unwrap().unwrap().unwrap()
    }

    /// Quits, and waits for the end.
    pub(crate) async fn quit(mut self) -> Box<Model> {
        self.send(Event::Closed);
        self.ended().await
    }
}

/// The surface itself.
struct Memory {
    terminal: Terminal<TestBackend>,
    /// What frames were drawn over, as the real terminal does it.
    kept: Kept,
    size: (u16, u16),
    incoming: mpsc::UnboundedReceiver<Event>,
    frames: mpsc::UnboundedSender<Scene>,
    events: usize,
    witness: Witness,
}

impl Surface for Memory {
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        let frame = self.terminal.draw(|frame| ui::view(model, theme, frame)).unwrap();
        renew(&mut self.kept, model, theme, frame.buffer);
        (self.witness)(Sight::Frame(model, frame.buffer));
        let scene = Scene { model: Box::new(model.clone()), text: text(frame.buffer), events: self.events };
        // The script may have ended before the loop has.
        _ = self.frames.send(scene);
        Ok(())
    }

    async fn next(&mut self) -> Event {
        let event = self.incoming.recv().await.unwrap_or(Event::Closed);
        self.events += 1;
        if let Event::Resize(width, height) = event {
            self.size = (width, height);
            self.terminal.backend_mut().resize(width, height);
        }
        event
    }

    async fn copy(&mut self, text: &str) -> Result<String, String> {
        (self.witness)(Sight::Copied(text));
        Ok("sent to the terminal".to_owned())
    }

    fn print(&mut self, lines: &str) -> io::Result<()> {
        (self.witness)(Sight::Printed(lines));
        Ok(())
    }

    fn has_shell(&self) -> bool {
        true
    }

    fn suspend(&mut self) -> io::Result<()> {
        (self.witness)(Sight::Lent("a shell"));
        Ok(())
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        (self.witness)(Sight::Lent("an editor"));
        Ok(Ok(format!("{text} ")))
    }
}

/// Draws over the last frame, and sees that it comes to the same as a frame that is drawn whole.
fn renew(kept: &mut Kept, model: &Model, theme: &Theme, whole: &Buffer) {
    if kept.screen.area == whole.area {
        let cursor = kept.renew(model, theme);
        let meant = ui::draw(model, theme, &mut Buffer::empty(whole.area)).cursor;
        assert_eq!(cursor, meant, "{:?}", model.touched());
    } else {
        *kept = Kept::whole(model, theme, whole.area);
    }
    assert_eq!(&kept.screen, whole, "{:?}", model.touched());
}

/// A frame as lines of text.
pub(crate) fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let line = |cells: &[ratatui::buffer::Cell]| cells.iter().map(|cell| cell.symbol()).collect::<String>();
    buffer.content.chunks(width).map(line).collect::<Vec<_>>().join("\n")
}

/// Reads keys as they are written: `j`, `<Tab>`, `<C-p>`, `<F5>`; `<lt>` is `<` itself.
pub(crate) fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        match named {
            Some((name, after)) => {
                keys.push(key(name));
                rest = after;
            }
            None => {
                keys.push(Key::char(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    keys
}

fn key(name: &str) -> Key {
    if let Some(name) = name.strip_prefix("C-") {
        return Key { ctrl: true, ..key(name) };
    }
    let code = match name {
        "lt" => KeyCode::Char('<'),
        "Space" => KeyCode::Char(' '),
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "S-Tab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        _ => match (name.strip_prefix('F').and_then(|number| number.parse().ok()), name.chars().next()) {
            (Some(number), _) => KeyCode::F(number),
            (None, Some(c)) if name.chars().count() == 1 => KeyCode::Char(c),
            _ => panic!("{name} is no key"),
        },
    };
    Key::plain(code)
}

/// What a server says to a request.
pub(crate) enum Reply {
    /// These bytes, and then the connection is closed.
    Bytes(Vec<u8>),
    /// Nothing, until the script lets it go on: the sender is kept by the test.
    Later(watch::Receiver<bool>, Vec<u8>),
}

impl Reply {
    /// A status, headers as lines, and a body whose length is given.
    pub(crate) fn with(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        let reply = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}");
        Self::Bytes(reply.into_bytes())
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::with("200 OK", "content-type: application/json\r\n", body)
    }
}

/// A server that is nothing but a socket and a function.
pub(crate) struct Server {
    pub(crate) origin: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers each request, head and body as they came, with what the function says.
    pub(crate) async fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, reply) = (Arc::clone(&requests), Arc::new(reply));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&seen), Arc::clone(&reply)));
            }
        });
        Self { origin, requests, task }
    }

    /// The requests so far, whole.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One connection, one request: no connection is used again, so each answer may end it as it likes.
async fn serve(
    mut stream: TcpStream,
    seen: Arc<Mutex<Vec<String>>>,
    reply: Arc<impl Fn(&str) -> Reply + Send + Sync>,
) {
    let Some(request) = read_request(&mut stream).await else { return };
    seen.lock().unwrap().push(request.clone());
    let bytes = match reply(&request) {
        Reply::Bytes(bytes) => bytes,
        Reply::Later(mut released, bytes) => {
            // The sender's end is a release too.
            _ = released.wait_for(|released| *released).await;
            bytes
        }
    };
    // A client that has given up reads no answer; that is what some tests are about.
    _ = stream.write_all(&bytes).await;
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let headers: BTreeMap<_, _> = head.lines().filter_map(|line| line.split_once(": ")).collect();
            let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
