//! `segue get`: one request, or all pages of a list, without a screen. Data goes to standard output, everything else to
//! standard error.

pub(super) mod client;
mod filter;
mod follow;
mod list;
mod output;
mod splice;
pub(super) mod voice;

use std::{io, sync::Arc};

use anyhow::Context as _;
use tokio::sync::Mutex;

use self::{
    client::{Body, Client, Fetched, Reply},
    filter::Filter,
    follow::{Ended, Follower},
    list::{Choice, Place},
    output::{Output, Sheet},
    voice::Voice,
};
use super::{
    Exit,
    credentials::{gather, unusable},
    recording, tasks,
};
use crate::{
    adapter::store::Store,
    cli::{Format, Get},
    domain::{
        json::Document,
        profile,
        request::Request,
        walk::{Options, Start, Walk},
    },
    runtime::opening,
};

/// Sends what the command line asks for, and prints what comes.
pub(super) fn run(get: &Get) -> anyhow::Result<Exit> {
    let opened = match recording::open(&get.recording) {
        Ok(opened) => opened,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let gathered = opened
        .credentials()
        .unwrap_or_else(|| gather(get.profile.as_deref(), get.sandbox, get.scenario.as_deref()));
    let is_asked_for = get.sandbox || get.scenario.is_some() || get.profile.is_some();
    let (choice, config, scenario) = match gathered {
        Ok(credentials) => (credentials.choice, credentials.config, credentials.scenario),
        Err(reason) => return Ok(unusable(&reason)),
    };
    let body = match body(get) {
        Ok(body) => body,
        Err(reason) => return Ok(unusable(&reason)),
    };
    // A script whose secret failed to load must not take fiction for an answer.
    if choice == profile::Choice::Sandbox && config.default.is_none() && !is_asked_for {
        let words = "no credentials are set: the sandbox answers, with a fictional catalogue (--sandbox says that it should)";
        Voice::new(&[]).say(words);
    }
    let tasks = tasks()?;
    let ended = tasks.block_on(async {
        // It runs as long as it is held here.
        let sandbox = Mutex::default();
        let keyring = match opening::open(choice, &sandbox, scenario, Store::of_user().as_ref()).await {
            Ok(keyring) => keyring,
            Err(reason) => return Ok(unusable(&reason)),
        };
        let mut voice = Voice::new(&keyring.secrets());
        let filter = match Filter::of(get).await {
            Ok(filter) => filter,
            Err(reason) => {
                voice.say(&reason);
                return Ok(Exit::Usage);
            }
        };
        let client = Arc::new(Client::new(keyring, opened.http(config.max_body)));
        let session = Session { get, filter, client, voice };
        session.run(body).await
    });
    tasks.shutdown_background();
    opened.close();
    match ended {
        // Who reads has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Good),
        ended => ended.context("standard output cannot be written to"),
    }
}

/// The body: none, a file's text, or what stands on standard input.
fn body(get: &Get) -> Result<String, String> {
    let read = match get.body.as_deref() {
        None => return Ok(String::new()),
        Some("-") => io::read_to_string(io::stdin()),
        Some(path) => std::fs::read_to_string(path),
    };
    // What stands in place of a path may be a token: it is not repeated.
    read.map_err(|error| {
        format!("the body cannot be read: {error}; name a file behind --body, or - for standard input")
    })
}

/// One run.
struct Session<'a> {
    get: &'a Get,
    filter: Option<Filter>,
    client: Arc<Client>,
    voice: Voice,
}

