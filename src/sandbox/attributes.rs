//! The attributes of every resource, as Apple has them. Extended ones appear only when `extend` names them.

mod editorial;
mod library;

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::sandbox::catalogue::{Date, Form, Rating, Song};
use crate::sandbox::kinds::{FAVORED, Kind, Node};
use crate::sandbox::mix::hash;
use crate::sandbox::reader::Reader;
use crate::sandbox::{artwork, storefronts, words};

/// A JSON object under construction.
#[derive(Default)]
struct Sheet(Map<String, Value>);

impl Sheet {
    fn put(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    /// Editorial text, a description and the like: rare, and each with its own chance.
    fn when(self, condition: bool, name: &str, value: impl FnOnce() -> Value) -> Self {
        if condition { self.put(name, value()) } else { self }
    }
}

impl Reader<'_> {
    /// The attributes of a resource, with those `extend` asked for, narrowed to those `fields` named.
    pub(super) fn attributes(&self, node: Node, depth: usize) -> Map<String, Value> {
        let mut map = match node.kind {
            Kind::Song => self.song(node.at).0,
            Kind::Album => self.album(node.at).0,
            Kind::Artist => self.artist(node.at).0,
            Kind::Playlist => self.playlist(node.at).0,
            Kind::Video => self.video(node.at).0,
            Kind::Genre => self.genre_attributes(node.at).0,
            Kind::AppleCurator => self.apple_curator(node.at).0,
            Kind::Curator => self.curator(node.at).0,
            Kind::Activity => self.activity(node.at).0,
            Kind::Label => self.label(node.at).0,
            Kind::Station => self.station(node.at).0,
            Kind::StationGenre => Sheet::default().put("name", self.name(node)).0,
            Kind::Storefront => storefronts::ALL[node.at as usize].attributes(),
            Kind::LibrarySong => self.library_song(node.at).0,
            Kind::LibraryAlbum => self.library_album(node.at).0,
            Kind::LibraryArtist => self.library_artist(node.at).0,
            Kind::LibraryPlaylist => self.library_playlist(node.at).0,
            Kind::LibraryVideo => self.library_video(node.at).0,
            Kind::LibraryFolder => self.folder(node.at).0,
            Kind::Recommendation => self.recommendation(node.at),
        };
        for name in node.kind.spec().extended() {
            if self.asks.extends(node.kind, depth, name) {
                map.insert((*name).to_owned(), self.extended(node, name));
            }
        }
        if self.asks.extends(node.kind, depth, "inFavorites") && FAVORED.contains(&node.kind) {
            map.insert("inFavorites".to_owned(), json!(self.state.is_favorite(self.original(node))));
        }
        map.retain(|name, _| self.asks.shows(node.kind, depth, name));
        map
    }

    fn extended(&self, node: Node, name: &str) -> Value {
        match name {
            "artistUrl" => {
                let artist = match node.kind {
                    Kind::Album => self.catalogue.albums[node.at as usize].artist,
                    Kind::Video => self.catalogue.song_artist(self.catalogue.videos[node.at as usize]),
                    _ => self.catalogue.song_artist(node.at),
                };
                json!(self.artist_url(artist))
            }
            "audioVariants" if hash(self.catalogue.seed, "hi-res", node.at).is_multiple_of(3) => {
                json!(["dolby-atmos", "hi-res-lossless", "lossless", "lossy-stereo"])
            }
            "audioVariants" => json!(["lossless", "lossy-stereo"]),
            "trackTypes" if node.kind == Kind::LibraryPlaylist => self.track_types(node.at),
            "trackTypes" => json!(["songs"]),
            _ => json!(format!("Top {}", self.genre(node.at as u8))),
        }
    }

    fn song(&self, at: u32) -> Sheet {
        let song = &self.catalogue.songs[at as usize];
        let album = &self.catalogue.albums[song.album as usize];
        let id = self.catalogue.id(Kind::Song.node(at));
        let luck = hash(self.catalogue.seed, "song", at);
        let artist = &self.catalogue.artists[album.artist as usize];
        Sheet::default()
            .put("albumName", self.album_name(song.album))
            .put("genreNames", json!([self.genre(artist.genre), self.genre(0)]))
            .put("trackNumber", song.number)
            .put("releaseDate", date(album.released))
            .put("durationInMillis", song.millis)
            .put("isrc", self.catalogue.isrc(at))
            .put("artwork", artwork::coloured(self.catalogue.seed, "Music", song.album, (3000, 3000)))
            .put("url", format!("{}?i={id}", self.album_url(song.album)))
            .when(song.playable, "playParams", || json!({ "id": id, "kind": "song" }))
            .put("discNumber", song.disc)
            .put("hasLyrics", !luck.is_multiple_of(5))
            .put("isAppleDigitalMaster", luck.is_multiple_of(2))
            .put("name", self.song_name(at))
            .put("previews", json!([{ "url": preview("audio", &id, "m4a") }]))
            .put("artistName", self.song_credit(at))
            .when(!luck.is_multiple_of(7), "composerName", || json!(self.composers(at)))
            .maybe("contentRating", rating(song.rating))
            .when(luck.is_multiple_of(11), "audioLocale", || json!("en-US"))
    }

