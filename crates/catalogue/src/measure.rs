//! Common measures: what is asked of a contractor once and reused in every list (§9 of the requirements).
//!
//! A measure is called up in two ways: a row of tables 1 and 2 names it ([`crate::table::Row::measures`]), or one of its
//! [`Fact`]s holds for the engagement. Neither is decided here.

use domain::Lang;
use serde::{Deserialize, Serialize};

use crate::{SourceRef, Text, id::two_digits};

catalogue_id! {
    /// Permanent id of a measure: `CM-GV-01`, or with an organisation's own prefix in a profile, `ABC-GV-01`.
    pub struct MeasureId:
        "「CM-GV-01」のような番号です（英大文字2〜6字、系統の2字、2桁の数字）",
        "an id such as CM-GV-01: 2 to 6 capitals, two letters of a family, two digits",
        |text| {
            let mut parts = text.split('-');
            let prefix = parts.next().is_some_and(|p| (2..=6).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_uppercase()));
            let family = parts.next().is_some_and(|f| f.parse::<Family>().is_ok());
            prefix && family && parts.next().is_some_and(two_digits) && parts.next().is_none()
        };
}

impl MeasureId {
    /// What all common measures begin with.
    pub const COMMON: &'static str = "CM";

    /// The part before the first dash.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.as_str().split('-').next().unwrap_or_default()
    }

    /// The family; the parser has made sure that there is one.
    #[must_use]
    pub fn family(&self) -> Option<Family> {
        self.as_str().split('-').nth(1).and_then(|code| code.parse().ok())
    }
}

domain::codes! {
    /// Family of measures.
    pub enum Family ("対策の系統", "Family of measures") {
        /// Organisation and grounds for trust.
        Governance = "GV" ("体制と信頼の根拠", "Governance"),
        /// People.
        People = "HR" ("人", "People"),
        /// Handling of information.
        Information = "IN" ("情報の扱い", "Information"),
        /// Rights.
        Access = "AC" ("権限", "Access"),
        /// Places.
        Physical = "PH" ("場所", "Places"),
        /// Technical safeguards.
        Technical = "TE" ("技術の守り", "Technical safeguards"),
        /// Logs.
        Logs = "LG" ("記録", "Logs"),
        /// Vulnerabilities.
        Vulnerabilities = "VU" ("弱点", "Vulnerabilities"),
        /// Development.
        Development = "DV" ("開発", "Development"),
        /// Service level.
        ServiceLevel = "SL" ("サービスの水準", "Service level"),
        /// Incidents.
        Incidents = "IC" ("事故", "Incidents"),
        /// Subcontracting.
        Subcontracting = "SB" ("再委託", "Subcontracting"),
        /// Checking and correcting.
        Monitoring = "MO" ("確認と改善", "Checking and correcting"),
        /// Cloud services and law.
        Cloud = "CL" ("クラウドと法令", "Cloud and law"),
        /// The end of the work.
        Exit = "EX" ("終了", "End of the work"),
        /// What the client itself does.
        Client = "CS" ("委託元の務め", "The client's part"),
    }
}

impl Family {
    /// How many measures the family has in the requirements; 90 in all, and ids are permanent.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Governance => 9,
            Self::People | Self::Technical | Self::Subcontracting => 4,
            Self::Information | Self::Cloud => 11,
            Self::Access | Self::Incidents | Self::Client => 6,
            Self::Physical | Self::Vulnerabilities | Self::ServiceLevel => 3,
            Self::Logs => 2,
            Self::Development => 8,
            Self::Monitoring | Self::Exit => 5,
        }
    }
}

domain::codes! {
    /// Kind of evidence that shows a measure.
    pub enum Evidence ("証跡の種類", "Kind of evidence") {
        /// A written rule.
        Rule = "POL" ("規程", "Rule"),
        /// A contract or pledge.
        Contract = "CON" ("契約・誓約", "Contract"),
        /// A record of something done.
        Record = "REC" ("記録", "Record"),
        /// A ledger or list that is kept current.
        Ledger = "LED" ("台帳", "Ledger"),
        /// A setting of a system.
        Setting = "CFG" ("設定", "Setting"),
        /// A photograph.
        Photograph = "PHO" ("写真", "Photograph"),
        /// A certificate.
        Certificate = "CERT" ("証明書", "Certificate"),
        /// A record of training.
        Training = "TRN" ("教育の記録", "Training record"),
        /// A report of an audit.
        Audit = "AUD" ("監査の報告", "Audit report"),
    }
}

domain::codes! {
    /// Who answers the question of a measure.
    pub enum AnsweredBy ("答える側", "Answered by") {
        /// The contractor or provider.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// The client.
        Client = "client" ("委託元", "Client"),
    }
}

/// Who carries a duty out.
pub use domain::plan::MeasureOwner as Owner;

domain::codes! {
    /// How much of a source's item a measure answers.
    pub enum Coverage ("応える度合い", "Coverage") {
        /// The measure alone answers it.
        Full = "full" ("すべて", "Full"),
        /// Others are needed beside it.
        Partial = "partial" ("一部", "Partial"),
    }
}

