//! The check digit of J. Verhoeff, "Error Detecting Decimal Codes" (1969).
#![allow(
    clippy::indexing_slicing,
    reason = "each index is masked to the length or bounded by its loop, and `get` is not const"
)]

/// Whether the last digit is the check digit of the others, all being ASCII digits: the digits from the right, each permuted by its place,
/// multiply to the neutral element of the dihedral group D5.
#[must_use]
pub const fn holds(digits: &[u8]) -> bool {
    let mut product = 0;
    let mut place = 0;
    let mut rest = digits;
    while let [head @ .., digit] = rest {
        // The low four bits of an ASCII digit are its value.
        let digit = PERMUTED[place & 7][(*digit & 15) as usize];
        product = TIMES[(product & 15) as usize][(digit & 15) as usize];
        place += 1;
        rest = head;
    }
    product == 0
}

/// The products of D5. The rows are 16 long so that a mask keeps an index within them.
const TIMES: [[u8; 16]; 16] = {
    let mut table = [[0; 16]; 16];
    let mut left = 0;
    while left < 10 {
        let mut right = 0;
        while right < 10 {
            table[left as usize][right as usize] = times(left, right);
            right += 1;
        }
        left += 1;
    }
    table
};

/// The digits after 0 to 7 steps of the permutation (0 1 5 8 9 4 2 7)(3 6).
const PERMUTED: [[u8; 16]; 8] = {
    const STEP: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut table = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0]; 8];
    let mut place = 1;
    while place < 8 {
        let mut digit = 0;
        while digit < 10 {
            table[place][digit] = STEP[table[place - 1][digit] as usize];
            digit += 1;
        }
        place += 1;
    }
    table
};

/// The product in D5: 0 to 4 are the rotations, 5 to 9 the reflections.
const fn times(left: u8, right: u8) -> u8 {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right - 5) % 5,
        (false, true) => 5 + (left - right) % 5,
        (false, false) => (5 + left - right) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_that_of_the_dihedral_group() {
        // Neutral element, inverses, and associativity make it a group; 1 times 5 and 5 times 1 differ, so it is not the cyclic one.
        for a in 0..10 {
            assert_eq!((times(a, 0), times(0, a)), (a, a));
            assert!((0..10).any(|b| times(a, b) == 0 && times(b, a) == 0));
            for b in 0..10 {
                for c in 0..10 {
                    assert_eq!(times(times(a, b), c), times(a, times(b, c)));
                }
            }
        }
        assert_ne!(times(1, 5), times(5, 1));
    }
}
