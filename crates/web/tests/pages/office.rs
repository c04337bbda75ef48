//! An installation behind the whole router: one organisation, a person for each role, a clock that stands still.

use std::collections::BTreeMap;

use app::{
    App, Caller, Channel, Clock, Dice, Place,
    organisation::{NewGrant, NewPerson, NewUnit, UnitFields},
    setup::FirstSteps,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    Lang,
    id::{PersonId, UnitId},
    person::Role,
};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

/// A password the policy accepts.
pub const PASSWORD: &str = "shirakawa no seki 818";
/// The day on which all tests play.
pub const TODAY: &str = "2026-06-11";

/// An answer of the server.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    /// Where a redirect leads.
    pub fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text("main"));
        self.header("location")
    }
    /// Text of the first element found, with single spaces.
    pub fn text(&self, selector: &str) -> String {
        self.all(selector).into_iter().next().unwrap_or_default()
    }
    /// Texts of all elements found.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let words =
            |e: scraper::ElementRef<'_>| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        Html::parse_document(&self.body).select(&Selector::parse(selector).unwrap()).map(words).collect()
    }
    /// An attribute of the first element found.
    pub fn attr(&self, selector: &str, name: &str) -> Option<String> {
        let document = Html::parse_document(&self.body);
        let found = document.select(&Selector::parse(selector).unwrap()).next();
        found.and_then(|e| e.attr(name).map(ToOwned::to_owned))
    }
    /// Value of a field of a form.
    pub fn value(&self, field: &str) -> String {
        self.attr(&format!("[name=\"{field}\"]"), "value").unwrap_or_default()
    }
    /// 422 with an error that links to the field.
    pub fn refuses(&self, id: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.text("main"));
        assert!(
            self.attr(&format!(".errors a[href=\"#{id}\"]"), "href").is_some(),
            "{id}: {:?}",
            self.all(".errors li")
        );
        let field =
            self.attr(&format!("#{id}"), "aria-describedby").or_else(|| self.attr(&format!("[id^=\"{id}\"]"), "id"));
        assert!(field.is_some(), "no field {id}");
    }
}

/// A browser with a session, or without.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookie: String,
    host: String,
}

impl Browser {
    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Reply {
        let mut request = request.header(header::COOKIE, &self.cookie);
        if !self.host.is_empty() {
            request = request.header(header::HOST, &self.host);
        }
        let request = request.body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
    /// The same with one more cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        let held = if self.cookie.is_empty() { cookie.to_owned() } else { format!("{}; {cookie}", self.cookie) };
        Self { cookie: held, ..self.clone() }
    }
    /// The same at another host.
    pub fn at(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path), Body::empty()).await
    }
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let body: Vec<String> =
            pairs.iter().map(|(n, v)| format!("{}={}", web::link::escape(n), web::link::escape(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }
    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        self.upload_file(path, pairs, ("a.txt", "text")).await
    }
    /// The same with a file of one's own.
    pub async fn upload_file(&self, path: &str, pairs: &[(&str, &str)], (name, content): (&str, &str)) -> Reply {
        let part =
            |head: &str, body: &str| format!("--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
        let mut body: String = pairs.iter().map(|(n, v)| part(&format!("name=\"{n}\""), v)).collect();
        body.push_str(&part(&format!("name=\"file\"; filename=\"{name}\""), content));
        body.push_str("--cut--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request, Body::from(body)).await
    }
    /// The page a form leads to, with what it says was done; the form must have been accepted.
    pub async fn follow(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let sent = self.post(path, pairs).await;
        let to = sent.to().to_owned();
        let said = sent.header("set-cookie").split(';').next().unwrap_or_default();
        let next = Self { cookie: format!("{}; {said}", self.cookie), ..self.clone() };
        let reply = next.get(&to).await;
        assert_eq!(reply.status, StatusCode::OK, "{to}");
        reply
    }
}

/// The installation.
pub struct Office {
    pub app: App,
    pub root: UnitId,
    /// 市民局, and 市民課 below it.
    pub division: UnitId,
    pub section: UnitId,
    pub people: BTreeMap<Role, PersonId>,
    router: Router,
    _folder: tempfile::TempDir,
}

/// Login name of the person who holds a role.
pub const fn login(role: Role) -> &'static str {
    match role {
        Role::ChiefSecurityOfficer => "saegusa.a",
        Role::SecurityOfficer => "kiryu.r",
        Role::SystemSecurityOfficer => "odagiri.t",
        Role::SectionSecurityOfficer => "takato.m",
        Role::ProcurementLegal => "shindo.k",
        Role::Auditor => "hanawa.k",
        Role::Administrator => "sekimori",
    }
}

const fn name(role: Role) -> &'static str {
    match role {
        Role::ChiefSecurityOfficer => "三枝 文",
        Role::SecurityOfficer => "桐生 諒",
        Role::SystemSecurityOfficer => "小田切 環",
        Role::SectionSecurityOfficer => "高遠 美緒",
        Role::ProcurementLegal => "進藤 圭",
        Role::Auditor => "塙 香",
        Role::Administrator => "関 守",
    }
}

