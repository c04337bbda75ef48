//! Known incidents, played: each is shown or stopped.

use domain::{
    engagement::Answer,
    handover::{
        AccessKind, Disposal, DisposalField, DisposalMethod, DisposalProof, HandoverKind, NamedHandler, SecondFactor,
        Side,
    },
};
use jiff::civil::date;
use rules::{
    ReasonCode,
    chain::{PartyStanding, Setting, examine, parties},
    gates::{InService, warnings},
    handover::{Balance, unproven},
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
