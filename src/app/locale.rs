//! Where and in which language requests ask: what the profile says, until another storefront or language is picked.

use super::fetch::FetchId;

/// A storefront to ask in, and a language of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Its id, such as `jp`.
    pub storefront: String,
    /// A language tag (BCP 47); none for the storefront's own.
    pub language: Option<String>,
}

/// What was picked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    picked: Option<Place>,
    /// The fetch that asks for the person's own storefront.
    asked: Option<FetchId>,
}

impl State {
    /// Asks here from now on.
    pub fn pick(&mut self, place: Place) {
        self.picked = Some(place);
    }

    /// What was picked, if something was.
    #[must_use]
    pub const fn picked(&self) -> Option<&Place> {
        self.picked.as_ref()
    }

    /// Forgets what was picked: another profile has its own storefront.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The answer to a fetch will tell the person's own storefront.
    pub const fn ask(&mut self, id: FetchId) {
        self.asked = Some(id);
    }

    /// Whether a fetch was to tell it; once.
    pub fn is_told_by(&mut self, id: FetchId) -> bool {
        let is_it = self.asked == Some(id);
        if is_it {
            self.asked = None;
        }
        is_it
    }
}
