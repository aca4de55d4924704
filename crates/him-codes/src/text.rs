//! What the texts of all code systems have in common.

/// Without the blanks around it, and how many there were before it. Blanks are those of ASCII.
pub(crate) const fn trim(all: &[u8]) -> (&[u8], usize) {
    let trimmed = all.trim_ascii_start();
    (trimmed.trim_ascii_end(), all.len() - trimmed.len())
}

/// Writes and reads a code as its text in serde.
macro_rules! serde_through_text {
    ($code:ty, $expecting:literal) => {
        impl serde::Serialize for $code {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        crate::text::deserialize_from_text!($code, $expecting);
    };
}
pub(crate) use serde_through_text;

/// Reads from its text in serde.
macro_rules! deserialize_from_text {
    ($code:ty, $expecting:literal) => {
        impl<'de> serde::Deserialize<'de> for $code {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $code;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$code, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}
pub(crate) use deserialize_from_text;
