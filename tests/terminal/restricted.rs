//! The real program as a shared account gets it (`--restricted`): somebody tries to get out.

use std::{fs, path::PathBuf};

use super::{
    keys::{CTRL_C, CTRL_X_CTRL_E, CTRL_Z, ESC, F5},
    process,
    pty::{Home, Seen, Start, Terminal},
    server::{Silent, token},
};

/// An account: its configuration, its token, and a directory for its state.
struct Account {
    home: Home,
    token: String,
}

impl Account {
    fn new(config: &str) -> Self {
        let home = Home::new();
        home.write("segue.toml", config);
        let token = token();
        private(&home.write("token", &token));
        Self { home, token }
    }

    fn start(&self, more: &[&str]) -> Start<'_> {
        let inside = |name: &str| self.home.path().join(name).display().to_string();
        let (config, state) = (inside("segue.toml"), inside("kept"));
        let arguments = [&["--restricted", "--config", &config, "--state", &state][..], more].concat();
        Start::segue(&self.home).args(&arguments)
    }

    /// What is in the home, but for the state of the account.
    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.home.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name != "kept").collect();
        names.sort();
        names
    }

    /// Looks for the token in what the terminal got and in the state: for the part of it that nothing may show.
    fn check_unseen(&self, terminal: &Terminal) {
        let signature = &self.token[self.token.rfind('.').unwrap() + 1..];
        let pieces: Vec<_> = signature.as_bytes().windows(8).collect();
        let is_in = |bytes: &[u8]| pieces.iter().any(|piece| bytes.windows(8).any(|window| window == *piece));
        assert!(is_in(self.token.as_bytes()), "the search finds what it is for");
        assert!(!terminal.now(|seen| is_in(&seen.written)));
        for file in all_files(&self.home.path().join("kept")) {
            assert!(!is_in(&fs::read(&file).unwrap()), "{}", file.display());
        }
    }
}

fn private(path: &PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn all_files(directory: &PathBuf) -> Vec<PathBuf> {
    let paths = fs::read_dir(directory).into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { all_files(&path) } else { vec![path] }).collect()
}

/// Leaves the field, once it can be seen that it has been left.
fn leave_field(terminal: &mut Terminal) {
    terminal.send(ESC);
    terminal.wait_until("the form outside its fields", |seen| seen.shows("m method"));
}

fn told(terminal: &Terminal, reason: &str) {
    terminal.wait_until(reason, |seen| seen.text().contains(reason));
}

