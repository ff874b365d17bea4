//! `segue demo`: a demo file in the explorer, or checked without a screen.
#![expect(clippy::disallowed_methods, reason = "a command that prints")]

use std::{io::Write, path::Path};

use super::{
    Exit,
    credentials::{gather_for_screen, named, unusable},
    explore,
    recording::{self, Opened},
    tasks,
};
use crate::{
    adapter::{file, terminal},
    cli,
    domain::{
        demo::{Demo, Step, parse_demo},
        leave::Leave,
        profile::is_real,
        saving::shown,
        token::{DeveloperStanding, Standing},
        visible::visible,
    },
    runtime::{self, Credentials, Done, Rehearsed, Start},
};

/// A file over this is no demo.
const LARGEST: u64 = 1 << 20;

/// The terminal of a check that has none.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// A token that ends within this many seconds may be over on stage: half an hour.
const SOON: i64 = 1_800;

/// Opens the demo, or checks it.
pub(super) fn run(arguments: &cli::Demo) -> anyhow::Result<Exit> {
    if !arguments.check && !terminal::is_terminal() {
        return Ok(unusable(
            "a demo needs a terminal; `segue demo FILE --check` walks through it without one",
        ));
    }
    match prepare(arguments) {
        Ok((start, opened)) if arguments.check => check(arguments, start, &opened),
        Ok((start, opened)) => explore::stay(start, &opened),
        Err(reason) => Ok(unusable(&reason)),
    }
}

/// The demo, loaded, and what it goes through.
fn prepare(arguments: &cli::Demo) -> Result<(Start, Opened), String> {
    let demo = read(&arguments.file)?;
    let scenarios = demo.steps.iter().filter_map(|step| step.scenario.as_deref());
    if arguments.recording.replay.is_none() {
        scenarios.chain(demo.scenario.as_deref()).try_for_each(|name| named(name).map(drop))?;
    }
    let opened = recording::open(&arguments.recording)?;
    let gathered = opened.credentials_for_screen();
    let (credentials, notice) = gathered.unwrap_or_else(|| credentials(arguments, &demo))?;
    let loaded = runtime::load(demo, &credentials.config)
        .map_err(|fault| format!("{}: {fault}", shown(&arguments.file)))?;
    let start = explore::start(credentials, &opened, Leave::Free);
    let start = Start {
        presents: start.presents || arguments.present,
        shows_keys: start.shows_keys || arguments.show_keys,
        ..start
    };
    Ok((Start { demo: Some(loaded), draft: Some(Default::default()), notice, ..start }, opened))
}

/// The credentials, and what is wrong with the settings where they are not used.
fn credentials(arguments: &cli::Demo, demo: &Demo) -> Result<(Credentials, Option<String>), String> {
    let is_said = arguments.profile.is_some() || arguments.sandbox || arguments.scenario.is_some();
    let (profile, sandbox, scenario) = match is_said {
        true => (&arguments.profile, arguments.sandbox, &arguments.scenario),
        false => (&demo.profile, demo.sandbox, &demo.scenario),
    };
    gather_for_screen(profile.as_deref(), sandbox, scenario.as_deref())
}

fn read(path: &Path) -> Result<Demo, String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", shown(path));
    let text = file::read_text(path, LARGEST).map_err(unreadable)?;
    parse_demo(&text).map_err(|fault| {
        format!("{}, line {}, column {}: {}", shown(path), fault.line, fault.column, fault.message)
    })
}

/// Walks through the demo, and tells what would go wrong.
fn check(arguments: &cli::Demo, start: Start, opened: &Opened) -> anyhow::Result<Exit> {
    let demo = start.demo.as_ref().map(|state| state.demo().clone());
    let Some(demo) = demo else { return Ok(Exit::Usage) };
    let terminal = terminal::size();
    let wanted = (demo.columns.unwrap_or(USUAL_SIZE.0), demo.rows.unwrap_or(USUAL_SIZE.1));
    let size = terminal.unwrap_or(wanted);
    let mut ahead: Vec<_> = start.notice.clone().into_iter().collect();
    let tasks = tasks()?;
    let walked = tasks.block_on(runtime::rehearse(start, size));
    tasks.shutdown_background();
    opened.close();
    let rehearsed = walked?;
    if size.0 < wanted.0 || size.1 < wanted.1 {
        let (columns, rows) = size;
        ahead.push(format!(
            "the terminal has {columns} columns and {rows} rows, and the demo wants {} and {}",
            wanted.0, wanted.1
        ));
    }
    match &rehearsed.standing {
        Some(standing) => ahead.extend(ends_soon(standing, &demo)),
        None => ahead.extend(rehearsed.trouble.clone()),
    }
    let told = Told { demo: &demo, slow: arguments.slow, rehearsed: &rehearsed };
    let is_good = told.print(&ahead)?;
    Ok(if is_good { Exit::Good } else { Exit::Request })
}

