//! Rows about the service and the product: boundaries, functions, levels, operations, standards, evaluation.

mod setting;

use setting::STANDARDS;

use catalogue::{
    measure::Fact,
    responsibility::{Area, ServiceForm, Task},
};
use domain::{
    Lang, Words,
    engagement::Category,
    plan::{MeasureOwner, PlanValue},
};
use writer::paper::TraceId;

use super::{CellData, RowData};
use crate::{
    Both, OpenKind, OpenPoint,
    compose::{Composer, Used, UsedKind},
    words::{comma, words},
};

/// Owner of the values that concern the boundary table as a whole.
pub(crate) const BOUNDARIES: &str = "boundaries";
/// Name of the value that says which form the service has.
pub(crate) const SERVICE_FORM: &str = "service_form";

/// A proposed row: words for each column, with figures of clauses in braces.
struct Proposal {
    clause: &'static str,
    /// Figures it needs; without one of them the row is left out.
    figures: &'static [&'static str],
    cells: &'static [(&'static str, Words)],
    measure: Option<&'static str>,
}

impl Composer<'_> {
    /// Areas of a service and who guards what there (ASPIC-2011, RB-1 to RB-4).
    pub(super) fn boundaries(&mut self) -> Vec<RowData> {
        let order = self.order;
        order.catalogue.responsibility().areas().iter().map(|area| self.boundary(area)).collect()
    }

    fn boundary(&mut self, area: &Area) -> RowData {
        let (lang, order) = (self.order.lang, self.order);
        let id = area.id.as_str();
        self.note(Used { owner: id.to_owned(), title: Both::from(&area.title), what: UsedKind::Owner });
        let settled = order.plan.owners.keys().any(|key| key == id || key.split(':').next() == Some(id));
        if !settled {
            self.open(OpenPoint {
                owner: id.to_owned(),
                owner_title: Both::from(&area.title),
                name: String::new(),
                label: Both::new(
                    format!("「{}」の領域をだれが守るか", area.title.get(Lang::Ja)),
                    format!("who guards the area \"{}\"", area.title.get(Lang::En)),
                ),
                kind: OpenKind::Owner,
            });
        }
        let tasks = |wanted: &[MeasureOwner]| {
            let held =
                Task::ALL.iter().filter(|task| self.task_owner(area, **task).is_some_and(|o| wanted.contains(&o)));
            let held: Vec<&str> = held.map(|task| task.label(lang)).collect();
            if held.is_empty() { "－".to_owned() } else { held.join(comma(lang)) }
        };
        let title = match lang {
            Lang::Ja => format!("{}（{}）", area.title.get(lang), area.examples.get(lang)),
            Lang::En => format!("{} ({})", area.title.get(lang), area.examples.get(lang)),
        };
        let trace = std::iter::once(TraceId::from(id))
            .chain(area.measures.iter().map(|measure| TraceId::from(measure.as_str())))
            .chain(area.source.iter().map(|source| TraceId::from(source.to_string())));
        RowData::of([
            ("id", id.into()),
            ("area", title.into()),
            ("client", tasks(&[MeasureOwner::Client, MeasureOwner::Both]).into()),
            ("contractor", tasks(&[MeasureOwner::Contractor, MeasureOwner::Both]).into()),
            ("provider", tasks(&[MeasureOwner::Provider]).into()),
        ])
        .traced(trace.collect())
    }

    /// Who guards one task of an area: what a person set for the task or the area, else the usual one for the form.
    fn task_owner(&self, area: &Area, task: Task) -> Option<MeasureOwner> {
        let order = self.order;
        let id = area.id.as_str();
        let set = order.plan.owners.get(&format!("{id}:{}", task.code())).or_else(|| order.plan.owners.get(id));
        let usual = || area.owners.get(&self.service_form())?.get(&task)?.code().parse().ok();
        let owner = set.copied().or_else(usual)?;
        // whoever sells the service is the contractor, unless another provider stands behind it
        Some(match owner {
            MeasureOwner::Provider if !order.profile.facts.contains(&Fact::Cloud) => MeasureOwner::Contractor,
            owner => owner,
        })
    }

    fn service_form(&self) -> ServiceForm {
        let set = match self.order.set(BOUNDARIES, SERVICE_FORM) {
            Some(PlanValue::Text(text)) => text.as_str().parse().ok(),
            _ => None,
        };
        set.unwrap_or(match self.order.facts.category {
            Category::DataCentre | Category::Housing => ServiceForm::Iaas,
            _ => ServiceForm::Application,
        })
    }

    fn proposed(&mut self, proposals: &[Proposal]) -> Vec<RowData> {
        proposals.iter().filter_map(|proposal| self.proposal(proposal)).collect()
    }

    fn proposal(&mut self, proposal: &Proposal) -> Option<RowData> {
        let lang = self.order.lang;
        let mut figures = Vec::new();
        for name in proposal.figures {
            figures.push((*name, self.clause_amount(proposal.clause, name)?));
        }
        let fill = |text: &Words| {
            figures
                .iter()
                .fold(text.get(lang).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
        };
        let mut row = RowData::of(proposal.cells.iter().map(|(key, text)| (*key, CellData::from(fill(text)))));
        let measure = proposal.measure.and_then(|id| id.parse().ok()).and_then(|id| self.order.catalogue.measure(&id));
        if let Some(measure) = measure {
            let evidence = self.style.parties(&measure.examples, lang);
            row = row.with("evidence", Some(evidence)).with("id", Some(measure.id.as_str()));
        }
        let trace = std::iter::once(proposal.clause).chain(proposal.measure).map(TraceId::from);
        Some(row.traced(trace.collect()))
    }

    pub(super) fn functions(&mut self) -> Vec<RowData> {
        self.proposed(FUNCTIONS)
    }

    pub(super) fn service_levels(&mut self) -> Vec<RowData> {
        self.proposed(SERVICE_LEVELS)
    }

    pub(super) fn operations(&mut self) -> Vec<RowData> {
        self.proposed(OPERATIONS)
    }

    pub(super) fn standards(&mut self) -> Vec<RowData> {
        self.proposed(STANDARDS)
    }

    pub(super) fn criteria(&mut self) -> Vec<RowData> {
        self.proposed(CRITERIA)
    }

    /// The system itself is the first thing to be watched.
    pub(super) fn targets(&mut self) -> Vec<RowData> {
        let system = crate::fill::user_runs(self.order.facts.system.as_str());
        vec![RowData::of([("name", system.into())]).traced(vec!["CM-VU-01".into()])]
    }
}

