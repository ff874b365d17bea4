//! What is known of a credential, a request or a sign-in: never the secret itself.

mod developer;
mod exchange;
mod key;
mod sign_in;
mod user;

pub use developer::{Blemish, Content, DeveloperToken, Identity, Jwt, Signature};
pub use exchange::{
    Answer, AppleError, Authorization, Body, Exchange, Failure, Redaction, UserHeader, tokens_in_query,
};
pub use key::{Key, KeyState};
pub use sign_in::SignIn;
pub use user::{UserBlemish, UserContent, UserToken};
