//! `/v1/me/music-summaries`: the year as Replay tells it. What was heard most hangs off the rows of three views.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::list::{data, listed, only_get, read};
use crate::sandbox::call::{Call, World};
use crate::sandbox::clock::timestamp;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::hash;
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

/// The last year with enough in it, fixed as the library's dates are.
const YEAR: i64 = 2025;
/// Its first second.
const BEGAN: i64 = 1_735_689_600;
const DAY: i64 = 86_400;
/// How many rows a view has.
const ROWS: usize = 40;

/// One view: its name and title, what it ranks, and what its rows are called.
struct Ranking {
    view: &'static str,
    title: &'static str,
    kind: Kind,
    relationship: &'static str,
}

const RANKINGS: &[Ranking] = &[
    ranking("top-artists", "Top Artists", Kind::Artist, "artist"),
    ranking("top-albums", "Top Albums", Kind::Album, "album"),
    ranking("top-songs", "Top Songs", Kind::Song, "song"),
];

const fn ranking(view: &'static str, title: &'static str, kind: Kind, relationship: &'static str) -> Ranking {
    Ranking { view, title, kind, relationship }
}

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, None)?;
    let year = format!("year-{YEAR}");
    match path {
        [] => latest(call, &reader, &year),
        [id, "view", name] if *id == year => view(call, &reader, &year, name),
        [_, "view", _] => Err(Fault::no_resource()),
        _ => Err(Fault::no_path()),
    }
}

fn latest(call: &Call, reader: &Reader<'_>, year: &str) -> Result<Answer, Fault> {
    const NAME: &str = "filter[year]";
    call.query.allow(&[NAME, "views", "views["])?;
    if call.query.get(NAME).is_none() {
        return Err(Fault::missing(NAME, "Parameter 'filter[year]' is required"));
    }
    if listed(&call.query, NAME, 1)? != ["latest"] {
        return Err(Fault::value(NAME, "Value must be 'latest'"));
    }
    let href = format!("/v1/me/music-summaries/{year}");
    let mut summary = json!({
        "id": year, "type": "music-summaries", "href": href,
        "attributes": { "period": "year", "year": YEAR, "name": format!("Replay {YEAR}") },
    });
    let first = Page { offset: 0, limit: 10 };
    let asked = RANKINGS.iter().filter(|ranking| call.query.list("views").contains(&ranking.view));
    let views: Map<String, Value> = asked
        .map(|ranking| {
            (ranking.view.to_owned(), Value::Object(page(call, reader, year, ranking, first, true)))
        })
        .collect();
    if !views.is_empty() {
        summary["views"] = Value::Object(views);
    }
    Ok(Answer::Data(200, json!({ "data": [summary] })))
}

/// A view by the address its `next` has.
fn view(call: &Call, reader: &Reader<'_>, year: &str, name: &str) -> Result<Answer, Fault> {
    let found = RANKINGS.iter().find(|ranking| ranking.view == name);
    let ranking = found.ok_or_else(|| Fault::path(format!("No view found matching '{name}'")))?;
    call.query.allow(&["limit", "offset", "with"])?;
    let asked = call.query.page(10, 100)?;
    let title = call.query.list("with").contains(&"attributes");
    Ok(data(page(call, reader, year, ranking, asked, title)))
}

fn page(
    call: &Call,
    reader: &Reader<'_>,
    year: &str,
    ranking: &Ranking,
    page: Page,
    title: bool,
) -> Map<String, Value> {
    let href = format!("/v1/me/music-summaries/{year}/view/{}", ranking.view);
    let nodes = reader.popular(reader.catalogue.nodes(ranking.kind).collect(), ROWS);
    let mut map = Map::new();
    if title {
        map.insert("href".into(), json!(href));
        map.insert("attributes".into(), json!({ "title": ranking.title }));
    }
    let after = page.offset.saturating_add(page.limit);
    if after < nodes.len() {
        map.insert("next".into(), json!(reader.next(&href, after)));
    }
    let shown = nodes.iter().enumerate().skip(page.offset).take(page.limit);
    map.insert("data".into(), shown.map(|(at, &node)| row(call, reader, year, ranking, at, node)).collect());
    map
}

/// How often, how long, and since when something was heard. Its id is readable once decoded, as Apple's is.
fn row(call: &Call, reader: &Reader<'_>, year: &str, ranking: &Ranking, at: usize, node: Node) -> Value {
    let name = ranking.relationship;
    let (id, kind) = (reader.id(node), format!("{name}-period-summaries"));
    let plays = 9 * (ROWS - at) as u64 + hash(reader.catalogue.seed, "plays", node.at) % 9;
    let day = (hash(reader.catalogue.seed, "first", node.at) % 180) as i64;
    let mut attributes = json!({
        "playCount": plays,
        "firstPlayed": timestamp(BEGAN + day * DAY + 19 * 3_600),
        "lastPlayed": timestamp(BEGAN + (day + 170) * DAY + 8 * 3_600),
        "year": YEAR.to_string(),
    });
    if ranking.kind != Kind::Song {
        attributes["listenTimeInMinutes"] = json!(plays * 4);
    }
    let scope = format!("include[{kind}]");
    let included = ["include", &*scope].into_iter().any(|asked| call.query.list(asked).contains(&name));
    let content = match included {
        true => reader.resource(node, Place::Inside),
        false => Value::Object(reader.identifier(node)),
    };
    json!({
        "id": URL_SAFE_NO_PAD.encode(format!("{year}-{name}-{id}")),
        "type": kind,
        "attributes": attributes,
        "relationships": { name: { "data": [content] } },
    })
}
