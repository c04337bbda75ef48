//! A report schedule: which reports are due when, and how each stands on a day.

use domain::{
    calendar::BusinessDays,
    oversight::{ReceivedReport, ReportSchedule, ReportSection},
};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;

/// Longest a schedule is followed, in periods: a hundred years of months.
const MOST: usize = 1200;

/// One report that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Period {
    /// First day covered.
    pub from: Date,
    /// Last day covered, which names the period.
    pub to: Date,
    /// Last day to hand the report in.
    pub due: Date,
    /// Last day of patience; after it silence is poor performance.
    pub patience: Date,
}

/// The reports of a schedule in order. Periods follow the calendar (fiscal quarters and years for the longer ones); the
/// first and the last are cut to the schedule's own days.
#[must_use]
pub fn expected(schedule: &ReportSchedule, days: &BusinessDays) -> Vec<Period> {
    let mut out = Vec::new();
    let mut from = schedule.from;
    while from <= schedule.until && out.len() < MOST {
        let end = period_end(from, schedule.rhythm.months());
        let to = end.min(schedule.until);
        let due = schedule.due.from_day(to, days);
        out.push(Period { from, to, due, patience: days.after(due, u32::from(schedule.patience)) });
        let Ok(next) = to.tomorrow() else { break };
        from = next;
    }
    out
}

/// Last day of the period a day lies in; periods of several months begin in April.
fn period_end(day: Date, months: i32) -> Date {
    let since_april = i32::from(day.month()).saturating_add(8).rem_euclid(12);
    let left = months.max(1).saturating_sub(since_april.rem_euclid(months.max(1))).saturating_sub(1);
    day.first_of_month().checked_add(left.months()).unwrap_or(day).last_of_month()
}

/// How one report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PeriodState {
    /// The period still runs.
    Running,
    /// The period is over and the report may still come.
    Awaited,
    /// It came in time and whole.
    InTime,
    /// It came whole, but late.
    Late,
    /// It came and leaves sections out; the clock still runs.
    Incomplete {
        /// What is missing.
        missing: Vec<ReportSection>,
        /// Whether its day has passed.
        overdue: Overdue,
    },
    /// It did not come, and its day has passed: amber.
    Overdue,
    /// It did not come, and patience is at an end: DEFICIENT.
    Deficient,
}

/// How far past its day an incomplete report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Overdue {
    /// It is not.
    No,
    /// It is.
    Yes,
    /// Patience is at an end as well.
    BeyondPatience,
}

/// How one period stands on a day. What came later than the day asked about has not come yet; what came before the period
/// was over does not speak of all of it. Several reports add up: each brings what the ones before it left out.
#[must_use]
pub fn state_of(schedule: &ReportSchedule, period: &Period, received: &[ReceivedReport], today: Date) -> PeriodState {
    let mut own: Vec<&ReceivedReport> = received
        .iter()
        .filter(|r| r.schedule == schedule.id && r.covers_to == period.to)
        .filter(|r| (period.to..=today).contains(&r.received_on))
        .collect();
    own.sort_by_key(|r| r.received_on);
    let mut missing = schedule.sections.clone();
    for report in &own {
        missing.retain(|section| !report.sections.contains(section));
        if missing.is_empty() {
            return if report.received_on <= period.due { PeriodState::InTime } else { PeriodState::Late };
        }
    }
    let overdue = if today > period.patience {
        Overdue::BeyondPatience
    } else if today > period.due {
        Overdue::Yes
    } else {
        Overdue::No
    };
    if !own.is_empty() {
        return PeriodState::Incomplete { missing: missing.into_iter().collect(), overdue };
    }
    match overdue {
        Overdue::BeyondPatience => PeriodState::Deficient,
        Overdue::Yes => PeriodState::Overdue,
        Overdue::No if today > period.to => PeriodState::Awaited,
        Overdue::No => PeriodState::Running,
    }
}

/// How reports stand as a whole: the worst of all periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Whatever was due has come.
    Good,
    /// Something is overdue or incomplete past its day.
    Amber,
    /// Something is missing beyond patience.
    Deficient,
}

/// All reports of all schedules on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportStanding {
    /// The worst.
    pub standing: Standing,
    /// Periods whose day has passed or whose report has come.
    pub due: usize,
    /// Oldest due date among what is missing or incomplete past its day.
    pub oldest: Option<Date>,
    /// How many are overdue, those beyond patience included.
    pub overdue: usize,
    /// How many are missing beyond patience.
    pub deficient: usize,
    /// Sections left out of reports that came.
    pub missing: Vec<ReportSection>,
    /// How many came incomplete.
    pub incomplete: usize,
}

/// How the reports of an engagement stand on a day.
#[must_use]
pub fn report_standing(
    schedules: &[ReportSchedule],
    received: &[ReceivedReport],
    days: &BusinessDays,
    today: Date,
) -> ReportStanding {
    let mut out = ReportStanding {
        standing: Standing::Good,
        due: 0,
        oldest: None,
        overdue: 0,
        deficient: 0,
        missing: Vec::new(),
        incomplete: 0,
    };
    for schedule in schedules {
        for period in expected(schedule, days).into_iter().take_while(|p| p.to < today || p.due < today) {
            count(&mut out, &period, &state_of(schedule, &period, received, today));
        }
    }
    out.missing.sort_unstable();
    out.missing.dedup();
    out
}

fn count(out: &mut ReportStanding, period: &Period, state: &PeriodState) {
    let (is_due, overdue) = match state {
        PeriodState::Running | PeriodState::Awaited => (false, Overdue::No),
        PeriodState::InTime | PeriodState::Late => (true, Overdue::No),
        PeriodState::Incomplete { missing, overdue } => {
            out.incomplete = out.incomplete.saturating_add(1);
            out.missing.extend(missing);
            (true, *overdue)
        }
        PeriodState::Overdue => (true, Overdue::Yes),
        PeriodState::Deficient => (true, Overdue::BeyondPatience),
    };
    out.due = out.due.saturating_add(usize::from(is_due));
    if overdue > Overdue::No {
        out.overdue = out.overdue.saturating_add(1);
        out.oldest = Some(out.oldest.map_or(period.due, |d| d.min(period.due)));
    }
    let standing = match overdue {
        Overdue::No => Standing::Good,
        Overdue::Yes => Standing::Amber,
        Overdue::BeyondPatience => {
            out.deficient = out.deficient.saturating_add(1);
            Standing::Deficient
        }
    };
    out.standing = out.standing.max(standing);
}
