//! The programs of this package are its examples; each lives in a folder of its own. Here is what
//! several of them share.

pub mod claim_line;
pub mod claims;
pub mod lines;
pub mod program;
pub mod progress;
pub mod sources;
