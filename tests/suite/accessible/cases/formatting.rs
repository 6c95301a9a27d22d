//! What breaks the points about notes and formatting.

use super::{BOOK, CONTENT, COVER, Case, DRAWING, NOTES, OWN, PUPILS, PUPILS_RELS, STYLES, style, words};

pub const BREAKS: &[Case] = &[
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
