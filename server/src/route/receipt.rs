//! Receipts for people: the page that is printed, and the page that its QR code leads to. Both name no person.
//!
//! The address of a receipt holds its signature, which nobody can guess: whoever has the receipt may see it. A check
//! is open to anybody.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    api::{ErrorBody, ReceiptKeys},
    text::Locale,
};
use uuid::Uuid;

use crate::{
    document::{
        frame::Operator,
        html, qr,
        receipt::ReceiptPage,
        verify::{Verdict, absent, verdict},
    },
    error::ApiError,
    receipt::{Found, Token, find, is_signed, token},
    state::AppState,
};

/// The public keys that receipts are signed with, also those that no longer sign.
#[utoipa::path(
    get,
    path = "/api/v1/receipt-keys",
    tag = "public",
    responses((status = OK, body = ReceiptKeys), (status = SERVICE_UNAVAILABLE, body = ErrorBody)),
)]
pub async fn keys(State(state): State<AppState>) -> Result<Json<ReceiptKeys>, ApiError> {
    let now = state.clock.now();
    Ok(Json(ReceiptKeys {
        keys: state.receipts.keys(&*state.storage, now).await?,
    }))
}

/// A receipt to be printed.
pub async fn print(State(state): State<AppState>, address: Path<(String, String)>) -> Response {
    let shown = printed(&state, &address.0.0, &address.0.1).await;
    answer(&state, shown).await
}

/// Whether a receipt is ours.
pub async fn check(State(state): State<AppState>, Path(text): Path<String>) -> Response {
    let shown = checked(&state, &text).await;
    answer(&state, shown).await
}

async fn printed(
    state: &AppState,
    change: &str,
    signature: &str,
) -> Result<(StatusCode, Bytes), ApiError> {
    let change: Uuid = change.parse().map_err(|_| ApiError::NotFound)?;
    let now = state.clock.now();
    let found = find(&*state.storage, &state.receipts, now, change).await?;
    let found = found.ok_or(ApiError::NotFound)?;
    let Found { receipt, deed } = found;
    if receipt.seal.as_ref().map(|seal| seal.signature.as_str()) != Some(signature) {
        return Err(ApiError::NotFound);
    }
    let submission = state.storage.submission(receipt.submission).await?;
    let submission = submission.ok_or(ApiError::NotFound)?;
    let form = (state.forms).get(&submission.case.form, &submission.form_version);
    let form = form.map_or_else(
        || submission.case.form.clone(),
        |form| form.title().in_locale(Locale::Ko).to_owned(),
    );
    let token = token(&receipt).and_then(|token| token.write());
    let token = token.ok_or_else(|| ApiError::internal(&"a receipt does not fit into a link"))?;
    let link = format!("{}/verify/{token}", state.config.public_url);
    let page = ReceiptPage {
        style: style(state).await,
        operator: operator(state),
        receipt,
        form,
        deed,
        first_received_at: submission.received_at,
        qr: qr::source(&link).map_err(|error| ApiError::internal(&error))?,
        link,
    };
    let page = html(move || page.view()).await;
    Ok((
        StatusCode::OK,
        page.map_err(|error| ApiError::internal(&error))?,
    ))
}

async fn checked(state: &AppState, text: &str) -> Result<(StatusCode, Bytes), ApiError> {
    let now = state.clock.now();
    let keys = state.receipts.keys(&*state.storage, now).await?;
    let result = match Token::read(text).filter(|token| is_signed(token, &keys)) {
        None => Verdict::NotOurs,
        Some(said) => {
            let found = find(&*state.storage, &state.receipts, now, said.receipt.change).await?;
            let recorded = found.and_then(|found| token(&found.receipt));
            let (same, count) = (recorded.as_ref() == Some(&said), said.files.count);
            if same {
                Verdict::Genuine(said.receipt, count)
            } else {
                Verdict::Unrecorded(said.receipt, count)
            }
        }
    };
    let status = match result {
        Verdict::NotOurs => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let (style, operator) = (style(state).await, operator(state));
    let page = html(move || verdict(result, style, operator)).await;
    Ok((status, page.map_err(|error| ApiError::internal(&error))?))
}

/// The page, or one that says why there is none.
async fn answer(state: &AppState, shown: Result<(StatusCode, Bytes), ApiError>) -> Response {
    const FOUND_NOTHING: &str =
        "이 주소의 접수증을 찾지 못했습니다. 주소를 다시 확인하거나 전화로 문의해 주세요.";
    const NOT_NOW: &str = "지금은 접수증을 열 수 없습니다. 잠시 뒤에 다시 열어 주세요.";
    let (status, page) = match shown {
        Ok(shown) => shown,
        Err(error) => {
            let words = match error {
                ApiError::NotFound => FOUND_NOTHING,
                _ => NOT_NOW,
            };
            let status = error.into_response().status();
            let (style, operator) = (style(state).await, operator(state));
            match html(move || absent(words, style, operator)).await {
                Ok(page) => (status, page),
                Err(error) => return ApiError::internal(&error).into_response(),
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, page).into_response()
}

fn operator(state: &AppState) -> Operator {
    Operator {
        name: state.config.operator.clone(),
        phone: state.config.help_phone.clone(),
    }
}

async fn style(state: &AppState) -> String {
    state.assets.site().await.document_style.clone()
}
