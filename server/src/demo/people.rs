//! Made-up enterprises and people. None of them exists.

use domain::{api::EnrolProof, case::Role, korea::brn::Brn};

use super::Dice;

const FIRST: [&str; 24] = [
    "다온",
    "두레샘",
    "한울",
    "달구벌",
    "온누리",
    "새봄",
    "참살이",
    "늘푸른",
    "이웃",
    "모두의",
    "햇살",
    "가온",
    "어울림",
    "마중물",
    "도란",
    "나눔빛",
    "솔바람",
    "금호강",
    "앞산",
    "팔공",
    "수성못",
    "비슬",
    "동성로",
    "근대골목",
];
const SECOND: [(&str, &[&str]); 8] = [
    ("food", &["밥상", "도시락", "베이커리", "김치", "전통장"]),
    ("education", &["배움터", "교육연구소", "진로학교"]),
    ("culture", &["문화기획", "책방", "축제연구소"]),
    ("arts", &["극단", "앙상블", "공예공방"]),
    ("tourism", &["여행사", "마을여행", "골목투어"]),
    ("manufacturing", &["섬유", "봉제공방", "목공소", "비누공방"]),
    ("distribution", &["로컬장터", "나눔가게", "유통"]),
    ("other", &["돌봄센터", "클린서비스", "자원순환", "디자인"]),
];
/// Weights of the industries, in the order of [`SECOND`].
const INDUSTRIES: [(&str, u64); 8] = [
    ("food", 24),
    ("education", 18),
    ("culture", 11),
    ("arts", 9),
    ("tourism", 7),
    ("manufacturing", 14),
    ("distribution", 8),
    ("other", 9),
];
const FAMILY: [&str; 12] = [
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "배",
];
const GIVEN: [&str; 16] = [
    "서연", "지훈", "미경", "영호", "수진", "현우", "정희", "민재", "은주", "상철", "혜린", "동욱",
    "경자", "태윤", "보람", "순옥",
];

/// An enterprise that does not exist.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Its name.
    pub name: String,
    /// Its form in law: a code of the onboarding form.
    pub legal_form: &'static str,
    /// Its kind in the social economy: a code of both forms.
    pub org_type: &'static str,
    /// Its programme industry.
    pub industry: &'static str,
    /// Its registration number, with a check digit that fits.
    pub brn: String,
    /// Who runs it.
    pub representative: String,
    /// Whom to call.
    pub contact: String,
    /// Where to call.
    pub mobile: String,
}

impl Firm {
    /// Makes one up.
    pub fn made_up(dice: &mut Dice) -> Self {
        let industry = dice.weigh(&INDUSTRIES);
        let words = SECOND
            .iter()
            .find(|(code, _)| *code == industry)
            .map_or(&[] as &[_], |(_, words)| *words);
        let bare = format!("{}{}", dice.pick(&FIRST), dice.pick(words));
        let (org_type, legal_form) = match dice.below(100) {
            0..30 => ("cert_se", "joint_stock"),
            30..42 => ("pre_se_local", "joint_stock"),
            42..74 => ("coop", "coop"),
            74..84 => ("social_coop", "social_coop"),
            84..94 => ("village", "agri"),
            _ => ("selfsuff", "sole"),
        };
        let name = match legal_form {
            "joint_stock" => format!("㈜{bare}"),
            "coop" => format!("{bare} 협동조합"),
            "social_coop" => format!("{bare} 사회적협동조합"),
            "agri" => format!("{bare} 마을기업"),
            _ => bare,
        };
        Self {
            name,
            legal_form,
            org_type,
            industry,
            brn: brn(dice, legal_form),
            representative: person(dice),
            contact: person(dice),
            // No subscriber has a 010 number that goes on with 0 or 1.
            mobile: format!("0101{:03}{:04}", dice.below(1000), dice.below(10_000)),
        }
    }

    /// What its phone says when it registers.
    pub fn registration(&self) -> EnrolProof {
        EnrolProof::SelfRegistration {
            enterprise: self.name.clone(),
            contact_name: self.contact.clone(),
            contact_mobile: self.mobile.clone(),
        }
    }
}

fn person(dice: &mut Dice) -> String {
    format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN))
}

/// A number of an office that does not exist (990 to 999), for the right kind of owner, with its check digit.
fn brn(dice: &mut Dice, legal_form: &str) -> String {
    let kind = match legal_form {
        "sole" => 1 + dice.below(79),
        "social_coop" => 82,
        _ => [81, 86, 87, 88][usize::try_from(dice.below(4)).unwrap_or(0)],
    };
    let body = format!(
        "{}{kind:02}{:04}",
        990 + dice.below(10),
        1 + dice.below(9998)
    );
    (0..10)
        .map(|check| format!("{body}{check}"))
        .find(|number| Brn::parse(number).is_ok())
        .unwrap_or(body)
}

/// Name and unit of the made-up account of a role.
pub(super) const fn staff(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Lead => ("한도경", "특별대응분과"),
        Role::Officer => ("오세린", "사회적경제과"),
        Role::Forwarder => ("문가람", "부문 조직 지원팀"),
        Role::Administrator => ("관리자", "정보관리"),
        Role::Coordinator | Role::Applicant | Role::System => ("정다정", "지원팀"),
    }
}
