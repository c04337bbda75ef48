//! A result as one page that needs nothing else: no script, nothing loaded from elsewhere, readable in print.

use std::fmt::Write as _;

use catalogue::Concepts;
use domain::Lang;

use crate::{
    report::{Finding, Report, Status},
    standard::Tier,
    wording::{Words, title_of},
};

const STYLE: &str = "body{font-family:'BIZ UDPGothic','Hiragino Sans','Noto Sans CJK JP',sans-serif;line-height:1.7;\
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1f23;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;\
margin-top:2rem}h3{font-size:1rem}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d5d9de;\
padding:.5rem;text-align:left;vertical-align:top}th{font-weight:600;width:14rem}.s{white-space:nowrap;width:7rem}\
.present{color:#1b6b3a}.weak{color:#8a5a00}.missing{color:#a3241f}blockquote{margin:.3rem 0;padding-left:.8rem;\
border-left:3px solid #d5d9de;color:#444}ul{margin:.3rem 0;padding-left:1.2rem}.p{background:#f3f6f9;padding:.5rem .8rem;\
white-space:pre-wrap}footer{margin-top:2rem;color:#666;font-size:.9rem}@media(prefers-color-scheme:dark){\
body{color:#e6e8ea;background:#16191d}blockquote{color:#bbb}.p{background:#22272e}.present{color:#6fcf97}\
.weak{color:#f2c14e}.missing{color:#f08a85}th,td{border-color:#3a4048}}@media print{.p{border:1px solid #999}}";

/// One checked document on a page.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// Its name, as a heading.
    pub name: &'a str,
    /// Lines below it: what it belongs to, its digest.
    pub about: Vec<String>,
    /// What a person should know of the reading.
    pub notices: Vec<String>,
    /// What was found.
    pub report: &'a Report,
}

/// All documents on one page, each with the wording that is proposed for its gaps.
#[must_use]
pub fn page<'a>(
    sheets: impl IntoIterator<Item = Sheet<'a>>,
    concepts: &Concepts,
    wording: Words<'_>,
    lang: Lang,
) -> String {
    let title = heading(lang);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>\n",
        lang.code()
    );
    for sheet in sheets {
        document(&mut out, &sheet, (concepts, wording), lang);
    }
    // writing to a String cannot fail
    let _ = writeln!(out, "<footer>{}</footer></body></html>", disclaimer(lang));
    out
}

/// What the page is called.
#[must_use]
pub const fn heading(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "契約書の点検",
        Lang::En => "Contract check",
    }
}

/// The note under every result.
#[must_use]
pub const fn disclaimer(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "登録された標準と文面を比べた結果です。法的な判断ではありません。",
        Lang::En => "The text was compared with a registered standard. This is no legal opinion.",
    }
}

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

fn document(out: &mut String, sheet: &Sheet<'_>, (concepts, wording): (&Concepts, Words<'_>), lang: Lang) {
    let ja = lang == Lang::Ja;
    let report = sheet.report;
    let _ = write!(out, "<h2>{}</h2>\n<p>", escape(sheet.name));
    for line in &sheet.about {
        let _ = write!(out, "{}<br>", escape(line));
    }
    let party = |p: &Option<String>| p.as_deref().map_or_else(|| "–".to_owned(), escape);
    let (client, vendor) = if ja { ("委託元", "委託先") } else { ("client", "vendor") };
    let _ = writeln!(
        out,
        "{}　{client}: {}　{vendor}: {}</p>",
        escape(report.document_type.words().get(lang)),
        party(&report.parties.client),
        party(&report.parties.vendor)
    );
    for notice in &sheet.notices {
        let _ = writeln!(out, "<p>※ {}</p>", escape(notice));
    }
    for tier in [Tier::Must, Tier::Negotiable] {
        let findings: Vec<&Finding> = report.findings.iter().filter(|f| f.tier == tier).collect();
        if findings.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<h3>{}</h3><table><tbody>", tier.words().get(lang));
        for finding in findings {
            row(out, finding, (concepts, wording), lang);
        }
        out.push_str("</tbody></table>\n");
    }
    if !report.lint.is_empty() {
        let _ = writeln!(out, "<h3>{}</h3><ul>", if ja { "文面の点検" } else { "Remarks on the wording" });
        for lint in &report.lint {
            let place = lint.place.as_ref().map_or("", |p| p.article.as_str());
            let (id, place, said) = (escape(&lint.id), escape(place), escape(lint.text(lang)));
            let _ = writeln!(out, "<li>{id} {place} {said}</li>");
        }
        out.push_str("</ul>\n");
    }
}

