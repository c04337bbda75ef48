use checker::Status;
use domain::{
    calendar::EngagementNumber,
    engagement::{Facts, RawFacts},
    person::Role,
};

use super::*;
use crate::{
    engagements::NewEngagement,
    testing::{House, fields, houses},
};

const DRAFT: &str = "業務委託契約書\n\n霧沢県（以下「甲」という。）と霧沢設計株式会社（以下「乙」という。）は、次のとおり契約する。\n\n\
第1条（秘密保持）\n乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。\n\n\
第2条（事故の報告）\n乙は、情報の漏えい等の事故が発生したときは、知った時から24時間以内に甲に報告しなければならない。\n";

struct Desk {
    house: House,
    head: Caller,
    auditor: Caller,
    elsewhere: Caller,
    number: EngagementNumber,
}

async fn desks() -> Vec<Desk> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let (section, other) = (house.unit(root, "市民課").await, house.unit(root, "税務課").await);
        let mut callers = Vec::new();
        for (login, role, unit) in [
            ("head", Role::SectionSecurityOfficer, section),
            ("auditor", Role::Auditor, root),
            ("elsewhere", Role::ProcurementLegal, other),
        ] {
            let person = house.person(unit, login).await;
            house.role(person, role, unit).await;
            callers.push(house.caller(person).await);
        }
        let raw: RawFacts = serde_json::from_value(serde_json::json!({
            "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
            "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
            "connection": "remote", "rights_reach_all": "no",
            "items": [{"name": "住民記録", "access": "accessible", "criticality": "not_critical"}]
        }))
        .unwrap();
        let [head, auditor, elsewhere] = <[Caller; 3]>::try_from(callers).unwrap();
        let new = NewEngagement { unit: section, facts: Facts::try_from(raw).unwrap() };
        let number = house.app.engagements().create(&head, new).await.unwrap().number;
        out.push(Desk { house, head, auditor, elsewhere, number });
    }
    out
}

fn draft(text: &str, contract: Option<&str>) -> Draft {
    let bytes = text.as_bytes().to_vec();
    Draft { name: "案.txt".into(), bytes, kind: None, contract: contract.map(str::to_owned) }
}

#[tokio::test]
async fn a_check_keeps_nothing_and_a_kept_one_is_on_record() {
    for desk in desks().await {
        let contracts = desk.house.app.contracts();
        let loose = contracts.check(&desk.head, desk.number, draft(DRAFT, None)).await.unwrap();
        assert_eq!(loose.report.finding("incident_report").unwrap().status, Status::Present);
        assert_eq!(loose.report.finding("incident_report").unwrap().tier, Tier::Must);
        assert!(loose.kept.is_none() && loose.standing().must.missing > 0);
        assert!(contracts.list(&desk.auditor, desk.number).await.unwrap().requirements.case.contracts.is_empty());

        let id = contracts.keep(&desk.head, desk.number, (draft(DRAFT, None), Keep::default())).await.unwrap();
        let shown = contracts.show(&desk.auditor, id).await.unwrap();
        let kept = shown.kept.clone().unwrap();
        assert_eq!((kept.contract.as_str(), kept.version), ("業務委託契約", 1));
        assert_eq!(
            (&shown.report, &shown.examined),
            (&loose.report, &loose.examined),
            "what was kept is what was seen"
        );
        assert_eq!(contracts.file(&desk.auditor, &kept).await.unwrap(), DRAFT.as_bytes());
        assert!(!shown.may_check);
        let again =
            contracts.keep(&desk.head, desk.number, (draft(DRAFT, Some("業務委託契約")), Keep::default())).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        let fact = fact(&shown.requirements.case.contracts).unwrap();
        assert!(!fact.lacking.is_empty() && fact.lacking.iter().all(|id| id.starts_with("KL-")));
    }
}

