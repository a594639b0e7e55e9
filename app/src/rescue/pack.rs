//! Puts a file together.

use domain::{
    json,
    rescue::{Contents, FileError, Head, Part, ROUNDS},
};
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{RescueError, blob, bytes_of, cipher::Cipher, digest};
use crate::crypto::{array, random};

/// The file of `contents` and of the attached files it names, in their order.
///
/// # Errors
/// [`RescueError::Browser`], or [`FileError::Damaged`] when an attached file cannot be read any more.
pub(crate) async fn pack(
    contents: &Contents,
    files: &[Blob],
    passphrase: &str,
) -> Result<Blob, RescueError> {
    let mut salt = [0; 16];
    random(&mut salt);
    let mut nonce = [0; 8];
    random(&mut nonce);
    let cipher = Cipher::new(passphrase, ROUNDS, salt, nonce, files.len() + 1).await?;
    let mut head = Head {
        rounds: ROUNDS,
        salt,
        nonce,
        parts: Vec::new(),
    };
    let pieces = Array::new();
    let said = array(json::write(contents).as_bytes());
    let sealed = cipher.seal(0, &said).await?;
    add(&mut head, &pieces, &sealed).await?;
    for (at, file) in files.iter().enumerate() {
        let bytes = bytes_of(file).await.map_err(|_| FileError::Damaged)?;
        let sealed = cipher.seal(at + 1, &bytes).await?;
        add(&mut head, &pieces, &sealed).await?;
    }
    let head = blob(&array(&head.to_bytes()))?;
    pieces.unshift(&head);
    Ok(Blob::new_with_blob_sequence(&pieces)?)
}

async fn add(head: &mut Head, pieces: &Array, sealed: &ArrayBuffer) -> Result<(), JsValue> {
    let hash = digest(sealed).await?;
    head.parts.push(Part {
        length: sealed.byte_length(),
        hash: hash.try_into().map_err(|_| JsValue::NULL)?,
    });
    // As a Blob the browser may put it aside; an array would stay in memory.
    let piece = blob(sealed)?;
    pieces.push(&piece);
    Ok(())
}
