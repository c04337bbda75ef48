//! From what the use cases give to what the pages of a chain show.

use std::collections::BTreeSet;

use app::{
    chain::{ChainView, RequestView},
    rules::chain::{Party, PartyStanding, Standing},
};
use domain::{
    calendar::long_date,
    engagement::{Answer, InformationKind},
    id::{ContractorId, SubcontractId},
    subcontract::SubcontractDecision,
};

use super::{number, view};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::common,
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::chain::{Chain, MaySay, NewRequest, OneRequest, PartyRow, RequestRow, Test},
    visit::Page,
};

/// The chain with the form for a firm that was seen.
pub(super) async fn chain(page: &Page, web: &Web, text: &str, form: Form) -> Result<Chain> {
    let view = view(page, web, text).await?;
    let found = web.app.chain().of(&page.caller, number(text)?).await?;
    let ui = page.shell(Nav::Engagements);
    let form =
        if form.value("on").is_empty() && !form.is_refused() { form.with("on", found.today.to_string()) } else { form };
    let base = format!("/engagements/{}/chain", found.engagement.number);
    Ok(Chain {
        head: common::head(page, &view),
        parties: drawn(&found).into_iter().map(|(tier, party)| row(web, &ui, &found, (tier, party))).collect(),
        violations: found.parties.iter().filter(|p| !p.standing.is_approved()).count(),
        requests: found.requests.iter().rev().map(|one| request_row(&ui, &found, (&base, one))).collect(),
        givers: found
            .parties
            .iter()
            .map(|p| p.firm)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|id| opt(&found, id))
            .collect(),
        form: found.may_edit.then_some(form),
        may_edit: found.may_edit,
        ui,
    })
}

fn opt(found: &ChainView, id: ContractorId) -> Opt {
    Opt::new(id.to_string(), found.firm(id))
}

/// Firms in the order a tree is read: each below who gave it work; what hangs loose comes last. A firm with two givers
/// stands under both, and what is below it under the first.
fn drawn(found: &ChainView) -> Vec<(u32, &Party)> {
    let mut out: Vec<(u32, &Party)> = Vec::new();
    let mut opened = BTreeSet::new();
    let mut stack: Vec<(u32, &Party)> = found.parties.iter().filter(|p| p.under.is_none()).map(|p| (1, p)).collect();
    while let Some((tier, party)) = stack.pop() {
        out.push((tier, party));
        if opened.insert(party.firm) {
            let below = found.parties.iter().rev().filter(|p| p.under == Some(party.firm));
            stack.extend(below.map(|p| (tier.saturating_add(1), p)));
        }
    }
    let loose = found.parties.iter().filter(|p| p.under.is_some_and(|giver| !opened.contains(&giver)));
    out.extend(loose.map(|p| (0, p)));
    out
}

fn row(web: &Web, ui: &Shell, found: &ChainView, (tier, party): (u32, &Party)) -> PartyRow {
    let (mark, why) = match &party.standing {
        PartyStanding::Contractor => (Mark::new(Kind::Now, ui.t("chain-contractor")), String::new()),
        PartyStanding::Approved { until, .. } => (
            Mark::new(Kind::Met, ui.t("chain-approved")),
            ui.t1("chain-approved-until", "day", long_date(*until, ui.lang)),
        ),
        PartyStanding::NotApproved { because, .. } => {
            (Mark::new(Kind::Over, ui.t("chain-unapproved")), because.text(web.app.catalogue(), ui.lang))
        }
        PartyStanding::Unasked => {
            (Mark::new(Kind::Over, ui.t("chain-unasked")), ui.t("chain-unasked-why").into_owned())
        }
        PartyStanding::BelowUnapproved => {
            (Mark::new(Kind::Over, ui.t("chain-below")), ui.t("chain-below-why").into_owned())
        }
    };
    let here = |giver: ContractorId| {
        found.at_work.iter().any(|w| w.left_on.is_none() && w.giver == giver && w.firm == party.firm)
    };
    PartyRow {
        tier,
        firm: Link::new(format!("/contractors/{}", party.firm), found.firm(party.firm)),
        under: party.under.map_or_else(String::new, |giver| found.firm(giver).to_owned()),
        mark,
        why,
        leave: party.under.filter(|giver| here(*giver)).map(|giver| (giver.to_string(), party.firm.to_string())),
    }
}

