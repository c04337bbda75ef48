use domain::{
    calendar::EngagementNumber,
    engagement::RawFacts,
    handover::{HandoverKind, ReceiptWay},
    id::{HandlerId, HandoverId},
    person::Role,
};

use super::*;
use crate::{
    attachments::NewAttachment,
    contractors::ContractorFields,
    engagements::NewEngagement,
    testing::{self, House},
};

const TODAY: &str = "2026-06-11";

struct Scene {
    app: App,
    owner: Caller,
    number: EngagementNumber,
    handler: HandlerId,
}

fn facts(contractor: &str) -> domain::engagement::Facts {
    let json = serde_json::json!({
        "title": "受診券の封入", "category": "processing", "category_fit": "direct", "system": "健診",
        "activities": ["processing"], "information": ["personal"],
        "items": [{"name": "宛名", "access": "provided", "criticality": "not_critical"},
            {"name": "番号", "access": "provided", "criticality": "not_critical"}],
        "places": ["contractor_premises"], "connection": "none", "contractor": contractor,
    });
    let raw: RawFacts = serde_json::from_value(json).unwrap();
    raw.try_into().unwrap()
}

/// An engagement with a contractor, terms in force and a handler who may receive.
async fn scene(house: &House) -> Scene {
    let app = house.app.clone();
    let unit = house.unit(house.begun.root, "健康課").await;
    let owner = house.person(unit, "wakatsuki").await;
    house.role(owner, Role::SectionSecurityOfficer, unit).await;
    let owner = house.caller(owner).await;
    let fields = ContractorFields { name: "樫ノ木印刷".to_owned(), ..ContractorFields::default() };
    let contractor = app.contractors().create(&owner, &fields).await.unwrap();
    let facts = facts(&contractor.id.to_string());
    let number = app.engagements().create(&owner, NewEngagement { unit, facts }).await.unwrap().number;
    let terms = RawTerms {
        secrecy_from: "2026-06-01".into(),
        contract_from: "2026-06-01".into(),
        contract_until: "2027-03-31".into(),
        rule_version: "第1.0版".into(),
        rule_accepted_on: "2026-06-02".into(),
        rule_accepted_by: "樫ノ木 倫".into(),
        ..RawTerms::default()
    };
    app.handovers().set_terms(&owner, number, (0, &terms)).await.unwrap();
    let named = RawHandler {
        name: "朽葉 惺".into(),
        employer: "own".into(),
        agreed_on: "2026-06-02".into(),
        ..RawHandler::default()
    };
    let handler = app.handovers().set_handler(&owner, number, (None, &named)).await.unwrap();
    Scene { app, owner, number, handler }
}

fn provide(handler: &str) -> RawHandover {
    RawHandover {
        kind: "provide".into(),
        item: "宛名".into(),
        carrier: "file".into(),
        handler: handler.into(),
        on: "2026-06-10".into(),
        time: "14:30".into(),
        purpose: "印字のため".into(),
        necessity: "宛名がないと印字できない".into(),
        method: "手渡し".into(),
        protection: "暗号化".into(),
        ..RawHandover::default()
    }
}

fn of(kind: &str) -> RawHandover {
    RawHandover {
        kind: kind.into(),
        item: "宛名".into(),
        carrier: "file".into(),
        on: TODAY.into(),
        ..RawHandover::default()
    }
}

/// Fields and sentences of what was refused.
fn refused<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, String)> {
    match result.unwrap_err() {
        Error::Invalid(errors) => errors.into_iter().map(|e| (e.field, e.problem.text(domain::Lang::Ja))).collect(),
        other => panic!("{other:?}"),
    }
}

impl Scene {
    async fn record(&self, raw: &RawHandover) -> HandoverId {
        self.app.handovers().record(&self.owner, self.number, raw).await.unwrap()
    }
    async fn book(&self) -> Book {
        self.app.handovers().show(&self.owner, self.number, (None, None, 50)).await.unwrap()
    }
    async fn held(&self) -> Vec<(i64, i64)> {
        self.book().await.held.iter().map(|s| (s.held, s.claimed)).collect()
    }
    async fn paper(&self, name: &str) -> String {
        let about = NewAttachment { name: name.into(), effective_on: None, note: domain::text::Memo::default() };
        let kept = self.app.attachments().add(&self.owner, self.number, about, &b"paper"[..]).await.unwrap();
        kept.id.to_string()
    }
}

