//! Builds the catalogue from one seed: artists first, then each one's releases, then each release's songs.

use std::collections::HashSet;

use super::{Album, Artist, Catalogue, DELUXE, Date, Form, Playlist, Rating, Song, names};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::{Mix, hash};
use crate::sandbox::storefronts;
use crate::sandbox::words::editorial::GUESTS;
use crate::sandbox::words::{
    CURATORS, GENRES, GLASS_HARBOUR, LABELS, LIBRARY_PLAYLISTS, NOUNS, PLACES, PLAYLISTS,
};

const ARTISTS: usize = 340;
const PLAYLIST_COUNT: usize = 160;
const BOX_SET: &str = "Glass Harbour";
/// The box set spans three pages of 25.
const BOX_SET_TRACKS: u32 = 64;
const BOX_SET_DISC: u32 = 16;

impl Catalogue {
    /// The catalogue of a seed, the same on every run.
    pub(in crate::sandbox) fn build(seed: u64) -> Self {
        let mut mix = Mix::new(seed);
        let mut catalogue = Self {
            seed,
            artists: Vec::with_capacity(ARTISTS),
            albums: Vec::new(),
            songs: Vec::new(),
            playlists: Vec::new(),
            videos: Vec::new(),
            editions: Vec::new(),
            daily_charts: 0..0,
            city_charts: 0..0,
        };
        for name in names::artists(&mut mix, ARTISTS) {
            catalogue.add_artist(&mut mix, name);
        }
        catalogue.add_guests(&mut mix);
        catalogue.add_playlists(&mut mix);
        catalogue.videos = (0..catalogue.songs.len() as u32).filter(|_| mix.one_in(40)).collect();
        catalogue.add_guest_playlists(&mut mix);
        catalogue.add_charts(&mut mix);
        // Last of all: nothing above may choose from these.
        catalogue.add_editions();
        catalogue
    }

    fn add_artist(&mut self, mix: &mut Mix, name: Box<str>) {
        let at = self.artists.len() as u32;
        let genre = if at == 0 { 1 } else { mix.between(1, GENRES.len() as u32 - 1) as u8 };
        let (first_album, albums) = (self.albums.len() as u32, releases(mix, at));
        self.artists.push(Artist { name, genre, first_album, albums });
        // One "Glass Harbour" is enough: a search for it must not lead astray.
        let mut taken = HashSet::from([BOX_SET.to_owned()]);
        for place in 0..albums {
            self.add_album(mix, at, place, &mut taken);
        }
    }

    fn add_album(&mut self, mix: &mut Mix, artist: u32, place: u32, taken: &mut HashSet<String>) {
        let at = self.albums.len() as u32;
        let form = if at == 0 { Form::Deluxe } else { form(mix, place) };
        let name = match at {
            0 => BOX_SET.to_owned(),
            _ if form == Form::Deluxe => self.deluxe(artist, taken),
            _ => album_name(mix, form, taken),
        };
        taken.insert(name.clone());
        let tracks = if at == 0 { BOX_SET_TRACKS } else { tracks(mix, form) };
        let released =
            if at == 0 { Date { year: 2024, month: 11, day: 8 } } else { date(mix, self.debut(artist)) };
        let album = Album {
            name: name.into(),
            artist,
            first_song: self.songs.len() as u32,
            tracks,
            form,
            released,
            label: mix.between(0, LABELS.len() as u32 - 1) as u8,
        };
        self.add_songs(mix, at, &album);
        self.albums.push(album);
    }

    /// A longer version of one of the artist's earlier albums.
    fn deluxe(&self, artist: u32, taken: &HashSet<String>) -> String {
        let albums = &self.albums[self.artists[artist as usize].first_album as usize..];
        let mut names = albums
            .iter()
            .filter(|album| album.form == Form::Full)
            .map(|album| format!("{}{DELUXE}", album.name));
        names.rfind(|name| !taken.contains(name)).unwrap_or_else(|| "Everything So Far".to_owned())
    }

    /// The year an artist begins; Mara Quill's is late enough that "Glass Harbour" is a mature work.
    fn debut(&self, artist: u32) -> u32 {
        if artist == 0 { 2009 } else { 1967 + (hash(self.seed, "debut", artist) % 43) as u32 }
    }

