//! Who signs.

use catalogue::{
    paper::{Mark as SourceMark, Party as Who, Signer},
    wording::{Piece, Placeholder, pieces},
};
use domain::Lang;
use writer::paper::{Body, Mark, Party, Signatures};

use super::{Composer, head::post_and_name};
use crate::{
    Organisation,
    day::{blank_day, day},
    fill::Scope,
    words::Style,
};

impl<'a> Composer<'a> {
    pub(super) fn signatures(&mut self, signers: &'a [Signer], scope: &Scope<'a>) {
        let parties = signers.iter().map(|signer| self.party(signer, scope)).collect();
        let own = scope.owner == self.source.id.as_str();
        // a letter that its sender alone signs bears its date at the head
        let dated =
            own && self.source.addressee.is_some() && signers.iter().all(|s| Some(s.party) == self.source.sender);
        let date = match (own, dated) {
            (_, true) => String::new(),
            (true, false) => self.signing_day(),
            (false, false) => self.day_by_hand(),
        };
        let trace = self.trace();
        self.push(Body::Signatures(Signatures { date, parties }), trace);
    }

    /// A contract is signed on its day; whatever else is signed, on the day the hand writes.
    fn signing_day(&mut self) -> String {
        let contract = (self.style == Style::Contract).then(|| self.contract_day()).flatten();
        contract.unwrap_or_else(|| self.day_by_hand())
    }

    /// English signatures have a line for the day of their own.
    fn day_by_hand(&self) -> String {
        match self.order.lang {
            Lang::Ja => blank_day(Lang::Ja, self.order.era).to_owned(),
            Lang::En => String::new(),
        }
    }

    fn contract_day(&mut self) -> Option<String> {
        let known = self.name("contract_date");
        known.or_else(|| self.order.about.contract_date.map(|date| day(date, self.order.lang, self.order.era)))
    }

    /// The role of a signer says, in this order, what the paper calls the party, its name, and the post that signs.
    fn party(&mut self, signer: &Signer, scope: &Scope<'a>) -> Party {
        let lang = self.order.lang;
        let template = signer.role.get(lang);
        let mut party = Party { mark: mark(signer.mark), ..Party::default() };
        let mut named = false;
        for piece in pieces(template).unwrap_or_default() {
            match piece {
                Piece::Hole(Placeholder::Name(name @ ("client" | "contractor"))) => {
                    party.role = capital(&self.name(name).unwrap_or_default(), lang);
                }
                Piece::Hole(Placeholder::Name(name @ ("client_officer" | "contractor_officer"))) => {
                    let about = self.organisation(name.starts_with("client"));
                    let (post, person) = post_and_name(about.and_then(|o| o.officer.as_ref()), lang);
                    (party.title, party.person) = if person.is_empty() {
                        (String::new(), self.name(name).unwrap_or_default())
                    } else {
                        (post, person)
                    };
                }
                Piece::Hole(Placeholder::Name(name)) => {
                    party.organisation = self.name(name).unwrap_or_default();
                    named = true;
                }
                Piece::Hole(_) => {}
                Piece::Plain(words) if named => party.title.push_str(trimmed(words)),
                Piece::Plain(words) => party.role.push_str(trimmed(words)),
            }
        }
        if !named && party.title.is_empty() && matches!(signer.party, Who::Client | Who::Contractor) {
            // a post alone, in an annex that both know
            let side = if signer.party == Who::Client { self.client_word() } else { self.contractor_word() };
            let post = std::mem::replace(&mut party.role, capital(side, lang));
            party.title = if post == party.role { String::new() } else { post };
        }
        self.complete(&mut party, signer, scope);
        party
    }

    /// Address and person from the records, where the role has not said them.
    fn complete(&mut self, party: &mut Party, signer: &Signer, scope: &Scope<'a>) {
        let lang = self.order.lang;
        let about = match signer.party {
            Who::Client | Who::Program | Who::Officer => Some(&self.order.about.client),
            Who::Contractor => Some(&self.order.about.contractor),
            _ => None,
        };
        let Some(about) = about else { return };
        // an annex is signed when its time comes, by whoever holds the post then
        let own = scope.owner == self.source.id.as_str();
        if own && !matches!(signer.mark, SourceMark::Stamp) {
            party.address = about.address.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default();
            if self.style == Style::Contract && party.person.is_empty() && party.title.is_empty() {
                (party.title, party.person) = post_and_name(about.representative.as_ref(), lang);
            }
        }
        if party.organisation.is_empty() {
            party.organisation = about.name.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default();
        }
        if own && party.person.is_empty() && !party.title.is_empty() {
            party.person = post_and_name(about.officer.as_ref(), lang).1;
        }
    }

    fn organisation(&self, client: bool) -> Option<&'a Organisation> {
        Some(if client { &self.order.about.client } else { &self.order.about.contractor })
    }
}

const fn mark(mark: SourceMark) -> Mark {
    match mark {
        SourceMark::Seal | SourceMark::Stamp => Mark::Seal,
        SourceMark::Signature => Mark::Line,
    }
}

/// Words without the punctuation that joins them to the next piece.
fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':'))
}

fn capital(text: &str, lang: Lang) -> String {
    let mut chars = text.chars();
    match (lang, chars.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
