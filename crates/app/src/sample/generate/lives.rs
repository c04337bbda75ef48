//! One made-up engagement: what is known of it, how far it has come, and the papers that go with that.

use domain::{
    approval::{Approval, ApprovalState, Decided, Outcome, Request},
    calendar::EngagementNumber,
    engagement::{
        Access, Answer, Category, Criticality, Engagement, Facts, InformationItem, InformationKind, RawFacts, Stage,
        Standing, Term,
    },
    gate::{Declaration, Gate, Passage, PassedCondition},
    id::{ContractorId, PersonId, UnitId},
    register::{Register, RegisterList},
    risk::{DirectedMeasure, Level, Permit, RawPermit, RawRiskAnalysis, RiskAnalysis, RiskLine},
    text::{Ground, Title},
};
use jiff::{Span, Timestamp, civil::Date};
use rules::gates::Status;
use store::engagements::Projection;

use super::{
    Making,
    organisation::Cast,
    words::{Luck, WorkKind},
};
use crate::{
    App, Error, Result,
    clock::day_in_japan,
    engagements::CaseFile,
    sample::{marks, script::Script},
};

/// Contractors with their names.
pub(super) type Firms = [(ContractorId, String)];

/// An engagement with everything to be written of it.
pub(super) struct Life {
    pub(super) file: CaseFile,
    pub(super) passages: Vec<Passage>,
}

/// What is fixed of an engagement before its facts.
struct Sketch<'w> {
    created: Timestamp,
    day: Date,
    term: Term,
    stage: Stage,
    standing: Standing,
    work: &'w WorkKind,
    system: Title,
    register: Register,
    unit: UnitId,
    owner: PersonId,
}

fn words<T: std::str::FromStr<Err = domain::Problem>>(text: &str) -> Result<T> {
    text.parse().map_err(|e| Error::internal(format!("sample: {text}: {e}")))
}

impl Sketch<'_> {
    fn listed(&self) -> Option<RegisterList> {
        self.register.entries.first().map(|e| e.list)
    }

    /// An instant some days after the beginning, but not beyond now.
    fn after(&self, days: i64, app: &App, today: Date) -> Timestamp {
        let at = self.created.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24)));
        let last = super::instant(today, "08:30").unwrap_or_else(|_| app.clock().now());
        at.unwrap_or(last).min(last).max(self.created)
    }
}

