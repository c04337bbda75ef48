//! The same Word file with remarks in the margin, and the missing clauses proposed at the end as tracked insertions.

use std::path::PathBuf;

use catalogue::Concepts;
use checker::remarks;
use domain::Lang;
use reader::{
    Format,
    annotate::{Additions, annotate},
};

use super::{Checked, keep};
use crate::{
    cli::ContractCheck,
    context::Context,
    exit::{Code, Failure, Result},
};

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
        let additions = additions(context.lang, concepts, one, date);
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

fn additions(lang: Lang, concepts: &Concepts, one: &Checked, date: jiff::civil::DateTime) -> Additions {
    let wording = |finding: &checker::Finding| checker::of_catalogue(finding, concepts, lang);
    let paragraph = |at: usize| {
        let block = one.document.blocks.iter().find(|b| b.place.start <= at && at < b.place.end);
        block.map(|block| block.place.paragraph)
    };
    Additions {
        remarks: remarks::remarks(&one.report, paragraph, (concepts, &wording), lang),
        proposals: remarks::proposals(&one.report, &wording),
        author: remarks::AUTHOR.to_owned(),
        date,
    }
}
