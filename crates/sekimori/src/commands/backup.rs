//! `backup` and `restore`.

use app::backup::{Damage, Manifest, verify_backup};
use serde_json::{Value, json};

use crate::{
    cli::{BackupArgs, RestoreArgs},
    context::{Context, open_any},
    exit::{Code, Failure, Item, Result, say},
    log,
};

fn held(manifest: &Manifest) -> Value {
    let rows: u64 = manifest.tables.iter().map(|t| t.rows).sum();
    json!({
        "organisation": manifest.organisation, "database": manifest.database, "made_at": manifest.made_at,
        "program": manifest.program, "migration": manifest.migration, "rows": rows, "files": manifest.files.len(),
        "missing_files": manifest.missing, "ledger_head": manifest.ledger_head,
    })
}

/// What was left out because it was missing or altered on disk.
fn warn(manifest: &Manifest) -> Result {
    if manifest.missing.is_empty() {
        return Ok(());
    }
    let items = manifest.missing.iter().map(|digest| Item {
        place: digest.to_string(),
        said: say("ファイルがないか、中身が変わっています", "The content is missing or was altered on disk"),
    });
    Err(Failure {
        items: items.collect(),
        ..Failure::new(
            Code::Failed,
            "バックアップはできましたが、入れられなかった添付があります",
            "The backup is made, but some attached contents are not in it",
        )
    }
    .next("前のバックアップにその添付が残っていないか確かめてください", "See whether an earlier backup holds them"))
}

pub async fn backup(context: &Context, args: BackupArgs) -> Result {
    let path = args.file.display();
    if args.check {
        let checked = verify_backup(&args.file).await?;
        return context.done(
            &json!({ "file": args.file, "digest": checked.digest, "holds": held(&checked.manifest) }),
            &format!("{path} は作られたときのままです（{}）", checked.digest),
            &format!("{path} is as it was made ({})", checked.digest),
        );
    }
    let (app, _) = context.open().await?;
    let made = app.backup(&context.operator, &args.file).await?;
    app.close().await;
    context.done(
        &json!({ "file": args.file, "digest": made.digest, "holds": held(&made.manifest) }),
        &format!("{path} にバックアップしました（{}）", made.digest),
        &format!("The backup is in {path} ({})", made.digest),
    )?;
    warn(&made.manifest)
}

pub async fn restore(context: &Context, args: RestoreArgs) -> Result {
    let config = context.config()?;
    log::start(&config.log);
    let app = open_any(&config).await?;
    let damage = if args.keep_damage { Damage::Keep } else { Damage::Refuse };
    let restored = app.restore(&context.operator, &args.file, damage).await?;
    app.close().await;
    let sound = restored.report.is_intact();
    context.done(
        &json!({
            "file": args.file, "database": config.database.masked(), "sound": sound,
            "holds": held(&restored.manifest), "findings": restored.report.findings,
        }),
        &format!("{} に戻しました。全員にもう一度サインインしてもらってください", config.database.masked()),
        &format!("Restored into {}. Everyone has to sign in again", config.database.masked()),
    )?;
    if sound {
        return Ok(());
    }
    Err(Failure::new(
        Code::LedgerUnsound,
        "戻した台帳は、書かれたときのままではありません",
        "The restored ledger is not as it was written",
    )
    .next("sekimori ledger verify で確かめてください", "See sekimori ledger verify"))
}
