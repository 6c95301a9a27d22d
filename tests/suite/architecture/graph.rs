//! Which file uses what of which other file, and the rules on that.
//!
//! A path is followed to the file that defines what it names, through every `use` and `pub use` on its way: to hand a
//! name on is no use of it. A method is not followed: the type that has it is.

use super::source::{Path, Scope, Used};
use std::collections::{BTreeMap, BTreeSet};

/// The sources by their paths below `src`.
pub type Files = BTreeMap<String, String>;

/// Names looked up on the way, so that `use` lines in a circle end.
type Seen = BTreeSet<(usize, String)>;

pub struct Module {
    pub path: Path,
    pub file: String,
    pub scope: Scope,
    /// In the order of the `mod` lines.
    pub children: Vec<(String, usize)>,
}

/// One crate: the library or the binary.
pub struct Program {
    pub modules: Vec<Module>,
}

/// What a path stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    Module(usize),
    Item(usize, String),
    /// Of an outside library or the language itself; the whole path.
    Outside(Path),
    /// Not found where it should be.
    Missing,
}

/// An item of a folder's own file, or a whole file. In `mod.rs` each item counts for itself, because its types stand
/// before the children and the function that strings the children together stands behind them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    pub file: String,
    pub item: Option<String>,
}

/// One file uses what another defines.
#[derive(Clone, Debug)]
pub struct Edge {
    pub from: Node,
    pub to: Node,
    pub name: String,
    pub line: usize,
    /// The modules at both ends.
    ends: (usize, usize),
}

impl Program {
    /// The crate that begins in `root`, all its modules with it.
    ///
    /// # Errors
    /// When a file is not there or is not Rust.
    pub fn read(files: &Files, root: &str) -> Result<Program, String> {
        let mut program = Program { modules: Vec::new() };
        program.add(files, Vec::new(), root.to_owned(), None)?;
        Ok(program)
    }

    fn add(&mut self, files: &Files, path: Path, file: String, scope: Option<Scope>) -> Result<usize, String> {
        let mut scope = match scope {
            Some(scope) => scope,
            None => {
                let text = files.get(&file).ok_or_else(|| format!("there is no {file}"))?;
                Scope::read(text).map_err(|e| format!("{file}: {e}"))?
            }
        };
        let children = std::mem::take(&mut scope.children);
        let own = self.modules.len();
        self.modules.push(Module { path: path.clone(), file: file.clone(), scope, children: Vec::new() });
        for (name, inside) in children {
            let mut child = path.clone();
            child.push(name.clone());
            let child_file = match inside {
                Some(_) => file.clone(),
                None => {
                    let stem = child.join("/");
                    [format!("{stem}.rs"), format!("{stem}/mod.rs")]
                        .into_iter()
                        .find(|f| files.contains_key(f))
                        .ok_or_else(|| format!("{file}: there is no file for `mod {name}`"))?
                }
            };
            let index = self.add(files, child, child_file, inside)?;
            self.modules[own].children.push((name, index));
        }
        Ok(own)
    }

    /// What a path written in `module` stands for.
    pub fn meaning(&self, module: usize, used: &Used) -> Meaning {
        self.follow(module, &used.path, used.imported, &mut BTreeSet::new())
    }

    /// A module and a function may have one name: `to_module` says which of the two the path leads to.
    fn follow(&self, module: usize, path: &[String], to_module: bool, seen: &mut Seen) -> Meaning {
        let Some(first) = path.first() else { return Meaning::Module(module) };
        let (mut here, mut at) = match first.as_str() {
            "crate" => (0, 1),
            "self" => (module, 1),
            "super" => (module, 0),
            name => match self.look(module, name, path.len() > 1 || to_module, seen) {
                Some(Meaning::Module(m)) => (m, 1),
                Some(Meaning::Outside(start)) => return Meaning::Outside([&start, &path[1..]].concat()),
                Some(found) => return found,
                None => return Meaning::Outside(path.to_vec()),
            },
        };
        while let Some(name) = path.get(at) {
            at += 1;
            match name.as_str() {
                "super" => here = self.parent(here),
                "*" => return Meaning::Module(here),
                name => match self.look(here, name, path.len() > at || to_module, seen) {
                    Some(Meaning::Module(m)) => here = m,
                    Some(Meaning::Outside(start)) => return Meaning::Outside([&start, &path[at..]].concat()),
                    Some(found) => return found,
                    None => return Meaning::Missing,
                },
            }
        }
        Meaning::Module(here)
    }

