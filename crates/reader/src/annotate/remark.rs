//! Remarks as comments, proposed clauses as tracked insertions.

use super::{Additions, Proposal, Remark, escape, mark};

fn date(additions: &Additions) -> String {
    additions.date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// All remarks, numbered from `first`.
pub(super) fn comments(prefix: &str, additions: &Additions, first: u32) -> String {
    let date = date(additions);
    (first..).zip(&additions.remarks).map(|(id, remark)| comment(prefix, id, remark, &date)).collect()
}

fn comment(p: &str, id: u32, remark: &Remark, date: &str) -> String {
    let author = escape(&remark.author);
    let head = mark::comment(p);
    let mut out = format!("{head}{id}\" {p}author=\"{author}\" {p}date=\"{date}\">");
    let empty = [String::new()];
    let lines = if remark.lines.is_empty() { &empty[..] } else { &remark.lines };
    for (index, line) in lines.iter().enumerate() {
        // the first paragraph of a comment begins with the mark by which Word ties it to its place
        let tie = if index == 0 { format!("<{p}r><{p}annotationRef/></{p}r>") } else { String::new() };
        let text = escape(line);
        out.push_str(&format!("<{p}p>{tie}<{p}r><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r></{p}p>"));
    }
    out.push_str(&format!("</{p}comment>"));
    out
}

/// Proposed clauses as paragraphs that a person may accept or reject. Ids are taken from `ids`.
pub(super) fn proposals(p: &str, additions: &Additions, ids: &mut impl Iterator<Item = u32>) -> String {
    let by = format!("{p}author=\"{}\" {p}date=\"{}\"", escape(&additions.author), date(additions));
    let mut out = String::new();
    for Proposal { heading, paragraphs } in &additions.proposals {
        let lines = std::iter::once((heading, true)).chain(paragraphs.iter().map(|line| (line, false)));
        for (line, bold) in lines {
            let weight = if bold { format!("<{p}rPr><{p}b/></{p}rPr>") } else { String::new() };
            let (mark_id, text_id) = (ids.next().unwrap_or_default(), ids.next().unwrap_or_default());
            out.push_str(&format!(
                "{}<{p}pPr><{p}rPr><{p}ins {p}id=\"{mark_id}\" {by}/></{p}rPr></{p}pPr>\
                 <{p}ins {p}id=\"{text_id}\" {by}><{p}r>{weight}<{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}ins></{p}p>",
                mark::paragraph(p),
                escape(line)
            ));
        }
    }
    out
}
