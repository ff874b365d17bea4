//! A program in a terminal of its own: what a person would type, see and be left with.
//!
//! One thread reads what the program writes and keeps the screen that a terminal would show; another waits for its end.
//! Everything else waits for a condition on these, with a deadline.
#![expect(clippy::disallowed_methods, reason = "a deadline needs a clock, and a program its search path")]

use std::{
    collections::BTreeSet,
    fs,
    io::{ErrorKind, Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::{process, state::State};

/// How long a condition may take to come true: far longer than it should, for the machine may have much else to do.
const DEADLINE: Duration = Duration::from_secs(60);

/// How long to wait before looking again at what cannot tell of its changes, such as the state of a process.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// How long something is waited for that may not come.
const MOMENT: Duration = Duration::from_millis(500);

/// How long a lone Esc is held, if nothing else is said.
const ESC_WAIT: Duration = Duration::from_millis(25);

/// So many bytes that nobody has read are safe from being thrown away: what Linux keeps for a reader, and more.
const SAFE: usize = 8192;

/// The modes that hold in a terminal nobody has changed: the cursor is shown, and that is all.
const UNTOUCHED: [u16; 1] = [CURSOR];

/// Numbers of private modes, as in `CSI ? 1049 h`.
pub(super) const CURSOR: u16 = 25;
pub(super) const ALTERNATE_SCREEN: u16 = 1049;
pub(super) const BRACKETED_PASTE: u16 = 2004;
pub(super) const MOUSE: u16 = 1000;
pub(super) const MOUSE_SGR: u16 = 1006;

/// A home directory for one test; gone afterwards.
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let name = format!("segue-home-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let directory = std::env::temp_dir().join(name);
            match fs::create_dir(&directory) {
                Ok(()) => return Self(directory),
                // In containers processes have the same numbers.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{}: {error}", directory.display()),
            }
        }
    }

    /// Writes a file into it.
    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes the configuration file.
    pub(super) fn write_settings(&self, text: &str) {
        let directory = self.0.join("config/segue");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("config.toml"), text).unwrap();
    }

    /// All of the environment that a program in it gets.
    pub(super) fn environment(&self) -> Vec<(&'static str, String)> {
        let path = std::env::var("PATH").unwrap();
        let inside = |name: &str| self.0.join(name).display().to_string();
        vec![
            ("PATH", path),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("HOME", self.0.display().to_string()),
            ("XDG_CONFIG_HOME", inside("config")),
            ("XDG_STATE_HOME", inside("state")),
            ("XDG_CACHE_HOME", inside("cache")),
            ("XDG_DATA_HOME", inside("data")),
        ]
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What stays behind is in the directory for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a program is started.
pub(super) struct Start<'a> {
    command: CommandBuilder,
    size: (u16, u16),
    home: &'a Home,
    answers: bool,
}

impl<'a> Start<'a> {
    /// The program under test.
    pub(super) fn segue(home: &'a Home) -> Self {
        Self::program(env!("CARGO_BIN_EXE_segue"), home)
    }

    /// Any program.
    pub(super) fn program(program: &str, home: &'a Home) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        Self { command, size: (120, 40), home, answers: false }
    }

    pub(super) fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(super) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Makes the terminal not the one that the system's signals come from, as behind a wrapper with a session of its own.
    pub(super) fn without_signals(mut self) -> Self {
        self.command.set_controlling_tty(false);
        self
    }

    /// Makes the terminal one that answers what it is asked, and has all that is asked for.
    pub(super) fn answering(mut self) -> Self {
        self.answers = true;
        self
    }

    pub(super) fn open(mut self) -> Terminal {
        self.command.cwd(self.home.path());
        let mut terminal = Terminal::open(self.command, self.size, self.answers);
        self.home.path().clone_into(&mut terminal.directory);
        terminal
    }
}

/// Where keys are typed, and answers are given.
type Writer = Arc<Mutex<Box<dyn Write + Send>>>;

/// A terminal and the program in it.
pub(super) struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Writer>,
    shared: Arc<Shared>,
    pid: u32,
    settings: String,
    directory: PathBuf,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
    /// How often something was read, also what nobody has seen yet.
    pieces: AtomicUsize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A test that failed while it held the lock must not fail the threads too.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// What is known of the program.
#[derive(Default)]
pub(super) struct Seen {
    parser: vt100::Parser,
    /// Every byte that it has written.
    pub(super) written: Vec<u8>,
    /// Whether reading has ended: the program is gone, or nobody is to read any more.
    is_read_out: bool,
    is_cut: bool,
    ended: Option<ExitStatus>,
}

impl Seen {
    pub(super) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The screen's text, line by line.
    pub(super) fn text(&self) -> String {
        self.screen().contents()
    }

