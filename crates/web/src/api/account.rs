//! The caller: who they are and what they may do, their sessions, tokens, password and preferences.

use app::{Caller, auth::Session};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    id::{SessionId, TokenId},
    permission::{Permission, Reach},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, LanguageCode, PermissionLabel, RoleLabel},
    common::{DONE, Made, UnitRef},
    extract::{Body, Key},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(me))
        .routes(routes!(sessions, revoke_all))
        .routes(routes!(revoke))
        .routes(routes!(tokens, create_token))
        .routes(routes!(revoke_token))
        .routes(routes!(password))
        .routes(routes!(preferences))
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
struct Account {
    /// Id, `per_…`.
    id: String,
    /// Name to sign in with.
    login: String,
    /// Name as written.
    name: String,
    /// Unit the caller belongs to.
    unit: UnitRef,
    /// Language of the caller's pages: ja or en.
    lang: &'static str,
    /// Look of the caller's pages: auto, light or dark.
    theme: String,
    /// Roles usable now.
    roles: Vec<HeldRoleJson>,
    /// What the caller may do, and where.
    permissions: Vec<HeldPermission>,
}

/// A role the caller may use now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldRole)]
struct HeldRoleJson {
    /// The role.
    role: RoleLabel,
    /// Where it was given; it reaches everything below.
    unit: UnitRef,
    /// Id of the person it is used for, as a substitute.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<String>,
}

/// Something the caller may do.
#[derive(Debug, Serialize, ToSchema)]
struct HeldPermission {
    /// What.
    permission: PermissionLabel,
    /// True when it reaches the whole organisation.
    everywhere: bool,
    /// Ids of the units it reaches otherwise.
    units: Vec<String>,
}

fn permissions(caller: &Caller, by: &ApiCaller) -> Vec<HeldPermission> {
    let held = |permission: &Permission| {
        let scope = caller.actor.may(*permission).ok()?;
        let units = match scope.reach() {
            Reach::All => Vec::new(),
            Reach::Units(units) => units.iter().map(ToString::to_string).collect(),
        };
        let everywhere = matches!(scope.reach(), Reach::All);
        Some(HeldPermission { permission: Coded::new(*permission, by.lang), everywhere, units })
    };
    Permission::ALL.iter().filter_map(held).collect()
}

/// Show my account.
///
/// Who the caller is and what they may do, where.
#[utoipa::path(
    get, path = "/account", operation_id = "showAccount", tag = "account",
    responses((status = 200, description = "The caller", body = Account)),
)]
async fn me(by: ApiCaller) -> Json<Account> {
    let caller = &by.caller;
    let person = caller.actor.person();
    let roles = caller.actor.held().iter().map(|held| HeldRoleJson {
        role: Coded::new(held.role, by.lang),
        unit: UnitRef::of(held.unit, caller, by.lang),
        on_behalf_of: held.on_behalf_of.map(|id| id.to_string()),
    });
    Json(Account {
        id: person.id.to_string(),
        login: person.login.to_string(),
        name: person.name.to_string(),
        unit: UnitRef::of(person.unit, caller, by.lang),
        lang: person.lang.code(),
        theme: caller.theme.clone(),
        roles: roles.collect(),
        permissions: permissions(caller, &by),
    })
}

/// A living session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionJson {
    /// Id, `ses_…`.
    id: String,
    /// When it began.
    created_at: Timestamp,
    /// When it was last used, to the minute.
    last_seen_at: Timestamp,
    /// When it ends at the latest.
    expires_at: Timestamp,
    /// From where.
    address: String,
    /// The browser, as it names itself.
    agent: String,
}

impl From<Session> for SessionJson {
    fn from(one: Session) -> Self {
        Self {
            id: one.id.to_string(),
            created_at: one.created_at,
            last_seen_at: one.last_seen_at,
            expires_at: one.expires_at,
            address: one.address,
            agent: one.agent,
        }
    }
}

/// Sessions.
#[derive(Debug, Serialize, ToSchema)]
struct SessionList {
    /// Last used first.
    items: Vec<SessionJson>,
}

/// List my sessions.
///
/// Sessions of the browser; the API itself has none.
#[utoipa::path(
    get, path = "/account/sessions", operation_id = "listSessions", tag = "account",
    responses((status = 200, description = "Sessions", body = SessionList)),
)]
async fn sessions(by: ApiCaller, State(web): State<Web>) -> Result<Json<SessionList>> {
    let found = web.app.auth().sessions(&by.caller).await?;
    Ok(Json(SessionList { items: found.into_iter().map(SessionJson::from).collect() }))
}

