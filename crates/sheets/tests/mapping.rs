//! The mapping on questions kept apart: written and labelled before there was a vocabulary, never used to tune it.
#![cfg(test)]

use std::{collections::BTreeMap, sync::OnceLock, time::Instant};

use catalogue::Catalogue;
use domain::Lang;
use serde::Deserialize;
use sheets::{Vocabulary, is_negative, map};

#[derive(Deserialize)]
struct Labelled {
    text: String,
    primary: Option<String>,
    also_ok: Vec<String>,
    style: String,
}

fn labelled(lines: &str) -> Vec<Labelled> {
    lines.lines().map(|line| serde_json::from_str(line).expect("a labelled question")).collect()
}

fn held_out() -> Vec<Labelled> {
    labelled(include_str!("held_out.jsonl"))
}

fn vocabulary() -> &'static Vocabulary {
    static READY: OnceLock<Vocabulary> = OnceLock::new();
    READY.get_or_init(|| Vocabulary::load_embedded().unwrap())
}

/// Shares of questions: the right measure first, among the first three, and none where none fits.
fn scored(name: &str, questions: Vec<Labelled>) -> (f64, f64, f64) {
    let vocabulary = vocabulary();
    let (mut some, mut first, mut three, mut none, mut right_none) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut styles: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for question in questions {
        let found: Vec<String> = map(&question.text, vocabulary).into_iter().map(|c| c.measure).collect();
        let Some(primary) = question.primary else {
            none += 1.0;
            right_none += f64::from(u8::from(found.iter().all(|m| question.also_ok.contains(m))));
            continue;
        };
        let ok = |measure: &String| *measure == primary || question.also_ok.contains(measure);
        let hit = found.first().is_some_and(ok);
        some += 1.0;
        first += f64::from(u8::from(hit));
        three += f64::from(u8::from(found.iter().take(3).any(ok)));
        let style = styles.entry(question.style).or_default();
        style.0 += u32::from(hit);
        style.1 += 1;
        if !hit {
            println!("{primary}, not {found:?}: {}", question.text);
        }
    }
    assert!(some > 0.0 && none > 0.0, "{name}: questions of both kinds");
    let (first, three, none) = (first / some, three / some, right_none / none);
    println!("{name}: first {first:.3} three {three:.3} none recognised {none:.3}; by style {styles:?}");
    (first, three, none)
}

#[test]
fn questions_kept_apart_are_mapped() {
    let (first, three, none) = scored("kept apart", held_out());
    assert!(first >= 0.87 && three >= 0.95 && none >= 0.80, "first {first:.3} three {three:.3} none {none:.3}");
}

/// 302 questions in the wordings of many authors, Japanese and English, formal, terse and plain, written in three lots, each
/// labelled before the mapping was tried on it and each cut in two halves. Words were added after a look at this half only.
/// As first scored, both halves together: lot 1 (140) first 0.920, among three 0.991, none recognised 0.821; lot 2 (77, after
/// the words for lot 1) 0.824, 0.985, 0.667; lot 3 (85, plain talk, after the words for lot 2) 0.716, 0.838, 0.909.
#[test]
fn varied_questions_are_mapped() {
    let (first, three, none) = scored("varied", labelled(include_str!("varied_tuned.jsonl")));
    assert!(first >= 0.96 && three >= 0.98 && none >= 0.94, "first {first:.3} three {three:.3} none {none:.3}");
}

/// The other half: nobody may look at its misses and add words for them. By lot: 0.950, 1.000, 1.000; 0.941, 1.000, 0.750;
/// 0.811, 0.919, 1.000. The floors are what the half has reached before; they are not lowered for what is hard.
#[test]
fn varied_questions_that_no_word_was_added_for_are_mapped() {
    let (first, three, none) = scored("varied, unseen", labelled(include_str!("varied_unseen.jsonl")));
    assert!(first >= 0.90 && three >= 0.95 && none >= 0.90, "first {first:.3} three {three:.3} none {none:.3}");
}

#[test]
fn the_same_question_in_another_spelling_is_mapped_alike() {
    let vocabulary = vocabulary();
    for (a, b) in [
        ("サーバーのログの取扱い", "ｻｰﾊﾞのログの取り扱い"),
        ("ＩＳＭＳ認証の取得状況", "ISMS認証の取得状況"),
        ("(3) バックアップの取得", "３．バックアップの取得"),
        ("データの\n持ち出し制限", "データの持出し制限"),
    ] {
        assert_eq!(map(a, vocabulary), map(b, vocabulary), "{a} / {b}");
    }
    assert!(map("", vocabulary).is_empty());
    assert!(map("　\n…", vocabulary).is_empty());
}

#[test]
fn scores_fall_and_stay_between_nought_and_one() {
    let vocabulary = vocabulary();
    for question in held_out() {
        let scores: Vec<f64> = map(&question.text, vocabulary).iter().map(|c| c.score).collect();
        assert!(scores.iter().all(|s| *s > 0.0 && *s < 1.0), "{scores:?}");
        assert!(scores.windows(2).all(|w| w[0] >= w[1]), "{scores:?}");
    }
}

#[test]
fn questions_for_the_bad_thing_are_known_as_such() {
    for text in [
        "共用IDを使わせていないか。",
        "無断で再委託している業務はありませんか。",
        "管理者パスワードが初期値のままになっていませんか。",
        "過去に情報漏えいを起こしたことがありますか。",
        "Have you experienced any breach in the last three years?",
    ] {
        assert!(is_negative(text), "{text}");
    }
    for text in [
        "ログを取得していますか。",
        "無償で修正していただけませんか。",
        "再委託しないこと。",
        "SOC 2報告書はありますか。",
        "Do you encrypt data at rest?",
    ] {
        assert!(!is_negative(text), "{text}");
    }
}

#[test]
fn a_thousand_questions_take_no_time() {
    let start = Instant::now();
    let vocabulary = Vocabulary::load_embedded().unwrap();
    let loaded = start.elapsed();
    let held_out: Vec<String> = held_out().into_iter().map(|q| q.text).collect();
    let questions: Vec<&String> = held_out.iter().cycle().take(1000).collect();
    let start = Instant::now();
    let mapped = questions.iter().filter(|q| !map(q, &vocabulary).is_empty()).count();
    println!("vocabulary ready in {loaded:?}; 1,000 questions in {:?}, {mapped} mapped", start.elapsed());
    // a debug build on a busy machine; a release build is some thirty times faster
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn the_catalogues_own_questions_map_to_their_measures() {
    let vocabulary = vocabulary();
    let catalogue = Catalogue::load_embedded().unwrap();
    let mut asked = 0;
    for measure in catalogue.measures().iter().filter(|m| vocabulary.knows(m.id.as_str())) {
        for lang in Lang::ALL {
            let found = map(&format!("12. {}", measure.question.get(*lang)), vocabulary);
            assert_eq!(found.first().map(|c| c.measure.as_str()), Some(measure.id.as_str()));
            asked += 1;
        }
    }
    assert_eq!(asked, 168);
}

/// Questions in the manner of check sheets of twelve trades, written and labelled before the mapping was tried on them. As
/// first scored: see the figures each test prints. Words may be added after a look at the first half only.
#[test]
fn questions_of_many_trades_are_mapped() {
    scored("trades", labelled(include_str!("industry_tuned.jsonl")));
}

/// The other half: nobody looks at its misses.
#[test]
fn questions_of_many_trades_that_no_word_was_added_for_are_mapped() {
    scored("trades, unseen", labelled(include_str!("industry_unseen.jsonl")));
}
