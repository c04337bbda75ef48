//! From an empty folder to a gate passed, on each database.

use serde_json::Value;

use crate::support::{Place, engagement};

fn verdict(place: &Place, number: &str) -> String {
    let value = place.ok(&["engagement", "decide", number, "--as", "aki"]);
    value["assessment"]["verdict"].as_str().unwrap().to_owned()
}

fn enter(place: &Place, title: &str) -> String {
    let file = place.file("new.toml", &engagement(title));
    let made = place.ok(&["engagement", "new", &file, "--as", "aki"]);
    made["number"].as_str().unwrap().to_owned()
}

/// The one request that waits for a person.
fn waiting(place: &Place, login: &str) -> Value {
    let list = place.ok(&["approval", "list", "--as", login]);
    let all = list["approvals"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{list:#}");
    all[0].clone()
}

fn decide(place: &Place, login: &str, rest: &[&str]) -> Value {
    let id = waiting(place, login)["id"].as_str().unwrap().to_owned();
    let words = ["approval", "decide", id.as_str(), "--reason", "資料を確かめたため", "--as", login];
    place.ok(&[&words, rest].concat())
}

/// Declares whatever waits for a declaration.
fn declare_all(place: &Place, number: &str) {
    let gate = place.ok(&["engagement", "gates", number, "--as", "aki"]);
    for condition in gate["gate"]["conditions"].as_array().unwrap() {
        if condition["status"] == "unmet" && condition["fix"]["kind"] == "declare" {
            let id = condition["id"].as_str().unwrap();
            let note = "担当が資料で確かめた";
            place.ok(&["gate", "declare", number, "--condition", id, "--note", note, "--as", "aki"]);
        }
    }
}

fn cast(place: &Place) {
    place.person("aki", "section_security_officer");
    place.person("ben", "security_officer");
    place.person("chi", "chief_security_officer");
}

#[test]
fn unlisted_work_is_decided_by_the_officer_and_passes_its_gate() {
    for place in Place::each_ready() {
        cast(&place);
        let number = enter(&place, "案内サイトの点検");
        assert_eq!(verdict(&place, &number), "ask_officer");
        let refused = place.refused(4, &["gate", "pass", &number, "--as", "aki"]);
        assert!(refused["message"].as_str().unwrap().contains("Unmet: G1-"), "{refused}");
        let ask = ["engagement", "decide", &number, "--request", "criticality", "--as", "aki"];
        let incomplete = place.refused(5, &ask);
        assert_eq!(incomplete["problems"][0]["place"], "--explanation");
        place.ok(&[&ask[..], &["--explanation", "公開の画面だけを点検する"]].concat());
        let again = place.refused(4, &[&ask[..], &["--explanation", "もう一度"]].concat());
        assert!(again["message"].as_str().unwrap().contains("open already"), "{again}");
        let request = waiting(&place, "ben");
        assert_eq!(request["request"]["kind"], "criticality");
        assert_eq!(request["number"], number.as_str());
        let decided = decide(&place, "ben", &["--decision", "not_critical"]);
        assert_eq!(decided["state"], "approved");
        assert_eq!(verdict(&place, &number), "may_go_out");
        declare_all(&place, &number);
        let passed = place.ok(&["gate", "pass", &number, "--as", "aki"]);
        assert_eq!(passed["engagement"]["stage"], "procure");
        let updated = decide(&place, "chi", &["--decision", "update"]);
        assert_eq!(updated["decided"]["version"], 1);
        let listed = place.ok(&["engagement", "list", "点検", "--stage", "procure", "--as", "ben"]);
        assert_eq!(listed["engagements"][0]["number"], number.as_str());
        // the next one of the kind is listed now
        let next = enter(&place, "案内サイトの点検（翌年度）");
        assert_eq!(verdict(&place, &next), "may_go_out");
        let text = place.run(&["engagement", "show", &next, "--as", "aki", "--lang", "ja"]);
        assert!(text.out.contains("委託できます") && text.out.contains("N-5.1-2"), "{}", text.out);
    }
}

#[test]
fn critical_work_goes_out_only_with_directed_measures() {
    for place in Place::each_ready() {
        cast(&place);
        let number = enter(&place, "被災者台帳の点検");
        let ask = ["engagement", "decide", &number, "--as", "aki", "--request"];
        place.ok(&[&ask[..], &["criticality", "--explanation", "台帳を見る"]].concat());
        decide(&place, "ben", &["--decision", "critical"]);
        assert_eq!(verdict(&place, &number), "not_in_principle");
        let risks = "necessity = \"手が足りない\"\ngrounds = \"立ち会う\"\n[[lines]]\nthreat = \"TH-01\"\n\
                     before = \"high\"\nmeasures = \"持ち出さない\"\nresidual = \"low\"\n";
        let file = place.file("risks.toml", risks);
        place.ok(&[&ask[..], &["exception", "--analysis", &file]].concat());
        let list = place.ok(&["approval", "list", "--as", "ben"]);
        let id = list["approvals"][0]["id"].as_str().unwrap().to_owned();
        let permit = ["approval", "decide", &id, "--decision", "permit", "--reason", "やむを得ない", "--as", "ben"];
        let bare = place.refused(5, &[&permit[..], &["--until", "2099-03-31"]].concat());
        assert_eq!(bare["problems"][0]["place"], "measures");
        place.ok(&[&permit[..], &["--until", "2099-03-31", "--measure", "職員が立ち会う"]].concat());
        assert_eq!(verdict(&place, &number), "permitted_with_measures");
    }
}

#[test]
fn a_request_that_was_sent_back_is_mended_or_withdrawn() {
    let place = Place::ready();
    cast(&place);
    let number = enter(&place, "会議録の点検");
    let ask = ["engagement", "decide", &number, "--request", "criticality", "--explanation", "短い", "--as", "aki"];
    let id = place.ok(&ask)["approval"]["id"].as_str().unwrap().to_owned();
    decide(&place, "ben", &["--decision", "send_back"]);
    let mended = ["approval", "resubmit", &id, "--explanation", "公開の会議録だけを点検する", "--as", "aki"];
    place.ok(&mended);
    assert_eq!(waiting(&place, "ben")["id"], id.as_str());
    place.refused(4, &["approval", "withdraw", &id, "--reason", "代わりに", "--as", "ben"]);
    place.ok(&["approval", "withdraw", &id, "--reason", "取りやめる", "--as", "aki"]);
    let shown = place.ok(&["approval", "show", &id, "--as", "aki"]);
    assert_eq!(shown["state"], "withdrawn");
}

#[test]
fn who_asks_does_not_decide() {
    let place = Place::ready();
    place.person("ben", "security_officer");
    place.ok(&["user", "grant", "ben", "--role", "section_security_officer"]);
    let file = place.file("new.toml", &engagement("印刷"));
    let number = place.ok(&["engagement", "new", &file, "--as", "ben"])["number"].as_str().unwrap().to_owned();
    let ask = ["engagement", "decide", &number, "--request", "criticality", "--explanation", "自分で", "--as", "ben"];
    let id = place.ok(&ask)["approval"]["id"].as_str().unwrap().to_owned();
    let decide = ["approval", "decide", &id, "--decision", "not_critical", "--reason", "自分で", "--as", "ben"];
    place.refused(4, &decide);
}
