//! One source as the guard reads it: as the compiler's tokens, so that nothing in a string, a comment or a test counts.
//!
//! Tokens and no syntax tree: a path is read in the same way in a type, a body, an attribute and a macro's arguments.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// Names one after the other, as in `crate::reading::Return`; `*` for all, `println!` for a macro that is called.
pub type Path = Vec<String>;

/// A path that a source writes, and its line.
#[derive(Clone, Debug)]
pub struct Used {
    pub path: Path,
    pub line: usize,
    /// By a `use`, which brings in a module and a function of one name alike.
    pub imported: bool,
}

/// An item, with what its text uses. A `use` line has no name; a macro call is called as its macro.
#[derive(Debug)]
pub struct Item {
    pub name: Option<String>,
    pub used: Vec<Used>,
    /// A `use` that hands on what it names.
    pub handed_on: bool,
}

/// What one module holds. A module in braces stands inside its parent.
#[derive(Debug, Default)]
pub struct Scope {
    pub children: Vec<(String, Option<Scope>)>,
    pub defined: BTreeSet<String>,
    /// Those of them that are functions.
    pub functions: BTreeSet<String>,
    /// Names that a macro may define here, each with its macro: those in the arguments of a call, and those that the
    /// macro itself has behind `struct`, `enum` and the like.
    pub made: BTreeMap<String, String>,
    /// Each name that a `use` brings in, with what it stands for.
    pub imports: Vec<(String, Path)>,
    pub globs: Vec<Path>,
    pub items: Vec<Item>,
    /// Each method that is called, with its line.
    pub methods: Vec<(String, usize)>,
}

impl Scope {
    /// # Errors
    /// When the text is not Rust.
    pub fn read(text: &str) -> Result<Scope, String> {
        let tokens: TokenStream = text.parse().map_err(|e| format!("{e}"))?;
        let tokens = without_tests(tokens.into_iter().collect());
        Ok(Scope::of(&tokens))
    }

    fn of(tokens: &[TokenTree]) -> Scope {
        let mut scope = Scope::default();
        let mut at = 0;
        while at < tokens.len() {
            let start = at;
            while let Some(after) = attribute(tokens, at) {
                at = after;
            }
            let head = Head::of(tokens, at);
            let end = head.end(tokens, at).max(start + 1);
            scope.take(&head, &tokens[start..end]);
            at = end;
        }
        scope
    }

    fn take(&mut self, head: &Head, tokens: &[TokenTree]) {
        let name = head.name.clone();
        if head.kind == "mod" {
            let inside = match tokens.last() {
                Some(TokenTree::Group(g)) => Some(Scope::of(&g.stream().into_iter().collect::<Vec<_>>())),
                _ => None,
            };
            self.children.extend(name.map(|n| (n, inside)));
            return;
        }
        self.functions.extend(name.clone().filter(|_| head.kind == "fn"));
        match &name {
            Some(name) if head.called || head.kind == "macro_rules" => {
                let mut made = Vec::new();
                names_made(tokens, head.called, &mut made);
                self.made.extend(made.into_iter().map(|n| (n, name.clone())));
                self.defined.extend((!head.called).then(|| name.clone()));
            }
            Some(name) if head.kind != "impl" => drop(self.defined.insert(name.clone())),
            _ => {}
        }
        let mut used = Vec::new();
        self.read_paths(tokens, &mut used);
        self.items.push(Item { name, used, handed_on: head.public && head.kind == "use" });
    }

