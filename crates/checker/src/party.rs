//! Who is the client and who the vendor, and which word of a sentence means whom.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;

use crate::kind::DocumentType;

/// On whose side somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The one who entrusts work or information.
    Client,
    /// The one who receives it.
    Vendor,
    /// Either of them, or both.
    Both,
    /// Neither: subcontractors, staff, courts.
    Other,
}

/// What the contract calls the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parties {
    /// Word for the client, as far as known.
    pub client: Option<String>,
    /// Word for the vendor.
    pub vendor: Option<String>,
}

const CLIENT: &[&str] = &[
    "委託者",
    "発注者",
    "注文者",
    "委託元",
    "委託側",
    "ユーザー",
    "ユーザ",
    "開示者",
    "開示当事者",
    "情報開示者",
    "開示側",
    "契約者",
    "利用者",
    "利用契約者",
    "ご利用者",
    "お客様",
    "お客さま",
    "会員",
    "貴社",
    "御社",
    "貴殿",
    "貴庁",
    "貴市",
    "貴院",
    "貴組合",
    "貴機構",
    "貴所",
    "貴行",
    "貴方",
    "発注元",
    "依頼者",
    "買主",
    "委託会社",
    "委託機関",
    "本市",
    "本県",
    "本町",
    "本村",
    "当市",
    "本学",
    "本校",
    "本院",
    "当院",
    "本省",
    "本庁",
    "当庁",
    "市長",
    "知事",
    "加入者",
    "申込者",
    "利用企業",
    "導入企業",
    "顧客",
    "主催者",
    "派遣先",
    "寄託者",
    "貸主",
    "管理者側",
    "発注機関",
    "委託事業者",
];
const VENDOR: &[&str] = &[
    "受託者",
    "受注者",
    "請負者",
    "請負人",
    "受託会社",
    "受託事業者",
    "受託機関",
    "ベンダー",
    "ベンダ",
    "受領者",
    "受領当事者",
    "情報受領者",
    "被開示者",
    "受領側",
    "受託側",
    "供給者",
    "売主",
    "サービス提供者",
    "サービス提供事業者",
    "提供事業者",
    "サービス事業者",
    "クラウド事業者",
    "運営者",
    "運営会社",
    "弊社",
    "当社",
    "開発者",
    "派遣元",
    "保守業者",
    "受託業者",
    "受注業者",
    "業務受託者",
    "委託業者",
    "請負業者",
    "当機構",
    "製造者",
    "開発会社",
    "制作会社",
    "受寄者",
    "私",
    "誓約者",
    "当方",
    "受注先",
    "指定管理者",
    "保守事業者",
    "運用事業者",
    "印刷会社",
    "倉庫業者",
    "請負会社",
    "受任者",
    "協力会社",
];
const BOTH: &[&str] = &[
    "両当事者",
    "各当事者",
    "当事者双方",
    "契約当事者",
    "一方当事者",
    "いずれの当事者",
    "いずれか一方の当事者",
    "一方の当事者",
    "当事者",
    "甲乙双方",
    "甲乙",
    "甲・乙",
    "双方",
    "両者",
    "相互",
];
const OTHER: &[&str] = &[
    "再委託先",
    "再受託者",
    "再委託者",
    "再委託先事業者",
    "下請負人",
    "下請事業者",
    "第三者",
    "従業者",
    "従事者",
    "従業員",
    "監督官庁",
    "裁判所",
    "本人",
    "丙",
    "当事者間",
    "委託先",
    "甲乙協議",
    "契約者データ",
    "利用者データ",
    "再々委託先",
    "裁判官",
    "利用者情報",
    "契約者情報",
    "顧客情報",
    "顧客データ",
    "会員情報",
    "ユーザーデータ",
    "ユーザデータ",
    "お客様データ",
    "お客様情報",
    "私物",
    "私用",
    "私的",
    "私人",
    "私有",
    "公私",
    "私製",
    "本人確認",
    "当社等",
    "利用者ID",
    "利用者権限",
    "利用者認証",
    "利用者識別",
    "利用者登録",
    "乙種",
    "甲種",
    "市長村",
    "甲号",
    "顧客満足",
    "会員制",
];

/// The words of one document and their sides.
pub(crate) struct Cast {
    automaton: Option<AhoCorasick>,
    sides: Vec<Side>,
    pub parties: Parties,
    pub mutual: bool,
}

