//! The figure, the doubts, the conditions: cases worked out by hand, and properties that must hold for any answers.
#![cfg(test)]

use std::sync::LazyLock;

use catalogue::{Catalogue, Fact, question::Depth};
use domain::Lang;
use jiff::civil::Date;
use proptest::prelude::*;
use questions::{
    Answer, Answers, Asked, Band, MarkKind, Proof, Question, Set, Standing, Value, asked, compare, depth_for, marks,
    missing, score, tips,
};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load_embedded().unwrap());

fn today() -> Date {
    "2026-11-28".parse().unwrap()
}

fn set(depth: Depth) -> Set {
    Set::from_catalogue(&CATALOGUE, depth, &Asked::default())
}

fn proof(until: Option<&str>) -> Proof {
    Proof { name: "規程 第3版".into(), kind: None, valid_until: until.map(|d| d.parse().unwrap()), sha256: None }
}

fn level(level: u8) -> Answer {
    Answer { evidence: vec![proof(None)], ..Answer::new(Value::Level(level)) }
}

fn put(answers: &mut Answers, id: &str, answer: Answer) {
    answers.0.insert(id.parse().unwrap(), answer);
}

/// A set of the first `n` measures, all of weight 1.
fn small(n: usize) -> Set {
    let mut set = set(Depth::Full);
    set.questions.retain(Question::is_measure);
    set.questions.truncate(n);
    for question in &mut set.questions {
        question.weight = 1;
    }
    set
}

#[test]
fn depths_grow_and_only_ask_the_contractor() {
    let sizes: Vec<usize> = Depth::ALL.iter().map(|d| set(*d).questions.len()).collect();
    assert!(sizes[0] < sizes[1] && sizes[1] < sizes[2], "{sizes:?}");
    assert!(set(Depth::Full).questions.iter().all(|q| !q.id.as_str().starts_with("CM-CS-")));
    let facts = [Fact::Always, Fact::NonPublic].into();
    assert_eq!(depth_for(&facts), Depth::Standard);
    assert_eq!(depth_for(&[Fact::Always].into()), Depth::Basic);
    assert_eq!(depth_for(&[Fact::PersonalData, Fact::Cloud].into()), Depth::Full);
}

#[test]
fn the_standard_depth_asks_whatever_the_requirements_ask() {
    let required = ["CM-CL-02".parse().unwrap()].into();
    let asked = Asked { required: Some(required), ..Asked::default() };
    let set = Set::from_catalogue(&CATALOGUE, Depth::Standard, &asked);
    let one = set.question(&"CM-CL-02".parse().unwrap()).unwrap();
    assert_eq!(one.weight, 3);
    assert!(set.question(&"CM-PH-01".parse().unwrap()).is_none());
}

#[test]
fn a_figure_can_be_checked_by_hand() {
    let set = small(4);
    let ids: Vec<String> = set.questions.iter().map(|q| q.id.to_string()).collect();
    let mut answers = Answers::default();
    put(&mut answers, &ids[0], level(5));
    put(&mut answers, &ids[1], level(3));
    put(&mut answers, &ids[2], Answer::new(Value::NotApplicable("構築しません".into())));
    let found = score(&set, &answers, today());
    // (100 + 50 + 0) ÷ 3: the one left out leaves both sums, the silent one stays below
    assert_eq!((found.points, found.weight, found.permille), (150, 3, Some(500)));
    assert_eq!((found.text().as_str(), found.coverage_text().as_str()), ("50.0", "75.0%"));
    assert_eq!((found.excluded, found.silent, found.band), (1, 1, Some(Band::Fair)));
    assert_eq!(found.formula(Lang::En), "Σ(weight × points) 150 ÷ Σ weight 3 = 50.0");
    assert_eq!(found.lines.len(), 4, "every question stands in the breakdown");
    assert_eq!(found.lines[3].standing, Standing::Silent);
}

#[test]
fn nothing_scorable_shows_a_dash_and_not_a_zero() {
    let set = small(3);
    assert_eq!(score(&set, &Answers::default(), today()).text(), "–");
    let na = |q: &Question| (q.id.clone(), Answer::new(Value::NotApplicable("該当の業務がない".into())));
    let all: Answers = set.questions.iter().map(na).collect();
    let found = score(&set, &all, today());
    assert_eq!((found.permille, found.band, found.coverage), (None, None, 1000));
    // taking the last scored answer away clears the figure
    let mut one = Answers::default();
    put(&mut one, set.questions[0].id.as_str(), level(1));
    assert_eq!(score(&set, &one, today()).text(), "0.0");
    one.0.clear();
    assert_eq!(score(&set, &one, today()).permille, None);
}

#[test]
fn expired_evidence_lowers_the_answer_at_once() {
    let set = small(1);
    let mut answers = Answers::default();
    let dated = |until| Answer { evidence: vec![proof(Some(until))], ..Answer::new(Value::Level(5)) };
    put(&mut answers, set.questions[0].id.as_str(), dated("2026-11-28"));
    assert_eq!(score(&set, &answers, today()).text(), "100.0");
    let tomorrow = "2026-11-29".parse().unwrap();
    let found = score(&set, &answers, tomorrow);
    assert_eq!((found.text().as_str(), found.lines[0].standing), ("25.0", Standing::Lowered));
    let kinds: Vec<MarkKind> = marks(&set, &answers, None, &[], tomorrow).iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [MarkKind::EvidenceExpired]);
}

