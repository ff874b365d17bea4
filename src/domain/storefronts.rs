//! The storefronts there are, by their ids: two letters, as in `/v1/catalog/us/…`.
//!
//! Apple's own list is the answer to `GET /v1/storefronts`; this one is there to tell a slip of the pen without asking.

/// Every id, in the order of the alphabet.
const KNOWN: [&str; 175] = [
    "ae", "af", "ag", "ai", "al", "am", "ao", "ar", "at", "au", "az", "ba", "bb", "be", "bf", "bg", "bh",
    "bj", "bm", "bn", "bo", "br", "bs", "bt", "bw", "by", "bz", "ca", "cd", "cg", "ch", "ci", "cl", "cm",
    "cn", "co", "cr", "cv", "cy", "cz", "de", "dk", "dm", "do", "dz", "ec", "ee", "eg", "es", "fi", "fj",
    "fm", "fr", "ga", "gb", "gd", "ge", "gh", "gm", "gr", "gt", "gw", "gy", "hk", "hn", "hr", "hu", "id",
    "ie", "il", "in", "iq", "is", "it", "jm", "jo", "jp", "ke", "kg", "kh", "kn", "kr", "kw", "ky", "kz",
    "la", "lb", "lc", "lk", "lr", "lt", "lu", "lv", "ly", "ma", "md", "me", "mg", "mk", "ml", "mm", "mn",
    "mo", "mr", "ms", "mt", "mu", "mv", "mw", "mx", "my", "mz", "na", "ne", "ng", "ni", "nl", "no", "np",
    "nr", "nz", "om", "pa", "pe", "pg", "ph", "pk", "pl", "pt", "pw", "py", "qa", "ro", "rs", "ru", "rw",
    "sa", "sb", "sc", "se", "sg", "si", "sk", "sl", "sn", "sr", "st", "sv", "sz", "tc", "td", "th", "tj",
    "tm", "tn", "to", "tr", "tt", "tw", "tz", "ua", "ug", "us", "uy", "uz", "vc", "ve", "vg", "vn", "vu",
    "xk", "ye", "za", "zm", "zw",
];

/// What people write for a country whose id is another.
const MISTAKEN: [(&str, &str); 12] = [
    ("uk", "gb"),
    ("en", "gb"),
    ("usa", "us"),
    ("ja", "jp"),
    ("ko", "kr"),
    ("zh", "cn"),
    ("sp", "es"),
    ("da", "dk"),
    ("sv-se", "se"),
    ("el", "gr"),
    ("cs", "cz"),
    ("gbr", "gb"),
];

/// Whether there is a storefront of this id.
#[must_use]
pub fn is_known(id: &str) -> bool {
    KNOWN.binary_search(&id).is_ok()
}

/// The storefront that was meant, where that can be guessed.
#[must_use]
pub fn closest(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let named = |id: &str| KNOWN.binary_search(&id).ok().map(|at| KNOWN[at]);
    let mistaken = MISTAKEN.iter().find(|(wrong, _)| *wrong == lower).map(|(_, right)| *right);
    // `en-us` and `de_DE` end with the country; `germany` begins like one by chance only.
    let country = lower.rsplit(['-', '_']).next().filter(|country| country.len() == 2);
    mistaken.or_else(|| named(&lower)).or_else(|| country.and_then(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_closest() {
        assert!(KNOWN.is_sorted());
        for (id, known, guess) in [
            ("us", true, Some("us")),
            ("uk", false, Some("gb")),
            ("US", false, Some("us")),
            ("en-us", false, Some("us")),
            ("usa", false, Some("us")),
            ("xx", false, None),
            ("germany", false, None),
            ("", false, None),
        ] {
            assert_eq!((is_known(id), closest(id)), (known, guess), "{id}");
        }
    }
}
