//! The HTTP adapter against servers that behave, and servers that don't: each is a socket and a string of bytes.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

use std::io::Write;
use std::time::Duration;

use flate2::{Compression, write::GzEncoder};
use segue::adapter::{
    call::Call,
    http::{Http, Limits},
};
use segue::domain::answer::{Answer, Extent, Protocol, Transport};
use segue::domain::request::Method;
use segue::domain::secret::Secret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server for one request.
struct Server {
    port: u16,
    /// The request as it came, head and body, once the server is done.
    request: JoinHandle<String>,
}

/// What the server does after its reply.
#[derive(Clone, Copy)]
enum Then {
    Close,
    /// Keeps the connection open until the client ends it.
    Hold,
}

impl Server {
    async fn replying(reply: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let reply = reply.into();
        let request = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read_request(&mut stream).await;
            // A client may hang up before it has read all of the reply: that is what some tests are about.
            _ = stream.write_all(&reply).await;
            if let Then::Hold = then {
                _ = stream.read(&mut [0]).await;
            }
            request
        });
        Self { port, request }
    }

    fn call(&self) -> Call {
        call(self.port)
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

fn call(port: u16) -> Call {
    let url = format!("http://127.0.0.1:{port}/v1/catalog/us/albums/1").parse().unwrap();
    Call {
        method: Method::Get,
        url,
        headers: Vec::new(),
        secret_headers: Vec::new(),
        body: None,
        secrets: Vec::new(),
    }
}

/// Reads a head, and a body of the length that it gives.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        if let Some((head, body)) = String::from_utf8_lossy(&bytes).split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return format!("{head}\r\n\r\n{body}");
            }
        }
        assert_ne!(
            stream.read_buf(&mut bytes).await.unwrap(),
            0,
            "the client hung up in the middle of its request"
        );
    }
}

