use super::bytes::{Fields, write_field};
use super::{BreakKind, Broken, Digest, History, LogId, Timestamp};

/// What a log was at some time: how many events, and the hash of the last.
///
/// A chain alone cannot show that its end was cut off, or that all of it was written anew. A
/// checkpoint that is kept elsewhere does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checkpoint {
    /// The log.
    pub log: LogId,
    /// How many events it had.
    pub events: u64,
    /// The hash of the last one; zeros if there was none.
    pub head: Digest,
    /// When the last one was written.
    pub at: Option<Timestamp>,
}

/// What the bytes of a checkpoint begin with.
const FORMAT: &[u8] = b"him-record/checkpoint/1";

impl Checkpoint {
    /// A checkpoint of a log.
    pub fn new(log: LogId, events: u64, head: Digest, at: Option<Timestamp>) -> Self {
        Checkpoint {
            log,
            events,
            head,
            at,
        }
    }

    /// The bytes to keep or to sign (`docs/HISTORY.md`).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160);
        write_field(&mut bytes, FORMAT);
        write_field(&mut bytes, self.log.as_bytes());
        write_field(&mut bytes, &self.events.to_be_bytes());
        write_field(&mut bytes, self.head.as_bytes());
        let at = self.at.map(|at| at.unix_micros().to_be_bytes());
        super::bytes::write_optional(&mut bytes, at.as_ref().map(|at| at.as_slice()));
        bytes
    }

    /// Reads those bytes; `None` if they are not a checkpoint.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields(bytes);
        if fields.next()? != FORMAT {
            return None;
        }
        let log = LogId::new(fields.next_array()?);
        let events = fields.next_number()?;
        let head = Digest::new(fields.next_array()?);
        let at = match fields.next_optional()? {
            Some(at) => Some(Timestamp::from_unix_micros(i64::from_be_bytes(
                at.try_into().ok()?,
            ))),
            None => None,
        };
        fields.0.is_empty().then_some(Checkpoint {
            log,
            events,
            head,
            at,
        })
    }

    /// Whether a log that verifies is the one that was seen, perhaps with more events.
    pub(super) fn holds(&self, history: &History) -> Result<(), Broken> {
        let Some(last) = self.events.checked_sub(1) else {
            return Ok(());
        };
        if self.log != history.log() {
            return Err(Broken::new(0, BreakKind::OtherLog));
        }
        let count = history.events().len() as u64;
        let seen = usize::try_from(last).ok();
        match seen.and_then(|last| history.events().get(last)) {
            None => Err(Broken::new(count, BreakKind::Missing)),
            Some(event) if event.hash() != self.head => {
                Err(Broken::new(last, BreakKind::Checkpoint))
            }
            Some(_) => Ok(()),
        }
    }
}

#[cfg(feature = "sign")]
pub use sign::{BadSignature, SignedCheckpoint};

#[cfg(feature = "sign")]
mod sign {
    use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
    use thiserror::Error;

    use super::Checkpoint;

    /// A checkpoint with an Ed25519 signature (RFC 8032).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct SignedCheckpoint {
        checkpoint: Checkpoint,
        signature: [u8; 64],
    }

    /// The signature is not that of the key over the checkpoint.
    ///
    /// ```
    /// use ed25519_dalek::SigningKey;
    /// use him_record::history::{History, LogId};
    ///
    /// let seen = History::new(LogId::new([7; 16])).checkpoint();
    /// let signed = seen.sign(&SigningKey::from_bytes(&[1; 32]));
    /// let other = SigningKey::from_bytes(&[2; 32]).verifying_key();
    /// let error = signed.verify(&other).unwrap_err();
    /// assert_eq!(error.to_string(), "the checkpoint is not signed with this key");
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
    #[error("the checkpoint is not signed with this key")]
    pub struct BadSignature;

    impl Checkpoint {
        /// Signs the checkpoint.
        pub fn sign(self, key: &SigningKey) -> SignedCheckpoint {
            SignedCheckpoint {
                signature: key.sign(&self.to_bytes()).to_bytes(),
                checkpoint: self,
            }
        }
    }

    impl SignedCheckpoint {
        /// Puts a checkpoint and the signature that was kept with it together.
        pub fn new(checkpoint: Checkpoint, signature: [u8; 64]) -> Self {
            SignedCheckpoint {
                checkpoint,
                signature,
            }
        }

        /// The signature.
        pub fn signature(&self) -> &[u8; 64] {
            &self.signature
        }

        /// The checkpoint, if it was signed with the key that belongs to this one.
        pub fn verify(&self, key: &VerifyingKey) -> Result<Checkpoint, BadSignature> {
            let signature = Signature::from_bytes(&self.signature);
            let bytes = self.checkpoint.to_bytes();
            let verified = key.verify_strict(&bytes, &signature);
            verified.map_err(|_| BadSignature)?;
            Ok(self.checkpoint)
        }
    }
}
