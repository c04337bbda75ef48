//! What a worded text must hold to: placeholders, alternatives, bounds, plain forms, numbers beside weak words.

use std::collections::BTreeSet;

use domain::Lang;

use super::Said;
use crate::{
    Article, Clause, Text,
    paper::Part,
    wording::{Alternative, KNOWN, Parameter, ParameterKind, Passage, Piece, Placeholder, Strength, pieces, walk},
};

/// Marks of a text that was not finished (linter rule L3).
const UNFINISHED: &[&str] =
    &["〔", "〕", "【", "】", "○", "〇", "●", "（略）", "(略)", "＿", "TBD", concat!("X", "XX")];

/// Words that say nothing without a number or an annex beside them (linter rule L2).
pub(crate) const WEAK_JA: &[&str] = &[
    "速やか",
    "直ちに",
    "遅滞なく",
    "適切",
    "適宜",
    "十分な",
    "努め",
    "必要に応じ",
    "善管",
    "善良な管理者",
    "合理的な範囲",
];
/// The same in English.
pub(crate) const WEAK_EN: &[&str] = &[
    "promptly",
    "immediately",
    "without delay",
    "appropriate",
    "adequate",
    "sufficient",
    "endeavour",
    "reasonable efforts",
    "best efforts",
    "as necessary",
    "due care",
];

/// Party names belong in placeholders only (linter rule L5).
const PARTIES: &[&str] = &["甲", "乙", "委託元", "発注者", "受注者", "委託者", "受託者", "当省", "当社"];

/// Words of a procurement that have no place in a contract (D8).
const PROCUREMENT: &[&str] = &["本調達", "提案者", "応札", "入札", "{bidder}"];

/// All that is wrong with a clause by itself.
pub(crate) fn clause(clause: &Clause) -> Vec<Said> {
    let owners = [Owner::contract(clause), Owner::specification(clause)];
    owners.iter().flat_map(check).chain(parameters(clause)).collect()
}

/// All that is wrong with an article by itself.
pub(crate) fn article(article: &Article) -> Vec<Said> {
    check(&Owner::article(article))
}

/// A text with the parameters and alternatives it may use.
pub(super) struct Owner<'a> {
    parameters: &'a [Parameter],
    alternatives: &'a [Alternative],
    suggested: Option<&'a str>,
    passages: &'a [Passage],
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Specification,
    ClauseContract,
    ArticleContract,
}

impl<'a> Owner<'a> {
    pub(super) fn contract(clause: &'a Clause) -> Self {
        Self { passages: &clause.contract, form: Form::ClauseContract, ..Self::specification(clause) }
    }
    pub(super) fn specification(clause: &'a Clause) -> Self {
        Self {
            parameters: &clause.parameters,
            alternatives: &clause.alternatives,
            suggested: clause.suggested.as_deref(),
            passages: &clause.specification,
            form: Form::Specification,
        }
    }
    pub(super) fn article(article: &'a Article) -> Self {
        Self {
            parameters: &article.parameters,
            alternatives: &article.alternatives,
            suggested: article.suggested.as_deref(),
            passages: &article.contract,
            form: Form::ArticleContract,
        }
    }
}

/// All that is wrong with one text.
pub(super) fn check(owner: &Owner<'_>) -> Vec<Said> {
    let mut out = Vec::new();
    if owner.form == Form::ArticleContract {
        out.extend(each_parameter(owner.parameters));
        out.extend(unused(owner.parameters, owner.passages));
    }
    out.extend(alternatives(owner));
    out.extend(complete(owner));
    for passage in walk(owner.passages) {
        out.extend(passage_problems(owner, passage));
    }
    if owner.form == Form::ClauseContract {
        out.extend(weak(owner.passages));
    }
    out
}

/// Parameters of a clause: each by itself, and that either text uses it.
pub(super) fn parameters(clause: &Clause) -> Vec<Said> {
    let mut out = each_parameter(&clause.parameters);
    let both: Vec<Passage> = clause.specification.iter().chain(&clause.contract).cloned().collect();
    out.extend(unused(&clause.parameters, &both));
    out
}

