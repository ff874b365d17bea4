//! A server that is nothing but a socket and a function, with as much delay as a test wants.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What the server says to a request: the bytes of an answer, none to hang up without a word.
type Answer = dyn Fn(&Request) -> Vec<u8> + Send + Sync;

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// `GET /v1/x HTTP/1.1`.
    pub(super) line: String,
    pub(super) head: String,
    pub(super) body: String,
    /// How many came before it.
    pub(super) nth: usize,
}

impl Request {
    pub(super) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    /// The `offset` that it asks for.
    pub(super) fn offset(&self) -> usize {
        let (_, query) = self.target().split_once('?').unwrap_or_default();
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("offset="))
            .map_or(0, |value| value.parse().unwrap())
    }
}

/// The server; its threads end with the test's process.
pub(super) struct Server {
    pub(super) origin: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers each connection in a thread of its own.
    pub(super) fn start(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer): (_, Arc<Answer>) = (Arc::clone(&seen), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || serve(stream.unwrap(), &seen, &*answer));
            }
        });
        Self { origin, seen }
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

/// One connection; none if the client hangs up.
fn serve(stream: TcpStream, seen: &Mutex<Vec<Request>>, answer: &Answer) {
    stream.set_nodelay(true).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(mut request) = read(&mut reader) {
        {
            let mut seen = seen.lock().unwrap();
            request.nth = seen.len();
            seen.push(request.clone());
        }
        let bytes = answer(&request);
        let is_last = bytes.is_empty() || bytes.windows(17).any(|part| part == b"connection: close");
        if writer.write_all(&bytes).is_err() || is_last {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(str::parse);
    let mut body = vec![0; length.transpose().unwrap().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let line = head.lines().next().unwrap().to_owned();
    Some(Request { line, head, body: String::from_utf8(body).unwrap(), nth: 0 })
}

/// A status, headers as lines, and a body.
pub(super) fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

pub(super) fn json(body: &str) -> Vec<u8> {
    reply("200 OK", "content-type: application/json\r\n", body)
}

/// A page of a list of `pages` pages of `size` songs each, with the list's total.
pub(super) fn page(request: &Request, size: usize, pages: usize) -> Vec<u8> {
    let (offset, total) = (request.offset(), size * pages);
    let song = |at: usize| {
        format!(r#"{{"id":"{at}","type":"songs","attributes":{{"name":"Fictional Song {at:0>100}"}}}}"#)
    };
    let songs: Vec<_> = (offset..(offset + size).min(total)).map(song).collect();
    let next = format!(r#""next":"/v1/songs?offset={}","#, offset + size);
    let next = if offset + size < total { next.as_str() } else { "" };
    json(&format!(r#"{{{next}"data":[{}],"meta":{{"total":{total}}}}}"#, songs.join(",")))
}
