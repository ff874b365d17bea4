//! Small phrases that headlines are made of: statuses with their names, amounts of bytes.

/// The reason phrases of the statuses that Apple documents, and of those that its edge gives (RFC 9110).
const REASONS: [(u16, &str); 24] = [
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (204, "No Content"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (409, "Conflict"),
    (413, "Content Too Large"),
    (414, "URI Too Long"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
];

/// What a status is called.
pub(super) fn reason(status: u16) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == status).map(|(_, reason)| *reason)
}

/// `403 Forbidden`, or the number alone.
pub(super) fn status_line(status: u16) -> String {
    reason(status).map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

/// An amount of bytes with three significant digits: `512 B`, `3.10 kB`, `64.0 MB`.
pub(super) fn bytes(amount: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if amount < 1000 {
        return format!("{amount} B");
    }
    // An amount of bytes is far below 2^52, where a float would begin to lose whole numbers.
    let mut value = amount as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {}", UNITS.get(unit).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_three_digits_and_a_unit() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.00 kB"),
            (3099, "3.10 kB"),
            (9_996, "10.0 kB"),
            (99_960, "100 kB"),
            (999_600, "1.00 MB"),
            (64_000_000, "64.0 MB"),
            (5_000_000_000_000, "5000 GB"),
        ];
        for (amount, expected) in cases {
            assert_eq!(bytes(amount), expected);
        }
    }

    #[test]
    fn a_status_is_called_by_its_name() {
        assert_eq!(status_line(403), "403 Forbidden");
        assert_eq!(status_line(418), "418");
    }
}
