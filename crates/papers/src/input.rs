//! What a person can set for a paper.

use catalogue::{
    Text,
    handling::{HandlingKind, HandlingParameter},
    paper::RowSource,
    wording::{Alternative, KNOWN, PaperId, Parameter, ParameterKind, ParameterValue, Strength},
};
use domain::{
    Lang,
    plan::{MeasureOwner, PlanRow, PlanValue},
};

use crate::{
    Both, ComposeError, Order,
    check::{Allowed, allowed, alternatives},
    compose::{Composer, Used, UsedKind},
};

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Code that is stored.
    pub code: String,
    /// What it is.
    pub label: Both,
    /// When it is the right one; empty for plain options.
    pub when: Both,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// One of several texts; stored in the plan's `alternatives`.
    Alternative {
        /// The texts.
        choices: Vec<Choice>,
        /// Shown first; a person still confirms it.
        suggested: Option<String>,
        /// Chosen.
        chosen: Option<String>,
    },
    /// A value; stored in the plan's `values`.
    Value {
        /// What it takes.
        kind: ParameterKind,
        /// Unit.
        unit: Option<Both>,
        /// Smallest number.
        min: Option<i64>,
        /// Largest number.
        max: Option<i64>,
        /// Options of a choice.
        choices: Vec<Choice>,
        /// What holds until a person sets another.
        default: Option<ParameterValue>,
        /// What a person set.
        current: Option<PlanValue>,
    },
    /// A name or date every paper uses; stored in the plan's `names`.
    Name {
        /// A day is asked for.
        kind: ParameterKind,
        /// What the records say.
        recorded: Option<String>,
        /// What a person set.
        current: Option<String>,
    },
    /// Who guards an area of a service; stored in the plan's `owners`.
    Owner {
        /// What a person set.
        current: Option<MeasureOwner>,
    },
    /// How strictly the clauses of all papers are worded; stored in the plan's `strength`.
    Strength {
        /// What this paper takes until a person sets one.
        proposed: Strength,
        /// What a person set.
        current: Option<Strength>,
    },
    /// Rows of a table; stored in the plan's `rows`.
    Rows {
        /// Which rows.
        source: RowSource,
        /// Keys and heads of the columns.
        columns: Vec<(String, Both)>,
        /// Rows that stand until a person writes some.
        proposed: Vec<PlanRow>,
        /// Rows a person wrote; empty when a person said that there are none, `None` while nobody said anything.
        current: Option<Vec<PlanRow>>,
    },
}

/// Something a person can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Clause, article, annex, paper, handling item or area; `names` for what every paper uses, `strength`, and
    /// `rows.contacts` for the rows of tables.
    pub owner: String,
    /// Title of the owner.
    pub owner_title: Both,
    /// Name; empty for the choice between texts and for owners.
    pub name: String,
    /// What the person is asked.
    pub label: Both,
    /// How to choose.
    pub help: Both,
    /// What is asked for.
    pub field: Field,
}

/// What can be set for a paper as it stands now: names first, then owner by owner in the order of print. Only what the
/// chosen texts use is asked.
///
/// # Errors
/// As for [`crate::compose`].
pub fn inputs(order: &Order<'_>, paper: &PaperId) -> Result<Vec<Input>, ComposeError> {
    let used = Composer::of(order, paper)?.finish()?.used;
    let mut owners: Vec<&str> = vec!["names"];
    for one in &used {
        if !owners.contains(&one.owner.as_str()) {
            owners.push(&one.owner);
        }
    }
    let of = |owner: &&str| used.iter().filter(|one| one.owner == **owner).collect::<Vec<_>>();
    let mut out: Vec<Input> = Vec::new();
    for one in owners.iter().flat_map(of).filter_map(|one| input(order, paper, one)) {
        match out.iter_mut().find(|other| other.owner == one.owner && is_rows(other)) {
            Some(other) => other.join(one),
            None => out.push(one),
        }
    }
    Ok(out)
}

