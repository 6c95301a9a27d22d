//! What breaks each point, and what is near it: changes to the parts of the good workbook.

use super::packed::{Parts, good};
use quarterday::checklist::Verdict;

/// The two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Ods,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Ods];

    pub fn folder(self) -> &'static str {
        if self == Self::Xlsx { "xlsx" } else { "ods" }
    }
}

/// In a part, one text in place of another; without a text to look for, a part that is added.
type Change = (&'static str, &'static str, &'static str);

/// A change to the good workbook in both formats.
pub struct Case {
    pub point: u8,
    /// `Sheet!A1`, or a sheet, or nothing for the whole workbook.
    pub place: &'static str,
    /// Some of what is said.
    pub what: &'static str,
    xlsx: &'static [Change],
    ods: &'static [Change],
}

impl Case {
    /// The changed parts.
    pub fn of(&self, kind: Kind) -> Parts {
        let (mut parts, changes) = (good(kind), if kind == Kind::Xlsx { self.xlsx } else { self.ods });
        for (part, from, to) in changes {
            let text = parts.get(*part).cloned().unwrap_or_default();
            assert!(from.is_empty() || text.contains(from), "{kind:?}, point {}: no {from} in {part}", self.point);
            parts.insert(
                (*part).to_owned(),
                if from.is_empty() { (*to).to_owned() } else { text.replacen(from, to, 1) },
            );
        }
        parts
    }
}

const PUPILS: &str = "xl/worksheets/sheet3.xml";
const NOTES: &str = "xl/worksheets/sheet2.xml";
const COVER: &str = "xl/worksheets/sheet1.xml";
const TABLE: &str = "xl/tables/table2.xml";
const STYLES: &str = "xl/styles.xml";
const BOOK: &str = "xl/workbook.xml";
const PUPILS_RELS: &str = "xl/worksheets/_rels/sheet3.xml.rels";
const CONTENT: &str = "content.xml";
const OWN: &str = "<style:table-cell-properties fo:background-color=\"transparent\"/>";
const RANGE: &str = "Pupils.A4:Pupils.C7";
const DRAWING: Change = (
    PUPILS_RELS,
    "</Relationships>",
    "<Relationship Id=\"rId7\" Type=\"http://x/drawing\" Target=\"../drawings/drawing1.xml\"/></Relationships>",
);

/// The same words in both formats, in place of others.
macro_rules! words {
    ($point:literal, $place:literal, $what:literal, $part:ident: $from:literal => $to:literal) => {
        Case { point: $point, place: $place, what: $what, xlsx: &[($part, $from, $to)], ods: &[(CONTENT, $from, $to)] }
    };
}

/// A style of the first cell of the table's body: what is put into the font, the alignment and the properties.
macro_rules! style {
    ($point:literal, $place:literal, $what:literal, $font:literal, $align:literal, $cell:literal, $ods:literal) => {
        Case {
            point: $point,
            place: $place,
            what: $what,
            xlsx: &[
                (STYLES, "</fonts>", concat!("<font>", $font, "</font></fonts>")),
                (
                    STYLES,
                    "</fills>",
                    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDEEFF\"/></patternFill></fill></fills>",
                ),
                (STYLES, "</cellXfs>", concat!("<xf fontId=\"4\"", $cell, " xfId=\"0\">", $align, "</xf></cellXfs>")),
                (PUPILS, "<c r=\"A5\" s=\"0\"", "<c r=\"A5\" s=\"4\""),
            ],
            ods: &[(CONTENT, OWN, $ods)],
        }
    };
}

pub const BREAKS: &[Case] = &[
    Case {
        point: 1,
        place: "Pupils!A4:C7",
        what: "no marked table",
        xlsx: &[(PUPILS, "<tableParts count=\"1\"><tablePart r:id=\"rId1\"/></tableParts>", "")],
        ods: &[(
            CONTENT,
            "<table:database-range table:name=\"pupils_by_area\" table:target-range-address=\"Pupils.A4:Pupils.C7\"/>",
            "",
        )],
    },
    Case {
        point: 1,
        place: "Pupils!A4:C7",
        what: "no marked table",
        xlsx: &[(TABLE, "ref=\"A4:C7\"", "")],
        // A filter that nobody named marks nothing up.
        ods: &[(CONTENT, "\"pupils_by_area\"", "\"__Anonymous_Sheet_DB__0\"")],
    },
    Case {
        point: 2,
        place: "Pupils!A4:C7",
        what: "“Table1”",
        xlsx: &[(TABLE, "displayName=\"pupils_by_area\"", "displayName=\"Table1\"")],
        ods: &[(CONTENT, "\"pupils_by_area\"", "\"Table1\"")],
    },
    Case {
        point: 3,
        place: "Pupils!A2:B2",
        what: "merged",
        xlsx: &[(PUPILS, "</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A2:B2\"/></mergeCells>")],
        ods: &[(
            CONTENT,
            "<table:table-cell table:style-name=\"Default\" office:value-type=\"string\"><text:p>This worksheet contains one table. N",
            "<table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\"><text:p>This worksheet contains one table. N",
        )],
    },
    Case {
        point: 3,
        place: "Pupils!A6:C7",
        what: "lies over",
        xlsx: &[
            (PUPILS, "</tableParts>", "<tablePart r:id=\"rId9\"/></tableParts>"),
            (
                PUPILS_RELS,
                "</Relationships>",
                "<Relationship Id=\"rId9\" Type=\"http://x/table\" Target=\"../tables/t.xml\"/></Relationships>",
            ),
            ("xl/tables/t.xml", "", "<table displayName=\"over\" ref=\"A6:C7\"/>"),
        ],
        ods: &[(
            CONTENT,
            "</table:database-ranges>",
            "<table:database-range table:name=\"over\" table:target-range-address=\"$Pupils.$A$6:.$C$7\"/></table:database-ranges>",
        )],
    },
    Case {
        point: 4,
        place: "Pupils!A8:C9",
        what: "blank row",
        xlsx: &[(TABLE, "ref=\"A4:C7\"", "ref=\"A4:C9\"")],
        ods: &[(CONTENT, RANGE, "Pupils.A4:Pupils.C9")],
    },
    Case {
        point: 4,
        place: "Pupils!D4:D7",
        what: "blank column",
        xlsx: &[(TABLE, "ref=\"A4:C7\"", "ref=\"A4:D7\"")],
        ods: &[(CONTENT, RANGE, "Pupils.A4:Pupils.D7")],
    },
    Case {
        point: 5,
        place: "Pupils!A4:C7",
        what: "no header row",
        xlsx: &[(TABLE, "ref=", "headerRowCount=\"0\" ref=")],
        ods: &[(CONTENT, "\"pupils_by_area\"", "\"pupils_by_area\" table:contains-header=\"false\"")],
    },
    words!(5, "Pupils!C4", "stands in A4 too", PUPILS: "Rate<" => "Area<"),
    words!(5, "Pupils!C4", "that the program gave", PUPILS: "Rate<" => "Column3<"),
    words!(5, "Pupils!C4", "blank heading", PUPILS: "Rate<" => "  <"),
    Case {
        point: 5,
        place: "Pupils!A3:B3",
        what: "second",
        xlsx: &[(PUPILS, "</row>\n<row r=\"4\">", "<c r=\"B3\" t=\"str\"><v>Group</v></c></row><row r=\"4\">")],
        ods: &[(
            CONTENT,
            "held back.</text:p></table:table-cell>",
            "held back.</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>Group</text:p></table:table-cell>",
        )],
    },
    Case {
        point: 6,
        place: "Pupils!A5",
        what: "not wrapped",
        xlsx: &[
            (STYLES, "</cellXfs>", "<xf fontId=\"0\" xfId=\"0\"/></cellXfs>"),
            (PUPILS, "<c r=\"A5\" s=\"0\"", "<c r=\"A5\" s=\"4\""),
            (PUPILS, "North", "North of the river and all villages beyond the railway"),
        ],
        ods: &[
            (CONTENT, OWN, "<style:table-cell-properties fo:wrap-option=\"no-wrap\"/>"),
            (CONTENT, "North", "North of the river and all villages beyond the railway"),
        ],
    },
    Case {
        point: 7,
        place: "Pupils!A4:C7",
        what: "filter buttons",
        xlsx: &[(TABLE, "<tableColumns", "<autoFilter ref=\"A4:C7\"/><tableColumns")],
        ods: &[(CONTENT, "\"pupils_by_area\"", "\"pupils_by_area\" table:display-filter-buttons=\"true\"")],
    },
    Case {
        point: 7,
        place: "Cover",
        what: "frozen",
        xlsx: &[(COVER, "<selection ", "<pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/><selection ")],
        ods: &[(
            "settings.xml",
            "<config:config-item config:name=\"CursorPositionX\"",
            "<config:config-item config:name=\"VerticalSplitMode\">2</config:config-item><config:config-item config:name=\"CursorPositionX\"",
        )],
    },
    words!(8, "Pupils!C6", "does not say why", PUPILS: ">[c]<" => "><"),
    Case {
        point: 9,
        place: "Pupils!6:6",
        what: "hidden rows",
        xlsx: &[(PUPILS, "<row r=\"6\">", "<row r=\"6\" hidden=\"1\">")],
        ods: &[(
            CONTENT,
            "<table:table-row><table:table-cell table:style-name=\"own\" office:value-type=\"string\"><text:p>South",
            "<table:table-row table:visibility=\"collapse\"><table:table-cell office:value-type=\"string\"><text:p>South",
        )],
    },
    Case {
        point: 9,
        place: "Pupils!B1",
        what: "hidden columns",
        xlsx: &[(PUPILS, "<col min=\"2\" max=\"2\"", "<col min=\"2\" max=\"2\" hidden=\"1\"")],
        ods: &[(
            CONTENT,
            "\"narrow\"/><table:table-column table:style-name=\"narrow\"/><table:table-column",
            "\"narrow\"/><table:table-column table:visibility=\"collapse\" table:style-name=\"narrow\"/><table:table-column",
        )],
    },
    Case {
        point: 10,
        place: "Pupils!B4",
        what: "wider than its column",
        xlsx: &[(PUPILS, "max=\"2\" width=\"20\"", "max=\"2\" width=\"4\"")],
        ods: &[
            (
                CONTENT,
                "\"narrow\"/><table:table-column table:style-name=\"narrow\"/><table:table-column",
                "\"narrow\"/><table:table-column table:style-name=\"tiny\"/><table:table-column",
            ),
            (
                CONTENT,
                "<style:style style:name=\"wide\"",
                "<style:style style:name=\"tiny\" style:family=\"table-column\"><style:table-column-properties \
                 style:column-width=\"0.7cm\"/></style:style><style:style style:name=\"wide\"",
            ),
        ],
    },
    words!(11, "Pupils!C4", "“*”", PUPILS: "Rate<" => "Rate*<"),
    words!(11, "Pupils!C4", "“²”", PUPILS: "Rate<" => "Rate²<"),
    Case {
        point: 11,
        place: "Pupils!C4",
        what: "raised",
        xlsx: &[(
            PUPILS,
            "<is><t>Rate</t></is>",
            "<is><r><t>Rate</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></is>",
        )],
        ods: &[
            (CONTENT, ">Rate<", ">Rate<text:span text:style-name=\"piece\">1</text:span><"),
            (
                CONTENT,
                "<style:text-properties fo:color=\"#000000\"",
                "<style:text-properties style:text-position=\"super 58%\"",
            ),
        ],
    },
    words!(12, "Pupils!C4", "[1]", PUPILS: "Rate<" => "Rate [1]<"),
    words!(13, "Pupils!A6", "a marker in", PUPILS: "South" => "South [note 1]"),
    words!(14, "Pupils!B4", "is in no table", PUPILS: "[note 1]<" => "[note 2]<"),
    words!(14, "Pupils!B4", "no text", NOTES: "Pupils of independent schools are not counted." => ""),
    Case {
        point: 14,
        place: "Pupils!B4",
        what: "no sheet for notes",
        xlsx: &[(BOOK, "name=\"Notes\"", "name=\"Further\"")],
        ods: &[
            (CONTENT, "table:name=\"Notes\"", "table:name=\"Further\""),
            (CONTENT, "Notes.A3:Notes.B4", "Further.A3:Further.B4"),
        ],
    },
    words!(16, "Cover!A3", "a link shown as", COVER: "The school census in full" => "https://www.example.org/census"),
    words!(16, "Cover!A3", "a link shown as", COVER: "The school census in full" => "Click here"),
    style!(
        17,
        "Pupils!A5",
        "10 points",
        "<sz val=\"10\"/><name val=\"Arial\"/>",
        "",
        "",
        "<style:text-properties fo:font-size=\"10pt\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "the font Times",
        "<sz val=\"12\"/><name val=\"Times New Roman\"/>",
        "",
        "",
        "<style:text-properties style:font-name=\"Times New Roman\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "in italics",
        "<i/><sz val=\"12\"/>",
        "",
        "",
        "<style:text-properties fo:font-style=\"italic\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "underlined",
        "<u/><sz val=\"12\"/>",
        "",
        "",
        "<style:text-properties style:text-underline-style=\"solid\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "centred",
        "<sz val=\"12\"/>",
        "<alignment horizontal=\"center\"/>",
        "",
        "<style:table-cell-properties style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"center\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "turned",
        "<sz val=\"12\"/>",
        "<alignment textRotation=\"90\"/>",
        "",
        "<style:table-cell-properties style:rotation-angle=\"90\"/>"
    ),
    words!(17, "Cover!A2", "all in capitals", COVER: "How many pupils each area has, counted in January." => "PUPILS COUNTED IN JANUARY"),
    Case {
        point: 18,
        place: "Pupils!A1",
        what: "not marked as a heading",
        xlsx: &[(PUPILS, "<c r=\"A1\" s=\"1\"", "<c r=\"A1\" s=\"3\"")],
        ods: &[(
            CONTENT,
            "\"Heading_20_1\" office:value-type=\"string\"><text:p>Pupils and",
            "\"own\" office:value-type=\"string\"><text:p>Pupils and",
        )],
    },
    words!(18, "Pupils!A1", "does not say", PUPILS: "Pupils and their rate by area" => "Table 1"),
    words!(18, "Pupils!A1", "blank", PUPILS: "Pupils and their rate by area" => ""),
    words!(19, "Pupils!C6", "“-” alone", PUPILS: ">[c]<" => ">-<"),
    Case {
        point: 20,
        place: "Pupils",
        what: "header or footer",
        xlsx: &[(
            PUPILS,
            "<tableParts",
            "<headerFooter><oddFooter>&amp;CPage &amp;P</oddFooter></headerFooter><tableParts",
        )],
        ods: &[(
            "styles.xml",
            "<style:footer style:display=\"false\"/>",
            "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>",
        )],
    },
    Case {
        point: 20,
        place: "Pupils!E2",
        what: "a text box",
        xlsx: &[
            DRAWING,
            (
                "xl/drawings/drawing1.xml",
                "",
                "<wsDr><twoCellAnchor><from><col>4</col><row>1</row></from><to><col>6</col><row>3</row></to><sp><txBody><p><r>\
                 <t>Mind this</t></r></p></txBody></sp></twoCellAnchor></wsDr>",
            ),
        ],
        ods: &[(
            CONTENT,
            "Notes are on the worksheet Notes.</text:p></table:table-cell>",
            "Notes are on the worksheet Notes.</text:p></table:table-cell><table:table-cell \
             table:number-columns-repeated=\"3\"/><table:table-cell><draw:frame><draw:text-box><text:p>Mind \
             this</text:p></draw:text-box></draw:frame></table:table-cell>",
        )],
    },
    words!(21, "Cover!A2", "a line of characters", COVER: "How many pupils each area has, counted in January." => "-----------"),
    style!(
        22,
        "Pupils!A5",
        "the ground #DDEEFF",
        "<sz val=\"12\"/>",
        "",
        " fillId=\"2\"",
        "<style:table-cell-properties fo:background-color=\"#ddeeff\"/>"
    ),
    words!(23, "Pupils!A3", "Shaded cells", PUPILS: "The shorthand [c] stands for a figure that is held back." => "Shaded cells are estimates."),
    style!(
        24,
        "Pupils!A5",
        "#BBBBBB on white, 1.9 to 1",
        "<sz val=\"12\"/><color rgb=\"FFBBBBBB\"/>",
        "",
        "",
        "<style:text-properties fo:color=\"#bbbbbb\"/>"
    ),
    Case {
        point: 25,
        place: "Pupils!E2",
        what: "a picture",
        xlsx: &[
            DRAWING,
            (
                "xl/drawings/drawing1.xml",
                "",
                "<wsDr><oneCellAnchor><from><col>4</col><row>1</row></from><pic><nvPicPr><cNvPr id=\"1\" \
                 descr=\"A crest\"/></nvPicPr></pic></oneCellAnchor></wsDr>",
            ),
        ],
        ods: &[(
            CONTENT,
            "Notes are on the worksheet Notes.</text:p></table:table-cell>",
            "Notes are on the worksheet Notes.</text:p></table:table-cell><table:table-cell \
             table:number-columns-repeated=\"3\"/><table:table-cell><draw:frame><draw:image/></draw:frame></table:table-cell>",
        )],
    },
    Case {
        point: 26,
        place: "",
        what: "macros",
        xlsx: &[("xl/vbaProject.bin", "", "x")],
        ods: &[("Basic/Standard/Module1.xml", "", "<module/>")],
    },
    Case {
        point: 27,
        place: "Sheet3",
        what: "that the program gave",
        xlsx: &[(BOOK, "name=\"Pupils\"", "name=\"Sheet3\"")],
        ods: &[(CONTENT, "table:name=\"Pupils\"", "table:name=\"Sheet3\"")],
    },
    Case {
        point: 27,
        place: "NOTES",
        what: "two sheets",
        xlsx: &[(BOOK, "name=\"Pupils\"", "name=\"NOTES\"")],
        ods: &[(CONTENT, "table:name=\"Pupils\"", "table:name=\"NOTES\"")],
    },
    Case {
        point: 28,
        place: "Blank",
        what: "no cell",
        xlsx: &[
            (BOOK, "</sheets>", "<sheet name=\"Blank\" sheetId=\"9\" r:id=\"rId9\"/></sheets>"),
            (
                "xl/_rels/workbook.xml.rels",
                "</Relationships>",
                "<Relationship Id=\"rId9\" Type=\"http://x/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>",
            ),
            ("xl/worksheets/s.xml", "", "<worksheet><sheetData/></worksheet>"),
        ],
        ods: &[(CONTENT, "<table:database-ranges>", "<table:table table:name=\"Blank\"/><table:database-ranges>")],
    },
    words!(29, "Cover!A2", "blank in column A", COVER: "How many pupils each area has, counted in January." => " "),
    words!(29, "Pupils!A1:A4", "how many tables", PUPILS: "This worksheet contains one table. " => ""),
    words!(29, "Pupils!B4", "where the notes are", PUPILS: " Notes are on the worksheet Notes." => ""),
    Case {
        point: 29,
        place: "Cover!A2",
        what: "several things",
        xlsx: &[(COVER, "counted in January.", "counted in January.\n\nMarchford publishes them each year.")],
        ods: &[(
            CONTENT,
            "counted in January.",
            "counted in January.</text:p><text:p/><text:p>Marchford publishes them.",
        )],
    },
    Case {
        point: 29,
        place: "Cover!C2",
        what: "beside column A",
        xlsx: &[(
            COVER,
            "</row>\n<row r=\"3\">",
            "<c r=\"C2\"><v>5</v></c><c r=\"C2\" t=\"str\"><v>Aside</v></c></row><row r=\"3\">",
        )],
        ods: &[(
            CONTENT,
            "counted in January.</text:p></table:table-cell>",
            "counted in January.</text:p></table:table-cell><table:table-cell/><table:table-cell \
             office:value-type=\"string\"><text:p>Aside</text:p></table:table-cell>",
        )],
    },
    Case {
        point: 30,
        place: "Pupils!B4:C7",
        what: "right of column A",
        xlsx: &[(TABLE, "ref=\"A4:C7\"", "ref=\"B4:C7\"")],
        ods: &[(CONTENT, RANGE, "Pupils.B4:Pupils.C7")],
    },
    Case {
        point: 31,
        place: "Pupils!A8",
        what: "“Source: census” below",
        xlsx: &[(
            PUPILS,
            "</sheetData>",
            "<row r=\"8\"><c r=\"A8\" t=\"str\"><v>Source: census</v></c></row></sheetData>",
        )],
        ods: &[(
            CONTENT,
            "</table:table>\n<table:database-ranges>",
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Source: \
             census</text:p></table:table-cell></table:table-row></table:table>\n<table:database-ranges>",
        )],
    },
    Case {
        point: 32,
        place: "Pupils",
        what: "2 tables",
        xlsx: &[(TABLE, "ref=\"A4:C7\"", "ref=\"A4:C5\"")],
        ods: &[(CONTENT, RANGE, "Pupils.A4:Pupils.C5")],
    },
    Case {
        point: 35,
        place: "",
        what: "no title",
        xlsx: &[("docProps/core.xml", "<dc:title>Pupils of Marchford</dc:title>", "")],
        ods: &[("meta.xml", "<dc:title>Pupils of Marchford</dc:title>", "<dc:title> </dc:title>")],
    },
    Case {
        point: 35,
        place: "",
        what: "no language",
        xlsx: &[("docProps/core.xml", "<dc:language>en-GB</dc:language>", "<dc:language/>")],
        ods: &[("meta.xml", "<dc:language>en-GB</dc:language>", "")],
    },
    Case {
        point: 36,
        place: "Notes",
        what: "not at the first",
        xlsx: &[(BOOK, "activeTab=\"0\"", "activeTab=\"1\"")],
        ods: &[("settings.xml", "config:type=\"string\">Cover<", "config:type=\"string\">Notes<")],
    },
    Case {
        point: 36,
        place: "Cover!A3",
        what: "the cursor",
        xlsx: &[(COVER, "activeCell=\"A1\"", "activeCell=\"A3\"")],
        ods: &[(
            "settings.xml",
            "\"CursorPositionY\" config:type=\"int\">0<",
            "\"CursorPositionY\" config:type=\"int\">2<",
        )],
    },
    Case {
        point: 6,
        place: "Cover!A2",
        what: "not wrapped",
        xlsx: &[
            (STYLES, "</cellXfs>", "<xf fontId=\"0\" xfId=\"0\"/></cellXfs>"),
            (COVER, "width=\"80\"", "width=\"20\""),
            (COVER, "<c r=\"A2\" s=\"0\"", "<c r=\"A2\" s=\"4\""),
            (COVER, "</row>\n<row r=\"3\">", "<c r=\"B2\"><v>5</v></c></row><row r=\"3\">"),
        ],
        ods: &[
            (CONTENT, OWN, "<style:table-cell-properties fo:wrap-option=\"no-wrap\"/>"),
            (CONTENT, "15cm", "3cm"),
            (
                CONTENT,
                "\"Default\" office:value-type=\"string\"><text:p>How",
                "\"own\" office:value-type=\"string\"><text:p>How",
            ),
            (
                CONTENT,
                "counted in January.</text:p></table:table-cell>",
                "counted in January.</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"5\"/>",
            ),
        ],
    },
    Case {
        point: 7,
        place: "Pupils!A4:C7",
        what: "a filter",
        xlsx: &[(PUPILS, "<tableParts", "<autoFilter ref=\"A4:C7\"/><tableParts")],
        ods: &[(
            CONTENT,
            "</table:database-ranges>",
            "<table:database-range table:name=\"__Anonymous_Sheet_DB__2\" table:target-range-address=\"Pupils.A4:Pupils.C7\" \
             table:display-filter-buttons=\"true\"/></table:database-ranges>",
        )],
    },
    style!(
        11,
        "Pupils!A5",
        "raised",
        "<vertAlign val=\"superscript\"/><sz val=\"12\"/>",
        "",
        "",
        "<style:text-properties style:text-position=\"33% 58%\"/>"
    ),
    style!(
        17,
        "Pupils!A5",
        "spread",
        "<sz val=\"12\"/>",
        "<alignment horizontal=\"justify\"/>",
        "",
        "<style:table-cell-properties style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"justify\"/>"
    ),
    Case {
        point: 20,
        place: "Pupils",
        what: "a form control",
        xlsx: &[(
            PUPILS_RELS,
            "</Relationships>",
            "<Relationship Id=\"rId8\" Type=\"http://x/ctrlProp\" Target=\"../ctrlProps/c.xml\"/></Relationships>",
        )],
        ods: &[(
            CONTENT,
            "<table:table-column table:style-name=\"narrow\"/><table:table-column table:style-name=\"narrow\"/><table:table-column",
            "<table:shapes><draw:control/></table:shapes><table:table-column table:style-name=\"narrow\"/><table:table-column \
             table:style-name=\"narrow\"/><table:table-column",
        )],
    },
    Case {
        point: 20,
        place: "",
        what: "toolbar",
        xlsx: &[
            (
                "_rels/.rels",
                "</Relationships>",
                "<Relationship Id=\"rId9\" Type=\"http://x/extensibility\" Target=\"customUI/customUI.xml\"/></Relationships>",
            ),
            ("customUI/customUI.xml", "", "<customUI><ribbon><tabs><tab id=\"t\"/></tabs></ribbon></customUI>"),
        ],
        ods: &[("Configurations2/toolbar/own.xml", "", "<toolbar/>")],
    },
    Case {
        point: 21,
        place: "Cover!B2",
        what: "filled blank cells",
        xlsx: &[
            (
                STYLES,
                "</fills>",
                "<fill><patternFill patternType=\"solid\"><fgColor theme=\"4\"/></patternFill></fill></fills>",
            ),
            (STYLES, "</cellXfs>", "<xf fontId=\"0\" fillId=\"2\" xfId=\"0\"/></cellXfs>"),
            (COVER, "</row>\n<row r=\"3\">", "<c r=\"B2\" s=\"4\"/></row><row r=\"3\">"),
        ],
        ods: &[
            (CONTENT, OWN, "<style:table-cell-properties fo:background-color=\"#ddeeff\"/>"),
            (
                CONTENT,
                "counted in January.</text:p></table:table-cell>",
                "counted in January.</text:p></table:table-cell><table:table-cell table:style-name=\"own\"/>",
            ),
        ],
    },
    Case {
        point: 23,
        place: "Pupils!C6",
        what: "only its colour",
        xlsx: &[
            (
                STYLES,
                "</fills>",
                "<fill><patternFill patternType=\"solid\"><fgColor indexed=\"10\"/></patternFill></fill></fills>",
            ),
            (STYLES, "</cellXfs>", "<xf fontId=\"0\" fillId=\"2\" xfId=\"0\"/></cellXfs>"),
            (PUPILS, "<c r=\"C6\" s=\"0\" t=\"inlineStr\"><is><t>[c]</t></is></c>", "<c r=\"C6\" s=\"4\"/>"),
        ],
        ods: &[
            (CONTENT, OWN, "<style:table-cell-properties fo:background-color=\"#ff0000\"/>"),
            (
                CONTENT,
                "<table:table-cell table:style-name=\"Default\" office:value-type=\"string\"><text:p>[c]</text:p></table:table-cell>",
                "<table:table-cell table:style-name=\"own\"/>",
            ),
        ],
    },
    Case {
        point: 25,
        place: "Pupils!E2",
        what: "without alternative text",
        xlsx: &[
            DRAWING,
            (
                "xl/drawings/drawing1.xml",
                "",
                "<wsDr><oneCellAnchor><from><col>4</col><row>1</row></from><graphicFrame/></oneCellAnchor></wsDr>",
            ),
        ],
        ods: &[(
            CONTENT,
            "Notes are on the worksheet Notes.</text:p></table:table-cell>",
            "Notes are on the worksheet Notes.</text:p></table:table-cell><table:table-cell \
             table:number-columns-repeated=\"3\"/><table:table-cell><draw:frame><draw:object/></draw:frame></table:table-cell>",
        )],
    },
];

/// A change that leaves the point as it was, or that only a person can judge.
pub const KEEPS: &[(Case, Verdict)] = &[
    (
        Case {
            point: 2,
            place: "",
            what: "a name of the team's own",
            xlsx: &[(TABLE, "displayName=\"pupils_by_area\"", "displayName=\"table_1\"")],
            ods: &[(CONTENT, "\"pupils_by_area\"", "\"table_1\"")],
        },
        Verdict::Kept,
    ),
    (
        Case {
            point: 7,
            place: "",
            what: "a filter whose buttons are hidden",
            xlsx: &[(
                TABLE,
                "<tableColumns",
                "<autoFilter ref=\"A4:C7\"><filterColumn colId=\"0\" hiddenButton=\"1\"/><filterColumn colId=\"1\" \
                 hiddenButton=\"1\"/><filterColumn colId=\"2\" hiddenButton=\"1\"/></autoFilter><tableColumns",
            )],
            ods: &[(CONTENT, "\"pupils_by_area\"", "\"pupils_by_area\" table:display-filter-buttons=\"false\"")],
        },
        Verdict::Kept,
    ),
    (
        Case {
            point: 8,
            place: "",
            what: "is the reason right",
            xlsx: &[(PUPILS, ">[c]<", "><"), (PUPILS, "The shorthand [c] stands for", "A blank cell stands for")],
            ods: &[(CONTENT, ">[c]<", "><"), (CONTENT, "The shorthand [c] stands for", "A blank cell stands for")],
        },
        Verdict::ForAPerson,
    ),
    (
        Case {
            point: 9,
            place: "",
            what: "a hidden sheet",
            xlsx: &[(BOOK, "name=\"Notes\"", "name=\"Notes\" state=\"hidden\"")],
            ods: &[(CONTENT, "table:name=\"Notes\"", "table:name=\"Notes\" table:display=\"false\"")],
        },
        Verdict::ForAPerson,
    ),
    (words!(11, "", "a unit", PUPILS: "Rate<" => "Rate a km²<"), Verdict::Kept),
    (words!(11, "", "shorthand", PUPILS: "Rate<" => "Rate [r]<"), Verdict::Kept),
    (words!(12, "", "a year", PUPILS: "Rate<" => "Rate [2026]<"), Verdict::Kept),
    (
        Case {
            point: 13,
            place: "",
            what: "a column for notes",
            xlsx: &[(PUPILS, "Area<", "Area and notes<"), (PUPILS, "South", "South [note 1]")],
            ods: &[(CONTENT, "Area<", "Area and notes<"), (CONTENT, "South", "South [note 1]")],
        },
        Verdict::Kept,
    ),
    (words!(14, "", "two markers", PUPILS: "[note 1]<" => "[note 1][notes 1, 1]<"), Verdict::Kept),
    (words!(16, "", "an e-mail address", COVER: "The school census in full" => "census@example.org"), Verdict::Kept),
    (
        words!(16, "", "an address that is no link", COVER: "counted in January." => "see https://example.org."),
        Verdict::ForAPerson,
    ),
    (
        Case {
            point: 17,
            place: "",
            what: "headings and shorthand at the right",
            xlsx: &[
                (
                    STYLES,
                    "</cellXfs>",
                    "<xf fontId=\"3\" xfId=\"0\"><alignment horizontal=\"right\" wrapText=\"1\"/></xf></cellXfs>",
                ),
                (PUPILS, "<c r=\"C4\" s=\"3\"", "<c r=\"C4\" s=\"4\""),
                (PUPILS, "<c r=\"C6\" s=\"0\"", "<c r=\"C6\" s=\"4\""),
            ],
            ods: &[
                (
                    CONTENT,
                    OWN,
                    "<style:table-cell-properties style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"end\"/>",
                ),
                (
                    CONTENT,
                    "\"Default\" office:value-type=\"string\"><text:p>[c]",
                    "\"own\" office:value-type=\"string\"><text:p>[c]",
                ),
            ],
        },
        Verdict::Kept,
    ),
    (
        Case {
            point: 18,
            place: "",
            what: "a title by its name in another program",
            xlsx: &[(STYLES, "name=\"Heading 1\" xfId=\"1\" builtinId=\"16\"", "name=\"Title\" xfId=\"1\"")],
            ods: &[
                ("styles.xml", "Heading 1", "Excel Built-in Heading 1"),
                ("styles.xml", "style:name=\"Heading_20_1\"", "style:name=\"Excel_20_Built-in_20_Heading_20_1\""),
                (CONTENT, "\"Heading_20_1\"", "\"Excel_20_Built-in_20_Heading_20_1\""),
                (CONTENT, "\"Heading_20_1\"", "\"Excel_20_Built-in_20_Heading_20_1\""),
                (CONTENT, "\"Heading_20_1\"", "\"Excel_20_Built-in_20_Heading_20_1\""),
            ],
        },
        Verdict::Kept,
    ),
    (words!(19, "", "“&” in", PUPILS: "South" => "South &amp; coast"), Verdict::ForAPerson),
    (words!(19, "", "per cent", PUPILS: ">[c]<" => ">%<"), Verdict::Kept),
    (
        Case {
            point: 20,
            place: "",
            what: "1 comments",
            xlsx: &[
                (
                    PUPILS_RELS,
                    "</Relationships>",
                    "<Relationship Id=\"rId7\" Type=\"http://x/comments\" Target=\"../comments1.xml\"/></Relationships>",
                ),
                (
                    "xl/comments1.xml",
                    "",
                    "<comments><commentList><comment ref=\"A1\"><text><t>Mind</t></text></comment></commentList></comments>",
                ),
            ],
            ods: &[(
                CONTENT,
                "<text:p>North",
                "<office:annotation><text:p>Mind</text:p></office:annotation><text:p>North",
            )],
        },
        Verdict::ForAPerson,
    ),
    (
        Case {
            point: 21,
            place: "",
            what: "borders",
            xlsx: &[
                (STYLES, "<border/></borders>", "<border/><border><bottom style=\"thin\"/></border></borders>"),
                (
                    STYLES,
                    "</cellXfs>",
                    "<xf fontId=\"0\" borderId=\"1\" xfId=\"0\"><alignment wrapText=\"1\"/></xf></cellXfs>",
                ),
                (COVER, "<c r=\"A2\" s=\"0\"", "<c r=\"A2\" s=\"4\""),
            ],
            ods: &[
                (CONTENT, OWN, "<style:table-cell-properties fo:border-bottom=\"0.5pt solid #000000\"/>"),
                (
                    CONTENT,
                    "\"Default\" office:value-type=\"string\"><text:p>How",
                    "\"own\" office:value-type=\"string\"><text:p>How",
                ),
            ],
        },
        Verdict::ForAPerson,
    ),
    (
        style!(
            22,
            "",
            "white",
            "<sz val=\"12\"/>",
            "",
            " fillId=\"0\"",
            "<style:table-cell-properties fo:background-color=\"#ffffff\"/>"
        ),
        Verdict::Kept,
    ),
    (
        Case {
            point: 23,
            place: "",
            what: "colours that differ",
            xlsx: &[
                (
                    STYLES,
                    "</fonts>",
                    "<font><sz val=\"12\"/><color rgb=\"FFC00000\"/><name val=\"Arial\"/></font></fonts>",
                ),
                (STYLES, "</cellXfs>", "<xf fontId=\"4\" xfId=\"0\"/></cellXfs>"),
                (PUPILS, "<c r=\"A6\" s=\"0\"", "<c r=\"A6\" s=\"4\""),
            ],
            ods: &[
                (CONTENT, OWN, "<style:text-properties fo:color=\"#c00000\"/>"),
                (
                    CONTENT,
                    "\"own\" office:value-type=\"string\"><text:p>North",
                    "\"Default\" office:value-type=\"string\"><text:p>North",
                ),
            ],
        },
        Verdict::ForAPerson,
    ),
    (
        style!(
            24,
            "",
            "large",
            "<b/><sz val=\"14\"/><color rgb=\"FF949494\"/>",
            "",
            "",
            "<style:text-properties fo:color=\"#949494\" fo:font-size=\"14pt\" fo:font-weight=\"bold\"/>"
        ),
        Verdict::Kept,
    ),
    (
        Case {
            point: 25,
            place: "",
            what: "told as “Pupils rise”",
            xlsx: &[
                DRAWING,
                (
                    "xl/drawings/drawing1.xml",
                    "",
                    "<wsDr><oneCellAnchor><from><col>4</col><row>1</row></from><graphicFrame><cNvPr id=\"1\" descr=\"Pupils \
                     rise\"/></graphicFrame></oneCellAnchor></wsDr>",
                ),
            ],
            ods: &[(
                CONTENT,
                "\n<table:table-column table:style-name=\"wide\"/>\n",
                "<table:shapes><draw:frame><draw:object/><draw:image/><svg:desc>Pupils \
                 rise</svg:desc></draw:frame></table:shapes><table:table-column table:style-name=\"wide\"/>",
            )],
        },
        Verdict::ForAPerson,
    ),
    (
        Case {
            point: 35,
            place: "",
            what: "the language among the document's own properties",
            xlsx: &[
                ("docProps/core.xml", "<dc:language>en-GB</dc:language>", ""),
                (
                    "_rels/.rels",
                    "</Relationships>",
                    "<Relationship Id=\"rId9\" Type=\"http://x/custom-properties\" Target=\"docProps/custom.xml\"/></Relationships>",
                ),
                (
                    "docProps/custom.xml",
                    "",
                    "<Properties><property name=\"Language\"><lpwstr>English</lpwstr></property></Properties>",
                ),
            ],
            ods: &[(
                "meta.xml",
                "<dc:language>en-GB</dc:language>",
                "<meta:user-defined meta:name=\"Language\">English</meta:user-defined>",
            )],
        },
        Verdict::Kept,
    ),
    (
        Case {
            point: 23,
            place: "",
            what: "colours or icons on a condition",
            xlsx: &[(
                PUPILS,
                "<tableParts",
                "<conditionalFormatting sqref=\"B5:B7\"><cfRule type=\"colorScale\"/></conditionalFormatting><tableParts",
            )],
            ods: &[(
                CONTENT,
                "</table:table>\n<table:database-ranges>",
                "<calcext:conditional-formats><calcext:conditional-format \
                 calcext:target-range-address=\"Pupils.B5:Pupils.B7\"><calcext:color-scale/></calcext:conditional-format>\
                 </calcext:conditional-formats></table:table>\n<table:database-ranges>",
            )],
        },
        Verdict::ForAPerson,
    ),
];
