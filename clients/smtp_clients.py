"""Clients that send: curl, swaks, msmtp, neomutt."""

from email import message_from_bytes, policy

from harness import DOMAIN, HOST, Failed, Skipped, check, delivered, fixture, same, unix

SENDER = "bob@remote.test"
# How each service is secured: its name, and what the title says.
WAYS = {"plain": "smtp", "starttls": "smtp", "tls": "smtps"}
NAMES = ["plain", "dots", "multipart", "spaces", "folded", "long"]


def curl(lab, service, tls, *options):
    scheme = "smtps" if tls == "tls" else "smtp"
    secured = [] if tls == "plain" else ["--ssl-reqd", "--cacert", lab.certificate]
    url = f"{scheme}://{HOST}:{lab.port(service)}/client.test"
    return lab.run("curl", "-sS", "--url", url, *secured, *options)


def each_way(client, title):
    """One check for each way that a connection is secured."""

    def register(function):
        for tls, service in WAYS.items():
            check(client, f"SMTP {tls}: {title}")(lambda lab, t=tls, s=service: function(lab, s, t))

    return register


@each_way("curl", "six messages, octet by octet")
def _(lab, service, tls):
    account = lab.account()
    for name in NAMES:
        path = lab.file(name, fixture(name))
        curl(lab, service, tls, "--mail-from", SENDER, "--mail-rcpt", account.address, "--upload-file", path)
    came = lab.octets(account)
    same("messages", len(came), len(NAMES))
    for name, octets in zip(NAMES, came):
        delivered(name, octets, fixture(name))


@check("curl", "SMTP: VRFY, HELP and a refused recipient")
def _(lab):
    account = lab.account()
    if b"25" not in curl(lab, "smtp", "plain", "--mail-rcpt", account.name):
        raise Failed("no answer to VRFY")
    curl(lab, "smtp", "plain", "--request", "HELP")
    path = lab.file("m", fixture("plain"))
    lab.run("curl", "-sS", f"smtp://{HOST}:{lab.port('smtp')}", "--mail-from", SENDER,
            "--mail-rcpt", f"nobody-here@{DOMAIN}", "--upload-file", path, ok=(55,))
    # With one good recipient among bad ones, the message goes to that one.
    curl(lab, "smtp", "plain", "--mail-from", SENDER, "--mail-rcpt-allowfails",
         "--mail-rcpt", f"nobody-here@{DOMAIN}", "--mail-rcpt", account.address, "--upload-file", path)
    lab.one(account, fixture("plain"))


for mechanism in ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"]:
    @check("curl", f"submission: AUTH {mechanism}")
    def _(lab, mechanism=mechanism):
        sender, receiver = lab.account(), lab.account()
        arguments = ["--user", f"{sender.name}:{sender.password}", "--login-options", f"AUTH={mechanism}",
                     "--mail-from", sender.address, "--mail-rcpt", receiver.address,
                     "--upload-file", lab.file("m", fixture("plain"))]
        try:
            curl(lab, "submissions", "tls", *arguments)
        except Failed as why:
            # Debian's curl is built without GNU SASL: it knows no SCRAM.
            if mechanism.startswith("SCRAM") and b"gsasl" not in lab.run("curl", "-V").lower():
                raise Skipped("this curl knows no SCRAM") from why
            raise
        same("messages", len(lab.octets(receiver)), 1)


def swaks(lab, service, tls, *options, ok=(0,)):
    secured = {"plain": [], "starttls": ["--tls"], "tls": ["--tls-on-connect"]}[tls]
    if secured:
        secured += ["--tls-verify", "--tls-ca-path", lab.certificate]
    return lab.run("swaks", "--server", HOST, "--port", lab.port(service), "--ehlo", "client.test", *secured,
                   *options, ok=ok)


def data(lab, octets):
    """swaks ends what it is given with a line ending of its own."""
    return "@" + lab.file("m", octets.removesuffix(b"\r\n"))


@each_way("swaks", "a message with dots")
def _(lab, service, tls):
    account = lab.account()
    # A last line of one dot it takes for the end of the data.
    octets = fixture("dots") + b"the end\r\n"
    swaks(lab, service, tls, "--from", SENDER, "--to", account.address, "--data", data(lab, octets))
    lab.one(account, octets)


@check("swaks", "SMTP: pipelined, two recipients, one refused")
def _(lab):
    one, two = lab.account(), lab.account()
    plain = data(lab, fixture("plain"))
    swaks(lab, "smtp", "plain", "--pipeline", "--from", SENDER, "--to", f"{one.address},{two.address}", "--data", plain)
    lab.one(one, fixture("plain"))
    lab.one(two, fixture("plain"))
    swaks(lab, "smtp", "plain", "--pipeline", "--from", SENDER, "--to", f"nobody-here@{DOMAIN}", "--data", plain,
          ok=(24,))


