//! The facts that a detail tells, in their order: which attribute each is read from, what it is called, how it is written.
//!
//! One table for all types: an attribute means the same wherever it stands ("Apple Music API › Resources"). A resource has few
//! of them.

use super::{
    super::{fact::duration, text},
    Line, date,
};
use crate::domain::{
    json::{Document, NodeId},
    quantity,
};

/// So many texts of a list are told.
const MOST_TEXTS: usize = 30;

/// A fact: what it is called, the attribute, how it is written.
pub(super) struct Fact(&'static str, &'static str, How);

enum How {
    /// A text or a whole number, as it is.
    As,
    /// A list of texts.
    List,
    /// A number, and what it counts.
    Count(&'static str),
    /// Milliseconds.
    Length,
    /// A date of any precision.
    Date,
    /// `true` or `false`.
    YesNo,
    /// Told only when it is `true`.
    If(&'static str),
    /// Told only when it is `false`.
    Unless(&'static str),
    /// A text, or a list of texts, of which some are known by other words.
    Words(&'static [(&'static str, &'static str)]),
    /// A text inside an object, in its member of this name.
    Inside(&'static str),
    /// A number and, where it is told, of how many or on which other one.
    Of(&'static str, &'static str),
    /// A rating.
    Thumb,
}

use How::{As, Count, Date, If, Inside, Length, List, Of, Thumb, Unless, Words, YesNo};

/// `audioVariants` ("Songs.Attributes"), and `audioTraits` as clients see them.
const AUDIO: &[(&str, &str)] = &[
    ("dolby-atmos", "Dolby Atmos"),
    ("dolby-audio", "Dolby Audio"),
    ("hi-res-lossless", "lossless in high resolution"),
    ("lossless", "lossless"),
    ("lossy-stereo", "compressed stereo"),
    ("atmos", "Dolby Atmos"),
    ("spatial", "spatial audio"),
];

/// `playlistType` ("Playlists.Attributes").
const PLAYLISTS: &[(&str, &str)] = &[
    ("editorial", "made by editors"),
    ("external", "made by a curator outside Apple Music"),
    ("personal-mix", "a mix made for one listener"),
    ("replay", "a listener's Replay"),
    ("user-shared", "shared by a listener"),
];

/// `explicitContentPolicy` ("Storefronts.Attributes").
const POLICIES: &[(&str, &str)] = &[
    ("allowed", "allowed"),
    ("opt-in", "after opting in"),
    ("opt-out", "unless opted out"),
    ("prohibited", "prohibited"),
];

pub(super) const FACTS: &[Fact] = &[
    Fact("rating", "value", Thumb),
    Fact("artist", "artistName", As),
    Fact("album", "albumName", As),
    Fact("host", "showHostName", As),
    Fact("curator", "curatorName", As),
    Fact("provider", "stationProviderName", As),
    Fact("kind", "kind", As),
    Fact("short name", "shortName", As),
    Fact("track", "trackNumber", Of(" · disc ", "discNumber")),
    Fact("length", "durationInMillis", Length),
    Fact("released", "releaseDate", Date),
    Fact("songs", "trackCount", Count("")),
    Fact("content", "contentRating", As),
    Fact("form", "isSingle", If("a single")),
    Fact("form", "isCompilation", If("a compilation")),
    Fact("complete", "isComplete", Unless("no: some of its songs cannot be had here")),
    Fact("announced", "isPrerelease", If("not released yet")),
    Fact("year", "year", As),
    Fact("period", "period", As),
    Fact("played", "playCount", Count(" times")),
    Fact("listened", "listenTimeInMinutes", Count(" minutes")),
    Fact("first played", "firstPlayed", Date),
    Fact("last played", "lastPlayed", Date),
    Fact("genres", "genreNames", List),
    Fact("audio", "audioVariants", Words(AUDIO)),
    Fact("audio traits", "audioTraits", Words(AUDIO)),
    Fact("resolution", "has4K", If("4K")),
    Fact("range", "hasHDR", If("HDR")),
    Fact("video traits", "videoTraits", List),
    Fact("video", "videoSubType", As),
    Fact("composer", "composerName", As),
    Fact("work", "workName", As),
    Fact("movement", "movementNumber", Of(" of ", "movementCount")),
    Fact("movement", "movementName", As),
    Fact("by", "attribution", As),
    Fact("lyrics", "hasLyrics", YesNo),
    Fact("master", "isAppleDigitalMaster", If("Apple Digital Master")),
    Fact("master", "isMasteredForItunes", If("Apple Digital Master")),
    Fact("made", "playlistType", Words(PLAYLISTS)),
    Fact("chart", "isChart", If("yes")),
    Fact("holds", "trackTypes", List),
    Fact("updated", "lastModifiedDate", Date),
    Fact("added", "dateAdded", Date),
    Fact("editable", "canEdit", YesNo),
    Fact("public", "isPublic", YesNo),
    Fact("in catalogue", "hasCatalog", YesNo),
    Fact("live", "isLive", YesNo),
    Fact("media", "mediaKind", As),
    Fact("episode", "episodeNumber", As),
    Fact("part of", "parentName", As),
    Fact("chart name", "chartLabel", As),
    Fact("language", "defaultLanguageTag", As),
    Fact("languages", "supportedLanguageTags", List),
    Fact("explicit", "explicitContentPolicy", Words(POLICIES)),
    Fact("holds", "resourceTypes", List),
    Fact("reason", "reason", Inside("stringForDisplay")),
    Fact("next update", "nextUpdateDate", Date),
    Fact("group", "isGroupRecommendation", If("a group of recommendations")),
    Fact("favourite", "inFavorites", YesNo),
    Fact("ISRC", "isrc", As),
    Fact("UPC", "upc", As),
    Fact("label", "recordLabel", As),
    Fact("copyright", "copyright", As),
];

/// Attributes that are told elsewhere.
const ELSEWHERE: [&str; 8] =
    ["name", "title", "url", "artistUrl", "discNumber", "movementCount", "description", "parentId"];

/// Whether an attribute is told, here or elsewhere.
pub(super) fn is_known(key: &str) -> bool {
    ELSEWHERE.contains(&key) || FACTS.iter().any(|fact| fact.1 == key)
}

impl Fact {
    /// The fact of a resource; none if its attribute is absent, empty or of another type.
    pub(super) fn read(&self, doc: &Document, attributes: NodeId) -> Option<Line> {
        let told = self.told(doc, attributes, doc.member(attributes, self.1)?)?;
        (!told.is_empty()).then(|| Line::fact(self.0, told))
    }

    /// The attribute.
    #[cfg(test)]
    pub(super) const fn key(&self) -> &'static str {
        self.1
    }

    fn told(&self, doc: &Document, attributes: NodeId, node: NodeId) -> Option<String> {
        let whole = |node| doc.integer(node).and_then(|number| usize::try_from(number).ok());
        let is = |word| doc.raw_start(node, 6) == word;
        Some(match &self.2 {
            As => text(doc, node, &[]).or_else(|| doc.integer(node).map(|number| number.to_string()))?,
            List => texts(doc, node, &[])?,
            Count(noun) => format!("{}{noun}", quantity::count(whole(node)?)),
            Length => duration(doc.integer(node)?)?,
            Date => {
                let given = text(doc, node, &[])?;
                date::told(&given).unwrap_or(given)
            }
            YesNo if is("true") => "yes".to_owned(),
            YesNo if is("false") => "no".to_owned(),
            If(says) if is("true") => (*says).to_owned(),
            Unless(says) if is("false") => (*says).to_owned(),
            YesNo | If(_) | Unless(_) => return None,
            Words(words) => texts(doc, node, words)?,
            Inside(member) => text(doc, node, &[member])?,
            Of(between, other) => {
                let other = doc.member(attributes, other).and_then(whole);
                let behind = other.map(|other| format!("{between}{other}")).unwrap_or_default();
                format!("{}{behind}", whole(node)?)
            }
            Thumb => match doc.integer(node)? {
                1 => "liked (1)".to_owned(),
                -1 => "disliked (-1)".to_owned(),
                other => other.to_string(),
            },
        })
    }
}

/// A text or the texts of a list, some in other words, one behind the other.
fn texts(doc: &Document, node: NodeId, words: &[(&str, &str)]) -> Option<String> {
    let word = |text: String| match words.iter().find(|(known, _)| *known == text) {
        Some((_, word)) => (*word).to_owned(),
        None => text,
    };
    if let Some(single) = text(doc, node, &[]) {
        return Some(word(single));
    }
    let all: Vec<_> =
        doc.children(node).take(MOST_TEXTS).filter_map(|node| text(doc, node, &[])).map(word).collect();
    let more = doc.count(node).saturating_sub(MOST_TEXTS);
    let more = if more > 0 { format!(" and {} more", quantity::count(more)) } else { String::new() };
    (!all.is_empty()).then(|| format!("{}{more}", all.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_attribute_is_told_twice() {
        for (at, fact) in FACTS.iter().enumerate() {
            assert!(FACTS[at + 1..].iter().all(|other| other.1 != fact.1), "{}", fact.1);
            assert!(fact.0.len() <= 12, "{} is too long a name", fact.0);
        }
    }
}
