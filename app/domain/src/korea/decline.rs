//! 매출 감소율: by how much revenue fell, in tenths of a percent, by exact integers.
//!
//! Rounds half up on the magnitude, so that a fall and a rise of the same size
//! round alike. Judges nothing: whether a fall is large is the programme's to say.

use std::fmt;

use thiserror::Error;

/// How far an amount fell from a base, in tenths of a percent; below zero it rose.
///
/// ```
/// use domain::korea::decline::DeclineRate;
/// let rate = DeclineRate::between(100_000_000, 30_000_000)?;
/// assert_eq!((rate.tenths(), rate.to_string().as_str()), (700, "70.0%"));
/// assert_eq!(DeclineRate::between(50, 60)?.korean(), "20.0% 증가");
/// # Ok::<(), domain::korea::decline::DeclineError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclineRate(i64);

/// Why there is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeclineError {
    /// The base is zero or less: nothing to compare with. Show `—`.
    #[error("no base amount to compare with")]
    NoBase,
    /// The rate does not fit: the amounts are beyond what a form stores.
    #[error("the rate is out of range")]
    OutOfRange,
}

impl DeclineError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoBase => "decline.no_base",
            Self::OutOfRange => "decline.out_of_range",
        }
    }
}

impl DeclineRate {
    /// The fall from `base` to `current`, both in won.
    ///
    /// # Errors
    /// [`DeclineError::NoBase`] unless `base` is above zero;
    /// [`DeclineError::OutOfRange`] only for amounts no form stores.
    pub fn between(base: i64, current: i64) -> Result<Self, DeclineError> {
        if base <= 0 {
            return Err(DeclineError::NoBase);
        }
        let (base, current) = (i128::from(base), i128::from(current));
        let magnitude = (2_000 * (base - current).abs() + base) / (2 * base);
        let tenths = if current > base {
            -magnitude
        } else {
            magnitude
        };
        i64::try_from(tenths)
            .map(Self)
            .map_err(|_| DeclineError::OutOfRange)
    }

    /// Tenths of a percent: 700 is 70.0 %, −200 a rise of 20.0 %.
    pub const fn tenths(self) -> i64 {
        self.0
    }

    /// Whether the amount rose.
    pub const fn is_rise(self) -> bool {
        self.0 < 0
    }

    /// The band of the questionnaire nearest to this rate.
    pub const fn band(self) -> DeclineBand {
        match self.0 {
            ..100 => DeclineBand::None,
            100..300 => DeclineBand::About20,
            300..500 => DeclineBand::About40,
            500..700 => DeclineBand::About60,
            700..900 => DeclineBand::About80,
            _ => DeclineBand::About100,
        }
    }

    /// For Korean readers: `70.0%`, and a rise as `20.0% 증가`.
    pub fn korean(self) -> String {
        let magnitude = Magnitude(self.0.unsigned_abs());
        if self.is_rise() {
            format!("{magnitude} 증가")
        } else {
            magnitude.to_string()
        }
    }
}

impl fmt::Display for DeclineRate {
    /// `70.0%`, `-20.0%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_rise() { "-" } else { "" };
        write!(f, "{sign}{}", Magnitude(self.0.unsigned_abs()))
    }
}

struct Magnitude(u64);

impl fmt::Display for Magnitude {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
    }
}

/// The bands people tick when they know no exact figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeclineBand {
    /// Below 10 %, or a rise.
    None,
    /// 10 % to below 30 %.
    About20,
    /// 30 % to below 50 %.
    About40,
    /// 50 % to below 70 %.
    About60,
    /// 70 % to below 90 %.
    About80,
    /// 90 % and more.
    About100,
}

impl DeclineBand {
    /// The middle of the band in percent, which is also its stable name.
    pub const fn percent(self) -> u8 {
        match self {
            Self::None => 0,
            Self::About20 => 20,
            Self::About40 => 40,
            Self::About60 => 60,
            Self::About80 => 80,
            Self::About100 => 100,
        }
    }
}
