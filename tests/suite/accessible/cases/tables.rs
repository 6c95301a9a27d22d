//! What breaks the points about tables.

use super::{CONTENT, COVER, Case, OWN, PUPILS, PUPILS_RELS, RANGE, STYLES, TABLE, words};

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
];
