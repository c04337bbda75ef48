//! Every statement of the program, for the test that prepares each of them on both databases.

use crate::sql::Sql;

/// The statements of each module.
pub(crate) static ALL: &[&[&Sql]] = &[
    crate::ledger::STATEMENTS,
    crate::org::STATEMENTS,
    crate::register::STATEMENTS,
    crate::settings::STATEMENTS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_prepares_on_both_databases() {
        for test in crate::testing::databases().await {
            let mut seen = std::collections::BTreeSet::new();
            for sql in ALL.iter().copied().flatten() {
                assert!(seen.insert(sql.name), "{} is declared twice", sql.name);
                if let Err(error) = test.db.prepare(sql.of(test.db.dialect())).await {
                    panic!("{} on {:?}: {error}\n{}", sql.name, test.db.dialect(), sql.of(test.db.dialect()));
                }
            }
            assert!(!seen.is_empty());
        }
    }
}