fn said(ja: impl Into<String>, en: impl Into<String>) -> Said {
    (ja.into(), en.into())
}

fn each_parameter(list: &[Parameter]) -> Vec<Said> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for parameter in list {
        let name = parameter.name.as_str();
        if !seen.insert(name) || KNOWN.iter().any(|known| known.name == name) {
            out.push(said(format!("{name} という名前は別に使われています"), format!("the name {name} is taken")));
        }
        for value in [&parameter.default, &parameter.strict, &parameter.mild].into_iter().flatten() {
            out.extend(parameter.check(value).err());
        }
        if parameter.kind.is_number() && (parameter.min.is_none() || parameter.max.is_none()) {
            out.push(said(format!("{name}: min と max が要ります"), format!("{name}: min and max are needed")));
        }
        let codes: BTreeSet<&str> = parameter.options.iter().map(|o| o.code.as_str()).collect();
        if (parameter.kind == ParameterKind::Enum) != (codes.len() > 1) || codes.len() != parameter.options.len() {
            out.push(said(format!("{name}: 選択肢が正しくありません"), format!("{name}: the options are not right")));
        }
    }
    out
}

fn unused(list: &[Parameter], passages: &[Passage]) -> Vec<Said> {
    let mut used = BTreeSet::new();
    for passage in walk(passages) {
        used.extend(passage.with.clone());
        used.extend(names_in(passage.text.get(Lang::Ja)));
    }
    idle(list, &used)
}

fn idle(list: &[Parameter], used: &BTreeSet<String>) -> Vec<Said> {
    let idle = list.iter().filter(|p| !used.contains(&p.name));
    idle.map(|p| said(format!("{} はどこにも使われていません", p.name), format!("{} is used nowhere", p.name)))
        .collect()
}

fn names_in(text: &str) -> Vec<String> {
    let names = pieces(text).into_iter().flatten().filter_map(|piece| match piece {
        Piece::Hole(Placeholder::Name(name)) => Some(name.to_owned()),
        _ => None,
    });
    names.collect()
}

fn alternatives(owner: &Owner<'_>) -> Vec<Said> {
    let codes: Vec<&str> = owner.alternatives.iter().map(|a| a.code.as_str()).collect();
    let unique: BTreeSet<&str> = codes.iter().copied().collect();
    let mut out = Vec::new();
    if codes.len() == 1 || unique.len() != codes.len() || unique.iter().any(|c| !["a", "b", "c", "d"].contains(c)) {
        out.push(said("選択肢は a, b, c, d のうち二つ以上です", "alternatives are two or more of a, b, c, d"));
    }
    if owner.suggested.is_some_and(|code| !unique.contains(code)) {
        out.push(said("suggested の選択肢がありません", "the suggested alternative does not exist"));
    }
    out
}

/// Whatever is chosen, some paragraph must stand: for every strength and every alternative.
fn complete(owner: &Owner<'_>) -> Vec<Said> {
    let mut out = Vec::new();
    let codes: Vec<Option<&str>> = match owner.alternatives {
        [] => vec![None],
        some => some.iter().map(|a| Some(a.code.as_str())).collect(),
    };
    // Where a text uses alternatives at all, each of them has a paragraph of its own.
    let uses = owner.passages.iter().any(|p| !p.alternatives.is_empty());
    for code in codes {
        for strength in Strength::ALL {
            let stands = owner.passages.iter().any(|p| {
                let strength = p.strengths.is_empty() || p.strengths.contains(strength);
                let code = match code {
                    Some(code) if uses => p.alternatives.iter().any(|a| a == code),
                    _ => p.alternatives.is_empty(),
                };
                strength && code && p.with.is_none() && p.when.is_empty() && p.categories.is_empty()
            });
            if !stands {
                let code = code.unwrap_or("-");
                out.push(said(
                    format!("「{strength}」で選択肢 {code} のとき、必ず残る段落がありません"),
                    format!("no paragraph is sure to stand for \"{strength}\" with alternative {code}"),
                ));
            }
        }
    }
    out
}

