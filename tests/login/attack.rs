//! What an attacker can try against the page server: refused each, nothing taken, and the real sign-in still works.

use std::{
    io::{Read, Write},
    net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    time::Duration,
};

use segue::{
    domain::secret::Secret,
    sandbox::Scenario,
    signin::{self, Event, MusicKit, Options, Page},
};

use super::{
    driver::{Browser, PATIENCE},
    program::Home,
};

const NONCE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const DEVELOPER: &str = "planted.developer.token";

/// A path, headers in place of the usual ones, a body, and the status that refuses it.
type Attack<'a> = (&'a str, &'a [(&'static str, &'a str)], &'a str, u16);

/// A page server without a terminal behind it.
struct Target {
    runtime: tokio::runtime::Runtime,
    page: Option<Page>,
    port: u16,
}

impl Target {
    fn new() -> Self {
        Self::open_for(signin::LIMIT)
    }

    fn open_for(limit: Duration) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let options = Options {
            port: 0,
            limit,
            nonce: Secret::new(NONCE.to_owned()),
            developer_token: Secret::new(DEVELOPER.to_owned()),
            musickit: MusicKit::of(&"http://127.0.0.1:9".parse().unwrap()).unwrap(),
        };
        let page = runtime.block_on(signin::open(options)).unwrap();
        let port = page.port();
        Self { runtime, page: Some(page), port }
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// A request as written here, with the page's own host and origin unless they are named.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let (host, origin) = (self.host(), format!("http://{}", self.host()));
        let length = body.len().to_string();
        let usual = [
            ("Host", host.as_str()),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/json"),
            ("Content-Length", length.as_str()),
        ];
        let is_usual = |name: &str| !headers.iter().any(|(known, _)| *known == name);
        let all =
            usual.into_iter().filter(|(name, _)| is_usual(name) && (method == "POST" || *name == "Host"));
        let head: String = all
            .chain(headers.iter().copied().filter(|(_, value)| !value.is_empty()))
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let mut stream = self.connect();
        // A server that has refused may have closed before all was sent.
        let _ = stream.write_all(format!("{method} {path} HTTP/1.1\r\n{head}\r\n{body}").as_bytes());
        answer(&mut stream)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The real sign-in: a token of a person's comes through, once.
    fn still_works(mut self) {
        let token = "fictional/user+token".repeat(8);
        let body = format!("{{\"token\":\"{token}\"}}");
        let (status, terms) = self.ask("GET", &format!("/{NONCE}/terms"), &[], "");
        assert_eq!((status, terms.contains(DEVELOPER)), (200, true));
        let mut page = self.page.take().unwrap();
        let taken = self.runtime.spawn(async move {
            loop {
                match page.next().await {
                    Event::Answered { token, reply } => {
                        reply.send(Ok("Signed in.".to_owned()));
                        page.close().await;
                        return Some(token);
                    }
                    Event::Over => return None,
                    _ => {}
                }
            }
        });
        let (status, said) = self.ask("POST", &format!("/{NONCE}/token"), &[], &body);
        assert_eq!((status, said.contains("Signed in.")), (200, true), "{said}");
        let got = self.runtime.block_on(taken).unwrap().unwrap();
        assert_eq!(got.expose(), token);
        assert!(TcpStream::connect(("127.0.0.1", self.port)).is_err(), "all of it is closed");
        assert!(TcpStream::connect((Ipv6Addr::LOCALHOST, self.port)).is_err(), "all of it is closed");
    }

    /// Nobody was told of a token.
    fn took_nothing(&mut self) {
        let page = self.page.as_mut().unwrap();
        let taken = self.runtime.block_on(async {
            loop {
                tokio::select! {
                    biased;
                    event = page.next() => if matches!(event, Event::Answered { .. }) { return true },
                    () = std::future::ready(()) => return false,
                }
            }
        });
        assert!(!taken);
    }
}

fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

