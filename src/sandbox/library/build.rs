//! The library that a listener of the sandbox has to begin with.

use std::collections::HashMap;

use super::{Library, LibraryFolder, New, ROOT, ROOT_ID};
use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::Mix;
use crate::sandbox::words::{LIBRARY_FOLDERS, LIBRARY_PLAYLISTS};

const SONGS: usize = 1_200;
const ALBUMS: u32 = 110;
const ARTISTS: u32 = 60;
/// Enough for a second page of 25.
const VIDEOS: usize = 32;
/// 2024-01-01: when the listener began collecting. Fixed, so that two runs show the same dates.
const BEGAN: i64 = 1_704_067_200;

impl Library {
    /// The library of a seed: 1,200 songs, 110 albums, 60 artists, 30 playlists, music videos and folders.
    pub(in crate::sandbox) fn build(catalogue: &Catalogue) -> Self {
        let root = LibraryFolder { id: ROOT_ID.into(), name: "Playlists".into(), parent: ROOT, added: BEGAN };
        let mut library = Self {
            songs: Vec::with_capacity(SONGS),
            albums: Vec::new(),
            artists: Vec::new(),
            playlists: Vec::new(),
            videos: Vec::new(),
            folders: vec![root],
            ids: HashMap::from([(ROOT_ID.to_owned(), Kind::LibraryFolder.node(ROOT))]),
            copies: HashMap::new(),
            mix: Mix::new(catalogue.seed ^ 0x11B),
        };
        library.add_albums(catalogue);
        library.add_playlists(catalogue);
        library.add_videos(catalogue);
        library.add_folders();
        library
    }

    fn add_albums(&mut self, catalogue: &Catalogue) {
        let albums = chosen_albums(catalogue);
        let lengths = lengths(catalogue, &albums);
        for (place, (album, length)) in albums.into_iter().zip(lengths).enumerate() {
            let when = BEGAN + place as i64 * 310_000;
            for song in catalogue.album_songs(album).take(length) {
                let at = self.add_song(catalogue, song, when);
                self.songs[at as usize].uploaded = self.mix.one_in(40);
            }
        }
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
            let songs = (0..length).map(|_| Kind::LibrarySong.node(self.mix.between(0, last)));
            let songs: Vec<Node> = songs.collect();
            let description = (place % 3 == 0).then(|| format!("{length} songs, in no order that matters."));
            self.create_playlist(
                New { name: (*name).to_owned(), description, folder: ROOT, added: when },
                songs,
            );
        }
    }

    /// Music videos from all over the catalogue.
    fn add_videos(&mut self, catalogue: &Catalogue) {
        let step = (catalogue.videos.len() / VIDEOS).max(1);
        for (place, video) in (0..catalogue.videos.len()).step_by(step).take(VIDEOS).enumerate() {
            self.add_video(video as u32, BEGAN + place as i64 * 700_000);
        }
    }

    /// A folder holds three playlists; the last one stands inside the first.
    fn add_folders(&mut self) {
        for (place, name) in LIBRARY_FOLDERS.iter().enumerate() {
            let folder = if place + 1 == LIBRARY_FOLDERS.len() { 1 } else { ROOT };
            let added = BEGAN + place as i64 * 2_600_000;
            let at = self.create_folder(New { name: (*name).to_owned(), description: None, folder, added });
            for playlist in self.playlists.iter_mut().skip(6 + place * 4).take(3) {
                playlist.folder = at;
            }
        }
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