    fn song_credit(&self, at: u32) -> String {
        match self.catalogue.song_artist(at) {
            0 => self.artist_name(0).to_owned(),
            _ => self.catalogue.song_artist_name(at),
        }
    }

    /// A band needs people to have written its songs.
    fn composers(&self, at: u32) -> String {
        let luck = hash(self.catalogue.seed, "composer", at);
        let name = |bits: u64| {
            let (first, last) =
                (bits as usize % words::FIRST.len(), (bits >> 16) as usize % words::LAST.len());
            format!("{} {}", words::FIRST[first], words::LAST[last])
        };
        match luck.is_multiple_of(3) {
            true => name(luck >> 8),
            false => format!("{} & {}", name(luck >> 8), name(luck >> 24)),
        }
    }

    fn album(&self, at: u32) -> Sheet {
        let album = &self.catalogue.albums[at as usize];
        let artist = &self.catalogue.artists[album.artist as usize];
        let label = words::LABELS[album.label as usize];
        let luck = hash(self.catalogue.seed, "album", at);
        let songs =
            &self.catalogue.songs[album.first_song as usize..(album.first_song + album.tracks) as usize];
        Sheet::default()
            .put("copyright", format!("℗ {} {label}", album.released.year))
            .put("genreNames", json!([self.genre(artist.genre), self.genre(0)]))
            .put("releaseDate", date(album.released))
            .put("upc", self.catalogue.upc(at))
            .put("isMasteredForItunes", luck.is_multiple_of(2))
            .put("artwork", artwork::coloured(self.catalogue.seed, "Music", at, (3000, 3000)))
            .put("playParams", json!({ "id": self.catalogue.id(Kind::Album.node(at)), "kind": "album" }))
            .put("url", self.album_url(at))
            .put("recordLabel", label)
            .put("trackCount", album.tracks)
            .put("isCompilation", album.form == Form::Compilation)
            .put("isSingle", album.form == Form::Single)
            .put("name", self.album_name(at))
            .put("artistName", self.artist_name(album.artist))
            .maybe("contentRating", self.album_rating(at, songs))
            .when(at == 0 || luck.is_multiple_of(4), "editorialNotes", || self.album_notes(at))
            .put("isComplete", songs.iter().all(|song| song.playable))
    }

