//! Fixed words of papers that no text of the catalogue holds.

use catalogue::Text;
use domain::{Lang, Words, plan::MeasureOwner};

/// What the parties are called in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// 甲 and 乙.
    Contract,
    /// 委託者 and 受託者; requirements are numbered sections, not articles.
    Specification,
    /// 委託者 and 受託者.
    Form,
}

pub(crate) const fn words(ja: &'static str, en: &'static str) -> Words {
    Words { ja, en }
}

impl Style {
    pub(crate) const fn client(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Contract, Lang::Ja) => "甲",
            (_, Lang::Ja) => "委託者",
            (_, Lang::En) => "the Client",
        }
    }

    pub(crate) const fn contractor(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Contract, Lang::Ja) => "乙",
            (_, Lang::Ja) => "受託者",
            (_, Lang::En) => "the Contractor",
        }
    }

    /// Who carries out a measure, in the words of the paper.
    pub(crate) fn owner(self, owner: MeasureOwner, lang: Lang) -> &'static str {
        match (owner, lang) {
            (MeasureOwner::Client, Lang::En) => "Client",
            (MeasureOwner::Contractor, Lang::En) => "Contractor",
            (MeasureOwner::Client, _) => self.client(lang),
            (MeasureOwner::Contractor, _) => self.contractor(lang),
            (MeasureOwner::Both, Lang::Ja) => "双方",
            (MeasureOwner::Both, Lang::En) => "Both",
            (MeasureOwner::Provider, Lang::Ja) => "サービス事業者",
            (MeasureOwner::Provider, Lang::En) => "Provider",
        }
    }

    /// A text of a measure or rule, which speaks of 委託元 and 委託先, in the words of the paper.
    pub(crate) fn parties(self, text: &Text, lang: Lang) -> String {
        self.named(text.get(lang), lang)
    }

    pub(crate) fn named(self, text: &str, lang: Lang) -> String {
        match lang {
            // a subcontractor stays one
            Lang::Ja => text
                .replace("再委託先", "\u{E010}")
                .replace("委託元", self.client(lang))
                .replace("委託先", self.contractor(lang))
                .replace('\u{E010}', "再委託先"),
            Lang::En => text
                .replace("The client", "The Client")
                .replace("the client", "the Client")
                .replace("The contractor", "The Contractor")
                .replace("the contractor", "the Contractor"),
        }
    }
}

pub(crate) const BOX: char = '□';

/// A list within a sentence.
pub(crate) const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "、",
        Lang::En => ", ",
    }
}

/// A gap between two names on one line.
pub(crate) const fn gap(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "\u{3000}",
        Lang::En => ", ",
    }
}

/// `「題名」`, `"Title"`.
pub(crate) fn quoted(title: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("「{title}」"),
        Lang::En => format!("\"{title}\""),
    }
}

/// `（題名）`, ` (title)`.
pub(crate) fn bracketed(title: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("（{title}）"),
        Lang::En => format!(" ({title})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subcontractor_is_not_renamed() {
        let text = "委託元は、再委託先と委託先の責任者に知らせる。";
        assert_eq!(Style::Contract.named(text, Lang::Ja), "甲は、再委託先と乙の責任者に知らせる。");
    }
}
