//! What a label or a password encrypts, in containers as \[MS-OFFCRYPTO\] has them: refused by its own code, in words.

use super::{codes, read};
use crate::ingest::preflight;
use crate::record::Outcome;
use crate::settings::Limits;
use rstest::rstest;

const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const ID: &str = "2096f6a2-d2f7-48be-b329-b73aaa526e5d";

/// What stands in a storage.
enum Entry {
    Storage(&'static str, Vec<Entry>),
    Stream(&'static str, Vec<u8>),
}
use Entry::{Storage, Stream};

/// A container of sectors of 512 bytes. Streams below 4096 bytes stand in the short stream, as they do.
fn container(tree: Vec<Entry>) -> Vec<u8> {
    struct Listed {
        name: &'static str,
        kind: u8,
        next: u32,
        child: u32,
        content: Vec<u8>,
    }
    fn list(tree: Vec<Entry>, into: &mut Vec<Listed>) -> u32 {
        let (mut first, mut before) = (FREE, None::<usize>);
        for entry in tree {
            let n = into.len();
            let (name, kind, content, within) = match entry {
                Storage(name, within) => (name, 1, vec![], within),
                Stream(name, content) => (name, 2, content, vec![]),
            };
            into.push(Listed { name, kind, next: FREE, child: FREE, content });
            match before {
                None => first = n as u32,
                Some(before) => into[before].next = n as u32,
            }
            before = Some(n);
            into[n].child = list(within, into);
        }
        first
    }
    let mut entries = vec![Listed { name: "Root Entry", kind: 5, next: FREE, child: FREE, content: vec![] }];
    entries[0].child = list(tree, &mut entries);
    // Short streams first, one behind the other; then the sectors: table, directory, table of the short ones, contents.
    let (mut short, mut short_table, mut places) = (vec![], Vec::<u32>::new(), vec![(END, 0); entries.len()]);
    for (n, entry) in entries.iter().enumerate().filter(|(_, e)| (1..4096).contains(&e.content.len())) {
        places[n] = (short_table.len() as u32, entry.content.len());
        short.extend(&entry.content);
        short.resize(short.len().next_multiple_of(64), 0);
        while short_table.len() * 64 < short.len() {
            short_table.push(short_table.len() as u32 + 1);
        }
        *short_table.last_mut().unwrap() = END;
    }
    entries[0].content = short;
    let mut table = vec![0xFFFF_FFFD];
    let mut body = vec![];
    let mut put = |bytes: &[u8]| {
        let first = table.len() as u32;
        body.extend(bytes);
        body.resize(body.len().next_multiple_of(512), 0);
        while table.len() <= body.len() / 512 {
            table.push(table.len() as u32 + 1);
        }
        *table.last_mut().unwrap() = END;
        if bytes.is_empty() { END } else { first }
    };
    for n in (0..entries.len()).filter(|n| *n == 0 || entries[*n].content.len() >= 4096) {
        places[n] = (put(&entries[n].content), entries[n].content.len());
    }
    short_table.resize(short_table.len().next_multiple_of(128), FREE);
    let of_short = put(&short_table.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>());
    let mut directory = vec![];
    for (entry, (start, length)) in entries.iter().zip(places) {
        let mut bytes = vec![0; 128];
        for (at, unit) in bytes.as_chunks_mut::<2>().0.iter_mut().zip(entry.name.encode_utf16()) {
            *at = unit.to_le_bytes();
        }
        bytes[64..66].copy_from_slice(&((entry.name.encode_utf16().count() as u16 + 1) * 2).to_le_bytes());
        bytes[66] = entry.kind;
        let links = [FREE, entry.next, entry.child];
        bytes[68..80].copy_from_slice(&links.map(u32::to_le_bytes).concat());
        bytes[116..124].copy_from_slice(&[start, length as u32].map(u32::to_le_bytes).concat());
        directory.extend(bytes);
    }
    directory.resize(directory.len().next_multiple_of(512), 0);
    let at = put(&directory);
    assert!(table.len() <= 128);
    table.resize(128, FREE);
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.resize(24, 0);
    out.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    out.resize(44, 0);
    out.extend([1, at, 0, 4096, of_short, 1, END, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    out.resize(512, 0xFF);
    out.extend(table.into_iter().flat_map(u32::to_le_bytes));
    out.extend(body);
    out
}

/// The stream that \[MS-OFFCRYPTO\] 2.6.2 puts beside the transforms.
fn label_info(state: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?><clbl:labelList \
         xmlns:clbl=\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\"><clbl:label id=\"{{{ID}}}\" {state} \
         method=\"Privileged\" siteId=\"{{cb46c030-1825-4e81-a295-151c039dbf02}}\" contentBits=\"8\" /></clbl:labelList>"
    )
    .into_bytes()
}

/// Properties of a document as \[MS-OLEPS\] has them, in a code page: two bytes a letter, or UTF-8.
fn properties(page: u16, said: &[(&str, &str)]) -> Vec<u8> {
    let wide = page == 1200;
    let text = |text: &str| -> Vec<u8> {
        let ended = format!("{text}\0");
        if wide { ended.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { ended.into_bytes() }
    };
    let long = |n: usize| (n as u32).to_le_bytes();
    let mut names = long(said.len()).to_vec();
    let mut values: Vec<(u32, Vec<u8>)> = vec![(1, [&long(2)[..], &page.to_le_bytes(), &[0, 0]].concat())];
    for (n, (name, value)) in said.iter().enumerate() {
        let name = text(name);
        names.extend(long(n + 2));
        names.extend(long(if wide { name.len() / 2 } else { name.len() }));
        names.extend(&name);
        if wide {
            names.resize(names.len().next_multiple_of(4), 0);
        }
        let value = text(value);
        let kind = if wide { 0x1F } else { 0x1E };
        let length = if wide { value.len() / 2 } else { value.len() };
        values.push((n as u32 + 2, [&long(kind)[..], &long(length), &value].concat()));
    }
    values.insert(0, (0, names));
    let (mut list, mut content) = (vec![], vec![]);
    for (id, value) in &values {
        list.extend(id.to_le_bytes());
        list.extend(long(8 + values.len() * 8 + content.len()));
        content.extend(value);
        content.resize(content.len().next_multiple_of(4), 0);
    }
    let set = [&long(8 + list.len() + content.len())[..], &long(values.len()), &list, &content].concat();
    let own = [0x05, 0xD5, 0xCD, 0xD5, 0x9C, 0x2E, 0x1B, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2B, 0x2C, 0xF9, 0xAE];
    // The set of every document comes first, and is empty here.
    let head = [&[0xFE, 0xFF, 0, 0][..], &[0; 20], &long(2), &[7; 16], &long(68), &own, &long(76)].concat();
    [&head[..], &long(8), &long(0), &set].concat()
}

fn named(page: u16, on: &str, name: &str) -> Vec<u8> {
    let key = |key: &str| format!("MSIP_Label_{ID}_{key}");
    properties(page, &[("Case", "PF/21"), (&key("Enabled"), on), (&key("Name"), name), (&key("ContentBits"), "8")])
}

/// A workbook whose package rights management encrypts.
fn managed(label: Option<Vec<u8>>, properties: Option<Vec<u8>>) -> Vec<u8> {
    let mut transforms = vec![Storage("DRMEncryptedTransform", vec![Stream("\x06Primary", vec![7; 300])])];
    transforms.extend(label.map(|label| Stream("LabelInfo", label)));
    let spaces = vec![
        Stream("Version", vec![1; 76]),
        Stream("DataSpaceMap", vec![2; 112]),
        Storage("DataSpaceInfo", vec![Stream("DRMEncryptedDataSpace", vec![3; 80])]),
        Storage("TransformInfo", transforms),
    ];
    let mut tree = vec![Storage("\x06DataSpaces", spaces), Stream("EncryptedPackage", vec![9; 5000])];
    tree.extend(properties.map(|set| Stream("\x05DocumentSummaryInformation", set)));
    container(tree)
}

/// An .xls with the streams of rights management and a workbook that only says that it cannot be read.
fn managed_xls() -> Vec<u8> {
    container(vec![
        Stream("Workbook", vec![0; 4200]),
        Stream("\tDRMContent", vec![9; 5000]),
        Storage(
            "\x06DataSpaces",
            vec![
                Storage("DataSpaceInfo", vec![Stream("\tDRMDataSpace", vec![3; 80])]),
                Storage(
                    "TransformInfo",
                    vec![
                        Storage("\tDRMTransform", vec![Stream("\x06Primary", vec![7; 300])]),
                        Stream("LabelInfo", label_info("enabled=\"1\" removed=\"0\"")),
                    ],
                ),
            ],
        ),
    ])
}

/// ECMA-376 agile: a password, whether or not a label is inside.
fn with_password() -> Vec<u8> {
    container(vec![
        Stream("EncryptionInfo", vec![4, 0, 4, 0, 0x40, 0, 0, 0]),
        Stream("EncryptedPackage", vec![9; 5000]),
        Storage(
            "\x06DataSpaces",
            vec![
                Storage("DataSpaceInfo", vec![Stream("StrongEncryptionDataSpace", vec![3; 64])]),
                Storage(
                    "TransformInfo",
                    vec![Storage("StrongEncryptionTransform", vec![Stream("\x06Primary", vec![7; 200])])],
                ),
            ],
        ),
    ])
}

const ON: &str = "enabled=\"1\" removed=\"0\"";

#[rstest]
#[case::name_of_two_bytes_a_letter(
    managed(Some(label_info(ON)), Some(named(1200, "true", "Official – Sensitive"))),
    "F034",
    "label “Official – Sensitive” encrypts"
)]
#[case::name_of_one_byte_a_letter(
    managed(None, Some(named(65001, "True", "Official-Sensitive"))),
    "F034",
    "label “Official-Sensitive” encrypts"
)]
#[case::id_alone(
    managed(Some(label_info(ON)), None),
    "F034",
    "label with the id 2096f6a2-d2f7-48be-b329-b73aaa526e5d encrypts"
)]
#[case::name_that_is_off(
    managed(Some(label_info(ON)), Some(named(1200, "false", "Official"))),
    "F034",
    "label with the id 2096"
)]
#[case::taken_off(
    managed(Some(label_info("enabled=\"0\" removed=\"1\"")), None),
    "F034",
    "rights management without one"
)]
#[case::no_label(managed(None, None), "F034", "a sensitivity label, or rights management without one, encrypts")]
#[case::label_that_is_none(managed(Some(b"<labelList".to_vec()), Some(vec![5; 60])), "F034", "rights management without one")]
#[case::old_workbook(managed_xls(), "F034", "label with the id 2096")]
#[case::wrapped_whole([&b".pfile\x02\0\0\0\x01\0\0\0"[..], &[9; 600]].concat(), "F034", "rights management")]
#[case::password(with_password(), "F002", "an encrypted workbook")]
fn told_by_what_encrypts_it(#[case] bytes: Vec<u8>, #[case] code: &str, #[case] got: &str) {
    let read = read(&bytes);
    assert_eq!((read.outcome, codes(&read)), (Outcome::Rejected, vec![code]), "{:?}", read.findings);
    assert!(read.findings[0].got.contains(got), "{:?}", read.findings[0].got);
    // The door of `accessible` is another.
    let opened = preflight::open(&bytes, &Limits::default()).err().unwrap();
    assert_eq!((opened.check.code, opened.got == read.findings[0].got), (code, true));
}

proptest::proptest! {
    /// Whatever stands in the two streams, the file is told as what it is.
    #[test]
    fn no_label_panics(cut in 0..2000_usize, hits in proptest::collection::vec((0..400_usize, proptest::prelude::any::<u8>()), 0..9), wide: bool) {
        let mut set = named(if wide { 1200 } else { 65001 }, "true", "Official");
        let mut label = label_info(ON);
        for (at, byte) in hits {
            let (in_set, in_label) = (at % set.len(), at % label.len());
            set[in_set] = byte;
            label[in_label] = byte;
        }
        set.truncate(cut);
        label.truncate(cut);
        let refused = preflight::open(&managed(Some(label), Some(set)), &Limits::default()).err().map(|r| r.check.code);
        proptest::prop_assert_eq!(refused, Some("F034"));
    }
}
