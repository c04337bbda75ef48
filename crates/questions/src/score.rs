//! The figure of a questionnaire, so that anyone can check it by hand.
//!
//! A level gives (level − 1) × 25 points; weights say how much a question counts; the figure is Σ weight × points over
//! Σ weight. "Not applicable" with a reason leaves both sums. A question without an answer gives no points and stays in
//! the sum below, so silence never helps. Evidence that has expired lowers the level as it does in an answer book
//! ([`answers::counted_level`]). Where nothing that counts was answered there is no figure.

use catalogue::question::QuestionId;
use domain::Lang;
use jiff::civil::Date;
use serde::Serialize;

use crate::{Answers, Question, Set, Value, when::asked};

domain::codes! {
    /// Where a figure lies; the bounds do not depend on how many questions were asked.
    pub enum Band ("評価の区分", "Band") {
        /// 80 and more.
        High = "a" ("A（80以上）", "A (80 and more)"),
        /// 60 and more.
        Good = "b" ("B（60以上）", "B (60 and more)"),
        /// 40 and more.
        Fair = "c" ("C（40以上）", "C (40 and more)"),
        /// Less.
        Low = "d" ("D（40未満）", "D (under 40)"),
    }
}

domain::codes! {
    /// How a question stands in the figure.
    pub enum Standing ("計算での扱い", "Standing in the figure") {
        /// Answered with a level.
        Counted = "counted" ("段階で数えた", "Counted by its level"),
        /// Its evidence has expired.
        Lowered = "lowered" ("証跡の期限切れで下げた段階で数えた", "Counted lower, as evidence has expired"),
        /// Not answered.
        Silent = "silent" ("回答がないので0点とした", "No answer: no points"),
        /// Does not apply.
        Excluded = "excluded" ("該当なしとして除いた", "Not applicable: left out"),
    }
}

/// One question in the figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub question: QuestionId,
    /// How it stands.
    pub standing: Standing,
    /// The level that counts.
    pub level: Option<u8>,
    /// Points, 0 to 100.
    pub points: u32,
    /// Weight.
    pub weight: u32,
    /// What it adds to the figure, in tenths of a point.
    pub contribution: u32,
}

/// The figure with everything it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The figure in tenths, 0 to 1000; `None` where nothing that counts was answered.
    pub permille: Option<u32>,
    /// Where it lies.
    pub band: Option<Band>,
    /// Share of the weight that was answered, in tenths of a percent.
    pub coverage: u32,
    /// Sum of weight × points.
    pub points: u64,
    /// Sum of the weights that count.
    pub weight: u64,
    /// How many are left out as not applicable.
    pub excluded: usize,
    /// How many have no answer.
    pub silent: usize,
    /// Every question that counts, in the order of the set.
    pub lines: Vec<Line>,
    /// Edition of the catalogue.
    pub edition: String,
}

impl Score {
    /// The figure for people: `72.5`, or `–`.
    #[must_use]
    pub fn text(&self) -> String {
        self.permille.map_or_else(|| "–".to_owned(), tenths)
    }

    /// The coverage for people: `95.0%`.
    #[must_use]
    pub fn coverage_text(&self) -> String {
        format!("{}%", tenths(self.coverage))
    }

    /// The formula with its figures put in.
    #[must_use]
    pub fn formula(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => format!("Σ(重み×点) {} ÷ Σ重み {} ＝ {}", self.points, self.weight, self.text()),
            Lang::En => format!("Σ(weight × points) {} ÷ Σ weight {} = {}", self.points, self.weight, self.text()),
        }
    }
}

/// 725 as 72.5.
fn tenths(value: u32) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// Half up.
fn ratio(above: u64, below: u64) -> u32 {
    let doubled = above.saturating_mul(2).saturating_add(below);
    doubled.checked_div(below.saturating_mul(2)).and_then(|r| u32::try_from(r).ok()).unwrap_or(0)
}

/// Points of a level.
const fn points(level: u8) -> u32 {
    (level.saturating_sub(1) as u32).saturating_mul(25)
}

/// Weighs the answers as they stand on a day.
#[must_use]
pub fn score(set: &Set, answers: &Answers, today: Date) -> Score {
    let counts = |q: &&Question| q.weight > 0 && q.is_measure() && asked(q, answers, today);
    let mut lines: Vec<Line> = set.questions.iter().filter(counts).map(|q| line(q, answers, today)).collect();
    let of = |standing: Standing| lines.iter().filter(move |l| l.standing == standing);
    let (excluded, silent) = (of(Standing::Excluded).count(), of(Standing::Silent).count());
    let sum = |keep: &dyn Fn(&Line) -> bool| {
        lines.iter().filter(|l| keep(l)).fold(0_u64, |sum, l| sum.saturating_add(u64::from(l.weight)))
    };
    let weight = sum(&|l| l.standing != Standing::Excluded);
    let (all, answered) = (sum(&|_| true), sum(&|l| l.standing != Standing::Silent));
    let points =
        lines.iter().fold(0_u64, |sum, l| sum.saturating_add(u64::from(l.points).saturating_mul(u64::from(l.weight))));
    let counted = lines.iter().any(|l| l.level.is_some());
    let permille = (counted && weight > 0).then(|| ratio(points.saturating_mul(10), weight));
    for line in &mut lines {
        let own = u64::from(line.points).saturating_mul(u64::from(line.weight)).saturating_mul(10);
        line.contribution = if weight > 0 { ratio(own, weight) } else { 0 };
    }
    Score {
        permille,
        band: permille.map(band),
        coverage: if all > 0 { ratio(answered.saturating_mul(1000), all) } else { 0 },
        points,
        weight,
        excluded,
        silent,
        lines,
        edition: set.edition.clone(),
    }
}

const fn band(permille: u32) -> Band {
    match permille {
        800.. => Band::High,
        600..800 => Band::Good,
        400..600 => Band::Fair,
        _ => Band::Low,
    }
}

fn line(question: &Question, answers: &Answers, today: Date) -> Line {
    let answer = answers.get(&question.id);
    let (standing, level) = match answer.map(|a| (&a.value, a.counted_level(today))) {
        Some((Value::Level(given), Some(level))) if level < *given => (Standing::Lowered, Some(level)),
        Some((Value::Level(_), level)) => (Standing::Counted, level),
        Some((Value::NotApplicable(_), _)) => (Standing::Excluded, None),
        _ => (Standing::Silent, None),
    };
    Line {
        question: question.id.clone(),
        standing,
        level,
        points: level.map_or(0, points),
        weight: question.weight,
        contribution: 0,
    }
}
