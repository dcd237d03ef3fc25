# SPDX-License-Identifier: Apache-2.0
"""What juno has in its cache of a GitHub equals what the world did: after the first sync, after every step, and it costs little when nothing happens."""
import collections
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from github_world import FORGE, Desk, code_truth  # noqa: E402
from world import Fake, canonical, differences  # noqa: E402

SLOW = bool(os.environ.get("JUNO_SANITIZE"))


def without_attempts(row):
    """Runs of the last day that were run again are looked for by the reconciliation only."""
    row = json.loads(row)
    for name in ("attempt", "started_at", "updated_at"):
        row.pop(name, None)
    return canonical(row)


class GithubTruth(unittest.TestCase):
    maxDiff = None
    def agree(self, fake, home, when, linked=True):
        want, got = code_truth(fake, linked), home.code()
        for tables in (want, got):
            tables["workflow_runs"] = [without_attempts(row) for row in tables["workflow_runs"]]
        self.assertEqual(differences(want, got, FORGE), [], when)

    def test_with_jira(self):
        with Fake("jira-cloud", 3, 120, "--runs-in-a-day", "1100" if SLOW else "3000", "--github-token", "canary-7f3a9c-token") as fake, Desk(fake) as home:
            done = home.run("sync")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.agree(fake, home, "after the first sync")
            asked = len(fake.requests())
            self.assertEqual(home.run("sync", "github").returncode, 0)
            self.assert_quiet(fake.requests()[asked:])
            for step in (1, 2, 3):
                fake.admin("step")
                done = home.run("sync", "--reconcile")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.agree(fake, home, "after step %d" % step)

    def assert_quiet(self, requests):
        """Who am I, every repository once (those of a wildcard together), a conditional look at the runs of each, releases only
        where there are drafts, deployments only where some are under way."""
        kinds = collections.Counter("graphql" if "graphql" in r["path"] else "runs" for r in requests)
        self.assertLessEqual(kinds["graphql"], 1 + 6 + 9 + 9, kinds)
        self.assertLessEqual(kinds["runs"], 9, kinds)

    def test_alone_and_many(self):
        with Fake("jira-cloud", 5, 60, "--repositories", "30" if SLOW else "120", "--runs-in-a-day", "20", "--no-giants") as fake, Desk(fake, jira=False) as home:
            done = home.run("sync")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.agree(fake, home, "alone", linked=False)


if __name__ == "__main__":
    unittest.main()
