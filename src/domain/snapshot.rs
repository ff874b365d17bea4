//! A session as it is kept for the case that it is cut off: what was typed, what was open, how it lay. No body is in it: what
//! was open is asked for again.
//!
//! Places are JSON pointers into the merged pages, so that they mean something in the next answer too.

use std::fmt;

use super::{quantity, request::Draft, search::Scope};

/// The form of the file. A file of another form is none of ours to read.
const VERSION: u32 = 1;

/// A file over this was not written by Segue; without what is unfolded, a session is far smaller.
pub const MOST_BYTES: usize = 2 << 20;

/// So many values are kept as unfolded, or folded: more than anybody has done by hand.
pub const MOST_FOLDS: usize = 4_000;

/// So many lists are kept as followed.
pub const MOST_LISTS: usize = 100;

/// So many requests are kept on each side of the way: as many as a session keeps responses to.
pub const MOST_STEPS: usize = 100;

/// A place that is written longer than this is left out: a key can be as long as a body.
pub const LONGEST_PLACE: usize = 1_000;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// The profile in use.
    pub profile: String,
    /// What was wrong with the sandbox, on purpose.
    pub scenario: Option<String>,
    /// What the form held.
    pub draft: Draft,
    /// The request that was answered or on its way, as it could be typed.
    pub open: Option<Draft>,
    /// What led there, the first step first; it is asked for again where somebody goes back.
    pub before: Vec<Draft>,
    /// What somebody had gone back from; the next step is the last.
    pub after: Vec<Draft>,
    /// Where requests asked, if that was picked: the storefront and its language.
    pub asked_in: Option<(String, Option<String>)>,
    pub focus: Focus,
    pub zoomed: bool,
    pub response: Arrangement,
}

/// The panel with the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Focus {
    #[default]
    Request,
    Response,
    Errors,
}

/// How a response lay.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// The headers showed.
    pub headers: bool,
    /// The tree was plain JSON.
    pub plain: bool,
    /// The value under the cursor showed below the tree.
    pub preview: bool,
    /// The first line on view of the headers, or of a text.
    pub scroll: usize,
    /// Lists that pages had joined, in the order in which they were followed.
    pub lists: Vec<List>,
    pub folds: Folds,
    pub cursor: Option<Spot>,
    /// How many rows on view stood above the cursor.
    pub above: usize,
    pub search: Option<Search>,
    /// The jq filter whose results showed, or that was being typed.
    pub filter: Option<Words>,
}

/// A list that was followed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct List {
    pub at: String,
    /// How many pages joined it.
    pub pages: usize,
}

/// What was unfolded.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Folds {
    /// Everything but the places; else nothing but them.
    pub all: bool,
    pub places: Vec<String>,
    /// Resources that show a row for what they could have.
    pub offering: Vec<String>,
}

impl fmt::Debug for Folds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folds({}{})", if self.all { "all but " } else { "" }, self.places.len())
    }
}

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Spot {
    /// The value, or the list that the row belongs to.
    pub at: String,
    pub row: Row,
}

/// Which row of a value or list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Row {
    /// The value's own.
    Value,
    /// The line above the items of a page, from 0.
    Separator(u32),
    /// The `next` at the end of the list.
    Next,
}

/// What was looked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Search {
    pub pattern: Words,
    pub scope: Scope,
    /// Whether hits were lit up.
    pub is_lit: bool,
    /// The hit that the cursor went to.
    pub hit: Option<String>,
}

/// Something that a person typed.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Words(pub String);

impl fmt::Debug for Words {
    /// Its length alone: a person may have typed a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.0.len())
    }
}

/// A session and when it was kept, as in the file.
#[derive(serde::Serialize, serde::Deserialize)]
struct File<S> {
    version: u32,
    /// In milliseconds since the epoch.
    at: i64,
    session: S,
}

/// What says of which form a file is.
#[derive(serde::Deserialize)]
struct Form {
    version: u32,
}

