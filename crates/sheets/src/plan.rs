//! What is to be written where: the questions of a workbook, mapped, and the answers of a book in the sheet's words.

mod report;
mod wording;

use answers::{Given, Lowered, Offer, Offered};
use domain::Lang;

pub use report::{Report, ReportRow};

use crate::{
    Answer, Candidate, Corrections, Meaning, Place, Question, Reason, Vocabulary, Workbook,
    layout::Choice,
    mapping::{self, Judgement},
};
use wording::Words;

/// Below this score a person decides.
pub const SURE: f64 = 0.5;

/// A value on its way into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(String),
}

/// A question with what is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The question and its cells.
    pub question: Question,
    /// Measures that may answer it, best first.
    pub candidates: Vec<Candidate>,
    /// The cell the answer goes into; for marks the one that is marked.
    pub answer_cell: Option<Place>,
    /// What is written there.
    pub written: Option<String>,
    /// Words for the remark cell.
    pub remark: Option<String>,
    /// Names of proofs for the evidence cell.
    pub evidence: Option<String>,
    /// The day for the date cell.
    pub date: Option<String>,
    /// Why the row is as it is.
    pub reason: Reason,
    value: Option<Value>,
}

/// Everything that is to be written into a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// One row for each question.
    pub rows: Vec<Row>,
    lang: Lang,
}

/// Maps the questions of a workbook and answers them with what a book offers.
///
/// Corrections come before the mapping. What is not sure, not in the book, not to be given, or answered already, is left
/// for a person and says so.
#[must_use]
pub fn plan(workbook: &Workbook, offer: &Offer, vocabulary: &Vocabulary, corrections: &Corrections) -> Plan {
    let lang = if workbook.is_japanese() { Lang::Ja } else { Lang::En };
    let rows = workbook.questions().iter().map(|q| row(q, offer, (vocabulary, corrections), lang)).collect();
    Plan { rows, lang }
}

fn row(question: &Question, offer: &Offer, (vocabulary, corrections): (&Vocabulary, &Corrections), lang: Lang) -> Row {
    let corrected = corrections.get(&question.text);
    let judgement = match corrected {
        Some(None) => Judgement { candidates: Vec::new(), topic: None },
        Some(Some(measure)) => {
            Judgement { candidates: vec![Candidate { measure: measure.to_owned(), score: 1.0 }], topic: None }
        }
        None => mapping::judge(&question.text, &question.heading, vocabulary),
    };
    let mut row = Row {
        question: question.clone(),
        candidates: judgement.candidates,
        answer_cell: question.answer.cell(),
        written: None,
        remark: None,
        evidence: None,
        date: None,
        reason: Reason::NoMeasure,
        value: None,
    };
    row.reason = match row.candidates.first().cloned() {
        None if corrected.is_some() => Reason::CorrectedToNone,
        None => judgement.topic.map_or(Reason::NoMeasure, |t| Reason::OtherTopic {
            topic: (t.get(Lang::Ja).to_owned(), t.get(Lang::En).to_owned()),
        }),
        Some(best) if best.score < SURE => Reason::NotSure { measure: best.measure },
        Some(best) => match offer.of(&best.measure) {
            Offered::Unanswered => Reason::NotInBook { measure: best.measure },
            Offered::Withheld(why) => Reason::Withheld { measure: best.measure, why: why.clone() },
            Offered::Given { given, lowered } => lower(row.fill(given, lang), lowered),
        },
    };
    row
}

/// Says why an answer counts for less than the book says.
fn lower(reason: Reason, lowered: &[Lowered]) -> Reason {
    match reason {
        Reason::Answered { measure, level } if !lowered.is_empty() => {
            Reason::AnsweredLower { measure, level, because: lowered.to_vec() }
        }
        other => other,
    }
}

impl Row {
    /// Takes an answer of the book over into the row and says why it came out so.
    fn fill(&mut self, given: &Given, lang: Lang) -> Reason {
        let measure = given.measure.clone();
        let words = Words { given, lang };
        if let Answer::Closed { holds, .. } = &self.question.answer {
            return Reason::Closed { holds: holds.clone() };
        }
        if let Answer::Nowhere = self.question.answer {
            return Reason::NoCell;
        }
        let negative = mapping::is_negative(&self.question.text);
        let wanted = words.meaning();
        self.evidence = self.question.evidence.and_then(|_| words.evidence());
        self.date = self.question.date.and_then(|_| given.answered_on.map(|day| day.to_string()));
        if mapping::is_past(&self.question.text) {
            return self.of_the_past(&words, measure);
        }
        if negative && self.reads_both_ways() {
            return self.in_words(&words, measure);
        }
        self.remark = self.question.remark.and_then(|_| words.remark(negative));
        match self.choice(wanted, words.level()) {
            Some((choice, cell)) => {
                self.put(&choice, cell);
                Reason::Answered { measure, level: words.level() }
            }
            None if matches!(self.question.answer, Answer::Words { .. }) => {
                let text = words.answer(negative, self.question.remark.is_none());
                self.written = Some(text.clone());
                self.value = Some(Value::Text(text));
                Reason::Answered { measure, level: words.level() }
            }
            None if wanted == Meaning::Partial && self.question.remark.is_some() => {
                let Some((choice, cell)) = self.choice(Meaning::No, None) else {
                    return self.nothing(Reason::NoValue { measure, meaning: wanted });
                };
                self.put(&choice, cell);
                self.remark = Some(words.partly());
                Reason::PartAsNo { measure }
            }
            None => self.nothing(Reason::NoValue { measure, meaning: wanted }),
        }
    }

