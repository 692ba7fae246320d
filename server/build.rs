//! Makes the folder of the web client when it was not built, so that the server compiles and its tests run alone, and
//! builds again when the client changed.

use std::path::Path;

fn main() {
    let folder = Path::new("../web-client/dist");
    if let Err(error) = std::fs::create_dir_all(folder) {
        println!("cargo::error=cannot make {}: {error}", folder.display());
    }
    println!("cargo::rerun-if-changed=../web-client/dist");
    println!("cargo::rerun-if-changed=build.rs");
}
