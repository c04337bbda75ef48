//! The balance: what every holder still has, as a fold over the entries.
//!
//! Provided + copies − returned − destroyed, for each engagement, holder, item and form (§6.1). What moves from one tier
//! to the next leaves the one and reaches the other, so that nothing is lost on the way. What was learned or spoken counts
//! nothing: it cannot be given back, and secrecy outlives the contract for it. A disposal or return that is not
//! proven is kept as a claim and takes nothing away. A copy may have another form than what it was made from.

use std::collections::BTreeMap;

use domain::{
    handover::{Carrier, Handover, HandoverKind, Side},
    id::{ContractorId, EngagementId, HandoverId},
    text::Title,
};
use serde::Serialize;

use super::unproven;
use crate::reason::{Reason, ReasonCode, Value};

/// What is held: by whom, for which engagement, which item in which form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Holding {
    /// The engagement.
    pub engagement: EngagementId,
    /// The holder.
    pub holder: ContractorId,
    /// The item.
    pub item: Title,
    /// Its form.
    pub carrier: Carrier,
}

/// How many are held, and how many of them are said to be gone without proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Held {
    /// Held as far as anything shows.
    pub held: u64,
    /// Of these, said to be gone.
    pub claimed: u64,
}

/// Why an entry cannot stand where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BalanceError {
    /// More would go than is held.
    MoreThanHeld {
        /// The item.
        item: Title,
        /// How many would go.
        asked: u64,
    },
    /// The direction does not fit the kind.
    WrongSide {
        /// The item.
        item: Title,
    },
}

impl BalanceError {
    /// The same as a reason.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::MoreThanHeld { item, asked } => Reason::new(ReasonCode::MoreThanHeld)
                .with("item", Value::Text(item.to_string()))
                .with("count", Value::Count(usize::try_from(*asked).unwrap_or(usize::MAX))),
            Self::WrongSide { item } => Reason::new(ReasonCode::WrongSide).with("item", Value::Text(item.to_string())),
        }
    }
}

/// What every holder has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    held: BTreeMap<Holding, Held>,
}

