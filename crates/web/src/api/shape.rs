//! Does a JSON value have the shape its schema in the OpenAPI document describes? The same schema a client reads is what
//! is checked, so the two cannot differ; every misfit is found at once, with its place.

use domain::Lang;
use serde_json::{Map, Value};

/// A part of a body or a query that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// Place: name with indices, `facts.items[2].name`; empty for the body as a whole.
    pub(crate) field: String,
    /// What is wrong there.
    pub(crate) why: Why,
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// Something is needed and nothing is there.
    Missing,
    /// Nothing of this name belongs there.
    Unknown { allowed: Vec<String> },
    /// The value has another type.
    Type { given: String, wanted: &'static str },
    /// The value is none of a closed list.
    NotOneOf { given: String, allowed: Vec<String> },
    /// Given more than once.
    Repeated,
}

impl Why {
    /// A stable code for programs.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown { .. } => "unknown_name",
            Self::Type { .. } => "type",
            Self::NotOneOf { .. } => "not_one_of",
            Self::Repeated => "repeated",
        }
    }

    /// The sentence: what was given and what is allowed.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Missing, Lang::Ja) => "入力してください".to_owned(),
            (Self::Missing, Lang::En) => "A value is required".to_owned(),
            (Self::Unknown { allowed }, Lang::Ja) if allowed.is_empty() => "この名前は使えません".to_owned(),
            (Self::Unknown { allowed }, Lang::En) if allowed.is_empty() => "This name is not known here".to_owned(),
            (Self::Unknown { allowed }, Lang::Ja) => {
                format!("この名前は使えません。使えるのは {} です", allowed.join("、"))
            }
            (Self::Unknown { allowed }, Lang::En) => {
                format!("This name is not known here; allowed: {}", allowed.join(", "))
            }
            (Self::Type { given, wanted }, Lang::Ja) => {
                format!("「{given}」は型が合いません。{}にしてください", type_ja(wanted))
            }
            (Self::Type { given, wanted }, Lang::En) => format!("{given} does not fit; {} is needed", type_en(wanted)),
            (Self::NotOneOf { given, allowed }, Lang::Ja) => {
                format!("「{given}」は使えません。使えるのは {} です", allowed.join("、"))
            }
            (Self::NotOneOf { given, allowed }, Lang::En) => {
                format!("\"{given}\" is not one of: {}", allowed.join(", "))
            }
            (Self::Repeated, Lang::Ja) => "一つだけ指定してください".to_owned(),
            (Self::Repeated, Lang::En) => "Give this only once".to_owned(),
        }
    }
}

fn type_ja(wanted: &str) -> &'static str {
    match wanted {
        "string" => "文字列",
        "integer" => "整数",
        "number" => "数",
        "boolean" => "true か false",
        "array" => "配列",
        "null" => "null",
        _ => "オブジェクト",
    }
}

fn type_en(wanted: &str) -> &'static str {
    match wanted {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "an array",
        "null" => "null",
        _ => "an object",
    }
}

/// Everything that does not fit; nothing when the value has the shape of the schema of this name.
pub(crate) fn misfits(components: &Value, name: &str, value: &Value) -> Vec<Misfit> {
    let mut checker = Checker { components, found: Vec::new() };
    match components.get(name) {
        Some(schema) => checker.check(schema, value, ""),
        None => tracing::error!(name, "a body without a schema"),
    }
    checker.found
}

struct Checker<'a> {
    components: &'a Value,
    found: Vec<Misfit>,
}

