use std::collections::BTreeSet;

use domain::{
    approval::{ApprovalState, Outcome, Request},
    engagement::{
        Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, Engagement, Facts, InformationItem,
        InformationKind, Place, RawFacts, Stage, Standing,
    },
    id::{ApprovalId, UnitId},
    person::Role,
    register::{Register, RegisterList},
    risk::{DirectedMeasure, Level, RawRiskAnalysis, RiskAnalysis, RiskLine},
    text::Ground,
};
use rules::decide::Verdict;

use super::{NewEngagement, list::*};
use crate::{
    Caller, Error,
    approvals::Decision,
    register::EntryFields,
    testing::{House, houses},
};

/// An organisation with a chief, an officer of one division, and a section head in each of two divisions.
pub(crate) struct Office {
    pub(crate) house: House,
    chief: Caller,
    pub(crate) officer: Caller,
    pub(crate) head: Caller,
    other: Caller,
    section: UnitId,
}

pub(crate) async fn offices() -> Vec<Office> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let division = house.unit(root, "市民部").await;
        let section = house.unit(division, "市民課").await;
        let elsewhere = house.unit(root, "税務部").await;
        let mut people = Vec::new();
        for (login, role, unit) in [
            ("chief", Role::ChiefSecurityOfficer, root),
            ("officer", Role::SecurityOfficer, division),
            ("head", Role::SectionSecurityOfficer, section),
            ("other", Role::SectionSecurityOfficer, elsewhere),
        ] {
            let person = house.person(unit, login).await;
            house.role(person, role, unit).await;
            people.push(house.caller(person).await);
        }
        let mut people = people.into_iter();
        let mut next = || people.next().unwrap();
        out.push(Office { chief: next(), officer: next(), head: next(), other: next(), section, house });
    }
    out
}

pub(crate) fn facts(system: &str, activities: &[Activity]) -> RawFacts {
    RawFacts {
        title: format!("{system}の委託").parse().unwrap(),
        summary: "窓口の仕組みを動かし続ける".parse().unwrap(),
        category: Category::RemoteOperation,
        category_fit: CategoryFit::Direct,
        system: system.parse().unwrap(),
        activities: activities.iter().copied().collect(),
        information: BTreeSet::from([InformationKind::Personal]),
        people_count: Some(1_200),
        items: vec![InformationItem {
            name: "利用者の名簿".parse().unwrap(),
            access: Access::Accessible,
            criticality: Criticality::NotCritical,
            needed_for: None,
        }],
        places: BTreeSet::from([Place::ContractorPremises]),
        connection: Connection::Remote,
        installation_opens_critical: Answer::No,
        rights_reach_all: Answer::No,
        term: None,
        amount: None,
        contractor: None,
        subcontracting: Answer::No,
        accounts: Answer::No,
    }
}

pub(crate) fn ground(text: &str) -> Ground {
    text.parse().unwrap()
}

impl Office {
    pub(crate) async fn enter(&self, raw: RawFacts) -> Engagement {
        let new = NewEngagement { unit: self.section, facts: Facts::try_from(raw).unwrap() };
        self.house.app.engagements().create(&self.head, new).await.unwrap()
    }

    pub(crate) async fn list_work(&self, list: RegisterList, system: &str, activities: &[Activity]) {
        let fields = EntryFields {
            list,
            system: system.parse().unwrap(),
            activities: activities.iter().copied().collect(),
            information: "住民の情報".parse().unwrap(),
            reason: ground("漏れたときの害の大きさから決めた"),
            review_on: None,
        };
        self.house.app.register().add(&self.chief, fields, ground("付録1の整備")).await.unwrap();
    }

    async fn verdict(&self, e: &Engagement) -> Verdict {
        self.house.app.engagements().show(&self.head, e.number).await.unwrap().assessment.verdict
    }

