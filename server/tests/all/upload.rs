//! Uploads over HTTP: resumable from every byte, whole or not at all, and what they are by their content.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use domain::{
    api::{ErrorCode, path},
    id::EnterpriseId,
};
use server::{attachment::PartKey, random};
use sha2::{Digest as _, Sha256};

use crate::{
    files,
    support::{Answer, Phone, START, TestApp},
};

pub(crate) fn hash(bytes: &[u8]) -> String {
    random::hex(&Sha256::digest(bytes))
}

pub(crate) fn address(hash: &str) -> String {
    path::UPLOAD.replace("{id}", hash)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).flat_map(|three| {
        let mut word = [0; 4];
        word[1..=three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes(word);
        let digit = move |at: usize| char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]);
        (0..4).map(move |at| if at <= three.len() { digit(at) } else { '=' })
    });
    groups.collect()
}

impl Phone<'_> {
    pub(crate) async fn tus(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if headers.iter().all(|(name, _)| *name != "tus-resumable") {
            request = request.header("tus-resumable", "1.0.0");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn begin(&self, hash: &str, length: usize) -> Answer {
        let metadata = format!("filename eA==,sha256 {}", base64(hash.as_bytes()));
        let length = length.to_string();
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &metadata),
        ];
        self.tus(Method::POST, path::UPLOADS, &headers, Body::empty())
            .await
    }

    pub(crate) async fn bring(&self, hash: &str, offset: usize, bytes: &[u8]) -> Answer {
        self.bring_with(hash, offset, bytes, &[]).await
    }

    async fn bring_with(
        &self,
        hash: &str,
        offset: usize,
        bytes: &[u8],
        more: &[(&str, &str)],
    ) -> Answer {
        let offset = offset.to_string();
        let mut headers = vec![
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", offset.as_str()),
        ];
        headers.extend(more);
        let body = Body::from(bytes.to_vec());
        self.tus(Method::PATCH, &address(hash), &headers, body)
            .await
    }

    pub(crate) async fn standing(&self, hash: &str) -> Answer {
        self.tus(Method::HEAD, &address(hash), &[], Body::empty())
            .await
    }

    /// Sends a file whole, and gives its hash.
    pub(crate) async fn upload(&self, bytes: &[u8]) -> String {
        let hash = hash(bytes);
        assert_eq!(self.begin(&hash, bytes.len()).await.status, 201);
        let brought = self.bring(&hash, 0, bytes).await;
        assert_eq!(brought.status, 204, "{}", brought.text());
        hash
    }

    pub(crate) async fn enterprise(&self) -> EnterpriseId {
        let device = self.app.storage().device(self.device).await.unwrap();
        device.unwrap().enterprise
    }
}

#[tokio::test]
async fn the_server_says_what_it_speaks_and_takes() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let answer = phone
        .tus(Method::OPTIONS, path::UPLOADS, &[], Body::empty())
        .await;
    assert_eq!(answer.status, 204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-max-size", "10485760"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        (
            "tus-extension",
            "creation,creation-with-upload,expiration,checksum,termination",
        ),
    ] {
        assert_eq!(answer.header(name), value);
    }
}

#[tokio::test]
async fn a_file_comes_in_pieces_of_any_size_from_wherever_it_stopped() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    for step in 1..bytes.len() {
        let mut own = bytes.clone();
        own.extend(format!("% {step}").bytes());
        let hash = hash(&own);
        let begun = phone.begin(&hash, own.len()).await;
        assert_eq!(begun.status, 201);
        assert_eq!(begun.header("location"), address(&hash));
        assert_eq!(
            begun.header("upload-expires"),
            "Fri, 24 Apr 2026 05:00:00 GMT"
        );
        let mut offset = 0;
        while offset < own.len() {
            let standing = phone.standing(&hash).await;
            assert_eq!(standing.header("upload-offset"), offset.to_string());
            assert_eq!(standing.header("upload-length"), own.len().to_string());
            let end = own.len().min(offset + step);
            let answer = phone.bring(&hash, offset, &own[offset..end]).await;
            assert_eq!(answer.status, 204, "{}", answer.text());
            assert_eq!(answer.header("upload-offset"), end.to_string());
            assert_eq!(answer.header("tus-resumable"), "1.0.0");
            offset = end;
        }
        let standing = phone.standing(&hash).await;
        assert_eq!(standing.status, 200);
        assert_eq!(standing.header("upload-offset"), own.len().to_string());
    }
}

