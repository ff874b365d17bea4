//! A value that cannot be printed.
