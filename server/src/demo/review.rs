//! What becomes of the made-up submissions: a few steps each, at moments between receipt and now.

use domain::{
    api::{Account, Content, Revision},
    case::{Action, Actor, Approval, RejectionReason, Role, SupplementItem},
    id::SubmissionId,
    korea::{date, kst},
};

use super::{DAY, Dice, Kind, push, revision, submission};
use crate::{casework, state::AppState, storage::DeviceRecord};

/// Something that happens to a submission.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) at: i64,
    submission: SubmissionId,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// A member of staff of this role acts.
    Act(Role, Action),
    /// The applicant answers the supplement request.
    Answer(Box<(Revision, DeviceRecord)>),
}

/// The steps of one submission. Those that would lie in the future are left out, so the newest are still open.
pub(super) fn plan(
    dice: &mut Dice,
    sent: &Revision,
    device: &DeviceRecord,
    kind: Kind,
    received: i64,
    now: i64,
) -> Vec<Step> {
    let mut at = received;
    let mut steps = Vec::new();
    let mut then = |dice: &mut Dice, what: What| {
        at += dice.between(DAY / 8, 4 * DAY);
        steps.push(Step {
            at,
            submission: sent.submission,
            what,
        });
    };
    let reviewer = if dice.is_one_in(4) {
        Role::Lead
    } else {
        Role::Coordinator
    };
    if dice.is_one_in(6) {
        return Vec::new();
    }
    then(dice, What::Act(reviewer, Action::Take));
    let end = dice.below(100);
    if end < 30 {
        let request = supplement(dice, received);
        then(dice, What::Act(reviewer, request));
        if end < 18 {
            then(dice, What::Answer(Box::new((sent.clone(), device.clone()))));
        }
    }
    match end {
        0..8 | 45..82 => {
            let approval = approval(dice, kind);
            then(dice, What::Act(reviewer, approval));
            if kind == Kind::Onboarding && confirms(reviewer) && !dice.is_one_in(5) {
                then(dice, What::Act(Role::Lead, Action::Confirm));
            }
            if kind == Kind::Damage && dice.is_one_in(4) {
                then(
                    dice,
                    What::Act(
                        reviewer,
                        Action::Close {
                            note: "연계한 기관에서 지원이 끝났습니다.".to_owned(),
                        },
                    ),
                );
            }
        }
        82..90 => {
            then(dice, What::Act(reviewer, rejection()));
            if confirms(reviewer) && !dice.is_one_in(4) {
                then(dice, What::Act(Role::Lead, Action::Confirm));
            }
        }
        90..94 => {
            then(
                dice,
                What::Act(
                    reviewer,
                    Action::Withdraw {
                        reason: "전화로 취하를 알려 왔습니다.".to_owned(),
                    },
                ),
            );
        }
        _ => {}
    }
    steps.retain(|step| step.at < now);
    steps
}

/// Whether the lead confirms what the reviewer proposed. Nobody confirms himself: a lead's proposals stay open.
const fn confirms(reviewer: Role) -> bool {
    !matches!(reviewer, Role::Lead)
}

fn supplement(dice: &mut Dice, received: i64) -> Action {
    let day = kst::day_of(received + 20 * DAY)
        .map(date::iso)
        .unwrap_or_default();
    let (field, what, why) = [
        (
            "story",
            "피해 내용을 조금 더 자세히 적어 주세요.",
            "지원 기관에 연계하려면 피해 시기와 금액이 필요합니다.",
        ),
        (
            "brn",
            "사업자등록번호를 다시 확인해 주세요.",
            "등록된 기업명과 다르게 조회됩니다.",
        ),
        (
            "contact_mobile",
            "연락할 수 있는 전화번호를 적어 주세요.",
            "적어 주신 번호로 연결되지 않습니다.",
        ),
    ][usize::try_from(dice.below(3)).unwrap_or(0)];
    Action::RequestSupplement {
        items: vec![SupplementItem {
            field: field.to_owned(),
            what: what.to_owned(),
            why: why.to_owned(),
            example: String::new(),
        }],
        deadline: day,
        note: String::new(),
    }
}

fn approval(dice: &mut Dice, kind: Kind) -> Action {
    let (result, note) = match (kind, dice.below(3)) {
        (Kind::Damage, 0) => (
            Approval::CaseRecord,
            "사례로 등록했습니다. 백서에 익명으로 담습니다.",
        ),
        (Kind::Damage, _) => (
            Approval::Referral,
            "고용유지 지원 상담으로 연계했습니다. 담당자가 연락합니다.",
        ),
        (Kind::Onboarding, 0) => (
            Approval::MallListing,
            "우체국쇼핑 입점을 추천했습니다. 입점 담당자가 연락합니다.",
        ),
        (Kind::Onboarding, 1) => (Approval::Consulting, "온라인 판로 컨설팅을 배정했습니다."),
        (Kind::Onboarding, _) => (Approval::Fund, "사업개발비 지원 대상으로 추천했습니다."),
    };
    Action::Approve {
        result,
        note: note.to_owned(),
    }
}

fn rejection() -> Action {
    Action::Reject {
        reason: RejectionReason::NotEligible,
        note: "대구 밖의 기업으로 확인되었습니다. 가까운 지원센터로 문의해 주세요.".to_owned(),
    }
}

/// Lets a step happen.
///
/// # Errors
/// When a step is refused, or the submission is not as the step before left it: nobody else is at work yet.
pub(super) async fn carry_out(
    state: &AppState,
    staff: &[Account],
    step: Step,
) -> anyhow::Result<()> {
    let before = submission(state, step.submission).await?;
    match step.what {
        What::Act(role, action) => {
            let Some(account) = staff.iter().find(|account| account.role == role) else {
                anyhow::bail!("nobody is {}", role.code());
            };
            let actor = Actor {
                account: account.id,
                role,
            };
            let done = casework::act(state, &before, actor, &action, step.at, "").await;
            match done {
                Ok(true) => Ok(()),
                Ok(false) => anyhow::bail!(
                    "{} moved while it was reviewed; it stood at {} in version {}",
                    before.number,
                    before.case.state.code(),
                    before.version
                ),
                Err(error) => anyhow::bail!(
                    "a made-up review of {}, {}, was refused: {error:?}",
                    before.number,
                    before.case.state.code()
                ),
            }
        }
        What::Answer(sent) => {
            let (sent, device) = *sent;
            let mut content: Content = serde_json::from_str(&sent.content)?;
            content.sealed_at = step.at - 60_000;
            content.note = "요청하신 내용을 보완했습니다.".to_owned();
            push(
                state,
                &device,
                &revision(&content, Some(&sent), step.at)?,
                step.at,
            )
            .await
        }
    }
}
