//! `quarterday accessible`: each point is broken by a small change to a good workbook, in .xlsx and in .ods, and the good
//! workbook keeps it.

mod cases;
mod packed;

use super::harness::nowhere;
use super::said::list;
use cases::{KEEPS, Kind, breaks};
use packed::{good, packed};
use quarterday::checklist::{self, Judged, Machine, Verdict, Verdicts};
use quarterday::settings::Limits;
use std::collections::BTreeSet;

fn judged(bytes: &[u8]) -> Verdicts {
    checklist::judge(bytes, &Limits::default()).unwrap()
}

fn point(verdicts: &Verdicts, number: u8) -> &Judged {
    verdicts.points.iter().find(|j| j.point.number == number).unwrap()
}

#[test]
fn a_good_workbook_keeps_every_point_that_a_machine_can_judge() {
    for kind in Kind::ALL {
        let verdicts = judged(&packed(&good(kind)));
        assert_eq!(verdicts.cells, 24, "{kind:?}");
        for Judged { point, verdict, places } in &verdicts.points {
            let wanted = if point.machine == Machine::NotAtAll { Verdict::ForAPerson } else { Verdict::Kept };
            assert_eq!(*verdict, wanted, "{kind:?}, {point:?}: {places:?}");
        }
    }
}

#[test]
fn each_change_breaks_its_point_at_its_place() {
    for case in breaks() {
        for kind in Kind::ALL {
            let verdicts = judged(&packed(&case.of(kind)));
            let Judged { verdict, places, .. } = point(&verdicts, case.point);
            let told = |p: &checklist::PointPlace| {
                let at = if p.cell.is_empty() { p.sheet.clone() } else { format!("{}!{}", p.sheet, p.cell) };
                at == case.place && p.what.contains(case.what)
            };
            let told = *verdict == Verdict::Broken && places.iter().any(told);
            assert!(told, "{kind:?}, point {}, {}: {verdict:?} {places:#?}", case.point, case.place);
        }
    }
}

/// Changes that look like one that breaks a point and do not; what only a person can judge is told to be so.
#[test]
fn what_is_near_breaks_nothing() {
    for (case, wanted) in KEEPS {
        for kind in Kind::ALL {
            let verdicts = judged(&packed(&case.of(kind)));
            let Judged { verdict, places, .. } = point(&verdicts, case.point);
            assert_eq!(verdict, wanted, "{kind:?}, point {}, {}: {places:#?}", case.point, case.what);
            let told = |p: &checklist::PointPlace| p.what.contains(case.what);
            assert!(*verdict == Verdict::Kept || places.iter().any(told), "{}: {places:#?}", case.what);
        }
    }
}

#[test]
fn no_point_is_forgotten() {
    let broken: BTreeSet<u8> = breaks().map(|c| c.point).collect();
    let asked = KEEPS.iter().filter(|(_, verdict)| *verdict == Verdict::ForAPerson);
    let asked: BTreeSet<u8> = asked.map(|(c, _)| c.point).collect();
    for point in checklist::points() {
        let by_machine = point.machine != Machine::NotAtAll;
        assert_eq!(broken.contains(&point.number), by_machine, "{point:?} has no workbook that breaks it");
        let partly = point.machine == Machine::Partly;
        assert_eq!(asked.contains(&point.number), partly, "{point:?} has no workbook for a person to judge");
        for words in [point.title, point.looks_at, point.remedy] {
            assert!(words.len() > 5, "{point:?} lacks words");
        }
        assert!(point.remedy.ends_with('.') && !point.title.ends_with('.'), "{point:?}");
        assert!(point.source().ends_with(&format!("point {}", point.number)));
    }
}

#[test]
fn the_command_judges_any_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let (sheet, text) = (write("good.xlsx", &packed(&good(Kind::Xlsx))), write("good.ods", &packed(&good(Kind::Ods))));
    nowhere(["accessible", &sheet, &text])
        .ends(0)
        .says_all(&["33 points kept, 0 broken, 3 for a person", "What to do"]);
    let merged = breaks().find(|c| c.point == 3).unwrap();
    let merged = write("merged.ods", &packed(&merged.of(Kind::Ods)));
    nowhere(["accessible", &merged]).ends(1).says_all(&["Pupils!A2:B2: merged cells", "3 (E)", "Unmerge them"]);
    let json = nowhere(["accessible", &sheet, &merged, "--format", "json"]).ends(1).json();
    let files = list(&json);
    assert_eq!((&files[0]["broken"], &files[1]["broken"]), (&0.into(), &1.into()));
    let third = &files[1]["points"][2];
    assert_eq!((third["number"].as_u64(), third["verdict"].as_str()), (Some(3), Some("broken")));
    assert_eq!(third["places"][0]["cell"], "A2:B2");
    let words = write("words.xlsx", b"just words");
    nowhere(["accessible", &sheet, &words]).ends(2).complains("it cannot be judged");
    nowhere(["accessible", "nowhere.ods"]).ends(2).complains("nowhere.ods");
}

