//! imap-codec as a second opinion: whatever its generators make and its encoder writes, no rule is
//! broken. `MAILSPEC_GENERATED` sets how many responses are made (20,000 by default).

use arbitrary::{Arbitrary as _, Unstructured};
use imap_codec::ResponseCodec;
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

#[test]
fn what_imap_codec_writes_breaks_no_rule() {
    let wanted = std::env::var("MAILSPEC_GENERATED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(20_000);
    let mut octets = Octets(0x9E37_79B9_7F4A_7C15);
    let mut buffer = vec![0; 1024];
    let (mut made, mut wrong) = (0_usize, BTreeMap::<&str, Vec<String>>::new());
    while made < wanted {
        octets.fill(&mut buffer);
        let mut data = Unstructured::new(&buffer);
        let Ok(response) = Response::arbitrary(&mut data) else {
            continue;
        };
        made += 1;
        let written = ResponseCodec::default().encode(&response).dump();
        let mut framer = framer(Protocol::Imap);
        framer.received(&written);
        let mut rules = SessionRules::midway(Protocol::Imap);
        let mut units = 0;
        while let Some(unit) = framer.next() {
            units += 1;
            for finding in rules.unit(&unit, &mut Shared::default()) {
                if is_known(&finding, &written) {
                    continue;
                }
                let examples = wrong.entry(finding.rule.id).or_default();
                if examples.len() < 5 {
                    examples.push(format!("{} <- {}", finding, written.escape_ascii()));
                }
            }
        }
        assert_eq!(
            (units, framer.pending()),
            (1, &b""[..]),
            "{}",
            written.escape_ascii()
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What imap-codec generates though the standards forbid it: its types are wider than the grammar.
fn is_known(finding: &Finding, written: &[u8]) -> bool {
    match finding.rule.id {
        // Any atoms make a capability list, any strings an ID, a mailbox name or an entry.
        "imap/capability-version"
        | "imap/capability-value"
        | "imap/id-limits"
        | "imap/metadata" => true,
        "imap/mailbox-8bit" | "imap/mailbox-utf7" => true,
        // The mode of a literal is drawn by lot.
        "imap/literal-plus" => true,
        // 64 bits where RFC 9051 §9 has 63.
        "imap/number" => finding.wants.ends_with("9223372036854775807"),
        // Sets of different sizes in COPYUID; * where known-uids has none.
        "imap/response-code" => finding.wants == "both sets have the same number of UIDs",
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
