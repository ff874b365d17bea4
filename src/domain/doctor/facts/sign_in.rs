//! What a page with MusicKit saw while somebody signed in.

use serde::{Deserialize, Serialize};

/// Events of a sign-in page. All texts come from outside and are made visible when they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignIn {
    /// The page's `location.origin`; `null` for pages from a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The text of what was thrown, or the number that the promise was rejected with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// MusicKit's authorization status: -1 unavailable, 0 not determined, 1 denied, 2 restricted, 3 authorized.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    /// Whether MusicKit's script loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script_loaded: Option<bool>,
    /// `window.open` returned `null`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub window_blocked: bool,
    /// Whether `authorize()` settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<bool>,
    /// Apple's `ineligibilityReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ineligibility: Option<String>,
}
