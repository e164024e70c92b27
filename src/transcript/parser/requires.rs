//! `Requires:`, a boolean expression over capabilities. Never asks a server.

use super::super::diagnostic::{Diagnostic, nearest};
use super::super::states;
use super::super::tree::{Protocol, Requires, Span, Spanned};
use super::Parser;

/// More operands or deeper nesting than this is refused: the tree is walked by recursion.
const LIMIT: usize = 64;

impl Parser<'_> {
    pub(super) fn requires(
        &mut self,
        value: Span,
        first: Option<Protocol>,
    ) -> Option<Spanned<Requires>> {
        let text = self.text(value);
        let mut reader = Reader {
            parser: self,
            text,
            base: value.start,
            at: 0,
            depth: 0,
            seen: 0,
            first,
        };
        let tree = reader.or().and_then(|tree| match reader.rest() {
            "" => Ok(tree),
            rest if rest.starts_with(')') => {
                Err(Diagnostic::error(reader.here(), "a `)` without its `(`")
                    .help("leave it out, or open it before"))
            }
            _ => Err(
                Diagnostic::error(reader.here(), "`&` or `|` is missing here")
                    .help("`A & B` needs both, `A | B` one of them"),
            ),
        });
        match tree {
            Ok(tree) => Some(Spanned {
                value: tree,
                span: value,
            }),
            Err(diagnostic) => {
                self.report(diagnostic);
                None
            }
        }
    }
}

struct Reader<'p, 'a> {
    parser: &'p mut Parser<'a>,
    text: &'a str,
    base: usize,
    at: usize,
    depth: usize,
    seen: usize,
    first: Option<Protocol>,
}

impl<'a> Reader<'_, 'a> {
    fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let trimmed = rest.trim_start_matches([' ', '\t']);
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn accept(&mut self, sign: char) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += usize::from(found);
        found
    }

    fn here(&mut self) -> Span {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Span {
            start: self.base + self.at,
            end: self.base + self.at + length,
        }
    }

    fn or(&mut self) -> Result<Requires, Diagnostic> {
        let mut left = self.and()?;
        while self.accept('|') {
            left = Requires::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Requires, Diagnostic> {
        let mut left = self.not()?;
        while self.accept('&') {
            left = Requires::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Requires, Diagnostic> {
        self.depth += 1;
        if self.depth > LIMIT {
            return Err(self.too_large());
        }
        let tree = if self.accept('!') {
            Requires::Not(Box::new(self.not()?))
        } else if self.rest().starts_with('(') {
            let open = self.here();
            self.accept('(');
            let inner = self.or()?;
            if !self.accept(')') {
                return Err(Diagnostic::error(self.here(), "a `)` is missing")
                    .related(open, "opened here")
                    .help("close it"));
            }
            inner
        } else {
            self.capability()?
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn too_large(&mut self) -> Diagnostic {
        Diagnostic::error(self.here(), format!("more than {LIMIT} operands or levels"))
            .help("make several cases of it")
    }

    fn capability(&mut self) -> Result<Requires, Diagnostic> {
        let rest = self.rest();
        let length = rest
            .find([' ', '\t', '&', '|', '!', '(', ')'])
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        if word.is_empty() {
            return Err(
                Diagnostic::error(self.here(), "a capability is missing here")
                    .help("such as `UIDPLUS & (LITERAL+ | LITERAL-)`"),
            );
        }
        self.seen += 1;
        if self.seen > LIMIT {
            return Err(self.too_large());
        }
        let start = self.base + self.at;
        self.at += length;
        let is_prefix = |prefix: &str| {
            prefix
                .bytes()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let (protocol, name) = match word.split_once(':') {
            Some((prefix, name)) if is_prefix(prefix) => {
                let span = Span {
                    start,
                    end: start + prefix.len(),
                };
                if states::protocol(prefix).is_none()
                    && self.parser.protocol(prefix, span).is_none()
                {
                    return Ok(Requires::Capability {
                        protocol: None,
                        name: name.to_owned(),
                    });
                }
                (states::protocol(prefix), name)
            }
            _ => (None, word),
        };
        let span = Span {
            start: start + word.len() - name.len(),
            end: start + word.len(),
        };
        if name.is_empty() {
            return Err(Diagnostic::error(
                Span {
                    start,
                    end: start + length,
                },
                "no capability after the protocol",
            )
            .help("such as `smtp:SIZE`"));
        }
        if let Some(whose) = protocol.or(self.first)
            && !self.parser.context.knows_capability(whose, name)
        {
            let all = self.parser.context.capabilities(whose);
            let help = match nearest(name, all.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "another protocol's capability has its protocol before it: `smtp:SIZE`"
                    .to_owned(),
            };
            self.parser.report(
                Diagnostic::error(span, format!("{whose} has no capability `{name}`")).help(help),
            );
        }
        Ok(Requires::Capability {
            protocol,
            name: name.to_owned(),
        })
    }
}

/// Whether an expression speaks of a capability at all.
pub(super) fn mentions(tree: &Requires, wanted: &str) -> bool {
    match tree {
        Requires::Capability { name, .. } => name.eq_ignore_ascii_case(wanted),
        Requires::Not(inner) => mentions(inner, wanted),
        Requires::And(left, right) | Requires::Or(left, right) => {
            mentions(left, wanted) || mentions(right, wanted)
        }
    }
}
