//! `/v1/catalog/{storefront}/charts`: one list for each type, no deeper than 200, and the daily charts of places.

use serde_json::{Map, Value, json};

use super::list::data;
use super::search::types;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::graph::genre_at;
use crate::sandbox::kinds::{CATALOG, Kind, Node};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::words;

/// Both the longest page and the end of every chart.
const DEEPEST: usize = 200;

const MOST_PLAYED: &str = "most-played";

/// A chart: its key, the group it stands in, what it lists, and its title. A group that is no type comes only if `with`
/// names it.
struct Chart {
    key: &'static str,
    group: &'static str,
    kind: Kind,
    title: &'static str,
}

const CHARTS: &[Chart] = &[
    chart(MOST_PLAYED, "songs", Kind::Song, "Top Songs"),
    chart(MOST_PLAYED, "albums", Kind::Album, "Top Albums"),
    chart(MOST_PLAYED, "playlists", Kind::Playlist, "Top Playlists"),
    chart(MOST_PLAYED, "music-videos", Kind::Video, "Top Music Videos"),
    chart("city-top", "cityCharts", Kind::Playlist, "City Charts"),
    chart("daily-global-top", "dailyGlobalTopCharts", Kind::Playlist, "Daily Top 100"),
];

const fn chart(key: &'static str, group: &'static str, kind: Kind, title: &'static str) -> Chart {
    Chart { key, group, kind, title }
}

pub(super) fn answer(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["types", "chart", "genre", "limit", "offset", "with"])?;
    let genre = call.query.get("genre").map(|id| genre_at(id).ok_or_else(|| bad_genre(id))).transpose()?;
    let page = call.query.page(20, DEEPEST)?;
    if page.offset >= DEEPEST {
        return Err(Fault::value("offset", "offset must be less than 200"));
    }
    let (mut results, mut order) = (Map::new(), Vec::new());
    for chart in wanted(call)? {
        order.push(chart.id());
        results.insert(chart.group.to_owned(), json!([one(reader, chart, genre, page)]));
    }
    Ok(data(Map::from_iter([
        ("results".to_owned(), Value::Object(results)),
        ("meta".to_owned(), json!({ "results": { "order": order } })),
    ])))
}

/// The charts of the types asked for, in the order of the request, then those of places.
fn wanted(call: &Call) -> Result<Vec<&'static Chart>, Fault> {
    let mut charts = Vec::new();
    for spec in types(call, CATALOG)? {
        let found = CHARTS.iter().find(|chart| chart.group == spec.name);
        charts.push(found.ok_or_else(|| Fault::value("types", format!("Unknown type '{}'", spec.name)))?);
    }
    let with = call.query.list("with");
    charts.extend(CHARTS.iter().filter(|chart| with.contains(&chart.group) && chart.key != MOST_PLAYED));
    let Some(key) = call.query.get("chart") else { return Ok(charts) };
    if !CHARTS.iter().any(|chart| chart.key == key) {
        return Err(Fault::value("chart", format!("Unknown chart '{key}'")));
    }
    charts.retain(|chart| chart.key == key);
    Ok(charts)
}

fn bad_genre(id: &str) -> Fault {
    Fault::value("genre", format!("Unknown genre '{id}'"))
}

impl Chart {
    fn id(&self) -> String {
        format!("{}:{}", self.key, self.kind.spec().name)
    }

    /// How its address ends.
    fn tail(&self) -> String {
        let with = if self.key == MOST_PLAYED { String::new() } else { format!("&with={}", self.group) };
        format!("&types={}{with}", self.kind.spec().name)
    }

    fn rows(&self, reader: &Reader<'_>, genre: Option<u8>) -> Vec<Node> {
        let places = |range: std::ops::Range<u32>| range.map(|at| Kind::Playlist.node(at)).collect();
        match self.group {
            "cityCharts" => places(reader.catalogue.city_charts.clone()),
            "dailyGlobalTopCharts" => places(reader.catalogue.daily_charts.clone()),
            _ => ranking(reader, self.kind, genre),
        }
    }
}

/// One chart. Unlike every other list, its `next` keeps the limit.
fn one(reader: &Reader<'_>, chart: &Chart, genre: Option<u8>, page: Page) -> Value {
    let rows = chart.rows(reader, genre);
    let genre = genre.map(|at| format!("&genre={}", words::GENRES[at as usize].0)).unwrap_or_default();
    let language = reader.asks.language.as_ref().map(|tag| format!("&l={tag}")).unwrap_or_default();
    let start = format!(
        "/v1/catalog/{}/charts?chart={}{genre}{language}&limit={}",
        reader.storefront_id(),
        chart.key,
        page.limit
    );
    let after = page.offset + page.limit;
    let mut map = Map::new();
    map.insert("chart".into(), json!(chart.key));
    map.insert("name".into(), json!(chart.title));
    map.insert("orderId".into(), json!(chart.id()));
    if after < rows.len() {
        map.insert("next".into(), json!(format!("{start}&offset={after}{}", chart.tail())));
    }
    let shown: Vec<Node> = rows.into_iter().skip(page.offset).take(page.limit).collect();
    map.insert("data".into(), json!(reader.resources(&shown, Place::Inside)));
    map.insert("href".into(), json!(format!("{start}{}", chart.tail())));
    Value::Object(map)
}

/// The genre "Music" is the root: it holds everything.
fn ranking(reader: &Reader<'_>, kind: Kind, genre: Option<u8>) -> Vec<Node> {
    let nodes =
        reader.catalogue.nodes(kind).filter(|&node| reader.catalogue.sold_in(node, reader.storefront));
    let of_genre =
        nodes.filter(|&node| genre.is_none_or(|genre| genre == 0 || reader.genre_of(node) == Some(genre)));
    reader.popular(of_genre.collect(), DEEPEST)
}
