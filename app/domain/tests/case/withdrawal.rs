//! The applicant takes a submission back.

use domain::case::{CaseRefusal, State};

use crate::support::case;

#[test]
fn an_applicant_takes_back_what_is_not_decided() {
    for state in State::ALL {
        let done = case("DMG", state, false).withdraw_by_applicant("마음이 바뀌었습니다");
        if state.is_open() {
            assert_eq!(done.unwrap().0.state, State::Withdrawn);
        } else {
            assert_eq!(done, Err(CaseRefusal::WrongState), "{state:?}");
        }
    }
    let wordy = case("DMG", State::Received, false).withdraw_by_applicant(&"가".repeat(301));
    assert!(matches!(wordy, Err(CaseRefusal::Text { .. })));
}
