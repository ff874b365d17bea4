//! Saving: which part of what there is goes to a file, and whether one may be replaced.

use std::sync::Arc;

use super::response;
use crate::domain::pages::{NodeRef, Pages};

/// What can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    /// All pages as one text.
    #[default]
    Pages,
    /// The page that the cursor is in, as it came.
    Page,
    /// The value under the cursor, over all pages.
    Value,
    /// What a jq filter made of the response.
    Results,
}

/// A part of some pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A page, byte for byte.
    Page(u32),
    /// A value, with the items of all pages in their lists.
    Value(NodeRef),
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its path, fit to be shown.
    pub path: String,
    pub bytes: u64,
}

/// What the prompt for a file is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    pub what: What,
    /// The value under the cursor was too long to be copied: the next key may save just that.
    pub is_for_value: bool,
    /// The name that was refused because a file has it; asked for again, that file is replaced.
    pub taken: Option<String>,
}

impl What {
    /// What there is to save, the likeliest first.
    #[must_use]
    pub fn offered(response: &response::State) -> Vec<Self> {
        let Some(pages) = response.pages() else { return Vec::new() };
        let all = [
            (Self::Results, response.filtered().is_some()),
            (Self::Pages, pages.len() > 1),
            (Self::Page, true),
            (Self::Value, response.tree().is_some_and(|tree| !tree.is_empty())),
        ];
        all.into_iter().filter(|(_, is_there)| *is_there).map(|(what, _)| what).collect()
    }

    /// The pages that it is in, and which part of them it is; none if it is not there any more.
    #[must_use]
    pub fn find(self, response: &response::State) -> Option<(Arc<Pages>, Part)> {
        let pages = response.pages()?;
        let root = pages.root();
        Some(match self {
            Self::Pages => (Arc::clone(pages), Part::Value(root)),
            Self::Page => (Arc::clone(pages), Part::Page(response.page_at_cursor())),
            Self::Results => (Arc::clone(response.filtered()?.tree().pages()), Part::Page(0)),
            Self::Value => {
                let tree = response.tree()?;
                (Arc::clone(tree.pages()), Part::Value(tree.value(response.cursor())?))
            }
        })
    }

    /// What it is called.
    #[must_use]
    pub fn name(self, response: &response::State) -> String {
        let count = response.pages().map_or(0, |pages| pages.len());
        match self {
            Self::Pages => format!("all {count} pages"),
            Self::Page if count > 1 => format!("page {}", response.page_at_cursor() + 1),
            Self::Page => "the response".to_owned(),
            Self::Value => "the value".to_owned(),
            Self::Results => "the jq result".to_owned(),
        }
    }
}
