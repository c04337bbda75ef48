//! Our contracts show none of the defects that were found in known sets of model texts: X1–X19 in those of the handbook of
//! 2022, D1–D10 in those of the manual of 2008. One test for each, or for those that are one fault in several places.

use std::collections::BTreeSet;

use catalogue::{
    paper::{ClauseForm, Part as Source, Party},
    table::CellMark,
};
use domain::{
    Lang,
    engagement::Category,
    plan::{Plan, RawPlan, RequirementLevel, Tailoring},
};
use writer::paper::{Article, Body, Item, Numbers, Paper, Run, Runs};

use crate::{
    duties::is_measurable,
    engagements::{CATALOGUE, Sample},
};

/// What the parties or a person who is bound sign, as the catalogue names it.
const AGREED: [&str; 6] =
    ["nda", "outsourcing-contract", "development-contract", "security-annex", "personal-data-annex", "pledge"];

/// Everything that is signed, for every category.
fn each(lang: Lang, mut see: impl FnMut(&str, &catalogue::Paper, &Paper)) {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let order = sample.order(&profile, lang);
        for source in papers::available(&CATALOGUE, &profile) {
            if AGREED.contains(&source.id.as_str()) {
                let paper = papers::compose(&order, &source.id).unwrap();
                see(&format!("{category} {}", source.id), source, &paper);
            }
        }
    }
}

fn articles(paper: &Paper) -> impl Iterator<Item = &Article> {
    paper.parts.iter().filter_map(|part| match &part.body {
        Body::Article(article) => Some(article),
        _ => None,
    })
}

fn items<'a>(list: &'a [Item], out: &mut Vec<&'a Runs>) {
    for item in list {
        out.push(&item.text);
        items(&item.items, out);
    }
}

/// Paragraphs of an article, each with its items.
fn paragraphs(article: &Article) -> Vec<Vec<&Runs>> {
    article
        .clauses
        .iter()
        .map(|clause| {
            let mut out = vec![&clause.text];
            items(&clause.items, &mut out);
            out
        })
        .collect()
}

/// Words as typed, without the numbers that are set for references.
fn typed(runs: &[&Runs]) -> String {
    let word = |run: &Run| match run {
        Run::Text(text) | Run::Bold(text) | Run::Underline(text) => text.clone(),
        _ => "\u{fffc}".to_owned(),
    };
    runs.iter().flat_map(|runs| runs.iter()).map(word).collect()
}

/// Everything as printed, annexes and forms too.
fn printed(paper: &Paper) -> String {
    let numbers = Numbers::of(paper).unwrap();
    let mut out = String::new();
    paper.each_run(&mut |run| out.push_str(&numbers.plain(run)));
    out
}

fn parts_of(source: &catalogue::Paper) -> impl Iterator<Item = &Source> {
    source.parts.iter()
}

fn is_contract(source: &catalogue::Paper) -> bool {
    parts_of(source).any(|part| matches!(part, Source::Clauses { form: ClauseForm::Contract }))
}

/// Places where a number is typed between `第` and a counter, outside the names of laws.
fn typed_numbers(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    for (at, _) in letters.iter().enumerate().filter(|(_, c)| **c == '第') {
        let digits: String =
            letters[at + 1..].iter().take_while(|c| "0123456789一二三四五六七八九十".contains(**c)).collect();
        let counter = letters.get(at + 1 + digits.chars().count());
        let before: String = letters[at.saturating_sub(14)..at].iter().collect();
        let law = before.contains('法') || before.contains("法律");
        if !digits.is_empty() && counter.is_some_and(|c| "条項号".contains(*c)) && !law {
            out.push(format!("{before}第{digits}{}", counter.unwrap()));
        }
    }
    out
}

/// X1, X2, X3, X4, X13: numbers of articles, paragraphs and items are never typed but set from what they point to, and what
/// they point to is there; nothing points to "the preceding paragraph", which may be another one tomorrow.
#[test]
fn references_are_set_and_arrive() {
    assert_eq!(typed_numbers("別に定める第五号の事項、著作権法第27条の権利"), ["別に定める第五号"]);
    let mut references = 0;
    each(Lang::Ja, |place, _, paper| {
        let numbers = Numbers::of(paper).unwrap_or_else(|e| panic!("{place}: {e}"));
        for article in articles(paper) {
            for paragraph in paragraphs(article) {
                let text = typed(&paragraph);
                assert_eq!(typed_numbers(&text), Vec::<String>::new(), "{place} {}", article.key);
                for word in ["前項", "次項", "前条", "次条", "前号", "次号", "前記"] {
                    assert!(!text.contains(word), "{place} {}: {word}", article.key);
                }
                for run in paragraph.iter().flat_map(|runs| runs.iter()) {
                    if matches!(run, Run::ArticleRef(_) | Run::ParagraphRef(_) | Run::AnnexRef(_)) {
                        assert!(numbers.plain(run).chars().any(|c| c.is_ascii_digit()), "{place}: {run:?}");
                        references += 1;
                    }
                }
            }
        }
    });
    assert!(references > 200, "{references}");
}

