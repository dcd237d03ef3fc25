# SPDX-License-Identifier: Apache-2.0
"""The requests of a real sync, checked against the vendor's published specification, where the folder with it is present."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from world import Fake, Home  # noqa: E402

CONTRACT = os.path.join(os.environ["JUNO_SOURCE"], "..", "shared", "contract")
# Not in the specifications at hand.
LEFT_OUT = ("/rest/api/2/serverInfo", "/worklog/deleted", "/_edge/", "/_fake/", "/greenhopper/")


class Contract(unittest.TestCase):
    def test_requests_are_as_specified(self):
        checker = os.path.join(CONTRACT, "reqcheck.py")
        if not os.path.exists(checker):
            self.skipTest("no contract folder beside the project")
        if subprocess.run([sys.executable, "-c", "import jsonschema"], capture_output=True).returncode:
            self.skipTest("python3-jsonschema is not installed")
        with Fake("jira-cloud", 3, 200) as fake, Home(fake) as home:
            self.assertEqual(home.run("sync").returncode, 0)
            fake.admin("step")
            self.assertEqual(home.run("sync", "--reconcile").returncode, 0)
            lines = [json.dumps(r) for r in fake.requests() if not any(p in r["path"] for p in LEFT_OUT)]
        self.assertGreater(len(lines), 40)
        specs = [os.path.join(CONTRACT, "specs", n) for n in ("jira-platform.json", "jira-agile.json")]
        with tempfile.TemporaryFile("w+") as recorded:
            recorded.write("\n".join(lines))
            recorded.seek(0)
            result = subprocess.run([sys.executable, checker, *specs], stdin=recorded, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, "\n".join(l for l in result.stdout.splitlines() if not l.startswith("ok")))


if __name__ == "__main__":
    unittest.main()