/// A word for somebody in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    pub start: usize,
    pub end: usize,
    pub side: Side,
}

impl Cast {
    /// Reads the folded preamble and the folded text of all articles.
    pub(crate) fn of(preamble: &str, body: &[&str], kind: DocumentType) -> Self {
        let mut words: BTreeMap<String, Side> = BTreeMap::new();
        for (list, side) in [(CLIENT, Side::Client), (VENDOR, Side::Vendor), (BOTH, Side::Both), (OTHER, Side::Other)] {
            words.extend(list.iter().map(|word| ((*word).to_owned(), side)));
        }
        let mutual = is_mutual(body);
        let defined = defined(preamble);
        let mut names: Vec<String> = ["甲", "乙"].map(str::to_owned).to_vec();
        names.extend(defined.iter().map(|d| d.name.clone()).filter(|name| name != "甲" && name != "乙"));
        let found = judge(&names, &defined, preamble, body);
        for (name, side) in &found {
            words.insert(name.clone(), *side);
        }
        if kind == DocumentType::Nda && !found.iter().any(|(n, s)| (n == "甲" || n == "乙") && *s != Side::Both) {
            one_way(body, &mut words, mutual);
        }
        if mutual {
            for word in ["受領者", "受領当事者", "情報受領者", "被開示者", "受領側"] {
                words.insert(word.to_owned(), Side::Both);
            }
        }
        fallback(&mut words, kind, mutual, body);
        own_company(&mut words, &defined, body);
        Self::build(&words, &defined, body, mutual)
    }

