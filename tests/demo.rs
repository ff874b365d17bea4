//! `segue demo --check`, the real binary: the demos that ship go well, and what would go wrong on stage is told.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A home directory for one test; gone afterwards.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("segue-demo-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir(&directory).unwrap();
        Self(directory)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
        command.args(arguments).env_clear().current_dir(&self.0).stdin(Stdio::null());
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(name, &self.0);
        }
        command
    }

    /// `segue` with these arguments: the exit code, and all that it says.
    fn segue(&self, arguments: &[&str]) -> (i32, String) {
        ran(&mut self.command(arguments))
    }

    /// Checks a demo of these steps in the sandbox.
    fn check(&self, steps: &str) -> (i32, String) {
        let file = self.write("demo.toml", &format!("title = \"A test\"\nsandbox = true\n{steps}"));
        self.segue(&["demo", &file, "--check", "--slow", "60000"])
    }
}

fn ran(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The demos that ship.
fn shipped() -> Vec<String> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/demos");
    let files = std::fs::read_dir(directory).unwrap();
    files.map(|file| file.unwrap().path().display().to_string()).collect()
}

#[test]
fn the_demos_that_ship_go_well() {
    let home = Home::new();
    assert_eq!(shipped().len(), 3);
    for file in shipped() {
        let (code, told) = home.segue(&["demo", &file, "--check", "--slow", "60000"]);
        assert_eq!(code, 0, "{file}: {told}");
        assert!(told.ends_with("nothing would go wrong\n"), "{told}");
    }
    // Nothing of it is remembered.
    assert!(!home.0.join("segue").exists());
}

#[test]
fn a_demo_goes_as_well_in_a_replay_of_it() {
    let home = Home::new();
    let file = shipped().into_iter().find(|file| file.ends_with("ten-pages.toml")).unwrap();
    let (code, told) = home.segue(&["demo", &file, "--check", "--slow", "60000", "--record", "kept"]);
    assert_eq!((code, told.contains("10 exchanges kept in kept")), (0, true), "{told}");
    let (code, told) = home.segue(&["demo", &file, "--check", "--replay", "kept", "--at-once"]);
    assert_eq!(code, 0, "{told}");
    let other = shipped().into_iter().find(|file| file.ends_with("first-minute.toml")).unwrap();
    let (code, told) = home.segue(&["demo", &other, "--check", "--replay", "kept", "--at-once"]);
    assert_eq!(
        (code, told.contains("1/6 wrong") && told.contains("not in the recording")),
        (6, true),
        "{told}"
    );
}

#[test]
fn what_would_go_wrong_is_told_of_its_step() {
    let cases = [
        ("request = \"/v1/catalog/us/songs/1\"", "the answer is 404, and 2xx is expected"),
        ("request = \"/v1/storefronts\"\nexpect = 401", "the answer is 200, and 401 is expected"),
        ("request = \"/v1/storefronts?limit=2\"\nunfold = [\"data[2]\"]", "there is no data[2]"),
        ("request = \"/v1/test\"\nfollow = \"next\"", "there is no next to follow"),
        ("request = \"/v1/storefronts?limit=2\"\nsearch = \"unheard-of\"", "unheard-of is not found"),
        ("request = \"/v1/storefronts?limit=2\"\nfilter = \".data[\"", "the filter: "),
        ("request = \"https://other.example/v1/x\"", "Nothing was sent"),
        ("search = \"x\"", "there is no JSON response to look into"),
        ("select = \"data\"", "there is no data"),
        ("request = \"/v1/test\"\nwithin_ms = 0", "0 are the most"),
    ];
    let home = Home::new();
    for (step, expected) in cases {
        let (code, told) = home.check(&format!("[[step]]\n{step}"));
        assert_eq!(
            (code, told.contains("1/1 wrong"), told.contains(expected)),
            (6, true, true),
            "{step}: {told}"
        );
        assert!(told.ends_with("1 thing would go wrong\n"), "{told}");
    }
}

#[test]
fn a_step_that_goes_wrong_does_not_keep_the_next_from_going_well() {
    let home = Home::new();
    let (code, told) = home.check(
        "[[step]]\nrequest = \"/v1/catalog/us/songs/1\"\n[[step]]\nscenario = \"expired\"\nrequest = \"/v1/test\"\n\
         expect = 401\n[[step]]\nscenario = \"healthy\"\nrequest = \"/v1/me/library/songs?limit=2\"\nselect = \"data[1]\"",
    );
    assert_eq!(code, 6, "{told}");
    let marks: Vec<_> = told.lines().filter_map(|line| line.trim().get(..9)).collect();
    assert!(
        marks.contains(&"1/3 wrong") && marks.contains(&"2/3 ok   ") && marks.contains(&"3/3 ok   "),
        "{told}"
    );
}

