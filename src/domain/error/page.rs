//! A web page that came where JSON was expected: its title, and the reference that the edge prints for its operators.

use super::case::fit;

/// Only the beginning of a page is looked at; error pages are short.
const READ: usize = 16 * 1024;

/// What a page tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// `Gateway Timeout`.
    pub(super) title: Option<String>,
    /// A label and the reference behind it, to be quoted in a report to Apple.
    pub(super) reference: Option<(String, String)>,
}

/// Reads a body as a page; none if it is no page, by its content type or its first characters.
pub(super) fn read(content_type: Option<&str>, body: &[u8]) -> Option<Page> {
    let text = String::from_utf8_lossy(body.get(..READ).unwrap_or(body));
    let start = text.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let is_page = content_type.is_some_and(|value| value.to_ascii_lowercase().contains("text/html"))
        || start.starts_with("<!doctype html")
        || start.starts_with("<html");
    is_page.then(|| Page {
        title: element(&text, "title").or_else(|| element(&text, "h1")),
        reference: ["Correlation Key", "Reference"].iter().find_map(|label| reference(&text, label)),
    })
}

/// The text of the first element of that name.
fn element(page: &str, name: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let open = lower.find(&format!("<{name}"))?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find(&format!("</{name}"))?;
    Some(plain(page.get(start..end)?)).filter(|text| !text.is_empty()).map(|text| fit(&text, 200))
}

/// The word behind a label: `Correlation Key: ABC123`, `Reference #18.2f`.
fn reference(page: &str, label: &str) -> Option<(String, String)> {
    let text = plain(page);
    let (_, behind) = text.split_once(label)?;
    let behind = behind.trim_start_matches([' ', ':', '#', '=']);
    let word = behind.split_whitespace().next().filter(|word| word.len() > 3)?;
    Some((label.to_owned(), fit(word, 100)))
}

/// Markup taken out, the common entities resolved, white space made single.
fn plain(markup: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#32;", " "),
        ("&#35;", "#"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let mut text = String::with_capacity(markup.len());
    let mut is_inside = false;
    for c in markup.chars() {
        match c {
            '<' => is_inside = true,
            '>' if is_inside => {
                is_inside = false;
                text.push(' ');
            }
            c if !is_inside => text.push(c),
            _ => {}
        }
    }
    let text = ENTITIES.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_page_is_found() {
        let cases = [
            ("<!DOCTYPE html><html><head><title>Gateway  Timeout</title>", Some("Gateway Timeout")),
            ("<HTML><HEAD><TITLE lang=en>Access &amp; Denied\n</TITLE>", Some("Access & Denied")),
            ("<html><title></title><body><h1>Not <b>here</b></h1>", Some("Not here")),
            ("<html><title>never closed", None),
            ("<html>", None),
            ("<html><title>a\u{1b}[2Jb</title>", Some("a\\u001b[2Jb")),
        ];
        for (page, expected) in cases {
            assert_eq!(read(None, page.as_bytes()).unwrap().title.as_deref(), expected, "{page}");
        }
    }

    #[test]
    fn what_is_no_page_is_not_read_as_one() {
        assert_eq!(read(Some("application/json"), b"{\"title\":\"<title>x</title>\"}"), None);
        assert!(read(Some("text/html; charset=utf-8"), b"").is_some());
        assert!(read(None, "\u{feff}\n <html>".as_bytes()).is_some());
    }

    #[test]
    fn the_reference_for_a_report_is_kept() {
        let cases = [
            ("<html><p>Correlation Key: <b>KEY-77</b></p>", Some(("Correlation Key", "KEY-77"))),
            ("<html>Reference&#32;&#35;18&#46;2f", Some(("Reference", "18&#46;2f"))),
            ("<html>Reference", None),
        ];
        for (page, expected) in cases {
            let found = read(None, page.as_bytes()).unwrap().reference;
            assert_eq!(found, expected.map(|(label, key)| (label.to_owned(), key.to_owned())), "{page}");
        }
    }
}