/// What reading refuses is refused here, and nothing is judged by half.
#[test]
fn what_cannot_be_read_whole_is_not_judged() {
    let refused = |bytes: &[u8], limits: &Limits| checklist::judge(bytes, limits).unwrap_err().to_string();
    let usual = Limits::default();
    for kind in Kind::ALL {
        let whole = packed(&good(kind));
        for cut in [0, 10, whole.len() / 2, whole.len() - 30] {
            refused(&whole[..cut], &usual);
        }
        let few = Limits { workbook_cells: 23, ..usual.clone() };
        let said = refused(&whole, &few);
        assert!(said.contains("no more than 23 filled cells") && said.contains("23 were read and held"), "{said}");
        checklist::judge(&whole, &Limits { workbook_cells: 24, ..usual.clone() }).unwrap();
        let main = if kind == Kind::Ods { "content.xml" } else { "xl/workbook.xml" };
        let mut parts = good(kind);
        let declared = parts[main].replacen("?>", "?><!DOCTYPE x [<!ENTITY a \"b\">]>", 1);
        parts.insert(main.into(), declared);
        let said = refused(&packed(&parts), &usual);
        assert!(said.contains("document type declaration"), "{said}");
        parts.insert(main.into(), good(kind)[main].replace("</sheets>", "").replace("</table:table>", ""));
        refused(&packed(&parts), &usual);
        // A workbook that lists no sheet, or one that is not there, is none that keeps every point.
        let mut parts = good(kind);
        let none = parts[main].replace("<sheet ", "<x ").replace("table:table ", "x ").replace("table:table>", "x>");
        parts.insert(main.into(), none);
        assert!(refused(&packed(&parts), &usual).contains("with sheets"));
        let mut parts = good(kind);
        let last = parts.keys().next_back().unwrap().clone();
        parts.insert(last, "<a><b></a>".into());
        refused(&packed(&parts), &usual);
    }
    let mut parts = good(Kind::Xlsx);
    parts.remove("xl/worksheets/sheet2.xml");
    assert!(refused(&packed(&parts), &usual).contains("sheet2.xml” is missing"));
    let mut locked = good(Kind::Ods);
    let manifest =
        locked["META-INF/manifest.xml"].replacen("/>", "><manifest:encryption-data/></manifest:file-entry>", 1);
    locked.insert("META-INF/manifest.xml".into(), manifest);
    assert!(refused(&packed(&locked), &usual).contains("password"));
}

/// A cell that stands for millions, and a table over a whole sheet, are counted and not laid out.
#[test]
fn large_claims_cost_little() {
    let mut parts = good(Kind::Ods);
    let blank = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
    let filled = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let rows = |cell: &str| {
        format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row></table:table>")
    };
    let content = parts["content.xml"].clone();
    parts.insert("content.xml".into(), content.replacen("</table:table>", &rows(blank), 1));
    assert_eq!(judged(&packed(&parts)).cells, 24);
    let wide = filled.replacen("office", "table:number-columns-repeated=\"16000\" office", 1);
    parts.insert("content.xml".into(), content.replacen("</table:table>", &rows(&wide), 1));
    assert!(checklist::judge(&packed(&parts), &Limits::default()).is_err());
    let mut parts = good(Kind::Xlsx);
    let table = parts["xl/tables/table2.xml"].replace("A4:C7", "A4:XFD1048576");
    parts.insert("xl/tables/table2.xml".into(), table);
    let verdicts = judged(&packed(&parts));
    assert_eq!(point(&verdicts, 4).verdict, Verdict::Broken);
}

