//! What `doctor` looks at.

use std::{os::unix::fs::MetadataExt as _, path::Path};

use app::{App, Clock, Dice, Place, inspect};
use jiff::SignedDuration;

use super::{Finding, Level};
use crate::{
    config::Config,
    exit::{Code, Failure},
};

/// Attached contents that are read.
const CONTENTS: i64 = 50;
/// A verification older than this is worth repeating.
const DAYS: i64 = 31;
/// Free space below which the disk is said to run full.
const FREE: u64 = 1 << 30;

/// Every check that the state of things allows.
pub async fn all(config: &Config) -> Vec<Finding> {
    let file = config.file.as_ref().map_or_else(|| "–".to_owned(), |f| f.display().to_string());
    let mut out =
        vec![Finding::ok("configuration", format!("読めました（ファイル: {file}）"), format!("read (file: {file})"))];
    out.extend(profile(config));
    out.extend(template(config));
    out.push(clock());
    out.extend(address(config));
    out.extend(database(config).await);
    out.extend(permissions(config));
    out.push(disk(&config.files.folder));
    out
}

/// The profile the catalogue is tailored by: one line for each of its problems.
fn profile(config: &Config) -> Vec<Finding> {
    const WHAT: &str = "catalogue";
    let Some(path) = &config.catalogue.profile else { return Vec::new() };
    let place = path.display();
    let failure = match crate::commands::tailored(Some(path)) {
        Ok(catalogue) => {
            let edition = catalogue.edition();
            let ja = format!("{place} で調整しています（{edition}）");
            return vec![Finding::ok(WHAT, ja, format!("tailored by {place} ({edition})"))];
        }
        Err(failure) => failure,
    };
    let todo = (
        "プロファイルを直すか、catalogue.profile を空にしてください",
        "Mend the profile, or leave catalogue.profile empty",
    );
    let bad = |ja: String, en: String| Finding::bad(WHAT, Level::Problem, (ja, en), todo).exit(failure.code);
    if failure.items.is_empty() {
        return vec![bad(failure.said.ja.clone(), failure.said.en.clone())];
    }
    let items = failure.items.iter();
    items.map(|i| bad(format!("{}: {}", i.place, i.said.ja), format!("{}: {}", i.place, i.said.en))).collect()
}

/// The Word template papers are written in.
fn template(config: &Config) -> Option<Finding> {
    const WHAT: &str = "template";
    let path = config.papers.template.as_deref()?;
    let place = path.display();
    Some(match crate::commands::template(Some(path)) {
        Ok(_) => Finding::ok(WHAT, format!("{place} に差し込みます"), format!("{place} is filled")),
        Err(failure) => {
            let said = failure.items.first().map_or(&failure.said, |item| &item.said);
            let todo = (
                "ひな形を直すか、papers.template を空にしてください",
                "Mend the template, or leave papers.template empty",
            );
            let said = (format!("{place}: {}", said.ja), format!("{place}: {}", said.en));
            Finding::bad(WHAT, Level::Problem, said, todo).exit(failure.code)
        }
    })
}

fn clock() -> Finding {
    let now = Clock::System.now();
    let day = app::clock::day_in_japan(now);
    if day < jiff::civil::date(2026, 1, 1) {
        return Finding::bad(
            "clock",
            Level::Problem,
            (format!("時計が {now} を指しています"), format!("the clock says {now}")),
            (
                "時刻を合わせてください。台帳の時刻も期限もこの時計によります",
                "Set the clock; the ledger and every term rest on it",
            ),
        );
    }
    Finding::ok("clock", format!("{now}（日本では {day}）"), format!("{now} ({day} in Japan)"))
}

/// Whether cookies and passwords can travel unprotected.
fn address(config: &Config) -> Vec<Finding> {
    let server = &config.server;
    let https = server.public_address.as_deref().is_some_and(|a| a.starts_with("https://"));
    let local = server.listen.ip().is_loopback();
    let mut out = Vec::new();
    out.push(match (https, local) {
        (true, _) => Finding::ok("https", "クッキーは https でだけ送られます", "cookies travel by https only"),
        (false, true) if server.public_address.is_none() => {
            Finding::ok("https", "この機械からだけ使えます", "reachable from this machine only")
        }
        (false, _) => Finding::bad(
            "https",
            Level::Problem,
            (
                format!("{} で、パスワードとクッキーが暗号化されずに流れます", server.listen),
                format!("passwords and cookies travel unencrypted to {}", server.listen),
            ),
            (
                "リバースプロキシで https にし、server.public_address に https:// の住所を書いてください",
                "Put a reverse proxy with https in front and set server.public_address to its https:// address",
            ),
        ),
    });
    if https && local && !server.behind_proxy {
        out.push(Finding::bad(
            "proxy",
            Level::Caution,
            (
                "プロキシの後ろにいるようですが server.behind_proxy が false です".to_owned(),
                "there seems to be a proxy in front, but server.behind_proxy is false".to_owned(),
            ),
            (
                "true にすると、台帳とセッションの一覧に利用者の本当のアドレスが残ります",
                "With true the ledger and the list of sessions hold the visitors' own addresses",
            ),
        ));
    }
    out
}

