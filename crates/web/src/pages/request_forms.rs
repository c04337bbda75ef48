//! Requests to officers as forms: asked for on the pages of an engagement, mended on the pages of approvals.

use app::engagements::View;
use catalogue::{Catalogue, Waivable};
use domain::{
    FieldError, Lang, Problem,
    approval::Request,
    calendar::{long_date, parse_date},
    problem::Problems,
    risk::{RawRiskAnalysis, RiskAnalysis, RiskLine},
    text::Statement,
};
use jiff::civil::Date;

use super::facts_form::{Pairs, indices, value};
use crate::form::{Form, Opt};

/// Rows of threats shown at first, and the most a request may hold.
pub(super) const THREATS: (usize, usize) = (5, 50);

/// A day as its form shows it: in the era in Japanese.
pub(super) fn day(date: Date, lang: Lang) -> String {
    if lang == Lang::Ja { long_date(date, lang) } else { date.to_string() }
}

/// Reads a day that must be given.
pub(super) fn required_day(problems: &mut Problems, pairs: &Pairs, field: &str) -> Option<Date> {
    problems.keep(field, parse_date(value(pairs, field)))
}

/// `explanation`
pub(super) fn parse_criticality(pairs: &Pairs) -> Result<Request, Vec<FieldError>> {
    let mut problems = Problems::new();
    let explanation = problems.required("explanation", value(pairs, "explanation"));
    explanation.map(|explanation| Request::Criticality { explanation }).ok_or_else(|| problems.into_vec())
}

/// `condition`, `reason`, `until`
pub(super) fn parse_waiver(pairs: &Pairs) -> Result<Request, Vec<FieldError>> {
    let mut problems = Problems::new();
    let condition = problems.required("condition", value(pairs, "condition"));
    let reason = problems.required("reason", value(pairs, "reason"));
    let until = required_day(&mut problems, pairs, "until");
    match (condition, reason, until) {
        (Some(condition), Some(reason), Some(until)) => Ok(Request::Waiver { condition, reason, until }),
        _ => Err(problems.into_vec()),
    }
}

/// `necessity`, `lines[i].threat|before|measures|residual`, `grounds`; empty rows are left out.
pub(super) fn parse_exception(pairs: &Pairs) -> Result<Request, Vec<FieldError>> {
    let mut problems = Problems::new();
    let necessity: Option<Statement> = problems.required("necessity", value(pairs, "necessity"));
    let (lines, tried) = lines(&mut problems, pairs);
    let grounds: Option<Statement> = problems.required("grounds", value(pairs, "grounds"));
    // where a text is missing another stands in, so that the lines are weighed all the same
    let stand_in = || "–".parse().ok();
    let (Some(necessity), Some(grounds)) = (necessity.or_else(stand_in), grounds.or_else(stand_in)) else {
        return Err(problems.into_vec());
    };
    let rows: Vec<usize> = lines.iter().map(|(row, _)| *row).collect();
    let raw = RawRiskAnalysis { necessity, lines: lines.into_iter().map(|(_, line)| line).collect(), grounds };
    match RiskAnalysis::try_from(raw) {
        Ok(analysis) if problems.is_empty() => return Ok(Request::Exception { analysis: Box::new(analysis) }),
        Ok(_) => {}
        Err(found) => {
            for one in found.0 {
                if one.field.starts_with("lines[") {
                    problems.add(FieldError::new(in_form(&one.field, &rows), one.problem));
                } else if !tried {
                    problems.add(FieldError::new("lines[0].threat", one.problem));
                }
            }
        }
    }
    Err(problems.into_vec())
}

/// Rows that are filled and sound, each with its place in the form; and whether any row was filled at all.
fn lines(problems: &mut Problems, pairs: &Pairs) -> (Vec<(usize, RiskLine)>, bool) {
    let (mut lines, mut tried) = (Vec::new(), false);
    for i in indices(pairs, "lines") {
        let field = |name: &str| format!("lines[{i}].{name}");
        let text = |name: &str| value(pairs, &field(name));
        if ["threat", "before", "measures", "residual"].iter().all(|name| text(name).trim().is_empty()) {
            continue;
        }
        tried = true;
        let (_, most) = THREATS;
        if i >= most {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            problems
                .add(FieldError::new("", Problem::OutOfRange { value: i.saturating_add(1).to_string(), min: 1, max }));
            break;
        }
        let threat = problems.required(&field("threat"), text("threat"));
        let before = problems.required(&field("before"), text("before"));
        let measures = problems.required(&field("measures"), text("measures"));
        let residual = problems.required(&field("residual"), text("residual"));
        if let (Some(threat), Some(before), Some(measures), Some(residual)) = (threat, before, measures, residual) {
            lines.push((i, RiskLine { threat, before, measures, residual }));
        }
    }
    (lines, tried)
}

/// `lines[1].residual` of the analysis is another row of the form when empty rows stand between.
fn in_form(field: &str, rows: &[usize]) -> String {
    let mapped = super::facts_form::indexed(field)
        .and_then(|(group, i, name)| rows.get(i).map(|row| format!("{group}[{row}].{name}")));
    mapped.unwrap_or_else(|| field.to_owned())
}

/// Fills the form of a request with what was asked; a change of the register has no form of its own.
pub(super) fn fill(form: Form, request: &Request, lang: Lang) -> Form {
    match request {
        Request::Criticality { explanation } => form.with("explanation", explanation.to_string()),
        Request::Waiver { condition, reason, until } => form
            .with("condition", condition.to_string())
            .with("reason", reason.to_string())
            .with("until", day(*until, lang)),
        Request::Exception { analysis } => {
            let form =
                form.with("necessity", analysis.necessity.to_string()).with("grounds", analysis.grounds.to_string());
            analysis.lines.iter().enumerate().fold(form, |form, (i, line)| {
                form.with(format!("lines[{i}].threat"), line.threat.to_string())
                    .with(format!("lines[{i}].before"), line.before.code())
                    .with(format!("lines[{i}].measures"), line.measures.to_string())
                    .with(format!("lines[{i}].residual"), line.residual.code())
            })
        }
        Request::RegisterUpdate { .. } => form,
    }
}

