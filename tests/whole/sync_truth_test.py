# SPDX-License-Identifier: Apache-2.0
"""What juno has in its cache, and what it reports of every sprint, equals what the world did."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from world import Fake, Home, differences  # noqa: E402

SLOW = bool(os.environ.get("JUNO_SANITIZE"))  # every fifth sprint then: each is a process
REPORTED = ("outcome", "added", "points_start", "points_end")


class Truth(unittest.TestCase):
    def follow(self, kind):
        with Fake(kind, 3, 300) as fake, Home(fake) as home:
            self.assertEqual(home.run("sync").returncode, 0)
            self.assertEqual(differences(fake.truth(), home.tables()), [])
            asked = len(fake.requests())
            self.assertEqual(home.run("sync").returncode, 0)
            self.assert_few_requests(fake.requests()[asked:])
            for step in (1, 2):
                fake.admin("step")
                done = home.run("sync", "--reconcile")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(differences(fake.truth(), home.tables()), [], "after step %d" % step)
            with self.subTest("export and import bring the same tables"):
                self.round_trip(home)

    def assert_few_requests(self, requests):
        """A quiet re-sync: at most three requests for each stream."""
        streams = {}
        for r in requests:
            path = r["path"].split("?")[0]
            name = path if "board" in path else "worklogs" if "worklog" in path else "issues" if "search" in path else "site"
            streams.setdefault(name, []).append(path)
        for name, paths in streams.items():
            # The issues of four projects are four streams; site: serverInfo, myself, statuses, projects, fields.
            limit = 12 if name == "issues" else 6 if name == "site" else 3
            self.assertLessEqual(len(paths), limit, "%s: %s" % (name, paths))

    def round_trip(self, home):
        first = home.run("export")
        self.assertEqual(first.returncode, 0, first.stderr)
        with Home() as other:
            done = other.run("import", "-", input=first.stdout)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(differences(home.tables(), other.tables()), [])
            self.assertEqual(other.run("export").stdout, first.stdout)

    def reports(self, kind):
        with Fake(kind, 5, 260) as fake, Home(fake) as home:
            self.assertEqual(home.run("sync").returncode, 0)
            compared = 0
            for line in fake.admin("sprint-reports").splitlines()[::5 if SLOW else 1]:
                theirs = json.loads(line)
                done = home.run("sprint", "report", str(theirs["sprint"]), "--format", "json")
                self.assertEqual(done.returncode, 0, done.stderr)
                data = json.loads(done.stdout)["data"]
                ours = {i["key"]: {k: i[k] for k in REPORTED} for i in data["issues"]}
                self.assertEqual(ours, {i["key"]: {k: i[k] for k in REPORTED} for i in theirs["issues"]}, theirs["name"])
                for name in ("committed", "added", "removed", "completed", "not_completed", "completed_elsewhere"):
                    self.assertEqual(data["totals"][name]["issues"], theirs["totals"][name]["issues"], (theirs["name"], name))
                    self.assertEqual(data["totals"][name]["points"] or 0, theirs["totals"][name]["points"], (theirs["name"], name))
                compared += 1
            self.assertGreater(compared, 12 if SLOW else 60)

    def test_cloud(self):
        self.follow("jira-cloud")

    def test_data_center(self):
        self.follow("jira-dc")

    def test_reports_of_cloud(self):
        self.reports("jira-cloud")

    def test_reports_of_data_center(self):
        self.reports("jira-dc")

    def test_verify_names_the_disagreement(self):
        with Fake("jira-cloud", 3, 300) as fake, Home(fake) as home:
            home.run("sync")
            wrong = json.loads(fake.admin("disagreement"))
            found = home.run("sprint", "report", str(wrong["sprint"]), "--verify", "--format", "json")
            self.assertEqual(found.returncode, 1, found.stderr)
            keys = {d["key"] for d in json.loads(found.stdout)["data"]["verification"]["issues"]}
            self.assertIn(wrong["key"], keys)


if __name__ == "__main__":
    unittest.main()
