//! A container in memory that holds one stream of a workbook, for a parser that asks for a container.

use crate::fit::fit;

const SECTOR: usize = 4096;
const ENTRIES_A_SECTOR: usize = SECTOR / 4;
/// So many sectors of the table of sectors have their place in the header: of sectors this large enough for 456 MB.
const TABLES: usize = 109;
const FREE: u32 = 0xFFFF_FFFF;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// The container of the stream; `None` where it is too long. A stream of less than a sector is filled up with noughts:
/// a shorter one would have to stand in a table of its own.
pub(in crate::ingest) fn container_of(stream: &[u8]) -> Option<Vec<u8>> {
    let length = stream.len().max(SECTOR);
    let sectors = length.div_ceil(SECTOR);
    // The directory has a sector too, and so has each part of the table.
    let tables = (sectors + 1).div_ceil(ENTRIES_A_SECTOR - 1);
    if tables > TABLES {
        return None;
    }
    let (directory, first) = (fit::<u32>(tables), fit::<u32>(tables + 1));
    let mut out = header(fit::<u32>(tables), directory);

    let mut table = vec![TABLE; tables];
    table.push(END_OF_CHAIN);
    table.extend((1..sectors).map(|n| first + fit::<u32>(n)));
    table.push(END_OF_CHAIN);
    table.resize(tables * ENTRIES_A_SECTOR, FREE);
    out.extend(table.into_iter().flat_map(u32::to_le_bytes));

    out.extend(entry("Root Entry", 5, 0, 0));
    out.extend(entry("Workbook", 2, first, fit::<u32>(length)));
    out.resize((tables + 2) * SECTOR, 0);
    out.extend_from_slice(stream);
    out.resize((tables + 2 + sectors) * SECTOR, 0);
    Some(out)
}

fn header(tables: u32, directory: u32) -> Vec<u8> {
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.resize(24, 0);
    // Version 4, little end first, sectors of 4096 bytes and short ones of 64.
    out.extend([0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0]);
    out.resize(40, 0);
    // Short streams end at 4096 bytes, and there are none; nor is there more of the table than the header names.
    let numbers = [1, tables, directory, 0, fit::<u32>(SECTOR), END_OF_CHAIN, 0, END_OF_CHAIN, 0];
    out.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
    out.extend((0..fit::<u32>(TABLES)).flat_map(|n| if n < tables { n } else { FREE }.to_le_bytes()));
    out.resize(SECTOR, 0);
    out
}

/// An entry of the directory; the root's only child is the second.
fn entry(name: &str, kind: u8, start: u32, length: u32) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = fit::<u16>(out.len() + 2);
    out.resize(64, 0);
    out.extend(bytes.to_le_bytes());
    out.extend([kind, 1]);
    let child = if kind == 5 { 1 } else { FREE };
    out.extend([FREE, FREE, child].into_iter().flat_map(u32::to_le_bytes));
    out.resize(116, 0);
    out.extend([start, length, 0].into_iter().flat_map(u32::to_le_bytes));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::preflight::ole;

    #[test]
    fn reads_back() {
        for length in [0, 10, SECTOR, SECTOR + 1, SECTOR * ENTRIES_A_SECTOR * 2] {
            let stream: Vec<u8> = (0..length).map(|n| fit::<u8>(n % 251)).collect();
            let container = ole::open(&container_of(&stream).unwrap()).unwrap();
            assert!(container.workbook.starts_with(&stream), "{length}");
            assert!(container.workbook[length..].iter().all(|b| *b == 0));
            assert!(container.names.iter().any(|n| n == "Workbook"));
        }
    }
}
