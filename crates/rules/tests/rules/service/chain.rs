//! The chain below: requests, parties, the graph, and what flows down.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::MeasureId;
use domain::{
    engagement::Answer,
    id::{ContractorId, EngagementId},
    subcontract::{SubcontractDecider, SubcontractRequest},
};
use jiff::civil::Date;
use proptest::{collection::vec, prelude::*, sample::subsequence};
use rules::chain::{
    Chain, ChainError, Coverage, FlowError, Gap, Hop, Link, Node, PartyStanding, Setting, examine, flow_down, parties,
    standing,
};
use serde::Deserialize;

use super::{firm, made, read, refused, said};
use crate::support::{id, today};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    base: Base,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Base {
    request: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    set: toml::Table,
    #[serde(default = "owner_then_officer")]
    decider: SubcontractDecider,
    #[serde(default = "no")]
    one_person_may: Answer,
    #[serde(default = "no")]
    circles: Answer,
    #[serde(default = "today")]
    today: Date,
    #[serde(default)]
    refused: BTreeMap<String, String>,
    standing: String,
}

const fn owner_then_officer() -> SubcontractDecider {
    SubcontractDecider::OwnerThenOfficer
}
const fn no() -> Answer {
    Answer::No
}

fn book() -> Book {
    read(include_str!("../../../cases/subcontract.toml"))
}

#[test]
fn requests() {
    run();
}

pub(super) fn run() {
    let book = book();
    let approved = [firm(1)];
    for case in &book.case {
        let request: SubcontractRequest = made(&book.base.request, &case.set, &[]);
        let setting = Setting {
            decider: case.decider,
            one_person_may: case.one_person_may,
            approved: &approved,
            circles: case.circles,
        };
        assert_eq!(refused(&examine(&request, &setting)), case.refused, "{}", case.name);
        let found = standing(&request, &setting, case.today);
        assert_eq!(said(found.because()).code(), case.standing, "{}", case.name);
        assert_eq!(found.is_in_force(), case.standing == "sub_in_force", "{}", case.name);
    }
}

/// A request of the base between two firms.
pub(super) fn request(n: u32, giver: u32, taker: u32) -> SubcontractRequest {
    let base = book().base.request;
    let mut request: SubcontractRequest = made(&base, &toml::Table::new(), &[]);
    request.id = id("sct", n);
    request.applicant = firm(giver);
    request.to = firm(taker);
    request
}

pub(super) fn setting() -> Setting<'static> {
    Setting { decider: owner_then_officer(), one_person_may: no(), approved: &[], circles: no() }
}

#[test]
fn a_firm_nobody_asked_for_and_all_below_it_are_violations() {
    // 1 → 2 → 4, 1 → 3 → 4 (a diamond), 3 was never asked for; 4 → 5
    let steps: Vec<_> = [(1, 2), (2, 4), (1, 3), (3, 4), (4, 5)].map(|(a, b)| (firm(a), firm(b))).to_vec();
    let asked = [request(1, 1, 2), request(2, 2, 4), request(3, 3, 4), request(4, 4, 5)];
    let found = parties(firm(1), &steps, &asked, &setting(), today());
    let of = |under: u32, to: u32| {
        let one = found.iter().find(|p| p.under == Some(firm(under)) && p.firm == firm(to)).unwrap();
        (one.tier, one.standing.clone())
    };
    assert_eq!(of(1, 3), (2, PartyStanding::Unasked));
    assert_eq!(of(3, 4), (3, PartyStanding::BelowUnapproved));
    assert!(of(2, 4).1.is_approved() && of(4, 5).1.is_approved(), "there is a sound way to them");
    assert_eq!(of(4, 5).0, 4);
    // without the other way everything below 3 is a violation
    let steps: Vec<_> = [(1, 3), (3, 4), (4, 5)].map(|(a, b)| (firm(a), firm(b))).to_vec();
    let found = parties(firm(1), &steps, &asked, &setting(), today());
    assert_eq!(found.iter().filter(|p| !p.standing.is_approved()).count(), 3);
    // an approval that ran out
    let later = parties(firm(1), &[(firm(1), firm(2))], &asked, &setting(), jiff::civil::date(2027, 4, 1));
    assert!(
        matches!(&later[1].standing, PartyStanding::NotApproved { because, .. } if because.code.code() == "sub_expired")
    );
}

fn work(e: u32, giver: u32, taker: u32) -> Link {
    let from = if giver == 0 { Node::Engagement(id("eng", e)) } else { Node::Firm(firm(giver)) };
    Link { from, to: firm(taker), under: Some(id("eng", e)) }
}

