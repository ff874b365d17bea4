//! Dates, told as precisely as they were given and no more.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2024`, `March 2024`, `1 March 2024`, `1 March 2024, 07:00 UTC`; none if it is no date of these forms.
pub(super) fn told(date: &str) -> Option<String> {
    let (day, time) = date.split_once('T').map_or((date, None), |(day, time)| (day, Some(time)));
    let mut parts = day.split('-');
    let year = parts.next().filter(|year| is_number(year, 4))?;
    let month = parts.next().map(|month| number(month, 12).map(|number| MONTHS[number - 1]));
    let day = parts.next().map(|day| number(day, 31));
    let told = match (month, day, parts.next()) {
        (None, None, None) => year.to_owned(),
        (Some(Some(month)), None, None) => format!("{month} {year}"),
        (Some(Some(month)), Some(Some(day)), None) => format!("{day} {month} {year}"),
        _ => return None,
    };
    match time {
        None => Some(told),
        Some(time) => Some(format!("{told}, {}", of_day(time).filter(|_| day.is_some())?)),
    }
}

/// The time of a day, to the minute; a zone that is not UTC is told as it came.
fn of_day(time: &str) -> Option<String> {
    let minutes = time.get(..5)?;
    let (hour, minute) = minutes.split_once(':')?;
    let is_time = is_number(hour, 2) && is_number(minute, 2) && time.len() < 24;
    let zone = time.find(['Z', '+', '-']).and_then(|at| time.get(at..)).unwrap_or_default();
    let zone = match zone {
        "" => String::new(),
        "Z" => " UTC".to_owned(),
        zone => format!(" UTC{zone}"),
    };
    is_time.then(|| format!("{minutes}{zone}"))
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of two digits from 1 on.
fn number(text: &str, most: usize) -> Option<usize> {
    text.parse().ok().filter(|number| is_number(text, 2) && (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_as_precisely_as_it_is_given() {
        let cases = [
            ("2024", Some("2024")),
            ("2024-03", Some("March 2024")),
            ("2024-03-01", Some("1 March 2024")),
            ("2024-03-01T07:05:09Z", Some("1 March 2024, 07:05 UTC")),
            ("2024-12-31T23:59:59.999+02:00", Some("31 December 2024, 23:59 UTC+02:00")),
            ("2024-12-31T23:59", Some("31 December 2024, 23:59")),
            ("2021-10-07T15: 59: 59Z", None),
            ("2024-13-01", None),
            ("2024-00", None),
            ("2024-3-1", None),
            ("2024-03-01-01", None),
            ("2024T07:00:00Z", None),
            ("20240301", None),
            ("soon", None),
            ("", None),
            ("2024-03-01Té07:0", None),
        ];
        for (date, expected) in cases {
            assert_eq!(told(date).as_deref(), expected, "{date}");
        }
    }
}
