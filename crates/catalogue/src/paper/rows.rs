//! Where the rows of a table come from, and which columns each source can fill.

domain::codes! {
    /// Sources of table rows.
    pub enum RowSource ("表の中身", "Rows") {
        /// Written in the catalogue.
        Fixed = "fixed" ("様式に書いてある行", "Rows of the form"),
        /// Empty, to be filled by hand.
        Blank = "blank" ("手で書く行", "Rows for the hand"),
        /// Measures of the requirement profile.
        Measures = "measures" ("要件の対策", "Measures of the profile"),
        /// The same with who does each.
        Responsibility = "responsibility" ("対策ごとの分担", "Responsibility by measure"),
        /// The same with a price each.
        PricedLines = "priced_lines" ("対策ごとの価格", "Price by measure"),
        /// The same as questions to be checked in service.
        CheckItems = "check_items" ("点検の項目", "Check items"),
        /// What an audit looks at.
        AuditPoints = "audit_points" ("監査の項目", "Audit points"),
        /// Areas of a service and who answers for them (ASPIC-2011, RB-1 to RB-4).
        Boundaries = "boundaries" ("責任の分界", "Boundaries"),
        /// The list of information.
        InformationItems = "information_items" ("渡す情報・見える情報", "Information items"),
        /// Responsible persons and contacts of both sides.
        Contacts = "contacts" ("責任者・窓口", "Contacts"),
        /// People who do the work.
        Personnel = "personnel" ("従事者", "Personnel"),
        /// Subcontractors.
        Subcontractors = "subcontractors" ("再委託先", "Subcontractors"),
        /// Security functions of a system.
        Functions = "functions" ("セキュリティ機能", "Security functions"),
        /// Service levels.
        ServiceLevels = "service_levels" ("サービスレベル", "Service levels"),
        /// Daily measures in operation and maintenance.
        Operations = "operations" ("運用の対策", "Operation measures"),
        /// Devices and software watched for vulnerabilities.
        Targets = "targets" ("脆弱性対策の対象", "Vulnerability targets"),
        /// Handling rules in force.
        HandlingRules = "handling_rules" ("取扱規則", "Handling rules"),
        /// Concrete settings.
        Standards = "standards" ("具体的な基準", "Concrete standards"),
        /// Measures directed by an exception permit.
        DirectedMeasures = "directed_measures" ("指示された対策", "Directed measures"),
        /// Threats of a risk analysis.
        Risks = "risks" ("脅威の分析", "Risks"),
        /// Questions and answers of the decision.
        Judgement = "judgement" ("判断の問い", "Questions of the decision"),
        /// Factors, weights and minima of the evaluation.
        Criteria = "criteria" ("評価の観点", "Evaluation factors"),
        /// Reports the contractor owes and their deadlines.
        Reports = "reports" ("報告と期限", "Reports and deadlines"),
        /// What is still open in a draft.
        OpenPoints = "open_points" ("未確定の点", "Open points"),
    }
}

impl RowSource {
    /// Keys of the columns this source can fill; for [`RowSource::Fixed`] and [`RowSource::Blank`] any key will do.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Fixed | Self::Blank => &[],
            Self::Measures => {
                &["number", "id", "title", "asked", "level", "evidence", "owner", "clause", "why", "source", "note"]
            }
            Self::Responsibility => {
                &["number", "id", "title", "client", "contractor", "provider", "subcontractor", "clause", "note"]
            }
            Self::PricedLines => {
                &["number", "id", "title", "offer", "quantity", "unit_price", "amount", "risk", "note"]
            }
            Self::CheckItems => {
                &["number", "id", "title", "asked", "method", "evidence", "interval", "answer", "result", "note"]
            }
            Self::AuditPoints => {
                &["number", "id", "title", "criterion", "method", "department", "evidence", "date", "result", "note"]
            }
            Self::Boundaries => &["number", "area", "client", "contractor", "provider", "note"],
            Self::InformationItems => &[
                "number",
                "name",
                "kind",
                "access",
                "form",
                "purpose",
                "class",
                "critical",
                "recipient",
                "due_back",
                "note",
            ],
            Self::Contacts => &["side", "role", "name", "post", "phone", "mail", "hours"],
            Self::Personnel => {
                &["number", "name", "affiliation", "post", "duty", "access", "from", "until", "trained", "pledge"]
            }
            Self::Subcontractors => &[
                "number",
                "name",
                "address",
                "country",
                "part",
                "information",
                "approved",
                "expires",
                "verify",
                "note",
            ],
            Self::Functions => &["number", "function", "requirement", "proposal", "test", "note"],
            Self::ServiceLevels => &["number", "item", "value", "unit", "window", "measured", "consequence"],
            Self::Operations => &["number", "task", "frequency", "method", "record", "report"],
            Self::Targets => &["number", "name", "version", "place", "watch", "decided_by", "note"],
            Self::HandlingRules => &["number", "rule", "setting", "classes", "note"],
            Self::Standards => &["number", "subject", "setting", "evidence", "id"],
            Self::DirectedMeasures => &["number", "measure", "due", "evidence", "clause", "confirmed"],
            Self::Risks => &["number", "threat", "likelihood", "impact", "measure", "residual"],
            Self::Judgement => &["number", "question", "answer", "reason", "rule"],
            Self::Criteria => &["number", "factor", "weight", "minimum", "evidence"],
            Self::Reports => &["number", "report", "content", "due", "clause"],
            Self::OpenPoints => &["number", "place", "what", "who"],
        }
    }
}
