//! The languages of storefronts: what Apple's answers to `GET /v1/storefronts` listed, the default first.
//!
//! Apple adds languages now and then. What an answer tells comes before what stands here, and a language that is missing here may
//! be spoken there all the same.

/// Language tags, the default first, and the storefronts that have these.
const SPOKEN: [(&[&str], &str); 47] = [
    (&["en-GB", "ar"], "ae bh iq jo kw ly om qa sa ye"),
    (
        &["en-GB"],
        "ag ai al am ao az bb bf bg bm bn bs bt bw by cv dm ee fj fm gb gd ge gh gm ie is jm ke kg kn ky kz lc lk lr lt lv md mk mm mn ms mt mv mw mz na ng np pg ph pk pw sb si sl st sz tc tj tm to tz ug uz vc vg xk za zm zw",
    ),
    (&["es-MX", "en-GB"], "ar bo cl co cr do ec gt hn mx ni pa pe py sv ve"),
    (&["de-DE", "en-GB"], "at de"),
    (&["en-AU", "en-GB"], "au nz"),
    (&["en-GB", "hr"], "ba hr me rs"),
    (&["en-GB", "fr-FR", "nl"], "be"),
    (&["en-GB", "fr-FR"], "bj cd cg gw gy kh la mg ml mu ne rw sc sn td tt vu"),
    (&["pt-BR", "en-GB"], "br"),
    (&["en-GB", "es-MX"], "bz uy"),
    (&["en-CA", "fr-CA"], "ca"),
    (&["de-CH", "de-DE", "en-GB", "fr-FR", "it"], "ch"),
    (&["fr-FR", "en-GB"], "ci cm fr ga"),
    (&["zh-Hans-CN", "en-GB"], "cn"),
    (&["en-GB", "el", "tr"], "cy"),
    (&["en-GB", "cs"], "cz"),
    (&["en-GB", "da"], "dk"),
    (&["en-GB", "fr-FR", "ar"], "dz eg lb ma mr tn"),
    (&["es-ES", "en-GB", "ca"], "es"),
    (&["en-GB", "fi"], "fi"),
    (&["en-GB", "el"], "gr"),
    (&["zh-Hant-HK", "en-GB", "zh-Hant-TW"], "hk mo"),
    (&["en-GB", "hu"], "hu"),
    (&["en-GB", "id"], "id"),
    (&["en-GB", "he"], "il"),
    (&["en-GB", "hi"], "in"),
    (&["it", "en-GB"], "it"),
    (&["ja", "en-US"], "jp"),
    (&["ko", "en-GB"], "kr"),
    (&["en-GB", "fr-FR", "de-DE"], "lu"),
    (&["en-GB", "ms"], "my"),
    (&["nl", "en-GB"], "nl"),
    (&["en-GB", "nb"], "no"),
    (&["en-GB", "pl"], "pl"),
    (&["pt-PT", "en-GB"], "pt"),
    (&["en-GB", "ro"], "ro"),
    (&["ru", "en-GB", "uk"], "ru"),
    (&["sv", "en-GB"], "se"),
    (&["en-GB", "zh-Hans-CN"], "sg"),
    (&["en-GB", "sk"], "sk"),
    (&["en-GB", "nl"], "sr"),
    (&["en-GB", "th"], "th"),
    (&["en-GB", "tr"], "tr"),
    (&["zh-Hant-TW", "en-GB"], "tw"),
    (&["en-GB", "uk", "ru"], "ua"),
    (&["en-US", "es-MX", "ar", "ru", "zh-Hans-CN", "fr-FR", "ko", "pt-BR", "vi"], "us"),
    (&["en-GB", "vi"], "vn"),
];

/// What the languages are called, by the first part of their tags.
const NAMES: [(&str, &str); 32] = [
    ("ar", "Arabic"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("ms", "Malay"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// The languages of a storefront, its default first; none if they are not known.
#[must_use]
pub fn of(id: &str) -> &'static [&'static str] {
    let spoken = SPOKEN.iter().find(|(_, storefronts)| storefronts.split(' ').any(|known| known == id));
    spoken.map_or(&[], |(tags, _)| tags)
}

/// Every language that some storefront has, each once, in the order of the alphabet.
#[must_use]
pub fn all() -> Vec<&'static str> {
    let mut tags: Vec<_> = SPOKEN.iter().flat_map(|(tags, _)| tags.iter().copied()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// What the language of a tag is called: `Portuguese` for `pt-BR`.
#[must_use]
pub fn name(tag: &str) -> Option<&'static str> {
    let first = tag.split('-').next().unwrap_or(tag);
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(first)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::storefronts;

    #[test]
    fn languages_belong_to_storefronts_that_exist_and_have_names() {
        let ids: Vec<_> = SPOKEN.iter().flat_map(|(_, ids)| ids.split(' ')).collect();
        for id in &ids {
            assert!(storefronts::is_known(id), "{id}");
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        for tag in all() {
            assert!(name(tag).is_some(), "{tag}");
        }
    }

    #[test]
    fn storefronts_have_their_languages() {
        let cases: [(&str, &[&str]); 4] = [
            ("jp", &["ja", "en-US"]),
            ("gb", &["en-GB"]),
            ("ch", &["de-CH", "de-DE", "en-GB", "fr-FR", "it"]),
            ("xx", &[]),
        ];
        for (id, expected) in cases {
            assert_eq!(of(id), expected, "{id}");
        }
        assert_eq!(
            [name("pt-BR"), name("zh-Hant-TW"), name("xx")],
            [Some("Portuguese"), Some("Chinese"), None]
        );
    }
}
