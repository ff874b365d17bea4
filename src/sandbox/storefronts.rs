//! The storefronts the sandbox knows: real codes and languages, a fictional catalogue behind each.

use serde_json::{Map, Value, json};

/// One storefront as `/v1/storefronts` describes it.
pub(super) struct Storefront {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The first is the default language.
    pub(super) languages: &'static [&'static str],
    pub(super) explicit: &'static str,
}

pub(super) const ALL: &[Storefront] = &[
    storefront("ar", "Argentina", &["es-MX", "en-GB"], "allowed"),
    storefront("au", "Australia", &["en-AU", "en-GB"], "allowed"),
    storefront("br", "Brazil", &["pt-BR", "en-GB"], "allowed"),
    storefront("ca", "Canada", &["en-CA", "fr-CA"], "allowed"),
    storefront("ch", "Switzerland", &["de-CH", "de-DE", "en-GB", "fr-FR", "it"], "allowed"),
    storefront("de", "Germany", &["de-DE", "en-GB"], "allowed"),
    storefront("es", "Spain", &["es-ES", "ca", "en-GB"], "allowed"),
    storefront("fr", "France", &["fr-FR", "en-GB"], "allowed"),
    storefront("gb", "United Kingdom", &["en-GB"], "allowed"),
    storefront("it", "Italy", &["it", "en-GB"], "allowed"),
    storefront("jp", "Japan", &["ja", "en-US"], "allowed"),
    storefront("kr", "South Korea", &["ko", "en-GB"], "opt-in"),
    storefront("mx", "Mexico", &["es-MX", "en-GB"], "allowed"),
    storefront(
        "us",
        "United States",
        &["en-US", "es-MX", "ar", "ru", "zh-Hans-CN", "fr-FR", "ko", "pt-BR", "vi"],
        "allowed",
    ),
];

const fn storefront(
    id: &'static str,
    name: &'static str,
    languages: &'static [&'static str],
    explicit: &'static str,
) -> Storefront {
    Storefront { id, name, languages, explicit }
}

/// The place of a storefront in [`ALL`].
pub(super) fn find(id: &str) -> Option<u32> {
    ALL.iter().position(|storefront| storefront.id == id).map(|at| at as u32)
}

/// The account of the sandbox lives in the United States.
pub(super) const HOME: &str = "us";

impl Storefront {
    pub(super) fn attributes(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("name".into(), json!(self.name));
        map.insert("defaultLanguageTag".into(), json!(self.languages[0]));
        map.insert("supportedLanguageTags".into(), json!(self.languages));
        map.insert("explicitContentPolicy".into(), json!(self.explicit));
        map
    }
}
