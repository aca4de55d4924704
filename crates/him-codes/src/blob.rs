//! Takes a packed table apart while the crate compiles: one that does not fit does not build.

/// The first `at` bytes, and the rest.
pub(crate) const fn split(bytes: &'static [u8], at: usize) -> (&'static [u8], &'static [u8]) {
    match bytes.split_at_checked(at) {
        Some(parts) => parts,
        None => layout_fault(),
    }
}

/// The numbers at the head of a table, after its four letters.
pub(crate) const fn head<const N: usize>(
    bytes: &'static [u8],
    letters: [u8; 4],
) -> ([usize; N], &'static [u8]) {
    let (found, rest) = split(bytes, 4);
    let Some(found) = found.first_chunk() else {
        layout_fault()
    };
    if u32::from_le_bytes(*found) != u32::from_le_bytes(letters) {
        layout_fault()
    }
    let (mut numbers, rest) = split(rest, 4 * N);
    let mut counts = [0; N];
    let mut unset: &mut [usize] = &mut counts;
    while let (Some((number, others)), [count, tail @ ..]) =
        (numbers.split_first_chunk::<4>(), unset)
    {
        *count = u32::from_le_bytes(*number) as usize;
        numbers = others;
        unset = tail;
    }
    (counts, rest)
}

#[allow(clippy::panic, reason = "runs while compiling, and stops that")]
pub(crate) const fn layout_fault() -> ! {
    panic!("a packed table has another layout than this crate reads")
}
