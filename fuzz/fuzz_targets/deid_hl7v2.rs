#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| him_fuzz::deid_hl7v2(input));
