//! Values that lead somewhere in the sandbox: ids for each type, and a value for each parameter.

/// Ids of a type that together have something behind every relationship and every view.
pub(crate) const IDS: &[(&str, &[&str])] = &[
    ("songs", &["1001110", "1000101", "1018701"]),
    ("albums", &["1000042", "1080500"]),
    ("artists", &["700008", "700001"]),
    ("music-videos", &["1700001"]),
    ("playlists", &["pl.29bd3cac874f178fe89ef2a3cb52a519"]),
    ("record-labels", &["1540001"]),
    ("genres", &["20"]),
    ("stations", &["ra.985001", "ra.700001"]),
    ("station-genres", &["1149001"]),
    ("apple-curators", &["976001"]),
    ("curators", &["977001"]),
    ("activities", &["975001"]),
    ("storefronts", &["us", "jp"]),
    ("library-songs", &["i.9F5O9zXirNmYjI"]),
    ("library-albums", &["l.IM87dy4"]),
    ("library-artists", &["r.v2YjzuK"]),
    ("library-music-videos", &["i.DYOLr0WVNb9Q1Z"]),
    ("library-playlists", &["p.aigNJGvmthmm3Q", "p.tG7zxOrpJiQGbu", "p.399YIOir0V8lbV"]),
    ("library-playlist-folders", &["p.32qIk4EOuEpzv1", "p.9zEOmjuL5OMSOc"]),
    ("personal-recommendation", &["6-lPg5mXCSt85x"]),
];

/// A value of a parameter; where types differ, the type comes first.
const VALUES: &[(&str, &str, &str)] = &[
    ("songs", "filter[isrc]", "ZZSGU2400000"),
    ("music-videos", "filter[isrc]", "ZZSGV2200000"),
    ("albums", "filter[upc]", "00402960000017"),
    ("songs", "filter[equivalents]", "1000101"),
    ("albums", "filter[equivalents]", "1000042"),
    ("music-videos", "filter[equivalents]", "1700001"),
    ("playlists", "filter[storefront-chart]", "us"),
    ("", "acceptLanguage", "fr-FR,en-US"),
    ("", "term", "glass"),
    ("", "genre", "20"),
    ("", "offset", "1"),
    ("", "ids[ratings]", "1000101"),
    ("", "challenge[subscriptionCapabilities]", "music-subscriber"),
];

/// Ids of a type.
pub(crate) fn ids(of: &str) -> &'static [&'static str] {
    IDS.iter().find(|(name, _)| *name == of).map(|(_, ids)| *ids).unwrap_or_default()
}

/// A value that a parameter takes.
pub(crate) fn value(of: &str, name: &str) -> Option<String> {
    if name == "ids" {
        return Some(ids(of).join(","));
    }
    let fixed = VALUES.iter().find(|(kind, known, _)| *known == name && (kind.is_empty() || *kind == of));
    let scoped = name.strip_prefix("ids[").map(|kind| ids(kind.trim_end_matches(']')).join(","));
    fixed.map(|(.., value)| (*value).to_owned()).or(scoped)
}
