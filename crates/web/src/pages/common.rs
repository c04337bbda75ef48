//! From what a use case gives to what a page shows: parts that several pages share.

use app::{
    Caller,
    engagements::View,
    rules::{
        Fix,
        decide::{Assessment, Verdict},
        gates::{ConditionReport, Status},
    },
};
use catalogue::Catalogue;
use domain::{
    Lang,
    approval::{Approval, ApprovalState, Outcome},
    calendar::{long_date, short_date},
    id::UnitId,
    permission::Permission,
    person::Role,
};

use crate::{
    page::Shell,
    show::{Kind, Link, Mark},
    views::{
        approvals::state_mark,
        engagement::{self as view, State},
    },
    visit::Page,
};

/// The answer to "may it go out?", as pages show it.
pub(super) fn assessment(catalogue: &Catalogue, lang: Lang, a: &Assessment) -> view::Assessment {
    let ui = crate::i18n::T::new(lang);
    let kind = match a.verdict {
        Verdict::MayGoOut | Verdict::PermittedWithMeasures => Kind::Met,
        Verdict::NotInPrinciple => Kind::Unmet,
        Verdict::AskOfficer => Kind::Wait,
        Verdict::Incomplete => Kind::Weak,
    };
    let text = match a.verdict {
        Verdict::MayGoOut => ui.t("verdict-may-go-out"),
        Verdict::PermittedWithMeasures => ui.t("verdict-permitted"),
        Verdict::NotInPrinciple => ui.t("verdict-not-in-principle"),
        Verdict::AskOfficer => ui.t("verdict-ask-officer"),
        Verdict::Incomplete => ui.t("verdict-incomplete"),
    };
    let reasons = reasons(catalogue, lang, &a.because);
    view::Assessment { headline: a.verdict.label(lang).to_owned(), text: text.into_owned(), kind, reasons }
}

/// Reasons with their rules.
pub(super) fn reasons(catalogue: &Catalogue, lang: Lang, because: &[app::rules::Reason]) -> Vec<view::Reason> {
    let one = |r: &app::rules::Reason| view::Reason {
        text: r.text(catalogue, lang),
        because: String::new(),
        rule: r.rule.to_string(),
    };
    because.iter().map(one).collect()
}

