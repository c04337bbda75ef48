//! What the ledger's actions are called in words.

use app::ledgers::{LedgerPage, Stored};
use domain::{Lang, Words, approval::ApprovalKind, id::PersonId};

use crate::{page::Shell, views::engagement::tabs::Entry};

macro_rules! words {
    ($($code:literal: $ja:literal, $en:literal;)+) => {
        /// Every action with its words.
        pub(super) const ACTIONS: &[(&str, Words)] = &[$(($code, Words { ja: $ja, en: $en })),+];
    };
}

words! {
    "engagement.create": "案件を登録した", "Entered the engagement";
    "engagement.change": "案件の内容を直した", "Changed the facts";
    "plan.change": "要件を決めた・変えた", "Settled requirements";
    "book.keep": "回答帳の答えを残した", "Kept an answer of the book";
    "book.import": "回答帳を取り込んだ", "Took an answer book in";
    "questionnaire.accept": "回答を受け入れた", "Accepted the answers";
    "questionnaire.answer": "質問に答えた", "Answered a question";
    "questionnaire.attach": "回答に資料を添えた", "Added a paper to an answer";
    "questionnaire.extend": "回答の期限を延ばした", "Moved the due date";
    "questionnaire.import": "回答を取り込んだ", "Took answers in";
    "questionnaire.leave": "回答の画面を閉じた", "Left the page for answering";
    "questionnaire.link": "回答用のリンクを作った", "Made a link for answering";
    "questionnaire.note": "質問票に書き添えた", "Added a note to the questionnaire";
    "questionnaire.open": "質問票を開いた", "Opened the questionnaire";
    "questionnaire.refuse_link": "回答用のリンクでの立ち入りを断った", "Turned a link for answering away";
    "questionnaire.send": "質問票を送った", "Sent the questionnaire";
    "questionnaire.send_back": "回答を差し戻した", "Sent the answers back";
    "questionnaire.submit": "回答を提出した", "Handed the answers in";
    "questionnaire.take_book": "回答帳の答えを使った", "Used answers of the book";
    "questionnaire.take_over": "前の回答を引き継いだ", "Took over earlier answers";
    "questionnaire.withdraw": "質問票を取り下げた", "Withdrew the questionnaire";
    "sheet.correct": "調査票の読み取りを直した", "Corrected the reading of a sheet";
    "sheet.expire": "調査票を期限で消した", "Took a check sheet away after its time";
    "sheet.upload": "調査票を受け取った", "Took a check sheet in";
    "subcontract.enter": "再委託の申請を記録した", "Entered a request to pass work on";
    "subcontract.approve": "再委託を承認した", "Approved passing work on";
    "subcontract.refuse": "再委託を認めなかった", "Refused passing work on";
    "subcontract.revoke": "再委託の承認を取り消した", "Ended an approval to pass work on";
    "subcontract.see": "作業している会社を記録した", "Wrote down a firm seen at work";
    "subcontract.leave": "会社が作業を終えたと記録した", "Wrote down that a firm has left";
    "selection.begin": "選定を始めた", "Began a selection";
    "selection.formula": "評価の式を書いた", "Wrote the formula";
    "selection.publish": "評価の式を固定した", "Froze the formula";
    "selection.add_candidate": "候補を加えた", "Added a candidate";
    "selection.judge": "候補を評価した", "Judged a candidate";
    "selection.remove_candidate": "候補から外した", "Took a candidate off";
    "selection.propose": "候補を提案した", "Proposed a candidate";
    "selection.withdraw": "提案を取り下げた", "Took the proposal back";
    "selection.send_back": "提案を差し戻した", "Sent the proposal back";
    "selection.decide": "委託先を決めた", "Chose the contractor";
    "selection.end": "選定を取りやめた", "Gave the selection up";
    "engagement.contractor_chosen": "選定で委託先が決まった", "The contractor was chosen";
    "contract.keep": "契約書の点検を保存した", "Kept a contract check";
    "contract.correct": "点検の結果を直した", "Corrected a finding";
    "handover.record": "情報の授受を記録した", "Recorded a hand-over";
    "handover.receive": "受領を記録した", "Recorded a receipt";
    "handover.note": "書面の控えを渡したと記録した", "Recorded the written note";
    "handover.prove": "廃棄・消去の報告を記録した", "Recorded a report of disposal";
    "handover.import": "授受台帳を取り込んだ", "Took the information ledger in";
    "handover.link": "受領を確認するリンクを作った", "Made a link to confirm receipt";
    "handover.open_link": "受領を確認するリンクを開いた", "Opened a link to confirm receipt";
    "handover.refuse_link": "受領を確認するリンクでの立ち入りを断った", "Turned a link to confirm receipt away";
    "handover.terms": "情報を渡す前提を書いた", "Set the terms of release";
    "handler.name": "情報を扱う人を加えた", "Named a handler";
    "handler.change": "情報を扱う人を直した", "Changed a handler";
    "access.give": "貸与したアクセスを記録した", "Recorded an access";
    "access.change": "アクセスの記録を直した", "Changed an access";
    "access.review": "アクセスを見直した", "Reviewed an access";
    "access.revoke": "アクセスの取消しを記録した", "Recorded that an access was taken away";
    "access.except": "二要素認証なしを期限つきで認めた", "Bore a missing second factor until a day";
    "document.issue": "文書の版を作った", "Made a version of a paper";
    "engagement.split": "案件を分けた", "Split the engagement";
    "engagement.in_house": "自前で行うことにした", "Kept the work in house";
    "engagement.withdraw": "案件を取りやめた", "Withdrew the engagement";
    "gate.pass": "関を通した", "Passed the gate";
    "condition.declare": "条件の充足を申告した", "Declared a condition met";
    "attachment.add": "文書を添付した", "Attached a document";
    "approval.request": "承認を依頼した", "Asked for approval";
    "approval.resubmit": "依頼を直して出し直した", "Mended and resubmitted the request";
    "approval.withdraw": "依頼を取り下げた", "Withdrew the request";
    "approval.lapse": "内容が広がり、決定が効力を失った", "The decision lapsed as the work outgrew it";
    "approval.decide": "依頼に決定した", "Decided the request";
    "register.update": "付録1を更新した", "Updated the register";
    "consultation.ask": "統括責任者に相談した", "Asked the chief officer";
    "consultation.answer": "相談に回答した", "Answered the question";
    "contractor.create": "委託先を登録した", "Entered the contractor";
    "contractor.change": "委託先を直した", "Changed the contractor";
    "contractor.import": "委託先一覧を取り込んだ", "Imported a list of contractors";
    "contractor.merge": "登録をひとつにまとめた", "Merged two entries";
    "contractor.close": "ほかの登録にまとめられた", "Closed in favour of another entry";
    "engagement.contractor_merged": "委託先の登録がまとめられた", "The contractor's entry was merged";
    "unit.create": "組織を作った", "Created the unit";
    "unit.change": "組織を直した", "Changed the unit";
    "unit.close": "組織を閉じた", "Closed the unit";
    "unit.reopen": "組織を開き直した", "Reopened the unit";
    "person.create": "利用者を登録した", "Entered the person";
    "person.change": "利用者を直した", "Changed the person";
    "person.disable": "利用者を止めた", "Disabled the person";
    "person.enable": "利用者を戻した", "Enabled the person";
    "person.lock": "サインインを一時止めた", "Locked signing in for a time";
    "person.preferences": "言語や表示を変えた", "Changed language or look";
    "role.grant": "役割を与えた", "Granted a role";
    "role.end": "役割を終わらせた", "Ended a role";
    "substitution.create": "代理を決めた", "Named a substitute";
    "substitution.end": "代理を終わらせた", "Ended a substitution";
    "session.begin": "サインインした", "Signed in";
    "session.end": "退出した", "Signed out";
    "session.refuse": "サインインに失敗した", "Failed to sign in";
    "session.revoke": "端末を退出させた", "Ended a session";
    "session.revoke_others": "ほかの端末を退出させた", "Ended the other sessions";
    "password.change": "パスワードを変えた", "Changed the password";
    "password.set": "パスワードを設定した", "Set a password";
    "token.create": "アクセストークンを作った", "Made an access token";
    "token.revoke": "アクセストークンを止めた", "Revoked an access token";
    "setting.change": "設定を変えた", "Changed a setting";
    "ledger.verify": "台帳を検証した", "Verified the ledger";
    "ledger.export": "台帳を書き出した", "Exported the ledger";
    "ledger.checkpoint": "署名付きの控えを作った", "Signed a checkpoint";
    "backup.create": "バックアップを取った", "Made a backup";
    "backup.restore": "バックアップから戻した", "Restored a backup";
    "database.create": "使い始めた", "Set up the installation";
    "sample.load": "見本データを入れた", "Loaded sample data";
    "sample.remove": "見本データを取り除いた", "Removed sample data";
    "sample.generate": "計測用のデータを作った", "Generated data for measuring";
}

