//! A file system in memory that keeps apart what was done and what would survive a power cut.
//!
//! Nothing survives for certain but what was synced: what a file holds with the file, a name with its folder. Of the rest
//! a crash may take all (cleared), leave one write in part (torn), or leave any of it without what came before (torn
//! sequence): the three kinds of fault of LazyFS.

use super::chances::{WRITES, choices, torn};
use super::mutants::{Mutant, Mutation};
use crate::history::disk::Disk;
use crate::history::{ChainHead, PreparedBatch};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// What stands below a folder: files with their bytes, folders with nothing.
pub(crate) type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

#[derive(Clone)]
enum Node {
    Dir(BTreeMap<String, usize>),
    File(Vec<u8>),
}

/// What was done, in order. Nodes are numbers.
enum Op {
    Write {
        node: usize,
        bytes: Vec<u8>,
    },
    Name {
        dir: usize,
        name: String,
        node: usize,
    },
    Unname {
        dir: usize,
        name: String,
    },
    Sync {
        node: usize,
    },
    /// A sync failed: what was written may be gone, and no later sync says so.
    Lost {
        node: usize,
    },
    Acknowledged(ChainHead),
}

/// What happens at a step in place of what was asked.
pub(crate) enum Fault {
    /// The process ends.
    Killed,
    /// The system refuses this step.
    Refused(ErrorKind),
    /// Before it somebody else commits, from beginning to end.
    Other(Box<PreparedBatch>, Option<Mutation>),
}

pub(crate) struct Model {
    /// Where paths begin.
    root: PathBuf,
    /// A file can have two names.
    pub(crate) links: bool,
    /// What was there and is safe.
    base: Vec<Node>,
    now: RefCell<Vec<Node>>,
    ops: RefCell<Vec<Op>>,
    steps: Cell<usize>,
    fault: RefCell<Option<(usize, Fault)>>,
    killed: Cell<bool>,
}

impl Model {
    pub(crate) fn of(root: &Path, tree: &Tree, links: bool) -> Self {
        let mut base = vec![Node::Dir(BTreeMap::new())];
        for (path, bytes) in tree {
            let node = bytes.clone().map_or_else(|| Node::Dir(BTreeMap::new()), Node::File);
            let (dir, name) = place(&base, path).unwrap();
            base.push(node);
            let node = base.len() - 1;
            names(&mut base, dir).insert(name, node);
        }
        Self {
            root: root.to_owned(),
            links,
            now: RefCell::new(base.clone()),
            base,
            ops: RefCell::default(),
            steps: Cell::new(0),
            fault: RefCell::new(None),
            killed: Cell::new(false),
        }
    }

    /// At the step of this number, from now on counted from 0.
    pub(crate) fn strikes(&self, step: usize, fault: Fault) {
        self.steps.set(0);
        *self.fault.borrow_mut() = Some((step, fault));
    }

    /// The fault has not struck: there were fewer steps.
    pub(crate) fn spared(&self) -> bool {
        self.fault.borrow().is_some()
    }

    /// Another process works on what the last one left; nothing goes wrong any more.
    pub(crate) fn restarted(&self) {
        self.killed.set(false);
        *self.fault.borrow_mut() = None;
    }

    pub(crate) fn acknowledge(&self, head: ChainHead) {
        self.ops.borrow_mut().push(Op::Acknowledged(head));
    }

    /// How many moments there are at which the power can go.
    pub(crate) fn moments(&self) -> usize {
        self.ops.borrow().len() + 1
    }

    /// What was acknowledged by a moment.
    pub(crate) fn acknowledged(&self, moment: usize) -> Vec<ChainHead> {
        let ops = self.ops.borrow();
        let heads = ops[..moment].iter().filter_map(|op| match op {
            Op::Acknowledged(head) => Some(head.clone()),
            _ => None,
        });
        heads.collect()
    }

    /// As the processes see it.
    pub(crate) fn tree(&self) -> Tree {
        tree(&self.now.borrow())
    }

