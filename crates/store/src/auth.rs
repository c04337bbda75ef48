//! Passwords, sessions and tokens. Secrets stand here only as digests.
//!
//! Nothing here takes a scope: these statements find out who is asking, or touch what belongs to that person alone.

use domain::{
    id::{PersonId, SessionId, TokenId, UnitId},
    text::Login,
};
use jiff::Timestamp;

use crate::{Error, Result, Tx, args, instant, instant_opt, parse, sql};

sql! {
    KNOWN_BY_LOGIN = "select p.id, p.login, p.unit_id, p.disabled, c.password_hash, c.failures, c.locked_until
        from person p join credential c on c.person_id = p.id where p.login = $1";
    KNOWN = "select p.id, p.login, p.unit_id, p.disabled, c.password_hash, c.failures, c.locked_until
        from person p join credential c on c.person_id = p.id where p.id = $1";
    CREDENTIAL_SET = "insert into credential (person_id, password_hash, changed_at, failures, locked_until)
        values ($1, $2, $3, 0, null)
        on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at,
            failures = 0, locked_until = null";
    FAILURES_SET = "update credential set failures = $2, locked_until = $3 where person_id = $1";
    // the last time the person signed in, as the ledger tells it
    LAST_SIGN_IN = "select at, detail from ledger where actor = $1 and action = 'session.begin'
        order by seq desc limit 1";
    SESSION_INSERT = "insert into session
            (id, secret_hash, person_id, created_at, last_seen_at, expires_at, address, agent)
        values ($1, $2, $3, $4, $4, $5, $6, $7)";
    SESSION_ALIVE = "select s.id, s.person_id, s.last_seen_at from session s join person p on p.id = s.person_id
        where s.secret_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and p.disabled = false";
    SESSION_SEEN = "update session set last_seen_at = $2 where id = $1 and last_seen_at < $2";
    SESSIONS_OF = "select id, person_id, created_at, last_seen_at, expires_at, address, agent from session
        where person_id = $1 and expires_at > $2 and last_seen_at > $3 order by last_seen_at desc, id limit 100";
    SESSION_DELETE = "delete from session where id = $1 and person_id = $2";
    SESSIONS_DELETE = "delete from session where person_id = $1 and (cast($2 as text) is null or id <> $2)";
    SESSIONS_OVER = "delete from session where expires_at <= $1 or last_seen_at <= $2";
    TOKEN_INSERT = "insert into token (id, secret_hash, person_id, name, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    TOKEN_ALIVE = "select t.id, t.person_id, t.last_used_at from token t join person p on p.id = t.person_id
        where t.secret_hash = $1 and t.expires_at > $2 and t.revoked_at is null and p.disabled = false";
    TOKEN_USED = "update token set last_used_at = $2 where id = $1";
    TOKENS_OF = "select id, person_id, name, created_at, last_used_at, expires_at, revoked_at from token
        where person_id = $1 order by created_at desc, id limit 200";
    TOKEN_REVOKE = "update token set revoked_at = $3 where id = $1 and person_id = $2 and revoked_at is null";
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    id: String,
    login: String,
    unit_id: String,
    disabled: bool,
    password_hash: String,
    failures: i64,
    locked_until: Option<i64>,
}

/// A person who has a password, as needed to check it.
#[derive(Clone)]
pub struct Known {
    /// The person.
    pub person: PersonId,
    /// Name to sign in with.
    pub login: Login,
    /// Unit the person belongs to.
    pub unit: UnitId,
    /// A person who left cannot sign in.
    pub disabled: bool,
    /// The password's argon2id hash in PHC form.
    pub password_hash: String,
    /// Wrong passwords since the last right one.
    pub failures: i64,
    /// Until when no password is accepted.
    pub locked_until: Option<Timestamp>,
}

impl std::fmt::Debug for Known {
    /// Leaves the hash out, so that no log ever shows one.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("person", &self.person).field("failures", &self.failures).finish_non_exhaustive()
    }
}

