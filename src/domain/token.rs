//! Developer token claims and signing input, and the shape of a Music User Token.

pub mod key;
