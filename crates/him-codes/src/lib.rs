//! Medical code systems by date of service: parse, check and explain ICD-10-CM, SNOMED CT and LOINC codes
