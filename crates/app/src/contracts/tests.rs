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
        assert!(!fact.stated.is_empty() && fact.stated.iter().all(|id| id.starts_with("KL-")));
        let lacking = shown.lacking();
        assert!(!lacking.is_empty() && lacking.iter().all(|id| !fact.stated.contains(id)), "{lacking:?}");
    }
}

#[tokio::test]
async fn corrections_go_on_while_their_words_stand_and_gates_follow() {
    for desk in desks().await {
        let contracts = desk.house.app.contracts();
        let first = contracts.keep(&desk.head, desk.number, (draft(DRAFT, None), Keep::default())).await.unwrap();
        let before = contracts.show(&desk.head, first).await.unwrap().lacking();
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
        assert!(shown.lacking().len() < before.len(), "{before:?} {after:?}");
        assert!(before.iter().any(|id| after.stated.contains(id)), "the gate follows: {after:?}");

        desk.house.minutes(1);
        let weaker = DRAFT.replace("知った時から24時間以内に", "遅滞なく");
        let next = draft(&weaker, Some("業務委託契約"));
        let second = contracts.keep(&desk.head, desk.number, (next, Keep::default())).await.unwrap();
        let shown = contracts.show(&desk.head, second).await.unwrap();
        assert_eq!(shown.kept.as_ref().unwrap().version, 2);
        assert_eq!(shown.report.corrected.len(), open.len(), "nothing was found again, so the word still holds");
        let found = contracts.changes(&desk.head, (second, Some(first))).await.unwrap();
        assert!(found.changes.iter().any(|one| one.concept == "incident_report"));
        let before = contracts.changes(&desk.head, (second, None)).await.unwrap();
        assert_eq!((before.older.id, &before.changes), (first, &found.changes), "the one before is meant");
        let alone = contracts.changes(&desk.head, (first, None)).await.unwrap();
        assert_eq!((alone.older.id, alone.changes), (first, Vec::new()), "the first has none before it");
        let late = contracts.take_back(&desk.head, first, &open[0]).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "an older version");
        contracts.take_back(&desk.head, second, &open[0]).await.unwrap();
        assert!(matches!(contracts.take_back(&desk.head, second, &open[0]).await, Err(Error::NotFound)));
        let report =
            desk.house.app.ledger().verify(&desk.auditor, &mut |_| std::ops::ControlFlow::Continue(())).await.unwrap();
        assert!(report.is_intact(), "{:?}", report.findings);
        let end = report.last.as_ref().map(|head| head.seq);
        assert!(report.count > 8 && end.is_some() && end == report.head.as_ref().map(|head| head.seq), "{report:?}");
    }
}

#[tokio::test]
async fn whoever_was_quicker_is_seen_with_the_lock_held() {
    for desk in desks().await {
        let contracts = desk.house.app.contracts();
        let name = || "案.txt".parse::<store::attachments::FileName>().unwrap();
        let wish = |next_of: Option<&str>, typed: &str| keep::Wish {
            next_of: next_of.map(str::to_owned),
            typed: typed.into(),
        };
        let checked = contracts.check(&desk.head, desk.number, draft(DRAFT, None)).await.unwrap();
        let other = contracts.check(&desk.head, desk.number, draft("第1条\n甲と乙", None)).await.unwrap();
        let bytes = || (name(), DRAFT.as_bytes().to_vec());
        // all of them saw an engagement without contracts
        let first = contracts.keep_checked(&desk.head, (checked.clone(), wish(None, "基本")), bytes()).await.unwrap();
        let taken = contracts.keep_checked(&desk.head, (other, wish(None, "基本")), (name(), b"x".to_vec())).await;
        assert_eq!(fields(taken), [("name".into(), "taken")]);

        let next = DRAFT.replace("24時間", "48時間");
        let twice = contracts.check(&desk.head, desk.number, draft(&next, Some("基本"))).await.unwrap();
        let seen = contracts.seen(&desk.head, first).await.unwrap();
        let bytes = || (name(), next.as_bytes().to_vec());
        contracts.keep_checked(&desk.head, (twice.clone(), wish(Some("基本"), "")), bytes()).await.unwrap();
        let same = contracts.keep_checked(&desk.head, (twice.clone(), wish(Some("基本"), "")), bytes()).await;
        assert!(matches!(same, Err(Error::Conflict(_))), "the same file is kept once: {same:?}");
        let said = ("audit_right", Status::Present, "別に結ぶ覚書にある".parse().unwrap());
        let late = contracts.correct_seen(&desk.head, &seen, said).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "a newer version was kept meanwhile: {late:?}");

        let view = desk.house.app.engagements().show(&desk.head, desk.number).await.unwrap();
        let mut raw = RawFacts::from(view.case.engagement.facts);
        raw.information = ["technical".parse().unwrap()].into();
        let revision = view.case.engagement.revision;
        desk.house.app.engagements().change(&desk.head, desk.number, (revision, raw)).await.unwrap();
        let stale = contracts.keep_checked(&desk.head, (twice, wish(None, "別")), bytes()).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "it was held against what is no longer asked: {stale:?}");
        assert_eq!(contracts.list(&desk.head, desk.number).await.unwrap().requirements.case.contracts.len(), 2);
    }
}

