//! What breaks the points about structure, and those before publishing.

use super::{BOOK, CONTENT, COVER, Case, PUPILS, RANGE, TABLE, words};

pub const BREAKS: &[Case] = &[
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
];
