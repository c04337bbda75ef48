//! What is asked of an engagement, with what is still open on top.

use app::{
    requirements::RequirementsView,
    rules::{
        Fix,
        profile::{ClauseLine, MeasureLine, RowLine},
    },
};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use catalogue::{Catalogue, measure::Family};
use domain::{
    FieldError, Lang, Problem,
    engagement::Answer,
    permission::Permission,
    plan::{AuditDecision, AuditFactor, Offer, RawPlan, RequirementLevel, Tailoring},
    problem::Problems,
    text::Ground,
};

use super::{Pairs, number, paper_form::put, revision, value, view, view_for};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::common,
    server::Web,
    show::{Link, Mark},
    views::engagement::requirements::{Areas, Audit, ReqFamily, ReqLine, Requirements, Subcontracting, level_mark},
    visit::{Page, Rendered, done},
};

/// The clause on passing work on (NISC-2008 7.5).
const SUBCONTRACTING: &str = "KL-22";

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/engagements/{number}/requirements", get(show).post(settle))
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&list(&page, &web, &text, None).await?)
}

/// Words in which lines are shown.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) ui: &'a Shell,
    pub(super) catalogue: &'a Catalogue,
}

impl Words<'_> {
    fn lang(&self) -> Lang {
        self.ui.lang
    }

    fn tailored(&self, set: Option<&Tailoring>, derived: RequirementLevel) -> Option<String> {
        let set = set?;
        let derived = derived.label(self.lang());
        Some(self.ui.words().t2("req-tailored", ("derived", derived), ("reason", &set.reason)))
    }

    fn reasons(&self, because: &[app::rules::Reason]) -> Vec<crate::views::engagement::Reason> {
        common::reasons(self.catalogue, self.lang(), because)
    }

    pub(super) fn measure(&self, line: &MeasureLine) -> ReqLine {
        let known = self.catalogue.measure(&line.measure);
        ReqLine {
            id: line.measure.to_string(),
            title: known.map(|m| m.title.get(self.lang()).to_owned()).unwrap_or_default(),
            text: known.map(|m| m.statement.get(self.lang()).to_owned()).unwrap_or_default(),
            mark: level_mark(line.level, self.lang()),
            tailored: self.tailored(line.tailored.as_ref(), line.derived),
            reasons: self.reasons(&line.because),
            owner: line.owner.label(self.lang()).to_owned(),
            clauses: links(line.clauses.iter().map(|c| c.as_str())),
            refused: false,
        }
    }

    pub(super) fn row(&self, line: &RowLine) -> ReqLine {
        let known = self.catalogue.tables().row(&line.row);
        ReqLine {
            id: line.row.to_string(),
            title: known.map(|r| r.title.get(self.lang()).to_owned()).unwrap_or_default(),
            text: known.map(|r| r.meaning.get(self.lang()).to_owned()).unwrap_or_default(),
            mark: level_mark(line.level, self.lang()),
            tailored: self.tailored(line.tailored.as_ref(), line.derived),
            reasons: self.reasons(&line.because),
            owner: line.row.table().label(self.lang()).to_owned(),
            clauses: links(known.into_iter().flat_map(|r| &r.clauses).map(String::as_str)),
            refused: false,
        }
    }

    pub(super) fn clause(&self, line: &ClauseLine) -> ReqLine {
        let known = self.catalogue.clause(&line.clause);
        let chosen = line.alternative.as_ref().and_then(|code| known?.alternatives.iter().find(|a| a.code == *code));
        ReqLine {
            id: line.clause.to_string(),
            title: known.map(|c| c.title.get(self.lang()).to_owned()).unwrap_or_default(),
            text: known.map(|c| c.why.get(self.lang()).to_owned()).unwrap_or_default(),
            mark: level_mark(line.level, self.lang()),
            tailored: self.tailored(line.tailored.as_ref(), line.derived),
            reasons: self.reasons(&line.because),
            owner: line.tier.label(self.lang()).to_owned(),
            clauses: chosen.map(|a| Link::new("", a.label.get(self.lang()))).into_iter().collect(),
            refused: line.refused.is_some(),
        }
    }
}

