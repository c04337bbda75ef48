//! The information ledger over the API: terms, handler, release, receipt, claim and proof, accesses, the workbook.

use serde_json::{Value, json};

use crate::agency::{Agency, TODAY, text};

async fn scene(agency: &Agency) -> (String, String) {
    let contractor = agency.post("owner", "/contractors", json!({"name": "樫ノ木印刷"})).await.is(201);
    let more = json!({"contractor": contractor["id"], "items": [{"name": "宛名", "access": "provided",
        "criticality": "not_critical"}]});
    let number = text(&agency.enter("owner", more).await["number"]);
    let handler = json!({"name": "朽葉 惺", "employer": "own", "agreed_on": "2026-06-02"});
    let handler = agency.post("owner", &format!("/engagements/{number}/handlers"), handler).await.is(201);
    (number, text(&handler["id"]))
}

fn provide(handler: &str) -> Value {
    json!({"kind": "provide", "item": "宛名", "carrier": "file", "on": "2026-06-10", "time": "14:30", "handler": handler,
        "purpose": "印字のため", "necessity": "宛名がないと印字できない", "method": "手渡し", "protection": "暗号化"})
}

#[tokio::test]
async fn information_goes_out_under_terms_and_comes_back_with_proof() {
    let agency = Agency::new().await;
    let (number, handler) = scene(&agency).await;
    let base = format!("/engagements/{number}");
    let refused = agency.post("owner", &format!("{base}/handovers"), provide(&handler)).await;
    let fields: Vec<String> = refused.refused().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["terms", "terms", "terms"], "no secrecy, no contract, no rule accepted");
    let terms = json!({"revision": 0, "secrecy_from": "2026-06-01", "contract_from": "2026-06-01",
        "contract_until": "2027-03-31", "rule_version": "1.0", "rule_accepted_on": "2026-06-02",
        "rule_accepted_by": "樫ノ木 倫"});
    assert_eq!(agency.put("owner", &format!("{base}/handling-terms"), terms.clone()).await.status, 204);
    agency.put("owner", &format!("{base}/handling-terms"), terms).await.problem(409);
    let made = agency.post("owner", &format!("{base}/handovers"), provide(&handler)).await;
    let address = made.header("location").trim_start_matches("/api/v1").to_owned();
    made.is(201);
    let one = agency.get("auditor", &address).await.is(200);
    assert_eq!((&one["no"], &one["kind"]["code"], &one["waits"]), (&json!(1), &json!("provide"), &json!(true)));

    let signed = agency.attach("owner", &number, "receipt.pdf").await;
    let receipt = json!({"on": "2026-06-10", "time": "16:00", "paper": signed});
    assert_eq!(agency.post("owner", &format!("{address}/receipt"), receipt.clone()).await.status, 204);
    agency.post("owner", &format!("{address}/receipt"), receipt).await.problem(409);

    let erase = json!({"kind": "erase", "item": "宛名", "carrier": "file", "on": TODAY});
    let erased = text(&agency.post("owner", &format!("{base}/handovers"), erase).await.is(201)["id"]);
    let held = |list: Value| (list["held"][0]["held"].clone(), list["held"][0]["claimed"].clone());
    let list = agency.get("owner", &format!("{base}/handovers")).await.is(200);
    assert_eq!(list["waiting"], json!([2]));
    assert_eq!(held(list), (json!(1), json!(1)), "a claim closes nothing");
    let proof = agency.attach("owner", &number, "certificate.pdf").await;
    let report = json!({"method": "key_destruction", "place": "第二作業室", "performer": "朽葉 惺", "witness": "苅安 澪",
        "performed_on": TODAY, "report_number": "31", "report_received_on": TODAY, "certificate": proof,
        "evidence": [signed], "confirmed": true});
    let at = format!("{base}/handovers/{erased}");
    assert_eq!(agency.put("owner", &format!("{at}/disposal"), report).await.status, 204);
    let one = agency.get("owner", &at).await.is(200);
    assert_eq!((&one["unproven"], &one["disposal"]["witness"]), (&Value::Null, &json!("苅安 澪")));
    let list = agency.get("owner", &format!("{base}/handovers?kind=erase&limit=1")).await.is(200);
    assert_eq!((&list["held"], &list["count"], &list["items"][0]["no"]), (&json!([]), &json!(2), &json!(2)));
}

#[tokio::test]
async fn accesses_links_and_the_workbook() {
    let agency = Agency::new().await;
    let (number, handler) = scene(&agency).await;
    let base = format!("/engagements/{number}");
    let access = json!({"name": "vpn-07", "kind": "remote_access", "second_factor": "off", "given_on": "2025-06-01"});
    let id = text(&agency.post("owner", &format!("{base}/accesses"), access).await.is(201)["id"]);
    let flaws = async || agency.get("owner", &format!("{base}/accesses")).await.is(200)["items"][0]["flaws"].clone();
    assert_eq!(flaws().await, json!(["no_second_factor", "review_due"]));
    let except = json!({"revision": 1, "reason": "更新まで待つ", "until": "2026-07-31"});
    agency.post("owner", &format!("{base}/accesses/{id}/exception"), except.clone()).await.problem(403);
    assert_eq!(agency.post("officer", &format!("{base}/accesses/{id}/exception"), except).await.status, 204);
    let seen = json!({"revision": 2});
    assert_eq!(agency.post("owner", &format!("{base}/accesses/{id}/review"), seen).await.status, 204);
    assert_eq!(flaws().await, json!([]));
    let gone = json!({"revision": 3, "on": TODAY});
    assert_eq!(agency.post("owner", &format!("{base}/accesses/{id}/revocation"), gone).await.status, 204);

    let link = agency.call("owner", "POST", &format!("{base}/handlers/{handler}/link"), None).await.is(200);
    assert!(text(&link["path"]).starts_with("/receive/"));

    let send = async |csv: &'static str| {
        let request = agency.begin("owner", "POST", &format!("{base}/handover-workbook"));
        agency.send(request.body(csv.into()).unwrap()).await.is(200)
    };
    let wrong = send("種類,日,情報,形\nもらった,2026-06-10,宛名,口頭・提示\n").await;
    assert_eq!((&wrong["recorded"], &wrong["wrong"][0]["cell"]), (&json!(0), &json!("A2")));
    assert_eq!(send("種類,日,情報,形\n業務中に知った,2026-06-10,宛名,口頭・提示\n").await["recorded"], 1);
    let book = agency.get("auditor", &format!("{base}/handover-workbook")).await;
    assert!(book.status == 200 && book.bytes.starts_with(b"PK"));
}
