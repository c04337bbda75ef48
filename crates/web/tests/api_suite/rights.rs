//! Every operation of the document without a token, and every one that changes anything as an auditor. Both lists come
//! from the document, so a new route that is not looked at here fails the tests.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    agency::{Agency, PASSWORD, TODAY, facts, text},
    document::{Operation, operations},
};

/// A request to pass work on that is fine in itself.
pub fn passing_on(giver: &str, taker: &str) -> Value {
    json!({"applicant": giver, "to": taker, "part": "夜間の監視", "extent": "part", "country": "JP",
        "ground": "expertise", "reason": "監視の実績がある", "in_our_contract": "yes", "between_them": "yes",
        "measures_reported": "yes", "measures_sufficient": "yes", "verification": "毎月の報告", "asked_on": TODAY})
}

/// Things an operation can be about.
pub struct Things {
    pub number: String,
    ids: BTreeMap<&'static str, String>,
}

impl Things {
    /// One of each, made by whoever may.
    pub async fn new(agency: &Agency, owner: &str) -> Self {
        let name = format!("{owner}の委託先");
        let contractor = agency.post(owner, "/contractors", json!({"name": name})).await.is(201);
        let giver = text(&contractor["id"]);
        let made = agency.enter(owner, json!({"contractor": giver})).await;
        let number = text(&made["number"]);
        let asked = json!({"kind": "criticality", "explanation": "説明"});
        let approval = agency.post(owner, &format!("/engagements/{number}/approvals"), asked).await.is(201);
        let attachment = agency.attach(owner, &number, "shiyosho.pdf").await;
        let question = json!({"urgency": "question", "subject": "相談", "question": "内容", "engagement": number});
        let consultation = agency.post(owner, "/consultations", question).await.is(201);
        let handler = agency.post(owner, &format!("/engagements/{number}/handlers"), json!({"name": "橘 一葉"})).await;
        let access = json!({"name": "vpn-07", "kind": "remote_access", "second_factor": "off", "given_on": TODAY});
        let access = agency.post(owner, &format!("/engagements/{number}/accesses"), access).await.is(201);
        let learned = json!({"kind": "learned", "item": "構成図", "carrier": "spoken", "on": TODAY});
        let learned = agency.post(owner, &format!("/engagements/{number}/handovers"), learned).await.is(201);
        let draft = agency.call(owner, "POST", "/drafts", None).await.is(201);
        let view = json!({"name": "見る", "query": "/engagements?stage=decide"});
        let view = agency.post(owner, "/views", view).await.is(201);
        let absent = agency.people[owner].to_string();
        let substitute = agency.people["clerk"].to_string();
        let days = json!({"absent": absent, "substitute": substitute, "from": TODAY, "until": "2026-06-20"});
        let substitution = agency.post(owner, "/substitutions", days).await.is(201);
        let token = agency.get(owner, "/account/tokens").await.is(200)["items"][0].clone();
        let system = format!("{owner}の台帳");
        let entry = json!({"reason": "定めた", "entry": {"list": "critical", "system": system,
            "activities": ["operation"], "information": "台帳", "reason": "重い"}});
        let entry = agency.post("chief", "/register/entries", entry).await.is(201);
        let person = agency.get(owner, &format!("/people/{absent}")).await.is(200);
        let pledge = format!("/engagements/{number}/papers/pledge");
        let document = agency.post(owner, &pledge, json!({"lang": "ja", "revision": 0})).await.is(201);
        let check = agency.contract(owner, &number, "&keep=true", crate::contracts::DRAFT).await.is(201);
        let taker = json!({"name": format!("{owner}の再委託先")});
        let taker = text(&agency.post(owner, "/contractors", taker).await.is(201)["id"]);
        let path = format!("/engagements/{number}/chain/requests");
        let subcontract = agency.post(owner, &path, passing_on(&giver, &taker)).await.is(201);
        let wanted = json!({"contractors": [text(&contractor["id"])], "depth": "basic", "due_on": "2026-06-30"});
        let sent = agency.post(owner, "/questionnaires", wanted).await.is(201);
        let import = agency.list(owner, "会社名\n霧沢の下請\n").await.is(201);
        let ids = [
            ("subcontracts", text(&subcontract["id"])),
            ("taker", taker),
            ("questionnaires", text(&sent["items"][0]["id"])),
            ("contractor-imports", text(&import["id"])),
            ("contract-checks", text(&check["kept"]["id"])),
            ("handovers", text(&learned["id"])),
            ("handlers", text(&handler.is(201)["id"])),
            ("accesses", text(&access["id"])),
            ("documents", text(&document["id"])),
            ("papers", "pledge".to_owned()),
            ("items", "KL-15".to_owned()),
            ("approvals", text(&approval["id"])),
            ("attachments", attachment),
            ("consultations", text(&consultation["id"])),
            ("contractors", text(&contractor["id"])),
            ("candidates", text(&contractor["id"])),
            ("drafts", text(&draft["id"])),
            ("views", text(&view["id"])),
            ("substitutions", text(&substitution["id"])),
            ("tokens", text(&token["id"])),
            ("entries", text(&entry["entry"])),
            ("grants", text(&person["grants"][0]["id"])),
            ("units", text(&person["unit"]["id"])),
            ("people", absent),
            ("sessions", "ses_00000000000000000000000000000000".to_owned()),
            ("checkpoints", "1".to_owned()),
            ("versions", "0".to_owned()),
        ];
        Self { number, ids: ids.into_iter().collect() }
    }

