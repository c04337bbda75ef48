//! Contractors of the sample, with what their page shows of them.

use domain::contractor::{CertificateKind, RawCertificate, RawDetails};
use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::marks;
use crate::contractors::ContractorFields;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractorFile {
    pub(super) contractor: Vec<ContractorLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractorLine {
    pub(super) key: String,
    pub(super) name: String,
    number: String,
    details: RawDetails,
    #[serde(default)]
    certificates: Vec<CertificateLine>,
}

/// A certificate with its last day counted from today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CertificateLine {
    kind: CertificateKind,
    #[serde(default)]
    number: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    sites: Vec<String>,
    #[serde(default)]
    assessor: String,
    until: Option<i64>,
}

impl CertificateLine {
    fn raw(&self, today: Date) -> RawCertificate {
        let years = match self.kind {
            CertificateKind::Isms | CertificateKind::Scs4 => 3,
            CertificateKind::PrivacyMark => 2,
            _ => 1,
        };
        let last = self.until.map(|days| marks::last_day(today, days));
        let first = last.map(|last| marks::day(last.saturating_sub(Span::new().years(years)), 1));
        RawCertificate {
            kind: self.kind.code().to_owned(),
            number: self.number.clone(),
            scope: self.scope.clone(),
            sites: self.sites.join("\n"),
            assessor: self.assessor.clone(),
            issued: first.map(|day| day.to_string()).unwrap_or_default(),
            expires: last.map(|day| day.to_string()).unwrap_or_default(),
            note: String::new(),
        }
    }
}

impl ContractorLine {
    /// What is entered of it.
    pub(super) fn fields(&self, today: Date) -> ContractorFields {
        let certificates = self.certificates.iter().map(|one| one.raw(today)).collect();
        ContractorFields {
            name: self.name.clone(),
            corporate_number: self.number.clone(),
            details: RawDetails { certificates, ..self.details.clone() },
        }
    }
}
