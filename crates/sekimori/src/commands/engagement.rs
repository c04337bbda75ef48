//! `engagement` and `gate`: on behalf of a person.

mod list;
pub mod view;

use std::path::Path;

use app::{App, Caller, engagements::NewEngagement};
use domain::{
    approval::{ApprovalKind, Request},
    calendar::EngagementNumber,
    id::UnitId,
};
use serde_json::json;

use crate::{
    cli::{Asked, EngagementCommand, GateCommand, Said},
    context::Context,
    exit::{Code, Failure, Item, Result, problem},
    facts, out,
};

pub async fn run(context: &Context, command: EngagementCommand) -> Result {
    match command {
        EngagementCommand::Profile(_) | EngagementCommand::Draft(_) => {
            Err(Failure::new(Code::Usage, "このコマンドはここでは動きません", "This command does not run here"))
        }
        EngagementCommand::New { example: true, .. } => out::write(facts::EXAMPLE),
        EngagementCommand::New { file, login, .. } => {
            let file = file.unwrap_or_else(|| "-".into());
            new(context, &file, &login.unwrap_or_default()).await
        }
        EngagementCommand::Change { number, file, by } => change(context, number, (&file, &by.login)).await,
        EngagementCommand::List(args) => list::run(context, args).await,
        EngagementCommand::Show(args) => {
            let (app, caller) = context.open_as(&args.by.login).await?;
            let view = app.engagements().show(&caller, args.number).await?;
            let shown = view::View::new(context, &app, (&caller, &view));
            context.show(&shown.json(), || shown.text())
        }
        EngagementCommand::Gates(args) => {
            let (app, caller) = context.open_as(&args.by.login).await?;
            let view = app.engagements().show(&caller, args.number).await?;
            let shown = view::View::new(context, &app, (&caller, &view));
            context.show(&shown.gate_json(), || shown.gate_text())
        }
        EngagementCommand::Decide(args) => match args.request {
            Some(asked) => ask(context, (args.number, asked), (args.said, &args.by.login)).await,
            None => assess(context, args.number, &args.by.login).await,
        },
    }
}

async fn new(context: &Context, path: &Path, login: &str) -> Result {
    let text = facts::read(path)?;
    let file = facts::engagement(path, &text)?;
    let (app, caller) = context.open_as(login).await?;
    let unit = unit(&caller, file.unit.as_deref()).map_err(|e| at_file(path, e))?;
    let made = app.engagements().create(&caller, NewEngagement { unit, facts: file.facts }).await;
    let made = made.map_err(|e| at_file(path, e))?;
    say_assessment(context, &app, (&caller, made.number)).await
}

async fn change(context: &Context, number: EngagementNumber, (path, login): (&Path, &str)) -> Result {
    let text = facts::read(path)?;
    let file = facts::engagement(path, &text)?;
    let (app, caller) = context.open_as(login).await?;
    let revision = app.engagements().show(&caller, number).await?.case.engagement.revision;
    let changed = app.engagements().change(&caller, number, (revision, file.facts.into())).await;
    changed.map_err(|e| at_file(path, e))?;
    say_assessment(context, &app, (&caller, number)).await
}

/// Problems that only the installation can know, told with the file they come from.
fn at_file(path: &Path, error: app::Error) -> Failure {
    let mut failure = Failure::from(error);
    for item in &mut failure.items {
        item.place = format!("{} {}", path.display(), item.place);
    }
    failure
}

/// The unit by id or name; the person's own when none is named.
fn unit(caller: &Caller, text: Option<&str>) -> app::Result<UnitId> {
    match text {
        Some(_) => Ok(app::organisation::find_unit(&caller.units, "unit", text)?.id),
        None => Ok(caller.actor.person().unit),
    }
}

async fn assess(context: &Context, number: EngagementNumber, login: &str) -> Result {
    let (app, caller) = context.open_as(login).await?;
    say_assessment(context, &app, (&caller, number)).await
}

async fn say_assessment(context: &Context, app: &App, (caller, number): (&Caller, EngagementNumber)) -> Result {
    let view = app.engagements().show(caller, number).await?;
    let shown = view::View::new(context, app, (caller, &view));
    context.show(&shown.assessment_json(), || shown.assessment_text())
}

async fn ask(context: &Context, (number, asked): (EngagementNumber, Asked), (said, login): (Said, &str)) -> Result {
    let request = request(kind(asked), said)?;
    let (app, caller) = context.open_as(login).await?;
    let id = app.approvals().request(&caller, number, request).await?;
    let shown = app.approvals().show(&caller, id).await?;
    context.done(
        &json!({ "approval": shown.listed.approval, "number": number }),
        &format!("責任者に依頼しました。依頼の番号は {id} です"),
        &format!("The officer is asked; the request is {id}"),
    )
}

const fn kind(asked: Asked) -> ApprovalKind {
    match asked {
        Asked::Criticality => ApprovalKind::Criticality,
        Asked::Exception => ApprovalKind::Exception,
        Asked::Waiver => ApprovalKind::Waiver,
    }
}

/// Puts a request together; every option it lacks is named.
pub fn request(kind: ApprovalKind, said: Said) -> Result<Request> {
    let mut missing = Vec::new();
    let mut lacks = |option: &str| {
        missing.push(Item { place: option.to_owned(), said: problem(&domain::Problem::Missing) });
    };
    let request = match kind {
        ApprovalKind::Criticality => {
            said.explanation.map(|explanation| Request::Criticality { explanation }).or_else(|| {
                lacks("--explanation");
                None
            })
        }
        ApprovalKind::Exception => match said.analysis {
            Some(path) => {
                let text = facts::read(&path)?;
                Some(Request::Exception { analysis: Box::new(facts::analysis(&path, &text)?) })
            }
            None => {
                lacks("--analysis");
                None
            }
        },
        ApprovalKind::Waiver => match (said.condition, said.reason, said.until) {
            (Some(condition), Some(reason), Some(until)) => Some(Request::Waiver { condition, reason, until }),
            (condition, reason, until) => {
                let given = [
                    ("--condition", condition.is_some()),
                    ("--reason", reason.is_some()),
                    ("--until", until.is_some()),
                ];
                given.iter().filter(|(_, there)| !there).for_each(|(option, _)| lacks(option));
                None
            }
        },
        ApprovalKind::RegisterUpdate => {
            return Err(Failure::new(
                Code::Refused,
                "付録1の更新は、責任者の判断の後に自動で依頼されます",
                "An update of the register is asked for by itself after an officer's decision",
            ));
        }
    };
    request.ok_or_else(|| Failure::invalid(missing))
}

pub async fn gate(context: &Context, command: GateCommand) -> Result {
    match command {
        GateCommand::Pass(args) => {
            let (app, caller) = context.open_as(&args.by.login).await?;
            let revision = app.engagements().show(&caller, args.number).await?.case.engagement.revision;
            let passed = app.engagements().pass_gate(&caller, args.number, revision).await?;
            let stage = passed.stage;
            context.done(
                &json!({ "engagement": passed }),
                &format!("関を通りました。いまの段階は「{}」です", stage.label(domain::Lang::Ja)),
                &format!("The gate is passed; the stage is now {}", stage.label(domain::Lang::En)),
            )
        }
        GateCommand::Declare { number, condition, note, by } => {
            let (app, caller) = context.open_as(&by.login).await?;
            let id = condition.clone();
            app.engagements().declare(&caller, number, (condition, note, None)).await?;
            context.done(
                &json!({ "number": number, "condition": id }),
                &format!("{id} を満たしたものと申告しました"),
                &format!("{id} is declared met"),
            )
        }
    }
}