async fn database(config: &Config) -> Vec<Finding> {
    let url = config.database.masked();
    let init = ("sekimori init か sekimori restore を実行してください", "Run sekimori init or sekimori restore");
    let absent = || {
        let said = (format!("{url} はまだ初期設定されていません"), format!("{url} is not initialised"));
        Finding::bad("database", Level::Problem, said, init).exit(Code::NotReady)
    };
    if config.database.sqlite_file().is_some_and(|file| !file.exists()) {
        return vec![absent()];
    }
    let state = match config.database.url.parse() {
        Ok(location) => inspect::migrations(&location).await,
        Err(problem) => Err(app::Error::field("database.url", problem)),
    };
    let state = match state {
        Ok(state) => state,
        Err(error) => return vec![failed("database", error)],
    };
    let mut out = vec![Finding::ok("database", format!("{url} に届きます"), format!("{url} answers"))];
    let form = migrations(&state);
    let sound = form.level == Level::Ok;
    out.push(form);
    if !sound {
        return out;
    }
    match open(config).await {
        Ok(app) => {
            if !app.is_initialised().await.unwrap_or(false) {
                out.push(absent());
            }
            out.push(ledger(&app).await);
            out.push(counts(&app).await);
            out.push(contents(&app, config).await);
            app.close().await;
        }
        Err(error) => out.push(failed("database", error)),
    }
    out
}

async fn open(config: &Config) -> app::Result<App> {
    let database = config.database.url.parse().map_err(|p| app::Error::field("database.url", p))?;
    App::open(Place { database, files: config.files.folder.clone() }, Clock::System, Dice::system()).await
}

fn failed(what: &'static str, error: app::Error) -> Finding {
    let failure = Failure::from(error);
    let code = failure.code;
    let todo =
        failure.next.map(|next| *next).unwrap_or_else(|| crate::exit::say("記録を確かめてください", "Look at the log"));
    Finding { todo: Some(todo), ..Finding::bad(what, Level::Problem, (failure.said.ja, failure.said.en), ("", "")) }
        .exit(code)
}

/// The form of the database against this program.
pub fn migrations(state: &inspect::Migrations) -> Finding {
    let list = |versions: &[i64]| versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let newest = state.applied.last().copied().unwrap_or(0);
    if !state.failed.is_empty() {
        let versions = list(&state.failed);
        let said = (format!("移行 {versions} が途中で失敗しています"), format!("migration {versions} failed half-way"));
        let todo = ("バックアップを空のデータベースに戻してください", "Restore the backup into an empty database");
        return Finding::bad("migrations", Level::Problem, said, todo).exit(Code::NotReady);
    }
    if !state.unknown.is_empty() {
        let versions = list(&state.unknown);
        let said = (
            format!("移行 {versions} をこのプログラムは知りません"),
            format!("this program does not know migration {versions}"),
        );
        let todo =
            ("このデータベースを使った新しい版を動かしてください", "Run the newer version that used this database");
        return Finding::bad("migrations", Level::Problem, said, todo).exit(Code::NotReady);
    }
    if !state.pending.is_empty() {
        let versions = list(&state.pending);
        let said = (format!("移行 {versions} がまだです"), format!("migration {versions} is pending"));
        let todo = (
            "これまでの版でバックアップを取り、sekimori serve を一度動かしてください",
            "Make a backup with the version used before, then start sekimori serve once",
        );
        return Finding::bad("migrations", Level::Caution, said, todo).exit(Code::NotReady);
    }
    Finding::ok("migrations", format!("{newest} まで済んでいます"), format!("done up to {newest}"))
}

async fn ledger(app: &App) -> Finding {
    let verify = ("sekimori ledger verify を実行してください", "Run sekimori ledger verify");
    match app.settings().await.map(|s| s.ledger_verified) {
        Err(error) => failed("ledger", error),
        Ok(None) => {
            let said = ("まだ一度も検証していません".to_owned(), "never verified yet".to_owned());
            Finding::bad("ledger", Level::Caution, said, verify)
        }
        Ok(Some(last)) if !last.sound => {
            let said = (format!("{} の検証で異状が見つかっています", last.at), format!("found altered on {}", last.at));
            Finding::bad("ledger", Level::Problem, said, verify).exit(Code::LedgerUnsound)
        }
        Ok(Some(last)) => {
            let age = Clock::System.now().duration_since(last.at);
            let (ja, en) = (
                format!("{} に記録{}まで検証し、書かれたときのままでした", last.at, last.seq),
                format!("verified up to entry {} on {}", last.seq, last.at),
            );
            if age > SignedDuration::from_hours(DAYS.saturating_mul(24)) {
                return Finding::bad("ledger", Level::Caution, (ja, en), verify);
            }
            Finding::ok("ledger", ja, en)
        }
    }
}

