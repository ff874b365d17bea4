//! What each type of resource is called, and which facts its line shows.

use super::fact::Fact;
use Fact::{Amount, Count, Duration, Flag, Text, Texts, Whole, Year};

/// What a line needs to know about a type.
pub(super) struct Shape {
    /// The `type`, without the `library-` of its library twin.
    kind: &'static str,
    /// One of them, and many.
    noun: [&'static str; 2],
    /// Whether one of them plays by itself, so that absent `playParams` tell something.
    pub(super) is_played: bool,
    /// Whether one of them has `playParams` unless it cannot be played.
    pub(super) has_play_params: bool,
    /// Where its name is found.
    pub(super) naming: Naming,
    /// In the order in which they are shown.
    pub(super) facts: &'static [Fact],
}

/// Where the name of a resource is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// In its attributes: `name`, or a title.
    Own,
    /// A rating is called by its value, and tells what was rated if that came along (`include=content`).
    Rating,
    /// A summary of a year is called by it.
    Replay,
    /// A summary of plays is called like the one thing in this relationship.
    Related(&'static str),
}

/// The documented types ("Apple Music API › Resources"). A library twin has the attributes of its catalog type or fewer,
/// and a few of its own, so that one row serves both.
const SHAPES: &[Shape] = &[
    shape("songs", ["song", "songs"], &[ARTIST, DURATION, RELEASED, Text("albumName"), FAVOURITE]).played(),
    shape(
        "albums",
        ["album", "albums"],
        &[
            ARTIST,
            RELEASED,
            TRACKS,
            Flag("isSingle", "single"),
            Flag("isCompilation", "compilation"),
            Flag("isPrerelease", "not released yet"),
            FAVOURITE,
            ADDED,
        ],
    )
    .playable(),
    shape("artists", ["artist", "artists"], &[Texts("genreNames"), FAVOURITE]),
    shape(
        "playlists",
        ["playlist", "playlists"],
        &[
            Text("curatorName"),
            TRACKS,
            Text("playlistType"),
            Flag("isChart", "chart"),
            Flag("canEdit", "editable"),
            Flag("isPublic", "public"),
            Year("lastModifiedDate", "updated "),
            FAVOURITE,
            ADDED,
        ],
    )
    .playable(),
    shape(
        "music-videos",
        ["music video", "music videos"],
        &[
            ARTIST,
            DURATION,
            RELEASED,
            Flag("has4K", "4K"),
            Flag("hasHDR", "HDR"),
            Text("albumName"),
            FAVOURITE,
        ],
    )
    .played(),
    shape(
        "stations",
        ["station", "stations"],
        &[
            Flag("isLive", "live"),
            Text("stationProviderName"),
            Whole("episodeNumber", "episode "),
            Text("mediaKind"),
            DURATION,
            FAVOURITE,
        ],
    )
    .playable(),
    shape("station-genres", ["station genre", "station genres"], &[]),
    shape("curators", ["curator", "curators"], &[]),
    shape("apple-curators", ["Apple curator", "Apple curators"], &[Text("kind"), Text("showHostName")]),
    shape("activities", ["activity", "activities"], &[]),
    shape("record-labels", ["record label", "record labels"], &[]),
    shape("genres", ["genre", "genres"], &[Text("parentName"), Text("chartLabel")]),
    shape("storefronts", ["storefront", "storefronts"], &[Text("defaultLanguageTag")]),
    shape("ratings", ["rating", "ratings"], &[]).named(Naming::Rating),
    shape(
        "personal-recommendation",
        ["recommendation", "recommendations"],
        &[Texts("resourceTypes"), Text("kind")],
    ),
    shape("playlist-folders", ["folder", "folders"], &[ADDED]),
    shape("music-summaries", ["summary", "summaries"], &[Text("period")]).named(Naming::Replay),
    shape("song-period-summaries", SUMMARY, PLAYED).named(Naming::Related("song")),
    shape("album-period-summaries", SUMMARY, PLAYED).named(Naming::Related("album")),
    shape("artist-period-summaries", SUMMARY, PLAYED).named(Naming::Related("artist")),
];

/// A type that is not in the table.
const UNKNOWN: Shape = shape("", ["item", "items"], &[]);

const ARTIST: Fact = Text("artistName");
const DURATION: Fact = Duration("durationInMillis");
const RELEASED: Fact = Year("releaseDate", "");
const TRACKS: Fact = Count("trackCount", "songs");
const ADDED: Fact = Year("dateAdded", "added ");
const FAVOURITE: Fact = Flag("inFavorites", "favourite");
const SUMMARY: [&str; 2] = ["summary", "summaries"];
const PLAYED: &[Fact] =
    &[Amount("playCount", ["play", "plays"]), Amount("listenTimeInMinutes", ["minute", "minutes"])];

const fn shape(kind: &'static str, noun: [&'static str; 2], facts: &'static [Fact]) -> Shape {
    Shape { kind, noun, is_played: false, has_play_params: false, naming: Naming::Own, facts }
}

impl Shape {
    const fn played(self) -> Self {
        Self { is_played: true, ..self.playable() }
    }

    const fn playable(self) -> Self {
        Self { has_play_params: true, ..self }
    }

    const fn named(self, naming: Naming) -> Self {
        Self { naming, ..self }
    }
}

/// What is known of a type.
pub(super) fn of(kind: &str) -> &'static Shape {
    let plain = kind.strip_prefix("library-").unwrap_or(kind);
    SHAPES.iter().find(|shape| shape.kind == plain).unwrap_or(&UNKNOWN)
}

/// What one of a type is called; none for a type that is not known.
pub(super) fn one(kind: &str) -> Option<&'static str> {
    let shape = of(kind);
    (!shape.kind.is_empty()).then_some(shape.noun[0])
}

/// A count and what it counts: `1 song`, `1,200 albums`. A library twin counts like its catalog type, a type that is
/// not known counts items.
#[must_use]
pub fn count_noun(kind: &str, n: usize) -> String {
    let [one, many] = of(kind).noun;
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// Digits in groups of three: `1,200`.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_say_what_they_count() {
        let cases = [
            ("songs", 0, "0 songs"),
            ("songs", 1, "1 song"),
            ("library-songs", 25, "25 songs"),
            ("albums", 1200, "1,200 albums"),
            ("artists", 1_000_000, "1,000,000 artists"),
            ("library-playlist-folders", 2, "2 folders"),
            ("activities", 1, "1 activity"),
            ("library-music-videos", 999, "999 music videos"),
            ("somethings", 1, "1 item"),
            ("", 2, "2 items"),
        ];
        for (kind, n, expected) in cases {
            assert_eq!(count_noun(kind, n), expected);
        }
    }
}
