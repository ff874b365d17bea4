//! What Apple documents, as rows: endpoints, their parameters and caps, and the resource types they answer with.

/// One endpoint, as Apple's page describes it. Placeholders stand in braces.
pub(crate) struct Endpoint {
    pub(crate) path: String,
    /// The type that `{id}`, `ids` and the relationship or view in the path belong to.
    pub(crate) of: &'static str,
    pub(crate) needs_listener: bool,
    /// Rows of a page without a `limit`, and at most; `None` is a number that Apple does not give.
    pub(crate) limit: Option<(Option<usize>, Option<usize>)>,
    /// Beside those that every endpoint takes.
    pub(crate) parameters: Vec<Parameter>,
}

pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) is_required: bool,
    /// The greatest number of items.
    pub(crate) cap: Option<usize>,
    /// The allowed values, if they are a list.
    pub(crate) values: &'static [&'static str],
}

/// A resource type: its relationships with the rows of a page and the cap, its views, its extended attributes.
pub(crate) struct Type {
    pub(crate) name: &'static str,
    /// Where its resources are: `/v1/catalog/{storefront}/albums`.
    pub(crate) path: &'static str,
    pub(crate) ids: Option<usize>,
    pub(crate) relationships: &'static [(&'static str, Option<usize>, Option<usize>)],
    pub(crate) views: &'static [&'static str],
    pub(crate) view_limit: (Option<usize>, Option<usize>),
    pub(crate) extended: &'static [&'static str],
}

const TEN: (Option<usize>, Option<usize>) = (Some(10), Some(10));
const NONE: (Option<usize>, Option<usize>) = (None, None);

type Relationships = &'static [(&'static str, Option<usize>, Option<usize>)];

const CURATED: Relationships = &[("playlists", TEN.0, TEN.1)];

/// A type whose path says its name.
macro_rules! catalog {
    ($name:literal, $($more:expr),+ $(,)?) => {
        of($name, concat!("/v1/catalog/{storefront}/", $name), $($more),+)
    };
}

/// The types that have ids.
pub(crate) const TYPES: &[Type] = &[
    Type {
        views: &["appears-on", "other-versions", "related-albums", "related-videos"],
        extended: &["artistUrl", "audioVariants"],
        ..catalog!(
            "albums",
            Some(100),
            &[
                ("artists", TEN.0, TEN.1),
                ("genres", None, None),
                ("tracks", Some(300), Some(300)),
                ("library", None, None),
                ("record-labels", TEN.0, TEN.1),
            ],
        )
    },
    Type {
        extended: &["artistUrl", "audioVariants"],
        ..catalog!(
            "songs",
            Some(300),
            &[
                ("albums", TEN.0, TEN.1),
                ("artists", TEN.0, TEN.1),
                ("composers", TEN.0, TEN.1),
                ("genres", None, None),
                ("library", None, None),
                ("music-videos", TEN.0, TEN.1),
                ("station", None, None),
            ],
        )
    },
    Type {
        views: &[
            "appears-on-albums",
            "compilation-albums",
            "featured-albums",
            "featured-music-videos",
            "featured-playlists",
            "full-albums",
            "latest-release",
            "live-albums",
            "similar-artists",
            "singles",
            "top-music-videos",
            "top-songs",
        ],
        ..catalog!(
            "artists",
            Some(25),
            &[
                ("albums", Some(25), Some(100)),
                ("genres", None, None),
                ("music-videos", Some(25), Some(100)),
                ("playlists", TEN.0, TEN.1),
                ("station", None, None),
            ],
        )
    },
    Type {
        views: &["more-by-artist", "more-in-genre"],
        view_limit: (Some(15), Some(100)),
        extended: &["artistUrl"],
        ..catalog!(
            "music-videos",
            Some(100),
            &[
                ("albums", TEN.0, TEN.1),
                ("artists", TEN.0, TEN.1),
                ("genres", None, None),
                ("library", None, None),
                ("songs", TEN.0, TEN.1),
            ],
        )
    },
    Type {
        views: &["featured-artists", "more-by-curator"],
        extended: &["trackTypes"],
        ..catalog!(
            "playlists",
            Some(25),
            &[("curator", None, None), ("library", None, None), ("tracks", Some(100), Some(300))],
        )
    },
    Type { views: &["latest-releases", "top-releases"], ..catalog!("record-labels", Some(100), &[]) },
    Type { extended: &["chartLabel"], ..catalog!("genres", None, &[]) },
    catalog!("stations", Some(100), &[("radio-show", None, None)]),
    catalog!("station-genres", None, &[("stations", None, None)]),
    catalog!("apple-curators", Some(100), CURATED),
    catalog!("curators", Some(100), CURATED),
    catalog!("activities", Some(100), CURATED),
    of("storefronts", "/v1/storefronts", None, &[]),
];

const fn of(
    name: &'static str,
    path: &'static str,
    ids: Option<usize>,
    relationships: Relationships,
) -> Type {
    Type { name, path, ids, relationships, views: &[], view_limit: NONE, extended: &[] }
}

/// The type of this name.
pub(crate) fn of_type(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|of| of.name == name)
}

const SEARCHED: &[&str] = &[
    "activities",
    "albums",
    "apple-curators",
    "artists",
    "curators",
    "music-videos",
    "playlists",
    "record-labels",
    "songs",
    "stations",
];

