//! The listener's library: the part of the sandbox that changes. Ratings, additions and new playlists live here, and
//! are gone when the sandbox stops.

use std::collections::HashMap;

use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::{Mix, word};
use crate::sandbox::words::LIBRARY_PLAYLISTS;

/// A song of the library, and the catalogue song it is a copy of.
pub(super) struct LibrarySong {
    pub(super) id: String,
    pub(super) song: u32,
    /// Uploaded files match nothing in the catalogue: `include=catalog` stays empty for them.
    pub(super) uploaded: bool,
}

/// An album of the library: the songs of it that were added, in order.
pub(super) struct LibraryAlbum {
    pub(super) id: String,
    pub(super) album: u32,
    pub(super) songs: Vec<u32>,
    pub(super) added: i64,
}

pub(super) struct LibraryArtist {
    pub(super) id: String,
    pub(super) artist: u32,
}

pub(super) struct LibraryPlaylist {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) can_edit: bool,
    /// The catalogue playlist it was added from.
    pub(super) catalog: Option<u32>,
    pub(super) songs: Vec<u32>,
    pub(super) added: i64,
}

/// Everything `/v1/me` can answer with.
pub(super) struct Library {
    pub(super) songs: Vec<LibrarySong>,
    pub(super) albums: Vec<LibraryAlbum>,
    pub(super) artists: Vec<LibraryArtist>,
    pub(super) playlists: Vec<LibraryPlaylist>,
    /// From a type and an id, `("songs", "1000101")`, to 1 or -1.
    pub(super) ratings: HashMap<(String, String), i64>,
    ids: HashMap<String, Node>,
    /// From a catalogue resource to its copy.
    copies: HashMap<Node, u32>,
    mix: Mix,
}