/// An action in words; its code where there are none.
pub(super) fn action(lang: Lang, code: &str) -> String {
    ACTIONS
        .iter()
        .find_map(|(c, words)| (*c == code).then(|| words.get(lang).to_owned()))
        .unwrap_or_else(|| code.to_owned())
}

/// What was asked for, in words.
fn request_kind(code: &str, lang: Lang) -> Option<String> {
    code.parse::<ApprovalKind>().ok().map(|kind| kind.label(lang).to_owned())
}

/// What kind of thing it is, where nothing says which one; a number made by the program would tell nobody.
fn noun(lang: Lang, kind: &str) -> String {
    let words = NOUNS.iter().find_map(|(known, words)| (*known == kind).then_some(*words));
    words.map_or_else(|| kind.to_owned(), |words| words.get(lang).to_owned())
}

/// Kinds of subjects.
const NOUNS: &[(&str, Words)] = &[
    ("access", Words { ja: "貸与したアクセス", en: "Access" }),
    ("approval", Words { ja: "承認の依頼", en: "Request" }),
    ("attachment", Words { ja: "添付", en: "File" }),
    ("backup", Words { ja: "バックアップ", en: "Backup" }),
    ("book", Words { ja: "回答帳", en: "Answer book" }),
    ("consultation", Words { ja: "相談", en: "Question" }),
    ("subcontract", Words { ja: "再委託の申請", en: "Request to pass work on" }),
    ("contract", Words { ja: "契約書の点検", en: "Contract check" }),
    ("contractor", Words { ja: "委託先", en: "Contractor" }),
    ("database", Words { ja: "データベース", en: "Database" }),
    ("document", Words { ja: "文書", en: "Paper" }),
    ("engagement", Words { ja: "案件", en: "Engagement" }),
    ("grant", Words { ja: "役割", en: "Role" }),
    ("handler", Words { ja: "情報を扱う人", en: "Handler" }),
    ("handover", Words { ja: "授受の記録", en: "Hand-over" }),
    ("import", Words { ja: "委託先一覧", en: "List of contractors" }),
    ("ledger", Words { ja: "台帳", en: "Ledger" }),
    ("person", Words { ja: "利用者", en: "Person" }),
    ("questionnaire", Words { ja: "質問票", en: "Questionnaire" }),
    ("register", Words { ja: "付録1", en: "Register" }),
    ("sample", Words { ja: "見本データ", en: "Sample data" }),
    ("selection", Words { ja: "選定", en: "Selection" }),
    ("session", Words { ja: "端末", en: "Session" }),
    ("setting", Words { ja: "設定", en: "Settings" }),
    ("sheet", Words { ja: "調査票", en: "Check sheet" }),
    ("substitution", Words { ja: "代理", en: "Substitute" }),
    ("token", Words { ja: "アクセストークン", en: "Access token" }),
    ("unit", Words { ja: "組織", en: "Unit" }),
];