impl TryFrom<KnownRow> for Known {
    type Error = Error;
    fn try_from(row: KnownRow) -> Result<Self> {
        Ok(Self {
            person: parse("person.id", &row.id)?,
            login: parse("person.login", &row.login)?,
            unit: parse("person.unit_id", &row.unit_id)?,
            disabled: row.disabled,
            password_hash: row.password_hash,
            failures: row.failures,
            locked_until: instant_opt("credential.locked_until", row.locked_until)?,
        })
    }
}

/// A person's password hash and lock, by login name.
///
/// # Errors
/// Of the database.
pub async fn known_by_login(tx: &mut Tx, login: &Login) -> Result<Option<Known>> {
    tx.optional::<KnownRow>(&KNOWN_BY_LOGIN, args![login]).await?.map(Known::try_from).transpose()
}

/// The same by id.
///
/// # Errors
/// Of the database.
pub async fn known(tx: &mut Tx, person: PersonId) -> Result<Option<Known>> {
    tx.optional::<KnownRow>(&KNOWN, args![person]).await?.map(Known::try_from).transpose()
}

/// Sets a person's password hash and lifts any lock.
///
/// # Errors
/// Of the database.
pub async fn set_password(tx: &mut Tx, person: PersonId, hash: &str, at: Timestamp) -> Result<()> {
    tx.run(&CREDENTIAL_SET, args![person, hash, at]).await?;
    Ok(())
}