const fn is_rows(input: &Input) -> bool {
    matches!(input.field, Field::Rows { .. })
}

impl Input {
    /// True for a table of which a person may say that it has no rows.
    #[must_use]
    pub const fn may_be_none(&self) -> bool {
        matches!(self.field, Field::Rows { source, .. } if crate::rows::is_proposal(source))
    }

    /// Two tables of the same rows are written once, with the columns of both.
    fn join(&mut self, other: Self) {
        if let (Field::Rows { columns, .. }, Field::Rows { columns: more, .. }) = (&mut self.field, other.field) {
            for column in more {
                if !columns.iter().any(|(key, _)| *key == column.0) {
                    columns.push(column);
                }
            }
        }
    }
}

fn input(order: &Order<'_>, paper: &PaperId, used: &Used) -> Option<Input> {
    let owner = used.owner.as_str();
    match &used.what {
        UsedKind::Alternative => {
            let all = alternatives(order.catalogue, owner)?;
            let title = &used.title;
            let label = Both::new(format!("「{}」の案", title.ja), format!("Text of \"{}\"", title.en));
            let field = alternative(order, owner, all);
            Some(made(used, "", label, Both::default(), field))
        }
        UsedKind::Value(name) => match allowed(order.catalogue, owner)? {
            Allowed::Parameters(parameters) => {
                let parameter = parameters.iter().find(|p| p.name == *name)?;
                let field = value(order, owner, parameter);
                Some(made(used, name, Both::from(&parameter.label), Both::from(&parameter.help), field))
            }
            Allowed::Handling(parameters) => handling(order, used, name, parameters),
            Allowed::Level | Allowed::Boundaries => None,
        },
        UsedKind::Name(name) => {
            let known = KNOWN.iter().find(|known| known.name == name)?;
            let label = Both::new(known.words.ja, known.words.en);
            Some(made(used, name, label, Both::default(), known_name(order, name)))
        }
        UsedKind::Owner => {
            let label =
                Both::new(format!("「{}」をだれが守るか", used.title.ja), format!("Who guards \"{}\"", used.title.en));
            let field = Field::Owner { current: order.plan.owners.get(owner).copied() };
            Some(made(used, "", label, Both::default(), field))
        }
        UsedKind::Strength => {
            let label = used.title.clone();
            let help = Both::new(
                "この案件のすべての文書に効きます。期限などの数字の初めの値も変わります。",
                "Holds for all papers of the engagement; figures proposed for deadlines change with it.",
            );
            let proposed = order.catalogue.paper(paper).and_then(|paper| paper.strength).unwrap_or(Strength::Standard);
            let current = order.plan.strength.parse().ok();
            Some(made(used, "", label, help, Field::Strength { proposed, current }))
        }
        UsedKind::Rows { source, columns, proposed } => {
            let current = order.plan.rows.get(source.code()).cloned();
            let mut columns = columns.clone();
            for key in current.iter().flatten().flat_map(|row| row.keys()) {
                if !columns.iter().any(|(known, _)| known == key) {
                    let label = translated(&columns, key).unwrap_or_else(|| Both::same(key));
                    columns.push((key.clone(), label));
                }
            }
            let field = Field::Rows { source: *source, columns, proposed: proposed.clone(), current };
            Some(made(used, "", used.title.clone(), Both::default(), field))
        }
    }
}

/// Label of a column that holds another in English.
fn translated(columns: &[(String, Both)], key: &str) -> Option<Both> {
    let own = key.strip_suffix("_en")?;
    let (_, label) = columns.iter().find(|(known, _)| known == own)?;
    Some(Both::new(format!("{}（英語）", label.ja), format!("{} (in English)", label.en)))
}

fn made(used: &Used, name: &str, label: Both, help: Both, field: Field) -> Input {
    Input { owner: used.owner.clone(), owner_title: used.title.clone(), name: name.to_owned(), label, help, field }
}