impl Making<'_> {
    /// Makes the n-th engagement up.
    pub(super) fn live(
        &self,
        luck: &mut Luck,
        (n, number): (u32, EngagementNumber),
        (cast, firms): (&Cast, &Firms),
        script: &Script,
    ) -> Result<Life> {
        let sketch = self.sketch(luck, n, cast)?;
        let (facts, contractor_name) = self.facts(luck, &sketch, firms)?;
        let since = sketch.after(days_to(sketch.stage), &self.app, self.today);
        let engagement = Engagement {
            id: self.app.mint(),
            number,
            unit: sketch.unit,
            owner: sketch.owner,
            stage: sketch.stage,
            stage_since: day_in_japan(since),
            standing: sketch.standing,
            facts,
            register_version: sketch.register.version,
            entry: None,
            split_from: None,
            created_at: sketch.created,
            updated_at: since,
            revision: 1,
        };
        let approvals = self.approvals(luck, &sketch, (&engagement, cast))?;
        let file = CaseFile {
            engagement,
            projection: Projection { contractor_name, due: None, unmet: 0, waiting_since: None },
            register: sketch.register.clone(),
            approvals,
            waivers: Vec::new(),
            declarations: Vec::new(),
            plan: store::papers::KeptPlan::default(),
            contracts: Vec::new(),
            selection: None,
            service: crate::engagements::case::Service::default(),
            documents: Vec::new(),
        };
        let mut life = Life { file, passages: Vec::new() };
        self.papers(luck, &sketch, (&mut life, n), script)?;
        life.file.project(self.app.catalogue(), self.today);
        Ok(life)
    }

    fn sketch<'w>(&'w self, luck: &mut Luck, n: u32, cast: &Cast) -> Result<Sketch<'w>> {
        let created = self.moment(n)?;
        let day = day_in_japan(created);
        let (unit, people) = luck.pick(&cast.sections)?;
        let (system, register) = luck.pick(&cast.systems)?.clone();
        let months = *luck.pick(&[6i64, 12, 12, 12, 24, 36, 36, 36, 60, 60, 60])?;
        let from = marks::day(day, luck.between(60, 140)).last_of_month().tomorrow().map_err(Error::internal)?;
        let to = from.saturating_add(Span::new().months(months)).yesterday().map_err(Error::internal)?;
        let stage = self.stage(luck, day, (from, to));
        let standing = match luck.below(100) {
            0 | 1 => Standing::InHouse,
            2..=4 => Standing::Withdrawn,
            _ => Standing::Open,
        };
        let stage = if standing == Standing::Open { stage } else { Stage::Decide };
        let term = Term::new(from, to).map_err(Error::internal)?;
        let owner = *luck.pick(people)?;
        let work = self.words.work(luck)?;
        Ok(Sketch { created, day, term, stage, standing, work, system, register, unit: *unit, owner })
    }

    /// How far an engagement of that age and term has come, give or take.
    fn stage(&self, luck: &mut Luck, day: Date, (from, to): (Date, Date)) -> Stage {
        let age = luck.between(-12, 12).saturating_add(i64::from(day.until(self.today).map_or(0, |s| s.get_days())));
        let late = luck.between(0, 40);
        let since = |d: Date| i64::from(d.until(self.today).map_or(0, |s| s.get_days()));
        if since(from) < 0 || luck.in_hundred(1) {
            return match age {
                ..25 => Stage::Decide,
                25..60 => Stage::Procure,
                60..85 => Stage::Select,
                _ => Stage::Contract,
            };
        }
        match since(to) {
            days if days <= late => Stage::Run,
            days if days <= late.saturating_add(45) => Stage::Accept,
            _ => Stage::Close,
        }
    }

    fn facts(&self, luck: &mut Luck, sketch: &Sketch<'_>, firms: &Firms) -> Result<(Facts, String)> {
        let work = sketch.work;
        let information = luck.pick(&work.information)?.clone();
        let firm = match sketch.stage {
            Stage::Decide | Stage::Procure => None,
            Stage::Select if luck.in_hundred(30) => None,
            _ => some(luck, firms)?,
        };
        let open = sketch.stage == Stage::Decide && luck.in_hundred(25);
        let answered = |luck: &mut Luck, yes: u64| match (open, luck.in_hundred(yes)) {
            (true, _) => Answer::Unknown,
            (false, true) => Answer::Yes,
            (false, false) => Answer::No,
        };
        let personal = information.contains(&InformationKind::Personal);
        let raw = RawFacts {
            title: heading(luck, sketch)?,
            summary: words(&format!("{}について、{}に当たる作業を頼む。", sketch.system, work.category.words().ja))?,
            category: work.category,
            category_fit: domain::engagement::CategoryFit::Direct,
            system: sketch.system.clone(),
            activities: work.activities.clone(),
            people_count: personal.then(|| u32::try_from(luck.between(40, 90_000)).unwrap_or(40)),
            items: items(luck, sketch, &information)?,
            information,
            places: luck.pick(&work.places)?.clone(),
            connection: *luck.pick(&work.connections)?,
            installation_opens_critical: if work.category == Category::Build {
                answered(luck, 0)
            } else {
                Answer::Unknown
            },
            rights_reach_all: if work.category.is_operation() { answered(luck, 35) } else { Answer::Unknown },
            term: Some(sketch.term),
            amount: Some(price(luck, work.amount).try_into().map_err(Error::internal)?),
            contractor: firm.map(|f| f.0),
            subcontracting: *luck.pick(&[
                Answer::Yes,
                Answer::Yes,
                Answer::No,
                Answer::No,
                Answer::No,
                Answer::Unknown,
            ])?,
            accounts: Answer::Unknown,
        };
        let facts = Facts::try_from(raw).map_err(|e| Error::Invalid(e.0))?;
        Ok((facts, firm.map(|f| f.1.clone()).unwrap_or_default()))
    }

    /// The requests an engagement of this kind has behind it or before it.
    fn approvals(
        &self,
        luck: &mut Luck,
        sketch: &Sketch<'_>,
        (engagement, cast): (&Engagement, &Cast),
    ) -> Result<Vec<Approval>> {
        let critical = match sketch.listed() {
            Some(RegisterList::NonCritical) => return Ok(Vec::new()),
            Some(RegisterList::Critical) => true,
            None => false,
        };
        let settled = sketch.stage != Stage::Decide;
        let turn = luck.below(10);
        if !settled && turn < 3 {
            return Ok(Vec::new());
        }
        let officer = *luck.pick(&cast.officers)?;
        let at = sketch.after(7, &self.app, self.today);
        let (state, outcome) = match turn {
            _ if settled => (ApprovalState::Approved, Some(granted(sketch, critical, (officer, at))?)),
            3..=6 if sketch.standing == Standing::Open => (ApprovalState::Pending, None),
            7 | 8 => (ApprovalState::SentBack, Some(Outcome::SentBack)),
            _ => (ApprovalState::Withdrawn, Some(Outcome::Withdrawn)),
        };
        let reason: Ground = words("内容を確かめ、上のとおりとした")?;
        let by = if state == ApprovalState::Withdrawn { sketch.owner } else { officer };
        let decided =
            outcome.map(|outcome| Decided { outcome, by, on_behalf_of: None, at, reason, same_person: false });
        Ok(vec![Approval {
            id: self.app.mint(),
            engagement: Some(engagement.id),
            unit: sketch.unit,
            request: asked(sketch, critical)?,
            requested_by: sketch.owner,
            requested_at: sketch.after(4, &self.app, self.today),
            state,
            decided,
            revision: 1,
        }])
    }

    /// Declarations for the gate ahead; for one in ten also what lies behind.
    fn papers(&self, luck: &mut Luck, sketch: &Sketch<'_>, (life, n): (&mut Life, u32), script: &Script) -> Result<()> {
        let whole = n.is_multiple_of(10);
        let behind = Stage::ALL.iter().copied().take_while(|s| *s != sketch.stage).filter(|_| whole);
        for stage in behind {
            life.file.engagement.stage = stage;
            let at = sketch.after(days_to(stage).saturating_add(15), &self.app, self.today);
            self.declare(luck, (100, at), &mut life.file, script)?;
            let report = life.file.gate(self.app.catalogue(), self.today);
            let told = |c: &rules::gates::ConditionReport| PassedCondition {
                id: c.id.clone(),
                status: c.status.code().to_owned(),
                ja: c.because.iter().map(|r| r.text(self.app.catalogue(), domain::Lang::Ja)).collect(),
                en: c.because.iter().map(|r| r.text(self.app.catalogue(), domain::Lang::En)).collect(),
            };
            life.passages.push(Passage {
                engagement: life.file.engagement.id,
                gate: Gate::leaving(stage),
                at,
                by: sketch.owner,
                on_behalf_of: None,
                conditions: report.conditions.iter().map(told).collect(),
            });
        }
        life.file.engagement.stage = sketch.stage;
        if sketch.standing != Standing::Open {
            return Ok(());
        }
        // most work in service has not been declared at all, and nobody minds before its end
        let often = match sketch.stage {
            Stage::Run => luck.below(20),
            Stage::Close => luck.between(60, 140).try_into().unwrap_or(100),
            _ => luck.below(120),
        };
        let at = sketch.after(days_to(sketch.stage).saturating_add(3), &self.app, self.today);
        self.declare(luck, (often, at), &mut life.file, script)
    }

    /// Declares open conditions of the gate ahead, each so often in a hundred.
    fn declare(
        &self,
        luck: &mut Luck,
        (often, at): (u64, Timestamp),
        file: &mut CaseFile,
        script: &Script,
    ) -> Result<()> {
        let report = file.gate(self.app.catalogue(), self.today);
        for condition in report.conditions {
            let open = condition.status == Status::Unmet
                && condition.fix.as_ref().is_some_and(|fix| fix.declarable().is_some());
            if !open || !luck.in_hundred(often) {
                continue;
            }
            let turn = usize::try_from(luck.below(12)).unwrap_or(0);
            let note = script.note(condition.id.as_str(), turn)?;
            file.declarations.push(Declaration {
                id: self.app.mint(),
                engagement: file.engagement.id,
                condition: condition.id,
                declared_by: file.engagement.owner,
                declared_at: at,
                note: words(&marks::fill(note, day_in_japan(at), &file.projection.contractor_name))?,
                attachment: None,
            });
        }
        Ok(())
    }
}

