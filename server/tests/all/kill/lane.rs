//! A phone that sends one thing after another, some with a file, some together, until its connection is cut.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

use domain::{
    api::{Change, Content, EnrolResponse, Outcome, Receipt, Revision, SyncRequest, SyncResponse},
    id::EnterpriseId,
};
use server::demo::{self, Firm};

use crate::{
    attachment::{named, naming},
    crash::{Program, post},
    support::enrolment,
    upload::hash,
    upload_crash::Phone,
};

/// What was sent, and what the server said to it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) revision: Revision,
    /// The file that it names.
    pub(crate) file: Option<Vec<u8>>,
    /// Before the kill, or after it when the answer was lost.
    pub(crate) receipt: Option<Receipt>,
}

#[derive(Debug)]
pub(crate) struct Lane {
    token: String,
    pub(crate) enterprise: EnterpriseId,
    contents: [Content; 2],
    count: usize,
    pub(crate) sent: Vec<Sent>,
}

impl Lane {
    pub(crate) fn enrol(program: &Program, firm: &Firm, contents: [Content; 2]) -> Self {
        let request = enrolment(firm.registration());
        let response: EnrolResponse =
            post(program.address, "/api/v1/enrolments", "", &request).expect("enrolled");
        Self {
            token: request.token,
            enterprise: response.enterprise,
            contents,
            count: 0,
            sent: Vec::new(),
        }
    }

    /// Sends until there is no answer any more. What was sent is noted before it goes out.
    pub(crate) fn send_until_cut(&mut self, address: SocketAddr, acknowledged: &AtomicUsize) {
        loop {
            let together = if self.count.is_multiple_of(5) { 8 } else { 1 };
            let file = self.count.is_multiple_of(3).then(|| self.paper());
            let first = self.sent.len();
            for _ in 0..together {
                let sent = self.write(file.clone());
                self.sent.push(sent);
            }
            if !self.deliver(address, first) {
                return;
            }
            acknowledged.fetch_add(together, Ordering::SeqCst);
        }
    }

    /// Sends everything again: what has a receipt gets the same one, the rest gets its first.
    pub(crate) fn send_again(&mut self, address: SocketAddr) {
        let told: Vec<_> = self.sent.iter().map(|sent| sent.receipt.clone()).collect();
        for first in (0..self.sent.len()).step_by(50) {
            let end = (first + 50).min(self.sent.len());
            assert!(self.deliver_some(address, first, end), "it lives");
        }
        for (sent, told) in self.sent.iter().zip(told) {
            assert!(
                told.is_none() || told == sent.receipt,
                "another receipt than {told:?}: {:?}",
                sent.receipt
            );
        }
    }

    fn paper(&self) -> Vec<u8> {
        let note = format!("% {} {}\n", self.enterprise, self.count);
        let mut paper = b"%PDF-1.7\n".to_vec();
        // Longer than one write.
        paper.extend(note.bytes().cycle().take(100_000));
        paper.extend_from_slice(b"\n%%EOF\n");
        paper
    }

    fn write(&mut self, file: Option<Vec<u8>>) -> Sent {
        self.count += 1;
        let mut content = self.contents[self.count % 2].clone();
        content.note = format!("{} 번째", self.count);
        let mut revision = demo::revision(&content, None, content.sealed_at).unwrap();
        if let Some(file) = &file {
            revision = naming(&revision, vec![named(file, "견적서.pdf")], None);
        }
        Sent {
            revision,
            file,
            receipt: None,
        }
    }

    fn deliver(&mut self, address: SocketAddr, first: usize) -> bool {
        self.deliver_some(address, first, self.sent.len())
    }

    fn deliver_some(&mut self, address: SocketAddr, first: usize, end: usize) -> bool {
        let phone = Phone {
            address,
            token: self.token.clone(),
        };
        for sent in &self.sent[first..end] {
            if sent.receipt.is_none()
                && let Some(file) = &sent.file
                && !bring(&phone, file)
            {
                return false;
            }
        }
        let request = SyncRequest {
            cursor: u64::from(u32::MAX),
            changes: self.sent[first..end]
                .iter()
                .map(|sent| Change::Revision(sent.revision.clone()))
                .collect(),
            device_time: 0,
        };
        let Some(response) = post::<SyncResponse>(address, "/api/v1/sync", &self.token, &request)
        else {
            return false;
        };
        assert_eq!(response.acks.len(), end - first);
        for (sent, ack) in self.sent[first..end].iter_mut().zip(response.acks) {
            match ack.outcome {
                Outcome::Accepted { receipt } => sent.receipt = Some(receipt),
                other => panic!("{other:?}"),
            }
        }
        true
    }
}

/// Brings a file that may be there in part or as a whole.
fn bring(phone: &Phone, file: &[u8]) -> bool {
    let hash = hash(file);
    let Some((status, offset)) = phone.begin(&hash, file.len()) else {
        return false;
    };
    assert!(matches!(status, 200 | 201), "{status}");
    let is_whole = usize::try_from(offset).unwrap() == file.len();
    if is_whole {
        return true;
    }
    let answer = phone.bring(&hash, file, offset, file.len());
    assert!(answer.is_none_or(|(status, _)| status == 204), "{answer:?}");
    answer.is_some()
}
