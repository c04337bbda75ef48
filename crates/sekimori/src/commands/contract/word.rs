//! The same Word file with remarks in the margin, and the missing clauses proposed at the end as tracked insertions.

use std::path::PathBuf;

use catalogue::Concepts;
use checker::Status;
use domain::Lang;
use reader::{
    Format,
    annotate::{Additions, Proposal, Remark, annotate},
};

use super::{Checked, keep, reasons, status_words};
use crate::{
    cli::ContractCheck,
    context::Context,
    exit::{Code, Failure, Result},
};

const AUTHOR: &str = "Sekimori";

/// Writes a file for each contract.
pub(super) fn files(context: &Context, args: &ContractCheck, (concepts, all): (&Concepts, &[Checked])) -> Result {
    let date = app::Clock::System.now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).datetime();
    for one in all {
        if one.document.format != Format::Docx {
            let name = one.path.display();
            return Err(Failure::new(
                Code::Usage,
                format!("{name} はWordのファイルではないため、コメントを付けて返せません"),
                format!("{name} is no Word file, so no remarks can be put into it"),
            )
            .next("--format html または text を使ってください", "Use --format html or text"));
        }
        let additions = Additions {
            remarks: remarks(context.lang, concepts, one),
            proposals: proposals(context.lang, concepts, one),
            author: AUTHOR.to_owned(),
            date,
        };
        let bytes = annotate(&one.bytes, &additions, &reader::Limits::default())
            .map_err(|e| Failure::new(Code::Usage, e.text(Lang::Ja), e.text(Lang::En)))?;
        let to = target(args, one, all.len());
        keep(&to, &bytes)?;
        let shown = to.display();
        context.remark(&format!("{shown} に書きました"), &format!("Written to {shown}"));
    }
    Ok(())
}

/// `--out` as given for one file, inside it for several; beside the original otherwise.
fn target(args: &ContractCheck, one: &Checked, count: usize) -> PathBuf {
    let stem = one.path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| "contract".to_owned());
    let name = format!("{stem}.checked.docx");
    match &args.out {
        Some(path) if count == 1 && !path.is_dir() => path.clone(),
        Some(folder) => folder.join(name),
        None => one.path.with_file_name(name),
    }
}

fn remarks(lang: Lang, concepts: &Concepts, one: &Checked) -> Vec<Remark> {
    let mut out = Vec::new();
    for finding in one.report.findings.iter().filter(|f| f.applicable) {
        let Some(place) = finding.places.first() else { continue };
        let Some(block) =
            one.document.blocks.iter().find(|b| b.place.start <= place.start && place.start < b.place.end)
        else {
            continue;
        };
        let title = concepts.concept(&finding.concept).map_or(finding.concept.as_str(), |c| c.title.get(lang));
        let mut lines = vec![format!("{title}: {}", status_words(finding.status, lang))];
        lines.extend(reasons(concepts, finding, lang));
        if finding.status == Status::Weak
            && let Some(concept) = concepts.concept(&finding.concept)
        {
            lines.push(concept.suggestion.get(lang).to_owned());
        }
        out.push(Remark { paragraph: block.place.paragraph, characters: None, author: AUTHOR.to_owned(), lines });
    }
    for lint in &one.report.lint {
        let Some(place) = &lint.place else { continue };
        let Some(block) =
            one.document.blocks.iter().find(|b| b.place.start <= place.start && place.start < b.place.end)
        else {
            continue;
        };
        let said = if lang == Lang::Ja { &lint.ja } else { &lint.en };
        let lines = vec![format!("{} {said}", lint.id)];
        out.push(Remark { paragraph: block.place.paragraph, characters: None, author: AUTHOR.to_owned(), lines });
    }
    out
}

fn proposals(lang: Lang, concepts: &Concepts, one: &Checked) -> Vec<Proposal> {
    let missing = one.report.findings.iter().filter(|f| f.applicable && f.status == Status::Missing);
    missing
        .filter_map(|finding| {
            let concept = concepts.concept(&finding.concept)?;
            let paragraphs = concept.suggestion.get(lang).lines().map(str::to_owned).collect();
            Some(Proposal { heading: concept.title.get(lang).to_owned(), paragraphs })
        })
        .collect()
}
