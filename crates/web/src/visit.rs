//! Who visits a page: session cookie, language, theme, and what the page frame shows of them.

use std::{net::SocketAddr, sync::Arc};

use app::{App, Caller, Channel, settings::Settings};
use askama::Template;
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::{Lang, id::SessionId, permission::Permission};

use crate::{
    failure::{self, Failure},
    page::{LedgerState, Nav, Said, Shell, SignedIn, Theme},
    server::{Config, Web},
};

/// Number under which the log knows a request.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

impl RequestId {
    /// A new one.
    #[must_use]
    pub fn fresh(app: &App) -> Self {
        Self(app.request_number())
    }
}

/// The visitor of one request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Language of the page.
    pub lang: Lang,
    /// Theme of the page.
    pub theme: Theme,
    /// The person, once signed in.
    pub caller: Option<Caller>,
    /// Their session.
    pub session: Option<SessionId>,
    /// A session was there and holds no longer.
    pub expired: bool,
    /// The installation.
    pub settings: Settings,
    /// Approvals waiting for the person.
    pub waiting: u64,
    /// Path and query of the request.
    pub path: String,
    /// Number of the request.
    pub request: RequestId,
    /// What was just done.
    pub said: Option<Said>,
    /// True for a request that only reads.
    pub reading: bool,
    /// Where the request comes from.
    pub address: String,
    /// The browser, as it names itself.
    pub agent: String,
    /// Scheme and host under which the request came, `http://localhost:8080`; empty when it names no host.
    pub origin: String,
    now: jiff::Timestamp,
}

/// Name of the session cookie; the prefix makes browsers insist on https, this host and the root path.
fn session_cookie(config: &Config) -> &'static str {
    if config.is_https() { "__Host-sekimori" } else { "sekimori" }
}

/// A cookie of this site.
fn cookie(config: &Config, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(config.is_https()).build()
}

/// The cookie that carries a session.
#[must_use]
pub fn signed_in(config: &Config, secret: String) -> Cookie<'static> {
    cookie(config, session_cookie(config), secret)
}

/// The same cookie, taken away.
#[must_use]
pub fn signed_out(config: &Config) -> Cookie<'static> {
    let mut gone = cookie(config, session_cookie(config), String::new());
    gone.make_removal();
    gone
}

/// A cookie that remembers language or theme before signing in.
#[must_use]
pub fn preference(config: &Config, name: &'static str, value: &'static str) -> Cookie<'static> {
    let mut one = cookie(config, name, value.to_owned());
    one.make_permanent();
    one
}

