//! Public types of a source file, with the labels that the `codes!` macro gives them.

use std::collections::BTreeMap;

use crate::{
    repo::{TextFile, numbered},
    rust::{code_only, without_tests},
};

/// Japanese and English.
pub(super) type Label = (String, String);

/// A public struct or enum.
#[derive(Debug, Clone)]
pub(super) struct Type {
    /// Its name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) path: String,
    /// Line, counted from 1.
    pub(super) line: usize,
    /// What the list itself is called, if it says so.
    pub(super) label: Option<Label>,
    /// Values with their labels.
    pub(super) variants: BTreeMap<String, Label>,
}

/// Reads one file, line by line; tests, comments and macro definitions hold no types.
pub(super) fn read(file: &TextFile) -> Vec<Type> {
    let code = without_tests(&code_only(&file.text));
    let mut out: Vec<Type> = Vec::new();
    for ((line, code), source) in numbered(&code).zip(file.text.lines()) {
        let declared = ["pub struct ", "pub enum "].iter().find_map(|mark| code.trim_start().strip_prefix(mark));
        if let Some(rest) = declared {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                out.push(Type { name, path: file.path.clone(), line, label: label(source), variants: BTreeMap::new() });
            }
        } else if let Some((name, _)) = code.trim_start().split_once(" = ")
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && let Some(label) = label(source)
            && let Some(last) = out.last_mut()
        {
            last.variants.insert(name.to_owned(), label);
        }
    }
    out
}

/// `("日本語", "English")` at the end of a declaration.
fn label(source: &str) -> Option<Label> {
    let inner = source.rsplit_once("(\"")?.1;
    let (ja, rest) = inner.split_once("\", \"")?;
    let (en, rest) = rest.split_once("\")")?;
    rest.trim().trim_matches(['{', ',', ' ']).is_empty().then(|| (ja.to_owned(), en.to_owned()))
}