    fn build(words: &BTreeMap<String, Side>, defined: &[Defined], body: &[&str], mutual: bool) -> Self {
        let mut list: Vec<(String, Side)> = words.iter().map(|(word, side)| (word.clone(), *side)).collect();
        let pair = |a: &str, b: &str| {
            [
                "及び",
                "および",
                "又は",
                "または",
                "並びに",
                "ならびに",
                "と",
                "・",
                "、",
                "若しくは",
                "もしくは",
                "及",
                "とは、",
            ]
            .map(|j| format!("{a}{j}{b}"))
        };
        let sided = |side: Side| {
            let known = defined.iter().filter(move |d| words.get(&d.name) == Some(&side)).map(|d| d.name.clone());
            let fixed = [
                "甲",
                "乙",
                "当社",
                "契約者",
                "利用者",
                "お客様",
                "会員",
                "委託者",
                "受託者",
                "発注者",
                "受注者",
                "ユーザ",
                "ベンダ",
                "ユーザー",
                "ベンダー",
            ];
            known
                .chain(fixed.into_iter().filter(move |w| words.get(*w) == Some(&side)).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        let (clients, vendors) = (sided(Side::Client), sided(Side::Vendor));
        for client in &clients {
            for vendor in &vendors {
                list.extend(pair(client, vendor).into_iter().map(|p| (p, Side::Both)));
                list.extend(pair(vendor, client).into_iter().map(|p| (p, Side::Both)));
            }
        }
        list.extend(pair("甲", "乙").into_iter().chain(pair("乙", "甲")).map(|p| (p, Side::Both)));
        list.push(("受領者及び開示者".into(), Side::Both));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(list.iter().map(|(word, _)| word.as_str()))
            .ok();
        let used = |side: Side| {
            let mut all: Vec<&String> =
                defined.iter().map(|d| &d.name).filter(|n| words.get(*n) == Some(&side)).collect();
            if all.is_empty() {
                let counts = words
                    .iter()
                    .filter(|(_, s)| **s == side)
                    .map(|(w, _)| (body.iter().map(|t| t.matches(w.as_str()).count()).sum::<usize>(), w));
                all.extend(counts.filter(|(n, _)| *n > 1).max_by_key(|(n, w)| (*n, w.len())).map(|(_, w)| w));
            }
            all.first().map(|w| (*w).clone())
        };
        let parties = Parties { client: used(Side::Client), vendor: used(Side::Vendor) };
        Self { automaton, sides: list.iter().map(|(_, side)| *side).collect(), parties, mutual }
    }

    /// Every word for somebody in a text, longest first, in order.
    pub(crate) fn roles(&self, text: &str) -> Vec<Role> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        automaton
            .find_iter(text)
            .filter_map(|m| {
                let side = *self.sides.get(m.pattern().as_usize())?;
                Some(Role { start: m.start(), end: m.end(), side })
            })
            .collect()
    }
}

/// A name given to a party: 「(以下「甲」という。)」, and the text before it.
struct Defined {
    name: String,
    before: String,
}

/// Names defined in the preamble.
fn defined(preamble: &str) -> Vec<Defined> {
    let mut out: Vec<Defined> = Vec::new();
    for (at, _) in preamble.match_indices('「') {
        let rest = preamble.get(at + '「'.len_utf8()..).unwrap_or_default();
        let Some((name, after)) = rest.split_once('」') else { continue };
        let before = preamble.get(..at).unwrap_or_default();
        add_defined(&mut out, (name, before, after));
    }
    // 以下甲という, 以下、委託者という
    for (at, word) in preamble.match_indices("以下") {
        let rest = preamble.get(at + word.len()..).unwrap_or_default().trim_start_matches(['、', ',']);
        let end = ["という", "と称", "といい", "とする", "と略"].iter().filter_map(|w| rest.find(w)).min();
        let Some(name) = end.and_then(|end| rest.get(..end)) else { continue };
        let name = name.trim_matches(['「', '」', '、', '"']);
        if name.chars().count() <= 8 && !name.contains(['「', '、']) {
            add_defined(&mut out, (name, preamble.get(..at).unwrap_or_default(), "という"));
        }
    }
    // 委託者:株式会社○○, 甲(委託者)
    for word in CLIENT.iter().chain(VENDOR) {
        if let Some(at) = preamble.find(&format!("{word}:")) {
            add_defined(&mut out, (word, preamble.get(..at).unwrap_or_default(), "という"));
        }
    }
    out
}

fn add_defined(out: &mut Vec<Defined>, (name, before, after): (&str, &str, &str)) {
    let stop = [
        "契約",
        "業務",
        "情報",
        "サービス",
        "システム",
        "目的",
        "データ",
        "製品",
        "規約",
        "成果",
        "開発",
        "検証",
        "工事",
        "物",
        "書",
        "法",
        "事業",
        "機器",
        "ソフト",
        "施設",
        "場所",
        "プログラム",
        "事務",
        "注文",
    ];
    let said =
        ["という", "といい", "と称", "とする", "と略", "とし", ")", "」", "又は", "または", "と総称", "とよ", "と呼"]
            .iter()
            .any(|w| after.starts_with(w));
    let fits =
        (1..=8).contains(&name.chars().count()) && !stop.iter().any(|w| name.ends_with(w)) && !name.starts_with('本');
    if said && fits && !out.iter().any(|d| d.name == name) {
        out.push(Defined { name: name.to_owned(), before: tail(before, 60) });
    }
}

fn tail(text: &str, chars: usize) -> String {
    let skip = text.chars().count().saturating_sub(chars);
    text.chars().skip(skip).collect()
}

/// 「甲及び乙」 or 開示者/受領者 used of either side.
fn is_mutual(body: &[&str]) -> bool {
    let text = |w: &str| body.iter().map(|t| t.matches(w).count()).sum::<usize>();
    let either = [
        "甲又は乙",
        "甲または乙",
        "甲もしくは乙",
        "甲若しくは乙",
        "甲及び乙",
        "甲および乙",
        "甲乙",
        "一方当事者",
        "相手方",
        "自己又は相手方",
        "双方が相互",
        "各当事者",
        "当事者は",
        "相互に",
        "一方の当事者",
    ];
    let pairs = text("受領者") + text("受領当事者") + text("被開示者") + text("開示者") > 0;
    pairs && either.iter().map(|w| text(w)).sum::<usize>() > 0
}

/// Collects signs for each name and gives it a side.
fn judge(names: &[String], defined: &[Defined], preamble: &str, body: &[&str]) -> Vec<(String, Side)> {
    let mut points: BTreeMap<&str, i32> = BTreeMap::new();
    for one in defined {
        let from_title = nearest_title(&one.before);
        *points.entry(one.name.as_str()).or_default() += from_title * 10;
    }
    for name in names {
        for (word, sign) in CLIENT.iter().map(|w| (w, 10)).chain(VENDOR.iter().map(|w| (w, -10))) {
            let forms = [
                format!("{word}({name})"),
                format!("{name}({word})"),
                format!("{name}:{word}"),
                format!("{word}「{name}」"),
                format!("{name}({word}"),
                format!("{word}({name}"),
                format!("{word}である{name}"),
                format!("{name}を{word}"),
                format!("{word}{name}"),
            ];
            if forms.iter().any(|form| preamble.contains(form.as_str())) || (name == word) {
                *points.entry(name.as_str()).or_default() += if name == word { sign / 5 } else { sign };
            }
        }
    }
    for text in std::iter::once(&preamble).chain(body) {
        for name in names.iter().filter(|name| text.contains(name.as_str())) {
            *points.entry(name.as_str()).or_default() += signs(name, names, text);
        }
    }
    let mut out: Vec<(String, Side)> = points
        .iter()
        .filter(|(_, p)| **p != 0)
        .map(|(name, p)| ((*name).to_owned(), if *p > 0 { Side::Client } else { Side::Vendor }))
        .collect();
    complete(&mut out, &points);
    out
}

/// With one of 甲 and 乙 known, the other is the other; both on one side, the stronger sign decides.
fn complete(out: &mut Vec<(String, Side)>, points: &BTreeMap<&str, i32>) {
    let side = |out: &[(String, Side)], name: &str| out.iter().find(|(n, _)| n == name).map(|(_, s)| *s);
    let flip = |side: Side| if side == Side::Client { Side::Vendor } else { Side::Client };
    let set = |out: &mut Vec<(String, Side)>, name: &str, to: Side| {
        out.retain(|(n, _)| n != name);
        out.push((name.to_owned(), to));
    };
    match (side(out, "甲"), side(out, "乙")) {
        (Some(a), None) => set(out, "乙", flip(a)),
        (None, Some(b)) => set(out, "甲", flip(b)),
        (Some(a), Some(b)) if a == b => {
            let p = |n: &str| points.get(n).copied().unwrap_or(0).abs();
            if p("甲") >= p("乙") { set(out, "乙", flip(a)) } else { set(out, "甲", flip(b)) }
        }
        _ => {}
    }
}

/// +1 for the client's title nearest before the name, -1 for the vendor's.
fn nearest_title(before: &str) -> i32 {
    // what stands before the last other definition belongs to another party
    let start = before.rfind('」').unwrap_or(0);
    let near = before.get(start..).unwrap_or(before);
    let at = |words: &[&str]| words.iter().filter_map(|w| near.rfind(w).map(|i| i + w.len())).max();
    match (at(CLIENT), at(VENDOR)) {
        (Some(c), Some(v)) => {
            if c > v {
                1
            } else {
                -1
            }
        }
        (Some(_), None) => 1,
        (None, Some(_)) => -1,
        (None, None) => 0,
    }
}

/// Points that one text gives a name: positive for the client.
fn signs(name: &str, names: &[String], text: &str) -> i32 {
    let mut points = 0;
    let topic = [format!("{name}は"), format!("{name}が"), format!("{name}より")];
    let alone = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        !["又は", "または", "及び", "および", "と", "・", "並びに", "若しくは", "もしくは", "の"]
            .iter()
            .any(|w| before.ends_with(w))
    };
    let starts = topic.iter().flat_map(|t| text.match_indices(t.as_str()));
    for start in starts.filter(|(at, _)| alone(*at)).map(|(at, t)| at + t.len()) {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find('。').unwrap_or(rest.len());
        let other = names
            .iter()
            .filter(|n| n.as_str() != name)
            .filter_map(|n| rest.find(&format!("{n}は")))
            .min()
            .unwrap_or(end);
        let said = rest.get(..end.min(other)).unwrap_or_default();
        points += predicate_signs(said, names, name);
    }
    for (form, sign) in [
        ("の業務の委託", 1),
        ("に納入する", 1),
        ("に納品する", 1),
        ("へ納入", 1),
        ("の指定する口座", -2),
        ("が指定する金融機関の口座", -2),
        ("が指定する銀行口座", -2),
        ("の指定する銀行口座", -2),
        ("に委託する", -3),
        ("に委託し", -3),
        ("に業務を委託", -3),
        ("に対し委託", -3),
        ("に発注", -3),
        ("に再委託", -1),
        ("から受託", 3),
        ("から委託", 3),
        ("より委託", 3),
        ("の委託を受け", 3),
        ("に対する委託", -1),
        ("からの委託", 3),
    ] {
        points += sign * i32::try_from(text.matches(&format!("{name}{form}")).count().min(3)).unwrap_or(0);
    }
    points
}

