//! Terms and concepts of the contract check.

use super::Loader;
use crate::{CatalogueProblem, CheckReason, Concept, Concepts, TermFamily};

/// Only the files of the contract check.
pub(crate) fn load_concepts(files: &[(&str, &str)]) -> Result<Concepts, Vec<CatalogueProblem>> {
    let mut loader = Loader::new(files);
    let concepts = read(&mut loader);
    if loader.problems.is_empty() { Ok(concepts) } else { Err(loader.problems) }
}

pub(super) fn read(loader: &mut Loader<'_>) -> Concepts {
    let families: Vec<TermFamily> = loader.read("terms.toml", |file| {
        let list: Vec<TermFamily> = file.list("family", "id");
        file.unique(list.iter().map(|f| f.id.as_str()));
        for family in list.iter().filter(|f| f.terms.is_empty()) {
            file.note(&family.id, ("語がありません".into(), "it has no term".into()));
        }
        list
    });
    let (concepts, reasons) = loader.read("concepts.toml", |file| {
        let concepts: Vec<Concept> = file.list("concept", "id");
        let reasons: Vec<CheckReason> = file.list("reason", "code");
        file.unique(concepts.iter().map(|c| c.id.as_str()));
        file.unique(reasons.iter().map(|r| r.code.as_str()));
        for concept in &concepts {
            file.unique(concept.signal.iter().map(|s| s.id.as_str()));
            for code in concept.signal.iter().filter_map(|s| s.reason.as_deref()) {
                if !reasons.iter().any(|r| r.code == code) {
                    let said = (format!("理由「{code}」がありません"), format!("there is no reason \"{code}\""));
                    file.note(&concept.id, said);
                }
            }
            for name in concept.names.iter().filter(|name| !families.iter().any(|f| f.id == **name)) {
                let said = (format!("語群「{name}」がありません"), format!("there is no family \"{name}\""));
                file.note(&concept.id, said);
            }
        }
        (concepts, reasons)
    });
    Concepts { concepts, families, reasons, lint: super::lint::read(loader) }
}