fn optional(name: &'static str) -> Parameter {
    Parameter { name, is_required: false, cap: None, values: &[] }
}

fn required(name: &'static str, cap: Option<usize>) -> Parameter {
    Parameter { is_required: true, cap, ..optional(name) }
}

fn one_of(name: &'static str, is_required: bool, values: &'static [&'static str]) -> Parameter {
    Parameter { name, is_required, cap: None, values }
}

fn get(path: impl Into<String>, of: &'static str, parameters: Vec<Parameter>) -> Endpoint {
    let path = path.into();
    Endpoint { needs_listener: path.starts_with("/v1/me"), path, of, limit: None, parameters }
}

impl Endpoint {
    fn paged(self, default: Option<usize>, cap: Option<usize>) -> Self {
        Self { limit: Some((default, cap)), ..self }
    }
}

/// Every documented endpoint of the catalogue and of the storefronts.
pub(crate) fn all() -> Vec<Endpoint> {
    let mut all: Vec<Endpoint> = TYPES.iter().flat_map(by_id).collect();
    all.extend(filtered());
    all.extend(searched());
    all.extend(["genres", "station-genres"].map(|of| {
        get(format!("/v1/catalog/{{storefront}}/{of}"), of, vec![optional("offset")]).paged(None, None)
    }));
    all.push(get("/v1/storefronts", "storefronts", vec![optional("offset")]).paged(None, None));
    all.push(get("/v1/test", "", vec![]));
    all.push(get("/v1/language/{storefront}/tag", "", vec![required("acceptLanguage", None)]));
    let ids = ["ids[songs]", "ids[albums]", "ids[ratings]", "ids[stations]", "ids[station-genres]"];
    let more = ["ids[record-labels]", "ids[playlists]", "ids[music-videos]", "ids[genres]", "ids[curators]"];
    let rest = ["ids[artists]", "ids[apple-curators]", "ids[activities]"];
    let ids = ids.into_iter().chain(more).chain(rest);
    // One of them has to be there.
    let mixed = ids.map(|name| Parameter { is_required: name == "ids[songs]", ..optional(name) }).collect();
    all.push(get("/v1/catalog/{storefront}", "", mixed));
    all
}

/// One resource, several, its relationships, its views.
fn by_id(of: &'static Type) -> Vec<Endpoint> {
    let collection = of.path;
    let views = || (!of.views.is_empty()).then(|| one_of("views", false, of.views)).into_iter().collect();
    let mut endpoints = vec![
        get(collection, of.name, vec![required("ids", of.ids)]),
        get(format!("{collection}/{{id}}"), of.name, views()),
    ];
    if !of.relationships.is_empty() {
        let path = format!("{collection}/{{id}}/{{relationship}}");
        endpoints.push(get(path, of.name, vec![]).paged(None, None));
    }
    if !of.views.is_empty() {
        let parameters = vec![one_of("with", false, &["attributes"])];
        let (default, cap) = of.view_limit;
        endpoints
            .push(get(format!("{collection}/{{id}}/view/{{view}}"), of.name, parameters).paged(default, cap));
    }
    endpoints
}

fn filtered() -> Vec<Endpoint> {
    let restrict = || one_of("restrict", false, &["explicit"]);
    let in_catalog = |of, parameters| get(format!("/v1/catalog/{{storefront}}/{of}"), of, parameters);
    let equivalents = |of, cap| in_catalog(of, vec![required("filter[equivalents]", cap), restrict()]);
    vec![
        equivalents("songs", Some(300)),
        equivalents("albums", None),
        equivalents("music-videos", Some(25)),
        in_catalog("songs", vec![required("filter[isrc]", Some(25))]),
        in_catalog("music-videos", vec![required("filter[isrc]", Some(25))]),
        in_catalog("albums", vec![required("filter[upc]", None)]),
        in_catalog("playlists", vec![required("filter[storefront-chart]", None)]),
        in_catalog("stations", vec![one_of("filter[featured]", true, &["apple-music-live-radio"])]),
        Endpoint {
            needs_listener: true,
            ..in_catalog("stations", vec![one_of("filter[identity]", true, &["personal"])])
        },
    ]
}

fn searched() -> Vec<Endpoint> {
    let in_catalog = |path, parameters| get(format!("/v1/catalog/{{storefront}}/{path}"), "", parameters);
    let term = || required("term", None);
    let search = vec![
        term(),
        one_of("types", true, SEARCHED),
        optional("offset"),
        one_of("with", false, &["topResults"]),
    ];
    let suggestions =
        vec![term(), one_of("kinds", true, &["terms", "topResults"]), one_of("types", false, SEARCHED)];
    let charts = vec![
        one_of("types", true, &["albums", "music-videos", "playlists", "songs"]),
        one_of("chart", false, &["most-played"]),
        optional("genre"),
        optional("offset"),
        one_of("with", false, &["cityCharts", "dailyGlobalTopCharts"]),
    ];
    vec![
        in_catalog("search", search).paged(Some(5), Some(25)),
        in_catalog("search/hints", vec![term()]).paged(Some(10), None),
        in_catalog("search/suggestions", suggestions).paged(Some(5), Some(10)),
        in_catalog("charts", charts).paged(Some(20), Some(200)),
    ]
}
