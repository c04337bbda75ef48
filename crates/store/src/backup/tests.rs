use std::path::PathBuf;

use ledger::{ActorRef, Channel, Event, Head, Subject, action, kind};

use super::{tables::TABLES, *};
use crate::{
    Db, Dialect,
    files::Files,
    testing::{TestDb, databases, raw, raw_texts},
};

/// Ids of 32 digits that end in a number.
fn id(prefix: &str, n: u32) -> String {
    format!("{prefix}_{n:032x}")
}

/// A row in every table; children of units and split engagements sort before what they point at.
async fn fill(db: &Db) {
    let (root, child) = (id("unt", 9), id("unt", 1));
    let (person, other) = (id("per", 1), id("per", 2));
    let (first, second) = (id("eng", 9), id("eng", 1));
    let digest = Digest::of_bytes(b"attached");
    let entry = id("ent", 1);
    raw(
        db,
        &format!(
            "insert into setting values ('organisation_ja', '霧沢県 ''「引用」'' \"x\" {{C}} \\ end');
        insert into unit values ('{root}', null, '霧沢県', 'Kirisawa', 0, false, 1);
        insert into unit values ('{child}', '{root}', '土木部', null, -5, true, 3);
        insert into person values ('{person}', 'a', '関 守', 'k', '{root}', 'ja', 'auto', false, 1, 1);
        insert into person values ('{other}', 'b', '改行\n\tあり', 'k', '{child}', 'en', 'dark', true, {max}, 1);
        insert into credential values ('{person}', '$argon2id$x', 5, 2, 77);
        insert into session values ('{ses}', 'h', '{person}', 1, 1, 1, '', '');
        insert into token values ('{tok}', 'h', '{person}', 'n', 1, null, 9, null);
        insert into role_grant values ('{grt}', '{person}', 'auditor', '{root}', '2026-06-01', null);
        insert into substitution values ('{sub}', '{person}', '{other}', '2026-06-01', '2026-06-02');
        insert into contractor values ('{con}', '㈱夜鷹', '株式会社夜鷹', null, 1, 1, '株式会社夜鷹', '夜鷹', '{{}}', 'active', ' ', '9999-12-31', null);
        insert into contractor values ('{gone}', '夜鷹', '夜鷹', null, 1, 1, '夜鷹', '夜鷹', '{{}}', 'active', ' ', '9999-12-31', '{con}');
        insert into import_mapping values ('h', '{{}}', 1, '{person}');
        insert into register_version values (1, '2026-04-01', null, '初版');
        insert into register_entry values ('{entry}', 1, null, 'critical', '住基', '住基', '{{}}', null);
        insert into engagement_counter values (2026, 2);",
            max = i64::MAX,
            ses = id("ses", 1),
            tok = id("tok", 1),
            grt = id("grt", 1),
            sub = id("sub", 1),
            con = id("con", 2),
            gone = id("con", 1),
        ),
    )
    .await;
    let engagement = |seq: i64, id: &str, title: &str, split: &str| {
        format!(
        "insert into engagement (seq, id, unit_id, owner_id, stage, stage_no, stage_since, standing, title, title_key,
            category, contractor_id, contractor_name, contractor_key, term_from, term_to, amount, flags, due_on, due_kind,
            unmet, waiting_since, register_version, entry_id, split_from, created_at, updated_at, revision)
        values ({seq}, '{id}', '{root}', '{person}', 'decide', 0, '2026-06-01', 'open', '{title}', '{key}', 'build', null,
            '', '', null, null, -1, 0, '9999-12-31', '', 1, null, 1, '{entry}', {split}, 1, 1, 1);",
        key = domain::fold::fold(title),
    )
    };
    // the number of the split one comes first
    let halves = [(20_260_000_001, &second, "窓口の半分"), (20_260_000_002, &first, "窓口システムの運用")];
    for (seq, id, title) in halves {
        raw(db, &engagement(seq, id, title, "null")).await;
    }
    raw(db, &format!(
        "update engagement set split_from = '{first}' where id = '{second}';
        insert into engagement_facts values ('{first}', '{{\"a\": 1}}');
        insert into draft values ('{dft}', '{person}', '', '{{}}', 1, 1);
        insert into approval values ('{apr}', '{first}', '{root}', 'waiver', 'open', '{{}}', '{person}', 1, null, null, null, 1);
        insert into waiver values ('{wvr}', '{first}', 'c', '{person}', '2026-06-01', 'r', '2026-07-01', '{apr}');
        insert into attachment values ('{att}', '{first}', '契約書.pdf', 'application/pdf', 8, '{digest}', '{person}', 1, null, '');
        insert into declaration values ('{dcl}', '{first}', 'c', '{person}', 1, '', '{att}');
        insert into plan values ('{first}', '{{}}', 1, '{person}', 1);
        insert into document values ('{doc}', '{first}', 'nda', 'ja', 1, 't', '2026-11', 0, '{digest}', '{{}}', '[]', 1, '{person}');
        insert into contract_check values ('{chk}', '{first}', '業務委託契約', 1, '{att}', 'outsourcing', '{digest}', '2026-11',
            '{{}}', '{{}}', 1, '{person}');
        insert into contract_correction values ('{first}', '業務委託契約', 'audit_right', '{{}}', 1, '{person}');
        insert into subcontract values ('{sct}', '{first}', '{con}', '{con}', 'approved', '2026-12-31', '2026-06-01', '{{}}',
            '{person}', 1, 1);
        insert into firm_at_work values ('{first}', '{con}', '{con}', '2026-06-02', '', '{person}', 1, null);
        insert into passage values ('{first}', 'decide', 1, '{person}', null, '[]');
        insert into consultation values ('{cst}', null, '{root}', 'u', 's', 'q', 'k', '{person}', 1, null, null, null);
        insert into saved_view values ('{viw}', '{person}', 'n', 'q', 1);
        insert into checkpoint values (1, 1, 'body');
        insert into sample_row values ('unit', '{root}');",
        dft = id("dft", 1), apr = id("apr", 1), wvr = id("wvr", 1), att = id("att", 1), dcl = id("dcl", 1),
        cst = id("cst", 1), viw = id("viw", 1), doc = id("doc", 1), chk = id("chk", 1), sct = id("sct", 1),
        con = id("con", 2),
    )).await;
    questionnaires(db).await;
    selections(db).await;
    handovers(db).await;
    entries(db).await;
}

