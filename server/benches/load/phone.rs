//! A phone: enrols, pushes what it has, and follows its cursor as the app does.

use std::net::SocketAddr;

use domain::{
    api::{EnrolRequest, EnrolResponse},
    id::{DeviceId, EnterpriseId},
};
use server::{
    auth::secret,
    clock::{Clock as _, SystemClock},
    demo::{Dice, Firm},
    random,
};

use crate::{
    line::{Answer, Line},
    parcel::Parcel,
};

/// An enrolled phone.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    token: String,
    pub(crate) enterprise: EnterpriseId,
    pub(crate) cursor: u64,
}

impl Phone {
    /// Enrols a phone of a new enterprise over `line`, from an address of its own.
    pub(crate) async fn enrol(line: &mut Line, number: u32) -> Self {
        let firm = Firm::made_up(&mut Dice::seeded(u64::from(number)));
        let token = secret::token();
        let body = serde_json::to_string(&EnrolRequest {
            device: DeviceId(random::id(SystemClock.now())),
            token: token.clone(),
            device_name: "Android Chrome".to_owned(),
            proof: firm.registration(),
        })
        .unwrap();
        let [_, a, b, c] = number.to_be_bytes();
        let request = format!(
            "POST /api/v1/enrolments HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = line.ask(request.as_bytes()).await.unwrap();
        assert_eq!(answer.status, 200, "a phone enrols");
        let response: EnrolResponse = serde_json::from_slice(&answer.body).unwrap();
        Self {
            token,
            enterprise: response.enterprise,
            cursor: 0,
        }
    }

    /// `count` phones, enrolled over several connections at once.
    pub(crate) async fn several(address: SocketAddr, from: u32, count: u32) -> Vec<Self> {
        let lanes = (0..16).map(|lane| {
            tokio::spawn(async move {
                let mut line = Line::open(address).await.unwrap();
                let mut phones = Vec::new();
                for number in (from + lane..from + count).step_by(16) {
                    phones.push(Self::enrol(&mut line, number).await);
                }
                phones
            })
        });
        let mut phones = Vec::new();
        for lane in lanes.collect::<Vec<_>>() {
            phones.extend(lane.await.unwrap());
        }
        phones
    }

    /// The bytes of a sync that pushes `parcels`.
    pub(crate) fn request(&self, parcels: &[Parcel]) -> Vec<u8> {
        let changes: Vec<_> = parcels.iter().map(|parcel| parcel.json.as_str()).collect();
        let body = format!(
            r#"{{"cursor":{},"changes":[{}],"device_time":{}}}"#,
            self.cursor,
            changes.join(","),
            SystemClock.now()
        );
        format!(
            "POST /api/v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\naccept-encoding: gzip\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
        .into_bytes()
    }

    /// Follows the cursor of an answer and says whether more waits.
    pub(crate) fn hear(&mut self, answer: &Answer) -> bool {
        let text = std::str::from_utf8(&answer.body).unwrap();
        // Contents are escaped inside the answer, so that these names with their quotes are nobody else's.
        let after = |name: &str| text.rsplit_once(name).expect("a sync's answer").1;
        let cursor: String = after(r#""cursor":"#)
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        self.cursor = cursor.parse().unwrap();
        after(r#""more":"#).starts_with("true")
    }
}

/// How many changes an answer accepts.
pub(crate) fn accepted(answer: &Answer) -> usize {
    let text = std::str::from_utf8(&answer.body).unwrap();
    text.matches(r#""outcome":"accepted""#).count()
}
