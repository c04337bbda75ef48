use domain::Lang;

use super::*;
use crate::paper::{Article, Clause, Part, Table, changes as compare};

#[test]
fn references_lead_to_the_article() {
    let mut paper = Paper::new(Lang::Ja, "契約");
    paper.push(Part::title("契約"));
    paper.push(Part::article(Article::new("a", "目的").clause("定める。")));
    paper.push(Part::article(Article::new("b", "範囲").clause(Clause::of(vec![Run::article("a"), "による。".into()]))));
    let page = write(&paper, 1, &Tracing::Hidden).unwrap();
    assert!(page.contains(r#"<h1 class="paper-title">契約</h1>"#), "{page}");
    assert!(page.contains(r##"<span class="paper-label">第2条</span> <a href="#p0_1">第1条</a>による。"##), "{page}");
    assert!(page.contains(r#"<section class="paper-article" id="p0_1">"#));
}

#[test]
fn text_is_text_whatever_it_says() {
    let mut paper = Paper::new(Lang::En, "t");
    paper.push(Part::paragraph("<script>alert(1)</script> & \"q\""));
    paper.push(Part::title("<b>"));
    let mut table = Table::new([("<i>", 50)]);
    table.push(["<img>"]);
    paper.push(Part::table(table));
    let page = write(&paper, 2, &Tracing::Hidden).unwrap();
    for bad in ["<script", "<img", "<i>", "<b>", "style="] {
        assert!(!page.contains(bad), "{bad}: {page}");
    }
}

#[test]
fn sources_are_shown_on_demand() {
    let mut paper = Paper::new(Lang::Ja, "t");
    let clause = Clause::from("定める。").from_sources(["M-0101", "NISC-2008#6.2"]);
    paper.push(Part::article(Article::new("a", "目的").clause(clause)));
    assert!(!write(&paper, 1, &Tracing::Hidden).unwrap().contains("M-0101"));
    let show = |id: &TraceId| Source {
        label: format!("対策 {}", id.as_str()),
        href: Some(format!("/catalogue/{}", id.as_str())),
    };
    let page = write(&paper, 1, &Tracing::Details(&show)).unwrap();
    assert!(page.contains(r#"data-trace="M-0101 NISC-2008#6.2""#));
    assert!(page.contains(r#"<li><a href="/catalogue/M-0101">対策 M-0101</a></li>"#), "{page}");
}

#[test]
fn a_row_opens_what_it_comes_from_in_itself() {
    let mut paper = Paper::new(Lang::Ja, "t");
    let mut table = Table::new([("番号", 10), ("求める内容", 100)]);
    table.push(["1", "記録すること"]);
    table.push(["2", "確かめること"]);
    for (row, id) in table.rows.iter_mut().skip(1).zip(["CM-LG-01", "CM-LG-02"]) {
        row.trace.push(id.into());
    }
    paper.push(Part::table(table).from_sources(["security-annex"]));
    let show = |id: &TraceId| Source { label: id.as_str().to_owned(), href: None };
    let page = write(&paper, 1, &Tracing::Details(&show)).unwrap();
    for (words, id) in [("記録すること", "CM-LG-01"), ("確かめること", "CM-LG-02")] {
        let row = page.split("<tr").find(|row| row.contains(words)).unwrap();
        assert!(row.contains(&format!("<li>{id}</li>")), "{row}");
        assert_eq!(row.matches("<details").count() - row.matches("security-annex").count(), 1, "{row}");
    }
}

#[test]
fn changes_are_marked() {
    let paper = |hours: &str| {
        let mut paper = Paper::new(Lang::Ja, "t");
        paper.push(Part::article(
            Article::new("a", "報告").clause(format!("事故を知ってから{hours}時間以内に知らせる。")),
        ));
        paper
    };
    let list = compare(&paper("24"), &paper("1")).unwrap();
    let page = changes(&list, Lang::Ja);
    assert!(page.contains("事故を知ってから<del>24</del><ins>1</ins>時間以内に知らせる。"), "{page}");
    assert!(page.contains("<b>第1条</b> 変更"));
}
