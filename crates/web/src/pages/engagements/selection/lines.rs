//! Priced measures of a candidate: what a quotation says of each, and how its cost was settled.

use std::collections::BTreeMap;

use app::selections::View;
use axum::{
    Form as Body,
    extract::{Path, State},
    response::Response,
};
use domain::{
    FieldError,
    id::ContractorId,
    plan::Offer,
    problem::Problems,
    selection::{CandidateRecord, CostBearer, Formula, SecurityLine},
    text::Yen,
};

use super::{
    base,
    candidate::{found, memo},
    look,
};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::{
        common,
        engagements::{Pairs, number, revision, value, view},
        parts::{again, refusal},
    },
    server::Web,
    show::Link,
    views::engagement::selection::{Lines, PricedRow},
    visit::{Page, Rendered, done},
};

/// Priced measures as a form, in the order of the formula.
fn filled_lines(record: &CandidateRecord, formula: &Formula) -> Form {
    let mut form = Form::new("lines");
    for (i, measure) in formula.measures.iter().enumerate() {
        let id = measure.as_str();
        let mut with = |field: &str, value: &str| {
            form = std::mem::take(&mut form).with(format!("lines[{i}].{field}"), value);
        };
        if let Some(line) = record.sheet.lines.get(id) {
            with("offer", line.offer.code());
            with("amount", &line.amount.map(|a| a.to_string()).unwrap_or_default());
            with("bearer", line.bearer.code());
            with("reason", line.reason.as_str());
            with("talks", line.talks.as_str());
            with("agreed", line.agreed.as_str());
        }
        if let Some(risk) = record.risks.get(id) {
            with("risk", risk.as_str());
        }
    }
    form
}

async fn lines_page(
    page: &Page,
    web: &Web,
    (text, found, id): (&str, &View, ContractorId),
    form: Form,
) -> Result<Lines> {
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    let judged = found.candidate(id).ok_or(app::Error::NotFound)?;
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    let wrong = |i: usize| form.errors().iter().any(|e| e.field.starts_with(&format!("lines[{i}].")));
    let many = one.formula.measures.len() > 6;
    let row = |(i, measure): (usize, &domain::text::Line)| PricedRow {
        id: measure.as_str().to_owned(),
        title: look::measure_title(web, measure.as_str(), ui.lang),
        mark: look::offered(&ui, judged, measure.as_str()),
        is_open: wrong(i) || !many,
    };
    let rows = one.formula.measures.iter().enumerate().map(row).collect();
    Ok(Lines {
        head: common::head(page, &shown),
        contractor: Link::new(format!("/contractors/{id}"), judged.candidate.name.as_str()),
        base: format!("{}/candidates/{id}", base(number(text)?)),
        rows,
        revision: match form.value("revision").parse() {
            Ok(seen) => seen,
            Err(_) => judged.candidate.revision,
        },
        form,
        ui,
    })
}

pub(super) async fn show(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
) -> Result<Rendered> {
    let (view, id) = found(&page, &web, (&text, &id)).await?;
    let form = match (&view.selection, view.candidate(id)) {
        (Some(one), Some(judged)) => filled_lines(&judged.candidate.record, &one.formula),
        _ => Form::new("lines"),
    };
    Rendered::ok(&lines_page(&page, &web, (&text, &view, id), form).await?)
}

