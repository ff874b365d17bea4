//! `--all`: carries a walk's acts out, each fetch and each wait in a task, and prints pages as they join.
#![expect(
    clippy::disallowed_methods,
    reason = "a wait before a request is sent again is a pause of the edge"
)]

use std::{
    collections::{HashMap, VecDeque},
    io,
    sync::Arc,
    time::Duration,
};

use tokio::task::{AbortHandle, JoinSet};

use super::{
    client::{Body, Client, Fetched, setback},
    filter::{self, Filter},
    list::{List, Place},
    output::{Output, Sheet},
    voice::Voice,
};
use crate::{
    command::Exit,
    domain::{
        json::Document,
        link::{Following, Refusal},
        request::Request,
        walk::{Act, End, LIMIT_IS_SHARED, Landing, Note, Setback, Ticket, Walk},
    },
    runtime,
};

/// A page, and its part of the list.
type Page = (Document, List);

/// What a task came to.
enum Done {
    Fetched(Ticket, Box<Fetched>),
    Woke(Ticket),
}

/// How a walk ended, for who started it.
pub(super) struct Ended {
    pub(super) exit: Exit,
    /// The `next` by which the list goes on, if it is not whole.
    pub(super) next: Option<String>,
}

/// A walk under way.
pub(super) struct Follower<'a> {
    pub(super) client: Arc<Client>,
    /// The request of the first page.
    pub(super) request: &'a Request,
    pub(super) place: &'a Place,
    pub(super) output: &'a mut Output,
    pub(super) sheet: &'a mut Sheet,
    pub(super) voice: &'a mut Voice,
    /// What is printed of each page, if not the page.
    pub(super) filter: Option<&'a Filter>,
    tasks: JoinSet<Done>,
    running: HashMap<Ticket, AbortHandle>,
    targets: HashMap<Ticket, String>,
    /// Pages that did not come, until it is known whether anybody needs them.
    missed: HashMap<Ticket, Fetched>,
    /// What an error beside the data of a page means.
    beside: Exit,
}

impl<'a> Follower<'a> {
    pub(super) fn new(
        client: Arc<Client>,
        (request, place): (&'a Request, &'a Place),
        output: &'a mut Output,
        sheet: &'a mut Sheet,
        voice: &'a mut Voice,
    ) -> Self {
        Self {
            client,
            request,
            place,
            output,
            sheet,
            voice,
            filter: None,
            tasks: JoinSet::new(),
            running: HashMap::new(),
            targets: HashMap::new(),
            missed: HashMap::new(),
            beside: Exit::Good,
        }
    }

    /// Walks to the end.
    pub(super) async fn run(mut self, mut walk: Walk<Page>, acts: Vec<Act<Page>>) -> io::Result<Ended> {
        let mut acts = VecDeque::from(acts);
        loop {
            while let Some(act) = acts.pop_front() {
                if let Some(ended) = self.perform(act, &walk).await? {
                    return Ok(ended);
                }
            }
            self.voice.walked(&walk.progress(), runtime::now());
            // A walk that is not over has something under way, so that None is not to be met.
            let Some(done) = self.tasks.join_next().await else { return Ok(self.lost(&walk)) };
            match done {
                Ok(Done::Woke(ticket)) => acts.extend(walk.wake(ticket)),
                Ok(Done::Fetched(ticket, fetched)) => acts.extend(self.arrive(&mut walk, ticket, *fetched)),
                Err(error) if error.is_cancelled() => {}
                Err(_) => return Ok(self.lost(&walk)),
            }
        }
    }

    async fn perform(&mut self, act: Act<Page>, walk: &Walk<Page>) -> io::Result<Option<Ended>> {
        match act {
            Act::Fetch { ticket, target, restored } => self.fetch(ticket, target, restored),
            Act::Wait { ticket, millis } => {
                let wait = async move {
                    tokio::time::sleep(Duration::from_millis(millis)).await;
                    Done::Woke(ticket)
                };
                self.running.insert(ticket, self.tasks.spawn(wait));
            }
            Act::Join { page: (document, list), .. } => return self.join(&document, list, walk).await,
            Act::Drop { ticket } => self.forget(ticket),
            // Told once, at the end; and that pages come one by one is of no matter to a script.
            Act::Say(Note::Again(_) | Note::OffPlan) => {}
            Act::Say(note) => self.voice.say(&note.to_string()),
            Act::Ask { pages } => return Ok(Some(self.capped(pages + 1, walk))),
            Act::Pause { ticket, asked, .. } => return Ok(Some(self.paused(ticket, asked, walk))),
            Act::End(end) => return Ok(Some(self.over(end, walk))),
        }
        Ok(None)
    }

    /// Prints a page, or what the filter makes of it. One that the filter fails on is the last.
    async fn join(&mut self, page: &Document, list: List, walk: &Walk<Page>) -> io::Result<Option<Ended>> {
        let Some(filter) = self.filter else {
            return self.sheet.more(self.output, page, list).map(|()| None);
        };
        let Err(fault) = filter.print(page, self.output).await? else { return Ok(None) };
        self.voice.say(&fault.to_string());
        Ok(Some(Ended { exit: filter::exit(&fault), next: Some(walk.next().to_owned()) }))
    }

