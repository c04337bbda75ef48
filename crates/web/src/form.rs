//! Forms: the values as typed, the errors beside them, and the fields that show both.
//!
//! A field is named as in a [`FieldError`] (`items[2].name`), so that an error finds its field. Its label is the text
//! `f-<form>-<field>` without indices, its hint `f-<form>-<field>-hint` where there is one.

use askama::{Template, filters::HtmlSafe};
use domain::FieldError;

use crate::page::Shell;

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    /// Value sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// One line of explanation; may be empty.
    pub hint: String,
}

impl Opt {
    /// A choice without explanation.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }
    /// The same with a line of explanation.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Choices from a closed list of the domain; explanations are the texts `<family>-<code>` where they exist.
macro_rules! opts {
    ($kind:ty, $ui:expr, $family:literal) => {
        <$kind>::ALL
            .iter()
            .map(|one| {
                let hint = $ui.maybe(&format!("{}-{}", $family, one.code()));
                $crate::form::Opt::new(one.code(), one.label($ui.lang)).hint(hint.unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
}
pub(crate) use opts;

/// What was typed into a form and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Form {
    name: &'static str,
    values: Vec<(String, String)>,
    errors: Vec<FieldError>,
    labels: Vec<(String, String)>,
}

impl Form {
    /// An empty form; its name chooses the labels.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, values: Vec::new(), errors: Vec::new(), labels: Vec::new() }
    }
    /// With a value in a field; several values for checkboxes by calling it again.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((field.into(), value.into()));
        self
    }
    /// With everything a person sent, as it was sent.
    #[must_use]
    pub fn typed(mut self, pairs: Vec<(String, String)>) -> Self {
        self.values = pairs;
        self
    }
    /// With the label of a field whose words come with the data, as those of a paper's parameters.
    #[must_use]
    pub fn labelled(mut self, field: impl Into<String>, label: impl Into<String>) -> Self {
        self.labels.push((field.into(), label.into()));
        self
    }
    fn own_label(&self, field: &str) -> Option<&str> {
        self.labels.iter().find_map(|(name, label)| (name == field).then_some(label.as_str()))
    }
    /// With what is wrong.
    #[must_use]
    pub fn refused(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// First value of a field.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find_map(|(name, value)| (name == field).then_some(value.as_str())).unwrap_or_default()
    }
    /// True when a field holds a value.
    #[must_use]
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.values.iter().any(|(name, held)| name == field && held == value)
    }
    /// Name of a field in a row of a repeating group: `items[2].name`.
    #[must_use]
    pub fn row(&self, group: &str, index: impl std::fmt::Display, field: &str) -> String {
        format!("{group}[{index}].{field}")
    }
    /// Most rows of a group that a page shows, whatever index someone sends.
    pub const MAX_ROWS: usize = 200;

    /// How many rows of a repeating group hold anything: one more than the highest index of `group[i].…`, as far as rows
    /// can be shown.
    #[must_use]
    pub fn rows(&self, group: &str) -> usize {
        let of = |name: &str| {
            name.strip_prefix(group)?.strip_prefix('[')?.split_once(']').and_then(|(i, _)| i.parse::<usize>().ok())
        };
        let fields = self.values.iter().map(|(name, _)| name).chain(self.errors.iter().map(|e| &e.field));
        fields.filter_map(|name| of(name)).filter(|i| *i < Self::MAX_ROWS).max().map_or(0, |i| i.saturating_add(1))
    }
    /// True when anything is wrong.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }
    /// Everything that is wrong, for the summary.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The id of a field on the page.
    #[must_use]
    pub fn id(&self, field: &str) -> String {
        let mut id = format!("f-{}-", self.name);
        id.extend(field.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }));
        while id.ends_with('-') {
            id.pop();
        }
        id
    }

    fn key(&self, field: &str) -> String {
        let mut key = format!("f-{}-", self.name);
        let mut inside = false;
        for c in field.chars() {
            match c {
                '[' => inside = true,
                ']' => inside = false,
                _ if inside => {}
                '.' => key.push('-'),
                c => key.push(c),
            }
        }
        key
    }

    /// The label of a field, with the number of its row when it stands in one; empty when the form has no such field.
    #[must_use]
    pub fn label(&self, ui: &Shell, field: &str) -> String {
        if let Some(label) = self.own_label(field) {
            return label.to_owned();
        }
        let Some(label) = ui.maybe(&self.key(field)) else {
            return String::new();
        };
        let row = field.split_once('[').and_then(|(_, rest)| rest.split_once(']')?.0.parse::<usize>().ok());
        match row {
            Some(row) => ui.words().t2("form-row-label", ("row", row.saturating_add(1)), ("label", label)),
            None => label.into_owned(),
        }
    }

    fn field(&self, ui: &Shell, field: &str, control: Control) -> Field {
        let key = self.key(field);
        let errors = self.errors.iter().filter(|e| e.field == field).map(|e| e.problem.text(ui.lang)).collect();
        Field {
            id: self.id(field),
            name: field.to_owned(),
            label: self.own_label(field).map_or_else(|| ui.t(&key).into_owned(), ToOwned::to_owned),
            hint: ui.maybe(&format!("{key}-hint")).unwrap_or_default().into_owned(),
            need: Need::Silent,
            must: ui.t("form-must").into_owned(),
            may: ui.t("form-may").into_owned(),
            wrong: ui.t("form-wrong").into_owned(),
            class: "",
            unit: String::new(),
            list: "",
            value: self.value(field).to_owned(),
            chosen: self.values.iter().filter(|(n, _)| n == field).map(|(_, v)| v.clone()).collect(),
            errors,
            control,
        }
    }

    /// One line of text.
    #[must_use]
    pub fn text(&self, ui: &Shell, field: &str) -> Field {
        self.field(ui, field, Control::Input { kind: "text", mode: "", complete: "off" })
    }
    /// Digits.
    #[must_use]
    pub fn number(&self, ui: &Shell, field: &str) -> Field {
        self.field(ui, field, Control::Input { kind: "text", mode: "numeric", complete: "off" }).short()
    }
    /// A date; typed as text, so that 令和8年7月1日 works as well as 2026-07-01.
    #[must_use]
    pub fn date(&self, ui: &Shell, field: &str) -> Field {
        let mut made = self.field(ui, field, Control::Input { kind: "text", mode: "", complete: "off" }).short();
        if made.hint.is_empty() {
            made.hint = ui.t("form-date-hint").into_owned();
        }
        made
    }
    /// A password.
    #[must_use]
    pub fn password(&self, ui: &Shell, field: &str, complete: &'static str) -> Field {
        let mut made = self.field(ui, field, Control::Input { kind: "password", mode: "", complete });
        made.value.clear();
        made
    }
    /// A name to sign in with.
    #[must_use]
    pub fn login(&self, ui: &Shell, field: &str) -> Field {
        self.field(ui, field, Control::Input { kind: "text", mode: "", complete: "username" })
    }
    /// Several lines.
    #[must_use]
    pub fn area(&self, ui: &Shell, field: &str, rows: u8) -> Field {
        self.field(ui, field, Control::Area { rows })
    }
    /// One of a list, folded.
    #[must_use]
    pub fn select(&self, ui: &Shell, field: &str, options: &[Opt]) -> Field {
        self.field(ui, field, Control::Select { options: options.to_vec() })
    }
    /// One of a list, unfolded.
    #[must_use]
    pub fn radios(&self, ui: &Shell, field: &str, options: &[Opt]) -> Field {
        self.field(ui, field, Control::Choices { kind: "radio", options: options.to_vec() })
    }
    /// Several of a list.
    #[must_use]
    pub fn checks(&self, ui: &Shell, field: &str, options: &[Opt]) -> Field {
        self.field(ui, field, Control::Choices { kind: "checkbox", options: options.to_vec() })
    }
    /// A file.
    #[must_use]
    pub fn file(&self, ui: &Shell, field: &str) -> Field {
        self.field(ui, field, Control::File)
    }
    /// The summary above a refused form.
    #[must_use]
    pub fn summary(&self, ui: &Shell) -> Summary {
        let lines = self
            .errors
            .iter()
            .map(|e| {
                let said = e.problem.text(ui.lang);
                let label = self.label(ui, &e.field);
                if label.is_empty() {
                    return (String::new(), said);
                }
                (self.id(&e.field), ui.words().t2("form-error-line", ("label", label), ("said", said)))
            })
            .collect::<Vec<_>>();
        Summary { title: ui.words().tn("form-errors", lines.len()), lines }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    Must,
    May,
    Silent,
}