/// Days from the beginning until a stage is usually reached.
const fn days_to(stage: Stage) -> i64 {
    match stage {
        Stage::Decide => 0,
        Stage::Procure => 25,
        Stage::Select => 60,
        Stage::Contract => 85,
        Stage::Run => 115,
        Stage::Accept => 300,
        Stage::Close => 340,
    }
}

/// A contractor; a few have much of the work.
fn some<'f>(luck: &mut Luck, firms: &'f Firms) -> Result<Option<&'f (ContractorId, String)>> {
    let all = u64::try_from(firms.len()).map_err(Error::internal)?;
    let bound = luck.below(all).saturating_add(1);
    let place = usize::try_from(luck.below(bound)).map_err(Error::internal)?;
    Ok(firms.get(place))
}

fn heading(luck: &mut Luck, sketch: &Sketch<'_>) -> Result<Title> {
    let plain = luck.pick(&sketch.work.titles)?.replace("{系}", sketch.system.as_str());
    let year = marks::fill("{年度}", sketch.term.from(), "");
    match luck.below(10) {
        0..=6 => words(&format!("{plain}（{year}）")),
        7 => words(&format!("{plain} 第{}期", luck.between(2, 9))),
        _ => words(&plain),
    }
}

fn items(
    luck: &mut Luck,
    sketch: &Sketch<'_>,
    information: &std::collections::BTreeSet<InformationKind>,
) -> Result<Vec<InformationItem>> {
    if information.contains(&InformationKind::PublicOnly) {
        return Ok(Vec::new());
    }
    let often = if sketch.stage == Stage::Decide { 15 } else { 0 };
    let wanted = usize::try_from(luck.between(1, 3)).unwrap_or(1);
    let mut out = Vec::new();
    for (n, name) in sketch.work.items.iter().take(wanted).enumerate() {
        let criticality = if sketch.listed() == Some(RegisterList::Critical) && n == 0 {
            Criticality::Critical
        } else if luck.in_hundred(often) {
            Criticality::Unjudged
        } else {
            Criticality::NotCritical
        };
        let access = *luck.pick(&[Access::Provided, Access::Accessible])?;
        out.push(InformationItem { name: words(name)?, access, criticality, needed_for: None });
    }
    Ok(out)
}

