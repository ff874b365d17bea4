//! Who is related to whom: relationships and views as lists of resources.

mod library;

use std::cmp::Reverse;

use crate::sandbox::catalogue::{DELUXE, Form, Playlist, Rating, Station};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::mix::hash;
use crate::sandbox::reader::Reader;
use crate::sandbox::words;
use crate::sandbox::words::editorial::{ACTIVITIES, SHOWS};

/// The root of all genres, which every resource is also filed under.
const MUSIC: u32 = 0;

impl Reader<'_> {
    /// The resources a relationship leads to, those this storefront has. Empty also for a name nobody knows.
    pub(super) fn related(&self, node: Node, name: &str) -> Vec<Node> {
        let related = match node.kind {
            Kind::Song => self.of_song(node.at, name),
            Kind::Album => self.of_album(node.at, name),
            Kind::Artist => self.of_artist(node.at, name),
            Kind::Playlist => self.of_playlist(node.at, name),
            Kind::Video => self.of_video(node.at, name),
            Kind::AppleCurator | Kind::Curator => self.playlists(|playlist| playlist.curator == Some(node)),
            Kind::Activity => self.activity_playlists(node.at),
            Kind::Station => self.radio_show(node.at),
            Kind::StationGenre => self.genre_stations(node.at),
            Kind::LibrarySong => self.of_library_song(node.at, name),
            Kind::LibraryAlbum => self.of_library_album(node.at, name),
            Kind::LibraryArtist => self.of_library_artist(node.at, name),
            Kind::LibraryPlaylist => self.of_library_playlist(node.at, name),
            Kind::LibraryVideo => self.of_library_video(node.at, name),
            Kind::LibraryFolder => self.of_folder(node.at, name),
            Kind::Recommendation => self.recommended(node.at, name),
            Kind::Genre | Kind::Label | Kind::Storefront => Vec::new(),
        };
        self.sold(related)
    }

    fn sold(&self, mut nodes: Vec<Node>) -> Vec<Node> {
        nodes.retain(|&node| self.catalogue.sold_in(node, self.storefront));
        nodes
    }

    fn of_song(&self, at: u32, name: &str) -> Vec<Node> {
        let song = &self.catalogue.songs[at as usize];
        let artist = self.catalogue.song_artist(at);
        match name {
            "albums" => vec![Kind::Album.node(song.album)],
            "artists" => {
                [Some(artist), song.guest].into_iter().flatten().map(|at| Kind::Artist.node(at)).collect()
            }
            "composers" => vec![Kind::Artist.node(artist)],
            "genres" => self.genres_of(artist),
            "library" => self.library.copy(Kind::Song.node(at)).into_iter().collect(),
            "music-videos" => self
                .catalogue
                .videos
                .binary_search(&at)
                .ok()
                .map(|at| Kind::Video.node(at as u32))
                .into_iter()
                .collect(),
            "station" => vec![Kind::Station.node(artist)],
            _ => Vec::new(),
        }
    }

    fn of_album(&self, at: u32, name: &str) -> Vec<Node> {
        let album = &self.catalogue.albums[at as usize];
        match name {
            "artists" => vec![Kind::Artist.node(album.artist)],
            "tracks" => self.catalogue.album_songs(at).map(|at| Kind::Song.node(at)).collect(),
            "genres" => self.genres_of(album.artist),
            "library" => self.library.copy(Kind::Album.node(at)).into_iter().collect(),
            "record-labels" => vec![Kind::Label.node(u32::from(album.label))],
            _ => Vec::new(),
        }
    }

    fn of_artist(&self, at: u32, name: &str) -> Vec<Node> {
        match name {
            "albums" => self.catalogue.artist_albums(at).map(|at| Kind::Album.node(at)).collect(),
            "genres" => self.genres_of(at),
            "music-videos" => self.videos(|song| self.catalogue.song_artist(song) == at),
            "playlists" => self.featuring(at),
            "station" => vec![Kind::Station.node(at)],
            _ => Vec::new(),
        }
    }

    fn of_playlist(&self, at: u32, name: &str) -> Vec<Node> {
        let playlist = &self.catalogue.playlists[at as usize];
        match name {
            "curator" => playlist.curator.into_iter().collect(),
            "tracks" => playlist.songs.iter().map(|&at| Kind::Song.node(at)).collect(),
            "library" => self.library.copy(Kind::Playlist.node(at)).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn of_video(&self, at: u32, name: &str) -> Vec<Node> {
        let song = self.catalogue.videos[at as usize];
        match name {
            "songs" => vec![Kind::Song.node(song)],
            "library" => self.library.copy(Kind::Video.node(at)).into_iter().collect(),
            "albums" | "artists" | "genres" => self.of_song(song, name),
            _ => Vec::new(),
        }
    }

    /// What the house's own curators made that suits an activity.
    fn activity_playlists(&self, at: u32) -> Vec<Node> {
        let suits = |node: &Node| hash(self.catalogue.seed, "activity", node.at) % ACTIVITIES.len() as u64;
        let mut playlists = self.playlists(|playlist| {
            !playlist.chart && playlist.curator.is_some_and(|curator| curator.kind == Kind::AppleCurator)
        });
        playlists.retain(|node| suits(node) == u64::from(at));
        playlists
    }

    /// The show that an episode belongs to, or that is on now.
    fn radio_show(&self, at: u32) -> Vec<Node> {
        let show = match self.catalogue.station(at) {
            Station::Live(place) => Some(place % SHOWS.len() as u32),
            Station::Episode { show, .. } => Some(show),
            _ => None,
        };
        show.map(|show| Kind::AppleCurator.node(words::CURATORS.len() as u32 + show)).into_iter().collect()
    }

    /// What is on the air now.
    pub(super) fn live_stations(&self) -> Vec<Node> {
        let live = |node: &Node| matches!(self.catalogue.station(node.at), Station::Live(_));
        self.catalogue.nodes(Kind::Station).filter(live).collect()
    }

    /// What stands for a resource of another storefront in this one: itself, or its other edition, the clean one first for
    /// those who want it.
    pub(super) fn equivalent(&self, kind: Kind, id: &str, restricted: bool) -> Option<Node> {
        let node = self.catalogue.anywhere(kind, id)?;
        let original = match kind {
            Kind::Album => self.catalogue.original_album(node.at),
            Kind::Song => self.catalogue.original(node.at),
            _ => None,
        };
        let other = original.map(|at| kind.node(at)).or_else(|| self.catalogue.clean(node));
        let clean = if restricted { Some(self.clean(node)) } else { None };
        let candidates = [clean, Some(node), other].into_iter().flatten();
        candidates.into_iter().find(|&node| self.catalogue.sold_in(node, self.storefront))
    }

    /// The clean edition of something explicit, if this storefront has one; else the thing itself.
    pub(super) fn clean(&self, node: Node) -> Node {
        let explicit = match node.kind {
            Kind::Song => self.catalogue.songs[node.at as usize].rating == Rating::Explicit,
            _ => true,
        };
        let clean = self
            .catalogue
            .clean(node)
            .filter(|&clean| explicit && self.catalogue.sold_in(clean, self.storefront));
        clean.unwrap_or(node)
    }

    /// The genre's own station, and those of its artists.
    fn genre_stations(&self, at: u32) -> Vec<Node> {
        let genre = at as u8 + 1;
        let belongs = |node: &Node| match self.catalogue.station(node.at) {
            Station::Artist(artist) => self.catalogue.artists[artist as usize].genre == genre,
            Station::Genre(of) => of == genre,
            _ => false,
        };
        let mut stations: Vec<Node> = self.catalogue.nodes(Kind::Station).filter(belongs).collect();
        stations.sort_by_key(|node| node.at < self.catalogue.personal_station());
        stations
    }

    /// The resources of a view, those this storefront has.
    pub(super) fn viewed(&self, node: Node, name: &str) -> Vec<Node> {
        let viewed = match node.kind {
            Kind::Artist => self.artist_view(node.at, name),
            Kind::Album => self.album_view(node.at, name),
            Kind::Playlist => self.playlist_view(node.at, name),
            Kind::Video => self.video_view(node.at, name),
            Kind::Label => self.label_view(node.at, name),
            _ => Vec::new(),
        };
        self.sold(viewed)
    }

    fn artist_view(&self, at: u32, name: &str) -> Vec<Node> {
        let of_form = |forms: &[Form]| self.albums_of(at, |form| forms.contains(&form));
        match name {
            "full-albums" => of_form(&[Form::Full, Form::Deluxe]),
            "singles" => of_form(&[Form::Single, Form::Ep]),
            "live-albums" => of_form(&[Form::Live]),
            "compilation-albums" => of_form(&[Form::Compilation]),
            "featured-albums" => self.popular(of_form(&[Form::Full, Form::Deluxe]), 6),
            "latest-release" => self.albums_of(at, |_| true).into_iter().take(1).collect(),
            "appears-on-albums" => self.guest_albums(at),
            "top-songs" => self.popular(self.songs_of(at), 60),
            "similar-artists" => self.similar(at),
            "featured-playlists" => self.featuring(at).into_iter().take(10).collect(),
            "top-music-videos" | "featured-music-videos" => self.of_artist(at, "music-videos"),
            _ => Vec::new(),
        }
    }

    fn album_view(&self, at: u32, name: &str) -> Vec<Node> {
        let album = &self.catalogue.albums[at as usize];
        let songs = self.catalogue.album_songs(at);
        match name {
            "appears-on" => self.playlists(|playlist| playlist.songs.iter().any(|song| songs.contains(song))),
            "related-albums" => {
                let similar = self.similar(album.artist);
                similar
                    .into_iter()
                    .map(|node| Kind::Album.node(self.catalogue.artist_albums(node.at).start))
                    .collect()
            }
            "related-videos" => self.videos(|song| songs.contains(&song)),
            "other-versions" => self.versions(at),
            _ => Vec::new(),
        }
    }

    /// The artist's other releases of the same name, deluxe or plain.
    fn versions(&self, at: u32) -> Vec<Node> {
        let plain = |at: u32| self.catalogue.albums[at as usize].name.trim_end_matches(DELUXE);
        let albums = self.catalogue.artist_albums(self.catalogue.albums[at as usize].artist);
        albums
            .filter(|&other| other != at && plain(other) == plain(at))
            .map(|at| Kind::Album.node(at))
            .collect()
    }

    fn playlist_view(&self, at: u32, name: &str) -> Vec<Node> {
        let playlist = &self.catalogue.playlists[at as usize];
        match name {
            "featured-artists" => {
                let mut artists: Vec<Node> = playlist
                    .songs
                    .iter()
                    .take(24)
                    .map(|&song| Kind::Artist.node(self.catalogue.song_artist(song)))
                    .collect();
                artists.sort_unstable_by_key(|node| node.at);
                artists.dedup();
                artists
            }
            "more-by-curator" if playlist.curator.is_some() => {
                let mut more = self.playlists(|other| other.curator == playlist.curator);
                more.retain(|node| node.at != at);
                more
            }
            _ => Vec::new(),
        }
    }

    fn video_view(&self, at: u32, name: &str) -> Vec<Node> {
        let artist = self.catalogue.song_artist(self.catalogue.videos[at as usize]);
        let genre = self.catalogue.artists[artist as usize].genre;
        let mut more = match name {
            "more-by-artist" => self.of_artist(artist, "music-videos"),
            "more-in-genre" => self.videos(|song| {
                self.catalogue.artists[self.catalogue.song_artist(song) as usize].genre == genre
            }),
            _ => Vec::new(),
        };
        more.retain(|node| node.at != at);
        more
    }

    fn label_view(&self, at: u32, name: &str) -> Vec<Node> {
        let mut releases: Vec<Node> = self.catalogue.nodes(Kind::Album).collect();
        releases.retain(|node| u32::from(self.catalogue.albums[node.at as usize].label) == at);
        match name {
            "latest-releases" => {
                releases.sort_by_key(|node| Reverse(self.catalogue.albums[node.at as usize].released))
            }
            _ => releases = self.popular(releases, 100),
        }
        releases.truncate(100);
        releases
    }

    /// How popular something is in this storefront: a number nobody earned, but the same on every run. Mara Quill,
    /// "Glass Harbour" and its first song lead everywhere, so that a demonstration begins with a name it knows.
    pub(super) fn popularity(&self, node: Node) -> u64 {
        match (node.kind, node.at) {
            (Kind::Song | Kind::Album | Kind::Artist, 0) => u64::MAX,
            (kind, at) => hash(self.catalogue.seed ^ u64::from(self.storefront), kind.spec().name, at),
        }
    }

    /// The most popular of these, at most `most`.
    pub(super) fn popular(&self, mut nodes: Vec<Node>, most: usize) -> Vec<Node> {
        nodes.sort_by_cached_key(|&node| Reverse(self.popularity(node)));
        nodes.truncate(most);
        nodes
    }

    pub(super) fn genre_of(&self, node: Node) -> Option<u8> {
        let artist = match node.kind {
            Kind::Song => self.catalogue.song_artist(node.at),
            Kind::Video => self.catalogue.song_artist(self.catalogue.videos[node.at as usize]),
            Kind::Album => self.catalogue.albums[node.at as usize].artist,
            Kind::Artist => node.at,
            Kind::Playlist => return Some(self.catalogue.playlists[node.at as usize].genre),
            _ => return None,
        };
        Some(self.catalogue.artists[artist as usize].genre)
    }

    fn genres_of(&self, artist: u32) -> Vec<Node> {
        let genre = u32::from(self.catalogue.artists[artist as usize].genre);
        [genre, MUSIC].map(|at| Kind::Genre.node(at)).to_vec()
    }

    pub(super) fn songs_of(&self, artist: u32) -> Vec<Node> {
        let songs = self.catalogue.artist_albums(artist).flat_map(|album| self.catalogue.album_songs(album));
        songs.map(|at| Kind::Song.node(at)).collect()
    }

    /// The newest first.
    fn albums_of(&self, artist: u32, wanted: impl Fn(Form) -> bool) -> Vec<Node> {
        let mut albums: Vec<u32> = self.catalogue.artist_albums(artist).collect();
        albums.retain(|&at| wanted(self.catalogue.albums[at as usize].form));
        albums.sort_by_key(|&at| Reverse(self.catalogue.albums[at as usize].released));
        albums.into_iter().map(|at| Kind::Album.node(at)).collect()
    }

    fn guest_albums(&self, artist: u32) -> Vec<Node> {
        let songs = self.catalogue.songs.iter().filter(|song| song.guest == Some(artist));
        let mut albums: Vec<Node> = songs.map(|song| Kind::Album.node(song.album)).collect();
        albums.dedup();
        albums
    }

    fn similar(&self, artist: u32) -> Vec<Node> {
        let genre = self.catalogue.artists[artist as usize].genre;
        let same = |node: &Node| node.at != artist && self.catalogue.artists[node.at as usize].genre == genre;
        self.popular(self.catalogue.nodes(Kind::Artist).filter(same).collect(), 15)
    }

    fn featuring(&self, artist: u32) -> Vec<Node> {
        self.playlists(|playlist| {
            playlist.songs.iter().any(|&song| self.catalogue.song_artist(song) == artist)
        })
    }

    fn playlists(&self, wanted: impl Fn(&Playlist) -> bool) -> Vec<Node> {
        let nodes = self.catalogue.nodes(Kind::Playlist);
        nodes.filter(|node| wanted(&self.catalogue.playlists[node.at as usize])).collect()
    }

    fn videos(&self, wanted: impl Fn(u32) -> bool) -> Vec<Node> {
        let nodes = self.catalogue.nodes(Kind::Video);
        nodes.filter(|node| wanted(self.catalogue.videos[node.at as usize])).collect()
    }
}

/// The index of a genre by its number, `20` for Alternative.
pub(super) fn genre_at(id: &str) -> Option<u8> {
    words::GENRES.iter().position(|(number, _)| number.to_string() == id).map(|at| at as u8)
}