impl Balance {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The balance of entries in the order of their time, and the entries that cannot stand.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Handover>) -> (Self, Vec<(HandoverId, BalanceError)>) {
        let mut order: Vec<&Handover> = entries.into_iter().collect();
        order.sort_by_key(|e| (e.at, e.id));
        let mut balance = Self::default();
        let mut refused = Vec::new();
        for entry in order {
            if let Err(error) = balance.apply(entry) {
                refused.push((entry.id, error));
            }
        }
        (balance, refused)
    }

    /// Takes one entry in.
    ///
    /// # Errors
    /// Why it cannot stand; the balance is then as it was.
    pub fn apply(&mut self, entry: &Handover) -> Result<(), BalanceError> {
        let wrong = || BalanceError::WrongSide { item: entry.item.clone() };
        let quantity = u64::from(entry.quantity.get());
        let (from, to) = (entry.from, entry.to);
        match entry.kind {
            HandoverKind::Learned => match to {
                Side::Contractor(_) => Ok(()),
                Side::Client => Err(wrong()),
            },
            HandoverKind::Provide | HandoverKind::MakeAccessible => match (from, to) {
                // what was only spoken cannot come back; the written note after it is an entry of its own
                (_, Side::Contractor(_)) if entry.carrier == Carrier::Spoken && from != to => Ok(()),
                (Side::Client, Side::Contractor(to)) => self.add(entry, to, quantity),
                (Side::Contractor(from), Side::Contractor(to)) if from != to => self.pass(entry, (from, to), quantity),
                _ => Err(wrong()),
            },
            HandoverKind::Copy => match (from, to) {
                (Side::Contractor(a), Side::Contractor(b)) if a == b => {
                    if !self.has_any(entry, a) {
                        return Err(BalanceError::MoreThanHeld { item: entry.item.clone(), asked: quantity });
                    }
                    self.add(entry, a, quantity)
                }
                _ => Err(wrong()),
            },
            HandoverKind::Return => match (from, to) {
                (Side::Contractor(from), Side::Client) => self.take_or_claim(entry, from, quantity),
                (Side::Contractor(from), Side::Contractor(to)) if from != to => {
                    if unproven(entry).is_some() {
                        return self.take_or_claim(entry, from, quantity);
                    }
                    self.pass(entry, (from, to), quantity)
                }
                _ => Err(wrong()),
            },
            HandoverKind::Discard | HandoverKind::Erase => match from {
                Side::Contractor(from) => self.take_or_claim(entry, from, quantity),
                Side::Client => Err(wrong()),
            },
        }
    }

    fn key(entry: &Handover, holder: ContractorId) -> Holding {
        Holding { engagement: entry.engagement, holder, item: entry.item.clone(), carrier: entry.carrier }
    }

    /// What a holder has and has not said to be gone.
    fn free(&self, entry: &Handover, holder: ContractorId) -> u64 {
        self.held.get(&Self::key(entry, holder)).map_or(0, |h| h.held.saturating_sub(h.claimed))
    }

    /// Whether a holder has an item in whatever form: a file is printed, a right to look is used to write down.
    fn has_any(&self, entry: &Handover, holder: ContractorId) -> bool {
        Carrier::ALL.iter().any(|carrier| {
            let key = Holding { carrier: *carrier, ..Self::key(entry, holder) };
            self.held.get(&key).is_some_and(|h| h.held > h.claimed)
        })
    }

    fn add(&mut self, entry: &Handover, holder: ContractorId, quantity: u64) -> Result<(), BalanceError> {
        let held = self.held.entry(Self::key(entry, holder)).or_default();
        held.held = held.held.saturating_add(quantity);
        Ok(())
    }

    fn check(&self, entry: &Handover, holder: ContractorId, quantity: u64) -> Result<(), BalanceError> {
        if self.free(entry, holder) < quantity {
            return Err(BalanceError::MoreThanHeld { item: entry.item.clone(), asked: quantity });
        }
        Ok(())
    }

    fn pass(
        &mut self,
        entry: &Handover,
        (from, to): (ContractorId, ContractorId),
        quantity: u64,
    ) -> Result<(), BalanceError> {
        self.check(entry, from, quantity)?;
        self.take(entry, from, quantity);
        self.add(entry, to, quantity)
    }

    fn take(&mut self, entry: &Handover, holder: ContractorId, quantity: u64) {
        let key = Self::key(entry, holder);
        if let Some(held) = self.held.get_mut(&key) {
            held.held = held.held.saturating_sub(quantity);
            if *held == Held::default() {
                self.held.remove(&key);
            }
        }
    }

    fn take_or_claim(&mut self, entry: &Handover, holder: ContractorId, quantity: u64) -> Result<(), BalanceError> {
        self.check(entry, holder, quantity)?;
        if unproven(entry).is_none() {
            self.take(entry, holder, quantity);
        } else if let Some(held) = self.held.get_mut(&Self::key(entry, holder)) {
            held.claimed = held.claimed.saturating_add(quantity);
        }
        Ok(())
    }

    /// Everything still held, in order of engagement, holder and item.
    pub fn holdings(&self) -> impl Iterator<Item = (&Holding, Held)> {
        self.held.iter().map(|(key, held)| (key, *held))
    }

    /// What is still held for an engagement, at any tier.
    pub fn of_engagement(&self, engagement: EngagementId) -> impl Iterator<Item = (&Holding, Held)> {
        self.holdings().filter(move |(key, _)| key.engagement == engagement)
    }

    /// What a contractor still holds, for any engagement.
    pub fn of_holder(&self, holder: ContractorId) -> impl Iterator<Item = (&Holding, Held)> {
        self.holdings().filter(move |(key, _)| key.holder == holder)
    }

    /// True when nothing of an engagement is held any more. Claims do not make it so.
    #[must_use]
    pub fn is_zero(&self, engagement: EngagementId) -> bool {
        self.of_engagement(engagement).next().is_none()
    }

    /// How many are held altogether.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.held.values().fold(0, |sum, h| sum.saturating_add(h.held))
    }
}
