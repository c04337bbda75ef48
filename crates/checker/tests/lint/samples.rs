//! The samples of two source documents, unedited: what their own authors left open must be found, and what they contain.
//!
//! The documents are not part of the repository. `SEKIMORI_SOURCES` names a folder with `nisc-2008.txt` and
//! `meti-handbook-2022.txt` as text; without it these tests say that they did not run.

use std::{collections::BTreeSet, ops::RangeInclusive, path::PathBuf};

use checker::{DocumentType, Report, Status};

use crate::support::{of, report, report_as};

/// Lines of a source document; `None`, loudly, where there is none.
fn lines(name: &str) -> Option<Vec<String>> {
    let Some(folder) = std::env::var_os("SEKIMORI_SOURCES") else {
        eprintln!(
            "\n*** SKIPPED: set SEKIMORI_SOURCES to the folder of the source documents to run the tests on {name} ***\n"
        );
        return None;
    };
    let path = PathBuf::from(folder).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(text.lines().map(str::to_owned).collect())
}

/// Lines by number, from 1, with the marks that the extraction from PDF put around paragraphs taken off.
fn cut(lines: &[String], range: RangeInclusive<usize>) -> String {
    let text = lines[range.start() - 1..*range.end()].join("\n");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        match tag.split_once('>') {
            Some((name, after)) if name.starts_with(['p', '/']) => {
                if name == "/p" {
                    out.push('\n');
                }
                rest = after;
            }
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out + rest
}

fn ids(report: &Report) -> BTreeSet<&str> {
    report.lint.iter().map(|lint| lint.id.as_str()).collect()
}

fn has(report: &Report, wanted: &[&str], name: &str) {
    let found = ids(report);
    let lacking: Vec<&&str> = wanted.iter().filter(|id| !found.contains(**id)).collect();
    assert!(lacking.is_empty(), "{name}: not found {lacking:?}, found {found:?}");
}

#[test]
fn the_samples_of_the_model_rule() {
    let Some(lines) = lines("nisc-2008.txt") else { return };
    let at = |start: &str, from: usize| {
        lines.iter().enumerate().skip(from).find(|(_, l)| l.starts_with(start)).map(|(n, _)| n + 1).unwrap()
    };
    let third = at("第 部 契約における", 100);
    let second = at("第 部 調達仕様における", 100);
    let sections: Vec<usize> =
        ["1 情報システムの構築等", "2 情報システムの運用", "3 情報の加工", "4 情報の保存", "付録 1 "]
            .iter()
            .map(|start| at(start, third))
            .collect();
    let part = |n: usize| report_as(&cut(&lines, sections[n]..=sections[n + 1] - 1), DocumentType::Outsourcing);
    let specification = report_as(&cut(&lines, second..=third - 1), DocumentType::Specification);
    has(&specification, &["L2", "L3", "L4"], "specification");
    assert!(of(&specification, "L5").is_empty(), "wording of a specification is at home there");
    has(&part(0), &["L2", "L3", "L4", "L5"], "construction");
    has(&part(1), &["L2", "L3", "L4", "L5", "L13"], "operation");
    has(&part(2), &["L2", "L3", "L4", "L5", "L9"], "processing");
    has(&part(3), &["L2", "L3", "L4", "L5"], "storage and transport");
    let others = [part(0), part(2), part(3)];
    assert!(others.iter().all(|report| of(report, "L13").is_empty()), "only one part is about operation");
    assert!(of(&part(0), "L9").is_empty(), "construction asks for a report");
    let whole = report_as(&cut(&lines, second..=sections[4] - 1), DocumentType::Outsourcing);
    has(&whole, &["L2", "L3", "L4", "L5"], "both parts as one text");
}

/// Templates of the handbook: name, all lines, lines of the body without notes and options.
const TEMPLATES: &[(&str, RangeInclusive<usize>, RangeInclusive<usize>)] = &[
    ("T4", 2160..=2171, 2161..=2168),
    ("T5", 2172..=2196, 2173..=2194),
    ("T6", 2197..=2215, 2198..=2206),
    ("T7", 2216..=2236, 2217..=2235),
    ("T8", 2237..=2270, 2239..=2262),
    ("T9", 2271..=2321, 2272..=2311),
    ("T10", 2322..=2362, 2323..=2348),
    ("T11", 2363..=2429, 2364..=2413),
];

#[test]
fn the_slips_of_the_handbook() {
    let Some(lines) = lines("meti-handbook-2022.txt") else { return };
    let template = |name: &str| {
        let (_, all, _) = TEMPLATES.iter().find(|(one, _, _)| *one == name).unwrap();
        report(&cut(&lines, all.clone()))
    };
    has(&template("T5"), &["X7"], "T5");
    has(&template("T6"), &["X8"], "T6");
    has(&template("T8"), &["X5", "X9", "X10", "X11", "X14", "X18"], "T8");
    has(&template("T9"), &["X3", "X5", "X10", "X11", "X12"], "T9");
    has(&template("T10"), &["X1", "X2", "X4", "X5", "X6", "X10", "X13", "X16"], "T10");
    has(&template("T11"), &["X5", "X10", "X11"], "T11");
    has(&report(&cut(&lines, 2033..=2157)), &["X15"], "T2 and T3");
    has(&report(&cut(&lines, 1985..=2021)), &["X17"], "T1");
    has(&report(&cut(&lines, 2634..=2826)), &["X19"], "rulings");
}

/// Concepts of the check and what the templates T4 to T11 contain of them: Y in the body, p in part, o in a note or
/// an option only, - not at all. `?`: the source counts something else there.
const MATRIX: &[(&str, [char; 8])] = &[
    ("confidential_definition", ['Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y']),
    ("confidentiality", ['Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y']),
    ("purpose_limitation", ['p', 'Y', 'p', 'p', 'Y', 'Y', 'Y', 'Y']),
    ("copy_restriction", ['-', '-', '-', '-', 'Y', 'p', 'o', '-']),
    ("access_restriction", ['-', 'p', '-', 'Y', '-', '-', 'o', '-']),
    ("takeout_restriction", ['-', '-', '-', '-', '-', '-', 'o', '-']),
    ("return_destroy", ['-', 'Y', 'Y', '-', 'Y', 'Y', 'Y', 'Y']),
    ("destroy_report", ['-', 'Y', 'p', '-', 'Y', 'Y', 'Y', 'Y']),
    ("survival", ['Y', 'Y', 'Y', 'p', '-', '-', '-', 'Y']),
    ("security_officer", ['-', '-', '-', '-', 'Y', '-', 'o', '-']),
    ("subcontract_consent", ['-', '-', '-', '-', '-', '-', 'Y', '-']),
    ("subcontract_flowdown", ['-', '-', '-', '-', '?', '-', 'Y', '-']),
    ("incident_report", ['-', '-', '-', '-', 'Y', '-', 'o', '-']),
    ("audit_right", ['-', '-', '-', '-', '-', '-', 'o', '-']),
    ("periodic_report", ['-', '-', '-', '-', '-', '-', 'o', '-']),
    ("damages", ['Y', '-', '-', 'Y', 'Y', 'Y', 'Y', 'Y']),
    ("ip_and_knowhow", ['Y', 'Y', 'Y', '-', '-', 'Y', 'o', 'Y']),
    ("governing_law_jurisdiction", ['-', '-', '-', '-', 'Y', '-', '-', '-']),
];

/// Where the check is known to see it otherwise; the list is to get shorter.
const OTHERWISE: &[&str] = &[
    "T4 confidential_definition Y missing",
    "T4 survival Y missing",
    "T5 purpose_limitation Y missing",
    "T5 audit_right - present",
    "T5 ip_and_knowhow Y missing",
    "T6 confidential_definition Y missing",
    "T6 survival Y missing",
    "T9 incident_report - weak",
];

#[test]
fn the_matrix_of_the_handbook() {
    let Some(lines) = lines("meti-handbook-2022.txt") else { return };
    let mut differs = Vec::new();
    for (at, (name, _, body)) in TEMPLATES.iter().enumerate() {
        let report = report(&cut(&lines, body.clone()));
        for (concept, row) in MATRIX {
            let status = report.finding(concept).unwrap().status;
            let fits = match row[at] {
                'Y' => status != Status::Missing,
                '-' | 'o' => status == Status::Missing,
                _ => true,
            };
            if !fits {
                differs.push(format!("{name} {concept} {} {}", row[at], status.code()));
            }
        }
    }
    eprintln!("differences from the matrix: {differs:#?}");
    differs.retain(|one| !OTHERWISE.contains(&one.as_str()));
    assert!(differs.is_empty(), "{differs:#?}");
}