/// A row of the ledger as lists show it.
pub(super) fn entry(ui: &Shell, page: &LedgerPage, row: &Stored) -> Entry {
    let name = |id: &str| id.parse::<PersonId>().ok().and_then(|id| page.people.get(&id)).map(|p| p.name.to_string());
    let mut by = name(&row.actor).unwrap_or_else(|| match row.actor.strip_prefix("operator:") {
        Some(login) => ui.t1("entry-operator", "login", login),
        None => row.actor.clone(),
    });
    if let Some(other) = row.on_behalf_of.as_deref().and_then(name) {
        by = ui.words().t2("entry-for", ("who", by), ("other", other));
    }
    let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
    let text = |key: &str| detail.get(key).and_then(|v| v.as_str()).map(ToOwned::to_owned);
    let number = text("number").or_else(|| text("engagement"));
    let known = match row.subject_kind.as_str() {
        "person" => name(&row.subject_id),
        "grant" => text("person").as_deref().and_then(name),
        "substitution" => text("absent").as_deref().and_then(name),
        "approval" => number.clone().or_else(|| request_kind(text("kind")?.as_str(), ui.lang)),
        "register" => text("system"),
        "engagement" => {
            number.clone().zip(text("condition")).map(|(n, c)| format!("{n} {c}")).or_else(|| number.clone())
        }
        _ => number.clone().or_else(|| text("name")).or_else(|| text("subject")).or_else(|| text("title")),
    };
    let subject = known.unwrap_or_else(|| noun(ui.lang, &row.subject_kind));
    Entry {
        seq: row.seq,
        at: jiff::Timestamp::from_microsecond(row.at).unwrap_or_default(),
        by,
        action: action(ui.lang, &row.action),
        subject,
        href: href(row, number.as_deref()),
        hash: row.hash.chars().take(12).collect(),
    }
}

fn href(row: &Stored, number: Option<&str>) -> Option<String> {
    match (row.subject_kind.as_str(), number) {
        ("approval", _) => Some(format!("/approvals/{}", row.subject_id)),
        ("consultation", _) => Some(format!("/consultations/{}", row.subject_id)),
        ("contractor", _) => Some(format!("/contractors/{}", row.subject_id)),
        ("contract", Some(number)) => Some(format!("/engagements/{number}/contract/{}", row.subject_id)),
        ("selection", Some(number)) => Some(format!("/engagements/{number}/selection")),
        ("document", _) => Some(format!("/documents/{}", row.subject_id)),
        ("handover", Some(number)) => Some(format!("/engagements/{number}/handovers/{}", row.subject_id)),
        ("handler" | "access", Some(number)) => Some(format!("/engagements/{number}/handovers")),
        ("register", _) => Some("/register".to_owned()),
        (_, Some(number)) => Some(format!("/engagements/{number}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(folder: &std::path::Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else {
                out.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_action_of_the_program_has_words() {
        let mut text = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut text);
        let mut seen = 0;
        for part in text.split("action!(\"").skip(1) {
            let code = part.split('"').next().unwrap();
            assert!(ACTIONS.iter().any(|(c, _)| *c == code), "no words for the action {code}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
    }

    #[test]
    fn every_kind_of_subject_has_words() {
        let mut text = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut text);
        let mut seen = 0;
        for part in text.split("kind!(\"").skip(1) {
            let kind = part.split('"').next().unwrap();
            assert!(NOUNS.iter().any(|(known, _)| *known == kind), "no words for the kind {kind}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
    }
}
