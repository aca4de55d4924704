//! Reads the automaton that the generator writes: a look-up costs four loads, whatever the length of the code, without a
//! branch that depends on it, and ends at the code's number.
//!
//! The layout is described in `him-codes-release`, `automaton.rs`.

use crate::blob::element;

/// Over codes of one to seven digits and letters, all in upper case.
#[derive(Clone, Copy)]
pub(crate) struct Automaton {
    front: &'static [[u8; 8]],
    slots: &'static [[u8; 6]],
    /// The lowest symbol with which a code of the system may start.
    first: u8,
}

/// A place in the automaton: what has been read so far leads to some code.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    base: u32,
    /// How many codes come before the first that goes on from the state.
    before: u32,
    /// The rank of the character that has been read after the state, as the first of a pair, times the ranks; 0 when none.
    half: u32,
    /// A bit for each symbol that may come next; after half a pair all of them, of which some lead nowhere.
    next: u64,
    ordinal: Option<u32>,
}

/// One of the transitions, or the head of a state.
#[derive(Clone, Copy)]
struct Slot {
    /// The base of the state to which the transition leads.
    target: u32,
    /// The pair in the low bits, then the skip.
    high: u32,
}

/// So many look-ups, as far as they have come.
struct Walks {
    ordinals: [u32; WIDE],
    bases: [u32; WIDE],
    /// Bits of [`PAIR`] where a slot was not that of the pair.
    wrong: [u32; WIDE],
}

/// `0` to `9` are the symbols 0 to 9, `A` to `Z` 10 to 35.
pub(crate) const ALPHABET: u8 = 36;
/// The first symbol of systems whose codes start with a letter.
pub(crate) const LETTER: u8 = symbol(b'A');
/// The first symbol of systems whose codes start with a digit or a letter.
pub(crate) const DIGIT_OR_LETTER: u8 = symbol(b'0');

/// The end of the text has the rank 0, a character one more than its symbol.
const RANKS: u32 = 37;
const PAIR: u32 = 0x7ff;
/// No text is a pair of the end and `0`: it marks the head of a state.
const HEAD: u32 = 1;
const ALL: u64 = (1 << ALPHABET) - 1;

/// How many codes are looked up at once: so many that the loads of one do not wait for those of another.
pub(crate) const WIDE: usize = 16;
/// Stands in a column of ordinals where no edition held has the code.
pub const NO_ORDINAL: u32 = u32::MAX;

/// How many first two characters there are, of which `first` is the lowest one.
pub(crate) const fn groups(first: u8) -> usize {
    (ALPHABET - first) as usize * ALPHABET as usize
}

impl Automaton {
    /// What `bytes` start with, and the rest of them; none when they are too few. `first` is the lowest symbol with which a
    /// code of the system may start.
    pub(crate) const fn read(
        bytes: &'static [u8],
        slots: usize,
        first: u8,
    ) -> Option<(Automaton, &'static [u8])> {
        let Some((front, rest)) = bytes.split_at_checked(8 * RANKS as usize) else {
            return None;
        };
        let Some((slots, rest)) = rest.split_at_checked(6 * slots) else {
            return None;
        };
        let automaton = Automaton {
            front: front.as_chunks().0,
            slots: slots.as_chunks().0,
            first,
        };
        Some((automaton, rest))
    }

    /// The two characters of a group, in order; none after the last.
    pub(crate) fn pair(&self, group: usize) -> Option<(u8, u8)> {
        let alphabet = usize::from(ALPHABET);
        let [row, ..] = (group / alphabet).to_le_bytes();
        let [two, ..] = (group % alphabet).to_le_bytes();
        (group < groups(self.first)).then(|| (character(self.first + row), character(two)))
    }

    /// Where the first two characters lead.
    pub(crate) const fn root(&self, one: u8, two: u8) -> Option<Node> {
        self.walk((one as u64) << 56 | (two as u64) << 48)
    }