/// X5, D8: a contract speaks of itself as a contract, never as rules or as the procurement it came from.
#[test]
fn a_contract_calls_itself_a_contract() {
    let mut seen = 0;
    each(Lang::Ja, |place, source, paper| {
        let text = printed(paper);
        for word in ["本規程", "本規則", "本仕様書"] {
            assert!(!text.contains(word), "{place}: {word}");
        }
        if is_contract(source) {
            assert!(text.contains("本契約") && !text.contains("本調達"), "{place}");
            seen += 1;
        }
    });
    assert!(seen >= 18, "{seen}");
}

/// X6: the other party is only spoken of where both are bound.
#[test]
fn the_other_party_is_spoken_of_only_where_both_are_bound() {
    let mut seen = 0;
    each(Lang::Ja, |place, _, paper| {
        for article in articles(paper) {
            let all = paragraphs(article);
            let whole: String = all.iter().map(|one| typed(one)).collect();
            if whole.contains("相手方") {
                let both = ["双方", "一方", "当事者", "互いに"].iter().any(|word| whole.contains(word));
                assert!(both, "{place} {}: {whole}", article.key);
                seen += 1;
            }
        }
    });
    assert!(seen > 20, "{seen}");
}

/// X7, X8: every word that is defined is used, and words that need a definition have one in the paper that uses them.
#[test]
fn words_are_defined_where_they_are_used() {
    let mut defined = 0;
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        for (at, _) in text.match_indices("以下「") {
            let rest = &text[at + "以下「".len()..];
            let Some((word, tail)) = rest.split_once('」') else { continue };
            if tail.starts_with("という") {
                assert!(text.matches(word).count() >= 2, "{place}: {word} is defined and never used");
                defined += 1;
            }
        }
        // the annexes of a paper follow the words of its articles
        let own: String = articles(paper).flat_map(paragraphs).map(|one| typed(&one)).collect();
        for word in ["秘密情報", "対象情報", "本業務", "本システム", "成果物", "受領者", "開示者", "監査人"]
        {
            if own.contains(word) {
                assert!(text.contains(&format!("「{word}」")), "{place}: {word} is not defined");
            }
        }
        assert!(!text.contains("対象秘密事項"), "{place}");
        if place.ends_with("pledge") {
            assert!(!text.contains("本契約"), "{place}: a pledge is not the contract");
        }
    });
    assert!(defined > 50, "{defined}");
}

/// X9: notice of renewal is given before the end, not before after it.
#[test]
fn no_notice_is_due_before_what_comes_after() {
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        for (at, _) in text.match_indices("満了後") {
            let near: String = text[at..].chars().take(14).collect();
            assert!(!near.contains("前まで") && !near.contains("月前") && !near.contains("日前"), "{place}: {near}");
        }
    });
}

/// X10: one rule for what is said orally, and one number of days, in the articles of a paper.
#[test]
fn oral_information_has_one_rule() {
    let mut seen = BTreeSet::new();
    each(Lang::Ja, |place, _, paper| {
        let mut days = BTreeSet::new();
        for runs in articles(paper).flat_map(paragraphs).flatten() {
            let text = typed(&[runs]);
            for (at, _) in text.match_indices("口頭") {
                let sentence: String = text[at..].chars().take_while(|c| *c != '。').collect();
                let figures: Vec<&str> = sentence.split("日以内").collect();
                for before in figures.iter().take(figures.len().saturating_sub(1)) {
                    let digits: String = before
                        .chars()
                        .rev()
                        .take_while(char::is_ascii_digit)
                        .collect::<String>()
                        .chars()
                        .rev()
                        .collect();
                    days.extend(Some(digits).filter(|d| !d.is_empty()));
                }
            }
        }
        assert!(days.len() <= 1, "{place}: {days:?}");
        seen.extend(days);
    });
    assert!(!seen.is_empty(), "some contract says within how many days what was said is put in writing");
}

/// X11: annexes that are cited are attached, and none is attached that nobody cites.
#[test]
fn annexes_are_cited_and_attached() {
    let mut attached = 0;
    each(Lang::Ja, |place, _, paper| {
        let keys: BTreeSet<String> = paper
            .parts
            .iter()
            .filter_map(|part| match &part.body {
                Body::Annex(annex) => Some(annex.key.to_string()),
                _ => None,
            })
            .collect();
        let mut cited = BTreeSet::new();
        paper.each_run(&mut |run| {
            if let Run::AnnexRef(key) = run {
                cited.insert(key.to_string());
            }
        });
        assert_eq!(cited, keys, "{place}");
        for article in articles(paper) {
            let text: String = paragraphs(article).iter().map(|one| typed(one)).collect();
            let numbered = |at: usize| text[at + "別紙".len()..].starts_with(|c: char| c.is_numeric());
            assert!(!text.match_indices("別紙").any(|(at, _)| numbered(at)), "{place} {}: a typed number", article.key);
        }
        attached += keys.len();
    });
    assert!(attached > 100, "{attached}");
}

