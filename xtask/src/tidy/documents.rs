//! Decision records are numbered, dated and listed; third-party files are named in NOTICE.

use crate::{Finding, Repo, repo::TextFile};

const FOLDER: &str = "docs/adr/";
const STATES: &[&str] = &["accepted", "superseded", "withdrawn"];

/// Looks at the decision records and at NOTICE.
pub(super) fn check(repo: &Repo, files: &[TextFile]) -> Vec<Finding> {
    let mut out = records(files);
    out.extend(notices(repo, files));
    out
}

fn records(files: &[TextFile]) -> Vec<Finding> {
    let mut out = Vec::new();
    let index = files.iter().find(|f| f.path == "docs/adr/README.md").map_or("", |f| f.text.as_str());
    let mut expected = 1usize;
    for file in files.iter().filter(|f| f.path.starts_with(FOLDER) && !f.path.ends_with("/README.md")) {
        let name = file.path.trim_start_matches(FOLDER);
        let number = name.split('-').next().unwrap_or_default();
        if number != format!("{expected:04}") {
            out.push(Finding::file(&file.path, format!("records are numbered without gaps; {expected:04} is next")));
        }
        expected = expected.saturating_add(1);
        if !file.text.starts_with(&format!("# {number}. ")) {
            out.push(Finding::at(&file.path, 1, format!("the title begins with \"# {number}. \"")));
        }
        if !field(&file.text, "Status").is_some_and(|s| STATES.iter().any(|state| s.starts_with(state))) {
            out.push(Finding::file(&file.path, format!("needs a line \"Status: …\", one of {}", STATES.join(", "))));
        }
        if !field(&file.text, "Date").is_some_and(is_date) {
            out.push(Finding::file(&file.path, "needs a line \"Date: YYYY-MM-DD\""));
        }
        if !index.contains(&format!("]({name})")) {
            out.push(Finding::file(&file.path, "is missing in docs/adr/README.md"));
        }
    }
    out
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    matches!(parts.as_slice(), [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2))
}

/// Every file in a folder of other people's work is named in NOTICE, by its file name.
fn notices(repo: &Repo, files: &[TextFile]) -> Vec<Finding> {
    let notice = files.iter().find(|f| f.path == "NOTICE").map_or("", |f| f.text.as_str());
    let mut out = Vec::new();
    for folder in ["crates/web/assets/vendor", "crates/web/assets/vendored", "crates/web/assets/fonts"] {
        let Ok(entries) = std::fs::read_dir(repo.root().join(folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !notice.contains(&name) {
                out.push(Finding::file(&format!("{folder}/{name}"), "is not named in NOTICE"));
            }
        }
    }
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.into(), text: text.into() }
    }

    #[test]
    fn records_need_number_status_date_and_a_place_in_the_index() {
        let files = [
            file("docs/adr/0001-a.md", "# 0001. A\n\nStatus: accepted\nDate: 2026-11-22\n"),
            file("docs/adr/0003-b.md", "# B\n\nStatus: maybe\nDate: soon\n"),
            file("docs/adr/README.md", "[0001](0001-a.md)"),
        ];
        let found = records(&files);
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.iter().all(|f| f.path == "docs/adr/0003-b.md"));
    }
}
