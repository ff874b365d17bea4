//! Artwork nobody painted: a URL template on a host that does not exist, and colours that go together.

use serde_json::{Value, json};

use crate::sandbox::mix::hash;

/// Hosts under `.example` belong to nobody, so nothing is ever fetched from them.
const HOST: &str = "https://artwork.segue.example/image/thumb";

/// The artwork of something in the catalogue, with the colours Apple extracts from it.
pub(super) fn coloured(seed: u64, purpose: &str, at: u32, (width, height): (u32, u32)) -> Value {
    let hue = (hash(seed, "hue", at) % 360) as i32;
    let dark = !hash(seed, "dark", at).is_multiple_of(3);
    let (paper, ink) = if dark { (14, 86) } else { (88, 16) };
    let background = rgb(hue, 42, paper);
    let (first, second) = (rgb((hue + 35) % 360, 60, ink), rgb((hue + 160) % 360, 55, ink));
    json!({
        "width": width,
        "height": height,
        "url": url(seed, purpose, at),
        "bgColor": hex(background),
        "textColor1": hex(first),
        "textColor2": hex(second),
        "textColor3": hex(blend(first, background)),
        "textColor4": hex(blend(second, background)),
    })
}

/// The artwork of something in the library: no colours.
pub(super) fn plain(seed: u64, purpose: &str, at: u32) -> Value {
    json!({ "width": 1200, "height": 1200, "url": url(seed, purpose, at) })
}

/// A library playlist's mosaic has no size either.
pub(super) fn sizeless(seed: u64, purpose: &str, at: u32) -> Value {
    json!({ "width": null, "height": null, "url": url(seed, purpose, at) })
}

fn url(seed: u64, purpose: &str, at: u32) -> String {
    let name = hash(seed, purpose, at);
    let [first, second, ..] = name.to_be_bytes();
    format!("{HOST}/{purpose}/v4/{first:02x}/{second:02x}/{name:016x}.jpg/{{w}}x{{h}}bb.jpg")
}

fn hex([red, green, blue]: [i32; 3]) -> String {
    format!("{red:02x}{green:02x}{blue:02x}")
}

/// Four parts text, one part background, as the third and fourth text colours are.
fn blend(text: [i32; 3], background: [i32; 3]) -> [i32; 3] {
    std::array::from_fn(|at| (text[at] * 4 + background[at]) / 5)
}

/// HSL to RGB in whole numbers: hue in degrees, saturation and lightness in percent.
fn rgb(hue: i32, saturation: i32, lightness: i32) -> [i32; 3] {
    let reach = saturation * lightness.min(100 - lightness) / 100;
    [0, 8, 4].map(|offset| {
        // Twelfths of the circle, in thousandths.
        let place = (offset * 1000 + hue * 1000 / 30) % 12_000;
        let edge = (place - 3000).min(9000 - place).clamp(-1000, 1000);
        (lightness * 1000 - reach * edge) * 255 / 100_000
    })
}
