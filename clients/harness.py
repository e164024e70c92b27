"""What every check shares: the server, accounts, a scratch folder, a look into the mailboxes.

A check is a function with a client's name and a title; it is given a `Lab`, lets the client work, and holds
what then lies in the mailboxes (read by Python's imaplib, or on disk, where the client stores it) against what
must lie there. It fails by raising. Nothing here knows a client.
"""

import imaplib
import os
import pty
import re
import select
import shutil
import signal
import ssl
import subprocess
import threading
import time
from collections import namedtuple
from pathlib import Path

HOST = "localhost"
DOMAIN = "example.test"
SERVICES = ["smtp", "smtps", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap", "imaps"]
ACCOUNTS = 200
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "messages"

Account = namedtuple("Account", "name password address")
Message = namedtuple("Message", "uid flags octets")
Check = namedtuple("Check", "client title function")

CHECKS = []


class Failed(Exception):
    """What differs, for a person."""


class Skipped(Exception):
    """Why the check could not be made."""


def check(client, title):
    """Registers a check."""

    def register(function):
        CHECKS.append(Check(client, title, function))
        return function

    return register


def fixture(name):
    return (FIXTURES / f"{name}.eml").read_bytes()


def same(what, came, wanted):
    if came != wanted:
        raise Failed(f"{what}: {shown(came)} instead of {shown(wanted)}")


def shown(value):
    text = repr(value)
    return text if len(text) < 600 else f"{text[:300]} … {text[-300:]}"


def unix(octets):
    """As programs of the system keep messages: lines end in LF."""
    return octets.replace(b"\r\n", b"\n")


TRACE = re.compile(rb"(?:(?:Return-Path|Received|Delivered-To):[^\n]*\r\n(?:[ \t][^\n]*\r\n)*)+", re.I)


def delivered(what, came, sent):
    """`came` is `sent`, octet by octet, below trace fields."""
    trace = TRACE.match(came)
    if not trace or not came.endswith(sent):
        raise Failed(f"{what}: {shown(came)} is not {shown(sent)} below trace fields")
    top = came[: len(came) - len(sent)]
    if not TRACE.fullmatch(top):
        raise Failed(f"{what}: {shown(top)} was put on top, which is more than trace fields")


class Server:
    """`mailspec serve` on ports that the system chooses."""

    def __init__(self, program, folder):
        self.certificate = str(folder / "certificate.pem")
        command = [program, "serve", "--domain", DOMAIN, "--certificate", self.certificate]
        for service in SERVICES:
            command += [f"--{service}", "127.0.0.1:0"]
        self.accounts = [Account(f"user{n}", f"Secret-{n}", f"user{n}@{DOMAIN}") for n in range(ACCOUNTS)]
        for account in self.accounts:
            command += ["--account", f"{account.name}:{account.password}"]
        self.errors = open(folder / "server.err", "wb")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.ports = {}
        while len(self.ports) < len(SERVICES):
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the server did not start: " + (folder / "server.err").read_text())
            service, _, port = line.split()
            self.ports[service] = int(port)
        self.context = ssl.create_default_context(cafile=self.certificate)
        self.lock = threading.Lock()
        self.used = 0

    def account(self):
        with self.lock:
            self.used += 1
            return self.accounts[self.used - 1]

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.errors.close()


class Lab:
    """One check's view of the server, and a folder of its own."""

    def __init__(self, server, folder):
        self.server = server
        self.folder = folder
        self.certificate = server.certificate
        self.context = server.context
        folder.mkdir()

    def port(self, service):
        return self.server.ports[service]

    def account(self, *messages):
        """A fresh account; its INBOX holds the messages (octets)."""
        account = self.server.account()
        self.store(account, "INBOX", *messages)
        return account

    def imap(self, account):
        box = imaplib.IMAP4_SSL(HOST, self.port("imaps"), ssl_context=self.context, timeout=30)
        box.login(account.name, account.password)
        return box

    def store(self, account, mailbox, *messages, flags=""):
        if messages or mailbox != "INBOX":
            with self.imap(account) as box:
                if mailbox != "INBOX":
                    box.create(mailbox)
                for octets in messages:
                    status, said = box.append(mailbox, f"({flags})" if flags else None, None, octets)
                    if status != "OK":
                        raise Failed(f"APPEND: {said}")

    def messages(self, account, mailbox="INBOX"):
        """What lies in a mailbox, by UID."""
        with self.imap(account) as box:
            status, said = box.select(mailbox, readonly=True)
            if status != "OK":
                raise Failed(f"no mailbox {mailbox}: {said}")
            if said == [b"0"]:
                return []
            found = []
            for piece in box.fetch("1:*", "(UID FLAGS BODY.PEEK[])")[1]:
                if isinstance(piece, tuple):
                    uid = int(re.search(rb"UID (\d+)", piece[0])[1])
                    flags = set(re.search(rb"FLAGS \(([^)]*)\)", piece[0])[1].decode().split()) - {r"\Recent"}
                    found.append(Message(uid, flags, piece[1]))
            return found

    def octets(self, account, mailbox="INBOX"):
        return [message.octets for message in self.messages(account, mailbox)]

    def mailboxes(self, account):
        with self.imap(account) as box:
            return sorted(line.decode().split('"/" ')[-1].strip('"') for line in box.list()[1] if line)

    def one(self, account, sent, mailbox="INBOX"):
        """One message lies there: this one, delivered."""
        came = self.octets(account, mailbox)
        same("messages in the mailbox", len(came), 1)
        delivered("the message", came[0], sent)

    def file(self, name, content, mode=0o600):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        return str(path)

    def environment(self, extra=None):
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment |= {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        return environment | (extra or {})

    def run(self, *command, stdin=b"", ok=(0,), env=None):
        """Runs a client to its end; its standard output."""
        if not shutil.which(command[0]):
            raise Skipped(f"{command[0]} is not installed")
        ran = subprocess.run(
            [str(word) for word in command], input=stdin, capture_output=True, timeout=90,
            env=self.environment(env), cwd=self.folder,
        )
        if ran.returncode not in ok:
            said = (ran.stdout[-600:] + b" " + ran.stderr[-900:]).decode(errors="replace")
            raise Failed(f"{command[0]} ended with {ran.returncode}: {said.strip()}")
        return ran.stdout

    def screen(self, *command):
        """Runs a client that wants a terminal, with its commands given, to its end."""
        if not shutil.which(command[0]):
            raise Skipped(f"{command[0]} is not installed")
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe(command[0], [str(word) for word in command], self.environment())
        seen, until = b"", time.monotonic() + 60
        while True:
            ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
            try:
                octets = os.read(terminal, 65536) if ready else b""
            except OSError:
                octets = b""
            if not octets:
                break
            seen += octets
        if time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        if status != 0:
            raise Failed(f"{command[0]} ended with status {status}: {seen[-600:]!r}")
        return seen

    def maildir(self, *names):
        """Octets of the messages in a Maildir, sorted."""
        folder = self.folder.joinpath(*names)
        return sorted(path.read_bytes() for sub in ("new", "cur") for path in (folder / sub).iterdir())

    def new_maildir(self, name):
        for sub in ("new", "cur", "tmp"):
            (self.folder / name / sub).mkdir(parents=True)
        return str(self.folder / name)
