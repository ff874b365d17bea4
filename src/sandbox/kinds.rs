//! The resource types the sandbox serves, as one table: names, caps, relationships, views, extended attributes.
//! The numbers are Apple's where Apple gives one; the rest are what clients have seen.

/// A resource type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Song,
    Album,
    Artist,
    Playlist,
    Video,
    Genre,
    AppleCurator,
    Curator,
    Activity,
    Label,
    Station,
    StationGenre,
    Storefront,
    LibrarySong,
    LibraryAlbum,
    LibraryArtist,
    LibraryPlaylist,
    LibraryVideo,
    LibraryFolder,
    Recommendation,
}

/// A resource: its type, and its place in the table of that type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) at: u32,
}

/// When a relationship appears without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Identifiers,
    Objects,
    /// As objects, but only when one resource was fetched by its id.
    ObjectsAlone,
    Omitted,
    /// Omitted, and to be had only of one resource fetched by its id.
    OmittedAmong,
}

/// A relationship: how many rows a page has when nobody says, and how many it may have.
pub(super) struct Edge {
    pub(super) name: &'static str,
    pub(super) shown: Shown,
    pub(super) page: usize,
    pub(super) cap: usize,
}

/// A relationship view.
pub(super) struct View {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) page: usize,
    pub(super) cap: usize,
}

/// What the sandbox knows about a resource type.
pub(super) struct Spec {
    pub(super) kind: Kind,
    /// As in `type`.
    pub(super) name: &'static str,
    /// As in a path: a library path says `songs` where the type says `library-songs`.
    pub(super) path: &'static str,
    pub(super) ids_cap: usize,
    pub(super) edges: &'static [Edge],
    pub(super) views: &'static [View],
}

pub(super) const CATALOG: &[Spec] = &[
    Spec {
        kind: Kind::Song,
        name: "songs",
        path: "songs",
        ids_cap: 300,
        edges: &[
            identifiers("artists", 10, 10),
            identifiers("albums", 10, 10),
            omitted("composers", 10, 10),
            omitted("genres", 10, 10),
            omitted("library", 10, 10),
            omitted("music-videos", 10, 10),
            omitted("station", 10, 10),
        ],
        views: &[],
    },
    Spec {
        kind: Kind::Album,
        name: "albums",
        path: "albums",
        ids_cap: 100,
        edges: &[
            identifiers("artists", 10, 10),
            objects("tracks", 300, 300),
            omitted("genres", 10, 10),
            omitted("library", 10, 10),
            omitted("record-labels", 10, 10),
        ],
        views: &[
            view("appears-on", "Appears On"),
            view("other-versions", "Other Versions"),
            view("related-albums", "You Might Also Like"),
            view("related-videos", "Music Videos"),
        ],
    },
    Spec {
        kind: Kind::Artist,
        name: "artists",
        path: "artists",
        ids_cap: 25,
        edges: &[
            identifiers("albums", 25, 100),
            omitted("genres", 10, 10),
            omitted("music-videos", 25, 100),
            omitted("playlists", 10, 10),
            omitted("station", 10, 10),
        ],
        views: &[
            view("appears-on-albums", "Appears On"),
            view("compilation-albums", "Compilations"),
            view("featured-albums", "Essential Albums"),
            view("featured-music-videos", "Featured Videos"),
            view("featured-playlists", "Artist Playlists"),
            view("full-albums", "Albums"),
            view("latest-release", "Latest Release"),
            view("live-albums", "Live Albums"),
            view("similar-artists", "Similar Artists"),
            view("singles", "Singles & EPs"),
            view("top-music-videos", "Top Videos"),
            view("top-songs", "Top Songs"),
        ],
    },
    Spec {
        kind: Kind::Playlist,
        name: "playlists",
        path: "playlists",
        ids_cap: 25,
        edges: &[identifiers("curator", 10, 10), objects("tracks", 100, 300), omitted("library", 10, 10)],
        views: &[
            view("featured-artists", "Featured Artists"),
            view("more-by-curator", "More By This Curator"),
        ],
    },
    Spec {
        kind: Kind::Video,
        name: "music-videos",
        path: "music-videos",
        ids_cap: 100,
        edges: &[
            identifiers("albums", 10, 10),
            identifiers("artists", 10, 10),
            omitted("genres", 10, 10),
            omitted("library", 10, 10),
            omitted("songs", 10, 10),
        ],
        views: &[
            View { name: "more-by-artist", title: "More By This Artist", page: 15, cap: 100 },
            View { name: "more-in-genre", title: "More In This Genre", page: 15, cap: 100 },
        ],
    },
    Spec { kind: Kind::Genre, name: "genres", path: "genres", ids_cap: 100, edges: &[], views: &[] },
    curated(Kind::AppleCurator, "apple-curators"),
    curated(Kind::Curator, "curators"),
    curated(Kind::Activity, "activities"),
    Spec {
        kind: Kind::Label,
        name: "record-labels",
        path: "record-labels",
        ids_cap: 100,
        edges: &[],
        views: &[view("latest-releases", "Latest Releases"), view("top-releases", "Top Releases")],
    },
    Spec {
        kind: Kind::Station,
        name: "stations",
        path: "stations",
        ids_cap: 100,
        edges: &[omitted("radio-show", 10, 10)],
        views: &[],
    },
    Spec {
        kind: Kind::StationGenre,
        name: "station-genres",
        path: "station-genres",
        ids_cap: 100,
        edges: &[omitted("stations", 10, 10)],
        views: &[],
    },
];

