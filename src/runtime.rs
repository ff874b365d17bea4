//! The loop and the executor of effects: the only room that knows both sides.
