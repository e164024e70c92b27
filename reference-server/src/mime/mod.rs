//! A reader of messages (RFC 5322, 2045–2047) over raw slices: it finds where things are and
//! changes nothing. Whatever the octets, there is an answer; it never refuses and never panics.

mod address;
mod content;
mod date;
mod decode;
mod entity;
mod header;
mod misreading;
mod words;

pub use address::{Address, addresses, misread_addresses};
pub use content::ContentType;
pub use date::{date_header, instant};
pub use decode::{decodable, decode_body, decode_transfer, to_unicode};
pub use entity::{Entity, Located};
pub use header::{
    Field, fields, first_field, header_length, message_ids, plain_message_id, unfold,
};
pub use misreading::{Misreading, Misreadings};
pub use words::decode_words;

#[cfg(test)]
mod tests;
