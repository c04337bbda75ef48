//! An engagement as the command line shows it: for people and for programs.

use app::{App, Caller, engagements};
use catalogue::Catalogue;
use domain::Lang;
use rules::{Fix, Reason};
use serde_json::{Value, json};

use crate::context::Context;

/// An engagement to be shown.
pub struct View<'a> {
    lang: Lang,
    catalogue: &'a Catalogue,
    caller: &'a Caller,
    view: &'a engagements::View,
}

/// Reasons with their sentences.
fn reasons(catalogue: &Catalogue, lang: Lang, because: &[Reason]) -> Value {
    let with_text = |reason: &Reason| {
        let mut value = json!(reason);
        if let Some(object) = value.as_object_mut() {
            object.insert("text".to_owned(), json!(reason.text(catalogue, lang)));
        }
        value
    };
    because.iter().map(with_text).collect()
}

impl<'a> View<'a> {
    /// Puts together what is shown.
    pub fn new(context: &Context, app: &'a App, (caller, view): (&'a Caller, &'a engagements::View)) -> Self {
        Self { lang: context.lang, catalogue: app.catalogue(), caller, view }
    }

    fn words<'w>(&self, ja: &'w str, en: &'w str) -> &'w str {
        if self.lang == Lang::Ja { ja } else { en }
    }

    fn unit(&self) -> &str {
        self.caller.units.get(self.view.case.engagement.unit).map_or("–", |u| u.label(self.lang))
    }

    /// The command that takes a next step, where there is one.
    fn command(&self, fix: &Fix) -> Option<String> {
        let number = self.view.case.engagement.number;
        let rest = match fix {
            Fix::EditFacts | Fix::JudgeItems | Fix::AnswerQuestions => format!("engagement change {number} FILE"),
            Fix::RequestCriticality => format!("engagement decide {number} --request criticality --explanation TEXT"),
            Fix::RequestException => format!("engagement decide {number} --request exception --analysis FILE"),
            Fix::AwaitApproval(id) | Fix::ReportToChief(id) => format!("approval show {id}"),
            Fix::MendSentBack(id) => format!("approval resubmit {id}"),
            Fix::WritePaper { paper, .. } => format!("engagement paper {number} --paper {paper}"),
            Fix::SettleRequirements(_) => format!("engagement plan {number} FILE"),
            Fix::Declare(condition) => format!("gate declare {number} --condition {condition} --note TEXT"),
            Fix::StartSelection(_) | Fix::RunSelection => format!("selection show {number}"),
            // drafts of an engagement are kept on its page
            Fix::SplitScope | Fix::CheckContract(_) => return None,
        };
        Some(format!("sekimori {rest} --as LOGIN"))
    }

    fn step(&self, fix: &Fix) -> Value {
        let mut value = json!(fix);
        if let Some(object) = value.as_object_mut() {
            object.insert("text".to_owned(), json!(fix.label(self.lang)));
            object.insert("command".to_owned(), json!(self.command(fix)));
        }
        value
    }

    /// The whole for programs.
    pub fn json(&self) -> Value {
        let case = &self.view.case;
        json!({
            "engagement": case.engagement,
            "unit_name": self.unit(),
            "owner_name": self.view.names.of(case.engagement.owner),
            "contractor_name": case.projection.contractor_name,
            "due_on": case.projection.due.map(|(on, _)| on),
            "assessment": self.assessment(),
            "gate": self.gate(),
            "approvals": case.approvals,
            "waivers": case.waivers,
            "declarations": case.declarations,
            "passages": self.view.passages,
            "split_into": self.view.split_into,
            "register_version_in_force": self.view.register_now,
        })
    }

    /// The assessment for programs.
    pub fn assessment_json(&self) -> Value {
        json!({ "number": self.view.case.engagement.number, "assessment": self.assessment(), "gate": self.gate() })
    }

    /// The gate for programs.
    pub fn gate_json(&self) -> Value {
        json!({ "number": self.view.case.engagement.number, "gate": self.gate() })
    }

    fn assessment(&self) -> Value {
        let assessment = &self.view.assessment;
        json!({
            "verdict": assessment.verdict,
            "label": assessment.verdict.label(self.lang),
            "because": reasons(self.catalogue, self.lang, &assessment.because),
            "matched": assessment.matched,
            "permit": assessment.permit,
            "next": assessment.next.iter().map(|fix| self.step(fix)).collect::<Vec<_>>(),
        })
    }

