//! Reports a contractor owes, with the deadlines of the clauses.

use domain::Words;
use writer::paper::TraceId;

use super::RowData;
use crate::{compose::Composer, words::words};

/// A report under a clause; its deadline is made of the clause's figures.
struct Report {
    clause: &'static str,
    figures: &'static [&'static str],
    report: Words,
    content: Words,
    due: Words,
}

impl Composer<'_> {
    /// What is owed to the client in writing, in the order of the clauses.
    pub(super) fn reports(&mut self) -> Vec<RowData> {
        REPORTS.iter().filter_map(|report| self.report(report)).collect()
    }

    fn report(&mut self, report: &Report) -> Option<RowData> {
        let lang = self.order.lang;
        // only what this paper asks for: a report under a clause that is not set in it belongs elsewhere
        self.held(report.clause)?;
        let mut due = report.due.get(lang).to_owned();
        for name in report.figures {
            let amount = self.clause_amount(report.clause, name)?;
            due = due.replace(&format!("{{{name}}}"), &amount);
        }
        let clause = self.clause_cell(report.clause);
        let row = RowData::of([
            ("report", report.report.get(lang).into()),
            ("content", report.content.get(lang).into()),
            ("due", due.into()),
            ("clause", clause.into()),
        ]);
        Some(row.traced(vec![TraceId::from(report.clause)]))
    }
}

const REPORTS: &[Report] = &[
    Report {
        clause: "KL-01",
        figures: &["report_days", "change_days"],
        report: words("体制表", "Organisation chart"),
        content: words("責任者、窓口、連絡の順", "persons in charge, contacts, order of calls"),
        due: words(
            "契約を結んだ日から{report_days}、変更は{change_days}以内",
            "{report_days} after the contract; changes within {change_days}",
        ),
    },
    Report {
        clause: "KL-02",
        figures: &["list_days"],
        report: words("従事者名簿", "Roster of personnel"),
        content: words("秘密情報に触れる者の氏名と雇用主", "names and employers of those with access"),
        due: words("求めから{list_days}以内", "within {list_days} after a request"),
    },
    Report {
        clause: "KL-03",
        figures: &["return_days", "proof_days"],
        report: words("返還・消去・廃棄報告書", "Report of return, erasure and destruction"),
        content: words("対象、方法、日時、行った者と確認した者", "subject, method, time, done and confirmed by"),
        due: words(
            "終了から{return_days}以内に終え、その後{proof_days}以内",
            "done within {return_days} after the end, filed within {proof_days} thereafter",
        ),
    },
    Report {
        clause: "KL-07",
        figures: &["design_days"],
        report: words("セキュリティ設計書", "Security design"),
        content: words("要件ごとの実現の方法", "how each requirement is met"),
        due: words("契約を結んだ日から{design_days}以内", "{design_days} after the contract"),
    },
    Report {
        clause: "KL-10",
        figures: &["cutoff_days"],
        report: words("脆弱性対策の報告書", "Report on vulnerabilities"),
        content: words("対策したもの、しなかったものと理由", "fixed and unfixed vulnerabilities, with reasons"),
        due: words(
            "納入のとき（納入日の{cutoff_days}前までの公表分）",
            "on delivery, for publications up to {cutoff_days} before",
        ),
    },
    Report {
        clause: "KL-13",
        figures: &["visit_days"],
        report: words("作業届", "Work notice"),
        content: words("作業の日時、場所、者、つなぐ機器", "time, place, people and equipment"),
        due: words("作業の{visit_days}前まで", "{visit_days} before the work"),
    },
    Report {
        clause: "KL-15",
        figures: &["report_hours"],
        report: words("事故等の第一報", "First report of an incident"),
        content: words("わかった範囲の日時、概要、情報、措置", "time, outline, information, action, so far as known"),
        due: words("気付いた時から{report_hours}以内", "within {report_hours} of awareness"),
    },
    Report {
        clause: "KL-15",
        figures: &["update_hours"],
        report: words("事故等の続報", "Follow-up report"),
        content: words("状況と次の報告の日時", "situation, and when the next report follows"),
        due: words("収まるまで{update_hours}ごと", "every {update_hours} until it is over"),
    },
    Report {
        clause: "KL-15",
        figures: &["final_days"],
        report: words("事故等の最終報告書", "Final report of an incident"),
        content: words("原因、影響、対応、再発の防止", "cause, effect, response, prevention"),
        due: words("気付いた日から{final_days}以内", "within {final_days} of awareness"),
    },
    Report {
        clause: "KL-16",
        figures: &["grave_hours", "light_hours"],
        report: words("例外報告", "Exception report"),
        content: words("事故に至らなかった事象と措置", "what nearly happened, and what was done"),
        due: words(
            "重いものは{grave_hours}、その他は{light_hours}以内",
            "grave ones within {grave_hours}, others within {light_hours}",
        ),
    },
    Report {
        clause: "KL-17",
        figures: &["check_months"],
        report: words("点検の報告書", "Check report"),
        content: words("点検項目ごとの結果と資料", "result and evidence by item"),
        due: words("{check_months}ごと（翌月10日まで）", "every {check_months}, by the 10th of the next month"),
    },
    Report {
        clause: "KL-18",
        figures: &["month_day"],
        report: words("月次報告書", "Monthly report"),
        content: words("アクセス、修正、事故等、異動", "access, fixes, incidents, changes of personnel"),
        due: words("毎月（翌月{month_day}まで）", "monthly ({month_day} of the next month at the latest)"),
    },
    Report {
        clause: "KL-19",
        figures: &["fix_plan_days"],
        report: words("監査の指摘への改善計画", "Plan on audit findings"),
        content: words("指摘ごとの原因、改善、期限", "cause, improvement and day for each finding"),
        due: words("指摘から{fix_plan_days}以内", "within {fix_plan_days} of the findings"),
    },
    Report {
        clause: "KL-21",
        figures: &["confirm_days"],
        report: words("確認書", "Confirmation"),
        content: words("対策ごとの分担と体制", "shares and organisation by measure"),
        due: words("契約を結んだ日から{confirm_days}以内", "{confirm_days} after the contract"),
    },
    Report {
        clause: "KL-22",
        figures: &["apply_days"],
        report: words("再委託承諾申請書", "Application to subcontract"),
        content: words("再委託先、範囲、理由、対策、確かめ方", "subcontractor, part, reason, measures, verification"),
        due: words("始める{apply_days}前まで", "{apply_days} before the start"),
    },
    Report {
        clause: "KL-22",
        figures: &["verify_months"],
        report: words("再委託先の確認の報告書", "Report on the subcontractor"),
        content: words("再委託先の対策と確かめた結果", "measures of the subcontractor and what was verified"),
        due: words("{verify_months}ごと", "every {verify_months}"),
    },
    Report {
        clause: "KL-24",
        figures: &["hand_days"],
        report: words("ログ", "Logs"),
        content: words("求められた範囲の記録", "records asked for"),
        due: words("求めから{hand_days}以内", "within {hand_days} after a request"),
    },
    Report {
        clause: "KL-29",
        figures: &["handler_days"],
        report: words("個人データの取扱者の名簿", "List of handlers of personal data"),
        content: words("氏名、所属、担当", "name, affiliation, task"),
        due: words("{handler_days}以内", "within {handler_days}"),
    },
    Report {
        clause: "KL-30",
        figures: &["status_months"],
        report: words("個人データの取扱状況の報告書", "Report on the handling of personal data"),
        content: words("取扱い、件数、教育、点検", "handling, numbers, training, checks"),
        due: words("{status_months}ごと", "every {status_months}"),
    },
];
