//! Making this the phone of an enterprise, and what the server says of itself.

use domain::{
    api::{EnrolProof, EnrolRequest, EnrolResponse, path},
    id::DeviceId,
    sync::{Credentials, Enrolment, Event, Write},
};
use ui::{
    ids::{new_id, new_token},
    net::{self, Call, NetError},
};

use super::AppState;
use crate::store::StoreError;

/// Why a phone was not enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EnrolError {
    /// The server says no, or was not reached. Trying again does no harm.
    Net(NetError),
    /// The phone's secret could not be stored; nothing was sent.
    Store(StoreError),
}

impl AppState {
    /// Enrols this phone. The id and the secret are on disk before they are sent: when the answer is lost, the same
    /// two are sent again and the server knows them.
    pub(crate) async fn enrol(&self, proof: EnrolProof) -> Result<Enrolment, EnrolError> {
        let inner = self.inner();
        let store = inner.driver.store();
        let kept = store.reload().await.map_err(EnrolError::Store)?.credentials;
        let credentials = match kept {
            Some(credentials) => credentials,
            None => {
                let credentials = Credentials {
                    device: DeviceId(new_id()),
                    token: new_token(),
                };
                let write = Write::PutCredentials(credentials.clone());
                store.commit(&[write]).await.map_err(EnrolError::Store)?;
                credentials
            }
        };
        let Credentials { device, token } = credentials;
        let request = EnrolRequest {
            device,
            token: token.clone(),
            device_name: device_name(),
            proof,
        };
        let response: EnrolResponse = net::post(path::ENROLMENTS, &request, Call::default())
            .await
            .map_err(EnrolError::Net)?;
        if response.device != device {
            return Err(EnrolError::Net(NetError::NotOurs));
        }
        let enrolment = Enrolment {
            device,
            token,
            enterprise: response.enterprise,
            enterprise_name: response.enterprise_name,
            verified: response.verified,
            expires_at: response.expires_at,
        };
        inner.driver.dispatch(Event::Enrolled(enrolment.clone()));
        inner.driver.settled().await;
        Ok(enrolment)
    }

    /// Takes the enrolment off this phone. What was not sent stays, and is sent when the same enterprise enrols again.
    pub(crate) fn leave(&self) {
        self.inner().driver.dispatch(Event::LeftEnrolment);
    }
}

/// What coordinators see of this phone, such as `Android Chrome`.
fn device_name() -> String {
    const SYSTEMS: [&str; 6] = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"];
    // Each names itself after those it imitates, so the order matters.
    const BROWSERS: [&str; 6] = [
        "SamsungBrowser",
        "Whale",
        "Edg",
        "Firefox",
        "Chrome",
        "Safari",
    ];
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    let agent = agent.unwrap_or_default();
    let name = |names: [&'static str; 6]| names.into_iter().find(|name| agent.contains(name));
    let parts = [name(SYSTEMS), name(BROWSERS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
