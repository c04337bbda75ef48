//! Rows as JSON objects, one a line.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};
use sqlx::{ColumnIndex, Decode, Row, Type};

use super::tables::{Kind, Table};
use crate::{Error, sql::Value};

/// Writes a row as a line, members in the order of the columns.
pub(super) fn write<'r, R>(table: &Table, row: &'r R, out: &mut String) -> Result<(), Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    for (i, (name, kind)) in table.columns.iter().enumerate() {
        out.push(if i == 0 { '{' } else { ',' });
        let value = match kind {
            Kind::Text => row.try_get::<Option<String>, _>(i)?.map(Json::from),
            Kind::Int => row.try_get::<Option<i64>, _>(i)?.map(Json::from),
            Kind::Bool => row.try_get::<Option<bool>, _>(i)?.map(Json::from),
        };
        // writing to a String cannot fail
        let _ = write!(out, "\"{name}\":{}", value.unwrap_or(Json::Null));
    }
    out.push_str("}\n");
    Ok(())
}

/// A line read back.
pub(super) struct Line<'t> {
    table: &'t Table,
    members: Map<String, Json>,
}

impl<'t> Line<'t> {
    /// Reads a line; it must have exactly the columns of the table.
    pub(super) fn read(table: &'t Table, line: &str) -> Option<Self> {
        let members: Map<String, Json> = serde_json::from_str(line).ok()?;
        let complete = table.columns.iter().all(|(name, _)| members.contains_key(*name));
        (complete && members.len() == table.columns.len()).then_some(Self { table, members })
    }

    /// The values in the order of the columns; the column that is set later is left empty.
    pub(super) fn values(&self) -> Option<Vec<Value>> {
        let later = self.table.later.as_ref().map(|l| l.column);
        self.table
            .columns
            .iter()
            .map(|(name, kind)| match (self.members.get(*name)?, kind) {
                (_, Kind::Text) if later == Some(*name) => Some(Value::Text(None)),
                (Json::Null, Kind::Text) => Some(Value::Text(None)),
                (Json::Null, Kind::Int) => Some(Value::Int(None)),
                (Json::String(text), Kind::Text) => Some(Value::Text(Some(text.clone()))),
                (Json::Number(number), Kind::Int) => Some(Value::Int(Some(number.as_i64()?))),
                (Json::Bool(yes), Kind::Bool) => Some(Value::Bool(*yes)),
                _ => None,
            })
            .collect()
    }

    /// A text of the row.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        self.members.get(column)?.as_str()
    }

    /// A number of the row.
    pub(super) fn int(&self, column: &str) -> Option<i64> {
        self.members.get(column)?.as_i64()
    }
}
