//! De-identification of charts and clinical notes under the HIPAA Safe Harbor
