//! Parts that answers of several resources share.

use app::{Caller, engagements::Names};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Lang,
    id::{PersonId, UnitId},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A person as answers name them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PersonRef {
    /// Id, `per_…`.
    pub(crate) id: String,
    /// Name as written; `–` when unknown.
    pub(crate) name: String,
}

impl PersonRef {
    /// From the names loaded with an answer.
    pub(crate) fn of(id: PersonId, names: &Names) -> Self {
        Self { id: id.to_string(), name: names.of(id).to_owned() }
    }
    /// With a name known otherwise.
    pub(crate) fn new(id: PersonId, name: impl ToString) -> Self {
        Self { id: id.to_string(), name: name.to_string() }
    }
}

/// A unit as answers name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UnitRef {
    /// Id, `unt_…`.
    pub(crate) id: String,
    /// Name in the language asked for.
    pub(crate) name: String,
}

impl UnitRef {
    /// From the tree of the caller.
    pub(crate) fn of(id: UnitId, caller: &Caller, lang: Lang) -> Self {
        let name = caller.units.get(id).map(|u| u.label(lang).to_owned()).unwrap_or_default();
        Self { id: id.to_string(), name }
    }
}

/// An engagement as answers name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EngagementRef {
    /// Number, `R8-0012`.
    pub(crate) number: String,
    /// Title.
    pub(crate) title: String,
}

/// Something that was made: 201 with its address.
#[derive(Debug)]
pub(crate) struct Made<T>(pub(crate) String, pub(crate) T);

impl<T: Serialize> IntoResponse for Made<T> {
    fn into_response(self) -> Response {
        let mut response = (StatusCode::CREATED, Json(self.1)).into_response();
        if let Ok(value) = HeaderValue::from_str(&format!("{}{}", super::document::ROOT, self.0)) {
            response.headers_mut().insert(header::LOCATION, value);
        }
        response
    }
}

/// The id of something made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeId {
    /// Id.
    pub(crate) id: String,
}

/// Something that was done and has nothing to say.
pub(crate) const DONE: StatusCode = StatusCode::NO_CONTENT;

/// Optional parts of an answer that are left out when empty.
pub(crate) fn or_none(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Bytes as hexadecimal text: cursors that are sent back as they came.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes of a hexadecimal text.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) || text.len() > 4000 {
        return None;
    }
    let digits: Vec<u8> = text.bytes().collect();
    digits
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|two| u8::from_str_radix(two, 16).ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_reads_back() {
        assert_eq!(unhex(&hex("霧沢~1".as_bytes())).unwrap(), "霧沢~1".as_bytes());
        assert_eq!(unhex("abc"), None);
        assert_eq!(unhex("zz"), None);
        assert_eq!(unhex("あ"), None);
    }
}
