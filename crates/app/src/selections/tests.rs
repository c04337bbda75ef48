use domain::{
    contractor::{CertificateKind, RawCertificate, RawDetails},
    engagement::{Answer, Facts, RawFacts},
    gate::{Gate, Passage},
    id::PersonId,
    person::Role,
    plan::Offer,
    selection::{CandidateRecord, CostBearer, Factor, FactorRule, SchemeDemand, SecurityLine},
    text::Ground,
};

use super::*;
use crate::{
    contractors::ContractorFields,
    engagements::NewEngagement,
    settings::ChangeSettings,
    testing::{House, fields, houses},
};

struct Desk {
    house: House,
    head: Caller,
    buyer: Caller,
    officer: Caller,
    auditor: Caller,
    elsewhere: Caller,
    number: EngagementNumber,
    firms: Vec<ContractorId>,
}

fn ground(text: &str) -> Ground {
    text.parse().unwrap()
}

fn facts() -> Facts {
    let raw: RawFacts = serde_json::from_value(serde_json::json!({
        "title": "図書館サイトの更新", "category": "maintenance", "system": "図書館サイト",
        "activities": ["maintenance"], "information": ["technical"], "places": ["contractor_premises"],
        "connection": "none",
    }))
    .unwrap();
    raw.try_into().unwrap()
}

async fn person(house: &House, (unit, login): (domain::id::UnitId, &str), role: Role) -> Caller {
    let person: PersonId = house.person(unit, login).await;
    house.role(person, role, unit).await;
    house.caller(person).await
}

/// Firms with a price and an ISMS certificate for a place.
async fn firm(house: &House, by: &Caller, (name, site): (&str, &str)) -> ContractorId {
    let mut details = RawDetails::default();
    if !site.is_empty() {
        details.certificates = vec![RawCertificate {
            kind: CertificateKind::Isms.code().into(),
            scope: "システムの運用".into(),
            sites: site.into(),
            expires: "2027-03-31".into(),
            ..RawCertificate::default()
        }];
    }
    let fields = ContractorFields { name: name.into(), details, ..ContractorFields::default() };
    house.app.contractors().create(by, &fields).await.unwrap().id
}

/// Brings an engagement to a stage without walking through every condition.
async fn at_stage(desk: &Desk, stage: Stage) {
    let scope = desk.head.may(Permission::EditEngagement).unwrap();
    let mut work = desk.house.app.work(&desk.head).await.unwrap();
    let mut case = CaseFile::load(&mut work.tx, &scope, desk.number).await.unwrap();
    let passage = Passage {
        engagement: case.engagement.id,
        gate: Gate::leaving(case.engagement.stage),
        at: work.at(),
        by: desk.head.id(),
        on_behalf_of: None,
        conditions: Vec::new(),
    };
    store::gates::insert_passage(&mut work.tx, &scope, &passage).await.unwrap();
    case.engagement.stage = stage;
    let change = Change::of(action!("gate.pass"), kind!("engagement"), case.engagement.id);
    desk.house.app.engagements().save(&mut work, &scope, &mut case, change).await.unwrap();
    work.commit().await.unwrap();
}

async fn desks() -> Vec<Desk> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let (ours, theirs) = (house.unit(root, "窓口課").await, house.unit(root, "土木課").await);
        let head = person(&house, (ours, "head"), Role::SectionSecurityOfficer).await;
        let buyer = person(&house, (ours, "buyer"), Role::ProcurementLegal).await;
        let officer = person(&house, (root, "officer"), Role::SecurityOfficer).await;
        let auditor = person(&house, (root, "auditor"), Role::Auditor).await;
        let elsewhere = person(&house, (theirs, "elsewhere"), Role::SectionSecurityOfficer).await;
        let new = NewEngagement { unit: ours, facts: facts() };
        let number = house.app.engagements().create(&head, new).await.unwrap().number;
        let mut firms = Vec::new();
        for one in [("霧沢設計", "大阪センター"), ("月岡工業", "東京本社"), ("早瀬情報", "")] {
            firms.push(firm(&house, &buyer, one).await);
        }
        let desk = Desk { house, head, buyer, officer, auditor, elsewhere, number, firms };
        at_stage(&desk, Stage::Select).await;
        out.push(desk);
    }
    out
}

