//! The errors in a JSON body, read as they are: a member that is absent or of the wrong type costs that member only.

use super::case::fit;
use super::{Entry, Source};
use crate::domain::json::{Document, Kind, NodeId};
use crate::domain::secret;

/// Errors read from one body. Apple sends one or a few; a body of thousands must not fill the panel.
const MOST_ENTRIES: usize = 50;

/// Members shown of one error that are not documented.
const MOST_EXTRA: usize = 20;

/// A text of an error is cut at this many characters; the whole stands in the body.
pub(super) const LONGEST: usize = 1000;

/// The errors of a body.
pub(super) enum Errors {
    /// There is no member `errors`, or it is `null`.
    Absent,
    /// `errors: []`.
    Empty,
    /// The errors, and how many more there are.
    Some(Vec<Entry>, usize),
}

/// Reads `errors`. What is not an array is read as the only error.
pub(super) fn errors(doc: &Document) -> Errors {
    let found = doc.member(doc.root(), "errors").filter(|errors| doc.kind(*errors) != Kind::Null);
    let Some(errors) = found else { return Errors::Absent };
    if doc.kind(errors) != Kind::Array {
        return Errors::Some(vec![entry(doc, errors)], 0);
    }
    let all = doc.children(errors).count();
    match doc.children(errors).take(MOST_ENTRIES).map(|error| entry(doc, error)).collect::<Vec<_>>() {
        entries if entries.is_empty() => Errors::Empty,
        entries => Errors::Some(entries, all.saturating_sub(MOST_ENTRIES)),
    }
}

/// One error; what is no object is shown as its title.
fn entry(doc: &Document, error: NodeId) -> Entry {
    if doc.kind(error) != Kind::Object {
        return untold(shown(doc, error));
    }
    let text = |key| doc.member(error, key).filter(|m| doc.kind(*m) != Kind::Null).map(|m| shown(doc, m));
    Entry {
        status: text("status"),
        code: text("code"),
        detail: text("detail"),
        id: text("id"),
        source: doc.member(error, "source").and_then(|member| source(doc, member)),
        extra: others(doc, error, &["status", "code", "title", "detail", "id", "source"]),
        ..untold(text("title").unwrap_or_default())
    }
}

/// A body that is JSON without `errors`, for example `{"message": …}` of a 429.
pub(super) fn other(doc: &Document) -> Entry {
    const TELLING: [&str; 4] = ["message", "error_description", "error", "detail"];
    let root = doc.root();
    if doc.kind(root) != Kind::Object {
        return Entry { detail: Some(shown(doc, root)), ..untold(String::new()) };
    }
    let is_telling =
        |key: &&&str| doc.member(root, key).is_some_and(|member| doc.kind(member) == Kind::String);
    let told = TELLING.iter().find(is_telling);
    let detail = told.and_then(|key| doc.member(root, key)).map(|member| shown(doc, member));
    let passed: Vec<_> = told.into_iter().copied().chain(["errors"]).collect();
    Entry { detail, extra: others(doc, root, &passed), ..untold(String::new()) }
}

/// An entry with a title and nothing else.
pub(super) fn untold(title: String) -> Entry {
    Entry {
        status: None,
        code: None,
        title,
        detail: None,
        id: None,
        source: None,
        extra: Vec::new(),
        meaning: String::new(),
        advice: Vec::new(),
    }
}

fn source(doc: &Document, source: NodeId) -> Option<Source> {
    let text = |key| doc.text_at(source, &[key]).map(|text| fit(&text, LONGEST));
    let told = text("parameter").map(Source::Parameter).or_else(|| text("pointer").map(Source::Pointer));
    told.or_else(|| (doc.kind(source) != Kind::Null).then(|| Source::Other(shown(doc, source))))
}

/// The members of an object but those, as they are.
fn others(doc: &Document, object: NodeId, passed: &[&str]) -> Vec<(String, String)> {
    let members = doc.children(object).filter_map(|member| Some((doc.key(member)?, member)));
    let others = members.filter(|(key, _)| !passed.contains(&&**key));
    others.take(MOST_EXTRA).map(|(key, member)| (fit(&key, LONGEST), shown(doc, member))).collect()
}

