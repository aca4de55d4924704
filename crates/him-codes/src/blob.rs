//! Takes a packed table apart. While the crate compiles, one that does not fit does not build.

/// The first `at` bytes, and the rest.
#[allow(dead_code, reason = "for tables that are embedded only")]
pub(crate) const fn split(bytes: &'static [u8], at: usize) -> (&'static [u8], &'static [u8]) {
    match bytes.split_at_checked(at) {
        Some(parts) => parts,
        None => layout_fault(),
    }
}

/// What `get` gives, which constants cannot call.
#[inline]
pub(crate) const fn element<T: Copy>(list: &[T], at: usize) -> Option<T> {
    match list.split_at_checked(at) {
        Some((_, [element, ..])) => Some(*element),
        _ => None,
    }
}

/// The numbers at the head of a table, after its four letters.
#[allow(dead_code, reason = "for tables that are embedded only")]
pub(crate) const fn head<const N: usize>(
    bytes: &'static [u8],
    letters: [u8; 4],
) -> ([usize; N], &'static [u8]) {
    match try_head(bytes, letters) {
        Some(parts) => parts,
        None => layout_fault(),
    }
}

/// As [`head`], of a table that is read while the program runs.
pub(crate) const fn try_head<const N: usize>(
    bytes: &'static [u8],
    letters: [u8; 4],
) -> Option<([usize; N], &'static [u8])> {
    let Some((found, rest)) = bytes.split_first_chunk() else {
        return None;
    };
    if u32::from_le_bytes(*found) != u32::from_le_bytes(letters) {
        return None;
    }
    let Some((mut numbers, rest)) = rest.split_at_checked(4 * N) else {
        return None;
    };
    let mut counts = [0; N];
    let mut unset: &mut [usize] = &mut counts;
    while let (Some((number, others)), [count, tail @ ..]) =
        (numbers.split_first_chunk::<4>(), unset)
    {
        *count = u32::from_le_bytes(*number) as usize;
        numbers = others;
        unset = tail;
    }
    Some((counts, rest))
}

#[allow(clippy::panic, reason = "runs while compiling, and stops that")]
pub(crate) const fn layout_fault() -> ! {
    panic!("a packed table has another layout than this crate reads")
}
