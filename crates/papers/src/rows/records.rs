//! Rows from the records of the engagement: information, people, rules, the permit, the decision.

use catalogue::{HandlingItem, handling::AtFirst, measure::Fact};
use domain::{
    Lang,
    engagement::{Access, InformationItem, InformationKind},
    plan::PlanValue,
};
use writer::paper::TraceId;

use super::{CellData, RowData};
use crate::{
    Both, Organisation, Person,
    compose::{Composer, Used, UsedKind},
    day::day,
    fill::{clean, user_runs},
    words::{Style, comma, words},
};

impl Composer<'_> {
    /// The list of information; the kinds of information where no list was made.
    pub(super) fn information_items(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let facts = self.order.facts;
        let due = self.clause_amount("KL-03", "return_days").map(|days| match lang {
            Lang::Ja => format!("終了後{days}以内"),
            Lang::En => format!("{days} after the end"),
        });
        let kinds: Vec<InformationKind> = facts
            .information
            .iter()
            .copied()
            .filter(|kind| !matches!(kind, InformationKind::PublicOnly | InformationKind::Unknown))
            .collect();
        if facts.items.is_empty() {
            let row = |kind: InformationKind| {
                RowData::of([("name", kind.label(lang).into()), ("kind", kind.label(lang).into())])
                    .with("due_back", due.clone())
            };
            return kinds.into_iter().map(row).collect();
        }
        let only = match kinds.as_slice() {
            [kind] => Some(kind.label(lang)),
            _ => None,
        };
        facts.items.iter().map(|item| self.information_item(item, only, due.clone())).collect()
    }

    fn information_item(&self, item: &InformationItem, kind: Option<&str>, due: Option<String>) -> RowData {
        let lang = self.order.lang;
        let purpose = item.needed_for.map_or_else(|| self.order.facts.title.as_str(), |activity| activity.label(lang));
        let access = match (item.access, lang) {
            (Access::Provided, Lang::Ja) => "提供",
            (Access::Accessible, Lang::Ja) => "閲覧",
            (Access::Provided, Lang::En) => "given",
            (Access::Accessible, Lang::En) => "seen",
        };
        RowData::of([
            ("name", user_runs(item.name.as_str()).into()),
            ("access", access.into()),
            ("purpose", clean(purpose).into()),
            ("critical", item.criticality.label(lang).into()),
        ])
        .with("kind", kind)
        .with("due_back", due)
    }

    /// Responsible persons and contacts; who is not known is left for the hand.
    pub(super) fn contacts(&mut self) -> Vec<RowData> {
        let order = self.order;
        let sides = [
            (self.side(self.client_word()), &order.about.client),
            (self.side(self.contractor_word()), &order.about.contractor),
        ];
        let mut out = Vec::new();
        for (side, about) in sides {
            for (role, person) in roles(about) {
                out.push(self.contact(&side, role.get(order.lang), person, about));
            }
        }
        out
    }

    /// A side as a person wrote it, in the words of the paper.
    pub(super) fn side_named(&self, text: &str) -> String {
        match (text, self.order.lang) {
            ("委託元", Lang::En) => self.side(self.client_word()),
            ("委託先", Lang::En) => self.side(self.contractor_word()),
            (_, lang) => self.style.named(text, lang),
        }
    }

    /// A party's name at the head of a line.
    fn side(&self, word: &str) -> String {
        let own = word.strip_prefix("the ").unwrap_or(word);
        own.to_owned()
    }

    fn contact(&self, side: &str, role: &str, person: Option<&Person>, about: &Organisation) -> RowData {
        let lang = self.order.lang;
        let row = RowData::of([("side", side.into()), ("role", role.into())]);
        let Some(person) = person else { return row };
        let unit = about.unit.as_ref().map(|unit| unit.get(lang).to_owned());
        let post = person.post.as_ref().map(|post| post.get(lang).to_owned());
        let post = self.joined([unit, post]);
        row.with("name", Some(person.name.get(lang)))
            .with("post", Some(post))
            .with("phone", person.phone.as_deref())
            .with("mail", person.mail.as_deref())
    }

    /// The rules in force for this engagement.
    pub(super) fn handling_rules(&mut self) -> Vec<RowData> {
        let order = self.order;
        let offered = order.catalogue.handling_items().iter().filter(|item| applies(item, &order.profile.facts));
        let offered: Vec<&HandlingItem> = offered.collect();
        let mut out = Vec::new();
        for item in offered {
            let id = item.id.as_str();
            self.note(Used {
                owner: id.to_owned(),
                title: Both::from(&item.title),
                what: UsedKind::Value("on".to_owned()),
            });
            if !self.is_chosen(item) {
                continue;
            }
            for parameter in &item.parameters {
                let what = UsedKind::Value(parameter.name.clone());
                self.note(Used { owner: id.to_owned(), title: Both::from(&item.title), what });
            }
            out.push(self.handling_rule(item));
        }
        out
    }

    fn is_chosen(&self, item: &HandlingItem) -> bool {
        match self.order.set(item.id.as_str(), "on") {
            Some(PlanValue::Switch(on)) => *on,
            _ => item.default == AtFirst::On,
        }
    }

    fn handling_rule(&self, item: &HandlingItem) -> RowData {
        let lang = self.order.lang;
        let set: Vec<(String, String)> =
            item.parameters.iter().filter_map(|p| Some((p.name.clone(), self.handling_value(item, p)?))).collect();
        let given: Vec<(&str, &str)> = set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let setting = self.style.named(&item.fill(lang, &given), lang);
        let all = words("すべて", "all");
        let trace = std::iter::once(TraceId::from(item.id.as_str()))
            .chain(item.clauses.iter().map(|clause| TraceId::from(clause.as_str())))
            .chain(item.measures.iter().map(|measure| TraceId::from(measure.as_str())))
            .chain(item.source.iter().map(|source| TraceId::from(source.to_string())));
        RowData::of([
            ("id", item.id.as_str().into()),
            ("rule", self.style.parties(&item.title, lang).into()),
            ("setting", setting.into()),
            ("classes", all.get(lang).into()),
        ])
        .traced(trace.collect())
    }

    fn handling_value(
        &self,
        item: &HandlingItem,
        parameter: &catalogue::handling::HandlingParameter,
    ) -> Option<String> {
        let lang = self.order.lang;
        let own = self.order.set(item.id.as_str(), &parameter.name)?;
        let translated = self.order.set(item.id.as_str(), &format!("{}_en", parameter.name));
        let text = match translated.filter(|_| lang == Lang::En).unwrap_or(own) {
            PlanValue::Number(n) => n.to_string(),
            PlanValue::Text(text) => text.to_string(),
            PlanValue::List(items) => items.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(comma(lang)),
            PlanValue::Switch(_) => return None,
        };
        let choice = parameter.choices.iter().find(|c| Lang::ALL.iter().any(|l| c.get(*l) == text));
        Some(choice.map_or_else(|| clean(&text), |choice| choice.get(lang).to_owned()))
    }

    pub(super) fn directed_measures(&mut self) -> Vec<RowData> {
        let (lang, era) = (self.order.lang, self.order.era);
        let clause = self.style == Style::Contract;
        let row = |directed: &crate::Directed| {
            RowData::of([("measure", user_runs(&directed.measure).into())])
                .with("due", directed.due.map(|date| day(date, lang, era)))
                .with("evidence", directed.evidence.as_deref().map(user_runs))
                .with("clause", clause.then(String::new).filter(|text| !text.is_empty()))
                .traced(vec!["N-5.1-5".into()])
        };
        self.order.about.directed().iter().map(row).collect()
    }

    pub(super) fn risks(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |risk: &crate::RiskAbout| {
            RowData::of([
                ("threat", user_runs(risk.threat.get(lang)).into()),
                ("measure", user_runs(&risk.measure).into()),
                ("residual", risk.residual.get(lang).into()),
            ])
            .with("likelihood", risk.likelihood.as_ref().map(|text| text.get(lang)))
            .with("impact", risk.impact.as_ref().map(|text| text.get(lang)))
            .traced(vec!["N-5.1-5".into()])
        };
        self.order.about.risks.iter().map(row).collect()
    }

    pub(super) fn judgement(&mut self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |line: &crate::JudgementLine| {
            let rule = line.rule.iter().map(|rule| TraceId::from(rule.as_str())).collect();
            RowData::of([
                ("question", user_runs(line.question.get(lang)).into()),
                ("answer", user_runs(line.answer.get(lang)).into()),
            ])
            .with("reason", line.reason.as_ref().map(|text| CellData::from(user_runs(text.get(lang)))))
            .with("rule", line.rule.as_deref())
            .traced(rule)
        };
        self.order.about.judgement.iter().map(row).collect()
    }
}

/// A role as a person wrote it, in the words of the language where it is one of ours.
pub(super) fn role_named(text: &str, lang: Lang) -> &str {
    let own = [OFFICER, TECHNICAL, EMERGENCY].into_iter().find(|role| role.get(Lang::Ja) == text);
    own.map_or(text, |role| role.get(lang))
}

const OFFICER: domain::Words = words("情報セキュリティ責任者", "Security officer");
const TECHNICAL: domain::Words = words("技術の連絡窓口", "Technical contact");
const EMERGENCY: domain::Words = words("夜間・休日の緊急連絡先", "Emergency contact, nights and holidays");

fn roles(about: &Organisation) -> [(domain::Words, Option<&Person>); 3] {
    [(OFFICER, about.officer.as_ref()), (TECHNICAL, about.technical.as_ref()), (EMERGENCY, None)]
}

fn applies(item: &HandlingItem, facts: &std::collections::BTreeSet<Fact>) -> bool {
    item.applies.iter().any(|fact| facts.contains(fact))
}
