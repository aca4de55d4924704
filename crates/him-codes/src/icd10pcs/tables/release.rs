//! The tables of an edition that a program has read.

use std::borrow::ToOwned;
use std::boxed::Box;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use him_codes_release::fault::Fault;
use him_codes_release::procedure_tables::ProcedureTables;

use super::super::entry::Entry;
use super::packed::Packed;
use crate::edition::Edition;
use crate::release::ReleaseError;

impl Packed {
    /// `codes` are those of the edition, which the tables must make.
    pub(in super::super) fn build(
        edition: Edition,
        codes: impl Iterator<Item = Entry>,
        xml: &[u8],
    ) -> Result<&'static Packed, ReleaseError> {
        let fault = |fault: Fault| ReleaseError::Tables(fault.to_string());
        let tables = ProcedureTables::read(&format!("the tables of {}", edition.name()), xml);
        let tables = tables.map_err(fault)?;
        let codes: Vec<String> = codes.map(|entry| entry.code().to_string()).collect();
        let list = format!("the order file of {}", edition.name());
        tables
            .compare(&list, codes.iter().map(String::as_str))
            .map_err(fault)?;
        let blob = tables.pack().map_err(fault)?;
        let unreadable = || ReleaseError::Tables("the packed tables cannot be read".to_owned());
        let packed = Packed::try_new(blob.leak(), Vec::from([edition.data()]).leak());
        Ok(Box::leak(Box::new(packed.ok_or_else(unreadable)?)))
    }
}
