//! The fictional catalogue: artists, their releases, the songs on them, playlists, videos. Compact tables that refer
//! to each other by index; whatever can be computed from an index (ids, codes, colours) is not stored.

mod build;
mod editions;
mod names;
mod radio;

use std::ops::Range;

use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::hash;
use crate::sandbox::words::editorial::{ACTIVITIES, GUESTS, SHOWS};
use crate::sandbox::{storefronts, words};

pub(super) use radio::Station;

pub(super) struct Artist {
    pub(super) name: Box<str>,
    /// An index into [`words::GENRES`].
    pub(super) genre: u8,
    pub(super) first_album: u32,
    pub(super) albums: u32,
}

/// What sort of release an album is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Full,
    /// A longer version of a full album, or a box set.
    Deluxe,
    Single,
    Ep,
    Live,
    Compilation,
}

/// A release date; month 0 means that only the year is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

pub(super) struct Album {
    pub(super) name: Box<str>,
    pub(super) artist: u32,
    pub(super) first_song: u32,
    pub(super) tracks: u32,
    pub(super) form: Form,
    pub(super) released: Date,
    /// An index into [`words::LABELS`].
    pub(super) label: u8,
}

/// What `contentRating` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rating {
    None,
    Clean,
    Explicit,
}

pub(super) struct Song {
    pub(super) name: Box<str>,
    pub(super) album: u32,
    pub(super) guest: Option<u32>,
    pub(super) millis: u32,
    pub(super) disc: u8,
    /// The track number on its disc.
    pub(super) number: u8,
    pub(super) rating: Rating,
    pub(super) playable: bool,
}

pub(super) struct Playlist {
    pub(super) name: Box<str>,
    /// Who made it; a listener's own playlist has none.
    pub(super) curator: Option<Node>,
    pub(super) chart: bool,
    pub(super) genre: u8,
    pub(super) songs: Box<[u32]>,
}

/// Everything `/v1/catalog` can answer with.
pub(super) struct Catalogue {
    pub(super) seed: u64,
    pub(super) artists: Vec<Artist>,
    pub(super) albums: Vec<Album>,
    pub(super) songs: Vec<Song>,
    pub(super) playlists: Vec<Playlist>,
    /// A music video is a song with pictures: each entry is the index of its song, ascending.
    pub(super) videos: Vec<u32>,
    /// The albums that have a clean edition, ascending. The editions stand behind all other albums, in this order.
    editions: Vec<u32>,
    /// The daily charts among the playlists: the world's, then each storefront's.
    pub(super) daily_charts: Range<u32>,
    /// The charts of cities among the playlists.
    pub(super) city_charts: Range<u32>,
}

// Ids are arithmetic: no map to keep, and an id says nothing about the tables behind it.
const FIRST_ARTIST: u64 = 700_001;
const FIRST_ACTIVITY: u64 = 975_001;
const FIRST_APPLE_CURATOR: u64 = 976_001;
const FIRST_CURATOR: u64 = 977_001;
const FIRST_STATION_GENRE: u64 = 1_149_001;
const FIRST_LABEL: u64 = 1_540_001;
const FIRST_VIDEO: u64 = 1_700_001;
/// The album of the first request, and where its songs begin.
const BOX_SET: u64 = 1_000_042;
const BOX_SET_SONGS: u64 = 1_000_100;
/// What a longer version of an album is called, after the album's own name.
pub(super) const DELUXE: &str = " (Deluxe Edition)";
/// Every other album owns a hundred numbers: its own, and one for each song.
const FIRST_ALBUM: u64 = 1_001_000;
const ALBUM_STEP: u64 = 100;

impl Catalogue {
    /// The number of rows of a type, those that only an id leads to included.
    pub(super) fn count(&self, kind: Kind) -> u32 {
        let count = match kind {
            Kind::Song => self.songs.len(),
            Kind::Album => self.albums.len(),
            Kind::Artist => self.artists.len(),
            Kind::Playlist => self.playlists.len(),
            Kind::Video => self.videos.len(),
            Kind::Genre => words::GENRES.len(),
            // Behind the curators come the shows of the radio.
            Kind::AppleCurator => words::CURATORS.len() + SHOWS.len(),
            Kind::Curator => GUESTS.len(),
            Kind::Activity => ACTIVITIES.len(),
            Kind::Label => words::LABELS.len(),
            Kind::Station => self.stations(),
            // Every genre but the root of all.
            Kind::StationGenre => words::GENRES.len() - 1,
            Kind::Storefront => storefronts::ALL.len(),
            _ => 0,
        };
        count as u32
    }

