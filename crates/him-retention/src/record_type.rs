//! Kinds of records that the rules tell apart.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What is kept, as the rules name it.
    RecordType, "record type" {
        /// Analytic qc record.
        AnalyticQcRecord = "analytic_qc_record",
        /// Basic information.
        BasicInformation = "basic_information",
        /// Birth death information.
        BirthDeathInformation = "birth_death_information",
        /// Books and records.
        BooksAndRecords = "books_and_records",
        /// Closed hospital records.
        ClosedHospitalRecords = "closed_hospital_records",
        /// Controlled substance record.
        ControlledSubstanceRecord = "controlled_substance_record",
        /// Core record.
        CoreRecord = "core_record",
        /// Cytology slide.
        CytologySlide = "cytology_slide",
        /// Deceased physician records.
        DeceasedPhysicianRecords = "deceased_physician_records",
        /// Device trial records.
        DeviceTrialRecords = "device_trial_records",
        /// Discharge summary sheet.
        DischargeSummarySheet = "discharge_summary_sheet",
        /// Disease index.
        DiseaseIndex = "disease_index",
        /// Drug trial records.
        DrugTrialRecords = "drug_trial_records",
        /// Employee exposure record.
        EmployeeExposureRecord = "employee_exposure_record",
        /// Employee medical record.
        EmployeeMedicalRecord = "employee_medical_record",
        /// Fetal heart monitor.
        FetalHeartMonitor = "fetal_heart_monitor",
        /// Forensic exam record.
        ForensicExamRecord = "forensic_exam_record",
        /// Gp record.
        GpRecord = "gp_record",
        /// Gp record deregistered.
        GpRecordDeregistered = "gp_record_deregistered",
        /// HIPAA documentation.
        HipaaDocumentation = "hipaa_documentation",
        /// Histopathology slide.
        HistopathologySlide = "histopathology_slide",
        /// Imaging.
        Imaging = "imaging",
        /// Imaging and reports.
        ImagingAndReports = "imaging_and_reports",
        /// Immunization record.
        ImmunizationRecord = "immunization_record",
        /// Immunohematology record.
        ImmunohematologyRecord = "immunohematology_record",
        /// Lab report.
        LabReport = "lab_report",
        /// Whatever a limitation period makes worth keeping.
        LitigationRisk = "litigation_risk",
        /// Mammogram and report.
        MammogramAndReport = "mammogram_and_report",
        /// Master patient index.
        MasterPatientIndex = "master_patient_index",
        /// Maternity record.
        MaternityRecord = "maternity_record",
        /// The medical record as a whole.
        MedicalRecord = "medical_record",
        /// Mental health record.
        MentalHealthRecord = "mental_health_record",
        /// Nuclear medicine report.
        NuclearMedicineReport = "nuclear_medicine_report",
        /// Operative index.
        OperativeIndex = "operative_index",
        /// Order certify documentation.
        OrderCertifyDocumentation = "order_certify_documentation",
        /// OSHA 300 log and 301 forms.
        Osha300301Log = "osha_300_301_log",
        /// What is not part of the individual permanent medical record (Minnesota).
        OtherPortions = "other_portions",
        /// Pathology block.
        PathologyBlock = "pathology_block",
        /// Pathology report.
        PathologyReport = "pathology_report",
        /// Pathology tissue.
        PathologyTissue = "pathology_tissue",
        /// Patient register.
        PatientRegister = "patient_register",
        /// Permanent medical record.
        PermanentMedicalRecord = "permanent_medical_record",
        /// Personal data.
        PersonalData = "personal_data",
        /// Physician index.
        PhysicianIndex = "physician_index",
        /// Proficiency testing.
        ProficiencyTesting = "proficiency_testing",
        /// Quality assessment.
        QualityAssessment = "quality_assessment",
        /// Radiology record.
        RadiologyRecord = "radiology_record",
        /// Record summary.
        RecordSummary = "record_summary",
        /// Records of a managed care contract.
        Records = "records",
        /// Register of births.
        RegisterOfBirths = "register_of_births",
        /// Register of deaths.
        RegisterOfDeaths = "register_of_deaths",
        /// Register of surgical procedures.
        RegisterOfSurgicalProcedures = "register_of_surgical_procedures",
        /// Registration.
        Registration = "registration",
        /// Registry abstract.
        RegistryAbstract = "registry_abstract",
        /// Substance use disorder record under 42 CFR Part 2.
        SudRecord = "sud_record",
        /// Test procedure.
        TestProcedure = "test_procedure",
        /// Test requisition.
        TestRequisition = "test_requisition",
        /// Written directive.
        WrittenDirective = "written_directive",
    }
}
