//! Refusals before a use case is reached: bodies that are no JSON, values of the wrong type, names nobody knows, routes
//! that are not there. All of them are `application/problem+json` like every other.

use axum::{
    Json,
    http::{Extensions, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Lang;

use super::shape::Misfit;
use crate::{
    failure::{ProblemBody, ProblemField},
    visit::RequestId,
};

/// What was wrong with a request as such.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The body is not JSON; line and column of the first place that is not.
    Syntax { line: usize, column: usize },
    /// The body could not be received to its end.
    Broken,
    /// The body is longer than this many bytes.
    TooLarge(u64),
    /// The body is of another kind than is accepted.
    MediaType { given: String, allowed: &'static str },
    /// Parts of the body or the query have the wrong type or name.
    Misfits(Vec<Misfit>),
    /// There is no such route.
    NoRoute(String),
    /// The route does not know the method.
    NoMethod(String),
}

impl Refusal {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Syntax { .. } | Self::Broken => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Misfits(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoRoute(_) => StatusCode::NOT_FOUND,
            Self::NoMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } | Self::Broken => "bad_request",
            Self::TooLarge(_) => "too_large",
            Self::MediaType { .. } => "media_type",
            Self::Misfits(_) => "invalid",
            Self::NoRoute(_) => "not_found",
            Self::NoMethod(_) => "method_not_allowed",
        }
    }

    fn title(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.ja(),
            Lang::En => self.en(),
        }
    }

    fn ja(&self) -> String {
        match self {
            Self::Syntax { line, column } => format!("本文がJSONになっていません（{line}行{column}文字目）"),
            Self::Broken => "本文が途中で切れています。もう一度お試しください".to_owned(),
            Self::TooLarge(most) => format!("本文が長すぎます。{most}バイトまでです"),
            Self::MediaType { given, allowed } => {
                format!("Content-Type「{given}」は受け取れません。{allowed} にしてください")
            }
            Self::Misfits(found) => format!("{}か所を直してください", found.len()),
            Self::NoRoute(path) => format!("「{path}」というパスはありません。一覧は /api/openapi.json にあります"),
            Self::NoMethod(method) => {
                format!("このパスで {method} は使えません。使えるものは Allow ヘッダーにあります")
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Syntax { line, column } => format!("The body is not JSON (line {line}, column {column})"),
            Self::Broken => "The body was cut short. Try again".to_owned(),
            Self::TooLarge(most) => format!("The body is too long; at most {most} bytes are accepted"),
            Self::MediaType { given, allowed } => {
                format!("Content-Type \"{given}\" is not accepted; send {allowed}")
            }
            Self::Misfits(found) if found.len() == 1 => "One value needs correction".to_owned(),
            Self::Misfits(found) => format!("{} values need correction", found.len()),
            Self::NoRoute(path) => format!("There is no path \"{path}\"; /api/openapi.json lists all there are"),
            Self::NoMethod(method) => format!("{method} cannot be used here; see the Allow header for what can"),
        }
    }

    fn fields(&self, lang: Lang) -> Vec<ProblemField> {
        let Self::Misfits(found) = self else { return Vec::new() };
        found
            .iter()
            .map(|misfit| ProblemField {
                field: misfit.field.clone(),
                code: misfit.why.code().to_owned(),
                message: misfit.why.text(lang),
            })
            .collect()
    }

    /// The response, in the language and under the number the layer around the API has noted.
    pub(crate) fn response(&self, noted: &Extensions) -> Response {
        let lang = noted.get::<Lang>().copied().unwrap_or_default();
        let body = ProblemBody {
            kind: format!("urn:sekimori:problem:{}", self.code()),
            title: self.title(lang),
            status: self.status().as_u16(),
            request_id: noted.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            errors: self.fields(lang),
        };
        let mut response = (self.status(), Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
