use super::*;
use crate::page::{LedgerState, Nav, Theme};

fn shell(lang: Lang) -> Shell {
    Shell {
        lang,
        theme: Theme::Auto,
        organisation: String::new(),
        nav: Nav::Engagements,
        person: None,
        may: Vec::new(),
        engagements: None,
        approvals: 0,
        ledger: LedgerState::NotYet,
        said: None,
        path: "/".to_owned(),
        now: "2026-06-11T01:00:00Z".parse().unwrap(),
    }
}

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn whole() -> Pairs {
    pairs(&[
        ("title", "窓口システムの運用"),
        ("summary", "監視と保守"),
        ("category", "remote_operation"),
        ("category_fit", "by_analogy"),
        ("system", "窓口システム"),
        ("activities", "operation"),
        ("activities", "maintenance"),
        ("information", "personal"),
        ("people_count", "１２，４８０人"),
        ("places", "contractor_premises"),
        ("connection", "remote"),
        ("rights_reach_all", "yes"),
        ("term.from", "令和8年7月1日"),
        ("term.to", "2027-03-31"),
        ("amount", "48,620,000円"),
        ("subcontracting", "no"),
        ("accounts", "no"),
    ])
}

fn with(field: &str, value: &str) -> Pairs {
    let mut out: Pairs = whole().into_iter().filter(|(name, _)| name != field).collect();
    out.push((field.to_owned(), value.to_owned()));
    out
}

fn fields(errors: &[FieldError]) -> Vec<(&str, &str)> {
    errors.iter().map(|e| (e.field.as_str(), e.problem.code())).collect()
}

