//! Requests to officers as JSON: asked on an engagement, mended after they came back, shown with their decisions.

use app::{
    Caller,
    approvals::{Listed, Part},
    engagements::Names,
};
use domain::{
    FieldError, Lang, Problem,
    approval::{Approval, Decided, Outcome, Request},
    calendar::parse_date,
    problem::Problems,
    register::{Entry, RegisterChange},
    risk::{Level, RawRiskAnalysis, RiskAnalysis, RiskLine},
    text::Statement,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    assessment::PermitJson,
    coded::{ActivityLabel, ApprovalKindLabel, ApprovalStateLabel, Code, Coded, LevelCode, RegisterListLabel},
    common::{EngagementRef, PersonRef, UnitRef},
};

/// What is asked of an officer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Request)]
pub(crate) enum RequestBody {
    /// Is this unlisted work critical? (NISC-2008 5.1(3))
    Criticality {
        /// Explanation of the work and its information.
        explanation: String,
    },
    /// May this critical work go out all the same? (5.1(5))
    Exception {
        /// Why the work should go out although it is critical.
        necessity: String,
        /// One line a threat; at least one, at most 50.
        lines: Vec<RiskLineJson>,
        /// Grounds for holding what remains to be low enough.
        grounds: String,
    },
    /// Waiver of a condition of the gate ahead.
    Waiver {
        /// The condition, `G1-3`.
        condition: String,
        /// Why.
        reason: String,
        /// Last day it should hold.
        until: String,
    },
}

/// One threat with its measures and what remains.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskLine)]
pub(crate) struct RiskLineJson {
    /// The threat: an id of the catalogue or own words.
    threat: String,
    /// Level before measures.
    before: LevelCode,
    /// Feasible measures and their effect.
    measures: String,
    /// Level that remains; `high` cannot be asked for.
    residual: LevelCode,
}

impl RequestBody {
    /// The request, with every problem at once.
    pub(crate) fn read(&self) -> Result<Request, app::Error> {
        let mut problems = Problems::new();
        let request = match self {
            Self::Criticality { explanation } => {
                problems.required("explanation", explanation).map(|explanation| Request::Criticality { explanation })
            }
            Self::Exception { necessity, lines, grounds } => exception(&mut problems, necessity, lines, grounds),
            Self::Waiver { condition, reason, until } => {
                let condition = problems.required("condition", condition);
                let reason = problems.required("reason", reason);
                let until = problems.keep("until", parse_date(until));
                match (condition, reason, until) {
                    (Some(condition), Some(reason), Some(until)) => Some(Request::Waiver { condition, reason, until }),
                    _ => None,
                }
            }
        };
        problems.finish()?;
        request.ok_or_else(|| app::Error::internal("a request without problems and without content"))
    }
}

fn exception(problems: &mut Problems, necessity: &str, lines: &[RiskLineJson], grounds: &str) -> Option<Request> {
    let stand_in = || "–".parse::<Statement>().ok();
    let necessity = problems.required("necessity", necessity).or_else(stand_in);
    let lines = lines.iter().enumerate().filter_map(|(i, line)| line.read(problems, i)).collect();
    let grounds = problems.required("grounds", grounds).or_else(stand_in);
    match RiskAnalysis::try_from(RawRiskAnalysis { necessity: necessity?, lines, grounds: grounds? }) {
        Ok(analysis) => Some(Request::Exception { analysis: Box::new(analysis) }),
        Err(found) => {
            found.0.into_iter().for_each(|error| problems.add(error));
            None
        }
    }
}

impl RiskLineJson {
    fn of(line: &RiskLine) -> Self {
        Self {
            threat: line.threat.to_string(),
            before: Code::of(line.before),
            measures: line.measures.to_string(),
            residual: Code::of(line.residual),
        }
    }

    /// The line; what cannot be read is noted and a harmless value stands in, so that the indices of the others stay.
    fn read(&self, problems: &mut Problems, index: usize) -> Option<RiskLine> {
        let at = |name: &str| format!("lines[{index}].{name}");
        let threat = problems.required(&at("threat"), &self.threat);
        let before = self.before.read(problems, &at("before"));
        let measures = problems.required(&at("measures"), &self.measures);
        let residual = self.residual.read(problems, &at("residual"));
        Some(RiskLine {
            threat: threat.or_else(|| "–".parse().ok())?,
            before: before.unwrap_or(Level::High),
            measures: measures.or_else(|| "–".parse().ok())?,
            residual: residual.unwrap_or(Level::Low),
        })
    }
}

