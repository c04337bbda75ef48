//! Samples of the pages of a selection.

use domain::{FieldError, Lang, Problem};

use super::{
    super::{
        super::{Sample, sample_now, sample_shell, say},
        sample_head,
    },
    Act, CandidatePage, Candidates, Cell, Column, DecisionPage, FormulaPage, Found, Group, Line, Lines, PricedRow,
    Proof, Publish, Role, Round, Selection,
};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

fn ui(lang: Lang, page: &str) -> Shell {
    sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/selection{page}"))
}

fn act(lang: Lang) -> Act {
    Act {
        by: say(lang, "高遠 美緒", "Mio Takato"),
        at: sample_now(),
        reason: say(lang, "総合点が最も高く、証明もそろっている", "The highest total, and every proof is there"),
    }
}

fn round(lang: Lang, is_draft: bool) -> Round {
    Round {
        state: Mark::new(Kind::Wait, say(lang, "式を固定", "Published")).washed(),
        is_draft,
        factors: vec![
            (say(lang, "価格", "Price"), 40, None),
            (say(lang, "安定性", "Stability"), 30, Some(40)),
            (say(lang, "セキュリティ対策", "Security measures"), 30, None),
        ],
        demands: vec![(say(lang, "求める証明", "Proof asked for"), say(lang, "ISMS認証", "ISMS certificate"))],
        measures: vec![("CM-AC-01".to_owned(), say(lang, "利用者の識別", "Users are told apart"))],
        problems: Vec::new(),
        published: (!is_draft)
            .then(|| (act(lang), "41b7c0aa13e24d5f90bb6c7d8e1f2a3b4c5d6e7f8091a2b3c4d5e6f70819309d".to_owned())),
        is_intact: true,
        proposed: None,
        sent_back: None,
        decided: None,
        ended: None,
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let column = |ja: &str, en: &str, mark, chosen| Column {
        name: say(lang, ja, en),
        href: "/engagements/R8-0012/selection/candidates/con_1".to_owned(),
        mark,
        chosen,
    };
    let first = Mark::new(Kind::Met, say(lang, "1位", "Place 1"));
    let cannot = Mark::new(Kind::Unmet, say(lang, "選べません", "Cannot be chosen"));
    vec![
        column("株式会社霧沢システム設計", "Kirisawa System Design", first, Some(say(lang, "提案中", "Proposed"))),
        column("月岡工業株式会社", "Tsukioka Industries", cannot, None),
    ]
}

fn groups(lang: Lang) -> Vec<Group> {
    let cell = |figure: &str, ja: &str, en: &str| Cell {
        figure: figure.to_owned(),
        how: "× 40% = 32.00".to_owned(),
        words: vec![say(lang, ja, en)],
        ..Cell::default()
    };
    let offered = Cell {
        marks: vec![Mark::new(Kind::Met, say(lang, "価格に含む", "Included"))],
        more: vec![(
            say(lang, "合意したこと", "What was agreed"),
            say(lang, "委託元が半分を持つ", "The client bears half"),
        )],
        link: Some(Link::new("/questionnaires/qst_1", say(lang, "回答を見る", "See the answers"))),
        ..Cell::default()
    };
    let line = |title: String, cells| Line { title, note: say(lang, "重み40", "Weight 40"), cells };
    vec![
        Group {
            title: String::new(),
            lines: vec![line(
                say(lang, "総合点", "Total"),
                vec![cell("78.20", "", ""), cell("61.00", "ISMS認証がありません", "There is no ISMS certificate")],
            )],
        },
        Group {
            title: say(lang, "見積りで価格を求める対策", "Measures to be priced"),
            lines: vec![line(say(lang, "利用者の識別", "Users are told apart"), vec![offered, Cell::default()])],
        },
    ]
}

fn overview(lang: Lang, round: Option<Round>) -> Selection {
    let is_there = round.is_some();
    Selection {
        ui: ui(lang, ""),
        head: sample_head(lang),
        round,
        rounds: Vec::new(),
        columns: if is_there { columns(lang) } else { Vec::new() },
        groups: if is_there { groups(lang) } else { Vec::new() },
        next: is_there
            .then(|| Link::new("/engagements/R8-0012/selection/decision", say(lang, "候補を提案する", "Propose"))),
        waiting: None,
        may_edit: is_there,
        may_begin: !is_there,
        declare: (!is_there).then(|| Link::new("/engagements/R8-0012/declare/G3-6", say(lang, "申告する", "Declare"))),
        query: String::new(),
        form: Form::new("selection"),
        revision: 4,
    }
}

fn overviews(lang: Lang) -> Vec<Sample> {
    let proposed = Round {
        proposed: Some((say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"), act(lang))),
        sent_back: None,
        ..round(lang, false)
    };
    let decided = Round {
        state: Mark::new(Kind::Met, say(lang, "決定", "Decided")).washed(),
        decided: Some((
            say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"),
            "78.20".to_owned(),
            act(lang),
            true,
        )),
        ..round(lang, false)
    };
    let ended = Round { ended: Some(act(lang)), sent_back: Some(act(lang)), is_intact: false, ..round(lang, false) };
    let mut empty = overview(lang, Some(round(lang, true)));
    (empty.columns, empty.groups) = (Vec::new(), Vec::new());
    let mut over = overview(lang, Some(decided));
    (over.may_edit, over.may_begin, over.next) = (false, true, None);
    over.rounds = vec![
        (say(lang, "第2回", "Round 2"), None),
        (say(lang, "第1回", "Round 1"), Some("/engagements/R8-0012/selection?round=1".to_owned())),
    ];
    let mut waits = overview(lang, Some(proposed));
    waits.waiting = Some(say(lang, "決定を待っています", "A decision is waited for"));
    waits.next = None;
    let mut looks = overview(lang, None);
    (looks.may_begin, looks.declare) = (false, None);
    let mut reader = overview(lang, None);
    (reader.may_begin, reader.declare, reader.ui.may) = (false, None, Vec::new());
    vec![
        Sample::of("selection-none", &overview(lang, None)),
        Sample::of("selection-too-early", &looks),
        Sample::of("selection-reader", &reader),
        Sample::of("selection-empty", &empty),
        Sample::of("selection-published", &overview(lang, Some(round(lang, false)))),
        Sample::of("selection-proposed", &waits),
        Sample::of("selection-decided", &over),
        Sample::of("selection-ended", &overview(lang, Some(ended))),
    ]
}

fn formula(lang: Lang) -> FormulaPage {
    let factors = vec![("price", say(lang, "価格", "Price")), ("quality", say(lang, "品質", "Quality"))];
    let mut form = Form::new("formula").with("weight_price", "40").with("scheme", "isms").with("measures", "CM-AC-01");
    for (code, name) in &factors {
        form = form.labelled(format!("weight_{code}"), name.clone()).labelled(format!("minimum_{code}"), name.clone());
    }
    FormulaPage {
        ui: ui(lang, "/formula"),
        head: sample_head(lang),
        form,
        factors,
        measures: vec![Opt::new("CM-AC-01", say(lang, "利用者の識別", "Users are told apart"))],
        chosen: 1,
        follows: "★4".to_owned(),
        revision: 2,
    }
}

fn candidate(lang: Lang) -> CandidatePage {
    let name = say(lang, "安定性", "Stability");
    let form = Form::new("candidate")
        .with("price", "12,000,000")
        .labelled("scores.stability", name.clone())
        .labelled("grounds.stability", name.clone());
    CandidatePage {
        ui: ui(lang, "/candidates/con_1"),
        head: sample_head(lang),
        contractor: Link::new("/contractors/con_1", say(lang, "月岡工業株式会社", "Tsukioka Industries")),
        base: "/engagements/R8-0012/selection/candidates/con_1".to_owned(),
        form,
        factors: vec![("stability", name)],
        asks: (true, true, true),
        items: 25,
        proofs: vec![Proof {
            mark: Mark::new(Kind::Met, say(lang, "ISMS認証", "ISMS certificate")),
            facts: vec![(say(lang, "対象の拠点", "Sites"), say(lang, "大阪センター", "Osaka"))],
        }],
        questionnaire: Some(Link::new("/questionnaires/qst_1", say(lang, "質問票 71.0点", "Questionnaire: 71.0"))),
        priced: (1, 3),
        failures: vec![(say(lang, "価格が入っていません", "No price is entered"), "N-6.1-2".to_owned())],
        revision: 3,
    }
}

fn candidates(lang: Lang, rows: Vec<Found>) -> Candidates {
    Candidates {
        ui: ui(lang, "/candidates"),
        head: sample_head(lang),
        q: String::new(),
        count: 2,
        form: Form::new("candidates"),
        rows,
        pager: Pager { shown: "1".to_owned(), ..Pager::default() },
    }
}

fn found(lang: Lang, is_in: bool, can_join: bool) -> Found {
    Found {
        id: "con_1".to_owned(),
        link: Link::new("/contractors/con_1", say(lang, "月岡工業株式会社", "Tsukioka Industries")),
        known_as: "1010001000006".to_owned(),
        certificates: vec![Mark::new(Kind::Met, say(lang, "ISMS認証", "ISMS certificate"))],
        standing: (!can_join && !is_in).then(|| Mark::new(Kind::Over, say(lang, "停止", "Suspended"))),
        is_in,
        can_join,
    }
}

fn decision(lang: Lang, role: Role) -> DecisionPage {
    let mut round = round(lang, false);
    if role != Role::Propose {
        round.proposed = Some((say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"), act(lang)));
    }
    DecisionPage {
        ui: ui(lang, "/decision"),
        head: sample_head(lang),
        round,
        standings: vec![(
            say(lang, "月岡工業株式会社", "Tsukioka Industries"),
            "61.00".to_owned(),
            Mark::new(Kind::Unmet, say(lang, "選べません", "Cannot be chosen")),
            vec![say(lang, "ISMS認証がありません", "There is no ISMS certificate")],
        )],
        choices: vec![Opt::new("con_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"))],
        role,
        barred: (role == Role::Withdraw)
            .then(|| say(lang, "提案した人は決められません", "Who proposes does not decide")),
        same_person: role == Role::Decide,
        is_single: role == Role::Propose,
        form: Form::new("decision"),
        revision: 5,
    }
}

fn lines(lang: Lang) -> Lines {
    Lines {
        ui: ui(lang, "/candidates/con_1/lines"),
        head: sample_head(lang),
        contractor: Link::new("/contractors/con_1", say(lang, "月岡工業株式会社", "Tsukioka Industries")),
        base: "/engagements/R8-0012/selection/candidates/con_1".to_owned(),
        form: Form::new("lines").with("lines[0].offer", "extra").with("lines[0].amount", "50,000"),
        rows: vec![PricedRow {
            id: "CM-AC-01".to_owned(),
            title: say(lang, "利用者の識別", "Users are told apart"),
            mark: Mark::new(Kind::Weak, say(lang, "別に費用がかかる", "Extra")),
            is_open: true,
        }],
        revision: 3,
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let wrong = |field: &str| vec![FieldError::new(field, Problem::Missing)];
    let mut refused = candidate(lang);
    refused.form = refused.form.refused(wrong("price"));
    refused.failures.clear();
    let mut weights = formula(lang);
    weights.form = weights.form.refused(wrong("weight_price"));
    let mut bare = formula(lang);
    bare.measures.clear();
    let publish = |problems: Vec<String>| Publish {
        ui: ui(lang, "/publish"),
        head: sample_head(lang),
        round: Round { problems, ..round(lang, true) },
        revision: 2,
    };
    let all = vec![found(lang, true, false)];
    let mut taken = candidates(lang, vec![found(lang, true, false)]);
    taken.form = taken.form.refused(wrong("contractor"));
    let mut out = overviews(lang);
    out.extend([
        Sample::of("selection-formula", &formula(lang)),
        Sample::of("selection-formula-wrong", &weights),
        Sample::of("selection-formula-bare", &bare),
        Sample::of("selection-publish", &publish(Vec::new())),
        Sample::of(
            "selection-publish-wrong",
            &publish(vec![say(lang, "重みの合計は100です（いま90）", "The weights sum to 100; they are 90 now")]),
        ),
        Sample::of("selection-candidates", &candidates(lang, all)),
        Sample::of("selection-candidates-stopped", &candidates(lang, vec![found(lang, false, false)])),
        Sample::of("selection-candidates-add", &candidates(lang, vec![found(lang, false, true)])),
        Sample::of("selection-candidates-taken", &taken),
        Sample::of("selection-candidates-none", &candidates(lang, Vec::new())),
        Sample::of("selection-candidate", &candidate(lang)),
        Sample::of("selection-candidate-wrong", &refused),
        Sample::of("selection-lines", &lines(lang)),
        Sample::of("selection-propose", &decision(lang, Role::Propose)),
        Sample::of("selection-decide", &decision(lang, Role::Decide)),
        Sample::of("selection-withdraw", &decision(lang, Role::Withdraw)),
        Sample::of("selection-look", &decision(lang, Role::Look)),
    ]);
    out
}
