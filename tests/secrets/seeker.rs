//! What is planted, and the search for it.

use std::{collections::HashSet, sync::Mutex};

use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256};
use segue::{
    adapter::signer,
    domain::{
        secret::Secret,
        token::{Claims, key},
    },
};

/// As many characters of a secret as may never stand together.
const WINDOW: usize = 8;

/// Secrets that nobody has seen before.
pub(crate) struct Planted {
    /// A private key in PEM.
    pub(crate) key: String,
    /// A developer token, made with another key.
    pub(crate) developer: String,
    /// A Music User Token.
    pub(crate) user: String,
}

impl Planted {
    pub(crate) fn new() -> Self {
        Self { key: pem(), developer: developer_token(), user: user_token() }
    }

    pub(crate) fn all(&self) -> [&str; 3] {
        [&self.key, &self.developer, &self.user]
    }
}

fn pem() -> String {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap().serialize_pem()
}

fn developer_token() -> String {
    let (key_id, team_id) = ("FICTION001".to_owned(), "FICTIONTEA".to_owned());
    let claims = Claims { key_id, team_id, issued_at: 1, expires_at: 4_870_000_000, origin: None };
    let key = key::read(&Secret::new(pem())).unwrap();
    signer::sign(&claims, &key).unwrap().expose().to_owned()
}

/// Random characters with `+`, `/` and `=` among them: the end of a key's DER is its number and its point.
fn user_token() -> String {
    let random = || KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap().serialize_der().split_off(73);
    let token: String = (0..4).map(|_| STANDARD.encode(random())).collect();
    format!("A{}+/x==", token.replace('=', ""))
}

/// Looks for windows of what was planted.
pub(crate) struct Seeker {
    windows: Mutex<Windows>,
    found: Mutex<Vec<String>>,
    looked: Mutex<usize>,
}

impl Seeker {
    pub(crate) fn of(secrets: &[&str]) -> Self {
        let seeker = Self { windows: Mutex::default(), found: Mutex::default(), looked: Mutex::default() };
        for secret in secrets {
            seeker.plant(secret);
        }
        seeker
    }

    /// Looks for this one too from now on. What every key has in common is no secret.
    pub(crate) fn plant(&self, secret: &str) {
        let another = pem();
        let public: HashSet<_> = windows(&another).collect();
        let secret = windows(secret).filter(|window| !public.contains(window));
        self.windows.lock().unwrap().extend(secret);
    }

    /// Looks at something that came out.
    pub(crate) fn look(&self, place: &str, text: &str) {
        *self.looked.lock().unwrap() += 1;
        let planted = self.windows.lock().unwrap();
        if let Some(at) = windows(text).position(|window| planted.contains(window)) {
            let shown: String = String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..])
                .chars()
                .take(120)
                .collect();
            self.found.lock().unwrap().push(format!("{place}: {shown}"));
        }
    }

    /// Nothing was found, and there was enough to look at.
    pub(crate) fn assert_clean(&self, what: &str, least: usize) {
        let looked = *self.looked.lock().unwrap();
        assert!(looked >= least, "{what}: only {looked} things came out");
        let found = self.found.lock().unwrap();
        assert!(found.is_empty(), "{what}: {} leaks, the first of them\n{}", found.len(), found[0]);
    }
}

/// A set of windows with a sieve before it, for nearly everything that is looked at holds none of them.
struct Windows {
    sieve: Vec<bool>,
    windows: HashSet<u64>,
}

impl Default for Windows {
    fn default() -> Self {
        Self { sieve: vec![false; 1 << 16], windows: HashSet::new() }
    }
}

impl Windows {
    fn extend(&mut self, windows: impl Iterator<Item = u64>) {
        for window in windows {
            self.sieve[place(window)] = true;
            self.windows.insert(window);
        }
    }

    fn contains(&self, window: u64) -> bool {
        self.sieve[place(window)] && self.windows.contains(&window)
    }
}

fn place(window: u64) -> usize {
    usize::from((window.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16)
}

/// Every eight bytes that stand together, as a number.
fn windows(text: &str) -> impl Iterator<Item = u64> {
    let bytes = text.as_bytes().iter();
    let all = bytes.scan(0_u64, |window, byte| {
        *window = (*window << 8) | u64::from(*byte);
        Some(*window)
    });
    all.skip(WINDOW - 1)
}

#[test]
fn the_seeker_finds_eight_characters_and_not_seven() {
    let planted = Planted::new();
    for secret in planted.all() {
        // In a key, this is the end of its point: the middle of its text is what all keys have in common.
        let middle = secret.len() - 60;
        let seeker = Seeker::of(&planted.all());
        seeker.look("seven", &secret[middle..middle + 7]);
        seeker.look("six of a token", "Bearer eyJhbG… and a [private key]");
        seeker.look("what all keys have", "-----BEGIN PRIVATE KEY-----");
        seeker.assert_clean("seven", 3);
        seeker.look("eight", &format!("│ {} │", &secret[middle..middle + 8]));
        assert_eq!(seeker.found.lock().unwrap().len(), 1);
    }
}

#[test]
#[should_panic(expected = "leaks")]
fn a_leak_fails_the_test() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    seeker.look("a frame", &planted.developer);
    seeker.assert_clean("planted", 1);
}

#[test]
#[should_panic(expected = "only 0 things")]
fn nothing_to_look_at_fails_the_test() {
    Seeker::of(&[]).assert_clean("nothing", 1);
}
