//! Texts that would like to be more than texts, in every place that has one.

use super::read::read;
use super::{downloads, edition};
use crate::public::page::{Download, page};
use crate::public::{OffTarget, PublicEdition, PublicRisk};

/// What may stand in a cell.
const PAYLOADS: [&str; 16] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "javascript:alert(document.domain)",
    "</style><style>body{display:none}</style>",
    "</title></desc></svg><script>alert(1)</script>",
    "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "]]><![CDATA[ <x> ]]>",
    "<!-- --> <!DOCTYPE x [<!ENTITY y \"z\">]> &y;",
    "{{ edition.council }} {% include \"page/foot.html\" %} {# no #}",
    "“double” 'single' \"plain\" `back`",
    "\u{202e}gnitaler\u{202c} \u{2067}right\u{2069} zero\u{200b}width\u{200d}joined\u{feff}",
    "null\u{0} bell\u{7} escape\u{1b} next\u{85} none\u{fffe}\u{ffff} line\nline\ttab\r\nend",
    "}:root{--ink:#fff}*{display:none}",
    "data:text/html,<script>alert(1)</script>",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} é e\u{301} ﷽",
];

/// A payload in turn, and one word of 3,000 letters.
fn turns() -> impl FnMut() -> String {
    let mut n = 0;
    move || {
        n += 1;
        PAYLOADS.get(n % (PAYLOADS.len() + 1)).map_or_else(|| "longest".repeat(430), |p| (*p).to_owned())
    }
}

/// The edition and its downloads with other texts, everywhere.
fn with_texts(mut e: PublicEdition, mut text: impl FnMut() -> String) -> (PublicEdition, Vec<Download>) {
    e.risks.push(PublicRisk {
        title: text(),
        category: text(),
        score: 20,
        band: text(),
        appetite: text(),
        controls: text(),
        service: text(),
    });
    for place in [&mut e.council, &mut e.title, &mut e.heading, &mut e.months, &mut e.state, &mut e.next, &mut e.accent]
    {
        *place = text();
    }
    for place in [&mut e.contact.words, &mut e.contact.email, &mut e.licence.name] {
        *place = text();
    }
    e.licence.address = format!("https://licence.example/{}", text());
    for look in e.looks.values_mut() {
        [&mut look.word, &mut look.symbol, &mut look.fill, &mut look.ink].into_iter().for_each(|place| *place = text());
    }
    e.headlines.iter_mut().chain(&mut e.notes).for_each(|place| *place = text());
    e.priorities.iter_mut().flat_map(|p| [&mut p.name, &mut p.words]).for_each(|place| *place = text());
    for m in &mut e.measures {
        m.off_target = Some(OffTarget { since: text(), why: text(), done: text() });
        let names = [&mut m.id, &mut m.name, &mut m.definition, &mut m.service, &mut m.directorate, &mut m.unit_words];
        let parts = [&mut m.numerator_name, &mut m.denominator_name];
        let told = [&mut m.change, &mut m.change_on_year, &mut m.described];
        names.into_iter().chain(parts).chain(told).chain(&mut m.priorities).for_each(|place| *place = text());
    }
    let successes = e.successes.iter_mut().flat_map(|s| [&mut s.kind, &mut s.sentence, &mut s.words]);
    successes.for_each(|place| *place = text());
    for (heading, paragraphs) in &mut e.method {
        *heading = text();
        paragraphs.iter_mut().for_each(|place| *place = text());
    }
    let downloads = downloads().into_iter().map(|d| Download { file: text(), words: text(), kind: text(), ..d });
    (e, downloads.collect())
}

/// The page whose texts are payloads in turn.
pub fn hostile() -> String {
    let (edition, downloads) = with_texts(edition(24), turns());
    page(&edition, &downloads).unwrap()
}

/// Elements with the names of their attributes: all that texts must not touch.
fn skeleton(html: &str) -> Vec<(String, Vec<String>)> {
    let page = read(html);
    page.elements.into_iter().map(|e| (e.name, e.attributes.into_keys().collect())).collect()
}

#[test]
fn every_text_stays_a_text() {
    let all = |text: &str| {
        let (edition, downloads) = with_texts(edition(12), || text.to_owned());
        page(&edition, &downloads).unwrap()
    };
    let (plain, harmless) = (skeleton(&all("word")), read(&all("word")));
    for payload in PAYLOADS {
        let html = all(payload);
        assert!(skeleton(&html) == plain, "{payload} is more than a text");
        let page = read(&html);
        assert_eq!(page.style, harmless.style, "{payload} is in the style");
        let mut shown = payload.replace("\r\n", "\n");
        shown.retain(|sign| sign == '\n' || !(sign.is_control() || matches!(sign, '\u{FFFE}' | '\u{FFFF}')));
        let told = page.blocks.iter().filter(|block| block.contains(&shown)).count();
        let expected = harmless.blocks.iter().filter(|block| block.contains("word")).count();
        assert!(told >= expected, "{payload} is shown {told} times, “word” {expected} times");
        let leads =
            |link: &&str| ["#", "./", "https://licence.example/", "mailto:"].iter().any(|to| link.starts_with(to));
        assert!(page.values("href").iter().all(leads), "{payload}: {:?}", page.values("href"));
    }
}

#[test]
fn all_of_them_on_one_page() {
    let page = read(&hostile());
    assert!(page.named("script").is_empty() && page.named("img").is_empty());
    assert!(page.blocks.iter().any(|block| block.contains("longestlongest")));
    assert!(page.blocks.iter().any(|block| block.contains("<script>alert(1)</script>")));
}