fn standing_link(giver: u32, taker: u32) -> Link {
    Link { from: Node::Firm(firm(giver)), to: firm(taker), under: None }
}

#[test]
fn diamonds_stand_circles_fall_and_two_works_make_no_circle() {
    let diamond = [work(1, 0, 1), work(1, 1, 2), work(1, 1, 3), work(1, 2, 4), work(1, 3, 4)];
    let chain = Chain::build(&diamond).unwrap();
    assert_eq!(chain.tiers(id("eng", 1)), vec![(firm(1), 1), (firm(2), 2), (firm(3), 2), (firm(4), 3)]);
    assert_eq!(chain.affected_by(firm(4)).firms, vec![firm(1), firm(2), firm(3)]);
    assert!(chain.would_circle(&work(1, 4, 1)) && chain.would_circle(&work(1, 2, 2)));
    assert!(!chain.would_circle(&work(2, 4, 1)), "another work is another matter");
    assert!(chain.would_circle(&standing_link(4, 1)), "a standing link holds for every work");
    let circle = [&diamond[..], &[work(1, 4, 2)]].concat();
    assert!(matches!(Chain::build(&circle), Err(ChainError::Circle(firms)) if firms.contains(&firm(2))));
    let crossed = [work(1, 0, 1), work(1, 1, 2), work(2, 0, 2), work(2, 2, 1)];
    let chain = Chain::build(&crossed).unwrap();
    assert_eq!(chain.affected_by(firm(1)).engagements, vec![id::<EngagementId>("eng", 1), id("eng", 2)]);
    assert_eq!(chain.concentration()[0].engagements, 2);
}

#[test]
fn a_supplier_behind_a_supplier_touches_only_the_works_it_serves() {
    // 5 is the data centre of 2 for whatever 2 does; 3 works for engagement 2 only
    let links = [work(1, 0, 1), work(1, 1, 2), work(2, 0, 1), work(2, 1, 3), standing_link(2, 5)];
    let chain = Chain::build(&links).unwrap();
    assert_eq!(chain.affected_by(firm(5)).engagements, vec![id::<EngagementId>("eng", 1)]);
    assert_eq!(chain.affected_by(firm(3)).engagements, vec![id::<EngagementId>("eng", 2)]);
    let abroad = chain.concentration_by(|f| if f == firm(5) || f == firm(3) { vec!["US"] } else { vec!["JP"] });
    assert_eq!(abroad.iter().map(|c| (c.on, c.engagements)).collect::<Vec<_>>(), vec![("JP", 2), ("US", 2)]);
    assert_eq!(chain.below(firm(1)), vec![firm(2), firm(3), firm(5)]);
}

/// Links whose giver is always the smaller number, so that no circle can be, over three engagements and standing ones.
fn links() -> impl Strategy<Value = Vec<Link>> {
    vec((0u32..12, 1u32..13, 0u32..4), 0..40).prop_map(|all| {
        let made = all.into_iter().filter(|(a, b, _)| a < b);
        made.map(|(a, b, e)| match (a, e) {
            (0, e) => work(e.max(1), 0, b),
            (a, 0) => standing_link(a, b),
            (a, e) => work(e, a, b),
        })
        .collect()
    })
}

/// The same by the definition: a path up whose links may all stand under one engagement.
fn affected_slowly(links: &[Link], start: ContractorId) -> BTreeSet<Node> {
    let mut seen = BTreeSet::new();
    let mut todo = vec![(Node::Firm(start), None)];
    let mut out = BTreeSet::new();
    while let Some((node, under)) = todo.pop() {
        for link in links.iter().filter(|l| Node::Firm(l.to) == node) {
            let next = match (under, link.under) {
                (Some(a), Some(b)) if a != b => continue,
                (a, b) => a.or(b),
            };
            if seen.insert((link.from, next)) {
                out.insert(link.from);
                todo.push((link.from, next));
            }
        }
    }
    out
}

