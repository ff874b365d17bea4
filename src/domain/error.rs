//! What Apple (or whoever answered) said, in plain words: status, headers and body in, an explanation out.