domain::codes! {
    /// Facts of an engagement that call a measure up.
    pub enum Fact ("案件の事情", "Fact") {
        /// Whatever the engagement.
        Always = "always" ("いつでも", "Always"),
        /// Anything that is not public is given or seen.
        NonPublic = "non_public" ("公開していない情報を扱う", "Non-public information"),
        /// Personal data.
        PersonalData = "personal_data" ("個人の情報を扱う", "Personal data"),
        /// Individual numbers.
        MyNumber = "my_number" ("個人番号を扱う", "Individual numbers"),
        /// Trade secrets and other business secrets.
        TradeSecret = "trade_secret" ("営業秘密などを扱う", "Trade secrets"),
        /// Information received from others under a promise.
        EntrustedByOthers = "entrusted_by_others" ("よそから預かった情報を扱う", "Information of others"),
        /// Technical information that export control may cover.
        Technical = "technical" ("輸出規制に関わり得る技術情報を扱う", "Technical information"),
        /// Books and records for tax.
        Tax = "tax" ("税務の帳簿や記録を扱う", "Tax records"),
        /// Financial reporting and directors' duties.
        Financial = "financial" ("財務の報告に関わる", "Financial reporting"),
        /// Critical work under a permit.
        Critical = "critical" ("危機的業務", "Critical work"),
        /// A cloud service is used.
        Cloud = "cloud" ("クラウドを使う", "Cloud service"),
        /// Work is done or data is kept outside Japan.
        Abroad = "abroad" ("国外で作業・保存する", "Abroad"),
        /// Work is done in the client's rooms.
        OnSite = "on_site" ("こちらの構内で作業する", "On site"),
        /// Work is done from homes or other places.
        RemoteWork = "remote_work" ("在宅などで作業する", "Remote work"),
        /// The contractor connects to the client's systems.
        Connection = "connection" ("こちらのシステムにつなぐ", "Connection"),
        /// The contractor is given accounts.
        Accounts = "accounts" ("利用者登録を渡す", "Accounts"),
        /// Part of the work is or may be passed on.
        Subcontracting = "subcontracting" ("再委託があり得る", "Subcontracting"),
        /// Something is built.
        Development = "development" ("開発する", "Development"),
        /// Security requirements of the system are important.
        ImportantRequirements = "important_requirements" ("重要な安全要件がある", "Important requirements"),
        /// A system is operated.
        Operation = "operation" ("運用する", "Operation"),
        /// A system is maintained or inspected.
        Maintenance = "maintenance" ("保守・点検する", "Maintenance"),
        /// The contractor's machines or building are used.
        DataCentre = "data_centre" ("委託先の設備を使う", "Data centre"),
        /// Data or papers are processed.
        Processing = "processing" ("データや書類を処理する", "Processing"),
        /// Things are kept or carried.
        StorageTransport = "storage_transport" ("預ける・運ぶ", "Storage and transport"),
        /// The work lasts long.
        LongTerm = "long_term" ("期間が長い", "Long term"),
        /// The level of bidders is evaluated.
        LevelEvaluated = "level_evaluated" ("水準を評価する", "Level evaluated"),
    }
}

/// An item of a source that a measure answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Satisfies {
    /// How much of it.
    pub strength: Coverage,
    /// The document.
    pub document: crate::DocumentId,
    /// Section and item as printed there.
    pub section: String,
    /// Id of the item, such as `N-7.2-2`, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Satisfies {
    /// The same place as a plain reference.
    #[must_use]
    pub fn source(&self) -> SourceRef {
        SourceRef { document: self.document.clone(), section: self.section.clone(), id: self.id.clone() }
    }
}

/// Words by which a question in another list is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keywords {
    /// Japanese.
    pub ja: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

impl Keywords {
    /// The words of one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Permanent id.
    pub id: MeasureId,
    /// A short label.
    pub title: Text,
    /// What is asked, as a line of a specification.
    pub statement: Text,
    /// The same as a question.
    pub question: Text,
    /// What levels 1 (none) to 5 (improved) look like.
    pub levels: [Text; 5],
    /// Kinds of evidence; the first is the main one.
    pub evidence: Vec<Evidence>,
    /// Examples of evidence.
    pub examples: Text,
    /// How the client confirms it.
    pub confirm: Text,
    /// Advice to the person who asks.
    pub tip: Text,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// Who carries it out unless the engagement says otherwise.
    pub owner: Owner,
    /// Facts that call it up; one is enough.
    pub applies: Vec<Fact>,
    /// Words by which it is recognised.
    pub keywords: Keywords,
    /// Items of the sources it answers.
    #[serde(default)]
    pub satisfies: Vec<Satisfies>,
}

impl Measure {
    /// What one level (1 to 5) looks like.
    #[must_use]
    pub fn level(&self, level: usize) -> Option<&Text> {
        level.checked_sub(1).and_then(|i| self.levels.get(i))
    }

    /// The kind of evidence asked for first.
    #[must_use]
    pub fn main_evidence(&self) -> Option<Evidence> {
        self.evidence.first().copied()
    }
}
