//! Has the linker keep its notes: with them `cargo xtask site` takes the program apart (`src/later.rs`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
