//! What a person can set for a paper, as fields of a form, and back into the plan.

use app::papers::{Field as Asked, Input};
use catalogue::{
    Catalogue,
    wording::{ParameterKind, ParameterValue, Strength},
};
use domain::{
    FieldError, Lang, Problem,
    calendar::parse_date,
    plan::{MeasureOwner, PlanRow, PlanValue, RawPlan},
    problem::Problems,
    text::{Memo, parse_integer},
};

use super::{
    Pairs,
    paper_rows::{self, Said},
    value,
};
use crate::{
    form::{Field, Form, Opt},
    lookup::href,
    page::Shell,
    show::Link,
    views::engagement::papers::InputGroup,
};

/// Name of the field; the same as the place in the plan, so that what is wrong there is shown here.
pub(super) fn name(input: &Input) -> String {
    match &input.field {
        Asked::Alternative { .. } => format!("alternatives.{}", input.owner),
        Asked::Value { .. } => format!("values.{}.{}", input.owner, input.name),
        Asked::Name { .. } => format!("names.{}", input.name),
        Asked::Owner { .. } => format!("owners.{}", input.owner),
        Asked::Strength { .. } | Asked::Rows { .. } => input.owner.clone(),
    }
}

/// Texts may be worded anew for English papers, under the same name with `_en`.
fn is_worded(input: &Input) -> bool {
    let worded = |kind| matches!(kind, ParameterKind::Text | ParameterKind::Ref | ParameterKind::List);
    match &input.field {
        Asked::Value { kind, .. } | Asked::Name { kind, .. } => worded(*kind),
        Asked::Alternative { .. } | Asked::Owner { .. } | Asked::Strength { .. } | Asked::Rows { .. } => false,
    }
}

fn kind(input: &Input) -> Option<ParameterKind> {
    match &input.field {
        Asked::Value { kind, .. } | Asked::Name { kind, .. } => Some(*kind),
        Asked::Alternative { .. } | Asked::Owner { .. } | Asked::Strength { .. } | Asked::Rows { .. } => None,
    }
}

/// The form as the plan stands.
pub(super) fn form(inputs: &[Input], plan: &RawPlan, (ui, lang): (&Shell, Lang)) -> Form {
    let mut out = labelled(Form::new("paper"), inputs, (ui, lang));
    for input in inputs {
        out = paper_rows::held(out, input);
        let field = name(input);
        if let Some(text) = held(input) {
            out = out.with(field.clone(), text);
        }
        if lang == Lang::En && is_worded(input) {
            out = out.with(format!("{field}_en"), worded(plan, input));
        }
    }
    out
}

/// The English words of the plan.
fn worded(plan: &RawPlan, input: &Input) -> String {
    let name = format!("{}_en", input.name);
    match &input.field {
        Asked::Value { .. } => plan.values.get(&input.owner).and_then(|v| v.get(&name)).map(shown).unwrap_or_default(),
        _ => plan.names.get(&name).map(ToString::to_string).unwrap_or_default(),
    }
}

/// With the labels of all inputs.
pub(super) fn labelled(form: Form, inputs: &[Input], (ui, lang): (&Shell, Lang)) -> Form {
    inputs.iter().fold(form, |form, input| {
        let (field, label) = (name(input), input.label.get(ui.lang));
        if let Asked::Rows { columns, .. } = &input.field {
            return paper_rows::labelled(form, &field, columns, ui);
        }
        let form = form.labelled(&field, label);
        if lang == Lang::En && is_worded(input) {
            return form.labelled(format!("{field}_en"), ui.t1("paper-in-english", "label", label));
        }
        form
    })
}

/// What a person set, as they would type it.
fn held(input: &Input) -> Option<String> {
    match &input.field {
        Asked::Alternative { chosen, .. } => chosen.clone(),
        Asked::Value { current, .. } => current.as_ref().map(shown),
        Asked::Name { current, .. } => current.clone(),
        Asked::Owner { current } => current.map(|owner| owner.code().to_owned()),
        Asked::Strength { current, .. } => current.map(|strength| strength.code().to_owned()),
        Asked::Rows { .. } => None,
    }
}