const SONGS: usize = 1_200;
const ALBUMS: u32 = 110;
const ARTISTS: u32 = 60;
/// 2024-01-01: when the listener began collecting. Fixed, so that two runs show the same dates.
const BEGAN: i64 = 1_704_067_200;
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Library {
    /// The library of a seed: 1,200 songs, 110 albums, 60 artists, 30 playlists.
    pub(super) fn build(catalogue: &Catalogue) -> Self {
        let mut library = Self {
            songs: Vec::with_capacity(SONGS),
            albums: Vec::new(),
            artists: Vec::new(),
            playlists: Vec::new(),
            ratings: HashMap::new(),
            ids: HashMap::new(),
            copies: HashMap::new(),
            mix: Mix::new(catalogue.seed ^ 0x11B),
        };
        let albums = chosen_albums(catalogue);
        let lengths = lengths(catalogue, &albums);
        for (place, (album, length)) in albums.into_iter().zip(lengths).enumerate() {
            let when = BEGAN + place as i64 * 310_000;
            for song in catalogue.album_songs(album).take(length) {
                let at = library.add_song(catalogue, song, when);
                library.songs[at as usize].uploaded = library.mix.one_in(40);
            }
        }
        library.add_playlists(catalogue);
        library
    }

    /// Puts a catalogue song into the library, with its album and artist; a song already there stays as it is.
    pub(super) fn add_song(&mut self, catalogue: &Catalogue, song: u32, now: i64) -> u32 {
        if let Some(&at) = self.copies.get(&Kind::Song.node(song)) {
            return at;
        }
        let at = self.songs.len() as u32;
        let id = self.name(Kind::LibrarySong.node(at), "i.", 14);
        self.songs.push(LibrarySong { id, song, uploaded: false });
        self.copies.insert(Kind::Song.node(song), at);
        let album = self.add_album(catalogue, catalogue.songs[song as usize].album, now);
        let songs = &mut self.albums[album as usize].songs;
        songs.push(at);
        let library_songs = &self.songs;
        songs.sort_by_key(|&at| library_songs[at as usize].song);
        at
    }

    fn add_album(&mut self, catalogue: &Catalogue, album: u32, now: i64) -> u32 {
        if let Some(&at) = self.copies.get(&Kind::Album.node(album)) {
            return at;
        }
        let at = self.albums.len() as u32;
        let id = self.name(Kind::LibraryAlbum.node(at), "l.", 7);
        self.albums.push(LibraryAlbum { id, album, songs: Vec::new(), added: now });
        self.copies.insert(Kind::Album.node(album), at);
        self.add_artist(catalogue.albums[album as usize].artist);
        at
    }

    fn add_artist(&mut self, artist: u32) {
        if self.copies.contains_key(&Kind::Artist.node(artist)) {
            return;
        }
        let at = self.artists.len() as u32;
        let id = self.name(Kind::LibraryArtist.node(at), "r.", 7);
        self.artists.push(LibraryArtist { id, artist });
        self.copies.insert(Kind::Artist.node(artist), at);
    }

    /// Puts a catalogue playlist into the library. It cannot be edited: it belongs to its curator.
    pub(super) fn add_playlist(&mut self, catalogue: &Catalogue, playlist: u32, now: i64) {
        if self.copies.contains_key(&Kind::Playlist.node(playlist)) {
            return;
        }
        let from = &catalogue.playlists[playlist as usize];
        let songs = from
            .songs
            .iter()
            .filter_map(|&song| self.copy(Kind::Song.node(song)))
            .map(|node| node.at)
            .collect();
        let at = self.create_playlist(from.name.to_string(), None, songs, now);
        let added = &mut self.playlists[at as usize];
        (added.can_edit, added.catalog) = (false, Some(playlist));
        self.copies.insert(Kind::Playlist.node(playlist), at);
    }

    /// A playlist of the listener's own.
    pub(super) fn create_playlist(
        &mut self,
        name: String,
        about: Option<String>,
        songs: Vec<u32>,
        now: i64,
    ) -> u32 {
        let at = self.playlists.len() as u32;
        let id = self.name(Kind::LibraryPlaylist.node(at), "p.", 14);
        let (can_edit, catalog, added) = (true, None, now);
        self.playlists.push(LibraryPlaylist {
            id,
            name,
            description: about,
            can_edit,
            catalog,
            songs,
            added,
        });
        at
    }

    fn add_playlists(&mut self, catalogue: &Catalogue) {
        for (place, name) in LIBRARY_PLAYLISTS.iter().enumerate() {
            let when = BEGAN + place as i64 * 900_000;
            // Every sixth is a catalogue playlist, and the fifth is empty: both are met in real libraries.
            if place % 6 == 5 {
                self.add_playlist(catalogue, place as u32, when);
                continue;
            }
            let length = if place == 4 { 0 } else { self.mix.between(3, 140) };
            let last = self.songs.len() as u32 - 1;
            let songs = (0..length).map(|_| self.mix.between(0, last)).collect();
            let about = (place % 3 == 0).then(|| format!("{length} songs, in no order that matters."));
            self.create_playlist((*name).to_owned(), about, songs, when);
        }
    }

    /// Gives a resource an id nothing else has.
    fn name(&mut self, node: Node, prefix: &str, length: usize) -> String {
        loop {
            let id = format!("{prefix}{}", word(&mut self.mix, LETTERS, length));
            if !self.ids.contains_key(&id) {
                self.ids.insert(id.clone(), node);
                return id;
            }
        }
    }

    pub(super) fn id(&self, node: Node) -> &str {
        let at = node.at as usize;
        match node.kind {
            Kind::LibrarySong => &self.songs[at].id,
            Kind::LibraryAlbum => &self.albums[at].id,
            Kind::LibraryArtist => &self.artists[at].id,
            _ => &self.playlists[at].id,
        }
    }

    pub(super) fn find(&self, kind: Kind, id: &str) -> Option<Node> {
        self.ids.get(id).copied().filter(|node| node.kind == kind)
    }

    /// The library's copy of a catalogue resource.
    pub(super) fn copy(&self, of: Node) -> Option<Node> {
        let kind = match of.kind {
            Kind::Song => Kind::LibrarySong,
            Kind::Album => Kind::LibraryAlbum,
            Kind::Artist => Kind::LibraryArtist,
            Kind::Playlist => Kind::LibraryPlaylist,
            _ => return None,
        };
        self.copies.get(&of).map(|&at| kind.node(at))
    }

    pub(super) fn count(&self, kind: Kind) -> u32 {
        let count = match kind {
            Kind::LibrarySong => self.songs.len(),
            Kind::LibraryAlbum => self.albums.len(),
            Kind::LibraryArtist => self.artists.len(),
            Kind::LibraryPlaylist => self.playlists.len(),
            _ => 0,
        };
        count as u32
    }
}

/// Fifty artists with two albums and ten with one; Mara Quill and the box set come first.
fn chosen_albums(catalogue: &Catalogue) -> Vec<u32> {
    let step = catalogue.artists.len() as u32 / ARTISTS;
    let pairs = ALBUMS - ARTISTS;
    (0..ARTISTS)
        .flat_map(|place| {
            let albums = catalogue.artist_albums(place * step);
            albums.take(if place < pairs { 2 } else { 1 })
        })
        .collect()
}

/// How many songs of each album are in the library, so that together they are exactly 1,200: the last albums lack
/// their last songs. Full albums have at least eleven, so there are always enough.
fn lengths(catalogue: &Catalogue, albums: &[u32]) -> Vec<usize> {
    let mut lengths: Vec<usize> = albums.iter().map(|&album| catalogue.album_songs(album).len()).collect();
    let mut surplus = lengths.iter().sum::<usize>().saturating_sub(SONGS);
    while surplus > 0 {
        for length in lengths.iter_mut().skip(1).rev().filter(|length| **length > 1).take(surplus) {
            *length -= 1;
            surplus -= 1;
        }
    }
    lengths
}
