//! The script in the order of time, each step run as the use case it is.

use domain::{engagement::Facts, register::RegisterList, text::Ground};
use jiff::{Timestamp, civil::Date};

use super::{
    acts,
    handed::{self, HandedLine},
    marks,
    past::{Past, instant},
    script::{AnswerLine, ConsultationLine, EngagementLine, EntryLine, Script, Step, SubstitutionLine, ViewLine},
};
use crate::{
    Error, Result, consultations::Question, engagements::NewEngagement, organisation::NewSubstitution,
    register::EntryFields,
};

/// Who keeps the register and answers questions.
const CHIEF: &str = "sagisawa";

/// Something that happens.
#[derive(Debug, Clone, Copy)]
enum Event<'s> {
    Entry(&'s EntryLine),
    Create(&'s EngagementLine),
    Step { key: &'s str, owner: &'s str, step: &'s Step },
    Ask(&'s ConsultationLine),
    Answer(&'s ConsultationLine, &'s AnswerLine),
    Substitute(&'s SubstitutionLine),
    Save(&'s ViewLine),
    Hand(&'s HandedLine),
}

/// Runs everything that happened after the founding.
pub(super) async fn play(past: &mut Past, script: &Script) -> Result<()> {
    let mut events = timeline(past.today, script)?;
    events.sort_by_key(|(at, _)| *at);
    for (at, event) in events {
        past.go(at);
        run(past, script, event).await?;
    }
    Ok(())
}

async fn run(past: &mut Past, script: &Script, event: Event<'_>) -> Result<()> {
    match event {
        Event::Entry(line) => entry(past, line).await,
        Event::Create(line) => create(past, line).await.map_err(|e| during(&line.key, "create", &e)),
        Event::Step { key, owner, step } => {
            acts::act(past, script, (key, owner), step).await.map_err(|e| during(key, &format!("{:?}", step.act), &e))
        }
        Event::Ask(line) => ask(past, line).await,
        Event::Answer(line, answer) => reply(past, line, answer).await,
        Event::Substitute(line) => substitute(past, line).await,
        Event::Hand(line) => handed::act(past, line).await.map_err(|e| handed::during(line, &e)),
        Event::Save(line) => {
            let caller = past.caller(&line.person).await?;
            past.app.views().save(&caller, &line.name, &encoded(&line.query)).await?;
            Ok(())
        }
    }
}

/// A step that is refused is a mistake in the script.
fn during(key: &str, what: &str, error: &Error) -> Error {
    Error::internal(format!("sample: {key}, {what}: {error}"))
}

/// Everything with its moment, not yet in order.
fn timeline(today: Date, script: &Script) -> Result<Vec<(Timestamp, Event<'_>)>> {
    let mut out = Vec::new();
    for (turn, line) in script.entries.iter().enumerate() {
        out.push((
            moment(today, line.days, Some(&format!("13:{:02}", turn.saturating_mul(4) % 60)), "")?,
            Event::Entry(line),
        ));
    }
    for line in &script.engagements {
        let begun = moment(today, line.days, line.at.as_deref(), &line.key)?;
        out.push((begun, Event::Create(line)));
        steps(today, (&line.key, &line.owner, &line.steps), begun, &mut out)?;
    }
    for line in &script.parts {
        let begun = out.iter().find(|(_, event)| makes(event, &line.key)).map_or(Timestamp::MIN, |(at, _)| *at);
        steps(today, (&line.key, &line.owner, &line.steps), begun, &mut out)?;
    }
    for line in &script.consultations {
        out.push((moment(today, line.days, line.at.as_deref(), line.subject.as_str())?, Event::Ask(line)));
        if let Some(answer) = &line.answer {
            out.push((moment(today, answer.days, None, line.subject.as_str())?, Event::Answer(line, answer)));
        }
    }
    for (turn, line) in script.handed.iter().enumerate() {
        // lines of one day keep their order
        let at = format!("{:02}:{:02}", 10_usize.saturating_add(turn % 7), turn.saturating_mul(11) % 60);
        out.push((moment(today, line.days, Some(&at), "")?, Event::Hand(line)));
    }
    for line in &script.organisation.substitutions {
        out.push((moment(today, line.set, None, &line.absent)?, Event::Substitute(line)));
    }
    for line in &script.organisation.views {
        out.push((moment(today, line.set, None, &line.name)?, Event::Save(line)));
    }
    Ok(out)
}

/// True for the split that a part comes from.
fn makes(event: &Event<'_>, part: &str) -> bool {
    matches!(event, Event::Step { step, .. } if step.rest == part || step.spared == part)
}

fn steps<'s>(
    today: Date,
    (key, owner, steps): (&'s str, &'s str, &'s [Step]),
    begun: Timestamp,
    out: &mut Vec<(Timestamp, Event<'s>)>,
) -> Result<()> {
    let mut last = begun;
    for (turn, step) in steps.iter().enumerate() {
        let at = moment(today, step.days, step.at.as_deref(), &format!("{key}{turn}"))?;
        // two steps on one day keep their order
        let after = last.checked_add(jiff::SignedDuration::from_mins(9)).unwrap_or(last);
        last = if at > last { at } else { after };
        out.push((last, Event::Step { key, owner, step }));
    }
    Ok(())
}

/// When something happened: at the time given, or at one in office hours that its name leads to. Days long gone are moved
/// back to working days; the last week is left as it is, so that waiting times are what the script says.
fn moment(today: Date, days: i64, at: Option<&str>, name: &str) -> Result<Timestamp> {
    let plain = marks::day(today, days.saturating_neg());
    let on = if days > 7 { marks::workday(plain) } else { plain };
    if let Some(at) = at {
        return instant(on, at);
    }
    let spread = name.bytes().fold(7u32, |n, b| n.wrapping_mul(31).wrapping_add(u32::from(b)));
    let minutes = 540u32.saturating_add(spread % 480);
    instant(on, &format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

async fn entry(past: &mut Past, line: &EntryLine) -> Result<()> {
    let caller = past.caller(CHIEF).await?;
    let wrong = |e: domain::Problem| Error::internal(format!("sample: entry {}: {e}", line.key));
    let fields = EntryFields {
        list: line.list,
        system: line.system.clone(),
        activities: line.activities.clone(),
        information: line.information.clone(),
        reason: line.reason.parse().map_err(wrong)?,
        review_on: Some(marks::day(past.today, line.review)),
    };
    debug_assert!(matches!(line.list, RegisterList::Critical | RegisterList::NonCritical));
    let because: Ground = line.because.parse().map_err(wrong)?;
    past.app.register().add(&caller, fields, because).await?;
    Ok(())
}

async fn create(past: &mut Past, line: &EngagementLine) -> Result<()> {
    let caller = past.caller(&line.owner).await?;
    let unit = *past.units.get(&line.unit).ok_or(Error::NotFound)?;
    let raw = line.facts.raw(past.today, &past.contractors)?;
    let facts = Facts::try_from(raw).map_err(|e| Error::Invalid(e.0))?;
    let made = past.app.engagements().create(&caller, NewEngagement { unit, facts }).await?;
    past.engagements.insert(line.key.clone(), made.number);
    Ok(())
}

async fn ask(past: &mut Past, line: &ConsultationLine) -> Result<()> {
    let caller = past.caller(&line.by).await?;
    let engagement = line.about.as_deref().map(|key| past.number(key)).transpose()?;
    let question =
        Question { engagement, urgency: line.urgency, subject: line.subject.clone(), question: line.question.clone() };
    past.app.consultations().ask(&caller, question).await?;
    Ok(())
}

async fn reply(past: &mut Past, line: &ConsultationLine, answer: &AnswerLine) -> Result<()> {
    let caller = past.caller(CHIEF).await?;
    let query = crate::consultations::Query {
        query: line.subject.to_string(),
        limit: 1,
        ..crate::consultations::Query::default()
    };
    let page = past.app.consultations().list(&caller, &query).await?;
    let asked = page.consultations.first().ok_or(Error::NotFound)?.consultation.id;
    past.app.consultations().answer(&caller, asked, answer.text.clone()).await?;
    Ok(())
}

async fn substitute(past: &mut Past, line: &SubstitutionLine) -> Result<()> {
    let caller = past.caller(&line.absent).await?;
    let new = NewSubstitution {
        absent: caller.id(),
        substitute: *past.people.get(&line.substitute).ok_or(Error::NotFound)?,
        from: marks::day(past.today, line.from),
        until: marks::day(past.today, line.until),
    };
    past.app.organisation().substitute(&caller, &new).await?;
    Ok(())
}

/// The address of a list with what is not ASCII encoded.
fn encoded(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    for byte in query.bytes() {
        if byte.is_ascii_graphic() { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    out
}
