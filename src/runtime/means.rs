//! What a surface has beside its screen and its keys: the programs that a person chose, and a way to a clipboard.

use std::{io, time::Duration};

use crate::{
    adapter::{
        clipboard,
        editor::{self, EditOutcome},
        terminal::Screen,
    },
    domain::clipboard::Surroundings,
};

/// The means of a terminal.
#[derive(Debug, Clone, Default)]
pub struct Means {
    /// The command of `$VISUAL` or `$EDITOR`; empty where none may be started.
    pub editor: String,
    /// The command of `$PAGER`; empty where none may be started.
    pub pager: String,
    /// How to get to a clipboard.
    pub surroundings: Surroundings,
    /// How long a lone Esc is held.
    pub esc_wait: Duration,
}

impl Means {
    pub(super) async fn copy(&self, screen: &mut Screen, text: &str) -> Result<String, String> {
        let copied = clipboard::copy(&self.surroundings, text, &mut screen.out()).await;
        copied.map_err(|fault| fault.to_string())
    }

    pub(super) fn page(&self, screen: &mut Screen, text: &str) -> io::Result<Result<(), String>> {
        editor::page(screen, &self.pager, text)
    }

    pub(super) fn edit(&self, screen: &mut Screen, text: &str) -> Result<String, String> {
        match editor::edit(screen, &self.editor, text) {
            Ok(EditOutcome::Edited(text)) => Ok(text),
            Ok(EditOutcome::Kept { reason }) => Err(format!("the body stays as it was: {reason}")),
            Err(error) => Err(format!("the body stays as it was: {error}")),
        }
    }
}