async fn selections(db: &Db) {
    let (sel, con, person, first) = (id("sel", 2), id("con", 1), id("per", 1), id("eng", 1));
    raw(
        db,
        &format!(
            "insert into selection_round values ('{sel}', '{first}', 1, 'open', '{{}}', '{{}}', 1, '{person}', 2);
        insert into selection_candidate values ('{sel}', '{con}', 0, '{{}}', 3);"
        ),
    )
    .await;
}

async fn questionnaires(db: &Db) {
    let (root, person, con, qst) = (id("unt", 9), id("per", 1), id("con", 1), id("qst", 1));
    raw(
        db,
        &format!(
            "insert into questionnaire values ('{qst}', null, '{con}', null, '{root}', 't', 'basic', '{{}}', 'begun',
            '2026-06-30', 1, '{person}', 2, 3, null, null, null, null, 725, 950, 1, 2, true, 4);
        insert into questionnaire_answer values ('{qst}', 'CM-GV-01', '{{}}', 'excel', 3, '2026-06-11');
        insert into questionnaire_link values ('{lnk}', '{qst}', 'h', null, 1, 9, null, null);
        insert into questionnaire_note values ('{nte}', '{qst}', null, '行1
行2', null, 4);
        insert into answer_file values ('{anf}', '{qst}', 'QP-05', '登録証.pdf', '{proof}', 5, 5);
        insert into book_answer values ('own', 'CM-GV-01', 'company', '', '{{}}', '2026-06-11', 6, '{qst}');
        insert into sheet_correction values ('k', '問い', null, 7);
        insert into sheet_upload values ('{sht}', 'a.xlsx', '{sheet}', 5, '{{}}', '{person}', 8);",
            lnk = id("lnk", 1),
            nte = id("nte", 1),
            anf = id("anf", 1),
            sht = id("sht", 1),
            proof = Digest::of_bytes(b"proof"),
            sheet = Digest::of_bytes(b"sheet"),
        ),
    )
    .await;
}

async fn handovers(db: &Db) {
    let (first, person, con, hdl) = (id("eng", 9), id("per", 1), id("con", 1), id("hdl", 1));
    raw(
        db,
        &format!(
            "insert into handler values ('{hdl}', '{first}', '{con}', '{con}', '{{}}', 1, '{person}', 1);
        insert into handler_link values ('{lnk}', '{hdl}', 'h', null, 1, 9, null, null);
        insert into handover values ('{hnd}', '{first}', 1, 'provide', '構成図', null, '{con}', '{hdl}', 1, true, '{{}}',
            'paper', '{att}', 1, '{person}', 1);
        insert into holding values ('{first}', '{con}', '構成図', 'file', 1, 0);
        insert into given_access values ('{acs}', '{first}', '{con}', '{{}}', 1, '{person}', 1);
        insert into handling_terms values ('{first}', '{{}}', 1, '{person}', 1);",
            lnk = id("lnk", 1),
            hnd = id("hnd", 1),
            att = id("att", 1),
            acs = id("acs", 1),
        ),
    )
    .await;
}