fn predicate_signs(said: &str, names: &[String], name: &str) -> i32 {
    let has = |w: &str| said.contains(w);
    let third = has("第三者") || has("再委託") || has("外注") || has("委託先");
    let mut points = 0;
    if third && (has("委託し") || has("委託する") || has("再委託") || has("委託でき")) {
        points -= 2;
    } else if has("委託し")
        || has("委託する")
        || has("委託します")
        || has("発注し")
        || has("発注する")
        || has("依頼し")
        || has("請け負わせ")
        || has("注文し")
    {
        points += 6;
    }
    if ["受託し", "受託する", "受託します", "請け負", "請負う", "引き受け", "引受け", "受注し", "受注する"]
        .iter()
        .any(|w| has(w))
        && !has("委託し、")
    {
        points -= 6;
    }
    let money = ["委託料", "委託費", "業務委託料", "報酬", "代金", "対価", "利用料", "料金", "請負代金", "開発費"];
    if money.iter().any(|m| has(m))
        && (has("支払う") || has("支払い、") || has("支払うもの") || has("支払わなければ") || has("支払います"))
    {
        points += 4;
    }
    let to_other = names.iter().filter(|n| n.as_str() != name).any(|n| has(&format!("{n}に")));
    if to_other && (has("納入する") || has("納品する") || has("サービスを提供する") || has("請求書"))
    {
        points -= 3;
    }
    if to_other && (has("検収") && !has("検収を受け")) {
        points += 1;
    }
    points
}

