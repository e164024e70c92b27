//! SEARCH, SORT, THREAD and their keys.

use super::super::command::{Command, Search, SearchKey, SortKey};
use super::super::framing::Literal;
use super::super::results::PartialRange;
use super::{Bad, Cursor, Dialect, Parsed};
use crate::store::system;

/// How deep keys may nest.
const DEEPEST: usize = 50;

/// `search-criteria` of RFC 5466, all of the text.
pub(crate) fn search_criteria(
    text: &[u8],
    literals: &[Literal],
    dialect: Dialect,
) -> Parsed<Vec<SearchKey>> {
    let mut cursor = Cursor::new(text, literals, dialect);
    let keys = cursor.search_keys()?;
    cursor.end()?;
    Ok(keys)
}

impl Cursor<'_> {
    pub(super) fn search(&mut self) -> Parsed<Search> {
        let mut search = Search::default();
        self.sp()?;
        if self.eat_word("RETURN (") {
            search.extended = true;
            self.search_returns(&mut search)?;
            self.sp()?;
        }
        if self.eat_word("CHARSET ") {
            let charset = self.astring()?;
            search.charset = Some(String::from_utf8_lossy(&charset).into_owned());
            self.sp()?;
        }
        search.keys = self.search_keys()?;
        Ok(search)
    }

    fn search_returns(&mut self, search: &mut Search) -> Parsed<()> {
        if self.eat(b')') {
            search.all = true;
            return Ok(());
        }
        loop {
            match self.word()?.as_str() {
                "MIN" => search.min = true,
                "MAX" => search.max = true,
                "ALL" => search.all = true,
                "COUNT" => search.count = true,
                "SAVE" => search.save = true,
                "PARTIAL" if search.partial.is_none() => {
                    self.sp()?;
                    search.partial = Some(self.partial_range()?);
                }
                "UPDATE" => {
                    search.update = true;
                    // The grammar of RFC 5465 has no space there, its example has one.
                    if self.rest().starts_with(b" (") {
                        self.at += 1;
                    }
                    if self.peek() == Some(b'(') {
                        search.update_items = self.parenthesised(Self::fetch_item)?;
                    }
                }
                "CONTEXT" => search.context = true,
                "RELEVANCY" => search.relevancy = true,
                _ => return Err(Bad("there is no such return option")),
            }
            if self.eat(b')') {
                break;
            }
            self.sp()?;
        }
        if search.all && search.partial.is_some() {
            return Err(Bad("PARTIAL and ALL exclude each other"));
        }
        Ok(())
    }

    /// `partial-range` of RFC 9394.
    pub(super) fn partial_range(&mut self) -> Parsed<PartialRange> {
        let from_end = self.eat(b'-');
        let first = self.nz_number()?;
        self.expect(b':', "a range is expected")?;
        if self.eat(b'-') != from_end {
            return Err(Bad("a range counts from one end"));
        }
        let last = self.nz_number()?;
        Ok(PartialRange {
            first,
            last,
            from_end,
        })
    }

    pub(super) fn sort(&mut self, uid: bool) -> Parsed<Command> {
        self.sp()?;
        let mut options = Search::default();
        if self.eat_word("RETURN (") {
            options.extended = true;
            self.search_returns(&mut options)?;
            self.sp()?;
        }
        let keys = self.parenthesised(|cursor| {
            let mut word = cursor.word()?;
            let reverse = word == "REVERSE";
            if reverse {
                cursor.sp()?;
                word = cursor.word()?;
            }
            let key = match word.as_str() {
                "ARRIVAL" => SortKey::Arrival,
                "CC" => SortKey::Cc,
                "DATE" => SortKey::Date,
                "FROM" => SortKey::From,
                "SIZE" => SortKey::Size,
                "SUBJECT" => SortKey::Subject,
                "TO" => SortKey::To,
                "DISPLAYFROM" => SortKey::DisplayFrom,
                "DISPLAYTO" => SortKey::DisplayTo,
                "RELEVANCY" => SortKey::Relevancy,
                _ => return Err(Bad("there is no such sort key")),
            };
            Ok((reverse, key))
        })?;
        Ok(Command::Sort {
            uid,
            keys,
            search: {
                let search = self.charset_and_keys()?;
                Search {
                    charset: search.charset,
                    keys: search.keys,
                    ..options
                }
            },
        })
    }

    pub(super) fn thread(&mut self, uid: bool) -> Parsed<Command> {
        self.sp()?;
        let references = match self.word()?.as_str() {
            "REFERENCES" => true,
            "ORDEREDSUBJECT" => false,
            _ => return Err(Bad("there is no such threading algorithm")),
        };
        Ok(Command::Thread {
            uid,
            references,
            search: self.charset_and_keys()?,
        })
    }

    fn charset_and_keys(&mut self) -> Parsed<Search> {
        self.sp()?;
        let charset = self.astring()?;
        self.sp()?;
        let charset = Some(String::from_utf8_lossy(&charset).into_owned());
        Ok(Search {
            charset,
            keys: self.search_keys()?,
            ..Search::default()
        })
    }

    /// `filter-name` (RFC 5466 §4).
    fn filter_name(&mut self) -> Parsed<String> {
        let name = self.atom()?;
        if name.contains('/') {
            return Err(Bad("a filter's name has no slash"));
        }
        Ok(name)
    }

    fn search_keys(&mut self) -> Parsed<Vec<SearchKey>> {
        let mut keys = vec![self.search_key(0)?];
        while self.eat(b' ') {
            keys.push(self.search_key(0)?);
        }
        Ok(keys)
    }

    fn search_key(&mut self, depth: usize) -> Parsed<SearchKey> {
        if depth > DEEPEST {
            return Err(Bad("search keys are nested too deeply"));
        }
        if self.peek() == Some(b'(') {
            return self
                .parenthesised(|cursor| cursor.search_key(depth + 1))
                .map(SearchKey::And);
        }
        if self.at_sequence_set() {
            return self.sequence_set().map(SearchKey::Set);
        }
        let name = self.word()?;
        Ok(match name.as_str() {
            "ALL" | "SAVEDATESUPPORTED" => SearchKey::All,
            "ANSWERED" => SearchKey::Flag(system::ANSWERED, true),
            "DELETED" => SearchKey::Flag(system::DELETED, true),
            "DRAFT" => SearchKey::Flag(system::DRAFT, true),
            "FLAGGED" => SearchKey::Flag(system::FLAGGED, true),
            "SEEN" => SearchKey::Flag(system::SEEN, true),
            "UNANSWERED" => SearchKey::Flag(system::ANSWERED, false),
            "UNDELETED" => SearchKey::Flag(system::DELETED, false),
            "UNDRAFT" => SearchKey::Flag(system::DRAFT, false),
            "UNFLAGGED" => SearchKey::Flag(system::FLAGGED, false),
            "UNSEEN" => SearchKey::Flag(system::SEEN, false),
            "NEW" => SearchKey::New,
            "OLD" => SearchKey::Old,
            "RECENT" => SearchKey::Recent,
            _ => {
                self.sp()?;
                self.search_key_argument(&name, depth)?
            }
        })
    }

    /// `objectid` (RFC 8474 §7).
    fn object_id(&mut self) -> Parsed<String> {
        let run = self.run(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'));
        match run.len() {
            1..=255 => Ok(String::from_utf8_lossy(run).into_owned()),
            _ => Err(Bad("an object identifier is expected")),
        }
    }

    fn search_key_argument(&mut self, name: &str, depth: usize) -> Parsed<SearchKey> {
        Ok(match name {
            "BCC" | "CC" | "FROM" | "TO" => {
                SearchKey::Address(name.as_bytes().to_vec(), self.astring()?)
            }
            "SUBJECT" => SearchKey::Header(name.as_bytes().to_vec(), self.astring()?),
            "HEADER" => {
                let field = self.astring()?;
                self.sp()?;
                SearchKey::Header(field, self.astring()?)
            }
            "BODY" => SearchKey::Body(self.astring()?),
            "TEXT" => SearchKey::Text(self.astring()?),
            "BEFORE" => SearchKey::Before(self.date()?),
            "ON" => SearchKey::On(self.date()?),
            "SINCE" => SearchKey::Since(self.date()?),
            "SAVEDBEFORE" => SearchKey::SavedBefore(self.date()?),
            "SAVEDON" => SearchKey::SavedOn(self.date()?),
            "SAVEDSINCE" => SearchKey::SavedSince(self.date()?),
            "EMAILID" => SearchKey::EmailId(self.object_id()?),
            "THREADID" => SearchKey::ThreadId(self.object_id()?),
            "SENTBEFORE" => SearchKey::SentBefore(self.date()?),
            "SENTON" => SearchKey::SentOn(self.date()?),
            "SENTSINCE" => SearchKey::SentSince(self.date()?),
            "KEYWORD" => SearchKey::Keyword(self.atom()?, true),
            "UNKEYWORD" => SearchKey::Keyword(self.atom()?, false),
            "LARGER" => SearchKey::Larger(self.number64()?),
            "SMALLER" => SearchKey::Smaller(self.number64()?),
            "OLDER" => SearchKey::Older(self.nz_number()?),
            "YOUNGER" => SearchKey::Younger(self.nz_number()?),
            "MODSEQ" => {
                if self.peek() == Some(b'"') {
                    // The per-flag form; mod-sequences are kept for a message as a whole.
                    self.quoted()?;
                    self.sp()?;
                    if !["priv", "shared", "all"]
                        .iter()
                        .any(|word| self.eat_word(word))
                    {
                        return Err(Bad("priv, shared or all is expected"));
                    }
                    self.sp()?;
                }
                SearchKey::ModSeq(self.number64()?)
            }
            "UID" => SearchKey::Uid(self.sequence_set()?),
            "FILTER" => SearchKey::Filter(self.filter_name()?),
            "FUZZY" => SearchKey::Fuzzy(Box::new(self.search_key(depth + 1)?)),
            "NOT" => SearchKey::Not(Box::new(self.search_key(depth + 1)?)),
            "OR" => {
                let first = self.search_key(depth + 1)?;
                self.sp()?;
                SearchKey::Or(Box::new(first), Box::new(self.search_key(depth + 1)?))
            }
            _ => return Err(Bad("there is no such search key")),
        })
    }
}
