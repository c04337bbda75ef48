//! The 58 duties of the procedure (NISC-2008 ch. 3 to 11): who does what when, and what shows it.

use domain::engagement::Stage;
use serde::{Deserialize, Serialize};

use crate::{SourceRef, Text, id::two_digits};

catalogue_id! {
    /// Id of a duty: `N-3`, `N-6.2`, `N-5.1-3`.
    pub struct DutyId:
        "「N-5.1-3」のような番号です",
        "an id such as N-5.1-3",
        |text| text.strip_prefix("N-").is_some_and(|rest| {
            let (section, item) = rest.split_once('-').unwrap_or((rest, "1"));
            let number = |n: &str| two_digits(n) || (n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
            section.split('.').count() <= 3 && section.split('.').all(number) && number(item)
        });
}

domain::codes! {
    /// Who holds a duty.
    pub enum Holder ("務めを負う人", "Holder") {
        /// The chief security officer.
        ChiefSecurityOfficer = "chief_security_officer" ("統括情報セキュリティ責任者", "Chief security officer"),
        /// The security officer.
        SecurityOfficer = "security_officer" ("情報セキュリティ責任者", "Security officer"),
        /// The system security officer.
        SystemSecurityOfficer = "system_security_officer" ("情報システムセキュリティ責任者", "System security officer"),
        /// The section security officer.
        SectionSecurityOfficer = "section_security_officer" ("課室情報セキュリティ責任者", "Section security officer"),
        /// The contractor.
        Contractor = "contractor" ("委託先", "Contractor"),
    }
}

domain::codes! {
    /// How binding a duty is.
    pub enum Force ("拘束の強さ", "Force") {
        /// Always.
        Mandatory = "mandatory" ("必ず行う", "Mandatory"),
        /// When its trigger holds.
        Conditional = "conditional" ("条件に当たるとき行う", "Conditional"),
        /// An enhanced item.
        Enhanced = "enhanced" ("強化して行う", "Enhanced"),
        /// A permission or advice.
        Permission = "permission" ("行ってよい", "Permission"),
    }
}

/// One duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Permanent id.
    pub id: DutyId,
    /// Who holds it; one of them is enough unless the contractor is among them.
    pub who: Vec<Holder>,
    /// To whom it is brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Holder>,
    /// At which stage; none for duties that hold at any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// What is to be done.
    pub duty: Text,
    /// When.
    pub trigger: Text,
    /// What is written down.
    pub record: Text,
    /// The paper it goes into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Text>,
    /// How binding it is.
    pub force: Vec<Force>,
    /// Item of the government standard printed beside it in the template (third edition; may be dropped).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_item: Option<String>,
    /// Where it comes from.
    pub source: Vec<SourceRef>,
}
