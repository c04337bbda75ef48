//! The same contract in English, somewhat shorter.

use domain::Lang;
use writer::paper::{
    Addressee, Align, Article, Body, Cell, Clause, Form, FormRow, Heading, Honorific, Item, List, ListMark, Mark,
    Paper, Part, Party, Row, Run, Seals, Side, Signatures, Status, Table,
};

/// The contract.
pub fn contract() -> Paper {
    let mut paper = Paper::new(Lang::En, "Agreement on Outsourced Information Processing");
    let meta = &mut paper.meta;
    meta.number = Some("R8-0012".into());
    meta.version = Some("Version 1.2".into());
    meta.date = Some("22 November 2026".into());
    meta.edition = Some("2026-11".into());
    meta.form_number = Some("Form 3".into());
    meta.status = Status::Open(vec!["day of payment (Article 10)".into()]);
    paper.push(Part::title("Agreement on Outsourced Information Processing"));
    paper.push(Part::paragraph(
        "The Ministry of Kasumigaseki (the \u{201c}Client\u{201d}) and Takasaki Systems, Inc. (the \u{201c}Contractor\u{201d}) agree as follows on the information processing that the Client entrusts to the Contractor.",
    ));
    scope(&mut paper);
    security(&mut paper);
    ending(&mut paper);
    annexes(&mut paper);
    paper
}

fn aligned(table: &mut Table, column: usize, align: Align) {
    if let Some(column) = table.columns.get_mut(column) {
        column.align = align;
    }
}

fn text(text: &str) -> Run {
    Run::text(text)
}

fn scope(paper: &mut Paper) {
    paper.push(Part::article(Article::new("purpose", "Purpose").clause(
        "This Agreement sets out what both parties do, and who answers for what, so that the information handed over for the running of the statistics platform stays safe.",
    )));
    paper.push(Part::article(
        Article::new("words", "Terms")
            .clause(
                Clause::from("In this Agreement the following words have the meaning given here.")
                    .item(Item::from(vec![Run::bold("Entrusted Information"), text(" is information that the Client hands over and information that the Contractor makes or receives in the course of the work, copies included.")]).named("entrusted"))
                    .item(Item::from(vec![Run::bold("Incident"), text(" is any leak, loss, damage, alteration or unavailability of Entrusted Information, and any event that may lead to one, such as")])
                        .item("an unknown connection or a record of an operation nobody admits to;")
                        .item("a medium, device or paper that was left behind or stolen; and")
                        .item("a message sent to the wrong addressee.")
                        .named("incident")),
            )
            .clause("Other words have the meaning they have in the Client\u{2019}s rules on information security."),
    ));
    paper.push(Part::article(
        Article::new("work", "Scope of the Work")
            .clause(vec![text("The work is described in "), Run::annex("measures"), text(", section "), Run::HeadingRef("work-heading".into()), text(".")])
            .clause("A change of scope is made in writing, with its reason and its effect on price and dates, and confirmed by the persons responsible on both sides."),
    ));
}

fn security(paper: &mut Paper) {
    paper.push(Part::article(
        Article::new("secret", "Confidentiality")
            .clause(vec![text("The Contractor uses Entrusted Information for the work alone and shows or gives it to no third party without the Client\u{2019}s written consent, save as "), Run::ParagraphRef("law".into()), text(" allows.")])
            .clause(Clause::from("Where the law requires disclosure, the Contractor informs the Client beforehand or, if that cannot be done, at once, and discloses no more than is required.").named("law"))
            .clause("The duties of this Article last for five years after the end of this Agreement, and without limit for personal data."),
    ));
    paper.push(Part::article(
        Article::new("measures-article", "Security Measures")
            .clause(
                Clause::from(vec![
                    text("The Contractor carries out the measures listed in "),
                    Run::annex("measures"),
                    text(" by the dates given there and keeps them up for the term. Among them are these:"),
                ])
                .item(vec![
                    text("devices and media are kept in an inventory, which is compared with what is there at "),
                    Run::Underline("each end of month".into()),
                    text(";"),
                ])
                .item("each person has one account, closed on the day of leaving; and")
                .item("logs are kept for 180 days and handed over within five business days on request."),
            )
            .clause(vec![
                text("The Contractor reports on the state of the measures each quarter, in the form of "),
                Run::annex("report"),
                text(", within ten business days of its end."),
            ]),
    ));
    paper.push(Part::article(
        Article::new("sub", "Subcontracting")
            .clause("Before any part of the work goes to a third party the Contractor applies in writing, at least fifteen business days ahead, and waits for the Client\u{2019}s written consent.")
            .clause(vec![text("The Contractor answers for its subcontractors as for itself and binds them to the same duties as "), Run::article("secret"), text(" and "), Run::article("measures-article"), text(".")]),
    ));
    paper.push(Part::article(
        Article::new("incident-report", "Reporting of Incidents")
            .clause(Clause::from(vec![text("On learning of an Incident ("), Run::article("incident"), text(") the Contractor tells the Client by telephone within one hour and in writing within 24 hours.")]).named("first"))
            .clause(vec![text("Following the report under "), Run::ParagraphRef("first".into()), text(" it explains cause, extent and remedy in writing within 30 days.")]),
    ));
    paper.push(Part::article(Article::new("audit", "Audit").clause(
        "With ten business days\u{2019} notice, and once a year, the Client may inspect the places, papers and records of the work. After an Incident it may do so at any time with one day\u{2019}s notice.",
    )));
}

