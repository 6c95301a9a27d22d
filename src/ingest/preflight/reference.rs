//! Places of cells as they are written.

/// `B7` as (6, 1); `None` when it is not a reference.
pub(super) fn position(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let col = text[..letters].iter().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((number(&text[letters..])?.checked_sub(1)?, col - 1))
}

/// A number of digits alone.
pub(super) fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
