//! The files of what waits: they go one at a time, beside the exchange, and before the items that name them.

use super::{Engine, Then};
use crate::{
    api::Refusal,
    attachment::{Attached, FileRefusal},
    form::Finding,
    id::EnterpriseId,
    sync::{Effect, Enrolment, Failure, Notice, OutboxItem, Parked, Tick, Write, batch},
};

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub(super) request: u64,
    /// SHA-256 of its bytes.
    pub hash: String,
    /// How many there are.
    pub size: u64,
    /// How many of them are on the server's disk, as far as is known.
    pub offset: u64,
}

impl Engine {
    /// The file on its way.
    pub fn upload(&self) -> Option<&Upload> {
        self.upload.as_ref()
    }

    /// How many files of what waits the server has, and how many there are.
    pub(super) fn files_sent(&self) -> (usize, usize) {
        let Some(enrolment) = &self.disk.enrolment else {
            return (0, 0);
        };
        let waiting = self.disk.outbox.values();
        waiting
            .filter(|item| batch::is_ready(item, enrolment.enterprise))
            .fold((0, 0), |(sent, total), item| {
                (sent + item.files_sent(), total + item.files.len())
            })
    }

    /// Whether a file would go if the server were heard.
    pub(super) fn has_file_due(&self, owner: EnterpriseId, at: Tick) -> bool {
        self.upload.is_none()
            && self.files_backoff.pending(at.now).is_none()
            && self.next_file(owner).is_some()
    }

    fn next_file(&self, owner: EnterpriseId) -> Option<&Attached> {
        let outbox = self.disk.outbox.values();
        batch::next_file(outbox.filter(|item| !self.asks_for(item)), owner)
    }

    /// Ends the upload of a file that nothing waits for any more: its item was taken back or given back.
    pub(super) fn drop_unwanted(&mut self, enrolment: &Enrolment, effects: &mut Vec<Effect>) {
        let own = enrolment.enterprise;
        let unwanted = self.upload.take_if(|upload| {
            !self
                .disk
                .outbox
                .values()
                .any(|item| batch::is_ready(item, own) && names(item, &upload.hash))
        });
        if let Some(upload) = unwanted {
            effects.push(Effect::Abort {
                request: upload.request,
            });
        }
    }

    /// Sends the next file. Gives the time before which none goes.
    pub(super) fn send_files(
        &mut self,
        enrolment: &Enrolment,
        at: Tick,
        effects: &mut Vec<Effect>,
    ) -> Option<i64> {
        if self.upload.is_some() {
            return None;
        }
        let file = self.next_file(enrolment.enterprise)?.clone();
        if let Some(until) = self.files_backoff.pending(at.now) {
            return Some(until);
        }
        // The exchange asks first; see `VOUCHED`.
        if !self.vouched(at) {
            return None;
        }
        self.requests += 1;
        let upload = Upload {
            request: self.requests,
            hash: file.hash,
            size: file.size,
            offset: 0,
        };
        effects.push(Effect::Upload {
            request: upload.request,
            enrolment: Box::new(enrolment.clone()),
            hash: upload.hash.clone(),
            size: upload.size,
        });
        self.upload = Some(upload);
        None
    }

    pub(super) fn uploading(&mut self, request: u64, offset: u64, at: Tick) {
        if let Some(upload) = self.upload.as_mut().filter(|own| own.request == request) {
            upload.offset = offset;
            self.heard_at = Some(at.now);
            // A line that breaks again and again still gets there.
            self.files_backoff.succeed();
        }
    }

    pub(super) fn uploaded(&mut self, request: u64, at: Tick, effects: &mut Vec<Effect>) {
        let Some(upload) = self.upload.take_if(|own| own.request == request) else {
            return;
        };
        self.heard_at = Some(at.now);
        self.files_backoff.succeed();
        let writes: Vec<_> = self
            .awaiting(&upload.hash)
            .into_iter()
            .map(|mut item| {
                for file in &mut item.files {
                    file.sent |= file.hash == upload.hash;
                }
                Write::PutItem(Box::new(item))
            })
            .collect();
        if !writes.is_empty() {
            self.store(writes, Then::Exchange(Vec::new()), effects);
        }
    }

    /// The file stays where it is, here and there.
    pub(super) fn upload_failed(
        &mut self,
        request: u64,
        failure: Failure,
        at: Tick,
        effects: &mut Vec<Effect>,
    ) {
        if self.upload.take_if(|own| own.request == request).is_none() {
            return;
        }
        match failure {
            Failure::Auth | Failure::Revoked => self.pause(failure, effects),
            Failure::Offline | Failure::NotOurs => {
                self.heard_at = None;
                self.files_backoff.fail(at, 0, true);
            }
            Failure::Busy { retry_after } => self.files_backoff.fail(at, retry_after, false),
            Failure::Server | Failure::TooLarge | Failure::Rejected => {
                self.files_backoff.fail(at, 0, false);
            }
        }
    }

    /// Whatever names the file goes back to its writer: what can't be sent must not wait in silence.
    pub(super) fn file_refused(
        &mut self,
        request: u64,
        reason: FileRefusal,
        at: Tick,
        effects: &mut Vec<Effect>,
    ) {
        let Some(upload) = self.upload.take_if(|own| own.request == request) else {
            return;
        };
        let (mut writes, mut notices) = (Vec::new(), Vec::new());
        for item in self.awaiting(&upload.hash) {
            let named = item.files.iter().filter(|file| file.hash == upload.hash);
            let findings = named.map(|file| Finding::error(&file.path, reason.code()));
            let parked = Parked {
                reason: Refusal::Attachment,
                findings: findings.collect(),
                at: at.now,
            };
            if item.attempts > 0 {
                self.doubt(item.id(), parked);
            } else {
                notices.push(Notice::Refused {
                    change: item.id(),
                    reason: parked.reason,
                });
                writes.push(Write::PutItem(Box::new(OutboxItem {
                    parked: Some(parked),
                    ..item
                })));
            }
        }
        if !writes.is_empty() {
            self.store(writes, Then::Exchange(notices), effects);
        }
    }

    /// Every item that goes under this enrolment and has not sent the file that it names.
    fn awaiting(&self, hash: &str) -> Vec<OutboxItem> {
        let own = self.disk.enrolment.as_ref().map(|own| own.enterprise);
        let items = self.disk.outbox.values();
        items
            .filter(|item| own.is_some_and(|own| batch::is_ready(item, own)) && names(item, hash))
            .cloned()
            .collect()
    }
}

fn names(item: &OutboxItem, hash: &str) -> bool {
    item.files
        .iter()
        .any(|file| file.hash == hash && !file.sent)
}
