//! The codes on the wire, in addresses and in the database.

use domain::case::{Approval, RejectionReason, Role, State};

use crate::support::ROLES;

#[test]
fn codes_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
    for role in ROLES {
        assert_eq!(Role::from_code(role.code()), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.code());
    }
    assert_eq!(State::from_code("unknown"), None);
    assert_eq!(
        serde_json::from_str::<State>("\"archived\"").unwrap(),
        State::Unknown
    );
    for result in Approval::ALL {
        assert_eq!(serde_json::to_value(result).unwrap(), result.code());
    }
    for reason in RejectionReason::ALL {
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
    }
}
