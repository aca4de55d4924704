//! Methods of destruction by medium and sensitivity.

use crate::Verification;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a record is kept on.
    Medium, "medium" {
        /// Paper.
        Paper = "paper",
        /// Microfilm and microfiche.
        Microfilm = "microfilm",
        /// CD and DVD.
        OpticalDisc = "optical_disc",
        /// Magnetic tape.
        MagneticTape = "magnetic_tape",
        /// Magnetic disks.
        Electronic = "electronic",
        /// Solid-state and flash media.
        SsdFlash = "ssd_flash",
        /// Objects of a store, and backups, that somebody else keeps.
        CloudObject = "cloud_object",
    }
}

vocabulary! {
    /// A way to destroy what is kept.
    Method, "method of destruction" {
        /// Burning.
        Burning = "burning" | "incineration",
        /// Shredding.
        Shredding = "shredding",
        /// Pulping.
        Pulping = "pulping",
        /// Pulverizing.
        Pulverizing = "pulverizing",
        /// Recycling of film for its silver.
        Recycling = "recycling",
        /// Degaussing of tape.
        Degaussing = "degaussing",
        /// Overwriting of tape with zeros.
        OverwritingZeroization = "overwriting_zeroization",
        /// Demagnetizing of a disk.
        Demagnetizing = "demagnetizing",
        /// Overwriting of a disk.
        Overwriting = "overwriting",
        /// Erasure of the key of a self-encrypting medium.
        CryptographicErase = "cryptographic_erase",
        /// Sanitize command of the medium.
        BlockErase = "block_erase",
        /// Destruction of the key under which an object is stored; needs a key for each record.
        CryptoShredKeyDestroy = "crypto_shred_key_destroy",
    }
}

vocabulary! {
    /// What a method withstands (NIST SP 800-88).
    Category, "category of sanitization" {
        /// Simple ways of recovery through the ordinary interface.
        Clear = "clear",
        /// Recovery in a laboratory; the medium can be used again.
        Purge = "purge",
        /// Recovery in a laboratory; the medium cannot be used again.
        Destroy = "destroy",
    }
}

vocabulary! {
    /// What a disclosure would do (the confidentiality impact of FIPS 199).
    Sensitivity, "sensitivity" {
        /// Limited harm.
        Low = "low",
        /// Serious harm.
        Moderate = "moderate",
        /// Severe harm: substance use, mental health, HIV and the like.
        High = "high",
    }
}

/// A method for a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MethodRow {
    /// The medium.
    pub medium: Medium,
    /// The method.
    pub method: Method,
    /// What it withstands.
    pub category: Category,
    /// How the row was checked.
    pub verification: Verification,
    /// Where it was read; empty for rows that nobody has read yet.
    pub source: &'static str,
}

const fn row(
    medium: Medium,
    method: Method,
    category: Category,
    verification: Verification,
    source: &'static str,
) -> MethodRow {
    MethodRow {
        medium,
        method,
        category,
        verification,
        source,
    }
}

const SAMPLE: &str = "AHIMA sample certificate, library.ahima.org/doc?oid=105016";
const TABLE: &str = "AHIMA table of methods, copy at scribd 319556046";
const NIST: &str = "NIST SP 800-88 r1 (2014), r2 (2025)";

/// Every method that is known for a medium.
///
/// Degaussing does nothing to flash; a method that is not listed for a medium is refused. That media
/// of every kind may be shredded or pulverized is NIST SP 800-88 from memory, and marked so.
#[must_use]
pub const fn methods() -> &'static [MethodRow] {
    use Category::{Clear, Destroy, Purge};
    use Verification::{Secondary, Unverified};
    const ROWS: &[MethodRow] = &[
        row(Medium::Paper, Method::Burning, Destroy, Secondary, SAMPLE),
        row(Medium::Paper, Method::Shredding, Destroy, Secondary, SAMPLE),
        row(Medium::Paper, Method::Pulping, Destroy, Secondary, SAMPLE),
        row(
            Medium::Paper,
            Method::Pulverizing,
            Destroy,
            Secondary,
            SAMPLE,
        ),
        row(
            Medium::Microfilm,
            Method::Recycling,
            Destroy,
            Secondary,
            TABLE,
        ),
        row(
            Medium::Microfilm,
            Method::Pulverizing,
            Destroy,
            Secondary,
            TABLE,
        ),
        row(
            Medium::OpticalDisc,
            Method::Shredding,
            Destroy,
            Secondary,
            TABLE,
        ),
        row(
            Medium::OpticalDisc,
            Method::Pulverizing,
            Destroy,
            Secondary,
            TABLE,
        ),
        row(
            Medium::MagneticTape,
            Method::Degaussing,
            Purge,
            Secondary,
            TABLE,
        ),
        row(
            Medium::MagneticTape,
            Method::OverwritingZeroization,
            Clear,
            Secondary,
            TABLE,
        ),
        row(
            Medium::MagneticTape,
            Method::Shredding,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::MagneticTape,
            Method::Burning,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::Electronic,
            Method::Demagnetizing,
            Purge,
            Secondary,
            SAMPLE,
        ),
        row(
            Medium::Electronic,
            Method::Overwriting,
            Clear,
            Secondary,
            SAMPLE,
        ),
        row(
            Medium::Electronic,
            Method::Shredding,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::Electronic,
            Method::Pulverizing,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::SsdFlash,
            Method::CryptographicErase,
            Purge,
            Unverified,
            NIST,
        ),
        row(
            Medium::SsdFlash,
            Method::BlockErase,
            Purge,
            Unverified,
            NIST,
        ),
        row(
            Medium::SsdFlash,
            Method::Shredding,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::SsdFlash,
            Method::Pulverizing,
            Destroy,
            Unverified,
            NIST,
        ),
        row(
            Medium::CloudObject,
            Method::CryptoShredKeyDestroy,
            Purge,
            Unverified,
            NIST,
        ),
    ];
    ROWS
}

impl Method {
    /// The row of the method for a medium; `None` where it is no method for it.
    #[must_use]
    pub fn on(self, medium: Medium) -> Option<&'static MethodRow> {
        methods()
            .iter()
            .find(|row| row.medium == medium && row.method == self)
    }
}

impl Sensitivity {
    /// The least category that is enough, after the decision flow of NIST SP 800-88 (figure 4-1; from
    /// memory): media that leave the organization's control are purged at least, those with content
    /// of high sensitivity destroyed; media that nobody uses again are destroyed unless their content
    /// is of low sensitivity.
    #[must_use]
    pub const fn least(self, reused: bool, leaves_control: bool) -> Category {
        match (self, reused, leaves_control) {
            (Self::Low, _, false) | (Self::Moderate, true, false) => Category::Clear,
            (Self::Low | Self::Moderate, true, true) | (Self::Low, false, true) => Category::Purge,
            (Self::High, true, false) => Category::Purge,
            (Self::Moderate | Self::High, false, _) | (Self::High, true, true) => Category::Destroy,
        }
    }
}
