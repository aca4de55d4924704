//! The programs of this package are its examples; each lives in a folder of its own. What several of them share is here.

pub mod claim_line;
pub mod lines;
