//! What stands in for a built site where none is needed.

/// A site as `cargo xtask site` leaves it, with stand-ins for the programs.
pub(crate) fn write_site(folder: &std::path::Path) {
    let pkg = folder.join("pkg");
    std::fs::create_dir_all(&pkg).unwrap();
    let mut assets = serde_json::Map::new();
    for program in ["app", "desk"] {
        let names = [
            (format!("{program}.css"), "css"),
            (format!("{program}.js"), "js"),
            (format!("{program}.wasm"), "wasm"),
            (format!("boot-{program}.js"), "js"),
        ];
        for (name, end) in names {
            let stem = name.trim_end_matches(end).trim_end_matches('.');
            let file = format!("{stem}.0123456789ab.{end}");
            std::fs::write(pkg.join(&file), format!("plain {name}")).unwrap();
            std::fs::write(pkg.join(format!("{file}.br")), format!("brotli {name}")).unwrap();
            std::fs::write(pkg.join(format!("{file}.gz")), format!("gzip {name}")).unwrap();
            assets.insert(name, serde_json::json!({ "path": format!("/pkg/{file}"), "raw": 1, "gzip": 1, "brotli": 1 }));
        }
    }
    std::fs::write(pkg.join("document.0123456789ab.css"), "plain").unwrap();
    let style = serde_json::json!({ "path": "/pkg/document.0123456789ab.css", "raw": 1, "gzip": 1, "brotli": 1 });
    assets.insert("document.css".to_owned(), style);
    std::fs::write(folder.join("sw.js"), "worker").unwrap();
    std::fs::write(folder.join("manifest.webmanifest"), "{}").unwrap();
    let list = serde_json::json!({ "version": "0", "assets": assets });
    std::fs::write(folder.join("assets.json"), list.to_string()).unwrap();
}
