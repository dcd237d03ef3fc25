# SPDX-License-Identifier: Apache-2.0
"""The requests of a real sync, checked against the vendors' published specifications, where the folder with them is present.

GitHub's schema is that of npm: `npm install --prefix DIR graphql @octokit/graphql-schema`, then NODE_PATH=DIR/node_modules.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from github_world import Desk  # noqa: E402
from world import BUILD, Fake, Home  # noqa: E402

CONTRACT = os.path.join(os.environ["JUNO_SOURCE"], "..", "shared", "contract")
# Not in the specifications at hand.
LEFT_OUT = ("/rest/api/2/serverInfo", "/worklog/deleted", "/_edge/", "/_fake/", "/greenhopper/")


def checked(command, lines):
    """What a checker says of the lines."""
    with tempfile.TemporaryFile("w+") as recorded:
        recorded.write("\n".join(lines) + "\n")
        recorded.seek(0)
        return subprocess.run(command, stdin=recorded, capture_output=True, text=True)


def findings(result):
    return "\n".join(l for l in (result.stdout + result.stderr).splitlines() if not l.lower().startswith("ok"))


class Contract(unittest.TestCase):
    def request_checker(self):
        checker = os.path.join(CONTRACT, "reqcheck.py")
        if not os.path.exists(checker):
            self.skipTest("no contract folder beside the project")
        if subprocess.run([sys.executable, "-c", "import jsonschema"], capture_output=True).returncode:
            self.skipTest("python3-jsonschema is not installed")
        return checker

    def query_checker(self):
        checker = os.path.join(CONTRACT, "gqlcheck.js")
        if not os.path.exists(checker) or not shutil.which("node"):
            self.skipTest("no contract folder beside the project, or no node")
        found = subprocess.run(["node", "-e", "process.stdout.write(require.resolve('graphql/package.json'))"], capture_output=True, text=True)
        schema = os.path.join(os.path.dirname(os.path.dirname(found.stdout)), "@octokit", "graphql-schema", "schema.graphql")
        if found.returncode or not os.path.exists(schema):
            self.skipTest("NODE_PATH has no graphql and @octokit/graphql-schema of npm")
        return ["node", checker, schema]

    def test_requests_are_as_specified(self):
        checker = self.request_checker()
        with Fake("jira-cloud", 3, 200) as fake, Home(fake) as home:
            self.assertEqual(home.run("sync").returncode, 0)
            fake.admin("step")
            self.assertEqual(home.run("sync", "--reconcile").returncode, 0)
            lines = [json.dumps(r) for r in fake.requests() if not any(p in r["path"] for p in LEFT_OUT)]
        self.assertGreater(len(lines), 40)
        specs = [os.path.join(CONTRACT, "specs", n) for n in ("jira-platform.json", "jira-agile.json")]
        result = checked([sys.executable, checker, *specs], lines)
        self.assertEqual(result.returncode, 0, findings(result))

    def recorded_of_github(self):
        with Fake("jira-cloud", 3, 60, "--runs-in-a-day", "120") as fake, Desk(fake, jira=False) as home:
            self.assertEqual(home.run("sync").returncode, 0)
            fake.admin("step")
            self.assertEqual(home.run("sync", "--reconcile").returncode, 0)
            return fake.requests()

    def test_github_rest(self):
        checker = self.request_checker()
        lines = [json.dumps(r) for r in self.recorded_of_github() if r["path"].startswith("/api/v3/repos/")]
        self.assertGreater(len(lines), 9)
        # The server of the specification is api.github.com; an Enterprise Server has the same below /api/v3.
        result = checked([sys.executable, checker, os.path.join(CONTRACT, "specs", "github-rest.json") + "=/api/v3"], lines)
        self.assertEqual(result.returncode, 0, findings(result))

    def test_github_queries(self):
        command = self.query_checker()
        with tempfile.NamedTemporaryFile("r") as bodies:
            tests = os.path.join(BUILD, "tests", "juno_tests")
            subprocess.run([tests, "-tc=every GitHub query*"], env=dict(os.environ, JUNO_GRAPHQL_BODIES=bodies.name), check=True, capture_output=True)
            lines = bodies.read().splitlines()
        self.assertGreater(len(lines), 15)
        for r in self.recorded_of_github():
            if r["path"].endswith("/graphql"):
                lines.append(r["body"] if isinstance(r["body"], str) else json.dumps(r["body"]))
        result = checked(command, sorted(set(lines)))
        self.assertEqual(result.returncode, 0, findings(result))


if __name__ == "__main__":
    unittest.main()
