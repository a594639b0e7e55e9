//! What is taken, how much of it, and for how long.

use domain::api::ErrorCode;

use crate::{
    files,
    support::{DAY, TestApp},
    upload::hash,
};

#[tokio::test]
async fn a_file_is_what_its_content_is() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let enterprise = phone.enterprise().await;
    for (bytes, media_type) in [
        (files::jpeg(50, 40), "image/jpeg"),
        (files::png(50, 40), "image/png"),
        (files::webp(50, 40), "image/webp"),
        (files::pdf(), "application/pdf"),
        (files::hwp(), "application/x-hwp"),
    ] {
        let hash = phone.upload(&bytes).await;
        let file = app.storage().attachment(enterprise, &hash).await.unwrap();
        assert_eq!(file.unwrap().media_type, media_type);
    }
    let mut half = files::jpeg(50, 40);
    half.truncate(60);
    for (bytes, rule) in [
        (b"MZ\x90\0 a program".to_vec(), "file.kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1".to_vec(), "file.heic"),
        (half, "file.damaged"),
        (files::png_bomb(20_000, 20_000), "file.pixels"),
        (files::png_bomb(16_000, 16_000), "file.pixels"),
        (b"\x89PNG\r\n\x1a\n and no more".to_vec(), "file.damaged"),
    ] {
        let hash = hash(&bytes);
        phone.begin(&hash, bytes.len()).await;
        let answer = phone.bring(&hash, 0, &bytes).await;
        assert_eq!(
            answer
                .refused(422, ErrorCode::Invalid)
                .details
                .get("rule")
                .unwrap(),
            rule
        );
        assert_eq!(
            phone.standing(&hash).await.status,
            404,
            "nothing is left of it"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_or_too_many_is_refused_before_it_is_sent() {
    let settings = [
        ("IEUM_ATTACHMENT_LIMIT", "700000"),
        ("IEUM_ATTACHMENT_QUOTA_MB", "1"),
        ("IEUM_ATTACHMENT_COUNT", "3"),
    ];
    let app = TestApp::with(&settings).await;
    let phone = app.phone().await;
    let large = phone.begin(&"1".repeat(64), 700_001).await;
    assert_eq!(
        large
            .refused(413, ErrorCode::TooLarge)
            .details
            .get("limit")
            .unwrap(),
        "700000"
    );
    let empty = phone.begin(&"1".repeat(64), 0).await;
    assert_eq!(
        empty
            .refused(422, ErrorCode::Invalid)
            .details
            .get("rule")
            .unwrap(),
        "file.damaged"
    );
    assert_eq!(phone.begin(&"1".repeat(64), 600_000).await.status, 201);
    assert_eq!(
        phone.begin(&"1".repeat(64), 600_000).await.status,
        201,
        "the same"
    );
    let over = phone.begin(&"2".repeat(64), 600_000).await;
    assert_eq!(
        over.refused(422, ErrorCode::Invalid)
            .details
            .get("rule")
            .unwrap(),
        "file.quota"
    );
    for digit in ["3", "4"] {
        assert_eq!(phone.begin(&digit.repeat(64), 5).await.status, 201);
    }
    let many = phone.begin(&"5".repeat(64), 5).await;
    assert_eq!(
        many.refused(422, ErrorCode::Invalid)
            .details
            .get("rule")
            .unwrap(),
        "file.quota"
    );
}

#[tokio::test]
async fn an_upload_that_rests_a_week_is_dropped_and_begins_again() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len()).await;
    app.clock.advance(5 * DAY);
    phone.bring(&hash, 0, &bytes[..9]).await;
    app.clock.advance(5 * DAY);
    server::attachment::collect(&app.state).await.unwrap();
    assert_eq!(phone.standing(&hash).await.header("upload-offset"), "9");
    app.clock.advance(3 * DAY);
    let collected = server::attachment::collect(&app.state).await.unwrap();
    assert_eq!(collected.uploads, 1);
    phone
        .bring(&hash, 9, &bytes[9..])
        .await
        .refused(404, ErrorCode::NotFound);
    phone.upload(&bytes).await;
}