    /// Everything that can be left when the power goes at a moment: all of it where that is little, else what is most
    /// telling and a sample.
    pub(crate) fn left_at(&self, moment: usize, mut each: impl FnMut(Tree)) {
        let ops = self.ops.borrow();
        let ops = &ops[..moment];
        let pending: Vec<usize> = (0..ops.len()).filter(|n| !is_safe(ops, *n)).collect();
        let ways: Vec<u8> =
            pending.iter().map(|n| if matches!(ops[*n], Op::Write { .. }) { WRITES } else { 2 }).collect();
        for choice in choices(&ways, moment as u64) {
            let chosen: BTreeMap<usize, u8> = pending.iter().copied().zip(choice).collect();
            each(self.left(ops, &chosen));
        }
    }

    fn left(&self, ops: &[Op], chosen: &BTreeMap<usize, u8>) -> Tree {
        let mut nodes = self.base.clone();
        // Every node that was ever made, empty, so that the numbers are the same.
        nodes.extend(self.now.borrow()[nodes.len()..].iter().map(|node| match node {
            Node::Dir(_) => Node::Dir(BTreeMap::new()),
            Node::File(_) => Node::File(vec![]),
        }));
        for (n, op) in ops.iter().enumerate() {
            let way = chosen.get(&n).copied().unwrap_or(1);
            match op {
                Op::Write { node, bytes } => nodes[*node] = Node::File(torn(bytes, way)),
                Op::Name { dir, name, node } if way == 1 => _ = names(&mut nodes, *dir).insert(name.clone(), *node),
                Op::Unname { dir, name } if way == 1 => _ = names(&mut nodes, *dir).remove(name),
                _ => {}
            }
        }
        tree(&nodes)
    }

    /// Counts a step that changes or syncs something, and lets the fault strike.
    fn step(&self) -> io::Result<()> {
        if self.killed.get() {
            return Err(io::Error::other("the process is dead"));
        }
        let step = self.steps.replace(self.steps.get() + 1);
        let strikes = self.fault.borrow().as_ref().is_some_and(|(at, _)| *at == step);
        match strikes.then(|| self.fault.take()).flatten().map(|(_, fault)| fault) {
            None => Ok(()),
            Some(Fault::Killed) => {
                self.killed.set(true);
                Err(io::Error::other("the process is dead"))
            }
            Some(Fault::Refused(kind)) => Err(kind.into()),
            Some(Fault::Other(prepared, mutation)) => {
                let disk = Mutant::new(self, mutation);
                if let Ok(head) = prepared.commit_on(&disk) {
                    self.acknowledge(head);
                }
                disk.flush();
                Ok(())
            }
        }
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        find(&self.now.borrow(), path.strip_prefix(&self.root).unwrap())
    }

    fn place(&self, path: &Path) -> io::Result<(usize, String)> {
        place(&self.now.borrow(), path.strip_prefix(&self.root).unwrap())
    }

    fn add(&self, path: &Path, node: Node) -> io::Result<usize> {
        let (dir, name) = self.place(path)?;
        if self.find(path).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.now.borrow_mut().push(node);
        let node = self.now.borrow().len() - 1;
        self.name(dir, name, node);
        Ok(node)
    }

    fn name(&self, dir: usize, name: String, node: usize) {
        names(&mut self.now.borrow_mut(), dir).insert(name.clone(), node);
        self.ops.borrow_mut().push(Op::Name { dir, name, node });
    }

    fn unname(&self, path: &Path) -> io::Result<()> {
        let (dir, name) = self.place(path)?;
        names(&mut self.now.borrow_mut(), dir).remove(&name);
        self.ops.borrow_mut().push(Op::Unname { dir, name });
        Ok(())
    }

    fn write(&self, node: usize, bytes: &[u8]) {
        self.now.borrow_mut()[node] = Node::File(bytes.to_vec());
        self.ops.borrow_mut().push(Op::Write { node, bytes: bytes.to_vec() });
    }

    fn synced(&self, path: &Path) -> io::Result<()> {
        let step = self.step();
        let node = self.find(path)?;
        match step {
            Ok(()) => self.ops.borrow_mut().push(Op::Sync { node }),
            Err(_) if self.killed.get() => {}
            Err(_) => self.ops.borrow_mut().push(Op::Lost { node }),
        }
        step
    }

