//! Runs the case files: situations from the life of a city hall and a firm, and what should come of each.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use crate::support::{self, ApprovalSpec, Base, DeclarationSpec, EntrySpec, Setting, WaiverSpec, cases, catalogue};
use catalogue::Catalogue;
use domain::{
    Lang,
    engagement::{Activity, Facts, RawFacts},
    gate::Gate,
    register::Register,
};
use jiff::civil::Date;
use rules::{
    Fix, Reason, ReasonCode,
    decide::{Case, Verdict, assess},
    gates::{self, Snapshot, Status},
    listing::Listing,
    scope_cut,
    segregation::{Firm, may_decide},
};
use serde::Deserialize;

/// Differences of all cases, printed together.
#[derive(Default)]
struct Differences {
    case: String,
    found: Vec<String>,
    /// Every reason given in any case.
    seen: BTreeSet<ReasonCode>,
    count: usize,
}

impl Differences {
    fn begin(&mut self, name: &str) {
        self.case = name.to_owned();
        self.count += 1;
    }
    fn same<T: PartialEq + Debug>(&mut self, what: &str, actual: T, expected: T) {
        if actual != expected {
            self.found.push(format!("「{}」{what}\n    actual   {actual:?}\n    expected {expected:?}", self.case));
        }
    }
    fn finish(self, at_least: usize) {
        assert!(self.found.is_empty(), "{} differences:\n{}", self.found.len(), self.found.join("\n"));
        assert!(self.count >= at_least, "only {} cases were run", self.count);
    }

    /// Each reason has a rule, supplies what its sentence asks for, and leaves no hole in either language.
    fn sentences(&mut self, catalogue: &Catalogue, reasons: &[Reason]) -> String {
        for reason in reasons {
            self.seen.insert(reason.code);
            let mut given: Vec<&str> = reason.params.iter().map(|(name, _)| *name).collect();
            let mut wanted = reason.code.params().to_vec();
            given.sort_unstable();
            wanted.sort_unstable();
            self.same(&format!("params of {}", reason.code), given, wanted);
            self.same(&format!("rule of {}", reason.code), reason.rule.is_empty(), false);
            for lang in Lang::ALL {
                self.same("hole", reason.text(catalogue, *lang).contains(['{', '}']), false);
            }
        }
        reasons.iter().map(|r| r.text(catalogue, Lang::Ja)).collect()
    }
}

fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(|r| r.code.code()).collect()
}
fn fixes(fixes: &[Fix]) -> Vec<&'static str> {
    fixes.iter().map(Fix::code).collect()
}
fn strs(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

// ---- may it go out? ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideCase {
    name: String,
    base: String,
    #[serde(default)]
    facts: toml::Table,
    #[serde(default = "empty")]
    register: String,
    #[serde(default)]
    entries: Vec<EntrySpec>,
    #[serde(default)]
    approvals: Vec<ApprovalSpec>,
    #[serde(default = "support::today")]
    today: Date,
    expect: DecideExpect,
}

fn empty() -> String {
    "empty".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideExpect {
    verdict: Verdict,
    because: Vec<String>,
    matched: BTreeMap<Activity, String>,
    #[serde(default)]
    next: Vec<String>,
    #[serde(default)]
    cut: Vec<Activity>,
    permit_until: Option<Date>,
    /// Numbers of the entries named by the reasons.
    entries: Option<Vec<u32>>,
    #[serde(default)]
    says: Vec<String>,
}

const fn listing(listing: Listing) -> &'static str {
    match listing {
        Listing::Critical(_) => "critical",
        Listing::Both(_) => "both",
        Listing::Unlisted => "unlisted",
        Listing::NonCritical(_) => "non_critical",
    }
}

#[test]
fn decisions() {
    run_decisions().finish(55);
}

fn run_decisions() -> Differences {
    let (base, catalogue) = (Base::read(), catalogue());
    let all: Vec<DecideCase> = cases(include_str!("../../cases/decide.toml"));
    let mut diff = Differences::default();
    for case in &all {
        diff.begin(&case.name);
        let facts = base.facts(&case.base, &case.facts);
        let register = base.register(&case.register, &case.entries);
        let approvals = support::approvals(&case.approvals);
        let actual = assess(&Case { facts: &facts, register: &register, approvals: &approvals, today: case.today });
        let expect = &case.expect;
        diff.same("verdict", actual.verdict, expect.verdict);
        diff.same("because", codes(&actual.because), strs(&expect.because));
        diff.same("next", fixes(&actual.next), strs(&expect.next));
        let matched: BTreeMap<Activity, &str> =
            actual.matched.iter().map(|m| (m.activity, listing(m.listing))).collect();
        diff.same("matched", matched, expect.matched.iter().map(|(a, l)| (*a, l.as_str())).collect());
        let cut: Vec<Activity> = actual.scope_cut.iter().flat_map(|c| c.spared.iter().copied()).collect();
        diff.same("cut", cut, expect.cut.clone());
        diff.same("permit", actual.permit.as_ref().map(|p| p.until), expect.permit_until);
        if let Some(numbers) = &expect.entries {
            let named: Vec<_> = actual.because.iter().filter_map(|r| r.entry).collect();
            diff.same("entries", named, numbers.iter().map(|n| support::id("ent", *n)).collect());
        }
        let text = diff.sentences(catalogue, &actual.because);
        for part in &expect.says {
            diff.same(&format!("「{part}」 in 「{text}」"), text.contains(part), true);
        }
    }
    diff
}