    pub(crate) async fn decide(&self, by: &Caller, id: ApprovalId, decision: Decision) -> crate::Result<()> {
        let shown = self.house.app.approvals().show(by, id).await?;
        let revision = shown.listed.approval.revision;
        self.house.app.approvals().decide(by, id, (revision, decision, ground("説明のとおりのため"))).await
    }

    pub(crate) async fn sound(&self) {
        let report = self.house.app.ledger().verify(&self.chief, &mut |_| std::ops::ControlFlow::Continue(())).await;
        assert!(report.unwrap().is_intact());
    }
}

/// Passes the gate, after settling whatever conditions the person can settle by declaring.
pub(crate) async fn pass(office: &Office, e: &Engagement) -> crate::Result<Engagement> {
    let app = &office.house.app;
    let view = app.engagements().show(&office.head, e.number).await?;
    for condition in view.report.unmet() {
        if let Some(id) = condition.fix.as_ref().and_then(rules::Fix::declarable) {
            app.engagements().declare(&office.head, e.number, (id.clone(), ground("確かめた"), None)).await?;
        }
    }
    let revision = app.engagements().show(&office.head, e.number).await?.case.engagement.revision;
    app.engagements().pass_gate(&office.head, e.number, revision).await
}

#[tokio::test]
async fn listed_work_passes_and_the_passage_is_kept() {
    for office in offices().await {
        office.list_work(RegisterList::NonCritical, "公共施設予約サイト", &[Activity::Operation]).await;
        // another spelling of the same name
        let e = office.enter(facts("公共施設予約さいと", &[Activity::Operation])).await;
        assert_eq!(e.number.to_string(), "R8-0001");
        assert_eq!(office.verdict(&e).await, Verdict::MayGoOut);
        let passed = pass(&office, &e).await.unwrap();
        assert_eq!(passed.stage, Stage::Procure);
        let view = office.house.app.engagements().show(&office.head, e.number).await.unwrap();
        assert_eq!(view.passages.len(), 1);
        assert!(view.passages[0].conditions.iter().all(|c| c.status != "unmet"));
        // a form made before the gate was passed is refused
        let stale = office.house.app.engagements().pass_gate(&office.head, e.number, e.revision).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        office.sound().await;
    }
}

#[tokio::test]
async fn unlisted_work_goes_to_the_officer_and_the_register_gains_a_version() {
    for office in offices().await {
        let app = &office.house.app;
        let e = office.enter(facts("図書館システム", &[Activity::Operation])).await;
        assert_eq!((office.verdict(&e).await, e.register_version), (Verdict::AskOfficer, 0));
        assert!(matches!(pass(&office, &e).await, Err(Error::Conflict(s)) if s.en.contains("G1-")));
        let request = Request::Criticality { explanation: "貸出しの記録を扱う".parse().unwrap() };
        let id = app.approvals().request(&office.head, e.number, request.clone()).await.unwrap();
        let twice = app.approvals().request(&office.head, e.number, request).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "the same request twice");
        let own = app.approvals().decide(&office.head, id, (1, Decision::NotCritical, ground("自分で決める"))).await;
        assert!(matches!(own, Err(Error::Forbidden(_))));
        office.decide(&office.officer, id, Decision::NotCritical).await.unwrap();
        assert_eq!(office.verdict(&e).await, Verdict::MayGoOut);
        let update = app.approvals().waiting(&office.chief, i64::MIN, 10).await.unwrap().items.remove(0).approval;
        let Request::RegisterUpdate { change, .. } = update.request.clone() else { panic!("{update:?}") };
        office.decide(&office.chief, update.id, Decision::Update { change }).await.unwrap();
        let register = app.register().current(&office.chief).await.unwrap().register;
        assert_eq!((register.version, register.entries.len()), (1, 1));
        let view = app.engagements().show(&office.head, e.number).await.unwrap();
        assert_eq!((view.case.engagement.register_version, view.register_now), (0, 1), "it keeps its version");
        assert_eq!(view.case.engagement.entry, Some(register.entries[0].id));
        let later = office.enter(facts("図書館システム", &[Activity::Operation])).await;
        assert_eq!((later.register_version, office.verdict(&later).await), (1, Verdict::MayGoOut));
        office.sound().await;
    }
}