#[tokio::test]
async fn what_became_a_must_later_is_lacking_and_a_broken_record_states_nothing() {
    for desk in desks().await {
        let (app, contracts) = (&desk.house.app, desk.house.app.contracts());
        let turn = async |kind: &str| {
            let view = app.engagements().show(&desk.head, desk.number).await.unwrap();
            let mut raw = RawFacts::from(view.case.engagement.facts);
            raw.information = [kind.parse().unwrap()].into();
            let revision = view.case.engagement.revision;
            app.engagements().change(&desk.head, desk.number, (revision, raw)).await.unwrap();
        };
        turn("technical").await;
        let id = contracts.keep(&desk.head, desk.number, (draft(DRAFT, None), Keep::default())).await.unwrap();
        let personal = |found: &Checked| found.lacking().iter().any(|id| id == "KL-30");
        let shown = contracts.show(&desk.head, id).await.unwrap();
        assert!(!personal(&shown), "without personal data nobody asks for it: {:?}", shown.lacking());
        turn("personal").await;
        let shown = contracts.show(&desk.head, id).await.unwrap();
        assert!(personal(&shown), "the same kept check: {:?}", shown.lacking());

        for broken in ["", "{}", r#"{"must":{"stated":9,"weak":0,"missing":0},"negotiable":{},"lacking":[]}"#] {
            store::testing::raw(app.db(), &format!("update contract_check set standing = '{broken}'")).await;
            let view = contracts.list(&desk.head, desk.number).await.unwrap().requirements;
            assert_eq!(Standing::kept(&view.case.contracts[0]), None, "{broken}");
            let fact = fact(&view.case.contracts).unwrap();
            let lacking = view.profile.must_haves_beyond(&fact.stated).count();
            assert!(fact.stated.is_empty() && lacking == view.profile.must_haves().count() && lacking > 3);
        }
        store::testing::raw(app.db(), "update contract_check set document_type = 'poem'").await;
        let kept = contracts.list(&desk.head, desk.number).await.unwrap().requirements.case.contracts;
        assert!(fact(&kept).is_some_and(|fact| fact.stated.is_empty()), "a kind nobody knows is no way around it");
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
    assert!(!text.contains('{'), "no place is left to be filled by hand: {text}");
    let comments = |document: &reader::Document| {
        let all = document.blocks.iter().filter(|block| block.kind == reader::BlockKind::Comment);
        all.map(reader::Block::printed).collect::<Vec<String>>().join("\n")
    };
    let (said, before) = (comments(&read), reader::read(&bytes, None, &reader::Limits::default()).unwrap());
    let title = contracts.concepts().unwrap().concept("incident_report").unwrap().title.get(Lang::Ja);
    assert!(said.contains(&format!("{title}: 記載あり")), "what stands is remarked too: {said}");
    assert!(said.contains("記載が弱い") || said.contains("L2"), "and so is what is weak: {said}");
    assert_eq!(comments(&before), "", "they are ours");
    let stripped = reader::annotate::strip(&made, &reader::Limits::default()).unwrap();
    let plain = |bytes: &[u8]| reader::read(bytes, None, &reader::Limits::default()).unwrap().text();
    assert_eq!(plain(&stripped), plain(&bytes), "ours comes off again");
}