proptest! {
    #[test]
    fn the_graph_answers_as_its_definition(links in links(), n in 1u32..13) {
        let chain = Chain::build(&links).unwrap();
        let affected = chain.affected_by(firm(n));
        let found: BTreeSet<Node> = affected.engagements.iter().map(|e| Node::Engagement(*e))
            .chain(affected.firms.iter().map(|f| Node::Firm(*f))).collect();
        prop_assert_eq!(found, affected_slowly(&links, firm(n)));
        // weight of a firm = engagements touched when it fails
        let weight = chain.concentration().iter().find(|c| c.on == firm(n)).map_or(0, |c| c.engagements);
        prop_assert_eq!(usize::try_from(weight).unwrap(), affected.engagements.len());
        for other in &affected.firms {
            prop_assert!(chain.below(*other).contains(&firm(n)));
        }
    }

    #[test]
    fn what_would_circle_is_refused_and_nothing_else(links in links(), a in 1u32..13, b in 1u32..13, e in 0u32..4) {
        let chain = Chain::build(&links).unwrap();
        let new = if e == 0 { standing_link(a, b) } else { work(e, a, b) };
        let grown = [&links[..], &[new]].concat();
        prop_assert_eq!(Chain::build(&grown).is_err(), chain.would_circle(&new));
    }

    #[test]
    fn a_sub_engagement_never_needs_less_than_it_was_given(
        steps in vec((0u32..8, 1u32..9, any::<u16>(), any::<u16>(), any::<u16>()), 0..20),
        required in subsequence((1u32..12).collect::<Vec<_>>(), 0..11),
    ) {
        let steps: Vec<_> = steps.into_iter().filter(|s| s.0 < s.1).collect();
        let set = |bits: u16| (1u32..12).filter(|n| bits & (1 << n) != 0).map(measure).collect::<BTreeSet<_>>();
        let hops: Vec<Hop> = steps.iter().map(|(a, b, agreed, shown, added)| Hop {
            from: (*a > 0).then(|| firm(*a)),
            to: firm(*b),
            coverage: Coverage {
                agreed: set(*agreed), shown: set(*shown), added: set(*added & 0x11), refused: set(*added & 0x4),
            },
        }).collect();
        let required: BTreeSet<MeasureId> = required.into_iter().map(measure).collect();
        match flow_down(&required, &hops) {
            Err(FlowError::Loose(_)) => {}
            Err(FlowError::Circle) => prop_assert!(false, "there is no circle"),
            Ok(flows) => for (flow, hop) in flows.iter().zip(&hops) {
                let above = flows.iter().filter(|f| Some(f.to) == hop.from);
                prop_assert!(hop.from.is_some() || required.is_subset(&flow.needed));
                for upper in above {
                    prop_assert!(upper.needed.is_subset(&flow.needed), "less than given");
                    prop_assert!(flow.refused_below.is_subset(&upper.refused_below), "colour is lost on the way up");
                }
                prop_assert!(hop.coverage.added.is_subset(&flow.needed));
                for measure in &flow.needed {
                    let covered = hop.coverage.agreed.contains(measure) && hop.coverage.shown.contains(measure)
                        && !hop.coverage.refused.contains(measure);
                    prop_assert_eq!(covered, !flow.gaps.contains_key(measure));
                }
            }
        }
    }
}

fn measure(n: u32) -> MeasureId {
    format!("CM-GV-{n:02}").parse().unwrap()
}

#[test]
fn what_a_subcontract_and_its_reports_leave_open() {
    let required = BTreeSet::from([measure(1), measure(2), measure(3)]);
    let cover = |agreed: &[u32], shown: &[u32], refused: &[u32]| {
        let set = |ns: &[u32]| ns.iter().copied().map(measure).collect();
        Coverage { agreed: set(agreed), shown: set(shown), refused: set(refused), added: BTreeSet::new() }
    };
    let hops = [
        Hop { from: None, to: firm(1), coverage: cover(&[1, 2, 3], &[1, 2, 3], &[]) },
        Hop { from: Some(firm(1)), to: firm(2), coverage: cover(&[1, 2], &[1], &[3]) },
        Hop { from: Some(firm(2)), to: firm(3), coverage: cover(&[1, 2, 3], &[1, 2, 3], &[]) },
    ];
    let flows = flow_down(&required, &hops).unwrap();
    assert!(flows[0].gaps.is_empty() && flows[2].gaps.is_empty());
    assert_eq!(flows[1].gaps, BTreeMap::from([(measure(2), Gap::NotShown), (measure(3), Gap::Refused)]));
    assert_eq!(flows[0].refused_below, BTreeSet::from([measure(3)]), "the refusal colours the way up");
    assert!(flows[2].refused_below.is_empty());
    let circle = [hops[0].clone(), Hop { from: Some(firm(1)), to: firm(1), coverage: Coverage::default() }];
    assert_eq!(flow_down(&required, &circle), Err(FlowError::Circle));
    assert_eq!(flow_down(&required, &hops[1..2]), Err(FlowError::Loose(firm(1))));
}