fn links<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Link> {
    ids.map(|id| Link::new(format!("/catalogue/{id}"), id)).collect()
}

/// The page; with the form of a part as it was typed, where it was refused.
async fn list(page: &Page, web: &Web, text: &str, typed: Option<(Pairs, Vec<FieldError>)>) -> Result<Requirements> {
    let view = view(page, web, text).await?;
    let found = web.app.requirements().show(&page.caller, number(text)?).await?;
    let ui = page.shell(Nav::Engagements);
    let words = Words { ui: &ui, catalogue: web.app.catalogue() };
    let number = view.case.engagement.number;
    let refused = |part: &str, name: &'static str| match &typed {
        Some((pairs, errors)) if value(pairs, "part") == part => {
            Some(Form::new(name).typed(pairs.clone()).refused(errors.clone()))
        }
        _ => None,
    };
    let edit = found.may_edit;
    let undecided: Vec<ReqLine> = found.profile.undecided().map(|line| words.row(line)).collect();
    let declare = view.report.unmet().filter(|c| edit && matches!(c.fix, Some(Fix::SettleRequirements(_))));
    let declare = declare.map(|c| Link::new(format!("/engagements/{number}/declare/{}", c.id), c.id.to_string()));
    Ok(Requirements {
        head: common::head(page, &view),
        edition: found.profile.edition.clone(),
        counts: counts(&found, ui.lang),
        revision: found.case.plan.revision,
        rows_form: edit.then(|| rows_form(&words, &undecided, refused("rows", "rows"))),
        undecided,
        subcontracting: subcontracting(&words, &found, refused("subcontracting", "sub")),
        audit: audit(&words, &found, refused("audit", "audit")),
        areas: areas(&words, &found, refused("areas", "areas")),
        refused: found.profile.clauses.iter().filter(|c| c.refused.is_some()).map(|c| words.clause(c)).collect(),
        unpriced: unpriced(&found, &number.to_string()),
        families: families(&words, &found),
        out: {
            let out = found.profile.measures.iter().filter(|m| m.level == RequirementLevel::NotApplicable);
            out.map(|m| words.measure(m)).collect()
        },
        rows: found.profile.rows.iter().map(|row| words.row(row)).collect(),
        clauses: {
            let kept = |c: &&ClauseLine| c.level != RequirementLevel::NotApplicable || c.tailored.is_some();
            found.profile.clauses.iter().filter(kept).map(|c| words.clause(c)).collect()
        },
        declare: declare.collect(),
        ui,
    })
}

fn counts(found: &RequirementsView, lang: Lang) -> Vec<(Mark, usize)> {
    let of = |level: RequirementLevel| found.profile.measures.iter().filter(|m| m.level == level).count();
    RequirementLevel::ALL.iter().map(|level| (level_mark(*level, lang), of(*level))).collect()
}

fn families(words: &Words<'_>, found: &RequirementsView) -> Vec<ReqFamily> {
    let matters = |m: &&MeasureLine| m.level != RequirementLevel::NotApplicable;
    Family::ALL
        .iter()
        .map(|family| ReqFamily {
            code: family.code().to_owned(),
            name: family.label(words.lang()).to_owned(),
            measures: found
                .profile
                .measures
                .iter()
                .filter(matters)
                .filter(|m| m.measure.family() == Some(*family))
                .map(|m| words.measure(m))
                .collect(),
        })
        .filter(|family| !family.measures.is_empty())
        .collect()
}

fn rows_form(words: &Words<'_>, undecided: &[ReqLine], refused: Option<Form>) -> Form {
    undecided.iter().fold(refused.unwrap_or_else(|| Form::new("rows")), |form, line| {
        let label = |key: &str| words.ui.words().t2("rows-label", ("row", &line.title), ("what", words.ui.t(key)));
        form.labelled(format!("tailored.{}.level", line.id), label("f-rows-level"))
            .labelled(format!("tailored.{}.reason", line.id), label("rows-own-reason"))
    })
}

