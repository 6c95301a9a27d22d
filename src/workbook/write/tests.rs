use super::super::*;
use super::write_with;
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read};

type Opened = Xlsx<Cursor<Vec<u8>>>;

fn bytes(book: Book<'_>, streamed_rows: usize) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    write_with(book, streamed_rows, &mut out).unwrap();
    out.into_inner()
}

fn open(bytes: Vec<u8>) -> Opened {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A sheet with a title, two tables one below the other, and every kind of content.
fn sample() -> Book<'static> {
    let mut book = Book { title: "Sample".into(), author: "Council".into(), opens_at: 1, ..Book::default() };
    let head = book.style(Style { bold: true, fill: "#1F3864".into(), ink: "#FFFFFF".into(), ..Style::default() });
    let points = book.style(Style { number: NumberFormat::Points(1), ..Style::default() });
    let boxed = book.style(Style { border: Border::Box, input: true, ..Style::default() });
    let mut sheet = Sheet { name: "It's data".into(), widths: vec![10.0, 20.0], protected: true, ..Sheet::default() };
    sheet.put(30, 0, SheetCell::text("below", StyleId::default()));
    sheet.put(0, 0, SheetCell::text("=1+1", head));
    sheet.merges.push((0, 0, 1, 2));
    sheet.put(2, 0, SheetCell::text("+SUM(A1)", boxed));
    sheet.put(2, 1, SheetCell::text("001", boxed));
    sheet.put(2, 2, SheetCell::number(Some(f64::NAN), points));
    sheet.put(3, 0, SheetCell::date(chrono::NaiveDate::from_ymd_opt(2026, 9, 30), StyleId::default()));
    let formula = |f: &str, result| CellContent::Formula { formula: f.into(), result };
    sheet.put(3, 1, SheetCell::new(formula("=1+2", CachedResult::Number(3.0)), points));
    sheet.put(3, 2, SheetCell::new(formula("=IF(1=1,\"\",1)", CachedResult::Text(String::new())), points));
    let link = CellContent::Link { text: "=go".into(), target: "'Second'!A1".into() };
    sheet.put(3, 3, SheetCell::new(link, StyleId::default()));
    sheet.put(3, 4, SheetCell::text("bell\u{7}, tab\t, <&>\"", StyleId::default()));
    for (n, row) in [5, 12].into_iter().enumerate() {
        let columns = Columns::<usize>::new()
            .column("Name", 10.0, |k| SheetCell::text(format!("row {k}"), StyleId::default()))
            .column("Value", 10.0, move |k| SheetCell::number(Some(*k as f64 + 0.5), points))
            .column("value", 10.0, move |k| {
                SheetCell::number((*k > 1).then_some(*k as f64), if *k == 3 { boxed } else { points })
            })
            .column("", 10.0, move |_| SheetCell::text("", points));
        let mut table = Table::new(format!("table_{n}"), columns, 4, |k| k);
        (table.row, table.column, table.heading_style, table.filter) = (row, 1, head, n == 1);
        sheet.tables.push(table);
    }
    // A cell beside a table, in the same row as one of its rows.
    sheet.put(7, 0, SheetCell::text("beside", StyleId::default()));
    book.sheets.push(sheet);
    book.sheets.push(Sheet { name: "Second".into(), visibility: Visibility::Visible, ..Sheet::default() });
    book.names.push(("here".into(), "='Second'!$A$1".into()));
    book
}

