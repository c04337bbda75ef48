//! L1, L7, L8, L11, L12: the contract against the plan of the engagement, its specification and the standard.

use std::collections::BTreeSet;

use catalogue::table::CellMark;
use serde_json::Value;

use crate::{
    lint::{AskedClause, Hit, View},
    parameter::values,
    report::{Finding, FoundPlace, Status},
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
    none.filter_map(|one| {
        let of = view.findings.iter().filter(|f| f.status != Status::Missing && f.clauses.contains(&one.clause));
        let place = of.filter(|f| !f.clauses.iter().any(|clause| is_asked(view, clause))).find_map(|f| own(view, f))?;
        Some(Hit { place: Some(place.clone()), ..named(one, "unasked") })
    })
    .collect()
}

fn is_asked(view: &View<'_>, clause: &str) -> bool {
    view.inputs.asked.iter().any(|one| one.asked && one.clause == clause)
}

/// A place where the contract states a matter for its own sake: not in a row of a table, which lists things, and not within
/// an article that is there for another clause that was asked for and only touches on the matter.
fn own<'f>(view: &View<'_>, finding: &'f Finding) -> Option<&'f FoundPlace> {
    let article = |place: &FoundPlace| view.map.owner(place.start).map(|span| span.article);
    let family = view.case.family(&format!("h_{}", finding.concept));
    let other = |at: usize| {
        let asked = |f: &&Finding| f.status != Status::Missing && f.clauses.iter().any(|clause| is_asked(view, clause));
        view.findings.iter().filter(asked).any(|f| f.places.iter().any(|place| article(place) == Some(at)))
    };
    finding.places.iter().find(|place| {
        let Some(at) = article(place) else { return false };
        let titled = view.case.text.titles.get(at).is_some_and(|bits| bits.has(family));
        !view.case.source.is_row(place.start) && (titled || !other(at))
    })
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
            let Some(asked) = other.parameters.get(name).filter(|asked| !same(name, asked, value)) else { continue };
            // a matter may have several figures, of which each text names another first: that is no disagreement
            let stated = stated(view, finding, name);
            let here = stated.iter().any(|(known, _)| same(name, known, asked));
            let there = other.places.iter().any(|place| {
                values(&finding.concept, &place.quote).get(name).is_some_and(|known| same(name, known, value))
            });
            if here || there {
                continue;
            }
            let at = stated.iter().find(|(known, _)| known == value).and_then(|(_, at)| view.case.sentence(*at));
            let place = at.and_then(|one| view.map.place((one.article, one.node), one.start..one.end));
            let hit = Hit::new("differs", place.or_else(|| finding.places.first().cloned()));
            let hit = hit.with("concept", finding.concept.clone());
            out.push(hit.with("name", name.clone()).with("contract", shown(value)).with("specification", shown(asked)));
        }
    }
    out
}

/// Every value of a parameter that is stated, with its sentence: hours of an incident in the articles in which it was found,
/// as hours are named for much else; other figures anywhere, as one matter is spread over many articles.
fn stated(view: &View<'_>, finding: &Finding, name: &str) -> Vec<(Value, usize)> {
    let found: BTreeSet<usize> =
        finding.places.iter().filter_map(|place| view.map.owner(place.start)).map(|span| span.article).collect();
    let near = |article: &usize| name != "deadline_hours" || found.contains(article);
    let sentences = (0..view.map.articles.len()).filter(near).flat_map(|article| view.map.sentences(article));
    sentences.filter_map(|at| Some((values(&finding.concept, view.case.said(at)).remove(name)?, at))).collect()
}

/// The same figure; of laws the same country, however it is called.
fn same(name: &str, one: &Value, other: &Value) -> bool {
    let japan = |value: &Value| value.as_str().is_some_and(|law| law.contains("日本") || law.contains("Japan"));
    one == other || (name == "law" && japan(one) && japan(other))
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
