//! Known incidents, played: each is shown or stopped.

use domain::{
    engagement::Answer,
    handover::{
        AccessKind, Disposal, DisposalField, DisposalMethod, DisposalProof, HandoverKind, NamedHandler, SecondFactor,
        Side,
    },
    oversight::{Correction, FindingError, Step},
};
use jiff::civil::date;
use rules::{
    ReasonCode,
    chain::{Chain, Link, Node, PartyStanding, Setting, examine, parties},
    gates::{InService, warnings},
    handover::{Balance, ReleaseCase, release, unproven},
    watch::{AccessFlaw, Seen, access_flaws},
};

use super::{chain, firm, handover, said, watch};
use crate::support::{id, today};

/// A printer told its clients that the data was erased; it was not (2024). The word alone leaves the balance open, and a
/// certificate without proof of the medium does too.
#[test]
fn a_false_word_of_erasure_closes_nothing() {
    let holder = Side::Contractor(firm(1));
    let given = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 1);
    let mut word = handover::entry(2, HandoverKind::Erase, (holder, holder), 1);
    word.disposal = Some(Disposal {
        method: Some(DisposalMethod::PlainDeletion),
        performed_on: Some(date(2026, 4, 1)),
        report_number: "完了報告1".parse().ok(),
        report_received_on: Some(date(2026, 4, 2)),
        ..Disposal::default()
    });
    assert_eq!(said(&unproven(&word).unwrap()), ReasonCode::DisposalIncomplete);
    let missing = word.disposal.clone().unwrap().missing(word.carrier, DisposalProof::Certificate);
    for field in [DisposalField::Method, DisposalField::Serial, DisposalField::Witness, DisposalField::Certificate] {
        assert!(missing.contains(&field), "{field}");
    }
    let (balance, refused) = Balance::of(&[given, word]);
    assert!(refused.is_empty() && !balance.is_zero(id("eng", 1)));
    assert_eq!(balance.holdings().map(|(_, h)| (h.held, h.claimed)).collect::<Vec<_>>(), [(1, 1)]);
}

/// A contractor passed work on, and that firm passed it on again, without a word (2022).
#[test]
fn a_hidden_subcontractor_of_a_subcontractor_is_shown() {
    let steps = [(firm(1), firm(2)), (firm(2), firm(3))];
    let found = parties(firm(1), &steps, &[], &chain::setting(), today());
    assert_eq!(found.iter().filter(|p| !p.standing.is_approved()).map(|p| p.tier).collect::<Vec<_>>(), [2, 3]);
    assert!(found.iter().filter(|p| p.tier > 1).all(|p| p.standing == PartyStanding::Unasked));
    // nor can the hidden firm pass work on by asking now
    let approved = [firm(1)];
    let setting = Setting { approved: &approved, circles: Answer::No, ..chain::setting() };
    assert!(!examine(&chain::request(1, 2, 3), &setting).is_allowed());
}

/// People shown as the contractor's own were employed elsewhere (2022); a temporary worker's firm was never named (2014).
#[test]
fn a_worker_of_another_firm_is_shown() {
    let found = parties(firm(1), &[], &[], &chain::setting(), today());
    let worker = NamedHandler {
        id: id("hdl", 1),
        engagement: id("eng", 1),
        name: "田中".parse().unwrap(),
        works_for: firm(1),
        employer: Some(firm(9)),
        agreed_on: Some(date(2026, 4, 1)),
        pledged_on: None,
        trained_on: None,
        until: None,
    };
    let seen = |worker: &NamedHandler| {
        let handlers = std::slice::from_ref(worker);
        let service = InService {
            at_work: Some(rules::gates::AtWork { parties: &found, names: &[] }),
            handlers: Some(handlers),
            ..InService::default()
        };
        let (_, look) = rules::gates::IN_SERVICE.iter().find(|(id, _)| *id == "G6-4").unwrap();
        match look(&service, today()).unwrap() {
            Ok(reason) => vec![said(&reason)],
            Err(because) => because.iter().map(said).collect(),
        }
    };
    assert_eq!(seen(&worker), [ReasonCode::HandlerOfAnotherFirm]);
    // a last day still to come changes nothing, nor does it help that nobody says who employs them
    let leaving = NamedHandler { until: Some(date(2027, 3, 31)), ..worker.clone() };
    assert_eq!(seen(&leaving), [ReasonCode::HandlerOfAnotherFirm]);
    assert_eq!(seen(&NamedHandler { employer: None, ..leaving }), [ReasonCode::HandlerEmployerUnknown]);
    assert_eq!(seen(&NamedHandler { until: Some(date(2026, 6, 10)), ..worker.clone() }), [ReasonCode::ChainApproved]);
    assert_eq!(seen(&NamedHandler { employer: Some(firm(1)), ..worker }), [ReasonCode::ChainApproved]);
}

/// An administrator account of a contractor had no second factor (2025).
#[test]
fn an_account_without_a_second_factor_is_shown() {
    let accesses = [watch::access(1, AccessKind::AdminAccount, SecondFactor::Off)];
    let service = InService { accesses: Some(&accesses), ..InService::default() };
    let found = warnings(&service, Some(date(2027, 3, 31)), today());
    assert_eq!(found.iter().map(said).collect::<Vec<_>>(), [ReasonCode::AccessWithoutSecondFactor]);
}

