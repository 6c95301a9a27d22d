//! A sensitivity label of Microsoft Purview, as each format that we write carries it.
//!
//! A package of Office has it twice, because a council's tenant decides where Office looks, and nobody outside knows what it
//! decided (\[MS-OFFCRYPTO\] 2.6.3): in a part of its own (2.6.4, \[MS-OI29500\] 3.4.1.5) and as properties of the document, as
//! every Office had it until tenants could switch on writing together in encrypted files. OpenDocument has the properties.
//!
//! Nothing is made up: the action's id, which was another at each labelling, is left out, as Microsoft's own library has left
//! it out since version 1.8; the day is the one that is given, so that the same book gives the same bytes.

use crate::reading::keyed;
use crate::text::words::writable;
use chrono::NaiveDate;
use quick_xml::escape::escape;
use serde::{Deserialize, Serialize};

keyed! {
    /// Who chose a label, in the words that settings have for those of the format.
    LabelMethod {
        Standard "standard" "Standard",
        Privileged "privileged" "Privileged",
    }
}

/// A label that is on a file and encrypts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its id: a GUID in small letters without braces.
    pub id: String,
    /// Its name; left out where it is blank.
    pub name: String,
    /// Whose it is: the id of the organisation's tenant, as `id` is written.
    pub tenant: String,
    /// Who chose it.
    pub method: LabelMethod,
    /// Since when the file has it; left out where nothing says so.
    pub since: Option<NaiveDate>,
}

/// The part of a label.
pub const PART: &str = "docMetadata/LabelInfo.xml";
/// Its kind.
pub const PART_TYPE: &str = "application/vnd.ms-office.classificationlabels+xml";
/// The kind of the relation that leads to it.
pub const PART_RELATION: &str = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels";
/// The part of the properties that a document has beside those of every document.
pub const PROPERTIES: &str = "docProps/custom.xml";
/// Its kind.
pub const PROPERTIES_TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
/// The kind of the relation that leads to it.
pub const PROPERTIES_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties";
/// How the names of a label's properties begin.
pub const PREFIX: &str = "MSIP_Label_";
/// The first number that a property can have.
const FIRST: u32 = 2;

impl Label {
    /// The text of its part; attributes stand in the order that the format asks for.
    pub fn part(&self) -> String {
        let Self { id, tenant, method, .. } = self;
        let method = method.words();
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?><clbl:labelList \
             xmlns:clbl=\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\"><clbl:label id=\"{{{id}}}\" \
             enabled=\"1\" method=\"{method}\" siteId=\"{{{tenant}}}\" contentBits=\"0\" removed=\"0\" /></clbl:labelList>"
        )
    }

    /// Its properties, by their names and what they say.
    pub fn properties(&self) -> Vec<(String, String)> {
        let since = self.since.map(|day| format!("{day}T00:00:00Z"));
        let said = [
            ("Enabled", Some("true".to_owned())),
            ("SetDate", since),
            ("Method", Some(self.method.words().to_owned())),
            ("Name", Some(writable(&self.name)).filter(|name| !name.trim().is_empty())),
            ("SiteId", Some(self.tenant.clone())),
            ("ContentBits", Some("0".to_owned())),
        ];
        said.into_iter().filter_map(|(key, value)| Some((format!("{PREFIX}{}_{key}", self.id), value?))).collect()
    }

    /// The elements of its properties, numbered from `first`, each with `prefix` and in the kind of values `values`.
    pub fn numbered(&self, first: u32, prefix: &str, values: &str) -> String {
        let property = |(n, (name, value)): (u32, (String, String))| {
            format!(
                "<{prefix}property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{n}\" name=\"{name}\">\
                 <{values}:lpwstr>{}</{values}:lpwstr></{prefix}property>",
                escape(&value)
            )
        };
        (first..).zip(self.properties()).map(property).collect()
    }

    /// The text of a part with its properties and no others.
    pub fn properties_part(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties \
             xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
             xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">{}</Properties>",
            self.numbered(FIRST, "", "vt")
        )
    }

    /// Its properties as OpenDocument has them, for the end of `meta.xml`.
    pub fn user_defined(&self) -> String {
        let property = |(name, value): (String, String)| {
            format!(
                "<meta:user-defined meta:name=\"{name}\" meta:value-type=\"string\">{}</meta:user-defined>",
                escape(&value)
            )
        };
        self.properties().into_iter().map(property).collect()
    }

    /// Both parts, by their names.
    pub fn parts(&self) -> [(&'static str, String); 2] {
        [(PROPERTIES, self.properties_part()), (PART, self.part())]
    }
}

/// The part of a package that says what kind each part is.
const TYPES: &str = "[Content_Types].xml";
/// The part that says where a package begins.
const RELATIONS: &str = "_rels/.rels";

/// What a package lists its parts in.
pub const LISTS: [&str; 2] = [TYPES, RELATIONS];

