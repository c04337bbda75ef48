//! The information ledger of the sample's engagements in service, line by line, each by the use case it is.

use domain::{calendar::EngagementNumber, id::HandoverId, text::Memo};
use jiff::civil::Date;
use serde::Deserialize;

use super::{marks, past::Past};
use crate::{
    Caller, Error, Result,
    attachments::NewAttachment,
    handovers::{RawAccess, RawDisposal, RawHandler, RawHandover, RawReceipt, RawTerms},
};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Does {
    Terms,
    Handler,
    Access,
    Record,
}

/// One line. Days inside it count from today.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandedLine {
    pub(super) engagement: String,
    pub(super) by: String,
    pub(super) days: i64,
    #[serde(rename = "do")]
    pub(super) act: Does,
    secrecy: Option<(i64, i64)>,
    contract: Option<(i64, i64)>,
    #[serde(default)]
    rule: String,
    accepted: Option<i64>,
    #[serde(default)]
    accepted_by: String,
    #[serde(default)]
    name: String,
    agreed: Option<i64>,
    pledged: Option<i64>,
    trained: Option<i64>,
    until: Option<i64>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    carrier: String,
    #[serde(default)]
    serials: String,
    #[serde(default)]
    handler: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    necessity: String,
    #[serde(default)]
    method: String,
    #[serde(default)]
    protection: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    copying: String,
    due_back: Option<i64>,
    note_days: Option<u16>,
    #[serde(default)]
    received: String,
    #[serde(default)]
    erased: String,
    #[serde(default)]
    tool: String,
    #[serde(default)]
    performer: String,
    #[serde(default)]
    report: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandedFile {
    #[serde(rename = "line")]
    pub(super) lines: Vec<HandedLine>,
}

/// Runs one line.
pub(super) async fn act(past: &mut Past, line: &HandedLine) -> Result<()> {
    let caller = past.caller(&line.by).await?;
    let number = past.number(&line.engagement)?;
    let hand = Hand { past, caller, number, line };
    match line.act {
        Does::Terms => hand.terms().await,
        Does::Handler => hand.handler().await,
        Does::Access => hand.access().await,
        Does::Record => hand.record().await,
    }
}

struct Hand<'p> {
    past: &'p Past,
    caller: Caller,
    number: EngagementNumber,
    line: &'p HandedLine,
}

impl Hand<'_> {
    fn day(&self, days: Option<i64>) -> String {
        days.map(|n| marks::day(self.past.today, n).to_string()).unwrap_or_default()
    }

    fn now(&self) -> Date {
        self.past.app.clock().today()
    }

    async fn terms(self) -> Result<()> {
        let line = self.line;
        let raw = RawTerms {
            secrecy_from: self.day(line.secrecy.map(|d| d.0)),
            secrecy_until: self.day(line.secrecy.map(|d| d.1)),
            contract_from: self.day(line.contract.map(|d| d.0)),
            contract_until: self.day(line.contract.map(|d| d.1)),
            rule_version: line.rule.clone(),
            rule_accepted_on: self.day(line.accepted),
            rule_accepted_by: line.accepted_by.clone(),
            ..RawTerms::default()
        };
        self.past.app.handovers().set_terms(&self.caller, self.number, (0, &raw)).await
    }

    async fn handler(self) -> Result<()> {
        let line = self.line;
        let raw = RawHandler {
            name: line.name.clone(),
            employer: "own".to_owned(),
            agreed_on: self.day(line.agreed),
            pledged_on: self.day(line.pledged),
            trained_on: self.day(line.trained),
            ..RawHandler::default()
        };
        self.past.app.handovers().set_handler(&self.caller, self.number, (None, &raw)).await?;
        Ok(())
    }

    async fn access(self) -> Result<()> {
        let line = self.line;
        let raw = RawAccess {
            name: line.name.clone(),
            kind: line.kind.clone(),
            handler: line.handler.clone(),
            second_factor: "on".to_owned(),
            given_on: self.now().to_string(),
            until: self.day(line.until),
            ..RawAccess::default()
        };
        self.past.app.handovers().set_access(&self.caller, self.number, (None, &raw)).await?;
        Ok(())
    }

    async fn record(self) -> Result<()> {
        let line = self.line;
        let at = self.past.app.clock().now().to_zoned(crate::clock::japan());
        let raw = RawHandover {
            kind: line.kind.clone(),
            item: line.item.clone(),
            carrier: line.carrier.clone(),
            serials: line.serials.clone(),
            handler: line.handler.clone(),
            on: at.date().to_string(),
            time: format!("{:02}:{:02}", at.hour(), at.minute()),
            purpose: line.purpose.clone(),
            necessity: line.necessity.clone(),
            method: line.method.clone(),
            protection: line.protection.clone(),
            place: line.place.clone(),
            copying: line.copying.clone(),
            due_back: self.day(line.due_back),
            note_days: line.note_days.map(|n| n.to_string()).unwrap_or_default(),
            ..RawHandover::default()
        };
        let id = self.past.app.handovers().record(&self.caller, self.number, &raw).await?;
        if !line.received.is_empty() {
            self.receipt(id).await?;
        }
        if !line.performer.is_empty() {
            self.report(id).await?;
        }
        Ok(())
    }

    /// The receiver signs the same day.
    async fn receipt(&self, id: HandoverId) -> Result<()> {
        self.past.wait(35);
        let name = format!("受領書-{}.txt", self.now());
        let body = format!(
            "受領書\n\n{}\n受け取った人  {}\n状態  {}\n",
            self.line.item, self.line.handler, self.line.received
        );
        let about = NewAttachment { name, effective_on: Some(self.now()), note: Memo::default() };
        let kept = self.past.app.attachments().add(&self.caller, self.number, about, body.as_bytes()).await?;
        let at = self.past.app.clock().now().to_zoned(crate::clock::japan());
        let raw = RawReceipt {
            on: at.date().to_string(),
            time: format!("{:02}:{:02}", at.hour(), at.minute()),
            condition: self.line.received.clone(),
            paper: kept.id.to_string(),
        };
        self.past.app.handovers().receive(&self.caller, (self.number, id), &raw).await
    }

    /// What the contractor reported, without anything that shows it.
    async fn report(&self, id: HandoverId) -> Result<()> {
        let today = self.now().to_string();
        let raw = RawDisposal {
            method: self.line.erased.clone(),
            tool: self.line.tool.clone(),
            performer: self.line.performer.clone(),
            performed_on: today.clone(),
            report_number: self.line.report.clone(),
            report_received_on: today,
            ..RawDisposal::default()
        };
        self.past.app.handovers().prove(&self.caller, (self.number, id), &raw).await
    }
}

/// A line that is refused is a mistake in the file.
pub(super) fn during(line: &HandedLine, error: &Error) -> Error {
    Error::internal(format!("sample: {}, {:?} {} {}: {error}", line.engagement, line.act, line.kind, line.name))
}