    pub(crate) const fn step(&self, node: Node, symbol: u8) -> Option<Node> {
        if node.next >> symbol & 1 == 0 {
            return None;
        }
        let rank = symbol as u32 + 1;
        if node.half == 0 {
            let half = rank * RANKS;
            let end = self.slot(node.base + half);
            return Some(Node {
                half,
                next: ALL,
                ordinal: if end.pair() == half {
                    Some(node.before.wrapping_add(end.skip()))
                } else {
                    None
                },
                ..node
            });
        }
        let pair = node.half + rank;
        let slot = self.slot(node.base + pair);
        if slot.pair() != pair {
            return None;
        }
        self.state(slot.target, node.before.wrapping_add(slot.skip()))
    }

    /// The last symbol below `end` that leads on, and where.
    const fn step_back(&self, node: Node, end: u8) -> Option<(u8, Node)> {
        if node.half == 0 {
            let next = node.next & ((1 << end) - 1);
            if next == 0 {
                return None;
            }
            let symbol = (u64::BITS - 1 - next.leading_zeros()) as u8;
            return match self.step(node, symbol) {
                Some(child) => Some((symbol, child)),
                None => None,
            };
        }
        // The pairs with one first character stand side by side; the table may end before the last of them would.
        let first = (node.base + node.half + 1) as usize;
        let Some((_, rest)) = self.slots.split_at_checked(first) else {
            return None;
        };
        let mut symbol = if rest.len() < end as usize {
            rest.len() as u8
        } else {
            end
        };
        let (mut rest, _) = rest.split_at(symbol as usize);
        while let [others @ .., bytes] = rest {
            symbol -= 1;
            let slot = Slot::new(bytes);
            if slot.pair() == node.half + symbol as u32 + 1 {
                let before = node.before.wrapping_add(slot.skip());
                return match self.state(slot.target, before) {
                    Some(child) => Some((symbol, child)),
                    None => None,
                };
            }
            rest = others;
        }
        None
    }

    /// The first symbol not below `from` that leads on, and where.
    pub(crate) const fn step_from(&self, node: Node, from: u8) -> Option<(u8, Node)> {
        if node.half == 0 {
            let next = node.next >> from << from;
            if next == 0 {
                return None;
            }
            let symbol = next.trailing_zeros() as u8;
            return match self.step(node, symbol) {
                Some(child) => Some((symbol, child)),
                None => None,
            };
        }
        // The pairs with one first character stand side by side.
        let mut pair = node.half + 1 + from as u32;
        let Some((_, mut rest)) = self.slots.split_at_checked((node.base + pair) as usize) else {
            return None;
        };
        while let [bytes, others @ ..] = rest
            && pair < node.half + RANKS
        {
            let slot = Slot::new(bytes);
            if slot.pair() == pair {
                let before = node.before.wrapping_add(slot.skip());
                return match self.state(slot.target, before) {
                    Some(child) => Some(((pair - node.half - 1) as u8, child)),
                    None => None,
                };
            }
            pair += 1;
            rest = others;
        }
        None
    }

    /// The numbers of the codes with which a text of three characters or more starts, itself too: by their lengths, 3 to 7.
    #[cfg(feature = "notes")]
    #[inline]
    pub(crate) fn path(&self, key: u64) -> [Option<u32>; 5] {
        let mut path = [None; 5];
        let [one, two, ..] = key.to_be_bytes();
        let mut node = self.root(one, two);
        let mut rest = key << 16;
        for cell in &mut path {
            if rest == 0 {
                break;
            }
            node = node.and_then(|node| self.step(node, symbol((rest >> 56) as u8)));
            *cell = node.and_then(Node::ordinal);
            rest <<= 8;
        }
        path
    }

    /// Where a text leads, given as its characters from the highest byte of `key` down, then zeros; at least one.
    pub(crate) const fn walk(&self, key: u64) -> Option<Node> {
        let (one, mut pairs) = parts(key);
        let (mut base, mut before) = self.first_state(one);
        let mut rest = key << 8;
        while rest & 0x00ff << 48 != 0 {
            let pair = (pairs >> 48) as u32;
            let slot = self.slot(base + pair);
            if slot.pair() != pair {
                return None;
            }
            base = slot.target;
            before = before.wrapping_add(slot.skip());
            pairs <<= 16;
            rest <<= 16;
        }
        match self.state(base, before) {
            Some(node) if rest != 0 => self.step(node, symbol((rest >> 56) as u8)),
            node => node,
        }
    }

