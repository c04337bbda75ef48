//! Every statement of the program, for the test that prepares each of them on both databases.

use crate::sql::Sql;

/// The statements of each module.
pub(crate) static ALL: &[&[&Sql]] = &[
    crate::approvals::STATEMENTS,
    crate::attachments::STATEMENTS,
    crate::chain::STATEMENTS,
    crate::consultations::STATEMENTS,
    crate::contractors::STATEMENTS,
    crate::contractors::mapping::STATEMENTS,
    crate::contractors::merge::STATEMENTS,
    crate::contracts::STATEMENTS,
    crate::drafts::STATEMENTS,
    crate::engagements::STATEMENTS,
    crate::engagements::list::STATEMENTS,
    crate::engagements::tally::STATEMENTS,
    crate::gates::STATEMENTS,
    crate::handovers::STATEMENTS,
    crate::handovers::around::STATEMENTS,
    crate::handovers::link::STATEMENTS,
    crate::ledger::STATEMENTS,
    crate::migrate::STATEMENTS,
    crate::auth::STATEMENTS,
    crate::backup::STATEMENTS,
    crate::backup::TABLE_STATEMENTS,
    crate::papers::STATEMENTS,
    crate::book::STATEMENTS,
    crate::questionnaires::STATEMENTS,
    crate::questionnaires::answering::STATEMENTS,
    crate::org::STATEMENTS,
    crate::org::detail::STATEMENTS,
    crate::register::STATEMENTS,
    crate::sample::STATEMENTS,
    crate::selections::STATEMENTS,
    crate::settings::STATEMENTS,
    crate::views::STATEMENTS,
];

#[cfg(test)]
mod tests {
    use super::*;

    async fn prepares(db: &crate::Db, sql: &'static Sql) {
        if let Err(error) = db.prepare(sql.of(db.dialect())).await {
            panic!("{} on {:?}: {error}\n{}", sql.name, db.dialect(), sql.of(db.dialect()));
        }
    }

    #[tokio::test]
    async fn every_statement_prepares_on_both_databases() {
        for test in crate::testing::databases().await {
            let mut seen = std::collections::BTreeSet::new();
            for sql in ALL.iter().copied().flatten() {
                assert!(seen.insert(sql.name), "{} is declared twice", sql.name);
                prepares(&test.db, sql).await;
            }
            for sql in crate::engagements::list::LISTS.values().chain(crate::engagements::list::COUNTS.values()) {
                prepares(&test.db, sql).await;
            }
            assert!(!seen.is_empty());
        }
    }
}