fn standing_mark(ui: &Shell, one: &RequestView) -> Mark {
    match (&one.standing, &one.kept.request.decision) {
        (Standing::InForce { .. }, _) => Mark::new(Kind::Met, ui.t("chain-approved")),
        (_, SubcontractDecision::Open) => Mark::new(Kind::Wait, ui.t("chain-open")),
        (_, SubcontractDecision::Refused { .. }) => Mark::new(Kind::Off, ui.t("chain-refused")),
        (_, SubcontractDecision::Revoked { .. }) => Mark::new(Kind::Off, ui.t("chain-revoked")),
        (_, SubcontractDecision::Approved { owner, officer, .. }) if owner.is_none() || officer.is_none() => {
            Mark::new(Kind::Wait, ui.t("chain-half"))
        }
        _ => Mark::new(Kind::Over, ui.t("chain-unapproved")),
    }
}

fn request_row(ui: &Shell, found: &ChainView, (base, one): (&str, &RequestView)) -> RequestRow {
    let request = &one.kept.request;
    RequestRow {
        href: format!("{base}/{}", request.id),
        part: request.part.to_string(),
        way: format!("{} → {}", found.firm(request.applicant), found.firm(request.to)),
        asked_on: request.asked_on,
        mark: standing_mark(ui, one),
        until: match &request.decision {
            SubcontractDecision::Approved { until, .. } => Some(*until),
            _ => None,
        },
    }
}

/// The form for a request.
pub(super) async fn new(page: &Page, web: &Web, text: &str, form: Form) -> Result<NewRequest> {
    let view = view(page, web, text).await?;
    let found = web.app.chain().of(&page.caller, number(text)?).await?;
    let applicants = found.approved().into_iter().collect::<BTreeSet<_>>();
    Ok(NewRequest {
        head: common::head(page, &view),
        applicants: applicants.into_iter().map(|id| opt(&found, id)).collect(),
        form,
        ui: page.shell(Nav::Engagements),
    })
}

/// One request with its conditions and what was said.
pub(super) async fn request(
    page: &Page,
    web: &Web,
    (text, id): (&str, SubcontractId),
    form: Form,
) -> Result<OneRequest> {
    let view = view(page, web, text).await?;
    let found = web.app.chain().of(&page.caller, number(text)?).await?;
    let one = found.request(id).ok_or(app::Error::NotFound)?;
    let ui = page.shell(Nav::Engagements);
    let until = found.engagement.facts.term.map(|term| term.to().to_string()).unwrap_or_default();
    let form = if form.is_refused() { form } else { form.with("until", until) };
    let catalogue = web.app.catalogue();
    let tests = one.report.tests.iter().map(|test| Test {
        id: test.condition.id.to_owned(),
        title: test.condition.title.get(ui.lang).to_owned(),
        mark: match test.refused {
            None => Mark::new(Kind::Met, ui.t("chain-holds")),
            Some(_) => Mark::new(Kind::Unmet, ui.t("chain-does-not-hold")),
        },
        why: test.refused.as_ref().map(|reason| reason.text(catalogue, ui.lang)).unwrap_or_default(),
        source: test.condition.source.to_owned(),
    });
    Ok(OneRequest {
        href: format!("/engagements/{}/chain/{id}", found.engagement.number),
        part: one.kept.request.part.to_string(),
        standing: standing_mark(&ui, one),
        why: one.standing.because().text(catalogue, ui.lang),
        facts: asked(&ui, &found, one),
        tests: tests.collect(),
        said: said(&ui, &found, one),
        conditions: match &one.kept.request.decision {
            SubcontractDecision::Approved { conditions, .. } => conditions.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        },
        may: may(page, &found, &one.kept.request.decision),
        form,
        revision: one.kept.revision,
        head: common::head(page, &view),
        ui,
    })
}