    pub(super) fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The row and column where a text begins on the screen, if each of its characters takes one cell.
    pub(super) fn find(&self, text: &str) -> Option<(u16, u16)> {
        let (rows, columns) = self.screen().size();
        let places = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        let stands_at = |(row, column): &(u16, u16)| {
            text.chars().zip(*column..).all(|(character, column)| {
                let cell = self.screen().cell(*row, column).map(vt100::Cell::contents);
                // What was never written to is empty, and looks like a space.
                cell.map(|text| if text.is_empty() { " " } else { text })
                    == Some(character.encode_utf8(&mut [0; 4]))
            })
        };
        places.into_iter().find(stands_at)
    }

    /// The cells of a text on the screen.
    pub(super) fn cells(&self, text: &str) -> Vec<&vt100::Cell> {
        let Some((row, column)) = self.find(text) else { panic!("no {text:?} in\n{}", self.text()) };
        text.chars().zip(column..).filter_map(|(_, column)| self.screen().cell(row, column)).collect()
    }

    /// Whether a panel's title stands out as that of the focused one does.
    pub(super) fn has_focus(&self, panel: &str) -> bool {
        let title = format!("┌ {panel} ");
        // Of a blank it cannot be seen.
        let is_bold = |cell: &&vt100::Cell| cell.bold() || cell.contents().trim().is_empty();
        self.find(&title).is_some() && self.cells(&title).iter().skip(1).all(is_bold)
    }

    /// Whether the program has ended, and all that it wrote has come.
    pub(super) const fn has_ended(&self) -> bool {
        self.ended.is_some() && self.is_read_out
    }

    /// Keeps of what was written no more than the sequences, and of them the private modes and keyboards.
    fn forget(&mut self) {
        // The last one may not have come whole.
        let last = self.written.iter().rposition(|byte| *byte == 0x1b).unwrap_or_default();
        let rest = self.written.split_off(last);
        self.written = State::after(&self.written).written();
        self.written.extend(rest);
    }

    /// The private modes that are set.
    pub(super) fn modes(&self) -> BTreeSet<u16> {
        modes(&self.written)
    }
}

