//! Selections of the sample: announced, judged, proposed and decided as people would.

use domain::{
    contractor::{CertificateKind, RawCertificate},
    selection::{CandidateRecord, Formula},
};
use serde::Deserialize;

use super::{acts::ground, marks, past::Past};
use crate::{Caller, Error, Result, contractors::ContractorFields, selections::Verdict};
use domain::calendar::EngagementNumber;

const SELECTIONS: &str = include_str!("../../../../sample/selections.toml");

/// Who proposes: procurement; the owner decides.
const BUYER: &str = "hayase";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "selection")]
    selections: Vec<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    engagement: String,
    formula: Formula,
    #[serde(rename = "candidate")]
    candidates: Vec<CandidateLine>,
    chosen: Option<String>,
    #[serde(default)]
    proposed: String,
    #[serde(default)]
    decided: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidateLine {
    contractor: String,
    isms: Option<IsmsLine>,
    record: CandidateRecord,
}

/// A certificate for the register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IsmsLine {
    number: String,
    scope: String,
    site: String,
    days: i64,
}

fn line(key: &str) -> Result<Line> {
    let file: File = toml::from_str(SELECTIONS).map_err(|e| Error::internal(format!("sample: {e}")))?;
    let found = file.selections.into_iter().find(|s| s.engagement == key);
    found.ok_or_else(|| Error::internal(format!("sample: no selection for {key}")))
}

/// Announces the formula and judges the candidates.
pub(super) async fn judge(past: &mut Past, owner: &Caller, (key, number): (&str, EngagementNumber)) -> Result<()> {
    let line = line(key)?;
    let app = past.app.clone();
    let selections = app.selections();
    let begun = selections.begin(owner, number).await?;
    past.wait(6);
    selections.set_formula(owner, number, (begun.revision, line.formula)).await?;
    past.wait(9);
    selections.publish(owner, number, begun.revision.saturating_add(1)).await?;
    for candidate in line.candidates {
        past.wait(5);
        let id = *past.contractors.get(&candidate.contractor).ok_or(Error::NotFound)?;
        if let Some(isms) = candidate.isms {
            let one = app.contractors().show(owner, id).await?;
            let mut fields = ContractorFields::from(&one);
            fields.details.certificates.retain(|c| c.kind != CertificateKind::Isms.code());
            fields.details.certificates.push(RawCertificate {
                kind: CertificateKind::Isms.code().to_owned(),
                number: isms.number,
                scope: isms.scope,
                sites: isms.site,
                expires: marks::day(past.today, isms.days).to_string(),
                ..RawCertificate::default()
            });
            app.contractors().change(owner, id, one.revision, &fields).await?;
        }
        selections.add(owner, number, id).await?;
        past.wait(4);
        selections.change_candidate(owner, number, (id, 1, candidate.record)).await?;
    }
    Ok(())
}

/// Procurement proposes, the owner decides.
pub(super) async fn choose(past: &mut Past, owner: &Caller, (key, number): (&str, EngagementNumber)) -> Result<()> {
    let line = line(key)?;
    let buyer = past.caller(BUYER).await?;
    let app = past.app.clone();
    let revision = async || {
        let view = app.selections().show(owner, number, None).await?;
        view.selection.map(|s| s.revision).ok_or(Error::NotFound)
    };
    let chosen = line.chosen.as_ref().and_then(|key| past.contractors.get(key)).ok_or(Error::NotFound)?;
    let proposed = (revision().await?, *chosen, ground(&line.proposed)?);
    app.selections().propose(&buyer, number, proposed).await?;
    past.wait(40);
    let decided = (revision().await?, Verdict::Choose, ground(&line.decided)?);
    app.selections().decide(owner, number, decided).await
}
