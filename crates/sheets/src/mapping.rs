//! Which common measure answers a question.

use std::cmp::Ordering;

use catalogue::Text;
use serde::Serialize;

use crate::vocabulary::{Standing, Vocabulary};

/// Most candidates that are proposed.
const MOST: usize = 5;
/// What nearness 1 is worth in points of rules.
const NEAR: f32 = 16.0;
/// Fewest points a proposal needs.
const LEAST: f32 = 3.5;
/// Fewest points of a candidate after the best.
const WORTH: f32 = 0.5;
/// A topic wins where it has at least this share of the best measure's points.
const TOPIC: f32 = 1.0;
/// Score of a question that is the catalogue's own.
const OWN: f64 = 0.99;
/// Points at which a score is one half.
const HALF: f32 = 6.0;

/// A common measure that may answer a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The measure, such as `CM-IC-01`.
    pub measure: String,
    /// How sure, above 0 and below 1; comparable between questions.
    pub score: f64,
}

/// What is thought of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Best first; empty where no common measure answers.
    pub candidates: Vec<Candidate>,
    /// The other topic the question is about, where it is recognised.
    pub topic: Option<Text>,
}

/// The common measures that may answer a question, best first; empty where none fits.
///
/// ```
/// use sheets::{Vocabulary, map};
/// let vocabulary = Vocabulary::load_embedded().expect("the embedded files are sound");
/// let found = map("ログの保存期間を教えてください。", &vocabulary);
/// assert_eq!(found.first().map(|c| c.measure.as_str()), Some("CM-LG-01"));
/// assert!(map("資本金を記入してください。", &vocabulary).is_empty());
/// ```
#[must_use]
pub fn map(question: &str, vocabulary: &Vocabulary) -> Vec<Candidate> {
    judge(question, "", vocabulary).candidates
}

/// As [`map`], with the heading the question stands under and the topic where no measure answers.
#[must_use]
pub fn judge(question: &str, heading: &str, vocabulary: &Vocabulary) -> Judgement {
    let mut judgement = decide(vocabulary.standings(question, heading));
    if let Some(own) = vocabulary.own(question) {
        judgement.topic = None;
        judgement.candidates.retain(|c| c.measure != own);
        judgement.candidates.insert(0, Candidate { measure: own.to_owned(), score: OWN });
        judgement.candidates.truncate(MOST);
    }
    judgement
}

/// The judgement over how a question stands to every subject.
pub(crate) fn decide(standings: Vec<Standing<'_>>) -> Judgement {
    let mut standings: Vec<(f32, Standing<'_>)> =
        standings.into_iter().map(|s| (s.rules + NEAR * s.nearness, s)).collect();
    standings.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then_with(|| a.1.id.cmp(b.1.id)));
    let best = standings.iter().find(|(_, s)| s.topic.is_none()).map_or(0.0, |(points, _)| *points);
    let topic = standings.iter().find(|(_, s)| s.topic.is_some());
    if let Some((points, standing)) = topic
        && *points >= best * TOPIC
        && *points >= LEAST
    {
        return Judgement { candidates: Vec::new(), topic: standing.topic.cloned() };
    }
    if best < LEAST {
        return Judgement { candidates: Vec::new(), topic: None };
    }
    let candidates = standings
        .iter()
        .filter(|(points, s)| s.topic.is_none() && *points >= WORTH)
        .take(MOST)
        .map(|(points, s)| Candidate { measure: s.id.to_owned(), score: score(*points) })
        .collect();
    Judgement { candidates, topic: None }
}

/// Whether a question asks for the bad thing: 〜ことはありませんか, 〜していないか.
///
/// Yes can then mean that it happens and that it does not.
#[must_use]
pub fn is_negative(question: &str) -> bool {
    let text: String = question.chars().filter(|c| !c.is_whitespace()).collect();
    let sentences = text.split(['。', '？', '?']).map(|s| s.split(['（', '(']).next().unwrap_or(s));
    let ends = [
        "ないか",
        "いないか",
        "ありませんか",
        "いませんか",
        "ないですか",
        "ないことを確認していますか",
        "ていないでしょうか",
        "ありますか",
    ];
    let japanese = sentences.filter(|s| !s.is_empty()).any(|sentence| {
        ends.iter().take(7).any(|e| sentence.ends_with(e))
            && !sentence.ends_with("もらえませんか")
            && !sentence.ends_with("いただけませんか")
            || (sentence.ends_with("ありますか") && BAD.iter().any(|b| sentence.contains(b)))
            || (sentence.ends_with("ましたか") && BAD.iter().any(|b| sentence.contains(b)))
    });
    let lower = question.to_lowercase();
    let english = [
        "have you had any",
        "have you ever had",
        "have you experienced",
        "any breach",
        "any data breach",
        "any incident",
    ];
    japanese || english.iter().any(|e| lower.contains(e))
}

/// Whether a question asks what has happened: no measure in force today answers that.
#[must_use]
pub fn is_past(question: &str) -> bool {
    let lower = question.to_lowercase();
    let time =
        ["過去", "直近", "これまで", "今までに", "か年", "年以内", "年間に"].iter().any(|w| question.contains(w));
    let happened = [
        "ましたか",
        "ことがあるか",
        "ことがありますか",
        "ことはありませんか",
        "ことはないか",
        "ことはありますか",
        "発生件数",
        "の有無",
        "事故歴",
    ]
    .iter()
    .any(|w| question.contains(w));
    let english = [
        "have you had",
        "have you ever",
        "have you experienced",
        "in the past",
        "in the last",
        "previous breach",
        "previous incident",
    ];
    (time && happened) || english.iter().any(|w| lower.contains(w))
}

/// Things that must not happen, in questions that ask whether they did.
const BAD: &[&str] = &[
    "事故がありました",
    "漏えいが",
    "事故はありま",
    "流出がありま",
    "被害がありま",
    "処分を受けた",
    "起こしたこと",
    "起きたこと",
    "発生しました",
];

/// Points as a number between 0 and 1, to two places.
fn score(points: f32) -> f64 {
    let share = f64::from(points / (points + HALF));
    (share * 100.0).round() / 100.0
}
