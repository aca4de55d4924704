use crate::record_type::record;
use crate::{PhiText, Reference};

record! {
    /// Somebody who acts on the record.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Actor {
        /// Who.
        pub who: Reference,
        /// In what capacity: attending, coder, patient.
        pub role: Option<PhiText>,
    }
}

impl Actor {
    /// The person or system that a reference points to.
    pub fn new(target: &str) -> Self {
        Actor {
            who: Reference::to(target),
            ..Actor::default()
        }
    }

    /// The same in the given capacity.
    pub fn acting_as(mut self, role: &str) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Whether both are the same person, whatever their capacity.
    pub fn is_same_person(&self, other: &Actor) -> bool {
        match (&self.who.target, &other.who.target) {
            (Some(own), Some(of_other)) => own == of_other,
            _ => self.is_named() && self.who.display == other.who.display,
        }
    }

    /// Whether it is said who it is.
    pub fn is_named(&self) -> bool {
        self.who.target.is_some() || self.who.display.is_some()
    }
}
