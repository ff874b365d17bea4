//! HTTP: a call goes out, an answer or the reason why there is none comes back. The only file that knows the client
//! library; nothing of it crosses.
//!
//! Redirects are never followed, cookies never kept, certificate checks never off, and no request is repeated: what the
//! wire says is what a person sees.
#![expect(clippy::disallowed_methods, reason = "an answer carries how long it took")]

mod body;
mod failure;
mod verifier;

use std::fmt;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use reqwest::{Client, ClientBuilder, Request, Response, Version};
use tokio::sync::OnceCell;
use url::{Host, Url};

use crate::domain::answer::{Answer, Extent, Head, Presented, Protocol, Timing, Transport};
use crate::domain::profile::LARGEST_BODY;
use crate::domain::request::Method;
use crate::domain::secret::Secret;

use super::recording::{Playing, Recorder, Replay, Tap};

use self::body::Body;
use self::failure::Causes;
use self::verifier::Refusals;

/// A request ready for the wire: whoever made it has checked which origin may see its secrets.
pub struct Call {
    /// The method.
    pub method: Method,
    /// Absolute, `https`, or `http` on this machine alone.
    pub url: Url,
    /// Names and values in the order of sending.
    pub headers: Vec<(String, String)>,
    /// Headers whose values are never printed, the client library's own logs included.
    pub secret_headers: Vec<(&'static str, Secret)>,
    /// The body, if there is one; its `Content-Type` is the caller's.
    pub body: Option<Vec<u8>>,
    /// What must not be kept of the call and its answer, beside the secret headers.
    pub secrets: Vec<Secret>,
}

/// Shows what may be shown: a person may have pasted a secret into any other part.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("origin", &self.url.origin().ascii_serialization())
            .field("headers", &self.headers.len())
            .field("secret_headers", &self.secret_headers)
            .field("body_bytes", &self.body.as_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}

/// When to give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For name, TCP and TLS together. 10 s: a lost SYN is sent again after 1, 3 and 7 s, so a bad link gets through,
    /// and a person on a stage waits no longer for a dead host.
    pub connect: Duration,
    /// Without a byte, also before the first. 30 s: a slow answer may think that long, and a link that is silent for
    /// longer is dead; every byte starts it anew, so a large body on a slow link is never cut.
    pub read: Duration,
    /// The body after decoding, in bytes. 256 MiB: far over any page of the API, and with its index it still fits a
    /// laptop's memory; a gzip bomb stops here.
    pub body: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), read: Duration::from_secs(30), body: LARGEST_BODY }
    }
}

/// Sends calls. Cheap to make and to clone (clones share connections): a client is built at the first call that needs
/// it, since reading the system's certificates takes longer than drawing the first frame. Bound to the tokio runtime of
/// that first call.
#[derive(Clone, Default)]
pub struct Http {
    limits: Limits,
    roots: Option<Arc<Vec<Vec<u8>>>>,
    clients: Arc<Clients>,
    refusals: Refusals,
    recorder: Option<Recorder>,
    replay: Option<Replay>,
}

/// One client for each way out, each once it was needed.
#[derive(Default)]
struct Clients {
    sandbox: OnceCell<Client>,
    local: OnceCell<Client>,
    outside: OnceCell<Client>,
}

/// The way to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// Plain http on this machine: no certificates are read, so the sandbox works on a machine without any, and no
    /// proxy is asked, for it could not reach this machine's loopback.
    Sandbox,
    /// TLS on this machine: no proxy either.
    Local,
    /// TLS to everywhere else, with the system's certificates and proxy.
    Outside,
}

impl Http {
    /// Checks servers against the system's certificates.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks servers against the system's certificates, and reads bodies of this size at most; the usual one if none is
    /// named.
    #[must_use]
    pub fn reading(most: Option<u64>) -> Self {
        let limits = Limits::default();
        Self { limits: Limits { body: most.unwrap_or(limits.body), ..limits }, ..Self::default() }
    }

    /// Checks servers against these certificates (DER) alone, and uses no proxy: for tests with a server of their own.
    #[must_use]
    pub fn trusting(roots: Vec<Vec<u8>>) -> Self {
        Self { roots: Some(Arc::new(roots)), ..Self::default() }
    }

