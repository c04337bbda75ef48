//! One of everything that an address can name, and everyone who might ask for it.

use app::{
    Caller,
    attachments::NewAttachment,
    consultations::Question,
    contractors::ContractorFields,
    engagements::NewEngagement,
    handovers::{RawAccess, RawHandler, RawHandover},
    organisation::{NewGrant, NewSubstitution},
    questionnaires::NewQuestionnaire,
    register::EntryFields,
};
use catalogue::question::Depth;
use domain::{
    approval::Request,
    consultation::Urgency,
    engagement::{Activity, Facts, RawFacts},
    id::ContractorId,
    person::Role,
    register::RegisterList,
};

use crate::office::{Browser, Office, PASSWORD};

/// Facts of work that is on no list.
fn raw() -> RawFacts {
    serde_json::from_value(serde_json::json!({
        "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
        "activities": ["operation", "maintenance"], "information": ["personal"], "places": ["contractor_premises"],
        "connection": "remote", "rights_reach_all": "no",
        "items": [{"name": "住民記録", "access": "accessible", "criticality": "not_critical"}]
    }))
    .unwrap()
}

fn facts() -> Facts {
    Facts::try_from(raw()).unwrap()
}

/// The office with its records.
pub struct Scene {
    pub office: Office,
    /// What stands for each `{name}` of an address.
    pub names: Vec<(&'static str, String)>,
    /// The owner of the records, and a second session of theirs.
    pub owner: Browser,
}

impl Scene {
    /// Everything belongs to the owner of engagements at 市民課; a spare person stands ready to be changed.
    pub async fn new() -> Self {
        let office = Office::new().await;
        let owner = office.browser(Role::SectionSecurityOfficer).await;
        let mut scene = Self { office, names: Vec::new(), owner };
        scene.engagement().await;
        scene.records().await;
        scene.handed().await;
        scene.questionnaire().await;
        scene.spare().await;
        scene.own().await;
        scene
    }

    fn name(&mut self, name: &'static str, value: impl ToString) {
        self.names.push((name, value.to_string()));
    }

    /// An engagement with a request that waits and a file.
    async fn engagement(&mut self) {
        let caller = self.office.caller(Role::SectionSecurityOfficer).await;
        let app = self.office.app.clone();
        let new = NewEngagement { unit: self.office.section, facts: facts() };
        let number = app.engagements().create(&caller, new).await.unwrap().number;
        self.name("engagement", number);
        let request = Request::Criticality { explanation: "住民記録に触れるため".parse().unwrap() };
        let approval = app.approvals().request(&caller, number, request).await.unwrap();
        self.name("approval", approval);
        let about = NewAttachment { name: "見積書.txt".into(), effective_on: None, note: Default::default() };
        let file = app.attachments().add(&caller, number, about, &b"text"[..]).await.unwrap();
        self.name("file", file.id);
        let pledge = "pledge".parse().unwrap();
        let document = app.documents().issue(&caller, number, (&pledge, domain::Lang::Ja, Some(0))).await.unwrap();
        self.name("document", document.id);
        let draft = app::contracts::Draft {
            name: "契約書.txt".into(),
            bytes: crate::contract::DRAFT.as_bytes().to_vec(),
            ..Default::default()
        };
        let check = app.contracts().keep(&caller, number, (draft, Default::default())).await.unwrap();
        self.name("check", check);
        let view = app.views().save(&caller, "年度内", "/engagements?view=open").await.unwrap();
        self.name("view", view.id);
        let draft = app.drafts().create(&caller).await.unwrap();
        self.name("draft", draft.draft.id);
    }

