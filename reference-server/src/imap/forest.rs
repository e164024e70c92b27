//! Threads as a forest of messages: linked by references, pruned, gathered by subject, written (RFC 5256 §3). Finds no
//! message.

use super::base_subject::base_subject;
use super::collation::Collation;
use super::references::{ids_in, references};
use super::sent_date::sent_date;
use crate::faults::Faults;
use crate::mime::first_field;
use crate::store::Message;
use jiff::Timestamp;
use std::collections::HashMap;

/// How deep a thread may get; what would lie deeper begins a thread of its own.
const DEEPEST: usize = 2000;

/// A message, or (without a UID) one that is only referred to.
#[derive(Debug, Default)]
struct Node {
    uid: Option<u32>,
    date: Timestamp,
    subject: String,
    reply: bool,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// The threads while they are made.
#[derive(Debug)]
pub(super) struct Forest {
    collation: Collation,
    faults: Faults,
    nodes: Vec<Node>,
}

impl Forest {
    pub(super) fn new(collation: Collation, faults: Faults) -> Self {
        Self {
            collation,
            faults,
            nodes: Vec::new(),
        }
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    pub(super) fn add_message(&mut self, message: &Message) -> usize {
        let (subject, reply) = base_subject(&message.octets, &self.faults);
        let subject = self.collation.fold(&subject);
        let date = sent_date(message, &self.faults);
        self.add(Node {
            uid: Some(message.uid),
            date,
            subject,
            reply,
            ..Node::default()
        })
    }

    fn get(&self, node: usize) -> Option<&Node> {
        self.nodes.get(node)
    }

    fn children(&self, node: usize) -> Vec<usize> {
        self.get(node)
            .map(|node| node.children.clone())
            .unwrap_or_default()
    }

    fn parent(&self, node: usize) -> Option<usize> {
        self.get(node).and_then(|node| node.parent)
    }

    /// Whether `above` is `node` or lies above it.
    /// Beyond `DEEPEST` it is taken to be, so that no thread gets deeper.
    fn is_above(&self, above: usize, node: usize) -> bool {
        let mut at = Some(node);
        for _ in 0..DEEPEST {
            let Some(now) = at else { return false };
            if now == above {
                return true;
            }
            at = self.parent(now);
        }
        true
    }

    pub(super) fn set_parent(&mut self, child: usize, parent: Option<usize>) {
        if let Some(old) = self.parent(child)
            && let Some(old) = self.nodes.get_mut(old)
        {
            old.children.retain(|&known| known != child);
        }
        if let Some(node) = self.nodes.get_mut(child) {
            node.parent = parent;
        }
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.push(child);
        }
    }

    fn is_dummy(&self, node: usize) -> bool {
        self.get(node).is_none_or(|node| node.uid.is_none())
    }

    /// What sorts a node: its date and number, or those of its first child.
    fn order(&self, node: usize) -> (Timestamp, u32) {
        let mut at = node;
        loop {
            match self.get(at) {
                Some(Node {
                    uid: Some(uid),
                    date,
                    ..
                }) => return (*date, *uid),
                Some(Node { children, .. }) => match children.first() {
                    Some(&child) => at = child,
                    None => return (Timestamp::MAX, u32::MAX),
                },
                None => return (Timestamp::MAX, u32::MAX),
            }
        }
    }

    pub(super) fn sort_children(&mut self) {
        if self.faults.on("imap-thread-siblings-by-number") {
            return;
        }
        for node in 0..self.nodes.len() {
            let mut children = self.children(node);
            children.sort_by_key(|&child| self.order(child));
            if let Some(node) = self.nodes.get_mut(node) {
                node.children = children;
            }
        }
    }

    fn roots(&self) -> Vec<usize> {
        let live = |node: &usize| {
            self.parent(*node).is_none()
                && (!self.is_dummy(*node) || !self.children(*node).is_empty())
        };
        (0..self.nodes.len()).filter(live).collect()
    }

    fn loses(&self, node: usize, before: Option<usize>) -> bool {
        self.faults.on("imap-thread-loses-loops")
            && before.is_some_and(|before| self.is_above(node, before))
    }

    /// Step 1: parents and children from References and In-Reply-To.
    pub(super) fn link(&mut self, messages: &[Message]) {
        let mut by_id: HashMap<Vec<u8>, usize> = HashMap::new();
        let own: Vec<usize> = messages
            .iter()
            .map(|message| {
                let node = self.add_message(message);
                let id = first_field(&message.octets, "Message-ID")
                    .and_then(|field| ids_in(field.value, &self.faults).pop());
                if let Some(id) = id {
                    if self.faults.on("imap-thread-last-id-counts") {
                        by_id.remove(&id);
                    }
                    // Of two messages with one id, only the first can be referred to.
                    by_id.entry(id).or_insert(node);
                }
                node
            })
            .collect();
        for (message, node) in messages.iter().zip(own) {
            let mut before: Option<usize> = None;
            let mut named = references(&message.octets, &self.faults);
            if self.faults.on("imap-thread-references-ignored") {
                named.clear();
            }
            if self.faults.on("imap-thread-ancestors-ignored") {
                named.drain(..named.len().saturating_sub(1));
            }
            for id in named {
                let at = match by_id.get(&id) {
                    Some(&at) => at,
                    None => {
                        let at = self.add(Node::default());
                        by_id.insert(id, at);
                        at
                    }
                };
                if let Some(before) = before
                    && (self.parent(at).is_none() || self.faults.on("imap-thread-relinks"))
                    && !self.is_above(at, before)
                {
                    self.set_parent(at, Some(before));
                }
                before = Some(at);
            }
            if self.parent(node).is_some() && self.faults.on("imap-thread-first-parent-stays") {
                continue;
            }
            match before {
                Some(_) if self.loses(node, before) => {
                    // The fault: what is in a loop is no message any more.
                    if let Some(node) = self.nodes.get_mut(node) {
                        node.uid = None;
                    }
                }
                Some(parent) => {
                    // What others say of this message goes first, even where its own word makes a loop.
                    if !self.faults.on("imap-thread-link-kept") {
                        self.set_parent(node, None);
                    }
                    if !self.is_above(node, parent) {
                        self.set_parent(node, Some(parent));
                    }
                }
                None => self.set_parent(node, None),
            }
        }
    }

