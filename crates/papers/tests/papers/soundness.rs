//! Papers have no holes, their references lead somewhere, and what is open is named.

use std::collections::BTreeSet;

use domain::{Lang, engagement::Category};
use writer::paper::{Numbers, Paper, Run, Status};

use crate::engagements::{CATALOGUE, Sample};

/// Every word of a paper as printed.
pub fn text(paper: &Paper) -> String {
    let numbers = Numbers::of(paper).expect("the paper is sound");
    let mut out = String::new();
    paper.each_run(&mut |run: &Run| {
        out.push_str(&numbers.plain(run));
        out.push('\n');
    });
    out.push_str(&serde_json::to_string(&paper.parts).expect("a paper is plain data").replace("\\\"", "\""));
    out
}

fn each(mut see: impl FnMut(&Sample, &papers::Order<'_>, &catalogue::Paper)) {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for lang in Lang::ALL {
            let order = sample.order(&profile, *lang);
            for paper in papers::available(&CATALOGUE, &profile) {
                see(&sample, &order, paper);
            }
        }
    }
}

#[test]
fn every_paper_composes_without_a_hole() {
    let mut composed = BTreeSet::new();
    each(|sample, order, source| {
        let paper = papers::compose(order, &source.id).unwrap_or_else(|e| panic!("{} {}: {e}", sample.name, source.id));
        composed.insert(source.id.to_string());
        let mut words = String::new();
        let numbers = Numbers::of(&paper).unwrap();
        paper.each_run(&mut |run| words.push_str(&numbers.plain(run)));
        assert!(!words.contains('{'), "{} {} {}", sample.name, source.id, order.lang.code());
        assert!(!words.contains('\u{E000}') && !words.contains('\u{E010}'), "{} {}", sample.name, source.id);
    });
    let all: BTreeSet<String> = CATALOGUE.papers().iter().map(|paper| paper.id.to_string()).collect();
    assert_eq!(composed, all, "every paper is needed by some category");
}

#[test]
fn the_same_order_gives_the_same_paper() {
    each(|_, order, source| {
        assert_eq!(papers::compose(order, &source.id), papers::compose(order, &source.id));
    });
}

#[test]
fn open_points_and_status_agree() {
    each(|sample, order, source| {
        let paper = papers::compose(order, &source.id).unwrap();
        let open = papers::open_points(order, &source.id).unwrap();
        assert_eq!(paper.is_open(), !open.is_empty(), "{} {}", sample.name, source.id);
        if let Status::Open(points) = &paper.meta.status {
            assert!(points.len() <= open.len());
        }
    });
}

#[test]
fn parties_are_called_one_thing() {
    each(|sample, order, source| {
        if order.lang == Lang::En {
            return;
        }
        let paper = papers::compose(order, &source.id).unwrap();
        let words = text(&paper);
        let contract = words.contains('甲') || words.contains('乙');
        let form = words.contains("委託者") || words.contains("受託者");
        assert!(!(contract && form), "{} {}", sample.name, source.id);
    });
}
