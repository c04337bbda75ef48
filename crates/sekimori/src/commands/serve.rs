//! `serve`: pages and API until someone stops it.

use std::{io::IsTerminal as _, net::SocketAddr, time::Duration};

use app::App;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use web::server::Config as WebConfig;

use crate::{
    context::{Context, Pending, open_initialised},
    exit::{Code, Failure, Result},
    log,
};

pub async fn run(context: Context) -> Result {
    let config = context.config()?;
    let signals = Signals::listen()?;
    log::start(&config.log);
    let app = open_initialised(&config, Pending::Apply).await?;
    let server = &config.server;
    let listener = bind(server.listen).await?;
    let web = WebConfig {
        public_address: server.public_address.clone(),
        behind_proxy: server.behind_proxy,
        demo: Vec::new(),
        max_upload: server.max_upload,
    };
    let at = listener.local_addr().unwrap_or(server.listen);
    tracing::info!(address = %at, database = %config.database.masked(), version = env!("CARGO_PKG_VERSION"), "serving");
    if std::io::stderr().is_terminal() {
        context.remark(
            &format!("http://{at} で動いています。Ctrl-C で止まります"),
            &format!("Serving on http://{at}. Ctrl-C stops it"),
        );
    }
    until_stopped((app, listener), web, (signals, Duration::from_secs(server.stop_within))).await
}

/// Takes an address.
///
/// # Errors
/// When it is taken or not this machine's.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|e| {
        Failure::new(
            Code::Failed,
            format!("{address} で待ち受けられません: {e}"),
            format!("Cannot listen on {address}: {e}"),
        )
        .next(
            "ほかのプログラムが使っていないか確かめるか、server.listen を変えてください",
            "See whether another program uses it, or change server.listen",
        )
    })
}

/// Serves until SIGTERM or SIGINT, lets running requests finish within a time, and closes the database.
///
/// # Errors
/// Of the listener.
pub async fn until_stopped(
    (app, listener): (App, TcpListener),
    config: WebConfig,
    (signals, within): (Signals, Duration),
) -> Result {
    let router = web::server::router(app.clone(), config)?;
    let (stop, mut stopped) = watch::channel(false);
    let signals = tokio::spawn(signals.tell(stop));
    let clearing = tokio::spawn(clear(app.clone()));
    let mut asked = stopped.clone();
    let server = web::server::serve(listener, router, async move {
        // a closed channel means that nobody listens for signals any more, so stop too
        drop(asked.wait_for(|stop| *stop).await);
    });
    let overdue = async {
        drop(stopped.wait_for(|stop| *stop).await);
        tokio::time::sleep(within).await;
    };
    let ended = tokio::select! {
        ended = server => ended.map_err(|e| Failure::new(Code::Failed, e.to_string(), e.to_string())),
        () = overdue => {
            tracing::warn!(seconds = within.as_secs(), "requests were still running and were cut off");
            Ok(())
        }
    };
    signals.abort();
    clearing.abort();
    app.close().await;
    tracing::info!("stopped");
    ended
}

/// How often what is kept for a time only is looked over.
const CLEARED_EVERY: Duration = Duration::from_secs(60 * 60);

/// Takes away what is kept for a time only, now and once an hour.
async fn clear(app: App) {
    loop {
        match app.books().drop_old().await {
            Ok(0) => {}
            Ok(sheets) => tracing::info!(sheets, "clients' sheets whose time is over were taken away"),
            Err(error) => tracing::error!(%error, "clients' sheets whose time is over could not be taken away"),
        }
        tokio::time::sleep(CLEARED_EVERY).await;
    }
}

/// SIGTERM and SIGINT, listened for from the beginning, so that one that comes early is not missed.
pub struct Signals {
    term: Signal,
    int: Signal,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn listen() -> Result<Self> {
        let failed = |e: std::io::Error| Failure::new(Code::Failed, e.to_string(), e.to_string());
        let term = signal(SignalKind::terminate()).map_err(failed)?;
        let int = signal(SignalKind::interrupt()).map_err(failed)?;
        Ok(Self { term, int })
    }

    /// Says stop at the first signal. At the second the process ends as it stands.
    async fn tell(mut self, stop: watch::Sender<bool>) {
        for count in 0..2u8 {
            tokio::select! { _ = self.term.recv() => {} _ = self.int.recv() => {} }
            if count == 0 {
                tracing::info!("stopping");
                stop.send_replace(true);
            }
        }
        tracing::warn!("stopped at once");
        std::process::exit(i32::from(Code::Failed.number()));
    }
}
