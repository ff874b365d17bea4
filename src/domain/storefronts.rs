//! The storefronts there are, by their ids: two letters, as in `/v1/catalog/us/…`.
//!
//! Apple's own list is the answer to `GET /v1/storefronts`; this one is there to tell a slip of the pen without asking.

pub mod languages;

/// Every id, in the order of the alphabet, and the name of its country or region.
pub const ALL: [(&str, &str); 175] = [
    ("ae", "United Arab Emirates"),
    ("af", "Afghanistan"),
    ("ag", "Antigua and Barbuda"),
    ("ai", "Anguilla"),
    ("al", "Albania"),
    ("am", "Armenia"),
    ("ao", "Angola"),
    ("ar", "Argentina"),
    ("at", "Austria"),
    ("au", "Australia"),
    ("az", "Azerbaijan"),
    ("ba", "Bosnia and Herzegovina"),
    ("bb", "Barbados"),
    ("be", "Belgium"),
    ("bf", "Burkina Faso"),
    ("bg", "Bulgaria"),
    ("bh", "Bahrain"),
    ("bj", "Benin"),
    ("bm", "Bermuda"),
    ("bn", "Brunei"),
    ("bo", "Bolivia"),
    ("br", "Brazil"),
    ("bs", "Bahamas"),
    ("bt", "Bhutan"),
    ("bw", "Botswana"),
    ("by", "Belarus"),
    ("bz", "Belize"),
    ("ca", "Canada"),
    ("cd", "Congo, Democratic Republic of the"),
    ("cg", "Congo, Republic of the"),
    ("ch", "Switzerland"),
    ("ci", "Côte d’Ivoire"),
    ("cl", "Chile"),
    ("cm", "Cameroon"),
    ("cn", "China mainland"),
    ("co", "Colombia"),
    ("cr", "Costa Rica"),
    ("cv", "Cape Verde"),
    ("cy", "Cyprus"),
    ("cz", "Czechia"),
    ("de", "Germany"),
    ("dk", "Denmark"),
    ("dm", "Dominica"),
    ("do", "Dominican Republic"),
    ("dz", "Algeria"),
    ("ec", "Ecuador"),
    ("ee", "Estonia"),
    ("eg", "Egypt"),
    ("es", "Spain"),
    ("fi", "Finland"),
    ("fj", "Fiji"),
    ("fm", "Micronesia"),
    ("fr", "France"),
    ("ga", "Gabon"),
    ("gb", "United Kingdom"),
    ("gd", "Grenada"),
    ("ge", "Georgia"),
    ("gh", "Ghana"),
    ("gm", "Gambia"),
    ("gr", "Greece"),
    ("gt", "Guatemala"),
    ("gw", "Guinea-Bissau"),
    ("gy", "Guyana"),
    ("hk", "Hong Kong"),
    ("hn", "Honduras"),
    ("hr", "Croatia"),
    ("hu", "Hungary"),
    ("id", "Indonesia"),
    ("ie", "Ireland"),
    ("il", "Israel"),
    ("in", "India"),
    ("iq", "Iraq"),
    ("is", "Iceland"),
    ("it", "Italy"),
    ("jm", "Jamaica"),
    ("jo", "Jordan"),
    ("jp", "Japan"),
    ("ke", "Kenya"),
    ("kg", "Kyrgyzstan"),
    ("kh", "Cambodia"),
    ("kn", "St. Kitts and Nevis"),
    ("kr", "South Korea"),
    ("kw", "Kuwait"),
    ("ky", "Cayman Islands"),
    ("kz", "Kazakhstan"),
    ("la", "Laos"),
    ("lb", "Lebanon"),
    ("lc", "St. Lucia"),
    ("lk", "Sri Lanka"),
    ("lr", "Liberia"),
    ("lt", "Lithuania"),
    ("lu", "Luxembourg"),
    ("lv", "Latvia"),
    ("ly", "Libya"),
    ("ma", "Morocco"),
    ("md", "Moldova"),
    ("me", "Montenegro"),
    ("mg", "Madagascar"),
    ("mk", "North Macedonia"),
    ("ml", "Mali"),
    ("mm", "Myanmar"),
    ("mn", "Mongolia"),
    ("mo", "Macao"),
    ("mr", "Mauritania"),
    ("ms", "Montserrat"),
    ("mt", "Malta"),
    ("mu", "Mauritius"),
    ("mv", "Maldives"),
    ("mw", "Malawi"),
    ("mx", "Mexico"),
    ("my", "Malaysia"),
    ("mz", "Mozambique"),
    ("na", "Namibia"),
    ("ne", "Niger"),
    ("ng", "Nigeria"),
    ("ni", "Nicaragua"),
    ("nl", "Netherlands"),
    ("no", "Norway"),
    ("np", "Nepal"),
    ("nr", "Nauru"),
    ("nz", "New Zealand"),
    ("om", "Oman"),
    ("pa", "Panama"),
    ("pe", "Peru"),
    ("pg", "Papua New Guinea"),
    ("ph", "Philippines"),
    ("pk", "Pakistan"),
    ("pl", "Poland"),
    ("pt", "Portugal"),
    ("pw", "Palau"),
    ("py", "Paraguay"),
    ("qa", "Qatar"),
    ("ro", "Romania"),
    ("rs", "Serbia"),
    ("ru", "Russia"),
    ("rw", "Rwanda"),
    ("sa", "Saudi Arabia"),
    ("sb", "Solomon Islands"),
    ("sc", "Seychelles"),
    ("se", "Sweden"),
    ("sg", "Singapore"),
    ("si", "Slovenia"),
    ("sk", "Slovakia"),
    ("sl", "Sierra Leone"),
    ("sn", "Senegal"),
    ("sr", "Suriname"),
    ("st", "São Tomé and Príncipe"),
    ("sv", "El Salvador"),
    ("sz", "Eswatini"),
    ("tc", "Turks and Caicos"),
    ("td", "Chad"),
    ("th", "Thailand"),
    ("tj", "Tajikistan"),
    ("tm", "Turkmenistan"),
    ("tn", "Tunisia"),
    ("to", "Tonga"),
    ("tr", "Türkiye"),
    ("tt", "Trinidad and Tobago"),
    ("tw", "Taiwan"),
    ("tz", "Tanzania"),
    ("ua", "Ukraine"),
    ("ug", "Uganda"),
    ("us", "United States"),
    ("uy", "Uruguay"),
    ("uz", "Uzbekistan"),
    ("vc", "St. Vincent and the Grenadines"),
    ("ve", "Venezuela"),
    ("vg", "British Virgin Islands"),
    ("vn", "Vietnam"),
    ("vu", "Vanuatu"),
    ("xk", "Kosovo"),
    ("ye", "Yemen"),
    ("za", "South Africa"),
    ("zm", "Zambia"),
    ("zw", "Zimbabwe"),
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
    name(id).is_some()
}

/// The name of a storefront's country or region.
#[must_use]
pub fn name(id: &str) -> Option<&'static str> {
    ALL.binary_search_by_key(&id, |(known, _)| known).ok().map(|at| ALL[at].1)
}

/// The storefront that was meant, where that can be guessed.
#[must_use]
pub fn closest(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let named = |id: &str| ALL.binary_search_by_key(&id, |(known, _)| known).ok().map(|at| ALL[at].0);
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
        assert!(ALL.is_sorted());
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