#[tokio::test]
async fn a_release_is_refused_with_every_condition_and_its_source() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let early =
            RawHandover { on: "2026-05-31".into(), handler: String::new(), item: "別のもの".into(), ..provide("") };
        let errors = refused(s.app.handovers().record(&s.owner, s.number, &early).await);
        let said = errors.iter().map(|(f, t)| format!("{f} {t}")).collect::<Vec<_>>().join("\n");
        for (field, id, source) in [
            ("item", "G5-1", "N-5.2-1"),
            ("handler", "G5-3", "N-8.1-2"),
            ("terms", "G5-6", "CO-N1"),
            ("terms", "G5-7", "N-7.1-1"),
            ("terms", "G5-8", "N-8.1-6"),
        ] {
            assert!(said.contains(&format!("{field} {id} ")) && said.contains(source), "{id} in\n{said}");
        }
        assert_eq!(s.book().await.count, 0, "nothing is half written");
        s.record(&provide(&s.handler.to_string())).await;
        let book = s.book().await;
        assert_eq!((book.count, book.entries[0].no, book.entries[0].waits), (1, 1, true));
        assert_eq!(book.entries[0].handover.marking.line(domain::Lang::Ja), "【秘】関係者：朽葉 惺");
    }
}

#[tokio::test]
async fn somebody_employed_elsewhere_receives_nothing() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let other = ContractorFields { name: "夜鷹派遣".to_owned(), ..ContractorFields::default() };
        s.app.contractors().create(&s.owner, &other).await.unwrap();
        let named = RawHandler {
            name: "苅安 澪".into(),
            employer: "other".into(),
            firm: "夜鷹派遣".into(),
            agreed_on: "2026-06-02".into(),
            ..RawHandler::default()
        };
        let stranger = s.app.handovers().set_handler(&s.owner, s.number, (None, &named)).await.unwrap();
        let errors = refused(s.app.handovers().record(&s.owner, s.number, &provide(&stranger.to_string())).await);
        assert!(
            errors.iter().any(|(f, t)| f == "handler" && t.contains("G5-4") && t.contains("苅安 澪")),
            "{errors:?}"
        );
        let unknown = RawHandler {
            name: "別人".into(),
            employer: "other".into(),
            firm: "どこにもない".into(),
            ..RawHandler::default()
        };
        let errors = refused(s.app.handovers().set_handler(&s.owner, s.number, (None, &unknown)).await);
        assert_eq!(errors[0].0, "firm");
    }
}

#[tokio::test]
async fn what_is_said_to_be_gone_stays_in_the_balance_until_it_is_proven() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        s.record(&provide(&s.handler.to_string())).await;
        s.record(&of("copy")).await;
        assert_eq!(s.held().await, [(2, 0)]);
        let erased = s.record(&RawHandover { quantity: "2".into(), ..of("erase") }).await;
        assert_eq!(s.held().await, [(2, 2)], "a claim takes nothing away");
        let more = refused(s.app.handovers().record(&s.owner, s.number, &of("erase")).await);
        assert_eq!(more[0].0, "quantity", "{more:?}");
        assert!(matches!(s.book().await.attention[0], Attention::Unproven(3, _, _)));
        let mut report = RawDisposal {
            method: "overwrite".into(),
            tool: "上書き 2.1".into(),
            place: "第二作業室".into(),
            performer: "朽葉 惺".into(),
            witness: "朽葉 惺".into(),
            performed_on: TODAY.into(),
            report_number: "樫管-0031".into(),
            report_received_on: TODAY.into(),
            confirm: "yes".into(),
            ..RawDisposal::default()
        };
        let at = (s.number, erased);
        s.app.handovers().prove(&s.owner, at, &report).await.unwrap();
        assert_eq!(s.held().await, [(2, 2)], "no certificate, and nobody witnesses himself");
        report.witness = "苅安 澪".into();
        report.certificate = s.paper("証明書.pdf").await;
        s.app.handovers().prove(&s.owner, at, &report).await.unwrap();
        assert!(s.held().await.is_empty());
        report.certificate = "att_00000000000000000000000000000000".into();
        assert_eq!(refused(s.app.handovers().prove(&s.owner, at, &report).await)[0].0, "certificate");
        report.certificate = String::new();
        s.app.handovers().prove(&s.owner, at, &report).await.unwrap();
        assert_eq!(s.held().await, [(2, 2)], "proof taken back is proof no more");
    }
}

