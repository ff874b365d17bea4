//! A response in the shape of Apple's, as large as one likes, and the same on every machine. All names are fictional.

use std::fmt::Write;

const SYLLABLES: [&str; 16] = [
    "ka", "lo", "mi", "ra", "ten", "sol", "vey", "dor", "an", "eth", "lum", "sha", "bel", "tor", "quin",
    "zel",
];

/// What stands behind some titles: what is not ASCII, and what is escaped.
const TAILS: [&str; 8] = ["", "", "", "", " — Édition Deluxe", " 東京の夜", " Ночь", " \\\"Live\\\""];

/// A row of numbers that looks random (xorshift64*): a fixed seed needs no crate.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap_or_default()]
    }

    fn title(&mut self) -> String {
        let mut title = String::new();
        for word in 0..=self.below(4) {
            title.push_str(if word == 0 { "" } else { " " });
            for _ in 0..=self.below(3) {
                title.push_str(self.one_of(&SYLLABLES));
            }
        }
        title + self.one_of(&TAILS)
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[usize::try_from(self.below(16)).unwrap_or_default()]))
            .collect()
    }
}

/// A page of a list: the songs from one number on, until there are enough by their number and bytes, and a `next`.
pub(crate) fn page(first: usize, is_enough: impl Fn(usize, usize) -> bool, next: &str) -> Vec<u8> {
    let mut text = String::from("{\"data\":[");
    let mut chance = Chance(first as u64 + 1);
    let mut count = 0;
    while !is_enough(count, text.len()) {
        text.push_str(if count == 0 { "" } else { "," });
        song(&mut text, &mut chance, first + count);
        count += 1;
    }
    _ = write!(text, "],\"next\":\"{next}\",\"meta\":{{\"total\":999999}}}}");
    text.into_bytes()
}

fn song(text: &mut String, chance: &mut Chance, number: usize) {
    let (id, album) = (1_440_000_000 + number, 100_000_000 + chance.below(900_000_000));
    _ = write!(
        text,
        "{{\"id\":\"{id}\",\"type\":\"songs\",\"href\":\"/v1/catalog/us/songs/{id}\",\"attributes\":{{\"albumName\":\"{}\",\
         \"artistName\":\"{}\",\"artwork\":{{\"width\":3000,\"height\":3000,\"bgColor\":\"{}\",\"textColor1\":\"{}\",\
         \"textColor2\":\"{}\",\"url\":\"https://is1-ssl.example.invalid/image/thumb/Music{}/v4/{}/{}.jpg/{{w}}x{{h}}bb.jpg\"}},",
        chance.title(),
        chance.title(),
        chance.hex(6),
        chance.hex(6),
        chance.hex(6),
        chance.below(250),
        chance.hex(8),
        chance.hex(32)
    );
    _ = write!(
        text,
        "\"composerName\":\"{}, {}\",\"discNumber\":{},\"durationInMillis\":{},\"genreNames\":[\"{}\",\"Music\"],\
         \"hasLyrics\":{},\"isAppleDigitalMaster\":true,\"isrc\":\"US{}\",\"name\":\"{}\",\"playParams\":{{\"id\":\"{id}\",\
         \"kind\":\"song\"}},\"previews\":[{{\"url\":\"https://audio-ssl.example.invalid/itunes-assets/AudioPreview{}/v4/{}.p.m4a\"}}],\
         \"releaseDate\":\"{}-0{}-1{}\",\"trackNumber\":{},\"url\":\"https://music.example.invalid/us/album/{}/{album}?i={id}\"}},",
        chance.title(),
        chance.title(),
        1 + chance.below(3),
        60_000 + chance.below(540_000),
        chance.one_of(&["Pop", "Jazz", "Rock"]),
        chance.below(2) == 0,
        chance.hex(10),
        chance.title(),
        chance.below(250),
        chance.hex(64),
        1960 + chance.below(66),
        1 + chance.below(9),
        chance.below(9),
        1 + chance.below(24),
        chance.hex(12)
    );
    _ = write!(
        text,
        "\"relationships\":{{\"albums\":{{\"href\":\"/v1/catalog/us/songs/{id}/albums\",\"data\":[{{\"id\":\"{album}\",\"type\":\"albums\",\
         \"href\":\"/v1/catalog/us/albums/{album}\"}}]}},\"artists\":{{\"href\":\"/v1/catalog/us/songs/{id}/artists\",\"data\":["
    );
    for artist in 0..=chance.below(3) {
        let comma = if artist == 0 { "" } else { "," };
        let id = 1_000_000 + chance.below(999_000_000);
        _ = write!(
            text,
            "{comma}{{\"id\":\"{id}\",\"type\":\"artists\",\"href\":\"/v1/catalog/us/artists/{id}\"}}"
        );
    }
    text.push_str("]}}}");
}