/// Sets how many wrong passwords there were, and until when none is accepted.
///
/// # Errors
/// Of the database.
pub async fn set_failures(tx: &mut Tx, person: PersonId, failures: i64, locked_until: Option<Timestamp>) -> Result<()> {
    tx.run(&FAILURES_SET, args![person, failures, locked_until]).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LastRow {
    at: i64,
    detail: String,
}

/// When and from where a person last signed in.
///
/// # Errors
/// Of the database.
pub async fn last_sign_in(tx: &mut Tx, person: PersonId) -> Result<Option<(Timestamp, String)>> {
    let Some(row) = tx.optional::<LastRow>(&LAST_SIGN_IN, args![person]).await? else { return Ok(None) };
    let detail: serde_json::Value = crate::from_json("ledger.detail", &row.detail)?;
    let address = detail.get("address").and_then(serde_json::Value::as_str).unwrap_or_default();
    Ok(Some((instant("ledger.at", row.at)?, address.to_owned())))
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// From where.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: String,
    person_id: String,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    address: String,
    agent: String,
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;
    fn try_from(row: SessionRow) -> Result<Self> {
        Ok(Self {
            id: parse("session.id", &row.id)?,
            person: parse("session.person_id", &row.person_id)?,
            created_at: instant("session.created_at", row.created_at)?,
            last_seen_at: instant("session.last_seen_at", row.last_seen_at)?,
            expires_at: instant("session.expires_at", row.expires_at)?,
            address: row.address,
            agent: row.agent,
        })
    }
}

/// Begins a session.
///
/// # Errors
/// Of the database.
pub async fn insert_session(tx: &mut Tx, session: &Session, secret_hash: &str) -> Result<()> {
    let args = args![
        session.id,
        secret_hash,
        session.person,
        session.created_at,
        session.expires_at,
        session.address.as_str(),
        session.agent.as_str(),
    ];
    tx.run(&SESSION_INSERT, args).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct AliveRow {
    id: String,
    person_id: String,
    last_seen_at: i64,
}

/// The living session of a secret: its id, whose it is, when it was last seen.
///
/// # Errors
/// Of the database.
pub async fn session(
    tx: &mut Tx,
    secret_hash: &str,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Option<(SessionId, PersonId, Timestamp)>> {
    let row = tx.optional::<AliveRow>(&SESSION_ALIVE, args![secret_hash, now, idle_since]).await?;
    row.map(|r| {
        Ok((
            parse("session.id", &r.id)?,
            parse("session.person_id", &r.person_id)?,
            instant("session.last_seen_at", r.last_seen_at)?,
        ))
    })
    .transpose()
}

/// Notes that a session was used.
///
/// # Errors
/// Of the database.
pub async fn session_seen(tx: &mut Tx, id: SessionId, at: Timestamp) -> Result<()> {
    tx.run(&SESSION_SEEN, args![id, at]).await?;
    Ok(())
}

/// A person's living sessions, last used first; at most 100.
///
/// # Errors
/// Of the database.
pub async fn sessions_of(tx: &mut Tx, person: PersonId, now: Timestamp, idle_since: Timestamp) -> Result<Vec<Session>> {
    let rows = tx.all::<SessionRow>(&SESSIONS_OF, args![person, now, idle_since]).await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Ends one session of a person; false when there is no such session.
///
/// # Errors
/// Of the database.
pub async fn delete_session(tx: &mut Tx, id: SessionId, person: PersonId) -> Result<bool> {
    Ok(tx.run(&SESSION_DELETE, args![id, person]).await? > 0)
}

/// Ends all sessions of a person but one; gives how many.
///
/// # Errors
/// Of the database.
pub async fn delete_sessions(tx: &mut Tx, person: PersonId, but: Option<SessionId>) -> Result<u64> {
    tx.run(&SESSIONS_DELETE, args![person, but]).await
}

/// Removes sessions that are over.
///
/// # Errors
/// Of the database.
pub async fn delete_sessions_over(tx: &mut Tx, now: Timestamp, idle_since: Timestamp) -> Result<u64> {
    tx.run(&SESSIONS_OVER, args![now, idle_since]).await
}

/// A personal access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub person: PersonId,
    /// What the person calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_used_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: String,
    person_id: String,
    name: String,
    created_at: i64,
    last_used_at: Option<i64>,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<TokenRow> for Token {
    type Error = Error;
    fn try_from(row: TokenRow) -> Result<Self> {
        Ok(Self {
            id: parse("token.id", &row.id)?,
            person: parse("token.person_id", &row.person_id)?,
            name: row.name,
            created_at: instant("token.created_at", row.created_at)?,
            last_used_at: instant_opt("token.last_used_at", row.last_used_at)?,
            expires_at: instant("token.expires_at", row.expires_at)?,
            revoked_at: instant_opt("token.revoked_at", row.revoked_at)?,
        })
    }
}

/// Keeps a new token.
///
/// # Errors
/// Of the database.
pub async fn insert_token(tx: &mut Tx, token: &Token, secret_hash: &str) -> Result<()> {
    let args = args![token.id, secret_hash, token.person, token.name.as_str(), token.created_at, token.expires_at];
    tx.run(&TOKEN_INSERT, args).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct TokenAliveRow {
    id: String,
    person_id: String,
    last_used_at: Option<i64>,
}

/// The valid token of a secret: its id, whose it is, when it was last used.
///
/// # Errors
/// Of the database.
pub async fn token(
    tx: &mut Tx,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<(TokenId, PersonId, Option<Timestamp>)>> {
    let row = tx.optional::<TokenAliveRow>(&TOKEN_ALIVE, args![secret_hash, now]).await?;
    row.map(|r| {
        Ok((
            parse("token.id", &r.id)?,
            parse("token.person_id", &r.person_id)?,
            instant_opt("token.last_used_at", r.last_used_at)?,
        ))
    })
    .transpose()
}

/// Notes that a token was used.
///
/// # Errors
/// Of the database.
pub async fn token_used(tx: &mut Tx, id: TokenId, at: Timestamp) -> Result<()> {
    tx.run(&TOKEN_USED, args![id, at]).await?;
    Ok(())
}

/// A person's tokens, newest first, revoked ones too; at most 200.
///
/// # Errors
/// Of the database.
pub async fn tokens_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Token>> {
    tx.all::<TokenRow>(&TOKENS_OF, args![person]).await?.into_iter().map(Token::try_from).collect()
}

/// Revokes a token of a person; false when there is none to revoke.
///
/// # Errors
/// Of the database.
pub async fn revoke_token(tx: &mut Tx, id: TokenId, person: PersonId, at: Timestamp) -> Result<bool> {
    Ok(tx.run(&TOKEN_REVOKE, args![id, person, at]).await? > 0)
}
