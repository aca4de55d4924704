//! The answer as JSON, with the grouper's own names.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::grouping::{DiagnosisResult, Grouping, HacEntry, ProcedureResult};
use crate::outcome::Outcome;

/// A grouping with the identifier of its claim, see [`Grouping::identified`].
#[derive(Clone, Copy, Debug)]
pub struct Identified<'a, I> {
    id: I,
    grouping: &'a Grouping,
}

impl Grouping {
    /// For serialisation: `{"id","initial":{...},"final":{...},"hac_status","hac_categories","admit_dx","pdx","sdx","px"}`.
    pub fn identified<I: Serialize>(&self, id: I) -> Identified<'_, I> {
        Identified { id, grouping: self }
    }
}

impl<I: Serialize> Serialize for Identified<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        entries(self.grouping, &mut map)?;
        map.end()
    }
}

/// As [`Grouping::identified`], without an identifier.
impl Serialize for Grouping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entries(self, &mut map)?;
        map.end()
    }
}

fn entries<M: SerializeMap>(grouping: &Grouping, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("initial", grouping.initial())?;
    map.serialize_entry("final", grouping.last())?;
    map.serialize_entry("hac_status", &grouping.hac_status())?;
    map.serialize_entry("hac_categories", &grouping.hac_categories())?;
    map.serialize_entry("admit_dx", &grouping.admitting())?;
    map.serialize_entry("pdx", &grouping.principal())?;
    map.serialize_entry("sdx", &Each(|| grouping.secondary()))?;
    map.serialize_entry("px", &Each(|| grouping.procedures()))
}

struct Each<F>(F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for one in self.0() {
            list.serialize_element(&one)?;
        }
        list.end()
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(7))?;
        map.serialize_entry("grc", &self.return_code)?;
        map.serialize_entry("mdc", &self.mdc)?;
        map.serialize_entry("drg", &self.drg)?;
        map.serialize_entry("base", &self.base_drg)?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("sdx_severity", &self.sdx_severity)?;
        map.end()
    }
}

impl Serialize for DiagnosisResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("recognized", &self.recognized)?;
        map.serialize_entry("affects", &self.affects)?;
        map.serialize_entry("initial", &self.initial)?;
        map.serialize_entry("final", &self.last)?;
        map.serialize_entry("poa", &self.poa)?;
        if self.conditions().next().is_some() {
            map.serialize_entry("hacs", &Each(|| self.conditions()))?;
        }
        map.end()
    }
}

impl Serialize for HacEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("n", &self.number)?;
        map.serialize_entry("status", &self.used)?;
        map.serialize_entry("list", self.list)?;
        map.end()
    }
}

impl Serialize for ProcedureResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("recognized", &self.recognized)?;
        map.serialize_entry("affects", &self.affects)?;
        map.serialize_entry("operating_room", &self.operating_room)?;
        if self.conditions().next().is_some() {
            map.serialize_entry("hacs", &Each(|| self.conditions().map(Condition)))?;
        }
        map.end()
    }
}

/// `HAC_05`
struct Condition(u8);

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("HAC_{:02}", self.0))
    }
}
