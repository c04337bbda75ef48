//! Passwords: what is accepted, and how one is hashed and compared.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use domain::{FieldError, Problem, text::Login};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{Dice, Error, Result};

/// Fewest characters.
pub const MIN: usize = 12;
/// Most characters.
pub const MAX: usize = 256;

/// Each hash takes 19 MiB and a core; two at a time leave the rest of the machine to others.
static GATE: Semaphore = Semaphore::const_new(2);
/// How long one waits for a turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// Compared with when there is no such account, so that it takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2VraW1vcmktc2VraQ$8mP4sVq0JvR1n3gXw2YhTz5uKd7bLc9eQfA6iOtyHkE";

static COMMON: LazyLock<std::collections::BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect());

/// Checks a new password against the policy; the problem is reported at a field.
///
/// # Errors
/// The first rule it breaks.
pub fn check(field: &str, password: &str, login: &Login) -> Result<(), FieldError> {
    let actual = password.chars().count();
    let refuse = |problem| Err(FieldError::new(field, problem));
    if actual == 0 {
        return refuse(Problem::Missing);
    }
    if actual < MIN {
        return refuse(Problem::TooShort { min: MIN, actual });
    }
    if actual > MAX {
        return refuse(Problem::TooLong { max: MAX, actual });
    }
    let folded = password.to_lowercase();
    if folded == login.as_str() || folded.replace(login.as_str(), "").chars().count() < 4 {
        return Err(FieldError::rule(
            field,
            "ログイン名やその繰り返しは、パスワードに使えません",
            "The password must not be the login name or repeat it",
        ));
    }
    if COMMON.contains(folded.as_str()) || is_monotonous(&folded) {
        return Err(FieldError::rule(
            field,
            "よく使われるパスワードなので、すぐに当てられます。別のものにしてください",
            "This password is in common use and quickly guessed. Choose another",
        ));
    }
    Ok(())
}

/// A few characters over and over, or characters that each follow the one before.
fn is_monotonous(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let repeats = |unit: usize| chars.iter().zip(chars.iter().skip(unit)).all(|(a, b)| a == b);
    let steps = |by: i64| {
        chars.iter().zip(chars.iter().skip(1)).all(|(a, b)| {
            let step = i64::from(u32::from(*b)).saturating_sub(i64::from(u32::from(*a)));
            step == by || (step == by.saturating_mul(-9) && a.is_ascii_digit())
        })
    };
    (1..=4).any(repeats) || steps(1) || steps(-1)
}

async fn turn() -> Result<SemaphorePermit<'static>> {
    match tokio::time::timeout(PATIENCE, GATE.acquire()).await {
        Ok(permit) => permit.map_err(Error::internal),
        Err(_) => Err(Error::conflict(
            "混み合っています。少し待ってから、もう一度お試しください",
            "Too busy at the moment. Wait a little and retry",
        )),
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC text of a password's hash.
///
/// # Errors
/// When too many are waiting.
pub(crate) async fn hash(dice: &Dice, password: &str) -> Result<String> {
    let salt: [u8; 16] = dice.bytes();
    let password = password.to_owned();
    let _turn = turn().await?;
    let hashed = tokio::task::spawn_blocking(move || -> Result<String> {
        let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(Error::internal)?;
        Ok(hash.to_string())
    });
    hashed.await.map_err(Error::internal)?
}

/// Compares a password with a hash; without one it takes as long and is never right.
///
/// # Errors
/// When too many are waiting.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let stored = hash.unwrap_or(NOBODY).to_owned();
    let password: String = password.chars().take(MAX.saturating_add(1)).collect();
    let _turn = turn().await?;
    let compared = tokio::task::spawn_blocking(move || -> Result<bool> {
        let parsed =
            PasswordHash::new(&stored).map_err(|_| Error::internal("a stored password hash is not readable"))?;
        Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
    });
    Ok(compared.await.map_err(Error::internal)?? && known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> &'static str {
        check("password", password, &"mizusawa".parse().unwrap()).map_or_else(|e| e.problem.code(), |()| "ok")
    }

    #[test]
    fn the_policy_names_what_is_wrong() {
        assert_eq!(code(""), "missing");
        assert_eq!(code("short"), "too_short");
        assert_eq!(code(&"ながい".repeat(100)), "too_long");
        for bad in [
            "mizusawamizusawa",
            "MizusawaMizusawa1",
            "Password1234",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123456789012",
            "abcdefghijklm",
            "qwertyuiop123",
        ] {
            assert_eq!(code(bad), "rule", "{bad}");
        }
        for good in ["correct horse battery", "関の戸は夜も閉めておく四角", "x7#Lq-mizusawa-91"] {
            assert_eq!(code(good), "ok", "{good}");
        }
    }

    #[tokio::test]
    async fn hashes_compare_and_nobody_is_never_right() {
        let dice = Dice::seeded(1);
        let one = hash(&dice, "correct horse battery").await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(one, hash(&dice, "correct horse battery").await.unwrap());
        assert!(verify("correct horse battery", Some(&one)).await.unwrap());
        assert!(!verify("correct horse batterz", Some(&one)).await.unwrap());
        assert!(!verify("correct horse battery", None).await.unwrap());
    }
}
