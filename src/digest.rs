//! SHA-256, in hexadecimal: what a file holds, whatever it is called.

use base64::Engine;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Of bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Of bytes, in base64: as a content security policy names what it allows.
pub fn sha256_base64(bytes: &[u8]) -> String {
    base64::prelude::BASE64_STANDARD.encode(Sha256::digest(bytes))
}

/// Of a file's bytes.
///
/// # Errors
/// When the file cannot be read.
pub fn file_sha256(path: &Path) -> io::Result<String> {
    read_sha256(File::open(path)?)
}

/// Of what can be read, a block at a time.
///
/// # Errors
/// When it cannot be read.
pub fn read_sha256(mut from: impl Read) -> io::Result<String> {
    let (mut hash, mut block) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match from.read(&mut block)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&block[..n]),
        }
    }
}

/// A digest that is taken piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Digest256(Sha256);

impl Digest256 {
    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Of all that was taken.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests of FIPS 180-4's examples, and of a file longer than a block.
    #[test]
    fn bytes_and_files() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_base64(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        let dir = tempfile::tempdir().unwrap();
        let (path, bytes) = (dir.path().join("long"), vec![b'a'; 1_000_000]);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(sha256(&bytes), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        assert_eq!(file_sha256(&path).unwrap(), sha256(&bytes));
        assert!(file_sha256(dir.path()).is_err());
    }
}
