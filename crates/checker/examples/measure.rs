//! `measure [--show] [--catalogue DIR] PATH…`: macro-F1 over folders of labelled contracts (`labels.jsonl` beside the
//! texts) and the wrong ones of tables of sentences (`*.tsv`, as in `tests/cases.tsv`). With a folder of catalogue files a
//! change of a word needs no build.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use catalogue::{Catalogue, EMBEDDED};
use checker::{Engine, Options, check};
use reader::{Block, BlockKind, Document, Format, Place};

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut show, mut paths, mut folder) = (false, Vec::new(), None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--show" => show = true,
            "--catalogue" => folder = args.next().map(PathBuf::from),
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let Some(engine) = engine(folder.as_deref()) else { return };
    for path in &paths {
        let told = if path.extension().is_some_and(|e| e == "tsv") {
            table(&engine, path, show)
        } else {
            contracts(&engine, path, show)
        };
        match told {
            Some(line) => println!("{} {line}", path.display()),
            None => eprintln!("{} is no table and no folder of labelled contracts", path.display()),
        }
    }
}

fn engine(folder: Option<&Path>) -> Option<Engine> {
    let concepts = match folder {
        None => Catalogue::load_concepts().ok()?,
        Some(folder) => {
            let read: Vec<(&str, String)> = EMBEDDED
                .iter()
                .filter_map(|(name, _)| std::fs::read_to_string(folder.join(name)).ok().map(|text| (*name, text)))
                .collect();
            let files: Vec<(&str, &str)> = read.iter().map(|(name, text)| (*name, text.as_str())).collect();
            match Catalogue::load_from(&files) {
                Ok(catalogue) => catalogue.concepts().clone(),
                Err(problems) => {
                    problems.iter().for_each(|problem| eprintln!("{problem:?}"));
                    return None;
                }
            }
        }
    };
    Engine::new(concepts).map_err(|error| eprintln!("{error}")).ok()
}

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

fn contracts(engine: &Engine, folder: &Path, show: bool) -> Option<String> {
    let mut pairs: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let labels = std::fs::read_to_string(folder.join("labels.jsonl")).ok()?;
    let (mut right, mut all) = (0_u32, 0_u32);
    for line in labels.lines().filter(|line| !line.trim().is_empty()) {
        let label: serde_json::Value = serde_json::from_str(line).ok()?;
        let name = label.get("doc")?.as_str()?;
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{name}.txt"))) else { continue };
        let report = check(&document(&text), engine, &Options::default());
        for (concept, truth) in label.get("labels")?.as_object()? {
            let wanted = truth["status"].as_str()?.to_owned();
            let mut got = report.finding(concept)?.status.code().to_owned();
            if truth["also_ok"].as_array().is_some_and(|list| list.iter().any(|one| one == got.as_str())) {
                got.clone_from(&wanted);
            }
            if got != wanted && show {
                let finding = report.finding(concept)?;
                let quote = finding.places.first().map_or("", |place| place.quote.as_str());
                println!(
                    "{name:24} {concept:26} should be {wanted:8} is {got:8} {} {} | {} | {quote}",
                    truth["articles"],
                    truth["note"],
                    finding.reasons.join(",")
                );
            }
            all += 1;
            right += u32::from(got == wanted);
            pairs.entry(concept.clone()).or_default().push((wanted, got));
        }
    }
    let scores: Vec<f64> = pairs.values().map(|pairs| f1(pairs)).collect();
    let count = u32::try_from(scores.len()).ok().filter(|count| *count > 0)?;
    Some(format!(
        "macro-F1 {:.3} accuracy {:.3}",
        scores.iter().sum::<f64>() / f64::from(count),
        f64::from(right) / f64::from(all)
    ))
}

fn f1(pairs: &[(String, String)]) -> f64 {
    let statuses: BTreeSet<&String> = pairs.iter().map(|(wanted, _)| wanted).collect();
    let of = |status: &String| {
        let (mut both, mut one) = (0_u32, 0_u32);
        for (wanted, got) in pairs {
            both += u32::from(wanted == status && got == status);
            one += u32::from((wanted == status) != (got == status));
        }
        if both == 0 { 0.0 } else { f64::from(2 * both) / f64::from(2 * both + one) }
    };
    statuses.iter().map(|status| of(status)).sum::<f64>() / f64::from(u32::try_from(statuses.len()).unwrap_or(1).max(1))
}

fn table(engine: &Engine, path: &Path, show: bool) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let (mut wrong, mut all) = (0_u32, 0_u32);
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut fields = line.splitn(4, '\t');
        let (concept, status, kind, body) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let report = check(&document(&frame(kind, body)), engine, &Options::default());
        let got = report.finding(concept)?.status.code();
        all += 1;
        if got != status {
            wrong += 1;
            if show {
                println!("{concept}: should be {status}, is {got} ({kind}): {body}");
            }
        }
    }
    Some(format!("{wrong} of {all} wrong"))
}

/// The frame of a contract around one article; the same as in `tests/cases.rs`.
fn frame(kind: &str, body: &str) -> String {
    let (title, head) = match kind {
        "cloud" => (
            "クラウドサービス利用規約",
            "この規約は、株式会社青空（以下「当社」といいます。）が提供するサービス（以下「本サービス」といいます。）の利用条件を定めます。お申込みをされた方（以下「契約者」といいます。）は、この規約に同意したものとします。",
        ),
        "nda" => (
            "秘密保持契約書",
            "株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、取引の検討に当たり相互に開示する情報の取扱いについて、次のとおり契約する。甲又は乙のうち情報を開示する者を「開示者」、受ける者を「受領者」という。",
        ),
        "annex" => ("個人情報の取扱いに関する特記事項", "発注者甲と受注者乙の契約に付属して、次の事項を定める。"),
        "dev" => (
            "ソフトウェア開発委託契約書",
            "株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、甲が乙に委託するソフトウェアの開発（以下「本業務」という。）について、次のとおり契約する。",
        ),
        _ => (
            "業務委託契約書",
            "株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、甲が乙に委託する業務（以下「本業務」という。）について、次のとおり契約する。",
        ),
    };
    let (heading, rest) = body.strip_prefix('【').and_then(|rest| rest.split_once('】')).unwrap_or(("その他", body));
    let mut out = format!(
        "{title}\n\n{head}\n\n第1条（業務の内容）\n乙は、別に示す仕様により業務を行う。\n\n第2条（{heading}）\n"
    );
    for (at, one) in rest.split('／').enumerate() {
        if at > 0 && !one.starts_with(['(', '（', '・', '①', '②', '③', '④']) {
            out.push_str(&format!("{}　", at + 1));
        }
        out.push_str(one);
        out.push('\n');
    }
    out.push_str("\n第3条（支払）\n代金は翌月末日までに支払う。\n");
    out
}
