//! Closed vocabularies: enums that are written, read and serialised by name.

/// Declares an enum whose variants have one written name each: `ALL`, `as_str`, `Display`,
/// `FromStr` in any letter case, serde through the string.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $Name:ident, $what:literal {
            $( $(#[$doc:meta])* $Variant:ident = $text:literal $(| $alias:literal)*, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $( $(#[$doc])* $Variant, )+
        }

        impl $Name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$Variant, )+];

            /// The written name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$Variant => $text, )+
                }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                let text = text.trim();
                let named = |name: &str| name.eq_ignore_ascii_case(text);
                $( if named($text) $(|| named($alias))* {
                    return Ok(Self::$Variant);
                } )+
                let allowed = Self::ALL.iter().map(|one| one.as_str());
                Err($crate::Error::unknown_name($what, text, allowed))
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use vocabulary;
