use std::collections::BTreeMap;

use domain::{
    engagement::{Category, Stage},
    permission::Permission,
    person::Role,
};
use store::engagements::list::{self, Direction, Filter, Line, Sort};

use super::*;
use crate::{
    engagements::CaseFile,
    testing::{self, operator},
};

const ORDER: Order = Order { contractors: 60, engagements: 200, seed: 11, onto: Onto::Empty };

fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

async fn lines(app: &App) -> Vec<Line> {
    let scope = operator::scope(Role::Auditor, Permission::ViewEngagement).unwrap();
    let order = (Sort::Number, Direction::Ascending);
    let mut tx = app.db().read().await.unwrap();
    list::page(&mut tx, &scope, &Filter::default(), order, (None, 1000)).await.unwrap()
}

async fn cases(app: &App) -> Vec<CaseFile> {
    let scope = operator::scope(Role::Auditor, Permission::ViewEngagement).unwrap();
    let mut out = Vec::new();
    for line in lines(app).await {
        let mut tx = app.db().read().await.unwrap();
        out.push(CaseFile::load(&mut tx, &scope, line.number).await.unwrap());
    }
    out
}

/// What lists show is what the rules say of what was written.
fn as_projected(app: &App, cases: &[CaseFile]) {
    for case in cases {
        let mut again = case.clone();
        again.project(app.catalogue(), app.clock().today());
        assert_eq!(again.projection, case.projection, "{}", case.engagement.number);
    }
}

fn looks_real(cases: &[CaseFile]) {
    let mut stages: BTreeMap<Stage, usize> = BTreeMap::new();
    let mut categories: BTreeMap<Category, usize> = BTreeMap::new();
    let mut years = std::collections::BTreeSet::new();
    for case in cases {
        *stages.entry(case.engagement.stage).or_default() += 1;
        *categories.entry(case.engagement.facts.category).or_default() += 1;
        years.insert(case.engagement.number.year());
    }
    assert_eq!(years.len(), 5);
    assert!(categories.len() >= 8, "{categories:?}");
    assert_eq!(stages.iter().max_by_key(|(_, n)| **n).unwrap().0, &Stage::Run, "{stages:?}");
    assert!(cases.iter().any(|c| !c.approvals.is_empty()));
    assert!(cases.iter().any(|c| c.declarations.len() > 15));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_set() {
    let mut sets = Vec::new();
    for test in store::testing::databases().await {
        let app = testing::open(&test, 9).await;
        let mut last = None;
        let mut told = |p: Progress| {
            last = Some(p);
            ControlFlow::Continue(())
        };
        let made = app.sample().generate(&operator(), ORDER, &mut told).await.unwrap();
        assert_eq!(last, Some(Progress { done: 260, total: 260 }));
        assert_eq!((made.engagements, made.contractors, made.units), (200, 60, 57));
        assert!((110..=130).contains(&made.people), "{}", made.people);
        let cases = cases(&app).await;
        as_projected(&app, &cases);
        looks_real(&cases);
        sets.push(cases.into_iter().map(|c| (c.engagement, c.declarations.len())).collect::<Vec<_>>());

        let signed_in = app.auth().sign_in(&made.login, &made.password, "", "").await.unwrap();
        assert!(signed_in.caller.may(Permission::UpdateRegister).is_ok());
        let report = app.ledger().verify_as_operator(&operator(), &mut |_| ControlFlow::Continue(())).await.unwrap();
        assert!(report.is_intact() && report.count > 460);
    }
    assert!(sets.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn what_is_there_is_not_added_to_unless_told() {
    let test = store::testing::databases().await.remove(0);
    let app = testing::open(&test, 9).await;
    let small = Order { contractors: 3, engagements: 4, ..ORDER };
    app.sample().generate(&operator(), small, &mut go).await.unwrap();
    let again = Order { seed: 12, ..small };
    assert_eq!(app.sample().generate(&operator(), again, &mut go).await.unwrap_err().code(), "conflict");
    app.sample().generate(&operator(), Order { onto: Onto::Anything, ..again }, &mut go).await.unwrap();
    assert_eq!(lines(&app).await.len(), 8);
    let none = Order { contractors: 0, ..small };
    assert_eq!(testing::fields(app.sample().generate(&operator(), none, &mut go).await)[0].0, "contractors");
    let stopped = Order { onto: Onto::Anything, seed: 13, ..small };
    let stop = app.sample().generate(&operator(), stopped, &mut |_| ControlFlow::Break(())).await;
    assert_eq!(stop.unwrap_err().code(), "conflict");
}
