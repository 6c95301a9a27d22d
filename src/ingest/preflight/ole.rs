//! The container of an old .xls or of an encrypted workbook: its chains of sectors, checked before a parser follows
//! them. A chain that loops would make the parser grow until memory ends.

use super::refusal::Refusal;
use super::{labelled, saved};
use crate::catalogue::{F003, F004};
use crate::fit::fit;
use std::collections::BTreeSet;

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const MINI_STREAM_BELOW: u64 = 4096;

/// What a sound container holds.
#[derive(Default)]
pub(super) struct Container {
    /// Names of the streams and storages of the root.
    pub names: Vec<String>,
    /// Names of the streams and storages within others.
    pub nested: Vec<String>,
    /// The stream of a workbook in the root; empty where there is none.
    pub workbook: Vec<u8>,
    /// The stream with its properties; empty where there is none.
    pub properties: Vec<u8>,
    /// The stream with more of them, those of a label among them; empty where there is none.
    pub more_properties: Vec<u8>,
    /// The stream within a storage that says which labels encrypt the rest; empty where there is none.
    pub label: Vec<u8>,
}

/// Looks into a container.
pub(super) fn open(bytes: &[u8]) -> Result<Container, Refusal> {
    let u16_at = |p: usize| bytes.get(p..p + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
    let u32_at = |p: usize| bytes.get(p..p + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let damaged = || Refusal::new(&F003, "a whole file", "the container's header or sector table is damaged");
    let size = match u16_at(30) {
        Some(9) => 512,
        Some(12) => 4096,
        _ => return Err(damaged()),
    };
    // The last sector of a file may be cut short.
    let sectors = bytes.len().div_ceil(size);
    // A file may name any sector, and where a size has 32 bits not every sector has a place.
    let sector = |id: u32| {
        let at = (id as usize).checked_add(1)?.checked_mul(size)?;
        bytes.get(at..).map(|b| &b[..b.len().min(size)])
    };
    let words = |b: &[u8]| b.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w)).collect::<Vec<_>>();

    let mut table = words(bytes.get(76..512).ok_or_else(damaged)?);
    let mut next = u32_at(68).ok_or_else(damaged)?;
    for step in 0.. {
        if next >= LAST_SECTOR {
            break;
        }
        if step > sectors {
            return Err(looping());
        }
        let mut more = words(sector(next).ok_or_else(damaged)?);
        next = more.pop().ok_or_else(damaged)?;
        table.append(&mut more);
    }
    let mut fat = Vec::new();
    for id in table.into_iter().filter(|id| *id < LAST_SECTOR) {
        fat.append(&mut words(sector(id).ok_or_else(damaged)?));
        if fat.len() > sectors + 2 * size {
            return Err(looping());
        }
    }

    let directory = chain(&fat, u32_at(48).ok_or_else(damaged)?, u64::MAX, size)?;
    let entries: Vec<&[u8]> =
        directory.iter().filter_map(|id| sector(*id)).flat_map(|s| s.as_chunks::<128>().0).map(|e| &e[..]).collect();
    let number = |e: &[u8], p: usize| e.get(p..p + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
    let mini_table = chain(&fat, u32_at(60).ok_or_else(damaged)?, u64::MAX, size)?;
    let mini_fat: Vec<u32> = mini_table.iter().filter_map(|id| sector(*id)).flat_map(words).collect();
    let mut out = Container::default();
    let mut short_streams = Vec::new();
    let root = of_the_root(&entries);
    // A file for two versions of Excel has a stream for each.
    let mut has_workbook = false;
    for (n, entry) in entries.iter().enumerate() {
        let (start, length) = (number(entry, 116), u64::from(number(entry, 120)));
        let units = entry[..64].as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c)).take_while(|c| *c != 0);
        let name: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // The first entry is the root, whose stream holds the short streams.
        let short = n > 0 && length < MINI_STREAM_BELOW;
        let parts = || if short { chain(&mini_fat, start, length, 64) } else { chain(&fat, start, length, size) };
        let of_short = |id: &u32| {
            let at = (*id as usize).checked_mul(64)?;
            sector(*short_streams.get(at / size)?)?.get(at % size..).map(|b| &b[..b.len().min(64)])
        };
        let part = |id: &u32| if short { of_short(id) } else { sector(*id) };
        let content = |parts: &[u32]| parts.iter().filter_map(part).flatten().copied().collect::<Vec<u8>>();
        if n > 0 && !root.contains(&n) {
            // Nothing else within a storage is looked into, and what cannot be read of this one tells nothing.
            if name.eq_ignore_ascii_case(labelled::STREAM) && length <= labelled::LONGEST && out.label.is_empty() {
                out.label = parts().map(|parts| content(&parts)).unwrap_or_default();
                out.label.truncate(fit::<usize>(length));
            }
            out.nested.push(name);
            continue;
        }
        if name.is_empty() || length == 0 {
            out.names.push(name);
            continue;
        }
        let parts = parts()?;
        if name.eq_ignore_ascii_case("Workbook") || (!has_workbook && name.eq_ignore_ascii_case("Book")) {
            has_workbook = name.eq_ignore_ascii_case("Workbook");
            out.workbook = content(&parts);
        } else if name == saved::STREAM {
            out.properties = content(&parts);
        } else if name == labelled::PROPERTIES {
            out.more_properties = content(&parts);
        }
        if n == 0 {
            short_streams = parts;
        }
        out.names.push(name);
    }
    Ok(out)
}

