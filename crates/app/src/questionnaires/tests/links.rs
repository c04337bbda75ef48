//! Links to answer by: what they open, how long, and what is written down of those that open nothing.

use super::*;

async fn texts(house: &House, sql: &str) -> Vec<String> {
    store::testing::raw_texts(house.app.db(), sql).await
}

#[tokio::test]
async fn a_link_that_does_not_hold_is_refused_and_recorded() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        assert!(matches!(app.open("guessed", FROM).await, Err(Error::NotFound)));
        assert!(matches!(app.peek("guessed", FROM).await, Err(Error::NotFound)));
        assert!(matches!(app.respondent("guessed", None).await, Err(Error::Unauthenticated)));
        // looking does not use it up, opening does
        app.peek(&sent.token, FROM).await.unwrap();
        let opened = app.open(&sent.token, FROM).await.unwrap();
        assert!(matches!(app.open(&sent.token, FROM).await, Err(Error::Conflict(_))), "used up");
        assert!(matches!(app.peek(&sent.token, FROM).await, Err(Error::Conflict(_))));
        // one link at a time: a new one ends the session of the old one
        let second = app.new_link(&buyer, sent.questionnaire.id).await.unwrap();
        assert!(matches!(app.respondent(&opened.secret, None).await, Err(Error::Unauthenticated)));
        house.minutes(60 * 24 * 60);
        assert!(matches!(app.peek(&second, FROM).await, Err(Error::Conflict(_))), "expired");
        let refused = "select detail from ledger where action = 'questionnaire.refuse_link' order by seq";
        let refused = texts(&house, refused).await;
        for (at, why) in ["no such link", "no such link", "used already", "used already", "expired"].iter().enumerate()
        {
            assert!(refused[at].contains(why) && refused[at].contains("192.0.2.1"), "{at}: {refused:?}");
        }
        assert_eq!(refused.len(), 5);
        assert!(refused.iter().all(|detail| !detail.contains("guessed")), "what was tried is not written down");
        let stored = texts(&house, "select token_hash from questionnaire_link").await;
        assert!(stored.iter().all(|hash| hash != &sent.token && hash.len() == 64), "only digests are kept");
        let actors = texts(&house, "select actor from ledger").await;
        assert!(actors.contains(&format!("contractor:{firm}")));
    }
}

#[tokio::test]
async fn nobody_fills_the_ledger_with_guesses() {
    let house = houses().await.remove(0);
    let app = house.app.questionnaires();
    let address = "9".repeat(500);
    for _ in 0..120 {
        assert!(matches!(app.peek("guessed", (&address, None)).await, Err(Error::NotFound)));
    }
    let refused = "select detail from ledger where action = 'questionnaire.refuse_link'";
    let found = texts(&house, refused).await;
    assert_eq!(found.len(), 100);
    assert!(found.iter().all(|detail| detail.len() < 200), "an address is cut: {}", found[0]);
    house.minutes(61);
    app.peek("guessed", FROM).await.unwrap_err();
    assert_eq!(texts(&house, refused).await.len(), 101);
}

#[tokio::test]
async fn whoever_gets_more_time_can_come_in_for_as_long() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        let (id, opened) = (sent.questionnaire.id, app.open(&sent.token, FROM).await.unwrap());
        let day = 60 * 24;
        // wanted on the 30th of June, the link holds two weeks longer; today is the 11th
        app.extend(&buyer, id, "2026-08-31".parse().unwrap()).await.unwrap();
        house.minutes(day * 70);
        let by = app.respondent(&opened.secret, None).await.unwrap();
        assert!(by.until() > opened.until);
        answer_all(&house, &by).await;
        app.submit(&by, "橘 一葉", Keep::Nowhere).await.unwrap();
        // by the time it is sent back the link has expired: it holds again
        house.minutes(day * 60);
        assert!(app.respondent(&opened.secret, None).await.is_err());
        app.send_back(&buyer, id, ("体制図の日付を教えてください", None)).await.unwrap();
        let by = app.respondent(&opened.secret, None).await.unwrap();
        app.submit(&by, "橘 一葉", Keep::Nowhere).await.unwrap();
        let view = app.show(&buyer, id).await.unwrap();
        app.accept(&buyer, id, view.sheet.questionnaire.revision).await.unwrap();
        assert!(
            matches!(app.new_link(&buyer, id).await, Err(Error::Conflict(_))),
            "nothing is to be answered any more"
        );
        assert!(matches!(app.respondent(&opened.secret, None).await, Err(Error::Unauthenticated)));
    }
}

#[tokio::test]
async fn a_session_can_be_ended_by_whoever_answers() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        let opened = app.open(&sent.token, FROM).await.unwrap();
        let by = app.respondent(&opened.secret, None).await.unwrap();
        app.leave(&by).await.unwrap();
        assert!(matches!(app.respondent(&opened.secret, None).await, Err(Error::Unauthenticated)));
        assert!(matches!(app.answer(&by, &[]).await, Err(Error::Unauthenticated)), "also a page left open");
        assert!(matches!(app.leave(&by).await, Err(Error::Unauthenticated)));
        let next = app.new_link(&buyer, sent.questionnaire.id).await.unwrap();
        app.open(&next, FROM).await.unwrap();
    }
}

#[tokio::test]
async fn a_substitute_is_recorded_as_one() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let stand_in = house.person(house.begun.root, "standin").await;
        let today = house.app.clock().today();
        let new_one = crate::organisation::NewSubstitution {
            absent: buyer.id(),
            substitute: stand_in,
            from: today,
            until: today,
        };
        house.app.organisation().substitute(&house.admin().await, &new_one).await.unwrap();
        let stand_in = house.caller(stand_in).await;
        let app = house.app.questionnaires();
        let sent = app.send(&stand_in, &new(vec![firm])).await.unwrap().remove(0);
        let id = sent.questionnaire.id;
        let by = open(&house, &sent.token).await;
        app.note(&stand_in, id, (None, "よろしくお願いします")).await.unwrap();
        app.extend(&stand_in, id, "2026-07-31".parse().unwrap()).await.unwrap();
        let book = app.workbook(&stand_in, id, Lang::Ja).await.unwrap();
        app.import(&stand_in, id, &book).await.unwrap();
        answer_all(&house, &by).await;
        app.submit(&by, "橘 一葉", Keep::InBook).await.unwrap();
        app.send_back(&stand_in, id, ("体制図の日付を教えてください", None)).await.unwrap();
        app.new_link(&stand_in, id).await.unwrap();
        app.withdraw(&stand_in, id).await.unwrap();
        let typed = Entry { values: vec!["4".into()], ..Entry::default() };
        house.app.books().keep(&stand_in, "CM-LG-01", questions::BookScope::company(), &typed).await.unwrap();
        let by_person = format!(
            "select action || ' ' || coalesce(on_behalf_of, 'none') from ledger where actor = '{}' order by seq",
            stand_in.id()
        );
        let found = texts(&house, &by_person).await;
        let acts = ["send", "note", "extend", "import", "send_back", "link", "withdraw"];
        let mut expected: Vec<_> = acts.iter().map(|act| format!("questionnaire.{act} {}", buyer.id())).collect();
        expected.push(format!("book.keep {}", buyer.id()));
        assert_eq!(found, expected);
    }
}
