//! Places smaller than a state, and organizations.

mod city;
mod coordinates;
mod facility;
mod society;
mod street;

pub(super) use city::{around_state, labelled, labelled_zip, lived_in};
pub(super) use coordinates::coordinates;
pub(super) use facility::{cared_for_at, facility};
pub(super) use street::{apartment, box_number, street};
