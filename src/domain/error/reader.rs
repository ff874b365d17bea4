//! From an answer to a report: which entries there are, and which row of the tables explains each.

use url::Url;

use super::case::{self, Case, fit};
use super::entry::{self, Errors, LONGEST};
use super::transport::Failure;
use super::{Body, Broken, Context, Entry, Report, Severity, Source, lookup, page, phrase};
use crate::domain::answer::{Extent, Head, Transport};
use crate::domain::json::{Document, Fault};

/// What sentences quote besides the request and the detail, by name.
type Facts = Vec<(&'static str, String)>;

/// A quoted piece of a body that is no JSON, in characters.
const EXCERPT: usize = 200;

/// An entry with its explanation, and what it adds to the report.
struct Explained {
    entry: Entry,
    gist: String,
    severity: Severity,
}

/// Reads an answer; none if there is nothing to say about it: it succeeded with JSON that has no `errors`.
#[must_use]
pub fn read(answer: &Head, body: Body<'_>, request: Context<'_>) -> Option<Report> {
    let reader = Reader { answer, request };
    let (mut found, unshown) = reader.told(body);
    // A success with JSON has an entry only if it has errors.
    let is_beside = !found.is_empty() && reader.is_success() && has_data(body);
    found.extend(reader.shortfall(body));
    let first = found.first()?;
    let beside = if is_beside { "an error beside the data: " } else { "" };
    let mut headline = format!("{} · {beside}{}", phrase::status_line(answer.status), first.gist);
    let more = found.len() - 1 + unshown;
    if more > 0 {
        headline.push_str(&format!(" · {more} more"));
    }
    let is_notice = found.iter().all(|explained| explained.severity == Severity::Notice);
    let severity = if is_notice { Severity::Notice } else { Severity::Failure };
    Some(Report { headline, severity, entries: found.into_iter().map(|explained| explained.entry).collect() })
}

/// Says why there is no answer.
#[must_use]
pub fn read_transport(error: &Transport, request: Context<'_>) -> Report {
    let Failure { key, facts, detail, presented } = Failure::of(error);
    let entry = Entry { detail, extra: presented, ..entry::untold("No answer".to_owned()) };
    let found = explain(entry, &[key], request, &facts);
    let headline = format!("no answer · {}", found.gist);
    Report { headline, severity: found.severity, entries: vec![found.entry] }
}

/// An answer and the request that it is for.
struct Reader<'a> {
    answer: &'a Head,
    request: Context<'a>,
}

impl Reader<'_> {
    fn is_success(&self) -> bool {
        self.answer.status / 100 == 2
    }

    /// What the answer tells, and how many errors more it has than are shown.
    fn told(&self, body: Body<'_>) -> (Vec<Explained>, usize) {
        let errors = match body {
            Body::Json(doc) => entry::errors(doc),
            Body::Malformed(_) | Body::Empty => Errors::Absent,
        };
        if let Errors::Some(entries, unshown) = errors {
            return (entries.into_iter().map(|entry| self.error(entry)).collect(), unshown);
        }
        let is_empty_list = matches!(errors, Errors::Empty);
        let found = match body {
            _ if self.answer.status / 100 == 3 => Some(self.redirect()),
            Body::Json(_) if self.is_success() => None,
            Body::Json(doc) => Some(self.json(doc, is_empty_list)),
            Body::Malformed(broken) => self.malformed(broken),
            Body::Empty => self.empty(),
        };
        (found.into_iter().collect(), 0)
    }

    /// One of Apple's errors: by its code, else by its status, else by that of the answer.
    fn error(&self, mut entry: Entry) -> Explained {
        let code = entry.code.as_deref().filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        let by_code = code.filter(|code| code.len() == 5).and_then(|code| code.get(..3)?.parse().ok());
        let by_status = || entry.status.as_deref().and_then(|status| status.parse().ok());
        let status = by_code.or_else(by_status).unwrap_or(self.answer.status);
        let mut facts = self.facts();
        if code.is_some_and(|code| !lookup::is_known(code)) {
            facts.push(("code", code.unwrap_or_default().to_owned()));
        }
        let keys: Vec<_> = code.map(str::to_owned).into_iter().chain(keys(status, "error")).collect();
        if entry.title.is_empty() {
            entry.title = phrase::reason(status).unwrap_or("No title").to_owned();
        }
        explain(entry, &keys, self.request, &facts)
    }

    /// JSON without errors, with a status that tells of one.
    fn json(&self, doc: &Document, is_empty_list: bool) -> Explained {
        let shape = if is_empty_list { "errors" } else { "json" };
        let title = phrase::reason(self.answer.status).unwrap_or("No errors in the body").to_owned();
        self.explain_as(shape, Entry { title, ..entry::other(doc) })
    }

    /// A web page, or text that is no JSON. Of a success that was cut short, that is all there is to say.
    fn malformed(&self, Broken { fault, start, .. }: Broken<'_>) -> Option<Explained> {
        if let Some(page) = page::read(self.answer.header("content-type"), start) {
            let title = page.title.unwrap_or_else(|| "A web page".to_owned());
            let extra = page.reference.into_iter().collect();
            return Some(self.explain_as("html", Entry { extra, ..entry::untold(title) }));
        }
        let is_cut = self.answer.extent != Extent::Whole;
        if is_cut && self.is_success() {
            return None;
        }
        let detail = if is_cut { None } else { Some(excerpt(start, fault)) };
        let entry = Entry { detail, ..entry::untold("Not JSON".to_owned()) };
        let facts = [self.facts(), vec![("fault", fault.to_string())]].concat();
        Some(explain(entry, &keys(self.answer.status, "text"), self.request, &facts))
    }

    fn empty(&self) -> Option<Explained> {
        let is_lost = self.answer.extent != Extent::Whole && self.is_success();
        (!is_lost).then(|| self.explain_as("empty", entry::untold("Empty body".to_owned())))
    }

    fn redirect(&self) -> Explained {
        let status = self.answer.status;
        let title = phrase::reason(status).unwrap_or("Redirect").to_owned();
        let detail = self.answer.header("location").map(|location| fit(location, LONGEST));
        let entry = Entry { detail, ..entry::untold(title) };
        let facts = self.answer.header("location").map(|location| lead(location, self.request));
        explain(entry, &keys(status, "redirect"), self.request, &facts.unwrap_or_default())
    }

    /// What of the body is missing.
    fn shortfall(&self, body: Body<'_>) -> Option<Explained> {
        let whole = matches!(body, Body::Json(document) if document.is_whole());
        let (key, title, fact) = match &self.answer.extent {
            // Whoever stopped it knows.
            Extent::Whole | Extent::Stopped => return None,
            Extent::Cut(reason) if whole => ("cut but whole", "Complete body", ("reason", reason.clone())),
            Extent::Cut(reason) => ("cut", "Incomplete body", ("reason", reason.clone())),
            Extent::TooLarge(limit) => ("too large", "Incomplete body", ("limit", phrase::bytes(*limit))),
        };
        let facts = [fact, ("arrived", phrase::bytes(body.arrived()))];
        Some(explain(entry::untold(title.to_owned()), &[key.to_owned()], self.request, &facts))
    }

    fn explain_as(&self, shape: &str, entry: Entry) -> Explained {
        explain(entry, &keys(self.answer.status, shape), self.request, &self.facts())
    }

    /// `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3).
    fn facts(&self) -> Facts {
        let wait = |value: &str| match value.trim().parse::<u32>() {
            Ok(seconds) => format!("{seconds} s"),
            Err(_) => format!("until {}", value.trim()),
        };
        self.answer.header("retry-after").map(|value| ("wait", wait(value))).into_iter().collect()
    }
}