#[test]
fn a_write_is_sent_in_the_sandbox_and_not_elsewhere() {
    let home = Home::new();
    let step = "[[step]]\nrequest = \"/v1/me/library?ids[songs]=1000101\"\nmethod = \"POST\"\n";
    let (code, told) = home.check(step);
    assert_eq!((code, told.contains("(202, ")), (0, true), "{told}");
    home.write("config.toml", "");
    let config = "[profiles.work]\norigin = \"http://127.0.0.1:9\"\ndeveloper_token = \"command:echo x\"\n";
    let directory = home.0.join("segue");
    std::fs::create_dir(&directory).unwrap();
    std::fs::write(directory.join("config.toml"), config).unwrap();
    let file = home.write(
        "real.toml",
        &format!("title = \"t\"\nprofile = \"work\"\n{step}developer_token = false\nuser_token = false"),
    );
    let (code, told) = home.segue(&["demo", &file, "--check"]);
    assert_eq!((code, told.contains("say yes on stage")), (6, true), "{told}");
}

/// A server that answers everything with 200, and what it was asked.
fn server() -> (String, std::sync::Arc<std::sync::Mutex<String>>) {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::sync::Arc::<std::sync::Mutex<String>>::default();
    let seen = std::sync::Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                head.push(byte[0]);
            }
            seen.lock().unwrap().push_str(&String::from_utf8_lossy(&head));
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}");
        }
    });
    (origin, asked)
}

#[test]
fn a_demo_whose_keys_leave_the_sandbox_writes_nowhere_else() {
    let (origin, asked) = server();
    let words: Vec<_> = "use the profile work".split("").filter(|letter| !letter.is_empty()).collect();
    let words = words.join("\", \"").replace("\" \"", "\"Space\"");
    let steps = format!(
        "[[step]]\nkeys = [\"Esc\", \"Ctrl-p\", \"{words}\", \"Enter\"]\n\
         [[step]]\nrequest = \"/v1/read\"\ndeveloper_token = false\n\
         [[step]]\nrequest = \"/v1/write\"\nmethod = \"POST\"\ndeveloper_token = false\n\
         [[step]]\nrequest = \"/v1/write\"\nheaders = [\"X-HTTP-Method-Override: DELETE\"]\ndeveloper_token = false\n"
    );
    for confirms in [true, false] {
        let home = Home::new();
        let directory = home.0.join("segue");
        std::fs::create_dir(&directory).unwrap();
        let config = format!("confirm_writes = {confirms}\n[profiles.work]\norigin = \"{origin}\"\n");
        std::fs::write(directory.join("config.toml"), config).unwrap();
        let (code, told) = home.check(&steps);
        assert_eq!((code, told.contains("3/4 wrong"), told.contains("4/4 wrong")), (6, true, true), "{told}");
        assert!(told.contains("3/4 wrong") && told.contains("it writes, and a check"), "{confirms}: {told}");
        let asked = asked.lock().unwrap();
        assert!(asked.contains("GET /v1/read") && !asked.contains("/v1/write"), "{told}\n{asked}");
    }
}

#[test]
fn a_file_that_is_no_demo_says_where() {
    let home = Home::new();
    let (code, told) = home.check("[[step]]\nnote = \"x\"\nwait = 3");
    assert_eq!(
        (code, told.contains("demo.toml, line 5, column 1: unknown field `wait`")),
        (2, true),
        "{told}"
    );
    let (code, told) = home.check("[[step]]\nkeys = [\"Hyper-x\"]");
    assert_eq!((code, told.contains("step 1: `Hyper-x` is no key")), (2, true), "{told}");
    let token = "GTd7Fguo".repeat(20);
    let (code, told) = home.check(&format!("[[step]]\nkeys = [\"{token}\"]"));
    assert_eq!((code, told.contains("GTd7Fguo")), (2, false), "{told}");
    let (code, told) = home.check("[[step]]\nscenario = \"flooded\"");
    assert_eq!((code, told.contains("There is no scenario of that name")), (2, true), "{told}");
    let (code, told) = home.segue(&["demo", "nowhere.toml", "--check"]);
    assert_eq!((code, told.contains("nowhere.toml cannot be read")), (2, true), "{told}");
    let (code, told) = home.segue(&["demo", "nowhere.toml"]);
    assert_eq!((code, told.contains("--check")), (2, true), "{told}");
}