// ---- gates ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GateCase {
    name: String,
    gate: Gate,
    set: Setting,
    /// Conditions declared on the usual day.
    #[serde(default)]
    declared: Vec<String>,
    #[serde(default)]
    declarations: Vec<DeclarationSpec>,
    #[serde(default)]
    waivers: Vec<WaiverSpec>,
    split_from: Option<u32>,
    /// What people settled beyond the facts.
    plan: Option<domain::plan::Plan>,
    /// Papers that were written.
    #[serde(default)]
    papers: Vec<PaperSpec>,
    /// Clauses that the contract does not state, as it was checked on 10 June; `all` when nothing is known of it.
    contract: Option<Vec<String>>,
    expect: GateExpect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaperSpec {
    paper: String,
    #[serde(default)]
    open: i64,
    #[serde(default = "current")]
    basis: gates::Basis,
}

const fn current() -> gates::Basis {
    gates::Basis::Current
}

impl PaperSpec {
    fn fact(&self) -> gates::PaperFact {
        gates::PaperFact {
            paper: self.paper.clone(),
            version: 1,
            open_points: self.open,
            made_at: "2026-06-10T03:00:00Z".parse().unwrap(),
            basis: self.basis,
        }
    }
}

/// Every condition that is not named must be met.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GateExpect {
    passable: bool,
    #[serde(default)]
    unmet: Vec<String>,
    #[serde(default)]
    waived: Vec<String>,
    #[serde(default)]
    not_applicable: Vec<String>,
    #[serde(default)]
    because: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    fix: BTreeMap<String, String>,
    #[serde(default)]
    rule: BTreeMap<String, String>,
    #[serde(default)]
    says: Vec<String>,
}

#[test]
fn gate_conditions() {
    run_gates().finish(20);
}

fn run_gates() -> Differences {
    let (base, catalogue) = (Base::read(), catalogue());
    let all: Vec<GateCase> = cases(include_str!("../../cases/gates.toml"));
    let mut diff = Differences::default();
    for case in &all {
        diff.begin(&case.name);
        let set = &case.set;
        let engagement = support::engagement(base.facts(&set.base, &set.facts), case.split_from);
        let register = base.register(&set.register, &set.entries);
        let approvals = support::approvals(&set.approvals);
        let declared = case.declared.iter().map(|c| DeclarationSpec::of(c));
        let declarations: Vec<_> =
            (1..).zip(declared.chain(case.declarations.iter().cloned())).map(|(n, d)| d.declaration(n)).collect();
        let waivers: Vec<_> = (1..).zip(&case.waivers).map(|(n, w)| w.waiver(n)).collect();
        let papers: Vec<_> = case.papers.iter().map(PaperSpec::fact).collect();
        let contract = case.contract.as_ref().map(|unstated| {
            let checked_at = "2026-06-10T03:00:00Z".parse().unwrap();
            let all = catalogue.clauses().iter().map(|clause| clause.id.to_string());
            let unread = unstated.iter().any(|id| id == "all");
            gates::ContractFact { stated: all.filter(|id| !unread && !unstated.contains(id)).collect(), checked_at }
        });
        let snap = Snapshot {
            engagement: &engagement,
            register: &register,
            approvals: &approvals,
            waivers: &waivers,
            declarations: &declarations,
            desk: gates::Desk {
                plan: case.plan.as_ref(),
                papers: &papers,
                contract: contract.as_ref(),
                selection: None,
            },
            today: set.today,
        };
        let report = gates::evaluate(catalogue, case.gate, &snap);
        compare(&mut diff, catalogue, &report, &case.expect);
    }
    diff
}

