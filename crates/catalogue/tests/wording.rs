//! Clauses, articles, annexes and papers are complete and hold to the rules of good wording; unsound ones are refused.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{
    Catalogue, CatalogueProblem, Clause, EMBEDDED, Tier,
    paper::{ArticleSource, Part},
    wording::{
        Chosen, ParameterKind, ParameterValue, Passage, Pick, Piece, Placeholder, Strength, Trigger, chosen, fill,
        pieces, walk,
    },
};
use domain::{Lang, engagement::Category};

fn catalogue() -> Catalogue {
    Catalogue::load_embedded().unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// Loads the embedded files with one replaced.
fn with(name: &str, edit: impl Fn(&str) -> String) -> Vec<CatalogueProblem> {
    let files: Vec<(&str, String)> = EMBEDDED
        .iter()
        .map(|(file, text)| {
            let new = if *file == name { edit(text) } else { (*text).to_owned() };
            assert!(*file != name || new != *text, "the edit of {name} changed nothing");
            (*file, new)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    Catalogue::load_from(&files).expect_err("the files are unsound")
}

fn has(problems: &[CatalogueProblem], entry: &str, message: &str) {
    assert!(
        problems.iter().any(|p| p.entry == entry && p.message_en.contains(message)),
        "no problem [{entry}] {message} in {problems:#?}"
    );
}

/// Codes of the alternatives, or the one way where there are none.
fn codes(clause: &Clause) -> Vec<Option<&str>> {
    match clause.alternatives.as_slice() {
        [] => vec![None],
        some => some.iter().map(|a| Some(a.code.as_str())).collect(),
    }
}

/// All words of the contract text under a pick, with items.
fn words(passages: &[Passage], pick: &Pick<'_>, lang: Lang) -> String {
    fn push(out: &mut String, list: &[Chosen<'_>], lang: Lang) {
        for one in list {
            out.push_str(one.text.get(lang));
            out.push('\n');
            push(out, &one.items, lang);
        }
    }
    let mut out = String::new();
    push(&mut out, &chosen(passages, pick), lang);
    out
}

struct Facts {
    facts: BTreeSet<Trigger>,
    off: BTreeSet<String>,
}

impl Facts {
    fn none() -> Self {
        Self { facts: BTreeSet::new(), off: BTreeSet::new() }
    }
    fn pick<'a>(&'a self, strength: Strength, alternative: Option<&'a str>, category: Option<Category>) -> Pick<'a> {
        Pick { strength, alternative, category, facts: &self.facts, off: &self.off }
    }
}

fn clause<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Clause {
    catalogue.clause(&id.parse().unwrap()).unwrap()
}

#[test]
fn the_families_are_complete() {
    let catalogue = catalogue();
    let ids: Vec<String> = catalogue.clauses().iter().map(|c| c.id.to_string()).collect();
    let expected: Vec<String> = (1..=32).map(|n| format!("KL-{n:02}")).collect();
    assert_eq!(ids, expected);
    let must =
        |tier| -> Vec<&str> { catalogue.clauses().iter().filter(|c| c.tier == tier).map(|c| c.id.as_str()).collect() };
    assert_eq!(must(Tier::Must), ["KL-02", "KL-03", "KL-15", "KL-22", "KL-31"]);
    assert_eq!(must(Tier::MustWithPersonalData), ["KL-29", "KL-30"]);
    assert_eq!(catalogue.papers().len(), 18);
    let numbers: BTreeSet<&str> = catalogue.papers().iter().map(|p| p.form_number.get(Lang::Ja)).collect();
    assert_eq!(numbers.len(), 18, "form numbers are unique");
}

#[test]
fn every_row_of_both_tables_has_a_clause() {
    let catalogue = catalogue();
    let rows: BTreeSet<&str> = catalogue.clauses().iter().flat_map(|c| c.rows.iter().map(String::as_str)).collect();
    let t1 = (1..=11).map(|n| format!("T1-{n}")).chain(["T1-x".to_owned()]);
    for row in t1.chain((1..=13).map(|n| format!("T2-{n}"))) {
        assert!(rows.contains(row.as_str()), "no clause for {row}");
    }
    for category in Category::ALL {
        let own: BTreeSet<&str> = catalogue.clauses_of(*category).map(|c| c.id.as_str()).collect();
        for must in ["KL-01", "KL-02", "KL-03", "KL-04", "KL-15", "KL-17", "KL-20", "KL-22", "KL-31"] {
            assert!(own.contains(must), "{category} lacks {must}");
        }
        assert_eq!(own.contains("KL-25"), *category == Category::Build);
    }
}

#[test]
fn strengths_differ_and_each_obliges_with_a_figure_or_an_annex() {
    let catalogue = catalogue();
    let none = Facts::none();
    for clause in catalogue.clauses() {
        for code in codes(clause) {
            let mut seen = BTreeSet::new();
            for strength in Strength::ALL {
                let text = words(&clause.contract, &none.pick(*strength, code, None), Lang::Ja);
                let firm = pieces(&text).unwrap().iter().any(|piece| match piece {
                    Piece::Plain(plain) => plain.bytes().any(|b| b.is_ascii_digit()),
                    Piece::Hole(Placeholder::Annex(_)) => true,
                    Piece::Hole(Placeholder::Name(name)) => clause.parameters.iter().any(|p| {
                        p.name == *name
                            && (p.kind.is_number() || matches!(p.kind, ParameterKind::Date | ParameterKind::Ref))
                    }),
                    Piece::Hole(Placeholder::Article(_)) => false,
                });
                // The one text without a figure on purpose: secrecy that lasts until the information is public.
                let timeless = clause.id.as_str() == "KL-04" && code == Some("b");
                assert!(firm || timeless, "{} {strength} {code:?} has neither figure nor annex", clause.id);
                assert!(
                    ["ものとする", "なければならない", "てはならない"].iter().any(|end| text.contains(end)),
                    "{} {code:?} {strength}: {text}",
                    clause.id
                );
                seen.insert(text);
            }
            assert_eq!(seen.len(), 3, "{} {code:?}: two strengths are the same", clause.id);
        }
    }
}

#[test]
fn must_haves_say_what_they_must() {
    let catalogue = catalogue();
    let none = Facts::none();
    let says = |id: &str, code: Option<&str>, parts: &[&str]| {
        for strength in Strength::ALL {
            let text = words(&clause(&catalogue, id).contract, &none.pick(*strength, code, None), Lang::Ja);
            for part in parts {
                assert!(text.contains(part), "{id} {code:?} {strength} lacks {part}: {text}");
            }
        }
    };
    says("KL-15", None, &["疑い", "再委託先", "{report_hours}時間以内", "保全", "協力"]);
    for code in ["a", "b", "c"] {
        says(
            "KL-03",
            Some(code),
            &["複製物", "{return_days}日以内", "復元できない", "報告書", "{proof_days}日以内", "バックアップ"],
        );
    }
    for code in ["a", "b"] {
        says("KL-02", Some(code), &["{purpose}のためにだけ", "公に知られ", "独自に作り出した", "法令"]);
    }
    says("KL-22", Some("a"), &["全部又は一部", "ならない"]);
    says("KL-22", Some("b"), &["全部を第三者", "事前の承諾", "同じ義務", "報告", "段数"]);
    says("KL-04", Some("a"), &["{survival_months}か月"]);
    for code in ["a", "b"] {
        says("KL-19", Some(code), &["{notice_days}営業日前", "再委託先", "立入り"]);
        says("KL-31", Some(code), &["退職した者", "再委託先", "調査", "通知"]);
    }
}

#[test]
fn events_of_an_incident_follow_the_category() {
    let catalogue = catalogue();
    let none = Facts::none();
    let text = |category| {
        words(&clause(&catalogue, "KL-15").contract, &none.pick(Strength::Standard, None, Some(category)), Lang::Ja)
    };
    assert!(text(Category::RemoteOperation).contains("侵入、サービスの提供を妨げる攻撃"));
    assert!(text(Category::RemoteOperation).contains("{annex:emergency-plan}"));
    assert!(text(Category::Build).contains("本業務に関わりのない{client}の情報"));
    assert!(!text(Category::Build).contains("{annex:emergency-plan}"));
    assert!(!text(Category::Processing).contains("本業務に関わりのない{client}の情報"));
    let mut personal = Facts::none();
    personal.facts.insert(Trigger::PersonalData);
    let pick = personal.pick(Strength::Standard, None, Some(Category::Processing));
    assert!(words(&clause(&catalogue, "KL-15").contract, &pick, Lang::Ja).contains("個人情報の保護に関する法律"));
}

#[test]
fn no_text_has_the_known_defects_of_samples() {
    let catalogue = catalogue();
    let clauses = catalogue.clauses().iter().flat_map(|c| walk(&c.contract).map(move |p| (c.id.as_str(), p)));
    let articles = catalogue.articles().iter().flat_map(|a| walk(&a.contract).map(move |p| (a.id.as_str(), p)));
    for (id, passage) in clauses.chain(articles) {
        let ja = passage.text.get(Lang::Ja);
        // Relative references go wrong when a passage drops out; names of other documents do not belong in a contract.
        for word in
            ["前項", "次項", "前条", "次条", "前号", "本規程", "善管", "善良な管理者", "第一項", "第1項", "府省庁"]
        {
            assert!(!ja.contains(word), "{id}: {word}");
        }
        let en = passage.text.get(Lang::En);
        for word in ["preceding paragraph", "the foregoing", "good manager", " must ", "may not "] {
            assert!(!en.contains(word), "{id}: {word}");
        }
    }
}

/// An article that a text cites stands in every paper that holds the text.
#[test]
fn citations_arrive() {
    let catalogue = catalogue();
    let always: BTreeMap<&str, BTreeSet<Category>> = catalogue
        .clauses()
        .iter()
        .filter(|c| c.conditions.contains(&Trigger::Always))
        .map(|c| (c.id.as_str(), c.categories.iter().copied().collect()))
        .collect();
    let cited = |passages: &[Passage]| -> BTreeSet<String> {
        let holes = walk(passages).flat_map(|p| {
            pieces(p.text.get(Lang::Ja)).unwrap().into_iter().map(|piece| match piece {
                Piece::Hole(Placeholder::Article(id)) => Some(id.to_owned()),
                _ => None,
            })
        });
        holes.flatten().collect()
    };
    for paper in catalogue.papers() {
        let named: BTreeSet<String> = paper
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Article { source, .. } => Some(String::from(source.clone())),
                _ => None,
            })
            .collect();
        let profile = paper.parts.iter().any(|p| matches!(p, Part::Clauses { .. }));
        for part in &paper.parts {
            let Part::Article { source, .. } = part else { continue };
            let passages = match source {
                ArticleSource::Clause(id) => &catalogue.clause(id).unwrap().contract,
                ArticleSource::Article(id) => &catalogue.article(id).unwrap().contract,
            };
            for id in cited(passages) {
                let arrives = named.contains(&id) || (profile && always.contains_key(id.as_str()));
                assert!(arrives, "{}: {source:?} cites {id}, which the paper does not hold", paper.id);
            }
        }
    }
    for clause in catalogue.clauses() {
        for id in cited(&clause.contract).into_iter().filter(|id| id.starts_with("KL-")) {
            let there = always
                .get(id.as_str())
                .unwrap_or_else(|| panic!("{} cites {id}, which is not always there", clause.id));
            assert!(clause.categories.iter().all(|c| there.contains(c)), "{} cites {id} in more categories", clause.id);
        }
    }
}

#[test]
fn defaults_fill_every_clause_but_what_a_person_must_say() {
    let catalogue = catalogue();
    let none = Facts::none();
    let mut open = BTreeSet::new();
    for clause in catalogue.clauses() {
        for strength in Strength::ALL {
            for lang in Lang::ALL {
                for code in codes(clause) {
                    let text = words(&clause.contract, &none.pick(*strength, code, None), *lang);
                    let filled = fill(&text, *lang, |hole| match hole {
                        Placeholder::Name(name) => default_words(clause, name, *strength, *lang),
                        Placeholder::Article(id) | Placeholder::Annex(id) => Some(id.to_owned()),
                    });
                    let left = pieces(&filled).unwrap();
                    open.extend(left.iter().filter_map(|piece| match piece {
                        Piece::Hole(Placeholder::Name(name)) => Some(format!("{} {name}", clause.id)),
                        _ => None,
                    }));
                }
            }
        }
    }
    assert_eq!(open.into_iter().collect::<Vec<_>>(), ["KL-08 st_date"], "a date is for a person to set");
}

fn default_words(clause: &Clause, name: &str, strength: Strength, lang: Lang) -> Option<String> {
    let Some(parameter) = clause.parameters.iter().find(|p| p.name == name) else { return Some("X".to_owned()) };
    Some(match parameter.default_for(strength)? {
        ParameterValue::Number(n) => n.to_string(),
        ParameterValue::Code(code) => parameter.option(code, lang).unwrap_or(code).to_owned(),
        ParameterValue::Text(text) => text.get(lang).to_owned(),
        ParameterValue::List(list) => list.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join("、"),
        ParameterValue::Bool(_) => panic!("a switch stands in no sentence"),
    })
}

#[test]
fn strict_is_never_slower_than_standard_nor_standard_than_mild() {
    let catalogue = catalogue();
    // Notice the client owes, and times of keeping, grow with strictness.
    let longer = ["_months", "notice_days", "visit_days", "apply_days"];
    for clause in catalogue.clauses() {
        let deadlines = clause.parameters.iter().filter(|p| {
            matches!(p.kind, ParameterKind::Hours | ParameterKind::Days)
                && !longer.iter().any(|end| p.name.ends_with(end))
        });
        for parameter in deadlines {
            let value = |strength| match parameter.default_for(strength) {
                Some(ParameterValue::Number(n)) => *n,
                other => panic!("{} {}: {other:?}", clause.id, parameter.name),
            };
            let (strict, standard, mild) = (value(Strength::Strict), value(Strength::Standard), value(Strength::Mild));
            assert!(strict <= standard && standard <= mild, "{} {}", clause.id, parameter.name);
        }
    }
}

#[test]
fn unsound_wording_is_refused() {
    let file = "clauses/incident.toml";
    let edit = |from: &'static str, to: &'static str| with(file, move |t| t.replacen(from, to, 1));
    has(
        &edit("{report_hours}時間以内に、{annex:contacts}", "{report_time}時間以内に、{annex:contacts}"),
        "KL-15",
        "differ",
    );
    has(&with(file, |t| t.replace("{report_hours}", "{report_time}")), "KL-15", "not declared");
    has(&with(file, |t| t.replace("{report_hours}", "{report_time}")), "KL-15", "used nowhere");
    has(&edit("default = 24\nstrict = 6", "default = 240\nstrict = 6"), "KL-15", "outside 1 to 72");
    has(
        &edit("{annex:incident-report}の様式により提出", "{annex:accident-report}の様式により提出"),
        "KL-15",
        "no article or annex",
    );
    has(&edit("次の事態が起き、又は", "〔次の事態〕が起き、又は"), "KL-15", "unfinished");
    has(&edit("報告には、気付いた日時、", "乙の報告には、気付いた日時、"), "KL-16", "must be a placeholder");
    has(&edit("報告には、気付いた日時、", "報告には、本調達の件名、気付いた日時、"), "KL-16", "procurement's word");
    has(&edit("報告には、気付いた日時、", "報告は速やかに行い、気付いた日時、"), "KL-16", "without a number");
    has(&edit("{grave_hours}時間以内、その他は", "{grave_hours時間以内、その他は"), "KL-16", "not a placeholder");
    has(&edit("\"CM-IC-01\", \"CM-IC-02\"", "\"IC-01\", \"CM-IC-02\""), "KL-15", "not an id such as");
    has(&edit("rows = [\"T1-7\"", "rows = [\"T1-12\""), "KL-15", "not a row");
    has(&with("clauses/operation.toml", |t| t.replacen("KL-15.report_hours", "KL-15.hours", 1)), "KL-14", "follows");
    has(&edit("tier = \"must\"", "tier = \"perhaps\""), "KL-15", "is not one of");
}

#[test]
fn unsound_alternatives_are_refused() {
    let file = "clauses/oversight.toml";
    let problems =
        with(file, |t| t.replacen("[[clause.alternatives]]\ncode = \"b\"", "[[clause.alternatives]]\ncode = \"c\"", 1));
    has(&problems, "KL-17", "unknown alternative");
    has(&problems, "KL-17", "no paragraph is sure to stand");
    has(&with(file, |t| t.replacen("suggested = \"a\"", "suggested = \"d\"", 1)), "KL-17", "suggested");
}

#[test]
fn unsound_papers_are_refused() {
    let edit = |file: &'static str, from: &'static str, to: &'static str| with(file, move |t| t.replacen(from, to, 1));
    has(&edit("papers/tables.toml", "key = \"offer\"", "key = \"colour\""), "priced-lines", "no column \"colour\"");
    has(
        &edit("papers/contracts.toml", "source = \"AR-24\"", "source = \"AR-99\""),
        "security-annex",
        "no article \"AR-99\"",
    );
    has(
        &edit("papers/contracts.toml", "kind = \"annexes\"", "kind = \"page_break\""),
        "security-annex",
        "needs the part annexes",
    );
    has(
        &edit("papers/agreements.toml", "annex = \"handling-table\"", "annex = \"table\""),
        "handling-rules",
        "no annex",
    );
    has(&edit("papers/internal.toml", "{permit_date}", "{end}"), "exception-permit", "differ");
    has(&edit("papers.toml", "\"nda\", ", ""), "nda", "bundle of no stage");
    has(&edit("papers.toml", "\"nda\", ", "\"mda\", "), "select", "no paper \"mda\"");
    has(&edit("papers/procurement.toml", "kind = \"clauses\"", "kind = \"poem\""), "procurement-specification", "poem");
    has(&edit("annexes.toml", "id = \"roster\"", "id = \"nda\""), "nda", "twice");
    has(&edit("articles.toml", "{study}", "{studies}"), "AR-31", "differ");
}

#[test]
fn measures_of_the_other_family_are_checked_on_demand() {
    let catalogue = catalogue();
    let all: BTreeSet<&str> = catalogue.clauses().iter().flat_map(|c| c.measures.iter().map(String::as_str)).collect();
    assert!(catalogue.check_measures(&all).is_empty());
    let mut fewer = all.clone();
    fewer.remove("CM-IC-01");
    let problems = catalogue.check_measures(&fewer);
    has(&problems, "KL-15", "no measure \"CM-IC-01\"");
    has(&problems, "KL-16", "no measure \"CM-IC-01\"");
    assert_eq!(problems.len(), 2);
}

#[test]
fn english_sentences_begin_large_and_one_day_is_singular() {
    let value = |hole: Placeholder<'_>| match hole {
        Placeholder::Name("client") => Some("the Client".to_owned()),
        Placeholder::Name("n") => Some("1".to_owned()),
        Placeholder::Article("KL-22") => Some("Article 12".to_owned()),
        _ => None,
    };
    assert_eq!(
        fill("{client} waits {n} business days. {client} acts under {article:KL-22}, {open}.", Lang::En, value),
        "The Client waits 1 business day. The Client acts under Article 12, {open}."
    );
    assert_eq!(fill("{n}日以内に{client}へ", Lang::Ja, value), "1日以内にthe Clientへ");
    assert!(pieces("a } b").is_err() && pieces("{article:kl}").is_err() && pieces("{Client}").is_err());
}

/// No paper defines a word in two articles.
#[test]
fn words_are_defined_once() {
    let catalogue = catalogue();
    let defined = |passages: &[Passage]| -> BTreeSet<String> {
        let texts: String = walk(passages).map(|p| p.text.get(Lang::Ja)).collect::<Vec<_>>().join("\n");
        let mut terms = BTreeSet::new();
        for (i, _) in texts.match_indices('「') {
            let Some((term, after)) = texts[i + '「'.len_utf8()..].split_once('」') else { continue };
            let here = texts[..i].ends_with("以下") || after.starts_with("とは");
            // A word that is explained for one article only, by "in this Article", may recur.
            if here && term.chars().count() < 16 && !texts[..i].ends_with("本条において") {
                terms.insert(term.to_owned());
            }
        }
        terms
    };
    for paper in catalogue.papers() {
        let mut by_term: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |id: &str, passages: &[Passage]| {
            for term in defined(passages) {
                by_term.entry(term).or_default().insert(id.to_owned());
            }
        };
        for part in &paper.parts {
            match part {
                Part::Article { source: ArticleSource::Clause(id), .. } => {
                    add(id.as_str(), &catalogue.clause(id).unwrap().contract)
                }
                Part::Article { source: ArticleSource::Article(id), .. } => {
                    add(id.as_str(), &catalogue.article(id).unwrap().contract)
                }
                Part::Clauses { .. } => {
                    for clause in catalogue.clauses() {
                        add(clause.id.as_str(), &clause.contract);
                    }
                }
                _ => {}
            }
        }
        by_term.retain(|_, sources| sources.len() > 1);
        assert!(by_term.is_empty(), "{}: defined twice: {by_term:?}", paper.id);
    }
}