    fn fetch(&mut self, ticket: Ticket, target: String, restored: Vec<String>) {
        self.targets.insert(ticket, target.clone());
        let request = self.request.following(&Following { target, restored });
        let client = Arc::clone(&self.client);
        let fetch = async move { Done::Fetched(ticket, Box::new(client.fetch(request).await)) };
        self.running.insert(ticket, self.tasks.spawn(fetch));
    }

    fn forget(&mut self, ticket: Ticket) {
        if let Some(task) = self.running.remove(&ticket) {
            task.abort();
        }
        self.targets.remove(&ticket);
        self.missed.remove(&ticket);
    }

    /// Tells the walk what a fetch came to.
    fn arrive(&mut self, walk: &mut Walk<Page>, ticket: Ticket, fetched: Fetched) -> Vec<Act<Page>> {
        let target = self.targets.get(&ticket).map(String::as_str).unwrap_or_default();
        if let Some(setback) = setback(&fetched, target) {
            self.missed.insert(ticket, fetched);
            return walk.setback(ticket, setback, runtime::now());
        }
        if let Ok(reply) = &fetched
            && let Some(report) = reply.failure()
        {
            self.voice.report(report);
            self.beside = reply.exit;
        }
        match self.landing(fetched) {
            Ok(landing) => {
                self.forget(ticket);
                walk.land(ticket, landing)
            }
            Err(fetched) => {
                self.missed.insert(ticket, *fetched);
                walk.setback(ticket, Setback::Final, runtime::now())
            }
        }
    }

    fn landing(&self, fetched: Fetched) -> Result<Landing<Page>, Box<Fetched>> {
        let list = match &fetched {
            Ok(reply) => match &reply.body {
                Body::Json(document) => self.place.find(document),
                _ => None,
            },
            Err(_) => None,
        };
        match (fetched, list) {
            (Ok(super::client::Reply { body: Body::Json(document), .. }), Some(list)) => Ok(Landing {
                next: list.next(&document),
                count: list.count(&document),
                ids: list.ids(&document),
                page: (document, list),
            }),
            (fetched, _) => Err(Box::new(fetched)),
        }
    }

    fn over(&mut self, end: End, walk: &Walk<Page>) -> Ended {
        let again = walk.progress().again;
        if again > 0 {
            self.voice.say(&Note::Again(again).to_string());
        }
        match end {
            End::Whole => Ended { exit: self.beside, next: None },
            End::PastEnd | End::Capped | End::Refused(Refusal::Repeated(_)) => {
                self.voice.say(&end.to_string());
                Ended { exit: self.beside, next: None }
            }
            End::Failed { ticket, .. } => self.failed(ticket, walk),
            End::Refused(_) | End::Stopped => {
                self.voice.say(&end.to_string());
                Ended { exit: Exit::Request, next: Some(walk.next().to_owned()) }
            }
        }
    }

    fn failed(&mut self, ticket: Ticket, walk: &Walk<Page>) -> Ended {
        let next = Some(walk.next().to_owned());
        let pages = walk.progress().pages + 1;
        let exit = match self.missed.remove(&ticket) {
            Some(Ok(reply)) => {
                let exit = if reply.exit == Exit::Good { Exit::Request } else { reply.exit };
                match &reply.report {
                    Some(report) => self.voice.report(report),
                    None => self.voice.say("the answer to next holds no list that continues this one"),
                }
                exit
            }
            Some(Err(miss)) => {
                self.voice.report(&miss.report);
                miss.exit
            }
            None => Exit::NotJudged,
        };
        self.voice.say(&format!("stopped behind {pages} pages, which were printed; the list goes on"));
        Ended { exit, next }
    }

    fn capped(&mut self, pages: usize, walk: &Walk<Page>) -> Ended {
        self.voice.say(&format!(
            "stopped after {pages} pages, and the list goes on; --max-pages sets how many are fetched"
        ));
        Ended { exit: self.beside, next: Some(walk.next().to_owned()) }
    }

    /// Nobody is there to be asked, so a pause is the end.
    fn paused(&mut self, ticket: Ticket, asked: Option<Duration>, walk: &Walk<Page>) -> Ended {
        let ended = self.failed(ticket, walk);
        let wait = asked.map(|asked| {
            format!("the server asks for a wait of {}; ", crate::domain::quantity::span(asked.as_secs()))
        });
        self.voice.say(&format!("429: {}{LIMIT_IS_SHARED}", wait.unwrap_or_default()));
        ended
    }

    fn lost(&mut self, walk: &Walk<Page>) -> Ended {
        self.voice.say("a part of Segue broke while it read a page; please report it with the path");
        Ended { exit: Exit::NotJudged, next: Some(walk.next().to_owned()) }
    }
}
