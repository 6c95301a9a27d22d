use super::*;
use crate::ingest::formats::NumberShown;
use crate::record::Struck;
use rstest::rstest;

const HEAD: &str = "<office:document-content><office:automatic-styles>";
const BODY: &str = "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"A\">";
const FOOT: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

/// A sheet of these styles and this XML between its beginning and its end.
fn sheet(styles: &str, inner: &str) -> OdsFacts {
    let xml = [HEAD, styles, BODY, inner, FOOT].concat();
    contents(xml.as_bytes(), Styles::default(), 1000).unwrap()
}

/// What stands in one cell.
fn cell(styles: &str, cell: &str) -> Option<OdsRun> {
    let mut found = sheet(styles, &format!("<table:table-row>{cell}</table:table-row>")).tables.remove(0).runs;
    assert!(found.len() < 2);
    found.pop()
}

fn text(text: &str) -> OdsValue {
    OdsValue::Text(text.into())
}

#[rstest]
#[case::number(
    r#"office:value-type="float" office:value="4&#56;210"><text:p>48,210</text:p>"#,
    OdsValue::Number(48_210.0)
)]
#[case::boolean(r#"office:value-type="boolean" office:boolean-value="true">"#, OdsValue::Bool(true))]
#[case::truth_as_a_number(
    "table:formula='of:=TRUE()' office:value-type='float' office:value='1'><text:p>TRUE</text:p>",
    OdsValue::Bool(true)
)]
#[case::day(r#"office:value-type="date" office:date-value="2026-09-30">"#, OdsValue::Day("2026-09-30".into()))]
#[case::time(r#"office:value-type="time" office:time-value="PT36H00M00S">"#, OdsValue::Number(1.5))]
#[case::comment("office:value-type='string'><text:p>48<!-- not -->210</text:p>", text("48210"))]
#[case::cdata("office:value-type='string'><text:p>Le<![CDATA[isure & P]]>arks</text:p>", text("Leisure & Parks"))]
#[case::references("office:value-type='string'><text:p>4&#x38;&amp;2</text:p>", text("48&2"))]
#[case::lines(
    "office:value-type='string'><text:p>\n  a <text:s text:c='2'/>b\n\tc</text:p>\n<text:p>d</text:p>",
    text("a   b c\nd")
)]
#[case::no_kind("><text:p>quiet</text:p>", text("quiet"))]
#[case::said_beside("office:value-type='string' office:string-value='whole'><text:p>cut</text:p>", text("whole"))]
#[case::error_as_a_nought(
    "table:formula='of:=1/0' office:value-type='float' office:value='0'><text:p>#DIV/0!</text:p>",
    text("#DIV/0!")
)]
#[case::error(
    "table:formula='of:=1/0' office:value-type='string' office:string-value='' calcext:value-type='error'><text:p>Err:502</text:p>",
    text("Err:502")
)]
#[case::never_calculated("table:formula='of:=[.A1]'>", OdsValue::FormulaWithoutResult)]
#[case::a_note(
    "office:value-type='string'><office:annotation><dc:creator>Ann</dc:creator><text:p>why?</text:p></office:annotation><text:p>5</text:p>",
    text("5")
)]
#[case::a_picture(
    "office:value-type='string'><draw:frame><draw:text-box><text:p>9</text:p></draw:text-box></draw:frame><text:p>5</text:p>",
    text("5")
)]
fn what_a_cell_holds(#[case] inner: &str, #[case] expected: OdsValue) {
    let run = cell("", &format!("<table:table-cell {inner}</table:table-cell>")).unwrap();
    assert_eq!(run.value, expected);
}

#[rstest]
#[case::libre_office("table:formula='of:=x'><text:p/>")]
#[case::with_its_kind("table:formula='of:=x' office:value-type='string' office:string-value=''>")]
#[case::spaces("office:value-type='string'><text:p> </text:p>")]
#[case::style_only("table:style-name='ce1'>")]
fn blank_cells(#[case] inner: &str) {
    assert_eq!(cell("", &format!("<table:table-cell {inner}</table:table-cell>")), None);
}

const LETTERS: &str = r#"<style:style style:name="T1" style:family="text"><style:text-properties
    style:text-line-through-style="solid"/></style:style><style:style style:name="T2" style:family="text">
    <style:text-properties style:text-position="super 58%"/></style:style><style:style style:name="T3" style:family="text">
    <style:text-properties style:text-line-through-style="none" style:text-position="0% 100%"/></style:style>"#;

