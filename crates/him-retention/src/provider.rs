//! Kinds of record keepers that the rules tell apart.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who keeps the record, as the rules name it.
    Provider, "provider type" {
        /// Abortion facility.
        AbortionFacility = "abortion_facility",
        /// Any provider (advice of professional bodies).
        Any = "any",
        /// Anyone who bills a federal payer.
        AnyFederalPayer = "any_federal_payer",
        /// Every provider type of the jurisdiction.
        AnyProvider = "any_provider",
        /// Ambulatory surgical center.
        Asc = "asc",
        /// Birthing center.
        BirthingCenter = "birthing_center",
        /// Critical access hospital.
        Cah = "cah",
        /// Cancer registry.
        CancerRegistry = "cancer_registry",
        /// Child psych clinic.
        ChildPsychClinic = "child_psych_clinic",
        /// Chiropractor.
        Chiropractor = "chiropractor",
        /// Clinical investigator.
        ClinicalInvestigator = "clinical_investigator",
        /// Community clinic.
        CommunityClinic = "community_clinic",
        /// Comprehensive outpatient rehabilitation facility.
        Corf = "corf",
        /// HIPAA covered entity.
        CoveredEntity = "covered_entity",
        /// Data controller.
        DataController = "data_controller",
        /// Facility for developmental disabilities.
        DdFacility = "dd_facility",
        /// Employer.
        Employer = "employer",
        /// End-stage renal disease facility.
        Esrd = "esrd",
        /// General practice (NHS).
        Gp = "gp",
        /// Health establishment.
        HealthEstablishment = "health_establishment",
        /// Health records officer.
        HealthRecordsOfficer = "health_records_officer",
        /// Home health.
        HomeHealth = "home_health",
        /// Homeopath.
        Homeopath = "homeopath",
        /// Hospice.
        Hospice = "hospice",
        /// Hospital.
        Hospital = "hospital",
        /// Indian Health Service.
        Ihs = "ihs",
        /// Laboratory.
        Laboratory = "laboratory",
        /// Long-term care facility.
        Ltc = "ltc",
        /// Mammography.
        Mammography = "mammography",
        /// Provider paid by Medi-Cal.
        MediCalProvider = "medi_cal_provider",
        /// Medicaid managed care organization.
        MedicaidMco = "medicaid_mco",
        /// Medicare advantage org.
        MedicareAdvantageOrg = "medicare_advantage_org",
        /// NHS organization.
        Nhs = "nhs",
        /// NRC licensee.
        NrcLicensee = "nrc_licensee",
        /// Ordering practitioner.
        OrderingPractitioner = "ordering_practitioner",
        /// Osteopath.
        Osteopath = "osteopath",
        /// Outpatient clinic.
        OutpatientClinic = "outpatient_clinic",
        /// Substance use program under 42 CFR Part 2.
        Part2Program = "part2_program",
        /// Physical therapist.
        PhysicalTherapist = "physical_therapist",
        /// Physician.
        Physician = "physician",
        /// Private provider.
        PrivateProvider = "private_provider",
        /// Psych facility.
        PsychFacility = "psych_facility",
        /// Radiology.
        Radiology = "radiology",
        /// DEA registrant.
        Registrant = "registrant",
        /// Rehab agency.
        RehabAgency = "rehab_agency",
        /// Rural health clinic or federally qualified health center.
        RhcFqhc = "rhc_fqhc",
        /// Skilled nursing facility.
        Snf = "snf",
        /// Department of Veterans Affairs.
        Va = "va",
        /// Vaccine provider.
        VaccineProvider = "vaccine_provider",
    }
}

impl Provider {
    /// True where a stay ends with a discharge, so that `DISCHARGE` is the natural start of a
    /// period whose rule names no starting event.
    #[must_use]
    pub const fn discharges(self) -> bool {
        matches!(
            self,
            Self::Hospital
                | Self::Cah
                | Self::Ltc
                | Self::Snf
                | Self::BirthingCenter
                | Self::PsychFacility
                | Self::Hospice
                | Self::HomeHealth
                | Self::Asc
                | Self::Esrd
                | Self::Corf
                | Self::RehabAgency
                | Self::DdFacility
                | Self::Va
                | Self::Ihs
        )
    }
}
