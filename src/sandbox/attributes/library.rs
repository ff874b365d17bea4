//! The attributes of library resources: fewer than the catalogue's, and `playParams` with more in them.

use serde_json::json;

use super::{Sheet, date, rating};
use crate::sandbox::artwork;
use crate::sandbox::catalogue::Rating;
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
}

/// Seconds since 1970 as `2024-01-31T12:00:00Z`, by the civil calendar that begins its years in March.
fn timestamp(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
