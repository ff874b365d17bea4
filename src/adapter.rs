//! The edges: terminal, input, HTTP, credentials and files, each hiding one thing.

pub mod credentials;
pub mod signer;
