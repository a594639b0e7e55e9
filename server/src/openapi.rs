//! The description of the interface, beyond what the handlers say of themselves.

use utoipa::openapi::{
    InfoBuilder, OpenApi,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use crate::auth::session::COOKIE;

/// Adds the title and the ways to authenticate.
pub fn describe(api: &mut OpenApi) {
    api.info = InfoBuilder::new()
        .title("Ieum")
        .version("1")
        .description(Some(
            "Version 1: fields are only ever added. Times are Unix milliseconds (UTC). Every answer that is not a \
             success is an ErrorBody.",
        ))
        .build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(
        "device",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("The token that the phone made when it enrolled"))
                .build(),
        ),
    );
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))),
    );
}
