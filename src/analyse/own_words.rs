//! The team's own words in the quarter: what they stand for, whether the figures under them have changed, and where each of
//! their own figures comes from.

use super::known_figures::{self, FigureTerms};
use super::shown::plain;
use super::{Analysis, BasketKind, Inputs, Success, SuccessKind};
use crate::map::Set;
use crate::reading::own_words::{OwnWords, SaidFigure, SaidWords, Sentence, WordsAt, remembered};

/// Successes of one kind that the first page tells.
const BEST: usize = 2;

impl<'a> Analysis<'a> {
    /// What the first page tells of what went well: the first successes of every kind.
    pub fn best_successes(&self) -> impl Iterator<Item = &Success<'a>> {
        SuccessKind::ALL.into_iter().flat_map(|kind| self.successes.iter().filter(move |s| s.kind == kind).take(BEST))
    }

    /// Every sentence that the first page says of itself, in its order.
    pub fn sentences(&self) -> Vec<Sentence<'_>> {
        let lines = self.headlines.iter().chain(&self.money_lines).map(|h| Sentence {
            key: h.kind.key().to_owned(),
            about: h.kind.words().to_owned(),
            words: &h.computed,
        });
        let well = self.best_successes().map(|s| Sentence {
            key: format!("{}:{}", s.kind.key(), self.id(s.indicator)),
            about: format!("{}: {}", s.kind.words(), self.id(s.indicator)),
            words: &s.computed,
        });
        lines.chain(well).collect()
    }

    /// What the team says about a measure, a risk, an action, a milestone or a priority, by its id: as it is shown, one
    /// below another. Empty where it says nothing.
    pub fn own_words_about(&self, id: &str) -> String {
        let of = self.own_words.iter().filter(|w| w.key == id && w.is_shown() && !w.sentence);
        of.map(SaidWords::shown).collect::<Vec<_>>().join("\n")
    }

    /// The id of something of the quarter as the council writes it, and what the quarter says of it.
    pub(super) fn says_of(&self, id: &str) -> Option<(String, String)> {
        let id = id.trim();
        let is = |other: &str| other.eq_ignore_ascii_case(id);
        if let Some(n) = self.register.indicator_number(id).and_then(|n| self.position(n)) {
            return Some((self.id(n).to_owned(), self.sentence(n)));
        }
        if let Some(r) = self.risks.iter().find(|r| is(&r.risk.id)) {
            let score = r.score.map_or_else(|| "not scored".to_owned(), |s| format!("score {}", plain(0, s.into())));
            let band = if r.band.is_empty() { String::new() } else { format!(", {}", r.band) };
            return Some((r.risk.id.to_string(), format!("{}: {score}{band}.", r.risk.title)));
        }
        if let Some(x) = self.actions.iter().find(|x| is(&x.action.id)) {
            return Some((x.action.id.to_string(), format!("{}: {}.", x.action.title, x.since_words())));
        }
        if let Some(m) = self.delivery_plan.milestones.iter().find(|m| is(m.id)) {
            return Some((m.id.to_string(), format!("{}: {}.", m.title, m.state.words())));
        }
        let priority = self.register.priorities.iter().find(|p| is(&p.id) || is(&p.name))?;
        let of = |b: &&super::Basket| b.kind == BasketKind::Priority && b.name == priority.name;
        Some((priority.id.clone(), self.basket_sentence(self.baskets.iter().find(of)?)))
    }
}

/// Looks the team's words up in a quarter that is computed but for them, and puts them in the place of what they stand for.
pub(super) fn put_in(a: &mut Analysis<'_>, inputs: &Inputs<'_>) {
    if inputs.own_words.is_empty() {
        return;
    }
    let said = looked_up(a, inputs);
    let own = |key: &str| said.iter().find(|w| w.replaces() && w.key == key).map(SaidWords::shown);
    for line in a.headlines.iter_mut().chain(&mut a.money_lines) {
        if let Some(words) = own(line.kind.key()) {
            line.sentence = words;
        }
    }
    let (register, indicators) = (a.register, &a.indicators);
    for success in &mut a.successes {
        let id = &register.indicators[indicators[success.indicator].indicator].id;
        if let Some(words) = own(&format!("{}:{id}", success.kind.key())) {
            success.sentence = words;
        }
    }
    a.own_words = said;
}

/// Of the whole's words those that a part shows: all of the council, and what is about something of the part.
pub(super) fn of_part(part: &Analysis<'_>, whole: &[SaidWords]) -> Vec<SaidWords> {
    let of_it = |words: &&SaidWords| !matches!(words.own.at, WordsAt::About(_)) || part.says_of(&words.key).is_some();
    whole.iter().filter(of_it).cloned().collect()
}

