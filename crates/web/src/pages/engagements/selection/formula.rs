//! The formula: its form, its announcement, the file whose digest anyone can compute.

use app::selections::View;
use axum::{
    Form as Body,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    FieldError, Problem, Words,
    permission::Permission,
    problem::Problems,
    selection::{Factor, FactorRule, Formula, ScsDemand, SelectionState, Triage},
    text::{Line, Yen, parse_integer},
};

use super::{base, look, round, seen};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::{
        common,
        engagements::{Pairs, number, revision, value, view},
        parts::{again, refusal, values},
    },
    server::Web,
    views::engagement::selection::{FormulaPage, Publish},
    visit::{Page, Rendered, done},
};

const MEAN: Words =
    Words { ja: "1.0から5.0までを「3.5」のように書きます", en: "1.0 to 5.0, written as 3.5" };

/// A formula as a form.
fn filled(formula: &Formula) -> Form {
    let mut form = Form::new("formula");
    for rule in &formula.factors {
        form = form
            .with(format!("weight_{}", rule.factor), rule.weight.to_string())
            .with(format!("minimum_{}", rule.factor), rule.minimum.map(|m| m.to_string()).unwrap_or_default());
    }
    for measure in &formula.measures {
        form = form.with("measures", measure.as_str());
    }
    let triage = &formula.triage;
    let mean = formula.benchmark_mean;
    form.with("scheme", formula.scheme.code())
        .with("benchmark_set", formula.benchmark_set.code())
        .with("benchmark_mean", format!("{}.{}", mean / 10, mean % 10))
        .with("site", formula.site.as_str())
        .with("scs", formula.scs.code())
        .with("confidential", triage.confidential.code())
        .with("stoppage", triage.stoppage.code())
        .with("access", triage.access.code())
        .with("ceiling", formula.ceiling.map(|y| y.to_string()).unwrap_or_default())
}

/// `3.5` as tenths.
fn tenths(text: &str) -> Result<u8, Problem> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digit = |t: &str| (t.len() == 1).then(|| t.parse::<u8>().ok()).flatten();
    match (digit(whole), digit(part)) {
        (Some(whole), Some(part)) => Ok(whole.saturating_mul(10).saturating_add(part)),
        _ => Err(Problem::form(text, MEAN)),
    }
}

/// A whole number of at most three digits.
fn small(text: &str) -> Result<u8, Problem> {
    let number = parse_integer(text)?;
    u8::try_from(number).map_err(|_| Problem::OutOfRange { value: number.to_string(), min: 0, max: 100 })
}

/// What a browser sent.
fn read(typed: &Pairs) -> Result<Formula, Vec<FieldError>> {
    let mut problems = Problems::new();
    let of = |field: &str| value(typed, field).trim();
    let mut factors = Vec::new();
    for factor in Factor::ALL {
        let (weight, minimum) = (format!("weight_{factor}"), format!("minimum_{factor}"));
        let number = |problems: &mut Problems, field: &str| match of(field) {
            "" => None,
            text => problems.keep(field, small(text)),
        };
        let (weight, minimum) = (number(&mut problems, &weight), number(&mut problems, &minimum));
        if weight.unwrap_or(0) > 0 || minimum.is_some() {
            factors.push(FactorRule { factor: *factor, weight: weight.unwrap_or(0), minimum });
        }
    }
    let triage = Triage {
        confidential: problems.optional("confidential", of("confidential")).unwrap_or(Triage::default().confidential),
        stoppage: problems.optional("stoppage", of("stoppage")).unwrap_or(Triage::default().stoppage),
        access: problems.optional("access", of("access")).unwrap_or(Triage::default().access),
    };
    let scs = match of("scs") {
        "triage" => Some(triage.level()),
        text => problems.optional("scs", text),
    };
    let scheme = problems.required("scheme", of("scheme"));
    let benchmark_set = problems.required("benchmark_set", of("benchmark_set"));
    let benchmark_mean = problems.keep("benchmark_mean", tenths(of("benchmark_mean")));
    let site: Option<Line> = problems.optional("site", of("site"));
    let ceiling: Option<Yen> = match of("ceiling") {
        "" => None,
        text => problems.keep("ceiling", text.parse()),
    };
    let chosen = values(typed, "measures");
    let measures: Vec<Line> = chosen.into_iter().filter_map(|m| problems.keep("measures", m.parse())).collect();
    problems.finish()?;
    let (Some(scheme), Some(benchmark_set), Some(benchmark_mean)) = (scheme, benchmark_set, benchmark_mean) else {
        return Err(Vec::new());
    };
    Ok(Formula {
        factors,
        scheme,
        benchmark_set,
        benchmark_mean,
        site: site.unwrap_or_default(),
        scs: scs.unwrap_or(ScsDemand::None),
        triage,
        ceiling,
        measures,
    })
}

