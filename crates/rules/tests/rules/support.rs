//! Reading case files: a base, what the case changes, and what should come of it.

use std::{collections::BTreeMap, sync::LazyLock};

use catalogue::Catalogue;
use domain::{
    approval::{Approval, ApprovalState, Decided, Outcome, Request},
    engagement::{Engagement, Facts, RawFacts, Stage, Standing},
    gate::{Declaration, Waiver},
    id::EntryId,
    register::{Entry, Register, RegisterChange},
    risk::{DirectedMeasure, Permit, RawPermit, RawRiskAnalysis, RiskAnalysis},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, de::DeserializeOwned};

/// An id made from a number.
pub fn id<T: std::str::FromStr>(prefix: &str, n: u32) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("{prefix}_{n:032x}").parse().unwrap()
}

/// The embedded catalogue, read once.
pub fn catalogue() -> &'static Catalogue {
    static READ: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load_embedded().unwrap());
    &READ
}

/// Ten in the morning in Japan.
pub fn morning(date: Date) -> Timestamp {
    let offset = jiff::tz::Offset::constant(9);
    offset.to_timestamp(date.at(10, 0, 0, 0)).unwrap()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    pub facts: BTreeMap<String, toml::Table>,
    pub register: BTreeMap<String, Vec<EntrySpec>>,
}

impl Base {
    pub fn read() -> Self {
        toml::from_str(include_str!("../../cases/base.toml")).unwrap()
    }

    /// The base facts with what a case changes.
    pub fn facts(&self, name: &str, changes: &toml::Table) -> Facts {
        let mut table = self.facts.get(name).unwrap_or_else(|| panic!("no facts {name}")).clone();
        for (key, value) in changes {
            // an empty string takes an optional value away
            match value.as_str() {
                Some("") => table.remove(key),
                _ => table.insert(key.clone(), value.clone()),
            };
        }
        let raw: RawFacts = table.try_into().unwrap_or_else(|e| panic!("{name}: {e}"));
        Facts::try_from(raw).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// A register with further entries; ids count from 1, those of further entries from 101.
    pub fn register(&self, name: &str, more: &[EntrySpec]) -> Register {
        let own = self.register.get(name).unwrap_or_else(|| panic!("no register {name}"));
        let entries = (1..).zip(own).chain((101..).zip(more)).map(|(n, spec)| spec.entry(n)).collect();
        Register { version: 1, entries }
    }
}

/// All cases of one file.
pub fn cases<T: DeserializeOwned>(text: &str) -> Vec<T> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Book<T> {
        case: Vec<T>,
    }
    toml::from_str::<Book<T>>(text).unwrap_or_else(|e| panic!("{e}")).case
}

pub fn today() -> Date {
    jiff::civil::date(2026, 6, 11)
}
fn asked() -> Date {
    jiff::civil::date(2026, 5, 11)
}
fn empty() -> String {
    "empty".to_owned()
}

/// What every case about an engagement begins with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub base: String,
    #[serde(default)]
    pub facts: toml::Table,
    #[serde(default = "empty")]
    pub register: String,
    #[serde(default)]
    pub entries: Vec<EntrySpec>,
    #[serde(default)]
    pub approvals: Vec<ApprovalSpec>,
    #[serde(default = "today")]
    pub today: Date,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct EntrySpec {
    list: domain::register::RegisterList,
    system: String,
    activities: Vec<domain::engagement::Activity>,
    review_on: Option<Date>,
}

impl EntrySpec {
    pub fn entry(&self, n: u32) -> Entry {
        Entry {
            id: id::<EntryId>("ent", n),
            list: self.list,
            system: self.system.parse().unwrap(),
            activities: self.activities.iter().copied().collect(),
            information: "取り扱う情報".parse().unwrap(),
            reason: "庁内の検討による".parse().unwrap(),
            decided_by: None,
            decided_on: jiff::civil::date(2025, 4, 1),
            review_on: self.review_on,
        }
    }
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct ApprovalSpec {
    /// criticality, exception, register_update, waiver
    ask: String,
    #[serde(default = "approved")]
    state: ApprovalState,
    /// critical, not_critical, permitted, updated, no_update, waived
    #[serde(default)]
    outcome: String,
    #[serde(default = "asked")]
    asked: Date,
    /// When it was asked to the second, in place of `asked`.
    asked_at: Option<Timestamp>,
    /// When it was decided; the day of asking when not given.
    on: Option<Date>,
    /// First and last day of a permit.
    from: Option<Date>,
    until: Option<Date>,
    #[serde(default = "one")]
    measures: usize,
    /// The condition of a waiver.
    #[serde(default)]
    condition: String,
    /// Number of the engagement it belongs to; 1 is the one of the case.
    #[serde(default = "first")]
    engagement: u32,
}

fn approved() -> ApprovalState {
    ApprovalState::Approved
}
fn one() -> usize {
    1
}
fn first() -> u32 {
    1
}

impl ApprovalSpec {
    pub fn approval(&self, n: u32) -> Approval {
        let day = self.on.unwrap_or(self.asked);
        let outcome = match self.state {
            ApprovalState::Pending => None,
            ApprovalState::SentBack => Some(Outcome::SentBack),
            ApprovalState::Refused => Some(Outcome::Refused),
            ApprovalState::Withdrawn => Some(Outcome::Withdrawn),
            ApprovalState::Approved => Some(self.outcome(day)),
        };
        Approval {
            id: id("apr", n),
            engagement: Some(id("eng", self.engagement)),
            unit: id("unt", 1),
            request: self.request(),
            requested_by: id("per", 1),
            requested_at: self.asked_at.unwrap_or_else(|| morning(self.asked)),
            state: self.state,
            decided: outcome.map(|outcome| Decided {
                outcome,
                by: id("per", 2),
                on_behalf_of: None,
                at: morning(day),
                reason: "書面を確かめた".parse().unwrap(),
                same_person: false,
            }),
            revision: 1,
        }
    }