fn shown(value: &PlanValue) -> String {
    match value {
        PlanValue::Switch(on) => if *on { "yes" } else { "no" }.to_owned(),
        PlanValue::Number(n) => n.to_string(),
        PlanValue::Text(text) => text.to_string(),
        PlanValue::List(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

/// The fields, owner by owner; unfolded where something is open or wrong.
pub(super) fn groups(
    inputs: &[Input],
    form: &Form,
    (ui, lang): (&Shell, Lang),
    (open, catalogue): (&[String], &Catalogue),
) -> Vec<InputGroup> {
    let mut out: Vec<(String, InputGroup)> = Vec::new();
    for input in inputs {
        let field_name = name(input);
        let wrong = form.errors().iter().any(|e| e.field.trim_end_matches("_en") == field_name);
        let unfolded = wrong || open.contains(&field_name);
        if let Asked::Rows { columns, .. } = &input.field {
            out.push((input.owner.clone(), paper_rows::group(input, form, columns, ui)));
            continue;
        }
        let mut fields = vec![field(input, form, ui)];
        if lang == Lang::En && is_worded(input) {
            let english = format!("{field_name}_en");
            fields.push(match kind(input) {
                Some(ParameterKind::List) => form.area(ui, &english, 2),
                _ => form.text(ui, &english),
            });
        }
        match out.iter_mut().find(|(owner, _)| *owner == input.owner) {
            Some((_, group)) => {
                group.unfolded |= unfolded;
                group.fields.extend(fields);
            }
            None => {
                let title = input.owner_title.get(ui.lang).to_owned();
                let source = href(catalogue, &input.owner).map(|href| Link::new(href, input.owner.clone()));
                out.push((
                    input.owner.clone(),
                    InputGroup { title, source, unfolded, fields, rows: Vec::new(), note: String::new() },
                ));
            }
        }
    }
    out.into_iter().map(|(_, group)| group).collect()
}

fn field(input: &Input, form: &Form, ui: &Shell) -> Field {
    let name = name(input);
    let help = input.help.get(ui.lang);
    match &input.field {
        Asked::Alternative { choices, suggested, .. } => {
            let mut options: Vec<Opt> = Vec::new();
            for one in choices {
                let label = one.label.get(ui.lang);
                let label = if suggested.as_ref() == Some(&one.code) {
                    ui.t1("paper-suggested", "label", label)
                } else {
                    label.to_owned()
                };
                options.push(Opt::new(&one.code, label).hint(one.when.get(ui.lang)));
            }
            form.radios(ui, &name, &options).hint(help)
        }
        Asked::Value { kind, unit, min, max, choices, default, .. } => {
            let unit = unit.as_ref().map_or_else(|| usual_unit(*kind, ui), |u| u.get(ui.lang).to_owned());
            let mut hint = vec![help.to_owned()];
            hint.extend(default.as_ref().map(|d| {
                let said = said(d, choices, ui);
                ui.words().t2("paper-default", ("value", said), ("unit", &unit))
            }));
            hint.extend(bounds((*min, *max), ui));
            let hint = hint.into_iter().filter(|h| !h.is_empty()).collect::<Vec<_>>().join(" ");
            let made = match kind {
                kind if kind.is_number() => form.number(ui, &name).unit(unit),
                ParameterKind::Bool => form.radios(ui, &name, &yes_no(ui)),
                ParameterKind::Enum => {
                    let mut options = vec![Opt::new("", ui.t("paper-not-chosen"))];
                    options.extend(choices.iter().map(|c| Opt::new(&c.code, c.label.get(ui.lang))));
                    form.select(ui, &name, &options)
                }
                ParameterKind::List => form.area(ui, &name, 3),
                ParameterKind::Date => return form.date(ui, &name).hint(day_hint(&hint, ui)),
                _ => form.text(ui, &name),
            };
            made.hint(hint)
        }
        Asked::Name { kind, recorded, .. } => {
            let hint = recorded.as_ref().map(|r| ui.t1("paper-recorded", "value", r)).unwrap_or_default();
            match kind {
                ParameterKind::Date => form.date(ui, &name).hint(day_hint(&hint, ui)),
                _ => form.text(ui, &name).hint(hint),
            }
        }
        Asked::Owner { .. } => {
            let mut options = vec![Opt::new("", ui.t("paper-not-chosen"))];
            options.extend(MeasureOwner::ALL.iter().map(|o| Opt::new(o.code(), o.label(ui.lang))));
            form.select(ui, &name, &options).hint(help)
        }
        Asked::Strength { proposed, .. } => {
            let mut options: Vec<Opt> = Strength::ALL.iter().map(|s| Opt::new(s.code(), s.label(ui.lang))).collect();
            options.push(Opt::new("", ui.t("paper-as-proposed")));
            let default =
                ui.words().t2("paper-default", ("value", proposed.label(ui.lang).to_owned()), ("unit", String::new()));
            form.radios(ui, &name, &options).hint(format!("{help} {default}"))
        }
        // shown row by row
        Asked::Rows { .. } => form.text(ui, &name),
    }
}

/// How to choose, and how a day may be written.
fn day_hint(hint: &str, ui: &Shell) -> String {
    format!("{hint} {}", ui.t("form-date-hint")).trim().to_owned()
}

fn yes_no(ui: &Shell) -> Vec<Opt> {
    vec![Opt::new("yes", ui.t("yes")), Opt::new("no", ui.t("no")), Opt::new("", ui.t("paper-as-proposed"))]
}

fn usual_unit(kind: ParameterKind, ui: &Shell) -> String {
    match kind {
        ParameterKind::Hours => ui.t("unit-hours").into_owned(),
        ParameterKind::Days => ui.t("unit-days").into_owned(),
        ParameterKind::Months => ui.t("unit-months").into_owned(),
        ParameterKind::Yen => ui.t("unit-yen").into_owned(),
        _ => String::new(),
    }
}

fn said(default: &ParameterValue, choices: &[app::papers::Choice], ui: &Shell) -> String {
    match default {
        ParameterValue::Bool(on) => ui.t(if *on { "yes" } else { "no" }).into_owned(),
        ParameterValue::Number(n) => domain::text::group_digits(*n),
        ParameterValue::Code(code) => {
            let chosen = choices.iter().find(|c| c.code == *code);
            chosen.map_or_else(|| code.clone(), |c| c.label.get(ui.lang).to_owned())
        }
        ParameterValue::Text(text) => text.get(ui.lang).to_owned(),
        ParameterValue::List(items) => {
            let comma = if ui.lang == Lang::Ja { "、" } else { ", " };
            items.iter().map(|item| item.get(ui.lang)).collect::<Vec<_>>().join(comma)
        }
    }
}

fn bounds((min, max): (Option<i64>, Option<i64>), ui: &Shell) -> Option<String> {
    let digits = domain::text::group_digits;
    match (min, max) {
        (Some(min), Some(max)) => Some(ui.words().t2("paper-bounds", ("min", digits(min)), ("max", digits(max)))),
        _ => None,
    }
}

/// A change of the plan.
enum Set {
    Alternative(Option<String>),
    Value(String, Option<PlanValue>),
    Name(String, Option<Memo>),
    Owner(Option<MeasureOwner>),
    Strength(String),
    Rows(Option<Vec<PlanRow>>),
}

/// What was typed, read; only inputs the form had are touched.
pub(super) struct Changes(Vec<(String, Set)>);

impl Changes {
    /// Reads a form.
    ///
    /// # Errors
    /// Every value that cannot be read, at its field.
    pub(super) fn read(inputs: &[Input], typed: &Pairs) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let mut out = Vec::new();
        for input in inputs {
            let field = name(input);
            if matches!(input.field, Asked::Rows { .. }) {
                if let Some(said) = paper_rows::read(input, typed, &mut problems) {
                    let written = match said {
                        Said::Nothing => None,
                        Said::None => Some(Vec::new()),
                        Said::Rows(rows) => Some(rows),
                    };
                    out.push((field, Set::Rows(written)));
                }
                continue;
            }
            for field in [field.clone(), format!("{field}_en")] {
                let english = field.ends_with("_en") && is_worded(input);
                let sent = typed.iter().any(|(n, _)| *n == field);
                if !sent || (field.ends_with("_en") && !english && !input.name.ends_with("_en")) {
                    continue;
                }
                let own = if english { format!("{}_en", input.name) } else { input.name.clone() };
                let text = value(typed, &field).trim();
                if let Some(set) = set(input, own, text, &mut |result| problems.keep(&field, result)) {
                    out.push((input.owner.clone(), set));
                }
            }
        }
        problems.finish()?;
        Ok(Self(out))
    }

    /// Puts them into the plan; an empty field takes back what was set.
    pub(super) fn apply(self, plan: &mut RawPlan) {
        for (owner, set) in self.0 {
            match set {
                Set::Alternative(code) => put(&mut plan.alternatives, owner, code),
                Set::Value(name, value) => {
                    let values = plan.values.entry(owner.clone()).or_default();
                    put(values, name, value);
                    if values.is_empty() {
                        plan.values.remove(&owner);
                    }
                }
                Set::Name(name, text) => put(&mut plan.names, name, text),
                Set::Owner(chosen) => put(&mut plan.owners, owner, chosen),
                Set::Strength(code) => plan.strength = code,
                Set::Rows(rows) => put(&mut plan.rows, owner.trim_start_matches("rows.").to_owned(), rows),
            }
        }
    }
}

/// Sets an entry, or takes it back.
pub(super) fn put<T>(map: &mut std::collections::BTreeMap<String, T>, key: String, value: Option<T>) {
    match value {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}

fn set(
    input: &Input,
    name: String,
    text: &str,
    keep: &mut dyn FnMut(Result<Option<PlanValue>, Problem>) -> Option<Option<PlanValue>>,
) -> Option<Set> {
    match &input.field {
        Asked::Alternative { .. } => Some(Set::Alternative((!text.is_empty()).then(|| text.to_owned()))),
        Asked::Value { kind, .. } => keep(read(*kind, text)).map(|value| Set::Value(name, value)),
        Asked::Name { kind, .. } => {
            let value = keep(read(*kind, text))?;
            let memo = match value {
                Some(PlanValue::Text(memo)) => Some(memo),
                _ => None,
            };
            Some(Set::Name(name, memo))
        }
        Asked::Owner { .. } => {
            if text.is_empty() {
                return Some(Set::Owner(None));
            }
            match text.parse() {
                Ok(owner) => Some(Set::Owner(Some(owner))),
                Err(problem) => keep(Err(problem)).and(None),
            }
        }
        Asked::Strength { .. } => match text.parse::<Strength>() {
            Err(problem) if !text.is_empty() => keep(Err(problem)).and(None),
            _ => Some(Set::Strength(text.to_owned())),
        },
        Asked::Rows { .. } => None,
    }
}

/// A value as it was typed.
fn read(kind: ParameterKind, text: &str) -> Result<Option<PlanValue>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(match kind {
        kind if kind.is_number() => PlanValue::Number(parse_integer(text)?),
        ParameterKind::Bool => match text {
            "yes" => PlanValue::Switch(true),
            "no" => PlanValue::Switch(false),
            other => {
                let value = domain::problem::shorten(other);
                return Err(Problem::NotOneOf { value, allowed: vec!["yes", "no"] });
            }
        },
        ParameterKind::Date => PlanValue::Text(parse_date(text)?.to_string().parse()?),
        ParameterKind::List => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            PlanValue::List(lines.map(str::parse).collect::<Result<Vec<Memo>, _>>()?)
        }
        _ => PlanValue::Text(text.parse()?),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_write_them() {
        assert_eq!(read(ParameterKind::Hours, "２４").unwrap(), Some(PlanValue::Number(24)));
        assert_eq!(read(ParameterKind::Bool, "no").unwrap(), Some(PlanValue::Switch(false)));
        let day = read(ParameterKind::Date, "令和9年4月1日").unwrap();
        assert_eq!(day, Some(PlanValue::Text("2027-04-01".parse().unwrap())));
        let list = read(ParameterKind::List, "本庁舎\r\n 支所 \n\n").unwrap();
        assert_eq!(list, Some(PlanValue::List(vec!["本庁舎".parse().unwrap(), "支所".parse().unwrap()])));
        assert_eq!(read(ParameterKind::Text, "").unwrap(), None);
        assert!(read(ParameterKind::Hours, "多め").is_err() && read(ParameterKind::Bool, "perhaps").is_err());
    }
}
