//! What a verification found, said in both languages.

use domain::Lang;
use serde::Serialize;

use crate::{Field, StoredHead};

/// Something is wrong with the ledger. Numbers are the entry numbers as they stand in the ledger now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The content of an entry is not what was written.
    Altered {
        /// Entry.
        seq: i64,
        /// The field, where it can be derived.
        field: Option<Field>,
    },
    /// An entry carries the right hash for what it holds, but a field has no valid form.
    Unreadable {
        /// Entry.
        seq: i64,
        /// The field.
        field: Field,
    },
    /// Entries that were written are gone.
    Missing {
        /// First.
        from: i64,
        /// Last.
        to: i64,
    },
    /// Entries were put in that were never written.
    Inserted {
        /// First.
        from: i64,
        /// Last.
        to: i64,
    },
    /// Genuine entries stand under other numbers, because entries before them were removed or put in.
    Renumbered {
        /// First.
        from: i64,
        /// Last.
        to: i64,
        /// How much their numbers were raised (or lowered, when negative).
        by: i64,
    },
    /// Two entries stand in each other's place.
    Swapped {
        /// The one with the lower number.
        first: i64,
        /// The other.
        second: i64,
    },
    /// A genuine entry stands in a place that is not its own.
    Misplaced {
        /// Where it stands.
        seq: i64,
        /// Where it belongs.
        belongs: i64,
    },
    /// An entry is sound in itself but does not follow the entry before it: that one was replaced, or everything up
    /// to here rewritten.
    PrevMismatch {
        /// Entry.
        seq: i64,
    },
    /// The entry came after one with a higher number.
    OutOfOrder {
        /// Entry.
        seq: i64,
    },
    /// A second entry with the same number.
    Duplicate {
        /// Number.
        seq: i64,
    },
    /// The head says that there are more entries than there are.
    TruncatedAtEnd {
        /// Number the head names.
        head_seq: i64,
        /// Last entry there is.
        last: i64,
    },
    /// There are entries behind the one the head names: put in at the end, or the head was set back.
    BeyondHead {
        /// Number the head names.
        head_seq: i64,
        /// Last entry there is.
        last: i64,
    },
    /// The head does not name the hash or the number of the last entry.
    HeadMismatch {
        /// Number the head names.
        head_seq: i64,
    },
    /// The head is gone.
    HeadMissing,
}