/// A price with tax; small ones are many.
fn price(luck: &mut Luck, (least, most): (i64, i64)) -> i64 {
    let top = if luck.in_hundred(70) { least.saturating_mul(5).min(most) } else { most };
    luck.between(least / 1100, top / 1100).saturating_mul(1100)
}

fn asked(sketch: &Sketch<'_>, critical: bool) -> Result<Request> {
    if !critical {
        let text = format!("{}に関する作業です。付録1に見当たらないため、判断をお願いします。", sketch.system);
        return Ok(Request::Criticality { explanation: words(&text)? });
    }
    let raw = RawRiskAnalysis {
        necessity: words("庁内に行える者がおらず、期限までに終える方法がほかにないため")?,
        lines: vec![RiskLine {
            threat: words("TH-05")?,
            before: Level::High,
            measures: words("権限は作業の日だけ貸し出し、職員が立ち会う。")?,
            residual: Level::Low,
        }],
        grounds: words("立会いと記録により、職員が行う場合と大きく変わらない")?,
    };
    Ok(Request::Exception { analysis: Box::new(RiskAnalysis::try_from(raw).map_err(|e| Error::Invalid(e.0))?) })
}

fn granted(sketch: &Sketch<'_>, critical: bool, (officer, at): (PersonId, Timestamp)) -> Result<Outcome> {
    if !critical {
        return Ok(Outcome::NotCritical);
    }
    debug_assert!(sketch.day <= sketch.term.to());
    let raw = RawPermit {
        measures: vec![DirectedMeasure {
            text: words("作業は職員の立会いのもとで行い、記録を翌日に出す")?
        }],
        reason: words("対策が講じられることを確かめた")?,
        granted_by: officer,
        granted_on: day_in_japan(at),
        until: sketch.term.to().max(day_in_japan(at)),
    };
    Ok(Outcome::Permitted { permit: Box::new(Permit::try_from(raw).map_err(|e| Error::Invalid(e.0))?) })
}
