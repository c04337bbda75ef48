//! docs/GLOSSARY.md against the public types of `domain`: one word a thing, in both languages and in the code.

mod types;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::{Finding, Repo, markdown, markdown::Row, repo::TextFile};
use types::Type;

const FILE: &str = "docs/GLOSSARY.md";
const NOT_TERMS: &str = "Not terms";
const NOT_USED: &str = "Words not used";

/// Words of others: what contracts and check sheets of the field say, which must be understood as it stands.
const WORDS_OF_OTHERS: &[&str] = &[
    "catalogue/concepts.toml",
    "catalogue/terms.toml",
    "catalogue/sheet_vocabulary.toml",
    "catalogue/sheet_examples.toml",
    "crates/checker/src/",
    "crates/checker/tests/",
    "crates/sheets/tests/",
];

/// Where people's words stand.
const SPOKEN: &[&str] = &["catalogue", "crates", "README.ja.md"];

/// Compares the glossary with the types.
///
/// # Errors
/// When a file cannot be read.
pub fn check(repo: &Repo) -> Result<Vec<Finding>> {
    let file = repo.read(FILE)?;
    let rows = markdown::tables(&file, &["Japanese", "English", "type in domain", "note"]);
    if rows.is_empty() {
        bail!("{FILE} has no table with the head: Japanese | English | type in domain | note");
    }
    let types: Vec<Type> =
        repo.files("crates/domain/src")?.iter().filter(|f| f.extension() == "rs").flat_map(types::read).collect();
    let not_terms = markdown::list_under(&file, NOT_TERMS);
    let mut out = words(&rows);
    out.extend(labels(&rows, &types));
    out.extend(coverage(&rows, &types, &not_terms));
    let spoken = repo.files("")?;
    let spoken = spoken.iter().filter(|f| SPOKEN.contains(&f.path.split('/').next().unwrap_or_default()));
    let of_others = |f: &&TextFile| WORDS_OF_OTHERS.iter().any(|place| f.path.starts_with(place));
    let spoken: Vec<_> = spoken.filter(|f| !of_others(f)).collect();
    out.extend(unused(&markdown::list_under(&file, NOT_USED), &spoken));
    out.sort();
    Ok(out)
}

/// One English word a Japanese word, and the other way round.
fn words(rows: &[Row]) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut english: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    let mut japanese: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let (ja, en) = (row.cell(0), row.cell(1).to_lowercase());
        if ja.is_empty() || en.is_empty() {
            out.push(Finding::at(FILE, row.line, "a term needs both languages"));
        } else if let Some(line) = japanese.insert(ja, row.line) {
            out.push(Finding::at(FILE, row.line, format!("「{ja}」 is already on line {line}")));
        } else if let Some((other, line)) = english.insert(en, (ja, row.line)) {
            let text = format!("\"{}\" already stands for 「{other}」 on line {line}", row.cell(1));
            out.push(Finding::at(FILE, row.line, text));
        }
    }
    out
}

/// Every type and value named exists, and where the code carries labels they are the glossary's words.
fn labels(rows: &[Row], types: &[Type]) -> Vec<Finding> {
    let mut out = Vec::new();
    for row in rows {
        for name in row.names(2) {
            let (type_name, variant) = name.split_once("::").map_or((name.as_str(), None), |(t, v)| (t, Some(v)));
            let Some(found) = types.iter().find(|t| t.name == type_name) else {
                out.push(Finding::at(FILE, row.line, format!("`{type_name}` is no public type of domain")));
                continue;
            };
            let label = match variant {
                None => found.label.as_ref(),
                Some(variant) => match found.variants.get(variant) {
                    Some(label) => Some(label),
                    None => {
                        out.push(Finding::at(FILE, row.line, format!("`{type_name}` has no value `{variant}`")));
                        None
                    }
                },
            };
            if let Some((ja, en)) = label
                && (ja != row.cell(0) || !en.eq_ignore_ascii_case(row.cell(1)))
            {
                out.push(Finding::at(FILE, row.line, format!("the code calls `{name}` 「{ja}」, \"{en}\"")));
            }
        }
    }
    out
}

