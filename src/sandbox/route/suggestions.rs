//! Search hints and suggestions: what a listener might be typing.

use serde_json::{Value, json};

use super::search::{every, found, term, types};
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

pub(super) fn answer(call: &Call, reader: &Reader<'_>, what: &str) -> Result<Answer, Fault> {
    match what {
        "hints" => hints(call, reader),
        "suggestions" => suggestions(call, reader),
        _ => Err(Fault::no_path()),
    }
}

fn hints(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["term", "limit"])?;
    let limit = call.query.page(10, 25)?.limit;
    Ok(Answer::Data(200, json!({ "results": { "terms": terms(reader, term(call)?, limit) } })))
}

fn suggestions(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["term", "kinds", "types", "limit"])?;
    let (term, limit) = (term(call)?, call.query.page(5, 10)?.limit);
    let kinds = call.query.list("kinds");
    if kinds.is_empty() {
        return Err(Fault::missing("kinds", "Parameter 'kinds' is required"));
    }
    if let Some(kind) = kinds.iter().find(|kind| !["terms", "topResults"].contains(kind)) {
        return Err(Fault::value("kinds", format!("Unknown kind '{kind}'")));
    }
    let wanted = if call.query.get("types").is_some() { types(call, CATALOG)? } else { every(CATALOG) };
    let mut rows: Vec<Value> = Vec::new();
    if kinds.contains(&"terms") {
        let terms = terms(reader, term, limit).into_iter();
        rows.extend(terms.map(|term| json!({ "kind": "terms", "searchTerm": term, "displayTerm": term })));
    }
    if kinds.contains(&"topResults") {
        let leaders = wanted.into_iter().filter_map(|spec| found(reader, spec.kind, term).first().copied());
        let shown = leaders.take(limit).map(|node| reader.resource(node, Place::Inside));
        rows.extend(shown.map(|content| json!({ "kind": "topResults", "content": content })));
    }
    Ok(Answer::Data(200, json!({ "results": { "suggestions": rows } })))
}

/// Names of artists and albums that contain the words, in small letters as Apple gives them, each once.
fn terms(reader: &Reader<'_>, term: &str, limit: usize) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for node in [Kind::Artist, Kind::Album, Kind::Song].into_iter().flat_map(|kind| found(reader, kind, term))
    {
        let name = reader.name(node).to_lowercase();
        if !terms.contains(&name) {
            terms.push(name);
        }
        if terms.len() == limit {
            break;
        }
    }
    terms
}