    fn request(&self) -> Request {
        match self.ask.as_str() {
            "criticality" => Request::Criticality { explanation: "業務と情報の説明".parse().unwrap() },
            "exception" => Request::Exception { analysis: Box::new(analysis()) },
            "register_update" => Request::RegisterUpdate {
                change: RegisterChange::Remove { entry: id("ent", 900) },
                decision: "判断の報告".parse().unwrap(),
            },
            "waiver" => Request::Waiver {
                condition: self.condition.parse().unwrap(),
                reason: "間に合わないため".parse().unwrap(),
                until: jiff::civil::date(2026, 9, 30),
            },
            other => panic!("unknown request {other}"),
        }
    }

    fn outcome(&self, day: Date) -> Outcome {
        match self.outcome.as_str() {
            "critical" => Outcome::Critical,
            "not_critical" => Outcome::NotCritical,
            "permitted" => Outcome::Permitted {
                permit: Box::new(permit(
                    self.from.unwrap_or(day),
                    self.until.unwrap_or(jiff::civil::date(2027, 3, 31)),
                    self.measures,
                )),
            },
            "updated" => Outcome::Updated { version: 2, entry: None },
            "no_update" => Outcome::NoUpdate,
            "waived" => Outcome::Waived,
            other => panic!("unknown outcome {other:?} of {}", self.ask),
        }
    }
}

fn analysis() -> RiskAnalysis {
    let raw: RawRiskAnalysis = serde_json::from_value(serde_json::json!({
        "necessity": "職員だけでは夜間の運用ができない",
        "lines": [{ "threat": "TH-05", "before": "high", "measures": "操作を録画する", "residual": "low" }],
        "grounds": "触れる人を四人に限れる",
    }))
    .unwrap();
    raw.try_into().unwrap()
}

pub fn permit(from: Date, until: Date, measures: usize) -> Permit {
    let measure = || DirectedMeasure { text: "操作の画面を録画する".parse().unwrap() };
    RawPermit {
        measures: (0..measures).map(|_| measure()).collect(),
        reason: "対策で下げられる".parse().unwrap(),
        granted_by: id("per", 2),
        granted_on: from,
        until,
    }
    .try_into()
    .unwrap()
}

pub fn approvals(specs: &[ApprovalSpec]) -> Vec<Approval> {
    (1..).zip(specs).map(|(n, spec)| spec.approval(n)).collect()
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct WaiverSpec {
    condition: String,
    from: Date,
    until: Date,
    #[serde(default = "first")]
    engagement: u32,
}

impl WaiverSpec {
    pub fn waiver(&self, n: u32) -> Waiver {
        Waiver {
            id: id("wvr", n),
            engagement: id("eng", self.engagement),
            condition: self.condition.parse().unwrap(),
            granted_by: id("per", 2),
            granted_on: self.from,
            reason: "次の会議まで待つ".parse().unwrap(),
            until: self.until,
        }
    }
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct DeclarationSpec {
    condition: String,
    #[serde(default = "asked")]
    on: Date,
    #[serde(default = "first")]
    engagement: u32,
}

impl DeclarationSpec {
    pub fn of(condition: &str) -> Self {
        Self { condition: condition.to_owned(), on: asked(), engagement: 1 }
    }

    pub fn declaration(&self, n: u32) -> Declaration {
        Declaration {
            id: id("dcl", n),
            engagement: id("eng", self.engagement),
            condition: self.condition.parse().unwrap(),
            declared_by: id("per", 1),
            declared_at: morning(self.on),
            note: "起案文書に綴じてある".parse().unwrap(),
            attachment: None,
        }
    }
}

pub fn engagement(facts: Facts, split_from: Option<u32>) -> Engagement {
    Engagement {
        id: id("eng", 1),
        number: "R8-0012".parse().unwrap(),
        unit: id("unt", 1),
        owner: id("per", 1),
        stage: Stage::Decide,
        stage_since: asked(),
        standing: Standing::Open,
        facts,
        register_version: 1,
        entry: None,
        split_from: split_from.map(|n| id("eng", n)),
        created_at: morning(asked()),
        updated_at: morning(asked()),
        revision: 1,
    }
}
