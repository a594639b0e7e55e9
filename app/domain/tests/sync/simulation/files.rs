//! Photos and papers: how they reach the server in pieces, and what becomes of them there.

use domain::{
    answer::FileRef,
    api::{Change, Content},
    attachment::{FileRefusal, manifest},
    id::EnterpriseId,
    sync::{Event, Failure, content_hash},
};

use super::{
    climate::Fault,
    hands::Hands,
    ledger::Violation,
    network::{Fortune, LONGEST_WAY, meaning},
    phone::Line,
    server::Server,
    world::{Arrival, DAY, World},
};

/// Sizes that provoke an answer: the server refuses the one, the phone has lost the other.
const REFUSED: u64 = 97;
const LOST: u64 = 89;

/// A file on its way.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) request: u64,
    pub(crate) token: String,
    pub(crate) hash: String,
    pub(crate) size: u64,
    /// So many bytes come through before the line breaks.
    pub(crate) bytes: u64,
}

impl World {
    /// A new file; now and then one that can't be sent.
    pub(crate) fn file(&mut self) -> FileRef {
        let size = match self.luck.below(20) {
            0 => REFUSED,
            1 => LOST,
            _ => 1 + self.luck.below(8) as u64,
        };
        FileRef {
            hash: content_hash(&self.new_id().to_string()),
            name: "사진.jpg".to_owned(),
            media_type: "image/jpeg".to_owned(),
            size,
            caption: String::new(),
        }
    }

    pub(crate) fn upload(
        &mut self,
        phone: usize,
        tab: u64,
        request: u64,
        token: String,
        hash: String,
        size: u64,
    ) {
        let wait = self.luck.range(20, 9_000);
        let to_tab = |event| Arrival::AtTab { phone, tab, event };
        let failed = |failure| to_tab(Event::UploadFailed { request, failure });
        if size == LOST {
            let reason = FileRefusal::Lost;
            return self.schedule(wait, to_tab(Event::FileRefused { request, reason }));
        }
        if self.hands() == Hands::Boastful {
            return self.schedule(wait, to_tab(Event::Uploaded { request }));
        }
        match self.phones[phone].line {
            Line::Down => return self.schedule(wait, failed(Failure::Offline)),
            Line::Portal => return self.schedule(wait, failed(Failure::NotOurs)),
            Line::Up => {}
        }
        let mut bytes = size;
        let mut fortune = Fortune {
            survives: None,
            answer_after: Some(wait),
            again_after: None,
            spoilt: None,
        };
        let fault = self.faults.then(|| self.climate.upload(&mut self.luck));
        match fault.flatten() {
            Some(Fault::LostThere) => return self.schedule(wait, failed(Failure::Offline)),
            Some(Fault::Portal) => return self.schedule(wait, failed(Failure::NotOurs)),
            Some(Fault::Status(413)) => {
                let reason = FileRefusal::Size;
                return self.schedule(wait, to_tab(Event::FileRefused { request, reason }));
            }
            // What the client can't mend itself by asking how far it got.
            Some(Fault::Status(409 | 460)) => {
                return self.schedule(wait, failed(Failure::Server));
            }
            Some(Fault::Status(status)) => {
                let failure = meaning(status, &mut self.luck);
                return self.schedule(wait, failed(failure));
            }
            Some(Fault::LostBack) => {
                self.schedule(wait, failed(Failure::Offline));
                fortune.answer_after = (!self.luck.one_in(3)).then_some(wait * 2);
            }
            Some(Fault::ReplyTwice) => fortune.again_after = Some(self.luck.range(1, DAY)),
            Some(Fault::Cut) => bytes = self.luck.below(size as usize + 1) as u64,
            _ => {}
        }
        let upload = Upload {
            request,
            token,
            hash,
            size,
            bytes,
        };
        let there = self.luck.range(10, LONGEST_WAY);
        let arrival = Arrival::File {
            phone,
            tab,
            upload,
            fortune,
        };
        self.schedule(there, arrival);
    }

    pub(crate) fn file_arrives(
        &mut self,
        phone: usize,
        tab: u64,
        upload: &Upload,
        fortune: Fortune,
    ) {
        let request = upload.request;
        let event = match self.server.take_file(upload, self.now) {
            Err(failure) => Event::UploadFailed { request, failure },
            Ok(offset) if offset < upload.size => {
                // The client learns how far it got, before it learns that it got no further.
                if let Some(wait) = fortune.answer_after {
                    let event = Event::Uploading { request, offset };
                    self.schedule(wait / 2, Arrival::AtTab { phone, tab, event });
                }
                let failure = Failure::Offline;
                Event::UploadFailed { request, failure }
            }
            Ok(_) if upload.size == REFUSED => {
                let reason = FileRefusal::Kind;
                Event::FileRefused { request, reason }
            }
            Ok(_) => Event::Uploaded { request },
        };
        self.hear(phone, tab, &event, fortune);
    }
}

impl Server {
    /// Takes bytes of a file from where it has them. Gives how many there are now.
    fn take_file(&mut self, upload: &Upload, now: i64) -> Result<u64, Failure> {
        let enterprise = self.whose(&upload.token, now)?;
        let key = (enterprise, upload.hash.clone());
        let (there, _) = self.files.get(&key).copied().unwrap_or_default();
        let there = (there + upload.bytes).min(upload.size);
        if upload.size != REFUSED {
            self.files.insert(key, (there, upload.size));
        }
        Ok(there)
    }

    /// Drops the files that nothing names; or, broken, all.
    pub(crate) fn collect(&mut self, sweeping: bool) {
        let named = &self.named;
        self.files.retain(|key, _| named.contains(key) && !sweeping);
    }

    /// The files that a change names and that are not there.
    pub(crate) fn missing(&self, change: &Change, enterprise: EnterpriseId) -> Vec<String> {
        let named = files_of(change).into_iter();
        named
            .map(|(hash, _)| hash)
            .filter(|hash| !self.has_file(enterprise, hash))
            .collect()
    }

    fn has_file(&self, enterprise: EnterpriseId, hash: &str) -> bool {
        let file = self.files.get(&(enterprise, hash.to_owned()));
        file.is_some_and(|(there, size)| there == size)
    }

    /// A change was accepted: what it names must be there, and stay.
    pub(crate) fn name(&mut self, change: &Change, owner: EnterpriseId) -> Result<(), Violation> {
        for (hash, size) in files_of(change) {
            let key = (owner, hash);
            if self.files.get(&key) != Some(&(size, size)) {
                return Err(Violation::Incomplete);
            }
            self.named.insert(key);
        }
        Ok(())
    }

    pub(crate) fn holds_what_is_named(&self) -> Result<(), Violation> {
        let all = self
            .named
            .iter()
            .all(|(owner, hash)| self.has_file(*owner, hash));
        if all {
            Ok(())
        } else {
            Err(Violation::Incomplete)
        }
    }
}

fn files_of(change: &Change) -> Vec<(String, u64)> {
    let Change::Revision(revision) = change else {
        return Vec::new();
    };
    let content: Content = serde_json::from_str(&revision.content).unwrap();
    let named = manifest(&content.answers).into_iter();
    named.map(|file| (file.hash, file.size)).collect()
}