impl Office {
    /// Builds it. Roles are held at the top, but for the two owners of engagements, who hold theirs at 市民課.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            database: format!("sqlite:{}", folder.path().join("test.db").display()).parse().unwrap(),
            files: folder.path().join("files"),
        };
        let clock = Clock::fixed(format!("{TODAY}T01:00:00Z").parse().unwrap());
        let app = App::open(place, clock, Dice::seeded(1)).await.unwrap();
        let steps = FirstSteps {
            organisation_ja: "青嶺市".into(),
            organisation_en: "Aomine City".into(),
            login: login(Role::Administrator).into(),
            name: name(Role::Administrator).into(),
            password: PASSWORD.into(),
        };
        let begun = app.initialise(&"root".parse().unwrap(), &steps).await.unwrap();
        let config = web::server::Config { max_upload: 1 << 20, ..web::server::Config::default() };
        let router = web::server::router(app.clone(), config).unwrap();
        let people = BTreeMap::from([(Role::Administrator, begun.administrator)]);
        let (root, division, section) = (begun.root, begun.root, begun.root);
        let mut house = Self { app, root, division, section, people, router, _folder: folder };
        house.division = house.unit(root, "市民局", "Citizens").await;
        house.section = house.unit(house.division, "市民課", "Citizens’ Affairs").await;
        for role in Role::ALL.iter().copied().filter(|r| *r != Role::Administrator) {
            let owner = matches!(role, Role::SystemSecurityOfficer | Role::SectionSecurityOfficer);
            let unit = if owner { house.section } else { root };
            let id = house.person(unit, login(role), name(role)).await;
            house.grant(id, role, unit).await;
            house.people.insert(role, id);
        }
        house
    }

    pub async fn caller(&self, role: Role) -> Caller {
        self.app.caller(self.people[&role], Channel::Web, None).await.unwrap()
    }

    pub async fn unit(&self, parent: UnitId, name: &str, name_en: &str) -> UnitId {
        let admin = self.caller(Role::Administrator).await;
        let fields = UnitFields { name: name.into(), name_en: name_en.into(), position: 0 };
        self.app.organisation().create_unit(&admin, &NewUnit { parent, fields }).await.unwrap()
    }

    pub async fn person(&self, unit: UnitId, login: &str, name: &str) -> PersonId {
        let admin = self.caller(Role::Administrator).await;
        let password = Some(PASSWORD.to_owned());
        let new = NewPerson { login: login.into(), name: name.into(), unit, lang: Lang::Ja, password };
        self.app.organisation().create_person(&admin, &new).await.unwrap()
    }

    pub async fn grant(&self, person: PersonId, role: Role, unit: UnitId) {
        let admin = self.caller(Role::Administrator).await;
        let new = NewGrant { person, role, unit, from: self.app.clock().today(), until: None };
        self.app.organisation().grant(&admin, &new).await.unwrap();
    }

    /// Nobody.
    pub fn stranger(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: String::new(), host: String::new() }
    }

    /// Signs in by the page, as a person does.
    pub async fn sign_in(&self, login: &str, password: &str) -> Browser {
        let mut browser = self.stranger();
        let reply = browser.post("/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{login}: {}", reply.text("main"));
        browser.cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        browser
    }

    /// The person of a role.
    pub async fn browser(&self, role: Role) -> Browser {
        self.sign_in(login(role), PASSWORD).await
    }

    /// The same with pages in English.
    pub async fn english(&self, role: Role) -> Browser {
        let caller = self.caller(role).await;
        self.app.auth().preferences(&caller, "en", "auto").await.unwrap();
        self.browser(role).await
    }
}
