//! Every fault changes what a peer can see, and every hook has its entry in the table.

use super::House;
use crate::pop3::faults::FAULTS;
use crate::session::Session;
use std::collections::BTreeSet;

const MESSAGES: [&[u8]; 3] = [
    b"Subject: 1\r\n\r\n.dot\r\nlast\r\n",
    "Subject: é\r\n\r\nx\r\n".as_bytes(),
    b"Subject: 3\r\n\r\nx\r\ny\r\n",
];

/// Does everything once, in three connections, and tells what came back and what is left.
fn tour(fault: Option<&'static str>) -> String {
    let mut house = House::new(&MESSAGES);
    house.faults.set(fault.into_iter().collect());
    let mut seen = Vec::new();
    for dialogue in [
        "",
        "USER guest\r\nPASS guest\r\nLIST\r\nRSET\r\nQUIT\r\n",
        "LANG *\r\nAUTH PLAIN\r\nAG1yb3Nl AHRhbnN0YWFm\r\nLIST 1\r\nUIDL 1\r\nTOP 3 2\r\n",
        "USER mrose\r\nPASS tanstaaf\r\nDELE 1\r\n",
        "USER mrose\r\nPASS tanstaaf\r\nUIDL\r\nQUIT\r\n",
        "stat\r\nLIST\r\nSTAT\r\nXYZZY\r\nAPOP mrose 00000000000000000000000000000000\r\nQUIT\r\n",
        "USER mrose\r\nPASS wrong\r\nPASS tanstaaf\r\nQUIT\r\n",
        "AUTH PLAIN\r\n*\r\n*\r\nQUIT\r\n",
        "AUTH PLAIN\r\n*\r\nAUTH PLAIN AG1yb3NlAHRhbnN0YWFm\r\nSTAT\r\nAUTH PLAIN AG1yb3NlAHRhbnN0YWFm\r\nQUIT\r\n",
        "AUTH PLAIN AG1yb3NlAHdyb25n\r\nAUTH plain AG1yb3NlAHRhbnN0YWFm\r\nSTAT\r\nAUTH PLAIN\r\nQUIT\r\n",
        "AUTH XNONE\r\nAUTH PLAIN =\r\nAG1yb3NlAHRhbnN0YWFm\r\nSTAT\r\nQUIT\r\n",
        "AUTH PLAIN\r\n=AG1yb3NlAHRhbnN0YWFm\r\nSTAT\r\nQUIT\r\n",
        "AUTH PLAIN\r\nLONG\r\nQUIT\r\n",
        "CAPA\r\nSTLS\r\nCAPA\r\n",
        "CAPA\r\nUSER mrose\r\nPASS tanstaaf\r\nCAPA\r\nSTLS\r\nCAPA\r\nQUIT\r\n",
        "USER mrose\r\nPASS tanstaaf\r\nLIST 1\r\nUIDL 1\r\nSTAT\r\nLIST\r\nUIDL\r\nRETR 3\r\nRETR 1\r\nLAST\r\n\
         RSET\r\nLAST\r\nRETR 1\r\nRETR 2\r\nTOP 3 0\r\nTOP 3 1\r\nNOOP\r\nSTAT\r\nDELE 1\r\n\
         DELE 1\r\nRETR 1\r\nSTAT\r\nLIST\r\nUIDL\r\nRSET\r\nSTAT\r\nDELE 1\r\nQUIT\r\nNOOP\r\n",
    ] {
        // The octets of the longest name that PLAIN allows, and more.
        let dialogue = dialogue.replace("LONG", &"eHh4".repeat(100));
        let mut peer = house.connect();
        seen.push(peer.settle());
        let mut other = house.connect();
        other.settle();
        for line in dialogue.split_inclusive("\r\n") {
            seen.push(peer.say(line));
            if line.starts_with("DELE") || line.starts_with("PASS") {
                seen.push(other.say("USER mrose\r\nPASS wrong\r\n"));
                seen.push(other.say("USER mrose\r\nPASS tanstaaf\r\nSTAT\r\n"));
            }
        }
        seen.push(peer.say(format!("NOOP {}\r\n", "x".repeat(300))));
        seen.push(peer.say(format!("STLS{}\r\n", "\0".repeat(300))));
        let pipelined = peer.say("STLS\r\nUSER mrose\r\n");
        seen.push(pipelined);
        seen.push(format!("{}", peer.closed));
        if dialogue.is_empty() {
            peer.say("USER mrose\r\nPASS tanstaaf\r\nDELE 3\r\n");
            peer.session.tick(jiff::Timestamp::MAX);
            let count = house.left().len();
            seen.push(format!("{count}"));
        }
        peer.session.closed(super::NOW);
        other.session.closed(super::NOW);
    }
    format!("{seen:?} {:?}", house.left())
}

#[test]
fn every_fault_shows() {
    let right = tour(None);
    assert_eq!(right, tour(None), "two runs, the same octets");
    let silent: Vec<_> = FAULTS
        .iter()
        .filter(|fault| tour(Some(fault.name)) == right)
        .map(|fault| fault.name)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_hook_is_in_the_table_and_the_other_way_round() {
    let sources = concat!(
        include_str!("../authorization.rs"),
        include_str!("../reply.rs"),
        include_str!("../session.rs"),
        include_str!("../transaction.rs"),
    );
    let named = sources.split(".on(\"").skip(1);
    let hooks: BTreeSet<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
    let table: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    assert_eq!(hooks, table);
}