#[tokio::test]
async fn beginning_again_goes_on_and_what_is_stored_is_not_sent_again() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    phone.bring(&hash, 0, &bytes[..9]).await;
    let again = phone.begin(&hash, bytes.len()).await;
    assert_eq!(
        (again.status.as_u16(), again.header("upload-offset")),
        (201, "9")
    );
    phone.bring(&hash, 9, &bytes[9..]).await;
    let stored = phone.begin(&hash, bytes.len()).await;
    assert_eq!(stored.header("upload-offset"), bytes.len().to_string());
    assert_eq!(stored.header("upload-expires"), "");
    let nothing_more = phone.bring(&hash, bytes.len(), b"").await;
    assert_eq!(nothing_more.status, 204);
    let more = phone.bring(&hash, 0, &bytes).await;
    more.refused(409, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_piece_that_does_not_begin_where_the_file_ends_changes_nothing() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    phone.bring(&hash, 0, &bytes[..9]).await;
    for offset in [0, 8, 10, bytes.len()] {
        let body = phone
            .bring(&hash, offset, &bytes[..1])
            .await
            .refused(409, ErrorCode::Conflict);
        assert_eq!(body.details.get("refusal").unwrap(), "offset");
    }
    let too_much = [&bytes[9..], b"x"].concat();
    phone
        .bring(&hash, 9, &too_much)
        .await
        .refused(413, ErrorCode::TooLarge);
    assert_eq!(phone.standing(&hash).await.header("upload-offset"), "9");
}

#[tokio::test]
async fn a_piece_that_does_not_fit_its_checksum_leaves_nothing() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    let sha1 = format!(
        "sha1 {}",
        base64(&<sha1::Sha1 as sha1::Digest>::digest(&bytes[..9]))
    );
    let sum = [("upload-checksum", sha1.as_str())];
    let altered = phone.bring_with(&hash, 0, &bytes[1..10], &sum).await;
    altered.refused(460, ErrorCode::Malformed);
    assert_eq!(phone.standing(&hash).await.header("upload-offset"), "0");
    assert_eq!(
        phone.bring_with(&hash, 0, &bytes[..9], &sum).await.status,
        204
    );
    let sha256 = format!("sha256 {}", base64(&Sha256::digest(&bytes[9..])));
    let sum = [("upload-checksum", sha256.as_str())];
    assert_eq!(
        phone.bring_with(&hash, 9, &bytes[9..], &sum).await.status,
        204
    );
    let other = "0".repeat(64);
    phone.begin(&other, 3).await;
    for wrong in ["md5 AAAA", "sha1", "sha1 ****"] {
        let sum = [("upload-checksum", wrong)];
        let answer = phone.bring_with(&other, 0, b"abc", &sum).await;
        answer.refused(400, ErrorCode::Malformed);
    }
}

#[tokio::test]
async fn bytes_that_the_hash_does_not_name_are_not_stored() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(b"something else");
    phone.begin(&hash, bytes.len()).await;
    phone
        .bring(&hash, 0, &bytes)
        .await
        .refused(460, ErrorCode::Malformed);
    assert_eq!(phone.standing(&hash).await.status, 404, "it begins anew");
}

#[tokio::test]
async fn what_one_enterprise_uploads_does_not_exist_for_another() {
    let app = TestApp::start().await;
    let (phone, other) = (app.phone().await, app.phone().await);
    let bytes = files::pdf();
    let stored = phone.upload(&bytes).await;
    let begun = hash(b"begun");
    phone.begin(&begun, 5).await;
    for hash in [&stored, &begun] {
        assert_eq!(other.standing(hash).await.status, 404);
        other
            .bring(hash, 0, b"begun")
            .await
            .refused(404, ErrorCode::NotFound);
        let dropped = other
            .tus(Method::DELETE, &address(hash), &[], Body::empty())
            .await;
        dropped.refused(404, ErrorCode::NotFound);
        let own = path::ATTACHMENT.replace("{id}", hash);
        let looked = other.tus(Method::GET, &own, &[], Body::empty()).await;
        looked.refused(404, ErrorCode::NotFound);
    }
    assert_eq!(phone.standing(&begun).await.status, 200);
    let again = other.begin(&stored, bytes.len()).await;
    assert_eq!(again.header("upload-offset"), "0", "it sends its own");
}

