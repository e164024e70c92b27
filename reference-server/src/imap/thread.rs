//! THREAD=ORDEREDSUBJECT and THREAD=REFERENCES (RFC 5256 §3, §4).

use super::ImapSession;
use super::collation::Collation;
use super::command::Search;
use super::reply::{Answer, Reply};
use super::sort::{base_subject, sent_date};
use crate::mime::{fields, first_field};
use crate::store::Message;
use jiff::Timestamp;
use std::collections::HashMap;

/// How many references of a message are looked at, from its own end.
const MOST_REFERENCES: usize = 200;

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

/// The faults that are switched on.
#[derive(Debug, Default)]
struct Wrong {
    reply_to_ignored: bool,
    link_kept: bool,
    dummy_replaced: bool,
}

#[derive(Debug, Default)]
struct Forest {
    collation: Collation,
    nodes: Vec<Node>,
    faults: Wrong,
}

/// `<…>` in a field's value.
fn message_ids(value: &[u8]) -> Vec<Vec<u8>> {
    let mut ids = Vec::new();
    let mut rest = value;
    while let Some(open) = rest.iter().position(|&octet| octet == b'<') {
        rest = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = rest.iter().position(|&octet| octet == b'>') else {
            break;
        };
        let id: Vec<u8> = rest
            .iter()
            .take(close)
            .copied()
            .filter(|octet| !octet.is_ascii_whitespace())
            .collect();
        if !id.is_empty() {
            ids.push(id);
        }
    }
    ids
}

fn references(octets: &[u8]) -> Vec<Vec<u8>> {
    let ids = first_field(octets, "References")
        .map(|field| message_ids(field.value))
        .unwrap_or_default();
    if !ids.is_empty() {
        let skip = ids.len().saturating_sub(MOST_REFERENCES);
        return ids.into_iter().skip(skip).collect();
    }
    let reply_to = fields(octets).find(|field| field.name.eq_ignore_ascii_case(b"In-Reply-To"));
    reply_to
        .map(|field| message_ids(field.value))
        .unwrap_or_default()
        .into_iter()
        .take(1)
        .collect()
}

impl Forest {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_message(&mut self, message: &Message) -> usize {
        let (subject, reply) = base_subject(&message.octets);
        let subject = self.collation.fold(&subject);
        let date = sent_date(message);
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

    fn set_parent(&mut self, child: usize, parent: Option<usize>) {
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

    fn sort_children(&mut self) {
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

    /// Step 1: parents and children from References and In-Reply-To.
    fn link(&mut self, messages: &[Message]) {
        let mut by_id: HashMap<Vec<u8>, usize> = HashMap::new();
        let own: Vec<usize> = messages
            .iter()
            .map(|message| {
                let node = self.add_message(message);
                let id = first_field(&message.octets, "Message-ID")
                    .and_then(|field| message_ids(field.value).pop());
                if let Some(id) = id {
                    // Of two messages with one id, only the first can be referred to.
                    by_id.entry(id).or_insert(node);
                }
                node
            })
            .collect();
        for (message, node) in messages.iter().zip(own) {
            let mut before: Option<usize> = None;
            let mut ids = references(&message.octets);
            if self.faults.reply_to_ignored && first_field(&message.octets, "References").is_none()
            {
                ids.clear();
            }
            for id in ids {
                let at = match by_id.get(&id) {
                    Some(&at) => at,
                    None => {
                        let at = self.add(Node::default());
                        by_id.insert(id, at);
                        at
                    }
                };
                if let Some(before) = before
                    && self.parent(at).is_none()
                    && !self.is_above(at, before)
                {
                    self.set_parent(at, Some(before));
                }
                before = Some(at);
            }
            // What others say of this message goes first, even where its own word makes a loop.
            if before.is_none() || !self.faults.link_kept {
                self.set_parent(node, None);
            }
            if let Some(parent) = before.filter(|&parent| !self.is_above(node, parent)) {
                self.set_parent(node, Some(parent));
            }
        }
    }

    /// Step 3: nodes that stand for no message go, their children move up.
    fn prune(&mut self) {
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
            if parent.is_none() && children.len() > 1 {
                continue;
            }
            self.set_parent(node, None);
            for child in children {
                self.set_parent(child, parent);
            }
        }
    }

    fn subject_of(&self, node: usize) -> (String, bool) {
        let shown = if self.is_dummy(node) {
            self.children(node).first().copied()
        } else {
            Some(node)
        };
        let shown = shown.and_then(|shown| self.get(shown));
        shown.map_or_else(Default::default, |node| (node.subject.clone(), node.reply))
    }

    /// Step 5: threads with one subject come together.
    fn gather_subjects(&mut self) {
        let mut roots = self.roots();
        roots.sort_by_key(|&root| self.order(root));
        let mut table: HashMap<String, usize> = HashMap::new();
        for &root in &roots {
            let (subject, reply) = self.subject_of(root);
            if subject.is_empty() {
                continue;
            }
            let better = table.get(&subject).is_none_or(|&known| {
                (!self.is_dummy(known) || self.faults.dummy_replaced)
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
            match (self.is_dummy(known), self.is_dummy(root)) {
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
    fn write(&self, name: impl Fn(u32) -> u32) -> String {
        enum Step {
            Node(usize),
            Text(&'static str),
        }
        let mut roots = self.roots();
        roots.sort_by_key(|&root| self.order(root));
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

impl ImapSession {
    pub(super) fn thread(&mut self, uid: bool, references: bool, search: &Search) -> Answer {
        let mut messages = self.found(search)?;
        let mut forest = Forest {
            collation: self.options.collation,
            faults: Wrong {
                reply_to_ignored: self.fault("imap-thread-reply-to-ignored"),
                link_kept: self.fault("imap-thread-link-kept"),
                dummy_replaced: self.fault("imap-thread-dummy-replaced"),
            },
            ..Forest::default()
        };
        if references {
            forest.link(&messages);
            forest.prune();
            forest.sort_children();
            forest.gather_subjects();
            forest.sort_children();
        } else {
            messages.sort_by_key(|message| (sent_date(message), message.uid));
            let mut first: HashMap<String, usize> = HashMap::new();
            for message in &messages {
                let node = forest.add_message(message);
                let subject = forest.subject_of(node).0;
                match first.get(&subject) {
                    Some(&root) => forest.set_parent(node, Some(root)),
                    None => {
                        first.insert(subject, node);
                    }
                }
            }
        }
        let threads = forest.write(|message| self.named(uid, message));
        self.untagged(if threads.is_empty() {
            "THREAD".to_owned()
        } else {
            format!("THREAD {threads}")
        });
        Ok(Reply::ok("That is all"))
    }
}
