//! The tables of an edition that a program has read.

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
        let file = format!("the tables of {}", edition.name());
        let tables = ProcedureTables::read(&file, xml).map_err(ReleaseError::Tables)?;
        let codes: Vec<String> = codes.map(|entry| entry.code().to_string()).collect();
        let list = format!("the order file of {}", edition.name());
        tables
            .compare(&list, codes.iter().map(String::as_str))
            .map_err(ReleaseError::Tables)?;
        let blob = tables.pack().map_err(ReleaseError::Tables)?;
        let unreadable =
            || ReleaseError::Tables(Fault::in_file(file, "cannot be read once packed"));
        let packed = Packed::try_new(blob.leak(), Vec::from([edition.data()]).leak());
        Ok(Box::leak(Box::new(packed.ok_or_else(unreadable)?)))
    }
}