fn ending(paper: &mut Paper) {
    paper.push(Part::article(
        Article::new("return", "Return and Erasure").clause(
            Clause::from(
                "Within ten business days of the end of the work, or of the Client\u{2019}s request, the Contractor",
            )
            .item("returns media and papers with a list of them; and")
            .item(vec![
                text("erases what data remain ("),
                Run::article("entrusted"),
                text(") beyond recovery and certifies how, when and before whom this was done."),
            ]),
        ),
    ));
    paper.push(Part::article(Article::new("fee", "Fee").clause(vec![
        text("The fee is JPY 48,620,000, consumption tax included, payable on "),
        Run::open("day of payment"),
        text("."),
    ])));
    paper.push(Part::article(
        Article::new("damages", "Damages")
            .clause("If an Incident happens for which the Contractor is responsible, it makes good the Client\u{2019}s loss, including the cost of inquiry, notice, help desk and repair.")
            .clause("The amount is limited to the fee, except in the case of intent or gross negligence."),
    ));
    paper.push(Part::article(Article::new("talk", "Consultation").clause(
        "What this Agreement leaves open, and doubts about its meaning, are settled by talks in good faith; the result is put in writing.",
    )));
    paper.push(Part::paragraph("Signed in two copies, one for each party."));
    let party = |role: &str, organisation: &str, address: &str| Party {
        role: role.into(),
        address: address.into(),
        organisation: organisation.into(),
        mark: Mark::Line,
        ..Party::default()
    };
    paper.push(Part::new(Body::Signatures(Signatures {
        date: String::new(),
        parties: vec![
            party("Client", "Ministry of Kasumigaseki", "Kasumigaseki, Chiyoda-ku, Tokyo"),
            party("Contractor", "Takasaki Systems, Inc.", "Omiya-ku, Saitama-shi, Saitama"),
        ],
    })));
}

fn annexes(paper: &mut Paper) {
    paper.push(Part::annex("measures", "Work and Measures"));
    paper.push(Part::new(Body::Heading(Heading::new(1, "The Work").numbered().named("work-heading"))));
    let mut work = Table::new([("Kind", 30), ("Work", 80), ("Monthly volume", 50)]);
    aligned(&mut work, 2, Align::Right);
    work.rows.push(Row {
        cells: vec![
            Cell::new("Regular").spanning(1, 2),
            "Monitoring and first response".into(),
            "around the clock".into(),
        ],
        trace: vec![],
    });
    work.rows.push(Row { cells: vec!["Backups and restore tests".into(), "30".into()], trace: vec![] });
    work.push([
        Cell::new("Total (estimate)").spanning(2, 1).aligned(Align::Right).shaded(),
        Cell::new("1,250 hours").shaded(),
    ]);
    work.caption = "Table 1: Kinds of work".into();
    paper.push(Part::table(work));
    paper.push(Part::note("Volumes are those of the last fiscal year; they may be exceeded."));
    paper.push(Part::numbered_heading(1, "Measures"));
    let mut table = Table::new([("No.", 14), ("Measure", 76), ("By", 30), ("Shown by", 40)]);
    aligned(&mut table, 0, Align::Centre);
    for count in 1..=30 {
        let measure = match count % 3 {
            0 => "Taking information out needs an approval on record, reviewed each month.",
            1 => {
                "Storage of devices is encrypted and screens lock after ten minutes. Recovery keys are held by someone outside the team."
            }
            _ => "Security updates are installed within 14 days of release.",
        };
        table.push([
            format!("{count}"),
            measure.to_owned(),
            "start of work".to_owned(),
            "copy of the inventory".to_owned(),
        ]);
    }
    paper.push(Part::table(table));
    paper.push(Part::annex("report", "Quarterly Report"));
    paper.push(Part::new(Body::Lines { side: Side::Right, lines: vec![vec![text("Date: "), Run::Blank(6)]] }));
    paper.push(Part::new(Body::Addressee(Addressee::to(
        ["Ministry of Kasumigaseki", "Accounts Division"],
        Honorific::Onchu,
    ))));
    paper.push(Part::new(Body::Form(Form {
        label_mm: 45,
        rows: vec![
            FormRow::new("Period", "from               to"),
            FormRow::blank("Measures not taken, with reasons", 30),
            FormRow::blank("Remarks", 22),
        ],
    })));
    paper.push(Part::new(Body::List(List {
        mark: ListMark::Box,
        items: vec!["A copy of the inventory is attached.".into()],
    })));
    paper.push(Part::new(Body::Seals(Seals {
        side: Side::Right,
        boxes: vec!["Approved".into(), "Checked".into(), "Prepared".into()],
    })));
}
