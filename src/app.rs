//! Model, message, update, effect: what happens next depends on the model and the message alone.

pub mod event;
