//! Who is related to whom in the library, and what of it is in the catalogue.

use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::library::ROOT;
use crate::sandbox::reader::Reader;

impl Reader<'_> {
    pub(super) fn of_library_song(&self, at: u32, name: &str) -> Vec<Node> {
        let copy = &self.library.songs[at as usize];
        let song = &self.catalogue.songs[copy.song as usize];
        let related = match name {
            "catalog" => (!copy.uploaded).then(|| Kind::Song.node(copy.song)),
            "albums" => self.library.copy(Kind::Album.node(song.album)),
            "artists" => self.library.copy(Kind::Artist.node(self.catalogue.song_artist(copy.song))),
            _ => None,
        };
        related.into_iter().collect()
    }

    pub(super) fn of_library_album(&self, at: u32, name: &str) -> Vec<Node> {
        let copy = &self.library.albums[at as usize];
        match name {
            "catalog" => vec![Kind::Album.node(copy.album)],
            "tracks" => copy.songs.iter().map(|&at| Kind::LibrarySong.node(at)).collect(),
            "artists" => {
                let artist = self.catalogue.albums[copy.album as usize].artist;
                self.library.copy(Kind::Artist.node(artist)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn of_library_artist(&self, at: u32, name: &str) -> Vec<Node> {
        let artist = self.library.artists[at as usize].artist;
        match name {
            "catalog" => vec![Kind::Artist.node(artist)],
            "albums" => self
                .catalogue
                .artist_albums(artist)
                .filter_map(|album| self.library.copy(Kind::Album.node(album)))
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn of_library_playlist(&self, at: u32, name: &str) -> Vec<Node> {
        let playlist = &self.library.playlists[at as usize];
        match name {
            "catalog" => playlist.catalog.map(|at| Kind::Playlist.node(at)).into_iter().collect(),
            "tracks" => playlist.tracks.clone(),
            // Nobody asks for the folder by this name but a route that Apple does not document.
            "parent" if playlist.folder != ROOT => vec![Kind::LibraryFolder.node(playlist.folder)],
            _ => Vec::new(),
        }
    }

    pub(super) fn of_library_video(&self, at: u32, name: &str) -> Vec<Node> {
        let video = self.library.videos[at as usize].video;
        let song = self.catalogue.videos[video as usize];
        let related = match name {
            "catalog" => Some(Kind::Video.node(video)),
            "albums" => self.library.copy(Kind::Album.node(self.catalogue.songs[song as usize].album)),
            "artists" => self.library.copy(Kind::Artist.node(self.catalogue.song_artist(song))),
            _ => None,
        };
        related.into_iter().collect()
    }

    /// Folders come before playlists. The root is nobody's child.
    pub(super) fn of_folder(&self, at: u32, name: &str) -> Vec<Node> {
        match name {
            "children" => self.library.children(at),
            "parent" if at != ROOT => {
                vec![Kind::LibraryFolder.node(self.library.folders[at as usize].parent)]
            }
            _ => Vec::new(),
        }
    }

    /// The catalogue resource that a library resource is a copy of; itself where there is none.
    pub(in crate::sandbox) fn original(&self, node: Node) -> Node {
        match node.kind.is_library() {
            true => self.related(node, "catalog").first().copied().unwrap_or(node),
            false => node,
        }
    }
}