pub(crate) fn analysis() -> Request {
    let line = RiskLine {
        threat: "入力原票の紛失".parse().unwrap(),
        before: Level::High,
        measures: "庁内の部屋で作業し、原票を持ち出さない".parse().unwrap(),
        residual: Level::Low,
    };
    let raw = RawRiskAnalysis {
        necessity: "二週間で一万件を入力する必要がある".parse().unwrap(),
        lines: vec![line],
        grounds: "原票が部屋を出ないため".parse().unwrap(),
    };
    Request::Exception { analysis: Box::new(RiskAnalysis::try_from(raw).unwrap()) }
}

#[tokio::test]
async fn critical_work_is_refused_then_permitted_only_with_directed_measures() {
    for office in offices().await {
        let app = &office.house.app;
        office.list_work(RegisterList::Critical, "被災者台帳", &[Activity::Processing]).await;
        let e = office.enter(facts("被災者台帳", &[Activity::Processing])).await;
        assert_eq!(office.verdict(&e).await, Verdict::NotInPrinciple);
        assert!(pass(&office, &e).await.is_err());
        let id = app.approvals().request(&office.head, e.number, analysis()).await.unwrap();
        office.decide(&office.officer, id, Decision::SendBack).await.unwrap();
        app.approvals().resubmit(&office.head, id, analysis()).await.unwrap();
        let until = app.clock().today().saturating_add(jiff::Span::new().days(200));
        let bare = office.decide(&office.officer, id, Decision::Permit { measures: Vec::new(), until }).await;
        assert_eq!(crate::testing::fields(bare), [("measures".to_owned(), "rule")]);
        assert_eq!(office.verdict(&e).await, Verdict::NotInPrinciple, "nothing was half granted");
        let measures = vec![DirectedMeasure { text: ground("作業中は職員が立ち会う") }];
        office.decide(&office.officer, id, Decision::Permit { measures, until }).await.unwrap();
        let view = app.engagements().show(&office.head, e.number).await.unwrap();
        assert_eq!(view.assessment.verdict, Verdict::PermittedWithMeasures);
        let decided = view.case.approvals.iter().find(|a| a.id == id).unwrap();
        assert_eq!(decided.state, ApprovalState::Approved);
        assert!(
            matches!(&decided.decided.as_ref().unwrap().outcome, Outcome::Permitted { permit } if permit.measures.len() == 1)
        );
        let passed = pass(&office, &e).await.unwrap();
        assert_eq!(passed.stage, Stage::Procure);
        // the day after the permit ends it no longer holds
        let clock = app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_hours(24 * 201));
        assert_eq!(office.verdict(&e).await, Verdict::NotInPrinciple);
        office.sound().await;
    }
}

#[tokio::test]
async fn a_scope_cut_makes_a_critical_and_a_non_critical_engagement() {
    for office in offices().await {
        let app = &office.house.app;
        office.list_work(RegisterList::Critical, "住民記録", &[Activity::Installation]).await;
        office.list_work(RegisterList::NonCritical, "住民記録", &[Activity::Build]).await;
        let raw =
            RawFacts { category: Category::Build, ..facts("住民記録", &[Activity::Build, Activity::Installation]) };
        let e = office.enter(raw).await;
        assert_eq!(office.verdict(&e).await, Verdict::NotInPrinciple);
        let parts = app.engagements().parts(&office.head, e.number, &None).await.unwrap();
        assert_eq!(parts.verdicts, (Some(Verdict::MayGoOut), Some(Verdict::NotInPrinciple)));
        let titles = (parts.rest.title, parts.spared.title);
        let (rest, spared) = app.engagements().split(&office.head, e.number, (e.revision, None), titles).await.unwrap();
        assert_eq!(office.verdict(&rest).await, Verdict::MayGoOut);
        assert_eq!(office.verdict(&spared).await, Verdict::NotInPrinciple);
        let view = app.engagements().show(&office.head, e.number).await.unwrap();
        assert_eq!(view.case.engagement.standing, Standing::Split);
        assert_eq!(view.split_into, [rest.number, spared.number]);
        let titles = ("甲".parse().unwrap(), "乙".parse().unwrap());
        let revision = view.case.engagement.revision;
        let again = app.engagements().split(&office.head, e.number, (revision, None), titles).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        office.sound().await;
    }
}