/// Every public type is a term or said to be none, and an enum with one value in the glossary has all of them there.
fn coverage(rows: &[Row], types: &[Type], not_terms: &[(usize, String)]) -> Vec<Finding> {
    let mut out = Vec::new();
    let named: BTreeSet<String> = rows.iter().flat_map(|row| row.names(2)).collect();
    let excused: BTreeMap<&str, usize> =
        not_terms.iter().filter_map(|(line, text)| Some((text.strip_prefix('`')?.split('`').next()?, *line))).collect();
    for one in types {
        let term = named.contains(&one.name);
        match (term, excused.get(one.name.as_str())) {
            (false, None) => out.push(Finding::at(
                &one.path,
                one.line,
                format!("`{}` is neither a term in {FILE} nor under \"{NOT_TERMS}\"", one.name),
            )),
            (true, Some(line)) => {
                out.push(Finding::at(FILE, *line, format!("`{}` is a term and said to be none", one.name)));
            }
            _ => {}
        }
        let values: Vec<String> = one.variants.keys().map(|v| format!("{}::{v}", one.name)).collect();
        if values.iter().any(|v| named.contains(v)) {
            for missing in values.iter().filter(|v| !named.contains(*v)) {
                out.push(Finding::at(&one.path, one.line, format!("`{missing}` is missing in {FILE}")));
            }
        }
    }
    for (name, line) in excused.iter().filter(|(name, _)| !types.iter().any(|t| t.name == **name)) {
        out.push(Finding::at(FILE, *line, format!("`{name}` is no public type of domain")));
    }
    out
}

/// Words that have a better one in the glossary: `- `外注`: 委託`.
fn unused(words: &[(usize, String)], files: &[&TextFile]) -> Vec<Finding> {
    let mut out = Vec::new();
    for (_, item) in words {
        let Some((word, instead)) = item.strip_prefix('`').and_then(|rest| rest.split_once("`: ")) else { continue };
        for file in files {
            for (line, _) in file.lines().filter(|(_, text)| text.contains(word)) {
                out.push(Finding::at(&file.path, line, format!("「{word}」 is not used here; say 「{instead}」")));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
codes! {
    /// Stages.
    pub enum Stage ("段階", "Stage") {
        /// One.
        Decide = "decide" ("判断", "Decide"),
        #[default]
        Close = "close" ("終了", "Close"),
    }
}
pub struct RawThing { }
pub enum Plain { A, B }
#[cfg(test)]
mod tests { pub struct Hidden; }
"#;

    fn types() -> Vec<Type> {
        types::read(&TextFile { path: "crates/domain/src/x.rs".into(), text: SOURCE.into() })
    }
    fn row(line: usize, cells: [&str; 3]) -> Row {
        Row { line, cells: cells.iter().map(|c| (*c).to_owned()).collect() }
    }

    #[test]
    fn types_and_labels_are_read() {
        let types = types();
        assert_eq!(types.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["Stage", "RawThing", "Plain"]);
        let stage = types.first().unwrap();
        assert_eq!(stage.label, Some(("段階".into(), "Stage".into())));
        assert_eq!(stage.variants.get("Close"), Some(&("終了".to_owned(), "Close".to_owned())));
        assert_eq!(stage.variants.len(), 2);
        assert_eq!(stage.line, 4);
    }

    #[test]
    fn two_words_for_one_thing_are_found() {
        let rows =
            [row(1, ["委託", "Outsourcing", "–"]), row(2, ["外注", "outsourcing", "–"]), row(3, ["委託", "x", "–"])];
        let lines: Vec<usize> = words(&rows).iter().map(|f| f.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn other_words_than_the_code_uses_are_found() {
        let rows = [
            row(1, ["段階", "stage", "`Stage`"]),
            row(2, ["決定", "Decide", "`Stage::Decide`"]),
            row(3, ["無", "none", "`Lost`, `Stage::Gone`"]),
        ];
        let lines: Vec<usize> = labels(&rows, &types()).iter().map(|f| f.line).collect();
        assert_eq!(lines, [2, 3, 3]);
    }

    #[test]
    fn types_without_a_place_are_found() {
        let rows = [row(1, ["段階", "stage", "`Stage`"]), row(2, ["判断", "Decide", "`Stage::Decide`"])];
        let excused = [(9, "`RawThing`: form for building".to_owned()), (10, "`Gone`: x".to_owned())];
        let found: Vec<String> = coverage(&rows, &types(), &excused).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/domain/src/x.rs:4: `Stage::Close` is missing in docs/GLOSSARY.md",
                "crates/domain/src/x.rs:12: `Plain` is neither a term in docs/GLOSSARY.md nor under \"Not terms\"",
                "docs/GLOSSARY.md:10: `Gone` is no public type of domain",
            ]
        );
    }

    #[test]
    fn words_not_used_are_found() {
        let file = TextFile { path: "crates/web/locales/ja/a.ftl".into(), text: "a = 委託\nb = 外注先\n".into() };
        let found = unused(&[(1, "`外注`: 委託".into())], &[&file]);
        assert_eq!(found.iter().map(|f| f.line).collect::<Vec<_>>(), [2]);
    }
}
