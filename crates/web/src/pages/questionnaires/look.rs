//! One questionnaire with its answers, figure and doubts.

use std::collections::BTreeMap;

use app::{
    questionnaires::View,
    questions::{self, Line, Question},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use catalogue::question::Depth;
use domain::{Lang, id::QuestionnaireId, questionnaire::QuestionnaireState};

use super::super::parts::id;
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    server::Web,
    show::Link,
    views::questionnaires::{AnswerLine, NoteLine, Show},
    visit::{Page, Rendered},
};

pub(super) async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = web.app.questionnaires().show(&page.caller, id(&text)?).await?;
    Rendered::ok(&show_page(&page, &web, &view, Form::new("decide")))
}

/// The page of a questionnaire.
pub(super) fn show_page(page: &Page, web: &Web, view: &View, form: Form) -> Show {
    let ui = page.shell(Nav::Questionnaires);
    let lang = ui.lang;
    let q = &view.sheet.questionnaire;
    let today = web.app.clock().today();
    let asked: Vec<&Question> =
        view.sheet.set.questions.iter().filter(|one| questions::asked(one, &view.sheet.answers, today)).collect();
    let figures: BTreeMap<&str, &Line> = view.score.lines.iter().map(|l| (l.question.as_str(), l)).collect();
    let band = view.score.band.map_or_else(|| "–".to_owned(), |b| b.label(lang).to_owned());
    let doubts = view.marks.iter().filter(|m| m.question.is_none());
    let mut options = vec![Opt::new("", ui.t("questionnaire-note-whole"))];
    options.extend(asked.iter().map(|one| Opt::new(one.id.as_str(), format!("{} {}", one.id, one.title.get(lang)))));
    Show {
        id: q.id.to_string(),
        title: q.title.to_string(),
        contractor: Link::new(format!("/contractors/{}", q.contractor), q.contractor_name.as_str()),
        state: q.state,
        depth: q.depth.parse::<Depth>().map(|d| d.label(lang).to_owned()).unwrap_or_default(),
        due_on: q.due_on,
        sent_at: q.sent_at,
        submitted: q.submitted_by.clone().zip(q.submitted_at),
        figure: (
            view.score.text(),
            band,
            view.score.coverage_text(),
            view.score.formula(lang),
            view.score.edition.clone(),
        ),
        counts: (view.score.silent, view.score.excluded),
        doubts: doubts.map(|m| m.text(lang)).collect(),
        lines: asked.iter().map(|one| line(view, one, figures.get(one.id.as_str()).copied(), lang)).collect(),
        notes: notes(&ui, view),
        files: files(view),
        link: link_state(&ui, web, view),
        campaign: q.campaign.map(|id| format!("/questionnaires?campaign={id}")),
        last: view.last.as_ref().map(|(last, changes)| {
            (Link::new(format!("/questionnaires/{}", last.id), ui.t("questionnaire-last")), changes.len())
        }),
        revision: q.revision,
        may_decide: view.may_decide,
        form,
        questions: options,
        ui,
    }
}

fn line(view: &View, question: &Question, figure: Option<&Line>, lang: Lang) -> AnswerLine {
    let answer = view.sheet.answers.get(&question.id);
    let mut words = Vec::new();
    if let Some(answer) = answer {
        if let questions::Value::NotApplicable(reason) = &answer.value {
            words.push(reason.clone());
        }
        if !answer.remark.is_empty() {
            words.push(answer.remark.clone());
        }
    }
    let proof = |p: &questions::Proof| match p.valid_until {
        Some(until) => format!("{}（{until}）", p.name),
        None => p.name.clone(),
    };
    let origin = view.sheet.origins.get(&question.id).map(|o| format!("{} {}", o.source.label(lang), o.on));
    let change = view.last.as_ref().and_then(|(_, changes)| changes.iter().find(|c| c.question == question.id));
    AnswerLine {
        id: question.id.to_string(),
        section: question.section.get(lang).to_owned(),
        text: question.text.get(lang).to_owned(),
        answer: answer.map(|a| questions::shown(question, &a.value, lang)).unwrap_or_default(),
        words,
        evidence: answer.map(|a| a.evidence.iter().map(proof).collect()).unwrap_or_default(),
        origin: origin.unwrap_or_default(),
        marks: view.marks.iter().filter(|m| m.question.as_ref() == Some(&question.id)).map(|m| m.text(lang)).collect(),
        figure: figure.map(|l| {
            let contribution = format!("{}.{}", l.contribution / 10, l.contribution % 10);
            (l.standing.label(lang).to_owned(), l.points, l.weight, contribution)
        }),
        change: change.and_then(|c| c.levels).map(|n| format!("{n:+}")).unwrap_or_default(),
    }
}

fn notes(ui: &Shell, view: &View) -> Vec<NoteLine> {
    let by = |name: &Option<String>| name.clone().unwrap_or_else(|| ui.t("questionnaire-by-contractor").into_owned());
    let notes = view.sheet.notes.iter();
    notes
        .map(|n| NoteLine {
            question: n.question.clone().unwrap_or_default(),
            by: by(&n.person_name),
            at: n.at,
            body: n.body.clone(),
        })
        .collect()
}

fn files(view: &View) -> Vec<(String, String, String)> {
    let base = format!("/questionnaires/{}/files", view.sheet.questionnaire.id);
    view.sheet.files.iter().map(|f| (format!("{base}/{}", f.id), f.name.clone(), f.sha256.to_string())).collect()
}

fn link_state(ui: &Shell, web: &Web, view: &View) -> String {
    let key = match view.links.first() {
        None => "questionnaire-link-none",
        Some(link) if !link.holds(web.app.clock().now()) => "questionnaire-link-ended",
        Some(link) if link.opened_at.is_some() => "questionnaire-link-used",
        Some(_) if view.sheet.questionnaire.state == QuestionnaireState::Withdrawn => "questionnaire-link-ended",
        Some(_) => "questionnaire-link-waits",
    };
    ui.t(key).into_owned()
}

pub(super) async fn file(
    page: Page,
    State(web): State<Web>,
    Path((text, file)): Path<(String, String)>,
) -> Result<Response> {
    let questionnaire: QuestionnaireId = id(&text)?;
    let (file, bytes) = web.app.questionnaires().file(&page.caller, questionnaire, id(&file)?).await?;
    Ok(super::download(&file.name, bytes))
}
