//! A selection as answers show it.

use app::selections::{Judged, View};
use domain::{
    id::{ContractorId, PersonId},
    selection::{Choice, Remark},
    text::Ground,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{FormulaJson, RecordJson};
use crate::{
    api::{
        ApiCaller,
        coded::{Coded, FactorLabel, SelectionStateLabel},
        common::PersonRef,
    },
    server::Web,
};

/// A factor of a candidate.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionPart {
    /// Which.
    factor: FactorLabel,
    /// Its score in hundredths of a point, 0 to 10,000; null when nobody gave one.
    score: Option<u32>,
    /// Its weight in percent.
    weight: u8,
    /// What it adds to the total, in hundredths of a point.
    points: u32,
}

/// What keeps a candidate from being chosen.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionObstacle {
    /// The sentence.
    text: String,
    /// The rule behind it.
    rule: String,
}

/// A candidate as the formula judges it.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionCandidate {
    /// Id of the contractor, `con_…`.
    contractor: String,
    /// Its name.
    name: String,
    /// Grows by one with each change.
    revision: i64,
    /// What was entered.
    record: RecordJson,
    /// The factors, in the order of the formula.
    parts: Vec<SelectionPart>,
    /// The total in hundredths of a point, 0 to 10,000.
    total: u32,
    /// Its place among those that can be chosen; null when it cannot.
    rank: Option<usize>,
    /// What keeps it from being chosen.
    obstacles: Vec<SelectionObstacle>,
    /// The last questionnaire accepted of it: the figure in tenths.
    questionnaire_score: Option<i64>,
}

/// Who said or did something.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionAct {
    /// Id of the contractor it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    contractor: Option<String>,
    /// Why.
    reason: String,
    /// By whom.
    by: PersonRef,
    /// When.
    at: Timestamp,
}

/// The formula as it was announced.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionPublication {
    /// When.
    at: Timestamp,
    /// By whom.
    by: PersonRef,
    /// The formula as JSON, byte for byte as announced.
    text: String,
    /// SHA-256 of that text in hexadecimal.
    sha256: String,
}

/// A round of a selection.
#[derive(Debug, Serialize, ToSchema)]
struct SelectionRound {
    /// Id, `sel_…`.
    id: String,
    /// Which round, from 1.
    round: i64,
    /// How far it is.
    state: SelectionStateLabel,
    /// Grows by one with each change of it or of a candidate.
    revision: i64,
    /// What candidates are judged by.
    formula: FormulaJson,
    /// The announcement.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<SelectionPublication>,
    /// The proposal that waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<SelectionAct>,
    /// Why the last proposal came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_back: Option<SelectionAct>,
    /// The decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<SelectionAct>,
    /// Why it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<SelectionAct>,
}

/// The selection of an engagement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SelectionView {
    /// The round; null while there is none.
    selection: Option<SelectionRound>,
    /// False when the formula that judges is not the one that was announced; nothing is decided by it then.
    intact: bool,
    /// The day candidates are judged on.
    judged_on: String,
    /// In the order of entry.
    candidates: Vec<SelectionCandidate>,
}

fn act(
    view: &View,
    contractor: Option<ContractorId>,
    (reason, by, at): (&Ground, PersonId, Timestamp),
) -> SelectionAct {
    SelectionAct {
        contractor: contractor.map(|id| id.to_string()),
        reason: reason.to_string(),
        by: PersonRef::of(by, &view.names),
        at,
    }
}

pub(super) fn shown(web: &Web, by: &ApiCaller, view: &View) -> SelectionView {
    let choice = |c: &Choice| act(view, Some(c.contractor), (&c.reason, c.by, c.at));
    let remark = |r: &Remark| act(view, None, (&r.reason, r.by, r.at));
    let candidate = |j: &Judged| SelectionCandidate {
        contractor: j.candidate.contractor.to_string(),
        name: j.candidate.name.to_string(),
        revision: j.candidate.revision,
        record: RecordJson::of(&j.candidate.record),
        parts: j
            .evaluation
            .parts
            .iter()
            .map(|p| SelectionPart {
                factor: Coded::new(p.factor, by.lang),
                score: p.score,
                weight: p.weight,
                points: p.points,
            })
            .collect(),
        total: j.evaluation.total,
        rank: j.evaluation.rank,
        obstacles: j
            .evaluation
            .failures
            .iter()
            .map(|f| web.app.selections().why(f, by.lang))
            .map(|(text, rule)| SelectionObstacle { text, rule })
            .collect(),
        questionnaire_score: j.questionnaire.as_ref().and_then(|q| q.score),
    };
    SelectionView {
        selection: view.selection.as_ref().map(|one| SelectionRound {
            id: one.id.to_string(),
            round: one.round,
            state: Coded::new(one.state, by.lang),
            revision: one.revision,
            formula: FormulaJson::of(&one.formula),
            published: one.record.published.as_ref().map(|p| SelectionPublication {
                at: p.at,
                by: PersonRef::of(p.by, &view.names),
                text: p.text.clone(),
                sha256: p.digest.clone(),
            }),
            proposed: one.record.proposed.as_ref().map(choice),
            sent_back: one.record.sent_back.as_ref().map(remark),
            decided: one.record.decided.as_ref().map(|d| choice(&d.choice)),
            ended: one.record.ended.as_ref().map(remark),
        }),
        intact: view.is_intact,
        judged_on: view.judged_on.to_string(),
        candidates: view.candidates.iter().map(candidate).collect(),
    }
}