    /// All paths in `tokens`; what a `use` brings in, in a body too, is known in the whole module.
    fn read_paths(&mut self, tokens: &[TokenTree], used: &mut Vec<Used>) {
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(g) => self.read_paths(&g.stream().into_iter().collect::<Vec<_>>(), used),
                TokenTree::Ident(word) if word == "use" && !is(tokens, at + 1, '<') => {
                    let end = (at..tokens.len()).find(|i| is(tokens, *i, ';')).unwrap_or(tokens.len());
                    self.import(&tokens[at + 1..end], &[], used);
                    at = end;
                }
                TokenTree::Ident(_) if !follows_a_value(tokens, at) => {
                    let outside = at > 1 && is(tokens, at - 1, ':') && is(tokens, at - 2, ':');
                    let start = if outside { vec![String::new()] } else { Vec::new() };
                    at = self.path(tokens, at, start, used);
                    continue;
                }
                TokenTree::Ident(method) if arguments(tokens.get(at + 1)) => {
                    self.methods.push((method.to_string(), method.span().start().line));
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// The path that begins at `at`, put into `used`; gives the place behind it.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, mut path: Path, used: &mut Vec<Used>) -> usize {
        let line = tokens[at].span().start().line;
        loop {
            path.push(tokens[at].to_string());
            let joined = is(tokens, at + 1, ':') && is(tokens, at + 2, ':');
            match tokens.get(at + 3) {
                Some(TokenTree::Ident(_)) if joined => at += 3,
                _ => break,
            }
        }
        if is(tokens, at + 1, '!') && matches!(tokens.get(at + 2), Some(TokenTree::Group(_))) {
            path.last_mut().expect("a path has a name").push('!');
        }
        used.push(Used { path, line, imported: false });
        at + 1
    }

    /// The tree of a `use`.
    fn import(&mut self, tokens: &[TokenTree], prefix: &[String], used: &mut Vec<Used>) {
        for part in tokens.split(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == ',')) {
            let mut path = prefix.to_vec();
            let mut alias = None;
            let mut words = part.iter().peekable();
            let line = part.first().map_or(0, |t| t.span().start().line);
            while let Some(token) = words.next() {
                match token {
                    TokenTree::Ident(word) if word == "as" => alias = words.next().map(ToString::to_string),
                    TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                    TokenTree::Ident(word) => path.push(word.to_string()),
                    TokenTree::Punct(p) if p.as_char() == '*' => path.push("*".to_owned()),
                    // `use ::csv`: an outside library, whatever stands beside.
                    TokenTree::Punct(_) if path.is_empty() => path.push(String::new()),
                    TokenTree::Group(g) => {
                        self.import(&g.stream().into_iter().collect::<Vec<_>>(), &path, used);
                        path.clear();
                    }
                    _ => {}
                }
            }
            let Some(last) = path.last().cloned() else { continue };
            if last == "*" {
                self.globs.push(path[..path.len() - 1].to_vec());
            } else {
                self.imports.push((alias.unwrap_or(last), path.clone()));
            }
            used.push(Used { path, line, imported: true });
        }
    }
}

/// What an item's first words say.
struct Head {
    kind: String,
    name: Option<String>,
    public: bool,
    /// A macro is called.
    called: bool,
}

impl Head {
    fn of(tokens: &[TokenTree], mut at: usize) -> Head {
        let word = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(word)) => word.to_string(),
            _ => String::new(),
        };
        let public = word(at) == "pub";
        if public {
            at += 1;
            at += usize::from(arguments(tokens.get(at)));
        }
        while ["unsafe", "async", "default"].contains(&word(at).as_str())
            || word(at) == "const" && ["fn", "unsafe", "async", "extern"].contains(&word(at + 1).as_str())
            || word(at) == "extern" && word(at + 1) != "crate"
        {
            at += 1;
            at += usize::from(matches!(tokens.get(at), Some(TokenTree::Literal(_))));
        }
        let kind = word(at);
        let mut last = at;
        while is(tokens, last + 1, ':') && is(tokens, last + 2, ':') {
            last += 3;
        }
        let called = kind != "macro_rules" && !kind.is_empty() && is(tokens, last + 1, '!');
        let name = match kind.as_str() {
            "impl" => implemented(&tokens[at + 1..]),
            "macro_rules" => Some(word(at + 2)),
            "static" if word(at + 1) == "mut" => Some(word(at + 2)),
            "mod" | "struct" | "enum" | "union" | "trait" | "type" | "fn" | "const" | "static" => Some(word(at + 1)),
            _ if called => Some(word(last)),
            _ => None,
        };
        Head { kind, name, public, called }
    }

    /// The place behind the item that begins at `at`: its semicolon, or its braces.
    fn end(&self, tokens: &[TokenTree], at: usize) -> usize {
        let braces = !["use", "const", "static", "type", "let", "extern"].contains(&self.kind.as_str());
        // A field, an arm or an element: no word of an item stands before it.
        let comma = braces && (self.name.is_none() || self.called) && self.kind != "impl";
        let last = (at..tokens.len()).find(|i| match &tokens[*i] {
            TokenTree::Group(g) => braces && g.delimiter() == Delimiter::Brace,
            TokenTree::Punct(p) => p.as_char() == ';' || comma && p.as_char() == ',',
            _ => false,
        });
        last.map_or(tokens.len(), |l| l + 1)
    }
}

