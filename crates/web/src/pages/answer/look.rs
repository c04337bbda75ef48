//! The page of whoever answers, section by section, and reading it back.

use std::collections::BTreeMap;

use app::{
    questionnaires::{Offer, Sheet},
    questions::{self, Entry, Field as Proof, Question},
};
use catalogue::{
    measure::Evidence,
    question::{AnswerKind, Need, QuestionId, Severity},
};
use domain::{Lang, questionnaire::AnswerSource};
use jiff::civil::Date;

use super::{
    super::parts::{Pairs, value, values},
    Answering,
};
use crate::{
    failure::Result,
    form::{Field, Form, Opt},
    page::{Nav, Note, Shell, Weight},
    server::Web,
    views::answer::{Ask, Done, Here, OfferLine, Show, Step},
};

/// Empty rows shown below those of a table that are filled.
const SPARE: usize = 2;

/// Names of the sections in order, each with its questions as they are asked now.
fn sections(sheet: &Sheet, lang: Lang, today: Date) -> Vec<(String, Vec<&Question>)> {
    let mut out: Vec<(String, Vec<&Question>)> = Vec::new();
    for question in sheet.set.questions.iter().filter(|q| questions::asked(q, &sheet.answers, today)) {
        let name = question.section.get(lang);
        match out.iter_mut().find(|(known, _)| known == name) {
            Some((_, list)) => list.push(question),
            None => out.push((name.to_owned(), vec![question])),
        }
    }
    out
}

pub(super) async fn page(
    answering: &Answering,
    web: &Web,
    section: usize,
    (form, hand_in): (Form, Form),
) -> Result<Show> {
    let ui = answering.guest.0.shell(Nav::Nowhere).for_guest();
    let lang = ui.lang;
    let today = web.app.clock().today();
    let (sheet, offers) = web.app.questionnaires().answer_sheet(&answering.by).await?;
    let all = sections(&sheet, lang, today);
    let section = section.min(all.len().saturating_sub(1));
    let (heading, asked) = all.get(section).cloned().unwrap_or_default();
    let numbers: BTreeMap<&str, usize> =
        (1..).zip(all.iter().flat_map(|(_, list)| list)).map(|(n, q)| (q.id.as_str(), n)).collect();
    let form =
        if form.is_refused() && !form.value("section").is_empty() { form } else { filled(&sheet, &asked, lang, form) };
    let form = labelled(&ui, &asked, form);
    let asks = asked
        .iter()
        .map(|q| ask(&ui, &sheet, (q, numbers.get(q.id.as_str()).copied().unwrap_or(0)), &offers, (&form, today)))
        .collect();
    let count = |list: &[&Question]| list.iter().filter(|q| sheet.answers.get(&q.id).is_some()).count();
    let steps = all.iter().enumerate().map(|(at, (name, list))| Step {
        href: format!("/answer?section={at}"),
        name: name.clone(),
        count: format!("{}/{}", count(list), list.len()),
        done: if count(list) == list.len() { Done::Done } else { Done::Open },
        here: if at == section { Here::Here } else { Here::Elsewhere },
    });
    let flat: Vec<&Question> = all.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    let q = &sheet.questionnaire;
    let mut about = vec![Opt::new("", ui.t("questionnaire-note-whole"))];
    about.extend(flat.iter().map(|q| Opt::new(q.id.as_str(), format!("{} {}", q.id, q.title.get(lang)))));
    let file = |q: &&&Question| matches!(q.kind, AnswerKind::File);
    let missing = questions::missing(&sheet.set, &sheet.answers, today);
    Ok(Show {
        title: q.title.to_string(),
        contractor: q.contractor_name.to_string(),
        due_on: q.due_on,
        state: q.state,
        progress: (count(&flat), flat.len()),
        steps: steps.collect(),
        section,
        heading,
        asks,
        offers: offers.values().filter(|o| o.freshness == questions::Freshness::Fresh).count(),
        notes: sheet
            .notes
            .iter()
            .filter(|n| n.question.is_none())
            .map(|n| (side(&ui, n.person.is_some()).to_string(), n.at, n.body.clone()))
            .collect(),
        file_questions: flat.iter().filter(file).map(|q| Opt::new(q.id.as_str(), q.text.get(lang))).collect(),
        files: sheet.files.iter().map(|f| (f.name.clone(), f.sha256.to_string())).collect(),
        hand_in,
        questions: about,
        missing: missing.iter().map(|q| (q.section.get(lang).to_owned(), q.text.get(lang).to_owned())).collect(),
        form,
        ui,
    })
}

