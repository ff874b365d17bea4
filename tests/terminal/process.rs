//! Other processes, looked at and signalled from outside.

use std::process::Command;

/// Sends a signal, by the shell's own `kill`: there is a shell everywhere, and a `kill` program is not.
pub(super) fn signal(pid: u32, name: &str) {
    assert!(has_signalled(pid, name), "no {name} to {pid}");
}

/// Sends a signal to a process that may have gone, and says whether it was there.
pub(super) fn has_signalled(pid: u32, name: &str) -> bool {
    let status = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &pid.to_string()]).status();
    status.unwrap().success()
}

/// Whether a process is stopped, as Ctrl-z stops one.
#[cfg(target_os = "linux")]
pub(super) fn is_stopped(pid: u32) -> bool {
    // One that has gone is none that is stopped.
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The state stands behind the name, which is in parentheses and may hold some.
    stat.rsplit(')').next().unwrap().trim_start().starts_with('T')
}

/// Whether a process is stopped, as Ctrl-z stops one.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_stopped(pid: u32) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().unwrap();
    output.stdout.starts_with(b"T")
}

/// What the threads of a process have done so far: how often they went to sleep, all together. None while one of them
/// still has something to do.
#[cfg(target_os = "linux")]
pub(super) fn naps(pid: u32) -> Option<u64> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    // A thread may end between the look at the list and the look at it.
    let statuses = tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).ok());
    statuses.map(|status| naps_of_one(&status)).sum()
}

#[cfg(target_os = "linux")]
fn naps_of_one(status: &str) -> Option<u64> {
    let field = |name| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let naps = field("voluntary_ctxt_switches:")?.parse().ok();
    naps.filter(|_| field("State:").is_some_and(|state| state.starts_with('S')))
}

/// Whether a process has ended, be it that nobody has asked for its exit code.
pub(super) fn has_ended(pid: u32) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().unwrap();
    output.stdout.is_empty() || output.stdout.starts_with(b"Z")
}

/// Resident memory of a process in kB, where the system tells: what is its own, and with the pages of its file, which come in as
/// code is run for the first time.
pub(super) fn memory(pid: u32) -> Option<(u64, u64)> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let size = |name| {
        let size = status.lines().find_map(|line| line.strip_prefix(name))?;
        size.trim().trim_end_matches("kB").trim().parse().ok()
    };
    Some((size("RssAnon:")?, size("VmRSS:")?))
}
