//! An installation behind its router: an invented prefecture on a temporary file, with a clock that stands still.

use app::{
    App, Caller, Channel, Clock, Dice, Place,
    engagements::NewEngagement,
    organisation::{NewGrant, NewPerson, NewUnit, UnitFields},
    settings::ChangeSettings,
    setup::{Begun, FirstSteps},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use domain::{
    engagement::{Engagement, Facts, RawFacts},
    id::{PersonId, UnitId},
    person::Role,
};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

/// A password that the policy accepts.
pub const PASSWORD: &str = "shirakawa no seki 818";

/// The installation.
pub struct House {
    /// The application.
    pub app: App,
    /// What was made at first.
    pub begun: Begun,
    /// A section below the whole.
    pub section: UnitId,
    router: Router,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Where it sends the browser.
    pub to: String,
    /// Cookies it sets, joined.
    pub cookies: String,
    /// Its body.
    pub body: String,
}

impl Reply {
    /// Texts of all elements a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        document.select(&selector).map(|e| e.text().collect::<String>().trim().to_owned()).collect()
    }
    /// An attribute of all elements a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let document = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        document.select(&selector).filter_map(|e| e.attr(name).map(str::to_owned)).collect()
    }
    /// Value of an input, or text of a text area, by field name.
    pub fn value(&self, field: &str) -> String {
        let input = self.attributes(&format!("input[name=\"{field}\"]"), "value");
        let area = self.texts(&format!("textarea[name=\"{field}\"]"));
        let chosen = self.attributes(&format!("select[name=\"{field}\"] option[selected]"), "value");
        input.into_iter().chain(area).chain(chosen).next().unwrap_or_default()
    }
    /// Values of boxes and dots that are ticked.
    pub fn ticked(&self, field: &str) -> Vec<String> {
        self.attributes(&format!("input[name=\"{field}\"][checked]"), "value")
    }
    /// Errors at fields.
    pub fn errors(&self) -> Vec<String> {
        self.attributes(".errors a", "href")
    }
    /// The page, which must be there and whole.
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert!(!self.body.contains('⟨'), "a text is missing: {:?}", self.body.split('⟨').nth(1));
        self
    }
    /// The page of a refused form.
    pub fn refused(self) -> Self {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "to {} {}", self.to, self.body);
        assert!(!self.body.contains('⟨'), "a text is missing: {:?}", self.body.split('⟨').nth(1));
        self
    }
    /// The address after an accepted form.
    pub fn sent(self, said: &str) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        assert!(said.is_empty() || self.cookies.contains(&format!("said={said};")), "{}", self.cookies);
        self.to
    }
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let escape = web::link::escape;
    pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

impl House {
    /// Sets it up.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sekimori.db");
        let place = Place { database: file.to_str().unwrap().parse().unwrap(), files: folder.path().join("files") };
        let clock = Clock::fixed("2026-06-11T01:00:00Z".parse().unwrap());
        let app = App::open(place, clock, Dice::seeded(1)).await.unwrap();
        let steps = FirstSteps {
            organisation_ja: "霧沢県".into(),
            organisation_en: "Kirisawa Prefecture".into(),
            login: "sekimori".into(),
            name: "関 守".into(),
            password: PASSWORD.into(),
        };
        let begun = app.initialise(&"root".parse().unwrap(), &steps).await.unwrap();
        let router = web::server::router(app.clone(), web::server::Config::default()).unwrap();
        let mut house = Self { app, begun, section: begun.root, router, _folder: folder };
        house.section = house.unit("市民課").await;
        house
    }

    /// Moves the clock.
    pub fn minutes(&self, minutes: i64) {
        let clock = self.app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_mins(minutes));
    }

    /// A person as the application sees them.
    pub async fn caller(&self, person: PersonId) -> Caller {
        self.app.caller(person, Channel::Web, None).await.unwrap()
    }

    async fn admin(&self) -> Caller {
        self.caller(self.begun.administrator).await
    }

    /// Makes a unit below the whole.
    pub async fn unit(&self, name: &str) -> UnitId {
        let new =
            NewUnit { parent: self.begun.root, fields: UnitFields { name: name.into(), ..UnitFields::default() } };
        self.app.organisation().create_unit(&self.admin().await, &new).await.unwrap()
    }

    /// Makes a person of the section with roles.
    pub async fn person(&self, login: &str, roles: &[(Role, UnitId)]) -> PersonId {
        let admin = self.admin().await;
        let new = NewPerson {
            login: login.into(),
            name: format!("{login}さん"),
            unit: self.section,
            lang: domain::Lang::Ja,
            password: Some(PASSWORD.into()),
        };
        let person = self.app.organisation().create_person(&admin, &new).await.unwrap();
        for (role, unit) in roles {
            let new = NewGrant { person, role: *role, unit: *unit, from: self.app.clock().today(), until: None };
            self.app.organisation().grant(&admin, &new).await.unwrap();
        }
        person
    }

    /// Lets requester and decider be one person.
    pub async fn small_firm(&self) {
        let change =
            ChangeSettings { organisation_ja: "霧沢県".into(), organisation_en: String::new(), small_firm: true };
        self.app.change_settings(&self.admin().await, &change).await.unwrap();
    }

    /// Enters an engagement of the section; `more` takes the place of what stands here.
    pub async fn engagement(&self, owner: PersonId, more: serde_json::Value) -> Engagement {
        let mut facts = serde_json::json!({
            "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
            "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
            "connection": "remote", "rights_reach_all": "no",
            "items": [{"name": "住民記録", "access": "accessible", "criticality": "not_critical"}]
        });
        facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let raw: RawFacts = serde_json::from_value(facts).unwrap();
        let new = NewEngagement { unit: self.section, facts: Facts::try_from(raw).unwrap() };
        self.app.engagements().create(&self.caller(owner).await, new).await.unwrap()
    }

    /// Signs in by the form and gives the cookie.
    pub async fn sign_in(&self, login: &str) -> String {
        let reply = self.post("", "/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/")]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        reply.cookies.split(';').next().unwrap().to_owned()
    }

    /// Opens a page.
    pub async fn get(&self, cookie: &str, path: &str) -> Reply {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form.
    pub async fn post(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encoded(pairs)))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let all = |name| {
            let values = response.headers().get_all(name).iter().filter_map(|v| v.to_str().ok());
            values.collect::<Vec<_>>().join("\n")
        };
        let (to, cookies) = (all(header::LOCATION), all(header::SET_COOKIE));
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        Reply { status, to, cookies, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