    /// The path of an operation, about these things.
    pub fn path(&self, operation: &Operation) -> String {
        let mut out: Vec<&str> = Vec::new();
        for part in operation.path.split('/') {
            out.push(match (part, out.last()) {
                ("{number}", _) => self.number.as_str(),
                (hole, Some(kind)) if hole.starts_with('{') => {
                    let found = self.ids.get(kind);
                    found.unwrap_or_else(|| panic!("{}: nothing for {kind}/{hole}", operation.id)).as_str()
                }
                (plain, _) => plain,
            });
        }
        out.join("/")
    }

    /// A body that is fine in itself for an operation.
    pub fn body(&self, agency: &Agency, operation: &str) -> Value {
        let id = |kind: &str| self.ids[kind].clone();
        let entry = json!({"list": "critical", "system": "別の台帳", "activities": ["operation"],
            "information": "台帳", "reason": "重い"});
        let seen = json!({"revision": 1});
        match operation {
            "createEngagement" => agency.new_engagement(0, json!({})),
            "previewEngagement" => facts(json!({})),
            "changeFacts" => json!({"revision": 1, "facts": facts(json!({}))}),
            "passGate" | "closeUnit" | "reopenUnit" | "disablePerson" | "enablePerson" => seen,
            "endEngagement" => json!({"ending": "withdrawn", "reason": "やめる"}),
            "changeRequirements" => json!({"revision": 0, "plan": {}}),
            "issuePaper" => json!({"lang": "ja", "revision": 0}),
            "declareCondition" => json!({"condition": "G1-1", "note": "確かめた"}),
            "requestApproval" | "resubmitApproval" => json!({"kind": "criticality", "explanation": "説明"}),
            "splitEngagement" => {
                json!({"revision": 1, "activities": ["operation"], "rest_title": "残り", "spared_title": "別"})
            }
            "decideApproval" => json!({"revision": 1, "decision": "not_critical", "reason": "確認した"}),
            "withdrawApproval" | "removeRegisterEntry" => json!({"reason": "やめる"}),
            "addRegisterEntry" | "replaceRegisterEntry" => json!({"entry": entry, "reason": "定めた"}),
            "correctContractFinding" => {
                json!({"concept": "audit_right", "status": "present", "reason": "別紙にある"})
            }
            "requestSubcontract" => passing_on(&id("contractors"), &id("taker")),
            "decideSubcontract" => json!({"as": "owner", "say": "refuse", "reason": "足りない", "revision": 1}),
            "recordFirmSeen" | "recordFirmLeft" => {
                json!({"giver": id("contractors"), "firm": id("taker"), "on": TODAY})
            }
            "sendQuestionnaire" => {
                json!({"contractors": [id("contractors")], "depth": "basic", "due_on": "2026-06-30"})
            }
            "noteQuestionnaire" | "sendBackQuestionnaire" => json!({"body": "体制図の日付を教えてください"}),
            "extendQuestionnaire" => json!({"due_on": "2026-07-31"}),
            "acceptQuestionnaire" => seen,
            "changeSelectionFormula" => json!({"revision": 1, "formula": {
                "factors": [{"factor": "price", "weight": 100}], "scheme": "none", "benchmark_set": "items25",
                "benchmark_mean": 30, "scs": "none"}}),
            "publishSelection" | "withdrawProposal" => seen,
            "addCandidate" => json!({"contractor": id("contractors")}),
            "judgeCandidate" => {
                json!({"revision": 1, "record": {"scope_covers": "unknown", "audit_fits": "unknown"}})
            }
            "removeCandidate" | "endSelection" => json!({"revision": 1, "reason": "やめる"}),
            "proposeCandidate" => json!({"revision": 1, "contractor": id("contractors"), "reason": "価格"}),
            "decideSelection" => json!({"revision": 1, "decision": "choose", "reason": "提案のとおり"}),
            "recordHandover" => json!({"kind": "learned", "item": "名簿", "carrier": "spoken", "on": TODAY}),
            "receiveHandover" | "giveHandoverNote" => json!({"on": TODAY}),
            "proveDisposal" => json!({"performer": "橘 一葉"}),
            "setHandlingTerms" => json!({"revision": 0, "secrecy_from": TODAY}),
            "nameHandler" => json!({"name": "夜久 七海"}),
            "changeHandler" => json!({"name": "橘 一葉", "revision": 1}),
            "giveAccess" | "changeAccess" => json!({"name": "key-3", "kind": "key_or_pass", "second_factor": "off",
                "given_on": TODAY, "revision": 1}),
            "reviewAccess" | "revokeAccess" => seen,
            "exceptAccess" => json!({"revision": 1, "reason": "更新まで待つ", "until": "2026-07-31"}),
            "createContractor" => json!({"name": "別の委託先"}),
            "mapContractorColumns" => json!({"header_row": 1, "columns": {"A": "name"}}),
            "mergeContractor" => json!({"revision": 1, "other": "con_00000000000000000000000000000000",
                "other_revision": 1, "reason": "同じ会社"}),
            "changeContractor" => json!({"revision": 1, "name": "改めた委託先"}),
            "askChiefOfficer" => json!({"urgency": "question", "subject": "相談", "question": "内容"}),
            "answerConsultation" => json!({"text": "答え"}),
            "saveDraft" => json!({"title": "", "step": "", "answers": {}}),
            "saveView" => json!({"name": "別の見方", "query": "/engagements"}),
            "createUnit" => json!({"parent": agency.begun.root.to_string(), "name": "新しい課"}),
            "changeUnit" => json!({"revision": 1, "parent": agency.begun.root.to_string(), "name": "改めた課"}),
            "createPerson" => json!({"login": "fresh", "name": "新しい人", "unit": id("units")}),
            "changePerson" => json!({"revision": 1, "name": "改めた名", "unit": id("units"), "lang": "ja"}),
            "setPassword" => json!({"password": "a quiet harbour 42"}),
            "grantRole" => {
                json!({"person": id("people"), "role": "auditor", "unit": id("units"), "from": TODAY})
            }
            "endGrant" | "endSubstitution" => json!({"last": TODAY}),
            "setSubstitute" => json!({"absent": id("people"), "substitute": agency.people["system"].to_string(),
                "from": TODAY, "until": TODAY}),
            "createToken" => json!({"name": "新しい", "days": 1}),
            "changePassword" => json!({"old": PASSWORD, "new": "a quiet harbour 42"}),
            "setPreferences" => json!({"lang": "ja", "theme": "dark"}),
            "checkCheckpoint" => json!({"checkpoint": "x"}),
            "changeSettings" => json!({"organisation_ja": "別の県", "small_firm": true}),
            other => panic!("no body for {other}: add one, so that the operation is tried without rights"),
        }
    }