/// Looks of tables that Excel brings, and formats on conditions: those that fill cells, and those that do not.
#[test]
fn looks_that_fill_are_told() {
    let with = |look: &str, stripes: &str, dxf: &str| {
        let mut parts = good(Kind::Xlsx);
        let style = format!("<tableStyleInfo name=\"{look}\" showRowStripes=\"{stripes}\"/>");
        let table = parts["xl/tables/table2.xml"].replace("<tableStyleInfo showRowStripes=\"0\"/>", &style);
        parts.insert("xl/tables/table2.xml".into(), table);
        let own = "<tableStyles><tableStyle name=\"Own\"><tableStyleElement dxfId=\"0\"/></tableStyle></tableStyles>";
        let styles = parts["xl/styles.xml"]
            .replace("</styleSheet>", &format!("<dxfs><dxf>{dxf}</dxf></dxfs>{own}</styleSheet>"));
        parts.insert("xl/styles.xml".into(), styles);
        let rule = "<conditionalFormatting sqref=\"A5\"><cfRule type=\"cellIs\" dxfId=\"0\"/></conditionalFormatting><tableParts";
        let sheet = parts["xl/worksheets/sheet3.xml"].replace("<tableParts", rule);
        parts.insert("xl/worksheets/sheet3.xml".into(), sheet);
        let verdicts = judged(&packed(&parts));
        point(&verdicts, 22).places.iter().map(|p| p.what.clone()).collect::<Vec<_>>().join("; ")
    };
    let fill = "<fill><patternFill><bgColor rgb=\"FFFFC7CE\"/></patternFill></fill>";
    for (look, stripes, dxf, told) in [
        ("TableStyleMedium2", "0", "", "the look TableStyleMedium2"),
        ("TableStyleLight1", "1", "", "the look TableStyleLight1"),
        ("TableStyleLight9", "0", "", "the look TableStyleLight9"),
        ("Own", "0", fill, "the look Own"),
        ("None", "0", fill, "a format on a condition"),
    ] {
        let said = with(look, stripes, dxf);
        assert!(said.contains(told), "{look}: {said}");
    }
    for (look, stripes) in [("TableStyleLight1", "0"), ("TableStyleLight15", "0"), ("Own", "1")] {
        assert_eq!(with(look, stripes, "<font><b/></font>"), "", "{look}");
    }
}

/// Names with a prefix, parts in UTF-16 and texts that are shared say the same.
#[test]
fn other_ways_to_write_the_same() {
    let plain = good(Kind::Xlsx);
    let sheet = "xl/worksheets/sheet3.xml";
    let prefixed =
        plain[sheet].replace('<', "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=");
    let mut parts = plain.clone();
    parts.insert(sheet.into(), prefixed);
    let verdicts = judged(&packed(&parts));
    assert_eq!((verdicts.cells, verdicts.with(Verdict::Broken).count()), (24, 0));
    let mut parts = plain;
    let shared = parts[sheet].replace("t=\"inlineStr\"><is><t>[c]</t></is>", "t=\"s\"><v>1</v>");
    parts.insert(sheet.into(), shared);
    parts.insert(
        "xl/shared.xml".into(),
        "<sst><si><t>none</t></si><si><r><t>[</t></r><r><t>c]</t></r></si></sst>".into(),
    );
    let name = "xl/_rels/workbook.xml.rels";
    let related = "<Relationship Id=\"rId8\" Type=\"http://x/sharedStrings\" Target=\"shared.xml\"/></Relationships>";
    parts.insert(name.into(), parts[name].replace("</Relationships>", related));
    let verdicts = judged(&packed(&parts));
    assert_eq!((verdicts.cells, verdicts.with(Verdict::Broken).count()), (24, 0));
    parts.insert("xl/shared.xml".into(), "<sst><si><t>none</t></si></sst>".into());
    assert!(checklist::judge(&packed(&parts), &Limits::default()).is_err(), "a text that is not there");
}

/// Parts with a piece taken out, doubled or made a large number are judged or refused; nothing gives up.
#[test]
fn damaged_parts_are_judged_or_refused() {
    let (mut refused, mut seed) = (0, 7_u64);
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for kind in Kind::ALL {
        let whole = good(kind);
        for name in whole.keys().cycle().take(400) {
            let text = &whole[name];
            let from = text.floor_char_boundary(next(text.len()));
            let to = text.floor_char_boundary((from + next(40)).min(text.len()));
            let changed = match next(4) {
                0 => format!("{}{}", &text[..from], &text[to..]),
                1 => format!("{}{}{}", &text[..to], &text[from..to], &text[to..]),
                2 => format!("{}4294967295{}", &text[..from], &text[to..]),
                _ => {
                    let digit = text[from..].find(|c: char| c.is_ascii_digit()).map_or(from, |n| from + n);
                    format!("{}99999999{}", &text[..digit], &text[digit..])
                }
            };
            let mut parts = whole.clone();
            parts.insert(name.clone(), changed);
            match checklist::judge(&packed(&parts), &Limits::default()) {
                Ok(verdicts) => assert_eq!(verdicts.points.len(), 36),
                Err(why) => refused += usize::from(why.to_string().contains("cannot be judged")),
            }
        }
    }
    assert!((80..720).contains(&refused), "{refused} were refused");
}
