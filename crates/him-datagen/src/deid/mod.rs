//! What `him-deid` knows of names and places: its dictionary, and the model with the notes it learns from.

mod corpus;
mod crf;
pub(crate) mod dictionary;
mod generator;
mod lists;
pub(crate) mod train;
