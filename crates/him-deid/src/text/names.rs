//! Names that a title, a degree, a label or a relative gives away.

mod context;
mod degree;
mod initials;
mod label;
mod run;

pub(super) use context::{beside_age, extend, pair, with_initial};
pub(super) use degree::{credentialed, pointed_degree};
pub(super) use initials::initials;
pub(super) use label::{cued, labelled, relative, titled};
