//! What is true without a screen, a clock or a network. Pure: values in, values out.

pub mod answer;
pub mod clock;
pub mod columns;
pub mod copying;
pub mod doctor;
pub mod error;
pub mod export;
pub mod filter;
pub mod json;
pub mod link;
pub mod pages;
pub mod profile;
pub mod quantity;
pub mod remote;
pub mod request;
pub mod resource;
pub mod saving;
pub mod search;
pub mod secret;
pub mod storefronts;
pub mod token;
pub mod visible;
pub mod walk;
