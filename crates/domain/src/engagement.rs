//! The engagement 委託案件: this work × this information × these connections × this place.
//!
//! Source: NISC-2008 ch. 3 (categories), ch. 5 (what is asked before deciding), §2.1 of the requirements (stages).

mod marks;
mod term;

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use marks::{DueKind, Seal};
pub use term::Term;

use crate::{
    FieldError,
    calendar::EngagementNumber,
    id::{ContractorId, EngagementId, EntryId, PersonId, UnitId},
    text::{Memo, Title, Yen},
};

codes! {
    /// The seven stages 段階 an engagement goes through; between two stands a gate.
    pub enum Stage ("段階", "Stage") {
        /// May the work go out?
        Decide = "decide" ("判断", "Decide"),
        /// What must the contractor do?
        Procure = "procure" ("調達", "Procure"),
        /// Who can do it?
        Select = "select" ("選定", "Select"),
        /// What is agreed?
        Contract = "contract" ("契約", "Contract"),
        /// Is it done?
        Run = "run" ("実施", "Run"),
        /// Is the result accepted?
        Accept = "accept" ("検収", "Accept"),
        /// Has everything come back or been destroyed?
        Close = "close" ("終了", "Close"),
    }
}

impl Stage {
    /// Position, 0 to 6.
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|s| *s == self).unwrap_or(0)
    }
    /// The stage after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index().saturating_add(1)).copied()
    }
}

codes! {
    /// The nine work categories (columns A to I of tables 1 and 2).
    pub enum Category ("業務の区分", "Category") {
        /// A: construction of systems, development of software.
        Build = "build" ("システムの構築・開発", "System build"),
        /// B: operation on the client's premises.
        OnSiteOperation = "on_site_operation" ("運用（現地）", "On-site operation"),
        /// C: operation over a connection.
        RemoteOperation = "remote_operation" ("運用（遠隔）", "Remote operation"),
        /// D: the contractor's data centre.
        DataCentre = "data_centre" ("データセンター", "Data centre"),
        /// E: application service, cloud.
        Asp = "asp" ("クラウド（ASP）", "Cloud (ASP)"),
        /// F: space and power for the client's equipment.
        Housing = "housing" ("ハウジング", "Housing"),
        /// G: maintenance and inspection.
        Maintenance = "maintenance" ("保守・点検", "Maintenance"),
        /// H: data entry, conversion, statistics, printing, call handling.
        Processing = "processing" ("データの加工・処理", "Data processing"),
        /// I: keeping and carrying.
        StorageTransport = "storage_transport" ("保存・運搬", "Storage and transport"),
    }
}

impl Category {
    /// Column letter in tables 1 and 2.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Build => 'A',
            Self::OnSiteOperation => 'B',
            Self::RemoteOperation => 'C',
            Self::DataCentre => 'D',
            Self::Asp => 'E',
            Self::Housing => 'F',
            Self::Maintenance => 'G',
            Self::Processing => 'H',
            Self::StorageTransport => 'I',
        }
    }
    /// Operation, maintenance or inspection (part 2 of the examples): the contractor's rights usually reach all data of
    /// the system (NISC-2008 5.2(4)).
    #[must_use]
    pub const fn is_operation(self) -> bool {
        matches!(
            self,
            Self::OnSiteOperation
                | Self::RemoteOperation
                | Self::DataCentre
                | Self::Asp
                | Self::Housing
                | Self::Maintenance
        )
    }
}

codes! {
    /// Whether the work is one of the nine categories itself or only like one (NISC-2008 ch. 3: by analogy).
    pub enum CategoryFit ("区分の当てはめ", "Category fit") {
        /// The category itself.
        Direct = "direct" ("そのもの", "Direct"),
        /// Another kind of work, treated like the category.
        ByAnalogy = "by_analogy" ("準じて扱う", "By analogy"),
    }
}

