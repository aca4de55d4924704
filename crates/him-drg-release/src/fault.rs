//! Why tables cannot be compiled.

/// What is wrong with the tables. They hold no patients, so the message may quote them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    what: String,
}

/// Of work that a fault stops.
pub type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// Of a reason.
    pub fn new(what: impl Into<String>) -> Fault {
        Fault { what: what.into() }
    }
}
