//! The configuration: every error with its place, value and what is allowed, in both languages.

use crate::support::{Place, finish};

/// File, environment, where the problem is said to be, and what is said in English and Japanese.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str, &'static str);

const TABLE: &[Case] = &[
    (
        "[server]\nlisten = \"here\"\n",
        &[],
        "sekimori.toml:2 server.listen",
        "\"here\" does not have the form ADDRESS:PORT",
        "「here」は形が合いません。アドレス:ポート",
    ),
    (
        "[server]\nlisten = 8080\n",
        &[],
        "sekimori.toml:2 server.listen",
        "\"8080\" does not have the form a text in quotes",
        "引用符で囲んだ文字です",
    ),
    (
        "\n\n[server]\nport = 1\n",
        &[],
        "sekimori.toml:4 server.port",
        "An unknown key. There are: server.listen, server.public_address",
        "知らない項目です。使えるのは server.listen、",
    ),
    ("[sever]\n", &[], "sekimori.toml:1 sever", "An unknown key", "知らない項目です"),
    (
        "[server]\npublic_address = \"https://a/b\"\n",
        &[],
        "sekimori.toml:2 server.public_address",
        "\"https://a/b\" does not have the form https://HOST",
        "「https://a/b」は形が合いません",
    ),
    (
        "[server]\nbehind_proxy = \"yes\"\n",
        &[],
        "sekimori.toml:2 server.behind_proxy",
        "true or false without quotes",
        "true か false です（引用符なし）",
    ),
    (
        "[server]\nmax_upload = \"5 MB\"\n",
        &[],
        "sekimori.toml:2 server.max_upload",
        "\"5 MB\" does not have the form 1 MiB to 4 GiB",
        "「5 MB」は形が合いません。1 MiB から 4 GiB まで",
    ),
    (
        "[server]\nstop_within = 601\n",
        &[],
        "sekimori.toml:2 server.stop_within",
        "601 is outside 0 to 600",
        "「601」は範囲の外です。0から600まで",
    ),
    (
        "[papers]\nyears = \"heisei\"\n",
        &[],
        "sekimori.toml:2 papers.years",
        "\"heisei\" is not one of: wareki, western",
        "「heisei」は使えません。使えるのは wareki、",
    ),
    (
        "[log]\nformat = \"xml\"\nlevel = \"loud\"\n",
        &[],
        "sekimori.toml:3 log.level",
        "\"loud\" is not one of: error, warn, info, debug, trace",
        "「loud」は使えません。使えるのは error、warn、",
    ),
    (
        "[database]\nurl = \"mysql://u:secret@h/d\"\n",
        &[],
        "sekimori.toml:2 database.url",
        "does not have the form sqlite:FILE or postgres://USER@HOST/DATABASE",
        "sqlite:ファイル または postgres://",
    ),
    (
        "[database]\nurl = \"sqlite:a.db\"\nurl_file = \"b\"\n",
        &[],
        "sekimori.toml:3 database.url_file",
        "Not together with database.url (sekimori.toml:2)",
        "database.url（sekimori.toml:2）と両方は書けません",
    ),
    (
        "[database]\nurl_file = \"nowhere\"\n",
        &[],
        "sekimori.toml:2 database.url_file",
        "nowhere cannot be read",
        "nowhere を読めません",
    ),
    ("[files]\nfolder = \"\"\n", &[], "sekimori.toml:2 files.folder", "A value is required", "入力してください"),
    ("[server\n", &[], "sekimori.toml:1", "Not TOML", "TOMLとして読めません"),
    ("", &[("SEKIMORI_LOG__LEVEL", "loud")], "SEKIMORI_LOG__LEVEL", "\"loud\" is not one of", "「loud」は使えません"),
    ("", &[("SEKIMORI_LOG__LOUD", "1")], "SEKIMORI_LOG__LOUD", "An unknown key", "知らない項目です"),
    (
        "",
        &[("SEKIMORI_SERVER__BEHIND_PROXY", "1")],
        "SEKIMORI_SERVER__BEHIND_PROXY",
        "\"1\" is not one of: true, false",
        "「1」は使えません。使えるのは true、false です",
    ),
];

#[test]
fn every_error_has_its_place_in_both_languages() {
    for (file, environment, at, en, ja) in TABLE {
        let place = Place::new();
        place.file("sekimori.toml", file);
        for (lang, said) in [("en", en), ("ja", ja)] {
            let mut command = place.command(&["config", "print", "--format", "json", "--lang", lang]);
            command.envs(environment.iter().copied());
            let done = finish(command);
            assert_eq!(done.code, 5, "{file} {environment:?}");
            let error = done.error();
            let problems = error["problems"].as_array().unwrap();
            let found = problems.iter().find(|p| p["place"] == *at).unwrap_or_else(|| panic!("{at}: {error:#}"));
            assert!(found["message"].as_str().unwrap().contains(said), "{said}: {found}");
            assert!(!done.err.contains("secret"), "{}", done.err);
        }
    }
}

#[test]
fn all_problems_are_said_at_once() {
    let place = Place::new();
    place.file("sekimori.toml", "[server]\nlisten = \"x\"\nport = 1\n[log]\nlevel = \"x\"\nformat = \"x\"\n");
    let error = place.refused(5, &["config", "print"]);
    assert_eq!(error["problems"].as_array().unwrap().len(), 4, "{error:#}");
}

#[test]
fn the_environment_wins_over_the_file_and_the_command_line_over_both() {
    let place = Place::new();
    place.file("sekimori.toml", "[log]\nlevel = \"warn\"\nformat = \"text\"\n[database]\nurl = \"sqlite:a.db\"\n");
    let mut command = place.command(&["config", "print", "--format", "json", "--database", "postgres://u:secret@h/d"]);
    command.env("SEKIMORI_LOG__LEVEL", "debug");
    let keys = finish(command).json()["keys"].clone();
    assert_eq!(
        (&keys["log.level"]["value"], &keys["log.level"]["from"]),
        (&"debug".into(), &"SEKIMORI_LOG__LEVEL".into())
    );
    assert_eq!(keys["log.format"]["from"], "sekimori.toml:3");
    assert_eq!(keys["database.url"]["value"], "postgres://u:***@h/d");
    assert_eq!(keys["database.url"]["from"], "--database");
    assert_eq!(keys["server.listen"]["from"], "default");
}

#[test]
fn a_database_with_a_password_is_read_from_its_own_file() {
    let place = Place::new();
    std::fs::create_dir(place.path().join("etc")).unwrap();
    place.file("etc/url", "postgres://seki:secret@db.example/seki\n");
    let file = place.file("etc/sekimori.toml", "[database]\nurl_file = \"url\"\n");
    let done = place.run(&["config", "print", "--config", &file]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("url = \"postgres://seki:***@db.example/seki\""), "{}", done.out);
    assert!(!done.out.contains("secret"));
}

#[test]
fn the_printed_defaults_are_a_configuration() {
    let place = Place::new();
    let defaults = place.run(&["config", "print", "--defaults"]).out;
    place.file("sekimori.toml", &defaults);
    let keys = place.ok(&["config", "print"])["keys"].clone();
    assert!(keys.as_object().unwrap().values().all(|k| k["from"].as_str().unwrap().starts_with("sekimori.toml:")));
    let printed = place.run(&["config", "print"]).out;
    place.file("sekimori.toml", &printed);
    assert_eq!(place.run(&["config", "print"]).code, 0, "what is printed can be read again: {printed}");
}
