//! The surrogates of each patient.

use std::collections::HashMap;

use him_deid::{Policy, Scrubbed, Surrogates, SystemRandom, WithSurrogates};

use crate::note::Note;

/// By the number of the record; notes without one have surrogates of their own.
#[derive(Default)]
pub(crate) struct People(HashMap<String, Surrogates>);

impl People {
    pub(crate) fn write<P: Policy>(
        &mut self,
        policy: &P,
        note: &Note,
        tagged: &Scrubbed,
    ) -> Result<WithSurrogates, &'static str> {
        let failed = |_| "no random bytes for surrogates";
        let Some(patient) = note.patient() else {
            let mut own = Surrogates::new(SystemRandom);
            return own.write(policy, &note.text, tagged, None).map_err(failed);
        };
        let of = self
            .0
            .entry(patient.clone())
            .or_insert_with(|| Surrogates::new(SystemRandom));
        of.write(policy, &note.text, tagged, Some(&patient))
            .map_err(failed)
    }
}
