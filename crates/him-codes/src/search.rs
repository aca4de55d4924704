//! Look-up by words in a packed index: what is written becomes words of the index, and these score its documents.

pub(crate) mod documents;
pub(crate) mod index;
pub(crate) mod lexicon;
mod nearby;
pub(crate) mod readings;
pub(crate) mod scores;
pub(crate) mod slots;
mod word;