impl Snapshot {
    /// The file's text; without what was unfolded where that is too much. None if it is too long all the same.
    #[must_use]
    pub fn write(&self, at: i64) -> Option<Vec<u8>> {
        let written = |session: &Self| {
            let file = File { version: VERSION, at, session };
            serde_json::to_vec(&file).ok().filter(|text| text.len() <= MOST_BYTES)
        };
        written(self).or_else(|| {
            let response = Arrangement { folds: Folds::default(), ..self.response.clone() };
            written(&Self { response, ..self.clone() })
        })
    }

    /// Reads a file: when the session was kept, and the session. None for what is no such file, or one of another form.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<(i64, Self)> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let form: Form = serde_json::from_slice(text).ok()?;
        let file: File<Self> =
            (form.version == VERSION).then(|| serde_json::from_slice(text).ok()).flatten()?;
        Some((file.at, file.session.within_bounds()))
    }

    /// A file may have been changed by hand: no more than Segue writes is taken.
    fn within_bounds(mut self) -> Self {
        self.before.drain(..self.before.len().saturating_sub(MOST_STEPS));
        self.after.drain(..self.after.len().saturating_sub(MOST_STEPS));
        let response = &mut self.response;
        response.lists.truncate(MOST_LISTS);
        response.folds.places.truncate(MOST_FOLDS);
        response.folds.offering.truncate(MOST_FOLDS);
        self
    }

    /// Takes out what is not clean; whether a request was left whole decides if it can be sent again.
    #[must_use]
    pub fn cleaned(mut self, is_clean: &dyn Fn(&str) -> bool, clean: &dyn Fn(&Draft) -> Draft) -> Self {
        self.draft = clean(&self.draft);
        let is_whole = |open: &Draft| clean(open) == *open;
        self.open = self.open.filter(is_whole);
        self.before.retain(is_whole);
        self.after.retain(is_whole);
        let response = &mut self.response;
        // A place is words with slashes between, which together look like a token: each is looked at alone.
        let is_place_clean =
            |place: &str| place.split('/').all(|step| is_clean(&step.replace("~1", "/").replace("~0", "~")));
        response.lists.retain(|list| is_place_clean(&list.at));
        response.folds.places.retain(|place| is_place_clean(place));
        response.folds.offering.retain(|place| is_place_clean(place));
        response.cursor.take_if(|cursor| !is_place_clean(&cursor.at));
        response.search.take_if(|search| !is_clean(&search.pattern.0));
        if let Some(search) = &mut response.search {
            search.hit.take_if(|hit| !is_place_clean(hit));
        }
        response.filter.take_if(|filter| !is_clean(&filter.0));
        self
    }
}