    /// A contractor, a question, a line of the register.
    async fn records(&mut self) {
        let caller = self.office.caller(Role::SectionSecurityOfficer).await;
        let app = self.office.app.clone();
        let fields = ContractorFields { name: "霧沢設計".into(), ..ContractorFields::default() };
        let contractor = app.contractors().create(&caller, &fields).await.unwrap();
        self.name("contractor", contractor.id);
        let fields = ContractorFields { name: "霧沢設計㈱".into(), ..ContractorFields::default() };
        let twin = app.contractors().create(&caller, &fields).await.unwrap();
        self.name("twin", twin.id);
        let clerk = self.office.caller(Role::SystemSecurityOfficer).await;
        let list = "名前\n霧沢\n".as_bytes().to_vec();
        self.name("import", app.contractors().receive(&clerk, "一覧.csv", list).await.unwrap());
        self.chain(&caller, (contractor.id, twin.id)).await;
        let question = Question {
            engagement: None,
            urgency: Urgency::Question,
            subject: "題".parse().unwrap(),
            question: "問い".parse().unwrap(),
        };
        let question = app.consultations().ask(&caller, question).await.unwrap();
        self.name("question", question.id);
        let chief = self.office.caller(Role::ChiefSecurityOfficer).await;
        let fields = EntryFields {
            list: RegisterList::Critical,
            system: "住民記録システム".parse().unwrap(),
            activities: [Activity::Operation].into(),
            information: "住民記録".parse().unwrap(),
            reason: "漏れると困る".parse().unwrap(),
            review_on: None,
        };
        let (_, entry) = app.register().add(&chief, fields, "はじめの版".parse().unwrap()).await.unwrap();
        self.name("entry", entry);
    }

    /// An engagement whose contractor would pass work on.
    async fn chain(&mut self, caller: &Caller, (giver, taker): (ContractorId, ContractorId)) {
        let app = self.office.app.clone();
        let mut raw = raw();
        raw.contractor = Some(giver);
        let new = NewEngagement { unit: self.office.section, facts: Facts::try_from(raw).unwrap() };
        let number = app.engagements().create(caller, new).await.unwrap().number;
        self.name("chained", number);
        let request = app::chain::NewSubcontract {
            applicant: giver,
            to: taker,
            part: "夜間の監視".parse().unwrap(),
            extent: domain::subcontract::Extent::Part,
            country: domain::country::Country::JAPAN,
            sites: Default::default(),
            ground: domain::subcontract::SubcontractGround::Expertise,
            reason: "実績がある".parse().unwrap(),
            information: Default::default(),
            level: domain::subcontract::LevelProof {
                between_them: domain::engagement::Answer::Yes,
                in_our_contract: domain::engagement::Answer::Yes,
                measures_reported: domain::engagement::Answer::Unknown,
                measures_sufficient: domain::engagement::Answer::Unknown,
                verification: None,
            },
            asked_on: app.clock().today(),
        };
        let id = app.chain().enter(caller, number, request).await.unwrap();
        self.name("subcontract", id);
    }

    /// An engagement with a contractor, a handler, an access, an entry in its information ledger, a workbook that waits.
    async fn handed(&mut self) {
        let caller = self.office.caller(Role::SectionSecurityOfficer).await;
        let app = self.office.app.clone();
        let named = self.names.iter().find(|(name, _)| *name == "contractor").unwrap();
        let mut raw = RawFacts::from(facts());
        raw.contractor = Some(named.1.parse().unwrap());
        let new = NewEngagement { unit: self.office.section, facts: Facts::try_from(raw).unwrap() };
        let number = app.engagements().create(&caller, new).await.unwrap().number;
        self.name("handed", number);
        let named = RawHandler { name: "橘 一葉".into(), ..RawHandler::default() };
        self.name("handler", app.handovers().set_handler(&caller, number, (None, &named)).await.unwrap());
        let access = RawAccess {
            name: "vpn-07".into(),
            kind: "remote_access".into(),
            second_factor: "off".into(),
            given_on: "2026-06-01".into(),
            ..RawAccess::default()
        };
        self.name("access", app.handovers().set_access(&caller, number, (None, &access)).await.unwrap());
        let learned = RawHandover {
            kind: "learned".into(),
            item: "住民記録".into(),
            carrier: "spoken".into(),
            on: app.clock().today().to_string(),
            ..RawHandover::default()
        };
        self.name("entry_handed", app.handovers().record(&caller, number, &learned).await.unwrap());
        let list = "種類,日,情報,形\n業務中に知った,2026-06-10,住民記録,口頭・提示\n".as_bytes().to_vec();
        let (kept, _) = app.handovers().look(&caller, number, ("台帳.csv", list)).await.unwrap();
        self.name("handed_import", kept);
    }