impl Terminal {
    fn open(command: CommandBuilder, size: (u16, u16), answers: bool) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let settings = settings(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = child.process_id().unwrap();
        // The reader sees the end of the program's output only when nobody else could write any.
        drop(pair.slave);
        let shared = Arc::new(Shared::default());
        shared.change(|seen| set_size(&mut seen.parser, size));
        let writer: Writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        read(pair.master.try_clone_reader().unwrap(), shared.clone(), answers.then(|| writer.clone()));
        wait(child, shared.clone());
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            shared,
            pid,
            settings,
            directory: PathBuf::new(),
        }
    }

    /// Where the program runs.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) const fn pid(&self) -> u32 {
        self.pid
    }

    /// Types, or pastes what a terminal sends for a paste.
    pub(super) fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    /// The same, of what need not be text.
    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        let mut writer = self.writer.as_ref().unwrap().lock().unwrap();
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// The same, to a program that may have ended.
    pub(super) fn type_if_alive(&mut self, bytes: &[u8]) {
        if self.now(|seen| seen.ended.is_none()) {
            self.send_bytes(bytes);
        }
    }

    /// Sends a signal to a program that may have ended.
    pub(super) fn signal_if_alive(&self, name: &str) {
        if self.now(|seen| seen.ended.is_none()) {
            // It may end just now.
            process::has_signalled(self.pid, name);
        }
    }

    /// Waits for something that may not come, and says whether it has.
    pub(super) fn waits_a_moment(&self, condition: impl Fn(&Seen) -> bool) -> bool {
        let deadline = Instant::now() + MOMENT;
        let mut seen = self.shared.lock();
        while !condition(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            seen = self.shared.changed.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Types a key twice while nobody reads what the program writes: the second time when the line is the shell's, or after as long
    /// as something is waited for that may not come.
    pub(super) fn type_twice_unread(&self, key: &str) {
        let _seen = self.shared.lock();
        let pieces = || self.shared.pieces.load(Ordering::SeqCst);
        let before = pieces();
        // The reader waits for us with this piece, and takes no other. What the system keeps safe for it is filled.
        self.write_as_others(b".");
        self.wait_blindly(|| pieces() > before);
        self.write_as_others(&[b'.'; SAFE]);
        let press = || self.writer.as_ref().unwrap().lock().unwrap().write_all(key.as_bytes()).unwrap();
        press();
        self.wait_blindly(|| self.has_own_settings());
        press();
    }

    /// Waits for something that may not come, and looks at nothing that was written.
    fn wait_blindly(&self, condition: impl Fn() -> bool) {
        let deadline = Instant::now() + MOMENT;
        while !condition() && Instant::now() < deadline {
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Writes to the screen as another program does.
    fn write_as_others(&self, bytes: &[u8]) {
        if let Some(path) = self.master.as_ref().and_then(|master| master.tty_name())
            && let Ok(mut line) = fs::OpenOptions::new().write(true).open(path)
        {
            let _ = line.write_all(bytes);
        }
    }

    /// Waits for longer than a lone Esc is held.
    pub(super) fn pause_for_esc(&self) {
        thread::sleep(2 * ESC_WAIT);
    }

    /// Keeps no more of what was written than what is needed to know the terminal's state.
    pub(super) fn forget_written(&self) {
        self.shared.lock().forget();
    }

    pub(super) fn resize(&self, columns: u16, rows: u16) {
        // First our own screen, so that nothing is drawn for the new size on the old one.
        self.shared.change(|seen| set_size(&mut seen.parser, (columns, rows)));
        self.master.as_ref().unwrap().resize(pty_size((columns, rows))).unwrap();
    }

    /// Tells the program of a size that nobody's screen has.
    pub(super) fn claim(&self, columns: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(pty_size((columns, rows))).unwrap();
    }

    /// What is known now.
    pub(super) fn now<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.shared.lock())
    }

    /// Waits until a text is on the screen.
    pub(super) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |seen| seen.shows(text));
    }

    /// Waits until something can be seen. `what` is for the message when it is not.
    pub(super) fn wait_until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        let mut seen = self.shared.lock();
        while !condition(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} in time; {}", told(&seen));
            let can_change = seen.ended.is_none() || !seen.is_read_out;
            assert!(can_change, "no {what} before the end; {}", told(&seen));
            let waited = self.shared.changed.wait_timeout(seen, left);
            seen = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until something else has changed, which can only be looked at again and again.
    pub(super) fn wait_outside(&self, what: &str, condition: impl Fn() -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !condition() {
            assert!(Instant::now() < deadline, "no {what} in time; {}", self.now(told));
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Waits until the program has ended by itself with this code, and has left the terminal as it was.
    pub(super) fn wait_clean_exit(&self, code: u32) {
        let status = self.wait_exit();
        self.now(|seen| {
            assert_eq!((status.signal(), status.exit_code()), (None, code), "{}", told(seen));
        });
        self.check_untouched();
    }

    /// Waits for the end, and for the last byte.
    pub(super) fn wait_exit(&self) -> ExitStatus {
        let has_ended = |seen: &Seen| seen.ended.is_some() && seen.is_read_out;
        self.wait_until("end of the program", has_ended);
        self.now(|seen| seen.ended.clone()).unwrap()
    }

    /// Checks that the terminal is as it was before the program.
    pub(super) fn check_untouched(&self) {
        self.now(|seen| {
            assert_eq!(seen.modes(), BTreeSet::from(UNTOUCHED), "{}", told(seen));
            assert!(!seen.screen().alternate_screen());
            assert_eq!(seen.screen().fgcolor(), vt100::Color::Default, "a colour is left behind");
            assert_eq!(seen.screen().bgcolor(), vt100::Color::Default, "a colour is left behind");
            let styles = [seen.screen().bold(), seen.screen().dim(), seen.screen().italic()];
            let others = [seen.screen().underline(), seen.screen().inverse()];
            assert!(!styles.into_iter().chain(others).any(|is_on| is_on), "a style is left behind");
            assert_eq!(State::after(&seen.written), State::default(), "{}", told(seen));
        });
        assert_eq!(
            settings(self.master.as_ref().unwrap().as_ref()),
            self.settings,
            "the line settings differ"
        );
    }

    /// Whether the line settings are as they were before the program.
    pub(super) fn has_own_settings(&self) -> bool {
        settings(self.master.as_ref().unwrap().as_ref()) == self.settings
    }

    /// Whether the line keeps what is typed until it is ended.
    pub(super) fn waits_for_lines(&self) -> bool {
        let termios = self.master.as_ref().unwrap().get_termios().unwrap();
        format!("{:?}", termios.local_flags).contains("ICANON")
    }

    /// Sets the line as a shell may that gets it back.
    pub(super) fn make_sane(&self) {
        let path = self.master.as_ref().unwrap().tty_name().unwrap();
        let line = fs::OpenOptions::new().read(true).open(path).unwrap();
        let status = std::process::Command::new("stty").arg("sane").stdin(line).status();
        assert!(status.unwrap().success());
    }

    /// Waits until the program has read all that was sent.
    pub(super) fn wait_all_read(&self) {
        let path = self.master.as_ref().and_then(|master| master.tty_name()).unwrap();
        let line = fs::File::open(path).unwrap();
        self.wait_outside("reading of all that was sent", || rustix::io::ioctl_fionread(&line) == Ok(0));
    }

    /// Takes the terminal away, as a lost connection does.
    pub(super) fn hang_up(&mut self) {
        self.shared.change(|seen| seen.is_cut = true);
        // The reader holds the terminal open too, and notices only when there is something to read.
        self.write_as_others(b".");
        self.wait_until("end of reading", |seen| seen.is_read_out);
        self.writer = None;
        self.master = None;
    }
}

impl Drop for Terminal {
    /// A test that failed leaves no program behind.
    fn drop(&mut self) {
        if self.now(|seen| seen.ended.is_none()) {
            process::signal(self.pid, "KILL");
        }
        if thread::panicking() {
            return;
        }
        if self.master.is_some() {
            self.hang_up();
        }
    }
}

/// What a terminal that has it all answers to what it is asked.
const ANSWERS: [(&str, &str); 5] = [
    ("\x1b[5n", "\x1b[0n"),
    ("\x1b[?u", "\x1b[?0u"),
    // It repeats characters, and stands behind them.
    ("\x1b[6n", "\x1b[2;5R"),
    ("\x1b[?2026$p", "\x1b[?2026;2$y"),
    ("\x1b[?2004$p", "\x1b[?2004;2$y"),
];

/// The answers to the questions in these bytes, and how many of the bytes need not be looked at again.
fn answers(bytes: &[u8]) -> (String, usize) {
    let (mut given, mut at) = (String::new(), 0);
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == 0x1b) {
        at += found;
        let rest = &bytes[at..];
        let asked = ANSWERS.iter().find(|(question, _)| rest.starts_with(question.as_bytes()));
        if asked.is_none() && ANSWERS.iter().any(|(question, _)| question.as_bytes().starts_with(rest)) {
            return (given, at);
        }
        given.push_str(asked.map_or("", |(_, answer)| answer));
        at += 1;
    }
    (given, bytes.len())
}