/// A connection lived on after the contract.
#[test]
fn an_access_that_outlived_its_contract_is_shown_and_stops_the_close() {
    let mut access = watch::access(1, AccessKind::RemoteAccess, SecondFactor::On);
    access.until = None;
    let seen = |today| Seen { contract_until: Some(date(2026, 6, 10)), handlers: &[], review_months: 12, today };
    assert!(access_flaws(std::slice::from_ref(&access), &seen(date(2026, 6, 10))).is_empty());
    assert_eq!(access_flaws(std::slice::from_ref(&access), &seen(today())), [(access.id, AccessFlaw::Outlived)]);
    let accesses = [access];
    let service = InService { accesses: Some(&accesses), ..InService::default() };
    let (_, look) = rules::gates::IN_SERVICE.iter().find(|(id, _)| *id == "G8-3").unwrap();
    let because = look(&service, today()).unwrap().unwrap_err();
    assert_eq!(because.iter().map(said).collect::<Vec<_>>(), [ReasonCode::AccessLeft]);
}

/// A temporary worker took data for ten years; asked by its clients, the firm answered after a poor check that nothing had
/// leaked (2013-2023). An answer closes a finding only with what shows it, and only after our own look.
#[test]
fn an_answer_is_no_fact() {
    let found = super::ending::finding(date(2026, 6, 30));
    let plan =
        Correction {
            plan: "記録を調べる".parse().unwrap(), by: "鈴木".parse().unwrap(), due: date(2026, 6, 20)
        };
    let planned = found.step(Step::Plan(plan)).unwrap();
    let word = |proof| Step::Claim { proof, on: date(2026, 6, 10) };
    assert_eq!(planned.clone().step(word(vec![])), Err(FindingError::NoProof), "a bare no is no answer");
    let answered = planned.step(word(vec![id("att", 1)])).unwrap();
    assert!(!answered.is_settled(today()) && answered.is_overdue(date(2026, 6, 21)), "nobody here has looked yet");
    // nor does a report without working papers stand as an audit
    let paper_only = domain::oversight::Audit { papers: vec![], ..super::looks::audit(1) };
    assert!(!rules::watch::looked(&[paper_only], today()));
}

/// The second factor on the accounts of an affiliated contractor was put off again and again (2023).
#[test]
fn a_second_factor_put_off_comes_back() {
    let until = date(2026, 6, 10);
    let put_off = SecondFactor::Excepted { by: id("per", 2), reason: "機器の更新まで".parse().unwrap(), until };
    let accesses = [watch::access(1, AccessKind::RemoteAccess, put_off)];
    let service = InService { accesses: Some(&accesses), ..InService::default() };
    let on = |day| warnings(&service, Some(date(2027, 3, 31)), day).iter().map(said).collect::<Vec<_>>();
    assert!(on(until).is_empty());
    assert_eq!(on(today()), [ReasonCode::AccessWithoutSecondFactor], "the exception ended yesterday");
}

/// A hospital was entered through the network connection of its meal service (2022): a line without an end that nobody had
/// looked at since it was given.
#[test]
fn a_standing_connection_nobody_looks_at_is_shown() {
    let mut line = watch::access(1, AccessKind::Connection, SecondFactor::Off);
    line.until = None;
    let accesses = [line];
    let service = InService { accesses: Some(&accesses), ..InService::default() };
    let on = |day| warnings(&service, None, day).iter().map(said).collect::<Vec<_>>();
    assert!(on(date(2026, 10, 1)).is_empty(), "six months from the first of April");
    assert_eq!(on(date(2026, 10, 2)), [ReasonCode::AccessReviewDue]);
}

/// The remote access of a second-tier firm stopped fourteen plants (2022); a tool of one supplier served many (2021). Whoever
/// stands above the failing firm on any path is named, whoever does not is not.
#[test]
fn what_fails_far_below_names_every_engagement_above_it() {
    let under = |e| Some(id::<domain::id::EngagementId>("eng", e));
    let link = |from, to: u32, under| Link { from, to: firm(to), under };
    let work = |e: u32, to: u32| link(Node::Engagement(id("eng", e)), to, under(e));
    let chain = Chain::build(&[
        work(1, 1),
        link(Node::Firm(firm(1)), 2, under(1)),
        work(2, 1),
        work(3, 3),
        // the tool of firm 9 is behind whatever firms 2 and 3 do
        link(Node::Firm(firm(2)), 9, None),
        link(Node::Firm(firm(3)), 9, None),
    ])
    .unwrap();
    let touched = |n| chain.affected_by(firm(n)).engagements;
    assert_eq!(touched(2), [id("eng", 1)], "firm 2 does nothing for the second");
    assert_eq!(touched(9), [id("eng", 1), id("eng", 3)]);
    let weight = |n| chain.concentration().iter().find(|c| c.on == firm(n)).map(|c| c.engagements);
    assert_eq!((weight(1), weight(9), weight(2)), (Some(2), Some(2), Some(1)));
}

/// A memory with the data of a whole city was carried out and lost (2022): the copy on it was not erased after the work, and
/// nobody had allowed that it be carried.
#[test]
fn what_was_copied_stays_on_the_books() {
    let holder = Side::Contractor(firm(1));
    let given = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 1);
    let copied = handover::entry(2, HandoverKind::Copy, (holder, holder), 1);
    let mut erased = handover::entry(3, HandoverKind::Erase, (holder, holder), 1);
    erased.disposal = Some(handover::proven());
    let (balance, refused) = Balance::of([&given, &copied, &erased]);
    assert!(refused.is_empty());
    assert_eq!(balance.total(), 1, "the copy remains when the first is erased");
    // to nobody named, for no stated need, by no safe way: each is said
    let case = ReleaseCase {
        entry: &given,
        listed: &[],
        handlers: &[],
        secrecy: &[],
        contracts: &[],
        rule_accepted_on: None,
        approved: &[],
    };
    let refused = super::refused(&release(&case));
    assert_eq!(refused.len(), rules::handover::RELEASE.len(), "{refused:?}");
}
