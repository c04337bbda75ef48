use domain::person::Role;

use super::*;
use crate::{
    Channel,
    testing::{PASSWORD, fields, houses, operator},
};

const NEW: &str = "nakoso no seki 1189";

fn actions(rows: &[ledger::Stored]) -> Vec<&str> {
    rows.iter().map(|r| r.action.as_str()).collect()
}

async fn ledger_after(app: &App, seq: i64) -> Vec<ledger::Stored> {
    let mut tx = app.db().read().await.unwrap();
    store::ledger::after(&mut tx, seq, 1000).await.unwrap()
}

#[tokio::test]
async fn a_session_begins_is_listed_and_ends() {
    for house in houses().await {
        let auth = house.app.auth();
        let start = i64::try_from(ledger_after(&house.app, 0).await.len()).unwrap();
        let first = auth.sign_in(" Sekimori ", PASSWORD, "192.0.2.7", "Firefox\u{7} 140").await.unwrap();
        assert_eq!(first.previous, None);
        assert_eq!(first.secret.len(), 43);
        house.minutes(5);
        let second = auth.sign_in("sekimori", PASSWORD, "192.0.2.8", "").await.unwrap();
        assert_eq!(second.previous.as_ref().unwrap().address, "192.0.2.7");
        let (id, person) = auth.session(&first.secret).await.unwrap();
        assert_eq!((id, person), (first.session, house.begun.administrator));
        let listed = auth.sessions(&first.caller).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().any(|s| s.agent == "Firefox 140"));
        auth.revoke(&first.caller, second.session).await.unwrap();
        assert!(matches!(auth.session(&second.secret).await, Err(Error::Unauthenticated)));
        assert!(matches!(auth.revoke(&first.caller, second.session).await, Err(Error::NotFound)));
        auth.sign_out(&first.caller, first.session).await.unwrap();
        assert!(matches!(auth.session(&first.secret).await, Err(Error::Unauthenticated)));
        let rows = ledger_after(&house.app, start).await;
        assert_eq!(actions(&rows), ["session.begin", "session.begin", "session.revoke", "session.end"]);
        let all = format!("{rows:?}");
        assert!(!all.contains(&first.secret) && !all.contains(PASSWORD) && !all.contains("argon2"));
    }
}

#[tokio::test]
async fn sessions_end_by_idleness_and_by_age_and_looking_is_one_statement() {
    for house in houses().await {
        let auth = house.app.auth();
        let secret = auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap().secret;
        let before = house.app.queries();
        auth.session(&secret).await.unwrap();
        assert_eq!(house.app.queries() - before, 1);
        house.minutes(59);
        auth.session(&secret).await.unwrap();
        assert_eq!(house.app.queries() - before, 3, "one more to note the use");
        for _ in 0..11 {
            house.minutes(59);
            auth.session(&secret).await.unwrap();
        }
        house.minutes(59);
        assert!(auth.session(&secret).await.is_err(), "older than twelve hours");
        let secret = auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap().secret;
        house.minutes(61);
        assert!(auth.session(&secret).await.is_err(), "idle for an hour");
    }
}

