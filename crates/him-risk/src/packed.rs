//! Reads the blobs of `him-risk-data`; their layout is described in `him-datagen`, `risk.rs`.

/// What is left of a blob. Nothing is read beyond the end: a blob that does not fit gives none, which a test would see.
pub(crate) struct Packed(&'static [u8]);

impl Packed {
    /// Of a blob that begins with the letters.
    pub(crate) fn open(blob: &'static [u8], letters: &[u8; 4]) -> Option<Packed> {
        blob.strip_prefix(letters).map(Packed)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(*number))
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    pub(crate) fn i32(&mut self) -> Option<i32> {
        self.u32().map(u32::cast_signed)
    }

    pub(crate) fn text(&mut self) -> Option<&'static str> {
        let len = self.byte()?;
        let (text, rest) = self.0.split_at_checked(len.into())?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }

    /// The next text of a sorted list, over the one before.
    pub(crate) fn next_text(&mut self, text: &mut String) -> Option<()> {
        let shared = self.byte()?;
        let rest = self.text()?;
        if !text.is_char_boundary(shared.into()) {
            return None;
        }
        text.truncate(shared.into());
        text.push_str(rest);
        Some(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
