//! `view(&Model, &Theme, &mut Frame)`: borrows, no side effect.
