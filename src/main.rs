//! Parse, dispatch, exit code; and what has to be said to the system before there is a second thread.
#![expect(clippy::disallowed_methods, reason = "a failing start is told on standard error")]

use std::{io::Write, process::ExitCode};

use segue::{cli::Cli, command};

fn main() -> ExitCode {
    give_back();
    match command::run(Cli::read()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "segue: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Lets the allocator give back what was freed. By itself glibc keeps a heap for each thread, and in each of them twice the largest
/// block that it has ever seen freed: what large answers and large windows leave behind for good. `docs/performance.md` has the
/// figures.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "there is no safe way to say it")]
fn give_back() {
    const LARGE: libc::c_int = 1 << 20;
    let wishes = [(libc::M_ARENA_MAX, 2), (libc::M_TRIM_THRESHOLD, LARGE), (libc::M_MMAP_THRESHOLD, LARGE)];
    for (what, value) in wishes {
        // SAFETY: it takes two numbers and touches no memory of ours; there is no other thread yet.
        unsafe { libc::mallopt(what, value) };
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
