//! `-q`: a jq filter over each page, in a process of its own.

use std::{io, path::PathBuf};

use super::output::Output;
use crate::{
    adapter::filter::{Limits, run},
    cli::Get,
    command::Exit,
    domain::{filter::Fault, json::Document},
};

/// A filter that can be run.
pub(super) struct Filter {
    /// Segue itself, which runs filters.
    program: PathBuf,
    text: String,
    /// Strings are printed as they are, without quotes.
    is_raw: bool,
}

impl Filter {
    /// The filter of the command line, if there is one and it can be read: that is told before anything is sent.
    pub(super) async fn of(get: &Get) -> Result<Option<Self>, String> {
        let Some(text) = get.jq.clone() else { return Ok(None) };
        let program = std::env::current_exe().map_err(|error| {
            format!("the filter could not be run: {error}; start Segue by its whole path")
        })?;
        let filter = Self { program, text, is_raw: get.raw_output };
        // A filter is read before its input, and an empty input ends it there.
        match run(&filter.program, &filter.text, [b""], Limits::for_input(0)).await {
            Err(fault @ Fault::Filter { .. }) => Err(format!("--jq: {fault}")),
            _ => Ok(Some(filter)),
        }
    }

    /// Prints what the filter makes of a page; the fault if it makes nothing of it.
    pub(super) async fn print(&self, page: &Document, output: &mut Output) -> io::Result<Result<(), Fault>> {
        let size = page.size();
        let limits = Limits::for_input(size as u64);
        let results = match run(&self.program, &self.text, page.pieces(0..size), limits).await {
            Ok(results) => results,
            Err(fault) => return Ok(Err(fault)),
        };
        if self.is_raw {
            results
                .split_inclusive(|byte| *byte == b'\n')
                .try_for_each(|line| output.text(&unquoted(line)))?;
        } else {
            output.text(&results)?;
        }
        output.flush().map(Ok)
    }
}

/// What a fault means for a script: a filter that is none is a mistake of the command line.
pub(super) const fn exit(fault: &Fault) -> Exit {
    match fault {
        Fault::Filter { .. } => Exit::Usage,
        _ => Exit::Fault,
    }
}

/// A string as it is, and anything else as JSON; on a line of its own either way.
fn unquoted(line: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<String>(line) {
        Ok(text) => (text + "\n").into_bytes(),
        Err(_) => line.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_alone_lose_their_quotes() {
        let cases = [
            ("\"a\\n\\u00e9\"\n", "a\né\n"),
            ("[\"a\"]\n", "[\"a\"]\n"),
            ("1.10\n", "1.10\n"),
            ("null\n", "null\n"),
        ];
        for (line, expected) in cases {
            assert_eq!(String::from_utf8(unquoted(line.as_bytes())).unwrap(), expected, "{line}");
        }
    }
}
