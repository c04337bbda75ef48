//! Looking over an installation without changing it, for the operator of the machine.

use ledger::Digest;
use store::files::{Files, Refused};
pub use store::migrate::State as Migrations;

use crate::{App, Error, Result};

/// How the form of a database compares with what this program knows. Changes nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn migrations(database: &store::Location) -> Result<Migrations> {
    let db = store::Db::open(database).await?;
    let state = store::migrate::state(&db).await;
    db.close().await;
    Ok(state?)
}

/// Attached contents that were read and compared with their digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// How many were read.
    pub read: usize,
    /// Those that are not there.
    pub missing: Vec<Digest>,
    /// Those whose bytes are not what was received.
    pub altered: Vec<Digest>,
}

impl App {
    /// How many of the counts per unit and stage differ from the engagements themselves; 0 when they are sound.
    ///
    /// # Errors
    /// Of the database.
    pub async fn counts_astray(&self) -> Result<i64> {
        let mut tx = self.db().read().await?;
        let astray = store::engagements::tally::astray(&mut tx).await?;
        tx.commit().await?;
        Ok(astray)
    }

    /// Reads a sample of the attached contents, beginning at a random digest.
    ///
    /// # Errors
    /// Of the database and of the folder.
    pub async fn sample_contents(&self, most: i64) -> Result<Contents> {
        let start: String = self.inner.dice.bytes::<4>().iter().map(|b| format!("{b:02x}")).collect();
        let mut tx = self.db().read().await?;
        let mut digests = store::attachments::digests(&mut tx, &start, most).await?;
        let left = most.saturating_sub(i64::try_from(digests.len()).unwrap_or(i64::MAX));
        if left > 0 {
            let from_the_first = store::attachments::digests(&mut tx, "", left).await?;
            digests.extend(from_the_first.into_iter().filter(|(digest, _)| digest.to_string() < start));
        }
        tx.commit().await?;
        let files = Files::new(&self.inner.files);
        let mut out = Contents::default();
        for (digest, _) in digests {
            out.read = out.read.saturating_add(1);
            match files.open(digest).await {
                Ok(_) => {}
                Err(Refused::Missing(digest)) => out.missing.push(digest),
                Err(Refused::Altered(digest)) => out.altered.push(digest),
                Err(other) => return Err(Error::internal(other)),
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{person::Role, text::Memo};

    use crate::{
        attachments::NewAttachment,
        engagements::NewEngagement,
        testing::{House, houses},
    };

    async fn attach(house: &House, contents: &[&'static [u8]]) {
        let person = house.person(house.begun.root, "aki").await;
        house.role(person, Role::SectionSecurityOfficer, house.begun.root).await;
        let caller = house.caller(person).await;
        let facts = serde_json::json!({
            "title": "帳票の印刷", "category": "processing", "system": "税務システム", "activities": ["processing"],
            "information": ["personal"], "places": ["contractor_premises"], "connection": "none"
        });
        let new = NewEngagement { unit: house.begun.root, facts: serde_json::from_value(facts).unwrap() };
        let number = house.app.engagements().create(&caller, new).await.unwrap().number;
        for content in contents {
            let new = NewAttachment { name: "a.pdf".into(), effective_on: None, note: Memo::default() };
            house.app.attachments().add(&caller, number, new, *content).await.unwrap();
        }
    }

    #[tokio::test]
    async fn contents_gone_or_altered_on_disk_are_named() {
        for house in houses().await {
            attach(&house, &[b"one", b"two", b"three"]).await;
            let (gone, changed) = (Digest::of_bytes(b"one"), Digest::of_bytes(b"two"));
            let files = Files::new(house.test.folder().join("files"));
            std::fs::remove_file(files.path(gone)).unwrap();
            std::fs::write(files.path(changed), b"tow").unwrap();
            let contents = house.app.sample_contents(10).await.unwrap();
            assert_eq!(contents, Contents { read: 3, missing: vec![gone], altered: vec![changed] });
            assert_eq!(house.app.sample_contents(2).await.unwrap().read, 2);
        }
    }

    #[tokio::test]
    async fn counts_that_are_not_those_of_the_engagements_are_seen() {
        for house in houses().await {
            attach(&house, &[]).await;
            assert_eq!(house.app.counts_astray().await.unwrap(), 0);
            for (sql, astray) in [
                ("update engagement_tally set n = n + 1", 1),
                ("update engagement_tally set n = n - 1, stopped = stopped + 1", 1),
                ("update engagement_tally set stopped = stopped - 1, stage_no = 6", 2),
                ("delete from engagement_tally", 1),
            ] {
                store::testing::raw(&house.test.db, sql).await;
                assert_eq!(house.app.counts_astray().await.unwrap(), astray, "{sql}");
            }
        }
    }

    #[tokio::test]
    async fn a_database_of_a_newer_or_broken_program_is_told_apart() {
        for house in houses().await {
            let state = migrations(&house.test.location).await.unwrap();
            assert!(state.pending.is_empty() && state.unknown.is_empty() && state.failed.is_empty());
            assert!(!state.applied.is_empty());
            store::testing::raw(&house.test.db, "update _sqlx_migrations set version = 9000 where version = 1").await;
            let state = migrations(&house.test.location).await.unwrap();
            assert_eq!((state.pending, state.unknown), (vec![1], vec![9000]));
            let broken = "update _sqlx_migrations set version = 1, success = false where version = 9000";
            store::testing::raw(&house.test.db, broken).await;
            let state = migrations(&house.test.location).await.unwrap();
            assert_eq!(state.failed, vec![1]);
        }
    }

    #[tokio::test]
    async fn an_installation_without_attachments_has_no_sample() {
        for house in houses().await {
            assert_eq!(house.app.sample_contents(10).await.unwrap(), Contents::default());
        }
    }
}
