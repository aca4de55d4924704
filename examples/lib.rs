//! The programs of this package are its examples; each lives in a folder of its own.

pub mod program;