    /// Sends an operation about these things.
    pub async fn send(&self, agency: &Agency, login: &str, operation: &Operation) -> crate::agency::Reply {
        if operation.id == "attachFile" {
            let path = format!("{}?name=a.pdf", self.path(operation));
            return agency.send(agency.begin(login, "POST", &path).body("x".into()).unwrap()).await;
        }
        if operation.id == "checkContract" {
            return agency.contract(login, &self.number, "", crate::contracts::DRAFT).await;
        }
        if operation.id == "importQuestionnaire" {
            let request = agency.begin(login, "POST", &self.path(operation));
            return agency.send(request.body("no workbook".into()).unwrap()).await;
        }
        if operation.id == "sendContractorList" {
            return agency.list(login, "会社名\n霧沢の別の下請\n").await;
        }
        if operation.id == "importHandovers" {
            let path = self.path(operation);
            return agency.send(agency.begin(login, "POST", &path).body("x".into()).unwrap()).await;
        }
        let body = operation.has_body().then(|| self.body(agency, &operation.id));
        agency.call(login, &operation.method, &self.path(operation), body.as_ref()).await
    }
}

#[tokio::test]
async fn nothing_answers_without_a_token() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner").await;
    for operation in operations() {
        let reply = things.send(&agency, "", &operation).await;
        let problem = reply.problem(401);
        assert_eq!(problem["type"], "urn:sekimori:problem:unauthenticated", "{}", operation.id);
        assert_eq!(reply.header("www-authenticate"), "Bearer", "{}", operation.id);
    }
    let path = "/account";
    for wrong in ["Bearer ", "Bearer skm_x", "Basic c2Vr", "skm_x", "Bearer skm_関守"] {
        let request = axum::http::Request::get(format!("/api/v1{path}"))
            .header("authorization", axum::http::HeaderValue::from_bytes(wrong.as_bytes()).unwrap())
            .body(axum::body::Body::empty())
            .unwrap();
        agency.send(request).await.problem(401);
    }
}

