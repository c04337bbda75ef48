//! `catalogue …`: what the regime says, where it comes from, and whether a profile fits it.

use std::path::{Path, PathBuf};

use catalogue::{Catalogue, Entry, Profile, ProfileProblem};
use domain::Lang;
use serde_json::json;

use crate::{
    cli::CatalogueCommand,
    context::Context,
    exit::{Code, Failure, Item, Result, say},
    facts, out,
};

/// Runs the command.
///
/// # Errors
/// Every problem of the catalogue or of a profile, with file and line; an id nobody knows.
pub fn run(context: &Context, command: CatalogueCommand) -> Result {
    match command {
        CatalogueCommand::Check { profiles } => check(context, &profiles),
        CatalogueCommand::List { family } => list(context, family.as_deref()),
        CatalogueCommand::Show { id } => show(context, &id),
        CatalogueCommand::Diff { before, after } => diff(context, (&before, &after)),
    }
}

/// The built-in catalogue.
///
/// # Errors
/// Its problems; none ships with one.
pub fn embedded() -> Result<Catalogue> {
    Catalogue::load_embedded().map_err(|problems| {
        let said = |p: &catalogue::CatalogueProblem| say(p.text(Lang::Ja), p.text(Lang::En));
        Failure::invalid(
            problems.iter().map(|p| Item { place: format!("{} [{}]", p.file, p.entry), said: said(p) }).collect(),
        )
    })
}

/// The built-in catalogue, tailored by a profile where one is named.
///
/// # Errors
/// Every problem of the profile, with file and line; nothing is applied then.
pub fn tailored(profile: Option<&Path>) -> Result<Catalogue> {
    let catalogue = embedded()?;
    let Some(path) = profile else { return Ok(catalogue) };
    let refused = |problems: Vec<ProfileProblem>| Failure::invalid(problems.into_iter().map(item).collect());
    read(path)?.and_then(|profile| catalogue.tailored(&profile)).map_err(refused)
}

/// A profile as it stands in its file, or what is wrong with it.
type Read = std::result::Result<Profile, Vec<ProfileProblem>>;

fn read(path: &Path) -> Result<Read> {
    let text = facts::read(path)?;
    Ok(Profile::parse(&path.display().to_string(), &text))
}

fn item(problem: ProfileProblem) -> Item {
    let place = format!("{}:{} [{}]", problem.file, problem.line, problem.entry);
    Item { place, said: say(problem.message_ja, problem.message_en) }
}

fn check(context: &Context, profiles: &[PathBuf]) -> Result {
    let catalogue = embedded()?;
    let mut items = Vec::new();
    for path in profiles {
        let problems = match read(path)? {
            Ok(profile) => profile.check(&catalogue),
            Err(problems) => problems,
        };
        items.extend(problems.into_iter().map(item));
    }
    if !items.is_empty() {
        return Err(Failure::invalid(items));
    }
    let counts = json!({
        "edition": catalogue.edition(), "measures": catalogue.measures().len(), "duties": catalogue.duties().len(),
        "rows": catalogue.tables().rows().len(), "clauses": catalogue.clauses().len(),
        "articles": catalogue.articles().len(), "papers": catalogue.papers().len(),
        "conditions": catalogue.conditions().len(), "profiles": profiles.len(),
    });
    context.show(&counts, || {
        let (m, d, c, p) =
            (catalogue.measures().len(), catalogue.duties().len(), catalogue.clauses().len(), catalogue.papers().len());
        let edition = catalogue.edition();
        format!(
            "{}\n",
            context.words(
                &format!("問題ありません。版 {edition}、対策 {m}、務め {d}、条項 {c}、文書 {p}"),
                &format!("Sound. Edition {edition}, {m} measures, {d} duties, {c} clauses, {p} papers"),
            )
        )
    })
}

/// Families people ask for by name, and the lists of the files they stand for.
const FAMILIES: &[(&str, &str)] = &[
    ("measures", "measure"),
    ("clauses", "clause"),
    ("articles", "article"),
    ("duties", "duty"),
    ("rows", "row"),
    ("conditions", "condition"),
    ("papers", "paper"),
    ("annexes", "annex"),
    ("handling", "item"),
    ("threats", "threat"),
    ("sources", "source"),
];

