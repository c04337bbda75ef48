//! The clock and the dice: the only place where the program learns the time and makes randomness.

use std::sync::Mutex;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

/// Tells the time.
#[derive(Debug)]
pub enum Clock {
    /// The system's.
    System,
    /// One that stands still until moved, for tests and sample data.
    Fixed(Mutex<Timestamp>),
}

impl Clock {
    /// A clock that stands still.
    #[must_use]
    pub const fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Mutex::new(at))
    }

    /// Now, to the microsecond: both databases keep that much and no more.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves a fixed clock; the system's stays as it is.
    pub fn set(&self, to: Timestamp) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
        }
    }

    /// Today in Japan.
    #[must_use]
    pub fn today(&self) -> Date {
        day_in_japan(self.now())
    }
}

/// The day an instant falls on in Japan.
#[must_use]
pub fn day_in_japan(at: Timestamp) -> Date {
    at.to_zoned(japan()).date()
}

/// Japan Standard Time.
#[must_use]
pub fn japan() -> TimeZone {
    TimeZone::get("Asia/Tokyo").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(9)))
}

/// Makes randomness.
#[derive(Debug)]
pub struct Dice(Mutex<StdRng>);

impl Dice {
    /// From the operating system.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes randomness")]
    pub fn system() -> Self {
        Self(Mutex::new(StdRng::from_rng(&mut rand::rng())))
    }

    /// From a seed, for tests and sample data.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut out);
        out
    }

    /// A UUIDv7 of an instant.
    pub fn uuid_v7(&self, at: Timestamp) -> uuid::Uuid {
        let random: [u8; 10] = self.bytes();
        let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
