//! Candidates: found in the register and added, judged, taken off.

use app::{
    contractors::Filter,
    selections::{Judged, View, levels},
};
use axum::{
    Form as Body,
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    FieldError, Problem,
    contractor::{Contractor, ContractorStanding},
    engagement::Answer,
    id::ContractorId,
    permission::Permission,
    problem::Problems,
    selection::{CandidateRecord, Factor, Formula, SchemeDemand},
    text::{Ground, Memo, Yen, parse_integer},
};

use super::{base, look};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::{
        common,
        engagements::{Pairs, number, revision, value, view},
        parts::{Trail, again, id, refusal},
    },
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::selection::{CandidatePage, Candidates, Found},
    visit::{Page, Rendered, done},
};

/// Contractors of a page of the search.
const ROWS: u16 = 25;

/// A round and one of its candidates, for somebody who may change it.
pub(super) async fn found(page: &Page, web: &Web, (text, id_text): (&str, &str)) -> Result<(View, ContractorId)> {
    let view = web.app.selections().show_for(&page.caller, number(text)?, Permission::EditSelection).await?;
    let id: ContractorId = id(id_text)?;
    if view.candidate(id).is_none() {
        return Err(app::Error::NotFound.into());
    }
    Ok((view, id))
}

pub(super) async fn search(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    Rendered::ok(&search_page(&page, &web, (&text, &pairs), Form::new("candidates")).await?)
}

async fn search_page(page: &Page, web: &Web, (text, pairs): (&str, &Pairs), form: Form) -> Result<Candidates> {
    let number = number(text)?;
    let round = web.app.selections().show_for(&page.caller, number, Permission::EditSelection).await?;
    if round.selection.is_none() {
        return Err(app::Error::NotFound.into());
    }
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    let (q, trail) = (value(pairs, "q").to_owned(), Trail::read(pairs));
    let all = web.app.contractors().list(&page.caller, &Filter::named(&q), trail.at(), ROWS).await?;
    let today = web.app.clock().today();
    let row = |one: &Contractor| {
        let is_in = round.candidate(one.id).is_some();
        let stopped = matches!(one.details.standing, ContractorStanding::Suspended | ContractorStanding::Ended);
        let standing = match one.details.standing {
            ContractorStanding::Active => None,
            ContractorStanding::Watch => Some(Kind::Soon),
            ContractorStanding::Suspended => Some(Kind::Over),
            ContractorStanding::Ended => Some(Kind::Off),
        };
        Found {
            id: one.id.to_string(),
            link: Link::new(format!("/contractors/{}", one.id), one.name.as_str()),
            known_as: one.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            certificates: one.details.certificates.iter().take(4).map(|c| look::validity(&ui, c, today)).collect(),
            standing: standing.map(|kind| Mark::new(kind, one.details.standing.label(ui.lang))),
            is_in,
            can_join: !is_in && !stopped,
        }
    };
    let words = match (all.contractors.first(), all.contractors.last()) {
        (Some(first), Some(last)) => {
            ui.words().t2("pager-shown", ("from", first.name.as_str()), ("to", last.name.as_str()))
        }
        _ => String::new(),
    };
    let path = format!("{}/candidates", base(number));
    Ok(Candidates {
        head: common::head(page, &shown),
        count: u64::try_from(all.count).unwrap_or_default(),
        rows: all.contractors.iter().map(row).collect(),
        pager: trail.pager(&path, &q, all.next.map(|id| id.to_string()), words),
        q,
        form,
        ui,
    })
}

pub(super) async fn add(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    web.app.selections().show_for(&page.caller, number, Permission::EditSelection).await?;
    let result = match value(&typed, "contractor").parse::<ContractorId>() {
        Ok(id) => refusal(web.app.selections().add(&page.caller, number, id).await)?,
        Err(problem) => Err(vec![FieldError::new("contractor", problem)]),
    };
    match result {
        Ok(()) => {
            let q = crate::link::query(&[("q".to_owned(), value(&typed, "q").to_owned())]);
            let to = format!("{}/candidates{}{q}", base(number), if q.is_empty() { "" } else { "?" });
            Ok(done(&web, &to, "added"))
        }
        Err(errors) => {
            let form = Form::new("candidates").refused(errors);
            again(&search_page(&page, &web, (&text, &typed), form).await?)
        }
    }
}

