//! The comparison as a workbook: a line a criterion, a column a candidate, each figure with its reason.

use domain::{
    Lang,
    calendar::EngagementNumber,
    selection::{Factor, SchemeDemand, ScsDemand},
};
use rules::selection::hundredths;
use writer::{About, Cell, Column, Kind, Table};

use super::{Judged, Selection, Selections, View};
use crate::{Caller, Error, Result, export::File};

/// A criterion with what each candidate shows.
struct Line {
    name: String,
    cells: Vec<Cell>,
}

const fn pick(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

/// A figure and the words beside it.
fn with(figure: &str, words: &str) -> Cell {
    if words.is_empty() { Cell::Text(figure.to_owned()) } else { Cell::Text(format!("{figure}\n{words}")) }
}

impl Selections<'_> {
    /// The comparison of a round as an Excel file.
    ///
    /// # Errors
    /// Forbidden without [`domain::permission::Permission::ViewSelection`]; not found when the engagement or the round is out
    /// of sight.
    pub async fn export(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (round, lang): (Option<i64>, Lang),
    ) -> Result<File> {
        let view = self.show(caller, number, round).await?;
        let one = view.selection.as_ref().ok_or(Error::NotFound)?;
        let settings = self.0.settings().await?;
        let title = format!("{} {number}", pick(lang, "委託先の比較", "Comparison of candidates"));
        let mut columns = vec![Column::new("criterion", pick(lang, "観点", "Criterion"), 34, Kind::Text)];
        columns.extend(
            view.candidates.iter().map(|j| Column::new("candidate", j.candidate.name.as_str(), 34, Kind::Text)),
        );
        let lines = self.lines(&view, one, lang);
        let mut filters = vec![
            (pick(lang, "案件", "Engagement").to_owned(), view.case.engagement.facts.title.to_string()),
            (pick(lang, "回", "Round").to_owned(), one.round.to_string()),
            (pick(lang, "状態", "State").to_owned(), one.state.label(lang).to_owned()),
            (pick(lang, "評価した日", "Judged on").to_owned(), view.judged_on.to_string()),
        ];
        filters.extend(
            one.record
                .published
                .as_ref()
                .map(|p| (pick(lang, "評価の式のSHA-256", "SHA-256 of the formula").to_owned(), p.digest.clone())),
        );
        let about = About {
            exported_by: Some(caller.actor.person().name.to_string()),
            filters,
            ..About::new(settings.organisation(lang).to_owned(), self.0.clock().now())
        };
        let sheet = pick(lang, "比較", "Comparison").to_owned();
        let table = Table { title: title.clone(), sheet, columns, lang };
        let stem = format!("{title}-{}", self.0.clock().today());
        tokio::task::spawn_blocking(move || {
            let mut out = writer::xlsx::Writer::new(&table).map_err(Error::internal)?;
            for line in lines {
                let mut row = vec![Cell::Text(line.name)];
                row.extend(line.cells);
                out.row(&row).map_err(Error::internal)?;
            }
            Ok(File::excel(out.finish(&about).map_err(Error::internal)?.bytes, &stem))
        })
        .await
        .map_err(Error::internal)?
    }

    fn lines(&self, view: &View, one: &Selection, lang: Lang) -> Vec<Line> {
        let all = &view.candidates;
        let line = |name: &str, cell: &dyn Fn(&Judged) -> Cell| Line {
            name: name.to_owned(),
            cells: all.iter().map(cell).collect(),
        };
        let none = || pick(lang, "–", "–").to_owned();
        let mut out = vec![
            line(pick(lang, "順位", "Place"), &|j| {
                Cell::Text(j.evaluation.rank.map_or_else(none, |rank| rank.to_string()))
            }),
            line(pick(lang, "総合点", "Total"), &|j| Cell::Text(hundredths(j.evaluation.total))),
            line(pick(lang, "選べない理由", "Why it cannot be chosen"), &|j| {
                let why: Vec<String> = j.evaluation.failures.iter().map(|f| self.why(f, lang).0).collect();
                Cell::Text(why.join("\n"))
            }),
            line(pick(lang, "価格（円）", "Price (yen)"), &|j| {
                j.candidate.record.sheet.price.map_or(Cell::Empty, |p| Cell::Integer(p.get()))
            }),
        ];
        for rule in &one.formula.factors {
            let weight = rule.weight;
            let name = match (lang, rule.minimum) {
                (Lang::Ja, None) => format!("{}（重み{weight}）", rule.factor.label(lang)),
                (Lang::Ja, Some(min)) => format!("{}（重み{weight}、最低{min}点）", rule.factor.label(lang)),
                (Lang::En, None) => format!("{} (weight {weight})", rule.factor.label(lang)),
                (Lang::En, Some(min)) => format!("{} (weight {weight}, minimum {min})", rule.factor.label(lang)),
            };
            out.push(line(&name, &|j| factor_cell(j, rule.factor)));
        }
        if one.formula.scheme != SchemeDemand::None || one.formula.scs != ScsDemand::None {
            out.push(line(pick(lang, "証明", "Proof"), &|j| {
                let held = j.certificates.iter().map(|c| match c.expires {
                    Some(end) => format!("{} {}（{end}）", c.kind.label(lang), c.scope),
                    None => format!("{} {}", c.kind.label(lang), c.scope),
                });
                Cell::Text(held.collect::<Vec<_>>().join("\n"))
            }));
            out.push(line(pick(lang, "範囲が業務を含むか", "Scope covers the work"), &|j| {
                let record = &j.candidate.record;
                with(record.sheet.scope_covers.label(lang), record.scope_ground.as_str())
            }));
        }
        out.push(line(pick(lang, "質問票の点", "Questionnaire"), &|j| {
            let score = j.questionnaire.as_ref().and_then(|q| q.score);
            Cell::Text(score.map_or_else(none, |n| format!("{}.{}", n / 10, n % 10)))
        }));
        for measure in &one.formula.measures {
            let id = measure.as_str();
            let known = id.parse().ok().and_then(|id| self.0.catalogue().measure(&id));
            let title = known.map_or("", |m| m.title.get(lang));
            out.push(line(&format!("{id} {title}"), &|j| quoted(j, id, lang)));
        }
        out
    }
}

