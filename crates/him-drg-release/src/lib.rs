//! Compiles the published tables of the MS-DRG grouper into the packed tables of `him-drg`.
//!
//! Programs that group claims use `him-drg`, whose feature `release` adds versions at run time by way of this crate;
//! `him-datagen` makes the embedded tables with it. [`Tables`] are the tables as they are held, in JSON: codes with the
//! names of their attributes, and formulas over those. [`pack`] turns them into bit sets and decision lists.
//!
//! The layout belongs to `him-drg` and may change with any release.

mod attributes;
mod blob;
mod clusters;
mod codes;
mod exclusions;
mod fault;
pub mod formula;
mod lists;
mod operand;
mod pack;
mod profiles;
mod tables;

pub use crate::fault::{Fault, Result};
pub use crate::operand::{KIND_SHIFT, Kind, NEGATED, Special};
pub use crate::pack::pack;
pub use crate::tables::Tables;

/// The 64-bit words of an attribute set.
pub const WORDS: usize = 5;
/// The four letters at the head of a table.
pub const LETTERS: [u8; 4] = *b"HDG1";
/// No code, profile, group or list.
pub const NONE: u16 = u16::MAX;
