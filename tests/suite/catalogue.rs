//! No stage keeps a list of checks: what is true of a check stands in its literal, and a stage asks that.

use super::{files, root};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quarterday::catalogue;
use std::collections::BTreeSet;

/// So many different codes in one expression are a list.
const LIST: usize = 3;

/// What a source says of codes that it must not.
#[derive(Debug, Default)]
struct Codes {
    /// Codes in quotation marks, which no compiler knows to be a check.
    quoted: BTreeSet<String>,
    lists: Vec<BTreeSet<String>>,
}

impl Codes {
    fn of(source: &str) -> Self {
        let mut out = Self::default();
        let source: TokenStream = source.parse().unwrap();
        out.statements(&source.into_iter().collect::<Vec<_>>());
        out
    }

    fn refused(&self) -> bool {
        !self.quoted.is_empty() || !self.lists.is_empty()
    }

    /// What stands between braces: each statement by itself; of a `match` all patterns together, each arm by itself.
    fn statements(&mut self, tokens: &[TokenTree]) {
        let (mut patterns, mut own) = (BTreeSet::new(), BTreeSet::new());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let start = at;
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "use" => at = past(tokens, at, ";"),
                TokenTree::Punct(p) if p.as_char() == '#' && of_tests(tokens.get(at)) => at = past(tokens, at, ";{"),
                TokenTree::Punct(p) if p.as_char() == ';' => self.list(std::mem::take(&mut own)),
                TokenTree::Punct(p) if p.as_char() == '=' && is(tokens.get(at), '>') => {
                    patterns.append(&mut own);
                    at = self.arm(tokens, at + 1);
                }
                _ => self.add(&tokens[start..at], &mut own),
            }
        }
        self.list(own);
        self.list(patterns);
    }

    /// The arm that begins at `at`; gives the place behind it.
    fn arm(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let braced = matches!(tokens.get(at), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Brace);
        let end = if braced { at + 1 } else { past(tokens, at, ",") };
        let mut own = BTreeSet::new();
        self.add(&tokens[at..end.min(tokens.len())], &mut own);
        self.list(own);
        end
    }

    /// The codes of an expression; what stands between braces in it is no part of it.
    fn add(&mut self, tokens: &[TokenTree], own: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(g) => {
                    let inside: Vec<TokenTree> = g.stream().into_iter().collect();
                    match g.delimiter() {
                        Delimiter::Brace => self.statements(&inside),
                        _ => self.add(&inside, own),
                    }
                }
                TokenTree::Ident(word) => own.extend(code(&word.to_string())),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(code);
                    self.quoted.extend(quoted.clone());
                    own.extend(quoted);
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    fn list(&mut self, codes: BTreeSet<String>) {
        self.lists.extend((codes.len() >= LIST).then_some(codes));
    }
}

fn code(word: &str) -> Option<String> {
    catalogue::find(word).map(|c| c.code.to_owned())
}

fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
}

/// The place behind the next of these signs; `{` for what stands between braces.
fn past(tokens: &[TokenTree], from: usize, signs: &str) -> usize {
    let ends = |t: &TokenTree| match t {
        TokenTree::Punct(p) => signs.contains(p.as_char()),
        TokenTree::Group(g) => g.delimiter() == Delimiter::Brace && signs.contains('{'),
        _ => false,
    };
    (from..tokens.len()).find(|at| ends(&tokens[*at])).map_or(tokens.len(), |at| at + 1)
}

fn of_tests(attribute: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(g)) = attribute else { return false };
    let words: Vec<String> = g.stream().into_iter().map(|t| t.to_string()).collect();
    words.first().is_some_and(|w| w == "cfg") && words.iter().any(|w| w.contains("test"))
}

#[test]
fn no_source_keeps_a_list_of_checks() {
    let src = root().join("src");
    let mut wrong = String::new();
    for path in files(&src, "rs") {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if name.starts_with("catalogue/") || name.ends_with("tests.rs") || name.contains("/tests/") {
            continue;
        }
        let said = Codes::of(&std::fs::read_to_string(&path).unwrap());
        if said.refused() {
            wrong += &format!("src/{name}: {said:?}: a fact of a check belongs into its literal\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The rule refuses each way in which such lists were written, and lets stages name what they report.
#[test]
fn lists_are_told_from_what_a_stage_reports() {
    for source in [
        r#"const DOUBTS: [&str; 3] = ["S002", "C005", "S001"];"#,
        r#"fn f(f: &Finding) -> bool { ("F001"..="F004").contains(&&*f.code) }"#,
        r#"fn f(f: &Finding) -> bool { f.code == "F017" }"#,
        r#"fn f(code: &str) -> bool { matches!(code, "R004" | "R005") }"#,
        "const REPAIRS: [&Check; 3] = [&catalogue::C001, &catalogue::C017, &catalogue::C018];",
        "fn f(c: &Check) -> bool { [&S001, &S002, &S006].contains(&c) }",
        "fn f(c: &Check) -> bool { c.code == R004.code || c.code == R005.code || c.code == R007.code }",
        "fn f(c: &Check) -> u8 { if c == &R004 { 1 } else if c == &R005 { 2 } else if c == &R007 { 3 } else { 0 } }",
        "fn f(c: Check) -> u8 { match c { R004 => 1, R005 => { g(); 2 } R007 => 3, _ => 0 } }",
        "fn f() { for (check, asks) in [(&C009, Value), (&C003, Value), (&R001, Numerator)] { g(check, asks); } }",
        "mod a { fn f(c: &Check) -> bool { vec![&S001, &S002, &S006].contains(&c) } }",
        "#[cfg(unix)] const LIST: [&Check; 3] = [&S001, &S002, &S006];",
    ] {
        assert!(Codes::of(source).refused(), "{source}");
    }
    for source in [
        "use crate::catalogue::{R001, R002, R003, R004};",
        "fn f() { g(&C009, Value); g(&C003, Value); g(&R001, Numerator); }",
        "fn f(c: &Content) -> &Check { match c { Text => &C002, Error => &C003, Formula => { g(); &C004 } } }",
        "fn f() -> Vec<Rule> { vec![Rule { check: &R001 }, Rule { check: &R002 }, Rule { check: &R003 }] }",
        r#"fn f() -> String { "Where its size is queried (S001, S002, C005)".into() }"#,
        "/// R004, R005 and R007.\nfn f() {} // S001, S002, S003",
        "#[cfg(test)]\nmod tests { const ALL: [&Check; 3] = [&S001, &S002, &S006]; }",
        "#[cfg(test)]\nuse crate::catalogue::C001;\nfn f() { g(&C009); }",
    ] {
        assert!(!Codes::of(source).refused(), "{source}: {:?}", Codes::of(source));
    }
}
