//! Which facts hold for an engagement. What is not known counts as holding.

use std::collections::BTreeSet;

use catalogue::{measure::Fact, wording::Trigger};
use domain::{
    engagement::{Activity, Answer, Category, Connection, Criticality, Facts, InformationKind, Place},
    plan::{Plan, RequirementLevel},
};

/// From so many days on an engagement lasts long.
const LONG_DAYS: i32 = 365;

/// The facts that hold, as measures ask for them.
#[must_use]
pub fn facts_of(facts: &Facts, plan: &Plan) -> BTreeSet<Fact> {
    Fact::ALL.iter().copied().filter(|fact| holds(*fact, facts, plan)).collect()
}

fn holds(fact: Fact, facts: &Facts, plan: &Plan) -> bool {
    let has = |kind| facts.information.contains(&kind) || facts.information.contains(&InformationKind::Unknown);
    let at = |place| facts.places.contains(&place) || facts.places.contains(&Place::Unknown);
    let does = |activity| facts.activities.contains(&activity);
    let is = |category| facts.category == category;
    match fact {
        Fact::Always => true,
        Fact::NonPublic => !facts.information.contains(&InformationKind::PublicOnly),
        Fact::PersonalData => facts.has_personal(),
        Fact::MyNumber => has(InformationKind::MyNumber),
        Fact::TradeSecret => has(InformationKind::BusinessSecret),
        Fact::EntrustedByOthers => has(InformationKind::EntrustedByOthers),
        Fact::Technical => has(InformationKind::Technical),
        Fact::Tax => has(InformationKind::Tax),
        Fact::Financial => has(InformationKind::Financial),
        Fact::Critical => facts.items.iter().any(|i| i.criticality == Criticality::Critical),
        Fact::Cloud => facts.is_cloud(),
        Fact::Abroad => at(Place::Abroad),
        Fact::OnSite => at(Place::ClientPremises) || is(Category::OnSiteOperation),
        Fact::RemoteWork => at(Place::Remote),
        Fact::Connection => facts.connection != Connection::None,
        Fact::Accounts => facts.accounts != Answer::No && facts.connection != Connection::None,
        Fact::Subcontracting => facts.subcontracting != Answer::No,
        Fact::Development => is(Category::Build) || does(Activity::Build) || does(Activity::Design),
        Fact::ImportantRequirements => {
            !plan.audit_factors.is_empty() || facts.items.iter().any(|i| i.criticality == Criticality::Critical)
        }
        Fact::Operation => facts.category.is_operation() && !is(Category::Maintenance) || does(Activity::Operation),
        Fact::Maintenance => is(Category::Maintenance) || does(Activity::Maintenance),
        Fact::DataCentre => matches!(facts.category, Category::DataCentre | Category::Asp | Category::Housing),
        Fact::Processing => is(Category::Processing) || does(Activity::Processing),
        Fact::StorageTransport => {
            is(Category::StorageTransport) || does(Activity::Storage) || does(Activity::Transport)
        }
        Fact::LongTerm => facts.term.is_none_or(|t| (t.to() - t.from()).get_days() >= LONG_DAYS.saturating_sub(1)),
        Fact::LevelEvaluated => chosen(plan, "T1-11"),
    }
}

fn chosen(plan: &Plan, row: &str) -> bool {
    plan.tailored.get(row).is_some_and(|t| t.level == RequirementLevel::Required)
}

/// The facts that hold, as wordings ask for them.
#[must_use]
pub fn triggers_of(facts: &Facts, plan: &Plan) -> BTreeSet<Trigger> {
    let same = |fact| holds(fact, facts, plan);
    let holds = |trigger| match trigger {
        Trigger::Always => true,
        Trigger::PersonalData => same(Fact::PersonalData),
        Trigger::MyNumber => same(Fact::MyNumber),
        Trigger::TradeSecret => same(Fact::TradeSecret) || same(Fact::Technical),
        Trigger::EntrustedByOthers => same(Fact::EntrustedByOthers),
        Trigger::Cloud => same(Fact::Cloud),
        Trigger::Subcontracting => same(Fact::Subcontracting),
        Trigger::Connection => same(Fact::Connection),
        Trigger::OnSite => same(Fact::OnSite),
        Trigger::RemoteWork => same(Fact::RemoteWork),
        Trigger::Abroad => same(Fact::Abroad),
        Trigger::SystemConstruction => is_construction(facts),
        Trigger::ImportantRequirements => same(Fact::ImportantRequirements),
        Trigger::AuditChosen => {
            plan.audit.as_ref().is_some_and(|a| a.wanted == Answer::Yes)
                || chosen(plan, "T1-8")
                || chosen(plan, "T2-10")
        }
        Trigger::LevelEvaluated => same(Fact::LevelEvaluated),
    };
    Trigger::ALL.iter().copied().filter(|t| holds(*t)).collect()
}

/// A system is constructed when something is set up or joined to what runs; writing software alone is not.
fn is_construction(facts: &Facts) -> bool {
    facts.category == Category::Build
        && (facts.activities.contains(&Activity::Installation)
            || facts.connection != Connection::None
            || facts.installation_opens_critical == Answer::Yes)
}