    /// Explicit if one song is; clean if it is so in place of one that is not.
    fn album_rating(&self, at: u32, songs: &[Song]) -> Option<&'static str> {
        if songs.iter().any(|song| song.rating == Rating::Explicit) {
            return rating(Rating::Explicit);
        }
        self.catalogue.original_album(at).and_then(|_| rating(Rating::Clean))
    }

    fn album_notes(&self, at: u32) -> Value {
        let album = &self.catalogue.albums[at as usize];
        let (name, artist) = (self.album_name(at), self.artist_name(album.artist));
        let place = words::PLACES[hash(self.catalogue.seed, "place", at) as usize % words::PLACES.len()];
        json!({
            "standard": format!(
                "Recorded in {place} over one long winter, <i>{name}</i> finds <b>{artist}</b> writing about departures \
                 &amp; small returns. The drums stay outside the door; everything else is let in.<br />Start with the \
                 second song."
            ),
            "short": format!("{artist} comes home, and leaves the windows open."),
            "tagline": "Letters from low water.",
        })
    }

    fn artist(&self, at: u32) -> Sheet {
        let artist = &self.catalogue.artists[at as usize];
        let luck = hash(self.catalogue.seed, "artist", at);
        Sheet::default()
            .put("name", self.artist_name(at))
            .put("genreNames", json!([self.genre(artist.genre)]))
            .when(at == 0 || !luck.is_multiple_of(6), "artwork", || {
                artwork::coloured(self.catalogue.seed, "Artist", at, (2400, 2400))
            })
            .put("url", self.artist_url(at))
            .when(at == 0 || luck.is_multiple_of(5), "editorialNotes", || {
                json!({ "short": format!("{} songs for slow trains.", self.genre(artist.genre)), "name": self.artist_name(at) })
            })
    }

    fn playlist(&self, at: u32) -> Sheet {
        let playlist = &self.catalogue.playlists[at as usize];
        let id = self.catalogue.id(Kind::Playlist.node(at));
        let day = hash(self.catalogue.seed, "modified", at) % 28 + 1;
        let curator = playlist.curator.map_or(Cow::Borrowed("A listener"), |curator| self.name(curator));
        let kind = match playlist.curator.map(|curator| curator.kind) {
            Some(Kind::Curator) => "external",
            Some(_) => "editorial",
            None => "user-shared",
        };
        Sheet::default()
            .put("artwork", artwork::coloured(self.catalogue.seed, "Features", at, (1080, 1080)))
            .put("isChart", playlist.chart)
            .put("url", self.url("playlist", &playlist.name, &id))
            .put("lastModifiedDate", format!("2025-10-{day:02}T07:00:00Z"))
            .put("name", self.playlist_name(at))
            .put("playlistType", kind)
            .put("curatorName", &*curator)
            .put("playParams", json!({ "id": id, "kind": "playlist", "versionHash": format!("{:016x}", hash(self.catalogue.seed, "version", at)) }))
            .when(playlist.curator.is_some(), "description", || {
                let genre = self.genre(playlist.genre);
                json!({ "standard": format!("{curator} picks {genre} worth an evening."), "short": format!("{genre}, picked by {curator}.") })
            })
    }

    fn video(&self, at: u32) -> Sheet {
        let of = self.catalogue.videos[at as usize];
        let song = &self.catalogue.songs[of as usize];
        let album = &self.catalogue.albums[song.album as usize];
        let id = self.catalogue.id(Kind::Video.node(at));
        let sharp = hash(self.catalogue.seed, "video", at).is_multiple_of(2);
        let mut picture = artwork::coloured(self.catalogue.seed, "Video", at, (3840, 2160));
        picture["hasP3"] = json!(sharp);
        Sheet::default()
            .put("genreNames", json!([self.genre(self.catalogue.artists[album.artist as usize].genre), self.genre(0)]))
            .put("durationInMillis", song.millis + 4_000)
            .put("releaseDate", date(album.released))
            .put("isrc", format!("ZZSGV{:02}{at:05}", album.released.year % 100))
            .put("artwork", picture.clone())
            .put("playParams", json!({ "id": id, "kind": "musicVideo" }))
            .put("url", self.url("music-video", &song.name, &id))
            .when(at.is_multiple_of(2), "trackNumber", || json!(song.number))
            .put("has4K", sharp)
            .put("hasHDR", sharp && at.is_multiple_of(3))
            .put("name", self.song_name(of))
            .put("albumName", self.album_name(song.album))
            .put("previews", json!([{ "url": preview("video", &id, "m4v"), "hlsUrl": preview("hls", &id, "m3u8"), "artwork": picture }]))
            .put("artistName", self.song_credit(of))
            .maybe("contentRating", rating(song.rating))
    }

    fn genre_attributes(&self, at: u32) -> Sheet {
        Sheet::default()
            .put("name", self.genre(at as u8))
            .when(at != 0, "parentId", || json!(words::GENRES[0].0.to_string()))
            .when(at != 0, "parentName", || json!(self.genre(0)))
    }

    fn album_url(&self, at: u32) -> String {
        let album = Kind::Album.node(at);
        self.url("album", &self.catalogue.albums[at as usize].name, &self.catalogue.id(album))
    }

    fn artist_url(&self, at: u32) -> String {
        let artist = Kind::Artist.node(at);
        self.url("artist", &self.catalogue.artists[at as usize].name, &self.catalogue.id(artist))
    }

    fn url(&self, what: &str, name: &str, id: &str) -> String {
        format!("https://music.segue.example/{}/{what}/{}/{id}", self.storefront_id(), slug(name))
    }
}

fn preview(folder: &str, id: &str, extension: &str) -> String {
    format!("https://previews.segue.example/{folder}/{id}.{extension}")
}

/// Lower-case words joined by hyphens; names without a Latin letter become one hyphen, as on Apple's own pages.
fn slug(name: &str) -> String {
    let words = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.is_ascii() && !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "-".to_owned() } else { slug }
}

/// `YYYY-MM-DD`, or `YYYY` where that is all that is known.
fn date(date: Date) -> String {
    match date.month {
        0 => date.year.to_string(),
        month => format!("{}-{month:02}-{:02}", date.year, date.day),
    }
}

fn rating(rating: Rating) -> Option<&'static str> {
    match rating {
        Rating::None => None,
        Rating::Clean => Some("clean"),
        Rating::Explicit => Some("explicit"),
    }
}
