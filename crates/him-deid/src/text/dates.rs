//! Dates, in digits and with the name of the month.

mod named;
mod numeric;
mod parts;

pub(super) use named::named;
pub(super) use numeric::numeric;