const fn row(
    clause: &'static str,
    figures: &'static [&'static str],
    cells: &'static [(&'static str, Words)],
) -> Proposal {
    Proposal { clause, figures, cells, measure: None }
}

/// What every product that holds information needs (KL-07, outline).
const FUNCTIONS: &[Proposal] = &[
    row(
        "KL-07",
        &[],
        &[
            ("function", words("利用者の確認と権限", "Authentication and rights")),
            (
                "requirement",
                words(
                    "利用者を一人ずつ確かめ、業務に要る情報と操作だけを許す",
                    "Users are identified one by one and may reach only what their work needs",
                ),
            ),
        ],
    ),
    row(
        "KL-07",
        &[],
        &[
            ("function", words("不正な入力と出力の遮断", "Blocking of improper input and output")),
            (
                "requirement",
                words(
                    "形式に合わない入力を受け付けず、権限のない情報を画面・帳票・通信に出さない",
                    "Malformed input is refused; nothing beyond the user's rights appears on screens, prints or lines",
                ),
            ),
        ],
    ),
    row(
        "KL-07",
        &[],
        &[
            ("function", words("外部からの攻撃への備え", "Resistance to attacks from outside")),
            (
                "requirement",
                words(
                    "要らない機能と口を閉じ、既知の攻撃の型を防ぎ、破られた範囲を切り離せる",
                    "Unneeded functions and ports are closed, known attacks are repelled, and a broken part can be cut off",
                ),
            ),
        ],
    ),
    row(
        "KL-07",
        &[],
        &[
            ("function", words("暗号化", "Encryption")),
            (
                "requirement",
                words(
                    "保存と通信を別紙の基準の方式で暗号化し、鍵を情報と別に管理する",
                    "Stored and transmitted data is encrypted to the standard of the annex, with keys kept apart",
                ),
            ),
        ],
    ),
    row(
        "KL-07",
        &[],
        &[
            ("function", words("記録と追跡", "Logs and tracing")),
            (
                "requirement",
                words(
                    "だれが、いつ、何をしたかを後から追え、記録を書き換えられない",
                    "Who did what and when can be traced afterwards, and records cannot be altered",
                ),
            ),
        ],
    ),
];

const SERVICE_LEVELS: &[Proposal] = &[
    row(
        "KL-14",
        &["patch_apply_days"],
        &[
            (
                "item",
                words(
                    "深刻な脆弱性の修正が公開されてから適用するまで",
                    "From release of a grave fix to its application",
                ),
            ),
            ("value", words("{patch_apply_days}", "{patch_apply_days}")),
            ("unit", words("以内", "at most")),
            ("window", words("修正ごと", "each fix")),
            ("measured", words("適用の記録", "record of application")),
            (
                "consequence",
                words(
                    "理由と予定日を報告し、代わりの対策を行う",
                    "reason and day are reported; a substitute is put in place",
                ),
            ),
        ],
    ),
    row(
        "KL-14",
        &["detect_hours"],
        &[
            ("item", words("侵害に気付いてから知らせるまで", "From detection of a breach to its report")),
            ("value", words("{detect_hours}", "{detect_hours}")),
            ("unit", words("以内", "at most")),
            ("window", words("事象ごと", "each event")),
            ("measured", words("検知と報告の時刻の差", "time between detection and report")),
            ("consequence", words("原因と改善を書面で報告する", "cause and improvement are reported in writing")),
        ],
    ),
    row(
        "KL-14",
        &["change_notice_months"],
        &[
            ("item", words("サービスの変更や終了の予告", "Notice of change or end of the service")),
            ("value", words("{change_notice_months}", "{change_notice_months}")),
            ("unit", words("以上前", "or more ahead")),
            ("window", words("変更ごと", "each change")),
            ("measured", words("通知の日付", "day of the notice")),
            (
                "consequence",
                words("移行を終えるまで従来の内容を続ける", "the former service goes on until the move is done"),
            ),
        ],
    ),
];