/// A string's text, anything else as it stands in the body.
fn shown(doc: &Document, node: NodeId) -> String {
    // A server may say anything, also a token: what has a token's shape is masked here too.
    let fitting = |text: &str| fit(&secret::mask(text), LONGEST);
    doc.text(node).map_or_else(|| fitting(&doc.raw_start(node, 4 * LONGEST)), |text| fitting(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<Entry> {
        let doc = Document::parse(json.as_bytes()).unwrap();
        match errors(&doc) {
            Errors::Some(entries, _) => entries,
            Errors::Empty | Errors::Absent => Vec::new(),
        }
    }

    #[test]
    fn a_whole_error_is_read_member_by_member() {
        let found = read(
            r#"{"errors":[{"id":"FOG7","title":"Wrong","detail":"Very wrong","status":"400","code":"40005",
            "source":{"parameter":"limit[tracks]"},"messageForDisplay":"Pardon","meta":{"a":1}}]}"#,
        );
        let expected = Entry {
            status: Some("400".into()),
            code: Some("40005".into()),
            detail: Some("Very wrong".into()),
            id: Some("FOG7".into()),
            source: Some(Source::Parameter("limit[tracks]".into())),
            extra: vec![("messageForDisplay".into(), "Pardon".into()), ("meta".into(), r#"{"a":1}"#.into())],
            ..untold("Wrong".into())
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn numbers_and_wrong_types_still_read() {
        let found =
            read(r#"{"errors":[{"status":404,"code":40400,"title":null,"detail":["x"],"source":"limit"}]}"#);
        let entry = &found[0];
        assert_eq!((entry.status.as_deref(), entry.code.as_deref()), (Some("404"), Some("40400")));
        assert_eq!((entry.title.as_str(), entry.detail.as_deref()), ("", Some(r#"["x"]"#)));
        assert_eq!(entry.source, Some(Source::Other("limit".into())));
    }

    #[test]
    fn what_is_no_list_of_objects_still_reads() {
        let cases = [
            (r#"{"errors":{"title":"alone"}}"#, vec!["alone"]),
            (r#"{"errors":"words"}"#, vec!["words"]),
            (r#"{"errors":["words",7,{"title":"three"},null]}"#, vec!["words", "7", "three", "null"]),
            (r#"{"errors":[]}"#, vec![]),
            (r#"{"errors":null}"#, vec![]),
            (r#"{"data":[]}"#, vec![]),
            ("[]", vec![]),
        ];
        for (json, expected) in cases {
            let titles: Vec<_> = read(json).into_iter().map(|entry| entry.title).collect();
            assert_eq!(titles, expected, "{json}");
        }
    }

    #[test]
    fn a_source_of_any_shape_is_told() {
        let cases = [
            (r#"{"pointer":"/data/0"}"#, Some(Source::Pointer("/data/0".into()))),
            (r#"{"header":"x"}"#, Some(Source::Other(r#"{"header":"x"}"#.into()))),
            ("null", None),
        ];
        for (source, expected) in cases {
            assert_eq!(read(&format!(r#"{{"errors":[{{"source":{source}}}]}}"#))[0].source, expected);
        }
    }

    #[test]
    fn thousands_of_errors_and_long_texts_are_cut() {
        let many = format!(r#"{{"errors":[{}1]}}"#, "1,".repeat(9000));
        assert_eq!(read(&many).len(), MOST_ENTRIES);
        let long = format!(r#"{{"errors":[{{"title":"{}"}}]}}"#, "x".repeat(9000));
        assert_eq!(read(&long)[0].title.chars().count(), LONGEST + 1);
    }

    #[test]
    fn control_characters_are_made_visible() {
        let found = read(r#"{"errors":[{"title":"a\u001b[2J","x\u202e":"\u0007"}]}"#);
        assert_eq!(found[0].title, "a\\u001b[2J");
        assert_eq!(found[0].extra, [("x\\u202e".to_owned(), "\\u0007".to_owned())]);
    }
}
