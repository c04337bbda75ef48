//! Health, readiness and metrics; open to anyone who can reach the port, and saying nothing about content.

use std::{sync::OnceLock, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::server::Web;

/// Seconds that the histogram of request times tells apart.
const BUCKETS: &[f64] = &[0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/health", get(health)).route("/ready", get(ready)).route("/metrics", get(metrics))
}

/// The process answers.
async fn health() -> &'static str {
    "ok\n"
}

/// The database answers and holds the form this program knows.
async fn ready(State(web): State<Web>) -> Response {
    match web.app.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

async fn metrics(State(web): State<Web>) -> Response {
    metrics::gauge!("sekimori_queries_total").set(precise(web.app.queries()));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], web.metrics.render()).into_response()
}

#[expect(clippy::cast_precision_loss, reason = "a counter of statements stays far below 2^52")]
const fn precise(n: u64) -> f64 {
    n as f64
}

/// Counts requests and times them by route, never by address.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().to_string();
    let begun = Instant::now();
    let response = next.run(request).await;
    let labels = [("route", route), ("method", method), ("status", response.status().as_u16().to_string())];
    metrics::counter!("sekimori_requests_total", &labels).increment(1);
    metrics::histogram!("sekimori_request_seconds", &labels).record(begun.elapsed().as_secs_f64());
    response
}

/// The recorder of the process, made once: tests make many routers.
pub(crate) fn recorder() -> app::Result<PrometheusHandle> {
    static HANDLE: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();
    let made = HANDLE.get_or_init(|| {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full("sekimori_request_seconds".to_owned()), BUCKETS)
            .map_err(|e| e.to_string())?
            .install_recorder()
            .map_err(|e| e.to_string())
    });
    made.clone().map_err(app::Error::internal)
}
