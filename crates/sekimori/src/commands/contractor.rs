//! `contractor …`: the register as a list, in and out.

use std::{path::Path, sync::Arc, time::Duration};

use app::{
    contractors::{Filter, import::Preview},
    export::Format,
};
use domain::Lang;
use serde_json::{Value, json};

use super::contract::keep;
use crate::{
    cli::{ContractorCommand, ContractorExport, ContractorImport, ListForm},
    context::Context,
    exit::{Code, Failure, Item, Result, say},
};

/// Runs the command.
///
/// # Errors
/// What cannot be read or is wrong, with sheet, cell, value and what is allowed.
pub async fn run(context: &Context, command: ContractorCommand) -> Result {
    match command {
        ContractorCommand::Import(args) => import(context, &args).await,
        ContractorCommand::Export(args) => export(context, &args).await,
    }
}

async fn import(context: &Context, args: &ContractorImport) -> Result {
    let bytes = std::fs::read(&args.file).map_err(|e| Failure::file(&args.file, &e))?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (app, caller) = context.open_as(&args.by.login).await?;
    if args.dry_run {
        let preview = app.contractors().judge_file(&caller, &name, bytes).await?;
        if preview.wrong > 0 || !preview.problems.is_empty() {
            return Err(refused(&args.file, &preview));
        }
        let value = json!({ "written": false, "create": preview.create, "update": preview.update, "skip": preview.skip,
            "formulas": preview.formulas, "header_row": preview.layout.mapping.header_row,
            "columns": columns(&preview) });
        return context.show(&value, || dry(context.lang, &preview));
    }
    let done = Arc::default();
    let counting = context.lang;
    let watched = Arc::clone(&done);
    let watch = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let rows = app::contractors::import::rows_done(&watched);
            match counting {
                Lang::Ja => tracing::info!("{rows}行まで進みました"),
                Lang::En => tracing::info!("{rows} rows are through"),
            }
        }
    });
    let result = app.contractors().import_file(&caller, &name, bytes, &done).await;
    watch.abort();
    let summary = result?;
    let value = json!({ "written": true, "create": summary.create, "update": summary.update, "skip": summary.skip });
    context.show(&value, || match context.lang {
        Lang::Ja => {
            format!("取り込みました。新規 {}、変更 {}、変更なし {}\n", summary.create, summary.update, summary.skip)
        }
        Lang::En => {
            format!("imported: {} new, {} changed, {} the same\n", summary.create, summary.update, summary.skip)
        }
    })
}

fn columns(preview: &Preview) -> Value {
    let mapping = &preview.layout.mapping;
    mapping
        .columns
        .iter()
        .map(|(c, f)| (app::contractors::import::column_name(*c), json!(f.code())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn dry(lang: Lang, preview: &Preview) -> String {
    let mapping = &preview.layout.mapping;
    let mut out = match lang {
        Lang::Ja => format!(
            "取り込むと: 新規 {}、変更 {}、変更なし {}（何も書き込んでいません）\n見出しは{}行目\n",
            preview.create, preview.update, preview.skip, mapping.header_row
        ),
        Lang::En => format!(
            "would import: {} new, {} changed, {} the same (nothing is written)\nheads in row {}\n",
            preview.create, preview.update, preview.skip, mapping.header_row
        ),
    };
    for (column, field) in &mapping.columns {
        let head = preview.layout.heads.get(*column).map_or("", String::as_str);
        out.push_str(&format!("  {} {head} → {}\n", app::contractors::import::column_name(*column), field.label(lang)));
    }
    for (ja, en) in &preview.notices {
        out.push_str(&format!("{}\n", if lang == Lang::Ja { ja } else { en }));
    }
    out
}

fn refused(file: &Path, preview: &Preview) -> Failure {
    let mut items: Vec<Item> = preview
        .problems
        .iter()
        .map(|e| Item {
            place: file.display().to_string(),
            said: say(e.problem.text(Lang::Ja), e.problem.text(Lang::En)),
        })
        .collect();
    items.extend(preview.errors.iter().map(|e| Item {
        place: e.cell.clone(),
        said: say(
            format!("{}: {}", e.field.label(Lang::Ja), e.wrong.text(Lang::Ja)),
            format!("{}: {}", e.field.label(Lang::En), e.wrong.text(Lang::En)),
        ),
    }));
    Failure::invalid(items)
}

async fn export(context: &Context, args: &ContractorExport) -> Result {
    let ending = args.file.extension().map(|e| e.to_ascii_lowercase());
    let form = args.form.or(match ending.as_deref().and_then(|e| e.to_str()) {
        Some("xlsx") => Some(ListForm::Xlsx),
        Some("csv") => Some(ListForm::Csv),
        _ => None,
    });
    let Some(form) = form else {
        return Err(Failure::new(
            Code::Usage,
            "形がわかりません。ファイル名を .xlsx か .csv で終えるか、--form を付けてください",
            "The form is not known; end the file name in .xlsx or .csv, or give --form",
        ));
    };
    let format = if form == ListForm::Xlsx { Format::Excel } else { Format::Csv };
    let (app, caller) = context.open_as(&args.by.login).await?;
    let file = app.contractors().export(&caller, &Filter::named(&args.search), (format, context.lang)).await?;
    keep(&args.file, &file.bytes)?;
    let value = json!({ "file": args.file, "bytes": file.bytes.len() });
    context.show(&value, || format!("{}\n", args.file.display()))
}