/// A condition as people read it: `G1-4 予算の裏付けがある`.
pub(super) fn condition(catalogue: &Catalogue, id: &domain::gate::ConditionId, lang: Lang) -> String {
    let release = app::rules::handover::RELEASE.iter().find(|c| c.id == id.as_str());
    match (catalogue.condition(id), release) {
        (Some(known), _) => format!("{id} {}", known.title.get(lang)),
        (None, Some(known)) => format!("{id} {}", known.title.get(lang)),
        (None, None) => id.to_string(),
    }
}

/// Conditions a waiver can be asked for: those of the gate ahead that are unmet and of a kind that may be waived, and those
/// of the release of information that may be.
pub(super) fn waivable(catalogue: &Catalogue, view: &View, lang: Lang) -> Vec<Opt> {
    let open = view.report.conditions.iter().filter(|c| c.status.code() == "unmet");
    open.filter(|c| catalogue.condition(&c.id).is_some_and(|known| known.waivable == Waivable::Waivable))
        .map(|c| c.id.clone())
        .chain(app::handovers::waivable_conditions())
        .map(|id| Opt::new(id.to_string(), condition(catalogue, &id, lang)))
        .collect()
}

/// Threats of the catalogue, offered while typing.
pub(super) fn threats(catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    catalogue.threats().iter().map(|threat| threat.title.get(lang).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Pairs {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn fields(result: Result<Request, Vec<FieldError>>) -> Vec<(String, &'static str)> {
        result.unwrap_err().into_iter().map(|e| (e.field, e.problem.code())).collect()
    }

    fn at(list: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        list.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
    }

    /// The form of a request, sent back as it was filled.
    fn sent(request: &Request, names: &[&str], lang: Lang) -> Pairs {
        let form = fill(Form::new("any"), request, lang);
        names.iter().map(|name| ((*name).to_owned(), form.value(name).to_owned())).collect()
    }

    #[test]
    fn requests_are_read_and_filled_again() {
        for lang in Lang::ALL {
            let asked = parse_criticality(&pairs(&[("explanation", "誰の\r\nどんな情報か")])).unwrap();
            assert_eq!(parse_criticality(&sent(&asked, &["explanation"], *lang)).unwrap(), asked);
            let waiver = pairs(&[("condition", "G1-4"), ("reason", "手続き中"), ("until", "令和8年7月31日")]);
            let asked = parse_waiver(&waiver).unwrap();
            assert_eq!(parse_waiver(&sent(&asked, &["condition", "reason", "until"], *lang)).unwrap(), asked);
            let exception = pairs(&[
                ("necessity", "急ぐ"),
                ("lines[2].threat", "紛失"),
                ("lines[2].before", "high"),
                ("lines[2].measures", "持ち出さない"),
                ("lines[2].residual", "low"),
                ("lines[4].threat", "  "),
                ("grounds", "立ち会う"),
            ]);
            let asked = parse_exception(&exception).unwrap();
            let names = [
                "necessity",
                "lines[0].threat",
                "lines[0].before",
                "lines[0].measures",
                "lines[0].residual",
                "grounds",
            ];
            assert_eq!(parse_exception(&sent(&asked, &names, *lang)).unwrap(), asked);
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let none = Vec::new();
        assert_eq!(fields(parse_criticality(&none)), at(&[("explanation", "missing")]));
        assert_eq!(
            fields(parse_waiver(&pairs(&[("condition", "G1"), ("reason", "あ"), ("until", "いつか")]))),
            at(&[("condition", "form"), ("reason", "too_short"), ("until", "form")])
        );
        assert_eq!(
            fields(parse_waiver(&none)),
            at(&[("condition", "missing"), ("reason", "missing"), ("until", "missing")])
        );
        assert_eq!(
            fields(parse_exception(&none)),
            at(&[("necessity", "missing"), ("grounds", "missing"), ("lines[0].threat", "missing")])
        );
    }

    #[test]
    fn errors_of_lines_keep_their_row() {
        let sent = pairs(&[
            ("necessity", "急ぐ"),
            ("lines[1].threat", "紛失"),
            ("lines[3].threat", "盗難"),
            ("lines[3].before", "low"),
            ("lines[3].measures", "鍵"),
            ("lines[3].residual", "medium"),
            ("lines[4].threat", "誤送付"),
            ("lines[4].before", "high"),
            ("lines[4].measures", "確認"),
            ("lines[4].residual", "high"),
            ("lines[5].threat", "x"),
            ("lines[5].before", "enormous"),
            ("lines[5].measures", "x"),
            ("lines[5].residual", "low"),
        ]);
        assert_eq!(
            fields(parse_exception(&sent)),
            at(&[
                ("lines[1].before", "missing"),
                ("lines[1].measures", "missing"),
                ("lines[1].residual", "missing"),
                ("lines[5].before", "not_one_of"),
                ("grounds", "missing"),
                ("lines[3].residual", "rule"),
                ("lines[4].residual", "rule"),
            ])
        );
    }

    #[test]
    fn lines_are_bounded() {
        let hostile = pairs(&[("necessity", "急ぐ"), ("grounds", "根拠"), ("lines[50].threat", "x")]);
        assert_eq!(fields(parse_exception(&hostile)), at(&[("", "out_of_range")]));
    }
}