    /// Leaves the answer empty; the remark stays, because it says what could not be chosen.
    fn nothing(&mut self, reason: Reason) -> Reason {
        self.evidence = None;
        self.date = None;
        reason
    }

    /// はい and いいえ to a question for the bad thing mean either; 適 and 否, ○ and × judge.
    fn reads_both_ways(&self) -> bool {
        let bare = |value: &str| {
            let lower = value.trim().to_lowercase();
            ["はい", "いいえ", "yes", "no", "y", "n", "有", "無", "あり", "なし", "該当"].contains(&lower.as_str())
        };
        match &self.question.answer {
            Answer::Choice { allowed, .. } => allowed.iter().any(|c| bare(&c.value)),
            Answer::Marks { options, .. } => options.iter().any(|(c, _)| bare(&c.value)),
            Answer::Boxes { options, .. } => options.iter().any(|c| bare(&c.value)),
            Answer::Words { .. } | Answer::Closed { .. } | Answer::Nowhere => false,
        }
    }

    /// What happened is for a person to say; the words of the book are put where there is room, nothing is chosen.
    fn of_the_past(&mut self, words: &Words<'_>, measure: String) -> Reason {
        self.remark = self.question.remark.and_then(|_| words.remark(false));
        self.nothing(Reason::Past { measure })
    }

    fn in_words(&mut self, words: &Words<'_>, measure: String) -> Reason {
        if self.question.remark.is_none() {
            return self.nothing(Reason::BothWays { measure });
        }
        self.remark = Some(words.answer(true, true));
        Reason::InWords { measure }
    }

    /// The value of the sheet for a meaning, with its cell.
    fn choice(&self, meaning: Meaning, level: Option<u8>) -> Option<(Choice, Place)> {
        let pick = |choices: &[(Choice, Place)]| {
            let fitting: Vec<&(Choice, Place)> = choices.iter().filter(|(c, _)| c.meaning == meaning).collect();
            let by_level = fitting.iter().find(|(c, _)| c.level.is_some() && c.level == level);
            let best = || match level {
                // ◎ is for what is also checked
                Some(4..=5) => fitting.iter().find(|(c, _)| c.value.contains('◎')),
                _ => None,
            };
            let plain = || fitting.iter().find(|(c, _)| !c.value.contains('◎'));
            let lowest = || fitting.iter().filter(|(c, _)| c.level.is_some()).min_by_key(|(c, _)| c.level);
            by_level
                .or_else(best)
                .or_else(lowest)
                .or_else(plain)
                .or_else(|| fitting.first())
                .map(|found| (*found).clone())
        };
        match &self.question.answer {
            Answer::Choice { cell, allowed } => pick(&allowed.iter().map(|c| (c.clone(), *cell)).collect::<Vec<_>>()),
            Answer::Marks { options, .. } => pick(options),
            Answer::Boxes { cell, options, .. } => {
                pick(&options.iter().map(|c| (c.clone(), *cell)).collect::<Vec<_>>())
            }
            Answer::Words { .. } | Answer::Closed { .. } | Answer::Nowhere => None,
        }
    }

    fn put(&mut self, choice: &Choice, cell: Place) {
        self.answer_cell = Some(cell);
        let (written, value) = match &self.question.answer {
            Answer::Marks { mark, .. } => (mark.clone(), Value::Text(mark.clone())),
            Answer::Boxes { text, options, .. } => {
                let nth = options.iter().position(|o| o == choice).unwrap_or(0);
                (choice.value.clone(), Value::Text(ticked(text, nth)))
            }
            _ if choice.number => (choice.value.clone(), Value::Number(choice.value.clone())),
            _ => (choice.value.clone(), Value::Text(choice.value.clone())),
        };
        self.written = Some(written);
        self.value = Some(value);
    }

    /// A person's choice instead of what was planned; `false` where the sheet has no value for it.
    pub fn choose(&mut self, meaning: Meaning) -> bool {
        let Some((choice, cell)) = self.choice(meaning, None) else { return false };
        self.put(&choice, cell);
        self.reason = Reason::Chosen;
        true
    }

    /// Leaves the whole row as it was in the file.
    pub fn clear(&mut self) {
        self.answer_cell = self.question.answer.cell();
        (self.written, self.remark, self.evidence, self.date, self.value) = (None, None, None, None, None);
    }

    /// Every cell that is written, with its value.
    pub(crate) fn writes(&self) -> Vec<(Place, Value)> {
        let mut out = Vec::new();
        out.extend(self.answer_cell.zip(self.value.clone()));
        let words = [
            (self.question.remark, &self.remark),
            (self.question.evidence, &self.evidence),
            (self.question.date, &self.date),
        ];
        for (cell, text) in words {
            out.extend(cell.zip(text.clone().map(|t| Value::Text(harmless(&t)))));
        }
        out
    }
}

/// The text of a cell with its n-th empty box ticked.
fn ticked(text: &str, nth: usize) -> String {
    let mut at = 0_usize;
    text.chars()
        .map(|c| {
            let tick = match c {
                '□' => '■',
                '☐' => '☑',
                other => return other,
            };
            at = at.saturating_add(1);
            if at == nth.saturating_add(1) { tick } else { c }
        })
        .collect()
}

/// Words that a spreadsheet could take for a formula, when they are copied out of the cell, get an apostrophe in front.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

impl Plan {
    /// The language the sheet is filled in.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// How many rows have an answer or words to write.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.rows.iter().filter(|r| r.written.is_some() || r.remark.is_some()).count()
    }
}