async fn answer(reply: impl Into<Vec<u8>>) -> Answer {
    let server = Server::replying(reply, Then::Close).await;
    Http::new().send(server.call()).await.unwrap()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn gzip_reply(wire: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", wire.len());
    [head.as_bytes(), wire].concat()
}

fn limits() -> Limits {
    Limits { connect: Duration::from_secs(5), read: Duration::from_secs(5), body: 1 << 20 }
}

#[tokio::test]
async fn an_answer_comes_whole_with_its_headers() {
    let reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Twice: a\r\nX-Twice: b\r\n\
                 Content-Length: 11\r\n\r\n{\"data\":[]}";
    let answer = answer(reply).await;
    assert_eq!(answer.head.status, 200);
    assert_eq!(answer.head.header("content-type"), Some("application/json"));
    let twice: Vec<_> =
        answer.head.headers.iter().filter(|(name, _)| name == "x-twice").map(|(_, v)| v).collect();
    assert_eq!(twice, ["a", "b"]);
    assert_eq!(answer.body, b"{\"data\":[]}");
    assert_eq!(
        (answer.head.extent, answer.head.protocol, answer.head.wire_bytes),
        (Extent::Whole, Protocol::Http1, 11)
    );
    assert!(answer.head.timing.total >= answer.head.timing.head && !answer.head.timing.head.is_zero());
}

#[tokio::test]
async fn every_status_is_an_answer() {
    let unauthorized = answer("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(
        (unauthorized.head.status, unauthorized.body, unauthorized.head.extent),
        (401, Vec::new(), Extent::Whole)
    );

    let limited =
        answer("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 17\r\n\r\nAPI capacity gone").await;
    assert_eq!((limited.head.status, limited.body.as_slice()), (429, b"API capacity gone".as_slice()));

    let encoded_nothing =
        answer("HTTP/1.1 401 No\r\ncontent-encoding: gzip\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!((encoded_nothing.body, encoded_nothing.head.extent), (Vec::new(), Extent::Whole));
}

#[tokio::test]
async fn a_redirect_is_shown_and_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let location = format!("http://{}/", elsewhere.local_addr().unwrap());
    let answer =
        answer(format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")).await;
    assert_eq!((answer.head.status, answer.head.header("location")), (302, Some(location.as_str())));
}

#[tokio::test]
async fn what_is_sent_arrives() {
    let server = Server::replying("HTTP/1.1 204 No Content\r\n\r\n", Then::Close).await;
    let sent = Call {
        method: Method::Put,
        headers: vec![
            ("X-Note".into(), "smörgås".into()),
            ("content-type".into(), "application/json".into()),
        ],
        secret_headers: vec![("Authorization", Secret::new("Bearer planted-developer".to_owned()))],
        body: Some(b"{\"value\":1}".to_vec()),
        ..server.call()
    };
    let answer = Http::new().send(sent).await.unwrap();
    assert_eq!((answer.head.status, answer.body), (204, Vec::new()));
    let request = server.request.await.unwrap();
    let lines: Vec<&str> = request.lines().collect();
    assert_eq!(lines[0], "PUT /v1/catalog/us/albums/1 HTTP/1.1");
    let agent = concat!("user-agent: segue/", env!("CARGO_PKG_VERSION"));
    for line in ["x-note: smörgås", "authorization: Bearer planted-developer", "accept-encoding: gzip", agent]
    {
        assert!(lines.contains(&line), "{line} is missing in {lines:#?}");
    }
    assert!(request.ends_with("\r\n\r\n{\"value\":1}"), "{request}");
    assert!(!request.to_ascii_lowercase().contains("cookie"));
}

#[tokio::test]
async fn a_persons_own_accept_encoding_and_user_agent_win() {
    let server = Server::replying("HTTP/1.1 204 No Content\r\n\r\n", Then::Close).await;
    let headers = vec![("Accept-Encoding".into(), "identity".into()), ("User-Agent".into(), "curl".into())];
    Http::new().send(Call { headers, ..server.call() }).await.unwrap();
    let request = server.request.await.unwrap();
    let of = |name: &str| request.lines().filter_map(|line| line.strip_prefix(name)).collect::<Vec<_>>();
    assert_eq!((of("accept-encoding: "), of("user-agent: ")), (vec!["identity"], vec!["curl"]));
}

#[test]
fn a_call_prints_no_secret() {
    let call = Call {
        method: Method::Post,
        url: "https://example.com/planted-path?planted-query".parse().unwrap(),
        headers: vec![("planted-name".into(), "planted-value".into())],
        secret_headers: vec![("Music-User-Token", Secret::new("planted-token".to_owned()))],
        body: Some(b"planted-body".to_vec()),
        secrets: vec![Secret::new("planted-secret".to_owned())],
    };
    let printed = format!("{call:?}");
    assert!(!printed.contains("planted") && printed.contains("https://example.com"), "{printed}");
}

#[tokio::test]
async fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let refused = Http::new().send(call(port)).await;
    assert_eq!(refused, Err(Transport::Refused { host: format!("127.0.0.1:{port}") }));
}

#[tokio::test]
async fn a_server_hangs_up_before_it_answers() {
    for reply in ["", "HTTP/1.1 200 OK\r\ncontent-"] {
        let server = Server::replying(reply, Then::Close).await;
        let closed = Http::new().send(server.call()).await;
        assert_eq!(closed, Err(Transport::Closed { host: server.host() }), "{reply:?}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_http_is_told_in_words() {
    let server = Server::replying("SSH-2.0-OpenSSH_9.6\r\n\r\n", Then::Close).await;
    let outcome = Http::new().send(server.call()).await;
    assert_eq!(outcome, Err(Transport::Other { detail: "invalid HTTP version parsed".to_owned() }));
}

#[tokio::test]
async fn a_cut_body_keeps_what_came() {
    let early = Extent::Cut("the connection ended early".to_owned());
    let longer = answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":[").await;
    assert_eq!((longer.body.as_slice(), &longer.head.extent), (b"{\"data\":[".as_slice(), &early));

    let chunked = answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo").await;
    assert!(chunked.body.starts_with(b"hello"), "{chunked:?}");
    assert_eq!(chunked.head.extent, early);
}

#[tokio::test]
async fn a_body_ends_where_its_length_says_though_more_comes() {
    let shorter = answer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"data\":[1,2,3]}").await;
    assert_eq!((shorter.body.as_slice(), shorter.head.extent), (b"{\"data\":[".as_slice(), Extent::Whole));
    let none = answer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n{\"data\":[]}").await;
    assert_eq!((none.body.len(), none.head.wire_bytes), (0, 0));
}

#[tokio::test]
async fn lengths_that_cannot_be_are_refused_in_words() {
    for lengths in [
        "content-length: 2\r\ncontent-length: 3",
        "content-length: -1",
        "content-length: 99999999999999999999",
    ] {
        let server = Server::replying(format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\n[]"), Then::Close).await;
        let outcome = Http::new().send(server.call()).await;
        assert!(
            matches!(&outcome, Err(Transport::Other { detail }) if !detail.is_empty()),
            "{lengths} {outcome:?}"
        );
    }
}

#[tokio::test]
async fn gzip_is_undone_and_the_wire_still_shown() {
    let wire = gzip(b"hello, hello, hello, hello");
    let answer = answer(gzip_reply(&wire)).await;
    assert_eq!(answer.body, b"hello, hello, hello, hello");
    assert_eq!((&answer.head.extent, answer.head.wire_bytes), (&Extent::Whole, wire.len() as u64));
    assert_eq!(answer.head.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.head.header("content-length"), Some(wire.len().to_string().as_str()));
}

#[tokio::test]
async fn gzip_that_lies_keeps_what_came() {
    let never_was = answer(gzip_reply(b"{\"data\":[]}")).await;
    assert_eq!((never_was.head.status, never_was.head.wire_bytes), (200, 11));
    assert!(matches!(never_was.head.extent, Extent::Cut(_)), "{never_was:?}");

    let wire = gzip(b"hello, hello, hello, hello");
    let short = answer(gzip_reply(&wire[..wire.len() - 9])).await;
    assert!(matches!(short.head.extent, Extent::Cut(_)) && short.body.starts_with(b"hello"), "{short:?}");
}

#[tokio::test]
async fn an_encoding_that_was_not_asked_for_and_is_not_known_stays() {
    let answer =
        answer("HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 3\r\n\r\n\x0b\x01\x02").await;
    assert_eq!((answer.body.as_slice(), answer.head.extent), (b"\x0b\x01\x02".as_slice(), Extent::Whole));
}

#[tokio::test]
async fn a_gzip_bomb_stops_at_the_limit() {
    let bomb = gzip(&vec![b'x'; 16 << 20]);
    let server = Server::replying(gzip_reply(&bomb), Then::Close).await;
    let http = Http::new().with_limits(Limits { body: 1000, ..limits() });
    let answer = http.send(server.call()).await.unwrap();
    assert_eq!((answer.body.len(), answer.head.extent), (1000, Extent::TooLarge(1000)));
}

/// Short, since it is waited for; long enough for the first bytes to cross loopback on a busy machine.
const SHORT: Duration = Duration::from_millis(500);

#[tokio::test]
async fn a_body_that_stalls_is_cut_at_the_limit() {
    let server =
        Server::replying("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":[", Then::Hold).await;
    let http = Http::new().with_limits(Limits { read: SHORT, ..limits() });
    let answer = http.send(server.call()).await.unwrap();
    assert_eq!(answer.body, b"{\"data\":[");
    assert_eq!(answer.head.extent, Extent::Cut("no byte came for 500ms".to_owned()));
}

#[tokio::test]
async fn a_body_that_drips_longer_than_the_limit_comes_whole() {
    const DRIPS: usize = 12;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream
            .write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {DRIPS}\r\n\r\n").as_bytes())
            .await
            .unwrap();
        let mut beat = tokio::time::interval(SHORT / 10);
        for _ in 0..DRIPS {
            beat.tick().await;
            stream.write_all(b"x").await.unwrap();
        }
    });
    let http = Http::new().with_limits(Limits { read: SHORT, ..limits() });
    let answer = http.send(call(port)).await.unwrap();
    assert_eq!((answer.body.len(), answer.head.extent), (DRIPS, Extent::Whole));
    assert!(answer.head.timing.total > SHORT, "{:?}", answer.head.timing);
}

#[tokio::test]
async fn a_head_that_stalls_is_a_timeout() {
    let server = Server::replying("HTTP/1.1 200", Then::Hold).await;
    let http = Http::new().with_limits(Limits { read: SHORT, ..limits() });
    let outcome = http.send(server.call()).await;
    assert_eq!(outcome, Err(Transport::Timeout { host: server.host(), phase: "answer", limit: SHORT }));
}

#[tokio::test]
async fn dropping_the_future_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, was_asked) = oneshot::channel();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        asked.send(()).unwrap();
        // Never answers: waits until the client hangs up.
        stream.read(&mut [0]).await.unwrap_or(0)
    });
    let http = Http::new();
    let calling = http.clone();
    let sending = tokio::spawn(async move { calling.send(call(port)).await });
    was_asked.await.unwrap();
    sending.abort();
    assert_eq!(server.await.unwrap(), 0);
}

