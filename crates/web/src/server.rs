//! The HTTP server: routes, layers, start and stop.

use std::{sync::Arc, time::Duration};

use app::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    middleware,
};
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{api, failure, health, pages, visit};

/// What the server is told at the start.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Address people use, `https://…`; decides on `Secure` cookies and is trusted as an origin.
    pub public_address: Option<String>,
    /// Take the visitor's address from `X-Forwarded-For` of a proxy on this machine.
    pub behind_proxy: bool,
    /// Accounts offered on the sign-in page of a demonstration.
    pub demo: Vec<DemoAccount>,
    /// Largest attachment in bytes.
    pub max_upload: usize,
}

/// An account of a demonstration.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Login name.
    pub login: String,
    /// Password, the same for all of them.
    pub password: String,
    /// Who it is, in both languages.
    pub words: (String, String),
}

impl Config {
    /// True when people come by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_address.as_deref().is_some_and(|a| a.starts_with("https://"))
    }
}

/// What every handler can reach.
#[derive(Debug, Clone)]
pub struct Web {
    /// The application.
    pub app: App,
    /// What the server was told.
    pub config: Arc<Config>,
    pub(crate) metrics: PrometheusHandle,
}

/// The script and style of a page come from here and nowhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The whole program as a router, for the server and for tests.
///
/// # Errors
/// When the public address is not an address, or metrics cannot be set up.
pub fn router(app: App, config: Config) -> Result<Router, app::Error> {
    let mut csrf = CsrfLayer::new();
    if let Some(address) = &config.public_address {
        csrf = csrf.add_trusted_origin(address.trim_end_matches('/')).map_err(app::Error::internal)?;
    }
    let max_upload = config.max_upload.max(1 << 20);
    let web = Web { app, config: Arc::new(config), metrics: health::recorder()? };
    let pages = pages::routes()
        .layer(middleware::from_fn_with_state(web.clone(), visit::visitor))
        .layer(csrf)
        .layer(no_store());
    let api = api::routes().layer(middleware::from_fn_with_state(web.clone(), failure::as_problem)).layer(no_store());
    let router = Router::new()
        .merge(pages)
        .nest("/api", api)
        .merge(health::routes())
        .layer(DefaultBodyLimit::max(max_upload))
        .layer(middleware::from_fn(health::measure))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(120)))
        .layer(CatchPanicLayer::custom(failure::caught))
        .layer(CompressionLayer::new().gzip(true));
    Ok(secured(router).with_state(web))
}

fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

fn secured(router: Router<Web>) -> Router<Web> {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    fixed.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

/// Serves until `stop` resolves, then lets running requests finish.
///
/// # Errors
/// Of the listener.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