@check("swaks", "LMTP: an answer for each recipient")
def _(lab):
    one, two = lab.account(), lab.account()
    swaks(lab, "lmtp", "plain", "--protocol", "LMTP", "--from", SENDER, "--to", f"{one.address},{two.address}",
          "--data", data(lab, fixture("plain")))
    lab.one(one, fixture("plain"))
    lab.one(two, fixture("plain"))


for mechanism in ["PLAIN", "LOGIN", "CRAM-MD5"]:
    @check("swaks", f"submission: AUTH {mechanism}, a wrong password refused")
    def _(lab, mechanism=mechanism):
        sender, receiver = lab.account(), lab.account()
        arguments = ["--auth", mechanism, "--auth-user", sender.name, "--from", sender.address, "--to",
                     receiver.address, "--data", data(lab, fixture("plain"))]
        swaks(lab, "submission", "starttls", "--auth-password", "wrong", *arguments, ok=(28,))
        same("messages after a failed AUTH", lab.octets(receiver), [])
        swaks(lab, "submission", "starttls", "--auth-password", sender.password, *arguments)
        same("messages", len(lab.octets(receiver)), 1)


def msmtp(lab, service, tls, sender, *recipients, auth="off", account=None, octets=b""):
    text = f"account default\nhost {HOST}\nport {lab.port(service)}\nfrom {sender}\ndomain client.test\n"
    text += f"auth {auth}\nset_date_header off\nset_msgid_header off\ntimeout 60\n"
    if account:
        text += f"user {account.name}\npassword {account.password}\n"
    if tls == "plain":
        text += "tls off\n"
    else:
        text += f"tls on\ntls_trust_file {lab.certificate}\ntls_starttls {'on' if tls == 'starttls' else 'off'}\n"
    lab.run("msmtp", "-C", lab.file("msmtprc", text), *recipients, stdin=octets)


@each_way("msmtp", "two recipients, messages with dots and long ones")
def _(lab, service, tls):
    one, two = lab.account(), lab.account()
    for name in ["dots", "long"]:
        msmtp(lab, service, tls, SENDER, one.address, two.address, octets=unix_text(name))
    for account in (one, two):
        came = lab.octets(account)
        same("messages", len(came), 2)
        delivered("dots", came[0], fixture("dots"))
        delivered("long", came[1], fixture("long"))


def unix_text(name):
    return unix(fixture(name))


for mechanism in ["plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256", "xoauth2", "oauthbearer"]:
    @check("msmtp", f"submission: AUTH {mechanism}")
    def _(lab, mechanism=mechanism):
        sender, receiver = lab.account(), lab.account()
        msmtp(lab, "submission", "starttls", sender.address, receiver.address, auth=mechanism, account=sender,
              octets=unix_text("plain"))
        same("messages", len(lab.octets(receiver)), 1)


@check("neomutt", "submission in batch mode: text and attachment, copy kept by IMAP")
def _(lab):
    sender, receiver = lab.account(), lab.account()
    lab.store(sender, "Sent")
    # Left to itself, this neomutt begins SCRAM-SHA-256-PLUS, finds that it can't bind to the channel, and gives up.
    attached = bytes(range(256)) * 20
    rc = f"""
set from = "{sender.address}"
set realname = "Sender"
set hostname = client.test
set ssl_starttls = no
set ssl_ca_certificates_file = "{lab.certificate}"
set certificate_file = "{lab.certificate}"
set smtp_url = "smtps://{sender.name}@{HOST}:{lab.port('submissions')}/"
set smtp_authenticators = "plain"
set smtp_pass = "{sender.password}"
set imap_user = "{sender.name}"
set imap_pass = "{sender.password}"
set folder = "imaps://{sender.name}@{HOST}:{lab.port('imaps')}/"
set record = "=Sent"
set copy = yes
set tmpdir = "{lab.folder}"
"""
    lab.run("neomutt", "-n", "-F", lab.file("neomuttrc", rc), "-s", "Grüße aus der Küche",
            "-a", lab.file("attached.bin", attached), "--", receiver.address, stdin="Schöne Grüße\n.\n..\n".encode())
    for octets in lab.octets(receiver) + lab.octets(sender, "Sent"):
        message = message_from_bytes(octets, policy=policy.default)
        same("the subject", message["Subject"], "Grüße aus der Küche")
        text, attachment = message.iter_parts()
        same("the text", text.get_content().replace("\r\n", "\n"), "Schöne Grüße\n.\n..\n")
        same("the attachment", attachment.get_content(), attached)
    same("messages", len(lab.octets(receiver)), 1)
    same("copies", len(lab.octets(sender, "Sent")), 1)