/// What is offered at start, in a sentence: how long ago a session was cut off.
#[must_use]
pub fn offer(at: i64, now: i64) -> String {
    let ago = quantity::ago(now.saturating_sub(at).div_euclid(1000));
    format!("the last session was cut off {ago}: press {{key:resume}} to go on with it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Method;
    use proptest::prelude::*;

    fn snapshot() -> Snapshot {
        let get = |path: &str| Draft { path: path.to_owned(), ..Draft::default() };
        Snapshot {
            profile: "work".to_owned(),
            scenario: Some("expired".to_owned()),
            draft: Draft { method: Method::Put, body: "{\"a\":1}".to_owned(), ..get("/v1/me/x") },
            open: Some(get("/v1/catalog/us/albums/1/tracks?limit=2")),
            before: vec![get("/v1/catalog/us/albums/1"), get("/v1/catalog/us/artists/2")],
            after: vec![get("/v1/catalog/us/songs/3")],
            asked_in: Some(("jp".to_owned(), Some("ja".to_owned()))),
            focus: Focus::Response,
            zoomed: true,
            response: Arrangement {
                headers: true,
                plain: true,
                preview: true,
                scroll: 3,
                lists: vec![List { at: "/data".to_owned(), pages: 2 }],
                folds: Folds {
                    all: false,
                    places: vec!["/data".to_owned(), "/data/3/a~1b".to_owned()],
                    offering: vec!["/data/3".to_owned()],
                },
                cursor: Some(Spot { at: "/data".to_owned(), row: Row::Separator(1) }),
                above: 7,
                search: Some(Search {
                    pattern: Words("glass".to_owned()),
                    scope: Scope::Values,
                    is_lit: true,
                    hit: Some("/data/3/attributes/name".to_owned()),
                }),
                filter: Some(Words(".data[].id".to_owned())),
            },
        }
    }

    #[test]
    fn a_session_comes_back() {
        let text = snapshot().write(42).unwrap();
        assert_eq!(Snapshot::read(&text), Some((42, snapshot())));
    }

    #[test]
    fn a_file_of_another_form_or_a_torn_one_is_none() {
        let text = String::from_utf8(snapshot().write(42).unwrap()).unwrap();
        let other = text.replacen("\"version\":1", "\"version\":2", 1);
        assert_ne!(other, text);
        assert_eq!(Snapshot::read(other.as_bytes()), None);
        for length in 0..text.len() {
            assert_eq!(Snapshot::read(&text.as_bytes()[..length]), None, "{length}");
        }
    }

    #[test]
    fn what_a_later_version_adds_is_passed_over() {
        let text =
            r#"{"version":1,"at":5,"session":{"profile":"work","new":[1],"response":{"more":{}}},"x":1}"#;
        let (at, read) = Snapshot::read(text.as_bytes()).unwrap();
        assert_eq!((at, read), (5, Snapshot { profile: "work".to_owned(), ..Snapshot::default() }));
    }

    #[test]
    fn too_much_that_is_unfolded_is_left_out_and_the_rest_is_kept() {
        let mut long = snapshot();
        long.response.folds.places = vec!["/x".repeat(500); MOST_FOLDS];
        let (_, read) = Snapshot::read(&long.write(0).unwrap()).unwrap();
        assert_eq!((read.response.folds.places.len(), read.draft), (0, long.draft.clone()));
        long.draft.body = "x".repeat(MOST_BYTES);
        assert_eq!(long.write(0), None);
    }

    #[test]
    fn what_is_not_clean_is_taken_out() {
        let is_clean = |text: &str| !text.contains("secret");
        let clean = |draft: &Draft| match draft.path.contains("secret") {
            true => Draft { path: String::new(), ..draft.clone() },
            false => draft.clone(),
        };
        assert_eq!(snapshot().cleaned(&is_clean, &clean), snapshot());
        let mut dirty = snapshot();
        dirty.draft.path = "/v1/secret".to_owned();
        dirty.open.as_mut().unwrap().path = "/v1/secret".to_owned();
        dirty.before[0].path = "/v1/secret".to_owned();
        dirty.after[0].path = "/v1/secret".to_owned();
        let response = &mut dirty.response;
        response.lists[0].at = "/secret".to_owned();
        response.folds.places.push("/secret/a".to_owned());
        response.folds.offering.push("/secret/a".to_owned());
        response.cursor.as_mut().unwrap().at = "/a/secret".to_owned();
        response.search.as_mut().unwrap().hit = Some("/secret".to_owned());
        response.filter = Some(Words(".secret".to_owned()));
        let cleaned = dirty.cleaned(&is_clean, &clean);
        assert!(!String::from_utf8(cleaned.write(0).unwrap()).unwrap().contains("secret"));
        assert_eq!((cleaned.open, cleaned.response.search.unwrap().pattern.0.as_str()), (None, "glass"));
    }

    #[test]
    fn debugging_shows_nothing_that_was_typed() {
        let text = format!("{:?}", snapshot());
        assert!(
            !["glass", ".data[].id", "/v1/me/x", "a~1b"].iter().any(|typed| text.contains(typed)),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(Snapshot::read(&bytes), None);
        }
    }
}
