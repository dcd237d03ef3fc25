#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Presses Tab in real shells: every completed command line must reach juno as the very words meant.

completions.py COMPLETIONS_DIR. A stand-in for juno answers `__complete` from a list of awkward names and otherwise
prints its arguments as JSON. Shells that are not installed are skipped, and it says so."""
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

NAMES = {
    "sprint": ["active", "last", "Web Sprint 12", "Pay: one=two", "it's \"odd\" $HOME `x` \\ & (y); *", "Zoë-7", "[brackets] {a,b}"],
    "board": ["Web Board", "Pay Board"],
}
STAND_IN = """#!/usr/bin/env python3
import json, sys
names = json.loads(%r)
args = sys.argv[1:]
if "__complete" in args:
    at = args.index("__complete")
    open(%r, "a").write(json.dumps(args) + "\\n")
    prefix = args[at + 3] if len(args) > at + 3 else ""
    for n in names.get(args[at + 1], []):
        if n.casefold().startswith(prefix.casefold()): print(n + "\\tdetail")
else:
    print("ARGS" + json.dumps(args) + "SGRA")
"""


class Shell:
    def __init__(self, name, folder, completions):
        self.name = name
        env = {"PATH": folder + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder, "TERM": "dumb", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        argv = {"bash": ["bash", "--noprofile", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"], "fish": ["fish", "--no-config", "-i"]}[name]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(argv[0], argv, env)
        self.read(1.0)
        setup = {
            "bash": "source %s/juno.bash; bind 'set bell-style none'; bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; bind 'set enable-bracketed-paste off'; PS1='% '",
            "zsh": "unsetopt beep list_beep; autoload -Uz compinit; compinit -u -D; source %s/_juno; PS1='> '",
            "fish": "source %s/juno.fish; function fish_prompt; echo '> '; end",
        }[name]
        self.send((setup.replace("%s", completions)) + "\r")
        self.read(1.5)

    def send(self, text):
        os.write(self.fd, text.encode())

    def read(self, quiet, until=None, limit=8.0):
        out, end = b"", time.time() + limit
        while time.time() < end:
            ready, _, _ = select.select([self.fd], [], [], quiet)
            if not ready:
                if until is None or until in out:
                    break
                continue
            try:
                chunk = os.read(self.fd, 65536)
            except OSError:
                break
            out += chunk
            if b"\x1b[c" in chunk or b"\x1b[0c" in chunk:  # fish asks what terminal this is
                self.send("\x1b[?1;2c")
            if until is not None and until in out:
                break
        return out.decode(errors="replace")

    def words(self, typed):
        """What juno gets when `typed` is completed (at each <TAB>) and entered."""
        self.send("\x15" if self.name != "fish" else "")
        for part in typed.split("<TAB>"):
            self.send(part)
            time.sleep(0.1)
            if part is not typed.split("<TAB>")[-1]:
                self.send("\t")
                self.read(0.3)
        self.send("\r")
        out = self.read(0.3, until=b"SGRA")
        if "ARGS" not in out:
            self.send("\x03")
            self.read(0.4)
            return None
        return json.loads(out.rpartition("ARGS")[2].partition("SGRA")[0].replace("\r\n", ""))

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


ODD = NAMES["sprint"][4]
CASES = [
    # what is typed, what juno must get (any of these)
    ("juno versi<TAB>", ["version"]),
    ("juno config che<TAB>", ["config", "check"]),
    ("juno version --form<TAB>js<TAB>", ["version", "--format", "json"], ["version", "--format=json"]),
    ("juno version --format=js<TAB>", ["version", "--format=json"]),
    ("juno sprint report Web<TAB>", ["sprint", "report", "Web Sprint 12"]),
    ("juno sprint report web<TAB>", ["sprint", "report", "Web Sprint 12"]),
    ("juno sprint report 'Web S<TAB>", ["sprint", "report", "Web Sprint 12"]),
    ("juno sprint report \"Web S<TAB>", ["sprint", "report", "Web Sprint 12"]),
    ("juno sprint report Web\\ Sp<TAB>", ["sprint", "report", "Web Sprint 12"]),
    ("juno sprint report Pay<TAB>", ["sprint", "report", "Pay: one=two"]),
    ("juno sprint report it<TAB>", ["sprint", "report", ODD]),
    ("juno sprint report \"it<TAB>", ["sprint", "report", ODD]),
    ("juno sprint report Zo<TAB>", ["sprint", "report", "Zoë-7"]),
    ("juno sprint report '[<TAB>", ["sprint", "report", "[brackets] {a,b}"]),
    ("juno sprint report --board Pay<TAB>", ["sprint", "report", "--board", "Pay Board"]),
    ("juno sprint report --board Pay<TAB>la<TAB>", ["sprint", "report", "--board", "Pay Board", "last"]),
    ("juno --profile acme sprint report Web<TAB>", ["--profile", "acme", "sprint", "report", "Web Sprint 12"]),
    ("juno help exit<TAB>", ["help", "exit-codes"]),
]


def main():
    completions = os.path.abspath(sys.argv[1])
    failures = 0
    have = open(completions + "/juno.bash").read()
    for shell in ("bash", "zsh", "fish"):
        if not shutil.which(shell):
            print(f"{shell}: not installed, skipped")
            continue
        folder = tempfile.mkdtemp(prefix="juno-completion.")
        log = folder + "/asked"
        names = dict(NAMES, topic=["exit-codes", "formats"])
        with open(folder + "/juno", "w") as f:
            f.write(STAND_IN % (json.dumps(names), log))
        os.chmod(folder + "/juno", 0o755)
        session = Shell(shell, folder, completions)
        passed = 0
        for typed, *wanted in CASES:
            if "sprint report" in typed and "sprint report" not in have:
                continue
            got = session.words(typed)
            if got in wanted:
                passed += 1
            else:
                failures += 1
                print(f"{shell}: {typed!r}\n  want {wanted}\n  got  {got}")
        session.close()
        asked = [json.loads(line) for line in open(log)] if os.path.exists(log) else []
        if "sprint report" in have and not any("--profile=acme" in a for a in asked):
            failures += 1
            print(f"{shell}: --profile does not reach `juno __complete`: {asked[-3:]}")
        shutil.rmtree(folder)
        print(f"{shell}: {passed} completions as meant")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
