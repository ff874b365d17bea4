//! The edges: terminal, input, HTTP, credentials and files, each hiding one thing.

pub mod browser;
pub mod call;
pub mod chance;
pub mod clipboard;
pub mod config;
pub mod credentials;
pub mod editor;
pub mod file;
pub mod filter;
pub mod hidden;
pub mod history;
pub mod http;
pub mod input;
pub mod last;
mod own;
pub mod recording;
pub mod saving;
pub mod sessions;
pub mod sign_ins;
pub mod signals;
pub mod signer;
pub mod store;
pub mod terminal;
