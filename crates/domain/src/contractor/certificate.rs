//! Certificates and reports a contractor can show: what was certified, for which work and sites, until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Problem, Words,
    text::{Line, Memo},
};

codes! {
    /// Kind of certificate or report.
    pub enum CertificateKind ("証明の種類", "Certificate kind") {
        /// ISMS certificate (ISO/IEC 27001).
        Isms = "isms" ("ISMS認証", "ISMS certificate"),
        /// Privacy mark.
        PrivacyMark = "privacy_mark" ("プライバシーマーク", "PrivacyMark"),
        /// SCS evaluation, level 3.
        Scs3 = "scs3" ("SCS ★3", "SCS ★3"),
        /// SCS evaluation, level 4.
        Scs4 = "scs4" ("SCS ★4", "SCS ★4"),
        /// SECURITY ACTION, one star.
        SecurityAction1 = "security_action1" ("SECURITY ACTION ★1", "SECURITY ACTION ★1"),
        /// SECURITY ACTION, two stars.
        SecurityAction2 = "security_action2" ("SECURITY ACTION ★2", "SECURITY ACTION ★2"),
        /// Report on controls over financial reporting.
        Soc1 = "soc1" ("SOC 1 報告書", "SOC 1 report"),
        /// Report on security controls.
        Soc2 = "soc2" ("SOC 2 報告書", "SOC 2 report"),
        /// Registered as a government cloud service.
        Ismap = "ismap" ("ISMAP登録", "ISMAP registration"),
        /// Report of a security audit.
        Audit = "audit" ("情報セキュリティ監査の報告書", "Security audit report"),
        /// Something else, named in the note.
        Other = "other" ("その他", "Other"),
    }
}

impl CertificateKind {
    /// Whether the number is the id of a SECURITY ACTION declaration.
    #[must_use]
    pub const fn is_security_action(self) -> bool {
        matches!(self, Self::SecurityAction1 | Self::SecurityAction2)
    }

    /// Whether it means little without the scope it was given for.
    #[must_use]
    pub const fn needs_scope(self) -> bool {
        matches!(self, Self::Isms | Self::Scs3 | Self::Scs4 | Self::Soc1 | Self::Soc2 | Self::Audit)
    }
}

codes! {
    /// How a certificate stands on a day.
    pub enum Validity ("有効性", "Validity") {
        /// In force.
        Valid = "valid" ("有効", "Valid"),
        /// Ends within ninety days.
        EndsSoon = "ends_soon" ("期限間近", "Ends soon"),
        /// Over.
        Expired = "expired" ("期限切れ", "Expired"),
        /// Nobody wrote down until when.
        Undated = "undated" ("期限不明", "No date"),
    }
}

/// A certificate, a report or a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// What it is.
    pub kind: CertificateKind,
    /// Number or id.
    #[serde(default)]
    pub number: Line,
    /// The work it was given for, as its scope statement says.
    #[serde(default)]
    pub scope: Memo,
    /// The sites it was given for.
    #[serde(default)]
    pub sites: Vec<Line>,
    /// Who assessed.
    #[serde(default)]
    pub assessor: Line,
    /// From when.
    #[serde(default)]
    pub issued: Option<Date>,
    /// Last day in force.
    #[serde(default)]
    pub expires: Option<Date>,
    /// Anything else.
    #[serde(default)]
    pub note: Line,
}

/// Days before the end from which on a certificate is said to end soon.
const SOON: i32 = 90;

impl Certificate {
    /// How it stands on a day. The last day still counts.
    #[must_use]
    pub fn validity(&self, today: Date) -> Validity {
        match self.expires {
            None => Validity::Undated,
            Some(end) if end < today => Validity::Expired,
            Some(end) if (end - today).get_days() <= SOON => Validity::EndsSoon,
            Some(_) => Validity::Valid,
        }
    }

    /// Whether it counts on a day: begun and not over. One without a last day shows nothing about the day.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        let runs = matches!(self.validity(today), Validity::Valid | Validity::EndsSoon);
        runs && self.issued.is_none_or(|from| from <= today)
    }

    /// Whether the id of a SECURITY ACTION declaration was given out by the system that ended in March 2026.
    #[must_use]
    pub fn has_old_id(&self) -> bool {
        self.kind.is_security_action() && self.number.as_str().starts_with('4')
    }

    /// Whether one of its sites is the place named. Spelling variants meet, and a site may be told more exactly than the
    /// place; a site told less exactly does not show that the place is meant, nor does a name that only contains it.
    ///
    /// ```
    /// # use domain::contractor::{Certificate, CertificateKind};
    /// # let of = |site: &str| Certificate { kind: CertificateKind::Isms, number: Default::default(), scope: Default::default(),
    /// #     sites: vec![site.parse().unwrap()], assessor: Default::default(), issued: None, expires: None, note: Default::default() };
    /// assert!(of("大阪ｾﾝﾀｰ（大阪市）").covers_site("大阪センター"));
    /// assert!(!of("東京都港区").covers_site("京都") && !of("大阪").covers_site("大阪センター"));
    /// assert!(!of("第10ビル").covers_site("第1"));
    /// ```
    #[must_use]
    pub fn covers_site(&self, place: &str) -> bool {
        let wanted = crate::fold::fold(place);
        let begins = |name: &str| {
            let name = crate::fold::fold(name);
            name.strip_prefix(wanted.as_str()).is_some_and(|rest| {
                let goes_on = rest.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
                !(goes_on && wanted.ends_with(|c: char| c.is_ascii_alphanumeric()))
            })
        };
        let parts = |site: &str| {
            site.split([' ', '\u{3000}', '、', ',', '，', '(', ')', '（', '）', '/', '／', '・']).any(begins)
        };
        !wanted.is_empty() && self.sites.iter().any(|site| begins(site.as_str()) || parts(site.as_str()))
    }
}

/// Checks the id of a SECURITY ACTION declaration: 11 digits that begin with 5, or with 4 under the old system.
///
/// # Errors
/// [`Problem::Form`] when it is none.
pub(super) fn security_action_id(text: &str) -> Result<Line, Problem> {
    use unicode_normalization::UnicodeNormalization;
    let digits: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let fits = digits.len() == 11 && digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with(['4', '5']);
    if fits {
        return digits.parse();
    }
    Err(Problem::form(
        text,
        Words {
            ja: "SECURITY ACTIONの自己宣言IDは、5で始まる11桁の数字です（2026年3月までのものは4で始まります）",
            en: "a SECURITY ACTION id: 11 digits beginning with 5 (with 4 when given out before April 2026)",
        },
    ))
}