#[test]
fn what_is_written_is_read_back() {
    let mut read = open(bytes(sample(), 1_000));
    let range = read.worksheet_range("It's data").unwrap();
    let at = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    let text = |t: &str| Data::String(t.into());
    for (cell, want) in [
        ((0, 0), text("=1+1")),
        ((2, 0), text("+SUM(A1)")),
        ((2, 1), text("001")),
        ((2, 2), Data::Empty),
        ((3, 1), Data::Float(3.0)),
        ((3, 3), text("=go")),
        ((5, 1), text("Name")),
        ((5, 3), text("value 2")),
        ((5, 4), text("Column 4")),
        ((7, 0), text("beside")),
        ((7, 1), text("row 1")),
        ((9, 2), Data::Float(3.5)),
        ((12, 1), text("Name")),
        ((16, 3), Data::Float(3.0)),
        ((30, 0), text("below")),
    ] {
        assert_eq!(at(cell.0, cell.1), want, "{cell:?}");
    }
    assert_eq!(at(3, 0).to_string(), "46295");
    assert!(matches!(at(3, 2), Data::String(t) if t.is_empty()) || at(3, 2) == Data::Empty);
    let formulas = read.worksheet_formula("It's data").unwrap();
    assert_eq!(formulas.used_cells().count(), 2, "text never becomes a formula");
    read.load_tables().unwrap();
    assert_eq!(read.table_names(), ["table_0", "table_1"]);
}

#[test]
fn same_bytes_twice_and_streamed_is_the_same_content() {
    assert_eq!(bytes(sample(), 1_000), bytes(sample(), 1_000));
    assert_eq!(bytes(sample(), 0), bytes(sample(), 0));
    let (mut held, mut streamed) = (open(bytes(sample(), 1_000)), open(bytes(sample(), 0)));
    for sheet in ["It's data", "Second"] {
        let (a, b) = (held.worksheet_range(sheet).unwrap(), streamed.worksheet_range(sheet).unwrap());
        let cells = |r: &calamine::Range<Data>| {
            let used = r.used_cells().map(|(row, column, v)| (row, column, v.to_string()));
            used.filter(|(_, _, v)| !v.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(cells(&a), cells(&b));
    }
}

/// What the XML of a sheet says of each cell but its row: the format, the kind, and what stands in it.
fn cells_of(xml: &str, texts: &[String]) -> std::collections::BTreeMap<String, (String, String)> {
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).and_then(|v| v.split('"').next()).unwrap_or_default().to_owned()
    };
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(inner, _)| inner.to_owned())
    };
    let data = between(xml, "<sheetData>", "</sheetData>").unwrap();
    let cell = |cell: &str| {
        let (tag, rest) = cell.split_once('>').unwrap();
        let value = between(rest, "<v>", "</v>");
        let shown = match attribute(tag, "t").as_str() {
            "s" => texts[value.unwrap().parse::<usize>().unwrap()].clone(),
            "inlineStr" => between(rest, "<is>", "</is>").unwrap(),
            _ => format!("{:?} {:?}", between(rest, "<f>", "</f>"), value.map(|v| v.parse::<f64>().map_err(|_| v))),
        };
        (attribute(tag, "r"), (attribute(tag, "s"), shown))
    };
    data.split("<c ").skip(1).map(cell).collect()
}