    fn add_songs(&mut self, mix: &mut Mix, at: u32, album: &Album) {
        let disc_length =
            if at == 0 { BOX_SET_DISC } else { album.tracks.div_ceil(1 + u32::from(album.tracks > 18)) };
        let rating = if mix.one_in(7) { Rating::Explicit } else { Rating::None };
        let mut taken = HashSet::new();
        for place in 0..album.tracks {
            let name = song_name(mix, at, album, place, &mut taken);
            self.songs.push(Song {
                name: name.into(),
                album: at,
                guest: None,
                millis: mix.between(118_000, 342_000),
                disc: (place / disc_length + 1) as u8,
                number: (place % disc_length + 1) as u8,
                rating: song_rating(mix, rating),
                playable: !mix.one_in(53),
            });
        }
        if at == 0 {
            self.set_stage();
        }
    }

    /// The two songs every first visitor sees are whole: playable, one of them explicit, with round durations.
    fn set_stage(&mut self) {
        for (song, (millis, rating)) in self.songs.iter_mut().zip([
            (225_000, Rating::None),
            (242_000, Rating::Explicit),
            (198_000, Rating::None),
        ]) {
            (song.millis, song.rating, song.playable) = (millis, rating, true);
        }
    }

    /// Guests need all artists to exist, so they come after them; the box set has none.
    fn add_guests(&mut self, mix: &mut Mix) {
        let artists = self.artists.len() as u32;
        for at in BOX_SET_TRACKS..self.songs.len() as u32 {
            let guest = mix.between(0, artists - 1);
            if mix.one_in(14) && guest != self.song_artist(at) {
                let named =
                    format!("{} (feat. {})", self.songs[at as usize].name, self.artists[guest as usize].name);
                let song = &mut self.songs[at as usize];
                (song.name, song.guest) = (named.into(), Some(guest));
            }
        }
    }

    fn add_playlists(&mut self, mix: &mut Mix) {
        let mut taken = HashSet::new();
        while self.playlists.len() < PLAYLIST_COUNT {
            let at = self.playlists.len();
            let genre = mix.between(1, GENRES.len() as u32 - 1) as u8;
            let curator =
                (at % 4 != 3).then(|| Kind::AppleCurator.node(mix.between(0, CURATORS.len() as u32 - 1)));
            let chart = at.is_multiple_of(20);
            let name = playlist_name(mix, genre, chart, curator.is_some());
            if taken.insert(name.clone()) {
                // Mostly an hour or two; every fortieth is long enough to need a second page of 300.
                let length = if at % 40 == 1 { mix.between(310, 380) } else { mix.between(20, 130) };
                let songs = self.some_songs(mix, length);
                self.playlists.push(Playlist { name: name.into(), curator, chart, genre, songs });
            }
        }
    }

    /// Between four and fourteen playlists of each curator outside the house.
    fn add_guest_playlists(&mut self, mix: &mut Mix) {
        for (at, (name, _)) in GUESTS.iter().enumerate() {
            let curator = Kind::Curator.node(at as u32);
            let mut taken = HashSet::new();
            while taken.len() < 14 - at % 3 * 5 {
                let title = format!("{name}: {}", names::album(mix));
                if taken.insert(title.clone()) {
                    self.add_playlist(mix, title, curator, false);
                }
            }
        }
    }

    /// The charts of the world, of each storefront and of some cities.
    fn add_charts(&mut self, mix: &mut Mix) {
        let editor = Kind::AppleCurator.node(0);
        let first = self.playlists.len() as u32;
        for place in
            std::iter::once("Global").chain(storefronts::ALL.iter().map(|storefront| storefront.name))
        {
            self.add_playlist(mix, format!("Top 100: {place}"), editor, true);
        }
        let cities = self.playlists.len() as u32;
        for place in PLACES {
            self.add_playlist(mix, format!("Top 25: {place}"), editor, true);
        }
        (self.daily_charts, self.city_charts) = (first..cities, cities..self.playlists.len() as u32);
    }

