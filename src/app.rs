//! Model, message, update, effect: what happens next depends on the model and the message alone.
//!
//! ```text
//! event ──► Message::Input ─┐
//! answers of effects ───────┼─► update(&mut Model, Message) ─► Effects ─► the executor
//! signals, ticks ───────────┘
//! ```
//!
//! One file per panel: [`composer`], [`response`], [`errors`]; [`update`] only routes between them.

pub mod advising;
pub mod comparison;
pub mod completing;
pub mod composer;
pub mod demo;
pub mod detail;
pub mod doctor;
pub mod effect;
pub mod errors;
pub mod event;
pub mod fetch;
pub mod field;
pub mod filter;
pub mod form;
pub mod keymap;
pub mod known;
pub mod layout;
mod leave;
pub mod locale;
pub mod message;
pub mod model;
pub mod overlay;
pub mod palette;
pub mod pointing;
pub mod present;
pub mod preview;
pub mod prompt;
pub mod response;
pub mod resuming;
pub mod saving;
pub mod search;
pub mod settings;
pub mod sheet;
pub mod signing;
pub mod touched;
pub mod trail;
pub mod update;
pub mod walking;
