"""Clients that fetch by POP3: curl, mpop, fetchmail, getmail. getmail by IMAP is here too; fetchmail by IMAP is
in imap_clients."""

import re

from harness import HOST, Failed, check, fixture, same, unix

NAMES = ["plain", "dots", "multipart", "long", "terminator", "eight-bit", "spaces"]
WAYS = {"plain": "pop3", "starttls": "pop3", "tls": "pop3s"}


def each_way(client, title):
    def register(function):
        for tls, service in WAYS.items():
            check(client, f"POP3 {tls}: {title}")(lambda lab, t=tls, s=service: function(lab, s, t))

    return register


def filled(lab):
    return lab.account(*(fixture(name) for name in NAMES))


def wanted():
    return sorted(unix(fixture(name)) for name in NAMES)


@each_way("curl", "list, every message octet by octet, delete one")
def _(lab, service, tls):
    account = filled(lab)
    secured = [] if tls == "plain" else ["--ssl-reqd", "--cacert", lab.certificate]

    def curl(path, *options):
        url = f"{service}://{HOST}:{lab.port(service)}/{path}"
        return lab.run("curl", "-sS", "-u", f"{account.name}:{account.password}", *secured, *options, url)

    sizes = [line.split() for line in curl("").split(b"\r\n") if line]
    same("LIST", [int(size) for _, size in sizes], [len(fixture(name)) for name in NAMES])
    same("UIDL", len(set(curl("", "--request", "UIDL").split())), 2 * len(NAMES))
    for number, name in enumerate(NAMES, 1):
        same(name, curl(str(number)), fixture(name))
    header, _, text = fixture("plain").partition(b"\r\n\r\n")
    same("TOP", curl("", "--request", "TOP 1 0"), header + b"\r\n\r\n")
    curl("2", "--request", "DELE", "--head")
    same("what is left", lab.octets(account), [fixture(name) for name in NAMES if name != "dots"])


for mechanism in ["PLAIN", "LOGIN", "CRAM-MD5", "+APOP"]:
    @check("curl", f"POP3: AUTH {mechanism}")
    def _(lab, mechanism=mechanism):
        account = lab.account(fixture("plain"))
        came = lab.run("curl", "-sS", "-u", f"{account.name}:{account.password}", "--login-options",
                       f"AUTH={mechanism}", "--cacert", lab.certificate, f"pop3s://{HOST}:{lab.port('pop3s')}/1")
        same("the message", came, fixture("plain"))


def mpop(lab, service, tls, account, auth, *options):
    text = f"account default\nhost {HOST}\nport {lab.port(service)}\nuser {account.name}\n"
    text += f"password {account.password}\nauth {auth}\ndelivery maildir {lab.folder / 'in'}\n"
    text += f"uidls_file {lab.folder / 'uidls'}\nreceived_header off\ntimeout 60\n"
    if tls == "plain":
        text += "tls off\n"
    else:
        text += f"tls on\ntls_trust_file {lab.certificate}\ntls_starttls {'on' if tls == 'starttls' else 'off'}\n"
    lab.run("mpop", "-C", lab.file("mpoprc", text), *options)


@each_way("mpop", "keep, nothing twice, then fetch the new one and delete all")
def _(lab, service, tls):
    account = filled(lab)
    lab.new_maildir("in")
    mpop(lab, service, tls, account, "user", "--keep=on")
    same("fetched", lab.maildir("in"), wanted())
    mpop(lab, service, tls, account, "user", "--keep=on")
    same("fetched again", lab.maildir("in"), wanted())
    same("kept", lab.octets(account), [fixture(name) for name in NAMES])
    lab.store(account, "INBOX", fixture("one-line"))
    mpop(lab, service, tls, account, "user", "--keep=off")
    same("fetched at last", lab.maildir("in"), sorted(wanted() + [unix(fixture("one-line"))]))
    same("left", lab.octets(account), [])


for mechanism in ["apop", "plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256"]:
    @check("mpop", f"POP3: AUTH {mechanism}")
    def _(lab, mechanism=mechanism):
        account = lab.account(fixture("plain"))
        lab.new_maildir("in")
        mpop(lab, "pop3", "starttls", account, mechanism)
        same("fetched", lab.maildir("in"), [unix(fixture("plain"))])
        same("left", lab.octets(account), [])


