use domain::{
    Lang,
    permission::Permission,
    person::{Actor, HeldRole, Person, Role},
    unit::{Unit, UnitTree},
};
use jiff::civil::date;

use super::*;
use crate::testing::{TestDb, databases, raw};

const TITLES: [&str; 5] = ["窓口システムの運用", "サーバー監査の支援", "帳票の印刷", "図面の保管", "監査記録の整理"];
const FIRMS: [&str; 4] = ["", "㈱霧沢", "有限会社夜鷹", "株式会社帳票監査"];

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str, n: usize) -> T {
    format!("{prefix}_{n:032x}").parse().unwrap()
}

/// What a row of the test holds; everything follows from its place.
struct Made {
    seq: i64,
    unit: UnitId,
    owner: PersonId,
    contractor: Option<ContractorId>,
    stage: Stage,
    standing: Standing,
    category: Category,
    flags: i64,
    title: String,
    firm: &'static str,
    amount: i64,
    due: String,
    unmet: i64,
    waiting: Option<i64>,
    term_to: Option<Date>,
}

impl Made {
    fn new(i: usize) -> Self {
        let firm = i / 3 % FIRMS.len();
        let year = if i.is_multiple_of(7) { 2025 } else { 2026 };
        Self {
            seq: year * 10_000_000 + i64::try_from(i).unwrap(),
            unit: id("unt", 1 + i % 4),
            owner: id("per", 1 + i % 3),
            contractor: (firm > 0).then(|| id("con", firm)),
            stage: Stage::ALL[i * 5 % Stage::ALL.len()],
            standing: Standing::ALL[if i.is_multiple_of(4) { i / 4 % Standing::ALL.len() } else { 0 }],
            category: Category::ALL[i * 2 % Category::ALL.len()],
            flags: i64::try_from(i * 37 % 512).unwrap(),
            title: format!("{}{}", TITLES[i % TITLES.len()], i % 6),
            firm: FIRMS[firm],
            amount: if i.is_multiple_of(3) { -1 } else { i64::try_from(i % 8).unwrap() },
            due: if i.is_multiple_of(5) { "9999-12-31".into() } else { format!("2026-12-{:02}", 1 + i % 28) },
            unmet: i64::try_from(i % 3).unwrap(),
            waiting: i.is_multiple_of(6).then(|| i64::try_from(i).unwrap()),
            term_to: (!i.is_multiple_of(7)).then(|| date(2026, 12, i8::try_from(1 + i % 30).unwrap())),
        }
    }

    fn insert(&self, i: usize) -> String {
        let quoted = |text: Option<String>| text.map_or_else(|| "null".to_owned(), |t| format!("'{t}'"));
        let waiting = self.waiting.map_or_else(|| "null".to_owned(), |w| w.to_string());
        format!(
            "insert into engagement (seq, id, unit_id, owner_id, stage, stage_no, stage_since, standing, title, title_key,
            category, contractor_id, contractor_name, contractor_key, term_from, term_to, amount, flags, due_on, due_kind,
            unmet, waiting_since, register_version, entry_id, split_from, created_at, updated_at, revision)
            values ({}, '{}', '{}', '{}', '{}', {}, '2026-06-01', '{}', '{}', '{}', '{}', {}, '{}', '{}', null, {}, {}, {},
            '{}', 'end', {}, {waiting}, 1, null, null, 1, 1, 1);",
            self.seq,
            id::<EngagementId>("eng", i),
            self.unit,
            self.owner,
            self.stage.code(),
            stage_no(self.stage),
            self.standing.code(),
            self.title,
            domain::fold::fold(&self.title),
            self.category.code(),
            quoted(self.contractor.map(|c| c.to_string())),
            self.firm,
            domain::fold::fold(self.firm),
            quoted(self.term_to.map(|t| t.to_string())),
            self.amount,
            self.flags,
            self.due,
            self.unmet,
        )
    }

    /// Whether it is found, said without any SQL.
    fn fits(&self, scope: &Scope, f: &Filter) -> bool {
        let reached = match scope.reach() {
            Reach::All => true,
            Reach::Units(units) => units.contains(&self.unit),
        };
        let number = domain::fold::fold(&EngagementNumber::from_sort_key(self.seq).unwrap().to_string());
        let texts = [number, domain::fold::fold(&self.title), domain::fold::fold(self.firm)];
        let year = self.seq / 10_000_000;
        reached
            && f.words.iter().all(|w| texts.iter().any(|t| t.contains(w.as_str())))
            && f.stage.is_none_or(|s| s == self.stage)
            && f.category.is_none_or(|c| c == self.category)
            && f.units.as_ref().is_none_or(|units| units.contains(&self.unit))
            && f.seal.is_none_or(|s| self.flags & s.bit() != 0)
            && f.standing.is_none_or(|s| s == self.standing)
            && f.year.is_none_or(|y| i64::from(y) == year)
            && f.owner.is_none_or(|o| o == self.owner)
            && f.contractor.is_none_or(|c| Some(c) == self.contractor)
            && f.ending.is_none_or(|(until, from)| self.term_to.is_some_and(|t| t <= until && t >= from))
            && match f.stopped {
                None => true,
                Some(Stopped::Unmet) => self.unmet > 0 && self.standing == Standing::Open,
                Some(Stopped::Waiting) => self.waiting.is_some(),
            }
    }

    fn key(&self, sort: Sort) -> (i64, String) {
        match sort {
            Sort::Number => (0, String::new()),
            Sort::Title => (0, domain::fold::fold(&self.title)),
            Sort::Contractor => (0, domain::fold::fold(self.firm)),
            Sort::Stage => (stage_no(self.stage), String::new()),
            Sort::Due => (0, self.due.clone()),
            Sort::Amount => (self.amount, String::new()),
        }
    }
}