/// In a one-way NDA the one who discloses is the client.
fn one_way(body: &[&str], words: &mut BTreeMap<String, Side>, mutual: bool) {
    let count = |form: &str| body.iter().map(|t| t.matches(form).count()).sum::<usize>();
    let gives = |a: &str, b: &str| {
        ["が", "から", "より"]
            .iter()
            .map(|p| {
                count(&format!("{a}{p}{b}に"))
                    + count(&format!("{a}{p}開示"))
                    + count(&format!("{a}{p}提供"))
                    + count(&format!("{a}{p}、{b}に"))
            })
            .sum::<usize>()
            + count(&format!("{a}が{b}に対し"))
            + count(&format!("{b}が{a}から"))
    };
    let (a, b) = (gives("甲", "乙"), gives("乙", "甲"));
    if mutual || a == b {
        return;
    }
    let (client, vendor) = if a > b { ("甲", "乙") } else { ("乙", "甲") };
    words.insert(client.to_owned(), Side::Client);
    words.insert(vendor.to_owned(), Side::Vendor);
}

/// 甲 and 乙 with no sign at all.
fn fallback(words: &mut BTreeMap<String, Side>, kind: DocumentType, mutual: bool, body: &[&str]) {
    if words.contains_key("甲") && words.contains_key("乙") {
        return;
    }
    let both = kind == DocumentType::Nda
        && (mutual || body.iter().any(|t| t.contains("甲及び乙") || t.contains("甲および乙")));
    let (a, b) = if both { (Side::Both, Side::Both) } else { (Side::Client, Side::Vendor) };
    words.entry("甲".to_owned()).or_insert(a);
    words.entry("乙".to_owned()).or_insert(b);
}

/// 当社 is the vendor in its own terms and pledges, the client in a form it gives to its contractors.
fn own_company(words: &mut BTreeMap<String, Side>, defined: &[Defined], body: &[&str]) {
    let count = |w: &str| body.iter().map(|t| t.matches(w).count()).sum::<usize>();
    let users =
        ["契約者", "利用者", "お客様", "お客さま", "会員", "ユーザー", "ユーザ", "貴社", "御社", "委託者", "発注者"]
            .iter()
            .map(|w| count(w))
            .sum::<usize>();
    let contractors = ["受託者", "受注者", "委託先", "協力会社", "取引先", "請負者", "サプライヤー", "パートナー"];
    let theirs = contractors.iter().map(|w| count(w)).sum::<usize>();
    if theirs > users && count("当社") > 1 {
        words.insert("当社".into(), Side::Client);
        words.insert("弊社".into(), Side::Client);
        if count("受託者") + count("受注者") == 0 {
            for word in ["委託先", "協力会社", "取引先", "サプライヤー", "パートナー"] {
                words.insert(word.into(), Side::Vendor);
            }
        }
    }
    for one in defined.iter().filter(|d| contractors.contains(&d.name.as_str())) {
        words.insert(one.name.clone(), Side::Vendor);
    }
}
