//! What must hold whatever the facts, the register and the approvals are.

use catalogue::{CheckCode, Waivable};
use domain::{
    Lang,
    approval::Approval,
    engagement::{
        Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, Facts, InformationItem,
        InformationKind, Place, RawFacts,
    },
    gate::{Gate, Waiver},
    register::{Register, RegisterList},
};
use jiff::civil::{Date, date};
use proptest::{
    collection::{btree_set, vec},
    option,
    prelude::*,
    sample::select,
};
use rules::{
    decide::{Assessment, Case, Verdict, assess},
    gates::{Snapshot, Status, evaluate},
    scope_cut,
};

use crate::support::{ApprovalSpec, DeclarationSpec, EntrySpec, WaiverSpec, approvals, catalogue, engagement};

/// Few names, some of them one system under two spellings, so that the register is often hit.
const SYSTEMS: &[&str] = &["窓口システム", "窓口ｼｽﾃﾑ", "住民記録", "住民記録システム"];

fn item() -> impl Strategy<Value = (Criticality, Option<Activity>)> {
    (select(Criticality::ALL.to_vec()), option::of(select(Activity::ALL.to_vec())))
}

prop_compose! {
    fn any_facts()(
        system in select(SYSTEMS.to_vec()),
        category in select(Category::ALL.to_vec()),
        category_fit in select(CategoryFit::ALL.to_vec()),
        activities in btree_set(select(Activity::ALL.to_vec()), 1..4),
        information in btree_set(select(InformationKind::ALL.to_vec()), 1..3),
        items in vec(item(), 0..4),
        answers in (select(Answer::ALL.to_vec()), select(Answer::ALL.to_vec())),
        title in "[ -~ぁ-ん一-龠]{1,120}",
    ) -> Option<Facts> {
        let items = (1..).zip(items).map(|(n, (criticality, needed_for))| InformationItem {
            name: format!("情報{n}").parse().unwrap(), access: Access::Provided, criticality, needed_for,
        });
        let raw = RawFacts {
            title: title.parse().ok()?, summary: Default::default(), category, category_fit,
            system: system.parse().unwrap(), activities, information, people_count: None, items: items.collect(),
            places: [Place::ContractorPremises].into(), connection: Connection::None,
            installation_opens_critical: answers.0, rights_reach_all: answers.1, term: None, amount: None,
            contractor: None, subcontracting: Answer::Unknown, accounts: Answer::Unknown,
        };
        Facts::try_from(raw).ok()
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    any_facts().prop_filter_map("contradictory facts", |facts| facts)
}

fn register() -> impl Strategy<Value = Register> {
    let entry = (
        select(RegisterList::ALL.to_vec()),
        select(SYSTEMS.to_vec()),
        btree_set(select(Activity::ALL.to_vec()), 1..6),
        option::of(select(vec!["2026-01-01", "2027-01-01"])),
    );
    vec(entry, 0..5).prop_map(|entries| {
        let spec = |(list, system, activities, review_on): (RegisterList, _, _, _)| {
            let json = serde_json::json!({
                "list": list, "system": system, "activities": activities, "review_on": review_on
            });
            serde_json::from_value::<EntrySpec>(json).unwrap()
        };
        Register { version: 1, entries: (1..).zip(entries).map(|(n, e)| spec(e).entry(n)).collect() }
    })
}

fn some_approvals() -> impl Strategy<Value = Vec<Approval>> {
    let day = || select(vec!["2026-04-01", "2026-05-01", "2026-06-01", "2026-06-11"]);
    let one = (
        select(vec![
            ("criticality", "critical"),
            ("criticality", "not_critical"),
            ("exception", "permitted"),
            ("register_update", "no_update"),
        ]),
        select(vec!["approved", "approved", "pending", "sent_back", "refused", "withdrawn"]),
        (day(), day()),
        select(vec!["2026-06-10", "2026-06-11", "2027-03-31"]),
    );
    vec(one, 0..4).prop_map(|list| {
        let spec = |((ask, outcome), state, (asked, from), until)| {
            let from = std::cmp::min::<&str>(from, until);
            let json = serde_json::json!({
                "ask": ask, "outcome": outcome, "state": state, "asked": asked, "from": from, "until": until
            });
            serde_json::from_value::<ApprovalSpec>(json).unwrap()
        };
        approvals(&list.into_iter().map(spec).collect::<Vec<_>>())
    })
}

fn some_waivers() -> impl Strategy<Value = Vec<Waiver>> {
    let catalogue = catalogue();
    let ids: Vec<String> = catalogue.conditions().iter().map(|c| c.id.to_string()).collect();
    let one = (select(ids), select(vec!["2026-04-01", "2026-06-20"]), select(vec!["2026-06-25", "2026-12-31"]));
    vec(one, 0..30).prop_map(|list| {
        let spec = |(condition, from, until)| {
            let json = serde_json::json!({ "condition": condition, "from": from, "until": until });
            serde_json::from_value::<WaiverSpec>(json).unwrap()
        };
        (1..).zip(list).map(|(n, w)| spec(w).waiver(n)).collect()
    })
}

const TODAY: Date = date(2026, 6, 11);

fn run(facts: &Facts, register: &Register, approvals: &[Approval]) -> Assessment {
    assess(&Case { facts, register, approvals, today: TODAY })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_further_critical_item_never_opens(facts in facts(), register in register(), approvals in some_approvals(),
                                           needed_for in option::of(select(Activity::ALL.to_vec()))) {
        let before = run(&facts, &register, &approvals);
        let mut raw = RawFacts::from(facts);
        let name = "重い情報".parse().unwrap();
        raw.items.push(InformationItem { name, access: Access::Accessible, criticality: Criticality::Critical, needed_for });
        raw.information.remove(&InformationKind::PublicOnly);
        raw.information.insert(InformationKind::Personal);
        let after = run(&Facts::try_from(raw).unwrap(), &register, &approvals);
        prop_assert!(before.verdict.lets_through() || !after.verdict.lets_through(), "{before:?}\n{after:?}");
        prop_assert_ne!(after.verdict, Verdict::MayGoOut);
    }

    #[test]
    fn order_is_of_no_account(facts in facts(), register in register(), approvals in some_approvals()) {
        let before = run(&facts, &register, &approvals);
        let turned = Register { entries: register.entries.iter().rev().cloned().collect(), ..register };
        let turned_approvals: Vec<Approval> = approvals.iter().rev().cloned().collect();
        prop_assert_eq!(run(&facts, &turned, &turned_approvals), before);
    }

    #[test]
    fn taking_a_harmless_entry_away_never_opens(facts in facts(), register in register(), approvals in some_approvals()) {
        let before = run(&facts, &register, &approvals);
        let entries = register.entries.iter().filter(|e| e.list == RegisterList::Critical).cloned().collect();
        let after = run(&facts, &Register { version: 2, entries }, &approvals);
        prop_assert!(before.verdict.lets_through() || !after.verdict.lets_through());
    }

    #[test]
    fn every_answer_has_reasons_and_every_refusal_a_way_on(facts in facts(), register in register(), approvals in some_approvals()) {
        let catalogue = catalogue();
        let answer = run(&facts, &register, &approvals);
        prop_assert_eq!(answer.matched.len(), facts.activities.len());
        prop_assert!(!answer.because.is_empty());
        prop_assert!(answer.verdict.lets_through() || !answer.next.is_empty());
        for reason in &answer.because {
            for lang in Lang::ALL {
                prop_assert!(!reason.text(catalogue, *lang).contains('{'), "{}", reason.code);
            }
        }
    }

    #[test]
    fn a_scope_cut_parts_the_work_and_spares_the_rest(facts in facts(), register in register()) {
        if let Some(cut) = scope_cut::cut(&facts, &register) {
            prop_assert!(cut.spared.is_disjoint(&cut.rest) && !cut.spared.is_empty() && !cut.rest.is_empty());
            prop_assert_eq!(cut.spared.union(&cut.rest).copied().collect::<std::collections::BTreeSet<_>>(), facts.activities.clone());
            for lang in Lang::ALL {
                let (rest, spared) = scope_cut::split(&facts, &cut, *lang);
                prop_assert_ne!(&rest.title, &spared.title);
                for item in &facts.items {
                    prop_assert!(rest.items.contains(item) || spared.items.contains(item));
                }
                let rest = Facts::try_from(rest).unwrap();
                prop_assert!(Facts::try_from(spared).is_ok());
                prop_assert!(rest.items.iter().all(|i| i.criticality != Criticality::Critical));
                prop_assert!(!run(&rest, &register, &[]).verdict.is_critical());
                prop_assert!(scope_cut::cut(&rest, &register).is_none());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn gates_follow_the_decision_and_waivers_their_days(
        facts in facts(), register in register(), approvals in some_approvals(), waivers in some_waivers(),
        declared in any::<[bool; 11]>(),
    ) {
        let catalogue = catalogue();
        let answer = run(&facts, &register, &approvals);
        let engagement = engagement(facts, None);
        let declarations: Vec<_> = (1..).zip(declared).filter(|(_, yes)| *yes)
            .map(|(n, _)| DeclarationSpec::of(&format!("G1-{n}")).declaration(n)).collect();
        let snap = Snapshot {
            engagement: &engagement, register: &register, approvals: &approvals, waivers: &waivers,
            declarations: &declarations, desk: rules::gates::Desk::default(), today: TODAY,
        };
        for gate in Gate::ALL {
            let report = evaluate(catalogue, *gate, &snap);
            prop_assert_eq!(report.is_passable(), report.unmet().count() == 0);
            for (condition, found) in catalogue.conditions_of(*gate).zip(&report.conditions) {
                prop_assert_eq!(&condition.id, &found.id);
                let decision = matches!(condition.check, CheckCode::WorkDecided | CheckCode::PermitInForce);
                if decision && answer.verdict.lets_through() {
                    prop_assert!(matches!(found.status, Status::Met | Status::NotApplicable), "{found:?}");
                }
                if let Status::Waived(waiver) = &found.status {
                    prop_assert_eq!(condition.waivable, Waivable::Waivable);
                    prop_assert!(waiver.granted_on <= TODAY && TODAY <= waiver.until);
                    prop_assert_eq!(&waiver.condition, &condition.id);
                }
            }
        }
        let first = evaluate(catalogue, Gate::Decide, &snap);
        prop_assert!(answer.verdict.lets_through() || !first.is_passable(), "{:?} passed", answer.verdict);
    }

    #[test]
    fn an_expired_waiver_never_waives(waivers in some_waivers(), days in 0i64..400) {
        let catalogue = catalogue();
        let base = crate::support::Base::read();
        let engagement = engagement(base.facts("groupware", &toml::Table::new()), None);
        let register = base.register("city", &[]);
        let today = waivers.iter().map(|w| w.until).max().unwrap_or(TODAY)
            .checked_add(jiff::Span::new().days(days + 1)).unwrap();
        let snap = Snapshot { engagement: &engagement, register: &register, approvals: &[], waivers: &waivers, declarations: &[], desk: rules::gates::Desk::default(), today };
        for gate in Gate::ALL {
            prop_assert_eq!(evaluate(catalogue, *gate, &snap).counts().waived, 0);
        }
    }
}