/// The names that a macro may define: in a call the constants, and the types before their braces; in the macro's own
/// text what stands behind `struct`, `enum` and the like.
fn names_made(tokens: &[TokenTree], called: bool, made: &mut Vec<String>) {
    let inside = tokens.iter().rev().find_map(|t| if let TokenTree::Group(g) = t { Some(g.stream()) } else { None });
    let inside: Vec<TokenTree> = inside.into_iter().flatten().collect();
    for (at, token) in (if called { &inside } else { tokens }).iter().enumerate() {
        match token {
            TokenTree::Ident(word) if called => {
                let word = word.to_string();
                let typed =
                    matches!(inside.get(at + 1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Brace);
                let constant = !word.contains(char::is_lowercase);
                made.extend((constant || typed).then_some(word));
            }
            TokenTree::Ident(word) if ["struct", "enum", "fn", "const"].contains(&&*word.to_string()) => {
                made.extend(tokens.get(at + 1).map(ToString::to_string));
            }
            TokenTree::Group(g) if !called => names_made(&g.stream().into_iter().collect::<Vec<_>>(), called, made),
            _ => {}
        }
    }
}

/// The type that an `impl` is for: the last name of its path.
fn implemented(tokens: &[TokenTree]) -> Option<String> {
    let end = tokens.iter().position(|t| matches!(t, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace));
    let tokens = &tokens[..end.unwrap_or(tokens.len())];
    let (mut depth, mut name) = (0_i32, None);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(p) if p.as_char() == '<' => depth += 1,
            // The arrow of a function type closes nothing.
            TokenTree::Punct(p) if p.as_char() == '>' && !(at > 0 && is(tokens, at - 1, '-')) => depth -= 1,
            TokenTree::Ident(word) if depth == 0 && word == "for" => name = None,
            TokenTree::Ident(word) if depth == 0 && word == "where" => break,
            TokenTree::Ident(word) if depth == 0 => name = Some(word.to_string()),
            _ => {}
        }
    }
    name
}

/// The tokens without the items, fields and statements that only tests have.
fn without_tests(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        let mut test = false;
        while let Some(after) = attribute(&tokens, at) {
            test |= is_test(&tokens[after - 1]);
            at = after;
        }
        if test {
            // `#![cfg(test)]` is said of all that follows.
            let whole = is(&tokens, start + 1, '!');
            at = if whole { tokens.len() } else { Head::of(&tokens, at).end(&tokens, at) };
            continue;
        }
        kept.extend_from_slice(&tokens[start..at]);
        if let Some(token) = tokens.get(at) {
            kept.push(match token {
                TokenTree::Group(g) => {
                    let inside = without_tests(g.stream().into_iter().collect());
                    TokenTree::Group(Group::new(g.delimiter(), inside.into_iter().collect()))
                }
                other => other.clone(),
            });
            at += 1;
        }
    }
    kept
}

/// The place behind the attribute that begins at `at`.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let inner = usize::from(is(tokens, at + 1, '!'));
    let group = matches!(tokens.get(at + 1 + inner), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Bracket);
    (is(tokens, at, '#') && group).then_some(at + 2 + inner)
}

/// Whether an attribute's brackets hold `cfg(test)` or `cfg(all(…, test, …))`.
fn is_test(attribute: &TokenTree) -> bool {
    let TokenTree::Group(group) = attribute else { return false };
    let words: Vec<TokenTree> = group.stream().into_iter().collect();
    match &words[..] {
        [TokenTree::Ident(cfg), TokenTree::Group(condition)] if cfg == "cfg" => {
            let condition: Vec<TokenTree> = condition.stream().into_iter().collect();
            match &condition[..] {
                [TokenTree::Ident(all), TokenTree::Group(all_of)] if all == "all" => {
                    all_of.stream().into_iter().any(|t| matches!(t, TokenTree::Ident(i) if i == "test"))
                }
                [TokenTree::Ident(test)] => test == "test",
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether something in round brackets stands here.
fn arguments(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis)
}

/// Whether the name at `at` is a field, a method, a lifetime or the end of a path with types in it (`Vec::<u8>::new`).
fn follows_a_value(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize, c: char| at >= back && is(tokens, at - back, c);
    before(1, '.') && !before(2, '.') || before(1, '\'') || before(1, ':') && before(2, ':') && before(3, '>')
}

fn is(tokens: &[TokenTree], at: usize, c: char) -> bool {
    match tokens.get(at) {
        // The colons of a path stand together, those of a type do not.
        Some(TokenTree::Punct(p)) => {
            p.as_char() == c && (c != ':' || p.spacing() == Spacing::Joint || at > 0 && joint_colon(&tokens[at - 1]))
        }
        _ => false,
    }
}

fn joint_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == Spacing::Joint)
}
