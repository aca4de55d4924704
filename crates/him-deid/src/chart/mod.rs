//! Charts of `him-record`: their identifiers, and what is left of them under a policy.

mod entries;
mod known;
mod people;
mod renumber;
mod safe_harbor;
pub(crate) mod terms;
mod values;