impl<'a> Checker<'a> {
    fn add(&mut self, field: &str, why: Why) {
        self.found.push(Misfit { field: field.to_owned(), why });
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next());
        name.and_then(|name| self.components.get(name)).unwrap_or(schema)
    }

    fn check(&mut self, schema: &'a Value, value: &Value, field: &str) {
        let schema = self.resolve(schema);
        if let Some(branches) = schema.get("oneOf").and_then(Value::as_array) {
            return self.one_of(branches, value, field);
        }
        let types = types(schema);
        if !types.is_empty() && !types.iter().any(|t| is(t, value)) {
            let wanted = types.iter().copied().find(|t| *t != "null").unwrap_or("null");
            return self.add(field, Why::Type { given: shown(value), wanted });
        }
        match value {
            Value::Object(members) => self.object(schema, members, field),
            Value::Array(items) => {
                let Some(each) = schema.get("items") else { return };
                for (i, item) in items.iter().enumerate() {
                    self.check(each, item, &format!("{field}[{i}]"));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: &'a Value, members: &Map<String, Value>, field: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let each = schema.get("additionalProperties").filter(|more| more.is_object());
        if properties.is_none() && each.is_none() {
            return;
        }
        let place = |name: &str| if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                self.add(&place(name), Why::Missing);
            }
        }
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        for (name, value) in members {
            match properties.and_then(|known| known.get(name)) {
                Some(schema) => self.check(schema, value, &place(name)),
                None if closed => {
                    let allowed = properties.into_iter().flat_map(Map::keys).cloned().collect();
                    self.add(&place(&domain::problem::shorten(name)), Why::Unknown { allowed });
                }
                // a map: what a key may be is said by the use case
                None => {
                    if let Some(schema) = each {
                        self.check(schema, value, &place(&domain::problem::shorten(name)));
                    }
                }
            }
        }
    }

    /// Either nothing, or one of several objects told apart by a member that names the kind.
    fn one_of(&mut self, branches: &'a [Value], value: &Value, field: &str) {
        let nullable = branches.iter().any(|b| types(b).contains(&"null"));
        if value.is_null() && nullable {
            return;
        }
        let rest: Vec<&'a Value> = branches.iter().filter(|b| !types(b).contains(&"null")).collect();
        if let [only] = rest.as_slice() {
            return self.check(only, value, field);
        }
        let tags: Vec<(&str, &str, &'a Value)> = rest.iter().filter_map(|branch| tag(self.resolve(branch))).collect();
        let Some((member, _, _)) = tags.first().copied() else { return };
        let place = if field.is_empty() { member.to_owned() } else { format!("{field}.{member}") };
        let Value::Object(members) = value else {
            return self.add(field, Why::Type { given: shown(value), wanted: "object" });
        };
        match members.get(member) {
            None => self.add(&place, Why::Missing),
            Some(given) => match tags.iter().find(|(_, code, _)| given.as_str() == Some(code)) {
                Some((_, _, branch)) => self.check(branch, value, field),
                None => {
                    let allowed = tags.iter().map(|(_, code, _)| (*code).to_owned()).collect();
                    self.add(&place, Why::NotOneOf { given: shown(given), allowed });
                }
            },
        }
    }
}

/// The member that tells a branch apart, and its value.
fn tag(branch: &Value) -> Option<(&str, &str, &Value)> {
    branch.get("properties")?.as_object()?.iter().find_map(|(name, schema)| {
        match schema.get("enum")?.as_array()?.as_slice() {
            [Value::String(only)] => Some((name.as_str(), only.as_str(), branch)),
            _ => None,
        }
    })
}

fn types(schema: &Value) -> Vec<&'static str> {
    const TYPES: [&str; 7] = ["object", "string", "integer", "number", "boolean", "array", "null"];
    let known = |text: &str| TYPES.iter().copied().find(|t| *t == text);
    match schema.get("type") {
        Some(Value::String(one)) => known(one).into_iter().collect(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).filter_map(known).collect(),
        _ => Vec::new(),
    }
}

fn is(wanted: &str, value: &Value) -> bool {
    match value {
        Value::Null => wanted == "null",
        Value::Bool(_) => wanted == "boolean",
        Value::Number(n) => wanted == "number" || (wanted == "integer" && n.is_i64()),
        Value::String(_) => wanted == "string",
        Value::Array(_) => wanted == "array",
        Value::Object(_) => wanted == "object",
    }
}

/// A value as a message shows it: short, and only its kind where it is large.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => domain::problem::shorten(text),
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn components() -> Value {
        json!({
            "Outer": {
                "type": "object", "required": ["name", "rows"], "additionalProperties": false,
                "properties": {
                    "name": {"type": "string"},
                    "count": {"type": ["integer", "null"]},
                    "rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
                    "row": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Row"}]},
                    "kind": {"$ref": "#/components/schemas/Kind"},
                }
            },
            "Row": {
                "type": "object", "required": ["n"], "additionalProperties": false,
                "properties": {"n": {"type": "integer"}}
            },
            "Kind": {"oneOf": [
                {"type": "object", "required": ["kind", "a"], "properties": {
                    "kind": {"type": "string", "enum": ["first"]}, "a": {"type": "string"}}},
                {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["second"]}}},
            ]}
        })
    }

    fn found(value: &Value) -> Vec<(String, &'static str)> {
        misfits(&components(), "Outer", value).into_iter().map(|m| (m.field, m.why.code())).collect()
    }

    #[test]
    fn every_misfit_is_named_with_its_place() {
        let fine = json!({"name": "x", "rows": [{"n": 1}], "count": null, "row": null, "kind": {"kind": "second"}});
        assert_eq!(found(&fine), []);
        let wrong =
            json!({"nam": 1, "rows": [{"n": "1"}, {}, 5], "count": 1.5, "row": {"m": 1}, "kind": {"kind": "x"}});
        let mut places = found(&wrong);
        places.sort();
        let expected = [
            ("count", "type"),
            ("kind.kind", "not_one_of"),
            ("nam", "unknown_name"),
            ("name", "missing"),
            ("row.m", "unknown_name"),
            ("row.n", "missing"),
            ("rows[0].n", "type"),
            ("rows[1].n", "missing"),
            ("rows[2]", "type"),
        ];
        assert_eq!(places, expected.map(|(place, code)| (place.to_owned(), code)));
        assert_eq!(found(&json!([])), [(String::new(), "type")]);
    }

    #[test]
    fn messages_name_value_and_what_is_allowed() {
        let why = Why::Type { given: "x".to_owned(), wanted: "integer" };
        assert_eq!(why.text(Lang::Ja), "「x」は型が合いません。整数にしてください");
        assert_eq!(why.text(Lang::En), "x does not fit; a whole number is needed");
        let why = Why::Unknown { allowed: vec!["a".into(), "b".into()] };
        assert_eq!(why.text(Lang::En), "This name is not known here; allowed: a, b");
    }
}
