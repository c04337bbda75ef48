//! One questionnaire with its answers, notes, files and figure.

use app::{
    questionnaires::View,
    questions::{self, Question},
};
use domain::Lang;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::QuestionnaireJson;
use crate::{
    api::{
        ApiCaller,
        coded::{BandLabel, Coded, MarkKindLabel, ScoreStandingLabel},
        common::or_none,
    },
    server::Web,
};

/// A proof named with an answer.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerProof {
    /// Name of the document.
    name: String,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Date>,
}

/// A question with its answer.
#[derive(Debug, Serialize, ToSchema)]
struct AnsweredQuestion {
    /// Id of the question.
    id: String,
    /// Section it stands in.
    section: String,
    /// The question as it was sent, in the language asked for.
    text: String,
    /// The answer in words; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// Why it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Words beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
    /// Proofs.
    evidence: Vec<AnswerProof>,
    /// Day it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_on: Option<Date>,
    /// What makes it doubtful.
    doubts: Vec<MarkKindLabel>,
}

/// A note both sides read.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionnaireNote {
    /// The question it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    /// Who of the client wrote it; left out for the contractor.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// When.
    at: Timestamp,
    /// What it says.
    body: String,
}

/// A file received with an answer.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerFile {
    /// Id, `anf_…`.
    id: String,
    /// The question it belongs to.
    question: String,
    /// Its name.
    name: String,
    /// Length in bytes.
    size: i64,
    /// SHA-256 in hexadecimal.
    sha256: String,
    /// When it was received.
    at: Timestamp,
}

/// A questionnaire with everything in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireDetail {
    /// The questionnaire.
    #[serde(flatten)]
    questionnaire: QuestionnaireJson,
    /// Every question that is asked as the answers stand.
    questions: Vec<AnsweredQuestion>,
    /// What makes the whole doubtful.
    doubts: Vec<MarkKindLabel>,
    /// The figure of today.
    figure: ScoreJson,
    /// Notes in the order they were written.
    notes: Vec<QuestionnaireNote>,
    /// Files that came with answers.
    files: Vec<AnswerFile>,
    /// The newest link still leads in.
    link_holds: bool,
}

impl QuestionnaireDetail {
    pub(super) fn of(view: &View, by: &ApiCaller, web: &Web) -> Self {
        let (sheet, today) = (&view.sheet, web.app.clock().today());
        let asked = sheet.set.questions.iter().filter(|q| questions::asked(q, &sheet.answers, today));
        let whole = view.marks.iter().filter(|m| m.question.is_none());
        Self {
            questionnaire: QuestionnaireJson::of(&sheet.questionnaire, by),
            questions: asked.map(|q| answered(view, q, by.lang)).collect(),
            doubts: whole.map(|m| Coded::new(m.kind, by.lang)).collect(),
            figure: ScoreJson::of(view, by.lang),
            notes: sheet
                .notes
                .iter()
                .map(|n| QuestionnaireNote {
                    question: n.question.clone(),
                    person: n.person_name.clone(),
                    at: n.at,
                    body: n.body.clone(),
                })
                .collect(),
            files: sheet
                .files
                .iter()
                .map(|f| AnswerFile {
                    id: f.id.to_string(),
                    question: f.question.clone(),
                    name: f.name.clone(),
                    size: f.size,
                    sha256: f.sha256.to_string(),
                    at: f.at,
                })
                .collect(),
            link_holds: view.links.first().is_some_and(|link| link.holds(web.app.clock().now())),
        }
    }
}

fn answered(view: &View, question: &Question, lang: Lang) -> AnsweredQuestion {
    let answer = view.sheet.answers.get(&question.id);
    let marks = view.marks.iter().filter(|m| m.question.as_ref() == Some(&question.id));
    AnsweredQuestion {
        id: question.id.to_string(),
        section: question.section.get(lang).to_owned(),
        text: question.text.get(lang).to_owned(),
        answer: answer.map(|a| questions::shown(question, &a.value, lang)),
        reason: answer.and_then(|a| match &a.value {
            questions::Value::NotApplicable(reason) => or_none(reason),
            _ => None,
        }),
        remark: answer.and_then(|a| or_none(&a.remark)),
        evidence: answer
            .iter()
            .flat_map(|a| &a.evidence)
            .map(|p| AnswerProof { name: p.name.clone(), valid_until: p.valid_until })
            .collect(),
        answered_on: view.sheet.origins.get(&question.id).map(|o| o.on),
        doubts: marks.map(|m| Coded::new(m.kind, lang)).collect(),
    }
}

/// One question in the figure.
#[derive(Debug, Serialize, ToSchema)]
struct ScoreLine {
    /// Which.
    question: String,
    /// How it stands.
    standing: ScoreStandingLabel,
    /// The level that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// Points, 0 to 100.
    points: u32,
    /// Weight.
    weight: u32,
}

/// A figure with everything it is made of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Score)]
pub(super) struct ScoreJson {
    /// The figure, 0 to 100 with one digit behind the point; left out where nothing that counts was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<f64>,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<BandLabel>,
    /// Share of the weight that was answered, in percent.
    coverage: f64,
    /// The formula with its figures put in.
    formula: String,
    /// Sum of weight × points.
    points: u64,
    /// Sum of the weights that count.
    weight: u64,
    /// How many are left out as not applicable.
    excluded: usize,
    /// How many have no answer.
    silent: usize,
    /// Edition of the catalogue.
    edition: String,
    /// Every question that counts.
    lines: Vec<ScoreLine>,
}

impl ScoreJson {
    pub(super) fn of(view: &View, lang: Lang) -> Self {
        let score = &view.score;
        let line = |l: &questions::Line| ScoreLine {
            question: l.question.to_string(),
            standing: Coded::new(l.standing, lang),
            level: l.level,
            points: l.points,
            weight: l.weight,
        };
        Self {
            figure: score.permille.map(|tenths| f64::from(tenths) / 10.0),
            band: score.band.map(|band| Coded::new(band, lang)),
            coverage: f64::from(score.coverage) / 10.0,
            formula: score.formula(lang),
            points: score.points,
            weight: score.weight,
            excluded: score.excluded,
            silent: score.silent,
            edition: score.edition.clone(),
            lines: score.lines.iter().map(line).collect(),
        }
    }
}
