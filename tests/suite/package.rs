//! The parts of a workbook as texts that can be read and compared: one element a line, deeper ones further in; cells by place,
//! style and words; each style by what it looks like, so that one more in the workbook changes no sheet without it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What stands for the name of the council, or of the part, that the workbook is of.
const WHOSE: &str = "‹whose›";
/// What every look has, or has not, tells nothing of it.
const PLAIN: [&str; 9] = [
    "<name val=\"Calibri\"/>",
    "<family val=\"2\"/>",
    "<scheme val=\"minor\"/>",
    "<color theme=\"1\"/>",
    "<left/>",
    "<right/>",
    "<top/>",
    "<bottom/>",
    "<diagonal/>",
];
/// The digits of a hash.
const HASH: usize = 64;

/// The text of every part; a sheet is called by its name, so that it is found again where another stands before it.
pub fn texts_of_parts(path: &Path) -> BTreeMap<String, String> {
    let mut package = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    for n in 0..package.len() {
        let mut part = package.by_index(n).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), vec![]);
        part.read_to_end(&mut bytes).unwrap();
        // A picture is told by how long it is.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|picture| format!("<bytes>{}</bytes>", picture.as_bytes().len()));
        held.insert(name, text);
    }
    let strings = shared_strings(&held.remove("xl/sharedStrings.xml").unwrap_or_default());
    // Every style that a cell has stands on its sheet.
    let styles = cell_styles(&held.remove("xl/styles.xml").unwrap());
    let sheets = sheet_names(&held["xl/workbook.xml"]);
    let named = |part: &str| {
        let number =
            |before: &str, behind: &str| part.strip_prefix(before)?.strip_suffix(behind)?.parse::<usize>().ok();
        let sheet = number("xl/worksheets/sheet", ".xml").map(|n| sheets[n - 1].clone());
        let links = number("xl/worksheets/_rels/sheet", ".xml.rels").map(|n| format!("{}, links", sheets[n - 1]));
        sheet.or(links).unwrap_or_else(|| part.replace('/', " "))
    };
    // Whose workbook it is stands on each sheet of it.
    let whose = whose(&held["docProps/core.xml"]);
    let council = whose.split(", ").next().unwrap();
    let text =
        |xml: &str| without_hashes(&text_of(xml, &strings, &styles)).replace(&whose, WHOSE).replace(council, WHOSE);
    held.iter().map(|(part, xml)| (named(part), text(xml))).collect()
}

/// The text of a part. It is ours: no sign `>` stands in it but at the end of a tag.
fn text_of(xml: &str, strings: &[String], styles: &[String]) -> String {
    let (mut lines, mut depth): (Vec<String>, usize) = (vec![], 0);
    let mut looks = Looks::default();
    for piece in xml.split('<').skip(1).filter(|piece| !piece.starts_with('?')) {
        let (tag, words) = piece.split_once('>').unwrap();
        if tag.starts_with('/') {
            depth -= 1;
            continue;
        }
        let words = words.trim_end_matches('\n').replace('\n', "⏎");
        match lines.last_mut() {
            Some(cell) if tag == "v" => {
                let held = match cell.strip_suffix(" t=\"s\"") {
                    Some(place) => format!("{place} | {}", strings[words.parse::<usize>().unwrap()]),
                    None => format!("{cell} = {words}"),
                };
                *cell = held;
            }
            _ => {
                let words = if words.is_empty() { words } else { format!(" | {words}") };
                lines.push(format!("{}{}{words}", " ".repeat(depth), looks.short(tag.trim_end_matches('/'))));
            }
        }
        depth += usize::from(!tag.ends_with('/'));
    }
    lines.extend(looks.0.iter().enumerate().map(|(n, style)| format!("s{} {}", n + 1, styles[*style])));
    lines.join("\n") + "\n"
}

/// The styles of a sheet, by their places in the workbook, in the order in which the sheet has them.
#[derive(Default)]
struct Looks(Vec<usize>);

impl Looks {
    /// A cell by its place and its style, `A5 s2`; of a row no guess at how many cells it has.
    fn short(&mut self, tag: &str) -> String {
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !["c", "row", "col"].contains(&name) {
            return tag.to_owned();
        }
        let mut out = if name == "c" { String::new() } else { name.to_owned() };
        for (key, value) in attributes.split("\" ").filter_map(|one| one.trim_end_matches('"').split_once("=\"")) {
            match (name, key) {
                ("c", "r") => out.push_str(value),
                ("row", "spans") => {}
                (_, "s" | "style") => out.push_str(&format!(" s{}", self.number(value.parse().unwrap()))),
                _ => out.push_str(&format!(" {key}=\"{value}\"")),
            }
        }
        out
    }

    fn number(&mut self, style: usize) -> usize {
        let known = self.0.iter().position(|one| *one == style);
        known.unwrap_or_else(|| {
            self.0.push(style);
            self.0.len() - 1
        }) + 1
    }
}

