//! What a client library's chain of errors means: the innermost cause decides, since the outermost never says it.

use std::error::Error;
use std::io;

/// A failure's causes, outermost first, without the lines that say nothing ("error sending request"), and what the
/// operating system called it, if it had a say.
pub(super) struct Causes {
    texts: Vec<String>,
    kind: Option<io::ErrorKind>,
}

impl Causes {
    /// Walks `source()` to the end.
    pub(super) fn of(error: &dyn Error) -> Self {
        let mut causes = Self { texts: Vec::new(), kind: None };
        let mut next = error.source();
        while let Some(cause) = next {
            causes.note(cause);
            next = cause.source();
        }
        if causes.texts.is_empty() {
            causes.texts.push(error.to_string());
        }
        causes
    }

    fn note(&mut self, cause: &(dyn Error + 'static)) {
        let text = cause.to_string();
        // The pool's own line says only whether it was connecting or sending.
        if !text.starts_with("client error (") {
            self.texts.push(text);
        }
        // An io::Error's `source()` skips the error that it wraps, so look inside: TLS errors travel that way.
        let mut io = cause.downcast_ref::<io::Error>();
        while let Some(error) = io {
            self.kind = Some(error.kind());
            io = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
        }
    }

    /// What the operating system called it; for an error of the TLS library `InvalidData`.
    pub(super) fn kind(&self) -> Option<io::ErrorKind> {
        self.kind
    }

    /// Whether a cause contains this text.
    pub(super) fn mention(&self, text: &str) -> bool {
        self.texts.iter().any(|cause| cause.contains(text))
    }

    /// The innermost cause.
    pub(super) fn innermost(&self) -> String {
        self.texts.last().cloned().unwrap_or_default()
    }

    /// The innermost cause, then what it made fail.
    pub(super) fn detail(&self) -> String {
        let inner = self.innermost();
        match self.texts.iter().rev().nth(1) {
            Some(outer) if !outer.contains(&inner) => format!("{inner} ({outer})"),
            _ => inner,
        }
    }
}