codes! {
    /// What is done to a system or a body of data; the register speaks of system × activity.
    pub enum Activity ("作業の種類", "Activity") {
        /// Requirements and design.
        Design = "design" ("設計", "Design"),
        /// Building and testing, without the client's running data.
        Build = "build" ("構築・開発", "Build"),
        /// Connecting to and setting up beside running systems.
        Installation = "installation" ("接続・設置", "Installation"),
        /// Running a system.
        Operation = "operation" ("運用", "Operation"),
        /// Maintenance, inspection, repair.
        Maintenance = "maintenance" ("保守・点検", "Maintenance"),
        /// Entry, conversion, statistics, printing, sending, calls.
        Processing = "processing" ("加工・処理", "Processing"),
        /// Keeping media, paper or equipment.
        Storage = "storage" ("保存", "Storage"),
        /// Carrying media, paper or equipment.
        Transport = "transport" ("運搬", "Transport"),
        /// Using a service under its own terms.
        ServiceUse = "service_use" ("サービスの利用", "Service use"),
    }
}

codes! {
    /// Kind of information given, made accessible or seen.
    pub enum InformationKind ("情報の種類", "Kind of information") {
        /// Anything about a person.
        Personal = "personal" ("個人の情報", "Personal data"),
        /// Individual numbers.
        MyNumber = "my_number" ("個人番号（マイナンバー）", "Individual number"),
        /// Plans, drawings, bids, trade secrets.
        BusinessSecret = "business_secret" ("外に出ると困る仕事上の情報", "Business secret"),
        /// Received from others under a promise.
        EntrustedByOthers = "entrusted_by_others" ("よそから預かった情報", "Entrusted by others"),
        /// Diagrams, settings, accounts, findings.
        SystemSecurity = "system_security" ("システムの守り方がわかる情報", "System security information"),
        /// Drawings, methods and programs, above all such as fall under export control.
        Technical = "technical" ("技術の情報（輸出管理の対象を含む）", "Technical information"),
        /// Books and records kept for taxes.
        Tax = "tax" ("税の帳簿や書類", "Tax records"),
        /// Accounts, settlements, papers of the board.
        Financial = "financial" ("決算や役員の記録", "Financial and board records"),
        /// Nothing but what is public.
        PublicOnly = "public_only" ("公開しているものだけ", "Public only"),
        /// Not yet known; treated most carefully.
        Unknown = "unknown" ("まだわからない", "Not yet known"),
    }
}

codes! {
    /// Where the work is done.
    pub enum Place ("作業の場所", "Place of work") {
        /// In the client's rooms.
        ClientPremises = "client_premises" ("こちらの庁舎・事業所", "Client premises"),
        /// In the contractor's rooms in Japan.
        ContractorPremises = "contractor_premises" ("委託先の事業所（国内）", "Contractor premises"),
        /// From homes or elsewhere.
        Remote = "remote" ("在宅など、それ以外の場所", "Remote workplace"),
        /// Outside Japan.
        Abroad = "abroad" ("国外", "Abroad"),
        /// Not yet known; treated most carefully.
        Unknown = "unknown" ("まだわからない", "Not yet known"),
    }
}

codes! {
    /// How the contractor connects to the client's systems.
    pub enum Connection ("接続", "Connection") {
        /// Not at all.
        None = "none" ("つながない", "None"),
        /// With equipment inside the client's network.
        OnSite = "on_site" ("庁内・社内の機器を使う", "On site"),
        /// Over a network from outside.
        Remote = "remote" ("外から遠隔でつなぐ", "Remote"),
        /// Not yet known; treated most carefully.
        Unknown = "unknown" ("まだわからない", "Not yet known"),
    }
}

codes! {
    /// An answer to a plain question.
    #[derive(Default)]
    pub enum Answer ("答え", "Answer") {
        /// Yes.
        Yes = "yes" ("はい", "Yes"),
        /// No.
        No = "no" ("いいえ", "No"),
        /// Not yet known.
        #[default]
        Unknown = "unknown" ("まだわからない", "Not yet known"),
    }
}

