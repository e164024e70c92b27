//! THREAD=ORDEREDSUBJECT and THREAD=REFERENCES (RFC 5256 §3, §4).

use super::ImapSession;
use super::base_subject::base_subject;
use super::collation::Collation;
use super::command::{Search, SearchKey};
use super::reply::{Answer, Reply};
use super::sent_date::sent_date;
use crate::faults::Faults;
use crate::mime::{fields, first_field, message_ids, plain_message_id};
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

#[derive(Debug, Default)]
struct Forest {
    collation: Collation,
    faults: Faults,
    nodes: Vec<Node>,
}

/// The Message IDs in a field's value, as they are compared.
fn ids_in(value: &[u8], faults: &Faults) -> Vec<Vec<u8>> {
    let compared = |id: &[u8]| {
        let mut id = match faults.on("imap-thread-ids-as-written") {
            true => id.to_vec(),
            false => plain_message_id(id),
        };
        if faults.on("imap-thread-ids-without-case") {
            id.make_ascii_lowercase();
        }
        id
    };
    message_ids(value)
        .map(compared)
        .filter(|id| !id.is_empty())
        .collect()
}

fn references(octets: &[u8], faults: &Faults) -> Vec<Vec<u8>> {
    if faults.on("imap-thread-without-id-together") && first_field(octets, "Message-ID").is_none() {
        return vec![b"none".to_vec()];
    }
    let field = first_field(octets, "References");
    let there = field.is_some();
    let ids = field
        .map(|field| ids_in(field.value, faults))
        .unwrap_or_default();
    let replies =
        faults.on("imap-thread-in-reply-to-first") && first_field(octets, "In-Reply-To").is_some();
    if (!ids.is_empty() && !replies)
        || (there && faults.on("imap-thread-invalid-references"))
        || faults.on("imap-thread-in-reply-to-ignored")
    {
        let skip = ids.len().saturating_sub(MOST_REFERENCES);
        return ids.into_iter().skip(skip).collect();
    }
    let reply_to = fields(octets).find(|field| field.name.eq_ignore_ascii_case(b"In-Reply-To"));
    let mut ids = reply_to
        .map(|field| ids_in(field.value, faults))
        .unwrap_or_default();
    ids.truncate(1);
    ids
}

impl Forest {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_message(&mut self, message: &Message) -> usize {
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
    fn link(&mut self, messages: &[Message]) {
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
    fn write(&self, name: impl Fn(u32) -> u32) -> String {
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

impl ImapSession {
    pub(super) fn thread(&mut self, uid: bool, references: bool, search: &Search) -> Answer {
        let everything = self.fault("imap-thread-everything").then(|| Search {
            keys: vec![SearchKey::All],
            ..search.clone()
        });
        let mut messages = self
            .found(everything.as_ref().unwrap_or(search))
            .map_err(|reply| match self.fault("imap-thread-charset-bad") {
                true => Reply::bad("The charset is not known"),
                false => reply,
            })?;
        let mut forest = Forest {
            collation: match self.fault("imap-comparator-not-in-thread") {
                true => Collation::default(),
                false => self.options.collation,
            },
            faults: self.faults.clone(),
            ..Forest::default()
        };
        if references {
            forest.link(&messages);
            forest.prune();
            forest.sort_children();
            if !self.fault("imap-thread-subjects-not-gathered") {
                forest.gather_subjects();
            }
            forest.sort_children();
        } else {
            if !self.fault("imap-thread-subject-by-number") {
                messages.sort_by_key(|message| (sent_date(message, &self.faults), message.uid));
            }
            let mut first: HashMap<String, usize> = HashMap::new();
            for message in &messages {
                let node = forest.add_message(message);
                let subject = forest.subject_of(node).0;
                match first.get(&subject) {
                    Some(_) if self.fault("imap-thread-subject-apart") => {}
                    Some(&root) if self.fault("imap-thread-subject-nested") => {
                        forest.set_parent(node, Some(root));
                        first.insert(subject, node);
                    }
                    Some(&root) => forest.set_parent(node, Some(root)),
                    None => {
                        first.insert(subject, node);
                    }
                }
            }
        }
        let uid = uid && !self.fault("imap-uid-thread-numbers");
        let threads = forest.write(|message| self.named(uid, message));
        if threads.is_empty() && self.fault("imap-thread-silent-when-empty") {
            return Ok(Reply::ok("That is all"));
        }
        self.untagged(if threads.is_empty() {
            "THREAD".to_owned()
        } else {
            format!("THREAD {threads}")
        });
        Ok(Reply::ok("That is all"))
    }
}

#[cfg(test)]
mod tests {
    use super::ids_in;
    use crate::faults::Faults;

    #[test]
    fn quoting_is_no_part_of_a_message_id() {
        let ids = ids_in(b"<\"a \\\"b\"@x> garbage <c@x> <", &Faults::default());
        assert_eq!(ids, [b"a \"b@x".to_vec(), b"c@x".to_vec()]);
    }
}
