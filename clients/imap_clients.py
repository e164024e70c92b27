"""Clients that work on mailboxes by IMAP: curl, fetchmail, mbsync, offlineimap, neomutt, imapfilter."""

import re

from harness import HOST, Failed, check, fixture, same, unix
from pop3_clients import fetchmail, filled, onwards, passed_on

WAYS = {"plain": "imap", "starttls": "imap", "tls": "imaps"}


def each_way(client, title):
    def register(function):
        for tls, service in WAYS.items():
            check(client, f"IMAP {tls}: {title}")(lambda lab, t=tls, s=service: function(lab, s, t))

    return register


@each_way("curl", "list, fetch, search, append, flag and expunge")
def _(lab, service, tls):
    account = lab.account(fixture("plain"), fixture("dots"), fixture("multipart"))
    secured = [] if tls == "plain" else ["--ssl-reqd", "--cacert", lab.certificate]

    def curl(path, *options):
        url = f"{service}://{HOST}:{lab.port(service)}/{path}"
        return lab.run("curl", "-sS", "-u", f"{account.name}:{account.password}", *secured, *options, url)

    if b"INBOX" not in curl(""):
        raise Failed("LIST does not show INBOX")
    for number, name in enumerate(["plain", "dots", "multipart"], 1):
        same(name, curl(f"INBOX;MAILINDEX={number}"), fixture(name))
    same("the text", curl("INBOX;UID=1;SECTION=TEXT"), fixture("plain").partition(b"\r\n\r\n")[2])
    same("SEARCH", curl("INBOX?SUBJECT%20Dots").split(), [b"*", b"SEARCH", b"2"])
    curl("", "--request", "CREATE Archive")
    curl("Archive", "--upload-file", lab.file("m", fixture("long")))
    same("appended", lab.octets(account, "Archive"), [fixture("long")])
    curl("INBOX", "--request", "UID COPY 2 Archive")
    curl("INBOX", "--request", r"STORE 2 +FLAGS.SILENT (\Deleted)")
    curl("INBOX", "--request", "EXPUNGE")
    same("left", lab.octets(account), [fixture("plain"), fixture("multipart")])
    same("archived", lab.octets(account, "Archive"), [fixture("long"), fixture("dots")])


@each_way("fetchmail", "every message onwards by SMTP, then expunged")
def _(lab, service, tls):
    account, receiver = filled(lab), lab.account()
    fetchmail(lab, "imap", service, tls, account, onwards(lab, receiver) + " no rewrite fetchall")
    same("left", lab.octets(account), [])
    passed_on(lab, receiver)


def flagged(lab, account, mailbox):
    return {message.octets: message.flags for message in lab.messages(account, mailbox)}


def start(lab):
    """INBOX and Archive/2024 with messages and flags."""
    account = lab.account(fixture("plain"), fixture("dots"), fixture("long"))
    lab.store(account, "Archive/2024", fixture("multipart"), flags=r"\Seen \Answered")
    return account


