//! 한국표준산업분류 (KSIC): its 21 sections, and the programme industry a code suggests.
//!
//! Sections are the same in the 10th (2020) and 11th (2024) revision. The industry
//! is a default only; a bakery café may well call itself 먹거리 or 교육, and its own
//! choice wins. Classes below the section are not listed.

use thiserror::Error;

use super::normalize;

/// A section of KSIC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its letter, `A` to `U`.
    pub letter: char,
    /// Korean name.
    pub ko: &'static str,
    /// English name.
    pub en: &'static str,
    /// The first and last two-digit division in it.
    divisions: (u8, u8),
}

/// All sections, `A` to `U`.
pub const SECTIONS: [Section; 21] = [
    section(
        'A',
        "농업·임업·어업",
        "Agriculture, forestry and fishing",
        (1, 3),
    ),
    section('B', "광업", "Mining", (5, 8)),
    section('C', "제조업", "Manufacturing", (10, 34)),
    section('D', "전기·가스", "Electricity and gas", (35, 35)),
    section(
        'E',
        "수도·하수·폐기물·원료재생",
        "Water, waste and recycling",
        (36, 39),
    ),
    section('F', "건설업", "Construction", (41, 42)),
    section('G', "도매·소매", "Wholesale and retail", (45, 47)),
    section('H', "운수·창고", "Transport and storage", (49, 52)),
    section(
        'I',
        "숙박·음식점",
        "Accommodation and food service",
        (55, 56),
    ),
    section('J', "정보통신", "Information and communication", (58, 63)),
    section('K', "금융·보험", "Finance and insurance", (64, 66)),
    section('L', "부동산", "Real estate", (68, 68)),
    section(
        'M',
        "전문·과학·기술",
        "Professional, scientific and technical",
        (70, 73),
    ),
    section(
        'N',
        "사업시설관리·사업지원·임대",
        "Business support and rental",
        (74, 76),
    ),
    section('O', "공공행정", "Public administration", (84, 84)),
    section('P', "교육", "Education", (85, 85)),
    section('Q', "보건·사회복지", "Health and social work", (86, 87)),
    section(
        'R',
        "예술·스포츠·여가",
        "Arts, sports and recreation",
        (90, 91),
    ),
    section(
        'S',
        "협회·단체·수리·개인서비스",
        "Membership, repair and personal service",
        (94, 96),
    ),
    section('T', "가구 내 고용", "Households as employers", (97, 98)),
    section('U', "국제기관", "International organisations", (99, 99)),
];

/// The industries the programme counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Industry {
    /// 관광.
    Tourism,
    /// 문화.
    Culture,
    /// 예술.
    Arts,
    /// 교육.
    Education,
    /// 먹거리.
    Food,
    /// 제조.
    Manufacturing,
    /// 유통.
    Distribution,
    /// 기타: care, cleaning, house repair, recycling and all else.
    Other,
}

impl Industry {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tourism => "tourism",
            Self::Culture => "culture",
            Self::Arts => "arts",
            Self::Education => "education",
            Self::Food => "food",
            Self::Manufacturing => "manufacturing",
            Self::Distribution => "distribution",
            Self::Other => "other",
        }
    }
}

/// Which industry the longest matching digits of a code suggest.
const INDUSTRIES: [(&str, Industry); 27] = [
    ("01", Industry::Food),
    ("02", Industry::Food),
    ("03", Industry::Food),
    ("10", Industry::Food),
    ("11", Industry::Food),
    ("1", Industry::Manufacturing),
    ("2", Industry::Manufacturing),
    ("30", Industry::Manufacturing),
    ("31", Industry::Manufacturing),
    ("32", Industry::Manufacturing),
    ("33", Industry::Manufacturing),
    ("34", Industry::Manufacturing),
    ("45", Industry::Distribution),
    ("46", Industry::Distribution),
    ("47", Industry::Distribution),
    ("49232", Industry::Tourism),
    ("52", Industry::Distribution),
    ("55", Industry::Tourism),
    ("56", Industry::Food),
    ("58", Industry::Culture),
    ("59", Industry::Culture),
    ("732", Industry::Culture),
    ("752", Industry::Tourism),
    ("85", Industry::Education),
    ("901", Industry::Arts),
    ("902", Industry::Culture),
    ("912", Industry::Tourism),
];

/// Why a text is no KSIC code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KsicError {
    /// Nothing was typed.
    #[error("no industry code")]
    Empty,
    /// Not an optional section letter and two to five digits.
    #[error("an industry code is a letter and 2 to 5 digits")]
    Shape,
    /// No section has this division.
    #[error("no such industry division")]
    UnknownDivision,
    /// The letter is not the section of the digits.
    #[error("the letter of the industry code is not its section")]
    SectionMismatch,
}

impl KsicError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "ksic.empty",
            Self::Shape => "ksic.shape",
            Self::UnknownDivision => "ksic.unknown_division",
            Self::SectionMismatch => "ksic.section_mismatch",
        }
    }
}

/// A KSIC code of two to five digits.
///
/// ```
/// use domain::korea::ksic::{Industry, Ksic};
/// let code = Ksic::parse("I56111")?;
/// assert_eq!((code.section().letter, code.industry()), ('I', Industry::Food));
/// # Ok::<(), domain::korea::ksic::KsicError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ksic {
    section: &'static Section,
    digits: String,
}

impl Ksic {
    /// Reads a code, with or without its section letter.
    ///
    /// # Errors
    /// See [`KsicError`].
    pub fn parse(input: &str) -> Result<Self, KsicError> {
        let input = normalize::number(input).to_ascii_uppercase();
        if input.is_empty() {
            return Err(KsicError::Empty);
        }
        let digits = input.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = &input[..input.len() - digits.len()];
        let is_shaped = letters.len() <= 1
            && (2..=5).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_shaped {
            return Err(KsicError::Shape);
        }
        let division: u8 = digits[..2].parse().map_err(|_| KsicError::Shape)?;
        let section = SECTIONS
            .iter()
            .find(|section| (section.divisions.0..=section.divisions.1).contains(&division))
            .ok_or(KsicError::UnknownDivision)?;
        if letters.chars().any(|letter| letter != section.letter) {
            return Err(KsicError::SectionMismatch);
        }
        Ok(Self {
            section,
            digits: digits.to_owned(),
        })
    }

    /// The section.
    pub const fn section(&self) -> &'static Section {
        self.section
    }

    /// The programme industry to preselect.
    pub fn industry(&self) -> Industry {
        INDUSTRIES
            .iter()
            .filter(|(prefix, _)| self.digits.starts_with(prefix))
            .max_by_key(|(prefix, _)| prefix.len())
            .map_or(Industry::Other, |&(_, industry)| industry)
    }
}

/// The industry to preselect for a code, or for a section letter alone.
///
/// `None` for what is no code, and for the sections that belong to several industries.
pub fn suggest(input: &str) -> Option<Industry> {
    let code = normalize::number(input).to_ascii_uppercase();
    match code.as_str() {
        "A" => Some(Industry::Food),
        "C" => Some(Industry::Manufacturing),
        "G" => Some(Industry::Distribution),
        "P" => Some(Industry::Education),
        "B" | "D" | "E" | "F" | "K" | "L" | "O" | "Q" | "S" | "T" | "U" => Some(Industry::Other),
        _ => Ksic::parse(&code).ok().map(|code| code.industry()),
    }
}

const fn section(letter: char, ko: &'static str, en: &'static str, divisions: (u8, u8)) -> Section {
    Section {
        letter,
        ko,
        en,
        divisions,
    }
}
