//! Credentials end to end: keys made by openssl, tokens judged by another library, files with the wrong permissions,
//! commands that fail, and nothing secret in any `Debug` output.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePrivateKey;
use segue::adapter::credentials::{
    CredentialFault, Keyring, LoadFault, ReadFault, Terms, load_config, read_source,
};
use segue::adapter::signer::sign;
use segue::domain::clock::ServerTime;
use segue::domain::profile::{
    Choice, Config, DeveloperPlan, Environment, Origin, Plan, Where, choose, parse_config,
};
use segue::domain::secret::Secret;
use segue::domain::token::key::{self, KeyFault, Repair};
use segue::domain::token::{Claims, DeveloperStanding, UserStanding};
use serde_json::Value;

/// Made with openssl for these tests; it opens nothing.
const PEM: &str = include_str!("fixtures/AuthKey_FICTION001.p8");
const USER_TOKEN: &str =
    "AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1PkyzJAy4EkwkoYfhZVplorpbzSlSYz362aKjvymvBezpV6==";
const NOW: i64 = 1_795_478_400;
const LIMIT: Duration = Duration::from_secs(10);

fn secret(text: impl Into<String>) -> Secret {
    Secret::new(text.into())
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn plan(config: &str, variables: &[(&str, &str)], explicit: Option<&str>) -> Plan {
    match choose(&parse_config(config).unwrap(), &environment(variables), explicit).unwrap() {
        Choice::Plan(plan) => plan,
        Choice::Sandbox | Choice::Replay(_) => panic!("a plan was expected"),
    }
}

/// A fresh directory of one test's own.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("credentials").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn file(path: &Path, content: impl AsRef<[u8]>, mode: u32) {
    fs::write(path, content).unwrap();
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn part(token: &str, at: usize) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap()
}

/// Verifies with another library than the one that signed, and returns header and payload.
fn verified(token: &Secret, pem: &str) -> (Value, Value) {
    let token = token.expose();
    let key = p256::SecretKey::from_pkcs8_pem(pem).unwrap();
    let raw = part(token, 2);
    assert_eq!(raw.len(), 64, "a JWT carries the raw signature, not DER");
    let signed = token.rsplit_once('.').unwrap().0;
    let signature = Signature::from_slice(&raw).unwrap();
    VerifyingKey::from(key.public_key()).verify(signed.as_bytes(), &signature).unwrap();
    (serde_json::from_slice(&part(token, 0)).unwrap(), serde_json::from_slice(&part(token, 1)).unwrap())
}

