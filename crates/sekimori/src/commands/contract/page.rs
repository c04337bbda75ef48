//! The result as one page that needs nothing else: no script, nothing loaded from elsewhere, readable in print.

use catalogue::Concepts;
use checker::{Finding, Status};
use domain::Lang;

use super::{Checked, disclaimer, reasons, status_words};

const STYLE: &str = "body{font-family:'BIZ UDPGothic','Hiragino Sans','Noto Sans CJK JP',sans-serif;line-height:1.7;max-width:60rem;\
margin:2rem auto;padding:0 1rem;color:#1c1f23;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d5d9de;padding:.5rem;text-align:left;vertical-align:top}\
th{font-weight:600;width:14rem}.s{white-space:nowrap;width:7rem}.present{color:#1b6b3a}.weak{color:#8a5a00}.missing{color:#a3241f}\
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #d5d9de;color:#444}ul{margin:.3rem 0;padding-left:1.2rem}\
.p{background:#f3f6f9;padding:.5rem .8rem;white-space:pre-wrap}footer{margin-top:2rem;color:#666;font-size:.9rem}\
@media(prefers-color-scheme:dark){body{color:#e6e8ea;background:#16191d}blockquote{color:#bbb}.p{background:#22272e}\
.present{color:#6fcf97}.weak{color:#f2c14e}.missing{color:#f08a85}th,td{border-color:#3a4048}}@media print{.p{border:1px solid #999}}";

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// All files on one page.
pub(super) fn html(lang: Lang, concepts: &Concepts, all: &[Checked]) -> String {
    let title = if lang == Lang::Ja { "契約書の確認" } else { "Contract check" };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>\n",
        lang.code()
    );
    for one in all {
        out.push_str(&file(lang, concepts, one));
    }
    out.push_str(&format!("<footer>{}</footer></body></html>\n", disclaimer(lang)));
    out
}

fn file(lang: Lang, concepts: &Concepts, one: &Checked) -> String {
    let ja = lang == Lang::Ja;
    let report = &one.report;
    let party = |p: &Option<String>| p.as_deref().map_or_else(|| "–".to_owned(), escape);
    let mut out = format!("<h2>{}</h2>\n<p>{}", escape(&one.name), escape(report.document_type.words().get(lang)));
    let (client, vendor) = if ja { ("委託元", "委託先") } else { ("client", "vendor") };
    out.push_str(&format!(
        "　{client}: {}　{vendor}: {}</p>\n",
        party(&report.parties.client),
        party(&report.parties.vendor)
    ));
    for notice in &one.document.notices {
        out.push_str(&format!("<p>※ {}</p>\n", escape(&notice.text(lang))));
    }
    out.push_str("<table><tbody>\n");
    for finding in report.findings.iter().filter(|f| f.applicable) {
        out.push_str(&row(lang, concepts, finding));
    }
    out.push_str("</tbody></table>\n");
    if !report.lint.is_empty() {
        out.push_str(if ja { "<h3>文面の点検</h3><ul>" } else { "<h3>Remarks on the wording</h3><ul>" });
        for lint in &report.lint {
            let place = lint.place.as_ref().map_or("", |p| p.article.as_str());
            let said = if ja { &lint.ja } else { &lint.en };
            out.push_str(&format!("<li>{} {} {}</li>", escape(&lint.id), escape(place), escape(said)));
        }
        out.push_str("</ul>\n");
    }
    out
}

fn row(lang: Lang, concepts: &Concepts, finding: &Finding) -> String {
    let concept = concepts.concept(&finding.concept);
    let title = concept.map_or(finding.concept.as_str(), |c| c.title.get(lang));
    let mut cell = String::new();
    for place in finding.places.iter().take(3) {
        let (article, quote) = (escape(&place.article), escape(&place.quote));
        cell.push_str(&format!("{article}<blockquote>{quote}</blockquote>"));
    }
    let said = reasons(concepts, finding, lang);
    if !said.is_empty() {
        let items: String = said.iter().map(|r| format!("<li>{}</li>", escape(r))).collect();
        cell.push_str(&format!("<ul>{items}</ul>"));
    }
    if finding.status != Status::Present && !finding.suggestion.is_empty() {
        let wording = concept.map_or(finding.suggestion.as_str(), |c| c.suggestion.get(lang));
        cell.push_str(&format!("<div class=\"p\">{}</div>", escape(wording)));
    }
    let code = finding.status.code();
    let word = status_words(finding.status, lang);
    format!("<tr><th scope=\"row\">{}</th><td class=\"s {code}\">{word}</td><td>{cell}</td></tr>\n", escape(title))
}