/// What is asked, as it is shown.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = ShownRequest)]
pub(crate) enum RequestJson {
    /// Is this unlisted work critical?
    Criticality {
        /// Explanation of the work and its information.
        explanation: String,
    },
    /// May this critical work go out all the same?
    Exception {
        /// Why the work should go out although it is critical.
        necessity: String,
        /// One line a threat.
        lines: Vec<RiskLineJson>,
        /// Grounds for holding what remains to be low enough.
        grounds: String,
    },
    /// Update of the register after a decision.
    RegisterUpdate {
        /// add, replace or remove.
        change: &'static str,
        /// The entry proposed; for a removal only its id is said.
        entry: ProposedEntry,
        /// The officer's decision, in words.
        decision: String,
    },
    /// Waiver of a condition.
    Waiver {
        /// The condition.
        condition: String,
        /// Why.
        reason: String,
        /// Last day it should hold.
        until: Date,
    },
}

/// The entry an update of the register proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedEntry {
    /// Id, `ent_…`.
    id: String,
    /// What it says; missing when the entry shall go.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<EntryJson>,
}

/// What an entry of the register says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EntryContent)]
pub(crate) struct EntryJson {
    /// Which list.
    list: RegisterListLabel,
    /// The system or body of data.
    system: String,
    /// What is done to it.
    activities: Vec<ActivityLabel>,
    /// The information concerned.
    information: String,
    /// Why it stands on this list.
    reason: String,
    /// Day of the decision.
    decided_on: Date,
    /// When it should be looked at again.
    review_on: Option<Date>,
}

impl EntryJson {
    pub(crate) fn of(entry: &Entry, lang: Lang) -> Self {
        Self {
            list: Coded::new(entry.list, lang),
            system: entry.system.to_string(),
            activities: Coded::each(&entry.activities, lang),
            information: entry.information.to_string(),
            reason: entry.reason.to_string(),
            decided_on: entry.decided_on,
            review_on: entry.review_on,
        }
    }
}

impl RequestJson {
    fn of(request: &Request, lang: Lang) -> Self {
        match request {
            Request::Criticality { explanation } => Self::Criticality { explanation: explanation.to_string() },
            Request::Exception { analysis } => Self::Exception {
                necessity: analysis.necessity.to_string(),
                lines: analysis.lines.iter().map(RiskLineJson::of).collect(),
                grounds: analysis.grounds.to_string(),
            },
            Request::RegisterUpdate { change, decision } => {
                let (change, id, says) = match change {
                    RegisterChange::Add(entry) => ("add", entry.id, Some(EntryJson::of(entry, lang))),
                    RegisterChange::Replace(entry) => ("replace", entry.id, Some(EntryJson::of(entry, lang))),
                    RegisterChange::Remove { entry } => ("remove", *entry, None),
                };
                let entry = ProposedEntry { id: id.to_string(), says };
                Self::RegisterUpdate { change, entry, decision: decision.to_string() }
            }
            Request::Waiver { condition, reason, until } => {
                Self::Waiver { condition: condition.to_string(), reason: reason.to_string(), until: *until }
            }
        }
    }
}

/// A decision on a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decided)]
pub(crate) struct DecidedJson {
    /// critical, not_critical, permitted, updated, no_update, waived, refused, sent_back or withdrawn.
    outcome: &'static str,
    /// The permit, when one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    permit: Option<PermitJson>,
    /// The register version made, when it was updated.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// The register entry made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    /// By whom.
    by: PersonRef,
    /// For whom, when a substitute decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<PersonRef>,
    /// When.
    at: Timestamp,
    /// Why.
    reason: String,
    /// True when requester and decider are one person, which only small-firm mode allows.
    same_person: bool,
}