#[test]
fn every_request_that_is_not_the_pages_own_is_refused_and_takes_nothing() {
    let mut target = Target::new();
    let (own, token) =
        (format!("/{NONCE}/token"), format!("{{\"token\":\"{}\"}}", "forged/token".repeat(12)));
    let wrong = format!("/{}/token", NONCE.replace('0', "1"));
    let large = format!("{{\"token\":\"{}\"}}", "x".repeat(9 * 1024));
    let posts: [Attack<'_>; 15] = [
        (&own, &[("Host", "rebound.example")], &token, 421),
        (&own, &[("Host", "localhost:1")], &token, 421),
        (&own, &[("Origin", "https://evil.example")], &token, 403),
        (&own, &[("Origin", "http://localhost:1")], &token, 403),
        (&own, &[("Origin", "null")], &token, 403),
        (&own, &[("Origin", "")], &token, 403),
        (&own, &[("Sec-Fetch-Site", "cross-site")], &token, 403),
        ("/token", &[], &token, 404),
        (&wrong, &[], &token, 404),
        (&own, &[], &large, 413),
        (&own, &[("Content-Type", "text/plain")], &token, 415),
        (&own, &[("Content-Type", "application/x-www-form-urlencoded")], &token, 415),
        (&own, &[("Transfer-Encoding", "chunked"), ("Content-Length", "")], "", 411),
        (&own, &[], "{\"token\":", 400),
        (&own, &[], "{\"token\":\"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl\"}", 422),
    ];
    for (path, headers, body, expected) in posts {
        let (status, said) = target.ask("POST", path, headers, body);
        assert_eq!(status, expected, "{path} {headers:?}: {said}");
        assert!(!said.contains(DEVELOPER) && !said.contains(&NONCE[..16]), "{said}");
    }
    let secret = format!("{own}?token={}", "forged/token".repeat(12));
    for (method, path, expected) in [
        ("GET", own.as_str(), 405),
        ("GET", secret.as_str(), 405),
        ("PUT", own.as_str(), 405),
        ("GET", "/", 404),
    ] {
        assert_eq!(target.ask(method, path, &[], "").0, expected, "{method} {path}");
    }
    target.took_nothing();
    target.still_works();
}

#[test]
fn a_second_token_is_refused() {
    let target = Target::new();
    let path = format!("/{NONCE}/token");
    let body = format!("{{\"token\":\"{}\"}}", "fictional/user+token".repeat(8));
    let length = body.len();
    // The first one waits for what is said of it.
    let mut first = target.connect();
    let host = target.host();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    first.write_all(format!("{head}{body}").as_bytes()).unwrap();
    super::driver::until("the page to be used", || {
        (target.ask("GET", &format!("/{NONCE}/"), &[], "").0 == 410).then_some(())
    });
    assert_eq!(target.ask("POST", &path, &[], &body).0, 410);
    assert_eq!(target.ask("GET", &format!("/{NONCE}/terms"), &[], "").0, 410);
}

#[test]
fn slow_bodies_and_a_thousand_connections_keep_nobody_out() {
    let mut target = Target::new();
    let host = target.host();
    let mut slow = target.connect();
    let head = format!(
        "POST /{NONCE}/token HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"to"
    );
    slow.write_all(head.as_bytes()).unwrap();
    assert_eq!(answer(&mut slow).0, 408);
    let held: Vec<TcpStream> = (0..1000).map(|_| target.connect()).collect();
    assert_eq!(target.ask("GET", &format!("/{NONCE}/"), &[], "").0, 200);
    target.took_nothing();
    target.still_works();
    drop(held);
}

#[test]
fn a_page_that_nobody_uses_closes_by_itself() {
    let mut target = Target::open_for(Duration::from_millis(200));
    let page = target.page.as_mut().unwrap();
    assert!(matches!(target.runtime.block_on(page.next()), Event::Over));
    assert!(TcpStream::connect(("127.0.0.1", target.port)).is_err());
}

#[test]
fn no_other_interface_answers() {
    let target = Target::new();
    // The address that this machine has elsewhere; nothing is sent.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let Ok(()) = socket.connect("192.0.2.1:9") else {
        return println!("skipped: there is no other interface here");
    };
    let address = SocketAddr::new(socket.local_addr().unwrap().ip(), target.port);
    assert!(TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_err(), "{address}");
}

#[test]
fn a_page_of_another_port_can_neither_read_it_nor_use_it() {
    let home = Home::new("neighbour", Scenario::Healthy);
    let Some(browser) = Browser::start() else { return };
    let login = home.login(&["--port", "0"]);
    let address = login.address();
    let neighbour = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = neighbour.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in neighbour.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>a</p>\n",
            );
        }
    });
    browser.go(&format!("http://localhost:{port}/"));
    // Whoever writes such a page would have to know the address; even then it is of no use.
    let script = format!(
        "window.told = []; const tell = (what) => window.told.push(what);
         fetch('{address}terms').then((a) => a.text()).then((t) => tell('read ' + t), () => tell('refused'));
         fetch('{address}token', {{ method: 'POST', mode: 'no-cors', body: '{{\"token\":\"x\"}}' }}).then(() => tell('sent'), () => tell('sent'));
         const s = document.createElement('script'); s.src = '{address}page.js';
         s.onload = () => tell('ran'); s.onerror = () => tell('refused'); document.body.append(s);"
    );
    browser.run(&script);
    let told = super::driver::until("all three to be told", || {
        let told = browser.run("return window.told.slice().sort().join()");
        Some(told.as_str().unwrap().to_owned()).filter(|told| told.split(',').count() == 3)
    });
    assert_eq!(told, "refused,refused,sent");
    assert!(!login.text().contains("A token came"), "{}", login.text());
    browser.go(&address);
    browser.until_said("Ready.");
    browser.click("#go");
    browser.in_window(|browser| browser.click("#allow-mara"));
    browser.until_said("Signed in");
    assert_eq!(login.end().0, 0);
}
