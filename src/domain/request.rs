//! A draft as typed becomes a checked request; which origin may see a token.