/// X12: no mark of a note without its note.
#[test]
fn marks_of_notes_have_their_notes() {
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        for (at, _) in text.match_indices('※') {
            let next = text[at + '※'.len_utf8()..].chars().next();
            assert!(!next.is_some_and(|c| c.is_numeric()), "{place}: a numbered mark");
        }
    });
}

/// X14, X15: one name for one office and for one class of information.
#[test]
fn offices_and_classes_have_one_name() {
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        let names = |all: &[&str]| all.iter().filter(|name| text.contains(**name)).count();
        assert!(names(&["情報取扱管理者", "取扱責任者", "情報管理責任者"]) <= 1, "{place}");
        assert!(names(&["社外秘", "対外秘", "部外秘"]) <= 1, "{place}");
    });
}

/// X16: who announces a list gives one, and nothing is excepted without saying what.
#[test]
fn what_is_announced_follows() {
    let mut lists = 0;
    each(Lang::Ja, |place, _, paper| {
        for article in articles(paper) {
            for clause in &article.clauses {
                let text = typed(&[&clause.text]);
                assert!(!text.contains("次に定める場合"), "{place} {}", article.key);
                let announced =
                    ["次の各号", "次に掲げる", "次の事項", "次の条件"].iter().any(|word| text.contains(word));
                assert!(!announced || !clause.items.is_empty(), "{place} {}: {text}", article.key);
                lists += usize::from(announced);
            }
        }
    });
    assert!(lists > 50, "{lists}");
}

/// X17, X19: nobody is barred from other work, and no ruling is cited that nobody checks.
#[test]
fn nobody_is_barred_from_work_and_no_ruling_is_cited() {
    each(Lang::Ja, |place, _, paper| {
        let text = printed(paper);
        for word in ["競業", "競合する業務", "地裁", "地判", "高判", "最判", "判決平成", "判決令和"]
        {
            assert!(!text.contains(word), "{place}: {word}");
        }
    });
}

/// X18: secrecy outlives the term, for a time that is stated.
#[test]
fn secrecy_outlives_the_term() {
    let mut seen = 0;
    each(Lang::Ja, |place, source, paper| {
        if !is_contract(source) && source.id.as_str() != "nda" && source.id.as_str() != "pledge" {
            return;
        }
        let text = printed(paper);
        let lasting = ["か月", "年間"].iter().any(|unit| {
            text.match_indices(unit).any(|(at, _)| text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit()))
        });
        let after = ["終了後", "終わった後", "終わった日から", "退職した後", "離れた後", "退職後"];
        assert!(lasting && after.iter().any(|word| text.contains(word)), "{place}");
        seen += 1;
    });
    assert!(seen >= 27, "{seen}");
}

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
                if mark(row, *category) == CellMark::NotApplicable {
                    continue;
                }
                let id: catalogue::wording::ClauseId = clause.parse().unwrap();
                let asked = profile.clause(&id).is_some_and(|line| line.level == RequirementLevel::Required);
                assert!(asked, "{category}: {clause} is not asked");
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
    let mut seen = 0;
    each(Lang::Ja, |place, source, paper| {
        if is_contract(source)
            && let Some(article) = articles(paper).find(|article| article.key.as_str() == "KL-07")
        {
            let text: String = paragraphs(article).iter().map(|one| typed(one)).collect();
            let annex = printed(paper);
            let both = |all: &str, parts: [&str; 2]| parts.iter().all(|part| all.contains(part));
            let named = both(&text, ["攻撃", "不正な入力及び出力"]);
            let listed = both(&annex, ["外部からの攻撃への備え", "不正な入力と出力の遮断"]);
            assert!(named || listed, "{place}: {text}");
            seen += 1;
        }
    });
    assert!(seen > 0, "no contract has the functions");
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
        let mut sample = Sample::of(Category::RemoteOperation);
        let mut plan = RawPlan::from(sample.plan.clone());
        let reason = "確かめるため".parse().unwrap();
        plan.tailored.insert(id.to_owned(), Tailoring { level: RequirementLevel::Required, reason });
        sample.plan = Plan::try_from(plan).unwrap();
        let profile = sample.profile();
        let paper = "outsourcing-contract".parse().unwrap();
        let paper = papers::compose(&sample.order(&profile, Lang::Ja), &paper).unwrap();
        let article = articles(&paper).find(|article| clauses.contains(article.key.as_str()));
        assert!(article.is_some_and(is_measurable), "{id}: none of {clauses:?}");
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
