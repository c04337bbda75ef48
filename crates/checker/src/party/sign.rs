//! Signs that tell the client from the vendor: titles, who entrusts, who pays, who delivers, who discloses.

use std::collections::BTreeMap;

use crate::{
    kind::DocumentType,
    party::{Body, CLIENT, CUSTOMER, SUPPLIER, Side, VENDOR, name::Name},
};

/// Gives each name a side.
pub(crate) fn judge(names: &[Name], body: &Body<'_>, mutual: bool) -> Vec<(String, Side)> {
    let mut points: BTreeMap<&str, i32> = BTreeMap::new();
    for one in names {
        let sum = title_points(one, body) + text_points(one, names, body);
        points.insert(one.name.as_str(), sum);
    }
    if body.kind == DocumentType::Nda && names.iter().all(|n| points.get(n.name.as_str()).is_none_or(|p| p.abs() < 5)) {
        discloser(names, body, &mut points, mutual);
    }
    let mut out: Vec<(String, Side)> = names
        .iter()
        .filter_map(|n| {
            let p = points.get(n.name.as_str()).copied().unwrap_or(0);
            let side = if p > 0 { Side::Client } else { Side::Vendor };
            (p != 0).then(|| (n.name.clone(), side))
        })
        .collect();
    complete(&mut out, names, &points, body, mutual);
    out
}

/// What the name itself and the words before it say.
fn title_points(one: &Name, body: &Body<'_>) -> i32 {
    let name = one.name.as_str();
    let mut points = 0;
    if CLIENT.contains(&name) {
        points += 30;
    } else if VENDOR.contains(&name) {
        points -= 30;
    } else if CUSTOMER.contains(&name) && !one.before.is_empty() {
        points += 20;
    } else if SUPPLIER.contains(&name) && !one.before.is_empty() {
        // in a secrecy agreement 提供者 provides information, not a service
        points += if body.kind == DocumentType::Nda && name.contains("提供") { 12 } else { -8 };
    }
    let near = one.before.rfind(['」', '。']).and_then(|at| one.before.get(at..)).unwrap_or(&one.before);
    let at = |words: &[&str]| words.iter().filter_map(|w| near.rfind(w).map(|i| i + w.len())).max();
    points += match (at(CLIENT), at(VENDOR)) {
        (Some(c), Some(v)) => {
            if c > v {
                12
            } else {
                -12
            }
        }
        (Some(_), None) => 12,
        (None, Some(_)) => -12,
        (None, None) => 0,
    };
    if [
        "委託を検討",
        "委託しようとする",
        "利用を希望",
        "お申込み",
        "申込みをされ",
        "申し込んだ",
        "ご利用になる",
        "利用する",
        "契約を結んだ",
        "契約を締結した",
    ]
    .iter()
    .any(|w| near.contains(w))
        && !near.contains("が提供")
    {
        points += 10;
    }
    let behind = one.after.trim_start_matches(|c: char| "といいます。う称略す)」".contains(c));
    if ["が委託する", "が発注する", "の委託する", "が任せる", "が依頼する"].iter().any(|w| behind.starts_with(w))
    {
        points += 10;
    }
    if ["が提供する", "が運営する", "が開発", "が提供し", "が運営し", "の提供する", "が販売する"]
        .iter()
        .any(|w| behind.starts_with(w))
    {
        points -= 10;
    }
    let titles = CLIENT.iter().map(|w| (w, 12)).chain(VENDOR.iter().map(|w| (w, -12)));
    for (word, sign) in titles.filter(|(word, _)| body.preamble.contains(**word)) {
        let forms = [
            format!("{word}({name})"),
            format!("{name}({word}"),
            format!("{word}「{name}」"),
            format!("{word}である{name}"),
            format!("{word}{name}"),
            format!("{word}(以下「{name}"),
            format!("{word}(以下{name}"),
            format!("{name}:{word}"),
            format!("({word})を{name}"),
            format!("{word}を{name}"),
            format!("{word}:{name}"),
        ];
        if name != *word && forms.iter().any(|form| body.preamble.contains(form.as_str())) {
            points += sign;
        }
    }
    points
}