fn row(out: &mut String, finding: &Finding, (concepts, wording): (&Concepts, Words<'_>), lang: Lang) {
    let (code, word) = (finding.status.code(), finding.status.words().get(lang));
    let title = escape(title_of(finding, concepts, lang));
    let _ = write!(out, "<tr><th scope=\"row\">{title}</th><td class=\"s {code}\">{word}</td><td>");
    for place in finding.places.iter().take(3) {
        let _ = write!(out, "{}<blockquote>{}</blockquote>", escape(&place.article), escape(&place.quote));
    }
    let said = finding.reasons_in(concepts, lang);
    if !said.is_empty() {
        let items: String = said.iter().map(|r| format!("<li>{}</li>", escape(r))).collect();
        let _ = write!(out, "<ul>{items}</ul>");
    }
    if finding.status != Status::Present
        && let Some(proposed) = wording(finding)
    {
        let _ = write!(out, "<div class=\"p\">{}</div>", escape(&proposed.lines.join("\n")));
    }
    out.push_str("</td></tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Options, check, wording::of_catalogue};

    fn checked(text: &str) -> (Concepts, Report) {
        let concepts = catalogue::Catalogue::load_concepts().unwrap();
        let engine = Engine::new(concepts.clone()).unwrap();
        let document = reader::read(text.as_bytes(), Some("案.txt"), &reader::Limits::default()).unwrap();
        (concepts, check(&document, &engine, &Options::default()))
    }

    #[test]
    fn a_page_says_what_stands_what_is_missing_and_what_to_write_and_runs_nothing() {
        let text = "業務委託契約書\n\n霧沢<b>県（以下「甲」という。）と霧沢設計（以下「乙」という。）は、次のとおり契約する。\n\n\
            第1条（秘密保持）\n乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。\n";
        let (concepts, report) = checked(text);
        for (lang, stated, missing, must) in
            [(Lang::Ja, "記載あり", "記載なし", "必須"), (Lang::En, "Stated", "Not stated", "Must-have")]
        {
            let wording = |finding: &Finding| of_catalogue(finding, &concepts, lang);
            let sheet =
                Sheet { name: "<案>.txt", about: vec!["R8-0001".into()], notices: Vec::new(), report: &report };
            let html = page([sheet], &concepts, &wording, lang);
            let row = |title: &str| html.split("<tr>").find(|row| row.contains(title)).unwrap().to_owned();
            let secrecy = row(concepts.concept("confidentiality").unwrap().title.get(lang));
            assert!(secrecy.contains(&format!(">{stated}<")) && secrecy.contains("第1条"), "{secrecy}");
            let incident = concepts.concept("incident_report").unwrap();
            let asked = row(incident.title.get(lang));
            assert!(asked.contains(&format!(">{missing}<")), "{asked}");
            assert!(asked.contains(&escape(incident.suggestion.get(lang))), "our wording stands beside it: {asked}");
            assert!(html.contains(&format!("<h3>{must}</h3>")) && html.contains(disclaimer(lang)));
            assert!(html.contains("&lt;案&gt;.txt") && !html.contains("<b>") && !html.contains("<script"));
            assert!(!html.contains("http"), "nothing is loaded from elsewhere");
        }
    }
}