#[tokio::test]
async fn a_receipt_is_entered_from_paper_or_confirmed_by_the_named_handler_alone() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let first = s.record(&provide(&s.handler.to_string())).await;
        let second = s.record(&RawHandover { item: "番号".into(), ..provide("朽葉 惺") }).await;
        let raw = RawReceipt { on: "2026-06-10".into(), time: "16:00".into(), ..RawReceipt::default() };
        let at = (s.number, first);
        assert_eq!(refused(s.app.handovers().receive(&s.owner, at, &raw).await)[0].0, "paper");
        let paper = s.paper("受領書.pdf").await;
        let early = RawReceipt { time: "09:00".into(), paper: paper.clone(), ..raw.clone() };
        assert_eq!(refused(s.app.handovers().receive(&s.owner, at, &early).await)[0].0, "on");
        s.app.handovers().receive(&s.owner, at, &RawReceipt { paper, ..raw }).await.unwrap();

        let (_, old) = s.app.handovers().link(&s.owner, s.number, s.handler).await.unwrap();
        let (_, token) = s.app.handovers().link(&s.owner, s.number, s.handler).await.unwrap();
        assert!(matches!(s.app.handovers().peek(&old).await, Err(Error::Conflict(_))), "the newer link ended it");
        assert!(matches!(s.app.handovers().peek("guessed").await, Err(Error::NotFound)));
        assert_eq!(s.app.handovers().peek(&token).await.unwrap().handler.as_str(), "朽葉 惺");
        let secret = s.app.handovers().open(&token, ("192.0.2.1", None)).await.unwrap();
        assert!(matches!(s.app.handovers().open(&token, ("192.0.2.1", None)).await, Err(Error::Conflict(_))));
        let by = s.app.handovers().receiver(&secret, None).await.unwrap();
        let seen = s.app.handovers().received(&by).await.unwrap();
        assert_eq!(seen.entries.iter().map(|e| e.no).collect::<Vec<_>>(), [2, 1]);
        let confirm = |ids: Vec<HandoverId>, name: &'static str| {
            let (app, by) = (s.app.clone(), by.clone());
            async move { app.handovers().confirm(&by, &ids, (name, "異常なし")).await }
        };
        assert_eq!(refused(confirm(vec![second], "別の人").await)[0].0, "name");
        assert_eq!(refused(confirm(Vec::new(), "朽葉 惺").await)[0].0, "entries");
        let strange = "hnd_00000000000000000000000000000009".parse().unwrap();
        assert_eq!(refused(confirm(vec![strange], "朽葉惺").await)[0].0, "entries");
        assert_eq!(confirm(vec![second], "朽葉惺").await.unwrap(), 1);
        assert!(matches!(confirm(vec![second], "朽葉 惺").await, Err(Error::Conflict(_))));
        let book = s.book().await;
        assert_eq!(
            book.entries.iter().map(|e| e.receipt_way).collect::<Vec<_>>(),
            [Some(ReceiptWay::Link), Some(ReceiptWay::Paper)]
        );
        assert!(book.waiting.is_empty());
        s.app.handovers().link(&s.owner, s.number, s.handler).await.unwrap();
        assert!(matches!(s.app.handovers().receiver(&secret, None).await, Err(Error::Unauthenticated)));
    }
}

#[tokio::test]
async fn a_spoken_disclosure_has_a_clock_for_its_note() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let spoken = RawHandover {
            carrier: "spoken".into(),
            note_days: "7".into(),
            on: "2026-06-03".into(),
            ..provide("朽葉 惺")
        };
        let id = s.record(&spoken).await;
        assert!(matches!(s.book().await.attention[0], Attention::Note(1, _, NoteState::Late(_))), "due on the 10th");
        assert_eq!(refused(s.app.handovers().note_given(&s.owner, (s.number, id), "2026-06-02").await)[0].0, "on");
        s.app.handovers().note_given(&s.owner, (s.number, id), TODAY).await.unwrap();
        assert!(s.book().await.attention.is_empty() && s.held().await.is_empty());
        let wrong = RawHandover { note_days: "7".into(), ..provide("朽葉 惺") };
        assert_eq!(refused(s.app.handovers().record(&s.owner, s.number, &wrong).await)[0].0, "note_days");
    }
}