impl Finding {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Altered { .. } => "altered",
            Self::Unreadable { .. } => "unreadable",
            Self::Missing { .. } => "missing",
            Self::Inserted { .. } => "inserted",
            Self::Renumbered { .. } => "renumbered",
            Self::Swapped { .. } => "swapped",
            Self::Misplaced { .. } => "misplaced",
            Self::PrevMismatch { .. } => "prev_mismatch",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::Duplicate { .. } => "duplicate",
            Self::TruncatedAtEnd { .. } => "truncated_at_end",
            Self::BeyondHead { .. } => "beyond_head",
            Self::HeadMismatch { .. } => "head_mismatch",
            Self::HeadMissing => "head_missing",
        }
    }

    /// Number of the (first) entry it is about; the end of the ledger comes last.
    #[must_use]
    pub const fn seq(&self) -> i64 {
        match self {
            Self::Altered { seq, .. }
            | Self::Unreadable { seq, .. }
            | Self::Misplaced { seq, .. }
            | Self::PrevMismatch { seq }
            | Self::OutOfOrder { seq }
            | Self::Duplicate { seq } => *seq,
            Self::Missing { from, .. } | Self::Inserted { from, .. } | Self::Renumbered { from, .. } => *from,
            Self::Swapped { first, .. } => *first,
            Self::TruncatedAtEnd { .. } | Self::BeyondHead { .. } | Self::HeadMismatch { .. } | Self::HeadMissing => {
                i64::MAX
            }
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.ja(),
            Lang::En => self.en(),
        }
    }

    fn ja(&self) -> String {
        match self {
            Self::Altered { seq, field: None } => format!("記録{seq}の内容が、書かれたときから変えられています"),
            Self::Altered { seq, field: Some(f) } => {
                format!("記録{seq}の「{}」が、書かれたときから変えられています", f.label(Lang::Ja))
            }
            Self::Unreadable { seq, field } => {
                format!("記録{seq}の「{}」が読めません。決まった形になっていません", field.label(Lang::Ja))
            }
            Self::Missing { from, to } => format!("記録{}がありません。消されています", span(*from, *to, "から")),
            Self::Inserted { from, to } => {
                format!("記録{}は、あとから差し込まれたものです", span(*from, *to, "から"))
            }
            Self::Renumbered { from, to, by } => {
                let way = if *by > 0 { "後ろ" } else { "前" };
                format!(
                    "記録{}は本物ですが、番号が{}つ{way}へずらされています",
                    span(*from, *to, "から"),
                    by.unsigned_abs()
                )
            }
            Self::Swapped { first, second } => format!("記録{first}と記録{second}が入れ替えられています"),
            Self::Misplaced { seq, belongs } => format!("記録{seq}は、もともと記録{belongs}だったものです"),
            Self::PrevMismatch { seq } => format!(
                "記録{seq}は、その前の記録につながりません。前の記録が差し替えられたか、そこまでがすべて書き直されています"
            ),
            Self::OutOfOrder { seq } => format!("記録{seq}が、より大きい番号の記録のあとに出てきました"),
            Self::Duplicate { seq } => format!("番号{seq}の記録が二つ以上あります"),
            Self::TruncatedAtEnd { head_seq, last } => {
                format!("末尾は記録{head_seq}のはずですが、記録{last}で終わっています。末尾が消されています")
            }
            Self::BeyondHead { head_seq, last } => format!(
                "末尾は記録{head_seq}のはずですが、記録{last}まであります。末尾に差し込まれたか、末尾の控えが戻されています"
            ),
            Self::HeadMismatch { head_seq } => {
                format!("末尾の控え（記録{head_seq}）が、最後の記録と合いません。控えか最後の記録が変えられています")
            }
            Self::HeadMissing => "末尾の控えがありません。消されています".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Altered { seq, field: None } => format!("Entry {seq} is no longer what was written"),
            Self::Altered { seq, field: Some(f) } => {
                format!("The {} of entry {seq} is no longer what was written", f.label(Lang::En))
            }
            Self::Unreadable { seq, field } => {
                format!("The {} of entry {seq} cannot be read; it does not have its form", field.label(Lang::En))
            }
            Self::Missing { from, to } => format!("Missing: entry {}; it was deleted", span(*from, *to, " to ")),
            Self::Inserted { from, to } => format!("Entry {} was put in afterwards", span(*from, *to, " to ")),
            Self::Renumbered { from, to, by } => {
                format!("Entry {} is genuine, but its number was moved by {by:+}", span(*from, *to, " to "))
            }
            Self::Swapped { first, second } => format!("Entries {first} and {second} were exchanged"),
            Self::Misplaced { seq, belongs } => format!("Entry {seq} was originally entry {belongs}"),
            Self::PrevMismatch { seq } => format!(
                "Entry {seq} does not follow the entry before it: that one was replaced, or all up to it rewritten"
            ),
            Self::OutOfOrder { seq } => format!("Entry {seq} came after an entry with a higher number"),
            Self::Duplicate { seq } => format!("There is more than one entry {seq}"),
            Self::TruncatedAtEnd { head_seq, last } => {
                format!("The ledger should end with entry {head_seq} but ends with {last}; its end was deleted")
            }
            Self::BeyondHead { head_seq, last } => format!(
                "The ledger should end with entry {head_seq} but goes on to {last}; entries were put in at the end, \
                 or the head was set back"
            ),
            Self::HeadMismatch { head_seq } => {
                format!("The head (entry {head_seq}) does not match the last entry; one of the two was changed")
            }
            Self::HeadMissing => "The head of the ledger is gone".to_owned(),
        }
    }
}

fn span(from: i64, to: i64, between: &str) -> String {
    if from == to { from.to_string() } else { format!("{from}{between}{to}") }
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows read.
    pub count: u64,
    /// Number of the first row in the ledger.
    pub first: Option<i64>,
    /// Number and hash of the last row.
    pub last: Option<StoredHead>,
    /// The head it was compared with; `None` when the end could not be checked.
    pub head: Option<StoredHead>,
    /// What is wrong, by entry number; the first [`Report::KEPT`] only.
    pub findings: Vec<Finding>,
    /// How many findings there were in all.
    pub total: u64,
}

impl Report {
    /// Most findings kept.
    pub const KEPT: usize = 1000;

    /// True when nothing was found.
    #[must_use]
    pub const fn is_intact(&self) -> bool {
        self.total == 0
    }

    /// One sentence on the whole.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let count = domain::text::group_digits(i64::try_from(self.count).unwrap_or(i64::MAX));
        let total = domain::text::group_digits(i64::try_from(self.total).unwrap_or(i64::MAX));
        match (lang, self.is_intact(), self.head.is_some()) {
            (Lang::Ja, true, true) => format!("記録{count}件を確かめました。書かれたときのままです"),
            (Lang::Ja, true, false) => format!(
                "記録{count}件を確かめました。書かれたときのままです（末尾の控えがないため、末尾が消されていないかは確かめていません）"
            ),
            (Lang::Ja, false, _) => format!("記録{count}件を確かめ、{total}件の異状が見つかりました"),
            (Lang::En, true, true) => format!("{count} entries verified; they are as they were written"),
            (Lang::En, true, false) => format!(
                "{count} entries verified; they are as they were written (without a head it is not known whether the \
                 end was deleted)"
            ),
            (Lang::En, false, _) => format!("{count} entries verified; {total} findings"),
        }
    }
}