const OPERATIONS: &[Proposal] = &[
    row(
        "KL-12",
        &[],
        &[
            ("task", words("稼働と不審な動きの監視", "Watching availability and unusual activity")),
            ("frequency", words("常時", "always")),
            ("record", words("監視の記録", "monitoring log")),
            ("report", words("月次報告", "monthly report")),
        ],
    ),
    row(
        "KL-12",
        &["alert_hours"],
        &[
            ("task", words("異常に気付いたときの初動", "First response to something unusual")),
            ("frequency", words("気付いてから{alert_hours}以内", "within {alert_hours} of noticing")),
            ("record", words("対応の記録（時刻を含む）", "record of the response, with times")),
            ("report", words("その都度", "each time")),
        ],
    ),
    row(
        "KL-12",
        &[],
        &[
            ("task", words("バックアップの取得と、元と離れた場所での保管", "Backup, kept away from the original")),
            ("frequency", words("毎日", "daily")),
            ("record", words("取得の結果", "result of each backup")),
            ("report", words("月次報告", "monthly report")),
        ],
    ),
    row(
        "KL-12",
        &["restore_months"],
        &[
            ("task", words("バックアップからの復元の試験", "Test of restoring from a backup")),
            ("frequency", words("{restore_months}に1回", "every {restore_months}")),
            ("record", words("試験の結果", "result of the test")),
            ("report", words("終えた月の月次報告", "monthly report of that month")),
        ],
    ),
    row(
        "KL-11",
        &["assess_days", "apply_days"],
        &[
            ("task", words("脆弱性情報の確認と修正の適用", "Watching for vulnerabilities and applying fixes")),
            (
                "frequency",
                words(
                    "公表から{assess_days}以内に要否を判断、深刻なものは{apply_days}以内に対策",
                    "judged within {assess_days} of publication; grave ones dealt with within {apply_days}",
                ),
            ),
            ("record", words("脆弱性対策の台帳", "register of vulnerabilities")),
            ("report", words("月次報告", "monthly report")),
        ],
    ),
    row(
        "KL-24",
        &["log_months"],
        &[
            ("task", words("ログの保存と点検", "Keeping and reviewing logs")),
            ("frequency", words("月1回点検し、{log_months}保存", "reviewed monthly, kept for {log_months}")),
            ("record", words("点検の記録", "record of the review")),
            ("report", words("月次報告", "monthly report")),
        ],
    ),
];

/// What proposals are weighed by; points and minima are set before publication.
const CRITERIA: &[Proposal] = &[
    row(
        "",
        &[],
        &[
            ("factor", words("求める対策のすべてを行うこと", "All measures asked for are carried out")),
            ("minimum", words("必須", "must")),
            ("evidence", words("対策ごとの実施方法", "how each measure is carried out")),
        ],
    ),
    row(
        "KL-23",
        &["weight_count"],
        &[
            ("factor", words("情報セキュリティの水準", "Level of information security")),
            ("weight", words("{weight_count}", "{weight_count}")),
            (
                "evidence",
                words("認証の写しと適用範囲、又は自己評価の結果", "certificate with its scope, or self-assessment"),
            ),
        ],
    ),
    row(
        "KL-09",
        &["product_count"],
        &[
            ("factor", words("第三者の評価を受けた製品を用いること", "Products evaluated by a third party")),
            ("weight", words("{product_count}", "{product_count}")),
            ("evidence", words("製品の認証書の写し", "certificates of the products")),
        ],
    ),
    row(
        "",
        &[],
        &[
            ("factor", words("同じ種類の業務の実績", "Experience with the same kind of work")),
            ("evidence", words("過去3年の実績の一覧", "list of the past three years")),
        ],
    ),
    row(
        "",
        &[],
        &[
            ("factor", words("体制と従事者の力", "Set-up and skill of personnel")),
            ("evidence", words("体制図と従事者の経歴", "organisation chart and careers")),
        ],
    ),
    row(
        "",
        &[],
        &[
            ("factor", words("事業の安定性", "Stability of the business")),
            ("evidence", words("直近の財務の資料", "latest accounts")),
        ],
    ),
    row(
        "",
        &[],
        &[
            ("factor", words("価格", "Price")),
            ("evidence", words("情報セキュリティ対策価格表と見積書", "price table of security measures and quotation")),
        ],
    ),
];