#[tokio::test]
async fn another_division_sees_and_changes_nothing() {
    for office in offices().await {
        let app = &office.house.app;
        let e = office.enter(facts("図書館システム", &[Activity::Operation])).await;
        let request = Request::Criticality { explanation: "説明".parse().unwrap() };
        let id = app.approvals().request(&office.head, e.number, request).await.unwrap();
        let other = &office.other;
        assert!(matches!(app.engagements().show(other, e.number).await, Err(Error::NotFound)));
        assert!(matches!(app.engagements().pass_gate(other, e.number, 1).await, Err(Error::NotFound)));
        assert!(matches!(app.engagements().history(other, e.number, (None, 10)).await, Err(Error::NotFound)));
        assert!(matches!(app.approvals().show(other, id).await, Err(Error::NotFound)));
        let change = (1, RawFacts::from(e.facts.clone()));
        assert!(matches!(app.engagements().change(other, e.number, change).await, Err(Error::NotFound)));
        let ending = (super::Ending::Withdrawn, ground("取りやめ"));
        assert!(matches!(app.engagements().end(other, e.number, ending).await, Err(Error::NotFound)));
        assert!(
            app.engagements().list(other, &Query { limit: 50, ..Query::default() }).await.unwrap().lines.is_empty()
        );
        let foreign = NewEngagement { unit: office.section, facts: e.facts.clone() };
        assert!(matches!(app.engagements().create(other, foreign).await, Err(Error::Forbidden(_))));
    }
}

/// Every order, both ways, walked by small pages forward and back, gives what sorting everything at once gives.
#[tokio::test]
async fn pages_of_every_order_are_the_order_itself() {
    for office in offices().await {
        let app = &office.house.app;
        for i in 0..23u32 {
            let mut raw = facts(&format!("システム{}", i % 5), &[Activity::Operation]);
            raw.title =
                format!("{}監査の支援{}", ["サーバー", "㈱帳票", "図面"][i as usize % 3], i % 4).parse().unwrap();
            raw.amount = (i % 3 != 0).then(|| i64::from(i % 7).try_into().unwrap());
            office.enter(raw).await;
        }
        for sort in Sort::ALL {
            for direction in [Direction::Ascending, Direction::Descending] {
                let query = |from, limit| Query { sort: *sort, direction, from, limit, ..Query::default() };
                let list = async |from, limit| app.engagements().list(&office.head, &query(from, limit)).await.unwrap();
                let whole = list(From::Start, 100).await;
                assert_eq!((whole.lines.len(), whole.count), (23, 23));
                let (mut walked, mut from) = (Vec::new(), From::Start);
                loop {
                    let page = list(from, 5).await;
                    walked.extend(page.lines.clone());
                    if !page.has_after {
                        break;
                    }
                    from = From::After(page.lines.last().unwrap().cursor.clone());
                }
                assert_eq!(walked, whole.lines, "{sort:?} {direction:?}");
                let back = list(From::Before(whole.lines[9].cursor.clone()), 5).await;
                assert_eq!(back.lines, whole.lines[4..9], "{sort:?} {direction:?} back");
            }
        }
        let find = async |text: &str| {
            let filter = Filter { words: domain::fold::words(text), ..Filter::default() };
            app.engagements()
                .list(&office.head, &Query { filter, limit: 50, ..Query::default() })
                .await
                .unwrap()
                .lines
                .len()
        };
        assert_eq!(find("監査").await, 23);
        assert_eq!(find("ｻｰﾊﾞｰ").await, 8);
        assert_eq!(find("株式会社帳票 監査").await, 8);
        assert_eq!(find("R8-0007").await, 1);
        assert_eq!(find("図").await, 7);
        assert_eq!(find("面監").await, 7);
        assert_eq!(find("査監").await, 0);
    }
}