/// A candidate as a form.
fn filled(one: &Judged) -> Form {
    let record = &one.candidate.record;
    let sheet = &record.sheet;
    let mut form = Form::new("candidate")
        .with("price", sheet.price.map(|p| p.to_string()).unwrap_or_default())
        .with("scope_covers", sheet.scope_covers.code())
        .with("scope_ground", record.scope_ground.as_str())
        .with("benchmark", sheet.benchmark.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .with("unclear", sheet.unclear.to_string())
        .with("benchmark_ground", record.benchmark_ground.as_str())
        .with("audit_fits", sheet.audit_fits.code())
        .with("audit_ground", record.audit_ground.as_str());
    for (factor, score) in &sheet.scores {
        form = form.with(format!("scores.{factor}"), score.to_string());
    }
    for (factor, ground) in &sheet.grounds {
        form = form.with(format!("grounds.{factor}"), ground.as_str());
    }
    form
}

async fn candidate_page(
    page: &Page,
    web: &Web,
    (text, found, id): (&str, &View, ContractorId),
    form: Form,
) -> Result<CandidatePage> {
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    let judged = found.candidate(id).ok_or(app::Error::NotFound)?;
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    let formula = &one.formula;
    let weight = |f: Factor| formula.rule(f).map_or(0, |r| r.weight);
    let name = |f: Factor| ui.words().t2("selection-factor-weight", ("name", f.label(ui.lang)), ("n", weight(f)));
    let mut form = form;
    for factor in formula.judged() {
        form = form
            .labelled(format!("scores.{factor}"), ui.t1("selection-score-of", "name", factor.label(ui.lang)))
            .labelled(format!("grounds.{factor}"), ui.t1("selection-ground-of", "name", factor.label(ui.lang)));
    }
    let record = &judged.candidate.record;
    let benchmark = formula.uses_benchmark() || formula.rule(Factor::Scheme).is_some_and(|r| r.weight > 0);
    Ok(CandidatePage {
        head: common::head(page, &shown),
        contractor: Link::new(format!("/contractors/{id}"), judged.candidate.name.as_str()),
        base: format!("{}/candidates/{id}", base(number(text)?)),
        factors: formula.judged().map(|f| (f.code(), name(f))).collect(),
        asks: (formula.uses_isms(), benchmark, formula.scheme == SchemeDemand::Audit),
        items: formula.benchmark_set.items(),
        proofs: judged.certificates.iter().map(|c| look::proof(&ui, c, found.judged_on)).collect(),
        questionnaire: judged.questionnaire.as_ref().map(|q| {
            let figure = crate::pages::questionnaires::figure(q.score);
            Link::new(format!("/questionnaires/{}", q.id), ui.t1("selection-questionnaire", "n", figure))
        }),
        priced: (record.sheet.lines.len(), formula.measures.len()),
        failures: judged.evaluation.failures.iter().map(|f| web.app.selections().why(f, ui.lang)).collect(),
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
    let form = view.candidate(id).map(filled).unwrap_or_default();
    Rendered::ok(&candidate_page(&page, &web, (&text, &view, id), form).await?)
}

pub(super) fn memo(problems: &mut Problems, typed: &Pairs, field: &str) -> Memo {
    problems.keep(field, value(typed, field).parse()).unwrap_or_default()
}

fn small(text: &str) -> Result<u8, Problem> {
    let number = parse_integer(text)?;
    u8::try_from(number).map_err(|_| Problem::OutOfRange { value: number.to_string(), min: 0, max: 100 })
}

/// What a browser sent, over what is stored: parts that the form does not show stay.
fn read(typed: &Pairs, (before, formula): (&CandidateRecord, &Formula)) -> Result<CandidateRecord, Vec<FieldError>> {
    let mut problems = Problems::new();
    let mut out = before.clone();
    let of = |field: &str| value(typed, field).trim();
    let sent = |field: &str| typed.iter().any(|(name, _)| name == field);
    out.sheet.price = match of("price") {
        "" => None,
        text => problems.keep("price", text.parse::<Yen>()),
    };
    for factor in formula.judged() {
        let (score, ground) = (format!("scores.{factor}"), format!("grounds.{factor}"));
        out.sheet.scores.remove(&factor);
        out.sheet.grounds.remove(&factor);
        if !of(&score).is_empty()
            && let Some(value) = problems.keep(&score, small(of(&score)))
        {
            out.sheet.scores.insert(factor, value);
        }
        let ground = memo(&mut problems, typed, &ground);
        if !ground.as_str().is_empty() {
            out.sheet.grounds.insert(factor, ground);
        }
    }
    let answer = |problems: &mut Problems, field: &str, before: Answer| match of(field) {
        "" => before,
        text => problems.keep(field, text.parse()).unwrap_or(before),
    };
    out.sheet.scope_covers = answer(&mut problems, "scope_covers", before.sheet.scope_covers);
    out.sheet.audit_fits = answer(&mut problems, "audit_fits", before.sheet.audit_fits);
    for (field, to) in [
        ("scope_ground", &mut out.scope_ground),
        ("audit_ground", &mut out.audit_ground),
        ("benchmark_ground", &mut out.benchmark_ground),
    ] {
        if sent(field) {
            *to = memo(&mut problems, typed, field);
        }
    }
    if sent("benchmark") {
        match levels(of("benchmark")) {
            Ok(levels) => out.sheet.benchmark = levels,
            Err(error) => problems.add(error),
        }
    }
    if sent("unclear") {
        out.sheet.unclear = match of("unclear") {
            "" => 0,
            text => problems.keep("unclear", small(text)).unwrap_or_default(),
        };
    }
    problems.finish()?;
    Ok(out)
}

pub(super) async fn change(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let (view, id) = found(&page, &web, (&text, &id)).await?;
    let (Some(one), Some(judged)) = (&view.selection, view.candidate(id)) else {
        return Err(app::Error::NotFound.into());
    };
    let number = number(&text)?;
    let selections = web.app.selections();
    let result = if value(&typed, "go") == "remove" {
        match value(&typed, "remove_reason").parse::<Ground>() {
            Ok(reason) => {
                let gone = (id, revision(&typed), reason);
                refusal(selections.remove_candidate(&page.caller, number, gone).await)?.map(|()| "removed")
            }
            Err(problem) => Err(vec![FieldError::new("remove_reason", problem)]),
        }
    } else {
        match read(&typed, (&judged.candidate.record, &one.formula)) {
            Ok(record) => {
                let changed = (id, revision(&typed), record);
                refusal(selections.change_candidate(&page.caller, number, changed).await)?.map(|()| "saved")
            }
            Err(errors) => Err(errors),
        }
    };
    match result {
        Ok(said) => Ok(done(&web, &base(number), said)),
        Err(errors) => {
            let form = Form::new("candidate").typed(typed).refused(errors);
            again(&candidate_page(&page, &web, (&text, &view, id), form).await?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn what_a_form_does_not_show_stays() {
        let mut before = CandidateRecord::default();
        before.sheet.benchmark = vec![4; 25];
        before.sheet.audit_fits = Answer::Yes;
        before.audit_ground = "報告書 3章".parse().unwrap();
        let typed = pairs(&[("price", "1,200,000"), ("scores.quality", "80"), ("grounds.quality", "提案書のとおり")]);
        let read = read(&typed, (&before, &Formula::default())).unwrap();
        assert_eq!((read.sheet.benchmark.len(), read.audit_ground.as_str()), (25, "報告書 3章"));
        assert_eq!(read.sheet.scores[&Factor::Quality], 80);
        assert_eq!(read.sheet.price.map(Yen::get), Some(1_200_000));
    }
}