fn asked(ui: &Shell, found: &ChainView, one: &RequestView) -> Vec<(String, String)> {
    let request = &one.kept.request;
    let label = |key: &str| ui.t(key).into_owned();
    let answer = |answer: Answer| answer.label(ui.lang).to_owned();
    let kinds: Vec<&str> = request.information.iter().map(|kind: &InformationKind| kind.label(ui.lang)).collect();
    let sites: Vec<&str> = request.sites.iter().map(domain::text::Title::as_str).collect();
    let by = match ui.lang {
        domain::Lang::Ja => "、",
        domain::Lang::En => ", ",
    };
    let mut out = vec![
        (label("f-chain-applicant"), found.firm(request.applicant).to_owned()),
        (label("f-chain-to"), found.firm(request.to).to_owned()),
        (label("f-chain-extent"), request.extent.label(ui.lang).to_owned()),
        (label("f-chain-country"), request.country.code()),
        (label("f-chain-ground"), request.ground.label(ui.lang).to_owned()),
        (label("f-chain-reason"), request.reason.to_string()),
        (label("f-chain-information"), if kinds.is_empty() { "–".to_owned() } else { kinds.join(by) }),
        (label("f-chain-sites"), if sites.is_empty() { "–".to_owned() } else { sites.join(by) }),
        (label("f-chain-in_our_contract"), answer(request.level.in_our_contract)),
        (label("f-chain-between_them"), answer(request.level.between_them)),
        (label("f-chain-measures_reported"), answer(request.level.measures_reported)),
        (label("f-chain-measures_sufficient"), answer(request.level.measures_sufficient)),
    ];
    let verification = request.level.verification.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    out.push((label("f-chain-verification"), verification));
    out.push((label("chain-asked"), long_date(request.asked_on, ui.lang)));
    out.push((label("chain-entered"), found.names.of(one.kept.entered_by).to_owned()));
    out
}

fn said(ui: &Shell, found: &ChainView, one: &RequestView) -> Vec<(String, jiff::civil::Date, String)> {
    let line = |office: &str, say: &domain::subcontract::Say| {
        (format!("{} {}", ui.t(office), found.names.of(say.by)), say.on, say.reason.to_string())
    };
    match &one.kept.request.decision {
        SubcontractDecision::Open => Vec::new(),
        SubcontractDecision::Approved { owner, officer, .. } => {
            let owner = owner.iter().map(|say| line("chain-voice-owner", say));
            owner.chain(officer.iter().map(|say| line("chain-voice-officer", say))).collect()
        }
        SubcontractDecision::Refused { say } => vec![line("chain-refused", say)],
        SubcontractDecision::Revoked { say } => vec![line("chain-revoked", say)],
    }
}

/// What the person may say now.
fn may(page: &Page, found: &ChainView, decision: &SubcontractDecision) -> MaySay {
    let owner = found.may_edit.then_some("owner");
    let officer = found.may_approve.then_some("officer");
    let nothing = MaySay { approve: None, refuse: None, revoke: None };
    let own = |by: Option<&domain::subcontract::Say>| by.is_some_and(|say| say.by == page.caller.id());
    match decision {
        SubcontractDecision::Open => MaySay { approve: owner, refuse: owner.or(officer), ..nothing },
        SubcontractDecision::Approved { owner: first, officer: None, .. } => MaySay {
            approve: officer.filter(|_| found.one_person_may || !own(first.as_ref())),
            refuse: officer.or(owner),
            ..nothing
        },
        SubcontractDecision::Approved { .. } => MaySay { revoke: officer.or(owner), ..nothing },
        SubcontractDecision::Refused { .. } | SubcontractDecision::Revoked { .. } => nothing,
    }
}
