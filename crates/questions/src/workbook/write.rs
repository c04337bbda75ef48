//! Writing the file.

use catalogue::{
    measure::Evidence,
    question::{AnswerKind, Need},
};
use domain::{Lang, Words};
use jiff::{Timestamp, civil::Date};
use writer::{
    WriteError,
    form::{Choices, Form, Page, Slot, Visible},
};

use super::{ABOUT, ANSWER_KEYS, EVIDENCE_KEYS, FORMAT};
use crate::{
    Answers, Question, Set, Value,
    entry::{NOT_APPLICABLE, shown, yes_no},
};

/// What the first sheet says.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Id of the questionnaire; the file is taken back only for it.
    pub id: String,
    /// Who asks.
    pub client: String,
    /// Who answers.
    pub contractor: String,
    /// What it is about.
    pub title: String,
    /// Day by which it is wanted.
    pub due_on: Date,
    /// When the file is made.
    pub made_at: Timestamp,
    /// Language of the file.
    pub lang: Lang,
}

/// Empty rows for evidence beyond those filled.
const SPARE: usize = 40;

/// Writes the file.
///
/// # Errors
/// [`WriteError`] when it cannot be put together.
pub fn write(set: &Set, answers: &Answers, cover: &Cover) -> Result<Vec<u8>, WriteError> {
    let book = Maker { set, answers, cover, lang: cover.lang };
    let mut sheets = vec![book.cover(), book.answers(), book.evidence()];
    sheets.extend(set.questions.iter().filter_map(|q| book.table(q)));
    sheets.push(book.about());
    let form = Form { title: cover.title.clone(), company: cover.client.clone(), made_at: cover.made_at, sheets };
    form.write()
}

struct Maker<'a> {
    set: &'a Set,
    answers: &'a Answers,
    cover: &'a Cover,
    lang: Lang,
}