fn looked_up(a: &Analysis<'_>, inputs: &Inputs<'_>) -> Vec<SaidWords> {
    let known = known_figures::known(a, inputs.past);
    let sentences = a.sentences();
    let names = names(a);
    let owners: Set<&str> = known.iter().map(|k| k.owner).filter(|owner| !owner.is_empty()).collect();
    let one = |own: &OwnWords| {
        let stands = Standing::of(a, &sentences, own);
        let under = stands.says.as_deref().unwrap_or_default();
        let meant = |(name, owner): &(&str, &str)| {
            stands.key == *name || stands.key == *owner || is_said(&own.words, name) || is_said(&stands.about, name)
        };
        let mut named: Set<&str> = names.iter().filter(|n| meant(n)).map(|(_, owner)| *owner).collect();
        let of_named = !named.is_empty();
        // Groups and services are named in passing: theirs comes first, and others' is found all the same.
        let texts = if of_named { [own.words.as_str(), ""] } else { [&own.words, under] };
        named.extend(owners.iter().filter(|owner| texts.iter().any(|text| is_said(text, owner))));
        let look_up = |over: &str| {
            FigureTerms { known: &known, period: a.period, named: &named, of_named, under, over }.look_up(&own.words)
        };
        let says = |figures: &[SaidFigure]| if stands.added { Some(remembered(figures)) } else { stands.says.clone() };
        let mut figures = look_up("");
        // What was said then and is no more tells stale figures from those that nobody ever had.
        if let Some(over) = own.over.as_deref().filter(|over| says(&figures).as_deref() != Some(*over)) {
            figures = look_up(over);
        }
        let says = says(&figures);
        let over = own.over.clone().or_else(|| says.clone());
        // The number of an older notebook is taken once, as the sentence that it was of.
        let at = match (&own.at, stands.added) {
            (WordsAt::Line(_), true) => WordsAt::Added,
            (WordsAt::Line(_), false) => WordsAt::Line(stands.key.clone()),
            // A sentence by what its line has under About.
            (WordsAt::About(_), false) if stands.sentence => WordsAt::Line(stands.key.clone()),
            (at, _) => at.clone(),
        };
        let own = OwnWords { at, over, ..own.clone() };
        SaidWords { own, about: stands.about, key: stands.key, sentence: stands.sentence, says, figures }
    };
    let mut said: Vec<SaidWords> = inputs.own_words.iter().map(one).collect();
    once_each(&mut said);
    said
}

/// What words stand for in the quarter.
#[derive(Default)]
struct Standing {
    about: String,
    key: String,
    sentence: bool,
    added: bool,
    says: Option<String>,
}

impl Standing {
    fn in_place_of(sentence: &Sentence<'_>) -> Self {
        let (about, key, says) = (sentence.about.clone(), sentence.key.clone(), Some(sentence.words.to_owned()));
        Self { about, key, says, sentence: true, added: false }
    }

    fn of(a: &Analysis<'_>, sentences: &[Sentence<'_>], own: &OwnWords) -> Self {
        let added = Self { added: true, ..Self::default() };
        match &own.at {
            WordsAt::Added => added,
            WordsAt::About(id) => {
                match (a.says_of(id), sentences.iter().find(|s| s.about.eq_ignore_ascii_case(id.trim()))) {
                    (Some((key, says)), _) => Self { about: key.clone(), key, says: Some(says), ..Self::default() },
                    (None, Some(sentence)) => Self::in_place_of(sentence),
                    (None, None) => Self { about: id.clone(), key: id.clone(), ..Self::default() },
                }
            }
            WordsAt::Line(key) => {
                // Older notebooks number the things to know; a number behind the last of them adds one.
                let line = match key.parse::<usize>() {
                    Ok(n) if n > a.headlines.len() => return added,
                    Ok(n) => sentences.get(n.wrapping_sub(1)),
                    Err(_) => sentences.iter().find(|s| s.key == *key),
                };
                let gone = || Self { about: key.clone(), key: key.clone(), sentence: true, ..Self::default() };
                line.map_or_else(gone, Self::in_place_of)
            }
        }
    }
}

/// A sentence has one line of words: others that name it stand nowhere, and are told.
fn once_each(said: &mut [SaidWords]) {
    for n in 1..said.len() {
        let (before, rest) = said.split_at_mut(n);
        let words = &mut rest[0];
        if words.sentence && before.iter().any(|other| other.replaces() && other.key == words.key) {
            words.says = None;
        }
    }
}

/// What measures, risks, actions, milestones and priorities are called, each with the owner of its figures.
fn names<'s>(a: &'s Analysis<'_>) -> Vec<(&'s str, &'s str)> {
    let mut out: Vec<(&str, &str)> = vec![];
    for r in &a.indicators {
        let i = &a.register.indicators[r.indicator];
        out.extend([(&*i.id, &*i.id), (&*i.name, &*i.id)]);
    }
    out.extend(a.risks.iter().flat_map(|r| [&*r.risk.id, &*r.risk.title].map(|name| (name, &*r.risk.id))));
    out.extend(a.actions.iter().flat_map(|x| [&*x.action.id, &*x.action.title].map(|name| (name, &*x.action.id))));
    out.extend(a.delivery_plan.milestones.iter().flat_map(|m| [&**m.id, m.title].map(|name| (name, &**m.id))));
    out.extend(a.register.priorities.iter().flat_map(|p| [&*p.id, &*p.name].map(|name| (name, &*p.name))));
    out.retain(|(name, _)| !name.is_empty());
    out
}

/// Whether a text says a name; an id of digits alone is not told from a figure.
fn is_said(text: &str, name: &str) -> bool {
    name.contains(char::is_alphabetic) && is_named(text, name)
}

/// Whether a text has a name as words of their own.
fn is_named(text: &str, name: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name)
        .any(|(at, _)| apart(text[..at].chars().next_back()) && apart(text[at + name.len()..].chars().next()))
}
