//! A server on loopback that enforces the rules of the Apple Music API on a fictional catalogue.
