"""Runs the checks and says how each went. Exit status 1 when one failed."""

import sys
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import harness
import imap_clients  # noqa: F401
import pop3_clients  # noqa: F401
import python_library  # noqa: F401
import smtp_clients  # noqa: F401


def outcome(server, folder, number, check):
    try:
        check.function(harness.Lab(server, folder / str(number)))
    except harness.Skipped as why:
        return "SKIPPED", str(why)
    except harness.Failed as why:
        return "FAILED", str(why)
    except Exception:  # A check that breaks is a check that fails.
        return "FAILED", traceback.format_exc(limit=-3)
    return "passed", ""


def main():
    program, *words = sys.argv[1:]
    chosen = [c for c in harness.CHECKS if not words or any(w in f"{c.client} {c.title}" for w in words)]
    chosen.sort(key=lambda check: check.client)
    count = {"passed": 0, "FAILED": 0, "SKIPPED": 0}
    with tempfile.TemporaryDirectory(prefix="mailspec-clients-") as name:
        folder = Path(name)
        server = harness.Server(str(Path(program).resolve()), folder)
        try:
            with ThreadPoolExecutor(4) as pool:
                runs = [pool.submit(outcome, server, folder, n, check) for n, check in enumerate(chosen)]
                for check, run in zip(chosen, runs):
                    went, why = run.result()
                    count[went] += 1
                    print(f"{went:8}{check.client:12}{check.title}", flush=True)
                    if why:
                        print("        " + why.strip().replace("\n", "\n        "), flush=True)
            alive = server.process.poll() is None
        finally:
            server.stop()
        complaints = (folder / "server.err").read_text(errors="replace")
        if not alive or "panicked" in complaints:
            count["FAILED"] += 1
            print("FAILED  the server   did not stay well: " + complaints[-2000:])
    print("{passed} passed, {FAILED} failed, {SKIPPED} skipped".format(**count))
    return 1 if count["FAILED"] or not count["passed"] else 0


sys.exit(main())