/// Whether a token that is not renewed here ends before the demo may be shown.
fn ends_soon(standing: &Standing, demo: &Demo) -> Option<String> {
    if !is_real(&standing.profile) {
        return None;
    }
    let DeveloperStanding::Ready { expires_at: Some(at), .. } = &standing.developer else { return None };
    let left = at - runtime::now() / 1000;
    let needs_it = demo.steps.iter().any(|step| step.request.is_some() && step.expect.is_none());
    let words = match left {
        ..=0 => "the developer token has expired".to_owned(),
        _ => format!("the developer token ends in {} min: it may be over on stage", left / 60),
    };
    (needs_it && left < SOON).then_some(words)
}

/// What is told of a check.
struct Told<'a> {
    demo: &'a Demo,
    slow: u64,
    rehearsed: &'a Rehearsed,
}

impl Told<'_> {
    /// Prints what came of each step; whether all is good.
    fn print(&self, ahead: &[String]) -> std::io::Result<bool> {
        let mut output = std::io::stdout().lock();
        let mut faults = ahead.len();
        writeln!(output, "{}", visible(&self.demo.title))?;
        for fault in ahead {
            writeln!(output, "  wrong: {}", visible(fault))?;
        }
        let count = self.demo.steps.len();
        for (number, step) in (1..).zip(&self.demo.steps) {
            let came = self.rehearsed.done.iter().find(|done| done.step + 1 == number);
            let wrong = self.wrong(number - 1, step, came);
            let mark = if wrong.is_empty() { "ok   " } else { "wrong" };
            writeln!(output, "{number:>3}/{count} {mark} {}", line(step, came))?;
            for fault in &wrong {
                writeln!(output, "            {}", visible(fault))?;
            }
            faults += wrong.len();
        }
        writeln!(
            output,
            "{}",
            match faults {
                0 => "nothing would go wrong".to_owned(),
                1 => "1 thing would go wrong".to_owned(),
                many => format!("{many} things would go wrong"),
            }
        )?;
        Ok(faults == 0)
    }

    fn wrong(&self, at: usize, step: &Step, came: Option<&Done>) -> Vec<String> {
        let Some(came) = came else {
            let is_next = self.rehearsed.done.len() == at;
            let why = if self.rehearsed.is_stuck && is_next {
                "it did not come to rest"
            } else {
                "it was not reached"
            };
            return vec![why.to_owned()];
        };
        let mut wrong = came.faults.clone();
        if self.rehearsed.refused.contains(&at) {
            wrong.insert(
                0,
                "it writes, and a check of a real server does not: say yes on stage, where it asks"
                    .to_owned(),
            );
        }
        let most = step.within_ms.unwrap_or(self.slow);
        if came.millis > most {
            wrong.push(format!("it took {} ms, and {most} are the most", came.millis));
        }
        wrong
    }
}

/// A step in a line: its note, and what its request came to.
fn line(step: &Step, came: Option<&Done>) -> String {
    let note = visible(&step.note);
    let Some(came) = came else { return note.into_owned() };
    let status = came.status.map_or(String::new(), |status| format!("{status}, "));
    format!("{note} ({status}{} ms)", came.millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_step_that_hung_did_not_come_to_rest() {
        let demo = parse_demo("title = \"t\"\n[[step]]\n[[step]]\n[[step]]\n[[step]]").unwrap();
        for (is_stuck, second) in [(true, "it did not come to rest"), (false, "it was not reached")] {
            let done = vec![Done { step: 0, millis: 1, status: None, faults: Vec::new() }];
            let rehearsed = Rehearsed { done, standing: None, refused: Vec::new(), is_stuck, trouble: None };
            let told = Told { demo: &demo, slow: 60_000, rehearsed: &rehearsed };
            let wrong: Vec<_> = demo
                .steps
                .iter()
                .enumerate()
                .skip(1)
                .flat_map(|(at, step)| told.wrong(at, step, None))
                .collect();
            assert_eq!(wrong, [second, "it was not reached", "it was not reached"]);
        }
    }
}
