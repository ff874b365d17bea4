//! What changes while the sandbox runs, and the only place where it does: additions, playlists, ratings, favorites.
//!
//! It is gone when the sandbox stops, and it is bounded: a client that adds for ever is refused, or adds what is there.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::fault::Fault;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::library::{Library, New};

/// What a listener may have of playlists and folders: no test needs more, and a name can be as long as a body.
const MOST_LISTS: usize = 500;
/// What all playlists together may hold.
const MOST_TRACKS: usize = 200_000;
/// What may wait to be shown. A client that only adds sees the rest come at once.
const MOST_COMING: usize = 1_000;

/// Everything about the listener.
pub(super) struct State {
    pub(super) library: Library,
    /// By the catalogue's resource where there is one, so that its copy has the same: 1 or -1.
    ratings: HashMap<Node, i64>,
    favorites: HashSet<Node>,
    coming: VecDeque<Coming>,
}

/// Something that was added and does not show yet.
struct Coming {
    node: Node,
    added: i64,
    /// One read did not show it; the next one does.
    was_missed: bool,
}

impl State {
    pub(super) fn build(catalogue: &Catalogue) -> Self {
        let library = Library::build(catalogue);
        Self { library, ratings: HashMap::new(), favorites: HashSet::new(), coming: VecDeque::new() }
    }

    pub(super) fn rating(&self, original: Node) -> Option<i64> {
        self.ratings.get(&original).copied()
    }

    /// Rates something, or takes the rating back.
    pub(super) fn rate(&mut self, original: Node, value: Option<i64>) {
        match value {
            Some(value) => self.ratings.insert(original, value),
            None => self.ratings.remove(&original),
        };
    }

    pub(super) fn is_favorite(&self, original: Node) -> bool {
        self.favorites.contains(&original)
    }

    pub(super) fn favor(&mut self, original: Node, is_favorite: bool) {
        match is_favorite {
            true => self.favorites.insert(original),
            false => self.favorites.remove(&original),
        };
    }

    /// Takes catalogue resources in: the next read does not show them, the one after it does.
    pub(super) fn add(&mut self, catalogue: &Catalogue, nodes: Vec<Node>, now: i64) {
        for node in nodes {
            if self.coming.iter().any(|coming| coming.node == node) {
                continue;
            }
            if self.coming.len() == MOST_COMING {
                let first = self.coming.pop_front();
                first.into_iter().for_each(|coming| self.put(catalogue, &coming));
            }
            self.coming.push_back(Coming { node, added: now, was_missed: false });
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        !self.coming.is_empty()
    }

    /// One read more: what was missed by the last one arrives.
    pub(super) fn settle(&mut self, catalogue: &Catalogue) {
        while let Some(due) = self.coming.pop_front_if(|coming| coming.was_missed) {
            self.put(catalogue, &due);
        }
        self.coming.iter_mut().for_each(|coming| coming.was_missed = true);
    }

    fn put(&mut self, catalogue: &Catalogue, coming: &Coming) {
        let (library, at, now) = (&mut self.library, coming.node.at, coming.added);
        match coming.node.kind {
            Kind::Song => _ = library.add_song(catalogue, at, now),
            Kind::Album => {
                catalogue.album_songs(at).for_each(|song| _ = library.add_song(catalogue, song, now));
            }
            Kind::Playlist => library.add_playlist(catalogue, at, now),
            Kind::Video => _ = library.add_video(at, now),
            _ => {}
        }
    }

    /// A playlist of these tracks.
    pub(super) fn create_playlist(&mut self, new: New, tracks: Vec<Node>) -> Result<Node, Fault> {
        self.has_room(tracks.len())?;
        Ok(Kind::LibraryPlaylist.node(self.library.create_playlist(new, tracks)))
    }

    pub(super) fn create_folder(&mut self, new: New) -> Result<Node, Fault> {
        self.has_room(0)?;
        Ok(Kind::LibraryFolder.node(self.library.create_folder(new)))
    }

    /// Puts tracks at the end of a playlist, or in the place of all there are.
    pub(super) fn set_tracks(&mut self, at: u32, tracks: Vec<Node>, replace: bool) -> Result<(), Fault> {
        let playlist = &self.library.playlists[at as usize];
        if !playlist.can_edit || self.tracks() + tracks.len() > MOST_TRACKS {
            return Err(Fault::upstream("Unable to update tracks"));
        }
        let playlist = &mut self.library.playlists[at as usize];
        if replace {
            playlist.tracks.clear();
        }
        playlist.tracks.extend(tracks);
        Ok(())
    }

    pub(super) fn delete_playlist(&mut self, at: u32) {
        self.ratings.remove(&Kind::LibraryPlaylist.node(at));
        self.library.delete_playlist(at);
    }

    /// The library's copy of a track; a catalogue track is added first, and shows at once.
    pub(super) fn track(&mut self, catalogue: &Catalogue, node: Node, now: i64) -> Option<Node> {
        match node.kind {
            Kind::Song => Some(Kind::LibrarySong.node(self.library.add_song(catalogue, node.at, now))),
            Kind::Video => Some(Kind::LibraryVideo.node(self.library.add_video(node.at, now))),
            Kind::LibrarySong | Kind::LibraryVideo => Some(node),
            _ => None,
        }
    }

    fn tracks(&self) -> usize {
        self.library.playlists.iter().map(|playlist| playlist.tracks.len()).sum()
    }

    fn has_room(&self, tracks: usize) -> Result<(), Fault> {
        let lists = self.library.nodes(Kind::LibraryPlaylist).count() + self.library.folders.len();
        if lists >= MOST_LISTS || self.tracks() + tracks > MOST_TRACKS {
            let detail = format!(
                "The sandbox keeps no more than {MOST_LISTS} playlists and folders, and {MOST_TRACKS} tracks in them"
            );
            return Err(Fault::upstream(&detail));
        }
        Ok(())
    }
}