#[tokio::test]
async fn who_has_no_token_or_speaks_another_version_is_refused() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let other = [("tus-resumable", "0.2.2")];
    let nothing = address(&"0".repeat(64));
    let answer = phone
        .tus(Method::HEAD, &nothing, &other, Body::empty())
        .await;
    assert_eq!(answer.status, 412);
    assert_eq!(answer.header("tus-version"), "1.0.0");
    let request = Request::post(path::UPLOADS).header("tus-resumable", "1.0.0");
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    answer.refused(401, ErrorCode::Unauthenticated);
    let wrong_type = [("upload-offset", "0"), ("content-type", "image/jpeg")];
    let answer = phone
        .tus(
            Method::PATCH,
            &address(&"0".repeat(64)),
            &wrong_type,
            Body::empty(),
        )
        .await;
    answer.refused(415, ErrorCode::Malformed);
    for headers in [
        vec![],
        vec![("upload-length", "3")],
        vec![("upload-length", "3"), ("upload-metadata", "sha256 eA==")],
        vec![("upload-length", "-3")],
    ] {
        let answer = phone.tus(Method::POST, path::UPLOADS, &headers, Body::empty());
        answer.await.refused(400, ErrorCode::Malformed);
    }
}

#[tokio::test]
async fn a_client_that_can_only_post_says_what_it_means() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    let headers = [
        ("x-http-method-override", "PATCH"),
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", "0"),
    ];
    let address = address(&hash);
    let answer = phone.tus(Method::POST, &address, &headers, bytes[..9].to_vec());
    assert_eq!(answer.await.header("upload-offset"), "9");
    let headers = [("x-http-method-override", "DELETE")];
    let answer = phone.tus(Method::POST, &address, &headers, Body::empty());
    assert_eq!(answer.await.status, 204);
    assert_eq!(phone.standing(&hash).await.status, 404);
}

#[tokio::test]
async fn a_first_piece_may_come_with_the_beginning() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    let (length, metadata) = (
        bytes.len().to_string(),
        format!("sha256 {}", base64(hash.as_bytes())),
    );
    let headers = [
        ("upload-length", length.as_str()),
        ("upload-metadata", &metadata),
        ("content-type", "application/offset+octet-stream"),
    ];
    let answer = phone
        .tus(Method::POST, path::UPLOADS, &headers, bytes.clone())
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.header("upload-offset"), length);
}

#[tokio::test]
async fn what_arrived_before_the_line_broke_stays() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    let (first, rest) = (bytes[..20].to_vec(), &bytes[20..]);
    let broken = futures_util::stream::iter([
        Ok(Bytes::from(first)),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    let headers = [
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", "0"),
    ];
    let body = Body::from_stream(broken);
    let answer = phone
        .tus(Method::PATCH, &address(&hash), &headers, body)
        .await;
    answer.refused(400, ErrorCode::Malformed);
    assert_eq!(phone.standing(&hash).await.header("upload-offset"), "20");
    assert_eq!(phone.bring(&hash, 20, rest).await.status, 204);
}

#[tokio::test]
async fn what_a_killed_server_left_whole_is_finished_when_it_is_asked_for() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let enterprise = phone.enterprise().await;
    for (bytes, stored) in [
        (files::pdf(), true),
        (b"MZ nothing that is taken".to_vec(), false),
    ] {
        let hash = hash(&bytes);
        phone.begin(&hash, bytes.len()).await;
        // All bytes are on the disk, and then the power goes.
        let key = PartKey {
            enterprise,
            hash: hash.clone(),
        };
        let store = &app.state.attachments;
        store
            .append(&key, 0, Bytes::from(bytes), START)
            .await
            .unwrap();
        let standing = phone.standing(&hash).await;
        assert_eq!(standing.status, if stored { 200 } else { 404 });
        let row = app.storage().attachment(enterprise, &hash).await.unwrap();
        assert_eq!(row.is_some(), stored);
        assert_eq!(store.part(&key).await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_phones_that_finish_the_same_file_store_it_once() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::jpeg(300, 200);
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    let half = bytes.len() / 2;
    phone.bring(&hash, 0, &bytes[..half]).await;
    let all = (0..20).map(|_| phone.bring(&hash, half, &bytes[half..]));
    for answer in futures_util::future::join_all(all).await {
        assert!(
            [204, 409].contains(&answer.status.as_u16()),
            "{}",
            answer.text()
        );
    }
    assert_eq!(
        phone.standing(&hash).await.header("upload-offset"),
        bytes.len().to_string()
    );
    let blobs = app.state.attachments.blobs(i64::MAX).await.unwrap();
    assert_eq!(blobs.len(), 1, "what lost the race is dropped");
}
