//! Telephone, mail, web and network addresses.

mod address;
mod spoken;
mod telephone;

pub(super) use address::{email, ipv4, network, opens_url, url};
pub(super) use spoken::{spoken_email, spoken_number};
pub(super) use telephone::{extension, phone};
