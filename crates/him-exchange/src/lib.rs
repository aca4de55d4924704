//! FHIR R4 in: bundles and ndjson to charts, entry by entry, nothing lost
