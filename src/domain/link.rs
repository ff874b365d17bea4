//! What a `next` link means: what to put back, where it may lead, when to stop.
