//! The attributes of library resources: fewer than the catalogue's, and `playParams` with more in them.

use serde_json::{Value, json};

use super::{Sheet, date, rating};
use crate::sandbox::artwork;
use crate::sandbox::catalogue::Rating;
use crate::sandbox::clock::timestamp;
use crate::sandbox::kinds::Kind;
use crate::sandbox::mix::hash;
use crate::sandbox::reader::Reader;

impl Reader<'_> {
    pub(super) fn library_song(&self, at: u32) -> Sheet {
        let copy = &self.library.songs[at as usize];
        let song = &self.catalogue.songs[copy.song as usize];
        let album = &self.catalogue.albums[song.album as usize];
        let catalog = self.catalogue.id(Kind::Song.node(copy.song));
        let play = Sheet::default()
            .put("id", &*copy.id)
            .put("kind", "song")
            .put("isLibrary", true)
            .put("reporting", !copy.uploaded)
            .maybe("catalogId", (!copy.uploaded).then_some(&*catalog))
            .maybe("reportingId", (!copy.uploaded).then_some(&*catalog));
        Sheet::default()
            .put("albumName", &*album.name)
            .put("discNumber", song.disc)
            .put("genreNames", json!([self.genre(self.catalogue.artists[album.artist as usize].genre)]))
            .put("trackNumber", song.number)
            .put("hasLyrics", !hash(self.catalogue.seed, "song", copy.song).is_multiple_of(5))
            .put("durationInMillis", song.millis)
            .put("releaseDate", date(album.released))
            .put("name", &*song.name)
            .put("artistName", self.catalogue.song_artist_name(copy.song))
            .put("artwork", artwork::plain(self.catalogue.seed, "Music", song.album))
            .when(song.playable, "playParams", || json!(play.0))
            .maybe("contentRating", rating(song.rating))
    }

    pub(super) fn library_album(&self, at: u32) -> Sheet {
        let copy = &self.library.albums[at as usize];
        let album = &self.catalogue.albums[copy.album as usize];
        let artist = &self.catalogue.artists[album.artist as usize];
        let explicit = |at: &u32| {
            let song = self.library.songs[*at as usize].song;
            self.catalogue.songs[song as usize].rating == Rating::Explicit
        };
        Sheet::default()
            .put("trackCount", copy.songs.len())
            .put("genreNames", json!([self.genre(artist.genre)]))
            .put("releaseDate", date(album.released))
            .put("name", &*album.name)
            .put("artistName", &*artist.name)
            .put("artwork", artwork::plain(self.catalogue.seed, "Music", copy.album))
            .put("playParams", json!({ "id": copy.id, "kind": "album", "isLibrary": true }))
            .put("dateAdded", timestamp(copy.added))
            .maybe("contentRating", copy.songs.iter().any(explicit).then_some("explicit"))
    }

    pub(super) fn library_artist(&self, at: u32) -> Sheet {
        let artist = self.library.artists[at as usize].artist;
        Sheet::default().put("name", &*self.catalogue.artists[artist as usize].name)
    }

    pub(super) fn library_playlist(&self, at: u32) -> Sheet {
        let playlist = &self.library.playlists[at as usize];
        let global = playlist.catalog.map(|at| self.catalogue.id(Kind::Playlist.node(at)));
        let play = Sheet::default()
            .put("id", &*playlist.id)
            .put("kind", "playlist")
            .put("isLibrary", true)
            .maybe("globalId", global.as_deref());
        Sheet::default()
            .put("canEdit", playlist.can_edit)
            .put("name", &*playlist.name)
            .when(
                playlist.description.is_some(),
                "description",
                || json!({ "standard": playlist.description }),
            )
            .put("isPublic", false)
            .put("hasCatalog", global.is_some())
            .put("playParams", play.0)
            .put("dateAdded", timestamp(playlist.added))
            .when(at.is_multiple_of(2), "artwork", || artwork::sizeless(self.catalogue.seed, "Mosaic", at))
    }

    /// The types that a playlist's tracks have.
    pub(super) fn track_types(&self, at: u32) -> Value {
        let tracks = &self.library.playlists[at as usize].tracks;
        let kinds = [Kind::LibrarySong, Kind::LibraryVideo].into_iter();
        kinds
            .filter(|kind| tracks.iter().any(|track| track.kind == *kind))
            .map(|kind| kind.spec().name)
            .collect()
    }

    pub(super) fn library_video(&self, at: u32) -> Sheet {
        let copy = &self.library.videos[at as usize];
        let of = self.catalogue.videos[copy.video as usize];
        let song = &self.catalogue.songs[of as usize];
        let album = &self.catalogue.albums[song.album as usize];
        let catalog = self.catalogue.id(Kind::Video.node(copy.video));
        let play = json!({
            "id": copy.id, "kind": "musicVideo", "isLibrary": true, "reporting": true, "catalogId": catalog,
        });
        Sheet::default()
            .put("name", &*song.name)
            .put("artistName", self.catalogue.song_artist_name(of))
            .put("albumName", &*album.name)
            .put("genreNames", json!([self.genre(self.catalogue.artists[album.artist as usize].genre)]))
            .put("durationInMillis", song.millis + 4_000)
            .put("releaseDate", date(album.released))
            .put("trackNumber", 0)
            .put("artwork", artwork::plain(self.catalogue.seed, "Video", copy.video))
            .put("playParams", play)
            .maybe("contentRating", rating(song.rating))
    }

    pub(super) fn folder(&self, at: u32) -> Sheet {
        let folder = &self.library.folders[at as usize];
        Sheet::default().put("name", &*folder.name).put("dateAdded", timestamp(folder.added))
    }
}
