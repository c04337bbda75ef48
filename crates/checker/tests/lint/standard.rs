//! The registered standard and its profiles.

use catalogue::Catalogue;
use checker::{DocumentType, Options, Standard, Tier, check};

use crate::support::{ENGINE, contract, document, of};

fn standard(text: &str) -> Standard {
    Standard::from_toml(text, &Catalogue::load_concepts().unwrap()).unwrap()
}

#[test]
fn the_catalogue_is_the_standard_until_a_profile_says_otherwise() {
    let concepts = Catalogue::load_concepts().unwrap();
    let standard = Standard::of(&concepts);
    for concept in concepts.concepts() {
        for kind in DocumentType::ALL {
            let expected = concept.expected.iter().any(|one| one == kind.code());
            assert_eq!(
                standard.tier(*kind, &concept.id) != Tier::NotExpected,
                expected,
                "{} {}",
                concept.id,
                kind.code()
            );
        }
    }
    assert_eq!(Standard::from_toml("", &concepts).unwrap(), standard);
}

#[test]
fn a_profile_moves_concepts_and_the_report_follows() {
    let profile = standard(
        "title = \"当社\"\n[outsourcing]\nmust = [\"log_retention\"]\nnot_expected = [\"damages\"]\n[nda]\nnegotiable = [\"survival\"]\n",
    );
    assert_eq!(profile.title.as_deref(), Some("当社"));
    assert_eq!(profile.tier(DocumentType::Nda, "survival"), Tier::Negotiable);
    let text = contract("第2条（秘密保持）\n乙は、本業務で知った情報を第三者に開示してはならない。");
    let options =
        Options { standard: Some(profile), document_type: Some(DocumentType::Outsourcing), ..Options::default() };
    let report = check(&document(&text), &ENGINE, &options);
    let finding = |id| report.finding(id).unwrap();
    assert_eq!((finding("log_retention").tier, finding("log_retention").applicable), (Tier::Must, true));
    assert_eq!((finding("damages").tier, finding("damages").applicable), (Tier::NotExpected, false));
    let absent = of(&report, "L12");
    assert!(absent.iter().any(|lint| lint.ja.contains("ログ") || lint.ja.contains("記録")), "{absent:#?}");
}

#[test]
fn every_problem_is_named_with_line_value_and_what_is_allowed() {
    let concepts = Catalogue::load_concepts().unwrap();
    let text = "title = 3\n[outsourcing]\nmust = [\"damages\", \"audit\"]\nnegotiable = [\"damages\"]\nwanted = []\n[contract]\nmust = []\n[nda]\nmust = \"survival\"\n";
    let problems = Standard::from_toml(text, &concepts).unwrap_err();
    let found: Vec<(usize, &str)> = problems.iter().map(|p| (p.line, p.value.as_str())).collect();
    assert_eq!(found, [(1, "title"), (3, "audit"), (4, "damages"), (5, "wanted"), (6, "contract"), (9, "must")]);
    let audit = &problems[1];
    assert!(audit.allowed.contains(&"audit_right".to_owned()));
    assert!(audit.ja.contains("audit_right") && audit.en.contains("audit_right"));
    let unreadable = Standard::from_toml("title = \"x\"\n[outsourcing\n", &concepts).unwrap_err();
    assert_eq!(unreadable[0].line, 2);
}