#[derive(Debug, Clone)]
enum Control {
    Input { kind: &'static str, mode: &'static str, complete: &'static str },
    Area { rows: u8 },
    Select { options: Vec<Opt> },
    Choices { kind: &'static str, options: Vec<Opt> },
    File,
}

/// A field as shown.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    id: String,
    name: String,
    label: String,
    hint: String,
    need: Need,
    must: String,
    may: String,
    wrong: String,
    class: &'static str,
    unit: String,
    list: &'static str,
    value: String,
    chosen: Vec<String>,
    errors: Vec<String>,
    control: Control,
}
impl HtmlSafe for Field {}

impl Field {
    /// Must be filled.
    #[must_use]
    pub fn must(mut self) -> Self {
        self.need = Need::Must;
        self
    }
    /// May be left empty.
    #[must_use]
    pub fn may(mut self) -> Self {
        self.need = Need::May;
        self
    }
    /// For short answers: dates, numbers.
    #[must_use]
    pub const fn short(mut self) -> Self {
        self.class = " field--w12";
        self
    }
    /// Without its hint, where the same field asks for something else.
    #[must_use]
    pub fn unhinted(mut self) -> Self {
        self.hint.clear();
        self
    }
    /// With a hint that comes with the data; an empty one changes nothing.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        if !hint.is_empty() {
            self.hint = hint;
        }
        self
    }
    /// With suggestions from a `<datalist>` of the page.
    #[must_use]
    pub const fn list(mut self, id: &'static str) -> Self {
        self.list = id;
        self
    }
    /// With a unit after the input.
    #[must_use]
    pub fn unit(mut self, unit: impl std::fmt::Display) -> Self {
        self.unit = unit.to_string();
        self
    }
    /// The label of the page's question is label enough: it stays for readers that cannot see the heading.
    #[must_use]
    pub fn label(mut self, label: impl std::fmt::Display) -> Self {
        self.label = label.to_string();
        self
    }
    fn described(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-h", self.id));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{}-e", self.id));
        }
        ids.join(" ")
    }
    /// Choices without explanations stand side by side.
    fn is_short(&self, options: &[Opt]) -> bool {
        options.iter().all(|option| option.hint.is_empty())
    }
    fn holds(&self, value: &str) -> bool {
        self.chosen.iter().any(|held| held == value)
    }
}

/// What is wrong with a form, in one place, with links.
#[derive(Debug, Clone, Template)]
#[template(
    source = r##"{% if !lines.is_empty() %}<div class="errors" role="alert" tabindex="-1"><h2><svg class="icon" aria-hidden="true"><use href="#i-over"/></svg>{{ title }}</h2><ul>{% for (id, text) in lines %}<li>{% if id.is_empty() %}{{ text }}{% else %}<a href="#{{ id }}">{{ text }}</a>{% endif %}</li>{% endfor %}</ul></div>{% endif %}"##,
    ext = "html"
)]
pub struct Summary {
    title: String,
    lines: Vec<(String, String)>,
}
impl HtmlSafe for Summary {}
