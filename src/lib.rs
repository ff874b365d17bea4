//! Segue, a terminal explorer for the Apple Music API.
//!
//! The rooms, from the outside in; `docs/architecture.md` walks one request through them and
//! `tests/architecture.rs` holds the table of who may import whom.
//!
//! ```text
//! main ──► cli, command
//! command ─► runtime, adapter, sandbox        headless commands, and the way into the screen
//! runtime ─► app, ui, adapter, sandbox        the loop and the executor of effects
//! ui ──────► app, domain                      view(&Model, &Theme, &mut Frame)
//! adapter ─► app::event, domain               terminal, input, http, credentials, files
//! app ─────► domain                           model, message, update, effect: pure
//! domain ──► nothing of ours                  what is true without a screen, a clock or a network
//! sandbox ─► nothing of ours                  a server of Apple's shape, for newcomers and tests
//! ```

#![forbid(unsafe_code)]

pub mod adapter;
pub mod app;
pub mod cli;
pub mod command;
pub mod domain;
pub mod runtime;
pub mod sandbox;
pub mod signin;
pub mod ui;
