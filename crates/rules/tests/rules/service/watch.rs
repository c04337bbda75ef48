//! Reports, accesses and reminders.

use std::collections::BTreeSet;

use domain::{
    calendar::{BusinessDays, DueRule, Roll},
    handover::{AccessKind, GivenAccess, SecondFactor},
    oversight::{ReceivedReport, ReportRhythm, ReportSchedule, ReportSection},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;
use rules::watch::{
    AccessFlaw, DueItem, Ladder, PeriodState, Recipient, Seen, Standing, Tone, access_flaws, expected, flaws_reason,
    notices, report_standing, state_of,
};

use super::said;
use crate::support::id;

fn office() -> BusinessDays {
    BusinessDays::by_rule().with_year_end()
}

/// Reports for each month, due on the tenth of the next or the next business day, with five business days of patience.
pub(super) fn monthly(from: Date, until: Date) -> ReportSchedule {
    ReportSchedule {
        id: id("sch", 1),
        engagement: id("eng", 1),
        name: "月次報告".parse().unwrap(),
        rhythm: ReportRhythm::Monthly,
        from,
        until,
        due: DueRule::DayOfMonth { after: 1, day: 10, roll: Roll::Next },
        patience: 5,
        sections: BTreeSet::from([ReportSection::Access, ReportSection::Patches]),
    }
}

pub(super) fn came(covers_to: Date, received_on: Date, sections: &[ReportSection]) -> ReceivedReport {
    let sections = sections.iter().copied().collect();
    ReceivedReport { schedule: id("sch", 1), covers_to, received_on, sections }
}

#[test]
fn a_month_from_its_end_to_the_end_of_patience() {
    let schedule = monthly(date(2026, 11, 16), date(2027, 3, 31));
    let periods = expected(&schedule, &office());
    assert_eq!(periods.len(), 5);
    assert_eq!(
        (periods[0].from, periods[0].to, periods[0].due),
        (date(2026, 11, 16), date(2026, 11, 30), date(2026, 12, 10))
    );
    let december = periods[1];
    assert_eq!(
        (december.due, december.patience),
        (date(2027, 1, 12), date(2027, 1, 19)),
        "10 January is a Sunday, the 11th a holiday"
    );
    let full = [ReportSection::Access, ReportSection::Patches];
    let state = |received: &[ReceivedReport], today| state_of(&schedule, &december, received, today);
    assert_eq!(state(&[], date(2026, 12, 31)), PeriodState::Running);
    assert_eq!(state(&[], date(2027, 1, 12)), PeriodState::Awaited);
    assert_eq!(state(&[], date(2027, 1, 13)), PeriodState::Overdue);
    assert_eq!(state(&[], date(2027, 1, 19)), PeriodState::Overdue);
    assert_eq!(state(&[], date(2027, 1, 20)), PeriodState::Deficient);
    let late = [came(december.to, date(2027, 1, 25), &full)];
    assert_eq!(state(&late, date(2027, 1, 24)), PeriodState::Deficient, "it has not come yet");
    assert_eq!(state(&late, date(2027, 1, 25)), PeriodState::Late);
    let no_patches = [came(december.to, date(2027, 1, 8), &full[..1])];
    let found = state(&no_patches, date(2027, 1, 20));
    assert!(matches!(found, PeriodState::Incomplete { missing, .. } if missing == vec![ReportSection::Patches]));
    // what one report leaves out another may bring; the day of the last that was needed counts
    let mut both = no_patches.to_vec();
    both.push(came(december.to, date(2027, 1, 12), &full[1..]));
    assert_eq!(state(&both, date(2027, 1, 20)), PeriodState::InTime);
    both[1].received_on = date(2027, 1, 13);
    assert_eq!(state(&both, date(2027, 1, 20)), PeriodState::Late);
    both[1].sections = both[0].sections.clone();
    let found = state(&both, date(2027, 1, 20));
    assert!(matches!(found, PeriodState::Incomplete { missing, .. } if missing == vec![ReportSection::Patches]));
    // a report written before the period was over does not speak of all of it
    let early = [came(december.to, date(2026, 12, 30), &full)];
    assert_eq!(state(&early, date(2027, 1, 13)), PeriodState::Overdue);
    let all = report_standing(&[schedule], &no_patches, &office(), date(2027, 1, 20));
    assert_eq!(
        (all.standing, all.overdue, all.deficient, all.oldest),
        (Standing::Deficient, 2, 2, Some(date(2026, 12, 10)))
    );
}

#[test]
fn quarters_and_years_are_fiscal() {
    let mut schedule = monthly(date(2026, 5, 1), date(2027, 4, 30));
    schedule.rhythm = ReportRhythm::Quarterly;
    let ends: Vec<Date> = expected(&schedule, &office()).iter().map(|p| p.to).collect();
    assert_eq!(
        ends,
        [(2026, 6, 30), (2026, 9, 30), (2026, 12, 31), (2027, 3, 31), (2027, 4, 30)].map(|(y, m, d)| date(y, m, d))
    );
    schedule.rhythm = ReportRhythm::Yearly;
    assert_eq!(
        expected(&schedule, &office()).iter().map(|p| p.to).collect::<Vec<_>>(),
        [date(2027, 3, 31), date(2027, 4, 30)]
    );
}

pub(super) fn access(n: u32, kind: AccessKind, second_factor: SecondFactor) -> GivenAccess {
    GivenAccess {
        id: id("acs", n),
        engagement: id("eng", 1),
        contractor: id("con", 1),
        name: format!("vendor-{n}").parse().unwrap(),
        kind,
        handler: None,
        owner: id("per", 1),
        second_factor,
        given_on: date(2026, 4, 1),
        reviewed_on: None,
        until: Some(date(2027, 3, 31)),
        revoked_on: None,
    }
}

#[test]
fn accesses() {
    run();
}

pub(super) fn run() {
    let excepted = |until| SecondFactor::Excepted { by: id("per", 2), reason: "更新まで".parse().unwrap(), until };
    let mut gone = access(5, AccessKind::AdminAccount, SecondFactor::Off);
    gone.revoked_on = Some(date(2026, 6, 1));
    let all = [
        access(1, AccessKind::AdminAccount, SecondFactor::Off),
        access(2, AccessKind::Account, excepted(date(2026, 6, 11))),
        access(3, AccessKind::Account, excepted(date(2026, 6, 10))),
        access(4, AccessKind::KeyOrPass, SecondFactor::Off),
        gone,
    ];
    let seen =
        Seen { contract_until: Some(date(2027, 3, 31)), handlers: &[], review_months: 6, today: date(2026, 6, 11) };
    let flaws = access_flaws(&all, &seen);
    let with = |flaw| flaws.iter().filter(|(_, f)| *f == flaw).map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!(with(AccessFlaw::NoSecondFactor), vec![all[0].id, all[2].id]);
    assert!(with(AccessFlaw::Outlived).is_empty() && with(AccessFlaw::ReviewDue).is_empty());
    let later = access_flaws(&all, &Seen { today: date(2027, 4, 1), ..seen });
    for flaw in AccessFlaw::ALL {
        assert_eq!(
            later.iter().filter(|(_, f)| f == flaw).count(),
            if *flaw == AccessFlaw::NoSecondFactor { 3 } else { 4 }
        );
        said(&flaws_reason(&all, &later, *flaw).unwrap());
    }
}

#[test]
fn a_ladder_climbs_over_the_year_end() {
    let item = DueItem { subject: "sch_1/2026-12-31".into(), due: date(2026, 12, 28) };
    let on = |today| notices(std::slice::from_ref(&item), &Ladder::default(), &office(), today);
    assert!(on(date(2026, 12, 18)).is_empty());
    assert_eq!(
        on(date(2026, 12, 21)).iter().map(|n| (n.to, n.tone)).collect::<Vec<_>>(),
        [(Recipient::Contractor, Tone::Ahead)]
    );
    assert!(
        on(date(2026, 12, 28))
            .iter()
            .any(|n| n.tone == Tone::Today && n.key == "sch_1/2026-12-31/2026-12-28/contractor/+0")
    );
    assert!(on(date(2027, 1, 3)).iter().all(|n| n.offset <= 0), "nobody is told in the closed days");
    assert!(on(date(2027, 1, 4)).iter().any(|n| n.to == Recipient::Owner && n.offset == 1));
    assert!(on(date(2027, 1, 6)).iter().any(|n| n.to == Recipient::Officer));
    assert!(!on(date(2027, 1, 15)).iter().any(|n| n.to == Recipient::Chief));
    assert!(on(date(2027, 1, 18)).iter().any(|n| n.to == Recipient::Chief));
}

fn any_date() -> impl Strategy<Value = Date> {
    (2020i16..2036, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

proptest! {
    #[test]
    fn night_by_night_each_step_goes_out_once(due in any_date(), missed in proptest::collection::vec(any::<bool>(), 60)) {
        let item = [DueItem { subject: "fnd_1".into(), due }];
        let (days, ladder) = (office(), Ladder::default());
        let mut sent: BTreeSet<String> = BTreeSet::new();
        let mut day = due.checked_sub(20.days()).unwrap();
        for away in missed.into_iter().chain([false]) {
            if !away {
                let due_now = notices(&item, &ladder, &days, day);
                prop_assert_eq!(&due_now, &notices(&item, &ladder, &days, day), "the same facts, the same notices");
                let recipients: BTreeSet<_> = due_now.iter().map(|n| n.to).collect();
                prop_assert_eq!(recipients.len(), due_now.len(), "one notice a recipient");
                sent.extend(due_now.into_iter().map(|n| n.key));
            }
            day = day.tomorrow().unwrap();
        }
        prop_assert!(sent.len() <= ladder.rungs().len());
        // whoever missed whatever nights, the last steps have gone out in the end
        for last in ["contractor/+1", "owner/+1", "officer/+3", "chief/+10"] {
            prop_assert!(sent.iter().any(|key| key.ends_with(last)), "{last}");
        }
    }

    #[test]
    fn periods_fill_the_term_without_gap(from in any_date(), months in 0i32..40, which in 0usize..4) {
        let until = from.checked_add(months.months()).unwrap();
        let mut schedule = monthly(from, until);
        schedule.rhythm = ReportRhythm::ALL[which];
        let periods = expected(&schedule, &office());
        prop_assert_eq!(periods.first().map(|p| p.from), Some(from));
        prop_assert_eq!(periods.last().map(|p| p.to), Some(until));
        for pair in periods.windows(2) {
            prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
            prop_assert!(pair[0].due <= pair[1].due);
        }
        for p in &periods {
            prop_assert!(p.from <= p.to && p.to < p.due && p.due < p.patience && !office().is_off(p.due));
        }
    }
}
