//! Takes a file apart: first whether it is whole, then whether the passphrase fits.

use domain::{
    json,
    rescue::{BOUND, Contents, FileError, Head},
};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{RescueError, blob, bytes_of, cipher::Cipher, digest};
use crate::files::digest::sha256;

/// A whole file that nobody has opened yet.
pub(crate) struct Sealed {
    file: Blob,
    head: Head,
}

/// A file whose passphrase was given.
pub(crate) struct Opened {
    /// What it says.
    pub(crate) contents: Contents,
    sealed: Sealed,
    cipher: Cipher,
}

impl Sealed {
    /// Reads the head of `file` and checks that every byte of it is as it was written.
    ///
    /// # Errors
    /// [`RescueError::File`] and [`RescueError::Browser`].
    pub(crate) async fn look(file: Blob) -> Result<Self, RescueError> {
        let first = first(&file, BOUND).await?;
        let head = first_head(&file, &first).await?;
        let sealed = Self { file, head };
        for (at, part) in sealed.head.parts.iter().enumerate() {
            let bytes = sealed.part(at).await.map_err(|_| FileError::Damaged)?;
            if digest(&bytes).await? != part.hash {
                return Err(FileError::Damaged.into());
            }
        }
        Ok(sealed)
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`RescueError::Passphrase`] and those of [`Self::look`]; the file is given back to be tried again.
    pub(crate) async fn open(self, passphrase: &str) -> Result<Opened, (Self, RescueError)> {
        match self.contents(passphrase).await {
            Ok((cipher, contents)) => Ok(Opened {
                contents,
                sealed: self,
                cipher,
            }),
            Err(error) => Err((self, error)),
        }
    }

    async fn contents(&self, passphrase: &str) -> Result<(Cipher, Contents), RescueError> {
        let Head {
            rounds,
            salt,
            nonce,
            parts,
        } = &self.head;
        let cipher = Cipher::new(passphrase, *rounds, *salt, *nonce, parts.len()).await?;
        let bytes = self.part(0).await.map_err(|_| FileError::Damaged)?;
        let said = cipher.open(0, &bytes).await;
        let said = said.map_err(|_| RescueError::Passphrase)?;
        let said =
            String::from_utf8(Uint8Array::new(&said).to_vec()).map_err(|_| FileError::Damaged)?;
        let contents: Contents = json::read(&said).map_err(|_| FileError::Damaged)?;
        if contents.files.len() + 1 == parts.len() {
            Ok((cipher, contents))
        } else {
            Err(FileError::Damaged.into())
        }
    }

    async fn part(&self, at: usize) -> Result<ArrayBuffer, JsValue> {
        let length = |part: &domain::rescue::Part| f64::from(part.length);
        let body: f64 = self.head.parts.iter().map(length).sum();
        let before: f64 = self.head.parts[..at].iter().map(length).sum();
        let start = self.file.size() - body + before;
        let end = start + length(&self.head.parts[at]);
        bytes_of(&self.file.slice_with_f64_and_f64(start, end)?).await
    }
}

impl Opened {
    /// An attached file, by its place in the contents.
    ///
    /// # Errors
    /// [`FileError::Damaged`] when it is not what its name says.
    pub(crate) async fn file(&self, at: usize) -> Result<Blob, RescueError> {
        let stored = self.contents.files.get(at).ok_or(FileError::Damaged)?;
        let bytes = self
            .sealed
            .part(at + 1)
            .await
            .map_err(|_| FileError::Damaged)?;
        let opened = self.cipher.open(at + 1, &bytes).await;
        let opened = opened.map_err(|_| FileError::Damaged)?;
        let whole = blob(&opened)?;
        if sha256(&whole).await.as_ref() != Some(&stored.hash) {
            return Err(FileError::Damaged.into());
        }
        let (size, kind) = (whole.size(), &stored.media_type);
        Ok(whole.slice_with_f64_and_f64_and_content_type(0.0, size, kind)?)
    }
}

async fn first(file: &Blob, length: usize) -> Result<Vec<u8>, FileError> {
    let read = async {
        let end = u32::try_from(length).unwrap_or(u32::MAX);
        bytes_of(&file.slice_with_f64_and_f64(0.0, f64::from(end))?).await
    };
    let bytes = read.await.map_err(|_: JsValue| FileError::Damaged)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

async fn first_head(file: &Blob, begin: &[u8]) -> Result<Head, FileError> {
    let bytes = first(file, Head::length(begin)?).await?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size in bytes, which JavaScript counts in doubles"
    )]
    Head::parse(&bytes, file.size() as u64)
}
