//! An installation for the tests of this crate: on each database, with a clock that stands still and seeded dice.

use domain::id::{PersonId, UnitId};
use ledger::OperatorLogin;
use store::testing::TestDb;

use crate::{
    App, Caller, Channel, Clock, Dice, Place,
    organisation::{NewGrant, NewPerson, NewUnit, UnitFields},
    setup::{Begun, FirstSteps},
};

/// A password that the policy accepts.
pub(crate) const PASSWORD: &str = "shirakawa no seki 818";

/// An installation with its first administrator.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) begun: Begun,
    pub(crate) test: TestDb,
}

pub(crate) fn operator() -> OperatorLogin {
    "root".parse().unwrap()
}

pub(crate) fn first_steps() -> FirstSteps {
    FirstSteps {
        organisation_ja: "霧沢県".into(),
        organisation_en: "Kirisawa Prefecture".into(),
        login: "sekimori".into(),
        name: "関 守".into(),
        password: PASSWORD.into(),
    }
}

/// Opens the application on a test database.
pub(crate) async fn open(test: &TestDb, seed: u64) -> App {
    let place = Place { database: test.location.clone(), files: test.folder().join("files") };
    let clock = Clock::fixed("2026-06-11T01:00:00Z".parse().unwrap());
    App::open(place, clock, Dice::seeded(seed)).await.unwrap()
}

/// One installation on each database.
pub(crate) async fn houses() -> Vec<House> {
    let mut out = Vec::new();
    for test in store::testing::databases().await {
        let app = open(&test, 1).await;
        let begun = app.initialise(&operator(), &first_steps()).await.unwrap();
        out.push(House { app, begun, test });
    }
    out
}

impl House {
    /// Moves the clock.
    pub(crate) fn minutes(&self, minutes: i64) {
        let clock = self.app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_mins(minutes));
    }

    pub(crate) async fn caller(&self, person: PersonId) -> Caller {
        self.app.caller(person, Channel::Web, None).await.unwrap()
    }

    pub(crate) async fn admin(&self) -> Caller {
        self.caller(self.begun.administrator).await
    }

    /// Makes a unit.
    pub(crate) async fn unit(&self, parent: UnitId, name: &str) -> UnitId {
        let fields = UnitFields { name: name.into(), ..UnitFields::default() };
        self.app.organisation().create_unit(&self.admin().await, &NewUnit { parent, fields }).await.unwrap()
    }

    /// Makes a person without a password.
    pub(crate) async fn person(&self, unit: UnitId, login: &str) -> PersonId {
        let new = NewPerson { login: login.into(), name: login.into(), unit, lang: domain::Lang::Ja, password: None };
        self.app.organisation().create_person(&self.admin().await, &new).await.unwrap()
    }

    /// Gives a role from today on, without an end.
    pub(crate) async fn role(&self, person: PersonId, role: domain::person::Role, unit: UnitId) -> domain::id::GrantId {
        let new = NewGrant { person, role, unit, from: self.app.clock().today(), until: None };
        self.app.organisation().grant(&self.admin().await, &new).await.unwrap()
    }
}

/// The codes of what was refused, by field.
pub(crate) fn fields<T: std::fmt::Debug>(result: crate::Result<T>) -> Vec<(String, &'static str)> {
    match result {
        Err(crate::Error::Invalid(errors)) => errors.into_iter().map(|e| (e.field, e.problem.code())).collect(),
        other => panic!("expected refused values, got {other:?}"),
    }
}
