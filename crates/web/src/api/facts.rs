//! The facts of an engagement as JSON: the same members coming in and going out, so that a program can change one and
//! send the rest back.

use std::collections::BTreeSet;

use domain::{
    FieldError, Problem,
    calendar::parse_date,
    engagement::{
        Access, Answer, Category, CategoryFit, Connection, Criticality, Facts, InformationItem, RawFacts, Term,
    },
    id::ContractorId,
    problem::Problems,
    text::{Title, Yen},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::coded::{
    AccessCode, ActivityCode, AnswerCode, CategoryCode, CategoryFitCode, Code, CodeList, ConnectionCode,
    CriticalityCode, InformationKindCode, PlaceCode, several,
};

/// What is known of the work to be outsourced. "Not yet known" is allowed everywhere and counts as the most careful case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Facts)]
pub(crate) struct FactsJson {
    /// Name of the engagement, as in the contract; up to 120 characters.
    title: String,
    /// The work in plain words; may be empty.
    #[serde(default)]
    summary: String,
    /// Category of the work.
    category: CategoryCode,
    /// The category itself (default) or by analogy.
    category_fit: Option<CategoryFitCode>,
    /// The system or body of data the work is about.
    system: String,
    /// What is done to it; at least one.
    activities: Vec<ActivityCode>,
    /// Kinds of information; at least one.
    information: Vec<InformationKindCode>,
    /// How many people's data, about.
    people_count: Option<i64>,
    /// The information list of NISC-2008 5.2(1); up to 200.
    #[serde(default)]
    items: Vec<ItemJson>,
    /// Where the work is done; at least one.
    places: Vec<PlaceCode>,
    /// How the contractor connects.
    connection: ConnectionCode,
    /// Build work: does connecting or setting up open critical data?
    installation_opens_critical: Option<AnswerCode>,
    /// Operation work: can the contractor reach all data of the system?
    rights_reach_all: Option<AnswerCode>,
    /// First and last day.
    term: Option<TermJson>,
    /// Amount in yen with tax.
    amount: Option<i64>,
    /// Id of the contractor, `con_…`, once known.
    contractor: Option<String>,
    /// Will the contractor wish to pass part on?
    subcontracting: Option<AnswerCode>,
    /// Does the contractor get accounts on the client's systems?
    accounts: Option<AnswerCode>,
}

/// One piece of information on the list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InformationItem)]
pub(crate) struct ItemJson {
    /// What it is, in the office's words.
    name: String,
    /// Given or made accessible.
    access: AccessCode,
    /// The judgement; not judged yet when left out.
    criticality: Option<CriticalityCode>,
    /// The activity that needs it, when only one does.
    needed_for: Option<ActivityCode>,
}

/// First and last day of the work.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Term)]
pub(crate) struct TermJson {
    /// First day, `2026-07-01`.
    from: String,
    /// Last day.
    to: String,
}

impl FactsJson {
    /// What is held, as JSON.
    pub(crate) fn of(facts: &RawFacts) -> Self {
        Self {
            title: facts.title.to_string(),
            summary: facts.summary.to_string(),
            category: Code::of(facts.category),
            category_fit: Some(Code::of(facts.category_fit)),
            system: facts.system.to_string(),
            activities: facts.activities.iter().copied().map(Code::of).collect(),
            information: facts.information.iter().copied().map(Code::of).collect(),
            people_count: facts.people_count.map(i64::from),
            items: facts.items.iter().map(ItemJson::of).collect(),
            places: facts.places.iter().copied().map(Code::of).collect(),
            connection: Code::of(facts.connection),
            installation_opens_critical: Some(Code::of(facts.installation_opens_critical)),
            rights_reach_all: Some(Code::of(facts.rights_reach_all)),
            term: facts.term.map(|t| TermJson { from: t.from().to_string(), to: t.to().to_string() }),
            amount: facts.amount.map(Yen::get),
            contractor: facts.contractor.map(|id| id.to_string()),
            subcontracting: Some(Code::of(facts.subcontracting)),
            accounts: Some(Code::of(facts.accounts)),
        }
    }

    /// The facts, with every problem at once: values first, contradictions between the others at the same time.
    pub(crate) fn read(&self, problems: &mut Problems, prefix: &str) -> Option<Facts> {
        let mut own = Problems::new();
        let raw = self.raw(&mut own);
        let mut errors = own.into_vec();
        let mut facts = None;
        if let Some(raw) = raw {
            match Facts::try_from(raw) {
                Ok(sound) => facts = Some(sound),
                Err(contradictions) => {
                    let heads: BTreeSet<String> = errors.iter().map(|e| head(&e.field)).collect();
                    errors.extend(contradictions.0.into_iter().filter(|e| !heads.contains(&head(&e.field))));
                }
            }
        }
        let sound = errors.is_empty();
        for error in errors {
            problems.add(FieldError::new(format!("{prefix}{}", error.field), error.problem));
        }
        facts.filter(|_| sound)
    }

    /// The facts as far as they can be read; where a value is wrong its most careful neighbour stands in, so that
    /// contradictions between the others are found too.
    fn raw(&self, problems: &mut Problems) -> Option<RawFacts> {
        let title = problems.required("title", &self.title).or_else(stand_in);
        let system = problems.required("system", &self.system).or_else(stand_in);
        Some(RawFacts {
            title: title?,
            summary: problems.keep("summary", self.summary.parse()).unwrap_or_default(),
            category: self.category.read(problems, "category").unwrap_or(Category::RemoteOperation),
            category_fit: optional(problems, "category_fit", self.category_fit.as_ref()).unwrap_or(CategoryFit::Direct),
            system: system?,
            activities: several(problems, "activities", &self.activities),
            information: several(problems, "information", &self.information),
            people_count: self.people(problems),
            items: self.items(problems),
            places: several(problems, "places", &self.places),
            connection: self.connection.read(problems, "connection").unwrap_or(Connection::Unknown),
            installation_opens_critical: self.answer(problems, "installation_opens_critical"),
            rights_reach_all: self.answer(problems, "rights_reach_all"),
            term: self.term.as_ref().and_then(|term| term.read(problems)),
            amount: self.amount.and_then(|yen| problems.keep("amount", Yen::try_from(yen))),
            contractor: self.contractor(problems),
            subcontracting: self.answer(problems, "subcontracting"),
            accounts: self.answer(problems, "accounts"),
        })
    }

    fn answer(&self, problems: &mut Problems, field: &str) -> Answer {
        let given = match field {
            "installation_opens_critical" => &self.installation_opens_critical,
            "rights_reach_all" => &self.rights_reach_all,
            "accounts" => &self.accounts,
            _ => &self.subcontracting,
        };
        optional(problems, field, given.as_ref()).unwrap_or_default()
    }

    fn people(&self, problems: &mut Problems) -> Option<u32> {
        let count = self.people_count?;
        let max = i64::from(u32::MAX);
        let read = u32::try_from(count).map_err(|_| Problem::OutOfRange { value: count.to_string(), min: 0, max });
        problems.keep("people_count", read)
    }

    fn contractor(&self, problems: &mut Problems) -> Option<ContractorId> {
        self.contractor.as_deref().and_then(|id| problems.keep("contractor", id.parse()))
    }

    fn items(&self, problems: &mut Problems) -> Vec<InformationItem> {
        self.items.iter().enumerate().filter_map(|(i, item)| item.read(problems, i)).collect()
    }
}

impl ItemJson {
    fn of(item: &InformationItem) -> Self {
        Self {
            name: item.name.to_string(),
            access: Code::of(item.access),
            criticality: Some(Code::of(item.criticality)),
            needed_for: item.needed_for.map(Code::of),
        }
    }

    fn read(&self, problems: &mut Problems, index: usize) -> Option<InformationItem> {
        let at = |name: &str| format!("items[{index}].{name}");
        let name = problems.required(&at("name"), &self.name);
        let access = self.access.read(problems, &at("access")).unwrap_or(Access::Provided);
        let criticality: Criticality =
            optional(problems, &at("criticality"), self.criticality.as_ref()).unwrap_or_default();
        let needed_for = optional(problems, &at("needed_for"), self.needed_for.as_ref());
        Some(InformationItem { name: name.or_else(stand_in)?, access, criticality, needed_for })
    }
}

impl TermJson {
    fn read(&self, problems: &mut Problems) -> Option<Term> {
        let from = problems.keep("term.from", parse_date(&self.from));
        let to = problems.keep("term.to", parse_date(&self.to));
        problems.keep("term.to", Term::new(from?, to?))
    }
}

fn optional<T: CodeList>(problems: &mut Problems, field: &str, code: Option<&Code<T>>) -> Option<T> {
    code.and_then(|code| code.read(problems, field))
}

fn stand_in() -> Option<Title> {
    "–".parse().ok()
}

fn head(field: &str) -> String {
    field.split(['[', '.']).next().unwrap_or_default().to_owned()
}

/// True for names of members of the facts.
pub(crate) fn is_fact(field: &str) -> bool {
    app::engagements::fact_fields().contains(field)
}