    /// Step 3: nodes that stand for no message go, their children move up.
    pub(super) fn prune(&mut self) {
        // Deepest first, so that what is emptied is seen empty.
        let mut order = Vec::new();
        let mut stack = self.roots();
        while let Some(node) = stack.pop() {
            order.push(node);
            stack.extend(self.children(node));
        }
        for node in order
            .into_iter()
            .rev()
            .filter(|&node| self.is_dummy(node))
            .collect::<Vec<_>>()
        {
            let children = self.children(node);
            let parent = self.parent(node);
            let split = self.faults.on("imap-thread-missing-head-splits");
            if parent.is_none() && children.len() > 1 && !split {
                continue;
            }
            let to = parent.filter(|_| !self.faults.on("imap-thread-missing-cuts"));
            self.set_parent(node, None);
            for child in children {
                self.set_parent(child, to);
            }
        }
    }

    pub(super) fn subject_of(&self, node: usize) -> (String, bool) {
        let shown = if self.is_dummy(node) {
            self.children(node).first().copied()
        } else {
            Some(node)
        };
        let shown = shown.and_then(|shown| self.get(shown));
        shown.map_or_else(Default::default, |node| (node.subject.clone(), node.reply))
    }

    /// Step 5: threads with one subject come together.
    pub(super) fn gather_subjects(&mut self) {
        let mut roots = self.roots();
        roots.sort_by_key(|&root| self.order(root));
        let mut table: HashMap<String, usize> = HashMap::new();
        for &root in &roots {
            let (subject, reply) = self.subject_of(root);
            if subject.is_empty() && !self.faults.on("imap-thread-empty-gathered") {
                continue;
            }
            let better = table.get(&subject).is_none_or(|&known| {
                (!self.is_dummy(known) || self.faults.on("imap-thread-dummy-replaced"))
                    && (self.is_dummy(root) || (self.subject_of(known).1 && !reply))
            });
            if better {
                table.insert(subject, root);
            }
        }
        for root in roots {
            let (subject, reply) = self.subject_of(root);
            let Some(&known) = table.get(&subject).filter(|&&known| known != root) else {
                continue;
            };
            let on = |name| self.faults.on(name);
            match (self.is_dummy(known), self.is_dummy(root)) {
                (true, true) if on("imap-thread-missing-apart") => {}
                (true, false) if on("imap-thread-missing-not-joined") => {}
                (false, _) if on("imap-thread-equals-below") => {
                    self.set_parent(root, Some(known));
                }
                (true, true) => {
                    for child in self.children(root) {
                        self.set_parent(child, Some(known));
                    }
                }
                (true, false) => self.set_parent(root, Some(known)),
                (false, _) if reply && !self.subject_of(known).1 => {
                    self.set_parent(root, Some(known))
                }
                _ => {
                    let dummy = self.add(Node::default());
                    self.set_parent(known, Some(dummy));
                    self.set_parent(root, Some(dummy));
                    table.insert(subject, dummy);
                }
            }
        }
    }

    /// All threads as the response writes them.
    pub(super) fn write(&self, name: impl Fn(u32) -> u32) -> String {
        enum Step {
            Node(usize),
            Text(&'static str),
        }
        let mut roots = self.roots();
        if self.faults.on("imap-thread-subject-by-subject") {
            roots.sort_by_key(|&root| self.subject_of(root));
        } else if !self.faults.on("imap-thread-roots-by-number") {
            roots.sort_by_key(|&root| self.order(root));
        }
        let mut text = String::new();
        let mut stack: Vec<Step> = Vec::new();
        for root in roots.into_iter().rev() {
            stack.extend([Step::Text(")"), Step::Node(root), Step::Text("(")]);
        }
        while let Some(step) = stack.pop() {
            let node = match step {
                Step::Text(mark) => {
                    text.push_str(mark);
                    continue;
                }
                Step::Node(node) => node,
            };
            let children = self.children(node);
            if let Some(uid) = self.get(node).and_then(|node| node.uid) {
                text.push_str(&name(uid).to_string());
                if !children.is_empty() {
                    text.push(' ');
                }
            }
            match children.as_slice() {
                [] => {}
                [one] => stack.push(Step::Node(*one)),
                several => {
                    for &child in several.iter().rev() {
                        stack.extend([Step::Text(")"), Step::Node(child), Step::Text("(")]);
                    }
                }
            }
        }
        text
    }
}
