//! The applicant app entry.