    /// A questionnaire with a file that came with it, and a client's sheet of the owner.
    async fn questionnaire(&mut self) {
        let caller = self.office.caller(Role::SectionSecurityOfficer).await;
        let app = self.office.app.clone();
        let named = self.names.iter().find(|(name, _)| *name == "contractor").unwrap();
        let contractor = named.1.parse().unwrap();
        let new = NewQuestionnaire {
            contractors: vec![contractor],
            engagement: None,
            depth: Depth::Standard,
            due_on: app.clock().today(),
            title: String::new(),
        };
        let sent = app.questionnaires().send(&caller, &new).await.unwrap().remove(0);
        let id = sent.questionnaire.id;
        self.name("questionnaire", id);
        let opened = app.questionnaires().open(&sent.token, ("192.0.2.1", None)).await.unwrap();
        let by = app.questionnaires().respondent(&opened.secret, None).await.unwrap();
        app.questionnaires().attach(&by, ("QP-05", "登録証.pdf"), b"%PDF").await.unwrap();
        let view = app.questionnaires().show(&caller, id).await.unwrap();
        self.name("answer_file", view.sheet.files[0].id);
        let bytes = app.questionnaires().workbook(&caller, id, domain::Lang::Ja).await.unwrap();
        let sheet = app.books().upload(&caller, "調査票.xlsx", &bytes).await.unwrap();
        self.name("sheet", sheet);
    }

    /// A person with a role and a substitute, a unit, a checkpoint.
    async fn spare(&mut self) {
        let admin = self.office.caller(Role::Administrator).await;
        let app = self.office.app.clone();
        let (section, today) = (self.office.section, app.clock().today());
        let person = self.office.person(section, "spare.p", "予備 一").await;
        self.name("person", person);
        let grant = NewGrant { person, role: Role::Auditor, unit: section, from: today, until: None };
        let grant = app.organisation().grant(&admin, &grant).await.unwrap();
        self.name("grant", grant);
        let substitute = self.office.people[&Role::Auditor];
        let new = NewSubstitution { absent: person, substitute, from: today, until: today };
        let substitution = app.organisation().substitute(&admin, &new).await.unwrap();
        self.name("substitution", substitution);
        let unit = self.office.unit(section, "予備係", "Spare").await;
        self.name("unit", unit);
        let auditor = self.office.caller(Role::Auditor).await;
        app.ledger().checkpoint(&auditor).await.unwrap();
        let issued = app.ledger().checkpoints(&auditor).await.unwrap();
        self.name("seq", issued[0].seq);
    }

    /// What belongs to one person alone: a second session, a token.
    async fn own(&mut self) {
        let caller = self.office.caller(Role::SectionSecurityOfficer).await;
        let app = self.office.app.clone();
        let (token, _) = app.auth().create_token(&caller, "集計", 30).await.unwrap();
        self.name("token", token);
        let other = app.auth().sign_in("takato.m", PASSWORD, "192.0.2.1", "").await.unwrap();
        self.name("session", other.session);
        self.name("style", web::assets::all().first().unwrap().file_name());
    }

    /// An address with its names filled in.
    pub fn address(&self, template: &str) -> String {
        let mut out = template.to_owned();
        for (name, value) in &self.names {
            out = out.replace(&format!("{{{name}}}"), value);
        }
        assert!(!out.contains('{'), "nothing stands for a name of {out}");
        out
    }

    /// Everyone who might ask, in the order of the table: the seven roles, someone without a role, and the owner of
    /// engagements of another section.
    pub async fn visitors(&self) -> Vec<Browser> {
        let mut out = Vec::new();
        for role in Role::ALL.iter().copied() {
            out.push(match role {
                Role::SectionSecurityOfficer => self.owner.clone(),
                role => self.office.browser(role).await,
            });
        }
        self.office.person(self.office.root, "nobody.n", "無役 一").await;
        out.push(self.office.sign_in("nobody.n", PASSWORD).await);
        let welfare = self.office.unit(self.office.division, "福祉課", "Welfare").await;
        let other = self.office.person(welfare, "elsewhere.e", "余所 一").await;
        self.office.grant(other, Role::SectionSecurityOfficer, welfare).await;
        out.push(self.office.sign_in("elsewhere.e", PASSWORD).await);
        out
    }
}
