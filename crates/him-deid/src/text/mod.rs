//! The text engine: tokens with what a lexicon knows of them, and rules that begin at few of them.

#![allow(
    clippy::nonminimal_bool,
    reason = "a condition reads as its rule is spoken: what must hold, and what must not"
)]

mod ages;
pub(crate) mod atoms;
mod contacts;
mod dates;
#[cfg(feature = "model")]
#[cfg_attr(
    not(feature = "training"),
    allow(unreachable_pub, dead_code, reason = "the generator uses all of it")
)]
pub(crate) mod dictionary;
pub(crate) mod fold;
pub(crate) mod known;
pub(crate) mod lexicon;
#[cfg(feature = "model")]
#[cfg_attr(
    not(feature = "training"),
    allow(unreachable_pub, dead_code, reason = "the generator uses all of it")
)]
pub(crate) mod model;
mod names;
mod numbers;
pub(crate) mod page;
mod places;
mod scrubber;
pub(crate) mod token;
pub(crate) mod words;

pub use scrubber::{Scrubber, Workspace};