fn openssl(arguments: &str, input: &str) -> Option<String> {
    use std::io::Write;
    let mut child = Command::new("openssl")
        .args(arguments.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn an_independent_verifier_accepts_the_token() {
    let mut keys = vec![PEM.to_owned()];
    if let Some(sec1) = openssl("ecparam -name prime256v1 -genkey", "") {
        keys.extend(openssl("pkcs8 -topk8 -nocrypt", &sec1));
    }
    for pem in keys {
        for origin in [None, Some(vec!["http://127.0.0.1:9".to_owned()])] {
            let claims = Claims {
                key_id: "FICTION001".to_owned(),
                team_id: "FICTIONTEA".to_owned(),
                issued_at: NOW - 60,
                expires_at: NOW + 43_200,
                origin: origin.clone(),
            };
            let (header, payload) =
                verified(&sign(&claims, &key::read(&secret(&*pem)).unwrap()).unwrap(), &pem);
            assert_eq!(header, serde_json::json!({"alg": "ES256", "kid": "FICTION001"}));
            let mut expected = serde_json::json!({"iss": "FICTIONTEA", "iat": NOW - 60, "exp": NOW + 43_200});
            if let Some(origin) = origin {
                expected["origin"] = origin.into();
            }
            assert_eq!(payload, expected);
        }
    }
}

#[test]
fn keys_of_other_kinds_are_named() {
    let generated = |arguments: &str| openssl(arguments, "");
    let pkcs8 = |curve: &str| {
        openssl("pkcs8 -topk8 -nocrypt", &generated(&format!("ecparam -name {curve} -genkey"))?)
    };
    for (text, expected) in [
        (pkcs8("secp384r1"), KeyFault::OtherCurve("P-384")),
        (pkcs8("secp521r1"), KeyFault::OtherCurve("P-521")),
        (generated("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024"), KeyFault::Rsa),
        (generated("genpkey -algorithm ED25519"), KeyFault::OtherAlgorithm("Ed25519")),
        (openssl("pkey -pubout", PEM), KeyFault::PublicKey),
        (openssl("pkcs8 -topk8 -passout pass:fiction", PEM), KeyFault::Encrypted),
    ] {
        // An old openssl may not know a kind; the tables in the unit tests do not depend on it.
        let Some(text) = text else { continue };
        assert_eq!(key::read(&secret(&*text)), Err(expected.clone()));
        let bare: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(key::read(&secret(bare)), Err(expected), "without its BEGIN and END lines");
    }
}

#[test]
fn a_sec1_key_of_openssl_signs_as_its_pkcs8_does() {
    let Some(sec1) = openssl("ecparam -name prime256v1 -genkey", "") else { return };
    let pkcs8 = openssl("pkcs8 -topk8 -nocrypt", &sec1).unwrap();
    let key = key::read(&secret(&*sec1)).unwrap();
    assert_eq!(key.repairs(), [Repair::Sec1]);
    let claims = Claims {
        key_id: "FICTION001".to_owned(),
        team_id: "FICTIONTEA".to_owned(),
        issued_at: NOW,
        expires_at: NOW + 1,
        origin: None,
    };
    verified(&sign(&claims, &key).unwrap(), &pkcs8);
    for curve in ["secp384r1", "secp256k1"] {
        let Some(other) = openssl(&format!("ecparam -name {curve} -genkey"), "") else { continue };
        assert!(matches!(key::read(&secret(other)), Err(KeyFault::OtherCurve(_))), "{curve}");
    }
}

const CONFIG: &str = r#"
default = "home"
[profiles.home]
developer_token = "env:HOME_TOKEN"
[profiles.mock]
origin = "http://127.0.0.1:8080"
developer_token = "env:MOCK_TOKEN"
[profiles.thief]
origin = "https://mock.example"
developer_token = "env:APPLE_MUSIC_DEVELOPER_TOKEN"
[profiles.sly]
origin = "https://mock.example"
user_token = "env:MUSICKIT_USER_TOKEN"
"#;

const APPLE: [(&str, &str); 3] =
    [("APPLE_MUSIC_DEVELOPER_TOKEN", "a"), ("APPLE_MUSIC_USER_TOKEN", "u"), ("MOCK_TOKEN", "m")];

fn chosen(config: &str, variables: &[(&str, &str)], explicit: Option<&str>) -> String {
    match choose(&parse_config(config).unwrap(), &environment(variables), explicit) {
        Ok(choice) => described(&choice),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn precedence_and_origin() {
    let apple = "https://api.music.apple.com";
    let both = format!("environment {apple} APPLE_MUSIC_DEVELOPER_TOKEN APPLE_MUSIC_USER_TOKEN");
    let (home, musickit) =
        (format!("home {apple} HOME_TOKEN -"), format!("environment {apple} MUSICKIT_DEVELOPER_TOKEN -"));
    let mock = "mock http://127.0.0.1:8080 MOCK_TOKEN -";
    let own = [&APPLE[..], &[("SEGUE_ORIGIN", "http://[::1]:9"), ("SEGUE_DEVELOPER_TOKEN", "s")]].concat();
    let bare = [&APPLE[..], &[("SEGUE_ORIGIN", "https://mock.example")]].concat();
    for (config, variables, explicit, expected) in [
        ("", &[][..], None, "sandbox"),
        ("", &[("APPLE_MUSIC_STOREFRONT", "gb")], None, "sandbox"),
        ("", &[("APPLE_MUSIC_TEAM_ID", " ")], None, "sandbox"),
        ("", &APPLE, None, &both),
        ("", &[("MUSICKIT_DEVELOPER_TOKEN", "k")], None, &musickit),
        ("", &own, None, "environment http://[::1]:9 SEGUE_DEVELOPER_TOKEN -"),
        ("", &bare, None, "environment https://mock.example missing -"),
        ("", &APPLE, Some("sandbox"), "sandbox"),
        (CONFIG, &[], None, &home),
        (CONFIG, &APPLE, None, &both),
        (CONFIG, &APPLE, Some("environment"), &both),
        (CONFIG, &APPLE, Some("mock"), mock),
        (CONFIG, &own, Some("mock"), mock),
        ("default = \"sandbox\"", &[], None, "sandbox"),
    ] {
        assert_eq!(chosen(config, variables, explicit), expected, "{variables:?} {explicit:?}");
    }
}

#[test]
fn no_credential_leaves_the_server_it_belongs_to() {
    let stray = [&APPLE[..], &[("SEGUE_DEVELOPER_TOKEN", "s")]].concat();
    let storefront = [("APPLE_MUSIC_USER_TOKEN", "u"), ("MUSICKIT_STOREFRONT", "usa")];
    let names = "no profile named work. There are: home, mock, sly, thief, environment, sandbox.";
    for (config, variables, explicit, expected) in [
        ("", &stray[..], None, "SEGUE_DEVELOPER_TOKEN is set without SEGUE_ORIGIN."),
        ("", &[("SEGUE_USER_TOKEN", "x")], None, "SEGUE_USER_TOKEN is set without SEGUE_ORIGIN."),
        ("", &[("SEGUE_ORIGIN", "http://mock.example")], None, "SEGUE_ORIGIN cannot be used."),
        ("", &[], Some("environment"), "The environment holds no credentials."),
        (
            CONFIG,
            &APPLE,
            Some("thief"),
            "thief would send APPLE_MUSIC_DEVELOPER_TOKEN to https://mock.example.",
        ),
        (CONFIG, &[], Some("sly"), "sly would send MUSICKIT_USER_TOKEN to https://mock.example."),
        (CONFIG, &[], Some("work"), names),
        ("default = \"gone\"", &[], None, "default is gone"),
        ("", &storefront, None, "MUSICKIT_STOREFRONT is not"),
    ] {
        let told = chosen(config, variables, explicit);
        assert!(told.contains(expected), "{variables:?} {explicit:?}: {told}");
    }
}

fn described(choice: &Choice) -> String {
    let Choice::Plan(plan) = choice else { return "sandbox".to_owned() };
    let developer = match &plan.developer {
        DeveloperPlan::Ready(place) => place.describe(),
        DeveloperPlan::Mint { key, .. } => format!("mint {}", key.describe()),
        DeveloperPlan::Missing => "missing".to_owned(),
        DeveloperPlan::Faulty(reason) => reason.clone(),
    };
    let user = plan.user.as_ref().map_or("-".to_owned(), Where::describe);
    format!("{} {} {developer} {user}", plan.name, plan.origin)
}

#[test]
fn half_set_credentials_name_what_is_missing() {
    for (config, variables, parts) in [
        (
            "",
            &[("APPLE_MUSIC_TEAM_ID", "FICTIONTEA")][..],
            &["APPLE_MUSIC_KEY_ID and APPLE_MUSIC_PRIVATE_KEY_PATH are"][..],
        ),
        (
            "",
            &[("MUSICKIT_TEAM_ID", "FICTIONTEA"), ("MUSICKIT_KEY_ID", "FICTION001")],
            &["MUSICKIT_PRIVATE_KEY_PATH is"],
        ),
        (
            "",
            &[
                ("APPLE_MUSIC_TEAM_ID", "FICTIONTEA"),
                ("APPLE_MUSIC_KEY_ID", ""),
                ("APPLE_MUSIC_PRIVATE_KEY_PATH", "k.p8"),
            ],
            &["APPLE_MUSIC_KEY_ID (there, but blank)"],
        ),
        ("", &[("APPLE_MUSIC_TEAM_ID", "short")], &["APPLE_MUSIC_TEAM_ID cannot be used", "5 characters"]),
        ("", &[("APPLE_MUSIC_USER_TOKEN", "x")], &["no developer token", "APPLE_MUSIC_DEVELOPER_TOKEN"]),
        ("", &[("SEGUE_ORIGIN", "http://localhost"), ("SEGUE_USER_TOKEN", "x")], &["SEGUE_DEVELOPER_TOKEN"]),
        (
            "default = \"a\"\n[profiles.a]\nkey_id = \"FICTION001\"",
            &[],
            &["profile a lacks team_id and private_key"],
        ),
        ("default = \"a\"\n[profiles.a]\nuser_token = \"env:X\"", &[], &["profile a has no developer_token"]),
    ] {
        let DeveloperPlan::Faulty(reason) = plan(config, variables, None).developer else {
            panic!("{variables:?} is half-set")
        };
        for part in parts {
            assert!(reason.contains(part), "{reason}");
        }
    }
    let named =
        [("APPLE_MUSIC_TEAM_ID", "FICTIONTEA"), ("APPLE_MUSIC_PRIVATE_KEY_PATH", "/k/AuthKey_FICTION001.p8")];
    assert!(
        matches!(plan("", &named, None).developer, DeveloperPlan::Mint { .. }),
        "the file name has the Key ID"
    );
}

async fn read_path(path: &Path) -> Result<Secret, ReadFault> {
    let place = Where::File { path: path.to_owned(), named_by: "APPLE_MUSIC_PRIVATE_KEY_PATH".to_owned() };
    read_source(&place, &Origin::apple(), LIMIT).await
}

#[tokio::test]
async fn files_are_refused_unless_private_and_plain() {
    let directory = directory("files");
    let path = |name: &str| directory.join(name);
    file(&path("good"), PEM, 0o600);
    file(&path("read only"), PEM, 0o400);
    std::os::unix::fs::symlink(path("good"), path("link")).unwrap();
    for name in ["good", "read only", "link"] {
        assert_eq!(read_path(&path(name)).await, Ok(secret(PEM)), "{name}");
    }
    for (name, mode) in [("group", 0o640), ("others", 0o604), ("a b", 0o644)] {
        file(&path(name), PEM, mode);
        let told = read_path(&path(name)).await.unwrap_err().to_string();
        assert!(told.contains(&format!("{mode:04o}")) && told.contains("chmod 600 "), "{told}");
        assert_eq!(told.contains("'"), name == "a b", "{told}");
    }
    file(&path("empty"), " \n", 0o600);
    file(&path("large"), vec![b'x'; 64 * 1024 + 1], 0o600);
    file(&path("binary"), b"\xff\xfe-\0-\0", 0o600);
    for (name, part) in [
        ("missing", "There is no file"),
        ("", "a directory"),
        ("good/inside", "cannot be read: not a directory"),
        ("empty", "is empty"),
        ("large", "more than 64 KiB"),
        ("binary", "not plain text"),
    ] {
        let told = read_path(&path(name)).await.unwrap_err().to_string();
        assert!(told.contains(part) && told.contains("APPLE_MUSIC_PRIVATE_KEY_PATH"), "{told}");
    }
    assert!(matches!(read_path(Path::new("/dev/zero")).await, Err(ReadFault::NotAFile { .. })));
}

async fn run(words: &[&str], origin: &Origin, limit: Duration) -> Result<Secret, ReadFault> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let place = Where::Command { words, named_by: "profile work, user_token".to_owned() };
    read_source(&place, origin, limit).await
}

#[tokio::test]
async fn commands_succeed_or_say_why_not() {
    let apple = Origin::apple();
    for (words, expected) in [
        (&["printf", "%s\\n\\n", "a  b"][..], "a  b\n"),
        (&["printf", "x\\r\\n"], "x"),
        (&["echo", "$HOME | cat"], "$HOME | cat"),
        // A daemon that keeps stderr open does not keep us waiting.
        (&["sh", "-c", "sleep 3 >/dev/null & echo x"], "x"),
    ] {
        assert_eq!(run(words, &apple, LIMIT).await, Ok(secret(expected)), "{words:?}");
    }
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJGSUNUSU9OVEVBIn0.c2lnbmF0dXJl";
    let leak =
        format!("echo {USER_TOKEN}; echo 'bad {token} {USER_TOKEN} \x1b[31m' >&2; echo more >&2; exit 3");
    for (words, parts) in [
        (
            &["sh", "-c", "exit 2"][..],
            &["sh (profile work, user_token) failed with exit code 2, and said nothing"][..],
        ),
        (&["sh", "-c", &leak], &["exit code 3: bad eyJhbG… ****", "\\u001b[31m"]),
        (&["sh", "-c", "kill -9 $$"], &["signal 9"]),
        (&["sh", "-c", "yes | head -c 70000 >&2; exit 1"], &["exit code 1: y"]),
        (&["segue-no-such-program", USER_TOKEN], &["segue-no-such-program", "could not be started"]),
        (&["true"], &["is empty"]),
        (&["head", "-c", "70000", "/dev/zero"], &["more than 64 KiB"]),
    ] {
        let fault = run(words, &apple, LIMIT).await.unwrap_err();
        let told = fault.to_string();
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
        assert!(!told.contains("more\n") && !told.contains('\x1b'), "{told}");
        shows_none(&format!("{fault:?} {told}"), &[token, USER_TOKEN]);
    }
}

#[tokio::test]
async fn a_command_is_stopped_at_its_limit() {
    let limit = Duration::from_millis(100);
    let fault = run(&["sleep", "600"], &Origin::apple(), limit).await.unwrap_err();
    assert!(matches!(fault, ReadFault::TimedOut { .. }), "{fault}");
    assert!(fault.to_string().contains("within 0.1 s"), "{fault}");
}

#[tokio::test]
async fn what_a_stopped_command_has_started_is_stopped_with_it() {
    let note = directory("group").join("pid");
    let script = format!("sleep 600 & echo $! > '{}'; wait", note.display());
    run(&["sh", "-c", &script], &Origin::apple(), Duration::from_millis(500)).await.unwrap_err();
    let pid: i32 = fs::read_to_string(&note).unwrap().trim().parse().unwrap();
    let is_there = || {
        let asked = Command::new("kill").args(["-0", &pid.to_string()]).stderr(Stdio::null()).status();
        // Until somebody has waited for it, a process that was killed still has its number.
        let is_dead = fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
        asked.unwrap().success() && !is_dead
    };
    let gone = async {
        while is_there() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.unwrap();
}

fn minting(lifetime: &str, directory: &Path) -> Plan {
    let path = directory.join("AuthKey_FICTION001.p8");
    file(&path, PEM, 0o600);
    let config = format!(
        "default = \"work\"\n[profiles.work]\nteam_id = \"FICTIONTEA\"\nprivate_key = \"{}\"\nuser_token = \"env:WORK\"\ntoken_lifetime = \"{lifetime}\"",
        path.display()
    );
    plan(&config, &[("WORK", USER_TOKEN)], None)
}

#[tokio::test]
async fn a_token_is_minted_anew_before_it_ends() {
    let directory = directory("mint");
    for (lifetime, life, margin) in [("12h", 43_200, 300), ("10m", 600, 60), ("60s", 60, 6)] {
        let mut keyring = Keyring::open(minting(lifetime, &directory)).await;
        let first = keyring.developer_token(NOW).unwrap();
        let (_, payload) = verified(&first, PEM);
        assert_eq!((&payload["iat"], &payload["exp"]), (&(NOW - 60).into(), &(NOW + life).into()));
        assert_eq!(keyring.developer_token(NOW + life - margin - 1), Ok(first.clone()), "{lifetime}");
        let second = keyring.developer_token(NOW + life - margin).unwrap();
        assert_ne!(second, first, "{lifetime}");
        assert!(keyring.secrets().contains(&first) && keyring.secrets().contains(&second));
        assert_ne!(keyring.developer_token(NOW - 3600).unwrap(), second, "the clock went back");
    }
}

#[tokio::test]
async fn a_key_that_was_put_right_or_is_named_for_another_service_is_spoken_of() {
    let directory = directory("notes");
    for (name, text, parts) in [
        ("AuthKey_FICTION001.p8", PEM.to_owned(), &[][..]),
        ("SubscriptionKey_FICTION001.p8", PEM.to_owned(), &["In-App Purchase"]),
        ("ApiKey_FICTION001.p8", PEM.replace('\n', ""), &["line breaks are gone", "App Store Connect"]),
    ] {
        file(&directory.join(name), text, 0o600);
        let path = directory.join(name).display().to_string();
        let variables = [
            ("APPLE_MUSIC_TEAM_ID", "FICTIONTEA"),
            ("APPLE_MUSIC_KEY_ID", "FICTION001"),
            ("APPLE_MUSIC_PRIVATE_KEY_PATH", path.as_str()),
        ];
        let keyring = Keyring::open(plan("", &variables, None)).await;
        assert_eq!(keyring.key_notes().len(), parts.len(), "{name}");
        for (note, part) in keyring.key_notes().iter().zip(parts) {
            assert!(note.contains(part), "{note}");
        }
        let (_, key_id, team_id) = keyring.minting().unwrap();
        assert_eq!((key_id.as_str(), team_id.as_str()), ("FICTION001", "FICTIONTEA"));
    }
}

#[tokio::test]
async fn a_token_for_elsewhere_has_terms_of_its_own() {
    let mut keyring = Keyring::open(minting("12h", &directory("terms"))).await;
    let own = keyring.developer_token(NOW).unwrap();
    let origin = Some(vec!["https://music.example".to_owned()]);
    let terms = Terms { lifetime: Some("30m".parse().unwrap()), origin };
    let (_, payload) = verified(&keyring.issue(NOW, &terms).unwrap(), PEM);
    assert_eq!(payload["exp"], NOW + 1800);
    assert_eq!(payload["origin"], serde_json::json!(["https://music.example"]));
    assert_eq!(keyring.developer_token(NOW), Ok(own), "what is sent stays the profile's");
}

#[tokio::test]
async fn tokens_are_minted_by_the_servers_clock() {
    let directory = directory("clock");
    for (lifetime, life, skew, is_made_anew) in [
        ("12h", 43_200, 0, false),
        ("12h", 43_200, -45, false),
        ("12h", 43_200, 60, false),
        ("12h", 43_200, 61, true),
        ("12h", 43_200, -7200, true),
        ("12h", 43_200, 90_000, true),
        ("60s", 60, 58, true),
    ] {
        let mut keyring = Keyring::open(minting(lifetime, &directory)).await;
        let first = keyring.developer_token(NOW).unwrap();
        assert_eq!(keyring.standing(NOW).clock, None);
        let seen = ServerTime { local: NOW, server: NOW + skew, skew };
        keyring.note_clock(seen);
        let second = keyring.developer_token(NOW).unwrap();
        assert_eq!(second != first, is_made_anew, "{lifetime} {skew}");
        let standing = keyring.standing(NOW);
        assert_eq!((standing.clock, standing.server_time(NOW)), (Some(seen), NOW + skew));
        if is_made_anew {
            let (_, payload) = verified(&second, PEM);
            let times = (NOW + skew - 60, NOW + skew + life);
            assert_eq!((&payload["iat"], &payload["exp"]), (&times.0.into(), &times.1.into()), "{skew}");
            let DeveloperStanding::Minted { expires_at, .. } = standing.developer else { panic!() };
            assert_eq!(expires_at, times.1);
        }
        assert_eq!(keyring.developer_token(NOW + 1), Ok(second), "and that one stays");
    }
}

#[tokio::test]
async fn the_first_six_characters_of_a_token_are_its_own() {
    let mut keyring = Keyring::open(minting("1h", &directory("start"))).await;
    assert!(
        keyring.developer_token(NOW).unwrap().expose().starts_with("eyJhbG"),
        "what the screen shows of ours"
    );

    let base64 = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let header = base64(r#"{"typ":"JWT","alg":"ES256","kid":"FICTION001"}"#);
    let token = format!("{header}.{}.{}", base64("{}"), base64(&"s".repeat(64)));
    let variables = [("SEGUE_ORIGIN", "http://127.0.0.1:1"), ("SEGUE_DEVELOPER_TOKEN", token.as_str())];
    let standing = Keyring::open(plan("", &variables, None)).await.standing(NOW);
    let DeveloperStanding::Ready { start, .. } = standing.developer else { panic!("{standing:?}") };
    assert_eq!(start, "eyJ0eX");
}

#[tokio::test]
async fn the_standing_tells_everything_but_the_secret() {
    let mut keyring = Keyring::open(minting("1h", &directory("standing"))).await;
    let standing = keyring.standing(NOW);
    assert_eq!((standing.profile.as_str(), standing.storefront.as_str()), ("work", "us"));
    let minted = |expires_at| DeveloperStanding::Minted {
        key_id: "FICTION001".to_owned(),
        team_id: "FICTIONTEA".to_owned(),
        expires_at,
        source: "AuthKey_FICTION001.p8 (profile work, private_key)".to_owned(),
    };
    assert_eq!(standing.developer, minted(NOW + 3600));
    assert_eq!(standing.user, UserStanding::of(&secret(USER_TOKEN), "WORK"));
    keyring.developer_token(NOW).unwrap();
    assert_eq!(keyring.standing(NOW + 100).developer, minted(NOW + 3600));
    assert_eq!(keyring.user_token(), Ok(secret(USER_TOKEN)));
}

#[tokio::test]
async fn faults_become_standings() {
    let apart =
        [("SEGUE_ORIGIN", "http://127.0.0.1:1"), ("SEGUE_DEVELOPER_TOKEN", PEM), ("SEGUE_USER_TOKEN", "a b")];
    let mut keyring = Keyring::open(plan("", &apart, None)).await;
    let standing = keyring.standing(NOW);
    let DeveloperStanding::Faulty { reason } = standing.developer else { panic!("{standing:?}") };
    assert!(reason.starts_with("SEGUE_DEVELOPER_TOKEN: That is the private key"), "{reason}");
    assert_eq!(keyring.developer_token(NOW), Err(CredentialFault::Faulty(reason)));
    let UserStanding::Faulty { reason } = standing.user else { panic!("{:?}", standing.user) };
    assert!(reason.starts_with("SEGUE_USER_TOKEN: The Music User Token contains white space"), "{reason}");
    assert_eq!(keyring.user_token(), Err(CredentialFault::Faulty(reason)));

    let unset = "default = \"a\"\n[profiles.a]\ndeveloper_token = \"env:NOT_THERE\"";
    let standing = Keyring::open(plan(unset, &[], None)).await.standing(NOW);
    let DeveloperStanding::Faulty { reason } = standing.developer else { panic!("{standing:?}") };
    assert!(reason.contains("NOT_THERE is not set"), "{reason}");

    let mut nothing = Keyring::open(plan("", &[("SEGUE_ORIGIN", "http://127.0.0.1:1")], None)).await;
    assert_eq!(nothing.developer_token(NOW), Err(CredentialFault::NoDeveloperToken));
    assert_eq!(nothing.user_token(), Err(CredentialFault::NoUserToken));
}

#[test]
fn configuration_files() {
    let directory = directory("config");
    assert_eq!(load_config(&directory.join("missing.toml")), Ok(Config::default()));
    let path = directory.join("config.toml");
    file(&path, "[profiles.a]\nprivate_key = \"keys/a.p8\"\nuser_token = \"file:~/t\"", 0o644);
    let config = load_config(&path).unwrap();
    let a = &config.profiles["a"];
    assert_eq!(
        a.private_key.as_ref().unwrap().to_string(),
        format!("file:{}", directory.join("keys/a.p8").display())
    );
    assert_eq!(a.user_token.as_ref().unwrap().to_string(), "file:~/t");
    file(&path, "[profiles.a]\nuser_tokn = \"x\"", 0o644);
    let told = load_config(&path).unwrap_err().to_string();
    assert!(
        told.contains("config.toml has a fault at line 2, column 1") && told.contains("`user_token`"),
        "{told}"
    );
    assert!(matches!(load_config(&directory), Err(LoadFault::Unreadable { .. })));
}

/// No eight characters in a row of any of `planted` may be in `shown`.
fn shows_none(shown: &str, planted: &[&str]) {
    for secret in planted {
        let bytes = secret.as_bytes();
        let leak = bytes.windows(8).find(|window| shown.as_bytes().windows(8).any(|seen| seen == *window));
        assert!(leak.is_none(), "{:?} is in {shown}", leak.map(String::from_utf8_lossy));
    }
}

#[tokio::test]
async fn no_debug_output_holds_a_secret() {
    let body: String = PEM.lines().filter(|line| !line.starts_with('-')).collect();
    let directory = directory("debug");
    let mut keyring = Keyring::open(minting("1h", &directory)).await;
    let token = keyring.developer_token(NOW).unwrap();
    let key = key::read(&secret(PEM)).unwrap();
    let variables = [
        ("APPLE_MUSIC_TEAM_ID", USER_TOKEN),
        ("APPLE_MUSIC_KEY_ID", token.expose()),
        ("APPLE_MUSIC_PRIVATE_KEY", PEM),
        ("APPLE_MUSIC_USER_TOKEN", USER_TOKEN),
        ("MOCK_TOKEN", token.expose()),
    ];
    let known = environment(&variables);
    let mut shown =
        format!("{keyring:?} {key:?} {known:?} {:?} {:?}", keyring.standing(NOW), keyring.secrets());
    for explicit in [None, Some("mock"), Some(USER_TOKEN), Some(token.expose()), Some(PEM)] {
        let choice = choose(&parse_config(CONFIG).unwrap(), &known, explicit);
        shown += &format!("{choice:?} ");
        let Ok(Choice::Plan(plan)) = choice else { continue };
        let opened = Keyring::open(plan).await;
        shown += &format!("{:?} {:?} ", opened, opened.standing(NOW));
    }
    shows_none(&shown, &[&body, USER_TOKEN, token.expose()]);
}
