//! Numbers as people read them: sizes, times and counts with units and three significant digits.

use std::time::Duration;

/// A size in bytes: `512 B`, `3.14 kB`, `97.3 MB` (powers of ten, as transfer sizes are told).
#[must_use]
pub fn bytes(count: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    if count < 1000 {
        return format!("{count} B");
    }
    scaled(count, &units)
}

fn scaled(count: u64, units: &[&str]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut value = count as f64;
    let mut unit = 0;
    // 999.5 would round to 1000, which is the next unit's 1.00.
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{} {}", three_digits(value), units[unit])
}

/// Reads a size as [`bytes`] writes it: `500 MB`, `1.5 GB`, `64kB`, `4096`.
#[must_use]
pub fn read_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        _ => return None,
    };
    let size = number.parse::<f64>().ok()? * factor;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "digits and a point are not negative"
    )]
    (size.is_finite() && size <= 1e18).then_some(size as u64)
}

/// How long something took: `0.42 ms`, `42.1 ms`, `1.25 s`, `2 min 5 s`.
#[must_use]
pub fn elapsed(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    match duration.as_secs() {
        0 if seconds < 0.9995 => format!("{} ms", three_digits(seconds * 1000.0)),
        whole if whole < 120 => format!("{} s", three_digits(seconds)),
        whole => span(whole),
    }
}

/// How long something still lasts, from its two largest units: `180 days`, `11 h 58 min`, `4 min 10 s`.
#[must_use]
pub fn span(seconds: u64) -> String {
    let units = [("days", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    let Some(largest) = units.iter().position(|(_, size)| seconds >= *size) else { return "0 s".to_owned() };
    let (name, size) = units[largest];
    let name = if name == "days" && seconds / size == 1 { "day" } else { name };
    let whole = format!("{} {name}", seconds / size);
    match units.get(largest + 1) {
        // Beyond ten days nobody counts hours.
        Some((next, part)) if seconds / size < 10 || largest > 0 => match seconds % size / part {
            0 => whole,
            rest => format!("{whole} {rest} {next}"),
        },
        _ => whole,
    }
}

/// How long ago something was, from its largest unit: `3 min ago`.
#[must_use]
pub fn ago(seconds: i64) -> String {
    match u64::try_from(seconds).unwrap_or(0) {
        0..60 => "just now".to_owned(),
        seconds => {
            let span = span(seconds);
            let largest: Vec<_> = span.split(' ').take(2).collect();
            format!("{} ago", largest.join(" "))
        }
    }
}

/// A count with its thousands set apart: `1,200`.
#[must_use]
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn three_digits(value: f64) -> String {
    let decimals = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_as_it_is_written() {
        let cases = [
            ("500 MB", Some(500_000_000)),
            ("1.5gb", Some(1_500_000_000)),
            ("64 kB", Some(64_000)),
            ("7", Some(7)),
        ];
        for (text, expected) in cases {
            assert_eq!(read_bytes(text), expected, "{text}");
        }
        for text in ["", "MB", "-1 MB", "1 MiB", "1..2 kB", "99999999999999999999 GB"] {
            assert_eq!(read_bytes(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_have_three_digits() {
        let cases =
            [(0, "0 B"), (999, "999 B"), (3140, "3.14 kB"), (999_600, "1.00 MB"), (97_000_000, "97.0 MB")];
        for (size, shown) in cases {
            assert_eq!(bytes(size), shown);
        }
    }

    #[test]
    fn times_have_three_digits() {
        let cases = [
            (0.000_42, "0.42 ms"),
            (0.0421, "42.1 ms"),
            (0.312, "312 ms"),
            (0.9996, "1.00 s"),
            (125.0, "2 min 5 s"),
        ];
        for (seconds, shown) in cases {
            assert_eq!(elapsed(Duration::from_secs_f64(seconds)), shown);
        }
    }

    #[test]
    fn spans_have_two_units() {
        let cases = [
            (0, "0 s"),
            (250, "4 min 10 s"),
            (43_080, "11 h 58 min"),
            (43_200, "12 h"),
            (90_000, "1 day 1 h"),
            (180 * 86_400 - 60, "179 days"),
        ];
        for (seconds, shown) in cases {
            assert_eq!(span(seconds), shown);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1200, 1_234_567].map(count), ["0", "999", "1,200", "1,234,567"]);
    }
}
