//! jq filters, each in a process of its own: one that never ends can be ended, and one that eats memory eats its own.

use std::{
    io, os::unix::process::ExitStatusExt, path::Path, process::ExitStatus, process::Stdio, time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, Command},
    time::timeout,
};

use crate::domain::filter::{Fault, Report, shown};

/// A report and what the system prints beside it are far shorter.
const MOST_ERRORS: u64 = 64 << 10;

/// What a filter may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From its start to its last result.
    pub time: Duration,
    /// Address space, in bytes.
    pub memory: u64,
    /// Results, in bytes.
    pub output: u64,
}

impl Limits {
    /// The limits for an input of `bytes`. Ten seconds are longer than anyone waits for a filter that is typed. jaq takes six
    /// times the size of a list of songs to read it (measured), and the filter needs as much again; 2 GiB let small inputs
    /// grow in a filter, and over 8 GiB the machine would suffer. 64 MB of results are more than a person reads.
    #[must_use]
    pub fn for_input(bytes: u64) -> Self {
        let memory = bytes.saturating_mul(12).clamp(2 << 30, 8 << 30);
        Self { time: Duration::from_secs(10), memory, output: 64_000_000 }
    }
}

/// Runs a filter over one JSON text, given in pieces, with `program`: Segue's own executable. The results come back as
/// they are, each compact and ended by a newline. When the future is dropped, the process is killed.
///
/// # Errors
/// Why there is no result; what had been found before is dropped.
pub async fn run<I>(program: &Path, filter: &str, input: I, limits: Limits) -> Result<Vec<u8>, Fault>
where
    I: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut child = start(program, limits).map_err(|error| broken(&error))?;
    let ended = timeout(limits.time, converse(&mut child, filter, input, limits.output)).await;
    let Ok(ended) = ended else {
        // An error means that it has ended by itself meanwhile.
        let _ = child.kill().await;
        return Err(Fault::Time { limit: limits.time });
    };
    let end = ended.map_err(|error| broken(&error))?;
    if end.output.len() as u64 > limits.output {
        return Err(Fault::TooMuch { limit: limits.output });
    }
    if end.status.success() { Ok(end.output) } else { Err(end.fault(filter, limits)) }
}

fn start(program: &Path, limits: Limits) -> io::Result<Child> {
    let mut command = Command::new(program);
    let seconds = limits.time.as_secs() + 1;
    let bounds = [("--memory", limits.memory), ("--output", limits.output), ("--seconds", seconds)];
    command
        .arg("jq-worker")
        .args(bounds.map(|(name, most)| [name.to_owned(), most.to_string()]).as_flattened());
    // The environment holds tokens. In a group of its own it does not get the keys that a person means for Segue.
    command.env_clear().process_group(0).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// How a worker ended.
struct End {
    status: ExitStatus,
    output: Vec<u8>,
    errors: Vec<u8>,
}

async fn converse<I>(child: &mut Child, filter: &str, input: I, most: u64) -> io::Result<End>
where
    I: IntoIterator<Item: AsRef<[u8]>>,
{
    let (Some(stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let (fed, output, errors) =
        tokio::join!(feed(stdin, filter, input), read(stdout, most + 1), read(stderr, MOST_ERRORS));
    let status = child.wait().await?;
    // A worker that refuses a filter does not wait for the input.
    fed.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })?;
    Ok(End { status, output: output?, errors: errors? })
}

async fn feed<I>(mut stdin: ChildStdin, filter: &str, input: I) -> io::Result<()>
where
    I: IntoIterator<Item: AsRef<[u8]>>,
{
    stdin.write_all(&(filter.len() as u64).to_le_bytes()).await?;
    stdin.write_all(filter.as_bytes()).await?;
    for piece in input {
        stdin.write_all(piece.as_ref()).await?;
    }
    stdin.shutdown().await
}

/// Reads to the end, or `most`; what comes after that finds nobody to read it.
async fn read(source: impl AsyncRead + Unpin, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

impl End {
    fn fault(&self, filter: &str, limits: Limits) -> Fault {
        let errors = String::from_utf8_lossy(&self.errors);
        let last = errors.lines().last().unwrap_or_default();
        if let Ok(report) = serde_json::from_str::<Report>(last) {
            return report.fault(filter, limits.output);
        }
        match self.status.signal() {
            // How Rust says these two, before it aborts.
            _ if errors.contains("memory allocation of") => Fault::Memory,
            _ if errors.contains("overflowed its stack") => {
                Fault::Run { message: "it calls itself, or the response nests, too deeply".to_owned() }
            }
            Some(SIGXCPU) => Fault::Time { limit: limits.time },
            // Nobody else kills it: the system does when memory runs out.
            Some(SIGKILL) => Fault::Memory,
            _ => Fault::Broken { message: shown(&format!("{}: {last}", self.status)) },
        }
    }
}

const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

fn broken(error: &io::Error) -> Fault {
    Fault::Broken { message: shown(&error.to_string()) }
}
