//! Runs a jq filter over pages of the response, off the loop and in a process of its own; its results become a page.
#![expect(clippy::disallowed_methods, reason = "the pause in typing is waited for at the edge")]

use std::{path::PathBuf, sync::Arc, time::Duration};

use super::blot::{self, Blots};
use crate::{
    adapter::filter::{Limits, run},
    app::{
        event::Typed,
        filter::{Results, Scope},
        saving::Part,
    },
    domain::{
        filter::{Fault, Joined},
        pages::{Page, Pages, Provenance},
    },
};

/// Longer than between two keys of somebody who types on, and shorter than anybody waits for.
const PAUSE: Duration = Duration::from_millis(150);

/// A filter to run.
pub(super) struct Errand {
    /// Segue itself, which runs filters.
    pub program: PathBuf,
    pub pages: Arc<Pages>,
    pub scope: Scope,
    pub filter: Typed,
    pub is_live: bool,
    pub blots: Arc<Blots>,
}

/// Runs it; dropping the future ends the process.
pub(super) async fn filter(errand: Errand) -> Result<Results, Fault> {
    if errand.is_live {
        tokio::time::sleep(PAUSE).await;
    }
    let part = match errand.scope {
        Scope::Page(page) => Part::Page(page),
        Scope::Merged => Part::Value(errand.pages.root()),
    };
    let bytes = bytes(&errand.pages, part);
    let size: usize = bytes.iter().map(|piece| piece.len()).sum();
    let output = run(&errand.program, &errand.filter.0, bytes, Limits::for_input(size as u64)).await?;
    let read = tokio::task::spawn_blocking(move || read(output, errand.blots)).await;
    read.unwrap_or_else(|_| Err(broken("the results could not be read")))
}

/// A part of some pages, piece by piece as it lies in memory.
pub(super) fn bytes(pages: &Pages, part: Part) -> Vec<&[u8]> {
    match part {
        Part::Page(page) => {
            let document = pages.page(Pages::root_of(page)).document();
            document.pieces(0..document.size()).collect()
        }
        Part::Value(node) => pages.merged(node).into_iter().flat_map(|piece| pages.bytes(piece)).collect(),
    }
}

/// The results as a page. What shows may hold no secret, wherever it was put together.
fn read(output: Vec<u8>, blots: Arc<Blots>) -> Result<Results, Fault> {
    let joined = Joined::of(output);
    let document =
        blot::document(&joined.text, blots).map_err(|malformed| broken(&malformed.fault.to_string()))?;
    Ok(Results { page: Page::read(document, Provenance::default()), count: joined.results })
}

fn broken(message: &str) -> Fault {
    Fault::Broken { message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;

    fn shown(output: &str, secrets: &[Secret]) -> (String, usize) {
        let results = read(output.as_bytes().to_vec(), Arc::new(Blots::of(secrets.to_vec()))).unwrap();
        let document = results.page.document();
        (document.raw(document.root()).into_owned(), results.count)
    }

    #[test]
    fn whatever_a_filter_gives_is_one_text() {
        let cases = [
            ("", "[]", 0),
            ("{\"a\":1}\n", "{\"a\":1}", 1),
            ("[1,2]\n", "[1,2]", 1),
            ("64\n", "64", 1),
            ("\"a\"\n\"b\"\n", "[\"a\",\"b\"]", 2),
        ];
        for (output, text, count) in cases {
            assert_eq!(shown(output, &[]), (text.to_owned(), count), "{output:?}");
        }
    }

    #[test]
    fn a_secret_that_a_filter_puts_together_is_blotted_out() {
        let secret = "Ab1+/cd9".repeat(8);
        let (text, _) = shown(&format!("\"x {secret}\"\n"), &[Secret::new(secret.clone())]);
        assert_eq!(text, format!("\"x {}\"", "*".repeat(64)));
        let escaped = secret.replace('/', "\\/");
        let (text, _) = shown(&format!("\"{escaped}\"\n"), &[Secret::new(secret)]);
        assert!(!text.contains("Ab1"), "{text}");
    }
}
