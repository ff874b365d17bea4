//! The listener's library as tables: copies of catalogue resources, playlists, and the folders that hold them.

mod build;

use std::collections::HashMap;

use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::{Mix, word};

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

pub(super) struct LibraryVideo {
    pub(super) id: String,
    pub(super) video: u32,
    pub(super) added: i64,
}

pub(super) struct LibraryPlaylist {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) can_edit: bool,
    /// The catalogue playlist it was added from.
    pub(super) catalog: Option<u32>,
    /// Songs and music videos of the library.
    pub(super) tracks: Vec<Node>,
    pub(super) folder: u32,
    pub(super) added: i64,
    /// A deleted playlist leaves its place to the next one.
    pub(super) gone: bool,
}

pub(super) struct LibraryFolder {
    pub(super) id: String,
    pub(super) name: String,
    /// The folder around it; the root is its own.
    pub(super) parent: u32,
    pub(super) added: i64,
}

/// What a playlist or a folder is made of when it is new.
pub(super) struct New {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) folder: u32,
    pub(super) added: i64,
}

/// The folder that holds everything which is in no other.
pub(super) const ROOT: u32 = 0;
/// The id by which Apple's own answers name it.
pub(super) const ROOT_ID: &str = "p.playlistsroot";

/// Everything `/v1/me/library` can answer with.
pub(super) struct Library {
    pub(super) songs: Vec<LibrarySong>,
    pub(super) albums: Vec<LibraryAlbum>,
    pub(super) artists: Vec<LibraryArtist>,
    pub(super) playlists: Vec<LibraryPlaylist>,
    pub(super) videos: Vec<LibraryVideo>,
    pub(super) folders: Vec<LibraryFolder>,
    ids: HashMap<String, Node>,
    /// From a catalogue resource to its copy.
    copies: HashMap<Node, u32>,
    mix: Mix,
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Library {
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

    /// Puts a catalogue music video into the library; its song stays outside.
    pub(super) fn add_video(&mut self, video: u32, now: i64) -> u32 {
        if let Some(&at) = self.copies.get(&Kind::Video.node(video)) {
            return at;
        }
        let at = self.videos.len() as u32;
        let id = self.name(Kind::LibraryVideo.node(at), "i.", 14);
        self.videos.push(LibraryVideo { id, video, added: now });
        self.copies.insert(Kind::Video.node(video), at);
        at
    }

    /// Puts a catalogue playlist into the library. It cannot be edited: it belongs to its curator.
    pub(super) fn add_playlist(&mut self, catalogue: &Catalogue, playlist: u32, now: i64) {
        if self.copies.contains_key(&Kind::Playlist.node(playlist)) {
            return;
        }
        let from = &catalogue.playlists[playlist as usize];
        let tracks = from.songs.iter().filter_map(|&song| self.copy(Kind::Song.node(song))).collect();
        let new = New { name: from.name.to_string(), description: None, folder: ROOT, added: now };
        let at = self.create_playlist(new, tracks);
        let added = &mut self.playlists[at as usize];
        (added.can_edit, added.catalog) = (false, Some(playlist));
        self.copies.insert(Kind::Playlist.node(playlist), at);
    }

    /// A playlist of the listener's own, at the place of a deleted one if there is any.
    pub(super) fn create_playlist(&mut self, new: New, tracks: Vec<Node>) -> u32 {
        let free = self.playlists.iter().position(|playlist| playlist.gone);
        let at = free.unwrap_or(self.playlists.len());
        let id = self.name(Kind::LibraryPlaylist.node(at as u32), "p.", 14);
        let New { name, description, folder, added } = new;
        let (can_edit, catalog, gone) = (true, None, false);
        let playlist =
            LibraryPlaylist { id, name, description, can_edit, catalog, tracks, folder, added, gone };
        match self.playlists.get_mut(at) {
            Some(place) => *place = playlist,
            None => self.playlists.push(playlist),
        }
        at as u32
    }

    pub(super) fn create_folder(&mut self, new: New) -> u32 {
        let at = self.folders.len() as u32;
        let id = self.name(Kind::LibraryFolder.node(at), "p.", 14);
        self.folders.push(LibraryFolder { id, name: new.name, parent: new.folder, added: new.added });
        at
    }

    pub(super) fn delete_playlist(&mut self, at: u32) {
        let playlist = &mut self.playlists[at as usize];
        (playlist.gone, playlist.tracks) = (true, Vec::new());
        self.ids.remove(&playlist.id);
        if let Some(original) = playlist.catalog {
            self.copies.remove(&Kind::Playlist.node(original));
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
            Kind::LibraryVideo => &self.videos[at].id,
            Kind::LibraryFolder => &self.folders[at].id,
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
            Kind::Video => Kind::LibraryVideo,
            _ => return None,
        };
        self.copies.get(&of).map(|&at| kind.node(at))
    }

    /// Everything of a type, in the order in which it came.
    pub(super) fn nodes(&self, kind: Kind) -> impl Iterator<Item = Node> + use<'_> {
        let is_there = move |at: &u32| kind != Kind::LibraryPlaylist || !self.playlists[*at as usize].gone;
        (0..self.places(kind)).filter(is_there).map(move |at| kind.node(at))
    }

    fn places(&self, kind: Kind) -> u32 {
        let count = match kind {
            Kind::LibrarySong => self.songs.len(),
            Kind::LibraryAlbum => self.albums.len(),
            Kind::LibraryArtist => self.artists.len(),
            Kind::LibraryPlaylist => self.playlists.len(),
            Kind::LibraryVideo => self.videos.len(),
            Kind::LibraryFolder => self.folders.len(),
            _ => 0,
        };
        count as u32
    }

    /// What a folder holds: folders first, then playlists.
    pub(super) fn children(&self, folder: u32) -> Vec<Node> {
        let folders = self.nodes(Kind::LibraryFolder);
        let inner = folders.filter(|node| node.at != ROOT && self.folders[node.at as usize].parent == folder);
        let playlists = self.nodes(Kind::LibraryPlaylist);
        inner.chain(playlists.filter(|node| self.playlists[node.at as usize].folder == folder)).collect()
    }

    /// When something came into the library; songs and artists come with their album.
    pub(super) fn added(&self, node: Node) -> i64 {
        let at = node.at as usize;
        match node.kind {
            Kind::LibraryAlbum => self.albums[at].added,
            Kind::LibraryPlaylist => self.playlists[at].added,
            Kind::LibraryVideo => self.videos[at].added,
            _ => 0,
        }
    }
}
