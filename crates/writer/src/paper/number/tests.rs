use super::super::{Annex, Item, Part, Table};
use super::*;

fn sample(lang: Lang) -> Paper {
    let mut paper = Paper::new(lang, "t");
    paper.push(Part::article(Article::new("a", "目的").clause("一つ")));
    paper.push(Part::article(Article::new("b", "義務").clause(Clause::from("初め").named("b1")).clause(
        Clause::from("次").named("b2").item(Item::from("号").named("b21").item(Item::from("細目").named("b21a"))),
    )));
    paper.push(Part::new(Body::Annex(Annex {
        key: "x".into(),
        title: "基準".into(),
        orientation: crate::paper::Orientation::default(),
        begins: crate::paper::Begins::default(),
    })));
    paper.push(Part::article(Article::new("xa", "適用").clause("別紙の条")));
    paper.push(Part::annex("y", "一覧"));
    paper.push(Part::new(Body::Heading(Heading::new(1, "甲").numbered())));
    paper.push(Part::new(Body::Heading(Heading::new(2, "乙").numbered().named("h"))));
    paper
}

#[test]
fn references_print_the_number_of_their_target() {
    let numbers = Numbers::of(&sample(Lang::Ja)).unwrap();
    let article = |key: &str| numbers.plain(&Run::article(key));
    assert_eq!(article("a"), "第1条");
    assert_eq!(article("b1"), "第2条第1項");
    assert_eq!(article("b2"), "第2条第2項");
    assert_eq!(article("b21"), "第2条第2項第1号");
    assert_eq!(article("b21a"), "第2条第2項第1号ア");
    assert_eq!(numbers.plain(&Run::ParagraphRef("b21".into())), "第2項第1号");
    assert_eq!(article("xa"), "別紙1第1条");
    assert_eq!(numbers.plain_in(&Run::article("xa"), 1), "第1条");
    assert_eq!(numbers.plain_in(&Run::article("a"), 1), "本文第1条");
    assert_eq!(numbers.plain_in(&Run::article("a"), 2), "第1条", "annex 2 has no articles: no doubt which is meant");
    assert_eq!(numbers.plain(&Run::annex("y")), "別紙2");
    assert_eq!(numbers.plain(&Run::HeadingRef("h".into())), "1.1");
}

#[test]
fn english_says_it_in_english() {
    let numbers = Numbers::of(&sample(Lang::En)).unwrap();
    let article = |key: &str| numbers.plain(&Run::article(key));
    assert_eq!(article("b21a"), "Article 2, paragraph 2, item (1)(a)");
    assert_eq!(article("xa"), "Annex 1, Article 1");
    assert_eq!(numbers.plain_in(&Run::article("b"), 1), "main text, Article 2");
    assert_eq!(numbers.plain(&Run::ParagraphRef("b2".into())), "paragraph 2");
}

#[test]
fn an_unknown_reference_names_what_there_is() {
    let mut paper = sample(Lang::Ja);
    paper.push(Part::paragraph(Run::annex("z")));
    let error = Numbers::of(&paper).unwrap_err();
    assert_eq!(error.text(Lang::Ja), "参照先の別紙「z」が文書にありません。使えるもの：x, y");
    assert_eq!(error.to_string(), "a reference names annex \"z\", which the paper does not have; it has: x, y");
}

#[test]
fn a_key_is_used_once() {
    let mut paper = sample(Lang::Ja);
    paper.push(Part::annex("a", "重なり"));
    assert_eq!(Numbers::of(&paper).unwrap_err(), PaperError::DuplicateKey("a".into()));
}

#[test]
fn a_table_must_fit_its_columns() {
    let mut table = Table::new([("項目", 60), ("内容", 100)]);
    table.push(["一", "二"]);
    table.push(["一つだけ"]);
    let mut paper = Paper::new(Lang::Ja, "t");
    paper.push(Part::table(table));
    let error = Numbers::of(&paper).unwrap_err();
    assert_eq!(error, PaperError::TableShape { table: 1, row: 3, filled: 1, columns: 2 });
}

#[test]
fn the_open_points_are_those_named_and_those_in_the_text() {
    let mut paper = Paper::new(Lang::Ja, "t");
    assert!(!paper.is_open());
    paper.meta.status = super::super::Status::Open(vec!["金額".into()]);
    paper.push(Part::runs(vec!["金額は".into(), Run::open("金額"), "、期日は".into(), Run::open("期日")]));
    assert_eq!(paper.open_points(), ["金額", "期日"]);
}