    /// What `name` means in `module`: a module, what it defines, what a `use` brings in, what a macro makes.
    fn look(&self, module: usize, name: &str, to_module: bool, seen: &mut Seen) -> Option<Meaning> {
        let name = name.trim_end_matches('!');
        let of = &self.modules[module];
        let child = of.children.iter().find(|(n, _)| n == name).map(|(_, child)| Meaning::Module(*child));
        let item = of.scope.defined.contains(name).then(|| Meaning::Item(module, name.to_owned()));
        let own = if to_module { child.or(item) } else { item.or(child) };
        if own.is_some() || !seen.insert((module, name.to_owned())) {
            return own;
        }
        let mut imported = of.scope.imports.iter().filter(|(n, _)| n == name);
        let imported = imported
            .find_map(|(_, path)| Some(self.follow(module, path, to_module, seen)).filter(|m| *m != Meaning::Missing));
        let found = imported.or_else(|| {
            of.scope.globs.iter().find_map(|glob| match self.follow(module, glob, true, seen) {
                Meaning::Module(m) => self.look(m, name, to_module, seen).filter(|m| !matches!(m, Meaning::Outside(_))),
                _ => None,
            })
        });
        found.or_else(|| of.scope.made.get(name).map(|maker| Meaning::Item(module, maker.clone())))
    }

    /// The path of an outside library, or of the language's own, that `path` stands for by the words of its own file:
    /// a name that another of our modules hands on is that module's.
    pub fn outside(&self, module: usize, path: &[String]) -> Option<Path> {
        let of = &self.modules[module];
        let (first, rest) = path.split_first()?;
        let known = |name: &String| of.scope.defined.contains(name) || of.children.iter().any(|(n, _)| n == name);
        match first.as_str() {
            "" => Some(rest.to_vec()),
            "crate" | "self" | "super" => None,
            _ if known(first) => None,
            name => match of.scope.imports.iter().find(|(n, to)| n == name && to.first() != Some(first)) {
                Some((_, to)) => Some([&self.outside(module, to)?, rest].concat()),
                None => Some(path.to_vec()),
            },
        }
    }

    fn parent(&self, module: usize) -> usize {
        let above = self.modules[module].path.split_last().map_or(&[][..], |(_, above)| above);
        self.modules.iter().position(|m| m.path == above).unwrap_or(0)
    }