    fn add_playlist(&mut self, mix: &mut Mix, name: String, curator: Node, chart: bool) {
        let genre = mix.between(1, GENRES.len() as u32 - 1) as u8;
        let length = if name.starts_with("Top 100") { 100 } else { 25 };
        let songs = self.some_songs(mix, length);
        self.playlists.push(Playlist { name: name.into(), curator: Some(curator), chart, genre, songs });
    }

    fn some_songs(&self, mix: &mut Mix, length: u32) -> Box<[u32]> {
        let mut taken = HashSet::new();
        let last = self.songs.len() as u32 - 1;
        (0..length).map(|_| mix.between(0, last)).filter(|song| taken.insert(*song)).collect()
    }
}

/// Most artists have a handful of releases, a few have more than a page of 25 or even of 100.
fn releases(mix: &mut Mix, artist: u32) -> u32 {
    match artist {
        0 => 31,
        7 => 112,
        _ if artist.is_multiple_of(40) => mix.between(26, 44),
        _ => mix.between(3, 7),
    }
}

/// An artist's first two releases are full albums, so that every library album has a whole record to be made of.
fn form(mix: &mut Mix, place: u32) -> Form {
    match mix.between(0, 99) {
        _ if place < 2 => Form::Full,
        0..=17 => Form::Single,
        18..=27 => Form::Ep,
        28..=33 => Form::Live,
        34..=36 => Form::Deluxe,
        37..=39 => Form::Compilation,
        _ => Form::Full,
    }
}

fn tracks(mix: &mut Mix, form: Form) -> u32 {
    match form {
        Form::Full => mix.between(11, 16),
        Form::Single => mix.between(1, 3),
        Form::Ep => mix.between(4, 6),
        Form::Live => mix.between(12, 18),
        Form::Deluxe | Form::Compilation => mix.between(18, 30),
    }
}

fn album_name(mix: &mut Mix, form: Form, taken: &HashSet<String>) -> String {
    loop {
        let title = names::album(mix);
        let name = match form {
            Form::Full | Form::Deluxe | Form::Compilation => title,
            Form::Single => format!("{title} - Single"),
            Form::Ep => format!("{title} - EP"),
            Form::Live => format!("Live at {}", mix.pick(PLACES)),
        };
        if !taken.contains(&name) {
            return name;
        }
        if form == Form::Live {
            return format!("{name}: {} Night", mix.pick(NOUNS));
        }
    }
}

fn song_name(mix: &mut Mix, album: u32, of: &Album, place: u32, taken: &mut HashSet<String>) -> String {
    let fixed = (album == 0).then(|| GLASS_HARBOUR.get(place as usize)).flatten();
    let mut name = match fixed {
        Some(title) => (*title).to_owned(),
        None if place == 0 && of.form != Form::Live => title_track(&of.name),
        None => names::song(mix),
    };
    while !taken.insert(name.clone()) {
        name = names::song(mix);
    }
    if of.form == Form::Live { format!("{name} (Live)") } else { name }
}

fn title_track(album: &str) -> String {
    [" - Single", " - EP", DELUXE]
        .iter()
        .fold(album, |title, suffix| title.trim_end_matches(suffix))
        .to_owned()
}

fn song_rating(mix: &mut Mix, of_album: Rating) -> Rating {
    match of_album {
        Rating::Explicit if !mix.one_in(4) => Rating::Explicit,
        _ if mix.one_in(60) => Rating::Clean,
        _ => Rating::None,
    }
}

/// Within fifteen years of the debut.
fn date(mix: &mut Mix, debut: u32) -> Date {
    let year = mix.between(debut, debut + 15) as u16;
    if mix.one_in(30) {
        return Date { year, month: 0, day: 0 };
    }
    Date { year, month: mix.between(1, 12) as u8, day: mix.between(1, 28) as u8 }
}

fn playlist_name(mix: &mut Mix, genre: u8, chart: bool, edited: bool) -> String {
    let genre = GENRES[genre as usize].1[0];
    if chart {
        format!("Top 100: {genre}")
    } else if edited {
        mix.pick(PLAYLISTS).replace("{}", genre)
    } else {
        format!("{} {}", mix.pick(LIBRARY_PLAYLISTS), mix.pick(NOUNS).to_lowercase())
    }
}
