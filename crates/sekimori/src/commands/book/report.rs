//! What the book commands print.

use answers::{AnswerBook, Bundle, Ending, Merge, Worth};
use domain::Lang;
use jiff::{ToSpan as _, civil::Date};
use serde_json::{Value, json};

use crate::{context::Context, out};

/// Days ahead in which the end of a proof is told.
const AHEAD: i64 = 60;

/// A book on a day.
pub struct Look<'a> {
    book: &'a AnswerBook,
    day: Date,
    worth: Vec<Worth>,
    ending: Vec<Ending>,
}

impl<'a> Look<'a> {
    /// Looks at a book on a day.
    pub fn at(book: &'a AnswerBook, day: Date) -> Self {
        let ending = book.ending(day, day.saturating_add(AHEAD.days()));
        Self { book, day, worth: book.on(day), ending }
    }

    /// Whether something is stale or lowered.
    pub fn needs_care(&self) -> bool {
        self.worth.iter().any(Worth::needs_care)
    }

    /// For programs.
    pub fn json(&self, lang: Lang) -> Value {
        let consents = self.book.consents().iter().map(|c| {
            json!({ "client": c.client, "holds": c.holds(self.day), "ended_on": c.ended(self.day), "files": c.files })
        });
        json!({
            "organisation": self.book.organisation(), "edition": self.book.edition(), "on": self.day,
            "stale_after_days": self.book.stale_after_days(), "sound": !self.needs_care(),
            "answers": self.worth.iter().map(|w| line(w, lang)).collect::<Vec<_>>(),
            "ending": self.ending, "consents": consents.collect::<Vec<_>>(),
        })
    }

    /// For people.
    pub fn text(&self, context: &Context) -> String {
        let stale = self.worth.iter().filter(|w| w.stale_since.is_some()).count();
        let lowered = self.worth.iter().filter(|w| !w.because.is_empty()).count();
        let (whose, day, all) = (self.book.organisation(), self.day, self.worth.len());
        let head = match context.lang {
            Lang::Ja => format!("{whose}（{day}現在）: 回答 {all}、古い {stale}、証跡の期限切れで下がる {lowered}\n"),
            Lang::En => {
                format!("{whose} on {day}: {all} answers, {stale} stale, {lowered} lowered by proofs that ended\n")
            }
        };
        let mut text = head + &care(&self.worth, context);
        for ending in &self.ending {
            let named = ending.answers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            text += &match context.lang {
                Lang::Ja => {
                    format!("{} に証跡「{}」の期限が切れ、次の回答が下がります: {named}\n", ending.on, ending.name)
                }
                Lang::En => format!("the proof \"{}\" ends on {} and lowers: {named}\n", ending.name, ending.on),
            };
        }
        text
    }
}

fn line(worth: &Worth, lang: Lang) -> Value {
    let mut value = json!(worth);
    if let Some(object) = value.as_object_mut() {
        object.insert("reasons".to_owned(), json!(worth.reasons(lang)));
    }
    value
}

/// The answers that need care, as a table; nothing where none does.
fn care(worth: &[Worth], context: &Context) -> String {
    let rows: Vec<Vec<String>> = worth
        .iter()
        .filter(|w| w.needs_care() || w.undated)
        .map(|w| {
            let level = |l: Option<u8>| l.map_or_else(|| "N/A".to_owned(), |l| l.to_string());
            let levels =
                if w.given == w.level { level(w.level) } else { format!("{}→{}", level(w.given), level(w.level)) };
            vec![w.target.to_string(), levels, w.reasons(context.lang).join(context.words("、", "; "))]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let titles = [context.words("対策", "MEASURE"), context.words("段階", "LEVEL"), context.words("理由", "REASON")];
    out::table(&titles, &rows)
}

/// A bundle for programs: whose, how old, what is stale.
pub fn bundle(bundle: &Bundle, day: Date, lang: Lang) -> Value {
    let about = &bundle.manifest;
    let worth = bundle.book.on(day);
    json!({
        "sound": true, "organisation": about.organisation, "set": about.set, "edition": about.edition,
        "client": about.client, "made_at": about.made_at, "age_days": age(bundle, day),
        "valid_until": about.valid_until, "valid": bundle.is_good(day), "key": bundle.key_id,
        "count": about.answers, "oldest": oldest(bundle), "files": bundle.files.keys().collect::<Vec<_>>(),
        "answers": worth.iter().map(|w| line(w, lang)).collect::<Vec<_>>(),
    })
}

fn age(bundle: &Bundle, day: Date) -> i64 {
    let made = app::clock::day_in_japan(bundle.manifest.made_at);
    day.since(made).map_or(0, |span| i64::from(span.get_days()))
}

fn oldest(bundle: &Bundle) -> Option<Date> {
    bundle.book.answers().iter().filter_map(|a| a.answered_on).min()
}

/// A bundle for people.
pub fn bundle_text(bundle: &Bundle, day: Date, with_key: bool, context: &Context) -> String {
    let about = &bundle.manifest;
    let none = || context.words("–", "–").to_owned();
    let days = age(bundle, day);
    let made =
        format!("{} {}", about.made_at, context.words(&format!("（{days}日前）"), &format!("({days} days ago)")));
    let until = about.valid_until.map_or_else(none, |until| {
        let over = if bundle.is_good(day) { "" } else { context.words("（切れています）", " (ended)") };
        format!("{until}{over}")
    });
    let key = if with_key {
        format!("{} {}", bundle.key_id, context.words("（渡された公開鍵で確認）", "(checked with the key given)"))
    } else {
        let unknown = context.words(
            "（束の中の鍵。委託先から聞いた番号と比べてください）",
            "(the key inside; compare the number with what the contractor told you)",
        );
        format!("{} {unknown}", bundle.key_id)
    };
    let rows = [
        (context.words("だれの", "whose"), about.organisation.clone()),
        (context.words("だれ宛て", "for"), about.client.clone().unwrap_or_else(none)),
        (context.words("作成", "made"), made),
        (context.words("期限", "good until"), until),
        (context.words("版", "edition"), about.edition.clone().unwrap_or_else(none)),
        (context.words("鍵", "key"), key),
        (context.words("回答", "answers"), about.answers.to_string()),
        (context.words("最も古い回答", "oldest answer"), oldest(bundle).map_or_else(none, |d| d.to_string())),
        (context.words("証跡のファイル", "files of proofs"), bundle.files.len().to_string()),
    ];
    let head = context.words("署名したときのままです\n", "It is what was signed\n").to_owned();
    let lines: String = rows.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    head + &lines + &care(&bundle.book.on(day), context)
}

/// What was taken in.
pub fn merge_text(merged: &Merge, dry: bool, context: &Context) -> String {
    let rows: Vec<Vec<String>> =
        merged.lines.iter().map(|l| vec![l.entry.clone(), l.fate.text(context.lang).to_owned()]).collect();
    let titles = [context.words("項目", "ENTRY"), context.words("取込み", "OUTCOME")];
    let end = if dry {
        context.words("試しただけで、何も書いていません\n", "A trial; nothing was written\n")
    } else {
        ""
    };
    format!("{}{end}", out::table(&titles, &rows))
}
