//! `engagement profile` and `engagement draft`: requirements and papers of an engagement in a file, on a machine with no
//! database.

use std::path::Path;

use app::documents::Template;
use catalogue::{Catalogue, paper::FileKind};
use domain::{
    FieldError, Lang,
    engagement::{Facts, RawFacts},
    plan::{Plan, RequirementLevel},
};
use papers::{About, DocumentAbout, Era, Order};
use rules::profile::{Profile, profile as derive};
use serde::Deserialize;
use serde_json::json;

use super::{catalogue::tailored, contract::keep};
use crate::{
    cli::{DraftArgs, ProfileArgs},
    context::Context,
    exit::{Code, Failure, Item, Result, problem, say},
    facts, out,
};

/// What a plan file holds: the plan, and what the records of an installation would say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlanFile {
    plan: Plan,
    about: About,
    document: DocumentFile,
}

/// Number, version and date of the papers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DocumentFile {
    number: Option<String>,
    version: Option<String>,
    date: Option<jiff::civil::Date>,
    era: Era,
}

fn facts_of(path: &Path) -> Result<Facts> {
    let text = facts::read(path)?;
    Ok(facts::engagement(path, &text)?.facts)
}

fn plan_of(path: Option<&Path>, catalogue: &Catalogue) -> Result<PlanFile> {
    let Some(path) = path else { return Ok(PlanFile::default()) };
    let text = facts::read(path)?;
    let place = path.display();
    let file: PlanFile = toml::from_str(&text).map_err(|e| {
        let before = text.get(..e.span().map_or(0, |s| s.start)).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count().saturating_add(1);
        let why = e.message().to_owned();
        let said = say(format!("要件の詰めとして読めません: {why}"), format!("not a plan: {why}"));
        Failure::invalid(vec![Item { place: format!("{place}:{line}"), said }])
    })?;
    let problems: Vec<FieldError> = papers::check_plan(catalogue, &file.plan);
    if problems.is_empty() {
        return Ok(file);
    }
    let item = |e: FieldError| Item { place: format!("{place} plan.{}", e.field), said: problem(&e.problem) };
    Err(Failure::invalid(problems.into_iter().map(item).collect()))
}

/// The Word template of the organisation, where one is named.
///
/// # Errors
/// What is wrong with it.
pub fn template(path: Option<&Path>) -> Result<Option<Template>> {
    let Some(path) = path else { return Ok(None) };
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let template = Template::new(bytes).map_err(|e| {
        let said = say(e.text(Lang::Ja), e.text(Lang::En));
        Failure::invalid(vec![Item { place: path.display().to_string(), said }])
    })?;
    Ok(Some(template))
}

/// Requirements of an engagement, each with its reason.
///
/// # Errors
/// Every problem of the files.
pub fn profile(context: &Context, args: &ProfileArgs) -> Result {
    let catalogue = tailored(args.profile.as_deref())?;
    let mut facts = facts_of(&args.file)?;
    if let Some(category) = args.category {
        let raw = RawFacts { category, ..RawFacts::from(facts) };
        facts = Facts::try_from(raw).map_err(|e| {
            let items = e.0.into_iter().map(|e| Item { place: e.field, said: problem(&e.problem) });
            Failure::invalid(items.collect())
        })?;
    }
    let file = plan_of(args.plan.as_deref(), &catalogue)?;
    let found = derive(&catalogue, &facts, &file.plan);
    context.show(&value(&catalogue, &found), || text(context, &catalogue, (&found, args.all)))
}

fn value(catalogue: &Catalogue, found: &Profile) -> serde_json::Value {
    let said = |reasons: &[rules::Reason]| -> Vec<_> {
        let one = |r: &rules::Reason| json!({ "code": r.code.code(), "rule": r.rule, "ja": r.text(catalogue, Lang::Ja), "en": r.text(catalogue, Lang::En) });
        reasons.iter().map(one).collect()
    };
    json!({
        "edition": found.edition, "category": found.category, "facts": found.facts,
        "rows": found.rows.iter().map(|l| json!({ "id": l.row, "level": l.level, "derived": l.derived, "because": said(&l.because) })).collect::<Vec<_>>(),
        "measures": found.measures.iter().map(|l| json!({ "id": l.measure, "level": l.level, "derived": l.derived, "owner": l.owner, "clauses": l.clauses, "because": said(&l.because) })).collect::<Vec<_>>(),
        "clauses": found.clauses.iter().map(|l| json!({ "id": l.clause, "tier": l.tier, "level": l.level, "alternative": l.alternative, "because": said(&l.because) })).collect::<Vec<_>>(),
    })
}