/// End one of my sessions.
#[utoipa::path(
    delete, path = "/account/sessions/{id}", operation_id = "revokeSession", tag = "account",
    params(("id" = String, Path, description = "Id, `ses_…`")),
    responses((status = 204, description = "Ended")),
)]
async fn revoke(by: ApiCaller, State(web): State<Web>, Key(id): Key<SessionId>) -> Result<StatusCode> {
    web.app.auth().revoke(&by.caller, id).await?;
    Ok(DONE)
}

/// How many ended.
#[derive(Debug, Serialize, ToSchema)]
struct Ended {
    /// Sessions that ended.
    ended: u64,
}

/// End all my sessions.
#[utoipa::path(
    delete, path = "/account/sessions", operation_id = "revokeAllSessions", tag = "account",
    responses((status = 200, description = "How many ended", body = Ended)),
)]
async fn revoke_all(by: ApiCaller, State(web): State<Web>) -> Result<Json<Ended>> {
    Ok(Json(Ended { ended: web.app.auth().revoke_others(&by.caller, None).await? }))
}

/// A personal access token, without its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenJson {
    /// Id, `tok_…`.
    id: String,
    /// Its name.
    name: String,
    /// When it was made.
    created_at: Timestamp,
    /// When it was last used, to the minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<Timestamp>,
    /// When it ends.
    expires_at: Timestamp,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Timestamp>,
}

/// Tokens.
#[derive(Debug, Serialize, ToSchema)]
struct TokenList {
    /// Newest first, revoked and expired ones too.
    items: Vec<TokenJson>,
}

/// List my tokens.
#[utoipa::path(
    get, path = "/account/tokens", operation_id = "listTokens", tag = "account",
    responses((status = 200, description = "Tokens", body = TokenList)),
)]
async fn tokens(by: ApiCaller, State(web): State<Web>) -> Result<Json<TokenList>> {
    let found = web.app.auth().tokens(&by.caller).await?;
    let items = found.into_iter().map(|one| TokenJson {
        id: one.id.to_string(),
        name: one.name,
        created_at: one.created_at,
        last_used_at: one.last_used_at,
        expires_at: one.expires_at,
        revoked_at: one.revoked_at,
    });
    Ok(Json(TokenList { items: items.collect() }))
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What it is for; up to 120 characters.
    name: String,
    /// Days it holds, 1 to 366.
    days: i64,
}

/// A token with its text.
#[derive(Debug, Serialize, ToSchema)]
struct TokenMade {
    /// Id, `tok_…`.
    id: String,
    /// The token itself. It is shown here once and never again.
    token: String,
}

/// Make a token.
///
/// It acts as the caller. Its text is shown once.
#[utoipa::path(
    post, path = "/account/tokens", operation_id = "createToken", tag = "account",
    request_body = NewToken,
    responses((status = 201, description = "Made", body = TokenMade)),
)]
async fn create_token(by: ApiCaller, State(web): State<Web>, Body(body): Body<NewToken>) -> Result<Made<TokenMade>> {
    let (id, token) = web.app.auth().create_token(&by.caller, &body.name, body.days).await?;
    Ok(Made("/account/tokens".to_owned(), TokenMade { id: id.to_string(), token }))
}

/// Revoke a token.
#[utoipa::path(
    delete, path = "/account/tokens/{id}", operation_id = "revokeToken", tag = "account",
    params(("id" = String, Path, description = "Id, `tok_…`")),
    responses((status = 204, description = "Revoked")),
)]
async fn revoke_token(by: ApiCaller, State(web): State<Web>, Key(id): Key<TokenId>) -> Result<StatusCode> {
    web.app.auth().revoke_token(&by.caller, id).await?;
    Ok(DONE)
}

/// The password and the new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordBody {
    /// The current password.
    old: String,
    /// The new one, 12 to 256 characters.
    new: String,
}

/// Change my password.
///
/// Ends all sessions of the browser; tokens stay.
#[utoipa::path(
    put, path = "/account/password", operation_id = "changePassword", tag = "account",
    request_body = PasswordBody,
    responses((status = 204, description = "Changed")),
)]
async fn password(by: ApiCaller, State(web): State<Web>, Body(body): Body<PasswordBody>) -> Result<StatusCode> {
    web.app.auth().change_password(&by.caller, None, &body.old, &body.new).await?;
    Ok(DONE)
}

/// Language and look of the caller's pages.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreferencesBody {
    /// ja or en.
    lang: LanguageCode,
    /// auto, light or dark.
    theme: String,
}

/// Set my preferences.
#[utoipa::path(
    put, path = "/account/preferences", operation_id = "setPreferences", tag = "account",
    request_body = PreferencesBody,
    responses((status = 204, description = "Set")),
)]
async fn preferences(by: ApiCaller, State(web): State<Web>, Body(body): Body<PreferencesBody>) -> Result<StatusCode> {
    web.app.auth().preferences(&by.caller, body.lang.text(), &body.theme).await?;
    Ok(DONE)
}
