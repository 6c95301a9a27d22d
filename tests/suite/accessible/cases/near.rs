//! What is near to breaking a point and does not, and what only a person can judge.

use super::{BOOK, CONTENT, COVER, Case, DRAWING, OWN, PUPILS, PUPILS_RELS, STYLES, TABLE, style, words};
use quarterday::checklist::Verdict;

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
