//! Sends one file by tus 1.0, from where the server has it. Which file, and when, the engine decides.

use domain::{
    api::{ErrorBody, path},
    attachment::FileRefusal,
    json,
    sync::{Enrolment, Failure},
};
use ui::net::{self, Answer, Call, NetError};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Blob};

use super::driver::failure;
use crate::{files::digest::sha256, store::browser::BrowserStore};

/// So many bytes go in one request: what a slow line takes half a minute for.
const PIECE: u64 = 256 * 1024;
/// A piece may take this long, milliseconds: 24 kbit/s.
const TIMEOUT: u32 = 90_000;
/// How often the server may say that it is elsewhere before this gives up for now.
const DETOURS: u32 = 5;

/// Why a file is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Not now.
    Failed(Failure),
    /// Never.
    Refused(FileRefusal),
}

/// A file on its way.
pub(super) struct Upload<'a> {
    pub(super) store: &'a BrowserStore,
    pub(super) enrolment: &'a Enrolment,
    pub(super) abort: &'a AbortController,
    pub(super) hash: &'a str,
    pub(super) size: u64,
}

impl Upload<'_> {
    /// Sends the file to its end; `arrived` hears how much the server has.
    pub(super) async fn run(&self, arrived: impl Fn(u64)) -> Result<(), Stop> {
        let bytes = self.bytes().await?;
        let mut offset = self.offset().await?;
        let mut detours = 0;
        loop {
            let at = match offset {
                Some(at) => at,
                None => self.begin().await?,
            };
            arrived(at);
            if at >= self.size {
                return Ok(());
            }
            let answer = self.piece(&bytes, at).await?;
            offset = match answer.status {
                204 => Some(number(&answer, "upload-offset")?),
                // Another request brought some of it; or the server has dropped what it had.
                404 | 409 => {
                    detours += 1;
                    if detours > DETOURS {
                        return Err(Stop::Failed(Failure::Server));
                    }
                    self.offset().await?
                }
                _ => return Err(refused(&answer)),
            };
        }
    }

    /// The bytes, if they still are what was attached.
    async fn bytes(&self) -> Result<Blob, Stop> {
        let lost = Stop::Refused(FileRefusal::Lost);
        // A database that is closed just now opens again.
        let kept = self.store.files().file(self.hash).await;
        let bytes = kept
            .map_err(|_| Stop::Failed(Failure::Offline))?
            .ok_or(lost)?;
        match sha256(&bytes).await {
            Some(hash) if hash == self.hash => Ok(bytes),
            _ => Err(lost),
        }
    }

    /// How much the server has; none when it knows nothing of the file.
    async fn offset(&self) -> Result<Option<u64>, Stop> {
        let answer = self.send("HEAD", &self.address(), &[], None).await?;
        match answer.status {
            200 | 204 => number(&answer, "upload-offset").map(Some),
            404 => Ok(None),
            _ => Err(refused(&answer)),
        }
    }

    /// Begins; gives how much is there all the same.
    async fn begin(&self) -> Result<u64, Stop> {
        let length = self.size.to_string();
        let name = web_sys::window().and_then(|window| window.btoa(self.hash).ok());
        let metadata = ["sha256 ", &name.unwrap_or_default()].concat();
        let headers = [("upload-length", &*length), ("upload-metadata", &metadata)];
        let answer = self.send("POST", path::UPLOADS, &headers, None).await?;
        match answer.status {
            200 | 201 => Ok(number(&answer, "upload-offset").unwrap_or(0)),
            _ => Err(refused(&answer)),
        }
    }

    async fn piece(&self, bytes: &Blob, at: u64) -> Result<Answer, Stop> {
        let end = (at + PIECE).min(self.size);
        #[expect(clippy::cast_precision_loss, reason = "files have 10 MB")]
        let piece = bytes
            .slice_with_f64_and_f64(at as f64, end as f64)
            .map_err(|_| Stop::Refused(FileRefusal::Lost))?;
        let offset = at.to_string();
        let headers = [
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", &*offset),
        ];
        self.send("PATCH", &self.address(), &headers, Some(&piece))
            .await
    }

    fn address(&self) -> String {
        path::UPLOAD.replace("{id}", self.hash)
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&JsValue>,
    ) -> Result<Answer, Stop> {
        let mut all = vec![("tus-resumable", "1.0.0")];
        all.extend_from_slice(headers);
        let call = Call {
            token: Some(&self.enrolment.token),
            timeout: TIMEOUT,
            abort: Some(self.abort.clone()),
        };
        let answer = net::send(method, path, &all, body, call).await;
        let answer = answer.map_err(|error| Stop::Failed(failure(&error)))?;
        if answer.header("tus-resumable").is_none() {
            return Err(Stop::Failed(Failure::NotOurs));
        }
        Ok(answer)
    }
}

fn number(answer: &Answer, header: &str) -> Result<u64, Stop> {
    let value = answer.header(header).and_then(|value| value.parse().ok());
    value.ok_or(Stop::Failed(Failure::NotOurs))
}

/// What a no means.
fn refused(answer: &Answer) -> Stop {
    let body = json::read::<ErrorBody>(&answer.text).ok();
    let rule = body.as_ref().and_then(|body| body.details.get("rule"));
    let rule = rule.map(|rule| FileRefusal::from_code(rule));
    match (answer.status, rule, body) {
        (413, ..) => Stop::Refused(FileRefusal::Size),
        (422, Some(refusal), _) => Stop::Refused(refusal),
        // What arrived is not what the hash names: it is begun anew, later.
        (460, ..) => Stop::Failed(Failure::Server),
        (status, _, Some(body)) => Stop::Failed(failure(&NetError::Api {
            status,
            retry_after: answer.retry_after,
            body,
        })),
        // An answer to HEAD has no body.
        (401, ..) => Stop::Failed(Failure::Auth),
        (423 | 429 | 503, ..) => Stop::Failed(Failure::Busy {
            retry_after: answer.retry_after,
        }),
        (500.., ..) => Stop::Failed(Failure::Server),
        _ => Stop::Failed(Failure::Rejected),
    }
}
