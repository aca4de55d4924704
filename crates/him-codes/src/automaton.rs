//! Reads the automaton that the generator writes: a walk costs one load a character and ends at the code's number.
//!
//! The layout is described in `him-codes-release`, `automaton.rs`.

/// Over codes of digits and letters, all in upper case.
#[derive(Clone, Copy)]
pub(crate) struct Automaton {
    front: &'static [[u8; 8]],
    slots: &'static [[u8; 8]],
    /// The lowest symbol with which a code of the system may start.
    first: u8,
}

/// A place in the automaton: what has been read so far leads to some code.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    base: u32,
    /// How many codes come before the first that goes on from here.
    before: u32,
    accepts: bool,
}

/// The base of a state that nothing leaves.
const NO_STATE: u32 = 0x7fff;
/// `0` to `9` are the symbols 0 to 9, `A` to `Z` 10 to 35.
pub(crate) const ALPHABET: u8 = 36;
/// The first symbol of systems whose codes start with a letter.
pub(crate) const LETTER: u8 = symbol(b'A');
/// The first symbol of systems whose codes start with a digit or a letter.
pub(crate) const DIGIT_OR_LETTER: u8 = symbol(b'0');

/// How many first two characters there are, of which `first` is the lowest one.
pub(crate) const fn groups(first: u8) -> usize {
    (ALPHABET - first) as usize * ALPHABET as usize
}

impl Automaton {
    pub(crate) const fn new(
        front: &'static [[u8; 8]],
        slots: &'static [[u8; 8]],
        first: u8,
    ) -> Automaton {
        Automaton {
            front,
            slots,
            first,
        }
    }

    /// The two characters of a group, in order; none after the last.
    pub(crate) fn pair(&self, group: usize) -> Option<(u8, u8)> {
        let alphabet = usize::from(ALPHABET);
        let [row, ..] = (group / alphabet).to_le_bytes();
        let [two, ..] = (group % alphabet).to_le_bytes();
        (group < self.front.len()).then(|| (character(self.first + row), character(two)))
    }

    /// Where the first two characters lead.
    pub(crate) fn root(&self, one: u8, two: u8) -> Option<Node> {
        let row = symbol(one).wrapping_sub(self.first);
        let group = usize::from(row) * usize::from(ALPHABET) + usize::from(symbol(two));
        let word = u64::from_le_bytes(*self.front.get(group)?);
        Some(Node {
            base: (word & 0x7fff) as u32,
            before: (word >> 32) as u32,
            accepts: false,
        })
    }

    pub(crate) fn step(&self, node: Node, symbol: u8) -> Option<Node> {
        let word = u64::from_le_bytes(*self.slots.get((node.base + u32::from(symbol)) as usize)?);
        (source(word) == node.base).then(|| target(word, node.before))
    }

    /// The text of the code with a number, as its characters from the highest byte down, then zeros.
    pub(crate) fn code(&self, ordinal: u32) -> Option<u64> {
        let before = |word: &[u8; 8]| (u64::from_le_bytes(*word) >> 32) as u32;
        // A group without codes has as many before it as the next one.
        let after = self.front.partition_point(|word| before(word) <= ordinal);
        let (one, two) = self.pair(after.checked_sub(1)?)?;
        let mut node = self.root(one, two)?;
        let mut key = u64::from_be_bytes([one, two, 0, 0, 0, 0, 0, 0]);
        for shift in [40, 32, 24, 16, 8] {
            let (last, child) = (0..ALPHABET).rev().find_map(|symbol| {
                let child = self.step(node, symbol)?;
                (child.before <= ordinal).then_some((symbol, child))
            })?;
            key |= u64::from(character(last)) << shift;
            node = child;
            if node.ordinal() == Some(ordinal) {
                return Some(key);
            }
        }
        None
    }

    /// The numbers of the codes with which a text of three characters or more starts, itself too: by their lengths, 3 to 7.
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

    /// The first step at or after a symbol that leads somewhere, with its symbol.
    pub(crate) fn step_from(&self, node: Node, symbol: u8) -> Option<(u8, Node)> {
        let (from, end) = (
            node.base as usize + usize::from(symbol),
            node.base as usize + usize::from(ALPHABET),
        );
        let slots = self.slots.get(from..end.min(self.slots.len()))?;
        let own = |word: &[u8; 8]| source(u64::from_le_bytes(*word)) == node.base;
        let skipped = slots.iter().position(own)?;
        let word = u64::from_le_bytes(*slots.get(skipped)?);
        Some((
            symbol + u8::try_from(skipped).ok()?,
            target(word, node.before),
        ))
    }

    /// Where a text leads, given as its characters from the highest byte of `key` down, then zeros.
    #[inline]
    pub(crate) fn walk(&self, key: u64) -> Option<Node> {
        let [one, two, ..] = key.to_be_bytes();
        let mut node = self.root(one, two)?;
        let mut rest = key << 16;
        while rest != 0 {
            node = self.step(node, symbol((rest >> 56) as u8))?;
            rest <<= 8;
        }
        Some(node)
    }
}

fn source(word: u64) -> u32 {
    (word >> 16 & 0x7fff) as u32
}

fn target(word: u64, before: u32) -> Node {
    Node {
        base: (word & 0x7fff) as u32,
        before: before.wrapping_add((word >> 32) as u32),
        accepts: word & 0x8000 != 0,
    }
}

impl Node {
    /// Whether something comes after what has been read.
    pub(crate) fn goes_on(self) -> bool {
        self.base != NO_STATE
    }

    /// The number of the code that ends here.
    pub(crate) fn ordinal(self) -> Option<u32> {
        self.accepts.then_some(self.before)
    }
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