/// The counts the home page shows are kept beside the engagements.
async fn counts(app: &App) -> Finding {
    match app.counts_astray().await {
        Err(error) => failed("counts", error),
        Ok(0) => Finding::ok(
            "counts",
            "段階ごとの件数は案件と合っています",
            "the counts per stage are those of the engagements",
        ),
        Ok(n) => {
            let (ja, en) = (
                format!("段階ごとの件数{n}組が案件と合いません"),
                format!("{n} counts per stage are not those of the engagements"),
            );
            let todo = (
                "データベースに外から手が入っています。バックアップを取り、空のデータベースに戻すと数え直します",
                "Someone changed the database from outside; a backup restored into an empty database counts anew",
            );
            Finding::bad("counts", Level::Problem, (ja, en), todo)
        }
    }
}

async fn contents(app: &App, config: &Config) -> Finding {
    let found = match app.sample_contents(CONTENTS).await {
        Ok(found) => found,
        Err(error) => return failed("attachments", error),
    };
    let bad: Vec<String> = found.missing.iter().chain(&found.altered).map(ToString::to_string).collect();
    if bad.is_empty() {
        let read = found.read;
        return Finding::ok(
            "attachments",
            format!("{read}件を読み、すべて一致しました"),
            format!("{read} read, all as received"),
        );
    }
    let list = bad.join(", ");
    let folder = config.files.folder.display();
    let said = (format!("{folder} で失われたか変わっています: {list}"), format!("gone or altered in {folder}: {list}"));
    let todo = ("バックアップからそのファイルを戻してください", "Bring these files back from a backup");
    Finding::bad("attachments", Level::Problem, said, todo)
}

/// Files that others can read or write.
fn permissions(config: &Config) -> Vec<Finding> {
    let key = config.files.folder.parent().unwrap_or_else(|| Path::new(".")).join(app::ledgers::KEY_FILE);
    let mut secret = vec![key];
    secret.extend(config.database.sqlite_file().map(Path::to_owned));
    let mut out: Vec<Finding> = secret.iter().filter(|p| p.exists()).map(|p| closed(p, config)).collect();
    out.push(closed(&config.files.folder, config));
    out
}

/// A file nobody else reads: by its own mode, or by that of the folder around it.
fn closed(path: &Path, _config: &Config) -> Finding {
    let mode = |p: &Path| std::fs::metadata(p).map(|m| m.mode() & 0o077);
    let shown = path.display();
    match mode(path) {
        Err(error) => {
            let said = (format!("{shown} を見られません: {error}"), format!("{shown}: {error}"));
            let todo = (
                "設定の場所を確かめてください。初めて動かすときに作られます",
                "Check the path; it is made at the first start",
            );
            Finding::bad("permissions", Level::Caution, said, todo)
        }
        Ok(0) => {
            Finding::ok("permissions", format!("{shown} は本人だけが読めます"), format!("{shown} is its owner's only"))
        }
        Ok(_) if path.parent().is_some_and(|p| mode(p).is_ok_and(|m| m == 0)) => Finding::ok(
            "permissions",
            format!("{shown} は閉じたフォルダの中です"),
            format!("{shown} lies in a closed folder"),
        ),
        Ok(_) => {
            let said = (format!("{shown} をほかの人が読めます"), format!("others can read {shown}"));
            let todo = ("chmod go= を実行してください", "Run chmod go= on it");
            Finding::bad("permissions", Level::Problem, said, todo)
        }
    }
}

/// Free space where attachments go, as the system's own tool says.
fn disk(folder: &Path) -> Finding {
    let there = folder.ancestors().find(|p| p.is_dir()).unwrap_or_else(|| Path::new("."));
    let said = std::process::Command::new("df").arg("-Pk").arg(there).output().ok();
    let text = said.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    let free = text.lines().nth(1).and_then(|l| l.split_whitespace().nth(3)?.parse::<u64>().ok());
    let Some(free) = free.map(|k| k.saturating_mul(1024)) else {
        let said = ("空き容量がわかりません".to_owned(), "free space is not known".to_owned());
        return Finding::bad("disk", Level::Caution, said, ("df が使えるか確かめてください", "See whether df works"));
    };
    let mib = free >> 20;
    if free < FREE {
        let said = (format!("空きが {mib} MiB しかありません"), format!("only {mib} MiB free"));
        return Finding::bad("disk", Level::Problem, said, ("空きを作ってください", "Make room"));
    }
    Finding::ok("disk", format!("空き {mib} MiB"), format!("{mib} MiB free"))
}
