//! The text engine: tokens with what a lexicon knows of them, and rules that begin at few of them.

#![allow(
    clippy::nonminimal_bool,
    reason = "a condition reads as its rule is spoken: what must hold, and what must not"
)]

mod ages;
pub(crate) mod atoms;
mod contacts;
mod dates;
pub(crate) mod fold;
pub(crate) mod known;
pub(crate) mod lexicon;
mod names;
mod numbers;
mod page;
mod places;
mod scrubber;
mod token;
pub(crate) mod words;

pub use scrubber::{Scrubber, Workspace};