/// What an auditor may do although it changes something: things of their own, and the ledger, which is theirs to watch.
const AUDITOR_MAY: &[(&str, u16)] = &[
    ("changePassword", 422),
    ("checkCheckpoint", 422),
    ("createToken", 201),
    ("deleteView", 404),
    ("exportLedger", 200),
    ("issueCheckpoint", 201),
    ("revokeAllSessions", 200),
    ("revokeSession", 404),
    ("revokeToken", 404),
    ("saveView", 201),
    ("setPreferences", 204),
    ("verifyLedger", 200),
];

#[tokio::test]
async fn an_auditor_changes_nothing_but_their_own() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner").await;
    let mut tried = 0;
    for operation in operations().into_iter().filter(Operation::changes) {
        let reply = things.send(&agency, "auditor", &operation).await;
        let status = reply.status.as_u16();
        match AUDITOR_MAY.iter().find(|(id, _)| *id == operation.id) {
            Some((_, allowed)) => assert_eq!(status, *allowed, "{}: {reply:?}", operation.id),
            None => {
                tried += 1;
                assert!(matches!(status, 403 | 404), "{}: {status} {}", operation.id, reply.json());
                reply.problem(status);
            }
        }
    }
    assert!(tried >= 38, "{tried}");
    assert_eq!(agency.get("auditor", &format!("/engagements/{}", things.number)).await.is(200)["revision"], 4);
}

#[tokio::test]
async fn a_person_without_a_role_sees_only_what_is_their_own() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner-two").await;
    // the clerk stands in for the owner until the 20th; afterwards nothing is left of it
    agency.minutes(60 * 24 * 12);
    let open = [
        "showAccount",
        "listSessions",
        "listTokens",
        "listViews",
        "showHome",
        "listWaitingApprovals",
        "listMyApprovals",
        "listDecidedApprovals",
        "showSettings",
        "listConditions",
        "listReasons",
        "listChoices",
        "listThreats",
        "listRoles",
        "listSources",
        "listEditions",
        "listCatalogue",
        "showCatalogueItem",
    ];
    for operation in operations().into_iter().filter(|o| !o.changes()) {
        let reply = things.send(&agency, "clerk", &operation).await;
        let status = reply.status.as_u16();
        if open.contains(&operation.id.as_str()) {
            assert_eq!(status, 200, "{}: {}", operation.id, reply.json());
        } else {
            assert!(matches!(status, 403 | 404), "{}: {status} {}", operation.id, reply.json());
        }
    }
}

#[tokio::test]
async fn a_token_holds_no_longer_than_it_should() {
    let agency = Agency::new().await;
    let made = agency.post("clerk", "/account/tokens", json!({"name": "短い", "days": 1})).await.is(201);
    let (id, token) = (text(&made["id"]), text(&made["token"]));
    let get = || {
        let request = axum::http::Request::get("/api/v1/account").header("authorization", format!("Bearer {token}"));
        agency.send(request.body(axum::body::Body::empty()).unwrap())
    };
    let me = get().await.is(200);
    assert_eq!(me["login"], "clerk");
    let listed = agency.get("clerk", "/account/tokens").await.is(200);
    assert!(!listed.to_string().contains(&token), "a token is shown once");
    assert_eq!(agency.call("clerk", "DELETE", &format!("/account/tokens/{id}"), None).await.status, 204);
    get().await.problem(401);
    agency.minutes(60 * 24 * 31);
    agency.get("owner", "/account").await.problem(401);
}
