//! Files that outlive a run, in `$XDG_STATE_HOME/segue`: the draft, and the history beside it. Written whole or not at all, for the owner alone.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy;

use super::{
    credentials::plain,
    history::History,
    own::{self, Doubt, Kind},
    saving,
    sessions::Sessions,
};
use crate::domain::{
    request::{Draft, is_secret_header},
    saving::shown,
    secret::{self, Own, Scrubber, Secret},
};

/// A draft over this is not one that a person typed; it is left alone.
const MOST: u64 = 4 << 20;

/// Why something was not kept, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unkept(String);

impl Unkept {
    pub(super) fn of(path: &Path, error: &io::Error) -> Self {
        // That one names the place.
        if error.get_ref().is_some_and(|error| error.is::<Doubt>()) {
            return Self(error.to_string());
        }
        let advice = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room there",
            _ => "mend that, or set XDG_STATE_HOME",
        };
        Self(format!("{} cannot be written: {}; {advice}", shown(path), plain(error)))
    }
}

/// The directory of the files.
#[derive(Debug, Clone)]
pub struct Store {
    directory: PathBuf,
}

impl Store {
    /// The store of the person who runs the program; none if they have no home.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?;
        Some(Self::at(state.join("segue")))
    }

    /// A store in a directory, which is made when something is written.
    #[must_use]
    pub const fn at(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// The history in the same directory.
    #[must_use]
    pub fn history(&self) -> History {
        History::at(self.directory.clone())
    }

    /// The sessions that may be cut off, beside it.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        Sessions::at(self.directory.join("sessions"))
    }

    /// Keeps a draft for the next start. What holds a secret is left out of it.
    ///
    /// # Errors
    /// When the directory or the file cannot be written; the draft of the last time is then still there.
    pub fn keep_draft(&self, draft: &Draft, secrets: &[Secret]) -> Result<(), Unkept> {
        let draft = without_secrets(draft, secrets);
        let text = serde_json::to_vec_pretty(&draft).map_err(io::Error::from);
        let written = text.and_then(|text| self.write("draft.json", &text));
        written.map_err(|error| Unkept::of(&self.path("draft.json"), &error))
    }

    /// The draft of the last run, if it can be read.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let path = self.directory.join("draft.json");
        serde_json::from_slice(&own::read(&path, MOST).ok()?).ok()
    }

    /// Whether its directory is the person's own, or is not there yet. Nothing of another one is to be used.
    #[must_use]
    pub fn is_own(&self) -> bool {
        own::doubt(&self.directory, Kind::Root).is_none()
    }

    /// What of it is not used, or could be read by others, in a sentence: the first of it.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        if let Some(doubt) = own::doubt(&self.directory, Kind::Root) {
            return Some(format!("nothing is kept: {doubt}"));
        }
        if let Some(doubt) = self.sessions().doubt() {
            return Some(format!("no session is kept: {doubt}"));
        }
        let files = ["history.jsonl", "history.lock", "draft.json"].map(|name| self.path(name));
        let is_open = |path: &PathBuf| {
            fs::symlink_metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
        };
        let odd = files.iter().find_map(|path| own::doubt(path, Kind::File));
        odd.map(|doubt| doubt.to_string()).or_else(|| {
            let path = files.iter().find(|path| is_open(path))?;
            Some(format!("others may read {}; chmod 600 mends that", shown(path)))
        })
    }

    /// Where a file of this name is.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        saving::write_private(&self.path(name), bytes).map(drop)
    }
}

/// The draft without the parts that hold a token or a key.
pub(super) fn without_secrets(draft: &Draft, secrets: &[Secret]) -> Draft {
    let scrubber = Scrubber::of(&secrets.iter().collect::<Vec<_>>());
    of_clean_parts(draft, &|text| is_clean(text, &scrubber))
}

/// The draft with those parts alone that are clean.
pub(super) fn of_clean_parts(draft: &Draft, is_clean: &dyn Fn(&str) -> bool) -> Draft {
    let kept = |text: &String| if is_clean(text) { text.clone() } else { String::new() };
    let names_secret = draft.headers.lines().any(is_secret_header);
    let headers = if names_secret { String::new() } else { kept(&draft.headers) };
    Draft { path: kept(&draft.path), headers, body: kept(&draft.body), ..draft.clone() }
}

