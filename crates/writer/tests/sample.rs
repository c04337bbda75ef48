//! The sample contract in all outputs, read back.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::Lang;
use writer::docx::{self, Face};
use writer::html::{self, Tracing};
use writer::paper::{Paper, changes};
use writer::pdf;

#[path = "../examples/sample_paper/en.rs"]
mod en;
#[path = "../examples/sample_paper/ja.rs"]
mod ja;

fn both() -> [Paper; 2] {
    [ja::contract(), en::contract()]
}

/// The text of a PDF without any space, or `None` where poppler is not installed.
fn extracted(bytes: &[u8]) -> Option<String> {
    let name = format!("sekimori-writer-{}.pdf", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, bytes).unwrap();
    let output = std::process::Command::new("pdftotext").arg(&path).arg("-").output();
    std::fs::remove_file(&path).unwrap();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap().split_whitespace().collect()),
        Err(_) => {
            eprintln!("SKIPPED: pdftotext is not installed (apt-get install poppler-utils)");
            None
        }
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for paper in both() {
        assert_eq!(docx::write(&paper, Face::Gothic).unwrap(), docx::write(&paper, Face::Gothic).unwrap());
        assert_eq!(pdf::write(&paper).unwrap().bytes, pdf::write(&paper).unwrap().bytes);
    }
}

#[test]
fn the_text_of_the_pdf_can_be_read_back() {
    let [ja, en] = both();
    let pdf = pdf::write(&ja).unwrap();
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
    let Some(text) = extracted(&pdf.bytes) else { return };
    for part in [
        "情報処理業務委託契約書",
        "株式会社髙﨑システムズ",
        "第2条第1項第3号の事故を知ったときは、1時間以内に電話で",
        "別紙1業務の内容と安全管理の対策",
        "1/6",
        "【支払期日】とする。",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let text = extracted(&pdf::write(&en).unwrap().bytes).unwrap();
    assert!(text.contains("Article2,paragraph1,item(2)"), "{text}");
}

#[test]
fn a_letter_that_is_not_printed_can_still_be_read() {
    let mut paper = Paper::new(Lang::Ja, "名簿");
    paper.push(writer::paper::Part::paragraph("担当は𠮷田です。"));
    if let Some(text) = extracted(&pdf::write(&paper).unwrap().bytes) {
        assert!(text.contains("担当は𠮷田です。"), "{text}");
    }
}

#[test]
fn the_paper_survives_being_stored() {
    for paper in both() {
        let stored = serde_json::to_string(&paper).unwrap();
        let back: Paper = serde_json::from_str(&stored).unwrap();
        assert_eq!(paper, back);
        assert_eq!(changes(&paper, &back).unwrap(), []);
    }
}

#[test]
fn the_preview_has_one_title_and_every_reference_leads_somewhere() {
    for paper in both() {
        let page = html::write(&paper, 1, &Tracing::Attributes).unwrap();
        assert_eq!(page.matches("<h1").count(), 1);
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_eq!(page.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
        }
    }
}