fn read(mut reader: Box<dyn Read + Send>, shared: Arc<Shared>, writer: Option<Writer>) {
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        let mut unanswered = Vec::new();
        while let Ok(count) = reader.read(&mut buffer)
            && count > 0
        {
            shared.pieces.fetch_add(1, Ordering::SeqCst);
            if shared.lock().is_cut {
                break;
            }
            shared.change(|seen| {
                seen.written.extend_from_slice(&buffer[..count]);
                seen.parser.process(&buffer[..count]);
            });
            if let Some(writer) = &writer {
                unanswered.extend_from_slice(&buffer[..count]);
                let (given, looked) = answers(&unanswered);
                unanswered.drain(..looked);
                // A program that has ended reads no answer.
                let _ = writer.lock().unwrap().write_all(given.as_bytes());
            }
        }
        drop((reader, writer));
        shared.change(|seen| seen.is_read_out = true);
    });
}

fn wait(mut child: Box<dyn Child + Send + Sync>, shared: Arc<Shared>) {
    thread::spawn(move || {
        let status = child.wait().unwrap();
        shared.change(|seen| seen.ended = Some(status));
    });
}

const fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn set_size(parser: &mut vt100::Parser, (columns, rows): (u16, u16)) {
    let at_least_one = |cells| NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN);
    parser.screen_mut().set_size(at_least_one(rows), at_least_one(columns));
}

/// The line settings (echo, line by line or raw, …) in words.
fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// What there is to know when a test fails.
fn told(seen: &Seen) -> String {
    let last = &seen.written[seen.written.len().saturating_sub(200)..];
    let last = String::from_utf8_lossy(last);
    format!(
        "ended: {:?}, modes {:?}, screen:\n{}\nlast bytes {last:?}",
        seen.ended,
        seen.modes(),
        seen.text()
    )
}

/// The private modes that are set after these bytes.
fn modes(written: &[u8]) -> BTreeSet<u16> {
    let mut modes = BTreeSet::from(UNTOUCHED);
    let text = String::from_utf8_lossy(written);
    for sequence in text.split("\x1b[?").skip(1) {
        let Some(end) = sequence.find(|c: char| !c.is_ascii_digit() && c != ';') else { continue };
        let numbers = sequence[..end].split(';').filter_map(|number| number.parse::<u16>().ok());
        match sequence.as_bytes()[end] {
            b'h' => modes.extend(numbers),
            b'l' => modes = &modes - &numbers.collect(),
            _ => {}
        }
    }
    modes
}

#[test]
fn modes_are_read_from_the_bytes() {
    let table: [(&str, &[u16]); 5] = [
        ("", &[25]),
        ("\x1b[?1049h\x1b[?25l", &[1049]),
        ("\x1b[?1000;1006h", &[25, 1000, 1006]),
        ("\x1b[?1049h\x1b[?2004hx\x1b[?2004l\x1b[?25l\x1b[?25h", &[25, 1049]),
        ("\x1b[?6n\x1b[?", &[25]),
    ];
    for (written, expected) in table {
        assert_eq!(modes(written.as_bytes()), expected.iter().copied().collect(), "{written:?}");
    }
}