/// Only the side that wrote is named, never the person of the client.
fn side(ui: &Shell, client: bool) -> std::borrow::Cow<'static, str> {
    ui.t(if client { "answer-by-client" } else { "answer-by-you" })
}

/// The form with what is kept.
fn filled(sheet: &Sheet, asked: &[&Question], lang: Lang, form: Form) -> Form {
    let mut form = form;
    for question in asked {
        let Some(answer) = sheet.answers.get(&question.id) else { continue };
        let entry = Entry::of(question, answer, lang);
        let name = |part: &str| format!("{}.{part}", question.id);
        match &answer.value {
            questions::Value::Choice(code) => form = form.with(name("value"), code.clone()),
            questions::Value::Yes => form = form.with(name("value"), "yes"),
            questions::Value::No => form = form.with(name("value"), "no"),
            questions::Value::Table(rows) => {
                if let AnswerKind::Table { columns, .. } = &question.kind {
                    for (at, row) in rows.iter().enumerate() {
                        for (column, cell) in columns.iter().zip(row) {
                            form = form.with(name(&format!("rows[{at}].{}", column.key)), cell.clone());
                        }
                    }
                }
            }
            questions::Value::File { name: file, .. } => form = form.with(name("value"), file.clone()),
            _ => {
                for one in entry.values {
                    form = form.with(name("value"), one);
                }
            }
        }
        form = form.with(name("reason"), entry.reason).with(name("remark"), entry.remark);
        for (at, (typed, proof)) in entry.evidence.iter().zip(&answer.evidence).enumerate() {
            form = form
                .with(name(&format!("evidence[{at}].name")), typed.name.clone())
                .with(name(&format!("evidence[{at}].kind")), proof.kind.map(|k| k.code()).unwrap_or_default())
                .with(name(&format!("evidence[{at}].valid_until")), typed.valid_until.clone());
        }
    }
    form
}

/// Names of the fields, so that an error says which question it stands at.
fn labelled(ui: &Shell, asked: &[&Question], form: Form) -> Form {
    let mut form = form;
    for question in asked {
        let id = &question.id;
        let of = |key: &str| format!("{}（{id}）", ui.t(key));
        form = form
            .labelled(format!("{id}.value"), of("answer-value"))
            .labelled(format!("{id}.reason"), of("answer-reason"))
            .labelled(format!("{id}.remark"), of("answer-remark"));
        if let AnswerKind::Table { rows, columns } = &question.kind {
            for at in 0..*rows {
                for column in columns {
                    let label = format!("{} {}", column.label.get(ui.lang), at.saturating_add(1));
                    form = form.labelled(format!("{id}.rows[{at}].{}", column.key), label);
                }
            }
        }
        for at in 0..questions::MAX_PROOFS {
            form = form
                .labelled(format!("{id}.evidence[{at}].name"), of("answer-evidence-name"))
                .labelled(format!("{id}.evidence[{at}].kind"), of("answer-evidence-kind"))
                .labelled(format!("{id}.evidence[{at}].valid_until"), of("answer-evidence-until"));
        }
    }
    form
}

fn ask(
    ui: &Shell,
    sheet: &Sheet,
    (question, no): (&Question, usize),
    offers: &BTreeMap<QuestionId, Offer>,
    (form, today): (&Form, Date),
) -> Ask {
    let lang = ui.lang;
    let id = &question.id;
    let origin = sheet.origins.get(id).filter(|o| o.source != AnswerSource::Page);
    let notes = sheet.notes.iter().filter(|n| n.question.as_deref() == Some(id.as_str()));
    let tips = questions::tips(&sheet.set, question, &sheet.answers, today);
    Ask {
        id: id.to_string(),
        no,
        text: question.text.get(lang).to_owned(),
        hint: question.hint.as_ref().map_or("", |h| h.get(lang)).to_owned(),
        offer: offers.get(id).map(|o| offer(ui, question, o)),
        fields: fields(ui, question, form),
        proofs: proofs(ui, question, form),
        tips: tips.iter().map(|t| tip(ui, t.severity, t.text.get(lang))).collect(),
        notes: notes.map(|n| (side(ui, n.person.is_some()).to_string(), n.body.clone())).collect(),
        origin: origin.map(|o| format!("{} {}", o.source.label(lang), o.on)).unwrap_or_default(),
    }
}