    /// What no protocol of ours may do: a name that is there is taken over.
    pub(crate) fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        let node = self.find(from)?;
        let (dir, name) = self.place(to)?;
        self.name(dir, name, node);
        self.unname(from)
    }
}

impl Disk for Model {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let node = self.find(path)?;
        match &self.now.borrow()[node] {
            Node::File(bytes) => Ok(bytes.clone()),
            Node::Dir(_) => Err(ErrorKind::IsADirectory.into()),
        }
    }

    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        let node = self.find(path)?;
        match &self.now.borrow()[node] {
            Node::Dir(names) => Ok(names.keys().cloned().collect()),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|node| matches!(self.now.borrow()[node], Node::Dir(_)))
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match self.is_dir(path) {
            true => Ok(()),
            false => self.add(path, Node::Dir(BTreeMap::new())).map(drop),
        }
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let dead = self.killed.get();
        let step = self.step();
        if dead {
            return step;
        }
        let node = self.add(path, Node::File(vec![]))?;
        // Killed, or no room any more: half of it is there.
        let written = if step.is_ok() { bytes } else { &bytes[..bytes.len() / 2] };
        self.write(node, written);
        step
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.synced(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        let node = self.find(path)?;
        self.ops.borrow_mut().push(Op::Sync { node });
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if !self.links {
            return Err(ErrorKind::PermissionDenied.into());
        }
        let node = self.find(from)?;
        let (dir, name) = self.place(to)?;
        if self.find(to).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.name(dir, name, node);
        Ok(())
    }

    fn move_dir(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        let node = self.find(from)?;
        let (dir, name) = self.place(to)?;
        if self.find(to).is_ok() && !self.names(to)?.is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        self.name(dir, name, node);
        self.unname(from)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.find(path)?;
        self.unname(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match self.names(path)?.is_empty() {
            true => self.unname(path),
            false => Err(ErrorKind::DirectoryNotEmpty.into()),
        }
    }
}

/// A later sync of the file, or of the folder, makes it safe, if none failed between.
fn is_safe(ops: &[Op], n: usize) -> bool {
    let of = match &ops[n] {
        Op::Write { node, .. } => *node,
        Op::Name { dir, .. } | Op::Unname { dir, .. } => *dir,
        Op::Sync { .. } | Op::Lost { .. } | Op::Acknowledged(_) => return true,
    };
    let then = ops[n + 1..].iter().find_map(|op| match op {
        Op::Sync { node } if *node == of => Some(true),
        Op::Lost { node } if *node == of => Some(false),
        _ => None,
    });
    then == Some(true)
}

fn names(nodes: &mut [Node], dir: usize) -> &mut BTreeMap<String, usize> {
    match &mut nodes[dir] {
        Node::Dir(names) => names,
        Node::File(_) => panic!("a name in a file"),
    }
}

fn find(nodes: &[Node], path: &Path) -> io::Result<usize> {
    path.components().try_fold(0, |node, part| match (&nodes[node], part) {
        (Node::Dir(names), Component::Normal(name)) => {
            names.get(name.to_str().unwrap()).copied().ok_or_else(|| ErrorKind::NotFound.into())
        }
        (Node::File(_), _) => Err(ErrorKind::NotADirectory.into()),
        (_, part) => panic!("{part:?} in a path"),
    })
}

/// The folder that a path ends in, and the name there.
fn place(nodes: &[Node], path: &Path) -> io::Result<(usize, String)> {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    find(nodes, path.parent().unwrap()).map(|dir| (dir, name))
}

fn tree(nodes: &[Node]) -> Tree {
    let mut out = Tree::new();
    let mut todo = vec![(PathBuf::new(), 0)];
    while let Some((path, node)) = todo.pop() {
        match &nodes[node] {
            Node::File(bytes) => _ = out.insert(path, Some(bytes.clone())),
            Node::Dir(names) => {
                todo.extend(names.iter().map(|(name, node)| (path.join(name), *node)));
                if node != 0 {
                    out.insert(path, None);
                }
            }
        }
    }
    out
}