@each_way("mbsync", "down, then changes of both sides")
def _(lab, service, tls):
    account = start(lab)
    kind = {"plain": "None", "starttls": "STARTTLS", "tls": "IMAPS"}[tls]
    rc = lab.file("mbsyncrc", f"""
IMAPAccount far
Host {HOST}
Port {lab.port(service)}
User {account.name}
Pass {account.password}
SSLType {kind}
SystemCertificates no
CertificateFile {lab.certificate}
{"AuthMechs LOGIN" if tls == "plain" else ""}

IMAPStore far
Account far

MaildirStore near
Path {lab.folder}/near/
Inbox {lab.folder}/near/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Remove Both
Expunge Both
SyncState *
""")
    (lab.folder / "near").mkdir()
    lab.run("mbsync", "-c", rc, "all")
    names = ["plain", "dots", "long"]
    came = [without_tuid(octets) for octets in lab.maildir("near", "INBOX")]
    same("INBOX", sorted(came), sorted(unix(fixture(name)) for name in names))
    archived = [without_tuid(octets) for octets in lab.maildir("near", "Archive", "2024")]
    same("Archive/2024", archived, [unix(fixture("multipart"))])
    # Here: one message goes, one gets flags, one comes, a mailbox comes. There: one comes, one gets a flag.
    for path in [p for sub in ("new", "cur") for p in (lab.folder / "near" / "INBOX" / sub).iterdir()]:
        octets = path.read_bytes()
        base = path.parent.parent / "cur" / path.name.partition(":")[0]
        octets = without_tuid(octets)
        if octets == unix(fixture("dots")):
            path.rename(f"{base}:2,T")
        elif octets == unix(fixture("long")):
            path.rename(f"{base}:2,FS")
    lab.new_maildir("near/Drafts")
    lab.file("near/Drafts/cur/1.x.y:2,D", unix(fixture("one-line")))
    lab.file("near/INBOX/new/2.x.y", unix(fixture("folded")))
    with lab.imap(account) as box:
        box.select("INBOX")
        box.uid("STORE", "1", "+FLAGS", r"(\Answered)")
        box.append("INBOX", None, None, fixture("spaces"))
    lab.run("mbsync", "-c", rc, "all")
    there = {without_tuid(octets): flags for octets, flags in flagged(lab, account, "INBOX").items()}
    same("INBOX", there, {
        fixture("plain"): {r"\Answered"},
        fixture("long"): {r"\Flagged", r"\Seen"},
        fixture("folded"): set(),
        fixture("spaces"): set(),
    })
    drafts = {without_tuid(octets): flags for octets, flags in flagged(lab, account, "Drafts").items()}
    same("Drafts", drafts, {fixture("one-line"): {r"\Draft"}})
    here = [without_tuid(octets) for octets in lab.maildir("near", "INBOX")]
    same("INBOX here", sorted(here), sorted(unix(fixture(n)) for n in ["plain", "long", "folded", "spaces"]))
    # And now there is nothing to do.
    before = lab.messages(account)
    lab.run("mbsync", "-c", rc, "all")
    same("after a third run", lab.messages(account), before)


def without_tuid(octets):
    """mbsync may mark what it stores with a header field of its own, to find it again."""
    return re.sub(rb"X-TUID: [^\n]*\n", b"", octets)


def offlineimap(lab, rc):
    """One synchronisation. On a busy machine imaplib2's reading thread now and then takes the first octets of the
    handshake for an answer; nothing has been synchronised then, so it may begin again."""
    for attempt in range(3):
        try:
            return lab.run("offlineimap", "-o", "-c", rc, "-u", "basic")
        except Failed as error:
            if attempt == 2 or "Failed to start" not in str(error):
                raise


@each_way("offlineimap", "down, then changes of both sides")
def _(lab, service, tls):
    account = start(lab)
    secured = {
        "plain": "ssl = no\nstarttls = no",
        "starttls": f"ssl = no\nstarttls = yes\nsslcacertfile = {lab.certificate}",
        "tls": f"ssl = yes\nstarttls = no\nsslcacertfile = {lab.certificate}",
    }[tls]
    rc = lab.file("offlineimaprc", f"""
[general]
accounts = one
metadata = {lab.folder}/state
socktimeout = 60
[Account one]
localrepository = near
remoterepository = far
[Repository near]
type = Maildir
localfolders = {lab.folder}/near
[Repository far]
type = IMAP
remotehost = {HOST}
remoteport = {lab.port(service)}
remoteuser = {account.name}
remotepass = {account.password}
{secured}
""")
    offlineimap(lab, rc)
    names = ["plain", "dots", "long"]
    same("INBOX", lab.maildir("near", "INBOX"), sorted(unix(fixture(name)) for name in names))
    same("Archive.2024", lab.maildir("near", "Archive.2024"), [unix(fixture("multipart"))])
    for path in [p for sub in ("new", "cur") for p in (lab.folder / "near" / "INBOX" / sub).iterdir()]:
        octets = path.read_bytes()
        base = path.parent.parent / "cur" / path.name.partition(":")[0]
        if octets == unix(fixture("dots")):
            path.unlink()
        elif octets == unix(fixture("long")):
            path.rename(f"{base}:2,FS")
    lab.file("near/INBOX/new/2.x.y", unix(fixture("one-line")))
    with lab.imap(account) as box:
        box.append("INBOX", None, None, fixture("spaces"))
    offlineimap(lab, rc)
    there = {re.sub(rb"X-OfflineIMAP: [^\n]*\n", b"", o): f for o, f in flagged(lab, account, "INBOX").items()}
    same("INBOX", there, {
        fixture("plain"): set(),
        fixture("long"): {r"\Flagged", r"\Seen"},
        fixture("one-line"): set(),
        fixture("spaces"): set(),
    })
    same("messages here", len(lab.maildir("near", "INBOX")), 4)