#[test]
fn a_filled_form_is_read_and_filled_again() {
    let items = parse_items(&pairs(&[("items[0].name", "住民記録"), ("items[0].access", "accessible")])).unwrap();
    let facts = parse(&whole(), items.clone()).unwrap();
    assert_eq!(facts.people_count, Some(12_480));
    assert_eq!(facts.term.unwrap().from().to_string(), "2026-07-01");
    assert_eq!(facts.installation_opens_critical, Answer::Unknown);
    for lang in Lang::ALL {
        let form = fill(Form::new("facts"), &facts, *lang);
        assert_eq!(form.value("amount"), "48,620,000");
        assert!(form.has("activities", "operation") && form.has("activities", "maintenance"));
        assert_eq!(form.value("items[0].access"), "accessible");
        let back: Pairs = [
            "title",
            "summary",
            "category",
            "category_fit",
            "system",
            "people_count",
            "places",
            "connection",
            "installation_opens_critical",
            "rights_reach_all",
            "term.from",
            "term.to",
            "amount",
            "contractor",
            "subcontracting",
            "accounts",
            "information",
        ]
        .iter()
        .map(|field| ((*field).to_owned(), form.value(field).to_owned()))
        .chain(facts.activities.iter().map(|a| ("activities".to_owned(), a.code().to_owned())))
        .collect();
        assert_eq!(parse(&back, items.clone()).unwrap(), facts, "{lang:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let errors = parse(&Vec::new(), Vec::new()).unwrap_err();
    let expected = ["title", "category", "system", "activities", "information", "places", "connection"];
    assert_eq!(fields(&errors), expected.map(|field| (field, "missing")));

    let bad = pairs(&[
        ("title", "題\u{7}"),
        ("category", "<script>"),
        ("category_fit", "perhaps"),
        ("system", "あ"),
        ("activities", "operation"),
        ("activities", "' or 1=1"),
        ("information", "personal"),
        ("information", "public_only"),
        ("people_count", "たくさん"),
        ("places", "moon"),
        ("connection", "unknown"),
        ("rights_reach_all", "maybe"),
        ("term.from", "2026-02-30"),
        ("term.to", "2026-03-01"),
        ("amount", "-1"),
        ("contractor", "con_1"),
        ("subcontracting", "…"),
        ("accounts", "…"),
    ]);
    let errors = parse(&bad, Vec::new()).unwrap_err();
    let named = fields(&errors);
    for expected in [
        ("title", "control_character"),
        ("category", "not_one_of"),
        ("category_fit", "not_one_of"),
        ("activities", "not_one_of"),
        ("people_count", "form"),
        ("places", "not_one_of"),
        ("rights_reach_all", "not_one_of"),
        ("term.from", "form"),
        ("amount", "out_of_range"),
        ("contractor", "form"),
        ("subcontracting", "not_one_of"),
        ("accounts", "not_one_of"),
        ("information", "rule"),
    ] {
        assert!(named.contains(&expected), "{expected:?} in {named:?}");
    }
    assert_eq!(named.iter().filter(|(field, _)| *field == "places").count(), 1, "one field, one reason");
}

#[test]
fn a_term_has_two_days_in_order() {
    let says = |from: &str, to: &str| {
        let mut form = with("term.from", from);
        form.retain(|(name, _)| name != "term.to");
        form.push(("term.to".to_owned(), to.to_owned()));
        parse(&form, Vec::new()).err().unwrap_or_default()
    };
    assert_eq!(fields(&says("2026-07-01", " ")), [("term.to", "rule")]);
    assert_eq!(fields(&says("", "2026-07-01")), [("term.from", "rule")]);
    assert_eq!(fields(&says("2026-07-01", "2026-06-30")), [("term.to", "before")]);
    assert_eq!(fields(&says("", "")), []);
    assert_eq!(fields(&says("あした", "")), [("term.from", "form"), ("term.to", "rule")]);
}

#[test]
fn numbers_have_bounds() {
    assert_eq!(
        fields(&parse(&with("people_count", "5000000000"), Vec::new()).unwrap_err()),
        [("people_count", "out_of_range")]
    );
    let digits = "9".repeat(400);
    assert_eq!(fields(&parse(&with("amount", &digits), Vec::new()).unwrap_err()), [("amount", "form")]);
    assert_eq!(fields(&parse(&with("title", &digits), Vec::new()).unwrap_err()), [("title", "too_long")]);
}

#[test]
fn critical_items_contradict_public_information() {
    let items = parse_items(&pairs(&[("items[0].name", "台帳"), ("items[0].criticality", "critical")])).unwrap();
    assert_eq!(fields(&parse(&with("information", "public_only"), items).unwrap_err()), [("information", "rule")]);
}

#[test]
fn rows_without_a_name_are_no_rows_and_errors_keep_their_row() {
    let rows = pairs(&[
        ("items[0].name", "  "),
        ("items[0].access", "provided"),
        ("items[3].name", "住民記録"),
        ("items[3].access", "thrown"),
        ("items[7].name", "住民記録"),
        ("items[7].criticality", "critical"),
        ("items[7].needed_for", "operation"),
        ("items[9].name", "長".repeat(121).as_str()),
        ("items[x].name", "?"),
        ("items[-1].name", "?"),
        ("items[99999999999999999999].name", "?"),
        ("items[].name", "?"),
        ("items[1", "?"),
    ]);
    let errors = parse_items(&rows).unwrap_err();
    assert_eq!(
        fields(&errors),
        [("items[3].access", "not_one_of"), ("items[7].name", "taken"), ("items[9].name", "too_long")]
    );
    let read = read_items(&rows).0;
    assert_eq!(read.len(), 1);
    assert_eq!(parse_items(&Vec::new()).unwrap(), Vec::new());
}

#[test]
fn rows_are_bounded() {
    let hostile = pairs(&[("items[999999].name", "x")]);
    assert_eq!(fields(&parse_items(&hostile).unwrap_err()), [("", "out_of_range")]);
    assert_eq!(rows(&hostile, "items", (3, 200), true), 4);
    assert_eq!(rows(&pairs(&[("items[199].name", "x")]), "items", (3, 200), true), 200);
    assert_eq!(rows(&pairs(&[("lines[4].threat", "x")]), "lines", (5, 50), true), 6);
}

#[test]
fn half_answered_facts_are_read_with_the_most_careful_values() {
    assert!(partial(&Vec::new()).is_none());
    let first = pairs(&[("category", "processing"), ("system", "台帳"), ("activities", "processing")]);
    let facts = partial(&first).unwrap();
    assert!(facts.information.contains(&InformationKind::Unknown) && facts.places.contains(&Place::Unknown));
    assert_eq!((facts.connection, facts.rights_reach_all), (Connection::Unknown, Answer::Unknown));
    let unsaid = |field: &str| first.clone().into_iter().filter(|(name, _)| name != field).collect::<Pairs>();
    for field in ["category", "system", "activities"] {
        assert!(partial(&unsaid(field)).is_none(), "{field}");
    }
    let mut odd = first;
    odd.extend(pairs(&[("category", "?"), ("items[0].name", "a\u{0}"), ("amount", "x")]));
    assert!(partial(&odd).is_some_and(|facts| facts.items.is_empty() && facts.amount.is_none()));
}

#[test]
fn answers_are_words() {
    for lang in Lang::ALL {
        let ui = shell(*lang);
        let facts = parse(&whole(), Vec::new()).unwrap();
        let said = answers(&ui, &facts, "霧沢システム設計");
        assert!(said.iter().all(|(q, a)| !q.contains('⟨') && !a.contains('⟨') && !a.is_empty()), "{said:?}");
        assert!(said.iter().any(|(_, a)| a.contains("12,480")));
        assert!(said.iter().any(|(q, _)| *q == ui.t("f-facts-rights_reach_all")));
        assert!(!said.iter().any(|(q, _)| *q == ui.t("f-facts-installation_opens_critical")));
    }
}
