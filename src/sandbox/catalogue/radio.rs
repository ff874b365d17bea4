//! The stations: one for every artist, the listener's own, and the radio with its shows.

use super::{Catalogue, FIRST_ARTIST};
use crate::sandbox::mix::hash;
use crate::sandbox::words::GENRES;
use crate::sandbox::words::editorial::{LIVE, SHOWS};

/// Where the ids of the radio begin.
const FIRST_RADIO: u64 = 985_001;

/// How many episodes of each show can be heard again.
const EPISODES: u32 = 3;

/// What a station plays. The numbers are places in the tables of artists, [`LIVE`], [`GENRES`] and [`SHOWS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Station {
    Artist(u32),
    Personal,
    Live(u32),
    Genre(u8),
    Episode { show: u32, number: u32 },
}

impl Catalogue {
    pub(super) fn stations(&self) -> usize {
        self.artists.len() + 1 + LIVE.len() + GENRES.len() - 1 + SHOWS.len() * EPISODES as usize
    }

    /// What the station at this place of the table plays.
    pub(in crate::sandbox) fn station(&self, at: u32) -> Station {
        let (live, genres) = (LIVE.len() as u32, GENRES.len() as u32 - 1);
        match at.checked_sub(self.personal_station()) {
            None => Station::Artist(at),
            Some(0) => Station::Personal,
            Some(place) if place <= live => Station::Live(place - 1),
            Some(place) if place <= live + genres => Station::Genre((place - live) as u8),
            Some(place) => {
                let place = place - live - genres - 1;
                Station::Episode { show: place / EPISODES, number: place % EPISODES + 1 }
            }
        }
    }

    pub(in crate::sandbox) fn personal_station(&self) -> u32 {
        self.artists.len() as u32
    }

    pub(super) fn station_id(&self, at: u32) -> String {
        match self.station(at) {
            Station::Artist(artist) => format!("ra.{}", FIRST_ARTIST + u64::from(artist)),
            Station::Personal => format!("ra.u-{:016x}", hash(self.seed, "station", 0)),
            _ => format!("ra.{}", FIRST_RADIO + u64::from(at - self.personal_station() - 1)),
        }
    }
}
