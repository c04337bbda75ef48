//! What changed between two versions of a paper.

use domain::Lang;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Article, Body, Counter, Item, Number, Numbers, Paper, PaperError, Runs, Words, number};

/// Texts less alike than this are another text, not a changed one.
const ALIKE: f32 = 0.4;

/// A changed paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands, in words: in the new version, or in the old one if it is gone. Empty before the first article
    /// or heading.
    pub place: String,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Its text in stretches.
    pub text: Vec<Stretch>,
}

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words changed.
    Changed,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// In both versions.
    Same(String),
    /// In the new version only.
    Inserted(String),
    /// In the old version only.
    Deleted(String),
}

/// A paragraph as it is compared.
#[derive(Debug, Clone)]
struct Line {
    place: String,
    text: String,
}

/// Paragraphs that differ, in the order of the new version. Japanese is compared letter by letter, English by words.
/// Numbers that moved because an article came or went are no change by themselves; references to them are.
///
/// # Errors
/// When one of the papers contradicts itself.
pub fn changes(old: &Paper, new: &Paper) -> Result<Vec<Change>, PaperError> {
    let (before, after) = (lines(old)?, lines(new)?);
    let text = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &text(&before), &text(&after)) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let gone = before.get(op.old_range()).unwrap_or_default();
            let come = after.get(op.new_range()).unwrap_or_default();
            paired(gone, come, new.lang, &mut out);
        }
    }
    Ok(out)
}

/// Pairs each paragraph that went with the next one like it that came.
fn paired(gone: &[Line], come: &[Line], lang: Lang, out: &mut Vec<Change>) {
    let mut come = come;
    for line in gone {
        let like = come.iter().position(|other| alike(&line.text, &other.text, lang) >= ALIKE);
        let Some((added, other, rest)) = like.and_then(|place| {
            let (added, rest) = come.split_at_checked(place)?;
            let (other, rest) = rest.split_first()?;
            Some((added, other, rest))
        }) else {
            out.push(Change {
                place: line.place.clone(),
                kind: ChangeKind::Removed,
                text: vec![Stretch::Deleted(line.text.clone())],
            });
            continue;
        };
        out.extend(added.iter().map(added_line));
        out.push(Change {
            place: other.place.clone(),
            kind: ChangeKind::Changed,
            text: stretches(&line.text, &other.text, lang),
        });
        come = rest;
    }
    out.extend(come.iter().map(added_line));
}

fn added_line(line: &Line) -> Change {
    Change { place: line.place.clone(), kind: ChangeKind::Added, text: vec![Stretch::Inserted(line.text.clone())] }
}

/// The smallest things compared: letters in Japanese, words and what is between them in English.
fn tokens(text: &str, lang: Lang) -> Vec<&str> {
    match lang {
        Lang::Ja => text.split_inclusive(|_| true).collect(),
        Lang::En => text.split_inclusive([' ', '\n']).flat_map(punctuated).collect(),
    }
}

/// A word without the sign at its end, and the sign.
fn punctuated(word: &str) -> [&str; 2] {
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    word.split_at_checked(end).map_or([word, ""], |(word, rest)| [word, rest])
}

fn alike(old: &str, new: &str, lang: Lang) -> f32 {
    let (old, new) = (tokens(old, lang), tokens(new, lang));
    let all = old.len().saturating_add(new.len());
    let same: usize = capture_diff_slices(Algorithm::Myers, &old, &new)
        .iter()
        .map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a share of the letters of a paragraph")]
    let share = (same.saturating_mul(2)) as f32 / all.max(1) as f32;
    share
}

fn stretches(old: &str, new: &str, lang: Lang) -> Vec<Stretch> {
    let (old, new) = (tokens(old, lang), tokens(new, lang));
    let mut out = Vec::new();
    let (mut gone, mut come) = (String::new(), String::new());
    let mut ops = capture_diff_slices(Algorithm::Myers, &old, &new).into_iter().peekable();
    while let Some(op) = ops.next() {
        let (before, after) =
            (old.get(op.old_range()).unwrap_or_default(), new.get(op.new_range()).unwrap_or_default());
        let same = matches!(op, DiffOp::Equal { .. });
        let text = before.concat();
        // A space between two changed words is changed with them.
        if same && !(text.trim().is_empty() && ops.peek().is_some() && !(gone.is_empty() && come.is_empty())) {
            flush(&mut gone, &mut come, &mut out);
            out.push(Stretch::Same(text));
            continue;
        }
        gone.push_str(&text);
        come.push_str(&after.concat());
    }
    flush(&mut gone, &mut come, &mut out);
    out
}

fn flush(gone: &mut String, come: &mut String, out: &mut Vec<Stretch>) {
    if !gone.is_empty() {
        out.push(Stretch::Deleted(std::mem::take(gone)));
    }
    if !come.is_empty() {
        out.push(Stretch::Inserted(std::mem::take(come)));
    }
}

/// A paper as paragraphs with their places.
fn lines(paper: &Paper) -> Result<Vec<Line>, PaperError> {
    let numbers = Numbers::of(paper)?;
    let mut walk = Walk {
        numbers: &numbers,
        words: Words::of(paper.lang),
        counter: Counter::default(),
        place: String::new(),
        lines: Vec::new(),
    };
    for part in &paper.parts {
        walk.body(&part.body);
    }
    Ok(walk.lines)
}

struct Walk<'a> {
    numbers: &'a Numbers,
    words: &'static Words,
    counter: Counter,
    place: String,
    lines: Vec<Line>,
}