async fn formula_page(page: &Page, web: &Web, (text, found): (&str, &View), form: Form) -> Result<FormulaPage> {
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    let measures = web.app.selections().measures(&found.case);
    let mut options: Vec<Opt> = Vec::new();
    for measure in &measures {
        let label = format!("{}　{}", measure.id, measure.title.get(ui.lang));
        options.push(Opt::new(measure.id.as_str(), label));
    }
    // what was chosen before the requirements changed stays in sight
    for chosen in &one.formula.measures {
        if options.iter().all(|o| o.value != chosen.as_str()) {
            options.push(Opt::new(chosen.as_str(), look::measure_label(web, chosen.as_str(), ui.lang)));
        }
    }
    let mut form = form;
    for factor in Factor::ALL {
        let name = factor.label(ui.lang);
        form = form
            .labelled(format!("weight_{factor}"), ui.t1("selection-weight-of", "name", name))
            .labelled(format!("minimum_{factor}"), ui.t1("selection-minimum-of", "name", name));
    }
    Ok(FormulaPage {
        head: common::head(page, &shown),
        factors: Factor::ALL.iter().map(|f| (f.code(), f.label(ui.lang).to_owned())).collect(),
        chosen: options.iter().filter(|o| form.has("measures", &o.value)).count(),
        measures: options,
        follows: one.formula.triage.level().label(ui.lang).to_owned(),
        // a refused form keeps the revision it was made from, so that a change in between still shows
        revision: match form.value("revision").parse() {
            Ok(seen) => seen,
            Err(_) => seen(found),
        },
        form,
        ui,
    })
}

/// The round while its formula can be written.
async fn draft(page: &Page, web: &Web, text: &str) -> Result<View> {
    Ok(web.app.selections().show_for(&page.caller, number(text)?, Permission::EditSelection).await?)
}

pub(super) async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let found = draft(&page, &web, &text).await?;
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    if one.state != SelectionState::Open {
        // there is nothing left to write; the page of the selection shows what was announced
        return Ok(Redirect::to(&base(number(&text)?)).into_response());
    }
    let form = filled(&one.formula);
    Ok(Rendered::ok(&formula_page(&page, &web, (&text, &found), form).await?)?.into_response())
}

pub(super) async fn change(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(mut typed): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    let found = draft(&page, &web, &text).await?;
    if value(&typed, "go") == "all" {
        typed.retain(|(name, _)| name != "measures");
        let all = web.app.selections().measures(&found.case);
        typed.extend(all.iter().map(|m| ("measures".to_owned(), m.id.to_string())));
        let form = Form::new("formula").typed(typed);
        return Ok(Rendered::ok(&formula_page(&page, &web, (&text, &found), form).await?)?.into_response());
    }
    let result = match read(&typed) {
        Ok(formula) => {
            let changed = web.app.selections().set_formula(&page.caller, number, (revision(&typed), formula)).await;
            refusal(changed)?
        }
        Err(errors) => Err(errors),
    };
    match result {
        Ok(()) => Ok(done(&web, &base(number), "saved")),
        Err(errors) => {
            let form = Form::new("formula").typed(typed).refused(errors);
            again(&formula_page(&page, &web, (&text, &found), form).await?)
        }
    }
}

pub(super) async fn publish_page(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let found = draft(&page, &web, &text).await?;
    Rendered::ok(&announcement(&page, &web, (&text, &found)).await?)
}

async fn announcement(page: &Page, web: &Web, (text, found): (&str, &View)) -> Result<Publish> {
    let one = found.selection.as_ref().ok_or(app::Error::NotFound)?;
    let shown = view(page, web, text).await?;
    let ui = page.shell(Nav::Engagements);
    Ok(Publish {
        head: common::head(page, &shown),
        round: look::round(&ui, web, (found, one)),
        revision: seen(found),
        ui,
    })
}

pub(super) async fn publish(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    match refusal(web.app.selections().publish(&page.caller, number, revision(&typed)).await)? {
        Ok(()) => Ok(done(&web, &base(number), "published")),
        // the page names what is wrong with the formula
        Err(_) => {
            let found = draft(&page, &web, &text).await?;
            again(&announcement(&page, &web, (&text, &found)).await?)
        }
    }
}

/// The formula byte for byte as it was announced.
pub(super) async fn file(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    let found = web.app.selections().show(&page.caller, number, round(&pairs)?).await?;
    let one = found.selection.ok_or(app::Error::NotFound)?;
    let published = one.record.published.ok_or(app::Error::NotFound)?;
    let name = format!("{number}-formula-{}.json", one.round);
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(&name)),
    ];
    Ok((headers, axum::body::Body::from(published.text)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_survives_its_form() {
        let mut formula = Formula { benchmark_mean: 45, ..Formula::default() };
        formula.factors[1].minimum = Some(60);
        formula.measures = vec!["CM-GV-01".parse().unwrap()];
        formula.ceiling = "12,000,000".parse().ok();
        let form = filled(&formula);
        let fields: Vec<String> =
            Factor::ALL.iter().flat_map(|f| [format!("weight_{f}"), format!("minimum_{f}")]).collect();
        let rest = ["scheme", "benchmark_set", "benchmark_mean", "site", "scs", "confidential", "stoppage", "access"];
        let names = fields.iter().map(String::as_str).chain(rest).chain(["ceiling", "measures"]);
        let typed: Pairs = names.map(|n| (n.to_owned(), form.value(n).to_owned())).collect();
        assert_eq!(read(&typed).unwrap(), formula);
    }

    #[test]
    fn what_is_typed_wrong_is_named_at_its_field() {
        let typed: Pairs =
            [("weight_price", "多め"), ("benchmark_mean", "3,5"), ("scheme", "isms"), ("benchmark_set", "x")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .into();
        let fields: Vec<_> = read(&typed).unwrap_err().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["weight_price", "benchmark_set", "benchmark_mean"]);
        assert_eq!((tenths("4"), tenths(" 3.5 ").ok()), (Ok(40), Some(35)));
        assert!(small("300").is_err());
    }
}
