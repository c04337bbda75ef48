//! `demo`: a fictitious organisation in a temporary database.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use app::{App, Dice, setup::FirstSteps};
use tokio::net::TcpListener;
use web::server::{Config as WebConfig, DemoAccount};

use super::serve;
use crate::{
    cli::DemoArgs,
    config::{Log, LogFormat},
    context::{Context, make_folder},
    exit::{Code, Failure, Result},
    log, out,
};

/// Ports tried after one that is taken.
const PORTS: u16 = 50;

pub async fn run(context: &Context, args: DemoArgs) -> Result {
    log::start(&Log { format: LogFormat::Auto, level: "warn".to_owned() });
    let wanted = crate::config::listen(&args.listen).map_err(|p| Failure::value("--listen", &p))?;
    let home = Home::new(args.keep)?;
    let listener = free_port(context, wanted).await?;
    let place = app::Place {
        database: format!("sqlite:{}", home.path.join("sekimori.db").display())
            .parse()
            .map_err(|p| Failure::value("--keep", &p))?,
        files: home.path.join("files"),
    };
    let app = App::open(place, app::Clock::System, Dice::system()).await?;
    let accounts = fill(context, &app).await?;
    announce(context, &listener, (&home, &accounts))?;
    let web = WebConfig { public_address: None, behind_proxy: false, demo: accounts, max_upload: 50 << 20 };
    serve::until_stopped(app, listener, (web, Duration::from_secs(5))).await
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

/// A password nobody has used before.
fn password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let bytes: [u8; 16] = Dice::system().bytes();
    let mut out = String::new();
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        let letter = LETTERS.get(usize::from(*byte).checked_rem(LETTERS.len()).unwrap_or(0));
        out.push(letter.map_or('a', |l| char::from(*l)));
    }
    out
}

/// Fills an empty database; one that was kept gets a new password for its administrator.
async fn fill(context: &Context, app: &App) -> Result<Vec<DemoAccount>> {
    let password = password();
    let login = "kasai";
    if app.is_initialised().await? {
        app.auth().set_password_as_operator(&context.operator, login, &password).await?;
    } else {
        let steps = FirstSteps {
            organisation_ja: "青嶺市".to_owned(),
            organisation_en: "Aomine City".to_owned(),
            login: login.to_owned(),
            name: "葛西 実".to_owned(),
            password: password.clone(),
        };
        app.initialise(&context.operator, &steps).await?;
    }
    let words = ("管理者".to_owned(), "Administrator".to_owned());
    Ok(vec![DemoAccount { login: login.to_owned(), password, words }])
}

fn announce(context: &Context, listener: &TcpListener, (home, accounts): (&Home, &[DemoAccount])) -> Result {
    let address = listener.local_addr().map(|a| format!("http://{a}")).unwrap_or_default();
    let password = accounts.first().map(|a| a.password.clone()).unwrap_or_default();
    let logins: Vec<_> = accounts
        .iter()
        .map(|a| serde_json::json!({ "login": a.login, "password": a.password, "ja": a.words.0, "en": a.words.1 }))
        .collect();
    let folder = home.path.display().to_string();
    let value =
        serde_json::json!({ "address": address, "accounts": logins, "folder": folder, "temporary": home.temporary });
    context.show(&value, || {
        let rows: Vec<Vec<String>> =
            accounts.iter().map(|a| vec![a.login.clone(), context.words(&a.words.0, &a.words.1).to_owned()]).collect();
        let head = if context.lang == domain::Lang::Ja { ["ログイン名", "役割"] } else { ["LOGIN", "ROLE"] };
        let table = out::table(&head, &rows);
        let end = match (home.temporary, context.lang) {
            (true, domain::Lang::Ja) => "Ctrl-C で止まり、すべて消えます".to_owned(),
            (true, domain::Lang::En) => "Ctrl-C stops it and removes everything".to_owned(),
            (false, domain::Lang::Ja) => format!("Ctrl-C で止まります。{folder} は残ります"),
            (false, domain::Lang::En) => format!("Ctrl-C stops it; {folder} stays"),
        };
        let word = context.words("パスワードは全員", "Password of all");
        format!("{address}\n\n{table}\n{word}: {password}\n{end}\n")
    })
}