    /// What search, charts and lists choose from.
    pub(super) fn nodes(&self, kind: Kind) -> impl Iterator<Item = Node> + use<> {
        let hidden = match kind {
            Kind::Album => self.editions.len() as u32,
            Kind::Song => self.edition_songs(),
            _ => 0,
        };
        (0..self.count(kind) - hidden).map(move |at| kind.node(at))
    }

    /// The id of a catalogue resource.
    pub(super) fn id(&self, node: Node) -> String {
        let at = u64::from(node.at);
        match node.kind {
            Kind::Song => self.song_id(node.at).to_string(),
            Kind::Album => album_id(node.at).to_string(),
            Kind::Artist => (FIRST_ARTIST + at).to_string(),
            Kind::Playlist => self.playlist_id(node.at),
            Kind::Video => (FIRST_VIDEO + at).to_string(),
            Kind::Genre => words::GENRES[node.at as usize].0.to_string(),
            Kind::AppleCurator => (FIRST_APPLE_CURATOR + at).to_string(),
            Kind::Curator => (FIRST_CURATOR + at).to_string(),
            Kind::Activity => (FIRST_ACTIVITY + at).to_string(),
            Kind::Label => (FIRST_LABEL + at).to_string(),
            Kind::Station => self.station_id(node.at),
            Kind::StationGenre => (FIRST_STATION_GENRE + at).to_string(),
            Kind::Storefront => storefronts::ALL[node.at as usize].id.to_owned(),
            _ => String::new(),
        }
    }

    /// The resource of this type with this id, if the storefront has it.
    pub(super) fn find(&self, kind: Kind, id: &str, storefront: u32) -> Option<Node> {
        self.anywhere(kind, id).filter(|&node| self.sold_in(node, storefront))
    }

    /// The resource of this type with this id, whichever storefronts have it.
    pub(super) fn anywhere(&self, kind: Kind, id: &str) -> Option<Node> {
        let at = match kind {
            Kind::Playlist => (0..self.count(kind)).find(|&at| self.playlist_id(at) == id)?,
            Kind::Station => self.nodes(kind).find(|&node| self.id(node) == id)?.at,
            Kind::Storefront => storefronts::find(id)?,
            _ => self.find_number(kind, number(id)?)?,
        };
        Some(kind.node(at))
    }

    fn find_number(&self, kind: Kind, id: u64) -> Option<u32> {
        let at = match kind {
            Kind::Song => self.song_at(id)?,
            Kind::Album => album_at(id)?,
            Kind::Artist => id.checked_sub(FIRST_ARTIST)?,
            Kind::Video => id.checked_sub(FIRST_VIDEO)?,
            Kind::AppleCurator => id.checked_sub(FIRST_APPLE_CURATOR)?,
            Kind::Curator => id.checked_sub(FIRST_CURATOR)?,
            Kind::Activity => id.checked_sub(FIRST_ACTIVITY)?,
            Kind::StationGenre => id.checked_sub(FIRST_STATION_GENRE)?,
            Kind::Label => id.checked_sub(FIRST_LABEL)?,
            Kind::Genre => words::GENRES.iter().position(|(number, _)| u64::from(*number) == id)? as u64,
            _ => return None,
        };
        u32::try_from(at).ok().filter(|&at| at < self.count(kind))
    }

    /// A few releases are not sold everywhere: an id that is good at home can be a 404 abroad.
    pub(super) fn sold_in(&self, node: Node, storefront: u32) -> bool {
        let album = match node.kind {
            Kind::Album => node.at,
            Kind::Song => self.songs[node.at as usize].album,
            Kind::Video => self.songs[self.videos[node.at as usize] as usize].album,
            _ => return true,
        };
        let home = storefronts::ALL[storefront as usize].id == storefronts::HOME;
        home || album == 0 || !hash(self.seed, "sold", album * 32 + storefront).is_multiple_of(24)
    }

