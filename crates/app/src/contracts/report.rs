//! The result as one page that needs nothing else: no script, nothing loaded from elsewhere, readable in print.

use std::fmt::Write as _;

use catalogue::Concept;
use domain::Lang;

use super::{Checked, Finding, Proposals, Status, Tier, examine::bench, word::status_words};
use crate::Result;

const STYLE: &str = "body{font-family:'BIZ UDPGothic','Hiragino Sans','Noto Sans CJK JP',sans-serif;line-height:1.7;\
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1f23;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;\
margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d5d9de;padding:.5rem;\
text-align:left;vertical-align:top}th{width:14rem}.s{white-space:nowrap;width:7rem}.present{color:#1b6b3a}.weak{color:#8a5a00}\
.missing{color:#a3241f}blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #d5d9de;color:#444}\
ul{margin:.3rem 0;padding-left:1.2rem}.p{background:#f3f6f9;padding:.5rem .8rem;white-space:pre-wrap}footer{margin-top:2rem;\
color:#666;font-size:.9rem}@media print{.p{border:1px solid #999}}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes the page.
///
/// # Errors
/// When the built-in catalogue is broken.
pub fn html(checked: &Checked, proposals: &Proposals, lang: Lang) -> Result<String> {
    let concepts = &bench()?.concepts;
    let ja = lang == Lang::Ja;
    let title = if ja { "契約書の点検" } else { "Contract check" };
    let engagement = &checked.requirements.case.engagement;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title} {}</title><style>{STYLE}</style></head><body><h1>{title}</h1>\n\
         <p>{} {}<br>{}<br>SHA-256 {}</p>\n",
        lang.code(),
        engagement.number,
        engagement.number,
        escape(engagement.facts.title.as_str()),
        escape(&checked.name),
        checked.sha256,
    );
    for (tier, words) in [(Tier::Must, ("必須", "Must-have")), (Tier::Negotiable, ("交渉できる", "Negotiable"))]
    {
        let findings: Vec<&Finding> = checked.report.findings.iter().filter(|f| f.tier == tier).collect();
        if findings.is_empty() {
            continue;
        }
        // writing to a String cannot fail
        let _ = writeln!(out, "<h2>{}</h2><table><tbody>", if ja { words.0 } else { words.1 });
        for finding in findings {
            row(&mut out, (finding, concepts.concept(&finding.concept)), (concepts, proposals), lang);
        }
        out.push_str("</tbody></table>\n");
    }
    if !checked.report.lint.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2><ul>", if ja { "文面の点検" } else { "Remarks on the wording" });
        for lint in &checked.report.lint {
            let place = lint.place.as_ref().map_or("", |p| p.article.as_str());
            let said = if ja { &lint.ja } else { &lint.en };
            let _ = writeln!(out, "<li>{} {} {}</li>", escape(&lint.id), escape(place), escape(said));
        }
        out.push_str("</ul>\n");
    }
    let note = if ja {
        "登録された標準と文面を比べた結果です。法的な判断ではありません。"
    } else {
        "The text was compared with a registered standard. This is no legal opinion."
    };
    let _ = writeln!(out, "<footer>{note}</footer></body></html>");
    Ok(out)
}

fn row(
    out: &mut String,
    (finding, concept): (&Finding, Option<&Concept>),
    (concepts, proposals): (&catalogue::Concepts, &Proposals),
    lang: Lang,
) {
    let title = concept.map_or(finding.concept.as_str(), |c| c.title.get(lang));
    let (code, word) = (finding.status.code(), status_words(finding.status, lang));
    let _ = write!(out, "<tr><th scope=\"row\">{}</th><td class=\"s {code}\">{word}</td><td>", escape(title));
    for place in finding.places.iter().take(3) {
        let _ = write!(out, "{}<blockquote>{}</blockquote>", escape(&place.article), escape(&place.quote));
    }
    let reasons: Vec<&str> =
        finding.reasons.iter().filter_map(|code| concepts.reason(code)).map(|r| r.text.get(lang)).collect();
    if !reasons.is_empty() {
        let items: String = reasons.iter().map(|r| format!("<li>{}</li>", escape(r))).collect();
        let _ = write!(out, "<ul>{items}</ul>");
    }
    if finding.status != Status::Present
        && let Some(proposal) = proposals.first(&finding.concept)
    {
        let _ = write!(out, "<div class=\"p\">{}</div>", escape(&proposal.text()));
    }
    out.push_str("</td></tr>\n");
}
