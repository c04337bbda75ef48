//! The officer's side of a request as a form.

use app::approvals::Decision;
use domain::{
    FieldError, Lang, Problem,
    approval::Request,
    problem::Problems,
    register::{Entry, RegisterChange},
    risk::DirectedMeasure,
    text::Ground,
};

use crate::{
    form::Form,
    pages::{
        facts_form::{Pairs, value, values},
        request_forms::{day, required_day},
    },
};

/// What is proposed stands in the form from the beginning.
pub(super) fn fill(form: Form, request: &Request, lang: Lang) -> Form {
    let Request::RegisterUpdate { change, .. } = request else { return form };
    let form = form.with("update", "yes");
    let (RegisterChange::Add(entry) | RegisterChange::Replace(entry)) = change else { return form };
    let form = form
        .with("list", entry.list.code())
        .with("system", entry.system.to_string())
        .with("information", entry.information.to_string())
        .with("entry_reason", entry.reason.to_string())
        .with("review_on", entry.review_on.map(|date| day(date, lang)).unwrap_or_default());
    entry.activities.iter().fold(form, |form, activity| form.with("activities", activity.code()))
}

/// Reads a decision on a request with its reason.
pub(super) fn parse(request: &Request, pairs: &Pairs) -> Result<(Decision, Ground), Vec<FieldError>> {
    let mut problems = Problems::new();
    let decision = match request {
        Request::Criticality { .. } => choice(&mut problems, pairs, "critical")
            .map(|critical| if critical { Decision::Critical } else { Decision::NotCritical }),
        Request::Exception { .. } => permit(&mut problems, pairs),
        Request::RegisterUpdate { change, .. } => match choice(&mut problems, pairs, "update") {
            Some(true) => amended(&mut problems, pairs, change).map(|change| Decision::Update { change }),
            Some(false) => Some(Decision::NoUpdate),
            None => None,
        },
        Request::Waiver { .. } => Some(Decision::Waive),
    };
    let reason = problems.required("reason", value(pairs, "reason"));
    match (decision, reason) {
        (Some(decision), Some(reason)) if problems.is_empty() => Ok((decision, reason)),
        _ => Err(problems.into_vec()),
    }
}

/// Reads the reason of an answer that decides nothing further.
pub(super) fn reason(pairs: &Pairs) -> Result<Ground, Vec<FieldError>> {
    let mut problems = Problems::new();
    problems.required("reason", value(pairs, "reason")).ok_or_else(|| problems.into_vec())
}

fn choice(problems: &mut Problems, pairs: &Pairs, field: &str) -> Option<bool> {
    let chosen = match value(pairs, field) {
        "yes" => Ok(true),
        "no" => Ok(false),
        "" => Err(Problem::Missing),
        other => Err(Problem::NotOneOf { value: domain::problem::shorten(other), allowed: vec!["yes", "no"] }),
    };
    problems.keep(field, chosen)
}

/// Measures, one a line, and the last day of the permit.
fn permit(problems: &mut Problems, pairs: &Pairs) -> Option<Decision> {
    let lines = value(pairs, "measures").lines().map(str::trim).filter(|line| !line.is_empty());
    let measures: Vec<DirectedMeasure> =
        lines.filter_map(|line| problems.keep("measures", line.parse()).map(|text| DirectedMeasure { text })).collect();
    if value(pairs, "measures").trim().is_empty() {
        problems.add(FieldError::new("measures", Problem::Missing));
    }
    let until = required_day(problems, pairs, "until")?;
    Some(Decision::Permit { measures, until })
}

/// The change proposed, with its entry as the form says it.
fn amended(problems: &mut Problems, pairs: &Pairs, change: &RegisterChange) -> Option<RegisterChange> {
    Some(match change {
        RegisterChange::Add(proposed) => RegisterChange::Add(Box::new(entry(problems, pairs, proposed)?)),
        RegisterChange::Replace(proposed) => RegisterChange::Replace(Box::new(entry(problems, pairs, proposed)?)),
        RegisterChange::Remove { entry } => RegisterChange::Remove { entry: *entry },
    })
}