/// What the sentences say.
fn text_points(one: &Name, names: &[Name], body: &Body<'_>) -> i32 {
    let name = one.name.as_str();
    let mut points = 0;
    for text in std::iter::once(&body.preamble).chain(body.texts).filter(|text| text.contains(name)) {
        points += subject_points(name, names, text);
        let behind: Vec<&str> = text.match_indices(name).filter_map(|(at, _)| text.get(at + name.len()..)).collect();
        for (form, sign) in FORMS {
            let count = behind.iter().filter(|rest| rest.starts_with(form)).count();
            points += sign * i32::try_from(count.min(2)).unwrap_or(0);
        }
    }
    points
}

const FORMS: &[(&str, i32)] = &[
    ("に納入する", 2),
    ("に納品する", 2),
    ("へ納入", 2),
    ("の指定する口座", -3),
    ("が指定する金融機関の口座", -3),
    ("が指定する銀行口座", -3),
    ("の指定口座", -3),
    ("が委託する", 6),
    ("の委託する", 4),
    ("が発注する", 5),
    ("が発注した", 4),
    ("から委託を受け", 5),
    ("から受託", 5),
    ("から請け負", 5),
    ("より受託", 5),
    ("の委託を受け", 5),
    ("からの委託", 4),
    ("の業務の委託", 3),
    ("の承諾を得", 1),
    ("の書面による承諾", 1),
    ("の事前の書面", 1),
    ("の従業員に係る", 1),
    ("の指示に従", 1),
];

fn subject_points(name: &str, names: &[Name], text: &str) -> i32 {
    let joined = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        ["又は", "または", "及び", "および", "と", "・", "並びに", "若しくは", "もしくは", "の"]
            .iter()
            .any(|w| before.ends_with(w))
    };
    let mut points = 0;
    for form in [format!("{name}は"), format!("{name}が"), format!("{name}より")] {
        for (at, _) in text.match_indices(form.as_str()).filter(|(at, _)| !joined(*at)) {
            let rest = text.get(at + form.len()..).unwrap_or_default();
            let end = rest.find('。').unwrap_or(rest.len());
            let other = names
                .iter()
                .filter(|n| n.name != name)
                .filter_map(|n| rest.find(&format!("{}は", n.name)))
                .min()
                .unwrap_or(end);
            points += predicate_points(name, names, rest.get(..end.min(other)).unwrap_or_default());
        }
    }
    points
}

fn predicate_points(name: &str, names: &[Name], said: &str) -> i32 {
    let any = |words: &[&str]| words.iter().any(|w| said.contains(w));
    let third = any(&["第三者", "再委託", "外注", "委託先", "協力会社", "他社", "他者", "会社に委託", "事業者に委託"]);
    let to_other = names
        .iter()
        .filter(|n| n.name != name)
        .any(|n| ["に", "へ", "に対し"].iter().any(|p| said.contains(&format!("{}{p}", n.name))));
    let mut points = 0;
    let entrusts = any(&[
        "委託し",
        "委託する",
        "委託します",
        "発注し",
        "発注する",
        "依頼し",
        "依頼する",
        "請け負わせ",
        "注文し",
        "任せ",
        "委ね",
        "委任し",
    ]);
    if third && any(&["委託し", "委託する", "委託でき", "再委託", "行わせ"]) {
        points -= 2;
    } else if entrusts && (to_other || any(&["これを委託", "業務を委託"])) {
        points += 6;
    }
    if any(&[
        "受託し",
        "受託する",
        "受託します",
        "請け負う",
        "請け負い",
        "請負う",
        "引き受け",
        "引受け",
        "受注し",
        "受注する",
        "承る",
    ]) && !entrusts
    {
        points -= 6;
    }
    let money = any(&["委託料", "委託費", "報酬", "代金", "対価", "利用料", "料金", "請負代金", "開発費"]);
    if money
        && any(&["支払う", "支払い、", "支払わなければ", "支払います", "支払うもの", "振り込む", "お支払い", "を払う"])
    {
        points += 4;
    }
    if to_other && any(&["納入する", "納品する", "サービスを提供する", "サービスを提供します"])
    {
        points -= 3;
    }
    if any(&["検収", "検査仕様書に従って検査"])
        && !any(&["検収を受け"])
        && any(&["検収を行", "検収する", "検査する", "検査を行", "検査し"])
    {
        points += 2;
    }
    points
}

