//! `C:` lines made into octets. Writes them nowhere.

use super::functions::{Called, call};
use super::scope::Scope;
use super::{Chunk, RenderError, Values};
use crate::transcript::tree::{Ending, Hole, Piece, Send};

/// Renders a `C:` line, ending included.
///
/// A synchronising literal splits it: the octets up to `{n}` CR LF, [`Chunk::AwaitContinuation`],
/// and what follows.
///
/// # Errors
/// [`RenderError::Unbound`] when nothing binds a name; [`RenderError::Other`] when a function cannot be carried out, as
/// with a fixture that is not there.
pub fn render(send: &Send, values: &dyn Values) -> Result<Vec<Chunk>, RenderError> {
    let scope = Scope::new(values);
    let mut chunks = Vec::new();
    let mut octets = Vec::new();
    for piece in &send.text.pieces {
        let hole = match piece {
            Piece::Text(text) => {
                octets.extend_from_slice(text);
                continue;
            }
            Piece::Hole(hole) => &hole.value,
        };
        match hole {
            Hole::Capture { .. } => {
                return Err(RenderError::Other {
                    what: "a client's line cannot take a value".into(),
                });
            }
            Hole::Insert(expr) => octets.extend(scope.expr(expr)?),
            Hole::Call {
                function,
                arguments,
            } => match call(function, arguments, &scope)? {
                Called::Octets(value) => octets.extend(value),
                Called::Message(message) => octets.extend(stuffed(&message)),
                Called::Delivered(_) => {
                    return Err(RenderError::Other {
                        what: "`delivered` stands in patterns only".into(),
                    });
                }
                Called::Literal {
                    content,
                    synchronising,
                } => {
                    let plus = if synchronising { "" } else { "+" };
                    octets.extend(format!("{{{}{plus}}}\r\n", content.len()).into_bytes());
                    if synchronising {
                        chunks.push(Chunk::Octets(std::mem::take(&mut octets)));
                        chunks.push(Chunk::AwaitContinuation);
                    }
                    octets.extend(content);
                }
            },
        }
    }
    if send.hex {
        octets = unhex(&octets)?;
    } else {
        octets.extend_from_slice(match send.ending {
            Ending::CrLf => b"\r\n",
            Ending::Lf => b"\n",
            Ending::Cr => b"\r",
            Ending::None => b"",
        });
    }
    if !octets.is_empty() || chunks.is_empty() {
        chunks.push(Chunk::Octets(octets));
    }
    Ok(chunks)
}

/// RFC 5321 §4.5.2: a line that begins with a dot gets another.
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 8);
    for &octet in message {
        if octet == b'.' && (out.is_empty() || out.ends_with(b"\r\n")) {
            out.push(b'.');
        }
        out.push(octet);
    }
    out
}

fn unhex(text: &[u8]) -> Result<Vec<u8>, RenderError> {
    let digits: Option<Vec<u8>> = text
        .iter()
        .filter(|octet| !octet.is_ascii_whitespace())
        .map(|&octet| {
            char::from(octet)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        })
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0);
    let digits = digits.ok_or_else(|| RenderError::Other {
        what: "C(hex) takes pairs of hexadecimal digits".into(),
    })?;
    let mut pairs = digits.iter();
    let mut out = Vec::new();
    while let (Some(high), Some(low)) = (pairs.next(), pairs.next()) {
        out.push(high * 16 + low);
    }
    Ok(out)
}
