//! The job that we are a part of: whether a shell looks after it, and how it stops.
//!
//! A shell with job control gives each job a process group of its own, sees when all of it has stopped, and goes on with it. Where
//! sshd, tmux or a terminal's window started us, nobody does, and a stop would be for good.

use std::io;

use nix::unistd::{self, Pid};
use rustix::process::{self, Signal};

/// A process among others, by the numbers of its group and of its session; 0 is one outside of our container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    group: i32,
    session: i32,
}

impl Place {
    /// None if there is no such process, or if we may not know.
    fn of(process: Option<Pid>) -> Option<Self> {
        let (group, session) = (unistd::getpgid(process).ok()?, unistd::getsid(process).ok()?);
        Some(Self { group: group.as_raw(), session: session.as_raw() })
    }
}

/// Whether a shell started us as a part of a job, and will go on with it.
pub(super) fn has_shell() -> bool {
    let parent = unistd::getppid();
    // To ask about 0, which lies outside of our container, is to ask about oneself.
    let parent =
        Some(parent).filter(|parent| parent.as_raw() != 0).and_then(|parent| Place::of(Some(parent)));
    let has_leader = |session| unistd::getsid(Some(Pid::from_raw(session))).is_ok();
    Place::of(None).is_some_and(|ours| is_looked_after(ours, parent, has_leader(ours.session)))
}

/// The same, of these places, and of whether the leader of our session lives.
fn is_looked_after(ours: Place, parent: Option<Place>, has_leader: bool) -> bool {
    let Some(parent) = parent.filter(|parent| parent.session == ours.session) else { return false };
    // The parent is the shell, which is outside of the job; or it is a part of it, as `make` and `sudo` are. Then the shell leads
    // the session, and its own group has the session's number.
    parent.group != ours.group || (has_leader && ours.session != 0 && ours.session != ours.group)
}

/// Stops the job, all of it, as the terminal does: the shell waits for the last of it. Without a shell, this process alone stops.
/// Comes back when it goes on.
pub(super) fn stop() -> io::Result<()> {
    if has_shell() {
        return Ok(process::kill_current_process_group(Signal::STOP)?);
    }
    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How we were started: our group and session, those of the parent, whether the session's leader lives, and whether a shell
    /// goes on with what stops. The shell is 10, its terminal's session too; we are 30, what is between us 20.
    type Case = (&'static str, (i32, i32), Option<(i32, i32)>, bool, bool);

    const CASES: [Case; 16] = [
        ("by a shell with job control", (30, 10), Some((10, 10)), true, true),
        ("by a shell in a shell", (30, 10), Some((20, 10)), true, true),
        ("by env, which gives way to us", (30, 10), Some((10, 10)), true, true),
        ("by make, sudo or sh -c, in a job of a shell", (20, 10), Some((20, 10)), true, true),
        ("by make, whose shell has been killed", (20, 10), Some((20, 10)), false, false),
        (
            "by sudo with a terminal of its own, which looks after its job",
            (30, 20),
            Some((20, 20)),
            true,
            true,
        ),
        ("by tmux, xterm -e, sshd, docker run: alone in a session", (30, 30), Some((20, 20)), true, false),
        ("by setsid", (30, 30), Some((10, 10)), true, false),
        ("by sh -c without job control, in tmux or of sshd", (20, 20), Some((20, 20)), true, false),
        ("by make there", (20, 20), Some((20, 20)), true, false),
        ("by a shell that has gone: init has us", (30, 10), Some((1, 1)), false, false),
        ("by nobody who is here, in a session of our own: docker exec", (30, 30), None, true, false),
        ("by unshare --pid, outside", (0, 0), None, false, false),
        ("by sh -c in a container, with a session outside", (0, 0), Some((0, 0)), false, false),
        ("by make there, in a job of a shell outside", (0, 0), Some((0, 0)), false, false),
        ("by a shell with job control there", (30, 0), Some((20, 0)), false, true),
    ];

    #[test]
    fn a_shell_is_there_if_the_job_has_somebody_outside_of_it_in_its_session() {
        for (start, ours, parent, has_leader, expected) in CASES {
            let place = |(group, session)| Place { group, session };
            assert_eq!(is_looked_after(place(ours), parent.map(place), has_leader), expected, "{start}");
        }
    }
}