/// One of the [`LISTS`] of a package with both parts of a label, of which it had none; `None` of another part, and of a list
/// without an end.
pub fn listed(name: &str, list: &str) -> Option<String> {
    const BOTH: [[&str; 4]; 2] = [
        ["rIdLabelProperties", PROPERTIES_RELATION, PROPERTIES, PROPERTIES_TYPE],
        ["rIdLabel", PART_RELATION, PART, PART_TYPE],
    ];
    let (end, line): (&str, fn([&str; 4]) -> String) = match name {
        TYPES => ("</Types>", |[.., part, kind]| format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>")),
        RELATIONS => ("</Relationships>", |[id, kind, part, _]| {
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{part}\"/>")
        }),
        _ => return None,
    };
    let lines: String = BOTH.map(line).concat();
    let at = list.rfind(end)?;
    Some(format!("{}{lines}{}", &list[..at], &list[at..]))
}

/// A GUID in small letters without braces; `None` of what is none.
pub fn guid(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(text);
    let groups: Vec<&str> = bare.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let is_hex = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()));
    (lengths.eq([8, 4, 4, 4, 12]) && is_hex).then(|| bare.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label() -> Label {
        Label {
            id: "2096f6a2-d2f7-48be-b329-b73aaa526e5d".into(),
            name: "Official <Sensitive> & more\u{1}".into(),
            tenant: "cb46c030-1825-4e81-a295-151c039dbf02".into(),
            method: LabelMethod::Privileged,
            since: NaiveDate::from_ymd_opt(2026, 7, 1),
        }
    }

    #[test]
    fn a_guid_is_written_in_one_way() {
        let wanted = Some(label().id);
        for text in [
            "2096f6a2-d2f7-48be-b329-b73aaa526e5d",
            " {2096F6A2-D2F7-48BE-B329-B73AAA526E5D} ",
            "2096F6a2-d2F7-48BE-b329-b73aaa526e5d",
        ] {
            assert_eq!(guid(text), wanted, "{text}");
        }
        for text in [
            "",
            "Official",
            "2096f6a2d2f748beb329b73aaa526e5d",
            "2096f6a2-d2f7-48be-b329-b73aaa526e5",
            "2096f6a2-d2f7-48be-b329-b73aaa526e5g",
            "{2096f6a2-d2f7-48be-b329-b73aaa526e5d",
            "2096f6a2-d2f7-48be-b329-b73aaa526e5d-00",
            "2096f6a2-d2f7-48be-b329-b73aaa526eé",
        ] {
            assert_eq!(guid(text), None, "{text}");
        }
    }

    /// \[MS-OFFCRYPTO\] 2.6.5.4: the order of the attributes, small letters, braces.
    #[test]
    fn the_part_is_as_office_writes_it() {
        assert!(label().part().ends_with(
            "<clbl:label id=\"{2096f6a2-d2f7-48be-b329-b73aaa526e5d}\" enabled=\"1\" method=\"Privileged\" \
             siteId=\"{cb46c030-1825-4e81-a295-151c039dbf02}\" contentBits=\"0\" removed=\"0\" /></clbl:labelList>"
        ));
    }

    #[test]
    fn properties_have_what_is_known_and_no_more() {
        let said = |label: &Label| {
            let names = label.properties().into_iter().map(|(name, value)| {
                let key = name.rsplit_once('_').map(|(of, key)| (of.to_owned(), key.to_owned())).unwrap();
                assert_eq!(key.0, "MSIP_Label_2096f6a2-d2f7-48be-b329-b73aaa526e5d");
                format!("{}={value}", key.1)
            });
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            said(&label()),
            "Enabled=true SetDate=2026-07-01T00:00:00Z Method=Privileged Name=Official <Sensitive> & more  \
             SiteId=cb46c030-1825-4e81-a295-151c039dbf02 ContentBits=0"
        );
        let bare = Label { name: " ".into(), since: None, method: LabelMethod::Standard, ..label() };
        assert_eq!(
            said(&bare),
            "Enabled=true Method=Standard SiteId=cb46c030-1825-4e81-a295-151c039dbf02 ContentBits=0"
        );
        let part = label().properties_part();
        assert!(part.contains("<vt:lpwstr>Official &lt;Sensitive&gt; &amp; more </vt:lpwstr>"), "{part}");
        assert_eq!(part.matches("<property ").count(), 6);
        assert!(part.contains("pid=\"2\"") && part.contains("pid=\"7\"") && !part.contains("pid=\"8\""));
        assert!(
            label()
                .user_defined()
                .contains("_Name\" meta:value-type=\"string\">Official &lt;Sensitive&gt; &amp; more ")
        );
    }

    #[test]
    fn only_lists_of_parts_are_changed() {
        let types = listed(TYPES, "<Types><Default/></Types>").unwrap();
        assert!(types.starts_with("<Types><Default/><Override") && types.ends_with("/></Types>"));
        assert!(
            types.contains("PartName=\"/docMetadata/LabelInfo.xml\"")
                && types.contains("PartName=\"/docProps/custom.xml\"")
        );
        let relations = listed(RELATIONS, "<Relationships></Relationships>\n").unwrap();
        assert!(
            relations.contains("Target=\"docMetadata/LabelInfo.xml\"") && relations.ends_with("</Relationships>\n")
        );
        assert_eq!(listed("xl/styles.xml", "<Types></Types>"), None);
        assert_eq!(listed(TYPES, "<Types/>"), None);
    }
}
