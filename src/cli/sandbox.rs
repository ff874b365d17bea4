//! The arguments of `segue sandbox`.

use std::time::Duration;

const EXAMPLES: &str = "Examples:
  segue sandbox                              where it is and its tokens, as one line of JSON, then it serves
  segue sandbox --port 8080 --token-free     for a client that can't sign: any token will do, or none
  segue sandbox --latency 50-400 --log -     answers that take their time, and a line for each request
  segue sandbox --scenario rate-limited      with something wrong on purpose

While it runs, GET /sandbox/requests lists the last requests, and DELETE forgets them.
The document docs/sandbox.md has more.";

/// How the sandbox alone is run.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Sandbox {
    /// The port on 127.0.0.1; 0 picks a free one.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// The seed of the fictional catalogue and library: another number, another world.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// What is wrong with it, on purpose, such as expired or rate-limited; a wrong name lists them all.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// How long every answer waits, in milliseconds: 200, or 50-400 for a different time each.
    #[arg(long, value_name = "MS", value_parser = latency, default_value = "0")]
    pub latency: (Duration, Duration),
    /// Ask for no token: every request is the listener's.
    #[arg(long)]
    pub token_free: bool,
    /// Answer what Apple does not document, too.
    #[arg(long)]
    pub undocumented: bool,
    /// What appending tracks to a playlist answers with: Apple's document once said 201.
    #[arg(long, value_name = "STATUS", default_value_t = 204, value_parser = append_status)]
    pub append_status: u16,
    /// Write each request to this file as a line of JSON, without its tokens; - is standard output.
    #[arg(long, value_name = "FILE")]
    pub log: Option<String>,
}

/// A minute is longer than any client waits.
const LONGEST: u64 = 60_000;

/// One number of milliseconds, or two with a hyphen between them.
fn latency(text: &str) -> Result<(Duration, Duration), String> {
    let (least, most) = text.split_once('-').unwrap_or((text, text));
    match (least.parse::<u64>(), most.parse::<u64>()) {
        (Ok(least), Ok(most)) if least <= most && most <= LONGEST => {
            Ok((Duration::from_millis(least), Duration::from_millis(most)))
        }
        _ => Err(format!("it is a number of milliseconds up to {LONGEST}, or a range such as 50-400")),
    }
}

fn append_status(text: &str) -> Result<u16, String> {
    match text {
        "201" => Ok(201),
        "204" => Ok(204),
        _ => Err("it is 201 or 204".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latency_is_a_number_or_a_range() {
        let ms = Duration::from_millis;
        for (text, expected) in [
            ("0", Some((0, 0))),
            ("200", Some((200, 200))),
            ("50-400", Some((50, 400))),
            ("60000", Some((60_000, 60_000))),
        ] {
            assert_eq!(latency(text).ok(), expected.map(|(least, most)| (ms(least), ms(most))), "{text}");
        }
        for text in ["", "-", "-5", "5-", "400-50", "1.5", "60001", "a", "1-2-3", "99999999999999999999"] {
            assert!(latency(text).is_err(), "{text}");
        }
    }
}