#[tokio::test]
async fn a_header_that_http_does_not_allow_is_an_error_and_shows_no_secret() {
    let detail = |outcome| match outcome {
        Err(Transport::Other { detail }) => detail,
        other => panic!("{other:?}"),
    };
    let cases = [
        (
            ("X-A", "a\r\nX-B: planted"),
            "the value of the header x-a has a line break or another control character",
        ),
        (("X-A", "planted\0"), "the value of the header x-a has a line break or another control character"),
        (("planted name", "a"), "header 1 has a name with characters that HTTP does not allow"),
        (("", "a"), "header 1 has a name with characters that HTTP does not allow"),
        (("Content-Length", "1"), "the header content-length follows from the body and can't be set by hand"),
    ];
    for ((name, text), expected) in cases {
        let headers = vec![(name.to_owned(), text.to_owned())];
        assert_eq!(detail(Http::new().send(Call { headers, ..call(9) }).await), expected, "{name}");
    }
    let secret_headers = vec![("Authorization", Secret::new("Bearer planted\n".to_owned()))];
    let expected = "the value of the header authorization has a line break or another control character";
    assert_eq!(detail(Http::new().send(Call { secret_headers, ..call(9) }).await), expected);
}

#[tokio::test]
async fn plain_http_never_leaves_this_machine() {
    for url in
        ["http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "ftp://127.0.0.1/"]
    {
        let outcome = Http::new().send(Call { url: url.parse().unwrap(), ..call(9) }).await;
        assert!(
            matches!(&outcome, Err(Transport::Other { detail }) if detail.contains("use https")),
            "{url}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn localhost_by_name_needs_no_resolver() {
    let server = Server::replying("HTTP/1.1 204 No Content\r\n\r\n", Then::Close).await;
    let url = format!("http://localhost:{}/", server.port).parse().unwrap();
    assert_eq!(Http::new().send(Call { url, ..call(9) }).await.unwrap().head.status, 204);
}

#[tokio::test]
async fn an_unknown_name_is_told_by_name() {
    // RFC 6761: `invalid` never has an address. No roots, so that no CA files are needed.
    let url = "https://no-such-host.invalid/".parse().unwrap();
    let outcome = Http::trusting(Vec::new()).send(Call { url, ..call(9) }).await;
    assert!(
        matches!(&outcome, Err(Transport::Dns { host, .. }) if host == "no-such-host.invalid"),
        "{outcome:?}"
    );
}
