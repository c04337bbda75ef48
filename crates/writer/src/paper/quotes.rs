//! English quotation marks and apostrophes as printers set them: “ ” ‘ ’.

use super::{Body, Item, Paper, Run, Runs};

impl Paper {
    /// The same with typographic quotation marks. A mark after a space, a bracket or nothing opens; any other closes.
    #[must_use]
    pub fn with_curved_quotes(mut self) -> Self {
        curve(&mut self.meta.title);
        for part in &mut self.parts {
            body(&mut part.body);
        }
        self
    }
}

fn body(body: &mut Body) {
    match body {
        Body::Title(text) => curve(text),
        Body::Addressee(addressee) => addressee.lines.iter_mut().for_each(curve),
        Body::Lines { lines, .. } => lines.iter_mut().for_each(runs),
        Body::Heading(heading) => runs(&mut heading.text),
        Body::Paragraph(text) | Body::Centred(text) | Body::Note(text) => runs(text),
        Body::Article(article) => {
            curve(&mut article.title);
            for clause in &mut article.clauses {
                runs(&mut clause.text);
                clause.items.iter_mut().for_each(item);
            }
        }
        Body::List(list) => list.items.iter_mut().for_each(item),
        Body::Table(table) => {
            curve(&mut table.caption);
            table.rows.iter_mut().flat_map(|row| &mut row.cells).flat_map(|cell| &mut cell.text).for_each(runs);
        }
        Body::Form(form) => {
            for row in &mut form.rows {
                curve(&mut row.label);
                row.value.iter_mut().for_each(runs);
            }
        }
        Body::Signatures(signatures) => {
            for party in &mut signatures.parties {
                let texts = [&mut party.role, &mut party.address, &mut party.organisation, &mut party.title];
                texts.into_iter().for_each(curve);
            }
        }
        Body::Seals(seals) => seals.boxes.iter_mut().for_each(curve),
        Body::Annex(annex) => curve(&mut annex.title),
        Body::PageBreak => {}
    }
}

fn item(one: &mut Item) {
    runs(&mut one.text);
    one.items.iter_mut().for_each(item);
}

/// A mark at the beginning of a run is judged by the run before.
fn runs(all: &mut Runs) {
    let mut before = None;
    for run in all {
        match run {
            Run::Text(text) | Run::Bold(text) | Run::Underline(text) => before = curved(text, before),
            Run::Break => before = None,
            _ => before = Some('x'),
        }
    }
}

fn curve(text: &mut String) {
    curved(text, None);
}

/// Curves the marks of a text; gives its last letter.
fn curved(text: &mut String, mut before: Option<char>) -> Option<char> {
    if !text.contains(['"', '\'']) {
        return text.chars().next_back().or(before);
    }
    let mut out = String::with_capacity(text.len().saturating_add(8));
    for letter in text.chars() {
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '‘' | '—' | '/'));
        let set = match (letter, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            (other, _) => other,
        };
        out.push(set);
        before = Some(set);
    }
    *text = out;
    before
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use crate::paper::{Article, Clause, Paper, Part, Run};

    #[test]
    fn quotes_are_curved_across_runs() {
        let mut paper = Paper::new(Lang::En, "t");
        let text = vec![
            Run::text("Kirisawa City (hereinafter \"the Client\") and the Client's \""),
            Run::AnnexRef("x".into()),
            Run::text("\" are 'one'."),
        ];
        paper.push(Part::article(Article::new("a", "The \"Services\"").clause(Clause::of(text))));
        let curved = paper.with_curved_quotes();
        let said = format!("{:?}", curved.parts);
        for wanted in ["The “Services”", "(hereinafter “the Client”) and the Client’s “", "” are ‘one’."]
        {
            assert!(said.contains(wanted), "{wanted} in {said}");
        }
    }
}