fn formula() -> Formula {
    let rule = |factor, weight, minimum| FactorRule { factor, weight, minimum };
    Formula {
        factors: vec![
            rule(Factor::Price, 50, None),
            rule(Factor::Stability, 30, Some(40)),
            rule(Factor::Security, 20, None),
        ],
        scheme: SchemeDemand::IsmsOrBenchmark,
        site: "大阪センター".parse().unwrap(),
        measures: vec!["CM-GV-01".parse().unwrap()],
        ..Formula::default()
    }
}

fn record(price: i64) -> CandidateRecord {
    let mut out = CandidateRecord::default();
    out.sheet.price = Some(price.try_into().unwrap());
    out.sheet.scores.insert(Factor::Stability, 70);
    out.sheet.grounds.insert(Factor::Stability, "決算3期とも黒字".parse().unwrap());
    out.sheet.scope_covers = Answer::Yes;
    out.scope_ground = "適用範囲定義書 2章".parse().unwrap();
    let line = SecurityLine {
        offer: Offer::Included,
        amount: None,
        bearer: CostBearer::Shared,
        reason: "個人情報を扱うため".parse().unwrap(),
        talks: "6月8日に双方で協議".parse().unwrap(),
        agreed: "委託元が半分を持つ".parse().unwrap(),
    };
    out.sheet.lines.insert("CM-GV-01".into(), line);
    out
}

impl Desk {
    fn app(&self) -> Selections<'_> {
        self.house.app.selections()
    }

    async fn view(&self) -> View {
        self.app().show(&self.head, self.number, None).await.unwrap()
    }

    async fn revision(&self) -> i64 {
        self.view().await.selection.unwrap().revision
    }

    async fn enter(&self, firm: ContractorId, record: CandidateRecord) {
        let revision = self.view().await.candidate(firm).unwrap().candidate.revision;
        self.app().change_candidate(&self.buyer, self.number, (firm, revision, record)).await.unwrap();
    }

    /// A published round with three candidates, of whom the first can be chosen.
    async fn published(&self) {
        self.app().begin(&self.head, self.number).await.unwrap();
        self.app().set_formula(&self.head, self.number, (1, formula())).await.unwrap();
        self.app().publish(&self.head, self.number, 2).await.unwrap();
        for (firm, price) in self.firms.iter().zip([1_000, 900, 800]) {
            self.app().add(&self.buyer, self.number, *firm).await.unwrap();
            self.enter(*firm, record(price)).await;
        }
    }

    async fn propose(&self, firm: ContractorId) -> Result<()> {
        let revision = self.revision().await;
        self.app().propose(&self.buyer, self.number, (revision, firm, ground("総合点が最も高い"))).await
    }

    async fn decide(&self, by: &Caller, verdict: Verdict) -> Result<()> {
        let revision = self.revision().await;
        self.app().decide(by, self.number, (revision, verdict, ground("提案のとおりとする"))).await
    }
}

#[tokio::test]
async fn a_selection_runs_from_a_draft_to_the_engagements_contractor() {
    for desk in desks().await {
        desk.published().await;
        let view = desk.view().await;
        let ranks: Vec<_> = view.candidates.iter().map(|j| j.evaluation.rank).collect();
        assert_eq!(ranks, [Some(1), None, None], "two have no certificate that covers the place");
        desk.propose(desk.firms[0]).await.unwrap();
        desk.decide(&desk.head, Verdict::Choose).await.unwrap();
        let view = desk.view().await;
        assert_eq!(view.case.engagement.facts.contractor, Some(desk.firms[0]));
        assert_eq!(view.case.projection.contractor_name, "霧沢設計");
        let one = view.selection.unwrap();
        assert_eq!(one.state, SelectionState::Decided);
        let decided = one.record.decided.unwrap();
        assert_eq!((decided.candidates, decided.stability, decided.same_person), (3, Some(70), false));
        assert_eq!(decided.proposed.by, desk.buyer.id());
        let gate = view.case.gate(desk.house.app.catalogue(), desk.house.app.clock().today());
        for id in ["G3-1", "G3-2", "G3-3", "G3-5", "G3-6", "G3-9"] {
            let found = gate.conditions.iter().find(|c| c.id.as_str() == id).unwrap();
            assert_eq!(found.status, rules::gates::Status::Met, "{id}: {:?}", found.because);
            assert_eq!(found.shown_by, None, "{id} rests on the selection, not on a declaration");
        }
    }
}

