use domain::person::Role;

use super::*;
use crate::testing::{fields, houses};

#[test]
fn only_addresses_of_lists_are_taken() {
    for good in ["/engagements", "/engagements?stage=decide&q=%E7%AA%93%E5%8F%A3", "/ledger?action=gate."] {
        assert!(list_of(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "/",
        "//evil.example/engagements",
        "https://evil.example/engagements",
        "/engagements/R8-0001",
        "/engagementsx?q=1",
        "/engagements#x?q",
        "/engagements?q=a#b",
        "/engagements?q=a\\b",
        "/engagements?q=a b",
        "/engagements?q=a\r\nSet-Cookie: x",
        "/engagements?q=窓口",
        "/engagements?q=\"><script>",
        "javascript:alert(1)",
        " /engagements",
    ] {
        assert!(list_of(bad).is_err(), "{bad:?}");
    }
    assert!(matches!(list_of(&format!("/engagements?q={}", "a".repeat(2000))), Err(Problem::TooLong { .. })));
}

#[tokio::test]
async fn views_are_ones_own_and_few() {
    for house in houses().await {
        let root = house.begun.root;
        let (one, other) = (house.person(root, "one").await, house.person(root, "other").await);
        house.role(one, Role::SecurityOfficer, root).await;
        house.role(other, Role::SecurityOfficer, root).await;
        let (one, other) = (house.caller(one).await, house.caller(other).await);
        let views = house.app.views();
        let first = views.save(&one, "止まっている案件", "/engagements?unmet=1").await.unwrap();
        assert_eq!(views.list(&one).await.unwrap(), std::slice::from_ref(&first));
        assert!(views.list(&other).await.unwrap().is_empty());
        assert!(matches!(views.delete(&other, first.id).await, Err(Error::NotFound)));
        let again = views.save(&one, "止まっている案件", "/engagements").await;
        assert_eq!(fields(again), [("name".into(), "taken")]);
        let wrong = views.save(&one, " ", "/settings").await;
        assert_eq!(fields(wrong), [("name".into(), "missing"), ("query".into(), "not_one_of")]);
        let admin = house.admin().await;
        assert!(matches!(views.save(&admin, "x", "/engagements").await, Err(Error::Forbidden(_))));
        for n in 1..MAX_VIEWS {
            views.save(&one, &format!("絞り込み{n}"), "/contractors").await.unwrap();
        }
        assert!(matches!(views.save(&one, "ひとつ多い", "/contractors").await, Err(Error::Conflict(_))));
        views.delete(&one, first.id).await.unwrap();
        assert_eq!(views.list(&one).await.unwrap().len(), MAX_VIEWS - 1);
    }
}
