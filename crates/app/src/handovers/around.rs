//! Named handlers, accesses given to contractors, and the terms information goes out under.

use domain::{
    FieldError, Problem,
    calendar::{EngagementNumber, parse_date},
    handover::{AccessKind, GivenAccess, HandlingRule, NamedHandler, Promise, SecondFactor, Terms},
    id::{AccessId, HandlerId},
    permission::Permission,
    problem::Problems,
    text::{Ground, Login},
};
use jiff::civil::Date;
use ledger::{Action, action, kind};

use super::{Desk, Handovers, Kept, fields::choose, proving::file};
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

/// A handler as a form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawHandler {
    /// Name.
    pub name: String,
    /// `own` for the contractor itself, `other` for the firm named in [`Self::firm`]; empty while nobody said so.
    pub employer: String,
    /// Name of another employer, as it stands in the list of contractors.
    pub firm: String,
    /// When we agreed.
    pub agreed_on: String,
    /// When the pledge was signed.
    pub pledged_on: String,
    /// When they were last trained.
    pub trained_on: String,
    /// Last day.
    pub until: String,
}

/// An access as a form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawAccess {
    /// User name, line, key number.
    pub name: String,
    /// Code or label of its kind.
    pub kind: String,
    /// Id or name of the handler who uses it.
    pub handler: String,
    /// Login name of our person who answers for it; empty for the caller.
    pub owner: String,
    /// `on` or `off`.
    pub second_factor: String,
    /// Given on.
    pub given_on: String,
    /// When somebody last looked.
    pub reviewed_on: String,
    /// Last day.
    pub until: String,
}

/// The terms as a form has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawTerms {
    /// First day of the promise of secrecy; empty while there is none.
    pub secrecy_from: String,
    /// Its last day.
    pub secrecy_until: String,
    /// Its signed paper.
    pub secrecy_paper: String,
    /// First day of the contract; empty while there is none.
    pub contract_from: String,
    /// Its last day.
    pub contract_until: String,
    /// Its signed paper.
    pub contract_paper: String,
    /// Version of the handling rule; empty while there is none.
    pub rule_version: String,
    /// When the contractor accepted it.
    pub rule_accepted_on: String,
    /// Who accepted it.
    pub rule_accepted_by: String,
    /// The paper that shows it.
    pub rule_paper: String,
    /// Anything beside.
    pub note: String,
}

fn day(p: &mut Problems, field: &str, text: &str) -> Option<Date> {
    if text.trim().is_empty() { None } else { p.keep(field, parse_date(text)) }
}

fn past(p: &mut Problems, (field, text): (&str, &str), today: Date) -> Option<Date> {
    let day = day(p, field, text)?;
    if day > today {
        p.add(FieldError::rule(field, "まだ来ていない日です", "This day has not come yet"));
    }
    Some(day)
}

fn undecided() -> Error {
    Error::conflict(
        "委託先がまだ決まっていません。先に「内容」で委託先を選んでください",
        "The contractor is not decided yet. Choose it under Facts first",
    )
}

