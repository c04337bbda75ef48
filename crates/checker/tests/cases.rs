//! Sentences and what they mean for a concept, one a line in `cases.tsv`: concept, status, kind of frame, text.
//! 甲 is the client and 乙 the vendor; in the frame `cloud` 契約者 is the client and 当社 the vendor; in `nda` both sides
//! disclose. `／` begins a new paragraph, 【…】 at the start is the title of the article.
#![cfg(test)]

use checker::{Engine, Options, check};
use reader::{Block, BlockKind, Document, Format, Place};

const CASES: &str = include_str!("cases.tsv");
/// Other words for the same things, and look-alikes.
const PARAPHRASES: &str = include_str!("paraphrases.tsv");
/// A third author's words, and a fourth's with more of what only looks like a clause. Lines that begin with `#?` are not
/// told right yet.
const WORDINGS: &str = include_str!("wordings.tsv");

fn document(text: &str) -> Document {
    let blocks = text
        .lines()
        .zip(0..)
        .filter(|(line, _)| !line.is_empty())
        .map(|(line, number)| Block {
            kind: BlockKind::Paragraph,
            label: None,
            text: line.to_owned(),
            place: Place { page: None, paragraph: number, start: 0, end: 0 },
        })
        .collect();
    Document::new(Format::Text, blocks, Vec::new())
}

fn frame(kind: &str, body: &str) -> String {
    let head = match kind {
        "cloud" => {
            "クラウドサービス利用規約\n\nこの規約は、株式会社青空（以下「当社」といいます。）が提供するサービス（以下「本サービス」といいます。）の利用条件を定めます。お申込みをされた方（以下「契約者」といいます。）は、この規約に同意したものとします。\n"
        }
        "nda" => {
            "秘密保持契約書\n\n株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、取引の検討に当たり相互に開示する情報の取扱いについて、次のとおり契約する。甲又は乙のうち情報を開示する者を「開示者」、受ける者を「受領者」という。\n"
        }
        "annex" => "個人情報の取扱いに関する特記事項\n\n発注者甲と受注者乙の契約に付属して、次の事項を定める。\n",
        "dev" => {
            "ソフトウェア開発委託契約書\n\n株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、甲が乙に委託するソフトウェアの開発（以下「本業務」という。）について、次のとおり契約する。\n"
        }
        _ => {
            "業務委託契約書\n\n株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、甲が乙に委託する業務（以下「本業務」という。）について、次のとおり契約する。\n"
        }
    };
    let (title, rest) = match body.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        Some((title, rest)) => (title, rest),
        None => ("その他", body),
    };
    let paragraphs: Vec<&str> = rest.split('／').collect();
    let mut out = format!("{head}\n第1条（業務の内容）\n乙は、別に示す仕様により業務を行う。\n\n第2条（{title}）\n");
    for (at, one) in paragraphs.iter().enumerate() {
        if at > 0 && !one.starts_with(['(', '（', '・', '①', '②', '③', '④']) {
            out.push_str(&format!("{}　", at + 1));
        }
        out.push_str(one);
        out.push('\n');
    }
    out.push_str("\n第3条（支払）\n代金は翌月末日までに支払う。\n");
    out
}

#[test]
fn every_case_is_told_right() {
    told_right(CASES);
}

#[test]
fn every_paraphrase_is_told_right() {
    told_right(PARAPHRASES);
}

#[test]
fn every_wording_is_told_right() {
    told_right(WORDINGS);
}

fn told_right(cases: &str) {
    let engine = Engine::new(catalogue::Catalogue::load_concepts().unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut fields = line.splitn(4, '\t');
        let (concept, status, kind, body) =
            (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
        let report = check(&document(&frame(kind, body)), &engine, &Options::default());
        let finding = report.finding(concept).unwrap_or_else(|| panic!("no concept {concept}"));
        count += 1;
        if finding.status.code() != status {
            wrong.push(format!("{concept}: should be {status}, is {} ({kind}): {body}", finding.status.code()));
        }
    }
    assert!(count > 200, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
}
