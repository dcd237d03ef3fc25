# SPDX-License-Identifier: Apache-2.0
"""The binary in real pipes, with real signals, on real (and full) disks."""
import json
import os
import signal
import stat
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from world import JUNO, TOKEN, Fake, Home  # noqa: E402


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fake = Fake("jira-cloud", 7, 200)
        cls.home = Home(cls.fake)
        done = cls.home.run("sync")
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.home.close()
        cls.fake.close()

    def shell(self, line):
        return subprocess.run(["sh", "-c", line], env=dict(self.home.env, JUNO=JUNO), capture_output=True, text=True, timeout=60)

    def test_a_reader_that_leaves_is_no_failure(self):
        out = self.shell('{ "$JUNO" export; echo "exit $?" >&2; } | head -1')
        self.assertIn("exit 0", out.stderr)
        self.assertEqual(len(out.stdout.splitlines()), 1)

    def test_pipes_get_no_colour(self):
        self.assertNotIn("\x1b", self.home.run("sprint", "report", "last", "--board", "3").stdout)

    def test_a_full_device_is_exit_5(self):
        for line in ('"$JUNO" export > /dev/full', '"$JUNO" status -o /dev/full'):
            out = self.shell(line)
            self.assertEqual((out.returncode, "No space left" in out.stderr), (5, True), line + out.stderr)

    def test_o_writes_all_or_nothing(self):
        path = self.home.folder + "/out.csv"
        done = self.home.run("sprint", "list", "--format", "csv", "-o", path)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        with open(path) as f:
            self.assertTrue(f.readline().startswith("id,name,board,state"))
        self.assertEqual(self.home.run("sprint", "list", "-o", "/nonexistent/x").returncode, 5)

    def test_files_are_private(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.home.db).st_mode), 0o600)

    def test_the_network_library_is_not_linked(self):
        out = subprocess.run(["ldd", JUNO], capture_output=True, text=True).stdout
        for name in ("libcurl", "libssl", "libcrypto", "libxgboost"):
            self.assertNotIn(name, out)

    def test_the_same_bytes_twice(self):
        for args in (("sprint", "report", "last", "--board", "3", "--format", "json"), ("export",), ("velocity", "--board", "3")):
            self.assertEqual(self.home.run(*args).stdout, self.home.run(*args).stdout)

    def test_exit_codes_and_words(self):
        cases = [
            (("nonsense",), 2, "unknown command: nonsense"),
            (("sprint", "report", "--nope"), 2, "unknown option: --nope"),
            (("sprint", "report", "no such sprint"), 2, "no sprint is named"),
            (("sprint", "report", "last"), 2, "could be any of"),
            (("issue", "NONE-1"), 2, "NONE-1"),
            (("sql", "delete from issues"), 2, ""),
            (("sql", "select count(*) from issues"), 0, ""),
            (("status", "--db", "/nonexistent/x.db"), 5, "no cache at"),
            (("status", "--config", "/nonexistent.toml"), 3, "cannot read"),
            (("status", "--now", "yesterday"), 2, "not a time"),
            (("sprint", "list", "--tz", "Mars/Olympus"), 2, "unknown time zone"),
            (("sprint", "report", "last", "--board", "3", "--fail-if", "totals.completed.issues < 1000"), 1, "gate"),
            (("sprint", "list", "--columns", "nope"), 2, "nope"),
        ]
        for args, code, words in cases:
            with self.subTest(args):
                done = self.home.run(*args)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(words, done.stderr)

    def test_errors_are_json_where_json_was_asked_for(self):
        done = self.home.run("sprint", "report", "no such sprint", "--format", "json")
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "usage")

    def test_an_empty_home_says_what_to_do(self):
        with Home() as home:
            for args, code, words in ((("sprint", "report"), 5, "juno sync"), (("sync",), 3, "juno init"), (("velocity",), 5, "juno sync")):
                done = home.run(*args)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(words, done.stderr)

    def test_a_wrong_token_is_exit_3(self):
        with Fake("jira-cloud", 7, 60) as fake, Home(fake) as home:
            done = home.run("sync", env={"JUNO_JIRA_TOKEN": "wrong"})
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("token", done.stderr)

    def test_a_server_that_is_not_there_is_exit_4(self):
        with Fake("jira-cloud", 7, 60) as fake, Home(fake) as home:
            fake.process.kill()
            fake.process.wait()
            self.assertEqual(home.run("sync").returncode, 4)

    def test_an_unreadable_cache(self):
        with Home() as home:
            path = home.folder + "/broken.db"
            with open(path, "wb") as f:
                f.write(b"this is no database, only text that is long enough" * 100)
            done = home.run("status", "--db", path)
            self.assertEqual(done.returncode, 5)
            self.assertIn("damaged", done.stderr)

    def test_a_full_disk_loses_nothing(self):
        if os.getuid() != 0:
            self.skipTest("mounting a small tmpfs needs root")
        with Fake("jira-cloud", 7, 300) as fake, Home(fake) as home:
            small = home.folder + "/small"
            os.mkdir(small)
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small], capture_output=True).returncode:
                self.skipTest("no tmpfs here")
            try:
                done = home.run("sync", "--db", small + "/x.db")
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertIn("full", done.stderr)
                subprocess.run(["mount", "-o", "remount,size=60m", small], check=True)
                self.assertEqual(home.run("sync", "--db", small + "/x.db").returncode, 0)
            finally:
                subprocess.run(["umount", small])

    def test_a_second_sync_says_who_holds_the_lock(self):
        with Fake("jira-cloud", 7, 60) as fake, Home(fake) as home:
            fake.faults("hang:path=bulkfetch")
            first = home.start("sync")
            for _ in range(400):
                if any("bulkfetch" in r["path"] for r in fake.requests()):
                    break
                time.sleep(0.02)
            second = home.run("sync")
            self.assertEqual(second.returncode, 5, second.stderr)
            self.assertIn(str(first.pid), second.stderr)
            self.assertEqual(home.run("status").returncode, 0)  # reading goes on meanwhile
            for sent, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                first.send_signal(sent)
                first.communicate(timeout=20)
                self.assertEqual(first.returncode, code)
                first = home.start("sync")
                time.sleep(0.5)
            first.kill()
            first.communicate()
            fake.faults()
            self.assertEqual(home.run("sync").returncode, 0)

    def test_the_token_is_nowhere(self):
        with Fake("jira-cloud", 7, 80, "--fault", "502:nth=5", "--fault", "403:path=worklog") as fake, Home(fake) as home:
            process = home.start("sync", "-vv")
            time.sleep(0.05)
            shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
            out, err = process.communicate(timeout=60)
            for place, text in (("output", out), ("log", err), ("ps", "\n".join(l for l in shown.splitlines() if "juno_fakes" not in l))):
                self.assertNotIn(TOKEN, text, place)
            with open(home.db, "rb") as f:
                self.assertNotIn(TOKEN.encode(), f.read())


if __name__ == "__main__":
    unittest.main()
