//! Who calls the API: the holder of a personal access token.

use app::{Caller, Channel};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{header, request::Parts},
};
use domain::Lang;

use crate::{failure::Failure, server::Web, visit::RequestId};

/// The person behind the token of a request. A handler with this argument answers everyone else with 401.
#[derive(Debug, Clone)]
pub struct ApiCaller {
    /// The person.
    pub caller: Caller,
    /// Language asked for.
    pub lang: Lang,
}

impl<S: Sync> FromRequestParts<S> for ApiCaller
where
    Web: FromRef<S>,
{
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let web = Web::from_ref(state);
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "))
            .ok_or(app::Error::Unauthenticated)?;
        let person = web.app.auth().authenticate_token(token.trim()).await?;
        let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
        let caller = web.app.caller(person, Channel::Api, request).await?;
        let lang = parts.extensions.get::<Lang>().copied().unwrap_or_default();
        Ok(Self { caller, lang })
    }
}