    /// Every use of what another file defines.
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (index, module) in self.modules.iter().enumerate() {
            for item in &module.scope.items {
                for used in &item.used {
                    let Meaning::Item(target, name) = self.meaning(index, used) else { continue };
                    let from = self.node(index, item.name.as_ref());
                    let to = self.node(target, Some(&name));
                    if from != to {
                        // What a macro makes is called by its own name, not by the macro's.
                        let name =
                            if used.path.contains(&name) { name } else { used.path[used.path.len() - 1].clone() };
                        edges.push(Edge { from, to, name, line: used.line, ends: (index, target) });
                    }
                }
            }
        }
        edges
    }

    fn node(&self, module: usize, item: Option<&String>) -> Node {
        let file = &self.modules[module].file;
        let in_it = |m: &Module| m.file == *file;
        let folder = self.modules.iter().any(|m| in_it(m) && m.children.iter().any(|c| !in_it(&self.modules[c.1])));
        Node { file: file.clone(), item: item.filter(|_| folder).cloned() }
    }

    /// Paths within the crate that lead nowhere: what the guard could not follow it could not judge.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (index, module) in self.modules.iter().enumerate() {
            for used in module.scope.items.iter().flat_map(|i| &i.used) {
                if self.meaning(index, used) == Meaning::Missing {
                    missing.push(format!("{}:{}: cannot follow {}", module.file, used.line, used.path.join("::")));
                }
            }
        }
        missing
    }

    /// Uses that run against the order of the `mod` lines, in `lib.rs` and in each folder; with them an order that holds.
    pub fn against_the_order(&self) -> Vec<String> {
        let mut folders: BTreeMap<&Path, BTreeMap<(&str, &str), Vec<&Edge>>> = BTreeMap::new();
        let edges = self.edges();
        for edge in &edges {
            let (from, to) = (&self.modules[edge.ends.0].path, &self.modules[edge.ends.1].path);
            let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            // A parent strings its children together; a child knows the words of its parent.
            let (Some(mine), Some(theirs)) = (from.get(shared), to.get(shared)) else { continue };
            let above = self.modules.iter().find(|m| m.path == from[..shared]).expect("a module has a parent");
            folders.entry(&above.path).or_default().entry((mine, theirs)).or_default().push(edge);
        }
        let mut wrong = Vec::new();
        for (path, uses) in folders {
            let above = self.modules.iter().find(|m| m.path == *path).expect("a module has a parent");
            let order: Vec<&str> = above.children.iter().map(|(name, _)| name.as_str()).collect();
            let rank = |name: &str| order.iter().position(|o| *o == name);
            let back = uses.iter().filter(|((mine, theirs), _)| rank(theirs) > rank(mine));
            let back: Vec<String> = back.flat_map(|(_, edges)| listed(edges)).collect();
            if !back.is_empty() {
                let order = order_that_holds(order, &uses.keys().copied().collect::<Vec<_>>());
                wrong.push(format!("in {} they run back, {order}:\n{}", above.file, back.join("\n")));
            }
        }
        wrong
    }

    /// The circles: nodes of two files or more of which each leads to each.
    pub fn circles(&self) -> Vec<String> {
        let edges = self.edges();
        let mut next: BTreeMap<&Node, BTreeSet<&Node>> = BTreeMap::new();
        for edge in &edges {
            next.entry(&edge.from).or_default().insert(&edge.to);
        }
        let reach: BTreeMap<&Node, BTreeSet<&Node>> = next.keys().map(|node| (*node, reached(&next, node))).collect();
        let mut done: BTreeSet<&Node> = BTreeSet::new();
        let mut circles = Vec::new();
        for (node, reached) in &reach {
            if done.contains(node) {
                continue;
            }
            let circle: BTreeSet<&Node> =
                reached.iter().filter(|n| reach.get(**n).is_some_and(|r| r.contains(node))).copied().collect();
            done.extend(&circle);
            if circle.iter().map(|n| &n.file).collect::<BTreeSet<_>>().len() < 2 {
                continue;
            }
            let ties = edges.iter().filter(|e| circle.contains(&e.from) && circle.contains(&e.to));
            circles.push(format!("a circle:\n{}", listed(&ties.collect::<Vec<_>>()).join("\n")));
        }
        circles
    }
}

/// The names so ordered that each stands behind those that it uses, moved as little as that asks.
fn order_that_holds(mut names: Vec<&str>, uses: &[(&str, &str)]) -> String {
    let mut ordered = Vec::new();
    while !names.is_empty() {
        let free = |name: &&str| !uses.iter().any(|(mine, theirs)| mine == name && names.contains(theirs));
        let Some(next) = names.iter().position(free) else {
            return format!("no order holds, there is a circle among {}", names.join(", "));
        };
        ordered.push(names.remove(next));
    }
    format!("this order holds: {}", ordered.join(", "))
}

fn reached<'a>(next: &BTreeMap<&'a Node, BTreeSet<&'a Node>>, from: &'a Node) -> BTreeSet<&'a Node> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(node) = todo.pop() {
        for other in next.get(node).into_iter().flatten() {
            if reached.insert(*other) {
                todo.push(other);
            }
        }
    }
    reached
}

/// A line for each file and each other file that it uses: what it uses there, with the line that does it first.
pub fn listed(edges: &[&Edge]) -> Vec<String> {
    let mut ends: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for edge in edges.iter().filter(|e| e.from.file != e.to.file) {
        let line = ends.entry((&edge.from.file, &edge.to.file)).or_default().entry(&edge.name).or_insert(edge.line);
        *line = edge.line.min(*line);
    }
    let said = |names: BTreeMap<&str, usize>| names.iter().map(|(n, l)| format!("{n} ({l})")).collect::<Vec<_>>();
    ends.into_iter().map(|((from, to), names)| format!("  {from} → {to}: {}", said(names).join(", "))).collect()
}