/// The entries that stand in the root itself and not in a storage within it, as the parts of an object in the workbook
/// do. Where there is no storage but the root all of them stand there, however the directory is written.
fn of_the_root(entries: &[&[u8]]) -> BTreeSet<usize> {
    const STORAGE: u8 = 1;
    let link = |n: usize, place: usize| {
        let id = entries.get(n)?.get(place..place + 4)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))?;
        Some(id as usize).filter(|id| (1..entries.len()).contains(id))
    };
    let mut found = BTreeSet::new();
    if !entries.iter().any(|e| e.get(66) == Some(&STORAGE)) {
        found.extend(1..entries.len());
        return found;
    }
    let mut next: Vec<usize> = link(0, 76).into_iter().collect();
    while let Some(n) = next.pop() {
        if found.insert(n) {
            // Those before and behind it in the same storage.
            next.extend([68, 72].into_iter().filter_map(|place| link(n, place)));
        }
    }
    found
}

fn looping() -> Refusal {
    Refusal::new(&F004, "chains of sectors that end", "a chain of sectors that runs in a circle")
}

/// The sectors of a chain, as far as `length` bytes need them.
fn chain(fat: &[u32], start: u32, length: u64, size: usize) -> Result<Vec<u32>, Refusal> {
    let mut out = Vec::new();
    let mut id = start;
    while id != END_OF_CHAIN && id < LAST_SECTOR && (out.len() as u64) * (size as u64) < length {
        if out.len() > fat.len() {
            return Err(looping());
        }
        out.push(id);
        id = *fat
            .get(id as usize)
            .ok_or_else(|| Refusal::new(&F003, "a whole file", "a chain of sectors that leaves the file"))?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At its mark, where as much as was asked for is there, where it leaves the file, and when it is longer than the file.
    #[test]
    fn a_chain_ends() {
        let sectors = |fat: &[u32], length| chain(fat, 0, length, 512).map_err(|refusal| refusal.check.code);
        assert_eq!(sectors(&[1, 2, END_OF_CHAIN], u64::MAX), Ok(vec![0, 1, 2]));
        assert_eq!(sectors(&[1, 2, END_OF_CHAIN], 600), Ok(vec![0, 1]));
        assert_eq!(sectors(&[1, 2], u64::MAX), Err(F003.code));
        assert_eq!(sectors(&[1, 0], u64::MAX), Err(F004.code));
    }

    /// An object in a workbook has a stream of the same name in a storage of its own.
    #[test]
    fn what_stands_in_a_storage_is_not_of_the_root() {
        const NONE: u32 = u32::MAX;
        let entry = |kind: u8, [before, behind, child]: [u32; 3]| {
            let mut entry = [0_u8; 128];
            entry[66] = kind;
            for (place, id) in [(68, before), (72, behind), (76, child)] {
                entry[place..place + 4].copy_from_slice(&id.to_le_bytes());
            }
            entry
        };
        // The root, a storage with a stream behind it, that stream, the storage's own; links that run in a circle end.
        let entries =
            [entry(5, [NONE, NONE, 1]), entry(1, [NONE, 2, 3]), entry(2, [1, 0, NONE]), entry(2, [NONE, NONE, NONE])];
        let entries: Vec<&[u8]> = entries.iter().map(|e| &e[..]).collect();
        assert_eq!(of_the_root(&entries).into_iter().collect::<Vec<_>>(), [1, 2]);
        let without_storages = [entries[0], entries[3], entries[3]];
        assert_eq!(of_the_root(&without_storages).into_iter().collect::<Vec<_>>(), [1, 2]);
    }
}