/// What a browser sent of priced measures. Names of fields say which row; the row says which measure.
fn read_lines(typed: &Pairs, before: &CandidateRecord) -> Result<CandidateRecord, Vec<FieldError>> {
    let mut problems = Problems::new();
    let (mut lines, mut risks) = (BTreeMap::new(), BTreeMap::new());
    let known = Form::new("lines").typed(typed.clone()).rows("lines");
    for i in 0..known {
        let name = |field: &str| format!("lines[{i}].{field}");
        let of = |field: &str| value(typed, &name(field)).trim().to_owned();
        let measure = of("measure");
        if measure.is_empty() {
            continue;
        }
        let risk = memo(&mut problems, typed, &name("risk"));
        if !risk.as_str().is_empty() {
            risks.insert(measure.clone(), risk);
        }
        let texts = ["reason", "talks", "agreed", "amount"];
        let said = texts.iter().any(|f| !of(f).is_empty());
        let offer: Option<Offer> = if said {
            problems.required(&name("offer"), &of("offer"))
        } else {
            problems.optional(&name("offer"), &of("offer"))
        };
        let amount: Option<Yen> = match of("amount").as_str() {
            "" => None,
            text => problems.keep(&name("amount"), text.parse()),
        };
        let bearer: Option<CostBearer> = problems.optional(&name("bearer"), &of("bearer"));
        let mut text = |field: &str| memo(&mut problems, typed, &name(field));
        let (reason, talks, agreed) = (text("reason"), text("talks"), text("agreed"));
        if let Some(offer) = offer {
            let bearer = bearer.unwrap_or(CostBearer::Open);
            lines.insert(measure, SecurityLine { offer, amount, bearer, reason, talks, agreed });
        }
    }
    problems.finish()?;
    let mut out = before.clone();
    (out.sheet.lines, out.risks) = (lines, risks);
    Ok(out)
}

/// A place in the record, as the row of the form.
fn placed(error: FieldError, typed: &Pairs) -> FieldError {
    let row = |id: &str| {
        let name = typed.iter().find(|(name, value)| value == id && name.ends_with("].measure"));
        name.and_then(|(name, _)| name.strip_suffix(".measure")).map(ToOwned::to_owned)
    };
    let mut parts = error.field.splitn(3, '.');
    let (list, id, rest) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    let tail = if list == Some("risks") { "risk" } else { rest.unwrap_or("offer") };
    match row(id) {
        Some(row) => FieldError::new(format!("{row}.{tail}"), error.problem),
        None => error,
    }
}

pub(super) async fn change(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let (view, id) = found(&page, &web, (&text, &id)).await?;
    let judged = view.candidate(id).ok_or(app::Error::NotFound)?;
    let number = number(&text)?;
    let result = match read_lines(&typed, &judged.candidate.record) {
        Ok(record) => {
            let changed = (id, revision(&typed), record);
            refusal(web.app.selections().change_candidate(&page.caller, number, changed).await)?
        }
        Err(errors) => Err(errors),
    };
    match result {
        Ok(()) => Ok(done(&web, &format!("{}/candidates/{id}", base(number)), "saved")),
        Err(errors) => {
            let errors = errors.into_iter().map(|e| placed(e, &typed)).collect();
            let form = Form::new("lines").typed(typed).refused(errors);
            again(&lines_page(&page, &web, (&text, &view, id), form).await?)
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Problem;

    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn lines_are_read_row_by_row_and_refused_at_their_row() {
        let typed = pairs(&[
            ("lines[0].measure", "CM-GV-01"),
            ("lines[0].offer", "extra"),
            ("lines[0].amount", "50,000円"),
            ("lines[0].bearer", "client"),
            ("lines[1].measure", "CM-GV-02"),
            ("lines[1].risk", "課長が確かめる"),
        ]);
        let read = read_lines(&typed, &CandidateRecord::default()).unwrap();
        assert_eq!(read.sheet.lines["CM-GV-01"].bearer, CostBearer::Client);
        assert_eq!((read.sheet.lines.len(), read.risks.len()), (1, 1));
        let wrong =
            pairs(&[("lines[0].measure", "CM-GV-01"), ("lines[0].talks", "6月に協議"), ("lines[0].amount", "少し")]);
        let errors = read_lines(&wrong, &CandidateRecord::default()).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["lines[0].offer", "lines[0].amount"]);
        let at = placed(FieldError::new("lines.CM-GV-02.amount", Problem::Missing), &typed);
        assert_eq!(at.field, "lines[1].amount");
    }
}