#[tokio::test]
async fn accesses_are_reviewed_excepted_by_an_officer_and_taken_away() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let given = RawAccess {
            name: "vpn-07".into(),
            kind: "remote_access".into(),
            second_factor: "off".into(),
            given_on: "2025-06-01".into(),
            until: "2026-06-01".into(),
            ..RawAccess::default()
        };
        let id = s.app.handovers().set_access(&s.owner, s.number, (None, &given)).await.unwrap();
        let flaws = s.book().await.attention.len();
        assert_eq!(flaws, 3, "outlived, no second factor, review due");
        let h = s.app.handovers();
        assert!(matches!(
            h.except_access(&s.owner, s.number, (id, 1), ("更新まで", "2026-07-31")).await,
            Err(Error::Forbidden(_))
        ));
        h.review_access(&s.owner, s.number, (id, 1)).await.unwrap();
        assert!(matches!(h.review_access(&s.owner, s.number, (id, 1)).await, Err(Error::Conflict(_))), "stale");
        assert_eq!(refused(h.revoke_access(&s.owner, s.number, (id, 2, "2027-01-01")).await)[0].0, "on");
        h.revoke_access(&s.owner, s.number, (id, 2, "")).await.unwrap();
        assert!(s.book().await.attention.is_empty());
        assert!(matches!(h.review_access(&s.owner, s.number, (id, 3)).await, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn the_workbook_comes_back_unchanged_and_takes_all_rows_or_none() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        s.record(&provide(&s.handler.to_string())).await;
        s.record(&of("copy")).await;
        let file = s.app.handovers().export(&s.owner, s.number, domain::Lang::Ja).await.unwrap();
        let again = s.app.handovers().import(&s.owner, s.number, ("台帳.xlsx", file.bytes)).await.unwrap();
        assert_eq!((again.fresh(), again.lines.len(), again.wrong.len()), (0, 2, 0), "{:?}", again.wrong);
        let head = "番号,種類,日,情報,数量,形,受け取る人,目的,必要な理由,渡し方,途中の保護\n";
        let fine = ",提供,2026-06-10,番号,1,電子ファイル,朽葉 惺,印字,ないと印字できない,手渡し,暗号化\n";
        let wrong = ",返却,2026-06-10,番号,5,電子ファイル,,,,,\n,渡した,きのう,番号,0,電子ファイル,だれか,,,,\n";
        let take = |text: String| {
            let (app, owner, number) = (s.app.clone(), s.owner.clone(), s.number);
            async move { app.handovers().import(&owner, number, ("台帳.csv", text.into_bytes())).await.unwrap() }
        };
        let refused = take(format!("{head}{fine}{wrong}")).await;
        let cells: Vec<&str> = refused.wrong.iter().map(|w| w.cell.as_str()).collect();
        assert_eq!(cells, ["E3", "B4", "E4", "C4", "G4"], "{:?}", refused.wrong);
        assert_eq!(s.book().await.count, 2, "all or nothing");
        assert_eq!(take(format!("{head}{fine}")).await.fresh(), 1);
        assert_eq!(s.book().await.count, 3);
        let changed = take(format!(
            "{head}1,返却,2026-06-10,宛名,1,電子ファイル,朽葉 惺,印字のため,宛名がないと印字できない,手渡し,暗号化\n"
        ))
        .await;
        assert_eq!(changed.wrong.iter().map(|w| w.cell.as_str()).collect::<Vec<_>>(), ["B2"], "{:?}", changed.wrong);
        let strange = s.app.handovers().import(&s.owner, s.number, ("x", b"a,b\n1,2\n".to_vec())).await;
        assert!(matches!(strange, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn looking_at_a_workbook_writes_nothing_and_only_its_sender_takes_it_in() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let text = "種類,日,情報,形\n業務中に知った,2026-06-10,番号,口頭・提示\n";
        let (id, found) =
            s.app.handovers().look(&s.owner, s.number, ("台帳.csv", text.as_bytes().to_vec())).await.unwrap();
        assert_eq!((found.fresh(), s.book().await.count), (1, 0));
        s.app.handovers().take_in(&s.owner, s.number, id).await.unwrap();
        assert_eq!(s.book().await.count, 1);
        assert!(matches!(s.app.handovers().take_in(&s.owner, s.number, id).await, Err(Error::NotFound)), "once");
    }
}

#[tokio::test]
async fn the_number_of_statements_does_not_follow_the_number_of_entries() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let count = async || {
            let before = s.app.queries();
            s.book().await;
            s.app.queries() - before
        };
        s.record(&provide(&s.handler.to_string())).await;
        let few = count().await;
        for _ in 0..12 {
            s.record(&of("copy")).await;
        }
        assert_eq!(count().await, few);
        let page = s.app.handovers().show(&s.owner, s.number, (None, Some(HandoverKind::Copy), 5)).await.unwrap();
        assert_eq!((page.entries.len(), page.next), (5, Some(9)));
    }
}

#[tokio::test]
async fn papers_are_written_from_what_is_known() {
    for house in testing::houses().await {
        let s = scene(&house).await;
        let first = s.record(&provide(&s.handler.to_string())).await;
        let erased = s.record(&of("erase")).await;
        for (which, word) in
            [(Paper::Record, "授受記録"), (Paper::Receipt(first), "受渡書"), (Paper::Certificate(erased), "廃棄証明書")]
        {
            for lang in domain::Lang::ALL {
                let file = s.app.handovers().paper(&s.owner, s.number, (which, *lang)).await.unwrap();
                assert!(file.bytes.starts_with(b"PK"));
                if *lang == domain::Lang::Ja {
                    let plain: String = word.bytes().map(|b| format!("%{b:02X}")).collect();
                    assert!(file.disposition.contains(&plain), "{}", file.disposition);
                }
                let read = reader::read(&file.bytes, None, &reader::Limits::default());
                assert!(read.is_ok(), "{which:?}");
            }
        }
        let wrong = s.app.handovers().paper(&s.owner, s.number, (Paper::Certificate(first), domain::Lang::Ja)).await;
        assert!(matches!(wrong, Err(Error::Conflict(_))));
    }
}
