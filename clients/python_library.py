"""Python's own smtplib, poplib and imaplib, which are clients too."""

import imaplib
import poplib
import smtplib

from harness import HOST, Failed, check, delivered, fixture, same

SENDER = "bob@remote.test"


@check("smtplib", "SMTP, STARTTLS, implicit TLS and LMTP: a message octet by octet")
def _(lab):
    account = lab.account()
    plain = smtplib.SMTP(HOST, lab.port("smtp"), "client.test")
    secured = smtplib.SMTP(HOST, lab.port("smtp"), "client.test")
    secured.starttls(context=lab.context)
    tls = smtplib.SMTP_SSL(HOST, lab.port("smtps"), "client.test", context=lab.context)
    for client in [plain, secured, tls, smtplib.LMTP(HOST, lab.port("lmtp"), "client.test")]:
        with client:
            refused = client.sendmail(SENDER, [account.address, "nobody-here@example.test"], fixture("dots"))
            same("refused", list(refused), ["nobody-here@example.test"])
            same("VRFY", client.verify(account.name)[0] // 100, 2)
            same("RSET", client.rset()[0], 250)
    came = lab.octets(account)
    same("messages", len(came), 4)
    for octets in came:
        delivered("the message", octets, fixture("dots"))


@check("smtplib", "submission: login by each mechanism it knows")
def _(lab):
    sender, receiver = lab.account(), lab.account()
    for mechanism in ["auth_cram_md5", "auth_plain", "auth_login"]:
        with smtplib.SMTP_SSL(HOST, lab.port("submissions"), "client.test", context=lab.context) as client:
            client.ehlo()
            client.user, client.password = sender.name, sender.password
            client.auth(mechanism[5:].replace("_", "-"), getattr(client, mechanism))
            client.sendmail(sender.address, receiver.address, fixture("plain"))
    same("messages", len(lab.octets(receiver)), 3)
    with smtplib.SMTP_SSL(HOST, lab.port("submissions"), "client.test", context=lab.context) as client:
        try:
            client.login(sender.name, "wrong")
            raise Failed("a wrong password was taken")
        except smtplib.SMTPAuthenticationError as why:
            same("the reply", why.smtp_code, 535)


def undo(lines):
    return b"".join(line + b"\r\n" for line in lines)


@check("poplib", "USER, APOP, STLS and implicit TLS: all of its commands")
def _(lab):
    names = ["plain", "dots", "long"]
    secured = poplib.POP3(HOST, lab.port("pop3"))
    secured.stls(context=lab.context)
    for client, apop in [
        (poplib.POP3(HOST, lab.port("pop3")), False),
        (poplib.POP3(HOST, lab.port("pop3")), True),
        (secured, False),
        (poplib.POP3_SSL(HOST, lab.port("pop3s"), context=lab.context), False),
    ]:
        account = lab.account(*(fixture(name) for name in names))
        if "TOP" not in client.capa():
            raise Failed("CAPA does not tell of TOP")
        if apop:
            client.apop(account.name, account.password)
        else:
            client.user(account.name)
            client.pass_(account.password)
        same("STAT", client.stat(), (3, sum(len(fixture(name)) for name in names)))
        same("LIST", len(client.list()[1]), 3)
        same("UIDL", len({line.split()[1] for line in client.uidl()[1]}), 3)
        for number, name in enumerate(names, 1):
            same(name, undo(client.retr(number)[1]), fixture(name))
        same("TOP", undo(client.top(1, 0)[1]), fixture("plain").partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        client.dele(1)
        client.rset()
        client.dele(2)
        client.noop()
        client.quit()
        same("left", lab.octets(account), [fixture("plain"), fixture("long")])


@check("imaplib", "plain, STARTTLS and implicit TLS: all of its commands")
def _(lab):
    secured = imaplib.IMAP4(HOST, lab.port("imap"))
    secured.starttls(ssl_context=lab.context)
    for box in [
        imaplib.IMAP4(HOST, lab.port("imap")),
        secured,
        imaplib.IMAP4_SSL(HOST, lab.port("imaps"), ssl_context=lab.context),
    ]:
        account = lab.account(fixture("plain"), fixture("dots"), fixture("multipart"))

        def say(name, *arguments):
            status, answer = getattr(box, name)(*arguments)
            same(f"{name}{arguments}", status, "OK")
            return answer

        def plain(_):
            return f"\0{account.name}\0{account.password}".encode()

        say("authenticate", "PLAIN", plain)
        say("enable", "CONDSTORE")
        say("namespace")
        say("create", "Work")
        say("rename", "Work", "Play")
        say("subscribe", "Play")
        same("LSUB", say("lsub", "\"\"", "Pl*"), [b'() "/" Play'])
        same("LIST", len(say("list")), 2)
        same("SELECT", say("select"), [b"3"])
        same("STATUS", say("status", "Play", "(MESSAGES UIDNEXT)"), [b"Play (MESSAGES 0 UIDNEXT 1)"])
        same("FETCH", say("fetch", "2", "(BODY.PEEK[])")[0][1], fixture("dots"))
        same("FETCH RFC822", say("uid", "FETCH", "1", "(RFC822)")[0][1], fixture("plain"))
        same("SEARCH", say("search", None, "SUBJECT", "Dots"), [b"2"])
        same("SEARCH UNSEEN", say("uid", "SEARCH", "UNSEEN"), [b"2 3"])
        same("SORT", say("sort", "(SIZE)", "UTF-8", "ALL")[0].split()[-1], max(
            [b"1", b"2", b"3"], key=lambda n: len(fixture(["plain", "dots", "multipart"][int(n) - 1]))))
        say("thread", "REFERENCES", "UTF-8", "ALL")
        say("copy", "1:2", "Play")
        say("append", "Play", r"(\Draft)", '"17-Jul-1996 02:44:25 -0700"', fixture("folded"))
        say("store", "3", "+FLAGS", r"(\Deleted)")
        same("EXPUNGE", say("expunge"), [b"3"])
        say("noop")
        say("check")
        say("unselect")
        say("select", "Play", True)
        say("close")
        say("unsubscribe", "Play")
        box.logout()
        same("INBOX", lab.octets(account), [fixture("plain"), fixture("dots")])
        same("Play", lab.octets(account, "Play"), [fixture("plain"), fixture("dots"), fixture("folded")])
        same("flags", lab.messages(account, "Play")[2].flags, {r"\Draft"})
        same("mailboxes", lab.mailboxes(account), ["INBOX", "Play"])
