//! imap-codec as a second opinion: whatever its generators make and its encoder writes, no rule is
//! broken; and with an octet of it changed, whatever its decoder refuses, a rule refuses too.
//! `MAILSPEC_GENERATED` sets how many responses are made (100,000 by default).

use arbitrary::{Arbitrary as _, Unstructured};
use imap_codec::ResponseCodec;
use imap_codec::decode::{Decoder as _, ResponseDecodeError};
use imap_codec::encode::Encoder as _;
use imap_codec::imap_types::response::Response;
use mailspec::rules::{Finding, SessionRules, Shared};
use mailspec::transcript::tree::Protocol;
use mailspec::wire::framer;
use std::collections::BTreeMap;

/// A simple generator of octets (xorshift), so that every run sees the same responses.
struct Octets(u64);

impl Octets {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            chunk.copy_from_slice(&self.0.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Hands over so many generated responses as they are written.
fn generated(mut show: impl FnMut(&[u8], &mut Octets)) {
    let wanted = std::env::var("MAILSPEC_GENERATED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let mut octets = Octets(0x9E37_79B9_7F4A_7C15);
    let mut buffer = vec![0; 1024];
    let mut made = 0;
    while made < wanted {
        octets.fill(&mut buffer);
        let mut data = Unstructured::new(&buffer);
        let Ok(response) = Response::arbitrary(&mut data) else {
            continue;
        };
        made += 1;
        show(
            &ResponseCodec::default().encode(&response).dump(),
            &mut octets,
        );
    }
}

/// The units of these octets, what is left of them, and the rules that are broken.
fn judged(octets: &[u8]) -> (usize, Vec<u8>, Vec<Finding>) {
    let mut framer = framer(Protocol::Imap);
    framer.received(octets);
    let mut rules = SessionRules::midway(Protocol::Imap);
    let (mut units, mut found) = (0, Vec::new());
    while let Some(unit) = framer.next() {
        units += 1;
        found.extend(rules.unit(&unit, &mut Shared::default()));
    }
    (units, framer.pending().to_vec(), found)
}

#[test]
fn what_imap_codec_writes_breaks_no_rule() {
    let mut wrong = BTreeMap::<&str, Vec<String>>::new();
    generated(|written, _| {
        let (units, left, found) = judged(written);
        for finding in found {
            if is_known(&finding, written) {
                continue;
            }
            let examples = wrong.entry(finding.rule.id).or_default();
            if examples.len() < 5 {
                examples.push(format!("{} <- {}", finding, written.escape_ascii()));
            }
        }
        assert_eq!(
            (units, &left[..]),
            (1, &b""[..]),
            "{}",
            written.escape_ascii()
        );
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_imap_codec_refuses_breaks_a_rule() {
    const ALPHABET: &[u8] = b" ()[]{}\"\\*%+-:,.0129aANIL~<>\r\n\x80";
    let (mut refused, mut wrong) = (0, Vec::new());
    generated(|written, octets| {
        let mut random = [0; 8];
        octets.fill(&mut random);
        let mut changed = written.to_vec();
        let at = usize::from(u16::from_le_bytes([random[0], random[1]])) % changed.len();
        let octet = ALPHABET[usize::from(random[2]) % ALPHABET.len()];
        match random[3] % 3 {
            0 => changed[at] = octet,
            1 => changed.insert(at, octet),
            _ => drop(changed.remove(at)),
        }
        let whole = match ResponseCodec::default().decode(&changed) {
            Ok((rest, _)) => rest.is_empty(),
            Err(ResponseDecodeError::Failed) => false,
            // More is wanted: the framer says so too, or has cut it otherwise.
            Err(_) => return,
        };
        if whole {
            return;
        }
        refused += 1;
        let (units, left, found) = judged(&changed);
        if units == 1 && left.is_empty() && found.is_empty() && !is_taken(&changed) {
            wrong.push(changed.escape_ascii().to_string());
        }
    });
    assert!(refused > 0);
    assert!(
        wrong.is_empty(),
        "{} of {refused}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
}

/// What imap-codec refuses though a standard allows it.
fn is_taken(response: &[u8]) -> bool {
    // Sizes have 63 bits in RFC 9051 §9, 32 in imap-codec.
    let large = response
        .split(|octet| !octet.is_ascii_digit())
        .filter_map(|digits| std::str::from_utf8(digits).ok()?.parse::<u64>().ok())
        .any(|number| number > u64::from(u32::MAX));
    // Names that begin with X are private ones (RFC 3501 §6.5.1).
    let private = response
        .get(2)
        .is_some_and(|octet| octet.eq_ignore_ascii_case(&b'x'));
    large || private
}

/// What imap-codec generates though the standards forbid it: its types are wider than the grammar.
fn is_known(finding: &Finding, written: &[u8]) -> bool {
    match finding.rule.id {
        // Any atoms make a capability list, any strings an ID, a mailbox name, an entry or an extension of NAMESPACE.
        "imap/capability-version"
        | "imap/capability-value"
        | "imap/id-limits"
        | "imap/metadata"
        | "imap/metadata-entry"
        | "imap/namespace-extension" => true,
        "imap/mailbox-8bit" | "imap/mailbox-utf7" => true,
        // The mode of a literal is drawn by lot.
        "imap/literal-plus" => true,
        // 64 bits where RFC 9051 §9 has 63.
        "imap/number" => finding.wants.ends_with("9223372036854775807"),
        // Sets of different sizes in COPYUID; * where known-uids has none.
        "imap/response-code" => {
            finding.wants == "both sets have the same number of UIDs"
                || finding.wants.ends_with("has at most 63 bits")
        }
        // 64 bits here too, where RFC 7162 §1 has 63; and a mod-sequence without numbers, which RFC 7162 §7 has not.
        "imap/mod-sequence" => finding.wants == "a mod-sequence has at most 63 bits",
        "imap/search" => finding.wants.ends_with("where there are no numbers"),
        "imap/set" | "imap/vanished" => written.contains(&b'*'),
        // Addresses, attributes and extension data are drawn without regard to what they mean.
        "imap/address-group"
        | "imap/list-marks"
        | "imap/list-noselect-mark"
        | "imap/body-extension-unknown" => true,
        "imap/body-extension" | "imap/flag-extension" => true,
        _ => false,
    }
}
