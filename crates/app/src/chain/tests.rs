use domain::{engagement::Stage, person::Role};
use rules::chain::PartyStanding;

use super::*;
use crate::{
    contractors::ContractorFields,
    engagements::NewEngagement,
    testing::{House, fields, houses},
};

struct Town {
    house: House,
    owner: Caller,
    officer: Caller,
    stranger: Caller,
    number: EngagementNumber,
    firms: Vec<ContractorId>,
}

/// An engagement with its contractor and three firms more.
async fn towns() -> Vec<Town> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let unit = house.unit(root, "福祉部").await;
        let other = house.unit(root, "土木部").await;
        let mut callers = Vec::new();
        for (login, role, at) in [
            ("owner", Role::SectionSecurityOfficer, unit),
            ("officer", Role::SecurityOfficer, root),
            ("stranger", Role::SectionSecurityOfficer, other),
        ] {
            let person = house.person(at, login).await;
            house.role(person, role, at).await;
            callers.push(house.caller(person).await);
        }
        let [owner, officer, stranger] = callers.try_into().unwrap();
        let mut firms = Vec::new();
        for name in ["株式会社霧沢設計", "夜鷹運用有限会社", "株式会社帳票監視", "合同会社灯台"]
        {
            let new = ContractorFields { name: name.into(), ..ContractorFields::default() };
            firms.push(house.app.contractors().create(&owner, &new).await.unwrap().id);
        }
        let facts = serde_json::json!({
            "title": "窓口システムの遠隔運用", "category": "remote_operation", "system": "窓口システム",
            "activities": ["operation"], "information": ["personal"], "places": ["remote"], "connection": "remote",
            "contractor": firms[0].to_string()
        });
        let new = NewEngagement { unit, facts: serde_json::from_value(facts).unwrap() };
        let made = house.app.engagements().create(&owner, new).await.unwrap();
        assert_eq!(made.stage, Stage::Decide);
        out.push(Town { owner, officer, stranger, number: made.number, firms, house });
    }
    out
}

fn day(n: i8) -> Date {
    jiff::civil::date(2026, 6, n)
}

fn request(applicant: ContractorId, to: ContractorId) -> NewSubcontract {
    NewSubcontract {
        applicant,
        to,
        part: "夜間の監視".parse().unwrap(),
        extent: Extent::Part,
        country: Country::JAPAN,
        sites: BTreeSet::new(),
        ground: SubcontractGround::Expertise,
        reason: "監視を専門とする会社である".parse().unwrap(),
        information: BTreeSet::from([InformationKind::Personal]),
        level: LevelProof {
            between_them: Answer::Yes,
            in_our_contract: Answer::Yes,
            measures_reported: Answer::Yes,
            measures_sufficient: Answer::Yes,
            verification: Some("毎月の報告を見る".parse().unwrap()),
        },
        asked_on: day(10),
    }
}

fn yes(until: Date) -> Say {
    Say::Approve {
        reason: "監視の実績がある".parse().unwrap(),
        conditions: ["作業者の名簿を出す", "場所を変える前に知らせる"].map(|c| c.parse().unwrap()).to_vec(),
        until,
    }
}

fn conflict<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Conflict(said)) => said.ja,
        other => panic!("{other:?}"),
    }
}