impl Walk<'_> {
    fn body(&mut self, body: &Body) {
        match body {
            Body::Annex(annex) => {
                let number = self.counter.annex();
                self.place = self.words.annex_number(number);
                self.line(annex.title.clone());
            }
            Body::Heading(heading) => {
                let number = self.counter.heading(heading).map(number::heading_number);
                let text = self.text(&heading.text);
                self.place = number.map_or_else(|| text.clone(), |number| format!("{number} {text}"));
                self.line(text);
            }
            Body::Article(article) => self.article(article),
            Body::Title(text) => self.line(text.clone()),
            Body::Addressee(addressee) => addressee.lines.iter().for_each(|line| self.line(line.clone())),
            Body::List(list) => list.items.iter().for_each(|item| self.item(item)),
            Body::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| self.joined(&cell.text)).collect();
                    self.line(cells.join(" | "));
                }
            }
            Body::Form(form) => {
                for row in &form.rows {
                    let text = format!("{} | {}", row.label, self.joined(&row.value));
                    self.line(text);
                }
            }
            Body::Signatures(signatures) => {
                for party in &signatures.parties {
                    let all = [&party.role, &party.organisation, &party.address, &party.title, &party.person];
                    let given: Vec<&str> =
                        all.iter().map(|text| text.as_str()).filter(|text| !text.is_empty()).collect();
                    self.line(given.join(" | "));
                }
            }
            Body::Seals(seals) => self.line(seals.boxes.join(" | ")),
            Body::PageBreak => {}
            Body::Lines { .. } | Body::Paragraph(_) | Body::Centred(_) | Body::Note(_) => {
                let mut all: Vec<String> = Vec::new();
                body.each_runs(&mut |runs| all.push(self.text(runs)));
                all.into_iter().for_each(|text| self.line(text));
            }
        }
    }

    fn article(&mut self, article: &Article) {
        let number = self.counter.article();
        self.place = self.words.article(number.article);
        self.line(article.title.clone());
        for (count, clause) in (1..).zip(&article.clauses) {
            if article.clauses.len() > 1 {
                self.place = self.words.clause(Number { clause: count, ..number });
            }
            self.line(self.text(&clause.text));
            clause.items.iter().for_each(|item| self.item(item));
        }
    }

    fn item(&mut self, item: &Item) {
        self.line(self.text(&item.text));
        for sub in &item.items {
            self.line(self.text(&sub.text));
        }
    }

    fn joined(&self, paragraphs: &[Runs]) -> String {
        paragraphs.iter().map(|runs| self.text(runs)).collect::<Vec<_>>().join("\n")
    }

    fn text(&self, runs: &Runs) -> String {
        runs.iter().map(|run| self.numbers.plain_in(run, self.counter.scope())).collect()
    }

    fn line(&mut self, text: String) {
        if !text.is_empty() {
            self.lines.push(Line { place: self.place.clone(), text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Clause, Part, Run};
    use super::*;

    fn paper(lang: Lang, clauses: &[&str]) -> Paper {
        let mut paper = Paper::new(lang, "t");
        let mut article = Article::new("a", if lang == Lang::Ja { "報告" } else { "Reports" });
        for clause in clauses {
            article = article.clause(*clause);
        }
        paper.push(Part::article(article));
        paper
    }

    #[test]
    fn japanese_changes_by_letters() {
        let old = paper(Lang::Ja, &["乙は、事故を知ったときは、24時間以内に報告する。", "この項は残る。"]);
        let new =
            paper(Lang::Ja, &["乙は、事故を知ったときは、1時間以内に報告する。", "この項は残る。", "写しを添える。"]);
        let found = changes(&old, &new).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].place, "第1条第1項");
        assert_eq!(
            found[0].text,
            [
                Stretch::Same("乙は、事故を知ったときは、".into()),
                Stretch::Deleted("24".into()),
                Stretch::Inserted("1".into()),
                Stretch::Same("時間以内に報告する。".into()),
            ]
        );
        assert_eq!((found[1].place.as_str(), found[1].kind), ("第1条第3項", ChangeKind::Added));
    }

    #[test]
    fn english_changes_by_words() {
        let old = paper(Lang::En, &["It reports within 24 hours, in writing."]);
        let new = paper(Lang::En, &["It reports within one hour, in writing."]);
        let found = changes(&old, &new).unwrap();
        assert_eq!(
            found[0].text,
            [
                Stretch::Same("It reports within ".into()),
                Stretch::Deleted("24 hours".into()),
                Stretch::Inserted("one hour".into()),
                Stretch::Same(", in writing.".into()),
            ]
        );
    }

    #[test]
    fn a_new_article_changes_only_the_references_behind_it() {
        let with = |first: &[&str]| {
            let mut paper = Paper::new(Lang::Ja, "t");
            for key in first {
                paper.push(Part::article(Article::new(*key, *key).clause(format!("{key}の本文はここにある。"))));
            }
            paper.push(Part::article(Article::new("z", "終わり").clause(Clause::of(vec![
                "前に述べた".into(),
                Run::article("b"),
                "のとおり。".into(),
            ]))));
            paper
        };
        let found = changes(&with(&["a", "b"]), &with(&["a", "新しい条", "b"])).unwrap();
        let kinds: Vec<_> = found.iter().map(|change| (change.place.as_str(), change.kind)).collect();
        assert_eq!(
            kinds,
            [("第2条", ChangeKind::Added), ("第2条", ChangeKind::Added), ("第4条", ChangeKind::Changed)],
            "{found:#?}"
        );
    }

    #[test]
    fn the_same_paper_has_no_changes() {
        let old = paper(Lang::Ja, &["乙は、報告する。"]);
        assert_eq!(changes(&old, &old).unwrap(), []);
    }
}
