# SPDX-License-Identifier: Apache-2.0
"""Runs the real juno binary against the fake Jira, in a home of its own, and compares the cache with the world's own tables."""
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request

BUILD = os.environ["JUNO_BUILD"]
JUNO = os.path.join(BUILD, "cmd", "juno")
FAKES = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "build", "fakes", "juno_fakes")
NOW = "2026-11-02T09:00:00Z"
TOKEN = "canary-7f3a9c-token"
EMAIL = "dev@juno.example"
TABLES = ["issues", "changes", "sprints", "sprint_issues", "issue_links", "comments", "worklogs", "people", "projects", "boards"]


class Fake:
    """A fake Jira on a free port, with its world given by seed and size."""

    def __init__(self, kind="jira-cloud", seed=7, issues=120, *flags):
        self.folder = tempfile.mkdtemp(prefix="juno-fake-")
        self.log = os.path.join(self.folder, "requests.ndjson")
        self.kind, self.seed, self.issues = kind, seed, issues
        self.flags = list(flags)
        port_file = os.path.join(self.folder, "port")
        self.process = subprocess.Popen(
            [FAKES, "serve", "--kind", kind, "--seed", str(seed), "--issues", str(issues), "--port", "0", "--port-file", port_file,
             "--log", self.log, "--email", EMAIL, "--token", TOKEN, "--pat", TOKEN, *flags], stdout=subprocess.DEVNULL)
        for _ in range(2400):  # a large world takes a while; one that failed has ended
            if os.path.exists(port_file) and os.path.getsize(port_file):
                break
            if self.process.poll() is not None:
                raise RuntimeError("the fake ended at once")
            time.sleep(0.05)
        with open(port_file) as f:
            self.url = "http://127.0.0.1:" + f.read().strip()

    def admin(self, path):
        with urllib.request.urlopen(self.url + "/_fake/" + path, timeout=60) as answer:
            return answer.read().decode()

    def faults(self, *specs):
        """Replaces the faults in force."""
        for method, body in (("DELETE", None), ("POST", "\n".join(specs).encode())):
            urllib.request.urlopen(urllib.request.Request(self.url + "/_fake/faults", data=body, method=method), timeout=30).read()

    def truth(self):
        """The world's own public tables as they are now: table -> sorted rows as canonical JSON text."""
        return tables(self.admin("truth"))

    def requests(self):
        with open(self.log) as f:
            return [json.loads(line) for line in f]

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Home:
    """A user's home with a configuration for one fake."""

    def __init__(self, fake=None, extra=""):
        self.folder = tempfile.mkdtemp(prefix="juno-home-")
        self.env = {"HOME": self.folder, "XDG_CONFIG_HOME": self.folder + "/config", "XDG_DATA_HOME": self.folder + "/data",
                    "PATH": os.environ["PATH"], "JUNO_JIRA_TOKEN": TOKEN, "JUNO_NOW": NOW, "LANG": "C.UTF-8",
                    "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
        self.db = self.folder + "/data/juno/default.db"
        if fake:
            self.configure(fake, extra)

    def configure(self, fake, extra=""):
        os.makedirs(self.folder + "/config/juno", exist_ok=True)
        email = 'email = "%s"\n' % EMAIL if fake.kind == "jira-cloud" else ""
        with open(self.folder + "/config/juno/config.toml", "w") as f:
            f.write(extra + '\n[jira]\nurl = "%s"\n%s' % (fake.url, email))

    def run(self, *args, **kw):
        env = dict(self.env, **kw.pop("env", {}))
        return subprocess.run([JUNO, *args], env=env, capture_output=True, text=kw.pop("text", True), timeout=kw.pop("timeout", 120), **kw)

    def start(self, *args, **kw):
        env = dict(self.env, **kw.pop("env", {}))
        return subprocess.Popen([JUNO, *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kw)

    def tables(self):
        out = {}
        for name in TABLES:
            answer = self.run("export", "--table", name)
            assert answer.returncode == 0, answer.stderr
            out[name] = [json.loads(line) for line in answer.stdout.splitlines()]
        # juno keeps what was deleted and marks it; the world forgets it.
        gone = {row["key"] for row in out["issues"] if row["deleted"]}
        return {name: sorted(canonical(row) for row in rows if row.get("issue_key", row.get("key")) not in gone) for name, rows in out.items()}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def canonical(row):
    """A row as text; what is unknown may be null or left out."""
    return json.dumps({k: v for k, v in row.items() if v is not None and k != "table"}, sort_keys=True, ensure_ascii=False)


def tables(lines):
    out = {}
    for line in lines.splitlines():
        row = json.loads(line)
        out.setdefault(row["table"], []).append(canonical(row))
    for rows in out.values():
        rows.sort()
    return out


def differences(want, got, names=TABLES):
    """What differs between two sets of tables, as readable lines; empty when equal."""
    lines = []
    for name in names:
        a, b = set(want.get(name, [])), set(got.get(name, []))
        if len(a) != len(want.get(name, [])) or len(b) != len(got.get(name, [])):
            lines.append("%s: rows that come twice" % name)
        lines += ["%s: missing %s" % (name, row[:400]) for row in sorted(a - b)[:3]]
        lines += ["%s: unexpected %s" % (name, row[:400]) for row in sorted(b - a)[:3]]
        if len(a - b) > 3 or len(b - a) > 3:
            lines.append("%s: %d missing, %d unexpected in all" % (name, len(a - b), len(b - a)))
    return lines