fn list(context: &Context, family: Option<&str>) -> Result {
    let catalogue = embedded()?;
    let wanted = family.map(|name| {
        FAMILIES.iter().find(|(known, _)| *known == name).map(|(_, list)| *list).ok_or_else(|| {
            let all = FAMILIES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            let said = say(
                format!("「{name}」はありません。使えるのは {all} です"),
                format!("\"{name}\" is not one of: {all}"),
            );
            Failure::invalid(vec![Item { place: "FAMILY".into(), said }])
        })
    });
    let wanted = wanted.transpose()?;
    let fits = |entry: &&Entry| match wanted {
        Some(list) => entry.list() == list,
        None => FAMILIES.iter().any(|(_, list)| entry.list() == *list),
    };
    let entries: Vec<&Entry> = catalogue.entries().iter().filter(fits).collect();
    let title = |entry: &Entry, lang| entry.title(lang).unwrap_or_default().to_owned();
    let value: Vec<_> = entries
        .iter()
        .map(|e| json!({ "id": e.id(), "list": e.list(), "ja": title(e, Lang::Ja), "en": title(e, Lang::En) }))
        .collect();
    context.show(&json!({ "entries": value }), || {
        let rows: Vec<Vec<String>> =
            entries.iter().map(|e| vec![e.id().to_owned(), e.list().to_owned(), title(e, context.lang)]).collect();
        out::table(&["ID", context.words("種類", "KIND"), context.words("題名", "TITLE")], &rows)
    })
}

fn show(context: &Context, id: &str) -> Result {
    let catalogue = embedded()?;
    let entry = catalogue.entry(id);
    let uses = catalogue.uses(id);
    if entry.is_none() && uses.is_empty() {
        let (ja, en) = (format!("「{id}」はカタログにありません"), format!("The catalogue has no \"{id}\""));
        return Err(Failure::new(Code::NotFound, ja, en)
            .next("sekimori catalogue list で探せます", "Look it up with: sekimori catalogue list"));
    }
    let value = json!({ "id": id, "entry": entry, "uses": uses });
    context.show(&value, || {
        let mut text = format!("{id}\n");
        if let Some(entry) = entry {
            text.push_str(&format!("{}\n\n", entry.title(context.lang).unwrap_or_default()));
            let other = if context.lang == Lang::Ja { ".en" } else { ".ja" };
            for (place, value) in entry.fields().iter().filter(|(place, _)| !place.ends_with(other)) {
                let place = place.strip_suffix(".ja").or_else(|| place.strip_suffix(".en")).unwrap_or(place);
                text.push_str(&format!("  {place}: {value}\n"));
            }
        }
        text.push_str(context.words("\n使われている場所\n", "\nUsed in\n"));
        for one in uses {
            text.push_str(&format!("  {} {} {} ({})\n", one.file, one.list, one.id, one.field));
        }
        text
    })
}

/// An edition: the built-in one, or a folder with all its files.
fn edition(name: &str) -> Result<Catalogue> {
    if name == "embedded" {
        return embedded();
    }
    let folder = Path::new(name);
    let mut files = Vec::new();
    for (file, _) in catalogue::EMBEDDED {
        let path = folder.join(file);
        if path.exists() {
            files.push((*file, facts::read(&path)?));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Catalogue::load_from(&files).map_err(|problems| {
        let said = |p: &catalogue::CatalogueProblem| say(p.text(Lang::Ja), p.text(Lang::En));
        let place = |p: &catalogue::CatalogueProblem| format!("{name}/{} [{}]", p.file, p.entry);
        Failure::invalid(problems.iter().map(|p| Item { place: place(p), said: said(p) }).collect())
    })
}

fn diff(context: &Context, (before, after): (&str, &str)) -> Result {
    let (before, after) = (edition(before)?, edition(after)?);
    let found = before.diff(&after);
    let value = json!({ "before": before.edition(), "after": after.edition(), "difference": found });
    context.show(&value, || {
        let mut text = String::new();
        for one in &found.added {
            text.push_str(&format!("+ {} {}\n", one.list, one.id));
        }
        for one in &found.removed {
            text.push_str(&format!("- {} {}\n", one.list, one.id));
        }
        for one in &found.changed {
            text.push_str(&format!("~ {} {}\n", one.entry.list, one.entry.id));
            for field in &one.fields {
                let said = |v: &Option<String>| v.clone().unwrap_or_else(|| "–".to_owned());
                text.push_str(&format!("    {}: {} → {}\n", field.field, said(&field.before), said(&field.after)));
            }
        }
        if text.is_empty() {
            text.push_str(context.words("違いはありません\n", "No difference\n"));
        }
        text
    })
}
