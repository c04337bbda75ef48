//! The Excel file: what is written comes back, and what is wrong is named with its place.
#![cfg(test)]

use std::{
    io::{Cursor, Read as _, Write as _},
    sync::LazyLock,
};

use catalogue::{
    Catalogue,
    measure::Evidence,
    question::{AnswerKind, Depth},
};
use domain::Lang;
use proptest::prelude::*;
use questions::{
    Answer, Answers, Asked, Proof, Question, Set, Value,
    workbook::{Cover, Fault, read, write},
};

const ID: &str = "qst_01920000000070008000000000000001";

static SET: LazyLock<Set> =
    LazyLock::new(|| Set::from_catalogue(&Catalogue::load_embedded().unwrap(), Depth::Full, &Asked::default()));

fn set() -> Set {
    SET.clone()
}

fn cover(lang: Lang) -> Cover {
    Cover {
        id: ID.into(),
        client: "霞が関省".into(),
        contractor: "株式会社霧沢システム設計".into(),
        title: "情報セキュリティの質問票".into(),
        due_on: "2026-12-20".parse().unwrap(),
        made_at: "2026-11-28T00:00:00Z".parse().unwrap(),
        lang,
    }
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let text = r#"[a-zA-Z0-9あ-んァ-ヴ一-龠 _=+@,.;:'"<>&\n()（）、。-]{1,60}"#;
    text.prop_map(move |t| t.trim().chars().take(most).collect::<String>().trim().to_owned())
        .prop_filter("something must be left", |t| t.chars().count() >= 2)
}

fn line() -> impl Strategy<Value = String> {
    words(60).prop_map(|t| t.replace('\n', " ").trim().to_owned())
}

fn proof() -> impl Strategy<Value = Proof> {
    let kind = proptest::option::of(proptest::sample::select(Evidence::ALL.to_vec()));
    (line(), kind, proptest::option::of(1_i8..=12)).prop_map(|(name, kind, month)| Proof {
        name,
        kind,
        valid_until: month.map(|m| jiff::civil::date(2027, m, 10)),
        sha256: None,
    })
}

fn value(question: &Question) -> BoxedStrategy<Value> {
    match question.kind.clone() {
        AnswerKind::Level { .. } => {
            prop_oneof![(1_u8..=5).prop_map(Value::Level), words(80).prop_map(Value::NotApplicable)].boxed()
        }
        AnswerKind::Choice { options } => {
            proptest::sample::select(options).prop_map(|o| Value::Choice(o.value)).boxed()
        }
        AnswerKind::Several { options } => {
            let most = options.len();
            proptest::sample::subsequence(options, 1..=most)
                .prop_map(|list| Value::Several(list.into_iter().map(|o| o.value).collect()))
                .boxed()
        }
        AnswerKind::YesNo => prop_oneof![Just(Value::Yes), Just(Value::No)].boxed(),
        AnswerKind::Number { min, max, .. } => (min..=max).prop_map(Value::Number).boxed(),
        AnswerKind::Date => (1_i8..=28).prop_map(|d| Value::Date(jiff::civil::date(2026, 5, d))).boxed(),
        AnswerKind::Text { most } => words(most).prop_map(Value::Text).boxed(),
        AnswerKind::File => {
            let digest = proptest::option::of(Just("ab".repeat(32)));
            (line(), digest).prop_map(|(name, sha256)| Value::File { name, sha256 }).boxed()
        }
        AnswerKind::Table { columns, .. } => {
            let row = proptest::collection::vec(words(40), columns.len());
            proptest::collection::vec(row, 1..4).prop_map(Value::Table).boxed()
        }
    }
}

