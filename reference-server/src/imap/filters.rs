//! FILTERS (RFC 5466): searches that the server keeps under a name, as annotations of itself. Puts
//! them where a search names them; what a search means is not known here.

use super::ImapSession;
use super::command::{Search, SearchKey};
use super::framing::{Literal, announced};
use super::parse::{self, Dialect};
use super::reply::Reply;
use bytes::Bytes;
use jiff::civil::Date;

/// Where the searches of one person, and those of everybody, are (§3.2).
const PRIVATE: &str = "/private/filters/values";
const SHARED: &str = "/shared/filters/values";

/// How often what was put in is looked at for further names: §3.1 asks for three passes, and with
/// a fixed number no loop is endless.
const PASSES: usize = 3;

/// Keys of one search with all that was put in.
const MOST_KEYS: usize = 10_000;

/// Whether a filter can have this name (`filter-name` of §4).
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|octet| octet != b'/' && parse::is_atom_char(octet))
}

/// The keys of a stored value, which is UTF-8 (§3.2); `None` where it is no search criteria.
fn criteria(value: &[u8]) -> Option<Vec<SearchKey>> {
    std::str::from_utf8(value).ok()?;
    let (mut text, mut literals, mut rest) = (Vec::new(), Vec::new(), value);
    // A line that ends in a count has a literal after it, as in a command.
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let (line, after) = rest.split_at_checked(end)?;
        let literal = announced(line)?;
        let length = usize::try_from(literal.length).ok()?.checked_add(2)?;
        let octets = after.get(2..length)?;
        text.extend_from_slice(line);
        text.extend_from_slice(b"\r\n");
        literals.push(Literal {
            octets: Bytes::copy_from_slice(octets),
            binary: literal.binary,
        });
        rest = after.get(length..)?;
    }
    text.extend_from_slice(rest);
    parse::search_criteria(&text, &literals, Dialect { utf8: true }).ok()
}

fn names_filter(key: &SearchKey) -> bool {
    match key {
        SearchKey::Filter(_) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => names_filter(key),
        SearchKey::Or(a, b) => names_filter(a) || names_filter(b),
        SearchKey::And(keys) => keys.iter().any(names_filter),
        _ => false,
    }
}

fn undefined(name: &str) -> Reply {
    Reply::no("There is no such filter").code(format!("UNDEFINED-FILTER {name}"))
}

/// The first key of what was put in place of one, and those that follow it.
fn split(keys: Vec<SearchKey>) -> (Box<SearchKey>, Vec<SearchKey>) {
    let mut keys = keys.into_iter();
    let first = keys.next().unwrap_or(SearchKey::All);
    (Box::new(first), keys.collect())
}

/// Puts filters in.
struct Filling<'a> {
    session: &'a ImapSession,
    account: &'a str,
    passes: usize,
    keys: usize,
}