fn passage_problems(owner: &Owner<'_>, passage: &Passage) -> Vec<Said> {
    let mut out = names(&passage.text, owner.parameters);
    out.extend(unfinished(&passage.text));
    out.extend(parties(&passage.text));
    let begin = opening(&passage.text);
    let switch = |name: &String| owner.parameters.iter().any(|p| p.name == *name && p.kind == ParameterKind::Bool);
    if passage.with.as_ref().is_some_and(|name| !switch(name)) {
        out.push(said(
            format!("with は、はい・いいえの項目の名前です: {begin}"),
            format!("with names a yes/no parameter: {begin}"),
        ));
    }
    let code = |code: &String| owner.alternatives.iter().any(|a| a.code == *code);
    if !passage.alternatives.iter().all(code) {
        out.push(said(format!("知らない選択肢があります: {begin}"), format!("unknown alternative at: {begin}")));
    }
    if owner.form == Form::Specification && !passage.strengths.is_empty() {
        out.push(said(
            format!("仕様書の文に強さはありません: {begin}"),
            format!("a specification has no strength: {begin}"),
        ));
    }
    let ja = passage.text.get(Lang::Ja);
    if owner.form != Form::Specification && PROCUREMENT.iter().any(|word| ja.contains(word)) {
        out.push(said(
            format!("契約の文に調達の言葉があります: {begin}"),
            format!("a procurement's word in a contract: {begin}"),
        ));
    }
    out
}

fn opening(text: &Text) -> String {
    text.get(Lang::Ja).chars().take(24).collect()
}

/// Placeholders are well formed, known, and the same in both languages.
pub(super) fn names(text: &Text, parameters: &[Parameter]) -> Vec<Said> {
    let begin = opening(text);
    let mut both = Vec::new();
    for lang in Lang::ALL {
        match pieces(text.get(*lang)) {
            Ok(found) => both.push(found),
            Err(e) => return vec![said(format!("差し込み欄が読めません: {}", e.0), e.to_string())],
        }
    }
    let sets: Vec<BTreeSet<Placeholder<'_>>> = both.iter().map(|found| holes(found)).collect();
    let mut out = Vec::new();
    if sets.first() != sets.last() {
        out.push(said(
            format!("差し込み欄が日本語と英語で違います: {begin}"),
            format!("placeholders differ between the languages at: {begin}: {sets:?}"),
        ));
    }
    for hole in sets.iter().flatten() {
        let Placeholder::Name(name) = hole else { continue };
        let declared = parameters.iter().any(|p| p.name == *name && p.kind != ParameterKind::Bool);
        if !declared && !KNOWN.iter().any(|known| known.name == *name) {
            out.push(said(
                format!("{{{name}}} は決められていません: {begin}"),
                format!("{{{name}}} is not declared, at: {begin}"),
            ));
        }
    }
    out
}

fn holes<'a>(found: &[Piece<'a>]) -> BTreeSet<Placeholder<'a>> {
    let holes = found.iter().filter_map(|piece| match piece {
        Piece::Hole(hole) => Some(*hole),
        Piece::Plain(_) => None,
    });
    holes.collect()
}

/// Nothing unfinished.
fn unfinished(text: &Text) -> Vec<Said> {
    let begin = opening(text);
    let (ja, en) = (text.get(Lang::Ja), text.get(Lang::En));
    let mut out = Vec::new();
    for mark in UNFINISHED.iter().filter(|mark| ja.contains(**mark) || en.contains(**mark)) {
        out.push(said(
            format!("書きかけの印「{mark}」があります: {begin}"),
            format!("unfinished mark \"{mark}\" at: {begin}"),
        ));
    }
    out
}