async fn entries(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let mut head: Head = crate::ledger::lock(&mut tx).await.unwrap();
    for i in 0..3 {
        let subject = Subject::named(kind!("unit"), &format!("土木部 {i}")).unwrap();
        let at = "2026-06-11T01:02:03.123456Z".parse().unwrap();
        let entry = Event::new(at, ActorRef::System, Channel::Cli, action!("unit.create"), subject).chain(&head);
        crate::ledger::insert(&mut tx, &entry).await.unwrap();
        head = entry.head();
    }
    crate::ledger::set_head(&mut tx, &head).await.unwrap();
    tx.commit().await.unwrap();
}

fn about() -> About {
    About {
        organisation: "霧沢県".into(),
        database: "d1".into(),
        program: "0.1.0".into(),
        at: "2026-06-11T01:02:03Z".parse().unwrap(),
    }
}

async fn files_of(test: &TestDb) -> Files {
    let folder = test.folder().join("files");
    std::fs::create_dir_all(&folder).unwrap();
    Files::new(folder)
}

/// What the rows speak of: an attachment, a file with an answer, a client's sheet.
const CONTENTS_IN: [&[u8]; 3] = [b"attached", b"proof", b"sheet"];

/// A filled database with its contents, and a backup of it.
async fn filled(test: &TestDb) -> (Files, PathBuf, Made) {
    let files = files_of(test).await;
    fill(&test.db).await;
    for content in CONTENTS_IN {
        files.write("u", content, 100).await.unwrap();
    }
    let to = test.folder().join("backup.tar");
    let made = create(&test.db, &files, &to, about()).await.unwrap();
    (files, to, made)
}

#[tokio::test]
async fn the_registry_is_the_schema() {
    for test in databases().await {
        let lite = test.db.dialect() == Dialect::Sqlite;
        let columns = if lite {
            "select m.name || '.' || p.name || ' ' || lower(p.type) from sqlite_master m join pragma_table_info(m.name) p
                where m.type = 'table' and m.name not like 'sqlite_%'"
        } else {
            "select cast(table_name || '.' || column_name || ' ' || data_type as text) from information_schema.columns
                where table_schema = 'public'"
        };
        let out = ["_sqlx_migrations.", "session.", "engagement_words", "engagement_tally."];
        let mut real: Vec<String> = raw_texts(&test.db, columns)
            .await
            .into_iter()
            .filter(|c| !out.iter().any(|o| c.starts_with(o)))
            .map(|c| c.replace(" integer", " bigint"))
            .collect();
        real.sort();
        let mut registry: Vec<String> = TABLES
            .iter()
            .flat_map(|t| {
                t.columns.iter().map(move |(name, kind)| {
                    let kind = match kind {
                        tables::Kind::Text => "text",
                        tables::Kind::Int => "bigint",
                        tables::Kind::Bool => "boolean",
                    };
                    format!("{}.{name} {kind}", t.name)
                })
            })
            .collect();
        registry.sort();
        assert_eq!(real, registry, "{:?}", test.db.dialect());
    }
}