    /// The same with other limits, and with connections of its own.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, clients: Arc::default(), ..self }
    }

    /// Keeps what is sent and what comes of it.
    #[must_use]
    pub fn recording(self, recorder: Option<Recorder>) -> Self {
        Self { recorder, ..self }
    }

    /// Answers from a recording: from then on nothing is sent to anybody.
    #[must_use]
    pub fn replaying(self, replay: Option<Replay>) -> Self {
        Self { replay, ..self }
    }

    /// Who keeps what is sent, if somebody does.
    #[must_use]
    pub const fn recorder(&self) -> Option<&Recorder> {
        self.recorder.as_ref()
    }

    /// The recording that it answers from, if it does.
    #[must_use]
    pub const fn replay(&self) -> Option<&Replay> {
        self.replay.as_ref()
    }

    /// Sends a call once and reads the answer, whatever its status. Dropping the future cancels.
    ///
    /// # Errors
    ///
    /// When no status line came. A body that ended early is no error: see [`Head::extent`].
    pub async fn send(&self, call: Call) -> Result<Answer, Transport> {
        let mut incoming = self.open(call).await?;
        let mut body = Vec::new();
        while let Some(piece) = incoming.piece().await {
            body.extend_from_slice(&piece);
        }
        Ok(Answer { head: incoming.finish(), body })
    }

    /// Sends a call once; the answer's body is read piece by piece. Dropping it cancels.
    ///
    /// # Errors
    ///
    /// When no status line came.
    pub async fn open(&self, call: Call) -> Result<Incoming, Transport> {
        if let Some(replay) = &self.replay {
            return Ok(Incoming::recorded(replay.answer(&call).await?, self.limits));
        }
        let Some(recorder) = &self.recorder else { return self.open_wire(call).await };
        let (tap, start) = (recorder.tap(&call), Instant::now());
        match self.open_wire(call).await {
            Ok(incoming) => Ok(Incoming { tap: Some(tap), ..incoming }),
            Err(transport) => {
                tap.fail(&transport, start.elapsed());
                Err(transport)
            }
        }
    }

    async fn open_wire(&self, call: Call) -> Result<Incoming, Transport> {
        let (route, host) = (route(&call.url)?, host_of(&call.url));
        let name = call.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let request = request(call)?;
        let client = self.client(route).await?;
        let start = Instant::now();
        let response =
            client.execute(request).await.map_err(|error| self.explain(&error, route, host, &name))?;
        Ok(Incoming::new(response, start, self.limits))
    }

    async fn client(&self, route: Route) -> Result<Client, Transport> {
        let cell = match route {
            Route::Sandbox => &self.clients.sandbox,
            Route::Local => &self.clients.local,
            Route::Outside => &self.clients.outside,
        };
        let build = || async {
            let (limits, roots, refusals) = (self.limits, self.roots.clone(), self.refusals.clone());
            // Reading the system's certificates blocks for some milliseconds.
            let built =
                tokio::task::spawn_blocking(move || build(route, limits, roots.as_deref(), refusals)).await;
            built.map_err(|error| Transport::Other { detail: error.to_string() })?
        };
        cell.get_or_try_init(build).await.cloned()
    }

    /// Why there is no answer. `host` is shown; `name` is what the server's certificate was asked for.
    fn explain(&self, error: &reqwest::Error, route: Route, host: String, name: &str) -> Transport {
        let causes = Causes::of(error);
        if error.is_dns() {
            Transport::Dns { host, detail: causes.innermost() }
        } else if error.is_timeout() {
            let (phase, limit) = if error.is_connect() {
                ("connect", self.limits.connect)
            } else {
                ("answer", self.limits.read)
            };
            Transport::Timeout { host, phase, limit }
        } else if error.is_connect() {
            let refused =
                causes.mention("invalid peer certificate").then(|| self.refusals.of(name)).flatten();
            unconnected(&causes, route, host, refused)
        } else if causes.mention("received fatal alert") {
            // In TLS 1.3 a server may refuse after our side of the handshake is done.
            Transport::Tls { host, detail: causes.innermost(), presented: None }
        } else if ended(&causes) {
            Transport::Closed { host }
        } else {
            Transport::Other { detail: causes.detail() }
        }
    }
}

