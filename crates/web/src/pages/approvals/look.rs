//! A request as its page shows it.

use app::approvals::{Part, Shown};
use catalogue::Catalogue;
use domain::{
    Lang,
    approval::{ApprovalState, Decided, Outcome as Decision, Request},
    calendar::long_date,
    id::{EntryId, PersonId},
    register::{Entry, RegisterChange},
    text::Ground,
};

use super::decision;
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    pages::{common, engagements, facts_form::listed, request_forms},
    server::Web,
    show::Link,
    views::approvals::{Asked, May, Outcome, Show, Threat},
    visit::Page,
};

/// What was typed into the two forms of the page, when one was refused.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// Deciding.
    pub(super) decide: Option<Form>,
    /// Sending back, refusing, withdrawing.
    pub(super) answer: Option<Form>,
    /// Revision the refused form was made from.
    pub(super) revision: Option<i64>,
}

/// Puts the page together.
pub(super) async fn look(page: &Page, web: &Web, shown: &Shown, typed: Typed) -> Result<Show> {
    let ui = page.shell(Nav::Approvals);
    let lang = page.lang();
    let approval = &shown.listed.approval;
    let view = match &shown.engagement {
        Some(one) => Some(web.app.engagements().show(&page.caller, one.number).await?),
        None => None,
    };
    let (may, substitute, small_firm, barred) = part(&ui, shown);
    let mend = may == May::Mend && approval.state == ApprovalState::SentBack;
    let fresh = || decision::fill(Form::new("decide"), &approval.request, lang);
    Ok(Show {
        id: approval.id.to_string(),
        kind: approval.request.kind(),
        asked: asked(page, web, &approval.request).await?,
        engagement: shown.listed.number.map(|number| {
            let title = shown.listed.title.as_deref().unwrap_or_default();
            Link::new(format!("/engagements/{number}"), format!("{number} {title}"))
        }),
        unit: page.caller.units.get(approval.unit).map(|u| u.label(lang).to_owned()).unwrap_or_default(),
        by: shown.names.of(approval.requested_by).to_owned(),
        at: approval.requested_at,
        state: approval.state,
        outcome: approval.decided.as_ref().map(|decided| outcome(&ui, shown, decided)),
        assessment: view.as_ref().map(|v| common::assessment(web.app.catalogue(), lang, &v.assessment)),
        items: view.as_ref().map(|v| engagements::items(v, lang)).unwrap_or_default(),
        may,
        mend: mend.then(|| format!("/approvals/{}/mend", approval.id)),
        form: typed.decide.unwrap_or_else(fresh),
        answer: typed.answer.unwrap_or_else(|| Form::new("answer")),
        substitute,
        small_firm,
        barred,
        revision: typed.revision.unwrap_or(approval.revision),
        ui,
    })
}

/// What the person may do; for whom; with which notice; and why not.
fn part(ui: &Shell, shown: &Shown) -> (May, Option<String>, bool, Option<String>) {
    match &shown.role {
        Part::Decide { on_behalf_of, same_person } => {
            let substitute = on_behalf_of.map(|id| ui.t1("approval-substitute", "who", shown.names.of(id)));
            (May::Decide, substitute, *same_person, None)
        }
        Part::Barred(sentence) => (May::Read, None, false, Some(sentence.get(ui.lang).to_owned())),
        Part::Requester => (May::Mend, None, false, None),
        Part::Reader => (May::Read, None, false, None),
    }
}

/// `桐生 諒（小田切 環の代理）`
fn by(ui: &Shell, shown: &Shown, (by, behalf): (PersonId, Option<PersonId>)) -> String {
    let name = shown.names.of(by);
    match behalf {
        None => name.to_owned(),
        Some(other) => ui.words().t2("entry-for", ("who", name), ("other", shown.names.of(other))),
    }
}

fn outcome(ui: &Shell, shown: &Shown, decided: &Decided) -> Outcome {
    let permit = match &decided.outcome {
        Decision::Permitted { permit } => Some(permit),
        _ => None,
    };
    Outcome {
        what: common::outcome_words(ui, &decided.outcome),
        by: by(ui, shown, (decided.by, decided.on_behalf_of)),
        at: decided.at,
        reason: decided.reason.to_string(),
        measures: permit.map(|p| p.measures.iter().map(|m| m.text.to_string()).collect()).unwrap_or_default(),
        until: permit.map(|p| long_date(p.until, ui.lang)),
        same_person: decided.same_person,
    }
}

async fn asked(page: &Page, web: &Web, request: &Request) -> Result<Asked> {
    let lang = page.lang();
    Ok(match request {
        Request::Criticality { explanation } => Asked::Criticality { explanation: explanation.to_string() },
        Request::Exception { analysis } => Asked::Exception {
            necessity: analysis.necessity.to_string(),
            lines: analysis.lines.iter().map(|line| threat(web.app.catalogue(), line, lang)).collect(),
            grounds: analysis.grounds.to_string(),
        },
        Request::RegisterUpdate { change, decision } => {
            let current = match change {
                RegisterChange::Add(_) => None,
                RegisterChange::Replace(entry) => current(page, web, entry.id).await?,
                RegisterChange::Remove { entry } => current(page, web, *entry).await?,
            };
            Asked::RegisterUpdate { decision: judged(change, decision, lang), current }
        }
        Request::Waiver { condition, reason, until } => Asked::Waiver {
            condition: request_forms::condition(web.app.catalogue(), condition, lang),
            reason: reason.to_string(),
            until: long_date(*until, lang),
        },
    })
}

/// The list it is proposed for, and why.
fn judged(change: &RegisterChange, decision: &Ground, lang: Lang) -> String {
    match (change, lang) {
        (RegisterChange::Remove { .. }, _) => decision.to_string(),
        (RegisterChange::Add(entry) | RegisterChange::Replace(entry), Lang::Ja) => {
            format!("{}。{decision}", entry.list.label(lang))
        }
        (RegisterChange::Add(entry) | RegisterChange::Replace(entry), Lang::En) => {
            format!("{}. {decision}", entry.list.label(lang))
        }
    }
}

/// A threat of the catalogue may be named by its id alone; people read what it is.
fn threat(catalogue: &Catalogue, line: &domain::risk::RiskLine, lang: Lang) -> Threat {
    let known = line.threat.as_str().parse().ok().and_then(|id| catalogue.threat(&id));
    Threat {
        threat: known.map_or_else(|| line.threat.to_string(), |one| one.title.get(lang).to_owned()),
        before: line.before,
        measures: line.measures.to_string(),
        residual: line.residual,
    }
}

/// The entry as it stands, in a line; none once it is gone.
async fn current(page: &Page, web: &Web, id: EntryId) -> Result<Option<String>> {
    match web.app.register().entry(&page.caller, id).await {
        Ok(found) => Ok(found.standing().map(|entry| line(page, entry))),
        Err(app::Error::NotFound | app::Error::Forbidden(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn line(page: &Page, entry: &Entry) -> String {
    let lang = page.lang();
    let activities = listed(lang, entry.activities.iter().map(|a| a.label(lang)));
    let parts = [entry.system.as_str(), &activities, entry.information.as_str(), entry.list.label(lang)];
    parts.join(if lang == Lang::Ja { "／" } else { " / " })
}