fn subcontracting(words: &Words<'_>, found: &RequirementsView, refused: Option<Form>) -> Option<Subcontracting> {
    let line = found.profile.clauses.iter().find(|c| c.clause.as_str() == SUBCONTRACTING)?;
    if line.level == RequirementLevel::NotApplicable {
        return None;
    }
    let known = words.catalogue.clause(&line.clause)?;
    let chosen = line.alternative.as_ref().and_then(|code| known.alternatives.iter().find(|a| a.code == *code));
    let choices = known
        .alternatives
        .iter()
        .map(|a| Opt::new(&a.code, a.label.get(words.lang())).hint(a.when.get(words.lang())))
        .collect();
    let fresh = || Form::new("sub").with("alternative", line.alternative.clone().unwrap_or_default());
    Some(Subcontracting {
        chosen: chosen.map(|a| a.label.get(words.lang()).to_owned()),
        choices,
        form: found.may_edit.then(|| refused.unwrap_or_else(fresh)),
    })
}

fn audit(words: &Words<'_>, found: &RequirementsView, refused: Option<Form>) -> Audit {
    let (plan, lang) = (&found.case.plan.plan, words.lang());
    let said = |answer: Answer| words.ui.t(if answer == Answer::Yes { "audit-yes" } else { "audit-no" }).into_owned();
    let texts = |reasons: &[app::rules::Reason]| reasons.iter().map(|r| r.text(words.catalogue, lang)).collect();
    let decided = plan.audit.as_ref().filter(|a| a.wanted != Answer::Unknown);
    let fresh = || {
        let form = Form::new("audit");
        let form = plan.audit_factors.iter().fold(form, |f, factor| f.with("factors", factor.code()));
        match decided {
            Some(decision) => form
                .with("wanted", decision.wanted.code())
                .with("reason", decision.reason.as_ref().map(ToString::to_string).unwrap_or_default()),
            None => form,
        }
    };
    Audit {
        advised: said(found.advice.advised),
        speaks_for: texts(&found.advice.speaks_for),
        against: texts(&found.advice.against),
        decided: decided.map(|a| match &a.reason {
            Some(reason) => format!("{}　{reason}", said(a.wanted)),
            None => said(a.wanted),
        }),
        form: found.may_edit.then(|| refused.unwrap_or_else(fresh)),
    }
}

fn areas(words: &Words<'_>, found: &RequirementsView, refused: Option<Form>) -> Option<Areas> {
    if !found.case.engagement.facts.is_cloud() {
        return None;
    }
    let (plan, lang) = (&found.case.plan.plan, words.lang());
    let all = words.catalogue.responsibility().areas();
    let owner = |id: &str| plan.owners.get(id).map(|o| o.label(lang).to_owned());
    let areas = all.iter().map(|a| {
        let id = a.id.to_string();
        let owner = owner(&id);
        (id, a.title.get(lang).to_owned(), a.question.get(lang).to_owned(), owner)
    });
    let form = all.iter().fold(refused.unwrap_or_else(|| Form::new("areas")), |form, area| {
        let field = format!("owners.{}", area.id);
        let form = form.labelled(&field, format!("{} {}", area.id, area.title.get(lang)));
        match plan.owners.get(area.id.as_str()) {
            Some(owner) if !form.is_refused() => form.with(field, owner.code()),
            _ => form,
        }
    });
    Some(Areas { areas: areas.collect(), form: found.may_edit.then_some(form) })
}

/// Required measures that are not offered, while nobody bears the risk.
fn unpriced(found: &RequirementsView, number: &str) -> Vec<Link> {
    let priced = &found.case.plan.plan.priced;
    let open = found.profile.required().filter(|line| {
        priced.get(line.measure.as_str()).is_some_and(|p| p.offer == Offer::NotOffered && p.risk.is_none())
    });
    open.map(|line| Link::new(format!("/engagements/{number}/requirements/{}", line.measure), line.measure.to_string()))
        .collect()
}

