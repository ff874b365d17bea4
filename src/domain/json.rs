//! A JSON response as its own bytes plus a flat index over them.
