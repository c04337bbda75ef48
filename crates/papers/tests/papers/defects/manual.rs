//! D1–D10: the defects of the manual of 2008.

use std::collections::BTreeSet;

use catalogue::{
    paper::{Part as Source, Party},
    table::CellMark,
};
use domain::{
    Lang,
    engagement::Category,
    plan::{Plan, RawPlan, RequirementLevel, Tailoring},
};

use super::{articles, each, is_contract, paragraphs, parts_of, printed, typed};
use crate::{
    duties::is_measurable,
    engagements::{CATALOGUE, Sample},
};

/// Rows of a table by mark for a category.
fn mark(row: &str, category: Category) -> CellMark {
    CATALOGUE.cell(&row.parse().unwrap(), category).unwrap().mark
}

/// D1: rows 4 to 7 of table 2 are read one column to the right: maintenance is asked, processing and storage are not, and
/// what is not asked stands in no contract.
#[test]
fn the_shifted_rows_of_table_2_are_read_as_shifted() {
    for row in ["T2-4", "T2-5", "T2-6", "T2-7"] {
        assert_ne!(mark(row, Category::Maintenance), CellMark::NotApplicable, "{row}");
        for category in [Category::Processing, Category::StorageTransport] {
            assert_eq!(mark(row, category), CellMark::NotApplicable, "{row} {category}");
        }
    }
    each(Lang::Ja, |place, source, paper| {
        if is_contract(source) && place.starts_with("storage_transport") {
            for clause in ["KL-11", "KL-12", "KL-13", "KL-14"] {
                assert!(articles(paper).all(|article| article.key.as_str() != clause), "{place}: {clause}");
            }
        }
    });
}

/// D2: two texts name two deciders of a re-subcontract. Ours is examined by the section and signed by the security officer.
#[test]
fn a_subcontract_is_examined_by_the_section_and_decided_by_the_officer() {
    let approval = CATALOGUE.paper(&"subcontract-approval".parse().unwrap()).unwrap();
    assert_eq!(approval.sender, Some(Party::Officer));
    let steps: Vec<(&str, Party)> = parts_of(approval)
        .filter_map(|part| match part {
            Source::Approval { steps } => Some(steps.iter().map(|step| (step.role.get(Lang::Ja), step.by))),
            _ => None,
        })
        .flatten()
        .collect();
    assert!(steps.contains(&("課室の責任者", Party::Client)), "{steps:?}");
    assert_eq!(steps.last(), Some(&("情報セキュリティ責任者", Party::Officer)));
    let signed = parts_of(approval).any(|part| match part {
        Source::Signatures { signers, .. } => signers.iter().any(|signer| signer.party == Party::Officer),
        _ => false,
    });
    assert!(signed);
}

/// D3, D4: every contract settles re-subcontracting, and the subcontractor's measures are reported.
#[test]
fn subcontracting_is_settled_with_its_report_in_every_contract() {
    let mut seen = BTreeSet::new();
    each(Lang::Ja, |place, source, paper| {
        if !is_contract(source) {
            return;
        }
        let article = articles(paper).find(|article| article.key.as_str() == "KL-22");
        let article = article.unwrap_or_else(|| panic!("{place}: nothing on subcontracting"));
        let text: String = paragraphs(article).iter().map(|one| typed(one)).collect();
        let banned = text.contains("委託してはならない") || text.contains("行わせてはならない");
        assert!(text.contains("報告") || banned, "{place}: {text}");
        seen.insert(place.split(' ').next().unwrap_or_default().to_owned());
    });
    assert_eq!(seen.len(), Category::ALL.len(), "{seen:?}");
}

/// D5, D6: what to do in an incident and when work falls short, and the performance check, are asked from the beginning in
/// every category whose contract the table gives them.
#[test]
fn incident_shortfall_and_check_stand_in_every_specification_and_contract() {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let order = sample.order(&profile, Lang::Ja);
        for source in papers::available(&CATALOGUE, &profile) {
            let specification = source.id.as_str() == "procurement-specification";
            if !specification && !is_contract(source) {
                continue;
            }
            let paper = papers::compose(&order, &source.id).unwrap();
            for (clause, row) in [("KL-15", "T1-7"), ("KL-20", "T1-9"), ("KL-17", "T1-x")] {
                let id: catalogue::wording::ClauseId = clause.parse().unwrap();
                let asked = profile.clause(&id).is_some_and(|line| line.level == RequirementLevel::Required);
                // where the table leaves it to a choice, it stands when it was chosen
                let needed = mark(row, *category) == CellMark::Required;
                assert!(asked || !needed, "{category}: {clause} is not asked");
                if !asked {
                    continue;
                }
                let held = paper.parts.iter().any(|part| part.trace.iter().any(|trace| trace.as_str() == clause));
                assert!(held, "{category} {}: {clause}", source.id);
            }
        }
    }
}