/// The cookie that says what was just done, for the page after a redirect.
#[must_use]
pub fn said(config: &Config, code: &'static str) -> Cookie<'static> {
    cookie(config, "said", code.to_owned())
}

/// Language a request asks for: its cookie, its `Accept-Language`, Japanese.
#[must_use]
pub fn wanted_language(headers: &HeaderMap) -> Lang {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    accept.and_then(Lang::from_accept).unwrap_or_default()
}

/// The layer around all pages: finds the visitor, runs the page, writes failures as pages.
pub(crate) async fn visitor(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let jar = CookieJar::from_headers(&parts.headers);
    let visitor = match Visitor::of(&web, &parts, &jar).await {
        Ok(visitor) => Arc::new(visitor),
        Err(error) => {
            tracing::error!(%error, "a visitor could not be looked up");
            return (StatusCode::SERVICE_UNAVAILABLE, error.text(Lang::Ja)).into_response();
        }
    };
    parts.extensions.insert(Arc::clone(&visitor));
    let policy =
        crate::pages::is_by_link(parts.uri.path()).then(|| referrer_policy(&web, &parts.headers, &visitor.origin));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(failure) = response.extensions().get::<Failure>().cloned() {
        response = failure::page(&visitor, &failure);
    }
    if visitor.said.is_some() && response.status() != StatusCode::SEE_OTHER {
        let mut gone = cookie(&web.config, "said", String::new());
        gone.make_removal();
        if let Ok(value) = HeaderValue::from_str(&gone.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    if let Some(policy) = policy {
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static(policy));
    }
    if let Ok(value) = HeaderValue::from_str(&visitor.request.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// To the sign-in page, and back here afterwards.
pub(crate) fn to_sign_in(visitor: &Visitor) -> Response {
    let next = if visitor.reading && visitor.path != "/" {
        format!("?next={}", crate::link::escape(&visitor.path))
    } else {
        String::new()
    };
    Redirect::to(&format!("/sign-in{next}")).into_response()
}

impl Visitor {
    async fn of(web: &Web, request: &Parts, jar: &CookieJar) -> app::Result<Self> {
        let header = |name| request.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
        let id = RequestId::fresh(&web.app);
        let mut visitor = Self {
            lang: jar
                .get("lang")
                .and_then(|c| Lang::from_tag(c.value()))
                .unwrap_or_else(|| wanted_language(&request.headers)),
            theme: jar.get("theme").map(|c| Theme::from_code(c.value())).unwrap_or_default(),
            caller: None,
            session: None,
            expired: false,
            settings: Settings::default(),
            waiting: 0,
            path: request.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            said: jar.get("said").and_then(|c| Said::from_code(c.value())),
            reading: matches!(request.method, Method::GET | Method::HEAD),
            address: address(web, request),
            agent: header("user-agent").to_owned(),
            origin: origin(web, request),
            now: web.app.clock().now(),
            request: id,
        };
        if request.uri.path().starts_with("/assets/") {
            return Ok(visitor);
        }
        let secret = jar.get(session_cookie(&web.config)).map(|c| c.value().to_owned());
        if let Some(secret) = secret {
            visitor.recognise(&web.app, &secret).await?;
            visitor.expired = visitor.caller.is_none();
        }
        if visitor.caller.is_none() {
            visitor.settings = web.app.settings().await?;
        }
        Ok(visitor)
    }

    async fn recognise(&mut self, app: &App, secret: &str) -> app::Result<()> {
        let (session, person) = match app.auth().session(secret).await {
            Ok(found) => found,
            Err(app::Error::Unauthenticated) => return Ok(()),
            Err(error) => return Err(error),
        };
        let visit = match app.visit(person, Channel::Web, Some(self.request.0.clone())).await {
            Ok(visit) => visit,
            Err(app::Error::Unauthenticated) => return Ok(()),
            Err(error) => return Err(error),
        };
        self.lang = visit.caller.lang();
        self.theme = Theme::from_code(&visit.caller.theme);
        self.waiting = u64::try_from(visit.waiting).unwrap_or_default();
        self.settings = visit.settings;
        self.session = Some(session);
        self.caller = Some(visit.caller);
        Ok(())
    }

    /// The shared part of a page.
    #[must_use]
    pub fn shell(&self, nav: Nav) -> Shell {
        let organisation = match self.lang {
            Lang::Ja => &self.settings.organisation_ja,
            Lang::En => &self.settings.organisation_en,
        };
        Shell {
            lang: self.lang,
            theme: self.theme,
            organisation: organisation.clone(),
            nav,
            person: self.caller.as_ref().map(|c| person(c, self.lang)),
            may: self.caller.as_ref().map(may).unwrap_or_default(),
            engagements: None,
            approvals: self.waiting,
            ledger: match self.settings.ledger_verified {
                None => LedgerState::NotYet,
                Some(v) if v.sound => LedgerState::Verified(v.at),
                Some(v) => LedgerState::Broken(v.at),
            },
            said: self.said,
            path: self.path.clone(),
            now: self.now,
        }
    }
}

fn may(caller: &Caller) -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|p| caller.actor.can(*p)).collect()
}

fn person(caller: &Caller, lang: Lang) -> SignedIn {
    let mut roles: Vec<&str> = caller.actor.held().iter().map(|h| h.role.label(lang)).collect();
    roles.sort_unstable();
    roles.dedup();
    let one = caller.actor.person();
    SignedIn {
        name: one.name.to_string(),
        unit: caller.units.get(one.unit).map(|u| u.label(lang).to_owned()).unwrap_or_default(),
        roles: roles.join(if lang == Lang::Ja { "、" } else { ", " }),
    }
}

/// The visitor's address; from the proxy's header only where the configuration says that there is one.
fn address(web: &Web, request: &Parts) -> String {
    let forwarded = request.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
    if web.config.behind_proxy
        && let Some(last) = forwarded.and_then(|f| f.rsplit(',').next())
    {
        return last.trim().to_owned();
    }
    request
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "–".to_owned(), |ConnectInfo(address)| address.ip().to_string())
}

/// Scheme and host of a request; the scheme from the proxy's header only where the configuration says that there is one.
fn origin(web: &Web, request: &Parts) -> String {
    let header = |name: &str| request.headers.get(name).and_then(|v| v.to_str().ok());
    let host = request.uri.authority().map(|a| a.as_str()).or_else(|| header("host")).unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(fits) {
        return String::new();
    }
    let https = web.config.is_https() || (web.config.behind_proxy && header("x-forwarded-proto") == Some("https"));
    format!("{}://{host}", if https { "https" } else { "http" })
}

/// What a page that is reached by a link lets its browser tell of its address: nothing. A browser that comes over plain HTTP to
/// another machine sends no `Sec-Fetch-Site`; its forms are told from those of other sites by the origin alone, which such a
/// policy would hide, so there the address stays within this host.
fn referrer_policy(web: &Web, headers: &HeaderMap, origin: &str) -> &'static str {
    let host = origin.strip_prefix("http://").unwrap_or_default();
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    let here = name.is_empty() || name == "localhost" || name.starts_with("127.") || name.starts_with("[::1]");
    let told = here || web.config.is_https() || headers.contains_key("sec-fetch-site");
    if told { "no-referrer" } else { "same-origin" }
}

