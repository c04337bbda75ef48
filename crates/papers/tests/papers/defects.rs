//! Our contracts show none of the defects that were found in known sets of model texts: X1–X19 in those of the handbook of
//! 2022, D1–D10 in those of the manual of 2008. One test for each, or for those that are one fault in several places.

mod manual;

use std::collections::BTreeSet;

use catalogue::paper::{ClauseForm, Part as Source};
use domain::{Lang, engagement::Category};
use writer::paper::{Article, Body, Item, Numbers, Paper, Run, Runs};

use crate::engagements::{CATALOGUE, Sample};

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
                // special terms say that they speak the words of the contract they are added to
                let elsewhere = text.contains("用語の意味は、個人情報の保護に関する法律及び本契約の定めるところによる");
                let here = text.contains(&format!("「{word}」"));
                assert!(here || elsewhere, "{place}: {word} is not defined");
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
