//! How records are destroyed, transferred or handed over, and who answers for it.

mod method;

pub use method::{Category, Medium, Method, MethodRow, Sensitivity, methods};
