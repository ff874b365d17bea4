//! Music User Tokens that were signed in for: one file for each profile, for its owner alone, whole or not at all.

use std::{fs, io, os::unix::fs::PermissionsExt as _, path::PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::store::Store;
use crate::domain::{profile::Origin, saving::shown, secret::Secret, token::read_user_token};

/// A file over this is none of ours.
const MOST: u64 = 64 << 10;

/// A sign-in, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The Music User Token.
    pub token: Secret,
    /// When it was fetched, in seconds since the epoch.
    pub obtained_at: i64,
    /// The account's storefront, where it is known.
    pub storefront: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    token: String,
    obtained_at: i64,
    storefront: Option<String>,
    /// The one server that the token is for.
    origin: String,
}

impl Drop for Kept {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.token);
    }
}

impl Store {
    /// Keeps a sign-in for a profile, in place of an earlier one.
    ///
    /// # Errors
    /// When it cannot be written; an earlier one is then still there.
    pub fn keep_sign_in(&self, profile: &str, origin: &Origin, sign_in: &SignIn) -> io::Result<()> {
        let kept = Kept {
            token: sign_in.token.expose().to_owned(),
            obtained_at: sign_in.obtained_at,
            storefront: sign_in.storefront.clone(),
            origin: origin.as_str().to_owned(),
        };
        self.write(&name(profile), &Zeroizing::new(serde_json::to_vec_pretty(&kept)?))
    }

    /// The sign-in of a profile for this server; none if there was none.
    ///
    /// # Errors
    /// Why one that is there cannot be used, as a sentence.
    pub fn sign_in(&self, profile: &str, origin: &Origin) -> Result<Option<SignIn>, String> {
        let path = self.path_of_sign_in(profile);
        let unusable =
            |reason: &str| format!("The sign-in in {} {reason}. Run segue login again.", shown(&path));
        let file = match fs::metadata(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(&format!("cannot be read: {error}"))),
        };
        if !file.is_file() || file.len() > MOST {
            return Err(unusable("is no file of Segue's"));
        }
        if file.permissions().mode() & 0o077 != 0 {
            return Err(unusable("can be read by others, and is not used"));
        }
        let text = fs::read(&path).map(Zeroizing::new);
        let text = text.map_err(|error| unusable(&format!("cannot be read: {error}")))?;
        let kept: Kept = serde_json::from_slice(&text).map_err(|_| unusable("is damaged"))?;
        if kept.origin != origin.as_str() {
            return Ok(None);
        }
        let token = read_user_token(&Secret::new(kept.token.clone())).map_err(|_| unusable("is damaged"))?;
        Ok(Some(SignIn { token, obtained_at: kept.obtained_at, storefront: kept.storefront.clone() }))
    }

    /// Forgets the sign-in of a profile; whether there was one.
    ///
    /// # Errors
    /// When the file cannot be deleted.
    pub fn forget_sign_in(&self, profile: &str) -> io::Result<bool> {
        match fs::remove_file(self.path_of_sign_in(profile)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Where the sign-in of a profile is kept.
    #[must_use]
    pub fn path_of_sign_in(&self, profile: &str) -> PathBuf {
        self.path(&name(profile))
    }
}

/// A file's name that no profile's name can lead out of the directory.
fn name(profile: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let safe: String = profile
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("sign-in-{safe}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(name: &str) -> (Store, PathBuf) {
        let directory = std::env::temp_dir().join(format!("segue-sign-in-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        (Store::at(directory.clone()), directory)
    }

    fn sign_in() -> SignIn {
        let token = Secret::new("fictional/user+token".repeat(8));
        SignIn { token, obtained_at: 1_700_000_000, storefront: Some("gb".to_owned()) }
    }

    #[test]
    fn a_sign_in_comes_back_for_its_profile_and_its_server_alone() {
        let (store, directory) = store("back");
        let apple = Origin::apple();
        store.keep_sign_in("work", &apple, &sign_in()).unwrap();
        assert_eq!(store.sign_in("work", &apple), Ok(Some(sign_in())));
        assert_eq!(store.sign_in("other", &apple), Ok(None));
        assert_eq!(store.sign_in("work", &"https://mock.example".parse().unwrap()), Ok(None));
        let mode = fs::metadata(store.path_of_sign_in("work")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(store.forget_sign_in("work").unwrap() && !store.forget_sign_in("work").unwrap());
        assert_eq!(store.sign_in("work", &apple), Ok(None));
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn what_others_can_read_and_what_is_torn_is_told_and_not_used() {
        let (store, directory) = store("faults");
        let apple = Origin::apple();
        store.keep_sign_in("work", &apple, &sign_in()).unwrap();
        let path = store.path_of_sign_in("work");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(store.sign_in("work", &apple).unwrap_err().contains("read by others"));
        store.write("sign-in-work.json", b"{\"token\":").unwrap();
        assert!(store.sign_in("work", &apple).unwrap_err().contains("damaged"));
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn no_profile_leads_out_of_the_directory() {
        assert_eq!(name("a-b_9"), "sign-in-a-b_9.json");
        assert_eq!(name("../é"), "sign-in-%2E%2E%2F%C3%A9.json");
    }
}
