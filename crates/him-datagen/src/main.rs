//! Turns official release files into packed tables.
fn main() {}
