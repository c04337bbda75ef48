//! A result as remarks in the margin of the file that was checked, and as clauses proposed at its end.

use std::collections::BTreeSet;

use catalogue::Concepts;
use domain::Lang;
use reader::annotate::{Proposal, Remark};

use crate::{
    report::{Report, Status},
    wording::{Words, title_of},
};

/// Who the remarks are from.
pub const AUTHOR: &str = "Sekimori";

/// What is said in the margin: how each asked concept stands where it stands, and what the linter found. `paragraph` gives
/// the paragraph of the file that a character of the text stands in.
#[must_use]
pub fn remarks(
    report: &Report,
    paragraph: impl Fn(usize) -> Option<u32>,
    (concepts, wording): (&Concepts, Words<'_>),
    lang: Lang,
) -> Vec<Remark> {
    let mut out = Vec::new();
    for finding in report.findings.iter().filter(|f| f.applicable) {
        let Some(at) = finding.places.first().and_then(|place| paragraph(place.start)) else { continue };
        let title = title_of(finding, concepts, lang);
        let mut lines = vec![format!("{title}: {}", finding.status.words().get(lang))];
        lines.extend(finding.reasons_in(concepts, lang));
        if finding.status == Status::Weak
            && let Some(proposed) = wording(finding)
        {
            lines.push(if lang == Lang::Ja { "対案".to_owned() } else { "Our wording".to_owned() });
            lines.extend(proposed.lines);
        }
        out.push(remark(at, lines));
    }
    for lint in &report.lint {
        let Some(at) = lint.place.as_ref().and_then(|place| paragraph(place.start)) else { continue };
        out.push(remark(at, vec![format!("{} {}", lint.id, lint.text(lang))]));
    }
    out
}

fn remark(paragraph: u32, lines: Vec<String>) -> Remark {
    Remark { paragraph, characters: None, author: AUTHOR.to_owned(), lines }
}

/// What is proposed for that which is not stated; several concepts may stand in one clause, which is proposed once.
#[must_use]
pub fn proposals(report: &Report, wording: Words<'_>) -> Vec<Proposal> {
    let mut seen = BTreeSet::new();
    let missing = report.findings.iter().filter(|f| f.applicable && f.status == Status::Missing);
    let all = missing.filter_map(wording).filter(|one| seen.insert(one.key.clone()));
    all.map(|one| Proposal { heading: one.heading, paragraphs: one.lines }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Finding, Options, check, wording::Proposed};

    #[test]
    fn what_stands_is_remarked_where_it_stands_and_what_shares_a_clause_is_proposed_once() {
        let text = "業務委託契約書\n甲と乙は、次のとおり契約する。\n第1条（秘密保持）\n\
            乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。\n第2条（事故）\n\
            乙は、情報の漏えい等の事故が発生したときは、甲に報告するよう努める。\n";
        let concepts = catalogue::Catalogue::load_concepts().unwrap();
        let engine = Engine::new(concepts.clone()).unwrap();
        let document = reader::read(text.as_bytes(), Some("案.txt"), &reader::Limits::default()).unwrap();
        let report = check(&document, &engine, &Options::default());
        let one = |_: &Finding| {
            let (key, heading) = (vec!["KL-01".to_owned()], "秘密".to_owned());
            Some(Proposed { key, heading, lines: vec!["守る。".into()] })
        };
        let paragraph = |at: usize| {
            let block = document.blocks.iter().find(|b| b.place.start <= at && at < b.place.end);
            block.map(|b| b.place.paragraph)
        };
        let made = remarks(&report, paragraph, (&concepts, &one), Lang::Ja);
        let title = concepts.concept("confidentiality").unwrap().title.get(Lang::Ja);
        let secrecy = made.iter().find(|r| r.lines[0] == format!("{title}: 記載あり")).expect("it is stated");
        let stands = report.finding("confidentiality").unwrap().places[0].start;
        assert_eq!(
            (Some(secrecy.paragraph), secrecy.lines.len()),
            (paragraph(stands), 1),
            "nothing is proposed for it"
        );
        let title = concepts.concept("incident_report").unwrap().title.get(Lang::Ja);
        let weak = made.iter().find(|r| r.lines[0] == format!("{title}: 記載が弱い")).expect("no deadline");
        assert!(weak.lines.len() >= 4 && weak.lines.ends_with(&["対案".into(), "守る。".into()]), "{:?}", weak.lines);
        let english = remarks(&report, |_| Some(1), (&concepts, &one), Lang::En);
        assert!(english.iter().any(|r| r.lines[0].ends_with(": Stated")));
        assert_eq!(proposals(&report, &one).len(), 1);
        assert!(proposals(&report, &|f| crate::wording::of_catalogue(f, &concepts, Lang::Ja)).len() > 5);
    }
}
