//! What was asked of the sandbox: the last requests, and a log that other programs can read. No token is in either.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde_json::{Value, json};

use crate::sandbox::clock;
use crate::sandbox::gate::{Gate, Standing, Verdict};

/// How many requests are kept: more than a test makes, and less than a megabyte.
const KEPT: usize = 500;
/// A path may be as long as a header allows; what is kept of it may not.
const LONGEST: usize = 1_000;

/// The last requests, and where each of them is written.
#[derive(Default)]
pub(super) struct Journal(Mutex<Book>);

#[derive(Default)]
struct Book {
    last: VecDeque<Value>,
    log: Option<Box<dyn Write + Send>>,
}

/// A request that is being answered.
pub(super) struct Entry {
    began: Instant,
    time: String,
    method: String,
    path: String,
    query: Option<String>,
    verdict: Verdict,
}

impl Entry {
    pub(super) fn new(head: &Parts, gate: &Gate, verdict: Verdict, began: Instant) -> Self {
        let told = |text: &str, headers: &HeaderMap| gate.mask(text, headers).chars().take(LONGEST).collect();
        Self {
            began,
            time: clock::stamp(),
            method: head.method.as_str().chars().take(LONGEST).collect(),
            path: told(head.uri.path(), &head.headers),
            query: head.uri.query().map(|query| told(query, &head.headers)),
            verdict,
        }
    }

    /// One object for each request; `ms` has thousandths.
    fn with(self, status: u16, took: Duration) -> Value {
        let (developer, user) = (name(self.verdict.developer), name(self.verdict.user));
        json!({
            "time": self.time,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": status,
            "ms": took.as_micros() as f64 / 1_000.0,
            "tokens": { "developer": developer, "user": user },
        })
    }
}

fn name(standing: Standing) -> &'static str {
    match standing {
        Standing::Absent => "absent",
        Standing::Accepted => "accepted",
        Standing::Refused => "refused",
    }
}

impl Journal {
    pub(super) fn new(log: Option<Box<dyn Write + Send>>) -> Self {
        Self(Mutex::new(Book { last: VecDeque::new(), log }))
    }

    /// Writes a request down before its answer leaves: who has the answer finds the line. A log that cannot be written to
    /// is given up, and the answers go on.
    pub(super) fn note(&self, entry: Entry, status: u16) {
        let took = clock::instant().duration_since(entry.began);
        let line = entry.with(status, took);
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = &mut book.log
            && writeln!(log, "{line}").and_then(|()| log.flush()).is_err()
        {
            book.log = None;
        }
        if book.last.len() == KEPT {
            book.last.pop_front();
        }
        book.last.push_back(line);
    }

    /// The last requests, the oldest first.
    pub(super) fn last(&self) -> Value {
        let book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        json!({ "requests": book.last })
    }

    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).last.clear();
    }
}