#[tokio::test]
async fn corrections_go_on_while_their_words_stand_and_gates_follow() {
    for desk in desks().await {
        let contracts = desk.house.app.contracts();
        let first = contracts.keep(&desk.head, desk.number, (draft(DRAFT, None), Keep::default())).await.unwrap();
        let before = fact(&contracts.show(&desk.head, first).await.unwrap().requirements.case.contracts).unwrap();
        let missing = contracts.show(&desk.head, first).await.unwrap();
        let open: Vec<String> = missing
            .report
            .findings
            .iter()
            .filter(|f| f.tier == Tier::Must && f.status == Status::Missing)
            .map(|f| f.concept.clone())
            .collect();
        for concept in &open {
            let said = "別に結ぶ覚書にある".parse().unwrap();
            contracts.correct(&desk.head, first, (concept, Status::Present, said)).await.unwrap();
        }
        let shown = contracts.show(&desk.head, first).await.unwrap();
        assert_eq!(shown.report.corrected.len(), open.len());
        let after = fact(&shown.requirements.case.contracts).unwrap();
        assert!(after.lacking.len() < before.lacking.len(), "{after:?}");

        desk.house.minutes(1);
        let weaker = DRAFT.replace("知った時から24時間以内に", "遅滞なく");
        let next = draft(&weaker, Some("業務委託契約"));
        let second = contracts.keep(&desk.head, desk.number, (next, Keep::default())).await.unwrap();
        let shown = contracts.show(&desk.head, second).await.unwrap();
        assert_eq!(shown.kept.as_ref().unwrap().version, 2);
        assert_eq!(shown.report.corrected.len(), open.len(), "nothing was found again, so the word still holds");
        let (_, _, changes) = contracts.changes(&desk.head, (second, first)).await.unwrap();
        assert!(changes.iter().any(|one| one.concept == "incident_report"));
        let late = contracts.take_back(&desk.head, first, &open[0]).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "an older version");
        contracts.take_back(&desk.head, second, &open[0]).await.unwrap();
        assert!(matches!(contracts.take_back(&desk.head, second, &open[0]).await, Err(Error::NotFound)));
        let report =
            desk.house.app.ledger().verify(&desk.auditor, &mut |_| std::ops::ControlFlow::Continue(())).await.unwrap();
        drop(report);
    }
}

#[tokio::test]
async fn bad_files_are_named_and_strangers_see_nothing() {
    for desk in desks().await {
        let contracts = desk.house.app.contracts();
        assert_eq!(fields(contracts.check(&desk.head, desk.number, draft(" ", None)).await), [("file".into(), "rule")]);
        let unknown = contracts.keep(&desk.head, desk.number, (draft(DRAFT, Some("ない契約")), Keep::default())).await;
        assert_eq!(fields(unknown), [("contract".into(), "unknown")]);
        let id = contracts.keep(&desk.head, desk.number, (draft(DRAFT, None), Keep { contract: "基本".into() })).await;
        let id = id.unwrap();
        let taken =
            contracts.keep(&desk.head, desk.number, (draft("第1条\n甲と乙", None), Keep { contract: "基本".into() }));
        assert_eq!(fields(taken.await), [("name".into(), "taken")]);
        let looked = contracts.check(&desk.auditor, desk.number, draft(DRAFT, None)).await;
        assert!(matches!(looked, Err(Error::Forbidden(_))));
        assert!(matches!(contracts.show(&desk.elsewhere, id).await, Err(Error::NotFound)));
        let checked = contracts.check(&desk.elsewhere, desk.number, draft(DRAFT, None)).await;
        assert!(matches!(checked, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_word_file_comes_back_with_remarks_and_our_clauses() {
    let desk = desks().await.remove(0);
    let contracts = desk.house.app.contracts();
    let mut paper = writer::paper::Paper::new(Lang::Ja, "業務委託契約書");
    for line in DRAFT.lines().filter(|line| !line.is_empty()) {
        paper.push(writer::paper::Part::paragraph(writer::paper::Run::text(line)));
    }
    let bytes = writer::docx::write(&paper, writer::docx::Face::Gothic).unwrap();
    let word = Draft { name: "契約書.docx".into(), bytes: bytes.clone(), kind: None, contract: None };
    let checked = contracts.check(&desk.head, desk.number, word).await.unwrap();
    let proposals = contracts.proposals(&desk.head, &checked.requirements).await.unwrap();
    let now = desk.house.app.clock().now();
    let made = with_remarks((&checked, &bytes), &proposals, (Lang::Ja, now)).unwrap();
    let read = reader::read(&made, Some("契約書.docx"), &reader::Limits::default()).unwrap();
    let text = read.text();
    let missing: Vec<_> = checked
        .report
        .findings
        .iter()
        .filter(|f| f.applicable && f.status == Status::Missing)
        .map(|f| &f.concept)
        .collect();
    assert!(missing.len() > 10, "{missing:?}");
    for concept in missing {
        let proposal = proposals.first(concept).unwrap();
        assert!(text.contains(&proposal.title), "{concept}: {}", proposal.title);
        assert!(proposal.lines.iter().all(|(_, line)| text.contains(line.as_str())), "{concept}: {:?}", proposal.lines);
    }
    // names of parts stand in the file as they are
    let part = b"word/comments.xml";
    assert!(made.windows(part.len()).any(|window| window == part) && !bytes.windows(part.len()).any(|w| w == part));
    let stripped = reader::annotate::strip(&made, &reader::Limits::default()).unwrap();
    let plain = |bytes: &[u8]| reader::read(bytes, None, &reader::Limits::default()).unwrap().text();
    assert_eq!(plain(&stripped), plain(&bytes), "ours comes off again");
}
