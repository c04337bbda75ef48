//! `demo`: a fictitious organisation in a temporary database.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use app::{
    App, Dice,
    sample::{Account, Loaded},
};
use domain::Lang;
use tokio::net::TcpListener;
use web::server::{Config as WebConfig, DemoAccount};

use super::{sample, serve};
use crate::{
    cli::DemoArgs,
    config::{Log, LogFormat},
    context::{Context, make_folder},
    exit::{Code, Failure, Result},
    log,
};

/// Ports tried after one that is taken.
const PORTS: u16 = 50;

pub async fn run(context: &Context, args: DemoArgs) -> Result {
    log::start(&Log { format: LogFormat::Auto, level: "warn".to_owned() });
    let wanted = crate::config::listen(&args.listen).map_err(|p| Failure::value("--listen", &p))?;
    let signals = serve::Signals::listen()?;
    let home = Home::new(args.keep)?;
    let listener = free_port(context, wanted).await?;
    let place = app::Place {
        database: format!("sqlite:{}", home.path.join("sekimori.db").display())
            .parse()
            .map_err(|p| Failure::value("--keep", &p))?,
        files: home.path.join("files"),
    };
    let app = App::open(place, app::Clock::System, Dice::system()).await?;
    let loaded = fill(context, &app).await?;
    announce(context, &listener, (&home, &loaded))?;
    let web = WebConfig { public_address: None, behind_proxy: false, demo: offered(&loaded), max_upload: 50 << 20 };
    serve::until_stopped((app, listener), web, (signals, Duration::from_secs(5))).await
}

/// The folder of the demonstration; a temporary one goes when this does.
struct Home {
    path: PathBuf,
    temporary: bool,
}

impl Home {
    fn new(keep: Option<PathBuf>) -> Result<Self> {
        let temporary = keep.is_none();
        let path = keep.unwrap_or_else(|| {
            let name: String = Dice::system().bytes::<8>().iter().map(|b| format!("{b:02x}")).collect();
            std::env::temp_dir().join(format!("sekimori-demo-{name}"))
        });
        make_folder(&path)?;
        Ok(Self { path, temporary })
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.temporary
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "the temporary folder stays behind");
        }
    }
}

/// The address wanted, or the next port that is free.
async fn free_port(context: &Context, wanted: SocketAddr) -> Result<TcpListener> {
    for more in 0..PORTS {
        let Some(port) = wanted.port().checked_add(more) else { break };
        let address = SocketAddr::new(wanted.ip(), port);
        match TcpListener::bind(address).await {
            Ok(listener) => {
                if more > 0 {
                    context.remark(
                        &format!("{wanted} は使われているので {address} を使います"),
                        &format!("{wanted} is taken, so {address} is used"),
                    );
                }
                return Ok(listener);
            }
            Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(_) => return serve::bind(address).await,
        }
    }
    Err(Failure::new(
        Code::Failed,
        format!("{wanted} から先に空いているポートがありません"),
        format!("No port is free from {wanted} on"),
    ))
}

/// Fills an empty database with the sample; one that was kept gets a new password for the sample's accounts.
async fn fill(context: &Context, app: &App) -> Result<Loaded> {
    if !app.sample().is_loaded().await? {
        return Ok(app.sample().load_as_operator(&context.operator).await?);
    }
    let (accounts, password) = (app.sample().accounts()?, app.auth().fresh_password());
    for account in &accounts {
        app.auth().set_password_as_operator(&context.operator, &account.login, &password).await?;
    }
    Ok(Loaded { password, accounts, engagements: 0, contractors: 0 })
}

/// What the sign-in page offers.
fn offered(loaded: &Loaded) -> Vec<DemoAccount> {
    let words = |a: &Account, lang: Lang| {
        let role = a.role.map(|r| r.label(lang)).unwrap_or_default();
        let parts = [a.name.as_str(), a.unit.get(lang), role];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(if lang == Lang::Ja {
            "・"
        } else {
            ", "
        })
    };
    let one = |a: &Account| DemoAccount {
        login: a.login.clone(),
        password: loaded.password.clone(),
        words: (words(a, Lang::Ja), words(a, Lang::En)),
    };
    loaded.accounts.iter().map(one).collect()
}

fn announce(context: &Context, listener: &TcpListener, (home, loaded): (&Home, &Loaded)) -> Result {
    let address = listener.local_addr().map(|a| format!("http://{a}")).unwrap_or_default();
    let folder = home.path.display().to_string();
    let value = serde_json::json!({
        "address": address, "password": loaded.password, "accounts": sample::accounts_json(loaded),
        "folder": folder, "temporary": home.temporary,
    });
    context.show(&value, || {
        let end = match (home.temporary, context.lang) {
            (true, Lang::Ja) => "Ctrl-C で止まり、すべて消えます".to_owned(),
            (true, Lang::En) => "Ctrl-C stops it and removes everything".to_owned(),
            (false, Lang::Ja) => format!("Ctrl-C で止まります。{folder} は残ります"),
            (false, Lang::En) => format!("Ctrl-C stops it; {folder} stays"),
        };
        let word = context.words("パスワードは全員", "Password of all");
        format!("{address}\n\n{}\n{word}: {}\n{end}\n", sample::accounts(context, loaded), loaded.password)
    })
}