/// The same cells with the same formats, links, merges and heights, whoever writes the rows.
#[test]
fn our_rows_are_those_of_the_crate() {
    let book = || {
        let mut book = sample();
        let style = book.style(Style { fill: "#1F3864".into(), link: true, ink: "#0000FF".into(), ..Style::default() });
        let link = |text: &str, target: &str| {
            SheetCell::new(CellContent::Link { text: text.to_owned().into(), target: target.into() }, style)
        };
        let sheet = &mut book.sheets[0];
        for (n, (text, target)) in [
            ("“a” & <b>", "'Second'!B2"),
            ("abroad", "https://example.org/?a=1&b=2"),
            ("nowhere", "'Third'!A1"),
            ("", "'Second'!A1"),
        ]
        .into_iter()
        .enumerate()
        {
            sheet.put(40 + n as u32, 2, link(text, target));
        }
        let odd =
            ["_x0041_", "_x00e", " kept ", "line\nline", "\u{1}\u{FFFE}", "é_x0041_é", "a]]>b", "12", "£1,200.50"];
        odd.iter().enumerate().for_each(|(n, t)| sheet.put(50, n as u16, SheetCell::text(*t, style)));
        let numbers = [0.1, -0.0, 1e15, 1e300, -12345.0, 0.1 + 0.2, 5e-324];
        numbers.iter().enumerate().for_each(|(n, v)| sheet.put(51, n as u16, SheetCell::number(Some(*v), style)));
        sheet.heights = vec![(1, 30.0), (20, 15.75), (53, 41.3)];
        sheet.hidden_rows = vec![20, 51];
        sheet.merges.push((55, 1, 56, 3));
        sheet.put(55, 1, SheetCell::text("merged", style));
        book
    };
    let [held, long] = [1_000, 0].map(|rows| bytes(book(), rows));
    let [a, b] = [&held, &long].map(|bytes| part(bytes, "xl/worksheets/sheet1.xml"));
    let texts = part(&held, "xl/sharedStrings.xml");
    let texts: Vec<String> =
        texts.split("<si>").skip(1).map(|si| si.split("</si>").next().unwrap().to_owned()).collect();
    assert_eq!(cells_of(&a, &texts), cells_of(&b, &texts));
    let all = |xml: &str, element: &str| {
        let mut all: Vec<String> =
            xml.split(element).skip(1).map(|e| e.split("/>").next().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    for element in ["<hyperlink ", "<mergeCell ", "<ignoredError ", "<dimension "] {
        assert_eq!(all(&a, element), all(&b, element), "{element}");
    }
    assert_eq!(part(&held, "xl/worksheets/_rels/sheet1.xml.rels"), part(&long, "xl/worksheets/_rels/sheet1.xml.rels"));
    let rows = |xml: &str| {
        let tags =
            xml.split("<row ").skip(1).map(|row| row.split('>').next().unwrap().trim_end_matches('/').to_owned());
        tags.filter(|tag| tag.contains(" ht=") || tag.contains("hidden"))
            .map(|tag| match tag.split_once(" spans=\"") {
                Some((before, rest)) => format!("{before}{}", rest.split_once('"').unwrap().1),
                None => tag,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&a), rows(&b));
}

/// Of a part that is not packed, as a picture, SheetJS finds no size that stands behind it.
#[test]
fn the_size_of_each_part_stands_before_it() {
    for rows in [0, 1_000] {
        let out = bytes(sample(), rows);
        let mut zip = zip::ZipArchive::new(Cursor::new(&out)).unwrap();
        for n in 0..zip.len() {
            let part = zip.by_index_raw(n).unwrap();
            let (at, packed) = (part.header_start() as usize, part.compressed_size() as u32);
            let flags = u16::from_le_bytes([out[at + 6], out[at + 7]]);
            assert_eq!(flags & 8, 0, "a size behind the part");
            assert_eq!(out[at + 18..at + 22], packed.to_le_bytes());
        }
    }
}

/// Without references the cells stand where they stood.
#[test]
fn cells_without_references_are_read_where_they_stand() {
    let range = |up_to| {
        let mut book = sample();
        book.references_up_to = up_to;
        let out = bytes(book, 0);
        let referred = part(&out, "xl/worksheets/sheet1.xml").contains("<c r=");
        assert_eq!(referred, up_to > 0);
        open(out).worksheet_range("It's data").unwrap()
    };
    let (with, without) = (range(usize::MAX), range(0));
    assert_eq!(with.used_cells().collect::<Vec<_>>(), without.used_cells().collect::<Vec<_>>());
}

#[test]
fn a_long_table_has_column_formats_filters_and_a_name() {
    let mut book = Book::default();
    let points = book.style(Style { number: NumberFormat::Points(1), ..Style::default() });
    let mut sheet = Sheet { name: "Long".into(), ..Sheet::default() };
    sheet.put(0, 1, SheetCell::text("Title", StyleId::default()));
    let column =
        |c: usize| Column::new(format!("c{c}"), 10.0, move |k: &usize| SheetCell::number(Some((k * c) as f64), points));
    let mut table = Table::new("long_table", Columns::new().columns((0..40).map(column)), 2_600, |k| k).filtered();
    (table.row, table.heading_style) = (2, points);
    sheet.tables.push(table);
    book.sheets.push(sheet);
    let mut out = Cursor::new(Vec::new());
    write(book, &mut out).unwrap();
    let out = out.into_inner();
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<autoFilter ref=\"A3:AN2603\"/>"));
    assert!(xml.contains("<c r=\"B5\" s=\""), "the column's format is on each cell");
    assert!(
        part(&out, "xl/workbook.xml").contains("<definedName name=\"long_table\">'Long'!$A$3:$AN$2603</definedName>")
    );
    let range = open(out).worksheet_range("Long").unwrap();
    assert_eq!(range.get_value((2602, 39)), Some(&Data::Float(2599.0 * 39.0)));
}

#[test]
fn long_text_is_cut_and_limits_are_kept() {
    let mut book = Book::default();
    let mut sheet = Sheet { name: "S".into(), ..Sheet::default() };
    sheet.put(0, 0, SheetCell::text("é".repeat(40_000), StyleId(99)));
    sheet.validations.push(Validation {
        range: (0, 0, 0, 0),
        rule: ValidationRule::Decimal { min: Some(0.0), max: None },
        help_title: "t".repeat(50),
        help: "h".repeat(500),
        error_title: "e".repeat(50),
        error: "x".repeat(500),
        warn_only: true,
    });
    sheet.marks.push(Mark {
        range: (0, 0, 3, 0),
        formula: "=$A1>1".into(),
        fill: "#FF0000".into(),
        ink: String::new(),
    });
    for last_row in [1, 3] {
        sheet.sparklines.push(Sparklines {
            first_row: 1,
            last_row,
            column: last_row as u16,
            from_column: 5,
            to_column: 9,
            data_sheet: String::new(),
            data_first_row: 1,
            colour: "#123456".into(),
            over_gaps: true,
        });
    }
    sheet.charts.push(Chart {
        kind: ChartKind::Scatter,
        title: "Title".into(),
        alt: "Alternative".into(),
        x_title: "x".into(),
        y_title: "y".into(),
        series: vec![ChartSeries {
            name: "s".into(),
            sheet: "S".into(),
            categories: (0, 0, 1, 0),
            values: (0, 1, 1, 1),
            colour: "#00FF00".into(),
            look: SeriesLook::Points,
            labels: vec!["A".into(), String::new()],
        }],
        row: 5,
        column: 1,
        width: 400,
        height: 300,
        x_range: Some((0.0, 1.0)),
        y_range: None,
        x_format: String::new(),
        y_format: "0%".into(),
        legend: true,
        over_gaps: false,
    });
    book.sheets.push(sheet);
    let out = bytes(book, 10);
    let chart = part(&out, "xl/charts/chart1.xml");
    let drawn = [chart.find("</c:tx><c:spPr>"), chart.find("</c:spPr><c:marker>")];
    assert!(drawn.iter().all(Option::is_some) && drawn.is_sorted(), "as the schema wants it: {chart}");
    assert!(chart.contains("Alternative") || part(&out, "xl/drawings/drawing1.xml").contains("Alternative"));
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert_eq!(xml.matches("<x14:sparklineGroup ").count(), 2);
    assert_eq!(xml.matches("<x14:sparkline>").count(), 4);
    let range = open(out).worksheet_range("S").unwrap();
    let text = range.get_value((0, 0)).unwrap().to_string();
    assert_eq!(text.chars().count(), 32_767);
    assert!(text.ends_with('…'));
}

/// A closed group is not seen, and what is drawn of it is.
#[test]
fn columns_in_groups() {
    let mut book = Book::default();
    let columns = Columns::<usize>::new()
        .column("a", 10.0, |k| SheetCell::number(Some(*k as f64), StyleId::default()))
        .group("Rest", Columns::new().column("b", 20.0, |_| SheetCell::text("b", StyleId::default())))
        .column("c", 30.0, |_| SheetCell::text("c", StyleId::default()))
        .group("More", Columns::new().column("d", 40.0, |_| SheetCell::text("d", StyleId::default())));
    let mut table = Table::new("grouped", columns, 2, |k| k);
    table.column = 2;
    assert_eq!(table.groups().collect::<Vec<_>>(), [("Rest", 3, 3), ("More", 5, 5)]);
    let mut sheet = Sheet { name: "S".into(), widths: vec![9.0; 8], ..Sheet::default() };
    sheet.groups =
        table.groups().map(|(name, first, last)| ColumnGroup { first, last, closed: name == "Rest" }).collect();
    sheet.tables.push(table);
    sheet.sparklines.push(Sparklines {
        first_row: 1,
        last_row: 1,
        column: 0,
        from_column: 3,
        to_column: 3,
        data_sheet: String::new(),
        data_first_row: 1,
        over_gaps: false,
        colour: "#123456".into(),
    });
    book.sheets.push(sheet);
    let xml = part(&bytes(book, 10), "xl/worksheets/sheet1.xml");
    let column = |n: usize| xml.split(&format!("<col min=\"{n}\" ")).nth(1).unwrap().split("/>").next().unwrap();
    assert!(column(4).contains("hidden=\"1\"") && column(4).contains("outlineLevel=\"1\""), "{}", column(4));
    assert!(column(5).contains("collapsed=\"1\"") && !column(5).contains("outlineLevel"), "{}", column(5));
    assert!(!column(6).contains("hidden") && column(6).contains("outlineLevel=\"1\""), "{}", column(6));
    assert!(xml.contains("displayHidden=\"1\""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_when_saving() {
    let mut full = std::fs::File::options().read(true).write(true).open("/dev/full").unwrap();
    let error = write(sample(), &mut full).unwrap_err();
    assert!(error.to_string().contains("No space left"), "{error}");
}

/// The label stands in both places that Office looks in, in a workbook with a picture and with a long sheet; calamine reads it.
#[test]
fn a_label_is_on_the_workbook() {
    let book = |label| {
        let mut book = Book { label, ..sample() };
        let bytes = &include_bytes!("../../../fixtures/demo/logo.png")[..];
        let (row, column, offset, width, height) = (40, 0, (0, 0), 90, 30);
        book.sheets[0].pictures.push(Picture {
            bytes: bytes.into(),
            alt: "Logo".into(),
            row,
            column,
            offset,
            width,
            height,
        });
        book
    };
    for rows in [2, 100] {
        let plain = bytes(book(None), rows);
        let labelled = bytes(book(Some(crate::sample::label())), rows);
        assert_eq!(bytes(book(Some(crate::sample::label())), rows), labelled);
        let relations = part(&labelled, "_rels/.rels");
        let types = part(&labelled, "[Content_Types].xml");
        let label = part(&labelled, "docMetadata/LabelInfo.xml");
        let properties = part(&labelled, "docProps/custom.xml");
        assert!(label.contains("id=\"{2096f6a2-d2f7-48be-b329-b73aaa526e5d}\" enabled=\"1\""), "{label}");
        assert!(properties.contains("_Name\"><vt:lpwstr>Official &amp; open</vt:lpwstr>"), "{properties}");
        assert!(relations.contains("relationships/classificationlabels\" Target=\"docMetadata/LabelInfo.xml\""));
        assert!(types.contains("PartName=\"/docMetadata/LabelInfo.xml\" ContentType=\"application/vnd.ms-office."));
        for xml in [&relations, &types, &label, &properties] {
            let mut reader = quick_xml::Reader::from_str(xml);
            while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        }
        let sheets = |bytes: Vec<u8>| open(bytes).worksheets();
        assert_eq!(sheets(labelled), sheets(plain));
    }
}