fn answers(set: &Set) -> BoxedStrategy<Answers> {
    let one = |q: &Question| {
        let id = q.id.clone();
        let remark = prop_oneof![Just(String::new()), words(200)];
        let parts = (value(q), remark, proptest::collection::vec(proof(), 0..3));
        proptest::option::of(
            parts.prop_map(move |(value, remark, evidence)| (id.clone(), Answer { value, remark, evidence })),
        )
    };
    let all: Vec<_> = set.questions.iter().map(one).collect();
    all.prop_map(|list| list.into_iter().flatten().collect()).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_written_comes_back(answers in answers(&set()), japanese in any::<bool>()) {
        let lang = if japanese { Lang::Ja } else { Lang::En };
        let set = set();
        let bytes = write(&set, &answers, &cover(lang)).unwrap();
        let back = read(&bytes, &set, ID).unwrap();
        prop_assert_eq!(back.empty.len() + answers.len(), set.questions.len());
        prop_assert_eq!(back.answers, answers);
    }
}

fn small() -> Set {
    let mut set = set();
    set.questions.retain(|q| ["CM-GV-01", "CM-GV-02", "QP-02", "QP-04", "QP-12"].contains(&q.id.as_str()));
    set
}

/// The file with one text of one of its parts replaced.
fn edited(set: &Set, answers: &Answers, edit: impl Fn(&str, String) -> String) -> Vec<u8> {
    let bytes = write(set, answers, &cover(Lang::Ja)).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(edit(&name, text).as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn said(bytes: &[u8], set: &Set) -> Vec<String> {
    read(bytes, set, ID).unwrap_err().iter().map(|f| f.text(Lang::En)).collect()
}

#[test]
fn only_answer_cells_are_open_and_lists_stand_beside_them() {
    let set = small();
    let bytes = write(&set, &Answers::default(), &cover(Lang::Ja)).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    zip.by_name("xl/worksheets/sheet2.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("<sheetProtection") && sheet.contains("dataValidation"));
    let mut cover = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut cover).unwrap();
    assert!(cover.contains("COUNTA"), "progress is counted in the file");
    // an empty file is no fault: nothing was answered yet
    assert_eq!(read(&write(&set, &Answers::default(), &super_cover()).unwrap(), &set, ID).unwrap().empty.len(), 5);
}

fn super_cover() -> Cover {
    cover(Lang::En)
}

#[test]
fn every_problem_is_named_with_sheet_cell_value_and_what_is_allowed() {
    let set = small();
    let mut answers = Answers::default();
    answers.0.insert("QP-02".parse().unwrap(), Answer::new(Value::Number(77)));
    answers.0.insert("CM-GV-01".parse().unwrap(), Answer::new(Value::Level(3)));
    let row = |id: &str| set.questions.iter().position(|q| q.id.as_str() == id).unwrap() + 3;
    // the same words in every place they stand: shared strings
    let bad = edited(&set, &answers, |name, text| match name {
        "xl/sharedStrings.xml" => text.replace("<t>77</t>", "<t>many</t>"),
        _ => text,
    });
    let found = said(&bad, &set);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with(&format!("回答 F{} \"many\"", row("QP-02"))), "{found:?}");
    assert!(found[0].contains("whole number"), "{found:?}");
}

#[test]
fn a_file_that_was_bent_is_refused_with_a_reason() {
    let set = small();
    let none = Answers::default();
    let strings = |from: &'static str, to: &'static str| {
        let set = set.clone();
        move || {
            edited(&set, &Answers::default(), |name, text| match name {
                "xl/sharedStrings.xml" => text.replacen(from, to, 1),
                _ => text,
            })
        }
    };
    let column = strings("<t>answer</t>", "<t>other</t>")();
    assert!(said(&column, &set)[0].contains("column \"answer\" is missing"), "{:?}", said(&column, &set));
    let id = strings("<t>CM-GV-02</t>", "<t>CM-GV-99</t>")();
    let found = said(&id, &set);
    assert!(found.iter().any(|t| t.contains("not in the questionnaire")), "{found:?}");
    assert!(found.iter().any(|t| t.contains("row of CM-GV-02 is missing")), "{found:?}");
    let sheet = edited(&set, &none, |name, text| match name {
        "xl/workbook.xml" => text.replace("name=\"証跡\"", "name=\"別の名前\""),
        _ => text,
    });
    assert!(said(&sheet, &set)[0].contains("The sheet \"証跡\" is missing"));
    let foreign = edited(&set, &none, |name, text| match name {
        "xl/workbook.xml" => text.replace("_sekimori", "_other"),
        _ => text,
    });
    assert!(said(&foreign, &set)[0].contains("not the answer file"));
    let mut changed = set.clone();
    changed.questions[0].weight += 1;
    let other_text = write(&changed, &none, &cover(Lang::Ja)).unwrap();
    assert!(said(&other_text, &set)[0].contains("questions in the file differ"));
    let good = write(&set, &none, &cover(Lang::Ja)).unwrap();
    assert!(
        read(&good, &set, "qst_00000000000070008000000000000001").unwrap_err()[0].en.contains("another questionnaire")
    );
}

#[test]
fn formulas_and_serial_dates_are_refused() {
    let set = small();
    let mut answers = Answers::default();
    answers.0.insert("QP-02".parse().unwrap(), Answer::new(Value::Number(77)));
    answers.0.insert("QP-12".parse().unwrap(), Answer::new(Value::Date("2026-05-01".parse().unwrap())));
    let cell = |id: &str| format!("F{}", set.questions.iter().position(|q| q.id.as_str() == id).unwrap() + 3);
    let swap = |at: &str, with: &str| {
        edited(&set, &answers, |name, text| {
            if name != "xl/worksheets/sheet2.xml" {
                return text;
            }
            let from = text.find(&format!("<c r=\"{at}\"")).unwrap();
            let to = from + text[from..].find("</c>").unwrap() + 4;
            format!("{}<c r=\"{at}\">{with}</c>{}", &text[..from], &text[to..])
        })
    };
    let formula = said(&swap(&cell("QP-02"), "<f>1+1</f><v>2</v>"), &set);
    assert!(formula[0].contains("Formulas are not taken"), "{formula:?}");
    // 1904 or 1900: nobody can tell, so nobody guesses
    let serial = said(&swap(&cell("QP-12"), "<v>46143</v>"), &set);
    assert!(serial[0].contains("date has become a number"), "{serial:?}");
}

#[test]
fn what_is_no_workbook_says_what_it_is() {
    let set = small();
    let old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].to_vec();
    let wide = |t: &str| t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let xls = [old.clone(), wide("Workbook")].concat();
    let locked = [old, wide("EncryptedPackage")].concat();
    let texts = [said(b"a,b,c", &set), said(&xls, &set), said(&locked, &set)].concat();
    assert_eq!(texts.len(), 3);
    assert!(texts[2].to_lowercase().contains("password"), "{texts:?}");
    assert_ne!(texts[0], texts[1]);
}

