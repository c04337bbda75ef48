//! Single steps of the script: asking, deciding, declaring, passing gates.

use domain::{
    approval::{Approval, ApprovalState, Request},
    calendar::EngagementNumber,
    engagement::RawFacts,
    gate::ConditionId,
    id::AttachmentId,
    risk::{DirectedMeasure, RawRiskAnalysis, RiskAnalysis},
    text::Ground,
};
use rules::gates::Status;

use super::{
    marks,
    past::Past,
    script::{Do, Patch, Script, Step},
    select,
};
use crate::{
    Caller, Error, Result,
    approvals::Decision,
    attachments::NewAttachment,
    contracts::{Draft, Keep},
    engagements::{Ending, View},
};

/// Officers who decide unless a step names someone else: requests of engagements, and updates of the register.
const OFFICER: &str = "kiryu";
const CHIEF: &str = "sagisawa";

/// Runs one step.
pub(super) async fn act(past: &mut Past, script: &Script, (key, owner): (&str, &str), step: &Step) -> Result<()> {
    let chief = matches!(step.what.as_str(), "update" | "no_update");
    let usual = match step.act {
        Do::Decide if chief => CHIEF,
        Do::Decide => OFFICER,
        _ => owner,
    };
    let caller = past.caller(step.by.as_deref().unwrap_or(usual)).await?;
    let number = past.number(key)?;
    let scene = Scene { past, caller, number };
    match step.act {
        Do::Ask | Do::AskPermit | Do::AskWaiver => scene.request(step).await,
        Do::Decide => scene.decide(step).await,
        Do::Mend => scene.mend(step).await,
        Do::Set => scene.set(step.facts.as_ref()).await,
        Do::Attach => scene.attach(step).await,
        Do::Check => scene.check(step).await,
        Do::Declare => scene.declare(step).await,
        Do::Prepare => scene.prepare(script, (key, &step.leave)).await,
        Do::Pass => scene.pass(script, key).await,
        Do::Split => scene.split(step).await,
        Do::Select => select::judge(scene.past, &scene.caller, (key, number)).await,
        Do::Choose => select::choose(scene.past, &scene.caller, (key, number)).await,
        Do::InHouse => scene.end(Ending::InHouse, step).await,
        Do::Withdraw => scene.end(Ending::Withdrawn, step).await,
    }
}

/// Someone at an engagement, at a moment.
struct Scene<'p> {
    past: &'p mut Past,
    caller: Caller,
    number: EngagementNumber,
}

pub(super) fn ground(text: &str) -> Result<Ground> {
    text.parse().map_err(|e| Error::internal(format!("sample: {text}: {e}")))
}

fn lacks(what: &str) -> Error {
    Error::internal(format!("sample: the step has no {what}"))
}

fn analysis(step: &Step) -> Result<Box<RiskAnalysis>> {
    let raw = RawRiskAnalysis {
        necessity: step.necessity.parse().map_err(|_| lacks("necessity"))?,
        lines: step.lines.clone(),
        grounds: step.grounds.parse().map_err(|_| lacks("grounds"))?,
    };
    Ok(Box::new(RiskAnalysis::try_from(raw).map_err(|e| Error::Invalid(e.0))?))
}