/// Parties only by placeholder.
fn parties(text: &Text) -> Vec<Said> {
    let begin = opening(text);
    let (ja, en) = (text.get(Lang::Ja), text.get(Lang::En));
    let mut out = Vec::new();
    for party in PARTIES.iter().filter(|party| ja.contains(**party)) {
        out.push(said(
            format!("「{party}」は差し込み欄で書きます: {begin}"),
            format!("\"{party}\" must be a placeholder, at: {begin}"),
        ));
    }
    for party in
        ["the Client", "The Client", "the Contractor", "The Contractor"].iter().filter(|party| en.contains(**party))
    {
        out.push(said(
            format!("「{party}」は差し込み欄で書きます: {begin}"),
            format!("\"{party}\" must be a placeholder, at: {begin}"),
        ));
    }
    out
}

/// A weak word needs a number or an annex in the same paragraph, items included; in strict and standard wording.
fn weak(passages: &[Passage]) -> Vec<Said> {
    let hard = passages.iter().filter(|p| p.strengths.is_empty() || p.strengths.iter().any(|s| *s != Strength::Mild));
    let mut out = Vec::new();
    for passage in hard {
        let whole: Vec<&Passage> = std::iter::once(passage).chain(walk(&passage.items)).collect();
        let firm = whole.iter().any(|p| is_firm(p.text.get(Lang::Ja)));
        let word = whole.iter().find_map(|p| {
            let ja = WEAK_JA.iter().find(|word| p.text.get(Lang::Ja).contains(**word));
            ja.or_else(|| WEAK_EN.iter().find(|word| p.text.get(Lang::En).to_lowercase().contains(**word)))
        });
        if let (Some(word), false) = (word, firm) {
            let begin = opening(&passage.text);
            out.push(said(
                format!("「{word}」のそばに数字も別紙もありません: {begin}"),
                format!("\"{word}\" stands without a number or an annex at: {begin}"),
            ));
        }
    }
    out
}

/// True when the text holds a placeholder that will be a number, a day, a document or an annex.
fn is_firm(text: &str) -> bool {
    let firm_name = |name: &str| {
        ["hours", "days", "months", "count", "times", "date", "yen", "ref"].iter().any(|end| name.ends_with(end))
    };
    pieces(text).into_iter().flatten().any(|piece| match piece {
        Piece::Hole(Placeholder::Annex(_)) => true,
        Piece::Hole(Placeholder::Name(name)) => firm_name(name),
        Piece::Hole(Placeholder::Article(_)) => false,
        Piece::Plain(words) => words.bytes().any(|b| b.is_ascii_digit()),
    })
}

/// Inputs of a paper or annex, and every text of its parts.
pub(super) fn inputs(list: &[Parameter], parts: &[Part]) -> Vec<Said> {
    let mut out = each_parameter(list);
    let mut used = BTreeSet::new();
    for part in parts {
        for text in part_texts(part) {
            used.extend(names_in(text.get(Lang::Ja)));
            out.extend(names(text, list));
            out.extend(unfinished(text));
        }
    }
    out.extend(idle(list, &used));
    out
}

fn part_texts(part: &Part) -> Vec<&Text> {
    match part {
        Part::Heading { text, .. } => vec![text],
        Part::Paragraph { passages } | Part::List { passages, .. } => walk(passages).map(|p| &p.text).collect(),
        Part::Signatures { passages, signers } => {
            walk(passages).map(|p| &p.text).chain(signers.iter().map(|s| &s.role)).collect()
        }
        Part::Table { title, columns, fixed, .. } => {
            title.iter().chain(columns.iter().map(|c| &c.label)).chain(fixed.iter().flatten()).collect()
        }
        Part::Form { title, boxes, .. } => {
            let inside =
                boxes.iter().flat_map(|b| std::iter::once(&b.label).chain(&b.value).chain(&b.hint).chain(&b.boxes));
            title.iter().chain(inside).collect()
        }
        Part::Approval { steps } => steps.iter().map(|s| &s.role).collect(),
        Part::Article { .. } | Part::Clauses { .. } | Part::Annexes {} | Part::Annex { .. } | Part::PageBreak {} => {
            Vec::new()
        }
    }
}
