use crate::testing::{databases, raw, raw_texts};

/// Names as they stood before lists had keys of their own, and the core that the program itself gives them.
const NAMES: &[&str] =
    &["㈱霧沢設計", "霧沢設計（有）", "一般財団法人霧沢設計", "Kirisawa Co., Ltd.", "Kirisawa Inc", "株式会社"];

#[tokio::test]
async fn contractors_of_an_older_form_get_the_keys_that_new_ones_get() {
    for test in databases().await {
        for (n, name) in NAMES.iter().enumerate() {
            let search = domain::fold::fold(name);
            raw(
                &test.db,
                &format!(
                    "insert into contractor (id, name, search_key, corporate_number, created_at, revision, body, standing,
                        marks, ends_on) values ('con_{n:032x}', '{name}', '{search} ', null, 1, 1, '{{}}', 'active', ' ',
                        '9999-12-31')"
                ),
            )
            .await;
        }
        crate::migrate::migrate(&test.db).await.unwrap();
        let keys = raw_texts(&test.db, "select name_key || '|' || core_key from contractor order by id").await;
        let expected = NAMES.iter().map(|name| format!("{}|{}", domain::fold::fold(name), domain::fold::core(name)));
        assert_eq!(keys, expected.collect::<Vec<_>>());
        let same = raw_texts(&test.db, "select core_key from contractor order by id").await;
        assert_eq!((&same[0], &same[3]), (&same[1], &same[4]), "duplicates meet");
        assert_ne!(same[5], "", "a name that is nothing but a form keeps itself");
    }
}