fn entry(problems: &mut Problems, pairs: &Pairs, proposed: &Entry) -> Option<Entry> {
    let list = problems.required("list", value(pairs, "list"));
    let system = problems.required("system", value(pairs, "system"));
    let activities = values(pairs, "activities").filter_map(|code| problems.keep("activities", code.parse())).collect();
    if values(pairs, "activities").next().is_none() {
        problems.add(FieldError::new("activities", Problem::Missing));
    }
    let information = problems.required("information", value(pairs, "information"));
    let reason = problems.required("entry_reason", value(pairs, "entry_reason"));
    let review_on =
        if value(pairs, "review_on").trim().is_empty() { None } else { required_day(problems, pairs, "review_on") };
    Some(Entry {
        list: list?,
        system: system?,
        activities,
        information: information?,
        reason: reason?,
        review_on,
        ..proposed.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Pairs {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn fields<T>(result: Result<T, Vec<FieldError>>) -> Vec<(String, &'static str)> {
        result.err().unwrap_or_default().into_iter().map(|e| (e.field, e.problem.code())).collect()
    }

    fn at(list: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        list.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
    }

    fn criticality() -> Request {
        Request::Criticality { explanation: "説明".parse().unwrap() }
    }

    fn exception() -> Request {
        let analysis = serde_json::json!({"necessity": "x", "grounds": "y", "lines": [
            {"threat": "t", "before": "high", "measures": "m", "residual": "low"}]});
        Request::Exception { analysis: serde_json::from_value(analysis).unwrap() }
    }

    fn update() -> Request {
        let entry = serde_json::json!({"id": "ent_01920000000070008000000000000001", "list": "non_critical",
            "system": "台帳", "activities": ["processing", "storage"], "information": "申請", "reason": "庁舎内で行う",
            "decided_by": null, "decided_on": "2026-06-11", "review_on": "2027-06-11"});
        let change = RegisterChange::Add(serde_json::from_value(entry).unwrap());
        Request::RegisterUpdate { change, decision: "危機的でない".parse().unwrap() }
    }

    #[test]
    fn decisions_are_read_by_kind() {
        let said = |more: &[(&str, &str)]| {
            let mut all = pairs(more);
            all.extend(pairs(&[("reason", "理由はこうです")]));
            all
        };
        let read = |request: &Request, more: &[(&str, &str)]| parse(request, &said(more)).unwrap().0;
        assert!(matches!(read(&criticality(), &[("critical", "yes")]), Decision::Critical));
        assert!(matches!(read(&criticality(), &[("critical", "no")]), Decision::NotCritical));
        assert!(matches!(read(&update(), &[("update", "no")]), Decision::NoUpdate));
        let permit = read(&exception(), &[("measures", "立ち会う\r\n\r\n 持ち出さない "), ("until", "R9.3.31")]);
        let Decision::Permit { measures, until } = permit else { panic!("{permit:?}") };
        assert_eq!(measures.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["立ち会う", "持ち出さない"]);
        assert_eq!(until.to_string(), "2027-03-31");
    }

    #[test]
    fn the_proposed_entry_is_filled_in_and_can_be_amended() {
        let request = update();
        for lang in Lang::ALL {
            let form = fill(Form::new("decide"), &request, *lang);
            let mut sent: Pairs = ["update", "list", "system", "information", "entry_reason", "review_on"]
                .iter()
                .map(|field| ((*field).to_owned(), form.value(field).to_owned()))
                .collect();
            sent.extend(pairs(&[("activities", "processing"), ("activities", "storage"), ("reason", "そのまま")]));
            let Decision::Update { change } = parse(&request, &sent).unwrap().0 else { panic!() };
            let Request::RegisterUpdate { change: proposed, .. } = &request else { panic!() };
            assert_eq!(change, *proposed);
            sent.retain(|(name, _)| name != "list");
            sent.extend(pairs(&[("list", "critical")]));
            let Decision::Update { change } = parse(&request, &sent).unwrap().0 else { panic!() };
            assert_ne!(change, *proposed);
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let none = Vec::new();
        assert_eq!(fields(parse(&criticality(), &none)), at(&[("critical", "missing"), ("reason", "missing")]));
        assert_eq!(
            fields(parse(&criticality(), &pairs(&[("critical", "<b>"), ("reason", "a")]))),
            at(&[("critical", "not_one_of"), ("reason", "too_short")])
        );
        assert_eq!(
            fields(parse(&exception(), &none)),
            at(&[("measures", "missing"), ("until", "missing"), ("reason", "missing")])
        );
        assert_eq!(
            fields(parse(
                &exception(),
                &pairs(&[("measures", "a\nよい対策"), ("until", "2026-13-01"), ("reason", "理由")])
            )),
            at(&[("measures", "too_short"), ("until", "form")])
        );
        assert_eq!(
            fields(parse(&update(), &pairs(&[("update", "yes"), ("activities", "flying"), ("review_on", "x")]))),
            at(&[
                ("list", "missing"),
                ("system", "missing"),
                ("activities", "not_one_of"),
                ("information", "missing"),
                ("entry_reason", "missing"),
                ("review_on", "form"),
                ("reason", "missing")
            ])
        );
        assert_eq!(fields(reason(&none)), at(&[("reason", "missing")]));
    }
}
