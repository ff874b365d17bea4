//! `segue jq-worker`: one jq filter over one JSON text, in a process that can be ended and that bounds itself.
//!
//! Standard input is the filter's length in bytes (8 bytes, the least significant first), the filter, then the JSON to the
//! end: an argument would show in the list of processes. Standard output gets each result on a line of its own. A fault is
//! exit code 1 and a [`Report`] as the last line of standard error.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output and error")]

mod interpreter;
mod text;

use std::{
    any::Any,
    io::{self, BufWriter, Read, Write},
    thread,
};

use rustix::process::{Resource, Rlimit, setrlimit};

use self::interpreter::Filter;
use super::Exit;
use crate::domain::filter::{Kind, Report};

/// The interpreter calls itself for every level of a filter and of its data; the 8 MiB of a main thread end too early in a
/// debug build. It counts as address space, so it is no larger.
const STACK: usize = 64 << 20;

/// What is longer was not typed.
const LONGEST_FILTER: u64 = 1 << 20;

/// What this process may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Address space, in bytes.
    pub(super) memory: u64,
    /// Results, in bytes.
    pub(super) output: u64,
    /// Time on a processor, in seconds: the end of a worker whose parent was killed and cannot end it.
    pub(super) seconds: u64,
}

/// Runs what standard input holds.
pub(super) fn run(limits: Limits) -> anyhow::Result<Exit> {
    bound(limits);
    // No task threads here: a filter is run at every pause in typing, and they would cost more than it does.
    let worker = thread::Builder::new().stack_size(STACK).spawn(move || filter(limits.output))?;
    let outcome = worker.join().unwrap_or_else(|panic| Err(broken(&*panic)));
    let Err(report) = outcome else { return Ok(Exit::Good) };
    let mut errors = io::stderr();
    let line = serde_json::to_string(&report)?;
    // Whoever asked may have gone: then nobody reads the reason.
    let _ = writeln!(errors, "{line}");
    Ok(Exit::Fault)
}

/// Bounds this process. Where a system refuses a bound, or does not keep to it (macOS and its address space), the parent's
/// time limit is what is left.
fn bound(limits: Limits) {
    let bounds = [(Resource::As, limits.memory), (Resource::Cpu, limits.seconds), (Resource::Core, 0)];
    for (resource, most) in bounds {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

fn filter(most: u64) -> Result<(), Report> {
    let mut input = io::stdin().lock();
    let filter = Filter::read(&read_filter(&mut input)?)?;
    let mut text = Vec::new();
    input.read_to_end(&mut text).map_err(|error| unreadable(&error))?;
    let value = interpreter::value(&text)?;
    drop(text);
    let mut results = Results { output: BufWriter::new(io::stdout().lock()), left: most };
    filter.run(value, |value| results.write(value))?;
    results.output.flush().map_err(|error| unwritable(&error))
}

fn read_filter(input: &mut impl Read) -> Result<String, Report> {
    let mut length = [0; 8];
    input.read_exact(&mut length).map_err(|error| unreadable(&error))?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_FILTER {
        return Err(report(Kind::Filter, "it is longer than 1 MiB"));
    }
    let mut filter = String::new();
    input.take(length).read_to_string(&mut filter).map_err(|error| unreadable(&error))?;
    if (filter.len() as u64) < length {
        return Err(report(Kind::Input, "it ends within the filter"));
    }
    Ok(filter)
}

/// Where results go, as long as there is room.
struct Results<W: Write> {
    output: W,
    left: u64,
}

impl<W: Write> Results<W> {
    fn write(&mut self, value: &interpreter::Val) -> Result<(), Report> {
        text::write(self, value).and_then(|()| self.write_all(b"\n")).map_err(|error| unwritable(&error))
    }
}

impl<W: Write> Write for Results<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.left.checked_sub(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        let written = self.output.write(bytes)?;
        self.left = left + (bytes.len() - written) as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

fn unwritable(error: &io::Error) -> Report {
    match error.kind() {
        io::ErrorKind::FileTooLarge => report(Kind::Limit, "the results are too long"),
        // From `text`: what has no form in JSON.
        io::ErrorKind::InvalidData => report(Kind::Run, &error.to_string()),
        _ => report(Kind::Run, &format!("the results cannot be written: {error}")),
    }
}

fn unreadable(error: &io::Error) -> Report {
    report(Kind::Input, &error.to_string())
}

/// The interpreter panics where a filter asks for more than any memory holds, such as `"x" * 1e18`.
fn broken(panic: &(dyn Any + Send)) -> Report {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
    if text.contains("capacity overflow") {
        return report(Kind::Memory, text);
    }
    report(Kind::Run, &format!("the interpreter cannot run it ({text})"))
}

fn report(kind: Kind, message: &str) -> Report {
    Report { kind, message: message.to_owned(), offset: None }
}