async fn settle(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    view_for(&page, &web, &text, Permission::EditEngagement).await?;
    let number = number(&text)?;
    let read = match value(&typed, "part") {
        "rows" => read_rows(&typed),
        "subcontracting" => read_subcontracting(&typed),
        "audit" => read_audit(&typed),
        "areas" => read_areas(&typed),
        _ => return Err(app::Error::NotFound.into()),
    };
    let errors = match read {
        Ok(edit) => match web.app.requirements().edit(&page.caller, number, revision(&typed), edit).await {
            Ok(()) => return Ok(done(&web, &format!("/engagements/{number}/requirements"), "plan-saved")),
            Err(app::Error::Invalid(errors)) => errors.into_iter().map(renamed).collect(),
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    Ok(Rendered::refused(&list(&page, &web, &text, Some((typed, errors))).await?)?.into_response())
}

/// The place in the plan, as the field of the part.
fn renamed(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "alternatives.KL-22" => "alternative".to_owned(),
        "audit.reason" => "reason".to_owned(),
        _ => error.field,
    };
    FieldError::new(field, error.problem)
}

/// A change of the plan.
pub(super) type Edit = Box<dyn FnOnce(&mut RawPlan) -> app::Result<()> + Send>;

fn edit(change: impl FnOnce(&mut RawPlan) + Send + 'static) -> Edit {
    Box::new(|plan| {
        change(plan);
        Ok(())
    })
}

fn read_rows(typed: &Pairs) -> Result<Edit, Vec<FieldError>> {
    let mut problems = Problems::new();
    let mut set = Vec::new();
    for (field, level) in typed.iter().filter(|(_, level)| !level.is_empty()) {
        let Some(id) = field.strip_prefix("tailored.").and_then(|f| f.strip_suffix(".level")) else { continue };
        let level = problems.keep(field, level.parse::<RequirementLevel>());
        let reason_field = format!("tailored.{id}.reason");
        // one reason may serve all rows that have none of their own
        let own = Some(value(typed, &reason_field)).filter(|text| !text.trim().is_empty());
        let reason: Option<Ground> = problems.required(&reason_field, own.unwrap_or_else(|| value(typed, "reason")));
        if let (Some(level), Some(reason)) = (level, reason) {
            set.push((id.to_owned(), Tailoring { level, reason }));
        }
    }
    let nothing = set.is_empty() && problems.is_empty();
    if nothing {
        let first = typed.iter().find(|(f, _)| f.ends_with(".level")).map_or("level", |(f, _)| f.as_str());
        problems.add(FieldError::new(first, Problem::Missing));
    }
    problems.finish()?;
    Ok(edit(|plan| plan.tailored.extend(set)))
}

fn read_subcontracting(typed: &Pairs) -> Result<Edit, Vec<FieldError>> {
    let code = value(typed, "alternative").to_owned();
    if code.is_empty() {
        return Err(vec![FieldError::new("alternative", Problem::Missing)]);
    }
    Ok(edit(|plan| put(&mut plan.alternatives, SUBCONTRACTING.to_owned(), Some(code))))
}

fn read_audit(typed: &Pairs) -> Result<Edit, Vec<FieldError>> {
    let mut problems = Problems::new();
    let wanted: Option<Answer> = problems.required("wanted", value(typed, "wanted"));
    let reason: Option<Ground> = problems.optional("reason", value(typed, "reason"));
    let factors: Vec<AuditFactor> = typed
        .iter()
        .filter(|(name, _)| name == "factors")
        .filter_map(|(_, code)| problems.keep("factors", code.parse()))
        .collect();
    problems.finish()?;
    Ok(edit(move |plan| {
        plan.audit_factors = factors;
        plan.audit = wanted.map(|wanted| AuditDecision { wanted, reason });
    }))
}

fn read_areas(typed: &Pairs) -> Result<Edit, Vec<FieldError>> {
    let mut problems = Problems::new();
    let mut set = Vec::new();
    for (field, code) in typed {
        let Some(id) = field.strip_prefix("owners.") else { continue };
        let owner = if code.is_empty() { Some(None) } else { problems.keep(field, code.parse()).map(Some) };
        set.extend(owner.map(|owner| (id.to_owned(), owner)));
    }
    problems.finish()?;
    Ok(edit(|plan| set.into_iter().for_each(|(id, owner)| put(&mut plan.owners, id, owner))))
}
