#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| him_fuzz::chart_json(input));