    /// The number of the code that `key` is, as in [`walk`](Self::walk).
    #[inline(always)]
    pub(crate) const fn find(&self, key: u64) -> Option<u32> {
        let (one, pairs) = parts(key);
        let (a, b, c) = (
            (pairs >> 48) as u32,
            (pairs >> 32) as u32 & 0xffff,
            (pairs >> 16) as u32 & 0xffff,
        );
        let (base, before) = self.first_state(one);
        let first = self.slot(base + a);
        let second = self.slot(first.target + b);
        let third = self.slot(second.target + c);
        let wrong = first.high ^ a | second.high ^ b | third.high ^ c;
        if wrong & PAIR != 0 {
            return None;
        }
        Some(before.wrapping_add(first.skip() + second.skip() + third.skip()))
    }

    /// What [`find`](Self::find) gives for each key, [`NO_ORDINAL`] where there is no code.
    #[inline]
    pub(crate) fn find_wide(&self, keys: &[u64; WIDE]) -> [u32; WIDE] {
        // The parts of all texts, then each step of all: plain loops over plain arrays, so that the compiler takes two keys
        // at once where it can, and the loads of one text do not wait for those of another.
        let mut first = [0; WIDE];
        let mut pairs = [0; WIDE];
        for ((first, pairs), key) in first.iter_mut().zip(&mut pairs).zip(keys) {
            (*first, *pairs) = parts(*key);
        }
        let mut walks = Walks {
            ordinals: [0; WIDE],
            bases: [0; WIDE],
            wrong: [0; WIDE],
        };
        let starts = walks.bases.iter_mut().zip(&mut walks.ordinals);
        for ((base, before), first) in starts.zip(first) {
            (*base, *before) = self.first_state(first);
        }
        self.step_wide::<48>(&mut walks, &pairs);
        self.step_wide::<32>(&mut walks, &pairs);
        self.step_wide::<16>(&mut walks, &pairs);
        for (ordinal, wrong) in walks.ordinals.iter_mut().zip(walks.wrong) {
            if wrong & PAIR != 0 {
                *ordinal = NO_ORDINAL;
            }
        }
        walks.ordinals
    }

    #[inline]
    fn step_wide<const SHIFT: u32>(&self, walks: &mut Walks, pairs: &[u64; WIDE]) {
        let Walks {
            ordinals,
            bases,
            wrong,
        } = walks;
        let texts = bases.iter_mut().zip(wrong).zip(pairs);
        for (((base, wrong), pairs), ordinal) in texts.zip(ordinals) {
            let pair = (*pairs >> SHIFT) as u32 & 0xffff;
            let slot = self.slot(*base + pair);
            *ordinal = ordinal.wrapping_add(slot.skip());
            *base = slot.target;
            *wrong |= slot.high ^ pair;
        }
    }

    /// The text of the code with a number.
    pub(crate) const fn code(&self, ordinal: u32) -> Option<u64> {
        let mut symbol = ALPHABET;
        let (one, mut state) = loop {
            if symbol == self.first {
                return None;
            }
            symbol -= 1;
            if let Some(node) = self.walk((character(symbol) as u64) << 56)
                && node.before <= ordinal
            {
                break (character(symbol), node);
            }
        };
        let mut key = (one as u64) << 56;
        let mut shift = 48;
        while shift >= 8 {
            if let Some(own) = state.ordinal
                && own == ordinal
            {
                return Some(key);
            }
            let Some((one, half)) = self.last_within(state, ordinal) else {
                return None;
            };
            key |= (character(one) as u64) << shift;
            let Some((two, child)) = self.last_within(half, ordinal) else {
                break;
            };
            key |= (character(two) as u64) << (shift - 8);
            state = child;
            shift -= 16;
        }
        match self.walk(key) {
            Some(Node {
                ordinal: Some(own), ..
            }) if own == ordinal => Some(key),
            _ => None,
        }
    }