    fn gate(&self) -> Value {
        let report = &self.view.report;
        let conditions: Vec<Value> = report
            .conditions
            .iter()
            .map(|c| {
                json!({
                    "id": c.id, "status": c.status.code(), "title": self.title(&c.id),
                    "because": reasons(self.catalogue, self.lang, &c.because),
                    "fix": c.fix.as_ref().map(|fix| self.step(fix)),
                })
            })
            .collect();
        json!({
            "gate": report.gate, "passable": report.is_passable(), "counts": report.counts(), "conditions": conditions,
        })
    }

    fn title(&self, id: &domain::gate::ConditionId) -> &str {
        self.catalogue.condition(id).map_or("", |c| c.title.get(self.lang))
    }

    /// The whole for people.
    pub fn text(&self) -> String {
        let engagement = &self.view.case.engagement;
        let (lang, facts) = (self.lang, &engagement.facts);
        let mut out = format!("{} {}\n", engagement.number, facts.title);
        let mut line = |ja: &str, en: &str, value: String| {
            if !value.is_empty() {
                out.push_str(&format!("  {}: {value}\n", self.words(ja, en)));
            }
        };
        line("段階", "Stage", engagement.stage.label(lang).to_owned());
        line("状態", "Standing", engagement.standing.label(lang).to_owned());
        line("組織単位", "Unit", self.unit().to_owned());
        line("担当", "Owner", self.view.names.of(engagement.owner).to_owned());
        line("区分", "Category", facts.category.label(lang).to_owned());
        line("対象", "System", facts.system.to_string());
        line("委託先", "Contractor", self.view.case.projection.contractor_name.clone());
        line("期間", "Term", facts.term.map(|t| format!("{} – {}", t.from(), t.to())).unwrap_or_default());
        line("金額", "Amount", facts.amount.map(|a| a.to_string()).unwrap_or_default());
        line("仕事", "Work", facts.summary.to_string());
        out.push('\n');
        out.push_str(&self.assessment_text());
        out
    }

    /// The assessment for people.
    pub fn assessment_text(&self) -> String {
        let engagement = &self.view.case.engagement;
        let assessment = &self.view.assessment;
        let mut out = format!("{} {}\n", engagement.number, assessment.verdict.label(self.lang));
        for reason in &assessment.because {
            out.push_str(&format!("  - {} ({})\n", reason.text(self.catalogue, self.lang), reason.rule));
        }
        out.push_str(&self.steps(assessment.next.iter()));
        out.push('\n');
        out.push_str(&self.gate_text());
        out
    }

    fn steps<'f>(&self, fixes: impl Iterator<Item = &'f Fix>) -> String {
        let mut out = String::new();
        for fix in fixes {
            out.push_str(&format!("  → {}\n", fix.label(self.lang)));
            if let Some(command) = self.command(fix) {
                out.push_str(&format!("      {command}\n"));
            }
        }
        out
    }

    /// The gate for people.
    pub fn gate_text(&self) -> String {
        let report = &self.view.report;
        let open = report.is_passable();
        let state = if open {
            self.words("通せます", "can be passed")
        } else {
            self.words("まだ通せません", "stays shut")
        };
        let mut out = format!("{} {}: {state}\n", self.words("関", "Gate"), report.gate.label(self.lang));
        for condition in &report.conditions {
            let mark = match condition.status.code() {
                "met" => self.words("済", "met   "),
                "unmet" => self.words("未", "unmet "),
                "waived" => self.words("免", "waived"),
                _ => self.words("外", "n/a   "),
            };
            out.push_str(&format!("  {mark} {} {}\n", condition.id, self.title(&condition.id)));
            if condition.status.code() == "unmet" {
                for reason in &condition.because {
                    out.push_str(&format!("       - {} ({})\n", reason.text(self.catalogue, self.lang), reason.rule));
                }
                out.push_str(
                    &self.steps(condition.fix.iter()).replace("  →", "       →").replace("      sek", "           sek"),
                );
            }
        }
        if open {
            let number = self.view.case.engagement.number;
            out.push_str(&format!("  → sekimori gate pass {number} --as LOGIN\n"));
        }
        out
    }
}
