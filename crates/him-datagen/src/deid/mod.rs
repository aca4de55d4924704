//! What `him-deid` knows of names and places: its dictionary, and the model with the notes it learns from.

pub(crate) mod dictionary;
mod corpus;
mod crf;
mod generator;
mod lists;
pub(crate) mod train;