pub(super) const LIBRARY: &[Spec] = &[
    Spec {
        kind: Kind::LibrarySong,
        name: "library-songs",
        path: "songs",
        ids_cap: 300,
        edges: &[omitted("albums", 10, 10), omitted("artists", 10, 10), omitted("catalog", 25, 100)],
        views: &[],
    },
    Spec {
        kind: Kind::LibraryAlbum,
        name: "library-albums",
        path: "albums",
        ids_cap: 100,
        edges: &[
            omitted("artists", 10, 10),
            omitted("catalog", 25, 100),
            Edge { name: "tracks", shown: Shown::ObjectsAlone, page: 300, cap: 300 },
        ],
        views: &[],
    },
    Spec {
        kind: Kind::LibraryArtist,
        name: "library-artists",
        path: "artists",
        ids_cap: 25,
        edges: &[alone("albums", 25, 100), omitted("catalog", 25, 100)],
        views: &[],
    },
    Spec {
        kind: Kind::LibraryPlaylist,
        name: "library-playlists",
        path: "playlists",
        ids_cap: 100,
        edges: &[omitted("catalog", 25, 100), alone("tracks", 100, 100)],
        views: &[],
    },
    Spec {
        kind: Kind::LibraryVideo,
        name: "library-music-videos",
        path: "music-videos",
        ids_cap: 100,
        edges: &[omitted("albums", 10, 10), omitted("artists", 10, 10), omitted("catalog", 25, 100)],
        views: &[],
    },
    Spec {
        kind: Kind::LibraryFolder,
        name: "library-playlist-folders",
        path: "playlist-folders",
        ids_cap: 100,
        edges: &[omitted("children", 25, 100), omitted("parent", 1, 1)],
        views: &[],
    },
];

/// A type without an address of its own in the catalogue or the library.
pub(super) const RECOMMENDATION: Spec = Spec {
    kind: Kind::Recommendation,
    name: "personal-recommendation",
    path: "recommendations",
    ids_cap: 30,
    edges: &[objects("contents", 10, 10)],
    views: &[],
};

/// What a listener can have among the favorites.
pub(super) const FAVORED: &[Kind] =
    &[Kind::Song, Kind::Album, Kind::Playlist, Kind::Artist, Kind::Video, Kind::Station];

pub(super) const STOREFRONT: Spec = Spec {
    kind: Kind::Storefront,
    name: "storefronts",
    path: "storefronts",
    ids_cap: 200,
    edges: &[],
    views: &[],
};

const fn identifiers(name: &'static str, page: usize, cap: usize) -> Edge {
    Edge { name, shown: Shown::Identifiers, page, cap }
}

const fn objects(name: &'static str, page: usize, cap: usize) -> Edge {
    Edge { name, shown: Shown::Objects, page, cap }
}

const fn omitted(name: &'static str, page: usize, cap: usize) -> Edge {
    Edge { name, shown: Shown::Omitted, page, cap }
}

/// What curators and activities lead to.
const PLAYLISTS: &[Edge] = &[identifiers("playlists", 10, 10)];

/// What is known for its playlists.
const fn curated(kind: Kind, name: &'static str) -> Spec {
    Spec { kind, name, path: name, ids_cap: 100, edges: PLAYLISTS, views: &[] }
}

const fn alone(name: &'static str, page: usize, cap: usize) -> Edge {
    Edge { name, shown: Shown::OmittedAmong, page, cap }
}

/// Apple gives no number for these views; 10 rows a page were seen, and 100 is the cap of the one that has one.
const fn view(name: &'static str, title: &'static str) -> View {
    View { name, title, page: 10, cap: 100 }
}

impl Kind {
    pub(super) fn spec(self) -> &'static Spec {
        const REST: &[Spec] = &[RECOMMENDATION, STOREFRONT];
        CATALOG.iter().chain(LIBRARY).chain(REST).find(|spec| spec.kind == self).unwrap_or(&STOREFRONT)
    }

    pub(super) fn is_library(self) -> bool {
        LIBRARY.iter().any(|spec| spec.kind == self)
    }

    pub(super) fn node(self, at: u32) -> Node {
        Node { kind: self, at }
    }
}

impl Spec {
    pub(super) fn edge(&self, name: &str) -> Option<&'static Edge> {
        self.kind.spec().edges.iter().find(|edge| edge.name == name)
    }

    pub(super) fn view(&self, name: &str) -> Option<&'static View> {
        self.kind.spec().views.iter().find(|view| view.name == name)
    }

    /// Attributes that appear only when `extend` names them.
    pub(super) fn extended(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Album | Kind::Song => &["artistUrl", "audioVariants"],
            Kind::Video => &["artistUrl"],
            Kind::Playlist | Kind::LibraryPlaylist => &["trackTypes"],
            Kind::Genre => &["chartLabel"],
            _ => &[],
        }
    }
}
