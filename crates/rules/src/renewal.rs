//! Going on: the three cases of continuation start a new evaluation, and G9 guards the renewal (N-7.3-1, A-5-1).

use std::collections::BTreeSet;

use domain::{
    Words,
    calendar::months_after,
    engagement::{Activity, Category},
};
use jiff::civil::Date;

use crate::{
    act::{ActCondition, ActReport, ensure},
    reason::{Reason, ReasonCode},
};

domain::codes! {
    /// Which case of continuation it is (NISC-2008 7.3(1)).
    pub enum Continuation ("継続の型", "Case of continuation") {
        /// Who designed it would also make it.
        DesignToBuild = "design_to_build" ("設計から実装へ", "From design to build"),
        /// Who made it would also run it.
        BuildToOperation = "build_to_operation" ("構築から運用・保守へ", "From build to operation or maintenance"),
        /// Who runs it would go on running it.
        OperationToOperation = "operation_to_operation" ("運用・保守から運用・保守へ", "From operation or maintenance to the same"),
        /// The same kind of work again.
        SameAgain = "same_again" ("同じ業務をもう一度", "The same work again"),
    }
}

/// What the detection looks at in a work.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Category.
    pub category: Category,
    /// Kinds of work.
    pub activities: &'a BTreeSet<Activity>,
}

fn runs(work: &Work<'_>) -> bool {
    let kept = [Activity::Operation, Activity::Maintenance];
    work.category.is_operation()
        || work.category == Category::Maintenance
        || kept.iter().any(|a| work.activities.contains(a))
}

/// Which case of continuation a second work of one contractor on one system is, if it is any. Whether contractor and system
/// are the same is for the caller to say.
#[must_use]
pub fn continuation(before: &Work<'_>, after: &Work<'_>) -> Option<Continuation> {
    let builds =
        |w: &Work<'_>| w.activities.contains(&Activity::Build) || w.activities.contains(&Activity::Installation);
    let designs = |w: &Work<'_>| w.activities.contains(&Activity::Design);
    if runs(before) && runs(after) {
        Some(Continuation::OperationToOperation)
    } else if (builds(before) || (before.category == Category::Build && !designs(before))) && runs(after) {
        Some(Continuation::BuildToOperation)
    } else if designs(before) && !builds(before) && builds(after) {
        Some(Continuation::DesignToBuild)
    } else if before.category == after.category && !before.activities.is_disjoint(after.activities) {
        Some(Continuation::SameAgain)
    } else {
        None
    }
}

/// A renewal with what it is judged by.
#[derive(Debug, Clone, Copy)]
pub struct RenewalCase {
    /// First day of the contract that ends: an evaluation from before it was made for it.
    pub former_from: Date,
    /// The evaluation made for the continuation.
    pub evaluated_on: Option<Date>,
    /// Whether others were asked; `None` while nobody said.
    pub source: Option<SourceOfOffers>,
    /// Whether it is a cloud service, and when its yearly supervision was last approved.
    pub cloud: Option<Supervision>,
    /// Today.
    pub today: Date,
}

/// How many were asked for an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceOfOffers {
    /// Several.
    Competition,
    /// One, for a reason on record.
    SingleReasoned,
    /// One, without a reason.
    Single,
}

/// The yearly supervision of a cloud service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supervision {
    /// When management approved the last report.
    pub approved_on: Option<Date>,
}

/// The conditions of G9, in order.
pub const RENEWAL: &[ActCondition] = &[
    ActCondition {
        id: "G9-1",
        source: "N-7.3-1",
        title: Words { ja: "継続のためにあらためて評価した", en: "The continuation was evaluated anew" },
    },
    ActCondition {
        id: "G9-2",
        source: "N-7.3-1",
        title: Words {
            ja: "競争によらないときは理由がある", en: "Without competition there is a reason"
        },
    },
    ActCondition {
        id: "G9-3",
        source: "A-5-1",
        title: Words {
            ja: "クラウドでは年ごとの監督の報告が承認されている",
            en: "For a cloud service the yearly supervision was approved",
        },
    },
];

/// Judges a renewal.
#[must_use]
pub fn renewal(case: &RenewalCase) -> ActReport {
    let evaluated = match case.evaluated_on.filter(|on| *on <= case.today) {
        None => Err(Reason::new(ReasonCode::RenewalNotEvaluated)),
        Some(on) if on <= case.former_from => Err(Reason::new(ReasonCode::RenewalEvaluationOld).on(on)),
        Some(_) => Ok(()),
    };
    let source = ensure(
        || Some(matches!(case.source?, SourceOfOffers::Competition | SourceOfOffers::SingleReasoned)),
        || Reason::new(ReasonCode::RenewalSingleSource),
    );
    let supervised = match case.cloud {
        None => Ok(()),
        Some(supervision) => ensure(
            || {
                let on = supervision.approved_on?;
                Some(on <= case.today && case.today <= months_after(on, 12))
            },
            || Reason::new(ReasonCode::RenewalYearlyMissing),
        ),
    };
    ActReport::new(RENEWAL.iter().copied().zip([evaluated, source, supervised]))
}