impl Town {
    fn chain(&self) -> Chains<'_> {
        self.house.app.chain()
    }
    async fn enter(&self, applicant: usize, to: usize) -> SubcontractId {
        let new = request(self.firms[applicant], self.firms[to]);
        self.chain().enter(&self.owner, self.number, new).await.unwrap()
    }
    async fn view(&self) -> ChainView {
        self.chain().of(&self.owner, self.number).await.unwrap()
    }
    /// Both offices say yes.
    async fn approve(&self, id: SubcontractId) {
        self.chain().say(&self.owner, id, (Voice::Owner, yes(day(30)), 1)).await.unwrap();
        self.chain().say(&self.officer, id, (Voice::Officer, yes(day(20)), 2)).await.unwrap();
    }
    /// Whether each engagement that rests on a firm has it as its contractor.
    async fn touched(&self, by: &Caller, firm: usize) -> Vec<bool> {
        let page = self.chain().touched(by, self.firms[firm], (None, 50)).await.unwrap();
        page.engagements.iter().map(|t| t.direct).collect()
    }
    async fn standings(&self) -> Vec<(usize, u32, &'static str)> {
        let word = |p: &PartyStanding| match p {
            PartyStanding::Contractor => "contractor",
            PartyStanding::Approved { .. } => "approved",
            PartyStanding::NotApproved { .. } => "not approved",
            PartyStanding::Unasked => "unasked",
            PartyStanding::BelowUnapproved => "below",
        };
        let at = |id| self.firms.iter().position(|f| *f == id).unwrap();
        let mut out: Vec<_> =
            self.view().await.parties.iter().map(|p| (at(p.firm), p.tier, word(&p.standing))).collect();
        out.sort_unstable();
        out
    }
}

#[tokio::test]
async fn two_offices_decide_tier_by_tier() {
    for town in towns().await {
        let (second, third) = (town.enter(0, 1).await, town.enter(1, 2).await);
        let chain = town.chain();
        // the second tier is not approved, so what hangs on it cannot be
        let early = conflict(chain.say(&town.owner, third, (Voice::Owner, yes(day(30)), 1)).await);
        assert!(early.contains("RS-2") && early.contains("N-7.5-3"), "{early}");
        conflict(chain.say(&town.officer, second, (Voice::Officer, yes(day(30)), 1)).await);
        let forbidden = chain.say(&town.owner, second, (Voice::Officer, yes(day(30)), 1)).await;
        assert!(matches!(forbidden, Err(Error::Forbidden(_))));
        let past = chain.say(&town.owner, second, (Voice::Owner, yes(day(10)), 1)).await;
        assert_eq!(fields(past), [("until".into(), "before")]);
        town.approve(second).await;
        town.approve(third).await;
        let standings = town.standings().await;
        assert_eq!(standings, [(0, 1, "contractor"), (1, 2, "approved"), (2, 3, "approved")]);
        let kept = town.view().await.request(second).unwrap().kept.clone();
        match &kept.request.decision {
            SubcontractDecision::Approved { until, conditions, .. } => {
                assert_eq!((*until, conditions.len()), (day(20), 2), "the nearer day, each condition once");
            }
            other => panic!("{other:?}"),
        }
        // work that would come back to its giver, and the whole of it, are refused by name
        let back = town.enter(2, 0).await;
        let said = conflict(chain.say(&town.owner, back, (Voice::Owner, yes(day(30)), 1)).await);
        assert!(said.contains("RS-3"), "{said}");
        let mut whole = request(town.firms[0], town.firms[3]);
        whole.extent = Extent::Whole;
        let whole = chain.enter(&town.owner, town.number, whole).await.unwrap();
        let said = conflict(chain.say(&town.owner, whole, (Voice::Owner, yes(day(30)), 1)).await);
        assert!(said.contains("RS-1") && said.contains("N-7.5-1"), "{said}");
        let no = Say::Refuse { reason: "全部は渡せない".parse().unwrap() };
        chain.say(&town.owner, whole, (Voice::Owner, no.clone(), 1)).await.unwrap();
        conflict(chain.say(&town.owner, whole, (Voice::Owner, no, 2)).await);

        // the approval above ends, and what hangs on it with it
        let end = Say::Revoke { reason: "監視をやめた".parse().unwrap() };
        let stale = chain.say(&town.officer, second, (Voice::Officer, end.clone(), 1)).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        chain.say(&town.officer, second, (Voice::Officer, end, 3)).await.unwrap();
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (2, 0, "below")]);
    }
}

