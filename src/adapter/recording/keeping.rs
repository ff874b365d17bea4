//! Keeping: calls and answers pass by here on their way, and a thread of its own scrubs them and writes the files.

use std::{
    fmt,
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{IN_ALL, LARGEST, MEGABYTES, MOST, RecordingFault, asked, contents, exchanges};
use crate::{
    adapter::{call::Call, saving::write_private},
    domain::{
        answer::{Extent, Head, Transport},
        recording::{self, Asked, Came, Exchange, HIGHEST, INDEX, is_telling},
        request::is_secret_header,
        saving::shown,
        secret::Secret,
    },
};

/// Makes of secrets what takes them out of a text that is to be kept.
pub type Scrub = fn(Vec<Secret>) -> Scrubbing;
pub type Scrubbing = Box<dyn Fn(&[u8]) -> Vec<u8> + Send>;

/// Bytes of bodies that may wait for the writer: four of the largest.
const WAITING: usize = 4 * LARGEST;

/// Told once if the recording stops before the program does: why, in a sentence.
type Told = Box<dyn Fn(String) + Send>;

/// Keeps what is sent and what comes of it. Clones keep in the same directory.
#[derive(Clone)]
pub struct Recorder(Arc<Inner>);

struct Inner {
    /// Where exchanges go; nowhere once the recording is closed.
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    /// Bytes of bodies that wait for the writer.
    waiting: Arc<AtomicUsize>,
    writer: Mutex<Option<JoinHandle<Kept>>>,
    told: Arc<Mutex<Option<Told>>>,
}

/// What the writer has to do.
enum Job {
    /// An exchange on its way to its file, and what is to be taken out of it.
    Keep { exchange: Box<Exchange>, secrets: Vec<Secret> },
    /// More came than it could write.
    GiveUp,
}

/// What became of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How many exchanges this run has kept.
    pub count: usize,
    /// Where.
    pub directory: String,
    /// Why it stopped early, if it did.
    pub trouble: Option<String>,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges = if self.count == 1 { "exchange" } else { "exchanges" };
        write!(f, "{} {exchanges} kept in {}", self.count, self.directory)?;
        self.trouble.as_ref().map_or(Ok(()), |trouble| write!(f, "; {trouble}"))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recorder {
    /// Begins a recording in a directory, which is made; one that holds a recording is added to.
    ///
    /// # Errors
    /// Why nothing can be kept there.
    pub fn begin(directory: &Path, scrub: Scrub) -> Result<Self, RecordingFault> {
        Self::begin_within(directory, scrub, IN_ALL)
    }

    /// The same, with so much room for all files together.
    pub(super) fn begin_within(directory: &Path, scrub: Scrub, room: u64) -> Result<Self, RecordingFault> {
        let fault = |error: std::io::Error| RecordingFault::of(directory, &error);
        DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(|error| {
            match error.kind() {
                std::io::ErrorKind::AlreadyExists => RecordingFault::NotADirectory(shown(directory)),
                _ => fault(error),
            }
        })?;
        let held = contents(directory)?;
        if !held.is_empty && !held.has_index {
            return Err(RecordingFault::Foreign(shown(directory)));
        }
        // What cannot be replayed is not added to.
        exchanges(directory, &held)?;
        let next = held.exchanges.last().map_or(1, |(number, _)| number + 1);
        if next + MOST > HIGHEST {
            return Err(RecordingFault::TooMany(shown(directory)));
        }
        let files: Vec<_> = held.exchanges.into_iter().map(|(_, name)| name).collect();
        let (told, waiting) = (Arc::default(), Arc::default());
        let mut writer = Writer {
            directory: directory.to_owned(),
            scrub,
            scrubbing: (Vec::new(), scrub(Vec::new())),
            next,
            before: files.len(),
            files,
            bytes: held.bytes,
            room,
            trouble: None,
            told: Arc::clone(&told),
            waiting: Arc::clone(&waiting),
        };
        writer.write_index().map_err(fault)?;
        let (jobs, received) = mpsc::channel();
        let writer = thread::Builder::new().name("recording".to_owned()).spawn(move || writer.run(&received));
        let (jobs, writer) = (Mutex::new(Some(jobs)), Mutex::new(Some(writer.map_err(fault)?)));
        Ok(Self(Arc::new(Inner { jobs, waiting, writer, told })))
    }

    /// Tells with this if the recording stops early.
    pub fn tell(&self, told: impl Fn(String) + Send + 'static) {
        *locked(&self.0.told) = Some(Box::new(told));
    }

    /// Writes what is waiting, and tells what was kept. Nothing more is kept from now on. Blocks.
    #[must_use]
    pub fn close(&self) -> Option<Kept> {
        drop(locked(&self.0.jobs).take());
        *locked(&self.0.told) = None;
        let writer = locked(&self.0.writer).take()?;
        writer.join().ok()
    }

    /// A place for the answer to a call that is about to go out.
    pub(in crate::adapter) fn tap(&self, call: &Call) -> Tap {
        let sent = call.secret_headers.iter().map(|(_, secret)| secret.clone());
        let secrets = call.secrets.iter().cloned().chain(sent).collect();
        Tap { recorder: self.clone(), asked: asked(call), secrets, body: Vec::new(), is_over: false }
    }
}

/// One exchange while it goes on. One that is given up is not kept.
pub(in crate::adapter) struct Tap {
    recorder: Recorder,
    asked: Asked,
    secrets: Vec<Secret>,
    pub(super) body: Vec<u8>,
    /// The body is larger than what is kept of one.
    pub(super) is_over: bool,
}

impl Tap {
    /// A piece of the body passes by.
    pub(in crate::adapter) fn take(&mut self, piece: &[u8]) {
        let room = LARGEST - self.body.len();
        self.is_over |= piece.len() > room;
        self.body.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    /// The answer is there.
    pub(in crate::adapter) fn end(self, head: &Head) {
        let mut head = head.clone();
        if self.is_over {
            head.extent = Extent::TooLarge(LARGEST as u64);
        }
        let (asked, body) = (self.asked, self.body);
        self.recorder.keep(Exchange { asked, came: Came::Answer { head, body } }, self.secrets);
    }

    /// There is none.
    pub(in crate::adapter) fn fail(self, why: &Transport, after: Duration) {
        let came = Came::Nothing { why: why.clone(), after };
        self.recorder.keep(Exchange { asked: self.asked, came }, self.secrets);
    }
}

impl Recorder {
    /// Hands an exchange to the writer. A recording holds nobody up: where more waits than memory is for, it ends.
    fn keep(&self, exchange: Exchange, secrets: Vec<Secret>) {
        let mut jobs = locked(&self.0.jobs);
        let size = exchange.size();
        let has_room = self.0.waiting.fetch_add(size, Ordering::Relaxed) + size <= WAITING;
        let job = if has_room { Job::Keep { exchange: Box::new(exchange), secrets } } else { Job::GiveUp };
        // A writer that has stopped takes no more.
        if let Some(jobs) = jobs.as_ref() {
            _ = jobs.send(job);
        }
        if !has_room {
            *jobs = None;
        }
    }
}

/// The thread that writes.
struct Writer {
    directory: PathBuf,
    scrub: Scrub,
    /// What takes secrets out, and which: most exchanges have the same.
    scrubbing: (Vec<Secret>, Scrubbing),
    next: usize,
    /// Exchanges that were there before this run.
    before: usize,
    files: Vec<String>,
    /// Of all files in the directory.
    bytes: u64,
    /// What they may come to.
    room: u64,
    trouble: Option<String>,
    told: Arc<Mutex<Option<Told>>>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    fn run(mut self, jobs: &mpsc::Receiver<Job>) -> Kept {
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Keep { exchange, secrets } => {
                    self.waiting.fetch_sub(exchange.size(), Ordering::Relaxed);
                    if self.trouble.is_none() {
                        self.keep(*exchange, secrets);
                    }
                }
                Job::GiveUp => self
                    .stop("the recording stopped: answers came faster than they could be written".to_owned()),
            }
        }
        if let Err(error) = self.write_index() {
            self.trouble.get_or_insert_with(|| format!("recording.json could not be written: {error}"));
        }
        let count = self.files.len() - self.before;
        Kept { count, directory: shown(&self.directory), trouble: self.trouble }
    }

    fn keep(&mut self, exchange: Exchange, secrets: Vec<Secret>) {
        if self.scrubbing.0 != secrets {
            self.scrubbing = (secrets.clone(), (self.scrub)(secrets));
        }
        let exchange = scrubbed(exchange, &self.scrubbing.1);
        let (text, name) = (recording::write(&exchange), exchange.file_name(self.next));
        if self.files.len() == MOST || self.bytes + text.len() as u64 > self.room {
            let bounds = format!("{MOST} exchanges, {MEGABYTES} MB");
            return self.stop(format!("the recording is full ({bounds}): nothing more is kept"));
        }
        match write_private(&self.directory.join(&name), &text) {
            Ok(written) => {
                self.bytes += written;
                self.next += 1;
                self.files.push(name);
            }
            Err(error) => {
                self.stop(format!("the recording stopped, for a file could not be written: {error}"))
            }
        }
    }

    fn stop(&mut self, trouble: String) {
        if self.trouble.is_some() {
            return;
        }
        if let Some(told) = locked(&self.told).as_ref() {
            told(trouble.clone());
        }
        self.trouble = Some(trouble);
    }

    fn write_index(&mut self) -> std::io::Result<()> {
        let text = recording::index(&self.files, self.trouble.as_deref());
        write_private(&self.directory.join(INDEX), &text).map(drop)
    }
}

fn scrubbed(Exchange { asked, came }: Exchange, scrubbing: &Scrubbing) -> Exchange {
    let text = |text: &str| String::from_utf8_lossy(&scrubbing(text.as_bytes())).into_owned();
    let pairs = |headers: Vec<(String, String)>, is_kept: fn(&str) -> bool| {
        let kept = headers.into_iter().filter(|(name, _)| is_kept(name));
        kept.map(|(name, value)| (text(&name), text(&value))).collect()
    };
    let asked = Asked {
        target: text(&asked.target),
        headers: pairs(asked.headers, |name| !is_secret_header(name)),
        body: asked.body.as_deref().map(text),
        ..asked
    };
    let came = match came {
        Came::Answer { mut head, body } => {
            head.headers = pairs(head.headers, is_telling);
            Came::Answer { head, body: scrubbing(&body) }
        }
        failure @ Came::Nothing { .. } => failure,
    };
    Exchange { asked, came }
}
