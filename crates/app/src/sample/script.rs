//! The script of the sample: what the files in `sample/` say.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Lang,
    consultation::Urgency,
    engagement::{
        Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, InformationItem, InformationKind,
        Place, RawFacts, Term,
    },
    id::ContractorId,
    person::Role,
    register::RegisterList,
    risk::RiskLine,
    text::{Statement, Title},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    firms::{ContractorFile, ContractorLine},
    handed::{HandedFile, HandedLine},
    marks::{fill, term},
};
use crate::{Error, Result};

const ORGANISATION: &str = include_str!("../../../../sample/organisation.toml");
const CONTRACTORS: &str = include_str!("../../../../sample/contractors.toml");
const REGISTER: &str = include_str!("../../../../sample/register.toml");
const DECLARATIONS: &str = include_str!("../../../../sample/declarations.toml");
const CONSULTATIONS: &str = include_str!("../../../../sample/consultations.toml");
const HANDOVERS: &str = include_str!("../../../../sample/handovers.toml");
const ENGAGEMENTS: &[&str] = &[
    include_str!("../../../../sample/engagements-decide.toml"),
    include_str!("../../../../sample/engagements-middle.toml"),
    include_str!("../../../../sample/engagements-run.toml"),
    include_str!("../../../../sample/engagements-end.toml"),
];