#[rstest]
#[case::struck("<text:span text:style-name='T1'>9</text:span>87", Some(("87", Struck::Part("9".into()), "")))]
#[case::raised("91.2<text:span text:style-name='T2'>1</text:span>", Some(("91.21", Struck::No, "1")))]
#[case::neither("91.2<text:span text:style-name='T3'>1</text:span>", None)]
#[case::all_struck("<text:span text:style-name='T1'>87</text:span>", Some(("87", Struck::Whole, "")))]
#[case::all_raised("<text:span text:style-name='T2'>87</text:span>", None)]
#[case::within("<text:span text:style-name='T1'>9<text:span text:style-name='T3'>1</text:span></text:span>2",
    Some(("2", Struck::Part("91".into()), "")))]
fn runs_of_a_text(#[case] inner: &str, #[case] expected: Option<(&str, Struck, &str)>) {
    let cell = format!("<table:table-cell office:value-type='string'><text:p>{inner}</text:p></table:table-cell>");
    let found = sheet(LETTERS, &format!("<table:table-row>{cell}</table:table-row>"));
    let OdsValue::Text(mark) = &found.tables[0].runs[0].value else { panic!("a text") };
    let rich = found.rich.get(mark).map(|(text, seen)| (text.as_str(), seen.struck.clone(), seen.raised.as_str()));
    assert_eq!(rich, expected);
}

/// Notes and shapes are no part of a cell's text; a note of ours is none of the service's.
#[test]
fn what_stands_beside_the_cells() {
    let note = |author: &str| {
        format!(
            "<office:annotation><dc:creator>{author}</dc:creator><dc:date>2026-09-30</dc:date>\
        <text:p>why</text:p><text:p>so?</text:p></office:annotation>"
        )
    };
    let cell = |inner: &str| {
        format!("<table:table-cell office:value-type='float' office:value='5'>{inner}</table:table-cell>")
    };
    let box_ = "<draw:frame><draw:text-box><text:p>see below</text:p></draw:text-box></draw:frame>";
    let chart = "<draw:frame><draw:object/><draw:image/></draw:frame>";
    let row = [cell(&note("Ann")), cell(&note("Quarterday")), cell(box_)].concat();
    let found = sheet("", &format!("<table:shapes>{chart}</table:shapes><table:table-row>{row}</table:table-row>"));
    let beside = &found.sheets[0].beside;
    assert_eq!(beside.notes.iter().map(|(at, words)| (*at, words.as_str())).collect::<Vec<_>>(), [((0, 0), "why so?")]);
    assert_eq!((beside.text_boxes, beside.pictures, beside.words.as_str()), (1, 0, "see below"));
    assert_eq!(
        sheet("", "<table:shapes><draw:frame><draw:image/></draw:frame></table:shapes>").sheets[0].beside.pictures,
        1
    );
}

const PERCENT: &str = r#"<number:percentage-style style:name="N11"><number:number number:decimal-places="1"
    number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style><style:style style:name="pc"
    style:family="table-cell" style:data-style-name="N11"/><style:style style:name="child" style:family="table-cell"
    style:parent-style-name="pc"><style:text-properties style:text-line-through-style="solid"/></style:style>
    <style:style style:name="plain" style:family="table-cell"/>"#;
const FLOAT: &str = "office:value-type='float' office:value='0.912'/>";

#[rstest]
#[case::own("<table:table-row><table:table-cell table:style-name='pc' @</table:table-row>", true)]
#[case::of_a_parent("<table:table-row><table:table-cell table:style-name='child' @</table:table-row>", true)]
#[case::of_the_row("<table:table-row table:default-cell-style-name='pc'><table:table-cell @</table:table-row>", true)]
#[case::own_before_the_row(
    "<table:table-row table:default-cell-style-name='pc'><table:table-cell table:style-name='plain' @</table:table-row>",
    false
)]
#[case::of_the_column(
    "<table:table-column/><table:table-column table:default-cell-style-name='pc'/><table:table-row><table:table-cell/>
    <table:table-cell @</table:table-row>",
    true
)]
#[case::of_another_column(
    "<table:table-column table:default-cell-style-name='pc'/><table:table-row><table:table-cell/><table:table-cell @</table:table-row>",
    false
)]
#[case::by_the_kind(
    "<table:table-row><table:table-cell office:value-type='percentage' office:value='0.912'/></table:table-row>",
    true
)]
fn percent_by_style(#[case] inner: &str, #[case] percent: bool) {
    let found = sheet(PERCENT, &inner.replace('@', FLOAT));
    let run = &found.tables[0].runs[0];
    assert_eq!(run.value, OdsValue::Number(0.912));
    assert_eq!(found.styles[run.style].format.shows(0.912) == NumberShown::Percent, percent);
}