/// A developer token that ends in so many minutes, and that nobody has signed.
fn token_ending_in(minutes: u64) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let claims = format!(r#"{{"iss":"FICTIONTEA","iat":{now},"exp":{}}}"#, now + minutes * 60);
    let parts = [r#"{"alg":"ES256","kid":"FICTION001"}"#, &claims, "no signature"];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

#[test]
fn a_token_that_ends_soon_is_told_before_the_talk() {
    let home = Home::new();
    let file = home.write("soon.toml", "title = \"t\"\n[[step]]\nrequest = \"/v1/test\"");
    for (minutes, is_told) in [(10, true), (40, false)] {
        let mut command = home.command(&["demo", &file, "--check"]);
        command
            .env("SEGUE_ORIGIN", "http://127.0.0.1:9")
            .env("SEGUE_DEVELOPER_TOKEN", token_ending_in(minutes));
        let (code, told) = ran(&mut command);
        assert_eq!((code, told.contains("min: it may be over on stage")), (6, is_told), "{told}");
        assert!(told.contains("refused the connection"), "{told}");
    }
}

#[test]
fn a_check_writes_no_file_and_says_so_of_the_step() {
    let home = Home::new();
    let step =
        "[[step]]\nrequest = \"/v1/storefronts?limit=2\"\nselect = \"data[1]\"\nkeys = [\"s\", \"Enter\"]\n";
    let before = files(&home);
    let (code, told) = home.check(step);
    assert_eq!(
        (code, told.contains("1/1 wrong"), told.contains("it saves a file, and a check does not")),
        (6, true, true),
        "{told}"
    );
    let mut after = files(&home);
    after.retain(|name| name != "demo.toml");
    assert_eq!(after, before);
}

fn files(home: &Home) -> Vec<String> {
    let files = std::fs::read_dir(&home.0).unwrap();
    files.map(|file| file.unwrap().file_name().display().to_string()).collect()
}

#[test]
fn a_demo_that_presses_what_a_person_alone_presses_is_refused() {
    let home = Home::new();
    let (code, told) = home.check("[[step]]\nkeys = [\"Esc\", \"y T\", \"y\"]");
    assert_eq!((code, told.contains("step 1: no demo presses the key of copy-token")), (2, true), "{told}");
    let (code, told) = home.check("[[step]]\nkeys = [\"Esc\", \"I\"]");
    assert_eq!((code, told.contains("no demo presses the key of sign-in")), (6, true), "{told}");
}

#[test]
fn a_check_goes_by_the_keys_that_a_person_chose() {
    let home = Home::new();
    std::fs::create_dir(home.0.join("segue")).unwrap();
    let chosen = "[keys.anywhere]\nnext-step = \"Ctrl-x n\"\n[keys.question]\naccept = \"j\"\n[keys.search]\naccept = \"Ctrl-x\"\n\
                  [keys.filter]\naccept = \"Ctrl-x\"\n";
    home.write("segue/config.toml", chosen);
    let write = "[[step]]\nrequest = \"/v1/me/library?ids[songs]=1000101\"\nmethod = \"POST\"\n";
    let look =
        "[[step]]\nrequest = \"/v1/storefronts?limit=2\"\nsearch = \"Australia\"\nfilter = \".data\"\n";
    let (code, told) = home.check(&format!("{write}{look}"));
    assert_eq!(code, 0, "{told}");
}

#[test]
fn keys_that_are_faulty_are_told_and_not_dropped() {
    let home = Home::new();
    std::fs::create_dir(home.0.join("segue")).unwrap();
    home.write("segue/config.toml", "[keys.panel]\nquit = \"Hyper-x\"\n");
    let (code, told) = home.check("[[step]]\nrequest = \"/v1/test\"");
    assert_eq!((code, told.contains("the config file is faulty and not used")), (6, true), "{told}");
    let file = home.write("own.toml", "title = \"t\"\n[[step]]\nrequest = \"/v1/test\"");
    let (code, told) = home.segue(&["demo", &file, "--check"]);
    assert_eq!((code, told.contains("Hyper-x")), (2, true), "{told}");
}
