//! `contract check`: what a contract states, states weakly or does not state. Needs no installation and no network; nothing
//! of the contract is kept.

mod batch;
mod terminal;
mod word;

use std::{
    io::{IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use catalogue::Concepts;
use checker::{DocumentType, Engine, Options, Report};
use domain::Lang;

use crate::{
    cli::{ContractCheck, ContractCommand, Format},
    context::Context,
    exit::{Code, Failure, Result, say},
    facts, out,
};

/// One file that was checked.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) document: reader::Document,
    pub(super) report: Report,
}

/// One file in JSON.
#[derive(serde::Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// What a person should know of the reading: tracked changes taken as accepted, pages without text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

/// Runs the command. Ends with 0 when everything expected is stated, 1 when something is weak or missing, 2 when a file
/// cannot be read.
///
/// # Errors
/// What is wrong with the command line, a profile or the place of the result.
pub fn run(context: &Context, command: ContractCommand) -> Result<ExitCode> {
    let ContractCommand::Check(args) = command;
    let kind = args.kind.as_deref().map(document_type).transpose()?;
    let concepts = catalogue::Catalogue::load_concepts().map_err(|problems| {
        let all = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        Failure::new(Code::Failed, format!("カタログが壊れています: {all}"), format!("The catalogue is broken: {all}"))
    })?;
    let standard = args.standard.as_deref().map(|path| standard(path, &concepts)).transpose()?;
    let engine = Engine::new(concepts.clone()).map_err(|e| Failure::new(Code::Failed, e.to_string(), e.to_string()))?;
    let mut unread = false;
    let mut gaps = false;
    let mut all = Vec::new();
    let whole = matches!(context.format, Format::Html | Format::Docx);
    let results: Vec<Result<Checked>> = batch::on_all_cores(&args.files, |path| {
        let options =
            Options { file: name_of(path), document_type: kind, standard: standard.clone(), ..Options::default() };
        let checked = check(path, &engine, options)?;
        // of many files only what is shown is kept
        Ok(if whole { checked } else { Checked { bytes: Vec::new(), ..checked } })
    });
    for result in results {
        match result {
            Ok(checked) => {
                for notice in &checked.document.notices {
                    let said = |lang| format!("{}: {}", checked.name, notice.text(lang));
                    context.remark(&said(Lang::Ja), &said(Lang::En));
                }
                gaps |= checked.report.has_gaps();
                all.push(checked);
            }
            Err(failure) => {
                unread = true;
                failure.print(context.lang, context.format.is_json());
            }
        }
    }
    show(context, &args, (&concepts, &all))?;
    Ok(ExitCode::from(if unread { 2 } else { u8::from(gaps) }))
}

fn document_type(code: &str) -> Result<DocumentType> {
    DocumentType::from_code(code).ok_or_else(|| {
        let all = DocumentType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>().join(", ");
        let said = say(
            format!("「{code}」という種類はありません。使えるのは {all} です"),
            format!("\"{code}\" is not one of: {all}"),
        );
        Failure::invalid(vec![crate::exit::Item { place: "--type".into(), said }])
    })
}

fn standard(path: &Path, concepts: &Concepts) -> Result<checker::Standard> {
    let text = facts::read(path)?;
    checker::Standard::from_toml(&text, concepts).map_err(|problems| {
        let items = problems
            .into_iter()
            .map(|p| crate::exit::Item { place: format!("{}:{}", path.display(), p.line), said: say(p.ja, p.en) });
        Failure::invalid(items.collect())
    })
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

fn check(path: &Path, engine: &Engine, options: Options) -> Result<Checked> {
    let refused = |e: reader::ReadError| {
        let place = path.display();
        Failure::new(Code::Usage, format!("{place}: {}", e.text(Lang::Ja)), format!("{place}: {}", e.text(Lang::En)))
    };
    // a file that is too large is not opened, and its true size is said
    let max = reader::Limits::default().bytes;
    if let Some(size) = std::fs::metadata(path).ok().filter(|m| m.is_file() && m.len() > max).map(|m| m.len()) {
        return Err(refused(reader::ReadError::TooLarge { size, max }));
    }
    let bytes = read(path)?;
    let hint = path.file_name().map(|n| n.to_string_lossy().into_owned());
    let document = reader::read(&bytes, hint.as_deref(), &reader::Limits::default()).map_err(refused)?;
    let report = checker::check(&document, engine, &options);
    Ok(Checked { name: options.file, path: path.to_owned(), bytes, document, report })
}

/// Reads a file, but no more of it than the reader takes.
fn read(path: &Path) -> Result<Vec<u8>> {
    let most = reader::Limits::default().bytes.saturating_add(1);
    let mut bytes = Vec::new();
    let done = if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    done.map_err(|e| Failure { code: Code::Usage, ..Failure::file(path, &e) })?;
    Ok(bytes)
}

fn show(context: &Context, args: &ContractCheck, (concepts, all): (&Concepts, &[Checked])) -> Result {
    match context.format {
        Format::Json => {
            let mut text = String::new();
            for one in all {
                let notices = one.document.notices.iter().map(|notice| notice.text(context.lang)).collect();
                let line = serde_json::to_string(&Line { report: &one.report, notices });
                text.push_str(&line.map_err(|e| Failure::new(Code::Failed, e.to_string(), e.to_string()))?);
                text.push('\n');
            }
            put(args.out.as_deref(), &text)
        }
        Format::Html => {
            let wording = |finding: &checker::Finding| checker::of_catalogue(finding, concepts, context.lang);
            let sheets = all.iter().map(|one| checker::Sheet {
                name: &one.name,
                about: Vec::new(),
                notices: one.document.notices.iter().map(|notice| notice.text(context.lang)).collect(),
                report: &one.report,
            });
            put(args.out.as_deref(), &checker::page(sheets, concepts, &wording, context.lang))
        }
        Format::Docx => word::files(context, args, (concepts, all)),
        Format::Text => {
            let colour =
                args.out.is_none() && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let text: String = all
                .iter()
                .map(|one| terminal::text(context.lang, concepts, one, colour))
                .collect::<Vec<_>>()
                .join("\n");
            put(args.out.as_deref(), &text)
        }
    }
}

fn put(to: Option<&Path>, text: &str) -> Result {
    match to {
        None => out::write(text),
        Some(path) => keep(path, text.as_bytes()),
    }
}

/// Writes a file so that it is there whole or not at all.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> Result {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |e: std::io::Error| Failure::file(path, &e);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = folder.join(name);
    let written =
        std::fs::File::create(&part).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    match written.and_then(|()| std::fs::rename(&part, path)) {
        Ok(()) => Ok(()),
        Err(e) => {
            // what was begun is of no use to anyone
            let _gone = std::fs::remove_file(&part);
            Err(failed(e))
        }
    }
}