def fetchmail(lab, protocol, service, tls, account, options, *arguments, ok=(0,)):
    """fetchmail hands what it fetches to our own SMTP."""
    secured = {
        "plain": "sslproto ''",
        "starttls": f"sslproto tls1.2+ sslcertck sslcertfile '{lab.certificate}'",
        "tls": f"ssl sslcertck sslcertfile '{lab.certificate}'",
    }[tls]
    rc = f"set no bouncemail\nset invisible\npoll {HOST} service {lab.port(service)} proto {protocol} uidl\n" \
        if protocol == "pop3" else f"set no bouncemail\nset invisible\npoll {HOST} service {lab.port(service)} proto {protocol}\n"
    rc += f"  user '{account.name}' password '{account.password}' {secured} {options}\n"
    lab.run("fetchmail", "-f", lab.file("fetchmailrc", rc), "--pidfile", lab.folder / "pid", "-i",
            lab.folder / "ids", "--nosyslog", "-v", *arguments, ok=ok)


def onwards(lab, receiver):
    return f"is '{receiver.address}' here smtphost '{HOST}/{lab.port('smtp')}'"


@each_way("fetchmail", "every message onwards by SMTP, then deleted")
def _(lab, service, tls):
    account, receiver = filled(lab), lab.account()
    fetchmail(lab, "pop3", service, tls, account, onwards(lab, receiver) + " no rewrite fetchall")
    same("left", lab.octets(account), [])
    passed_on(lab, receiver)
    fetchmail(lab, "pop3", service, tls, account, onwards(lab, receiver) + " no rewrite", ok=(1,))


def passed_on(lab, receiver):
    """fetchmail writes header lines of its own; below the header not an octet differs."""
    came = lab.octets(receiver)
    bodies = [octets.partition(b"\r\n\r\n")[2] for octets in came]
    same("bodies", sorted(bodies), sorted(fixture(name).partition(b"\r\n\r\n")[2] for name in NAMES))
    for octets in came:
        if not octets.startswith(b"Return-Path:"):
            raise Failed(f"no Return-Path on top: {octets[:80]!r}")


@check("fetchmail", "POP3: kept, and only what is new the next time")
def _(lab):
    account, receiver = lab.account(fixture("plain"), fixture("dots")), lab.account()
    options = onwards(lab, receiver) + " no rewrite keep"
    fetchmail(lab, "pop3", "pop3s", "tls", account, options)
    lab.store(account, "INBOX", fixture("one-line"))
    fetchmail(lab, "pop3", "pop3s", "tls", account, options)
    same("kept", lab.octets(account), [fixture(name) for name in ["plain", "dots", "one-line"]])
    same("passed on", len(lab.octets(receiver)), 3)


def getmail(lab, kind, service, account, options="", retriever=""):
    """Root may not deliver into a Maildir, but may run a program that does. getmail misses the end of a program
    that ends before it waits for it, so this one ends when getmail waits."""
    deliver = lab.file("deliver", f"""#!/bin/sh
cat > {lab.folder}/in/new/$$
until grep -q '^State:.S' /proc/$PPID/status; do :; done
""", 0o700)
    rc = f"""
[retriever]
type = Simple{kind}Retriever
server = {HOST}
port = {lab.port(service)}
username = {account.name}
password = {account.password}
timeout = 60
{retriever}
[destination]
type = MDA_external
path = {deliver}
allow_root_commands = true
unixfrom = false
[options]
delivered_to = false
received = false
verbose = 2
{options}
"""
    lab.run("getmail", f"--getmaildir={lab.folder}", f"--rcfile={lab.file('getmailrc', rc)}")


def without_getmail(lab):
    """The messages, without the header fields that getmail writes when it hands them to a program."""
    own = rb"^(Return-Path: <unknown>|X-getmail-retrieved-from-mailbox: INBOX)\n"
    return sorted(re.sub(own, b"", octets, flags=re.M) for octets in lab.maildir("in"))


for kind, service in [("POP3", "pop3"), ("POP3SSL", "pop3s"), ("IMAP", "imap"), ("IMAPSSL", "imaps")]:
    @check("getmail", f"{kind}: new ones only, then all deleted")
    def _(lab, kind=kind, service=service):
        account = filled(lab)
        lab.new_maildir("in")
        retriever = f"ca_certs = {lab.certificate}\n" if kind.endswith("SSL") else ""
        retriever += 'mailboxes = ("INBOX",)\n' if kind.startswith("IMAP") else ""
        getmail(lab, kind, service, account, "read_all = false", retriever)
        same("fetched", without_getmail(lab), wanted())
        lab.store(account, "INBOX", fixture("one-line"))
        getmail(lab, kind, service, account, "read_all = false\ndelete = true", retriever)
        same("fetched at last", without_getmail(lab), sorted(wanted() + [unix(fixture("one-line"))]))
        same("left", lab.octets(account), [])
