//! Texts of the council's own people, without what is not for everybody: names, e-mail addresses.

use crate::analyse::Inputs;
use crate::map::Map;
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
    /// By their first word, in lower case: the longest first, so that none is left half.
    names: Map<String, Vec<Vec<char>>>,
}

impl Cleared {
    /// The names of a quarter's register and returns that the settings do not allow.
    pub fn new(inputs: &Inputs<'_>) -> Self {
        let register = inputs.register;
        let allowed = allowed(register, inputs.settings.public.named);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for name in people(inputs) {
            let below = |name: &String| !allowed.contains(name) && inputs.settings.public.named != Named::Everybody;
            names.extend(persons(name, register).iter().filter(|name| below(name)).flat_map(|name| forms(name)));
        }
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let mut by_first: Map<String, Vec<Vec<char>>> = Map::default();
        for name in names {
            let first = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            by_first.entry(first).or_default().push(name.chars().collect());
        }
        Self { names: by_first }
    }

    /// The text without names and addresses.
    pub fn text(&self, text: &str) -> String {
        self.without_names(&without_addresses(text))
    }

    /// The text without names, whatever their case, where they stand as whole words.
    fn without_names(&self, text: &str) -> String {
        let signs = text.char_indices().map(|(at, c)| (at, plain(c)));
        let mut lower: Vec<(usize, char)> = signs.flat_map(|(at, c)| c.to_lowercase().map(move |l| (at, l))).collect();
        // However many spaces, and of whatever kind, stand between two words.
        lower.dedup_by(|b, a| a.1 == ' ' && b.1 == ' ');
        let mut out = String::with_capacity(text.len());
        let (mut at, mut from) = (0, 0);
        while at < lower.len() {
            let word: String = lower[at..].iter().map(|(_, c)| *c).take_while(|c| c.is_alphanumeric()).collect();
            let named = self.names.get(&word).into_iter().flatten().find(|name| stands(&lower[at..], name));
            match named {
                Some(name) => {
                    out.push_str(&text[from..lower[at].0]);
                    out.push_str(NAME_REMOVED);
                    at += name.len();
                    from = lower.get(at).map_or(text.len(), |(end, _)| *end);
                }
                None => at += word.chars().count().max(1),
            }
        }
        out.push_str(&text[from..]);
        out
    }
}

/// A text begins with a name, and no letter goes on behind it.
fn stands(text: &[(usize, char)], name: &[char]) -> bool {
    let same = text.len() >= name.len() && text.iter().zip(name).all(|((_, a), b)| a == b);
    same && !text.get(name.len()).is_some_and(|(_, c)| c.is_alphanumeric())
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
    members.chain(heads).flat_map(|name| persons(name, register)).collect()
}

/// The persons that a text names, without titles and in lower case: `Jo Marsh, Head of Housing`, `Ann Bell & Tom Cole`,
/// `Pike, Paul`.
fn persons(text: &str, register: &Register) -> Vec<String> {
    let text: String = text.chars().map(plain).collect();
    let parts: Vec<&str> =
        text.split([',', '&', ';', '/']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let found: Vec<String> = parts.iter().filter_map(|part| person(part, register)).collect();
    match (&found[..], &parts[..]) {
        ([], [last, first]) => person(&format!("{first} {last}"), register).into_iter().collect(),
        _ => found,
    }
}

/// A sign as every keyboard has it.
fn plain(sign: char) -> char {
    match sign {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' => '-',
        '＠' => '@',
        sign if sign.is_whitespace() => ' ',
        sign => sign,
    }
}

/// Words inside a name that begin with a small letter.
const PARTICLES: [&str; 16] =
    ["van", "von", "de", "der", "den", "la", "le", "di", "da", "du", "bin", "ibn", "al", "el", "ap", "y"];

/// A person's name without titles, in lower case; `None` where the text is a post, a team or one word.
fn person(text: &str, register: &Register) -> Option<String> {
    let plain = |word: &&str| word.trim_end_matches('.').to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<&str> = words.into_iter().skip_while(|word| TITLES.contains(&plain(word).as_str())).collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) || PARTICLES.contains(word);
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
    let mut forms = vec![
        name.to_owned(),
        format!("{initial}. {last}"),
        format!("{initial}.{last}"),
        format!("{initial} {last}"),
        format!("{last}, {first}"),
    ];
    forms.extend(TITLES.iter().map(|title| format!("{title} {last}")));
    forms.extend(TITLES.iter().map(|title| format!("{title}. {last}")));
    forms
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
        let address = word
            .split_once(['@', '＠'])
            .is_some_and(|(name, host)| !name.is_empty() && host.contains(char::is_alphanumeric));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;
    use rstest::rstest;

    /// What is left of a text where Jo Marsh owns measures, A. Contact fills in returns and A. Head heads services.
    #[rstest]
    #[case("Jo Marsh leads it", "[name removed] leads it")]
    #[case("led by JO MARSH.", "led by [name removed].")]
    #[case("J. Marsh and J Marsh and Ms Marsh", "[name removed] and [name removed] and [name removed]")]
    #[case("Jo Marshall is another, as are the marshes", "Jo Marshall is another, as are the marshes")]
    #[case("Write to jo.marsh@council.example, please", "Write to [e-mail address removed], please")]
    #[case("<a@b.example>: ask", "<[e-mail address removed]>: ask")]
    #[case("5 @ 3 is no address", "5 @ 3 is no address")]
    #[case("ﬁrst İ Jo Marsh", "ﬁrst İ [name removed]")]
    #[case("Jo\u{a0} \nMarsh; Marsh, Jo; J.Marsh", "[name removed]; [name removed]; [name removed]")]
    #[case("a＠b.example", "[e-mail address removed]")]
    #[case("", "")]
    fn names_and_addresses_are_taken_out(#[case] text: &str, #[case] left: &str) {
        let sample = Sample::new(12);
        assert_eq!(Cleared::new(&sample.inputs()).text(text), left);
    }

    #[rstest]
    #[case("Dr Ngozi Bell", &["ngozi bell"])]
    #[case("Chief Officer Dan Merrow", &["dan merrow"])]
    #[case("Jo Marsh, Head of Housing", &["jo marsh"])]
    #[case("Ann Bell & Tom Cole", &["ann bell", "tom cole"])]
    #[case("Pike, Paul", &["paul pike"])]
    #[case("Maria de la Cruz", &["maria de la cruz"])]
    #[case("Pat O’Brien-Lloyd", &["pat o'brien-lloyd"])]
    #[case("Director of Public Health", &[])]
    #[case("Performance Team", &[])]
    #[case("Head", &[])]
    fn posts_and_teams_are_no_names(#[case] text: &str, #[case] names: &[&str]) {
        assert_eq!(persons(text, &Register::default()), names);
    }

    #[test]
    fn whose_names_may_stand_the_settings_say() {
        let mut sample = Sample::new(12);
        sample.register.services[0].head = "Ann Archer".into();
        sample.register.services[0].portfolio = "Cllr Bo Bright".into();
        let left = |sample: &Sample| Cleared::new(&sample.inputs()).text("Ann Archer, Bo Bright, Jo Marsh");
        let texts = [Named::Nobody, Named::Members, Named::Heads, Named::Everybody].map(|named| {
            sample.settings.public.named = named;
            left(&sample).matches(NAME_REMOVED).count()
        });
        assert_eq!(texts, [3, 2, 1, 0]);
    }
}