codes! {
    /// Judgement of one piece of information (NISC-2008 5.2(1)): would mishandling gravely harm people's rights or
    /// public or national safety?
    #[derive(Default)]
    pub enum Criticality ("危機的か", "Criticality") {
        /// Not judged yet.
        #[default]
        Unjudged = "unjudged" ("未判定", "Not judged"),
        /// Critical.
        Critical = "critical" ("危機的", "Critical"),
        /// Not critical.
        NotCritical = "not_critical" ("危機的でない", "Not critical"),
    }
}

codes! {
    /// How the contractor comes by a piece of information.
    pub enum Access ("渡し方", "Access") {
        /// Handed over.
        Provided = "provided" ("渡す", "Provided"),
        /// Can be reached or seen in the course of the work.
        Accessible = "accessible" ("見える・触れる", "Accessible"),
    }
}

/// One piece of information on the list of NISC-2008 5.2(1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationItem {
    /// What it is, in the office's words.
    pub name: Title,
    /// Given or made accessible.
    pub access: Access,
    /// The judgement.
    #[serde(default)]
    pub criticality: Criticality,
    /// The activity that needs it, when only one does; lets a scope cut spare it (NISC-2008 5.2(2)).
    #[serde(default)]
    pub needed_for: Option<Activity>,
}

/// What is known of the work to be outsourced. Answers "not yet known" are allowed everywhere and count as the most
/// careful case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFacts", into = "RawFacts")]
pub struct Facts {
    raw: RawFacts,
}

/// The same with public fields, for building; [`Facts`] is the checked form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFacts {
    /// Name of the engagement, as in the contract.
    pub title: Title,
    /// The work in plain words.
    #[serde(default)]
    pub summary: Memo,
    /// Category.
    pub category: Category,
    /// Itself or by analogy.
    #[serde(default = "direct")]
    pub category_fit: CategoryFit,
    /// The system or body of data the work is about.
    pub system: Title,
    /// What is done to it; at least one.
    pub activities: BTreeSet<Activity>,
    /// Kinds of information; at least one, `PublicOnly` only alone.
    pub information: BTreeSet<InformationKind>,
    /// How many people's data, about.
    #[serde(default)]
    pub people_count: Option<u32>,
    /// The list of NISC-2008 5.2(1).
    #[serde(default)]
    pub items: Vec<InformationItem>,
    /// Where the work is done; at least one.
    pub places: BTreeSet<Place>,
    /// How the contractor connects.
    pub connection: Connection,
    /// Build work: does connecting or setting up open critical data (NISC-2008 5.2(3))?
    #[serde(default)]
    pub installation_opens_critical: Answer,
    /// Operation work: can the contractor reach all data of the system (NISC-2008 5.2(4))?
    #[serde(default)]
    pub rights_reach_all: Answer,
    /// First and last day.
    #[serde(default)]
    pub term: Option<Term>,
    /// Amount with tax.
    #[serde(default)]
    pub amount: Option<Yen>,
    /// The contractor, once known.
    #[serde(default)]
    pub contractor: Option<ContractorId>,
    /// Will the contractor wish to pass part on?
    #[serde(default)]
    pub subcontracting: Answer,
    /// Does the contractor get accounts on the client's systems?
    #[serde(default)]
    pub accounts: Answer,
}

const fn direct() -> CategoryFit {
    CategoryFit::Direct
}

impl std::ops::Deref for Facts {
    type Target = RawFacts;
    fn deref(&self) -> &RawFacts {
        &self.raw
    }
}

impl From<Facts> for RawFacts {
    fn from(facts: Facts) -> Self {
        facts.raw
    }
}

impl TryFrom<RawFacts> for Facts {
    type Error = FactsError;
    fn try_from(raw: RawFacts) -> Result<Self, FactsError> {
        let errors = raw.problems();
        if errors.is_empty() { Ok(Self { raw }) } else { Err(FactsError(errors)) }
    }
}

/// Contradictions among facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|e| format!("{}: {}", e.field, e.problem)).collect::<Vec<_>>().join("; "))]
pub struct FactsError(pub Vec<FieldError>);

impl RawFacts {
    /// Most items on the information list.
    pub const MAX_ITEMS: usize = 200;