impl Handovers<'_> {
    async fn record_around(&self, mut work: Work, caller: &Caller, mut desk: Desk, change: Change) -> Result<()> {
        let engagement = &desk.case.engagement;
        let absent = caller.actor.acts_for(Permission::KeepHandovers, engagement.unit, &caller.units);
        work.record(change.at(engagement.unit).for_person(absent).note("number", engagement.number)).await?;
        desk.follow(&mut work, self.0.catalogue()).await?;
        work.commit().await
    }

    /// Names a handler, or changes one that still has the revision the form saw.
    ///
    /// # Errors
    /// Forbidden without [`Permission::KeepHandovers`] at its unit; not found; conflict once the engagement has ended, while
    /// it has no contractor, or when it was changed meanwhile; invalid at the fields.
    pub async fn set_handler(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (which, raw): (Option<(HandlerId, i64)>, &RawHandler),
    ) -> Result<HandlerId> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let before = match which {
            None => None,
            Some((id, _)) => Some(desk.handlers.iter().find(|h| h.id == id).cloned().ok_or(Error::NotFound)?),
        };
        let firm = before.as_ref().map(|b| b.works_for).or(desk.case.engagement.facts.contractor);
        let firm = firm.ok_or_else(undecided)?;
        let mut p = Problems::new();
        let name = p.required("name", &raw.name);
        let employer = match raw.employer.trim() {
            "" => None,
            "own" => Some(firm),
            "other" => self.firm(&mut work, (&desk, &mut p), &raw.firm).await?,
            other => {
                let value = domain::problem::shorten(other);
                p.add(FieldError::new("employer", Problem::NotOneOf { value, allowed: vec!["own", "other"] }));
                None
            }
        };
        let agreed_on = day(&mut p, "agreed_on", &raw.agreed_on);
        let pledged_on = past(&mut p, ("pledged_on", &raw.pledged_on), work.today());
        let trained_on = past(&mut p, ("trained_on", &raw.trained_on), work.today());
        let until = day(&mut p, "until", &raw.until);
        if let (Some(agreed), Some(until)) = (agreed_on, until)
            && until < agreed
        {
            let problem = Problem::Before { value: until.to_string(), bound: agreed.to_string() };
            p.add(FieldError::new("until", problem));
        }
        let Some(name) = name else { return Err(Error::Invalid(p.into_vec())) };
        let known = before.as_ref().map(|b| b.id);
        if desk.handlers.iter().any(|h| h.name == name && Some(h.id) != known) {
            p.add(FieldError::new("name", Problem::Taken { value: name.to_string() }));
        }
        p.finish()?;
        let one = NamedHandler {
            id: known.unwrap_or_else(|| self.0.mint()),
            engagement: desk.case.engagement.id,
            name,
            works_for: firm,
            employer,
            agreed_on,
            pledged_on,
            trained_on,
            until,
        };
        let at = (work.at(), caller.id());
        let mut change = Change::of(handler_act(which.is_some()), kind!("handler"), one.id).after(&one)?;
        match (&before, which) {
            (Some(before), Some((_, revision))) => {
                store::handovers::around::update_handler(&mut work.tx, &desk.scope, &one, revision).await?;
                change = change.before(before)?;
            }
            _ => store::handovers::around::insert_handler(&mut work.tx, &desk.scope, &one, at).await?,
        }
        let change = change.note("name", &one.name);
        let id = one.id;
        self.record_around(work, caller, desk, change).await?;
        Ok(id)
    }

    /// Another employer by name.
    async fn firm(
        &self,
        work: &mut Work,
        (desk, p): (&Desk, &mut Problems),
        text: &str,
    ) -> Result<Option<domain::id::ContractorId>> {
        if text.trim().is_empty() {
            p.add(FieldError::new("firm", Problem::Missing));
            return Ok(None);
        }
        let found = store::contractors::namesakes(&mut work.tx, &desk.scope, text).await?;
        if found.is_empty() {
            let shown = domain::problem::shorten(text);
            p.add(FieldError::new(
                "firm",
                Problem::Said {
                    ja: format!("「{shown}」は委託先の一覧にありません。先に委託先として登録してください"),
                    en: format!("\"{shown}\" is not among the contractors. Enter the firm there first"),
                },
            ));
        }
        Ok(found.first().map(|c| c.id))
    }

    /// Records an access, or changes one that still has the revision the form saw. A second factor that is excepted stays so.
    ///
    /// # Errors
    /// As [`Self::set_handler`].
    pub async fn set_access(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (which, raw): (Option<(AccessId, i64)>, &RawAccess),
    ) -> Result<AccessId> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let before = self.access(&mut work, &desk, which.map(|(id, _)| id)).await?;
        let firm = before.as_ref().map(|b| b.contractor).or(desk.case.engagement.facts.contractor);
        let firm = firm.ok_or_else(undecided)?;
        let mut p = Problems::new();
        let name = p.required("name", &raw.name);
        let kind = p.keep("kind", choose!(AccessKind, &raw.kind));
        let handler = match raw.handler.trim() {
            "" => None,
            text => {
                let found = desk.handlers.iter().find(|h| h.id.to_string() == text || h.name.as_str() == text);
                let allowed = desk.handlers.iter().map(|h| h.name.to_string()).collect();
                p.keep("handler", found.ok_or(Problem::NotAmong { value: text.to_owned(), allowed })).map(|h| h.id)
            }
        };
        let owner = match raw.owner.trim() {
            "" => Some(before.as_ref().map_or(caller.id(), |b| b.owner)),
            text => {
                let login: Option<Login> = p.keep("owner", text.parse());
                let found = match login {
                    Some(login) => store::org::account_by_login(&mut work.tx, &login).await?,
                    None => None,
                };
                let id = found.filter(|a| !a.person.disabled).map(|a| a.person.id);
                if id.is_none() && p.is_empty() {
                    p.add(FieldError::new("owner", Problem::Unknown { value: domain::problem::shorten(text) }));
                }
                id
            }
        };
        let second_factor = match raw.second_factor.trim() {
            "on" => Some(SecondFactor::On),
            "off" => Some(SecondFactor::Off),
            "excepted" => before.as_ref().map(|b| b.second_factor.clone()).filter(|s| !matches!(s, SecondFactor::On)),
            _ => None,
        };
        let allowed = vec!["on", "off"];
        let value = domain::problem::shorten(&raw.second_factor);
        let second_factor = p.keep("second_factor", second_factor.ok_or(Problem::NotOneOf { value, allowed }));
        let given_on = p.keep("given_on", parse_date(&raw.given_on));
        let reviewed_on = past(&mut p, ("reviewed_on", &raw.reviewed_on), work.today());
        let until = day(&mut p, "until", &raw.until);
        for (field, on) in [("reviewed_on", reviewed_on), ("until", until)] {
            if let (Some(on), Some(given)) = (on, given_on)
                && on < given
            {
                let problem = Problem::Before { value: on.to_string(), bound: given.to_string() };
                p.add(FieldError::new(field, problem));
            }
        }
        let (Some(name), Some(kind), Some(owner), Some(second_factor), Some(given_on)) =
            (name, kind, owner, second_factor, given_on)
        else {
            return Err(Error::Invalid(p.into_vec()));
        };
        p.finish()?;
        let one = GivenAccess {
            id: before.as_ref().map_or_else(|| self.0.mint(), |b| b.id),
            engagement: desk.case.engagement.id,
            contractor: firm,
            name,
            kind,
            handler,
            owner,
            second_factor,
            given_on,
            reviewed_on,
            until,
            revoked_on: before.as_ref().and_then(|b| b.revoked_on),
        };
        let id = one.id;
        let what = if which.is_some() { action!("access.change") } else { action!("access.give") };
        let revision = which.map(|(_, revision)| revision);
        self.keep_access(work, caller, desk, (before, one, revision, what)).await?;
        Ok(id)
    }

    async fn access(&self, work: &mut Work, desk: &Desk, id: Option<AccessId>) -> Result<Option<GivenAccess>> {
        let Some(id) = id else { return Ok(None) };
        let all = store::handovers::around::accesses(&mut work.tx, &desk.scope, desk.case.engagement.id).await?;
        all.into_iter().map(|a| a.value).find(|a| a.id == id).map(Some).ok_or(Error::NotFound)
    }

    async fn keep_access(
        &self,
        mut work: Work,
        caller: &Caller,
        desk: Desk,
        (before, one, revision, what): (Option<GivenAccess>, GivenAccess, Option<i64>, Action),
    ) -> Result<()> {
        let mut change = Change::of(what, kind!("access"), one.id).after(&one)?.note("name", &one.name);
        match (&before, revision) {
            (Some(before), Some(revision)) => {
                store::handovers::around::update_access(&mut work.tx, &desk.scope, &one, revision).await?;
                change = change.before(before)?;
            }
            _ => {
                let at = (work.at(), caller.id());
                store::handovers::around::insert_access(&mut work.tx, &desk.scope, &one, at).await?;
            }
        }
        self.record_around(work, caller, desk, change).await
    }

    /// Records that somebody looked today whether an access is still needed.
    ///
    /// # Errors
    /// As [`Self::set_access`]; conflict when it was taken away.
    pub async fn review_access(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (id, revision): (AccessId, i64),
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let before = self.access(&mut work, &desk, Some(id)).await?.ok_or(Error::NotFound)?;
        still_given(&before)?;
        let one = GivenAccess { reviewed_on: Some(work.today()), ..before.clone() };
        self.keep_access(work, caller, desk, (Some(before), one, Some(revision), action!("access.review"))).await
    }

    /// Records that an access was taken away.
    ///
    /// # Errors
    /// As [`Self::review_access`]; invalid at `on` for a day before it was given or after today.
    pub async fn revoke_access(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (id, revision, on): (AccessId, i64, &str),
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let before = self.access(&mut work, &desk, Some(id)).await?.ok_or(Error::NotFound)?;
        still_given(&before)?;
        let mut p = Problems::new();
        let on = if on.trim().is_empty() { Some(work.today()) } else { past(&mut p, ("on", on), work.today()) };
        if let Some(on) = on
            && on < before.given_on
        {
            let problem = Problem::Before { value: on.to_string(), bound: before.given_on.to_string() };
            p.add(FieldError::new("on", problem));
        }
        p.finish()?;
        let one = GivenAccess { revoked_on: on, ..before.clone() };
        self.keep_access(work, caller, desk, (Some(before), one, Some(revision), action!("access.revoke"))).await
    }

    /// An officer bears until a day that an access has no second factor.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ApproveWaiver`] at its unit; not found; conflict when it has a second factor or was
    /// taken away; invalid at `reason` or `until`.
    pub async fn except_access(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (id, revision): (AccessId, i64),
        (reason, until): (&str, &str),
    ) -> Result<()> {
        let scope = caller.may(Permission::ApproveWaiver)?;
        let mut work = self.0.work(caller).await?;
        let case = crate::engagements::CaseFile::load(&mut work.tx, &scope, number).await?;
        case.must_be_open(None)?;
        let desk = Desk { scope, case, terms: Terms::default(), handlers: Vec::new() };
        let before = self.access(&mut work, &desk, Some(id)).await?.ok_or(Error::NotFound)?;
        still_given(&before)?;
        if before.second_factor == SecondFactor::On || !before.kind.signs_in() {
            return Err(Error::conflict("このアクセスに例外は要りません", "This access needs no exception"));
        }
        let mut p = Problems::new();
        let reason: Option<Ground> = p.required("reason", reason);
        let until = p.keep("until", parse_date(until));
        if let Some(until) = until
            && until < work.today()
        {
            let problem = Problem::Before { value: until.to_string(), bound: work.today().to_string() };
            p.add(FieldError::new("until", problem));
        }
        let (Some(reason), Some(until)) = (reason, until) else { return Err(Error::Invalid(p.into_vec())) };
        p.finish()?;
        let second_factor = SecondFactor::Excepted { by: caller.id(), reason, until };
        let one = GivenAccess { second_factor, ..before.clone() };
        self.keep_access(work, caller, desk, (Some(before), one, Some(revision), action!("access.except"))).await
    }

    /// Sets the terms that still have the revision the form saw. A new version of the handling rule has to be accepted anew.
    ///
    /// # Errors
    /// As [`Self::set_handler`].
    pub async fn set_terms(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, raw): (i64, &RawTerms),
    ) -> Result<()> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let mut p = Problems::new();
        let terms = self.checked(&mut work, (&desk, &mut p), raw).await?;
        let before = &desk.terms;
        let accepted = |t: &Terms| t.rule.as_ref().map(|r| (r.version.clone(), r.accepted_on));
        if let (Some((old, Some(was))), Some((new, Some(now)))) = (accepted(before), accepted(&terms))
            && old != new
            && was == now
        {
            p.add(FieldError::rule(
                "rule_accepted_on",
                "決まりの版が変わりました。新しい版を受け入れた日を書くか、空けてください",
                "The version of the rule has changed. Give the day the new version was accepted, or leave it empty",
            ));
        }
        for error in terms.problems() {
            p.add(error);
        }
        p.finish()?;
        let kept = Kept { value: terms, revision };
        let at = (work.at(), caller.id());
        let of = desk.case.engagement.id;
        store::handovers::around::set_terms(&mut work.tx, &desk.scope, of, &kept, at).await?;
        let change =
            Change::of(action!("handover.terms"), kind!("engagement"), of).before(before)?.after(&kept.value)?;
        self.record_around(work, caller, desk, change).await
    }

    async fn checked(&self, work: &mut Work, (desk, p): (&Desk, &mut Problems), raw: &RawTerms) -> Result<Terms> {
        let today = work.today();
        let within = (&desk.scope, desk.case.engagement.id);
        let mut promises = [None, None];
        let texts = [
            ("secrecy", &raw.secrecy_from, &raw.secrecy_until, &raw.secrecy_paper),
            ("contract", &raw.contract_from, &raw.contract_until, &raw.contract_paper),
        ];
        for (slot, (name, from, until, paper)) in promises.iter_mut().zip(texts) {
            let field = |part: &str| format!("{name}_{part}");
            let first = day(p, &field("from"), from);
            let last = day(p, &field("until"), until);
            let paper = file(&mut work.tx, within, p, (&field("paper"), paper)).await?;
            if first.is_none() && from.trim().is_empty() && (last.is_some() || paper.is_some()) {
                p.add(FieldError::new(field("from"), Problem::Missing));
            }
            *slot = first.map(|from| Promise { from, until: last, paper });
        }
        let [secrecy, contract] = promises;
        let version = p.optional("rule_version", &raw.rule_version);
        let accepted_on = past(p, ("rule_accepted_on", &raw.rule_accepted_on), today);
        let accepted_by = p.optional("rule_accepted_by", &raw.rule_accepted_by);
        let paper = file(&mut work.tx, within, p, ("rule_paper", &raw.rule_paper)).await?;
        if version.is_none() && raw.rule_version.trim().is_empty() && (accepted_on.is_some() || accepted_by.is_some()) {
            p.add(FieldError::new("rule_version", Problem::Missing));
        }
        let rule = version.map(|version| HandlingRule { version, accepted_on, accepted_by, paper });
        let note = p.keep("note", raw.note.parse()).unwrap_or_default();
        Ok(Terms { secrecy, contract, rule, note })
    }
}

const fn handler_act(known: bool) -> Action {
    if known { action!("handler.change") } else { action!("handler.name") }
}

fn still_given(access: &GivenAccess) -> Result<()> {
    if access.revoked_on.is_none() {
        return Ok(());
    }
    Err(Error::conflict("このアクセスはすでに取り消されています", "This access was taken away already"))
}
