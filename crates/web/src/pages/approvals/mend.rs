//! Mending a request that was sent back: its own form again, filled with what was asked.

use app::{approvals::Shown, engagements::View};
use askama::Template;
use axum::{
    Form as Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    FieldError,
    approval::{ApprovalKind, Request},
};

use super::{id, shown};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::{
        engagements::{criticality_page, exception_page, waiver_page},
        facts_form::{Pairs, rows, value},
        request_forms::{self, THREATS},
    },
    server::Web,
    views::requests::{CriticalityRequest, ExceptionRequest, WaiverRequest},
    visit::{Page, Rendered, done},
};

/// The request as it is to be mended, with its engagement.
struct Bench<'a> {
    page: &'a Page,
    web: &'a Web,
    shown: Shown,
    view: View,
}

impl<'a> Bench<'a> {
    async fn of(page: &'a Page, web: &'a Web, text: &str) -> Result<Self> {
        let shown = shown(page, web, text).await?;
        shown.must_mend(&page.caller)?;
        let number = shown.listed.number.ok_or(app::Error::NotFound)?;
        let view = web.app.engagements().show(&page.caller, number).await?;
        Ok(Self { page, web, shown, view })
    }

    fn request(&self) -> &Request {
        &self.shown.listed.approval.request
    }

    fn action(&self) -> String {
        format!("/approvals/{}/mend", self.shown.listed.approval.id)
    }

    /// Why it was sent back, by whom, when.
    fn sent_back(&self) -> Option<String> {
        let decided = self.shown.listed.approval.decided.as_ref()?;
        let ui = self.page.shell(Nav::Approvals);
        let by = format!("{} {}", self.shown.names.of(decided.by), ui.at(&decided.at).text());
        Some(ui.words().t2("approval-sent-back", ("reason", &decided.reason), ("by", by)))
    }

    fn fresh(&self) -> Form {
        request_forms::fill(Form::new(name(self.request().kind())), self.request(), self.page.lang())
    }

    /// The form of its kind.
    fn render(&self, form: Form, typed: Option<&Pairs>) -> Result<Rendered> {
        let (action, sent_back) = (self.action(), self.sent_back());
        let (page, web, view) = (self.page, self.web, &self.view);
        let refused = form.is_refused();
        match self.request() {
            Request::Criticality { .. } => {
                let made = CriticalityRequest { action, sent_back, ..criticality_page(page, web, view, form) };
                rendered(&made, refused)
            }
            Request::Exception { analysis } => {
                let held = analysis.lines.len().max(THREATS.0).min(THREATS.1);
                let shown = typed.map_or(held, |sent| rows(sent, "lines", THREATS, value(sent, "go") == "add"));
                let made = ExceptionRequest { action, sent_back, ..exception_page(page, web, view, (form, shown)) };
                rendered(&made, refused)
            }
            Request::Waiver { .. } => {
                let mut made = WaiverRequest { action, sent_back, ..waiver_page(page, web, view, form) };
                self.keep_condition(&mut made.conditions);
                rendered(&made, refused)
            }
            Request::RegisterUpdate { .. } => Err(app::Error::NotFound.into()),
        }
    }

    /// The condition asked about stays to be chosen, even when it is met by now: another one in its place would be
    /// sent without anyone having chosen it.
    fn keep_condition(&self, conditions: &mut Vec<Opt>) {
        let Request::Waiver { condition, .. } = self.request() else { return };
        if !conditions.iter().any(|one| one.value == condition.as_str()) {
            let text = request_forms::condition(self.web.app.catalogue(), condition, self.page.lang());
            conditions.insert(0, Opt::new(condition.to_string(), text));
        }
    }

    fn parse(&self, sent: &Pairs) -> Result<Request, Vec<FieldError>> {
        match self.request().kind() {
            ApprovalKind::Criticality => request_forms::parse_criticality(sent),
            ApprovalKind::Exception => request_forms::parse_exception(sent),
            ApprovalKind::Waiver => request_forms::parse_waiver(sent),
            ApprovalKind::RegisterUpdate => Err(Vec::new()),
        }
    }
}

fn rendered(made: &impl Template, refused: bool) -> Result<Rendered> {
    if refused { Rendered::refused(made) } else { Rendered::ok(made) }
}

/// Name of the form of a kind, which chooses its labels.
const fn name(kind: ApprovalKind) -> &'static str {
    match kind {
        ApprovalKind::Criticality => "criticality",
        ApprovalKind::Exception => "exception",
        ApprovalKind::Waiver => "waiver",
        ApprovalKind::RegisterUpdate => "decide",
    }
}

pub(super) async fn form(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let bench = Bench::of(&page, &web, &text).await?;
    bench.render(bench.fresh(), None)
}

pub(super) async fn resubmit(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    let bench = Bench::of(&page, &web, &text).await?;
    let form = Form::new(name(bench.request().kind())).typed(sent.clone());
    if value(&sent, "go") == "add" {
        return Ok(bench.render(form, Some(&sent))?.into_response());
    }
    let errors = match bench.parse(&sent) {
        Err(errors) => errors,
        Ok(request) => match web.app.approvals().resubmit(&page.caller, id(&text)?, request).await {
            Ok(()) => return Ok(done(&web, &format!("/approvals/{text}"), "requested")),
            Err(app::Error::Invalid(errors)) => errors,
            Err(error) => return Err(error.into()),
        },
    };
    Ok(bench.render(form.refused(errors), Some(&sent))?.into_response())
}
