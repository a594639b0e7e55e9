//! Reaching the bucket that the configuration names.

use std::{sync::Arc, time::Duration};

use object_store::{
    BackoffConfig, ClientOptions, RetryConfig,
    aws::{AmazonS3Builder, Checksum},
};

use super::BucketStore;
use crate::{attachment::DiskStore, config::Bucket};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);
/// How long one request may take: the largest file over a slow line.
const REQUEST: Duration = Duration::from_secs(60);
/// How long a bucket that does not answer well is asked again. A phone that waits longer asks again by itself.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is asked again.
const AGAIN: usize = 2;

impl BucketStore {
    /// The bucket, with uploads growing below the folder `spool`, which must be there. Nothing is asked of the bucket
    /// yet: [`crate::attachment::AttachmentStore::check`] does.
    ///
    /// # Errors
    /// When the settings don't fit each other; says which.
    pub fn new(bucket: &Bucket, spool: DiskStore) -> object_store::Result<Self> {
        // Two libraries could bring one each; whoever came first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.key_id)
            .with_secret_access_key(bucket.secret.reveal())
            .with_virtual_hosted_style_request(!bucket.path_style)
            // The bucket compares what arrived with what was sent.
            .with_checksum_algorithm(Checksum::SHA256)
            .with_client_options(
                ClientOptions::new()
                    .with_allow_http(true)
                    .with_connect_timeout(CONNECT)
                    .with_timeout(REQUEST),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: AGAIN,
                retry_timeout: PATIENCE,
            });
        let builder = match &bucket.endpoint {
            Some(endpoint) => builder.with_endpoint(endpoint),
            None => builder,
        };
        Ok(Self {
            objects: Arc::new(builder.build()?),
            spool,
        })
    }
}
