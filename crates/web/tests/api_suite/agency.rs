//! An invented agency behind the API: two sections, a person for each role with a token, a clock that stands still.

use std::collections::BTreeMap;

use app::{
    App, Channel, Clock, Dice, Place,
    organisation::{NewGrant, NewPerson, NewUnit, UnitFields},
    setup::{Begun, FirstSteps},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::{
    Lang,
    id::{PersonId, UnitId},
    person::Role,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A password that the policy accepts.
pub const PASSWORD: &str = "shirakawa no seki 818";
/// The day everything happens on.
pub const TODAY: &str = "2026-06-11";

/// The agency.
pub struct Agency {
    pub app: App,
    pub begun: Begun,
    /// Two sections that do not see each other.
    pub sections: [UnitId; 2],
    /// People by login name.
    pub people: BTreeMap<String, PersonId>,
    tokens: BTreeMap<String, String>,
    router: Router,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.bytes)))
    }
    /// The body, which must have this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status.as_u16(), status, "{text}");
        if text.is_empty() { Value::Null } else { self.json() }
    }
    /// A problem of this status: its code.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{text}");
        let body = self.json();
        assert_eq!(body["status"], status);
        assert!(body["type"].as_str().unwrap().starts_with("urn:sekimori:problem:"), "{text}");
        assert!(!body["title"].as_str().unwrap().is_empty());
        assert_eq!(body["request_id"], self.header("x-request-id"));
        body
    }
    /// Place and code of everything refused.
    #[track_caller]
    pub fn refused(&self) -> Vec<(String, String)> {
        let body = self.problem(422);
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        body["errors"].as_array().unwrap().iter().map(|e| (text(&e["field"]), text(&e["code"]))).collect()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

impl Agency {
    /// Sets it up.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sekimori.db");
        let place = Place { database: file.to_str().unwrap().parse().unwrap(), files: folder.path().join("files") };
        let clock = Clock::fixed("2026-06-11T01:00:00Z".parse().unwrap());
        let app = App::open(place, clock, Dice::seeded(7)).await.unwrap();
        let steps = FirstSteps {
            organisation_ja: "霧沢県".into(),
            organisation_en: "Kirisawa Prefecture".into(),
            login: "admin".into(),
            name: "関 守".into(),
            password: PASSWORD.into(),
        };
        let begun = app.initialise(&"root".parse().unwrap(), &steps).await.unwrap();
        let config = web::server::Config { max_upload: 2 << 20, ..web::server::Config::default() };
        let router = web::server::router(app.clone(), config).unwrap();
        let mut agency = Self {
            app,
            begun,
            sections: [begun.root; 2],
            people: BTreeMap::new(),
            tokens: BTreeMap::new(),
            router,
            _folder: folder,
        };
        agency.people.insert("admin".into(), begun.administrator);
        agency.token("admin").await;
        agency.sections = [agency.unit("市民課", "Citizens").await, agency.unit("福祉課", "Welfare").await];
        agency.staff().await;
        agency
    }

    async fn staff(&mut self) {
        let (root, [one, two]) = (self.begun.root, self.sections);
        self.person("chief", root, Some((Role::ChiefSecurityOfficer, root))).await;
        self.person("officer", root, Some((Role::SecurityOfficer, root))).await;
        self.person("officer-two", two, Some((Role::SecurityOfficer, two))).await;
        self.person("owner", one, Some((Role::SectionSecurityOfficer, one))).await;
        self.person("owner-two", two, Some((Role::SectionSecurityOfficer, two))).await;
        self.person("system", one, Some((Role::SystemSecurityOfficer, one))).await;
        self.person("legal", root, Some((Role::ProcurementLegal, root))).await;
        self.person("auditor", root, Some((Role::Auditor, root))).await;
        self.person("auditor-two", two, Some((Role::Auditor, two))).await;
        self.person("admin-one", one, Some((Role::Administrator, one))).await;
        self.person("clerk", one, None).await;
    }

    async fn caller(&self, login: &str) -> app::Caller {
        self.app.caller(self.people[login], Channel::Api, None).await.unwrap()
    }

    async fn unit(&self, name: &str, name_en: &str) -> UnitId {
        let fields = UnitFields { name: name.into(), name_en: name_en.into(), position: 0 };
        let new = NewUnit { parent: self.begun.root, fields };
        self.app.organisation().create_unit(&self.caller("admin").await, &new).await.unwrap()
    }

    async fn person(&mut self, login: &str, unit: UnitId, role: Option<(Role, UnitId)>) {
        let admin = self.caller("admin").await;
        let name = format!("{login}さん");
        let new = NewPerson { login: login.into(), name, unit, lang: Lang::Ja, password: None };
        let person = self.app.organisation().create_person(&admin, &new).await.unwrap();
        if let Some((role, unit)) = role {
            let new = NewGrant { person, role, unit, from: self.app.clock().today(), until: None };
            self.app.organisation().grant(&admin, &new).await.unwrap();
        }
        self.people.insert(login.into(), person);
        self.token(login).await;
    }

    async fn token(&mut self, login: &str) {
        let (_, token) = self.app.auth().create_token(&self.caller(login).await, "test", 30).await.unwrap();
        self.tokens.insert(login.into(), token);
    }

    /// Moves the clock.
    pub fn minutes(&self, minutes: i64) {
        let clock = self.app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_mins(minutes));
    }

    /// Sends a request as someone, in English; nobody for an empty name.
    pub async fn call(&self, login: &str, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let mut request = self.begin(login, method, path);
        let body = match body {
            Some(value) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(value.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    /// A request as someone, to be finished.
    pub fn begin(&self, login: &str, method: &str, path: &str) -> axum::http::request::Builder {
        let path = if path.starts_with("/api") { path.to_owned() } else { format!("/api/v1{path}") };
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, "en");
        if login.is_empty() {
            return request;
        }
        request.header(header::AUTHORIZATION, format!("Bearer {}", self.tokens[login]))
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 26).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, bytes: bytes.to_vec() }
    }

    pub async fn get(&self, login: &str, path: &str) -> Reply {
        self.call(login, "GET", path, None).await
    }
    pub async fn post(&self, login: &str, path: &str, body: Value) -> Reply {
        self.call(login, "POST", path, Some(&body)).await
    }
    pub async fn put(&self, login: &str, path: &str, body: Value) -> Reply {
        self.call(login, "PUT", path, Some(&body)).await
    }

    /// A body that enters an engagement of the first section; `more` takes the place of what stands here.
    pub fn new_engagement(&self, section: usize, more: Value) -> Value {
        json!({"unit": self.sections[section].to_string(), "facts": facts(more)})
    }

    /// Enters an engagement and gives what came back.
    #[track_caller]
    pub fn enter<'a>(&'a self, login: &'a str, more: Value) -> impl Future<Output = Value> + 'a {
        let section = usize::from(login.ends_with("-two"));
        let body = self.new_engagement(section, more);
        async move { self.post(login, "/engagements", body).await.is(201) }
    }

    /// Attaches a few bytes to an engagement; gives the id.
    pub async fn attach(&self, login: &str, number: &str, name: &str) -> String {
        let path = format!("/engagements/{number}/attachments?name={name}");
        let request = self.begin(login, "POST", &path).body(Body::from("the paper")).unwrap();
        self.send(request).await.is(201)["id"].as_str().unwrap().to_owned()
    }

    /// Sends a list of contractors.
    pub async fn list(&self, login: &str, list: &str) -> Reply {
        let path = "/contractor-imports?name=list.csv";
        self.send(self.begin(login, "POST", path).body(Body::from(list.to_owned())).unwrap()).await
    }

    /// Checks a draft contract; `more` goes on in the query.
    pub async fn contract(&self, login: &str, number: &str, more: &str, draft: &str) -> Reply {
        let path = format!("/engagements/{number}/contract-checks?name=draft.txt{more}");
        self.send(self.begin(login, "POST", &path).body(Body::from(draft.to_owned())).unwrap()).await
    }
}

/// Facts of an engagement; `more` takes the place of what stands here.
pub fn facts(more: Value) -> Value {
    let mut facts = json!({
        "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
        "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
        "connection": "remote", "rights_reach_all": "no",
        "items": [{"name": "住民記録", "access": "accessible", "criticality": "not_critical"}]
    });
    facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    facts
}

/// A text inside a JSON value.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