fn factor_cell(j: &Judged, factor: Factor) -> Cell {
    let part = j.evaluation.parts.iter().find(|p| p.factor == factor);
    let score = part.and_then(|p| p.score).map_or_else(|| "–".to_owned(), hundredths);
    let ground = j.candidate.record.sheet.grounds.get(&factor).map_or("", |g| g.as_str());
    with(&score, ground)
}

/// A measure in a quotation with how its cost was settled.
fn quoted(j: &Judged, id: &str, lang: Lang) -> Cell {
    let record = &j.candidate.record;
    let Some(line) = record.sheet.lines.get(id) else {
        return Cell::Text(pick(lang, "回答なし", "No answer").to_owned());
    };
    let mut words = vec![line.offer.label(lang).to_owned()];
    words.extend(line.amount.map(|a| match lang {
        Lang::Ja => format!("{a}円"),
        Lang::En => format!("{a} yen"),
    }));
    words.push(format!("{}: {}", domain::selection::CostBearer::NAME.get(lang), line.bearer.label(lang)));
    let risk = record.risks.get(id).map_or("", |r| r.as_str());
    let said = [
        (pick(lang, "理由", "Reason"), line.reason.as_str()),
        (pick(lang, "協議", "Talks"), line.talks.as_str()),
        (pick(lang, "合意", "Agreed"), line.agreed.as_str()),
        (pick(lang, "危険の引受け", "Risk borne"), risk),
    ];
    words.extend(said.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}: {text}")));
    Cell::Text(words.join("\n"))
}
