//! A sequence model that tells names and places from other words by what stands around them.
//!
//! A linear-chain conditional random field over the words and numbers of a line. What rules found
//! before is a wall: the model sees that something stands there, and nothing beyond. That keeps
//! scrubbing twice the same as scrubbing once.

mod chain;
mod features;
mod weights;

#[cfg(feature = "training")]
pub(crate) use chain::segments;
pub(crate) use chain::{Pass, mark};
#[cfg(feature = "training")]
pub use features::FEATURES;
#[cfg(feature = "training")]
pub(crate) use features::{Hand, describe, features};
#[cfg(not(feature = "training"))]
pub(crate) use weights::Model;
#[cfg(feature = "training")]
pub use weights::{BUCKETS, HEADER, LABELS, Model};
