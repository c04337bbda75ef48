//! Leaving: what has to be so before an engagement is closed (G8, §5.6, §6.1 of the requirements; NISC-2008 8.1(4), 9).
//!
//! Unlike the gate, which a person may satisfy by a declaration, this reads the record alone. What is not on record is not so;
//! only a person's plain "no" (nothing was handed over, no access was given) makes a part fall away.

use domain::{
    Words,
    engagement::Answer,
    id::EngagementId,
    oversight::{DataReturn, Incident, SurvivingDuties},
};
use jiff::{Timestamp, civil::Date};

use crate::{
    act::{ActCondition, ActReport},
    gates::{IN_SERVICE, InService, Own},
    officer::day_in_japan,
    reason::{Reason, ReasonCode, Value},
    side,
};

/// What an exit is judged by.
#[derive(Debug, Clone, Copy)]
pub struct ExitCase<'a> {
    /// The engagement; facts of others are passed over.
    pub engagement: EngagementId,
    /// The record of service.
    pub service: InService<'a>,
    /// Whether anything not public was handed over or learned.
    pub handed_over: Answer,
    /// Whether any account, connection or key was given.
    pub access_given: Answer,
    /// What becomes of the data; `None` while nobody said.
    pub data: Option<&'a DataReturn>,
    /// Duties that go on; `None` while nobody noted them.
    pub duties: Option<&'a SurvivingDuties>,
    /// Incidents; `None` while nobody looked.
    pub incidents: Option<&'a [Incident]>,
    /// Now.
    pub now: Timestamp,
}

const fn condition(id: &'static str, source: &'static str, ja: &'static str, en: &'static str) -> ActCondition {
    ActCondition { id, source, title: Words { ja, en } }
}

/// The conditions of leaving, in order.
pub const EXIT: &[ActCondition] = &[
    condition("EX-1", "N-8.1-4", "台帳の差引きが零である", "The ledger balances to zero"),
    condition("EX-2", "N-8.1-5", "廃棄・消去の報告がそろっている", "The reports of disposal are complete"),
    condition(
        "EX-3",
        "METI-2022",
        "渡した登録、接続、鍵がすべて取り消された",
        "Accounts, connections and keys were withdrawn",
    ),
    condition(
        "EX-4",
        "A-5-2",
        "データが約束どおり戻り、こちらで読めた",
        "The data came back as agreed and was read here",
    ),
    condition("EX-5", "N-9-1", "指摘がすべて片付いた", "Every finding is settled"),
    condition("EX-6", "N-8.3-1", "履行不良の記録がすべて閉じた", "Every case of poor performance is closed"),
    condition("EX-7", "N-8.2-1", "事故がすべて収まった", "Every incident is over"),
    condition(
        "EX-8",
        "KL-04",
        "続く義務を書き出し、委託先に伝えた",
        "Duties that go on are noted and the contractor was told",
    ),
];

/// Judges leaving.
#[must_use]
pub fn exit(case: &ExitCase<'_>) -> ActReport {
    let today = day_in_japan(case.now);
    let own = Own::new(&case.service, case.engagement);
    let facts = own.facts();
    let nothing_out = case.handed_over == Answer::No && facts.handovers.unwrap_or_default().is_empty();
    let no_access = case.access_given == Answer::No && facts.accesses.unwrap_or_default().is_empty();
    let found = [
        if nothing_out { Ok(()) } else { seen(&facts, "G8-1", today, "情報の授受", "hand-overs of information") },
        if nothing_out {
            Ok(())
        } else {
            seen(&facts, "G8-2", today, "廃棄・消去・返却", "disposals and returns")
        },
        if no_access { Ok(()) } else { seen(&facts, "G8-3", today, "渡したアクセス", "accesses given") },
        data(case.data, today),
        findings(&facts, today),
        shortfalls(&facts, today),
        incidents(case, today),
        duties(case.duties, today),
    ];
    ActReport::new(EXIT.iter().copied().zip(found))
}

fn silent(ja: &'static str, en: &'static str) -> Reason {
    Reason::new(ReasonCode::ExitSilent).with("what", Value::Words(Words { ja, en }))
}

/// What the look behind a condition of the gate says; the first of its reasons.
fn seen(facts: &InService<'_>, id: &str, today: Date, ja: &'static str, en: &'static str) -> Result<(), Reason> {
    let look = IN_SERVICE.iter().find(|(known, _)| *known == id).map(|(_, look)| look);
    match look.and_then(|look| look(facts, today)) {
        Some(Ok(_)) => Ok(()),
        Some(Err(because)) => Err(because.into_iter().next().unwrap_or_else(|| silent(ja, en))),
        None => Err(silent(ja, en)),
    }
}

fn data(data: Option<&DataReturn>, today: Date) -> Result<(), Reason> {
    match data {
        None => Err(silent("データの扱い", "what becomes of the data")),
        Some(DataReturn::Nothing { .. }) => Ok(()),
        Some(DataReturn::Returned { on, read_on, .. }) => match (on.filter(|on| *on <= today), read_on) {
            (None, _) => Err(Reason::new(ReasonCode::DataNotReturned)),
            (Some(on), Some(read)) if (on..=today).contains(read) => Ok(()),
            (Some(on), _) => Err(Reason::new(ReasonCode::DataNotRead).on(on)),
        },
    }
}

fn findings(facts: &InService<'_>, today: Date) -> Result<(), Reason> {
    let Some(findings) = facts.findings else { return Err(silent("指摘", "findings")) };
    let open = findings.iter().filter(|f| !f.is_settled(today)).count();
    if open == 0 { Ok(()) } else { Err(Reason::new(ReasonCode::FindingsOpen).with("count", Value::Count(open))) }
}

fn shortfalls(facts: &InService<'_>, today: Date) -> Result<(), Reason> {
    let Some(all) = facts.shortfalls else { return Err(silent("履行不良の記録", "cases of poor performance")) };
    let open = all.iter().filter(|s| s.is_open(today)).count();
    if open == 0 { Ok(()) } else { Err(Reason::new(ReasonCode::ShortfallsOpen).with("count", Value::Count(open))) }
}

fn incidents(case: &ExitCase<'_>, today: Date) -> Result<(), Reason> {
    let Some(all) = case.incidents else { return Err(silent("事故の記録", "incidents")) };
    let own: Vec<&Incident> = all.iter().filter(|i| i.engagement == case.engagement).collect();
    side::ongoing(&own, today).map_or(Ok(()), Err)
}

fn duties(duties: Option<&SurvivingDuties>, today: Date) -> Result<(), Reason> {
    match duties {
        Some(noted) if noted.told_on.is_some_and(|on| on <= today) => Ok(()),
        Some(_) => Err(Reason::new(ReasonCode::DutiesNotTold)),
        None => Err(silent("続く義務", "duties that go on")),
    }
}
