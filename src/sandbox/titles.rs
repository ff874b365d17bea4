//! What things are called, in the language that the request asks for or the storefront speaks.

use std::borrow::Cow;

use crate::sandbox::catalogue::Station;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::reader::Reader;
use crate::sandbox::words::editorial::{ACTIVITIES, GUESTS, LIVE, SHOWS};
use crate::sandbox::words::tongues::{TONGUES, title};
use crate::sandbox::{storefronts, words};

impl Reader<'_> {
    /// The column of the word lists. A language that the storefront does not speak reads as its own.
    fn tongue(&self) -> usize {
        let spoken = storefronts::ALL[self.storefront as usize].languages;
        let asked =
            self.asks.language.as_deref().and_then(|tag| spoken.iter().find(|known| same(tag, known)));
        let tag = primary(asked.unwrap_or(&spoken[0]));
        TONGUES.iter().position(|tongue| *tongue == tag).unwrap_or_default()
    }

    pub(super) fn genre(&self, at: u8) -> &'static str {
        words::GENRES[at as usize].1[self.tongue()]
    }

    /// The first artist's name has a Japanese form; everybody else keeps theirs everywhere, as people do.
    pub(super) fn artist_name(&self, at: u32) -> &str {
        if at == 0 && TONGUES[self.tongue()] == "ja" {
            "マラ・クイル"
        } else {
            &self.catalogue.artists[at as usize].name
        }
    }

    pub(super) fn album_name(&self, at: u32) -> Cow<'_, str> {
        let number = self.catalogue.original_album(at).unwrap_or(at);
        self.told(&self.catalogue.albums[at as usize].name, number)
    }

    pub(super) fn song_name(&self, at: u32) -> Cow<'_, str> {
        let song = &self.catalogue.songs[at as usize];
        if self.tongue() == 0 {
            return Cow::Borrowed(&song.name);
        }
        let number = self.catalogue.original(at).unwrap_or(at);
        let album = &self.catalogue.albums[song.album as usize].name;
        if parts(album).0 != parts(&song.name).0 {
            return self.told(&song.name, number);
        }
        // A title track is called as its album is.
        self.told(&song.name, self.catalogue.original_album(song.album).unwrap_or(song.album))
    }

    /// A playlist says its genre in the listener's language, and keeps the rest.
    pub(super) fn playlist_name(&self, at: u32) -> Cow<'_, str> {
        let playlist = &self.catalogue.playlists[at as usize];
        let (plain, spoken) = (words::GENRES[playlist.genre as usize].1[0], self.genre(playlist.genre));
        if plain == spoken || !playlist.name.contains(plain) {
            return Cow::Borrowed(&playlist.name);
        }
        Cow::Owned(playlist.name.replace(plain, spoken))
    }

    pub(super) fn station_name(&self, at: u32) -> Cow<'_, str> {
        match self.catalogue.station(at) {
            Station::Artist(artist) => {
                let name = &self.catalogue.artists[artist as usize].name;
                Cow::Owned(format!("{name} & Similar Artists Station"))
            }
            Station::Personal => Cow::Borrowed("Your Station"),
            Station::Live(place) => Cow::Borrowed(LIVE[place as usize].0),
            Station::Genre(genre) => Cow::Borrowed(self.genre(genre)),
            Station::Episode { show, number } => {
                Cow::Owned(format!("{}, Episode {number}", SHOWS[show as usize].1))
            }
        }
    }

    /// What a catalogue resource is called.
    pub(super) fn name(&self, node: Node) -> Cow<'_, str> {
        let at = node.at as usize;
        match node.kind {
            Kind::Song => self.song_name(node.at),
            Kind::Video => self.song_name(self.catalogue.videos[at]),
            Kind::Album => self.album_name(node.at),
            Kind::Artist => Cow::Borrowed(self.artist_name(node.at)),
            Kind::Playlist => self.playlist_name(node.at),
            Kind::Station => self.station_name(node.at),
            Kind::Genre => Cow::Borrowed(self.genre(at as u8)),
            Kind::StationGenre => Cow::Borrowed(self.genre(at as u8 + 1)),
            Kind::AppleCurator => Cow::Borrowed(apple_curator(node.at)),
            Kind::Curator => Cow::Borrowed(GUESTS[at].0),
            Kind::Activity => Cow::Borrowed(ACTIVITIES[at]),
            Kind::Label => Cow::Borrowed(words::LABELS[at]),
            _ => Cow::Borrowed(""),
        }
    }

    /// A title in the listener's language, if it is English; what follows it stays, such as ` (Live)` or ` - EP`.
    fn told<'a>(&self, name: &'a str, number: u32) -> Cow<'a, str> {
        let told = if name.is_ascii() { title(self.tongue(), number as usize) } else { None };
        told.map_or(Cow::Borrowed(name), |told| Cow::Owned(told + parts(name).1))
    }
}

/// A curator of the house, or a show of its radio.
pub(super) fn apple_curator(at: u32) -> &'static str {
    let shows = SHOWS.iter().map(|(name, ..)| *name);
    words::CURATORS.iter().copied().chain(shows).nth(at as usize).unwrap_or_default()
}

/// A title, and what only qualifies it.
fn parts(name: &str) -> (&str, &str) {
    let end = [" (", " - ", ": "].iter().filter_map(|mark| name.find(mark)).min();
    name.split_at(end.unwrap_or(name.len()))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn same(tag: &str, other: &str) -> bool {
    primary(tag).eq_ignore_ascii_case(primary(other))
}
