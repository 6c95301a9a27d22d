//! What stands on a sheet beside its cells: text boxes, pictures, notes and threaded comments. None of it is read; it
//! is counted, and its first words are kept.

use super::reference::position;
use super::xlsb_records::{BiffRecords, number, text};
use super::xml::{attributes_of, unescaped};
use crate::text::words::clean;
use compact_str::CompactString;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Longer words of a note say no more to who reads a finding.
const WORDS: usize = 200;
/// How Excel begins the note that stands for a threaded comment in older programs.
const OF_A_THREAD: &str = "[Threaded comment]";
/// How our own notes are told: by their author, and in somebody else's note by these words before them.
const OURS: &str = "Quarterday";
const OURS_BELOW: &str = "[Quarterday] ";

/// What stands on a sheet beside its cells.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Beside {
    pub text_boxes: u32,
    pub pictures: u32,
    /// The words of the first text box.
    pub words: CompactString,
    /// The words on each cell that has any, by its place.
    pub notes: BTreeMap<(u32, u32), CompactString>,
}

impl Beside {
    /// Takes a drawing.
    pub fn take_drawing(&mut self, part: &[u8]) {
        if memmem::find(part, b"txBody").is_none() && memmem::find(part, b"pic>").is_none() {
            return;
        }
        let mut reader = Reader::from_reader(part);
        // The text of the shape that is being read.
        let mut shape: Option<String> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => match e.local_name().as_ref() {
                    // What older programs are to show instead.
                    "Fallback" if reader.read_to_end(e.name()).is_err() => return,
                    "pic" => self.pictures += 1,
                    "sp" => shape = Some(String::new()),
                    "t" => {
                        let Ok(text) = reader.read_text(e.name()) else { return };
                        if let Some(shape) = shape.as_mut().filter(|s| s.len() < WORDS) {
                            shape.push_str(&unescaped(&text));
                        }
                    }
                    _ => {}
                },
                Ok(Event::End(e)) => match e.local_name().as_ref() {
                    "sp" => {
                        let words = shape.take().unwrap_or_default();
                        self.take_text_box(&words);
                    }
                    "p" => shape.as_mut().filter(|s| !s.is_empty()).map_or((), |s| s.push(' ')),
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Takes a box with these words in it; one without words says nothing.
    pub fn take_text_box(&mut self, words: &str) {
        if clean(words).is_empty() {
            return;
        }
        self.text_boxes += 1;
        if self.words.is_empty() {
            self.words = shortened(words);
        }
    }

    /// Takes a note of an author.
    pub fn take_note(&mut self, at: (u32, u32), author: &str, words: &str) {
        if author.trim() != OURS {
            self.note(at, words);
        }
    }

    /// Takes the notes of a sheet; those that stand for threaded comments are said with these.
    pub fn take_comments(&mut self, part: &[u8]) {
        let mut reader = Reader::from_reader(part);
        let (mut authors, mut at, mut ours, mut words) = (Vec::new(), None, false, String::new());
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => match e.local_name().as_ref() {
                    "author" => {
                        let Ok(text) = reader.read_text(e.name()) else { return };
                        authors.push(unescaped(&text) == OURS);
                    }
                    "comment" => {
                        let of = |key: &str| {
                            let mut all = e.attributes().flatten();
                            all.find(|a| AsRef::<str>::as_ref(&a.key) == key).map(|a| a.value.to_string())
                        };
                        at = of("ref").and_then(|r| position(r.as_bytes()));
                        let author = of("authorId").and_then(|n| n.parse::<usize>().ok());
                        ours = author.and_then(|n| authors.get(n).copied()).unwrap_or(false);
                        words.clear();
                    }
                    "t" => match reader.read_text(e.name()) {
                        Ok(text) if words.len() < WORDS => words.push_str(&unescaped(&text)),
                        Ok(_) => {}
                        Err(_) => return,
                    },
                    _ => {}
                },
                Ok(Event::End(e)) if e.local_name().as_ref() == "comment" => {
                    if let Some(at) = at.take().filter(|_| !ours) {
                        self.note(at, &words);
                    }
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Takes the threaded comments of a sheet.
    pub fn take_threads(&mut self, part: &[u8]) {
        let places = attributes_of(part, "threadedComment", ["ref"]).into_iter();
        let mut places = places.map(|[at]| position(at.as_bytes()));
        let mut reader = Reader::from_reader(part);
        let mut threads: BTreeMap<(u32, u32), String> = BTreeMap::new();
        let mut at = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) if e.local_name().as_ref() == "threadedComment" => at = places.next().flatten(),
                Ok(Event::Empty(e)) if e.local_name().as_ref() == "threadedComment" => _ = places.next(),
                Ok(Event::Start(e)) if e.local_name().as_ref() == "text" => {
                    let Ok(text) = reader.read_text(e.name()) else { break };
                    if let Some(words) = at.map(|at| threads.entry(at).or_default()).filter(|w| w.len() < WORDS) {
                        words.push_str(if words.is_empty() { "" } else { " / " });
                        words.push_str(&unescaped(&text));
                    }
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        self.notes.extend(threads.into_iter().map(|(at, words)| (at, shortened(&words))));
    }

    /// Takes the notes of a sheet of an .xlsb.
    pub fn take_binary_comments(&mut self, part: &[u8]) {
        // The names are those of [MS-XLSB].
        const AUTHOR: u16 = 632;
        const COMMENT: u16 = 635;
        const TEXT: u16 = 637;
        let (mut authors, mut at, mut ours) = (Vec::new(), None, false);
        for record in BiffRecords::of(part) {
            let field = |place| number::<4>(record.body, place);
            match record.kind {
                AUTHOR => authors.push(text(record.body, 0).is_some_and(|(name, _)| name == OURS)),
                COMMENT => {
                    at = field(4).zip(field(12));
                    ours = field(0).and_then(|n| authors.get(n as usize).copied()).unwrap_or(false);
                }
                TEXT => {
                    if let Some((at, (words, _))) = at.take().filter(|_| !ours).zip(text(record.body, 1)) {
                        self.note(at, &words);
                    }
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, at: (u32, u32), words: &str) {
        let words = words.split(OURS_BELOW).next().unwrap_or_default();
        let stands_for_a_thread = words.starts_with(OF_A_THREAD);
        let words = match words.rsplit_once("Comment:").filter(|_| stands_for_a_thread) {
            Some((_, words)) => words,
            None => words,
        };
        // The thread itself has all of its words.
        if !clean(words).is_empty() && !is_ours(words) {
            self.notes.entry(at).or_insert_with(|| shortened(words));
        }
    }
}

/// LibreOffice forgets who wrote a note; ours begin with a severity and a code.
fn is_ours(words: &str) -> bool {
    let rest = ["▲ Error ", "◆ Query "].iter().find_map(|s| clean(words).strip_prefix(s));
    let code = rest.and_then(|r| r.split(':').next());
    code.is_some_and(|c| !c.is_empty() && c.len() <= 12 && c.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// The first words on one line.
fn shortened(words: &str) -> CompactString {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line[..line.floor_char_boundary(WORDS)].into()
}
