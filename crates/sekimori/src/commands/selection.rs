//! `selection …`: the candidates of an engagement as the formula judges them.

use app::{App, rules::selection::hundredths, selections::View};
use domain::Lang;
use serde_json::{Value, json};

use super::contract::keep;
use crate::{
    cli::{SelectionCommand, SelectionExport, SelectionShow},
    context::Context,
    exit::{Code, Failure, Result},
};

/// Runs the command.
///
/// # Errors
/// Not found when the engagement or the round is out of sight; refused without the permission.
pub async fn run(context: &Context, command: SelectionCommand) -> Result {
    match command {
        SelectionCommand::Show(args) => show(context, &args).await,
        SelectionCommand::Export(args) => export(context, &args).await,
    }
}

async fn show(context: &Context, args: &SelectionShow) -> Result {
    let (app, caller) = context.open_as(&args.by.login).await?;
    let view = app.selections().show(&caller, args.number, args.round).await?;
    context.show(&value(&app, &view, context.lang), || text(&app, &view, context.lang))
}

fn value(app: &App, view: &View, lang: Lang) -> Value {
    let candidates = view.candidates.iter().map(|j| {
        let why = j.evaluation.failures.iter().map(|f| app.selections().why(f, lang));
        json!({
            "contractor": j.candidate.contractor,
            "name": j.candidate.name,
            "record": j.candidate.record,
            "parts": j.evaluation.parts,
            "total": j.evaluation.total,
            "rank": j.evaluation.rank,
            "obstacles": why.map(|(text, rule)| json!({ "text": text, "rule": rule })).collect::<Vec<_>>(),
        })
    });
    json!({
        "number": view.case.engagement.number,
        "selection": view.selection,
        "intact": view.is_intact,
        "judged_on": view.judged_on,
        "candidates": candidates.collect::<Vec<_>>(),
    })
}

fn text(app: &App, view: &View, lang: Lang) -> String {
    let pick = |ja: &'static str, en: &'static str| if lang == Lang::Ja { ja } else { en };
    let Some(one) = &view.selection else {
        return format!("{}\n", pick("選定はまだ始まっていません", "No selection has begun"));
    };
    let title = &view.case.engagement.facts.title;
    let mut out = format!("{} {title}\n", view.case.engagement.number);
    let round = match lang {
        Lang::Ja => format!("第{}回　{}\n", one.round, one.state.label(lang)),
        Lang::En => format!("round {}, {}\n", one.round, one.state.label(lang)),
    };
    out.push_str(&round);
    if let Some(published) = &one.record.published {
        out.push_str(&format!("{} {}\n", pick("評価の式 SHA-256", "formula SHA-256"), published.digest));
    }
    if !view.is_intact {
        let said = pick("評価の式が公表したものと違っています", "the formula is not the one that was announced");
        out.push_str(&format!("{said}\n"));
    }
    for judged in &view.candidates {
        let rank = judged.evaluation.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        out.push_str(&format!("{rank:>2}  {:>6}  {}\n", hundredths(judged.evaluation.total), judged.candidate.name));
        for failure in &judged.evaluation.failures {
            let (text, rule) = app.selections().why(failure, lang);
            out.push_str(&format!("            {text}  {rule}\n"));
        }
    }
    if let Some(decided) = &one.record.decided {
        out.push_str(&format!("{} {}\n{}\n", pick("決定", "chosen"), decided.name, decided.choice.reason));
    }
    out
}

async fn export(context: &Context, args: &SelectionExport) -> Result {
    if args.file.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::new(
            Code::Usage,
            "比較表はExcelのファイルです。ファイル名を .xlsx で終えてください",
            "The comparison is an Excel file; end its name in .xlsx",
        ));
    }
    let (app, caller) = context.open_as(&args.by.login).await?;
    let file = app.selections().export(&caller, args.number, (args.round, context.lang)).await?;
    keep(&args.file, &file.bytes)?;
    let value = json!({ "file": args.file, "bytes": file.bytes.len() });
    context.show(&value, || format!("{}\n", args.file.display()))
}