    fn song_id(&self, at: u32) -> u64 {
        let song = &self.songs[at as usize];
        let place = u64::from(at - self.albums[song.album as usize].first_song) + 1;
        if song.album == 0 { BOX_SET_SONGS + place } else { album_id(song.album) + place }
    }

    fn song_at(&self, id: u64) -> Option<u64> {
        let (album, place) = if (BOX_SET_SONGS..FIRST_ALBUM).contains(&id) {
            (0, id - BOX_SET_SONGS)
        } else {
            (album_at(id - id % ALBUM_STEP)?, id % ALBUM_STEP)
        };
        let album = self.albums.get(usize::try_from(album).ok()?)?;
        (1..=u64::from(album.tracks)).contains(&place).then(|| u64::from(album.first_song) + place - 1)
    }

    fn playlist_id(&self, at: u32) -> String {
        let (high, low) = (hash(self.seed, "pl", at), hash(self.seed, "pl-low", at));
        match self.playlists[at as usize].curator {
            Some(_) => format!("pl.{high:016x}{low:016x}"),
            None => format!("pl.u-{high:014x}"),
        }
    }

    /// The `isrc` of a song, which a clean edition changes only where the song itself is another. `ZZ` belongs to no
    /// country.
    pub(super) fn isrc(&self, at: u32) -> String {
        let recording =
            self.original(at).filter(|&of| self.songs[of as usize].rating == self.songs[at as usize].rating);
        let year = self.albums[self.songs[at as usize].album as usize].released.year % 100;
        format!("ZZSGU{year:02}{:05}", recording.unwrap_or(at))
    }

    /// The songs that carry a code: one recording can stand on several albums.
    pub(super) fn find_isrc(&self, isrc: &str) -> Vec<u32> {
        let named = isrc.get(7..).and_then(|at| at.parse().ok()).filter(|&at| at < self.count(Kind::Song));
        let edition = named.and_then(|at| self.clean(Kind::Song.node(at))).map(|node| node.at);
        named.into_iter().chain(edition).filter(|&at| self.isrc(at) == isrc).collect()
    }

    /// The `upc` of an album: fourteen digits, two of them leading zeros.
    pub(super) fn upc(&self, at: u32) -> String {
        format!("00{:012}", 402_960_000_017_u64 + u64::from(at) * 37)
    }

    pub(super) fn find_upc(&self, upc: &str) -> Option<u32> {
        let wanted = number(upc)?;
        (0..self.count(Kind::Album)).find(|&at| number(&self.upc(at)) == Some(wanted))
    }

    pub(super) fn song_artist(&self, at: u32) -> u32 {
        self.albums[self.songs[at as usize].album as usize].artist
    }

    pub(super) fn album_songs(&self, at: u32) -> std::ops::Range<u32> {
        let album = &self.albums[at as usize];
        album.first_song..album.first_song + album.tracks
    }

    pub(super) fn artist_albums(&self, at: u32) -> std::ops::Range<u32> {
        let artist = &self.artists[at as usize];
        artist.first_album..artist.first_album + artist.albums
    }

    /// The artist as a song names it: guests are part of it.
    pub(super) fn song_artist_name(&self, at: u32) -> String {
        let name = &self.artists[self.song_artist(at) as usize].name;
        match self.songs[at as usize].guest {
            Some(guest) => format!("{name} & {}", self.artists[guest as usize].name),
            None => name.to_string(),
        }
    }
}

fn album_id(at: u32) -> u64 {
    if at == 0 { BOX_SET } else { FIRST_ALBUM + u64::from(at) * ALBUM_STEP }
}

fn album_at(id: u64) -> Option<u64> {
    if id == BOX_SET {
        return Some(0);
    }
    let steps = id.checked_sub(FIRST_ALBUM + ALBUM_STEP)?;
    steps.is_multiple_of(ALBUM_STEP).then_some(steps / ALBUM_STEP + 1)
}

/// Ids are decimal digits and nothing else: `parse` alone would let `+7` through.
fn number(id: &str) -> Option<u64> {
    id.bytes().all(|byte| byte.is_ascii_digit()).then(|| id.parse().ok())?
}
