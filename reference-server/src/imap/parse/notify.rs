//! NOTIFY (RFC 5465 §8).

use super::super::command::{Command, Events, FetchItem, Filter, Group, Notify};
use super::{Bad, Cursor, Parsed};

/// One event as it was written.
enum Event {
    New(Vec<FetchItem>),
    Expunge,
    Flag,
    Other(String),
}

impl Cursor<'_> {
    pub(super) fn notify(&mut self) -> Parsed<Command> {
        self.sp()?;
        match self.word()?.as_str() {
            "NONE" => return Ok(Command::Notify(Notify::default())),
            "SET" => {}
            _ => return Err(Bad("SET or NONE is expected")),
        }
        let mut notify = Notify {
            set: true,
            ..Notify::default()
        };
        self.sp()?;
        if self.eat_word("STATUS ") {
            notify.status = true;
        }
        loop {
            let group = self.group()?;
            let selected = matches!(group.filter, Filter::Selected { .. });
            let first = |other: &Group| matches!(other.filter, Filter::Selected { .. });
            if selected && notify.groups.iter().any(first) {
                return Err(Bad("the selected mailbox is there twice"));
            }
            notify.groups.push(group);
            if !self.eat(b' ') {
                return Ok(Command::Notify(notify));
            }
        }
    }

    fn group(&mut self) -> Parsed<Group> {
        self.open()?;
        let filter = match self.word()?.as_str() {
            "SELECTED" => Filter::Selected { delayed: false },
            "SELECTED-DELAYED" => Filter::Selected { delayed: true },
            "INBOXES" => Filter::Inboxes,
            "PERSONAL" => Filter::Personal,
            "SUBSCRIBED" => Filter::Subscribed,
            "SUBTREE" => Filter::Subtree(self.one_or_more()?),
            "MAILBOXES" => Filter::Mailboxes(self.one_or_more()?),
            _ => return Err(Bad("there is no such mailbox filter")),
        };
        self.sp()?;
        let selected = matches!(filter, Filter::Selected { .. });
        let events = self.events(selected)?;
        self.close()?;
        Ok(Group { filter, events })
    }

    fn one_or_more(&mut self) -> Parsed<Vec<Vec<u8>>> {
        self.sp()?;
        if self.peek() == Some(b'(') {
            self.parenthesised(Self::astring)
        } else {
            Ok(vec![self.astring()?])
        }
    }

    fn events(&mut self, selected: bool) -> Parsed<Events> {
        let mut events = Events::default();
        if self.peek() != Some(b'(') {
            return match self.word()?.as_str() {
                "NONE" => Ok(events),
                _ => Err(Bad("events in parentheses or NONE are expected")),
            };
        }
        let mut expunge = false;
        for event in self.parenthesised(|cursor| cursor.event(selected))? {
            match event {
                Event::New(items) => {
                    events.messages = true;
                    events.items = items;
                }
                Event::Expunge => expunge = true,
                Event::Flag => events.flags = true,
                Event::Other(name) => match name.as_str() {
                    "ANNOTATIONCHANGE" => {
                        events.annotations = true;
                        events.unknown = true;
                    }
                    "MAILBOXNAME" => events.names = true,
                    "SUBSCRIPTIONCHANGE" => events.subscriptions = true,
                    "MAILBOXMETADATACHANGE" => events.metadata = true,
                    "SERVERMETADATACHANGE" => events.server_metadata = true,
                    _ => events.unknown = true,
                },
            }
        }
        if events.messages != expunge {
            return Err(Bad("MessageNew and MessageExpunge go together"));
        }
        if (events.flags || events.annotations) && !events.messages {
            return Err(Bad("FlagChange needs MessageNew and MessageExpunge"));
        }
        let of_names = events.names || events.subscriptions;
        if selected && (of_names || events.metadata || events.server_metadata) {
            return Err(Bad("only events of messages are for the selected mailbox"));
        }
        Ok(events)
    }

    fn event(&mut self, selected: bool) -> Parsed<Event> {
        Ok(match self.word()?.as_str() {
            "MESSAGENEW" => {
                let mut items = Vec::new();
                if self.rest().starts_with(b" (") {
                    if !selected {
                        return Err(Bad("data items are for the selected mailbox only"));
                    }
                    self.at += 1;
                    items = self.parenthesised(Self::fetch_item)?;
                }
                Event::New(items)
            }
            "MESSAGEEXPUNGE" => Event::Expunge,
            "FLAGCHANGE" => Event::Flag,
            other => Event::Other(other.to_owned()),
        })
    }
}
