//! Small rules of the house that no compiler keeps.

mod documents;
mod statements;
mod templates;

use anyhow::Result;

use crate::{
    Finding, Repo,
    repo::TextFile,
    rust::{code_only, has_word},
};

/// Most lines a Rust file may have.
const MOST_LINES: usize = 500;

/// Rust files that may be longer, each with the reason.
const LONGER: &[(&str, &str)] = &[];

/// What must not stand in code: the mark and what to do instead.
const LEFTOVERS: &[(&str, &str)] = &[
    ("todo!(", "finish it or leave it out"),
    ("unimplemented!(", "finish it or leave it out"),
    ("#[ignore", "a test that cannot run says so itself, loudly"),
    ("[allow(", "use #[expect(…, reason = \"…\")]"),
    (", allow(", "use expect(…, reason = \"…\")"),
];

/// Words that mark unfinished work, in code or comment. Put together here so that this file does not hold them.
const UNFINISHED: &[&str] = &[concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO")];

/// Kinds of files written by hand here.
const WRITTEN: &[&str] = &["rs", "toml", "md", "html", "ftl", "css", "sql", "js", "mjs", "sh", "yml", "yaml", "txt"];

/// Runs all checks.
///
/// # Errors
/// When a file cannot be read.
pub fn check(repo: &Repo) -> Result<Vec<Finding>> {
    let files = repo.files("")?;
    let mut out = Vec::new();
    for file in files.iter().filter(|f| is_written_here(f)) {
        out.extend(white_space(file));
        if file.extension() == "rs" {
            out.extend(rust(file));
        }
        if file.path.starts_with("crates/web/templates/") {
            out.extend(templates::check(file));
        }
    }
    out.extend(documents::check(repo, &files));
    out.extend(statements::check(&files));
    Ok(out)
}

/// Vendored, generated and recorded files follow other people's rules.
fn is_written_here(file: &TextFile) -> bool {
    let foreign = file.path.split('/').any(|part| matches!(part, "vendor" | "vendored" | "fonts" | "snapshots"));
    let generated = file.path.contains(".min.") || file.path.ends_with(".snap");
    let script = file.extension().is_empty() && (file.path.starts_with("scripts/") || file.path == ".ci/run");
    !foreign && !generated && (script || WRITTEN.contains(&file.extension()))
}

fn white_space(file: &TextFile) -> Vec<Finding> {
    let mut out = Vec::new();
    for (line, text) in file.lines() {
        if text.contains('\t') {
            out.push(Finding::at(&file.path, line, "a tab; use spaces"));
        }
        if text.ends_with([' ', '\r', '\u{3000}']) {
            out.push(Finding::at(&file.path, line, "white space at the end of the line"));
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        out.push(Finding::file(&file.path, "the last line has no line break"));
    }
    out
}

fn rust(file: &TextFile) -> Vec<Finding> {
    let mut out = Vec::new();
    let lines = file.text.lines().count();
    let excused = LONGER.iter().any(|(path, _)| *path == file.path);
    if lines > MOST_LINES && !excused {
        out.push(Finding::file(&file.path, format!("{lines} lines; at most {MOST_LINES}, so split it by subject")));
    }
    if lines <= MOST_LINES && excused {
        out.push(Finding::file(&file.path, "no longer needs its exception in xtask/src/tidy.rs"));
    }
    if file.path.ends_with("/mod.rs") {
        out.push(Finding::file(&file.path, "name the module's file after the module, beside its folder"));
    }
    for (line, text) in file.lines() {
        for word in UNFINISHED.iter().filter(|word| has_word(text, word)) {
            out.push(Finding::at(&file.path, line, format!("{word}: unfinished work belongs in the tracker")));
        }
    }
    for (line, text) in crate::repo::numbered(&code_only(&file.text)) {
        for (mark, instead) in LEFTOVERS.iter().filter(|(mark, _)| text.contains(mark)) {
            out.push(Finding::at(&file.path, line, format!("`{mark}`: {instead}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.into(), text: text.into() }
    }

    #[test]
    fn leftovers_are_found_in_code_and_not_in_strings() {
        let source = "fn a() { todo!() }\n#[allow(dead_code)]\n#[cfg_attr(test, allow(x))]\n#[ignore = \"slow\"]\nfn b() {}\n\
                      const S: &str = \"todo!( #[allow(\"; // #[allow( in words\n";
        let lines: Vec<usize> = rust(&file("a.rs", source)).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        let marked = format!("// {}: later\n", concat!("FIX", "ME"));
        assert_eq!(rust(&file("a.rs", &marked)).len(), 1);
    }

    #[test]
    fn long_files_and_mod_rs_are_found() {
        assert_eq!(rust(&file("a.rs", &"\n".repeat(501))).len(), 1);
        assert_eq!(rust(&file("a.rs", &"\n".repeat(500))).len(), 0);
        assert_eq!(rust(&file("crates/a/src/b/mod.rs", "")).len(), 1);
    }

    #[test]
    fn white_space_is_found() {
        let lines: Vec<usize> = white_space(&file("a.md", "a \n\tb\nc\u{3000}\nd")).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 2, 3, 0]);
    }

    #[test]
    fn vendored_files_are_left_alone() {
        assert!(!is_written_here(&file("crates/web/assets/vendor/htmx.js", "")));
        assert!(!is_written_here(&file("crates/web/assets/htmx.min.js", "")));
        assert!(is_written_here(&file("scripts/test", "")));
        assert!(is_written_here(&file("crates/web/src/lib.rs", "")));
    }
}