#[tokio::test]
async fn a_firm_nobody_asked_for_is_shown_until_it_leaves() {
    for town in towns().await {
        let new = |giver: usize, firm: usize, on| NewSighting {
            giver: town.firms[giver],
            firm: town.firms[firm],
            on,
            note: "名札で分かった".parse().unwrap(),
        };
        let chain = town.chain();
        chain.see(&town.owner, town.number, new(0, 3, day(9))).await.unwrap();
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (3, 2, "unasked")]);
        assert_eq!(fields(chain.see(&town.owner, town.number, new(3, 3, day(9))).await), [("firm".into(), "taken")]);
        assert_eq!(fields(chain.see(&town.owner, town.number, new(0, 3, day(12))).await), [("on".into(), "rule")]);
        // a later request does not make it right before it is decided
        let asked = town.enter(0, 3).await;
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (3, 2, "not approved")]);
        town.approve(asked).await;
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (3, 2, "approved")]);

        assert_eq!(town.touched(&town.owner, 3).await, [false]);
        assert_eq!(town.touched(&town.officer, 0).await, [true]);
        assert!(town.touched(&town.stranger, 3).await.is_empty());
        let heavy = chain.concentration(&town.officer).await.unwrap();
        assert_eq!(heavy.iter().map(|w| (w.engagements, w.direct)).collect::<Vec<_>>(), [(1, 0), (1, 1)]);
        assert!(chain.concentration(&town.stranger).await.unwrap().is_empty());

        let gone = (town.firms[0], town.firms[3], day(11));
        chain.leave(&town.owner, town.number, gone).await.unwrap();
        assert!(matches!(chain.leave(&town.owner, town.number, gone).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn strangers_neither_see_nor_touch_a_chain() {
    for town in towns().await {
        let id = town.enter(0, 1).await;
        let chain = town.chain();
        assert!(matches!(chain.of(&town.stranger, town.number).await, Err(Error::NotFound)));
        let new = request(town.firms[0], town.firms[1]);
        assert!(matches!(chain.enter(&town.stranger, town.number, new.clone()).await, Err(Error::NotFound)));
        let no = Say::Refuse { reason: "だめ".parse().unwrap() };
        let said = chain.say(&town.stranger, id, (Voice::Owner, no, 1)).await;
        assert!(matches!(said, Err(Error::NotFound)));
        assert!(matches!(chain.enter(&town.officer, town.number, new).await, Err(Error::Forbidden(_))));
        let unknown = request(town.firms[0], town.house.app.mint());
        let refused = chain.enter(&town.owner, town.number, unknown).await;
        assert_eq!(fields(refused), [("to".into(), "unknown")]);

        let scope = town.officer.may(Permission::ViewLedger).unwrap();
        let mut tx = town.house.app.db().read().await.unwrap();
        let entries = store::ledger::of_subject(&mut tx, &scope, &id.to_string(), i64::MAX, 10).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.action.as_str()).collect::<Vec<_>>(), ["subcontract.enter"]);
    }
}

#[tokio::test]
async fn one_person_speaks_in_both_offices_only_in_a_small_firm() {
    for town in towns().await {
        let root = town.house.begun.root;
        let person = town.house.person(root, "both").await;
        town.house.role(person, Role::SectionSecurityOfficer, root).await;
        town.house.role(person, Role::SecurityOfficer, root).await;
        let both = town.house.caller(person).await;
        let id = town.enter(0, 1).await;
        let chain = town.chain();
        chain.say(&both, id, (Voice::Owner, yes(day(30)), 1)).await.unwrap();
        assert!(matches!(chain.say(&both, id, (Voice::Officer, yes(day(30)), 2)).await, Err(Error::Forbidden(_))));
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (1, 2, "not approved")]);
        let mut tx = town.house.app.db().write().await.unwrap();
        store::settings::set(&mut tx, crate::settings::SMALL_FIRM, "yes").await.unwrap();
        tx.commit().await.unwrap();
        chain.say(&both, id, (Voice::Officer, yes(day(30)), 2)).await.unwrap();
        assert_eq!(town.standings().await, [(0, 1, "contractor"), (1, 2, "approved")]);
    }
}