    fn problems(&self) -> Vec<FieldError> {
        use crate::Problem;
        let mut out = Vec::new();
        if self.activities.is_empty() {
            out.push(FieldError::new("activities", Problem::Missing));
        }
        if self.information.is_empty() {
            out.push(FieldError::new("information", Problem::Missing));
        }
        if self.places.is_empty() {
            out.push(FieldError::new("places", Problem::Missing));
        }
        if self.information.contains(&InformationKind::PublicOnly) && self.information.len() > 1 {
            out.push(FieldError::rule(
                "information",
                "「公開しているものだけ」は、ほかの種類と一緒には選べません",
                "\"Public only\" cannot be chosen together with another kind",
            ));
        }
        if self.information.contains(&InformationKind::PublicOnly)
            && self.items.iter().any(|i| i.criticality == Criticality::Critical)
        {
            out.push(FieldError::rule(
                "items",
                "公開しているものだけを渡すのに、危機的と判定した情報が一覧にあります",
                "The list holds critical information although only public information is given",
            ));
        }
        if self.items.len() > Self::MAX_ITEMS {
            out.push(FieldError::new(
                "items",
                Problem::OutOfRange {
                    value: self.items.len().to_string(),
                    min: 0,
                    max: i64::try_from(Self::MAX_ITEMS).unwrap_or(i64::MAX),
                },
            ));
        }
        let mut names = BTreeSet::new();
        for (i, item) in self.items.iter().enumerate() {
            if !names.insert(item.name.as_str()) {
                out.push(FieldError::new(format!("items[{i}].name"), Problem::Taken { value: item.name.to_string() }));
            }
        }
        out
    }

    /// True when personal data of any kind is involved or may be.
    #[must_use]
    pub fn has_personal(&self) -> bool {
        self.information
            .iter()
            .any(|k| matches!(k, InformationKind::Personal | InformationKind::MyNumber | InformationKind::Unknown))
    }

    /// True when a cloud service is used.
    #[must_use]
    pub fn is_cloud(&self) -> bool {
        self.category == Category::Asp || self.activities.contains(&Activity::ServiceUse)
    }
}

codes! {
    /// Where an engagement stands beside its stage.
    #[derive(Default)]
    pub enum Standing ("状態", "Standing") {
        /// Moving through the stages.
        #[default]
        Open = "open" ("進行中", "Open"),
        /// Done by the organisation itself after all.
        InHouse = "in_house" ("自前で行う", "In house"),
        /// Withdrawn.
        Withdrawn = "withdrawn" ("取りやめ", "Withdrawn"),
        /// Split into others by a scope cut (NISC-2008 5.2(2)).
        Split = "split" ("分割済み", "Split"),
    }
}

/// An engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// Its number.
    pub number: EngagementNumber,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Who answers for it.
    pub owner: PersonId,
    /// Where it stands on the way.
    pub stage: Stage,
    /// Day the stage was reached.
    pub stage_since: Date,
    /// Moving, or ended otherwise.
    pub standing: Standing,
    /// What is known.
    pub facts: Facts,
    /// Register version it was judged under; it keeps it (F03).
    pub register_version: i64,
    /// Entry an officer's decision made for it, if any.
    pub entry: Option<EntryId>,
    /// The engagement this one was split from.
    pub split_from: Option<EngagementId>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Grows by one with each change; a form sends back the one it saw.
    pub revision: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contradictory_facts_name_their_fields() {
        let json = serde_json::json!({
            "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
            "activities": [], "information": ["public_only", "personal"], "places": ["remote"], "connection": "remote",
            "items": [{"name": "住民記録", "access": "accessible"}, {"name": "住民記録", "access": "provided"}]
        });
        let raw: RawFacts = serde_json::from_value(json).unwrap();
        let errors = Facts::try_from(raw).unwrap_err().0;
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["activities", "information", "items[1].name"]);
    }

    #[test]
    fn the_last_day_is_not_before_the_first() {
        let d = jiff::civil::date;
        assert!(Term::new(d(2026, 7, 1), d(2026, 6, 30)).is_err());
        assert!(serde_json::from_str::<Term>(r#"{"from":"2026-07-01","to":"2026-06-30"}"#).is_err());
    }
}