impl Scene<'_> {
    async fn view(&self) -> Result<View> {
        self.past.app.engagements().show(&self.caller, self.number).await
    }

    fn condition(step: &Step) -> Result<ConditionId> {
        step.condition.as_deref().ok_or_else(|| lacks("condition"))?.parse().map_err(Error::internal)
    }

    fn asked(&self, step: &Step) -> Result<Request> {
        Ok(match step.act {
            Do::AskPermit => Request::Exception { analysis: analysis(step)? },
            Do::AskWaiver => Request::Waiver {
                condition: Self::condition(step)?,
                reason: ground(&step.text)?,
                until: marks::last_day(self.past.today, step.until.ok_or_else(|| lacks("last day"))?),
            },
            _ => Request::Criticality { explanation: step.text.parse().map_err(|_| lacks("text"))? },
        })
    }

    async fn request(self, step: &Step) -> Result<()> {
        let request = self.asked(step)?;
        self.past.app.approvals().request(&self.caller, self.number, request).await?;
        Ok(())
    }

    /// The last request in a state that fits.
    async fn last(&self, state: ApprovalState, fits: impl Fn(&Approval) -> bool) -> Result<Approval> {
        let view = self.view().await?;
        let found = view.case.approvals.into_iter().rfind(|a| a.state == state && fits(a));
        found.ok_or_else(|| Error::internal("sample: there is no request to act on"))
    }

    async fn decide(self, step: &Step) -> Result<()> {
        let decision = self.decision(step)?;
        let approval = self.last(ApprovalState::Pending, |a| decision.answers(a.request.kind())).await?;
        let decision = match (&approval.request, decision) {
            // the update is made as it was proposed
            (Request::RegisterUpdate { change, .. }, Decision::Update { .. }) => {
                Decision::Update { change: change.clone() }
            }
            (_, decision) => decision,
        };
        let said = (approval.revision, decision, ground(&step.text)?);
        self.past.app.approvals().decide(&self.caller, approval.id, said).await
    }

    fn decision(&self, step: &Step) -> Result<Decision> {
        Ok(match step.what.as_str() {
            "critical" => Decision::Critical,
            "not_critical" => Decision::NotCritical,
            "permit" => Decision::Permit {
                measures: step
                    .measures
                    .iter()
                    .map(|m| Ok(DirectedMeasure { text: ground(m)? }))
                    .collect::<Result<_>>()?,
                until: marks::last_day(self.past.today, step.until.ok_or_else(|| lacks("last day"))?),
            },
            "update" => {
                let entry = self.past.app.mint();
                Decision::Update { change: domain::register::RegisterChange::Remove { entry } }
            }
            "no_update" => Decision::NoUpdate,
            "waive" => Decision::Waive,
            "refuse" => Decision::Refuse,
            "send_back" => Decision::SendBack,
            other => return Err(Error::internal(format!("sample: nobody decides {other}"))),
        })
    }

    async fn mend(self, step: &Step) -> Result<()> {
        let approval = self.last(ApprovalState::SentBack, |_| true).await?;
        let request = match approval.request {
            Request::Exception { .. } => Request::Exception { analysis: analysis(step)? },
            _ => Request::Criticality { explanation: step.text.parse().map_err(|_| lacks("text"))? },
        };
        self.past.app.approvals().resubmit(&self.caller, approval.id, request).await
    }

    async fn set(self, patch: Option<&Patch>) -> Result<()> {
        let patch = patch.ok_or_else(|| lacks("facts"))?;
        let view = self.view().await?;
        let mut raw = RawFacts::from(view.case.engagement.facts);
        if let Some(key) = &patch.contractor {
            raw.contractor = Some(*self.past.contractors.get(key).ok_or_else(|| lacks("known contractor"))?);
        }
        if let Some(amount) = patch.amount {
            raw.amount = Some(amount.try_into().map_err(Error::internal)?);
        }
        if let Some(connection) = patch.connection {
            raw.connection = connection;
        }
        if let Some(places) = &patch.places {
            raw.places.clone_from(places);
        }
        let seen = view.case.engagement.revision;
        self.past.app.engagements().change(&self.caller, self.number, (seen, raw)).await?;
        Ok(())
    }

    async fn attach(self, step: &Step) -> Result<()> {
        let about = NewAttachment {
            name: step.file.clone().ok_or_else(|| lacks("file"))?,
            effective_on: Some(self.past.app.clock().today()),
            note: step.text.parse().map_err(Error::internal)?,
        };
        self.past.app.attachments().add(&self.caller, self.number, about, step.body.as_bytes()).await?;
        Ok(())
    }

    /// Checks a draft contract and keeps it; from the second on as the next version of the first.
    async fn check(self, step: &Step) -> Result<()> {
        let contracts = self.past.app.contracts();
        let kept = contracts.list(&self.caller, self.number).await?.requirements.case.contracts;
        let draft = Draft {
            name: step.file.clone().ok_or_else(|| lacks("file"))?,
            bytes: step.body.clone().into_bytes(),
            kind: None,
            contract: kept.first().map(|one| one.contract.clone()),
        };
        contracts.keep(&self.caller, self.number, (draft, Keep::default())).await?;
        Ok(())
    }

    async fn attached(&self, name: Option<&str>) -> Result<Option<AttachmentId>> {
        let Some(name) = name else { return Ok(None) };
        let page = self.past.app.attachments().list(&self.caller, self.number, None).await?;
        let found = page.attachments.iter().find(|a| a.attachment.name.as_str() == name);
        Ok(Some(found.ok_or_else(|| lacks("attached file"))?.attachment.id))
    }

    async fn declare(self, step: &Step) -> Result<()> {
        let attachment = self.attached(step.file.as_deref()).await?;
        let text = marks::fill(&step.text, self.past.app.clock().today(), "");
        let said = (Self::condition(step)?, ground(&text)?, attachment);
        self.past.app.engagements().declare(&self.caller, self.number, said).await
    }

    /// Declares every open condition of the gate ahead but those to be left, in usual words.
    async fn prepare(&self, script: &Script, (key, leave): (&str, &[String])) -> Result<()> {
        let view = self.view().await?;
        let contractor = view.case.projection.contractor_name;
        let unmet = view.report.conditions.iter().filter(|c| c.status == Status::Unmet);
        for (turn, condition) in unmet.enumerate() {
            let open = condition.fix.as_ref().is_some_and(|fix| fix.declarable().is_some());
            if !open || leave.iter().any(|l| l == condition.id.as_str()) {
                continue;
            }
            let note = script.note(condition.id.as_str(), turn.saturating_add(key.len()))?;
            let text = marks::fill(note, self.past.app.clock().today(), &contractor);
            let said = (condition.id.clone(), ground(&text)?, None);
            self.past.app.engagements().declare(&self.caller, self.number, said).await?;
            self.past.wait(3);
        }
        Ok(())
    }

    async fn pass(self, script: &Script, key: &str) -> Result<()> {
        self.prepare(script, (key, &[])).await?;
        let seen = self.view().await?.case.engagement.revision;
        self.past.wait(11);
        self.past.app.engagements().pass_gate(&self.caller, self.number, seen).await?;
        Ok(())
    }

    async fn split(self, step: &Step) -> Result<()> {
        let seen = self.view().await?.case.engagement.revision;
        let [rest, spared] = step.titles.as_slice() else { return Err(lacks("pair of titles")) };
        let titles = (rest.clone(), spared.clone());
        let made = self.past.app.engagements().split(&self.caller, self.number, (seen, None), titles).await?;
        self.past.engagements.insert(step.rest.clone(), made.0.number);
        self.past.engagements.insert(step.spared.clone(), made.1.number);
        Ok(())
    }

    async fn end(self, ending: Ending, step: &Step) -> Result<()> {
        self.past.app.engagements().end(&self.caller, self.number, (ending, ground(&step.text)?)).await?;
        Ok(())
    }
}