fn compare(diff: &mut Differences, catalogue: &Catalogue, report: &gates::GateReport, expect: &GateExpect) {
    let with = |code: &str| -> Vec<&str> {
        let those = report.conditions.iter().filter(|c| c.status.code() == code);
        those.map(|c| c.id.as_str()).collect()
    };
    diff.same("passable", report.is_passable(), expect.passable);
    diff.same("unmet", with("unmet"), strs(&expect.unmet));
    diff.same("waived", with("waived"), strs(&expect.waived));
    diff.same("not applicable", with("not_applicable"), strs(&expect.not_applicable));
    let counts = report.counts();
    let total = counts.met + counts.unmet + counts.waived + counts.not_applicable;
    diff.same("conditions", total, catalogue.conditions_of(report.gate).count());
    let mut text = String::new();
    for condition in &report.conditions {
        let id = condition.id.as_str();
        text += &diff.sentences(catalogue, &condition.because);
        diff.same(&format!("{id} has a reason"), condition.because.is_empty(), false);
        diff.same(&format!("{id} has a way on"), condition.fix.is_some(), condition.status == Status::Unmet);
        if let Some(because) = expect.because.get(id) {
            diff.same(&format!("{id} because"), codes(&condition.because), strs(because));
        }
        if let Some(fix) = expect.fix.get(id) {
            diff.same(&format!("{id} fix"), condition.fix.as_ref().map(Fix::code), Some(fix.as_str()));
        }
        if let Some(rule) = expect.rule.get(id) {
            diff.same(&format!("{id} rule"), condition.because.first().map(|r| &*r.rule), Some(rule.as_str()));
        }
    }
    for part in &expect.says {
        diff.same(&format!("「{part}」 in 「{text}」"), text.contains(part), true);
    }
}

// ---- scope cut ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutCase {
    name: String,
    set: Setting,
    /// Nothing when no cut should be found.
    expect: Option<CutExpect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutExpect {
    spared: Vec<Activity>,
    rest: Vec<Activity>,
    because: Vec<String>,
    titles: [String; 2],
    items: [Vec<String>; 2],
    verdicts: [Verdict; 2],
}

#[test]
fn scope_cuts() {
    run_cuts().finish(10);
}

fn run_cuts() -> Differences {
    let (base, catalogue) = (Base::read(), catalogue());
    let all: Vec<CutCase> = cases(include_str!("../../cases/scope_cut.toml"));
    let mut diff = Differences::default();
    for case in &all {
        diff.begin(&case.name);
        let facts = base.facts(&case.set.base, &case.set.facts);
        let register = base.register(&case.set.register, &case.set.entries);
        let cut = scope_cut::cut(&facts, &register);
        diff.same("a cut is found", cut.is_some(), case.expect.is_some());
        let (Some(cut), Some(expect)) = (cut, &case.expect) else { continue };
        diff.sentences(catalogue, &cut.because);
        diff.sentences(catalogue, &[cut.reason()]);
        diff.same("spared", cut.spared.iter().copied().collect(), expect.spared.clone());
        diff.same("rest", cut.rest.iter().copied().collect(), expect.rest.clone());
        diff.same("because", codes(&cut.because), strs(&expect.because));
        let (rest, spared) = scope_cut::split(&facts, &cut, Lang::Ja);
        diff.same("titles", [rest.title.as_str(), spared.title.as_str()], [&*expect.titles[0], &*expect.titles[1]]);
        let items = |raw: &RawFacts| raw.items.iter().map(|i| i.name.to_string()).collect::<Vec<_>>();
        diff.same("items", [items(&rest), items(&spared)], expect.items.clone());
        diff.same("amounts", [rest.amount, spared.amount], [None, None]);
        diff.same("verdicts", [verdict(rest, &register), verdict(spared, &register)], expect.verdicts);
    }
    diff
}

fn verdict(raw: RawFacts, register: &Register) -> Verdict {
    let facts = Facts::try_from(raw).expect("both parts are sound");
    assess(&Case { facts: &facts, register, approvals: &[], today: support::today() }).verdict
}

// ---- who may decide ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhoCase {
    name: String,
    requester: u32,
    decider: u32,
    on_behalf_of: Option<u32>,
    firm: Firm,
    /// kept, same_person, or the code of the refusal
    expect: String,
}

#[test]
fn who_may_decide() {
    run_who().finish(8);
}

fn run_who() -> Differences {
    let catalogue = catalogue();
    let all: Vec<WhoCase> = cases(include_str!("../../cases/segregation.toml"));
    let mut diff = Differences::default();
    for case in &all {
        diff.begin(&case.name);
        let person = |n| support::id("per", n);
        let result = may_decide(person(case.requester), person(case.decider), case.on_behalf_of.map(person), case.firm);
        let actual = match &result {
            Ok(separation) => {
                let notice: Vec<Reason> = separation.notice().into_iter().collect();
                diff.sentences(catalogue, &notice);
                diff.same("notice", notice.is_empty(), !separation.is_same_person());
                if separation.is_same_person() { "same_person" } else { "kept" }
            }
            Err(refusal) => {
                diff.sentences(catalogue, std::slice::from_ref(&refusal.0));
                refusal.0.code.code()
            }
        };
        diff.same("answer", actual, case.expect.as_str());
    }
    diff
}

#[test]
fn every_reason_is_given_in_some_case() {
    let runs = [run_decisions(), run_gates(), run_cuts(), run_who()];
    let mut seen: BTreeSet<ReasonCode> = runs.iter().flat_map(|run| run.seen.iter().copied()).collect();
    seen.extend(crate::profiles::reasons());
    seen.extend(crate::service::reasons());
    let never: Vec<_> = ReasonCode::ALL.iter().filter(|code| !seen.contains(code)).map(|c| c.code()).collect();
    assert!(never.is_empty(), "no case gives {never:?}");
}
