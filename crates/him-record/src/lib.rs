//! The patient record: chart, entries, identifiers and the types that keep PHI out of logs