@each_way("imapfilter", "search, flag, copy, move and delete")
def _(lab, service, tls):
    account = lab.account(*(fixture(name) for name in ["plain", "dots", "long", "folded"]))
    secured = "ssl = 'auto'," if tls == "tls" else ""
    lab.run("imapfilter", "-t", lab.certificate, "-c", lab.file("config.lua", f"""
options.timeout = 60
options.create = true
options.starttls = {"true" if tls == "starttls" else "false"}
one = IMAP {{ server = '{HOST}', port = {lab.port(service)}, username = '{account.name}',
              password = '{account.password}', {secured} }}
one:create_mailbox('Archive')
one:create_mailbox('Copies')
one.INBOX:contain_subject('Dots'):move_messages(one['Archive'])
one.INBOX:is_larger(10000):mark_flagged()
one.INBOX:is_smaller(10000):is_unseen():copy_messages(one['Copies'])
one.INBOX:contain_subject('Plain'):delete_messages()
"""))
    same("archived", lab.octets(account, "Archive"), [fixture("dots")])
    same("copied", sorted(lab.octets(account, "Copies")), sorted([fixture("plain"), fixture("folded")]))
    left = flagged(lab, account, "INBOX")
    same("left", left, {fixture("long"): {r"\Flagged"}, fixture("folded"): set()})


@each_way("neomutt", "tag, flag, save elsewhere and delete, by keys")
def _(lab, service, tls):
    account = lab.account(fixture("plain"), fixture("dots"), fixture("long"))
    lab.store(account, "Archive")
    scheme = "imaps" if tls == "tls" else "imap"
    url = f"{scheme}://{account.name}@{HOST}:{lab.port(service)}/"
    keys = "<tag-pattern>~s Dots<enter><tag-prefix><save-message>=Archive<enter>" \
        "<limit>~s Plain<enter><flag-message><limit>all<enter><quit>"
    rc = lab.file("neomuttrc", f"""
set ssl_starttls = {"yes" if tls == "starttls" else "no"}
set ssl_force_tls = {"no" if tls == "plain" else "yes"}
set ssl_ca_certificates_file = "{lab.certificate}"
set certificate_file = "{lab.certificate}"
set imap_user = "{account.name}"
set imap_pass = "{account.password}"
set folder = "{url}"
set spoolfile = "{url}INBOX"
set tmpdir = "{lab.folder}"
set confirmappend = no
set confirmcreate = no
set delete = yes
set mark_old = no
set wait_key = no
push "{keys}"
""")
    lab.screen("neomutt", "-n", "-F", rc, "-f", f"{url}INBOX")
    same("archived", lab.octets(account, "Archive"), [fixture("dots")])
    same("left", flagged(lab, account, "INBOX"), {fixture("plain"): {r"\Flagged"}, fixture("long"): set()})