#[test]
fn faults_speak_japanese_too() {
    let fault =
        Fault { sheet: "回答".into(), cell: "F3".into(), value: "x".into(), ja: "だめ".into(), en: "no".into() };
    assert_eq!(fault.text(Lang::Ja), "回答 F3「x」: だめ");
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read(&bytes, &small(), ID).is_err());
    }
}

/// What only looks like the code of a character stays as it was typed, and the code itself is read.
#[test]
fn codes_of_characters_are_read_strictly() {
    let set = small();
    let mut answers = Answers::default();
    for (id, text) in [("CM-GV-01", "_x+041_ と _x0041_ と _x005F_"), ("CM-GV-02", "a_x000D_b _x-041_ snake_case_")] {
        let answer = Answer { value: Value::Level(3), remark: text.into(), evidence: Vec::new() };
        answers.0.insert(id.parse().unwrap(), answer);
    }
    let bytes = write(&set, &answers, &cover(Lang::Ja)).unwrap();
    assert_eq!(read(&bytes, &set, ID).unwrap().answers, answers);
    let coded = edited(&set, &answers, |name, text| match name {
        "xl/sharedStrings.xml" => text.replace("snake_case_", "_x0041__x+041_"),
        _ => text,
    });
    let back = read(&coded, &set, ID).unwrap().answers;
    assert_eq!(back.get(&"CM-GV-02".parse().unwrap()).unwrap().remark, "a_x000D_b _x-041_ A_x+041_");
}