/// Anyone, signed in or not.
#[derive(Debug, Clone)]
pub struct Guest(pub Arc<Visitor>);

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let visitor = parts.extensions.get::<Arc<Visitor>>().cloned();
        visitor.map(Self).ok_or_else(|| app::Error::internal("a page outside its layer").into())
    }
}

/// A person who is signed in. A handler with this argument sends everyone else to the sign-in page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The visitor.
    pub visitor: Arc<Visitor>,
    /// The person.
    pub caller: Caller,
}

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Guest(visitor) = Guest::from_request_parts(parts, state).await?;
        let caller = visitor.caller.clone().ok_or(app::Error::Unauthenticated)?;
        Ok(Self { visitor, caller })
    }
}

impl Page {
    /// The shared part of the page.
    #[must_use]
    pub fn shell(&self, nav: Nav) -> Shell {
        self.visitor.shell(nav)
    }
    /// Language of the page.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.visitor.lang
    }
}

/// A rendered page.
#[derive(Debug)]
pub struct Rendered(pub StatusCode, pub String);

impl Rendered {
    /// A page as it should be.
    ///
    /// # Errors
    /// When the template fails.
    pub fn ok(page: &impl Template) -> Result<Self, Failure> {
        Self::with(StatusCode::OK, page)
    }
    /// A form that was refused: 422 with what was typed.
    ///
    /// # Errors
    /// When the template fails.
    pub fn refused(page: &impl Template) -> Result<Self, Failure> {
        Self::with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }
    fn with(status: StatusCode, page: &impl Template) -> Result<Self, Failure> {
        Ok(Self(status, page.render().map_err(app::Error::internal)?))
    }
}

impl IntoResponse for Rendered {
    fn into_response(self) -> Response {
        (self.0, Html(self.1)).into_response()
    }
}

/// After a form was accepted: to a page that says what was done.
#[must_use]
pub fn done(web: &Web, to: &str, code: &'static str) -> Response {
    (CookieJar::new().add(said(&web.config, code)), Redirect::to(to)).into_response()
}