impl Session<'_> {
    async fn run(mut self, body: String) -> io::Result<Exit> {
        let request = match self.get.draft(body).check(&self.client.origin().url()) {
            Ok(request) => request,
            Err(mistakes) => {
                mistakes.iter().for_each(|mistake| self.voice.say(&mistake.to_string()));
                return Ok(Exit::Usage);
            }
        };
        if let Some((exit, reason)) = self.client.lacks(request.tokens).await {
            self.voice.say(&reason);
            return Ok(exit);
        }
        let fetched = self.client.fetch_patiently(&request, &mut self.voice).await;
        let mut output = Output::new();
        let exit = self.print(&request, fetched, &mut output).await?;
        output.flush()?;
        self.voice.clear();
        Ok(exit)
    }

    async fn print(&mut self, request: &Request, fetched: Fetched, output: &mut Output) -> io::Result<Exit> {
        let reply = match fetched {
            Ok(reply) => reply,
            Err(miss) => {
                self.voice.report(&miss.report);
                return Ok(miss.exit);
            }
        };
        let place = match self.place(&reply) {
            Ok(place) => place,
            Err(names) => {
                self.voice.say(&format!(
                    "more than one list goes on: {}; ask for one alone, as with types=",
                    names.join(", ")
                ));
                return Ok(Exit::Usage);
            }
        };
        if self.get.include {
            output.head(&reply)?;
        }
        let exit = match &place {
            Some(place) if self.get.all && reply.has_data() => {
                // An error beside the data takes no page away.
                reply.failure().into_iter().for_each(|report| self.voice.report(report));
                return self.follow(request, reply, place, output).await;
            }
            place => match self.print_one(&reply, place.as_ref(), output).await? {
                Exit::Good => reply.exit,
                exit => exit,
            },
        };
        if let Some(report) = reply.failure() {
            // Who reads both finds the words behind the body.
            output.flush()?;
            self.voice.report(report);
        }
        Ok(exit)
    }

    /// The list of an answer; the names of all that go on, if that is more than one and they are to be followed.
    fn place(&self, reply: &Reply) -> Result<Option<Place>, Vec<String>> {
        let Body::Json(document) = &reply.body else { return Ok(None) };
        match list::choose(document) {
            Choice::One(place) => Ok(Some(place)),
            Choice::Many(names) if self.get.all => Err(names),
            Choice::Many(_) | Choice::None => Ok(None),
        }
    }

    async fn print_one(
        &mut self,
        reply: &Reply,
        place: Option<&Place>,
        output: &mut Output,
    ) -> io::Result<Exit> {
        if self.filter.is_some() {
            return match &reply.body {
                Body::Json(document) if reply.has_data() => self.print_results(document, output).await,
                // A filter is meant for what was asked for, and not for an error.
                _ => Ok(Exit::Good),
            };
        }
        self.print_whole(reply, place, output).map(|()| Exit::Good)
    }

    /// Prints what the filter makes of a page.
    async fn print_results(&mut self, page: &Document, output: &mut Output) -> io::Result<Exit> {
        let Some(filter) = &self.filter else { return Ok(Exit::Good) };
        let Err(fault) = filter.print(page, output).await? else { return Ok(Exit::Good) };
        self.voice.say(&fault.to_string());
        Ok(filter::exit(&fault))
    }

    fn print_whole(&self, reply: &Reply, place: Option<&Place>, output: &mut Output) -> io::Result<()> {
        match (&reply.body, self.get.format) {
            (Body::Json(document), Format::Ndjson) if reply.has_data() => {
                match place.and_then(|place| place.find(document)) {
                    Some(list) => output.lines(document, list),
                    None => output.line(&document.raw(document.root())),
                }
            }
            // An error is no item of a list.
            (_, Format::Ndjson) => Ok(()),
            (body, format) => output.body(body, format),
        }
    }

    /// Prints the first page, and all that `next` leads to.
    async fn follow(
        &mut self,
        request: &Request,
        reply: Reply,
        place: &Place,
        output: &mut Output,
    ) -> io::Result<Exit> {
        let Reply { body: Body::Json(document), exit, .. } = reply else { return Ok(Exit::NotJudged) };
        let Some(list) = place.find(&document) else { return Ok(exit) };
        let mut sheet = match self.print_results(&document, output).await? {
            Exit::Good if self.filter.is_some() => Sheet::of_results(),
            Exit::Good => Sheet::begin(output, self.get.format, &document, list)?,
            fault => return Ok(fault),
        };
        let Some(next) = list.next(&document) else {
            sheet.end(output, None)?;
            return Ok(exit);
        };
        let ended = if self.get.max_pages == 1 {
            self.voice
                .say("stopped after 1 page, and the list goes on; --max-pages sets how many are fetched");
            Ended { exit: Exit::Good, next: Some(next) }
        } else {
            let origin = self.client.origin().url();
            let start = Start {
                origin: &origin,
                page: &request.target,
                next: &next,
                step: list.count(&document),
                count: list.count(&document),
                total: list.total(&document),
                seen: vec![&request.target],
                ids: list.ids(&document),
            };
            let options = Options { width: self.get.width, cap: self.get.max_pages - 1 };
            let (walk, acts) = Walk::start(start, options);
            drop(document);
            let client = Arc::clone(&self.client);
            let mut follower = Follower::new(client, (request, place), output, &mut sheet, &mut self.voice);
            follower.filter = self.filter.as_ref();
            follower.run(walk, acts).await?
        };
        sheet.end(output, ended.next.as_deref())?;
        Ok(if ended.exit == Exit::Good { exit } else { ended.exit })
    }
}