async fn fill(test: &TestDb) -> Vec<Made> {
    let mut sql = String::new();
    for n in 1..=4 {
        let unit = id::<UnitId>("unt", n);
        sql += &format!("insert into unit values ('{unit}', null, '課{n}', null, 0, false, 1);");
    }
    for (n, firm) in FIRMS.iter().enumerate().take(4).skip(1) {
        let (person, unit) = (id::<PersonId>("per", n), id::<UnitId>("unt", 1));
        let contractor = id::<ContractorId>("con", n);
        let key = format!("{} ", domain::fold::fold(firm));
        sql += &format!(
            "insert into person values ('{person}', 'p{n}', '関', 'k', '{unit}', 'ja', 'auto', false, 1, 1);
            insert into contractor (id, name, search_key, corporate_number, created_at, revision) values ('{contractor}', '{}', '{key}', null, 1, 1);",
            firm
        );
    }
    let made: Vec<Made> = (0..120).map(Made::new).collect();
    for (i, one) in made.iter().enumerate() {
        sql += &one.insert(i);
    }
    raw(&test.db, &sql).await;
    let mut tx = test.db.write().await.unwrap();
    for one in &made {
        let number = EngagementNumber::from_sort_key(one.seq).unwrap().to_string();
        let grams = crate::words::grams_of(&number, &one.title, one.firm);
        tx.run(&super::super::WORDS_INSERT, args![one.seq, grams]).await.unwrap();
    }
    crate::engagements::tally::count_anew(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    made
}

/// Everything, or two of the units.
fn scopes() -> Vec<Scope> {
    let unit = |n: usize, parent: Option<usize>| Unit {
        id: id("unt", n),
        parent: parent.map(|p| id("unt", p)),
        name: "課".parse().unwrap(),
        name_en: None,
        position: 0,
        closed: false,
    };
    let tree = UnitTree::new(vec![unit(1, None), unit(2, Some(1)), unit(3, Some(2)), unit(4, Some(1))]);
    let scope = |at: usize| {
        let (unit, login) = (id("unt", at), "aki".parse().unwrap());
        let name = "関".parse().unwrap();
        let person = Person { id: id("per", 1), login, name, unit, lang: Lang::Ja, disabled: false };
        let held = vec![HeldRole { role: Role::SectionSecurityOfficer, unit, on_behalf_of: None }];
        Actor::new(person, held, &tree).may(Permission::ViewEngagement).unwrap()
    };
    vec![scope(1), scope(2)]
}

fn filters() -> Vec<Filter> {
    let words = |text: &str| domain::fold::words(text);
    let some = Filter::default;
    let units = Some(vec![id("unt", 3), id("unt", 4)]);
    let ending = Some((date(2026, 12, 20), date(2026, 12, 5)));
    vec![
        some(),
        Filter { stage: Some(Stage::Procure), ..some() },
        Filter { stage: Some(Stage::Run), words: words("監査"), ..some() },
        Filter { category: Some(Category::Housing), seal: Some(Seal::Abroad), ..some() },
        Filter { units: units.clone(), ..some() },
        Filter { units: Some(Vec::new()), ..some() },
        Filter { units: units.clone(), words: words("監査 図面"), ..some() },
        Filter { units: units.clone(), stopped: Some(Stopped::Unmet), words: words("記録"), ..some() },
        Filter { standing: Some(Standing::Open), year: Some(2026), ..some() },
        Filter { standing: Some(Standing::Split), ..some() },
        Filter { stopped: Some(Stopped::Waiting), ..some() },
        Filter { owner: Some(id("per", 2)), ..some() },
        Filter { owner: Some(id("per", 2)), contractor: Some(id("con", 1)), words: words("の"), ..some() },
        Filter { contractor: Some(id("con", 3)), stage: Some(Stage::Decide), ..some() },
        Filter { ending, ..some() },
        Filter { words: words("㈱"), ..some() },
        Filter { words: words("株式会社 監査"), ..some() },
        Filter { words: words("(有) ㈱ 監査"), ..some() },
        Filter { words: words("(有) 帳票"), year: Some(2025), ..some() },
        Filter { words: words("R8"), ..some() },
        Filter { words: words("r7-00 監査"), ..some() },
        Filter { words: words("どこにもない"), ..some() },
    ]
}

/// The ways by which what is wanted can be found.
fn paths(wanted: &Wanted, filter: &Filter, sort: Sort) -> Vec<Path> {
    let fits = |path: &Path| match path {
        Path::Order => true,
        Path::Stage => filter.stage.is_some() && wanted.words.is_empty() && matches!(sort, Sort::Number | Sort::Stage),
        Path::Category => filter.category.is_some() && wanted.words.is_empty() && sort == Sort::Number,
        Path::Units => wanted.units.is_some(),
        Path::Owner => filter.owner.is_some(),
        Path::Contractor => filter.contractor.is_some(),
        Path::Words => !wanted.words.is_empty(),
    };
    Path::ALL.into_iter().filter(fits).collect()
}

/// Pages of 25 by one way, one behind the other.
async fn walk(tx: &mut Tx, path: Path, which: (&Wanted, &Filter), order: (Sort, Direction)) -> Vec<Line> {
    let mut walked: Vec<Line> = Vec::new();
    loop {
        let after = walked.last().map(|l| l.cursor.clone());
        let lines = page_by(tx, path, which, order, (after.as_ref(), 25)).await.unwrap();
        if lines.is_empty() {
            return walked;
        }
        walked.extend(lines);
    }
}

/// Every filter, order, direction, reach and way to find rows gives the rows that fit, in order, page by page.
#[tokio::test]
async fn every_path_finds_what_fits_in_order() {
    for test in databases().await {
        let made = fill(&test).await;
        let mut tx = test.db.read().await.unwrap();
        for (scope, filter) in scopes().iter().flat_map(|s| filters().into_iter().map(move |f| (s, f))) {
            let wanted = Wanted::new(scope, &filter, tx.dialect());
            let fitting: Vec<&Made> = made.iter().filter(|m| m.fits(scope, &filter)).collect();
            for sort in Sort::ALL.iter().copied() {
                let mut expected: Vec<_> = fitting.iter().map(|m| (m.key(sort), m.seq)).collect();
                expected.sort();
                for direction in [Direction::Ascending, Direction::Descending] {
                    let chosen = page(&mut tx, scope, &filter, (sort, direction), (None, 200)).await.unwrap();
                    let found: Vec<i64> = chosen.iter().map(|l| l.cursor.seq).collect();
                    assert_eq!(found, expected.iter().map(|(_, seq)| *seq).collect::<Vec<_>>(), "{sort:?} {filter:?}");
                    for path in paths(&wanted, &filter, sort) {
                        let walked = walk(&mut tx, path, (&wanted, &filter), (sort, direction)).await;
                        assert_eq!(walked, chosen, "{path:?} {sort:?} {direction:?} {filter:?}");
                    }
                    expected.reverse();
                }
            }
        }
    }
}

#[tokio::test]
async fn every_path_counts_what_fits() {
    for test in databases().await {
        let made = fill(&test).await;
        let mut tx = test.db.read().await.unwrap();
        for (scope, filter) in scopes().iter().flat_map(|s| filters().into_iter().map(move |f| (s, f))) {
            let wanted = Wanted::new(scope, &filter, tx.dialect());
            let many = i64::try_from(made.iter().filter(|m| m.fits(scope, &filter)).count()).unwrap();
            assert_eq!(count(&mut tx, scope, &filter, 1_001).await.unwrap(), many, "{filter:?}");
            for path in paths(&wanted, &filter, Sort::Number) {
                for most in [1_001, 3] {
                    let counted = count_by(&mut tx, path, (&wanted, &filter), most).await.unwrap();
                    assert_eq!(counted, many.min(most), "{path:?} {filter:?}");
                }
            }
        }
    }
}

/// All but four filters (none, no unit, two company forms at once, a word that is nowhere) find some rows and not all.
#[test]
fn the_filters_of_this_test_tell_rows_apart() {
    let made: Vec<Made> = (0..120).map(Made::new).collect();
    let scopes = scopes();
    let telling = |f: &Filter| (1..120).contains(&made.iter().filter(|m| m.fits(&scopes[0], f)).count());
    let silent: Vec<Filter> = filters().into_iter().filter(|f| !telling(f)).collect();
    assert_eq!(silent.len(), 4, "{silent:#?}");
}
