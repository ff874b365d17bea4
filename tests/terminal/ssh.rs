//! Over a real SSH server, with and without tmux: the connection drops, and nothing is lost.

use std::{fs, path::PathBuf, process::Command};

use super::{
    keys::{CTRL_C, CTRL_Z},
    process,
    pty::{Home, Start, Terminal},
    sshd::{Server, arguments, user},
};

/// A machine at the other end of a connection.
struct Far {
    home: Home,
    server: Server,
    /// Whether a tmux server may be left running.
    has_tmux: bool,
}

impl Far {
    /// None where there can be no such machine, which is told.
    fn new(has_tmux: bool) -> Option<Self> {
        if has_tmux && Command::new("tmux").arg("-V").output().is_err() {
            skip("there is no tmux here");
            return None;
        }
        let home = Home::new();
        // Writes down its process id first.
        home.write("segue", &format!("echo $$ >pid\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_segue")));
        match Server::start(home.path(), "") {
            Ok(server) => Some(Self { home, server, has_tmux }),
            Err(reason) => {
                skip(reason);
                None
            }
        }
    }

    /// Runs a command there in a terminal of its own.
    fn run(&self, command: &str) -> Terminal {
        let port = self.server.port.to_string();
        let host = format!("{}@127.0.0.1", user());
        let variables: Vec<_> =
            self.home.environment().into_iter().filter(|(name, _)| *name != "TERM").collect();
        let variables: Vec<_> = variables.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
        let command = format!(
            "cd '{}' && exec env -u TMUX {} {command}",
            self.home.path().display(),
            variables.join(" ")
        );
        let mut all = arguments(self.home.path());
        all.extend(["-tt", "-e", "none", "-p", &port, &host, &command].map(str::to_owned));
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        Start::program("ssh", &self.home).args(&all).open()
    }

    fn tmux(&self, arguments: &str) -> String {
        format!(
            "tmux -u -S '{}' -f '{}' {arguments}",
            self.socket().display(),
            self.home.path().join("tmux.conf").display()
        )
    }

    /// What tmux holds of its window.
    fn screen(&self) -> Vec<String> {
        let mut tmux = Command::new("tmux");
        let output =
            tmux.args(["-u", "-S"]).arg(self.socket()).args(["capture-pane", "-p", "-t", "work"]).output();
        lines(&String::from_utf8(output.unwrap().stdout).unwrap())
    }

    fn socket(&self) -> PathBuf {
        self.home.path().join("tmux.socket")
    }

    /// The process that runs there.
    fn pid(&self) -> u32 {
        fs::read_to_string(self.home.path().join("pid")).unwrap().trim().parse().unwrap()
    }

    /// The files of sessions that were cut off.
    fn sessions(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.home.path().join("state/segue/sessions")).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        if self.has_tmux {
            // Gone already if all went well.
            let _ = Command::new("tmux").arg("-S").arg(self.socket()).arg("kill-server").output();
        }
    }
}

/// Tells why a test does not run; past the harness, which keeps what a good test prints. Where it has to run
/// (`SEGUE_NEEDS_SSH`), that is a failure.
#[expect(clippy::disallowed_methods, reason = "what is left out is told past the harness")]
pub(super) fn skip(reason: &str) {
    use std::io::Write as _;
    assert!(std::env::var_os("SEGUE_NEEDS_SSH").is_none(), "{reason}");
    let _ = writeln!(std::io::stderr(), "skipped: {reason}; .ci/ssh installs it");
}

/// Sends the request, follows its list, and unfolds a song of the last page.
fn use_it(terminal: &mut Terminal) {
    terminal.wait_for("developer ●");
    terminal.send("\r");
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in Response", |seen| seen.has_focus("Response"));
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.send("f");
    terminal.wait_for("3 pages, all");
    terminal.send("Gkkl");
    terminal.wait_for("▾ 61 ");
    terminal.send("ljjj");
    terminal.wait_for("data[61].attributes");
    terminal.send("ljj");
    // The last thing of the panel that is drawn.
    terminal.wait_for("data[61].attributes.genreNames");
}

/// Lines but for how long the developer token still lasts, which goes on meanwhile.
fn timeless(lines: &[String]) -> Vec<String> {
    let words =
        |line: &String| line.replace("11 h 59 min", "12 h").split_whitespace().collect::<Vec<_>>().join(" ");
    lines.iter().map(words).collect()
}