fn tip(ui: &Shell, severity: Severity, text: &str) -> Note {
    let weight = match severity {
        Severity::Info => Weight::Info,
        Severity::Caution => Weight::Caution,
        Severity::Warning => Weight::Grave,
    };
    ui.note(weight, text)
}

fn offer(ui: &Shell, question: &Question, offer: &Offer) -> OfferLine {
    let mut text = questions::shown(question, &offer.answer.value, ui.lang);
    if let questions::Value::NotApplicable(reason) = &offer.answer.value {
        text = format!("{text} {reason}");
    }
    if !offer.answer.remark.is_empty() {
        text = format!("{text}　{}", offer.answer.remark);
    }
    let doubt = match offer.freshness {
        questions::Freshness::Fresh => String::new(),
        stale => stale.label(ui.lang).to_owned(),
    };
    OfferLine { from: format!("{} {}", offer.source.label(ui.lang), offer.on), text, doubt }
}

fn fields(ui: &Shell, question: &Question, form: &Form) -> Vec<Field> {
    let lang = ui.lang;
    let name = |part: &str| format!("{}.{part}", question.id);
    let need = |field: Field| if question.need == Need::May { field.may() } else { field.must() };
    let label = |options: &[catalogue::question::Choosable]| -> Vec<Opt> {
        options.iter().map(|o| Opt::new(o.value.as_str(), o.label.get(lang))).collect()
    };
    let mut out = match &question.kind {
        AnswerKind::Level { levels } => {
            let mut options: Vec<Opt> = (1..)
                .zip(levels.iter())
                .map(|(n, l): (u8, _)| Opt::new(n.to_string(), n.to_string()).hint(l.get(lang)))
                .collect();
            options.push(Opt::new("N/A", ui.t("answer-na")).hint(ui.t("answer-na-hint")));
            vec![
                need(form.radios(ui, &name("value"), &options)),
                form.text(ui, &name("reason")).hint(ui.t("answer-reason-hint")),
            ]
        }
        AnswerKind::Choice { options } => vec![need(form.radios(ui, &name("value"), &label(options)))],
        AnswerKind::Several { options } => vec![need(form.checks(ui, &name("value"), &label(options)))],
        AnswerKind::YesNo => {
            let options = [Opt::new("yes", ui.t("yes")), Opt::new("no", ui.t("no"))];
            vec![need(form.radios(ui, &name("value"), &options))]
        }
        AnswerKind::Number { unit, .. } => vec![need(form.number(ui, &name("value")).unit(unit.get(lang)))],
        AnswerKind::Date => vec![need(form.date(ui, &name("value")))],
        AnswerKind::Text { .. } => vec![need(form.area(ui, &name("value"), 3))],
        AnswerKind::File => vec![need(form.text(ui, &name("value")).hint(ui.t("answer-file-hint")))],
        AnswerKind::Table { rows, columns } => {
            let shown = form.rows(&name("rows")).saturating_add(SPARE).min(*rows);
            let cell = |at: usize, key: &str| form.text(ui, &name(&format!("rows[{at}].{key}")));
            (0..shown).flat_map(|at| columns.iter().map(move |c| (at, c))).map(|(at, c)| cell(at, &c.key)).collect()
        }
    };
    out.push(form.area(ui, &name("remark"), 2).may());
    out
}

