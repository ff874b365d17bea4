//! Where credentials come from, and in which order.
