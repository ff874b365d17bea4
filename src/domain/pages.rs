//! Many pages as one tree.