fn proofs(ui: &Shell, question: &Question, form: &Form) -> Vec<Vec<Field>> {
    if question.evidence.is_empty() {
        return Vec::new();
    }
    let name = |part: &str| format!("{}.{part}", question.id);
    let mut kinds = vec![Opt::new("", "–")];
    kinds.extend(Evidence::ALL.iter().map(|k| Opt::new(k.code(), k.label(ui.lang))));
    let shown = form.rows(&name("evidence")).saturating_add(1).min(questions::MAX_PROOFS);
    (0..shown)
        .map(|at| {
            vec![
                form.text(ui, &name(&format!("evidence[{at}].name"))),
                form.select(ui, &name(&format!("evidence[{at}].kind")), &kinds),
                form.date(ui, &name(&format!("evidence[{at}].valid_until"))),
            ]
        })
        .collect()
}

/// What was typed into the questions that were sent. A question of which nothing was sent is not touched, wherever it stands, and of
/// one that was sent in part the rest stays as it is. Digests of what was received before are kept with what they belong to.
pub(super) async fn typed(answering: &Answering, web: &Web, pairs: &Pairs) -> Result<Vec<(QuestionId, Entry)>> {
    let (sheet, _) = web.app.questionnaires().answer_sheet(&answering.by).await?;
    let lang = answering.guest.0.lang;
    let sent = sheet.set.questions.iter().filter(|q| has(pairs, q, ""));
    Ok(sent.map(|q| (q.id.clone(), entry(&sheet, q, pairs, lang))).collect())
}

/// Whether anything was sent of a part of a question.
fn has(pairs: &Pairs, question: &Question, part: &str) -> bool {
    let id = question.id.as_str();
    let of =
        |name: &str| name.strip_prefix(id).and_then(|rest| rest.strip_prefix('.')).map(|rest| rest.starts_with(part));
    pairs.iter().any(|(name, _)| of(name) == Some(true))
}

fn entry(sheet: &Sheet, question: &Question, pairs: &Pairs, lang: Lang) -> Entry {
    let kept = sheet.answers.get(&question.id);
    let before = kept.map(|answer| Entry::of(question, answer, lang)).unwrap_or_default();
    let get = |part: &str| value(pairs, &format!("{}.{part}", question.id)).to_owned();
    let (with_value, several) = (has(pairs, question, "value"), matches!(question.kind, AnswerKind::Several { .. }));
    // boxes that are not ticked are not sent, so there silence says something
    let values = if with_value || several { values_of(question, kept, pairs) } else { before.values };
    let rows = match &question.kind {
        AnswerKind::Table { rows, columns } if has(pairs, question, "rows[") => {
            (0..*rows).map(|at| columns.iter().map(|c| get(&format!("rows[{at}].{}", c.key))).collect()).collect()
        }
        _ => before.rows,
    };
    let evidence = if has(pairs, question, "evidence[") { proofs_of(question, kept, pairs) } else { before.evidence };
    let reason = if with_value || has(pairs, question, "reason") { get("reason") } else { before.reason };
    let remark = if has(pairs, question, "remark") { get("remark") } else { before.remark };
    Entry { values, reason, rows, remark, evidence }
}

/// The value as typed: one, or those that are ticked. The digest of a file is never typed.
fn values_of(question: &Question, kept: Option<&questions::Answer>, pairs: &Pairs) -> Vec<String> {
    let several = matches!(question.kind, AnswerKind::Several { .. });
    let most = if several { usize::MAX } else { 1 };
    let name = format!("{}.value", question.id);
    let mut out: Vec<String> = values(pairs, &name).into_iter().take(most).map(str::to_owned).collect();
    if let Some(questions::Value::File { name, sha256: Some(sha256) }) = kept.map(|a| &a.value)
        && out.first() == Some(name)
    {
        out.push(sha256.clone());
    }
    out
}

fn proofs_of(question: &Question, kept: Option<&questions::Answer>, pairs: &Pairs) -> Vec<Proof> {
    let get = |at: usize, part: &str| value(pairs, &format!("{}.evidence[{at}].{part}", question.id)).to_owned();
    let proof = |at: usize| {
        let name = get(at, "name");
        let held = kept.and_then(|a| a.evidence.iter().find(|p| p.name == name.trim()));
        Proof {
            kind: get(at, "kind"),
            valid_until: get(at, "valid_until"),
            sha256: held.and_then(|p| p.sha256.clone()).unwrap_or_default(),
            name,
        }
    };
    (0..questions::MAX_PROOFS).map(proof).collect()
}