fn alternative(order: &Order<'_>, owner: &str, all: &[Alternative]) -> Field {
    let choice = |a: &Alternative| Choice { code: a.code.clone(), label: (&a.label).into(), when: (&a.when).into() };
    let clause = owner.parse().ok().and_then(|id| order.catalogue.clause(&id)).and_then(|c| c.suggested.clone());
    let article = || owner.parse().ok().and_then(|id| order.catalogue.article(&id)).and_then(|a| a.suggested.clone());
    Field::Alternative {
        choices: all.iter().map(choice).collect(),
        suggested: clause.or_else(article),
        chosen: order.chosen(owner, all).map(|a| a.code.clone()),
    }
}

fn value(order: &Order<'_>, owner: &str, parameter: &Parameter) -> Field {
    let choices = parameter.options.iter().map(|option| plain(&option.code, (&option.label).into())).collect();
    Field::Value {
        kind: parameter.kind,
        unit: parameter.unit.as_ref().map(Both::from),
        min: parameter.min,
        max: parameter.max,
        choices,
        default: parameter.default_for(order.strength()).cloned(),
        current: order.set(owner, &parameter.name).cloned(),
    }
}

fn plain(code: &str, label: Both) -> Choice {
    Choice { code: code.to_owned(), label, when: Both::default() }
}

fn handling(order: &Order<'_>, used: &Used, name: &str, parameters: &[HandlingParameter]) -> Option<Input> {
    let current = order.set(&used.owner, name).cloned();
    let bare = |kind, default| Field::Value {
        kind,
        unit: None,
        min: None,
        max: None,
        choices: Vec::new(),
        default,
        current: current.clone(),
    };
    if name == "on" {
        let item = used.owner.parse().ok().and_then(|id| order.catalogue.handling_item(&id))?;
        let on = item.default == catalogue::handling::AtFirst::On;
        let label = Both::new("この規則を使う", "Use this rule");
        return Some(made(
            used,
            name,
            label,
            Both::from(&item.why),
            bare(ParameterKind::Bool, Some(ParameterValue::Bool(on))),
        ));
    }
    let parameter = parameters.iter().find(|p| p.name == name)?;
    let (kind, default) = handling_kind(parameter);
    let mut field = bare(kind, Some(default));
    if let Field::Value { min, max, choices, .. } = &mut field {
        (*min, *max) = (parameter.min, parameter.max);
        let choice = |text: &Text| plain(text.get(Lang::Ja), Both::from(text));
        *choices = parameter.choices.iter().map(choice).collect();
    }
    Some(made(used, name, Both::from(&parameter.label), Both::default(), field))
}

fn handling_kind(parameter: &HandlingParameter) -> (ParameterKind, ParameterValue) {
    let text = &parameter.default;
    let number =
        || text.get(Lang::Ja).parse().map_or_else(|_| ParameterValue::Text(text.clone()), ParameterValue::Number);
    match parameter.kind {
        HandlingKind::Text => (ParameterKind::Text, ParameterValue::Text(text.clone())),
        HandlingKind::List => (ParameterKind::List, ParameterValue::List(vec![text.clone()])),
        HandlingKind::Number => (ParameterKind::Number, number()),
        HandlingKind::Days => (ParameterKind::Days, number()),
        HandlingKind::Hours => (ParameterKind::Hours, number()),
        HandlingKind::Choice => (ParameterKind::Enum, ParameterValue::Code(text.get(Lang::Ja).to_owned())),
    }
}

fn known_name(order: &Order<'_>, name: &str) -> Field {
    let kind = match name {
        "contract_date" | "start" | "end" => ParameterKind::Date,
        _ => ParameterKind::Text,
    };
    let current = order.plan.names.get(name).map(ToString::to_string).filter(|text| !text.is_empty());
    Field::Name { kind, recorded: order.recorded_name(name), current }
}