impl Filling<'_> {
    fn all(&mut self, keys: Vec<SearchKey>, pass: usize) -> Result<Vec<SearchKey>, Reply> {
        let mut filled = Vec::new();
        for key in keys {
            filled.extend(self.one(key, pass)?);
        }
        Ok(filled)
    }

    /// What stands in place of a key. A filter is put in as it is written (§3.1), so that of
    /// several keys the first alone is the argument of a NOT before it.
    fn one(&mut self, key: SearchKey, pass: usize) -> Result<Vec<SearchKey>, Reply> {
        self.keys += 1;
        if self.keys > MOST_KEYS {
            return Err(Reply::no("The filters are too large together").code("LIMIT"));
        }
        Ok(match key {
            SearchKey::Filter(name) => {
                if pass >= self.passes {
                    return Err(undefined(&name));
                }
                let keys = self.value(&name)?;
                self.all(keys, pass + 1)?
            }
            SearchKey::And(keys) => vec![SearchKey::And(self.all(keys, pass)?)],
            SearchKey::Not(key) => {
                let (key, rest) = split(self.one(*key, pass)?);
                [vec![SearchKey::Not(key)], rest].concat()
            }
            SearchKey::Fuzzy(key) => {
                let (key, rest) = split(self.one(*key, pass)?);
                [vec![SearchKey::Fuzzy(key)], rest].concat()
            }
            SearchKey::Or(a, b) => {
                let both = [self.one(*a, pass)?, self.one(*b, pass)?].concat();
                let (a, rest) = split(both);
                let (b, rest) = split(rest);
                [vec![SearchKey::Or(a, b)], rest].concat()
            }
            other => vec![other],
        })
    }

    fn value(&self, name: &str) -> Result<Vec<SearchKey>, Reply> {
        let entry = name.to_ascii_lowercase();
        let stored = {
            let state = self.session.store.lock();
            let annotations = state.annotations(None);
            let get = |root: &str| {
                annotations.and_then(|all| all.get(self.account, &format!("{root}/{entry}")))
            };
            get(PRIVATE).or_else(|| get(SHARED)).cloned()
        };
        let Some(stored) = stored else {
            if self.session.fault("imap-filter-undefined-finds-nothing") {
                return Ok(vec![SearchKey::Before(Date::MIN)]);
            }
            let refusal = undefined(name);
            if self.session.fault("imap-filter-undefined-without-code") {
                return Err(Reply {
                    code: None,
                    ..refusal
                });
            }
            return Err(refusal);
        };
        // What the server's owner has set need not have been looked at.
        let mut keys =
            criteria(&stored).ok_or_else(|| Reply::no("The filter is no full search"))?;
        if self.session.fault("imap-filter-first-key-only") {
            keys.truncate(1);
        }
        Ok(keys)
    }
}

impl ImapSession {
    /// The search with the filters that it names put in.
    pub(super) fn with_filters(&mut self, search: Search) -> Result<Search, Reply> {
        if !search.keys.iter().any(names_filter) {
            return Ok(search);
        }
        if !self.has("FILTERS") {
            return Err(Reply::bad("there is no such search key"));
        }
        let foreign = search.charset.as_deref().is_some_and(|charset| {
            !charset.eq_ignore_ascii_case("UTF-8") && !charset.eq_ignore_ascii_case("US-ASCII")
        });
        if foreign && !self.fault("imap-filter-any-charset") {
            return Err(Reply::bad("Filters are UTF-8").code("BADCHARSET (US-ASCII UTF-8)"));
        }
        let account = self.account()?.to_owned();
        let mut filling = Filling {
            session: self,
            account: &account,
            passes: if self.fault("imap-filter-one-pass") {
                1
            } else {
                PASSES
            },
            keys: 0,
        };
        let filled = filling.all(search.keys, 0);
        if filled.as_ref().is_err_and(|reply| reply.status == "NO") && search.save {
            // RFC 5182 §2.1
            self.saved.clear();
        }
        let charset = if self.enabled.utf8 || foreign {
            search.charset
        } else if self.fault("imap-filter-ascii") {
            Some("US-ASCII".to_owned())
        } else {
            Some("UTF-8".to_owned())
        };
        Ok(Search {
            keys: filled?,
            charset,
            ..search
        })
    }

    /// What is to be said against an annotation of the server that is to be a filter.
    pub(super) fn filter_refusal(&self, entry: &str, value: Option<&Bytes>) -> Option<Reply> {
        let name = [PRIVATE, SHARED]
            .iter()
            .find_map(|root| entry.strip_prefix(root))?
            .strip_prefix('/')?;
        if !self.has("FILTERS") {
            return None;
        }
        if !is_name(name) {
            return Some(Reply::bad("No filter can have that name"));
        }
        let anonymous = self.config.sasl.anonymous_account.as_ref();
        if anonymous.is_some() && anonymous == self.account.as_ref() {
            // §5
            return Some(Reply::no("Filters are not for everybody").code("NOPERM"));
        }
        let broken = value.is_some_and(|value| criteria(value).is_none());
        (broken && !self.fault("imap-filter-stored-unchecked"))
            .then(|| Reply::no("The filter is no full search").code("CANNOT"))
    }
}