/// By the style that every cell has, and by one with a name, both of the workbook.
#[test]
fn percent_by_the_styles_of_the_workbook() {
    let data = PERCENT.split("<style:style").next().unwrap();
    let default = "<style:default-style style:family=\"table-cell\" style:data-style-name=\"N11\"/>";
    let own = "<style:style style:name=\"ce1\" style:family=\"table-cell\" style:parent-style-name=\"Percent\"/>";
    let named = "<style:style style:name=\"Percent\" style:family=\"table-cell\" style:data-style-name=\"N11\"/>";
    // The contents have an N11 of their own.
    let other =
        "<number:number-style style:name=\"N11\"><number:number number:decimal-places=\"2\"/></number:number-style>";
    for (of_workbook, styles, cell_style) in [(default, "", ""), (named, own, "table:style-name='ce1'")] {
        let of_workbook = format!(
            "<office:document-styles><office:styles>{data}{of_workbook}</office:styles></office:document-styles>"
        );
        let row = format!("<table:table-row><table:table-cell {cell_style} {FLOAT}</table:table-row>");
        let xml = [HEAD, other, styles, BODY, &row, FOOT].concat();
        let styles = Styles::of_workbook(of_workbook.as_bytes()).unwrap();
        let found = contents(xml.as_bytes(), styles, 1000).unwrap();
        assert_eq!(found.styles[found.tables[0].runs[0].style].format.shows(0.912), NumberShown::Percent);
    }
}

#[rstest]
#[case::plain(
    r#"<number:number-style style:name="N"><number:number number:min-integer-digits="1"/></number:number-style>"#,
    "General"
)]
#[case::decimals(
    r#"<number:number-style style:name="N"><number:number number:decimal-places="2" number:min-decimal-places="1"
    number:min-integer-digits="1" number:grouping="true"/></number:number-style>"#,
    "#,##0.0#"
)]
#[case::thousands(
    r#"<number:number-style style:name="N"><number:number number:decimal-places="0" number:min-integer-digits="1"
    number:grouping="true" number:display-factor="1000"/><number:text>k</number:text></number:number-style>"#,
    "#,##0,\"k\""
)]
#[case::nothing(r#"<number:number-style style:name="N"><number:text/></number:number-style>"#, "\"\"")]
#[case::negatives(r#"<number:percentage-style style:name="P"><number:number number:decimal-places="1" number:min-integer-digits="1"/>
    <number:text>%</number:text></number:percentage-style><number:percentage-style style:name="N"><number:text>-</number:text>
    <number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text>
    <style:map style:condition="value()&gt;=0" style:apply-style-name="P"/></number:percentage-style>"#, "0.0%;-0.0%")]
#[case::dash_for_nought(r#"<number:number-style style:name="P"><number:text>-</number:text></number:number-style>
    <number:percentage-style style:name="N"><number:number number:decimal-places="1" number:min-integer-digits="1"/>
    <number:text>%</number:text><style:map style:condition="value()=0" style:apply-style-name="P"/></number:percentage-style>"#,
    "[=0]-;0.0%")]
#[case::minutes(
    r#"<number:time-style style:name="N"><number:minutes number:style="long"/><number:text>:</number:text>
    <number:seconds number:style="long"/></number:time-style>"#,
    "mm:ss"
)]
#[case::hours(r#"<number:time-style style:name="N" number:truncate-on-overflow="false"><number:hours/><number:text>:</number:text>
    <number:minutes number:style="long"/></number:time-style>"#, "[h]:mm")]
#[case::day(
    r#"<number:date-style style:name="N"><number:day number:style="long"/><number:text> </number:text><number:month
    number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>"#,
    "dd mmm yyyy"
)]
#[case::euros(
    r#"<number:currency-style style:name="N"><number:currency-symbol>€</number:currency-symbol><number:number
    number:decimal-places="2" number:min-integer-digits="1"/></number:currency-style>"#,
    "[$€]0.00"
)]
#[case::embedded(
    r#"<number:number-style style:name="N"><number:number number:decimal-places="0" number:min-integer-digits="6">
    <number:embedded-text number:position="3">-</number:embedded-text></number:number></number:number-style>"#,
    "000-000"
)]
#[case::texts(
    r#"<number:text-style style:name="N"><number:text-content/><number:text> k</number:text></number:text-style>"#,
    "@\" k\""
)]
#[case::plain_texts(r#"<number:text-style style:name="N"><number:text-content/></number:text-style>"#, "General")]
#[case::a_word_for_texts(r#"<number:number-style style:name="P"><number:number number:decimal-places="1" number:min-integer-digits="1"/>
    </number:number-style><number:text-style style:name="N"><number:text>see note</number:text>
    <style:map style:condition="value()&gt;0" style:apply-style-name="P"/><style:map style:condition="value()&lt;0"
    style:apply-style-name="P"/><style:map style:condition="value()=0" style:apply-style-name="P"/></number:text-style>"#,
    "0.0;0.0;0.0;\"see note\"")]