#[tokio::test]
async fn every_database_restores_into_every_other() {
    for from in databases().await {
        let (_, backup, made) = filled(&from).await;
        assert!(made.manifest.tables.iter().all(|t| t.rows > 0), "{:?}", made.manifest.tables);
        assert!(made.manifest.missing.is_empty());
        for to in databases().await {
            let files = files_of(&to).await;
            let checked = check(&backup).await.unwrap();
            assert_eq!(checked.digest, made.digest);
            let restored = restore(&to.db, &files, &checked, Damage::Refuse).await.unwrap();
            assert!(restored.report.is_intact());
            for content in CONTENTS_IN {
                assert!(files.open(Digest::of_bytes(content)).await.is_ok(), "{content:?}");
            }
            let again = to.folder().join("again.tar");
            let copy = create(&to.db, &files, &again, about()).await.unwrap();
            assert_eq!(copy.manifest, made.manifest, "{:?} to {:?}", from.db.dialect(), to.db.dialect());
            assert_eq!(std::fs::read(&again).unwrap(), std::fs::read(&backup).unwrap());
            let found = "select cast(count(*) as text) from engagement_words where ";
            let word = domain::fold::grams("運用").split(' ').next().unwrap().to_owned();
            let with = match to.db.dialect() {
                Dialect::Sqlite => format!("engagement_words match '{word}'"),
                Dialect::Postgres => format!("grams @@ to_tsquery('simple', '{word}')"),
            };
            assert_eq!(raw_texts(&to.db, &format!("{found}{with}")).await, ["1"]);
            let mut tx = to.db.read().await.unwrap();
            assert_eq!(crate::engagements::tally::astray(&mut tx).await.unwrap(), 0);
            tx.commit().await.unwrap();
            assert_eq!(raw_texts(&to.db, "select cast(sum(n) as text) from engagement_tally").await, ["2"]);
            assert_eq!(raw_texts(&to.db, "select id from session").await, Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn a_backup_is_for_its_owner_and_never_overwrites() {
    use std::os::unix::fs::MetadataExt as _;
    for test in databases().await {
        let (files, backup, _) = filled(&test).await;
        assert_eq!(std::fs::metadata(&backup).unwrap().mode() & 0o777, 0o600);
        assert!(create(&test.db, &files, &backup, about()).await.is_err());
        let left: Vec<String> = std::fs::read_dir(test.folder())
            .unwrap()
            .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".part"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        let checked = check(&backup).await.unwrap();
        let refused = restore(&test.db, &files, &checked, Damage::Refuse).await.unwrap_err();
        assert!(matches!(refused, Fault::NotEmpty("setting")), "{refused}");
    }
}

#[tokio::test]
async fn every_flipped_byte_is_found() {
    let test = databases().await.remove(0);
    let (_, backup, _) = filled(&test).await;
    let good = std::fs::read(&backup).unwrap();
    let bad = test.folder().join("bad.tar");
    for at in (0..good.len()).step_by(61) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x20;
        std::fs::write(&bad, &bytes).unwrap();
        assert!(check(&bad).await.is_err(), "byte {at} of {}", good.len());
    }
    for length in [0, 1, 511, 512, good.len() / 2, good.len() - 1024, good.len() - 512, good.len() - 1] {
        std::fs::write(&bad, &good[..length]).unwrap();
        assert!(check(&bad).await.is_err(), "cut at {length}");
    }
    std::fs::write(&bad, [good.as_slice(), &[0; 512]].concat()).unwrap();
    assert!(matches!(check(&bad).await, Err(Fault::Behind)));
}

#[tokio::test]
async fn what_changes_between_check_and_restore_is_refused_with_nothing_written() {
    for test in databases().await {
        let (_, backup, _) = filled(&test).await;
        for (from, to) in [("\"detail\":\"{}\"", "\"detail\":\"[]\""), ("attached", "Attached"), ("霧沢県", "霧沢村")]
        {
            for empty in databases().await {
                let files = files_of(&empty).await;
                let bad = empty.folder().join("bad.tar");
                std::fs::copy(&backup, &bad).unwrap();
                let checked = check(&bad).await.unwrap();
                let mut bytes = std::fs::read(&bad).unwrap();
                let place = bytes.windows(from.len()).position(|w| w == from.as_bytes()).unwrap();
                bytes[place..place + to.len()].copy_from_slice(to.as_bytes());
                std::fs::write(&bad, bytes).unwrap();
                let refused = restore(&empty.db, &files, &checked, Damage::Refuse).await;
                assert!(refused.is_err(), "{from}");
                assert_eq!(raw_texts(&empty.db, "select key from setting").await, Vec::<String>::new());
                assert_eq!(raw_texts(&empty.db, "select hash from ledger").await, Vec::<String>::new());
                let contents = std::fs::read_dir(empty.folder().join("files")).unwrap();
                let left = contents.filter(|f| f.as_ref().unwrap().file_name() != "incoming").count();
                assert!(left == 0 || files.open(Digest::of_bytes(b"attached")).await.is_err(), "{from}");
            }
        }
    }
}

#[tokio::test]
async fn a_damaged_ledger_is_restored_only_when_asked() {
    for test in databases().await {
        let files = files_of(&test).await;
        fill(&test.db).await;
        raw(&test.db, "update ledger set actor = 'x' where seq = 2").await;
        let to = test.folder().join("backup.tar");
        let made = create(&test.db, &files, &to, about()).await.unwrap();
        let mut named = CONTENTS_IN.map(Digest::of_bytes);
        named.sort_by_key(ToString::to_string);
        assert_eq!(made.manifest.missing, named);
        let checked = check(&to).await.unwrap();
        for empty in databases().await {
            let files = files_of(&empty).await;
            let refused = restore(&empty.db, &files, &checked, Damage::Refuse).await.unwrap_err();
            assert!(matches!(refused, Fault::Ledger(_)), "{refused}");
            assert!(refused.text(Lang::Ja).contains("台帳"));
            let restored = restore(&empty.db, &files, &checked, Damage::Keep).await.unwrap();
            assert_eq!(restored.report.total, 1);
        }
    }
}

#[tokio::test]
async fn a_backup_of_another_migration_says_which_version_made_it() {
    let test = databases().await.remove(0);
    let (files, backup, _) = filled(&test).await;
    let mut checked = check(&backup).await.unwrap();
    checked.manifest.migration += 1;
    let empty = databases().await.remove(0);
    let refused = restore(&empty.db, &files, &checked, Damage::Refuse).await.unwrap_err();
    assert!(refused.text(Lang::Ja).contains("0.1.0") && refused.to_string().contains("0.1.0"));
}