#[tokio::test]
async fn refusals_look_alike_and_five_lock() {
    for house in houses().await {
        let auth = house.app.auth();
        let mut said = std::collections::BTreeSet::new();
        let start = i64::try_from(ledger_after(&house.app, 0).await.len()).unwrap();
        for (login, password) in [("nobody", PASSWORD), ("しらない", PASSWORD), ("sekimori", "wrong"), ("sekimori", "")]
        {
            let clock = std::time::Instant::now();
            let error = auth.sign_in(login, password, "", "").await.unwrap_err();
            assert!(clock.elapsed() >= std::time::Duration::from_millis(300));
            said.insert(format!("{error:?}"));
        }
        assert_eq!(said.len(), 1, "{said:?}");
        for _ in 0..3 {
            auth.sign_in("sekimori", "wrong", "203.0.113.9", "").await.unwrap_err();
        }
        let rows = ledger_after(&house.app, start).await;
        assert_eq!(actions(&rows)[..4], ["session.refuse"; 4]);
        assert_eq!(actions(&rows)[4..], ["session.refuse", "person.lock"]);
        assert!(rows[4].detail.contains(r#""failures":"5""#), "{}", rows[4].detail);
        // locked: the right password is refused in the same words, and tries leave no trace
        assert!(said.contains(&format!("{:?}", auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap_err())));
        assert_eq!(ledger_after(&house.app, start).await.len(), 6);
        house.minutes(16);
        auth.sign_in("sekimori", "wrong", "", "").await.unwrap_err();
        house.minutes(16);
        assert!(auth.sign_in("sekimori", PASSWORD, "", "").await.is_err(), "the second lock lasts 30 minutes");
        house.minutes(15);
        auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap();
    }
}

#[tokio::test]
async fn passwords_change_and_other_sessions_end() {
    for house in houses().await {
        let auth = house.app.auth();
        let here = auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap();
        let there = auth.sign_in("sekimori", PASSWORD, "", "").await.unwrap();
        let caller = &here.caller;
        let keep = Some(here.session);
        assert_eq!(fields(auth.change_password(caller, keep, PASSWORD, "short").await), [("new".into(), "too_short")]);
        assert_eq!(fields(auth.change_password(caller, keep, "wrong", NEW).await), [("old".into(), "rule")]);
        auth.change_password(caller, keep, PASSWORD, NEW).await.unwrap();
        assert!(auth.session(&here.secret).await.is_ok());
        assert!(auth.session(&there.secret).await.is_err());
        assert!(auth.sign_in("sekimori", PASSWORD, "", "").await.is_err());
        auth.set_password_as_operator(&operator(), "sekimori", PASSWORD).await.unwrap();
        assert!(auth.session(&here.secret).await.is_err());
        assert!(auth.sign_in("sekimori", PASSWORD, "", "").await.is_ok());
        let unknown = auth.set_password_as_operator(&operator(), "nobody", PASSWORD).await;
        assert_eq!(fields(unknown), [("login".into(), "unknown")]);
    }
}

#[tokio::test]
async fn an_administrator_sets_passwords_within_reach() {
    for house in houses().await {
        let auth = house.app.auth();
        let root = house.begun.root;
        let unit = house.unit(root, "土木部").await;
        let local = house.person(unit, "local.admin").await;
        house.role(local, Role::Administrator, unit).await;
        let clerk = house.person(unit, "clerk").await;
        let chief = house.person(unit, "chief").await;
        house.role(chief, Role::ChiefSecurityOfficer, root).await;
        let local = house.caller(local).await;
        auth.set_password(&local, clerk, NEW).await.unwrap();
        assert!(auth.sign_in("clerk", NEW, "", "").await.is_ok());
        let refused = auth.set_password(&local, chief, NEW).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "roles beyond the unit");
        let refused = auth.set_password(&local, house.begun.administrator, NEW).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let clerk = house.caller(clerk).await;
        assert!(matches!(auth.set_password(&clerk, local.id(), NEW).await, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn tokens_work_until_revoked_or_over() {
    for house in houses().await {
        let auth = house.app.auth();
        let caller = house.admin().await;
        let wrong = auth.create_token(&caller, "", 900).await;
        assert_eq!(fields(wrong), [("name".into(), "missing"), ("days".into(), "out_of_range")]);
        let (first, text) = auth.create_token(&caller, "月次の集計", 30).await.unwrap();
        assert!(text.starts_with("skm_") && text.len() == 47);
        let before = house.app.queries();
        assert_eq!(auth.authenticate_token(&text).await.unwrap(), caller.id());
        assert_eq!(house.app.queries() - before, 2);
        auth.authenticate_token(&text).await.unwrap();
        assert_eq!(house.app.queries() - before, 3);
        assert!(auth.tokens(&caller).await.unwrap()[0].last_used_at.is_some());
        auth.revoke_token(&caller, first).await.unwrap();
        assert!(matches!(auth.revoke_token(&caller, first).await, Err(Error::NotFound)));
        let (_, other) = auth.create_token(&caller, "もう一つ", 1).await.unwrap();
        house.minutes(24 * 60);
        for refused in [&text, &other, &text[4..].to_owned(), &String::new()] {
            assert!(matches!(auth.authenticate_token(refused).await, Err(Error::Unauthenticated)));
        }
        let ledger = format!("{:?}", ledger_after(&house.app, 0).await);
        assert!(!ledger.contains(&text) && ledger.contains("token.create"));
    }
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once() {
    for house in houses().await {
        let auth = house.app.auth();
        let admin = house.admin().await;
        let clerk = house.person(house.begun.root, "clerk").await;
        auth.set_password(&admin, clerk, NEW).await.unwrap();
        let signed = auth.sign_in("clerk", NEW, "", "").await.unwrap();
        let (_, token) = auth.create_token(&signed.caller, "x", 3).await.unwrap();
        house.app.organisation().disable_person(&admin, clerk, 1).await.unwrap();
        assert!(auth.session(&signed.secret).await.is_err());
        assert!(auth.authenticate_token(&token).await.is_err());
        assert!(auth.sign_in("clerk", NEW, "", "").await.is_err());
        assert!(house.app.caller(clerk, Channel::Web, None).await.is_err());
    }
}

#[tokio::test]
async fn preferences_are_ones_own() {
    for house in houses().await {
        let caller = house.admin().await;
        let refused = house.app.auth().preferences(&caller, "fr", "pink").await;
        assert_eq!(fields(refused), [("lang".into(), "not_one_of"), ("theme".into(), "not_one_of")]);
        house.app.auth().preferences(&caller, "en", "dark").await.unwrap();
        let caller = house.admin().await;
        assert_eq!((caller.lang(), caller.theme.as_str()), (Lang::En, "dark"));
    }
}