/// In a one-way secrecy agreement the one who shows its information is the client.
fn discloser<'n>(names: &'n [Name], body: &Body<'_>, points: &mut BTreeMap<&'n str, i32>, mutual: bool) {
    for a in names {
        let mut gives = 0;
        for b in names.iter().filter(|b| b.name != a.name) {
            let (x, y) = (a.name.as_str(), b.name.as_str());
            for form in [
                format!("{x}が{y}に"),
                format!("{x}から{y}に"),
                format!("{x}より{y}に"),
                format!("{x}が、{y}に"),
                format!("{y}が{x}から"),
                format!("{x}が保有する"),
                format!("{x}から開示"),
                format!("{x}から提供"),
                format!("{x}が開示"),
                format!("{x}が提供"),
            ] {
                gives += body.count(&form) + body.preamble.matches(form.as_str()).count();
            }
            for form in [
                format!("{y}が{x}に"),
                format!("{y}から{x}に"),
                format!("{y}から開示"),
                format!("{y}から提供"),
                format!("{y}が開示"),
                format!("{y}が提供"),
            ] {
                gives = gives.saturating_sub(body.count(&form) + body.preamble.matches(form.as_str()).count());
            }
        }
        if gives > 0 && (!mutual || gives > 1) && !(mutual && (a.name == "甲" || a.name == "乙")) {
            *points.entry(a.name.as_str()).or_default() += 4;
        }
    }
}

/// With one of two names known, the other is the other side; with none known, 甲 is the client or both are either.
fn complete(
    out: &mut Vec<(String, Side)>,
    names: &[Name],
    points: &BTreeMap<&str, i32>,
    body: &Body<'_>,
    mutual: bool,
) {
    let main: Vec<&str> = names
        .iter()
        .filter(|n| !n.before.is_empty() || n.name == "甲" || n.name == "乙" || n.name == "当社")
        .map(|n| n.name.as_str())
        .collect();
    let pair: Option<(&str, &str)> = match main.as_slice() {
        _ if main.contains(&"甲") && main.contains(&"乙") => Some(("甲", "乙")),
        [a, b] => Some((*a, *b)),
        _ => None,
    };
    let Some((a, b)) = pair else {
        alone(out, &main, body);
        return;
    };
    let side = |out: &[(String, Side)], name: &str| out.iter().find(|(n, _)| n == name).map(|(_, s)| *s);
    let set = |out: &mut Vec<(String, Side)>, name: &str, to: Side| {
        out.retain(|(n, _)| n != name);
        out.push((name.to_owned(), to));
    };
    match (side(out, a), side(out, b)) {
        (Some(x), None) => set(out, b, x.opposite()),
        (None, Some(y)) => set(out, a, y.opposite()),
        (Some(x), Some(y)) if x == y => {
            let p = |n: &str| points.get(n).copied().unwrap_or(0).abs();
            if p(a) >= p(b) { set(out, b, x.opposite()) } else { set(out, a, y.opposite()) }
        }
        (None, None) => {
            let either =
                body.kind == DocumentType::Nda && (mutual || body.count("甲及び乙") + body.count("甲および乙") > 0);
            let (x, y) = if either { (Side::Both, Side::Both) } else { (Side::Client, Side::Vendor) };
            set(out, a, x);
            set(out, b, y);
        }
        _ => {}
    }
}

/// One side is known by title and one other name is left: it is the other side.
fn alone(out: &mut Vec<(String, Side)>, main: &[&str], body: &Body<'_>) {
    let known = |side: Side| out.iter().any(|(_, s)| *s == side);
    let missing = match (known(Side::Client), known(Side::Vendor)) {
        (false, true) => Side::Client,
        (true, false) => Side::Vendor,
        _ => return,
    };
    let left: Vec<&&str> = main.iter().filter(|n| !out.iter().any(|(o, _)| o == **n)).collect();
    if let Some(name) = left.into_iter().max_by_key(|n| body.topics(n)) {
        out.push(((*name).to_owned(), missing));
    }
}