/// One text in both languages, from a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) ja: String,
    pub(super) en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationFile {
    pub(super) organisation: OrganisationHead,
    #[serde(rename = "unit")]
    pub(super) units: Vec<UnitLine>,
    #[serde(rename = "person")]
    pub(super) people: Vec<PersonLine>,
    #[serde(rename = "substitution")]
    pub(super) substitutions: Vec<SubstitutionLine>,
    #[serde(rename = "view")]
    pub(super) views: Vec<ViewLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationHead {
    pub(super) ja: String,
    pub(super) en: String,
    pub(super) administrator: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitLine {
    pub(super) key: String,
    pub(super) parent: Option<String>,
    pub(super) name: String,
    pub(super) name_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonLine {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) lang: Lang,
    pub(super) roles: Vec<RoleLine>,
    #[serde(rename = "try")]
    pub(super) hint: Option<Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleLine {
    pub(super) role: Role,
    pub(super) unit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubstitutionLine {
    pub(super) absent: String,
    pub(super) substitute: String,
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) set: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ViewLine {
    pub(super) person: String,
    pub(super) name: String,
    pub(super) query: String,
    pub(super) set: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    #[serde(rename = "entry")]
    entries: Vec<EntryLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryLine {
    pub(super) key: String,
    pub(super) days: i64,
    pub(super) list: RegisterList,
    pub(super) system: Title,
    pub(super) activities: BTreeSet<Activity>,
    pub(super) information: Title,
    pub(super) reason: String,
    pub(super) because: String,
    pub(super) review: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclarationFile {
    #[serde(rename = "condition")]
    conditions: Vec<DeclarationLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclarationLine {
    id: String,
    notes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsultationFile {
    #[serde(rename = "consultation")]
    consultations: Vec<ConsultationLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsultationLine {
    pub(super) by: String,
    pub(super) days: i64,
    pub(super) at: Option<String>,
    pub(super) urgency: Urgency,
    pub(super) subject: Title,
    pub(super) about: Option<String>,
    pub(super) question: Statement,
    pub(super) answer: Option<AnswerLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerLine {
    pub(super) days: i64,
    pub(super) text: Statement,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EngagementFile {
    #[serde(rename = "engagement")]
    engagements: Vec<EngagementLine>,
    #[serde(default, rename = "part")]
    parts: Vec<PartLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EngagementLine {
    pub(super) key: String,
    pub(super) unit: String,
    pub(super) owner: String,
    pub(super) days: i64,
    pub(super) at: Option<String>,
    pub(super) facts: FactsLine,
    #[serde(default, rename = "step")]
    pub(super) steps: Vec<Step>,
}

/// An engagement that comes about by a split.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartLine {
    pub(super) key: String,
    pub(super) owner: String,
    #[serde(rename = "step")]
    pub(super) steps: Vec<Step>,
}

/// What is done in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Do {
    Ask,
    AskPermit,
    AskWaiver,
    Decide,
    Mend,
    Set,
    Attach,
    Check,
    Declare,
    Prepare,
    Pass,
    Split,
    Select,
    Choose,
    InHouse,
    Withdraw,
}

/// One step in the life of an engagement: when, by whom (its owner unless said otherwise), and what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) days: i64,
    pub(super) at: Option<String>,
    pub(super) by: Option<String>,
    #[serde(rename = "do")]
    pub(super) act: Do,
    /// Explanation, reason or note.
    #[serde(default)]
    pub(super) text: String,
    /// The decision.
    #[serde(default)]
    pub(super) what: String,
    pub(super) condition: Option<String>,
    pub(super) until: Option<i64>,
    #[serde(default)]
    pub(super) measures: Vec<String>,
    #[serde(default)]
    pub(super) necessity: String,
    #[serde(default)]
    pub(super) grounds: String,
    #[serde(default)]
    pub(super) lines: Vec<RiskLine>,
    #[serde(default)]
    pub(super) leave: Vec<String>,
    pub(super) facts: Option<Patch>,
    #[serde(default)]
    pub(super) rest: String,
    #[serde(default)]
    pub(super) spared: String,
    #[serde(default)]
    pub(super) titles: Vec<Title>,
    pub(super) file: Option<String>,
    #[serde(default)]
    pub(super) body: String,
}

/// What later becomes known of an engagement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patch {
    pub(super) contractor: Option<String>,
    pub(super) amount: Option<i64>,
    pub(super) connection: Option<Connection>,
    pub(super) places: Option<BTreeSet<Place>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsLine {
    title: String,
    #[serde(default)]
    summary: String,
    category: Category,
    #[serde(default = "direct")]
    category_fit: CategoryFit,
    system: Title,
    activities: BTreeSet<Activity>,
    information: BTreeSet<InformationKind>,
    people_count: Option<u32>,
    #[serde(default)]
    items: Vec<ItemLine>,
    places: BTreeSet<Place>,
    connection: Connection,
    #[serde(default)]
    installation_opens_critical: Answer,
    #[serde(default)]
    rights_reach_all: Answer,
    term: Option<(i64, i64)>,
    amount: Option<i64>,
    contractor: Option<String>,
    #[serde(default)]
    subcontracting: Answer,
    #[serde(default)]
    accounts: Answer,
}

const fn direct() -> CategoryFit {
    CategoryFit::Direct
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemLine {
    name: Title,
    #[serde(default = "provided")]
    access: Access,
    #[serde(default = "not_critical")]
    criticality: Criticality,
    needed_for: Option<Activity>,
}

const fn provided() -> Access {
    Access::Provided
}
const fn not_critical() -> Criticality {
    Criticality::NotCritical
}

/// Everything the files say.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) organisation: OrganisationFile,
    pub(super) contractors: Vec<ContractorLine>,
    pub(super) entries: Vec<EntryLine>,
    pub(super) engagements: Vec<EngagementLine>,
    pub(super) parts: Vec<PartLine>,
    pub(super) consultations: Vec<ConsultationLine>,
    pub(super) handed: Vec<HandedLine>,
    notes: BTreeMap<String, Vec<String>>,
}

impl Script {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// Internal, naming the place, when a file is not what it should be.
    pub(super) fn read() -> Result<Self> {
        let (mut engagements, mut parts) = (Vec::new(), Vec::new());
        for text in ENGAGEMENTS {
            let file: EngagementFile = parse(text)?;
            engagements.extend(file.engagements);
            parts.extend(file.parts);
        }
        let notes: DeclarationFile = parse(DECLARATIONS)?;
        Ok(Self {
            organisation: parse(ORGANISATION)?,
            contractors: parse::<ContractorFile>(CONTRACTORS)?.contractor,
            entries: parse::<RegisterFile>(REGISTER)?.entries,
            engagements,
            parts,
            consultations: parse::<ConsultationFile>(CONSULTATIONS)?.consultations,
            handed: parse::<HandedFile>(HANDOVERS)?.lines,
            notes: notes.conditions.into_iter().map(|c| (c.id, c.notes)).collect(),
        })
    }

    /// A wording for the declaration of a condition; `turn` chooses among several.
    pub(super) fn note(&self, condition: &str, turn: usize) -> Result<&str> {
        let notes = self.notes.get(condition).filter(|n| !n.is_empty());
        let note = notes.and_then(|n| n.get(turn.checked_rem(n.len())?));
        note.map(String::as_str).ok_or_else(|| Error::internal(format!("sample: no wording for {condition}")))
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| Error::internal(format!("sample: {e}")))
}

impl FactsLine {
    /// The facts as they are known when the engagement is entered.
    pub(super) fn raw(&self, today: Date, contractors: &BTreeMap<String, ContractorId>) -> Result<RawFacts> {
        let wrong = |e: domain::Problem| Error::internal(format!("sample: {}: {e}", self.title));
        let term = match self.term {
            Some(days) => {
                let (first, last) = term(today, days);
                Some(Term::new(first, last).map_err(wrong)?)
            }
            None => None,
        };
        let year = term.map_or(today, Term::from);
        let contractor = match &self.contractor {
            Some(key) => Some(*contractors.get(key).ok_or_else(|| Error::internal(format!("sample: {key}")))?),
            None => None,
        };
        Ok(RawFacts {
            title: fill(&self.title, year, "").parse().map_err(wrong)?,
            summary: self.summary.parse().map_err(wrong)?,
            category: self.category,
            category_fit: self.category_fit,
            system: self.system.clone(),
            activities: self.activities.clone(),
            information: self.information.clone(),
            people_count: self.people_count,
            items: self.items.iter().map(ItemLine::item).collect(),
            places: self.places.clone(),
            connection: self.connection,
            installation_opens_critical: self.installation_opens_critical,
            rights_reach_all: self.rights_reach_all,
            term,
            amount: self.amount.map(TryInto::try_into).transpose().map_err(wrong)?,
            contractor,
            subcontracting: self.subcontracting,
            accounts: self.accounts,
        })
    }
}

impl ItemLine {
    fn item(&self) -> InformationItem {
        InformationItem {
            name: self.name.clone(),
            access: self.access,
            criticality: self.criticality,
            needed_for: self.needed_for,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Every contractor can be entered, on any day, and each way a certificate can stand is among them.
    #[test]
    fn contractors_are_sound_and_differ() {
        let script = Script::read().unwrap();
        let (mut numbers, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for today in [date(2026, 6, 11), date(2028, 2, 29)] {
            for line in &script.contractors {
                let fields = line.fields(today);
                assert!(fields.corporate_number[1..].starts_with("999999"), "no register gives out such a number");
                fields.corporate_number.parse::<domain::contractor::CorporateNumber>().unwrap();
                numbers.insert(fields.corporate_number.clone());
                let mut problems = domain::problem::Problems::new();
                let details = fields.details.check(&mut problems);
                assert!(problems.is_empty(), "{}: {:?}", line.key, problems.into_vec());
                seen.extend(details.certificates.iter().map(|one| one.validity(today).code()));
                for one in details.certificates.iter().filter(|one| one.kind.needs_scope()) {
                    assert!(!one.scope.as_str().is_empty(), "{}", line.key);
                }
            }
        }
        assert_eq!(numbers.len(), script.contractors.len());
        assert_eq!(seen.len(), 4, "{seen:?}");
    }

    #[test]
    fn the_files_are_sound() {
        let script = Script::read().unwrap();
        let known: BTreeMap<String, ContractorId> =
            script.contractors.iter().map(|c| (c.key.clone(), ContractorId::from_uuid(uuid::Uuid::nil()))).collect();
        let mut keys = BTreeSet::new();
        for one in &script.engagements {
            assert!(keys.insert(&one.key), "{} twice", one.key);
            let raw = one.facts.raw(date(2026, 6, 11), &known).unwrap();
            domain::engagement::Facts::try_from(raw).unwrap();
        }
        let catalogue = catalogue::Catalogue::load_embedded().unwrap();
        for condition in catalogue.conditions().iter().filter(|c| c.check == catalogue::CheckCode::Declared) {
            script.note(condition.id.as_str(), 1).unwrap();
        }
    }
}
