//! Clean editions: some albums with explicit songs exist a second time without what makes them so. They have ids, codes and
//! songs of their own, and no list shows them; `restrict=explicit` and `filter[equivalents]` lead to them.

use super::{Album, Catalogue, Rating, Song};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::hash;

impl Catalogue {
    /// Every other album with an explicit song has one, and the album of the first request too.
    pub(super) fn add_editions(&mut self) {
        let explicit = |at: &u32| {
            let mut songs = self.album_songs(*at);
            songs.any(|song| self.songs[song as usize].rating == Rating::Explicit)
        };
        let chosen = |at: &u32| *at == 0 || hash(self.seed, "edition", *at).is_multiple_of(2);
        self.editions = (0..self.albums.len() as u32).filter(explicit).filter(chosen).collect();
        for at in self.editions.clone() {
            self.add_edition(at);
        }
    }

    fn add_edition(&mut self, of: u32) {
        let (at, first_song) = (self.albums.len() as u32, self.songs.len() as u32);
        for song in self.album_songs(of) {
            let song = &self.songs[song as usize];
            let rating = if song.rating == Rating::Explicit { Rating::Clean } else { song.rating };
            self.songs.push(Song { name: song.name.clone(), album: at, rating, ..*song });
        }
        let album = &self.albums[of as usize];
        self.albums.push(Album { name: album.name.clone(), first_song, ..*album });
    }

    /// Where the editions begin among the albums.
    fn first_edition(&self) -> u32 {
        (self.albums.len() - self.editions.len()) as u32
    }

    /// How many songs stand on clean editions alone.
    pub(super) fn edition_songs(&self) -> u32 {
        let first = self.albums.get(self.first_edition() as usize);
        first.map_or(0, |album| self.songs.len() as u32 - album.first_song)
    }

    /// The clean edition of an album, or a song's place on it.
    pub(in crate::sandbox) fn clean(&self, node: Node) -> Option<Node> {
        let edition = |album: u32| {
            let place = self.editions.binary_search(&album).ok()?;
            Some(self.first_edition() + place as u32)
        };
        match node.kind {
            Kind::Album => edition(node.at).map(|at| Kind::Album.node(at)),
            Kind::Song => {
                let album = self.songs[node.at as usize].album;
                let place = node.at - self.albums[album as usize].first_song;
                let edition = &self.albums[edition(album)? as usize];
                Some(Kind::Song.node(edition.first_song + place))
            }
            _ => None,
        }
    }

    /// The album that one is a clean edition of.
    pub(in crate::sandbox) fn original_album(&self, at: u32) -> Option<u32> {
        self.editions.get(at.checked_sub(self.first_edition())? as usize).copied()
    }

    /// The song that one on a clean edition stands for.
    pub(in crate::sandbox) fn original(&self, at: u32) -> Option<u32> {
        let album = self.songs[at as usize].album;
        let place = at - self.albums[album as usize].first_song;
        Some(self.albums[self.original_album(album)? as usize].first_song + place)
    }
}
