//! Text without an allocator.

use core::fmt;

use serde::Serializer;

/// Up to `N` bytes of text.
pub(super) struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Text<N> {
        Text {
            bytes: [0; N],
            len: 0,
        }
    }
}

impl<const N: usize> Text<N> {
    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(..self.len)
            .and_then(|bytes| str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

impl<const N: usize> fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let cell = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        cell.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// Writes something as it prints, at once where it is not long: serializers take many small pieces slowly.
pub(super) fn serialize_printed<S: Serializer>(
    what: &impl fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = Text::<240>::default();
    match fmt::write(&mut text, format_args!("{what}")) {
        Ok(()) => serializer.serialize_str(text.as_str()),
        Err(_) => serializer.collect_str(what),
    }
}