impl DecidedJson {
    fn of(decided: &Decided, names: &Names) -> Self {
        let (outcome, permit, version, entry) = match &decided.outcome {
            Outcome::Critical => ("critical", None, None, None),
            Outcome::NotCritical => ("not_critical", None, None, None),
            Outcome::Permitted { permit } => ("permitted", Some(PermitJson::of(permit)), None, None),
            Outcome::Updated { version, entry } => ("updated", None, Some(*version), entry.map(|id| id.to_string())),
            Outcome::NoUpdate => ("no_update", None, None, None),
            Outcome::Waived => ("waived", None, None, None),
            Outcome::Refused => ("refused", None, None, None),
            Outcome::SentBack => ("sent_back", None, None, None),
            Outcome::Withdrawn => ("withdrawn", None, None, None),
        };
        Self {
            outcome,
            permit,
            version,
            entry,
            by: PersonRef::of(decided.by, names),
            on_behalf_of: decided.on_behalf_of.map(|id| PersonRef::of(id, names)),
            at: decided.at,
            reason: decided.reason.to_string(),
            same_person: decided.same_person,
        }
    }
}

/// A request to an officer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approval)]
pub(crate) struct ApprovalJson {
    /// Id, `apr_…`.
    id: String,
    /// What is asked for.
    kind: ApprovalKindLabel,
    /// Where it stands.
    state: ApprovalStateLabel,
    /// The engagement it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    engagement: Option<EngagementRef>,
    /// The unit at which the deciding permission must be held.
    unit: UnitRef,
    /// Who asked.
    requested_by: PersonRef,
    /// When.
    requested_at: Timestamp,
    /// What is asked, in full.
    request: RequestJson,
    /// The last decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<DecidedJson>,
    /// Grows by one with each change; a decision sends back the one it saw.
    revision: i64,
}

impl ApprovalJson {
    /// One of a list.
    pub(crate) fn listed(listed: &Listed, names: &Names, caller: &Caller, lang: Lang) -> Self {
        let about = listed.number.map(|number| EngagementRef {
            number: number.to_string(),
            title: listed.title.clone().unwrap_or_default(),
        });
        Self::of(&listed.approval, about, (names, caller, lang))
    }

    /// One of an engagement.
    pub(crate) fn of(
        approval: &Approval,
        engagement: Option<EngagementRef>,
        (names, caller, lang): (&Names, &Caller, Lang),
    ) -> Self {
        Self {
            id: approval.id.to_string(),
            kind: Coded::new(approval.request.kind(), lang),
            state: Coded::new(approval.state, lang),
            engagement,
            unit: UnitRef::of(approval.unit, caller, lang),
            requested_by: PersonRef::of(approval.requested_by, names),
            requested_at: approval.requested_at,
            request: RequestJson::of(&approval.request, lang),
            decided: approval.decided.as_ref().map(|d| DecidedJson::of(d, names)),
            revision: approval.revision,
        }
    }
}

/// What the caller can do with a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApprovalPart)]
pub(crate) struct PartJson {
    /// decide, barred, requester or reader.
    part: &'static str,
    /// Codes of decisions the caller can take now.
    decisions: Vec<&'static str>,
    /// For whom the caller would decide, as a substitute.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<String>,
    /// True when requester and decider would be one person, which small-firm mode allows and records.
    same_person: bool,
    /// Why the caller may not decide although they hold the permission.
    #[serde(skip_serializing_if = "Option::is_none")]
    barred: Option<String>,
}

impl PartJson {
    pub(crate) fn of(part: &Part, approval: &Approval, lang: Lang) -> Self {
        let plain = |part| Self { part, decisions: Vec::new(), on_behalf_of: None, same_person: false, barred: None };
        match part {
            Part::Decide { on_behalf_of, same_person } => Self {
                decisions: app::approvals::Decision::codes(approval.request.kind()),
                on_behalf_of: on_behalf_of.map(|id| id.to_string()),
                same_person: *same_person,
                ..plain("decide")
            },
            Part::Barred(sentence) => Self { barred: Some(sentence.get(lang).to_owned()), ..plain("barred") },
            Part::Requester => plain("requester"),
            Part::Reader => plain("reader"),
        }
    }
}

/// A field that must hold a sentence of reason.
pub(crate) fn reason(problems: &mut Problems, text: &str) -> Option<domain::text::Ground> {
    problems.required("reason", text)
}

/// Refuses a code that is none of a few.
pub(crate) fn not_one_of(field: &str, value: &str, allowed: Vec<&'static str>) -> FieldError {
    FieldError::new(field, Problem::NotOneOf { value: domain::problem::shorten(value), allowed })
}