#[test]
fn questions_appear_as_their_conditions_hold() {
    let set = set(Depth::Full);
    let what = set.question(&"QP-08".parse().unwrap()).unwrap();
    let mut answers = Answers::default();
    assert!(!asked(what, &answers, today()));
    put(&mut answers, "QP-07", Answer::new(Value::No));
    assert!(!asked(what, &answers, today()));
    put(&mut answers, "QP-07", Answer::new(Value::Yes));
    assert!(asked(what, &answers, today()));
    assert!(missing(&set, &answers, today()).iter().any(|q| q.id == what.id));
    put(&mut answers, "QP-03", Answer::new(Value::Several(vec!["none".into()])));
    assert!(!asked(set.question(&"QP-04".parse().unwrap()).unwrap(), &answers, today()));
}

#[test]
fn tips_speak_while_answering_and_doubts_to_the_client() {
    let set = set(Depth::Full);
    let question = set.question(&"CM-SB-03".parse().unwrap()).unwrap();
    let mut answers = Answers::default();
    assert!(tips(&set, question, &answers, today()).is_empty());
    put(&mut answers, "CM-SB-03", Answer::new(Value::Level(4)));
    assert_eq!(tips(&set, question, &answers, today()).len(), 1);
    put(&mut answers, "QP-06", Answer::new(Value::No));
    let found = marks(&set, &answers, None, &[], today());
    let of = |kind| found.iter().filter(|m| m.kind == kind).count();
    assert_eq!((of(MarkKind::EvidenceMissing), of(MarkKind::Contradiction)), (1, 2));
    let failed = ["CM-SB-03".parse().unwrap()];
    assert!(marks(&set, &answers, None, &failed, today()).iter().any(|m| m.kind == MarkKind::Incident));
    let mut last = answers.clone();
    put(&mut last, "CM-SB-03", Answer::new(Value::Level(2)));
    assert!(marks(&set, &answers, Some(&last), &[], today()).iter().any(|m| m.kind == MarkKind::Jump));
    assert_eq!(compare(&set, &last, &answers)[0].levels, Some(2));
}

#[test]
fn one_level_everywhere_is_doubted() {
    let set = small(9);
    let same: Answers = set.questions.iter().map(|q| (q.id.clone(), level(4))).collect();
    assert!(marks(&set, &same, None, &[], today()).iter().any(|m| m.kind == MarkKind::Uniform));
    let mut other = same.clone();
    put(&mut other, set.questions[0].id.as_str(), level(3));
    assert!(marks(&set, &other, None, &[], today()).is_empty());
}

fn some_answers(set: &Set) -> impl Strategy<Value = Answers> + use<> {
    let ids: Vec<_> = set.questions.iter().map(|q| q.id.clone()).collect();
    proptest::collection::vec(0_u8..=6, ids.len()).prop_map(move |picks| {
        let answer = |pick: u8| match pick {
            0 => None,
            6 => Some(Answer::new(Value::NotApplicable("該当しません".into()))),
            n => Some(level(n)),
        };
        ids.iter().cloned().zip(picks).filter_map(|(id, pick)| Some((id, answer(pick)?))).collect()
    })
}

proptest! {
    #[test]
    fn a_higher_level_never_lowers_the_figure(answers in some_answers(&small(8)), at in 0_usize..8) {
        let set = small(8);
        let id = set.questions[at].id.clone();
        let before = score(&set, &answers, today());
        if let Some(now @ 1..=4) = answers.get(&id).and_then(|a| a.value.level()) {
            let mut better = answers.clone();
            better.0.insert(id, level(now + 1));
            prop_assert!(score(&set, &better, today()).permille > before.permille);
        }
    }

    #[test]
    fn silence_never_improves_the_figure(answers in some_answers(&small(8)), at in 0_usize..8) {
        let set = small(8);
        let id = set.questions[at].id.clone();
        let before = score(&set, &answers, today());
        // an answer "does not apply" is no figure; what is looked at is a level that is withdrawn
        if answers.get(&id).is_some_and(|a| a.value.level().is_some()) {
            let mut fewer = answers.clone();
            fewer.0.remove(&id);
            let after = score(&set, &fewer, today());
            prop_assert!(after.permille.unwrap_or(0) <= before.permille.unwrap_or(0));
            prop_assert!(after.coverage < before.coverage);
        }
    }

    #[test]
    fn the_number_of_questions_does_not_matter(answers in some_answers(&small(5)), times in 1_usize..6) {
        let one = small(5);
        let found = score(&one, &answers, today());
        let (mut many, mut all) = (one.clone(), Answers::default());
        many.questions.clear();
        for nth in 0..times {
            for question in &one.questions {
                let mut again = question.clone();
                again.id = format!("{}-{nth}", question.id).parse().unwrap();
                if let Some(answer) = answers.get(&question.id) {
                    all.0.insert(again.id.clone(), answer.clone());
                }
                many.questions.push(again);
            }
        }
        let same = score(&many, &all, today());
        prop_assert_eq!((same.permille, same.band, same.coverage), (found.permille, found.band, found.coverage));
    }
}
