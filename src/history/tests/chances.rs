//! What can become of steps that were not synced.

use std::collections::BTreeSet;

/// A write that nobody synced: nothing of it, all, the first half, the length without the bytes, all but the first block.
pub(super) const WRITES: u8 = 5;

pub(super) fn torn(bytes: &[u8], way: u8) -> Vec<u8> {
    const BLOCK: usize = 512;
    match way {
        0 => vec![],
        1 => bytes.to_vec(),
        2 => bytes[..bytes.len() / 2].to_vec(),
        3 => vec![0; bytes.len()],
        _ => bytes.iter().enumerate().map(|(n, b)| if n < BLOCK { 0 } else { *b }).collect(),
    }
}

/// For each pending step the way that it goes, 0 for none of it and 1 for all.
pub(super) fn choices(ways: &[u8], seed: u64) -> BTreeSet<Vec<u8>> {
    const MOST: usize = 400;
    const SAMPLE: usize = 100;
    let all = ways.iter().try_fold(1usize, |n, w| n.checked_mul(usize::from(*w)).filter(|n| *n <= MOST));
    if let Some(all) = all {
        return (0..all).map(|n| nth(ways, n)).collect();
    }
    let mut out: BTreeSet<Vec<u8>> = [0, 1].map(|way| vec![way; ways.len()]).into();
    for (n, most) in ways.iter().enumerate() {
        for rest in 0..2 {
            out.extend((0..*most).map(|way| (0..ways.len()).map(|k| if k == n { way } else { rest }).collect()));
        }
        // What came after it survived, and what came before; not it and the rest.
        out.insert((0..ways.len()).map(|k| u8::from(k > n)).collect());
        out.insert((0..ways.len()).map(|k| u8::from(k < n)).collect());
    }
    let mut random = seed;
    for _ in 0..SAMPLE {
        let drawn = ways.iter().map(|most| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((random >> 33) % u64::from(*most)) as u8
        });
        out.insert(drawn.collect());
    }
    out
}

fn nth(ways: &[u8], mut n: usize) -> Vec<u8> {
    let digit = |most: &u8| {
        let way = n % usize::from(*most);
        n /= usize::from(*most);
        way as u8
    };
    ways.iter().map(digit).collect()
}
