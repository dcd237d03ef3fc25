# SPDX-License-Identifier: Apache-2.0
"""Every way a Jira can misbehave ends in tables equal to the world's own, or in an exit code that says so and a cache that the next run completes."""
import concurrent.futures
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from world import Fake, Home, differences  # noqa: E402

QUICK = '[http]\nidle_timeout = "2s"\ntotal_timeout = "20s"\nconnect_timeout = "2s"\n'
OK, CONFIG, REMOTE, PARTIAL = 0, 3, 4, 6
# name: (faults, exit codes that the first run may end with)
CASES = {
    "429 without Retry-After": (["429:nth=9"], {OK}),
    "429 with Retry-After": (["429:nth=9,retry_after=1"], {OK}),
    "429 with Retry-After 0": (["429:path=bulkfetch,nth=2,retry_after=0"], {OK}),
    "429 with an hour of Retry-After": (["429:path=bulkfetch,nth=2,retry_after=3600"], {PARTIAL}),
    "429 for a quota": (["429:path=bulkfetch,nth=2,reason=jira-quota-tenant-based,retry_after=900"], {PARTIAL}),
    "503 with Retry-After": (["503:nth=8,retry_after=1"], {OK}),
    "502": (["502:path=bulkfetch,nth=1"], {OK}),
    "500": (["500:path=bulkfetch,nth=2"], {OK}),
    "502 for ever": (["502:path=bulkfetch"], {PARTIAL, REMOTE}),
    "reset in the middle of a body": (["reset:path=bulkfetch,nth=2"], {OK}),
    "body cut short": (["cut:path=bulkfetch,nth=2"], {OK}),
    "truncated JSON": (["truncated:path=bulkfetch,nth=1"], {OK}),
    "garbage JSON": (["garbage:path=bulkfetch,nth=2"], {OK}),
    "garbage in an unread value": (["garbage_value:path=bulkfetch,nth=1"], {OK}),
    "null nodes": (["null_nodes:path=bulkfetch,nth=1"], {OK, PARTIAL}),
    "invalid UTF-8": (["invalid_utf8:path=issue/bulkfetch,nth=1"], {OK}),
    "HTML with 200": (["html:path=bulkfetch,nth=2"], {OK, PARTIAL}),
    "slow drip": (["drip:path=bulkfetch,nth=2"], {OK, PARTIAL}),
    "hang": (["hang:path=bulkfetch,nth=2"], {OK}),
    "repeated token": (["repeated_token:path=search/jql"], {OK, PARTIAL}),
    "expired token": (["expired_token:path=search/jql"], {OK, PARTIAL}),
    "401 midway": (["401:path=bulkfetch,from=3"], {CONFIG}),
    "403 midway": (["403:path=bulkfetch,nth=2"], {PARTIAL}),
    "403 on boards": (["403:path=/rest/agile"], {PARTIAL}),
    "duplicate issue across pages": (["duplicate:path=search"], {OK}),
    "short pages": (["short_page:path=search"], {OK}),
    "an empty page in between": (["empty_page:path=search,nth=1"], {OK}),
    "issue updated between pages": (["update_between:path=bulkfetch,nth=1"], {OK}),
    "issue moved between pages": (["move_between:path=bulkfetch,nth=1"], {OK}),
    "issue deleted between pages": (["delete_between:path=bulkfetch,nth=1"], {OK}),
    "clock skew": (["skew"], {OK}),
    "redirect to another host": (["redirect:path=bulkfetch,nth=2"], {PARTIAL}),
    "one in five requests fails": (["502:p=0.1", "reset:p=0.1"], {OK, PARTIAL, REMOTE}),
}


def play(kind, name):
    faults, allowed = CASES[name]
    with Fake(kind, 11, 260) as fake, Home(fake, QUICK) as home:
        fake.faults(*faults)
        first = home.run("sync", "--set", "sync.max_wait=1m")
        if first.returncode not in allowed:
            return "exit %d, not one of %s\n%s" % (first.returncode, sorted(allowed), first.stderr[-600:])
        if first.returncode != OK and "juno" not in first.stdout + first.stderr:
            return "exit %d without a word" % first.returncode
        fake.faults()
        # What changed after a page was read is what the next run is for.
        again = home.run("sync")
        if again.returncode != OK:
            return "the second run ends with %d\n%s" % (again.returncode, again.stderr[-600:])
        lines = differences(fake.truth(), home.tables())
        return "\n".join(lines)


class Faults(unittest.TestCase):
    def check(self, kind):
        wanted = [n for n in CASES if os.environ.get("JUNO_CASE", "") in n]
        if os.environ.get("JUNO_SANITIZE"):  # five times slower: each fault once, half of them on either deployment
            wanted = wanted[kind == "jira-dc"::2]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for name, wrong in zip(wanted, pool.map(lambda n: play(kind, n), wanted)):
                with self.subTest(kind=kind, fault=name):
                    self.assertEqual(wrong, "")

    def test_cloud(self):
        self.check("jira-cloud")

    def test_data_center(self):
        for name, (faults, allowed) in CASES.items():
            CASES[name] = ([f.replace("path=issue/bulkfetch", "path=api/2/search").replace("path=bulkfetch", "path=api/2/search").replace("search/jql", "api/2/search") for f in faults], allowed)
        self.check("jira-dc")


if __name__ == "__main__":
    unittest.main()
