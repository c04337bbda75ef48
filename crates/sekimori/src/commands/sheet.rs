//! `sheet …`: a contractor's answers in any client's sheet, and the mapping behind it. Needs no installation.

use std::path::Path;

use answers::{Asked, Bundle, Offer};
use app::Clock;
use domain::Lang;
use serde::Deserialize;
use serde_json::json;
use sheets::{Corrections, Vocabulary};

use super::{book::load, contract::keep};
use crate::{
    cli::{SheetCommand, SheetFill},
    context::Context,
    exit::{Code, Failure, Item, Result, say},
    facts, out,
};

/// An example of an answer book.
pub const EXAMPLE: &str = include_str!("../../answers.example.toml");

/// Runs the command.
///
/// # Errors
/// What cannot be read, with place, value and what is allowed.
pub fn run(context: &Context, command: SheetCommand) -> Result {
    match command {
        SheetCommand::Map { file } => map(&file),
        SheetCommand::Fill(args) if args.example => out::write(EXAMPLE),
        SheetCommand::Fill(args) => fill(context, &args),
    }
}

fn vocabulary() -> Result<Vocabulary> {
    Vocabulary::load_embedded().map_err(|problems| {
        let said = |p: &catalogue::CatalogueProblem| say(p.text(Lang::Ja), p.text(Lang::En));
        Failure::invalid(problems.iter().map(|p| Item { place: p.file.clone(), said: said(p) }).collect())
    })
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn map(file: &Path) -> Result {
    let vocabulary = vocabulary()?;
    let text = facts::read(file)?;
    let mut out = String::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read: Line = serde_json::from_str(line).map_err(|e| {
            let place = format!("{}:{}", file.display(), number.saturating_add(1));
            let said = say(
                format!("id と text を持つJSONではありません（{e}）"),
                format!("not a JSON object with id and text ({e})"),
            );
            Failure::invalid(vec![Item { place, said }])
        })?;
        let found = json!({ "id": read.id, "candidates": sheets::map(&read.text, &vocabulary) });
        out.push_str(&format!("{found}\n"));
    }
    out::write(&out)
}

/// What may be written: of a book, or of a bundle, which is checked first and is for the client it was made for.
fn offer(context: &Context, path: &Path, args: &SheetFill) -> Result<Offer> {
    let on = args.on.unwrap_or_else(|| Clock::System.today());
    let scope = args.scope.as_deref();
    let known = |book: &answers::AnswerBook| match scope {
        Some(scope) if scope != "company" && !book.scopes().iter().any(|s| s.id == scope) => {
            let allowed = std::iter::once("company").chain(book.scopes().iter().map(|s| s.id.as_str()));
            let allowed = allowed.map(str::to_owned).collect();
            Err(Failure::value("--scope", &domain::Problem::NotAmong { value: scope.to_owned(), allowed }))
        }
        _ => Ok(()),
    };
    let is_bundle = path != Path::new("-") && Bundle::is_zip(&load::bytes(path)?);
    if !is_bundle {
        let book = load::book(path)?;
        known(&book)?;
        if args.client.is_none() && !book.consents().is_empty() {
            context.remark(
                "相手（--for）の指定がないため、同意は見ていません",
                "Consents were not looked at, because no client was named (--for)",
            );
        }
        return Ok(book.offer(&Asked { client: args.client.as_deref(), scope, on }));
    }
    let bundle = load::bundle(path, args.key.as_deref())?;
    known(&bundle.book)?;
    let client = args.client.as_deref().or(bundle.manifest.client.as_deref());
    let offer = bundle.book.offer(&Asked { client, scope, on });
    Ok(match bundle.manifest.valid_until.filter(|_| !bundle.is_good(on)) {
        Some(until) => offer.ended(until),
        None => offer,
    })
}

fn fill(context: &Context, args: &SheetFill) -> Result {
    let (Some(file), Some(answers)) = (&args.file, &args.answers) else {
        return Err(Failure::new(Code::Usage, "シートと回答帳が要ります", "A sheet and an answer book are needed"));
    };
    let bytes = std::fs::read(file).map_err(|e| Failure::file(file, &e))?;
    let offer = offer(context, answers, args)?;
    let corrections = match &args.corrections {
        None => Corrections::default(),
        Some(path) => Corrections::from_json(&facts::read(path)?).map_err(|e| {
            let place = path.display().to_string();
            Failure::invalid(vec![Item { place, said: say(e.to_string(), e.to_string()) }])
        })?,
    };
    let unreadable = |e: sheets::SheetError| {
        let place = file.display();
        Failure::new(Code::Invalid, format!("{place}: {}", e.text(Lang::Ja)), format!("{place}: {}", e.text(Lang::En)))
    };
    let workbook = sheets::read(&bytes).map_err(unreadable)?;
    let plan = sheets::plan(&workbook, &offer, &vocabulary()?, &corrections);
    let filled = sheets::fill(&bytes, &plan).map_err(unreadable)?;
    if let Some(to) = &args.out {
        keep(to, &filled)?;
    }
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let report = plan.report(&name, context.lang);
    let value = serde_json::to_value(&report).map_err(|e| Failure::new(Code::Failed, e.to_string(), e.to_string()))?;
    context.show(&value, || {
        let (all, done) = (plan.rows.len(), plan.answered());
        let head = context
            .words(
                &format!("{name}: 問い {all}、記入 {done}、人が見るもの {}\n", all.saturating_sub(done)),
                &format!("{name}: {all} questions, {done} filled, {} for a person\n", all.saturating_sub(done)),
            )
            .to_owned();
        let rows: Vec<Vec<String>> = report
            .questions
            .iter()
            .map(|q| {
                let best = q.candidates.first().map_or_else(|| "–".to_owned(), |c| c.measure.clone());
                let text: String = q.text.chars().filter(|c| !c.is_control()).take(34).collect();
                vec![q.cell.to_string(), text, best, q.written.unwrap_or("–").to_owned(), q.reason.to_string()]
            })
            .collect();
        let titles = [
            context.words("セル", "CELL"),
            context.words("問い", "QUESTION"),
            context.words("対策", "MEASURE"),
            context.words("記入", "WRITTEN"),
            context.words("理由", "REASON"),
        ];
        format!("{head}{}", out::table(&titles, &rows))
    })
}
