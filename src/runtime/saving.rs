//! Writes a part of the response to the file that a person named, off the loop.

use std::{path::Path, sync::Arc};

use tokio::sync::mpsc;

use super::filtering;
use crate::{
    adapter::saving::{self, Existing},
    app::{
        event::Typed,
        message::Message,
        saving::{Part, Saved},
    },
    domain::{
        pages::Pages,
        saving::{SaveFault, shown, typed_path},
    },
};

/// What to save, and where.
pub(super) struct Errand {
    pub path: Typed,
    pub pages: Arc<Pages>,
    pub part: Part,
    pub replaces: bool,
}

/// Saves, and tells what came of it. A path that is relative lies in the directory.
pub(super) fn save(errand: Errand, directory: &Path, answers: &mpsc::Sender<Message>) {
    let outcome = write(&errand, directory);
    // The loop has ended when nobody receives any more.
    let _ = answers.blocking_send(Message::Saved { path: errand.path, outcome });
}

fn write(errand: &Errand, directory: &Path) -> Result<Saved, SaveFault> {
    let path = directory.join(typed_path(&errand.path.0, std::env::home_dir().as_deref())?);
    let existing = if errand.replaces { Existing::Replace } else { Existing::Keep };
    let bytes = saving::save(&path, filtering::bytes(&errand.pages, errand.part), existing)?;
    Ok(Saved { path: shown(&path), bytes })
}