/// An answer of which the head is there, and the body on its way.
pub struct Incoming {
    source: Source,
    body: Body,
    head: Head,
    limits: Limits,
    start: Instant,
    /// Why reading stopped before the server was done.
    stopped: Option<Extent>,
    has_ended: bool,
    /// Where it is kept, if it is.
    tap: Option<Tap>,
}

/// Where a body comes from.
enum Source {
    Wire(Response),
    Recording(Playing),
}

impl Incoming {
    fn new(response: Response, start: Instant, limits: Limits) -> Self {
        let elapsed = start.elapsed();
        let protocol = if response.version() == Version::HTTP_2 { Protocol::Http2 } else { Protocol::Http1 };
        let head = Head {
            status: response.status().as_u16(),
            headers: headers_of(&response),
            extent: Extent::Whole,
            protocol,
            timing: Timing { head: elapsed, total: elapsed },
            wire_bytes: 0,
        };
        let body = Body::new(head.header("content-encoding"), limits.body);
        Self::of(Source::Wire(response), body, head, limits, start)
    }

    /// An answer out of a recording, where bodies are decoded already.
    fn recorded(playing: Playing, limits: Limits) -> Self {
        let (start, mut head) = (playing.start(), playing.head().clone());
        head.timing = Timing { head: start.elapsed(), total: start.elapsed() };
        (head.extent, head.wire_bytes) = (Extent::Whole, 0);
        // The clock of another day would make this one wrong.
        head.headers.retain(|(name, _)| name != "date" && name != "age");
        Self::of(Source::Recording(playing), Body::new(None, limits.body), head, limits, start)
    }

    fn of(source: Source, body: Body, head: Head, limits: Limits, start: Instant) -> Self {
        Self { source, body, head, limits, start, stopped: None, has_ended: false, tap: None }
    }

    /// What is known of the answer so far.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The next piece of the body, after content decoding; none behind the last one. Dropping the future loses nothing.
    pub async fn piece(&mut self) -> Option<Vec<u8>> {
        while !self.has_ended {
            match &mut self.source {
                Source::Wire(response) => match response.chunk().await {
                    Ok(Some(wire)) => self.stopped = self.body.push(&wire).err(),
                    Ok(None) => self.has_ended = true,
                    Err(error) => self.stopped = Some(Extent::Cut(self.cut(&error))),
                },
                Source::Recording(playing) => match playing.piece().await {
                    Some(piece) => self.stopped = self.body.push(&piece).err(),
                    None if playing.head().extent == Extent::Whole => self.has_ended = true,
                    None => self.stopped = Some(playing.head().extent.clone()),
                },
            }
            self.has_ended |= self.stopped.is_some();
            if self.has_ended {
                self.head.extent = self.body.end(self.stopped.take());
            }
            self.head.wire_bytes = self.wire_bytes();
            let piece = self.body.take();
            if !piece.is_empty() {
                self.tap.iter_mut().for_each(|tap| tap.take(&piece));
                return Some(piece);
            }
        }
        None
    }

    /// Bytes on the wire: of a recording those of the time when it was made, once all of it has come.
    fn wire_bytes(&self) -> u64 {
        match &self.source {
            Source::Recording(playing) if self.has_ended => playing.head().wire_bytes,
            Source::Recording(_) | Source::Wire(_) => self.body.wire(),
        }
    }

    /// Reads no more: what came stays. Pieces that are decoded already still come.
    pub fn stop(&mut self) {
        if !self.has_ended {
            self.has_ended = true;
            self.head.extent = Extent::Stopped;
        }
    }

    /// All that is known of the answer beside its body.
    #[must_use]
    pub fn finish(mut self) -> Head {
        self.head.timing.total = self.start.elapsed();
        if let Some(tap) = self.tap.take() {
            tap.end(&self.head);
        }
        self.head
    }

    /// Why a body ended early.
    fn cut(&self, error: &reqwest::Error) -> String {
        let causes = Causes::of(error);
        if error.is_timeout() {
            format!("no byte came for {:?}", self.limits.read)
        } else if ended(&causes) {
            "the connection ended early".to_owned()
        } else {
            causes.detail()
        }
    }
}

/// Why no connection came about.
fn unconnected(causes: &Causes, route: Route, host: String, presented: Option<Box<Presented>>) -> Transport {
    let detail = causes.innermost();
    match causes.kind() {
        Some(ErrorKind::ConnectionRefused) => Transport::Refused { host },
        Some(ErrorKind::InvalidData | ErrorKind::UnexpectedEof) if route != Route::Sandbox => {
            Transport::Tls { host, detail, presented }
        }
        _ => Transport::Unreachable { host, detail },
    }
}