fn text(context: &Context, catalogue: &Catalogue, (found, all): (&Profile, bool)) -> String {
    let lang = context.lang;
    let shown = |level| all || matches!(level, RequirementLevel::Required | RequirementLevel::Optional);
    let why = |reasons: &[rules::Reason]| {
        reasons.last().map(|r| format!("{} [{}]", r.text(catalogue, lang), r.rule)).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for line in found.measures.iter().filter(|l| shown(l.level)) {
        let title = catalogue.measure(&line.measure).map_or("", |m| m.title.get(lang));
        rows.push(vec![
            line.measure.to_string(),
            line.level.label(lang).to_owned(),
            line.owner.label(lang).to_owned(),
            title.to_owned(),
            why(&line.because),
        ]);
    }
    let head = [
        "ID",
        context.words("度合い", "LEVEL"),
        context.words("分担", "OWNER"),
        context.words("対策", "MEASURE"),
        context.words("理由", "WHY"),
    ];
    let mut text = out::table(&head, &rows);
    text.push('\n');
    let rows: Vec<Vec<String>> = found
        .clauses
        .iter()
        .filter(|l| shown(l.level))
        .map(|line| {
            let title = catalogue.clause(&line.clause).map_or("", |c| c.title.get(lang));
            let alternative = line.alternative.clone().unwrap_or_else(|| "–".to_owned());
            vec![
                line.clause.to_string(),
                line.level.label(lang).to_owned(),
                line.tier.label(lang).to_owned(),
                alternative,
                title.to_owned(),
            ]
        })
        .collect();
    let head = [
        "ID",
        context.words("度合い", "LEVEL"),
        context.words("譲れるか", "TIER"),
        context.words("案", "TEXT"),
        context.words("条項", "CLAUSE"),
    ];
    text.push_str(&out::table(&head, &rows));
    text
}

/// Writes the papers of an engagement.
///
/// # Errors
/// Every problem of the files; a paper nobody knows.
pub fn draft(context: &Context, args: &DraftArgs) -> Result {
    let catalogue = tailored(args.profile.as_deref())?;
    let facts = facts_of(&args.file)?;
    let file = plan_of(args.plan.as_deref(), &catalogue)?;
    let found = derive(&catalogue, &facts, &file.plan);
    let fitting = papers::available(&catalogue, &found);
    let known = || fitting.iter().map(|p| p.id.to_string()).collect::<Vec<_>>().join(", ");
    for wanted in &args.paper {
        if !fitting.iter().any(|p| p.id.as_str() == wanted) {
            let said = say(
                format!("「{wanted}」という文書はこの案件にはありません。つくれるのは {} です", known()),
                format!("\"{wanted}\" is not one of: {}", known()),
            );
            return Err(Failure::invalid(vec![Item { place: "--paper".into(), said }]));
        }
    }
    if let Some(bad) = args.kind.iter().find(|k| !["docx", "pdf", "xlsx"].contains(&k.as_str())) {
        let said = say(
            format!("「{bad}」ではなく docx、pdf、xlsx のどれかです"),
            format!("\"{bad}\" is not one of: docx, pdf, xlsx"),
        );
        return Err(Failure::invalid(vec![Item { place: "--kind".into(), said }]));
    }
    let template = template(args.template.as_deref())?;
    std::fs::create_dir_all(&args.out).map_err(|e| Failure::file(&args.out, &e))?;
    let order = Order {
        catalogue: &catalogue,
        profile: &found,
        facts: &facts,
        plan: &file.plan,
        about: &file.about,
        lang: context.lang,
        era: file.document.era,
        document: DocumentAbout {
            number: file.document.number.clone(),
            version: file.document.version.clone(),
            date: file.document.date,
        },
    };
    let wanted = |p: &&&catalogue::Paper| args.paper.is_empty() || args.paper.iter().any(|w| w == p.id.as_str());
    let mut made = Vec::new();
    let mut rows = Vec::new();
    for paper in fitting.iter().filter(wanted) {
        let open = write(&order, paper, (args, template.as_ref()))?;
        let title = paper.title.get(context.lang).to_owned();
        let state = if open.is_empty() {
            context.words("確定", "final").to_owned()
        } else {
            format!("{} {}", context.words("未確定", "open"), open.len())
        };
        let points: Vec<_> = open
            .iter()
            .map(|p| json!({ "owner": p.owner, "name": p.name, "ja": p.label.ja, "en": p.label.en }))
            .collect();
        made.push(json!({ "paper": paper.id, "open": points }));
        rows.push(vec![paper.id.to_string(), state, title]);
    }
    let folder = args.out.display().to_string();
    context.show(&json!({ "folder": folder, "papers": made }), || {
        let head = ["ID", context.words("状態", "STATE"), context.words("文書", "PAPER")];
        format!(
            "{}\n{}",
            out::table(&head, &rows),
            context.words(&format!("{folder} に書きました\n"), &format!("Written to {folder}\n"))
        )
    })
}

fn write(
    order: &Order<'_>,
    paper: &catalogue::Paper,
    (args, template): (&DraftArgs, Option<&Template>),
) -> Result<Vec<papers::OpenPoint>> {
    let failed = |e: &dyn std::fmt::Display| Failure::new(Code::Failed, e.to_string(), e.to_string());
    let composed = papers::compose(order, &paper.id).map_err(|e| failed(&e))?;
    let open = papers::open_points(order, &paper.id).map_err(|e| failed(&e))?;
    let asked = |kind: &str| args.kind.is_empty() || args.kind.iter().any(|k| k == kind);
    let to = |kind: &str| args.out.join(format!("{}.{}.{kind}", paper.id, order.lang.code()));
    if asked("docx") {
        let bytes = Template::write(template, paper, &composed).map_err(|e| failed(&e))?;
        keep(&to("docx"), &bytes)?;
    }
    if asked("pdf") {
        keep(&to("pdf"), &writer::pdf::write(&composed).map_err(|e| failed(&e))?.bytes)?;
    }
    if asked("xlsx") && paper.files.contains(&FileKind::Xlsx) {
        for sheet in papers::tables(order, &paper.id).map_err(|e| failed(&e))?.iter().take(1) {
            let mut book = writer::xlsx::Writer::new(&sheet.table).map_err(|e| failed(&e))?;
            for row in &sheet.rows {
                book.row(row).map_err(|e| failed(&e))?;
            }
            let organisation = order.about.client.name.as_ref().map_or("", |n| n.get(order.lang)).to_owned();
            let at = app::Clock::System.now();
            let written = book.finish(&writer::About::new(organisation, at)).map_err(|e| failed(&e))?;
            keep(&to("xlsx"), &written.bytes)?;
        }
    }
    Ok(open)
}
