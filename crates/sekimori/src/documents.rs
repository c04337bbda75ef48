//! The documents against the program: every command, option, exit code and key, and nothing that is not there.

use clap::Command;

use crate::{
    config::{KEYS, defaults, variable},
    exit::Code,
};

fn document(name: &str) -> String {
    let path = format!("{}/../../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every command that can be run, with its words.
fn runnable(command: &Command, words: &str, out: &mut Vec<(String, Command)>) {
    let inner: Vec<_> = command.get_subcommands().filter(|c| c.get_name() != "help").collect();
    if inner.is_empty() || !command.is_subcommand_required_set() && words != "sekimori" {
        out.push((words.to_owned(), command.clone()));
    }
    for one in inner {
        runnable(one, &format!("{words} {}", one.get_name()), out);
    }
}

fn commands() -> Vec<(String, Command)> {
    let mut root = crate::command();
    root.build();
    let mut out = Vec::new();
    runnable(&root, "sekimori", &mut out);
    out
}

#[test]
fn every_command_and_option_is_described() {
    let text = document("CLI.md");
    let commands = commands();
    assert!(commands.len() > 30, "{}", commands.len());
    for (words, command) in &commands {
        let heading = format!("\n### `{words}`\n");
        let (_, rest) = text.split_once(&heading).unwrap_or_else(|| panic!("no heading{heading}"));
        let section = rest.split("\n#").next().unwrap();
        for option in command.get_arguments().filter_map(|a| a.get_long()) {
            let global = ["config", "database", "format", "quiet", "lang", "help", "version"].contains(&option);
            assert!(global || section.contains(&format!("`--{option}")), "{words} --{option}");
        }
        for named in section.split("`--").skip(1) {
            let option = named.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap();
            let known = command.get_arguments().any(|a| a.get_long() == Some(option));
            assert!(known, "{words} has no --{option}");
        }
    }
    for heading in text.lines().filter_map(|l| l.strip_prefix("### `")) {
        let words = heading.trim_end_matches('`');
        assert!(commands.iter().any(|(known, _)| known == words), "{words} is no command");
    }
}

#[test]
fn every_exit_code_is_described_in_help_and_document() {
    let text = document("CLI.md");
    let help = crate::command().render_long_help().to_string();
    for (code, words) in Code::ALL {
        let (number, name) = (code.number(), code.name());
        assert!(text.contains(&format!("| {number} | `{name}` | {words} |\n")), "{name}");
        assert!(
            help.contains(&format!("  {number}  {words}\n")) || help.ends_with(&format!("  {number}  {words}")),
            "{name}"
        );
    }
    let rows = text.lines().filter(|l| l.starts_with("| ") && l.chars().nth(2).is_some_and(|c| c.is_ascii_digit()));
    assert_eq!(rows.count(), Code::ALL.len() + 1);
}

#[test]
fn every_key_is_described_with_its_default() {
    let text = document("CONFIGURATION.md");
    let table: toml::Table = defaults().parse().unwrap();
    for key in KEYS {
        let (section, name) = key.name.split_once('.').unwrap();
        let value = match &table[section][name] {
            toml::Value::String(text) if text.is_empty() => "empty".to_owned(),
            toml::Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        };
        let row = format!("| `{}` | `{}` | {value} | ", key.name, variable(key.name));
        assert!(text.contains(&row), "{row}");
    }
    let keys = table.values().map(|section| section.as_table().unwrap().len()).sum::<usize>();
    assert_eq!(keys, KEYS.len(), "the file of defaults has every key and no other");
    assert_eq!(text.lines().filter(|l| l.contains(" | `SEKIMORI_")).count(), KEYS.len());
}

#[test]
fn what_people_should_judge_is_counted_as_it_stands() {
    use catalogue::{Catalogue, measure::Coverage};
    let text = document("REVIEW.md");
    let catalogue = Catalogue::load_embedded().unwrap();
    let items = || catalogue.measures().iter().flat_map(|measure| &measure.satisfies);
    let full = items().filter(|item| item.strength == Coverage::Full).count();
    let partial = items().count() - full;
    let owned = |code: &str| catalogue.measures().iter().filter(|measure| measure.owner.code() == code).count();
    let owners: Vec<String> =
        ["contractor", "both", "provider", "client"].iter().map(|code| format!("{code} {}", owned(code))).collect();
    for said in [
        format!("{full} full, {partial} partial"),
        owners.join(", "),
        format!(
            "{} families, {} ordinary articles, {} papers",
            catalogue.clauses().len(),
            catalogue.articles().len(),
            catalogue.papers().len()
        ),
    ] {
        assert!(text.contains(&said), "docs/REVIEW.md does not say: {said}");
    }
}
