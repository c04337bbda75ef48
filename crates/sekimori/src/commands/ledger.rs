//! `ledger`: verify, export, vouch for and check.

use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    ops::ControlFlow,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use app::ledgers::Progress;
use domain::text::group_digits;
use ledger::{
    Report, Verifier,
    export::{Line, MAX_LINE, read_line},
};
use serde_json::json;

use crate::{
    cli::LedgerCommand,
    context::Context,
    exit::{Code, Failure, Item, Result, say},
    facts, out,
};

pub async fn run(context: &Context, command: LedgerCommand) -> Result {
    match command {
        LedgerCommand::Verify { file: Some(path) } => report(context, &verify_export(&path)?),
        LedgerCommand::Verify { file: None } => {
            let (app, _) = context.open().await?;
            let mut watch = watch(context);
            let found = app.ledger().verify_as_operator(&context.operator, &mut watch).await?;
            app.close().await;
            report(context, &found)
        }
        LedgerCommand::Export { file } => export(context, &file).await,
        LedgerCommand::Checkpoint { file, public_key } => {
            checkpoint(context, file.as_deref(), public_key.as_deref()).await
        }
        LedgerCommand::Check { file, key } => check(context, &file, key.as_deref()).await,
    }
}

/// Progress on the terminal, once every hundred batches.
fn watch(context: &Context) -> impl FnMut(Progress) -> ControlFlow<()> + Send + use<> {
    let shows = std::io::stderr().is_terminal() && !context.quiet && !context.format.is_json();
    move |progress| {
        if shows && progress.total > 20_000 {
            let count = |n| group_digits(i64::try_from(n).unwrap_or(i64::MAX));
            eprint!("\r{} / {}", count(progress.done), count(progress.total));
            if progress.done >= progress.total {
                eprintln!();
            }
        }
        ControlFlow::Continue(())
    }
}

fn report(context: &Context, report: &Report) -> Result {
    let lang = context.lang;
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            let mut value = json!(finding);
            if let Some(object) = value.as_object_mut() {
                object.insert("text".to_owned(), json!(finding.text(lang)));
            }
            value
        })
        .collect();
    let value = json!({
        "sound": report.is_intact(), "entries": report.count, "first": report.first, "last": report.last,
        "head": report.head, "findings": findings, "total": report.total, "summary": report.summary(lang),
    });
    context.show(&value, || format!("{}\n", report.summary(lang)))?;
    if report.is_intact() { Ok(()) } else { Err(unsound(report)) }
}

fn unsound(report: &Report) -> Failure {
    let items = report
        .findings
        .iter()
        .map(|f| Item { place: f.code().to_owned(), said: say(f.text(domain::Lang::Ja), f.text(domain::Lang::En)) })
        .collect();
    Failure {
        items,
        ..Failure::new(
            Code::LedgerUnsound,
            "台帳が書かれたときのままではありません",
            "The ledger is not as it was written",
        )
    }
    .next(
        "データベースに触れられる人を確かめ、手を加える前のバックアップと比べてください",
        "Find out who could write to the database, and compare with a backup from before",
    )
}

/// Verifies an export line by line, in constant memory.
fn verify_export(path: &Path) -> Result<Report> {
    let file = std::fs::File::open(path).map_err(|e| Failure::file(path, &e))?;
    let mut reader = std::io::BufReader::new(file);
    let (mut verifier, mut head, mut number) = (Verifier::new(), None, 0usize);
    loop {
        number = number.saturating_add(1);
        let mut line = Vec::new();
        let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX).saturating_add(2);
        let read = std::io::Read::take(&mut reader, most).read_until(b'\n', &mut line);
        if read.map_err(|e| Failure::file(path, &e))? == 0 {
            break;
        }
        let unreadable = |ja: String, en: String| {
            let place = format!("{}:{number}", path.display());
            Failure { code: Code::LedgerUnsound, ..Failure::invalid(vec![Item { place, said: say(ja, en) }]) }
        };
        match read_line(&line).map_err(|e| unreadable(e.text(domain::Lang::Ja), e.text(domain::Lang::En)))? {
            Line::Entry(_) if head.is_some() => {
                let en = "An entry stands behind the head".to_owned();
                return Err(unreadable("末尾の控えの後ろに記録があります".to_owned(), en));
            }
            Line::Entry(row) => verifier.push(&row),
            Line::Head(last) => head = Some(last),
        }
    }
    Ok(match &head {
        Some(head) => verifier.finish_stored(Some(head)),
        None => verifier.finish(None),
    })
}

async fn export(context: &Context, path: &Path) -> Result {
    let (app, _) = context.open().await?;
    let exported = if path == Path::new("-") {
        let mut out = tokio::io::stdout();
        app.ledger().export_as_operator(&context.operator, &mut out).await
    } else {
        let file = create(path)?;
        let mut out = tokio::io::BufWriter::new(tokio::fs::File::from_std(file));
        app.ledger().export_as_operator(&context.operator, &mut out).await
    };
    let exported = exported?;
    app.close().await;
    if path == Path::new("-") {
        return Ok(());
    }
    context.done(
        &json!({ "file": path, "entries": exported.entries, "head": exported.head }),
        &format!("{} に記録{}件を書き出しました", path.display(), exported.entries),
        &format!("{} entries are written to {}", exported.entries, path.display()),
    )
}

/// A new file that only its owner reads; one that is there stays as it is.
fn create(path: &Path) -> Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path).map_err(|e| Failure::file(path, &e))
}

async fn checkpoint(context: &Context, path: Option<&Path>, public_key: Option<&Path>) -> Result {
    let (app, _) = context.open().await?;
    let mut file = path.map(create).transpose()?;
    let mut key_file = public_key.map(create).transpose()?;
    let text = app.ledger().checkpoint_as_operator(&context.operator).await?;
    let key = app.ledger().public_key_as_operator()?;
    app.close().await;
    if let (Some(file), Some(path)) = (&mut file, path) {
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| Failure::file(path, &e))?;
    }
    if let (Some(file), Some(path)) = (&mut key_file, public_key) {
        file.write_all(key.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| Failure::file(path, &e))?;
    }
    let value = json!({ "checkpoint": text, "public_key": key, "file": path, "public_key_file": public_key });
    if context.format.is_json() {
        return out::json(&value);
    }
    match path {
        None => out::write(&text),
        Some(path) => context.done(
            &value,
            &format!("{} に控えを書きました。この機械とは別の場所に保管してください", path.display()),
            &format!("The checkpoint is in {}. Keep it away from this machine", path.display()),
        ),
    }
}

async fn check(context: &Context, path: &Path, key: Option<&Path>) -> Result {
    let text = facts::read(path)?;
    let key = key.map(facts::read).transpose()?;
    let (app, _) = context.open().await?;
    let mut watch = watch(context);
    let checked = app.ledger().check_checkpoint_as_operator((&text, key.as_deref()), &mut watch).await?;
    app.close().await;
    let lang = context.lang;
    let value = json!({
        "sound": checked.is_sound(), "entry": checked.checkpoint.head().seq, "at": checked.checkpoint.at(),
        "held": checked.held.text(lang), "findings": checked.report.findings, "total": checked.report.total,
    });
    context.show(&value, || format!("{}\n{}\n", checked.held.text(lang), checked.report.summary(lang)))?;
    if checked.is_sound() { Ok(()) } else { Err(unsound(&checked.report)) }
}