fn quit(mut terminal: Terminal) {
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn no_key_of_the_real_program_leads_out() {
    let account = Account::new("");
    account.home.write("editor", "touch edited\n");
    let editor = format!("sh {}", account.home.path().join("editor").display());
    let before = account.files();
    let mut terminal =
        account.start(&["-X", "POST", "/v1/me/library/playlists"]).env("EDITOR", &editor).open();
    terminal.wait_for("sandbox restricted");
    terminal.wait_for("developer ●");
    terminal.send(CTRL_X_CTRL_E);
    told(&terminal, "restricted: no editor is started here");
    terminal.send(CTRL_Z);
    told(&terminal, "restricted: there is no shell here");
    assert!(!process::is_stopped(terminal.pid()));
    leave_field(&mut terminal);
    terminal.send("e");
    told(&terminal, "restricted: no editor is started here");
    terminal.send("yT");
    told(&terminal, "restricted: no token is shown or copied here");
    terminal.send("I");
    told(&terminal, "restricted: signing in is switched off here");
    terminal.send(F5);
    told(&terminal, "restricted: only GET is sent here");
    terminal.send("mmmm");
    terminal.wait_for("▌GET");
    terminal.send("p\x15/v1/storefronts");
    // In one go with the rest, Enter would be the end of a line in a paste.
    terminal.pause_for_esc();
    terminal.send("\r");
    terminal.wait_until("an answer", |seen| seen.shows("GET 200") && seen.has_focus("Response"));
    terminal.send("s");
    told(&terminal, "restricted: saving to files is switched off here");
    terminal.now(|seen| assert!(!seen.shows("s save")));
    quit(terminal);
    assert_eq!(account.files(), before);
}

#[test]
fn writes_that_are_allowed_are_sent_and_no_more_is() {
    let account = Account::new("");
    let mut terminal =
        account.start(&["--allow-writes", "-X", "POST", "/v1/me/library?ids[songs]=1000101"]).open();
    terminal.wait_for("developer ●");
    terminal.send(F5);
    terminal.wait_for("POST 202");
    terminal.send(CTRL_Z);
    told(&terminal, "restricted: there is no shell here");
    quit(terminal);
}

#[test]
fn no_other_server_is_asked() {
    let account = Account::new("");
    let other = Silent::new();
    let address = other.address();
    for path in [format!("http://{address}/v1/x"), format!("//{address}/v1/x")] {
        let mut terminal = account.start(&[&path]).open();
        terminal.wait_for("developer ●");
        terminal.send(F5);
        terminal.wait_for("┌ Errors");
        terminal.wait_until("a reason", |seen| {
            seen.shows("Not sent") || seen.shows("not sent") || seen.shows("server")
        });
        quit(terminal);
    }
    assert!(!other.was_called());
}

/// What the login of somebody may bring along.
const BROUGHT: [(&str, &str); 12] = [
    ("SEGUE_ORIGIN", "https://music.example"),
    ("SEGUE_DEVELOPER_TOKEN", "planted-token-of-the-login"),
    ("APPLE_MUSIC_TEAM_ID", "FICTION001"),
    ("APPLE_MUSIC_KEY_ID", "FICTION002"),
    ("HTTPS_PROXY", "http://127.0.0.1:1"),
    ("SSL_CERT_FILE", "/tmp/certificates"),
    ("EDITOR", "sh -c id"),
    ("PAGER", "sh -c id"),
    ("TMUX", "/tmp/socket,1,0"),
    ("TMPDIR", "/tmp/elsewhere"),
    ("BASH_ENV", "/tmp/script"),
    ("LC_MESSAGES", "C.UTF-8"),
];

#[test]
fn nothing_that_a_login_brings_along_counts() {
    let account = Account::new("");
    // A key that the account can read, where an error would repeat a part of it.
    let key =
        account.home.write("key", "-----BEGIN PRIVATE KEY-----\nplanted-in-the-key\n").display().to_string();
    let mut start = account.start(&[]).env("SEGUE_CONFIG", &key).env("APPLE_MUSIC_PRIVATE_KEY_PATH", &key);
    for (name, value) in BROUGHT {
        start = start.env(name, value);
    }
    let terminal = start.open();
    terminal.wait_for("sandbox restricted");
    terminal.wait_for("developer ●");
    #[cfg(target_os = "linux")]
    {
        let kept = fs::read(format!("/proc/{}/environ", terminal.pid())).unwrap();
        let kept = String::from_utf8(kept).unwrap();
        let mut names: Vec<_> =
            kept.split_terminator('\0').filter_map(|line| line.split('=').next()).collect();
        names.sort_unstable();
        assert_eq!(names, ["LANG", "LC_MESSAGES", "TERM"]);
    }
    let shows_any = |seen: &Seen| {
        let written = String::from_utf8_lossy(&seen.written).into_owned();
        ["planted", "music.example", "PRIVATE KEY"].into_iter().find(|text| written.contains(text))
    };
    assert_eq!(terminal.now(shows_any), None);
    assert!(!account.home.path().join("state").exists(), "the state is where the arguments say");
    quit(terminal);
    assert!(account.home.path().join("kept").exists());
}

#[test]
fn a_login_may_name_a_path_and_nothing_else() {
    let account = Account::new("");
    let terminal = account.start(&[]).env("SSH_ORIGINAL_COMMAND", "/v1/storefronts/jp").open();
    terminal.wait_for("/v1/storefronts/jp");
    quit(terminal);
    for command in ["cat token", "segue --sandbox", "/bin/sh", "internal-sftp"] {
        let terminal = account.start(&[]).env("SSH_ORIGINAL_COMMAND", command).open();
        terminal.wait_clean_exit(2);
        terminal.now(|seen| assert!(seen.shows("runs nothing else"), "{}", seen.text()));
    }
}

#[test]
fn profiles_are_those_for_the_same_server_that_run_nothing() {
    let silent = Silent::new();
    let address = silent.address();
    let account = Account::new(&format!(
        "default = \"home\"\n\
         [profiles.home]\norigin = \"http://{address}\"\ndeveloper_token = \"file:token\"\n\
         [profiles.second]\norigin = \"http://{address}\"\n\
         [profiles.away]\norigin = \"http://127.0.0.1:1\"\n\
         [profiles.running]\norigin = \"http://{address}\"\ndeveloper_token = \"command:touch ran\"\n",
    ));
    let terminal = account.start(&["-p", "running"]).open();
    terminal.wait_clean_exit(2);
    let reason = "runs a command for its credentials";
    terminal.now(|seen| assert!(seen.text().replace('\n', "").contains(reason), "{}", seen.text()));
    let mut terminal = account.start(&[]).open();
    terminal.wait_for("home restricted");
    terminal.wait_for("developer ●");
    terminal.send("\x10use the profile");
    terminal.wait_for("use the profile second");
    terminal.now(|seen| {
        assert!(!seen.shows("profile away") && !seen.shows("profile running"), "{}", seen.text())
    });
    terminal.send(ESC);
    terminal.wait_until("no palette", |seen| !seen.shows("use the profile"));
    quit(terminal);
    assert!(!account.home.path().join("ran").exists());
}

#[test]
fn the_accounts_token_shows_nowhere_and_is_kept_nowhere() {
    let silent = Silent::new();
    let account = Account::new(&format!(
        "default = \"home\"\n[profiles.home]\norigin = \"http://{}\"\ndeveloper_token = \"file:token\"\n",
        silent.address(),
    ));
    let mut terminal = account.start(&[]).open();
    terminal.wait_for("developer ●");
    leave_field(&mut terminal);
    terminal.send("yc");
    terminal.wait_for("sent to the terminal: the request as curl");
    terminal.send("yr");
    terminal.wait_for("sent to the terminal: the report");
    terminal.send("d");
    terminal.wait_for("┌ Doctor");
    terminal.send("q");
    terminal.wait_until("no doctor", |seen| !seen.shows("┌ Doctor"));
    terminal.send("yT");
    told(&terminal, "no token is shown or copied here");
    // A yes, where there is no question: it begins a chord, which the next key ends.
    terminal.send("yq");
    quit(terminal);
    let terminal = account.start(&["--resume"]).open();
    terminal.wait_for("home restricted");
    account.check_unseen(&terminal);
    quit(terminal);
}
