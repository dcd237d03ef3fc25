# SPDX-License-Identifier: Apache-2.0
"""kill -9 at 200 instants of a sync of Jira, and at some of one of GitHub: at the n-th request, at the n-th write to the database, after n milliseconds. Each is followed by another
run, after which the tables equal the world's own, and no page of a finished stream was asked for again."""
import concurrent.futures
import json
import os
import queue
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from github_world import FORGE, Desk, code_truth  # noqa: E402
from world import JUNO, Fake, Home, differences  # noqa: E402

PRELOAD = os.path.join(os.environ["JUNO_BUILD"], "tests", "whole", "libjuno_kill_at.so")
SANITIZED = bool(os.environ.get("JUNO_SANITIZE"))
SIZE = 100


def finished_streams(home):
    status = home.run("status", "--format", "json")
    if status.returncode:
        return set()  # killed before there was a cache
    return {s["stream"] for s in json.loads(status.stdout)["data"]["streams"] if s["state"] == "done" and s["stream"].startswith("issues:")}


def whole_again(fake, home):
    """What is wrong after one more run; empty = nothing."""
    done = finished_streams(home)
    before = len(fake.requests())
    again = home.run("sync")
    if again.returncode:
        return "the next run ends with %d: %s" % (again.returncode, again.stderr[-500:])
    for r in fake.requests()[before:]:
        body = json.dumps(r.get("body") or "")
        for stream in done:
            project = stream.split(":")[1]
            if "search" in r["path"] and '\\"%s\\"' % project in body and "updated" not in body and "reconcile" not in finished_names(home):
                return "a page of the finished stream %s was asked for again: %s" % (stream, body)
    return "\n".join(differences(fake.said_truth, home.tables()))


def finished_names(home):
    return {s["stream"] for s in json.loads(home.run("status", "--format", "json").stdout)["data"]["streams"] if s["state"] == "done"}


def killed_at_write(fake, n):
    with Home(fake) as home:
        first = home.run("sync", env={"LD_PRELOAD": PRELOAD, "KILL_AT_WRITE": str(n)})
        if first.returncode not in (0, -signal.SIGKILL):
            return first.returncode, "ended with %d: %s" % (first.returncode, first.stderr[-300:])
        return first.returncode, whole_again(fake, home)


def killed_at_request(fake, n):
    with Home(fake) as home:
        before = len(fake.requests())
        fake.faults("hang:nth=%d" % n)
        process = home.start("sync")
        for _ in range(2000):
            if len(fake.requests()) >= before + n or process.poll() is not None:
                break
            time.sleep(0.005)
        process.kill()
        process.communicate()
        fake.faults()
        return process.returncode, whole_again(fake, home)


def killed_after(fake, ms):
    with Home(fake) as home:
        process = home.start("sync")
        try:
            process.wait(ms / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        return process.returncode, whole_again(fake, home)


def github_killed(fake, kill):
    """Jira is there already, so that every instant lies within GitHub's sync; the links between both must come, too."""
    with Desk(fake) as home:
        if home.run("sync", "jira").returncode:
            return 1, "the sync of Jira failed"
        code = kill(fake, home)
        again = home.run("sync")
        if again.returncode:
            return code, "the next run ends with %d: %s" % (again.returncode, again.stderr[-500:])
        return code, "\n".join(differences(fake.said_truth, home.code(), FORGE))


def github_killed_at_write(fake, n):
    return github_killed(fake, lambda _, home: home.run("sync", "github", env={"LD_PRELOAD": PRELOAD, "KILL_AT_WRITE": str(n)}).returncode)


def github_killed_at_request(fake, n):
    def kill(fake, home):
        before = len(fake.requests())
        fake.faults("hang:nth=%d" % n)
        process = home.start("sync", "github")
        for _ in range(2000):
            if len(fake.requests()) >= before + n or process.poll() is not None:
                break
            time.sleep(0.005)
        process.kill()
        process.communicate()
        fake.faults()
        return process.returncode
    return github_killed(fake, kill)


def jira():
    fake = Fake("jira-cloud", 11, SIZE)
    fake.said_truth = fake.truth()
    return fake


def github():
    fake = Fake("jira-cloud", 11, 60, "--no-giants", "--runs-in-a-day", "20")
    fake.said_truth = code_truth(fake)
    return fake


class Kill(unittest.TestCase):
    def check(self, what, play, instants, world=jira):
        """Each thread has a fake of its own, whose world no sync changes; it serves one instant after the other."""
        killed = 0
        idle = queue.SimpleQueue()
        fakes = [world() for _ in range(3)]
        for fake in fakes:
            self.addCleanup(fake.close)
            idle.put(fake)

        def played(n):
            fake = idle.get()
            try:
                return play(fake, n)
            finally:
                idle.put(fake)

        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for n, (code, wrong) in zip(instants, pool.map(played, instants)):
                killed += code == -signal.SIGKILL
                with self.subTest(at="%s %d" % (what, n)):
                    self.assertEqual(wrong, "")
        # The instants must really lie within the sync.
        self.assertGreaterEqual(killed, len(instants) * 2 // 3)

    def test_at_writes(self):
        if SANITIZED:
            self.skipTest("the sanitizer must be loaded first; the other instants run")
        self.check("write", killed_at_write, range(1, 594, 5))

    def test_at_requests(self):
        self.check("request", killed_at_request, range(1, 45, 6 if SANITIZED else 1))

    def test_github_at_writes(self):
        if SANITIZED:
            self.skipTest("the sanitizer must be loaded first; the other instants run")
        self.check("write of GitHub", github_killed_at_write, range(20, 300, 45), github)

    def test_github_at_requests(self):
        self.check("request of GitHub", github_killed_at_request, (9, 20) if SANITIZED else (2, 12, 25, 40), github)

    def test_after_milliseconds(self):
        self.check("ms", killed_after, range(10, 160, 30) if SANITIZED else range(8, 224, 4))


if __name__ == "__main__":
    unittest.main()
