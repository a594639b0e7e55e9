//! Typed requests to our own server. Nothing else in the apps uses the network.
//!
//! An answer only counts when it reads as what was asked for: a captive portal answers 200 too. What to do about a
//! failure is the caller's decision; nothing is repeated here.

use domain::{
    api::ErrorBody,
    json::{self, FromJson, ToJson},
};
use leptos::prelude::set_timeout_with_handle;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestCredentials, RequestInit, Response};

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// No connection, or it broke, or the request was aborted.
    Offline,
    /// No answer in time. The server may have acted all the same.
    Timeout,
    /// An answer, but not one of ours.
    NotOurs,
    /// Our server says no.
    Api {
        /// HTTP status.
        status: u16,
        /// `Retry-After`, seconds; 0 without it.
        retry_after: u32,
        /// Why.
        body: ErrorBody,
    },
}

/// How a request is made.
#[derive(Clone, Debug, Default)]
pub struct Call<'a> {
    /// A device's token; without one, the browser's own cookie counts.
    pub token: Option<&'a str>,
    /// Milliseconds until [`NetError::Timeout`]; 0 means [`TIMEOUT`].
    pub timeout: u32,
    /// To end it from outside.
    pub abort: Option<AbortController>,
}

/// How long a request may take unless it says otherwise, milliseconds. A phone on a bad line needs some of it.
pub const TIMEOUT: u32 = 20_000;

/// `GET path`, same origin.
///
/// # Errors
/// See [`NetError`].
pub async fn get<T: FromJson>(path: &str, call: Call<'_>) -> Result<T, NetError> {
    read(&send("GET", path, &[], None, call).await?)
}

/// `POST path` with `body` as JSON, same origin.
///
/// # Errors
/// See [`NetError`].
pub async fn post<T: FromJson>(
    path: &str,
    body: &impl ToJson,
    call: Call<'_>,
) -> Result<T, NetError> {
    let body = JsValue::from_str(&json::write(body));
    let headers = [("content-type", "application/json")];
    read(&send("POST", path, &headers, Some(&body), call).await?)
}

/// An answer of any status.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After`, seconds; 0 without it.
    pub retry_after: u32,
    /// The body.
    pub text: String,
    headers: Option<Headers>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.as_ref()?.get(name).ok().flatten()
    }
}

fn read<T: FromJson>(answer: &Answer) -> Result<T, NetError> {
    if (200..300).contains(&answer.status) {
        // 204 carries nothing, which reads as `()`.
        let text = if answer.text.is_empty() {
            "null"
        } else {
            &answer.text
        };
        return json::read(text).map_err(|_| NetError::NotOurs);
    }
    match json::read(&answer.text) {
        Ok(body) => Err(NetError::Api {
            status: answer.status,
            retry_after: answer.retry_after,
            body,
        }),
        Err(_) => Err(NetError::NotOurs),
    }
}

/// Any request, same origin; every status is an answer.
///
/// # Errors
/// [`NetError::Offline`] and [`NetError::Timeout`].
pub async fn send(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&JsValue>,
    call: Call<'_>,
) -> Result<Answer, NetError> {
    let lost = |_: JsValue| NetError::Offline;
    let window = web_sys::window().ok_or(NetError::Offline)?;
    let abort = match call.abort {
        Some(abort) => abort,
        None => AbortController::new().map_err(lost)?,
    };
    let timeout = std::time::Duration::from_millis(u64::from(match call.timeout {
        0 => TIMEOUT,
        timeout => timeout,
    }));
    let late = std::rc::Rc::new(std::cell::Cell::new(false));
    let timer = set_timeout_with_handle(
        {
            let (abort, late) = (abort.clone(), late.clone());
            move || {
                late.set(true);
                abort.abort();
            }
        },
        timeout,
    )
    .map_err(lost)?;

    let options = RequestInit::new();
    options.set_method(method);
    options.set_signal(Some(&abort.signal()));
    options.set_credentials(RequestCredentials::SameOrigin);
    options.set_cache(RequestCache::NoStore);
    let answer = async {
        let sent = Headers::new()?;
        if let Some(token) = call.token {
            sent.set("authorization", &["Bearer ", token].concat())?;
        }
        for (name, value) in headers {
            sent.set(name, value)?;
        }
        if let Some(body) = body {
            options.set_body(body);
        }
        options.set_headers(&sent);
        let response = JsFuture::from(window.fetch_with_str_and_init(path, &options)).await?;
        let response: Response = response.dyn_into()?;
        let retry_after = response.headers().get("retry-after")?;
        let text = JsFuture::from(response.text()?).await?;
        Ok(Answer {
            status: response.status(),
            retry_after: retry_after
                .and_then(|seconds| seconds.parse().ok())
                .unwrap_or(0),
            text: text.as_string().unwrap_or_default(),
            headers: Some(response.headers()),
        })
    };
    let answer: Result<Answer, JsValue> = answer.await;
    timer.clear();
    answer.map_err(|_| {
        if late.get() {
            NetError::Timeout
        } else {
            NetError::Offline
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, text: &str) -> Answer {
        Answer {
            status,
            retry_after: 7,
            text: text.to_owned(),
            headers: None,
        }
    }

    #[test]
    fn a_portals_page_is_not_ours_whatever_its_status() {
        for status in [200, 302, 401, 503] {
            let page = read::<Vec<u8>>(&answer(status, "<html>login</html>"));
            assert_eq!(page, Err(NetError::NotOurs), "{status}");
        }
        assert_eq!(read::<Vec<u8>>(&answer(200, "{}")), Err(NetError::NotOurs));
    }

    #[test]
    fn ours_is_read_and_so_is_our_no() {
        assert_eq!(read::<Vec<u8>>(&answer(200, "[1]")), Ok(vec![1]));
        assert_eq!(read::<()>(&answer(204, "")), Ok(()));
        let refused = read::<()>(&answer(503, r#"{"code":"unavailable","message":"m"}"#));
        assert!(matches!(
            refused,
            Err(NetError::Api {
                status: 503,
                retry_after: 7,
                ..
            })
        ));
    }
}
