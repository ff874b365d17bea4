//! Whose MusicKit a page loads, and what a page may reach for it: the rest is refused by the browser.

use url::Url;

use crate::domain::profile::Origin;

/// Where MusicKit on the Web, version 3, is (Apple's documentation of MusicKit on the Web).
const SCRIPT: &str = "https://js-cdn.music.apple.com/musickit/v3/musickit.js";

/// Where a script of Apple's may come from.
const SCRIPTS: &str = "https://js-cdn.music.apple.com";

/// What MusicKit was seen to ask after a sign-in: account and storefront.
const ASKED: &str = "https://api.music.apple.com https://buy.music.apple.com https://*.itunes.apple.com";

/// A MusicKit script, and the servers that it talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MusicKit {
    script: String,
    scripts: String,
    asked: String,
}

impl MusicKit {
    /// Apple's for Apple's server; for a server on this machine, that server's own. A developer token for any other
    /// server is not Apple's to see.
    #[must_use]
    pub fn of(origin: &Origin) -> Option<Self> {
        if origin.is_apple() {
            let [script, scripts, asked] = [SCRIPT, SCRIPTS, ASKED].map(str::to_owned);
            return Some(Self { script, scripts, asked });
        }
        let script: Url = origin.url().join("/musickit/v3/musickit.js").ok()?;
        let own = origin.as_str().to_owned();
        origin.is_loopback().then(|| Self { script: script.into(), scripts: own.clone(), asked: own })
    }

    /// The script's address.
    pub(super) fn script(&self) -> &str {
        &self.script
    }

    /// The page's content security policy: itself, MusicKit, and nothing else.
    pub(super) fn policy(&self) -> String {
        let Self { scripts, asked, .. } = self;
        format!(
            "default-src 'none'; script-src 'self' {scripts}; connect-src 'self' {asked}; style-src 'self'; \
             img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(origin: &str) -> Option<MusicKit> {
        MusicKit::of(&origin.parse().unwrap())
    }

    #[test]
    fn a_token_goes_to_nobody_but_the_profiles_own_server_and_its_musickit() {
        assert_eq!(of("https://api.music.apple.com").unwrap().script(), SCRIPT);
        let local = of("http://127.0.0.1:9").unwrap();
        assert_eq!(local.script(), "http://127.0.0.1:9/musickit/v3/musickit.js");
        assert!(!local.policy().contains("apple"), "{}", local.policy());
        assert_eq!(of("https://mock.example"), None);
    }
}
