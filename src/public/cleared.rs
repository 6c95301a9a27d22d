//! Texts of the council's own people, without what is not for everybody: names, e-mail addresses.

use crate::analyse::Inputs;
use crate::register::Register;
use crate::settings::Named;
use std::collections::BTreeSet;

/// What stands where a name was.
pub const NAME_REMOVED: &str = "[name removed]";
/// What stands where an address was.
pub const ADDRESS_REMOVED: &str = "[e-mail address removed]";

/// Words before a name that are no part of it.
const TITLES: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "cllr",
    "councillor",
    "chief",
    "officer",
];
/// Words at the end of what is a post or a team and not a person.
const POSTS: [&str; 21] = [
    "manager",
    "managers",
    "officer",
    "officers",
    "director",
    "directors",
    "head",
    "heads",
    "lead",
    "leader",
    "team",
    "teams",
    "service",
    "services",
    "board",
    "group",
    "partnership",
    "committee",
    "council",
    "department",
    "unit",
];

/// Knows the names that may not be published, and takes them out.
#[derive(Debug, Clone, Default)]
pub struct Cleared {
    /// In lower case, the longest first, so that none is left half.
    names: Vec<String>,
}

impl Cleared {
    /// The names of a quarter's register and returns that the settings do not allow.
    pub fn new(inputs: &Inputs<'_>) -> Self {
        let register = inputs.register;
        let allowed = allowed(register, inputs.settings.public.named);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for name in people(inputs) {
            let Some(name) = person(name, register) else { continue };
            if !allowed.contains(&name) && inputs.settings.public.named != Named::Everybody {
                names.extend(forms(&name));
            }
        }
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { names }
    }

    /// The text without names and addresses.
    pub fn text(&self, text: &str) -> String {
        let mut out = without_addresses(text);
        for name in &self.names {
            out = without(&out, name);
        }
        out
    }
}

/// Everybody whom the register and the returns name.
fn people<'a>(inputs: &Inputs<'a>) -> impl Iterator<Item = &'a str> {
    let register = inputs.register;
    let services = register.services.iter().flat_map(|s| [&s.head, &s.contact, &s.portfolio]);
    let owners = register.indicators.iter().map(|i| &i.owner);
    let owners =
        owners.chain(register.priorities.iter().map(|p| &p.owner)).chain(register.sets.iter().map(|s| &s.owner));
    let owners = owners.chain(register.plan.iter().map(|m| &m.owner));
    let returns = inputs.returns.iter().flat_map(|r| {
        let lines = r.risks.iter().map(|risk| &risk.owner).chain(r.actions.iter().map(|action| &action.lead));
        [&r.contact, &r.signed_off_by].into_iter().chain(lines)
    });
    let past = inputs.past.risks.values().map(|r| &r.owner).chain(inputs.past.actions.iter().map(|a| &a.lead));
    let queries = inputs.queries.iter().filter_map(|q| q.confirmation()).map(|answer| answer.by);
    services.chain(owners).chain(returns).chain(past).map(String::as_str).chain(queries)
}

/// The names that may stand, in lower case.
fn allowed(register: &Register, named: Named) -> BTreeSet<String> {
    let members = register.services.iter().map(|s| &s.portfolio).chain(register.priorities.iter().map(|p| &p.owner));
    let heads = register.services.iter().map(|s| &s.head);
    let members = members.filter(|_| named != Named::Nobody);
    let heads = heads.filter(|_| matches!(named, Named::Heads | Named::Everybody));
    members.chain(heads).filter_map(|name| person(name, register)).collect()
}

/// A person's name without titles, in lower case; `None` where the text is a post, a team or one word.
fn person(text: &str, register: &Register) -> Option<String> {
    let plain = |word: &&str| word.trim_end_matches('.').to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<&str> = words.into_iter().skip_while(|word| TITLES.contains(&plain(word).as_str())).collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    if !(2..=5).contains(&words.len()) || !words.iter().all(capital) {
        return None;
    }
    if words.last().is_some_and(|word| POSTS.contains(&plain(word).as_str())) || is_of_council(&words, register) {
        return None;
    }
    Some(words.join(" ").to_lowercase())
}

/// All its words are those of a service or a directorate: `Public Health`.
fn is_of_council(words: &[&str], register: &Register) -> bool {
    let has = |name: &str| {
        let name = name.to_lowercase();
        let own: Vec<&str> = name.split_whitespace().collect();
        words.iter().all(|word| own.contains(&word.to_lowercase().as_str()))
    };
    register.services.iter().any(|s| has(&s.name) || has(&s.directorate))
}

/// The ways in which a name is written: in full, and with an initial.
fn forms(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return vec![] };
    let Some(initial) = first.chars().next() else { return vec![] };
    let mut forms = vec![name.to_owned(), format!("{initial}. {last}"), format!("{initial} {last}")];
    forms.extend(TITLES.iter().map(|title| format!("{title} {last}")));
    forms.extend(TITLES.iter().map(|title| format!("{title}. {last}")));
    forms
}

/// The text without a name, whatever its case, where it stands as whole words.
fn without(text: &str, name: &str) -> String {
    let lower: Vec<(usize, char)> =
        text.char_indices().flat_map(|(at, c)| c.to_lowercase().map(move |l| (at, l))).collect();
    let name: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut from) = (0, 0);
    while at + name.len() <= lower.len() {
        let here = lower[at..at + name.len()].iter().map(|(_, c)| c).eq(&name);
        let end = lower.get(at + name.len()).map_or(text.len(), |(end, _)| *end);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = at.checked_sub(1).map(|before| lower[before].1);
        if here && !letter(before) && !letter(lower.get(at + name.len()).map(|(_, c)| *c)) {
            out.push_str(&text[from..lower[at].0]);
            out.push_str(NAME_REMOVED);
            from = end;
            at += name.len();
        } else {
            at += 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// The text without e-mail addresses: words with an @ between other signs.
fn without_addresses(text: &str) -> String {
    let inside =
        |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '“' | '”');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(inside) {
        let end = rest[start..].find(|c| !inside(c)).map_or(rest.len(), |n| start + n);
        let word = &rest[start..end];
        let address =
            word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains(char::is_alphanumeric));
        out.push_str(&rest[..start]);
        match address {
            true => {
                let dots = word.len() - word.trim_end_matches(['.', ':', '!', '?']).len();
                out.push_str(ADDRESS_REMOVED);
                out.push_str(&word[word.len() - dots..]);
            }
            false => out.push_str(word),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