/// Whether a text may be kept: a long word without a shape may be a token, be it another person's.
pub(super) fn is_clean(text: &str, secrets: &Scrubber) -> bool {
    !Own::Unread.is_in(text) && !secret::is_in(text) && !secrets.finds_in(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(name: &str) -> Store {
        let directory = std::env::temp_dir().join(format!("segue-store-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        Store::at(directory)
    }

    #[test]
    fn a_draft_comes_back_and_only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let store = store("back");
        let draft = Draft { path: "/v1/x?term=é".to_owned(), user: Some(true), ..Draft::default() };
        store.keep_draft(&draft, &[]).unwrap();
        assert_eq!(store.draft(), Some(draft));
        let mode = fs::metadata(store.directory.join("draft.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::remove_dir_all(&store.directory).unwrap();
    }

    #[test]
    fn a_draft_is_kept_without_its_secrets() {
        let store = store("secrets");
        let draft = Draft {
            path: "/v1/planted-user-token".to_owned(),
            headers: "Cookie: media-user-token=abc".to_owned(),
            body: "{\"t\":\"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl\"}".to_owned(),
            ..Draft::default()
        };
        store.keep_draft(&draft, &[Secret::new("planted-user-token".to_owned())]).unwrap();
        assert_eq!(store.draft(), Some(Draft::default()));
        fs::remove_dir_all(&store.directory).unwrap();
    }

    #[test]
    fn what_is_nearly_a_secret_is_not_kept_either() {
        let store = store("nearly");
        let token = "AqF+gx/YkM+SKB/U5Ifm+lgNB2/A7pnE0V+vXO6FyW1==";
        let encoded = token.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let known = [Secret::new(token.to_owned())];
        let unread = "Ab1+/cd9".repeat(10);
        let cases: [(&str, &[Secret]); 4] =
            [(token, &known), (&encoded, &known), (token.trim_end_matches('='), &known), (&unread, &[])];
        for (text, secrets) in cases {
            let draft = Draft { path: format!("/v1/x?t={text}"), ..Draft::default() };
            store.keep_draft(&draft, secrets).unwrap();
            assert_eq!(store.draft(), Some(Draft::default()), "{text}");
        }
        fs::remove_dir_all(&store.directory).unwrap();
    }

    #[test]
    fn a_torn_draft_is_no_draft() {
        let store = store("torn");
        store.write("draft.json", b"{\"path\":").unwrap();
        assert_eq!(store.draft(), None);
        fs::remove_dir_all(&store.directory).unwrap();
    }

    #[test]
    fn what_leads_elsewhere_or_is_open_to_others_is_told() {
        let store = store("trouble");
        fs::create_dir_all(&store.directory).unwrap();
        assert_eq!(store.trouble(), None);
        let history = store.path("history.jsonl");
        fs::write(&history, "").unwrap();
        fs::set_permissions(&history, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(
            store.trouble(),
            Some(format!("others may read {}; chmod 600 mends that", shown(&history)))
        );
        fs::set_permissions(&history, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(store.trouble(), None);
        for place in ["history.jsonl", "history.lock", "draft.json"] {
            let path = store.path(place);
            let _ = fs::remove_file(&path);
            std::os::unix::fs::symlink("/dev/null", &path).unwrap();
            assert!(store.trouble().unwrap().contains(&format!("{place} is a link or no file")));
            assert_eq!((store.draft(), store.history().entries()), (None, Vec::new()));
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
            assert!(store.trouble().unwrap().contains(&format!("{place} is a link or no file")));
            fs::remove_dir(&path).unwrap();
        }
        fs::create_dir(store.path("elsewhere")).unwrap();
        std::os::unix::fs::symlink(store.path("elsewhere"), store.path("sessions")).unwrap();
        assert!(store.trouble().unwrap().starts_with("no session is kept: "));
        fs::remove_dir_all(store.directory).unwrap();
    }
}
