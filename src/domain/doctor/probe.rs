//! The doctor's own requests: which would still tell something.