#[tokio::test]
async fn an_announced_formula_is_never_changed_and_its_digest_can_be_checked_by_hand() {
    for desk in desks().await {
        desk.published().await;
        let revision = desk.revision().await;
        let other = Formula { benchmark_mean: 45, ..formula() };
        let again = desk.app().set_formula(&desk.head, desk.number, (revision, other)).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        assert!(matches!(desk.app().publish(&desk.head, desk.number, revision).await, Err(Error::Conflict(_))));
        let view = desk.view().await;
        let published = view.selection.unwrap().record.published.unwrap();
        assert_eq!(Digest::of_bytes(published.text.as_bytes()).to_string(), published.digest);
        assert_eq!(serde_json::from_str::<Formula>(&published.text).unwrap(), formula());
        // whoever changes it behind the program is found out, and nothing is decided by it
        desk.propose(desk.firms[0]).await.unwrap();
        let forged = "update selection_round set formula = replace(formula, '\"weight\":50', '\"weight\":49')";
        store::testing::raw(&desk.house.test.db, forged).await;
        assert!(!desk.view().await.is_intact);
        assert!(matches!(desk.decide(&desk.head, Verdict::Choose).await, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_formula_is_said_before_it_is_announced() {
    for desk in desks().await {
        desk.app().begin(&desk.head, desk.number).await.unwrap();
        let mut draft = formula();
        draft.factors[0].weight = 40;
        desk.app().set_formula(&desk.head, desk.number, (1, draft.clone())).await.unwrap();
        let found = fields(desk.app().publish(&desk.head, desk.number, 2).await);
        assert_eq!(found, [("weights".to_owned(), "rule")]);
        draft.measures = vec!["CM-XX-99".parse().unwrap()];
        let found = fields(desk.app().set_formula(&desk.head, desk.number, (2, draft)).await);
        assert_eq!(found, [("measures".to_owned(), "unknown")]);
        let stale = desk.app().set_formula(&desk.head, desk.number, (1, formula())).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn whoever_proposes_does_not_decide_unless_the_firm_is_small() {
    for desk in desks().await {
        desk.published().await;
        let revision = desk.revision().await;
        let one = (revision, desk.firms[0], ground("価格と実績"));
        desk.app().propose(&desk.head, desk.number, one).await.unwrap();
        assert!(matches!(desk.decide(&desk.head, Verdict::Choose).await, Err(Error::Forbidden(_))));
        assert!(matches!(desk.decide(&desk.buyer, Verdict::Choose).await, Err(Error::Forbidden(_))));
        assert!(matches!(desk.view().await.part, Part::Requester));
        let small =
            ChangeSettings { organisation_ja: "霧沢県".into(), organisation_en: String::new(), small_firm: true };
        desk.house.app.change_settings(&desk.house.admin().await, &small).await.unwrap();
        desk.decide(&desk.head, Verdict::Choose).await.unwrap();
        let decided = desk.view().await.selection.unwrap().record.decided.unwrap();
        assert!(decided.same_person, "and the record says so");
    }
}

#[tokio::test]
async fn what_cannot_be_chosen_is_not_proposed_and_is_judged_again_on_the_day() {
    for desk in desks().await {
        desk.published().await;
        let found = fields(desk.propose(desk.firms[1]).await);
        assert!(found.iter().all(|(field, _)| field == "contractor") && !found.is_empty());
        // a measure left out whose risk nobody bears
        let mut left = record(1_000);
        left.sheet.lines.clear();
        desk.enter(desk.firms[0], left.clone()).await;
        assert_eq!(fields(desk.propose(desk.firms[0]).await), [("contractor".to_owned(), "rule")]);
        left.risks.insert("CM-GV-01".into(), "課長が月ごとに確かめる".parse().unwrap());
        desk.enter(desk.firms[0], left.clone()).await;
        desk.propose(desk.firms[0]).await.unwrap();
        // candidates stand still while a decision is waited for
        let revision = desk.view().await.candidate(desk.firms[0]).unwrap().candidate.revision;
        let change = desk.app().change_candidate(&desk.buyer, desk.number, (desk.firms[0], revision, left)).await;
        assert!(matches!(change, Err(Error::Conflict(_))));
        // the register is not: a contractor that was stopped meanwhile is not chosen
        let found = desk.house.app.contractors().show(&desk.buyer, desk.firms[0]).await.unwrap();
        let mut fields_of = ContractorFields::from(&found);
        fields_of.details.standing = "suspended".into();
        fields_of.details.standing_reason = "事故の調査中".into();
        desk.house.app.contractors().change(&desk.buyer, found.id, found.revision, &fields_of).await.unwrap();
        assert!(!fields(desk.decide(&desk.head, Verdict::Choose).await).is_empty());
        desk.decide(&desk.head, Verdict::SendBack).await.unwrap();
        let one = desk.view().await.selection.unwrap();
        assert!(one.record.proposed.is_none() && one.record.sent_back.is_some());
    }
}

#[tokio::test]
async fn a_decision_keeps_what_was_looked_at_and_a_new_round_begins_with_nobody() {
    for desk in desks().await {
        desk.published().await;
        desk.propose(desk.firms[0]).await.unwrap();
        assert!(matches!(desk.app().begin(&desk.head, desk.number).await, Err(Error::Conflict(_))));
        desk.decide(&desk.officer, Verdict::Choose).await.unwrap();
        let before: Vec<_> = desk.view().await.candidates.into_iter().map(|j| j.evaluation).collect();
        // the certificate goes, the evaluation stays
        let found = desk.house.app.contractors().show(&desk.buyer, desk.firms[0]).await.unwrap();
        let mut fields_of = ContractorFields::from(&found);
        fields_of.details.certificates.clear();
        desk.house.app.contractors().change(&desk.buyer, found.id, found.revision, &fields_of).await.unwrap();
        desk.house.minutes(60 * 24 * 400);
        let after: Vec<_> = desk.view().await.candidates.into_iter().map(|j| j.evaluation).collect();
        assert_eq!(after, before, "judged again it gives the same");
        let head = desk.house.caller(desk.head.id()).await;
        let next = desk.app().begin(&head, desk.number).await.unwrap();
        assert_eq!((next.round, next.state), (2, SelectionState::Open));
        assert_eq!(next.formula.triage, Triage::default());
        let view = desk.app().show(&head, desk.number, None).await.unwrap();
        assert!(view.candidates.is_empty(), "nobody is taken over: all are judged anew");
        let old = desk.app().show(&head, desk.number, Some(1)).await.unwrap();
        assert!(!old.may_edit && old.candidates.len() == 3);
    }
}

#[tokio::test]
async fn rights_and_units_keep_selections_apart() {
    for desk in desks().await {
        desk.published().await;
        assert!(desk.app().show(&desk.auditor, desk.number, None).await.is_ok());
        let admin = desk.house.admin().await;
        assert!(matches!(desk.app().show(&admin, desk.number, None).await, Err(Error::Forbidden(_))));
        assert!(matches!(desk.app().show(&desk.elsewhere, desk.number, None).await, Err(Error::NotFound)));
        assert!(matches!(desk.app().begin(&desk.elsewhere, desk.number).await, Err(Error::NotFound)));
        let export = desk.app().export(&desk.elsewhere, desk.number, (None, domain::Lang::Ja)).await;
        assert!(matches!(export, Err(Error::NotFound)));
        for by in [&desk.auditor, &desk.officer] {
            let add = desk.app().add(by, desk.number, desk.firms[0]).await;
            assert!(matches!(add, Err(Error::Forbidden(_))));
        }
        let revision = desk.revision().await;
        let one = (revision, desk.firms[0], ground("価格と実績"));
        assert!(matches!(desk.app().propose(&desk.officer, desk.number, one).await, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn the_comparison_takes_the_same_statements_however_many_take_part() {
    for desk in desks().await {
        desk.app().begin(&desk.head, desk.number).await.unwrap();
        desk.app().add(&desk.buyer, desk.number, desk.firms[0]).await.unwrap();
        let count = async || {
            let before = desk.house.app.queries();
            desk.view().await;
            desk.house.app.queries() - before
        };
        let one = count().await;
        for n in 0..30 {
            let id = firm(&desk.house, &desk.buyer, (&format!("候補{n}"), "大阪センター")).await;
            desk.app().add(&desk.buyer, desk.number, id).await.unwrap();
        }
        assert_eq!(desk.view().await.candidates.len(), 31);
        assert_eq!(count().await, one);
    }
}

#[tokio::test]
async fn candidates_come_once_and_from_the_register_and_leave_with_a_reason() {
    for desk in desks().await {
        desk.app().begin(&desk.head, desk.number).await.unwrap();
        desk.app().add(&desk.buyer, desk.number, desk.firms[0]).await.unwrap();
        let again = fields(desk.app().add(&desk.buyer, desk.number, desk.firms[0]).await);
        assert_eq!(again, [("contractor".to_owned(), "taken")]);
        let stranger = format!("con_{:032x}", 99).parse().unwrap();
        let unknown = fields(desk.app().add(&desk.buyer, desk.number, stranger).await);
        assert_eq!(unknown, [("contractor".to_owned(), "unknown")]);
        let gone = (desk.firms[0], 1, ground("辞退の連絡があった"));
        desk.app().remove_candidate(&desk.buyer, desk.number, gone.clone()).await.unwrap();
        let twice = desk.app().remove_candidate(&desk.buyer, desk.number, gone).await;
        assert!(matches!(twice, Err(Error::NotFound)));
        let revision = desk.revision().await;
        desk.app().end(&desk.head, desk.number, (revision, ground("仕様を見直すため"))).await.unwrap();
        assert!(matches!(desk.app().add(&desk.buyer, desk.number, desk.firms[1]).await, Err(Error::Conflict(_))));
        let view = desk.view().await;
        assert!(view.may_begin && view.case.selection.is_none(), "gates look at it no longer");
    }
}

#[tokio::test]
async fn a_contractor_is_chosen_at_select_only() {
    for desk in desks().await {
        desk.published().await;
        at_stage(&desk, Stage::Procure).await;
        assert!(matches!(desk.propose(desk.firms[0]).await, Err(Error::Conflict(_))));
        at_stage(&desk, Stage::Contract).await;
        let late = desk.app().add(&desk.buyer, desk.number, desk.firms[0]).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn the_workbook_has_a_column_for_each_candidate() {
    for desk in desks().await {
        desk.published().await;
        let file = desk.app().export(&desk.auditor, desk.number, (None, domain::Lang::Ja)).await.unwrap();
        let mut rows = Vec::new();
        let book = reader::table::File::open(&file.bytes).unwrap();
        book.rows(0, &mut |row| {
            rows.push((0..4).map(|at| row.text(at).to_owned()).collect::<Vec<_>>());
            true
        })
        .unwrap();
        assert_eq!(rows[0], ["観点", "霧沢設計", "月岡工業", "早瀬情報"]);
        let of = |name: &str| rows.iter().find(|r| r[0].starts_with(name)).unwrap().clone();
        assert_eq!(of("順位")[1..], ["1", "–", "–"]);
        assert_eq!(of("価格（円）")[1..], ["1000", "900", "800"]);
        assert!(of("安定性")[1].contains("決算3期とも黒字"), "each figure with its reason");
        assert!(of("CM-GV-01")[1].contains("委託元が半分を持つ"), "and who bears the cost");
    }
}

#[test]
fn answers_are_read_as_people_paste_them() {
    assert_eq!(levels("4 4\n3\t5,1").unwrap(), [4, 4, 3, 5, 1]);
    assert_eq!(levels("４４３５１").unwrap(), [4, 4, 3, 5, 1]);
    assert_eq!(levels("").unwrap(), [0_u8; 0]);
    let said = |text: &str| levels(text).unwrap_err().problem.text(domain::Lang::Ja);
    assert!(said("4 7 1").contains("2番目の答え「7」"));
    assert!(said("4 45 1").contains("2番目の答え「45」"));
    assert!(said("443a").contains("1番目"));
    assert!(said("3.5").contains("3.5"));
}
