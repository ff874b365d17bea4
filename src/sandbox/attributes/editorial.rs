//! The attributes of what people put together for others: curators, activities, labels, the radio.

use serde_json::json;

use super::Sheet;
use crate::sandbox::catalogue::Station;
use crate::sandbox::kinds::Kind;
use crate::sandbox::mix::hash;
use crate::sandbox::reader::Reader;
use crate::sandbox::titles::apple_curator;
use crate::sandbox::words::editorial::{ACTIVITIES, GUESTS, LIVE, SHOWS};
use crate::sandbox::{artwork, words};

impl Reader<'_> {
    pub(super) fn apple_curator(&self, at: u32) -> Sheet {
        let name = apple_curator(at);
        let show = (at as usize).checked_sub(words::CURATORS.len()).map(|show| SHOWS[show]);
        Sheet::default()
            .put("artwork", artwork::coloured(self.catalogue.seed, "Curator", at, (1080, 1080)))
            .put("kind", if show.is_some() { "Show" } else { "Curator" })
            .put("name", name)
            .maybe("showHostName", show.map(|(_, _, host)| host))
            .put("shortName", show.map_or(name.trim_start_matches("Segue "), |(_, short, _)| short))
            .when(show.is_some() || at.is_multiple_of(2), "editorialNotes", || {
                let short = if show.is_some() {
                    "An hour of songs and few words."
                } else {
                    "Picked by hand, every week."
                };
                let tagline = show.map_or("By hand", |(_, _, host)| host);
                json!({ "name": name, "standard": format!("{name}. {short}"), "short": short, "tagline": tagline })
            })
            .put("url", self.url("curator", name, &self.catalogue.id(Kind::AppleCurator.node(at))))
    }

    pub(super) fn curator(&self, at: u32) -> Sheet {
        let (name, line) = GUESTS[at as usize];
        Sheet::default()
            .put("artwork", artwork::coloured(self.catalogue.seed, "Guest", at, (1080, 1080)))
            .put("editorialNotes", json!({ "standard": format!("{name}. {line}"), "short": line }))
            .put("name", name)
            .put("url", self.url("curator", name, &self.catalogue.id(Kind::Curator.node(at))))
    }

    pub(super) fn activity(&self, at: u32) -> Sheet {
        let name = ACTIVITIES[at as usize];
        Sheet::default()
            .put("artwork", artwork::coloured(self.catalogue.seed, "Activity", at, (4320, 1080)))
            .when(
                at.is_multiple_of(2),
                "editorialNotes",
                || json!({ "short": format!("{name}, with music.") }),
            )
            .put("name", name)
            .put("url", self.url("activity", name, &self.catalogue.id(Kind::Activity.node(at))))
    }

    pub(super) fn label(&self, at: u32) -> Sheet {
        let name = words::LABELS[at as usize];
        Sheet::default()
            .put("artwork", artwork::coloured(self.catalogue.seed, "Label", at, (1080, 1080)))
            .put("name", name)
            .put("description", json!({ "standard": format!("{name} presses small runs of quiet records.") }))
            .put("url", self.url("label", name, &self.catalogue.id(Kind::Label.node(at))))
    }

    pub(super) fn station(&self, at: u32) -> Sheet {
        let station = self.catalogue.station(at);
        let (id, name) = (self.catalogue.id(Kind::Station.node(at)), self.station_name(at));
        let live = matches!(station, Station::Live(_));
        let play = json!({
            "id": id,
            "kind": "radioStation",
            "format": if live { "stream" } else { "tracks" },
            "stationHash": format!("Sg{:014x}", hash(self.catalogue.seed, "station-hash", at)),
            "hasDrm": live,
            "mediaType": 0,
        });
        let picture = match station {
            Station::Personal => artwork::plain(self.catalogue.seed, "Station", at),
            _ => artwork::coloured(self.catalogue.seed, "Station", at, (1080, 1080)),
        };
        let sheet = Sheet::default()
            .put("artwork", picture)
            .put("url", self.url("station", &name, &id))
            .put("playParams", play)
            .put("isLive", live)
            .put("mediaKind", "audio")
            .put("name", &*name);
        match station {
            Station::Live(place) => sheet
                .put("stationProviderName", "Segue")
                .put("editorialNotes", json!({ "name": name, "short": LIVE[place as usize].1 })),
            Station::Genre(genre) => sheet.put("editorialNotes", json!({ "short": format!("{}, all day.", self.genre(genre)) })),
            Station::Episode { show, number } => sheet
                .put("episodeNumber", number.to_string())
                .put("durationInMillis", 3_600_000 + number * 61_000)
                .put("editorialNotes", json!({ "name": name, "short": format!("{} and a stack of records.", SHOWS[show as usize].2) })),
            Station::Artist(_) | Station::Personal => sheet,
        }
    }
}