/// The keys of the rows for a status and what came with it, the closest first.
fn keys(status: u16, shape: &str) -> Vec<String> {
    let class = status / 100;
    vec![format!("{status} {shape}"), status.to_string(), format!("{class}xx {shape}"), format!("{class}xx")]
}

fn explain(
    entry: Entry,
    keys: &[String],
    request: Context<'_>,
    facts: &[(&'static str, String)],
) -> Explained {
    let parameter = match &entry.source {
        Some(Source::Parameter(name)) => Some(name.as_str()),
        _ => None,
    };
    let detail = entry.detail.as_deref().unwrap_or_default();
    let case = Case { request, detail, parameter, facts };
    let reading = lookup::find(keys, &case);
    let unknown = case.fill("code").map(|code| format!("Segue does not know the code {code}. "));
    let meaning = format!("{}{}", unknown.unwrap_or_default(), reading.meaning);
    let entry = Entry { meaning, advice: reading.advice, ..entry };
    Explained { entry, gist: reading.gist, severity: reading.severity }
}

/// Where a redirect leads, resolved against the request.
fn lead(location: &str, request: Context<'_>) -> Facts {
    let base = Url::parse(request.origin).ok().and_then(|origin| origin.join(request.target).ok());
    let Some((base, to)) = base.and_then(|base| base.join(location).ok().map(|to| (base, to))) else {
        return vec![("location", location.to_owned())];
    };
    let mut facts = vec![("location", to.to_string())];
    if to.origin() == base.origin() {
        let query = to.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = format!("{}{query}", to.path());
        // A longer one would be cut in the sentence, and could not be typed from it.
        facts.extend((path.len() <= case::LONGEST).then_some(("same_path", path)));
    } else if to.origin().is_tuple() {
        facts.push(("other_origin", to.origin().ascii_serialization()));
    }
    facts
}

/// What can be quoted of a body that is no JSON: where it breaks if it looks like JSON, else its beginning.
fn excerpt(body: &[u8], fault: &Fault) -> String {
    let text = String::from_utf8_lossy(body.get(..EXCERPT * 4).unwrap_or(body));
    match text.trim_start() {
        json if json.starts_with(['{', '[']) => fault.to_string(),
        other => fit(other.trim_end(), EXCERPT),
    }
}

fn has_data(body: Body<'_>) -> bool {
    let Body::Json(doc) = body else { return false };
    ["data", "results", "resources"].iter().any(|key| doc.member(doc.root(), key).is_some())
}

#[cfg(test)]
mod tests;