fn fixed(text: impl Into<String>) -> Slot {
    Slot::Fixed(text.into())
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl Maker<'_> {
    fn say(&self, ja: &'static str, en: &'static str) -> String {
        Words { ja, en }.get(self.lang).to_owned()
    }

    fn answers_name(&self) -> String {
        self.say("回答", "Answers")
    }

    fn evidence_name(&self) -> String {
        self.say("証跡", "Evidence")
    }

    fn table_name(&self, question: &Question) -> String {
        format!("{} {}", self.say("表", "Table"), question.id)
    }

    fn cover(&self) -> Page {
        let line = |name: String, value: String| vec![Slot::Head(name), fixed(value)];
        let day = |date| domain::calendar::long_date(date, self.lang);
        let total = self.set.questions.iter().filter(|q| !matches!(q.kind, AnswerKind::Table { .. })).count();
        let rows = self.set.questions.len();
        let filled = self.answers.0.values().filter(|a| !matches!(a.value, Value::Table(_))).count();
        let mut out = vec![
            vec![Slot::Title(self.cover.title.clone())],
            line(self.say("ご依頼元", "Asked by"), self.cover.client.clone()),
            line(self.say("ご回答者", "Answered by"), self.cover.contractor.clone()),
            line(self.say("回答期限", "Wanted by"), day(self.cover.due_on)),
            vec![
                Slot::Head(self.say("進み具合（回答した数）", "Progress (answered)")),
                Slot::Count {
                    sheet: self.answers_name(),
                    column: 5,
                    first: 2,
                    last: number(rows).saturating_add(1),
                    filled,
                },
            ],
            line(self.say("質問の数", "Questions"), total.to_string()),
            vec![Slot::Empty],
        ];
        let steps = [
            (
                "黄色のマスに書いてください。ほかのマスは保護されています。行の高さと列の幅は変えられます。",
                "Write into the yellow cells. All others are protected. Heights and widths may be changed.",
            ),
            (
                "段階は一覧から選びます。当てはまらないときは「N/A」を選び、右の欄に理由を書きます。",
                "Choose a level from the list. Where a question does not apply choose N/A and say why in the next column.",
            ),
            (
                "証跡のシートに、質問の番号、書類の名前、種類、有効期限を書きます。一つの質問に幾つでも書けます。",
                "On the sheet for evidence give the number of the question, name, kind and last day. Several rows for one question are fine.",
            ),
            (
                "途中で保存して送り返しても構いません。空の欄は、すでに届いている回答を消しません。",
                "It may be sent back half done. Empty cells do not erase answers that have arrived already.",
            ),
            (
                "書き終えたら、受け取ったリンクのページで、このファイルを読み込ませてください。",
                "When done, upload this file on the page behind the link you received.",
            ),
        ];
        out.extend((1..).zip(steps).map(|(n, (ja, en)): (u32, _)| line(n.to_string(), self.say(ja, en))));
        Page {
            name: self.say("ご案内", "Read me"),
            visible: Visible::Shown,
            widths: vec![26, 90],
            rows: out,
            frozen: 0,
            keys: Visible::Shown,
            lists: Vec::new(),
        }
    }

    fn answers(&self) -> Page {
        let heads = [
            ("番号", "No."),
            ("ID", "ID"),
            ("区分", "Section"),
            ("質問", "Question"),
            ("答え方", "How to answer"),
            ("回答", "Answer"),
            ("N/A の理由", "Why N/A"),
            ("補足", "Remark"),
            ("ファイルの照合値", "File digest"),
        ];
        let mut rows = vec![
            ANSWER_KEYS.into_iter().map(fixed).collect(),
            heads.into_iter().map(|(ja, en)| Slot::Head(self.say(ja, en))).collect(),
        ];
        let mut lists = Vec::new();
        for (at, question) in self.set.questions.iter().enumerate() {
            let row = number(at).saturating_add(2);
            rows.push(self.row(at, question));
            if let Some(values) = self.choices(question) {
                let said = self.say("一覧から選んでください", "Choose from the list");
                let refusal = (said.clone(), format!("{said}: {}", values.join(" / ")));
                lists.push(Choices { first: row, last: row, column: 5, values, refusal });
            }
        }
        Page {
            name: self.answers_name(),
            visible: Visible::Shown,
            widths: vec![6, 11, 14, 46, 44, 20, 24, 40, 0],
            rows,
            frozen: 2,
            keys: Visible::Hidden,
            lists,
        }
    }

    fn row(&self, at: usize, question: &Question) -> Vec<Slot> {
        let lang = self.lang;
        let answer = self.answers.get(&question.id);
        let value = answer.map(|a| shown(question, &a.value, lang)).unwrap_or_default();
        let reason = match answer.map(|a| &a.value) {
            Some(Value::NotApplicable(reason)) => reason.clone(),
            _ => String::new(),
        };
        let digest = match answer.map(|a| &a.value) {
            Some(Value::File { name, sha256: Some(sha256) }) => format!("{sha256} {name}"),
            _ => String::new(),
        };
        let must = match question.need {
            Need::Must => "",
            Need::May => Words { ja: "（任意）", en: " (optional)" }.get(lang),
        };
        let table = matches!(question.kind, AnswerKind::Table { .. });
        vec![
            fixed(at.saturating_add(1).to_string()),
            fixed(question.id.as_str()),
            fixed(question.section.get(lang)),
            fixed(format!("{}{must}", question.text.get(lang))),
            fixed(self.allowed(question)),
            if table { fixed(format!("→ {}", self.table_name(question))) } else { Slot::Open(value) },
            if question.is_measure() { Slot::Open(reason) } else { fixed("") },
            Slot::Open(answer.map(|a| a.remark.clone()).unwrap_or_default()),
            fixed(digest),
        ]
    }

    fn choices(&self, question: &Question) -> Option<Vec<String>> {
        match &question.kind {
            AnswerKind::Level { .. } => {
                let mut values: Vec<String> = (1..=5).map(|n: u8| n.to_string()).collect();
                values.push(NOT_APPLICABLE.to_owned());
                Some(values)
            }
            AnswerKind::Choice { options } => Some(options.iter().map(|o| o.label.get(self.lang).to_owned()).collect()),
            AnswerKind::YesNo => {
                let (yes, no) = yes_no(self.lang);
                Some(vec![yes.to_owned(), no.to_owned()])
            }
            _ => None,
        }
    }

    fn allowed(&self, question: &Question) -> String {
        let lang = self.lang;
        match &question.kind {
            AnswerKind::Level { levels } => {
                let lines = (1..).zip(levels.iter()).map(|(n, l): (u32, _)| format!("{n} {}", l.get(lang)));
                lines.collect::<Vec<_>>().join("\n")
            }
            AnswerKind::Choice { options } => options.iter().map(|o| o.label.get(lang)).collect::<Vec<_>>().join("\n"),
            AnswerKind::Several { options } => {
                let list = options.iter().map(|o| o.label.get(lang)).collect::<Vec<_>>().join("\n");
                format!("{}\n{list}", self.say("幾つでも（1行に一つ）", "Any number, one a line"))
            }
            AnswerKind::YesNo => {
                let (yes, no) = yes_no(lang);
                format!("{yes} / {no}")
            }
            AnswerKind::Number { min, max, unit } => format!("{min}–{max} {}", unit.get(lang)),
            AnswerKind::Date => self.say("日付（例 2027-03-31）", "A date, such as 2027-03-31"),
            AnswerKind::Text { most } => match lang {
                Lang::Ja => format!("{most}字まで"),
                Lang::En => format!("Up to {most} characters"),
            },
            AnswerKind::File => self.say(
                "ファイルの名前（本体はリンクのページで付けます）",
                "Name of the file (attach it on the page behind the link)",
            ),
            AnswerKind::Table { rows, .. } => match lang {
                Lang::Ja => format!("別のシートに{rows}行まで"),
                Lang::En => format!("On a sheet of its own, up to {rows} rows"),
            },
        }
    }

    fn evidence(&self) -> Page {
        let heads = [
            ("質問の ID", "ID of the question"),
            ("書類の名前", "Name of the document"),
            ("種類", "Kind"),
            ("有効期限", "Valid until"),
            ("照合値", "Digest"),
        ];
        let mut rows: Vec<Vec<Slot>> = vec![
            EVIDENCE_KEYS.into_iter().map(fixed).collect(),
            heads.into_iter().map(|(ja, en)| Slot::Head(self.say(ja, en))).collect(),
        ];
        for question in &self.set.questions {
            for proof in self.answers.get(&question.id).into_iter().flat_map(|a| &a.evidence) {
                rows.push(vec![
                    Slot::Open(question.id.to_string()),
                    Slot::Open(proof.name.clone()),
                    Slot::Open(proof.kind.map(|k| k.label(self.lang).to_owned()).unwrap_or_default()),
                    Slot::Open(proof.valid_until.map(|d| d.to_string()).unwrap_or_default()),
                    fixed(proof.sha256.clone().unwrap_or_default()),
                ]);
            }
        }
        let blank = || {
            vec![
                Slot::Open(String::new()),
                Slot::Open(String::new()),
                Slot::Open(String::new()),
                Slot::Open(String::new()),
                fixed(""),
            ]
        };
        rows.extend((0..SPARE).map(|_| blank()));
        let last = number(rows.len()).saturating_sub(1);
        let ids: Vec<String> = self.set.questions.iter().map(|q| q.id.to_string()).collect();
        let kinds: Vec<String> = Evidence::ALL.iter().map(|k| k.label(self.lang).to_owned()).collect();
        let refusal = |what: String| (what.clone(), what);
        Page {
            name: self.evidence_name(),
            visible: Visible::Shown,
            widths: vec![16, 50, 20, 16, 0],
            rows,
            frozen: 2,
            keys: Visible::Hidden,
            lists: vec![
                Choices {
                    first: 2,
                    last,
                    column: 0,
                    values: ids,
                    refusal: refusal(
                        self.say(
                            "回答のシートにある ID を選んでください",
                            "Choose an ID of the sheet with the answers",
                        ),
                    ),
                },
                Choices {
                    first: 2,
                    last,
                    column: 2,
                    values: kinds,
                    refusal: refusal(self.say("一覧から選んでください", "Choose from the list")),
                },
            ],
        }
    }

    fn table(&self, question: &Question) -> Option<Page> {
        let AnswerKind::Table { rows: most, columns } = &question.kind else { return None };
        let filled = match self.answers.get(&question.id).map(|a| &a.value) {
            Some(Value::Table(rows)) => rows.as_slice(),
            _ => &[],
        };
        let mut rows: Vec<Vec<Slot>> = vec![
            columns.iter().map(|c| fixed(c.key.as_str())).collect(),
            columns.iter().map(|c| Slot::Head(c.label.get(self.lang).to_owned())).collect(),
        ];
        for at in 0..*most {
            let row = filled.get(at);
            let cell = |nth: usize| row.and_then(|r| r.get(nth)).cloned().unwrap_or_default();
            rows.push((0..columns.len()).map(|nth| Slot::Open(cell(nth))).collect());
        }
        Some(Page {
            name: self.table_name(question),
            visible: Visible::Shown,
            widths: columns.iter().map(|_| 30).collect(),
            rows,
            frozen: 2,
            keys: Visible::Hidden,
            lists: Vec::new(),
        })
    }

    fn about(&self) -> Page {
        let line = |key: String, value: String| vec![fixed(key), fixed(value)];
        let mut rows = vec![
            line("format".into(), FORMAT.into()),
            line("questionnaire".into(), self.cover.id.clone()),
            line("set".into(), self.set.digest()),
            line("answers".into(), self.answers_name()),
            line("evidence".into(), self.evidence_name()),
        ];
        for question in self.set.questions.iter().filter(|q| matches!(q.kind, AnswerKind::Table { .. })) {
            rows.push(line(format!("table:{}", question.id), self.table_name(question)));
        }
        Page {
            name: ABOUT.to_owned(),
            visible: Visible::Hidden,
            widths: vec![20, 70],
            rows,
            frozen: 0,
            keys: Visible::Shown,
            lists: Vec::new(),
        }
    }
}