    /// The last step from a node behind which there are codes with not more than `ordinal` before them.
    const fn last_within(&self, node: Node, ordinal: u32) -> Option<(u8, Node)> {
        let mut end = ALPHABET;
        while let Some((symbol, child)) = self.step_back(node, end) {
            if let Some(first) = self.first_from(child)
                && first <= ordinal
            {
                return Some((symbol, child));
            }
            end = symbol;
        }
        None
    }

    /// The number of the first code that starts with what has been read.
    pub(crate) const fn first_from(&self, node: Node) -> Option<u32> {
        if node.half == 0 {
            return Some(node.before);
        }
        if node.ordinal.is_some() {
            return node.ordinal;
        }
        match self.step_from(node, 0) {
            Some((_, child)) => Some(child.before),
            None => None,
        }
    }

    /// The number of the last code that starts with what has been read.
    pub(crate) const fn last_from(&self, node: Node) -> Option<u32> {
        let mut last = node;
        while let Some((_, child)) = self.step_back(last, ALPHABET) {
            last = child;
        }
        last.ordinal
    }

    #[inline]
    const fn first_state(&self, rank: u64) -> (u32, u32) {
        let word = match element(self.front, rank as usize) {
            Some(bytes) => u64::from_le_bytes(bytes),
            None => u64::MAX,
        };
        ((word & 0xffff) as u32, (word >> 32) as u32)
    }

    #[inline]
    const fn slot(&self, place: u32) -> Slot {
        match self.slots.split_at_checked(place as usize) {
            Some((_, [bytes, ..])) => Slot::new(bytes),
            _ => Slot {
                target: 0xffff,
                high: u32::MAX,
            },
        }
    }

    const fn state(&self, base: u32, before: u32) -> Option<Node> {
        let head = self.slot(base + HEAD);
        if head.pair() != HEAD {
            return None;
        }
        Some(Node {
            base,
            before,
            half: 0,
            next: head.next(),
            ordinal: if head.accepts() { Some(before) } else { None },
        })
    }
}

impl Slot {
    #[inline]
    const fn new([a, b, c, d, e, f]: &[u8; 6]) -> Slot {
        Slot {
            target: u16::from_le_bytes([*a, *b]) as u32,
            high: u32::from_le_bytes([*c, *d, *e, *f]),
        }
    }

    #[inline]
    const fn pair(self) -> u32 {
        self.high & PAIR
    }

    #[inline]
    const fn skip(self) -> u32 {
        self.high >> 11
    }

    /// Of the head of a state.
    const fn next(self) -> u64 {
        (self.target as u64 | (self.skip() as u64) << 16) & ALL
    }

    /// Of the head of a state.
    const fn accepts(self) -> bool {
        self.skip() >> (ALPHABET - 16) & 1 == 1
    }
}

impl Node {
    /// The number of the code that ends here.
    pub(crate) const fn ordinal(self) -> Option<u32> {
        self.ordinal
    }
}

/// The rank of the first character; and the three pairs after it, each as its first rank times [`RANKS`] plus its second, in
/// 16 bits from the highest down.
#[inline]
const fn parts(key: u64) -> (u64, u64) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x00ff_00ff_00ff_00ff;
    // Of their low five bits, letters have 1 to 26 and digits 16 to 25; bit 6 tells letters, bit 5 digits.
    let (letters, digits) = (key >> 6 & EACH, key >> 5 & EACH);
    // Shifts instead of products, which SSE2 has not for 64 bits.
    let ranks =
        (key & (EACH * 0x1f)) + ((letters << 3) + (letters << 1)) - ((digits << 4) - digits);
    let after = ranks << 8;
    let first = after >> 8 & LOW;
    let pairs = (first << 5) + (first << 2) + first + (after & LOW);
    (ranks >> 56, pairs)
}

/// Of `0` to `9` and `A` to `Z`.
pub(crate) const fn symbol(c: u8) -> u8 {
    // Letters have bit 6 set, and stand 7 places after the digits.
    c.wrapping_sub(b'0').wrapping_sub(7 * (c >> 6 & 1))
}

/// The other way.
pub(crate) const fn character(symbol: u8) -> u8 {
    if symbol < 10 {
        b'0' + symbol
    } else {
        b'A' + (symbol - 10)
    }
}