fn formats_in_the_language_of_excel(#[case] style: &str, #[case] code: &str) {
    let style =
        format!("{style}<style:style style:name=\"ce\" style:family=\"table-cell\" style:data-style-name=\"N\"/>");
    let row = format!("<table:table-row><table:table-cell table:style-name='ce' {FLOAT}</table:table-row>");
    let found = sheet(&style, &row);
    assert_eq!(found.styles[found.tables[0].runs[0].style].format, crate::ingest::formats::NumberFormat::new(code));
}

#[test]
fn a_day_that_is_shown_as_a_percentage_is_a_number() {
    let style = r#"<number:percentage-style style:name="N"><number:number number:decimal-places="0"/><number:text>%</number:text>
        </number:percentage-style><style:style style:name="ce" style:family="table-cell" style:data-style-name="N"/>"#;
    let day = "<table:table-cell table:style-name='ce' office:value-type='date' office:date-value='2026-10-12'/>";
    assert_eq!(cell(style, day).unwrap().value, OdsValue::Number(46_307.0));
}

#[rstest]
#[case("PT36H00M00S", Some(1.5))]
#[case("P1DT12H", Some(1.5))]
#[case("-PT00H03M25S", Some(-205.0 / 86_400.0))]
#[case("PT0,5S", Some(0.5 / 86_400.0))]
#[case("36:00", None)]
#[case("PT", Some(0.0))]
#[case("PT5", None)]
fn lengths_of_time(#[case] written: &str, #[case] days: Option<f64>) {
    assert_eq!(calendar::days(written), days);
}

#[test]
fn what_is_hidden_and_merged() {
    let styles = r#"<style:style style:name="co0" style:family="table-column"><style:table-column-properties
        style:column-width="0in"/></style:style><style:style style:name="ro0" style:family="table-row">
        <style:table-row-properties style:row-height="0mm"/></style:style>"#;
    let found = sheet(
        styles,
        r#"<table:table-column table:number-columns-repeated="2"/>
        <table:table-column table:visibility="collapse"/><table:table-column/><table:table-column table:style-name="co0"/>
        <table:table-row table:number-rows-repeated="2"/>
        <table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2"/>
        <table:covered-table-cell office:value-type="float" office:value="1"/></table:table-row>
        <table:table-row-group table:display="false"><table:table-row/></table:table-row-group>
        <table:table-row/><table:table-row table:style-name="ro0"/>"#,
    );
    let facts = &found.sheets[0];
    assert_eq!(facts.hidden_rows, [(2, 2), (3, 3), (5, 5)]);
    assert_eq!(facts.hidden_columns, [(2, 2), (4, 4)]);
    assert!(facts.is_merged((2, 0)));
    assert_eq!(facts.covered, [(2..3, 0..2), (2..3, 1..2)]);
}

#[test]
fn sheets_that_are_hidden_or_of_another_workbook() {
    let xml = r#"<office:document-content><office:automatic-styles><style:style style:name="ta2" style:family="table">
        <style:table-properties table:display="false"/></style:style></office:automatic-styles><office:spreadsheet>
        <table:table table:name="A"/><table:table table:name="B" table:style-name="ta2"/>
        <table:table table:name="'file:///old.ods'#$A"><table:table-source/><table:table-row/></table:table>
        <table:named-expressions>
        <table:named-range table:name="x"/></table:named-expressions></office:spreadsheet></office:document-content>"#;
    let found = contents(xml.as_bytes(), Styles::default(), 1000).unwrap();
    let names: Vec<_> = found.tables.iter().map(|t| (t.name.as_str(), t.hidden)).collect();
    assert_eq!((names, found.links), (vec![("A", false), ("B", true)], 1));
}

#[rstest]
#[case::cut("<office:spreadsheet><table:table table:name='A'><table:table-row><table:table-cell")]
#[case::never_closed("<office:spreadsheet><table:table table:name='A'><table:table-row>")]
#[case::no_sheets("<a/>")]
#[case::unknown_reference(
    "<office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>&x;</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
)]
#[case::beyond_the_last_column(
    "<office:spreadsheet><table:table><table:table-row><table:table-cell table:number-columns-repeated='16384'/><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
)]
fn damaged_contents(#[case] xml: &str) {
    assert!(contents(xml.as_bytes(), Styles::default(), 1000).is_none());
}
