//! L1, L7, L8, L11, L12: the contract against the plan of the engagement, its specification and the standard.

use catalogue::table::CellMark;
use serde_json::Value;

use crate::{
    lint::{AskedClause, Hit, View},
    report::Status,
    standard::Tier,
};

/// The concepts of a clause that were looked for; a clause none of whose concepts is known cannot be judged.
fn found(view: &View<'_>, clause: &str) -> Option<bool> {
    let mut of = view.findings.iter().filter(|finding| finding.clauses.iter().any(|one| one == clause)).peekable();
    of.peek()?;
    Some(of.any(|finding| finding.status != Status::Missing))
}

fn named(clause: &AskedClause, say: &'static str) -> Hit {
    Hit::new(say, None).with("clause", clause.clause.clone())
}

pub(crate) fn missing(view: &View<'_>) -> Vec<Hit> {
    let asked = view.inputs.asked.iter().filter(|one| one.asked && found(view, &one.clause) == Some(false));
    asked.map(|one| named(one, "missing")).collect()
}

pub(crate) fn unasked(view: &View<'_>) -> Vec<Hit> {
    let none = view.inputs.asked.iter().filter(|one| !one.asked && one.mark == CellMark::NotApplicable);
    none.filter(|one| found(view, &one.clause) == Some(true))
        .map(|one| {
            let place = view
                .findings
                .iter()
                .filter(|f| f.clauses.contains(&one.clause))
                .find_map(|f| f.places.first())
                .cloned();
            Hit { place, ..named(one, "unasked") }
        })
        .collect()
}

pub(crate) fn unreasoned(view: &View<'_>) -> Vec<Hit> {
    let bare =
        view.inputs.asked.iter().filter(|one| one.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()));
    bare.filter_map(|one| match (one.mark, one.asked) {
        (CellMark::NotApplicable, true) => Some(named(one, "on")),
        (CellMark::Included, false) => Some(named(one, "off")),
        _ => None,
    })
    .collect()
}

pub(crate) fn differs(view: &View<'_>) -> Vec<Hit> {
    let Some(specification) = &view.inputs.specification else { return Vec::new() };
    let mut out = Vec::new();
    for finding in view.findings.iter().filter(|finding| finding.status != Status::Missing) {
        let Some(other) = specification.finding(&finding.concept).filter(|other| other.status != Status::Missing)
        else {
            continue;
        };
        for (name, value) in &finding.parameters {
            let Some(asked) = other.parameters.get(name).filter(|asked| *asked != value) else { continue };
            let hit = Hit::new("differs", finding.places.first().cloned()).with("concept", finding.concept.clone());
            out.push(hit.with("name", name.clone()).with("contract", shown(value)).with("specification", shown(asked)));
        }
    }
    out
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(crate) fn must(view: &View<'_>) -> Vec<Hit> {
    let absent = view.findings.iter().filter(|finding| {
        finding.status == Status::Missing && view.standard.tier(view.case.kind, &finding.concept) == Tier::Must
    });
    absent.map(|finding| Hit::new("absent", None).with("concept", finding.concept.clone())).collect()
}