/// The number of statements of a page does not grow with rows.
#[tokio::test]
async fn statements_do_not_grow_with_rows() {
    for office in offices().await {
        let app = &office.house.app;
        let first = office.enter(facts("図書館システム", &[Activity::Operation])).await;
        let measure = async || {
            let mut out = Vec::new();
            let mut before = app.queries();
            let mut note = |out: &mut Vec<u64>| {
                out.push(app.queries() - before);
                before = app.queries();
            };
            app.engagements().list(&office.head, &Query { limit: 200, ..Query::default() }).await.unwrap();
            note(&mut out);
            app.engagements().home(&office.head).await.unwrap();
            note(&mut out);
            app.engagements().show(&office.head, first.number).await.unwrap();
            note(&mut out);
            app.approvals().waiting(&office.officer, i64::MIN, 100).await.unwrap();
            note(&mut out);
            out
        };
        let few = measure().await;
        for i in 0..60 {
            let e = office.enter(facts(&format!("別の仕組み{i}"), &[Activity::Operation])).await;
            let request = Request::Criticality { explanation: "説明".parse().unwrap() };
            app.approvals().request(&office.head, e.number, request).await.unwrap();
        }
        let many = measure().await;
        assert!(many.iter().zip(&few).all(|(m, f)| m <= f || (*f < 3 && *m <= 3)), "{few:?} {many:?}");
        assert!(many.iter().all(|n| *n <= 14), "{many:?}");
    }
}

/// The stored projection is what the rules give now; a register that grows does not touch old engagements.
#[tokio::test]
async fn old_engagements_keep_their_register() {
    for office in offices().await {
        let e = office.enter(facts("税の通知", &[Activity::Processing])).await;
        office.list_work(RegisterList::Critical, "税の通知", &[Activity::Processing]).await;
        assert_eq!(office.verdict(&e).await, Verdict::AskOfficer);
        let later = office.enter(facts("税の通知", &[Activity::Processing])).await;
        assert_eq!(office.verdict(&later).await, Verdict::NotInPrinciple);
        let empty = Register { version: 0, entries: Vec::new() };
        let view = office.house.app.engagements().show(&office.head, e.number).await.unwrap();
        assert_eq!(view.case.register, empty);
    }
}

#[tokio::test]
async fn a_decision_lapses_when_the_work_outgrows_it() {
    for office in offices().await {
        let app = &office.house.app;
        let e = office.enter(facts("図書館システム", &[Activity::Operation, Activity::Maintenance])).await;
        let request = Request::Criticality { explanation: "貸出しの記録を扱う".parse().unwrap() };
        let id = app.approvals().request(&office.head, e.number, request).await.unwrap();
        office.decide(&office.officer, id, Decision::NotCritical).await.unwrap();
        let change = async |raw: RawFacts| {
            let revision = app.engagements().show(&office.head, e.number).await.unwrap().case.engagement.revision;
            app.engagements().change(&office.head, e.number, (revision, raw)).await.unwrap();
            office.verdict(&e).await
        };
        let fewer = facts("図書館システム", &[Activity::Operation]);
        assert_eq!(change(fewer.clone()).await, Verdict::MayGoOut, "less work is still covered");
        let abroad = RawFacts { places: BTreeSet::from([Place::Abroad]), ..fewer };
        assert_eq!(change(abroad).await, Verdict::AskOfficer);
        let view = app.engagements().show(&office.head, e.number).await.unwrap();
        let lapsed = view.case.approvals.iter().find(|a| a.id == id).unwrap();
        assert_eq!(lapsed.state, ApprovalState::Withdrawn);
        office.sound().await;
    }
}