/// Head of every page of an engagement.
pub(super) fn head(page: &Page, view: &View) -> view::Head {
    let lang = page.lang();
    let e = &view.case.engagement;
    let by_analogy = e.facts.category_fit == domain::engagement::CategoryFit::ByAnalogy;
    let mut category = e.facts.category.label(lang).to_owned();
    if by_analogy {
        category.push_str(match lang {
            Lang::Ja => "（準じて扱う）",
            Lang::En => " (by analogy)",
        });
    }
    let unit = page.caller.units.get(e.unit).map(|u| u.label(lang).to_owned()).unwrap_or_default();
    let open = e.facts.items.iter().filter(|i| i.criticality == domain::engagement::Criticality::Unjudged).count();
    view::Head {
        number: e.number.to_string(),
        title: e.facts.title.to_string(),
        category,
        seals: crate::show::seals(&e.facts, lang),
        contractor: e
            .facts
            .contractor
            .map(|id| Link::new(format!("/contractors/{id}"), &view.case.projection.contractor_name)),
        unit,
        owner: view.names.of(e.owner).to_owned(),
        owner_role: owner_role(view, lang),
        amount: e.facts.amount.map(|a| a.to_string()),
        term: e.facts.term.map(|t| (t.from(), t.to())),
        register_version: e.register_version,
        stage: e.stage,
        standing: e.standing,
        relatives: (view.split_from.iter().chain(&view.split_into))
            .map(|n| Link::new(format!("/engagements/{n}"), n.to_string()))
            .collect(),
        acts: acts(page, view),
        items: (count(e.facts.items.len()), count(open)),
        papers: count(view.case.documents.len()),
        contracts: count(view.case.contracts.len()),
        files: u64::try_from(view.files).unwrap_or_default(),
        history: u64::try_from(view.entries).unwrap_or_default(),
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The role in which the owner answers for it, where it shows in their grants.
fn owner_role(view: &View, lang: Lang) -> String {
    view.owner_role.map(|role: Role| role.label(lang).to_owned()).unwrap_or_default()
}

/// What the person can do now beside the gate; the use case decides, this only shows or hides a link.
fn acts(page: &Page, view: &View) -> Vec<Link> {
    let e = &view.case.engagement;
    let ui = page.shell(crate::page::Nav::Engagements);
    let mut out = Vec::new();
    let open = e.standing == domain::engagement::Standing::Open;
    if open && page.caller.actor.may_at(Permission::EditEngagement, e.unit).is_ok() {
        let to = |path: &str, key: &str| Link::new(format!("/engagements/{}/{path}", e.number), ui.t(key));
        out.push(to("facts", "act-change"));
        if e.facts.activities.len() > 1 && e.stage == domain::engagement::Stage::Decide {
            out.push(to("split", "act-split"));
        }
        for condition in view.report.unmet().filter(|c| matches!(c.fix, Some(Fix::SplitScope))) {
            out.push(to(&format!("declare/{}", condition.id), "act-not-split"));
        }
        out.push(to("end", "act-end"));
    }
    if open && page.caller.actor.may_at(Permission::SendQuestionnaire, e.unit).is_ok() {
        let to = format!("/questionnaires/new?engagement={}", e.number);
        out.push(Link::new(to, ui.t("questionnaire-send")));
    }
    if page.caller.actor.can(Permission::AskChief) {
        out.push(Link::new(format!("/consultations/new?engagement={}", e.number), ui.t("act-ask")));
    }
    out
}

/// Where a next step is done.
pub(super) fn fix_link(number: &str, fix: &Fix, lang: Lang) -> Link {
    let at = |path: &str| format!("/engagements/{number}/{path}");
    let href = match fix {
        Fix::EditFacts => at("facts"),
        Fix::AnswerQuestions => at("facts#f-facts-installation_opens_critical"),
        Fix::JudgeItems => at("information"),
        Fix::RequestCriticality => at("criticality"),
        Fix::RequestException => at("exception"),
        Fix::SplitScope => at("split"),
        Fix::AwaitApproval(id) | Fix::ReportToChief(id) => format!("/approvals/{id}"),
        Fix::MendSentBack(id) => format!("/approvals/{id}/mend"),
        Fix::Declare(id) => at(&format!("declare/{id}")),
        Fix::WritePaper { paper, .. } => at(&format!("papers/{paper}")),
        Fix::SettleRequirements(_) => at("requirements"),
        Fix::CheckContract(_) => at("contract"),
        Fix::StartSelection(_) | Fix::RunSelection => at("selection"),
    };
    // waiting is nothing one can do; looking at what is waited for is
    if matches!(fix, Fix::AwaitApproval(_)) {
        return Link::new(href, crate::i18n::T::new(lang).t("see-request"));
    }
    Link::new(href, fix.label(lang))
}

/// One condition as the gate panel shows it.
pub(super) fn condition(catalogue: &Catalogue, page: &Page, view: &View, report: &ConditionReport) -> view::Condition {
    let lang = page.lang();
    let e = &view.case.engagement;
    let number = e.number.to_string();
    let known = catalogue.condition(&report.id);
    let state = match &report.status {
        Status::Met => State::Met,
        Status::Unmet => State::Unmet,
        Status::Waived(_) => State::Waived,
        Status::NotApplicable => State::NotApplicable,
    };
    let mut detail: Vec<String> = report.because.iter().map(|r| r.text(catalogue, lang)).collect();
    if let Status::Waived(waiver) = &report.status {
        detail = vec![waived(page, view, waiver)];
    } else if detail.is_empty() && state == State::Unmet {
        detail.extend(known.map(|k| k.help.get(lang).to_owned()));
    }
    if let Some(shown) = report.shown_by.and_then(|id| view.case.declarations.iter().find(|d| d.id == id)) {
        detail.push(format!("{}（{}）", shown.note, view.names.of(shown.declared_by)));
    }
    let may_edit = page.caller.actor.may_at(Permission::EditEngagement, e.unit).is_ok();
    let waiting = waiting_for(page, view, report);
    let waivable = known.is_some_and(|k| k.waivable == catalogue::Waivable::Waivable);
    let ask_waiver = state == State::Unmet && may_edit && waivable && waiting.is_none();
    view::Condition {
        id: report.id.to_string(),
        state,
        text: known.map(|k| k.title.get(lang).to_owned()).unwrap_or_default(),
        detail: detail.join(if lang == Lang::Ja { "" } else { " " }),
        source: known.and_then(|k| k.source.first()).map(source).unwrap_or_default(),
        fix: report.fix.as_ref().filter(|f| may_follow(page, e.unit, f)).map(|f| fix_link(&number, f, lang)),
        waiver: ask_waiver.then(|| format!("/engagements/{number}/waiver?condition={}", report.id)),
        waiting,
    }
}

/// `NISC-2008 5.1(3)`
fn source(source: &catalogue::SourceRef) -> String {
    format!("{} {}", source.document.as_str(), source.section)
}

/// A link nobody could use is not shown; looking at a request is open to all who see the engagement.
fn may_follow(page: &Page, unit: UnitId, fix: &Fix) -> bool {
    match fix {
        Fix::AwaitApproval(_) | Fix::ReportToChief(_) => true,
        Fix::RequestCriticality | Fix::RequestException | Fix::MendSentBack(_) => {
            page.caller.actor.may_at(Permission::RequestDecision, unit).is_ok()
        }
        Fix::StartSelection(_) | Fix::RunSelection => page.caller.actor.may_at(Permission::ViewSelection, unit).is_ok(),
        _ => page.caller.actor.may_at(Permission::EditEngagement, unit).is_ok(),
    }
}

fn waived(page: &Page, view: &View, waiver: &domain::gate::Waiver) -> String {
    let (who, lang) = (view.names.of(waiver.granted_by), page.lang());
    match lang {
        Lang::Ja => format!(
            "{who}が {} に免除。{}。{}まで",
            short_date(waiver.granted_on, lang),
            waiver.reason.as_str().trim_end_matches('。'),
            long_date(waiver.until, lang)
        ),
        Lang::En => format!(
            "Waived by {who} on {}. {}. Until {}",
            short_date(waiver.granted_on, lang),
            waiver.reason.as_str().trim_end_matches(['.', '。']),
            long_date(waiver.until, lang)
        ),
    }
}

/// The request that is waited for at a condition, in words.
fn waiting_for(page: &Page, view: &View, report: &ConditionReport) -> Option<String> {
    let pending = |a: &&Approval| a.state == ApprovalState::Pending;
    let approval = view.case.approvals.iter().filter(pending).find(|a| match (&a.request, &report.fix) {
        (domain::approval::Request::Waiver { condition, .. }, _) => condition == &report.id,
        (_, Some(Fix::AwaitApproval(id))) => a.id == *id,
        _ => false,
    })?;
    let ui = page.shell(crate::page::Nav::Engagements);
    let who = decider(&page.caller, approval.request.kind().decided_with(), page.lang());
    Some(ui.words().t2("condition-waiting", ("who", who), ("since", ui.at(&approval.requested_at).text())))
}

/// Who decides, by the name of the role that holds the permission.
pub(super) fn decider(_caller: &Caller, permission: Permission, lang: Lang) -> String {
    let order = [
        Role::SecurityOfficer,
        Role::ChiefSecurityOfficer,
        Role::SystemSecurityOfficer,
        Role::SectionSecurityOfficer,
        Role::Administrator,
    ];
    order.iter().find(|r| r.permits(permission)).map_or_else(String::new, |r| r.label(lang).to_owned())
}

/// What a decision was, in a line: outcome, by whom, for whom, why.
pub(super) fn outcome_line(ui: &Shell, view: &View, approval: &Approval) -> String {
    let Some(decided) = &approval.decided else {
        return ui.t1("decision-asked-by", "who", view.names.of(approval.requested_by));
    };
    let mut out = vec![outcome_words(ui, &decided.outcome)];
    out.push(ui.t1("decision-by", "who", view.names.of(decided.by)));
    if let Some(person) = decided.on_behalf_of {
        out.push(ui.t1("decision-for", "who", view.names.of(person)));
    }
    out.push(decided.reason.to_string());
    out.join(if ui.lang == Lang::Ja { "。" } else { ". " })
}

/// What an outcome means, in words.
pub(super) fn outcome_words(ui: &Shell, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Critical => ui.t("outcome-critical").into_owned(),
        Outcome::NotCritical => ui.t("outcome-not-critical").into_owned(),
        Outcome::Permitted { permit } => {
            let until = long_date(permit.until, ui.lang);
            ui.words().t2("outcome-permitted", ("measures", permit.measures.len()), ("until", until))
        }
        Outcome::Updated { version, .. } => ui.tn("outcome-updated", *version),
        Outcome::NoUpdate => ui.t("outcome-no-update").into_owned(),
        Outcome::Waived => ui.t("outcome-waived").into_owned(),
        Outcome::Refused => ui.t("outcome-refused").into_owned(),
        Outcome::SentBack => ui.t("outcome-sent-back").into_owned(),
        Outcome::Withdrawn => ui.t("outcome-withdrawn").into_owned(),
    }
}

/// Requests with their decisions and gates passed, newest first.
pub(super) fn decisions(ui: &Shell, view: &View) -> Vec<view::Decision> {
    let mut out: Vec<view::Decision> = view
        .case
        .approvals
        .iter()
        .map(|a| view::Decision {
            at: a.decided.as_ref().map_or(a.requested_at, |d| d.at),
            what: a.request.kind().label(ui.lang).to_owned(),
            href: Some(format!("/approvals/{}", a.id)),
            mark: state_mark(a.state, ui.lang),
            detail: outcome_line(ui, view, a),
            same_person: a.decided.as_ref().is_some_and(|d| d.same_person),
        })
        .collect();
    out.extend(view.passages.iter().map(|p| view::Decision {
        at: p.at,
        what: ui.t1("decision-gate", "gate", p.gate.label(ui.lang)),
        href: None,
        mark: Mark::new(Kind::Met, ui.t("decision-passed")),
        detail: passed_by(ui, view, p),
        same_person: false,
    }));
    out.sort_by_key(|d| std::cmp::Reverse(d.at));
    out
}

fn passed_by(ui: &Shell, view: &View, passage: &domain::gate::Passage) -> String {
    let waived = passage.conditions.iter().filter(|c| c.status == "waived").count();
    let met = passage.conditions.iter().filter(|c| c.status == "met").count();
    let by = ui.t1("decision-by", "who", view.names.of(passage.by));
    format!("{by}　{}", ui.words().t2("decision-conditions", ("met", met), ("waived", waived)))
}

/// A paper as markup; on demand each paragraph says what it comes from, with links into the catalogue.
pub(super) fn paper_html(
    catalogue: &Catalogue,
    paper: &app::paper::Paper,
    (lang, sources): (Lang, bool),
) -> crate::failure::Result<String> {
    use app::html::{Source, Tracing};
    let show = |id: &app::paper::TraceId| {
        let title = catalogue.entry(id.as_str()).and_then(|entry| entry.title(lang));
        let label = title.map_or_else(|| id.as_str().to_owned(), |title| format!("{} {title}", id.as_str()));
        Source { label, href: crate::lookup::href(catalogue, id.as_str()) }
    };
    let tracing = if sources { Tracing::Details(&show) } else { Tracing::Hidden };
    Ok(app::html::write(paper, 3, &tracing).map_err(app::Error::internal)?)
}