/// Whether the other side hung up. HTTP/1 says so in words alone.
fn ended(causes: &Causes) -> bool {
    let hung_up = matches!(
        causes.kind(),
        Some(
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
        )
    );
    hung_up
        || causes.mention("connection closed before")
        || causes.mention("end of file before message length")
}

fn route(url: &Url) -> Result<Route, Transport> {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match (url.scheme(), here) {
        ("http", true) => Ok(Route::Sandbox),
        ("https", true) => Ok(Route::Local),
        ("https", false) => Ok(Route::Outside),
        ("http", false) => {
            Err(other(format!("plain http to {} would show tokens on the way: use https", host_of(url))))
        }
        (scheme, _) => Err(other(format!("{scheme} is not a scheme that Segue speaks: use https"))),
    }
}

/// The host as shown, with its port unless that is the usual one.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn build(
    route: Route,
    limits: Limits,
    roots: Option<&Vec<Vec<u8>>>,
    refusals: Refusals,
) -> Result<Client, Transport> {
    let common = Client::builder()
        .user_agent(concat!("segue/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .read_timeout(limits.read);
    let checked = || verifier::config(roots, refusals).map_err(|error| unchecked(&error));
    let client = match (route, roots) {
        (Route::Sandbox, _) => at_home(common).tls_certs_only([]),
        // No root accepts anybody, which is what the library says of it too.
        (_, Some(roots)) if roots.is_empty() => at_home(common).tls_certs_only([]),
        (Route::Outside, None) => common.tls_backend_preconfigured(checked()?),
        (_, Some(_)) | (Route::Local, None) => at_home(common).tls_backend_preconfigured(checked()?),
    };
    client.build().map_err(|error| other(Causes::of(&error).detail()))
}

/// No proxy, and `localhost` is this machine whatever a hosts file or a resolver says.
fn at_home(builder: ClientBuilder) -> ClientBuilder {
    let port_of_url = 0;
    let addresses = [
        SocketAddr::from((Ipv4Addr::LOCALHOST, port_of_url)),
        SocketAddr::from((Ipv6Addr::LOCALHOST, port_of_url)),
    ];
    builder.no_proxy().resolve_to_addrs("localhost", &addresses)
}

/// Why no server could be checked. The TLS library has no type of its own for a machine without certificates.
fn unchecked(error: &dyn std::error::Error) -> Transport {
    let detail = error.to_string();
    if detail.contains("CA certificates") { Transport::NoRoots { detail } } else { other(detail) }
}

fn request(call: Call) -> Result<Request, Transport> {
    let mut request = Request::new(method(call.method), call.url);
    let headers = request.headers_mut();
    for (nth, (name, value)) in call.headers.iter().enumerate() {
        let name = header_name(name, nth + 1)?;
        let value = header_value(&name, value)?;
        headers.append(name, value);
    }
    for (name, secret) in &call.secret_headers {
        let name = header_name(name, call.headers.len() + 1)?;
        let mut value = header_value(&name, secret.expose())?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    accept_gzip(headers);
    *request.body_mut() = call.body.map(Into::into);
    Ok(request)
}

/// Asked for by hand, and undone in [`Body`]: the library's own decoding would hide the wire's headers and size.
fn accept_gzip(headers: &mut HeaderMap) {
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
}

/// A name as typed. What is wrong with it is told by its place: it may be a secret that was pasted here.
fn header_name(name: &str, nth: usize) -> Result<HeaderName, Transport> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| other(format!("header {nth} has a name with characters that HTTP does not allow")))?;
    if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&parsed) {
        return Err(other(format!("the header {parsed} follows from the body and can't be set by hand")));
    }
    Ok(parsed)
}

/// A value as typed, in UTF-8.
fn header_value(name: &HeaderName, value: &str) -> Result<HeaderValue, Transport> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        other(format!("the value of the header {name} has a line break or another control character"))
    })
}

fn headers_of(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
        Method::Patch => reqwest::Method::PATCH,
    }
}

fn other(detail: String) -> Transport {
    Transport::Other { detail }
}
