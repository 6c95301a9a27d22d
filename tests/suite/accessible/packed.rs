//! The good workbook of each kind, as parts, and packed.

use super::super::root;
use super::cases::Kind;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Parts by their names.
pub type Parts = BTreeMap<String, String>;

/// The parts of the good workbook.
pub fn good(kind: Kind) -> Parts {
    let folder = root().join("fixtures/accessible").join(kind.folder());
    let mut parts = Parts::new();
    let mut left = vec![folder.clone()];
    while let Some(at) = left.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                parts.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    parts
}

/// A workbook of these parts.
pub fn packed(parts: &Parts) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in parts {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
