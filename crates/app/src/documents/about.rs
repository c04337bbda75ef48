//! What the records say that papers print: the parties, the permit, the risk analysis, the decision.

use domain::{Lang, Words, approval::Request, risk::RiskAnalysis};
use papers::{About, Both, Directed, JudgementLine, Organisation, PermitAbout, Person, RiskAbout};

use super::Documents;
use crate::{Caller, Result, requirements::RequirementsView, settings};

fn both(words: Words) -> Both {
    Both::new(words.ja, words.en)
}

impl Documents<'_> {
    /// Gathers it: one statement for the settings, everything else is loaded already.
    pub(crate) async fn about(&self, caller: &Caller, view: &RequirementsView) -> Result<About> {
        let mut tx = self.0.db().read().await?;
        let settings = settings::load(&mut tx).await?;
        tx.commit().await?;
        let case = &view.case;
        let engagement = &case.engagement;
        let today = self.0.clock().today();
        let assessment = case.assess(today);
        let unit = caller.units.get(engagement.unit);
        let owner = Person { name: Both::same(view.names.of(engagement.owner)), ..Person::default() };
        let name = |lang| settings.organisation(lang).to_owned();
        let client = Organisation {
            name: Some(Both::new(name(Lang::Ja), name(Lang::En))),
            unit: unit.map(|u| Both::new(u.label(Lang::Ja), u.label(Lang::En))),
            officer: Some(owner.clone()),
            ..Organisation::default()
        };
        let contractor_name = &case.projection.contractor_name;
        let contractor = Organisation {
            name: (!contractor_name.is_empty()).then(|| Both::same(contractor_name)),
            ..Organisation::default()
        };
        let reasons = assessment.because.iter().map(|reason| JudgementLine {
            question: both(Words { ja: "この業務を外に出してよいか", en: "May this work be outsourced?" }),
            answer: both(assessment.verdict.words()),
            reason: Some(Both::new(
                reason.text(self.0.catalogue(), Lang::Ja),
                reason.text(self.0.catalogue(), Lang::En),
            )),
            rule: Some(reason.rule.to_string()),
        });
        Ok(About {
            number: Some(engagement.number.to_string()),
            client,
            contractor,
            owner: Some(owner),
            permit: assessment.permit.as_ref().map(|permit| PermitAbout {
                until: Some(permit.until),
                directed: permit
                    .measures
                    .iter()
                    .map(|m| Directed { measure: m.text.to_string(), ..Directed::default() })
                    .collect(),
            }),
            risks: self.analysis(view).map(|analysis| self.risks(analysis)).unwrap_or_default(),
            judgement: reasons.collect(),
            waived: self.waived(view),
            ..About::default()
        })
    }

    /// The last risk analysis that came with a request for a permit.
    fn analysis<'v>(&self, view: &'v RequirementsView) -> Option<&'v RiskAnalysis> {
        view.case.approvals.iter().rev().find_map(|approval| match &approval.request {
            Request::Exception { analysis, .. } => Some(analysis.as_ref()),
            _ => None,
        })
    }

    fn risks(&self, analysis: &RiskAnalysis) -> Vec<RiskAbout> {
        let named = |threat: &str| {
            let known = threat.parse().ok().and_then(|id| self.0.catalogue().threat(&id));
            known.map_or_else(|| Both::same(threat), |t| Both::from(&t.title))
        };
        let lines = analysis.lines.iter().map(|line| RiskAbout {
            threat: named(line.threat.as_str()),
            likelihood: None,
            impact: Some(both(line.before.words())),
            measure: line.measures.to_string(),
            residual: both(line.residual.words()),
        });
        lines.collect()
    }

    /// Must-haves that were refused while a waiver of the condition on must-haves is in force.
    fn waived(&self, view: &RequirementsView) -> std::collections::BTreeSet<catalogue::wording::ClauseId> {
        let today = self.0.clock().today();
        let waived = view
            .case
            .waivers
            .iter()
            .any(|w| w.condition.as_str() == "G4-8" && w.granted_on <= today && today <= w.until);
        let refused = view.profile.clauses.iter().filter(|c| waived && c.refused.is_some());
        refused.map(|c| c.clause.clone()).collect()
    }
}
