//! What records are called in the result: numbers in their order, random codes, or pseudonyms.

use std::collections::HashMap;

use crate::Disposition;
use crate::policy::rules::Rules;

/// The source of random bytes failed.
pub(crate) struct NoCode;

/// A source of codes for ids.
#[cfg_attr(
    not(feature = "pseudonyms"),
    allow(dead_code, reason = "only crosswalks assign codes")
)]
trait Assign {
    fn assign(&mut self, kind: &str, id: &str) -> Result<String, NoCode>;
}

#[cfg(feature = "pseudonyms")]
impl<R: crate::RandomSource> Assign for crate::Crosswalk<R> {
    fn assign(&mut self, kind: &str, id: &str) -> Result<String, NoCode> {
        let code = self.code(kind, id).map_err(|_| NoCode)?;
        Ok(code.to_string())
    }
}

/// New names by type and id, over all documents of one run.
#[derive(Default)]
pub(crate) struct Names<'p> {
    ordinals: HashMap<String, usize>,
    counts: HashMap<Box<str>, usize>,
    assign: Option<&'p mut dyn Assign>,
}

impl<'p> Names<'p> {
    /// The codes of a crosswalk in the place of numbers.
    #[cfg(feature = "pseudonyms")]
    pub(crate) fn assigned_by<R: crate::RandomSource>(
        &mut self,
        crosswalk: &'p mut crate::Crosswalk<R>,
    ) {
        self.assign = Some(crosswalk);
    }

    /// The name of a resource: a number in the order of its type, unless the policy or the caller has another.
    pub(crate) fn of(
        &mut self,
        kind: &str,
        id: &str,
        rules: &Rules,
    ) -> Result<(String, Disposition), NoCode> {
        if let Some(assign) = &mut self.assign {
            return Ok((assign.assign(kind, id)?, Disposition::Pseudonymised));
        }
        #[cfg(feature = "pseudonyms")]
        if let Some(pseudonyms) = &rules.pseudonyms {
            return Ok((
                pseudonyms.pseudonym(kind, id).to_string(),
                Disposition::Pseudonymised,
            ));
        }
        let _ = rules;
        let key = format!("{kind}/{id}");
        if let Some(number) = self.ordinals.get(&key) {
            return Ok((number.to_string(), Disposition::Renumbered));
        }
        let count = self.counts.entry(kind.into()).or_default();
        *count += 1;
        self.ordinals.insert(key, *count);
        Ok((count.to_string(), Disposition::Renumbered))
    }
}