/// D7: the least functions are the union of both lists: against attacks from the network and against improper input and output.
#[test]
fn the_least_functions_are_those_of_both_lists() {
    let clause = CATALOGUE.clause(&"KL-07".parse().unwrap()).unwrap();
    for (name, passages) in [("specification", &clause.specification), ("contract", &clause.contract)] {
        let text: String = catalogue::wording::walk(passages).map(|passage| passage.text.get(Lang::Ja)).collect();
        for part in ["ネットワークからの攻撃", "不正プログラム", "不正な入力及び出力"] {
            assert!(text.contains(part), "{name}: {part}\n{text}");
        }
    }
    // the table of functions that is proposed for a contract has both as well
    let mut sample = Sample::of(Category::Build);
    let mut plan = RawPlan::from(sample.plan.clone());
    plan.rows.remove("functions");
    sample.plan = Plan::try_from(plan).unwrap();
    let profile = sample.profile();
    let paper = "development-contract".parse().unwrap();
    let text = printed(&papers::compose(&sample.order(&profile, Lang::Ja), &paper).unwrap());
    for part in ["外部からの攻撃への備え", "不正な入力と出力の遮断"] {
        assert!(text.contains(part), "{part}");
    }
}

/// D9: the texts the source leaves out are there, in both languages: the meaning of every row, and an article for those rows
/// whose sample is omitted.
#[test]
fn omitted_texts_are_written() {
    for row in CATALOGUE.tables().rows() {
        for lang in Lang::ALL {
            assert!(row.meaning.get(*lang).chars().count() > 20, "{} {}", row.id, lang.code());
        }
    }
    for id in ["T2-4", "T2-6", "T2-7", "T2-12"] {
        let row = CATALOGUE.tables().row(&id.parse().unwrap()).unwrap();
        let clauses: BTreeSet<String> =
            Category::ALL.iter().flat_map(|category| row.clauses(*category)).map(ToString::to_string).collect();
        assert!(!clauses.is_empty(), "{id}");
        // optional rows are asked as soon as somebody wants them
        let stands = |category: Category| {
            let mut sample = Sample::of(category);
            let mut plan = RawPlan::from(sample.plan.clone());
            let reason = "確かめるため".parse().unwrap();
            plan.tailored.insert(id.to_owned(), Tailoring { level: RequirementLevel::Required, reason });
            sample.plan = Plan::try_from(plan).unwrap();
            let profile = sample.profile();
            let paper = "security-annex".parse().unwrap();
            let paper = papers::compose(&sample.order(&profile, Lang::Ja), &paper).unwrap();
            articles(&paper).any(|article| clauses.contains(article.key.as_str()) && is_measurable(article))
        };
        let asked = |category: &&Category| mark(id, **category) != CellMark::NotApplicable;
        let found: Vec<Category> = Category::ALL.iter().filter(asked).copied().filter(|c| stands(*c)).collect();
        assert!(!found.is_empty(), "{id}: no contract has one of {clauses:?}");
    }
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        for word in ["（略）", "(略)", "○○", "〇〇", "〔"] {
            assert!(!text.contains(word), "{place}: {word}");
        }
    });
}

/// D10: a word that leaves open how soon, how well or how much stands only where the article has a figure or an annex.
#[test]
fn weak_words_have_a_figure_or_an_annex() {
    each(Lang::Ja, |place, _, paper| {
        for article in articles(paper) {
            let text: String = paragraphs(article).iter().map(|one| typed(one)).collect();
            let weak: Vec<&str> =
                ["速やかに", "遅滞なく", "十分な", "十分に", "努め", "適切に", "適切な", "必要に応じ", "善管注意"]
                    .into_iter()
                    .filter(|word| text.contains(word))
                    .collect();
            assert!(weak.is_empty() || is_measurable(article), "{place} {}: {weak:?}: {text}", article.key);
        }
    });
}