/// The panel of the response as it shows, but for how long its pages took.
fn response(text: &str) -> String {
    let from = text.find("┌ Response").unwrap_or(text.len());
    let to = text[from..].find('└').map_or(text.len(), |end| from + end);
    let foot = text[to..].lines().next().unwrap_or_default();
    let lines = text[from..to].lines().chain([foot]).map(|line| {
        let mut words: Vec<&str> = line.split([' ', '─']).filter(|word| !word.is_empty()).collect();
        while let Some(unit) = words.iter().position(|word| *word == "ms") {
            words.drain(unit.saturating_sub(1)..=unit);
        }
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of a screen without what is blank at their ends.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Cuts the connection: nobody says goodbye.
fn cut(terminal: &Terminal) {
    process::signal(terminal.pid(), "KILL");
    terminal.wait_exit();
}

#[test]
fn a_dropped_connection_ends_the_process_and_the_session_can_be_gone_on_with() {
    let Some(far) = Far::new(false) else { return };
    let mut terminal = far.run("sh segue");
    use_it(&mut terminal);
    let before = terminal.now(|seen| response(&seen.text()));
    assert!(before.contains("▾ attributes") && before.contains("data[61].attributes"), "{before}");
    cut(&terminal);
    terminal.wait_outside("end of the far process", || process::has_ended(far.pid()));
    assert_eq!(far.sessions().len(), 1);

    let offered = far.run("sh segue");
    offered.wait_for("the last session was cut off");
    cut(&offered);
    offered.wait_outside("end of the far process", || process::has_ended(far.pid()));

    let mut resumed = far.run("sh segue --resume");
    resumed.wait_until("the same screen", |seen| response(&seen.text()) == before);
    resumed.send("h");
    resumed.wait_until("a fold", |seen| response(&seen.text()) != before);
    resumed.send("q");
    resumed.wait_exit();
    resumed.wait_outside("end of the far process", || process::has_ended(far.pid()));
    assert_eq!(far.sessions(), Vec::<PathBuf>::new(), "it has ended well");
}

#[test]
fn a_connection_that_drops_while_a_request_is_typed_keeps_what_was_typed() {
    let Some(far) = Far::new(false) else { return };
    let mut terminal = far.run("sh segue");
    terminal.wait_for("developer ●");
    terminal.send("&half=typed");
    terminal.wait_for("limit=25&half=typed");
    cut(&terminal);
    terminal.wait_outside("end of the far process", || process::has_ended(far.pid()));
    let mut resumed = far.run("sh segue --resume");
    resumed.wait_for("limit=25&half=typed");
    resumed.send("\x03");
    resumed.wait_exit();
}

/// Nobody there goes on with what has stopped.
#[test]
fn a_ctrl_z_is_refused_where_the_command_is_all_that_runs() {
    for has_tmux in [false, true] {
        let Some(far) = Far::new(has_tmux) else { return };
        far.home.write("tmux.conf", "set -g status off\n");
        let mut terminal =
            far.run(&if has_tmux { far.tmux("new-session -s work sh segue") } else { "sh segue".to_owned() });
        terminal.wait_for("developer ●");
        terminal.send(CTRL_Z);
        terminal.wait_for("there is no shell here to go back to");
        assert!(!process::is_stopped(far.pid()));
        terminal.send(CTRL_C);
        terminal.wait_exit();
    }
}

#[test]
fn a_tmux_session_is_the_same_after_a_detach_and_after_a_dropped_connection() {
    let Some(far) = Far::new(true) else { return };
    far.home.write("tmux.conf", "set -g status off\n");
    let mut terminal = far.run(&far.tmux("new-session -s work sh segue"));
    use_it(&mut terminal);
    // What tmux has sent of the last frame, it sends in pieces.
    terminal.wait_outside("whole screen", || terminal.now(|seen| lines(&seen.text())) == far.screen());
    let before = timeless(&far.screen());
    terminal.send("\x02d");
    assert_eq!(terminal.wait_exit().exit_code(), 0, "detached");
    assert!(!process::has_ended(far.pid()));

    let attached = far.run(&far.tmux("attach -t work"));
    attached.wait_until("the same screen", |seen| timeless(&lines(&seen.text())) == before);
    cut(&attached);
    assert!(!process::has_ended(far.pid()), "tmux holds it");

    let mut again = far.run(&far.tmux("attach -t work"));
    again.wait_until("the same screen", |seen| timeless(&lines(&seen.text())) == before);
    again.send("q");
    again.wait_exit();
    again.wait_outside("end of the far process", || process::has_ended(far.pid()));
    assert_eq!(far.sessions(), Vec::<PathBuf>::new(), "it has ended well");
}
