//! A real browser, driven over WebDriver (W3C): as much of it as a person with a mouse does on one page.

use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use base64::Engine as _;
use serde_json::{Value, json};

/// How long a browser may take for a step. The machine may be busy with other tests.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// How long until it is looked at again: a machine with few cores has the browser to run meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// One browser at a time: two of them are slower together than one after the other.
static TURN: Mutex<()> = Mutex::new(());

/// A headless Chromium with a profile of its own. It ends with this.
pub(super) struct Browser {
    driver: Child,
    session: String,
    profile: PathBuf,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts one; nothing where there is none, unless there has to be (`SEGUE_NEEDS_BROWSER`).
    pub(super) fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// The same with more arguments.
    pub(super) fn start_with(arguments: &[&str]) -> Option<Self> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = match driver {
            Ok(driver) => driver,
            Err(error) => {
                crate::skip(&format!("there is no chromedriver here ({error})"));
                return None;
            }
        };
        let port = port_of(&mut driver);
        let profile = std::env::temp_dir().join(format!("segue-chromium-{}-{port}", std::process::id()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        let base = format!("http://127.0.0.1:{port}/session");
        let mut browser = Self { driver, session: base.clone(), profile, client, runtime, _turn: turn };
        let mut options = json!({
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                "--window-size=900,900", format!("--user-data-dir={}", browser.profile.display()),
            ],
            // Chromedriver lets every window open; a person's browser does not.
            "excludeSwitches": ["disable-popup-blocking"],
        });
        let own = options["args"].as_array_mut().unwrap();
        own.extend(arguments.iter().map(|argument| json!(argument)));
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let started = browser.send("POST", "", &wanted);
        browser.session = format!("{base}/{}", started["sessionId"].as_str().expect("a session"));
        Some(browser)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_send(method, path, body).unwrap_or_else(|fault| panic!("{method} {path}: {fault}"))
    }

    fn try_send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let request = match method {
            "GET" => self.client.get(url),
            "DELETE" => self.client.delete(url),
            _ => self.client.post(url).body(body.to_string()),
        };
        let text = self.runtime.block_on(async {
            request
                .send()
                .await
                .map_err(|error| error.to_string())?
                .text()
                .await
                .map_err(|error| error.to_string())
        })?;
        let told: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        match told["value"]["error"].as_str() {
            Some(fault) => Err(format!("{fault}: {}", told["value"]["message"])),
            None => Ok(told["value"].clone()),
        }
    }

    pub(super) fn go(&self, address: &str) {
        self.send("POST", "/url", &json!({ "url": address }));
    }

    /// Whether anything answers at an address.
    pub(super) fn can_go(&self, address: &str) -> bool {
        self.try_send("POST", "/url", &json!({ "url": address })).is_ok()
    }

    pub(super) fn reload(&self) {
        self.send("POST", "/refresh", &json!({}));
    }

    /// What a script in the page comes to.
    pub(super) fn run(&self, script: &str) -> Value {
        self.send("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Clicks as a person does: with a pointer, on what is there to be seen.
    pub(super) fn click(&self, selector: &str) {
        let found = self.until(&format!("{selector} to be there"), || {
            self.try_send("POST", "/element", &json!({ "using": "css selector", "value": selector })).ok()
        });
        let id = found
            .as_object()
            .and_then(|found| found.values().next()?.as_str())
            .expect("an element")
            .to_owned();
        let click = format!("/element/{id}/click");
        self.until(&format!("{selector} to be clicked"), || self.try_send("POST", &click, &json!({})).ok());
    }

    /// What the page says of how it stands.
    pub(super) fn said(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn until_said(&self, words: &str) -> String {
        self.until(&format!("the page to say {words:?}; it says\n{}", self.said()), || {
            Some(self.said()).filter(|said| said.contains(words))
        })
    }

    fn handles(&self) -> Vec<String> {
        let all = self.send("GET", "/window/handles", &Value::Null);
        all.as_array().unwrap().iter().map(|handle| handle.as_str().unwrap().to_owned()).collect()
    }

    /// Goes to the window that opened, does something there, and comes back.
    pub(super) fn in_window<T>(&self, act: impl FnOnce(&Self) -> T) -> T {
        let page = self.send("GET", "/window", &Value::Null);
        let other = self.until("a second window", || {
            self.handles().into_iter().find(|handle| Some(handle.as_str()) != page.as_str())
        });
        self.send("POST", "/window", &json!({ "handle": other }));
        let done = act(self);
        self.send("POST", "/window", &json!({ "handle": page }));
        done
    }

    /// Closes the window that is in front.
    pub(super) fn close_window(&self) {
        self.send("DELETE", "/window", &Value::Null);
    }

    /// A picture of the page as a PNG, in a colour scheme and a width.
    pub(super) fn picture(&self, scheme: &str, width: u32) -> Vec<u8> {
        let metrics = json!({ "width": width, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", &metrics);
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", &features);
        let picture = self.send("GET", "/screenshot", &Value::Null);
        base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap()).unwrap()
    }

    fn cdp(&self, command: &str, parameters: &Value) {
        self.send("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }));
    }

    fn until<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        until(what, look)
    }
}

/// Looks again until there is something.
pub(super) fn until<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    until_mut(what, look)
}

/// The same with a look that changes something.
pub(super) fn until_mut<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::park_timeout(LOOK_AGAIN);
    }
}

/// The driver says which port it took.
fn port_of(driver: &mut Child) -> u16 {
    let mut output = BufReader::new(driver.stdout.take().unwrap());
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if let Some((_, port)) = line.rsplit_once("started successfully on port ") {
            let port = port.trim().trim_end_matches('.').parse().unwrap();
            // It goes on talking, and must not be stopped by a full pipe.
            std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
            return port;
        }
        line.clear();
    }
    panic!("chromedriver did not start");
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.try_send("DELETE", "", &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
