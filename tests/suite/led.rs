//! Where the links of the demo's saved workbooks lead.

use super::books::Opened;
use super::harness::{look_at, read};
use super::parts::{attribute, text};
use calamine::Data;
use std::collections::HashMap;

/// A link: the file that it leads to, where that is another, and the place.
struct Link {
    file: Option<String>,
    place: String,
}

/// The tags of a part that begin with a name.
fn tags<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = &'x str> {
    xml.split(&format!("<{name}")).skip(1).map(|tag| tag.split('>').next().unwrap()).collect::<Vec<_>>().into_iter()
}

/// The links of every sheet of a saved workbook, by the sheet's name.
fn links(bytes: &[u8]) -> Vec<(String, Vec<Link>)> {
    let book = text(bytes, "xl/workbook.xml");
    let names = tags(&book, "sheet ").map(|tag| attribute(&format!(" {tag}"), "name").unwrap().to_owned());
    let of = |n: usize| {
        let sheet = text(bytes, &format!("xl/worksheets/sheet{n}.xml"));
        let target = |id: &str| {
            let all = text(bytes, &format!("xl/worksheets/_rels/sheet{n}.xml.rels"));
            let own = tags(&all, "Relationship ").find(|tag| tag.contains(&format!("Id=\"{id}\""))).unwrap();
            attribute(own, "Target").unwrap().to_owned()
        };
        let link = |tag: &str| Link {
            file: attribute(tag, "r:id").map(target),
            place: attribute(tag, "location").unwrap_or_else(|| panic!("{tag}")).to_owned(),
        };
        tags(&sheet, "hyperlink ").map(link).collect()
    };
    names.zip(1..).map(|(name, n)| (name, of(n))).collect()
}

#[test]
fn every_link_leads_to_a_cell_that_says_something() {
    let council = look_at::consolidated();
    let mut books: HashMap<String, Opened> = HashMap::new();
    let (mut here, mut beside, mut apart) = (0, 0, 0);
    for name in ["cabinet.xlsx", "officers.xlsx"] {
        for (from, links) in links(&read(&council.report(name))) {
            for Link { file, place } in links {
                match file.as_deref() {
                    None => here += 1,
                    Some("cabinet.xlsx" | "officers.xlsx") => beside += 1,
                    Some(_) => apart += 1,
                }
                let file = file.map_or_else(|| name.to_owned(), |file| file.replace("%20", " "));
                let at = books.entry(file).or_insert_with_key(|file| Opened::read(&council.report(file)));
                let said = at.cell(&place.replace('\'', ""));
                assert!(said != Data::Empty, "{name}, {from}: {place} says nothing");
            }
        }
    }
    assert!(here > 1_000 && beside > 100 && apart >= 6, "{here} {beside} {apart}");
}