/// How each style of cells looks: format of numbers, font, fill, border, alignment and protection.
fn cell_styles(xml: &str) -> Vec<String> {
    let section = |name: &str| {
        let begun = xml.split_once(&format!("<{name} count=")).map_or("", |(_, rest)| rest);
        begun.split(&format!("</{name}>")).next().unwrap().to_owned()
    };
    let each = |name: &str, one: &str| -> Vec<String> {
        let (whole, begins) = (section(name), format!("<{one}"));
        let pieces = whole.split(&begins).skip(1).filter(|piece| piece.starts_with([' ', '>', '/']));
        let end = format!("</{one}>");
        let plain = |piece: &str| PLAIN.iter().fold(piece.replace(&end, ""), |look, same| look.replace(same, ""));
        pieces.map(|piece| plain(piece).replace("/>", ">")).collect()
    };
    let formats: BTreeMap<String, String> = each("numFmts", "numFmt")
        .iter()
        .map(|format| (attribute(format, "numFmtId"), attribute(format, "formatCode")))
        .collect();
    let [fonts, fills, borders] =
        [("fonts", "font"), ("fills", "fill"), ("borders", "border")].map(|(n, one)| each(n, one));
    let look = |xf: &String| {
        let of = |list: &[String], key: &str| list[attribute(xf, key).parse::<usize>().unwrap()].clone();
        let number = attribute(xf, "numFmtId");
        let (format, beside) =
            (formats.get(&number).unwrap_or(&number), xf.split_once('>').map_or("", |(_, rest)| rest));
        format!("{format} {} {} {} {beside}", of(&fonts, "fontId"), of(&fills, "fillId"), of(&borders, "borderId"))
    };
    each("cellXfs", "xf").iter().map(look).collect()
}

/// The value of an attribute.
fn attribute(tag: &str, key: &str) -> String {
    let rest = tag.split_once(&format!("{key}=\"")).unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

/// The words of each shared string; of one in several fonts all that stands in it.
fn shared_strings(xml: &str) -> Vec<String> {
    let each = xml.split("<si>").skip(1).map(|piece| piece.split("</si>").next().unwrap());
    let plain = |string: &str| {
        let words = string.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</t>"));
        words.filter(|_| !string.starts_with("<r>")).unwrap_or(string).replace('\n', "⏎")
    };
    each.map(plain).collect()
}

/// The council, with the part of it that the workbook is of: what its title begins with.
fn whose(properties: &str) -> String {
    let title = properties.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>")).unwrap().0;
    title.rsplit_once(": performance").unwrap().0.to_owned()
}

/// The text without hashes of files and of the ledger, which hold when each was drawn.
fn without_hashes(text: &str) -> String {
    let words = text.split_inclusive(|c: char| !c.is_ascii_hexdigit());
    let is_hash = |word: &str| word.trim_end_matches(|c: char| !c.is_ascii_hexdigit()).len() == HASH;
    words.map(|word| if is_hash(word) { format!("‹hash›{}", &word[HASH..]) } else { word.to_owned() }).collect()
}

/// The names of the sheets, in order.
fn sheet_names(workbook: &str) -> Vec<String> {
    let name = |piece: &str| piece.split('"').next().unwrap().replace("&amp;", "&");
    workbook.split("<sheet name=\"").skip(1).map(name).collect()
}

#[test]
fn a_part_is_told_an_element_a_line() {
    let xml = "<?xml version=\"1.0\"?>\n<row r=\"1\" spans=\"1:2\" ht=\"9\"><c r=\"A1\" s=\"1\" t=\"s\"><v>1</v></c><c r=\"B1\"><v>1</v></c>\
               <c r=\"C1\" s=\"1\"/></row><end/>";
    let strings = shared_strings("<sst><si><t>none</t></si><si><t xml:space=\"preserve\">On\ntarget</t></si></sst>");
    let styles = ["plain".to_owned(), "bold".to_owned()];
    let told = "row r=\"1\" ht=\"9\"\n A1 s1 | On⏎target\n B1 = 1\n C1 s1\nend\ns1 bold\n";
    assert_eq!(text_of(xml, &strings, &styles), told);
}

#[test]
fn a_style_is_told_by_how_it_looks() {
    let xml = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.0\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/></font>\
               <font><b/></font></fonts><fills count=\"1\"><fill><patternFill/></fill></fills><borders count=\"1\"><border><left/>\
               </border></borders><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>\
               <xf numFmtId=\"164\" fontId=\"1\" fillId=\"0\" borderId=\"0\"><alignment wrapText=\"1\"/></xf></cellXfs>";
    let styles = cell_styles(xml);
    assert_eq!(styles[0], "0 ><sz val=\"11\"> ><patternFill> > ");
    assert_eq!(styles[1], "0.0 ><b> ><patternFill> > <alignment wrapText=\"1\">");
    assert_eq!(styles.len(), 2);
}

#[test]
fn no_hash_is_kept() {
    let (hash, short) = ("0a".repeat(32), "0a".repeat(31));
    assert_eq!(
        without_hashes(&format!("Head: {hash}.\n{short} and\n{hash}")),
        format!("Head: ‹hash›.\n{short} and\n‹hash›")
    );
}
