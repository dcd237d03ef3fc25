# SPDX-License-Identifier: Apache-2.0
"""Every way a GitHub can misbehave ends in tables equal to the world's own, or in an exit code that says so and a cache that the next run completes."""
import concurrent.futures
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from github_world import FORGE, Desk, code_truth  # noqa: E402
from world import Fake, differences  # noqa: E402

QUICK = '[http]\nidle_timeout = "2s"\ntotal_timeout = "20s"\nconnect_timeout = "2s"\n'
OK, CONFIG, REMOTE, PARTIAL = 0, 3, 4, 6
PULLS, RUNS, SHIPS, HISTORY = "body=JunoPullRequests", "path=actions/runs", "body=JunoDeployments", "body=JunoHistory"
# name: (faults, exit codes that the first run may end with)
CASES = {
    "resource limits above a size": (["resource_limits:above=900"], {OK}),
    "resource limits without data": (["resource_limits:above=900,form=nothing"], {OK}),
    "resource limits once": (["resource_limits:%s,nth=2" % PULLS], {OK}),
    "502 above a size": (["502:above=1200"], {OK}),
    "504 above a size": (["504:above=1200"], {OK}),
    "502 as HTML, at some page": (["502:%s,nth=3,html" % PULLS], {OK}),
    "502 for a history": (["502:%s,nth=1" % HISTORY], {OK}),
    "502 for the rest of a list": (["502:body=JunoPullCommits,nth=2"], {OK}),
    "504 for runs": (["504:%s,nth=2" % RUNS], {OK}),
    "502 for ever": (["502:%s,and=harbour" % SHIPS], {PARTIAL}),
    "a null node": (["null_nodes:%s,nth=2" % PULLS], {OK}),
    "null nodes for a while": (["null_nodes:%s,times=4" % PULLS], {OK}),
    "a null deployment": (["null_nodes:%s,nth=1" % SHIPS], {OK}),
    "a forbidden list": (["forbidden_field:field=PullRequest.closingIssuesReferences"], {OK, PARTIAL}),
    "forbidden deployments": (["forbidden_field:field=Repository.deployments"], {PARTIAL}),
    "primary limit, soon over": (["rate_limited:%s,nth=2,reset=1" % PULLS], {OK}),
    "primary limit of an hour": (["rate_limited:%s,nth=2,reset=3600" % PULLS], {PARTIAL}),
    "primary limit of runs": (["rate_limited:%s,nth=2,reset=1" % RUNS], {OK}),
    "secondary limit with Retry-After": (["secondary:%s,nth=2,retry_after=1" % PULLS], {OK}),
    "secondary limit as 200": (["secondary:%s,nth=2,status=200,retry_after=1" % SHIPS], {OK}),
    "secondary limit as 429": (["secondary:%s,nth=2,status=429,retry_after=1" % RUNS], {OK}),
    "secondary limit without a time": (["secondary:%s,nth=2" % PULLS], {PARTIAL}),
    "truncated JSON": (["truncated:%s,nth=1" % PULLS], {OK}),
    "garbage JSON": (["garbage:%s,nth=1" % SHIPS], {OK}),
    "reset in the middle of a body": (["reset:%s,nth=2" % PULLS], {OK}),
    "body cut short": (["cut:%s,nth=2" % RUNS], {OK}),
    "hang": (["hang:%s,nth=1" % PULLS], {OK}),
    "slow drip": (["drip:%s,nth=2,bytes=1500,ms=100" % HISTORY], {OK}),
    "repeated cursor": (["repeated_token:%s" % PULLS], {OK, PARTIAL, REMOTE}),
    "totals of runs that are capped": (["capped_total:path=runs"], {OK}),
    "HTML with 200": (["html:%s,nth=2" % PULLS], {OK, PARTIAL}),
    "401 midway": (["401:%s,from=2" % PULLS], {CONFIG}),
    "403 on runs": (["403:%s" % RUNS], {PARTIAL}),
    "a review between pages": (["update_between:%s,nth=2" % PULLS], {OK}),
    "one in eight requests fails": (["502:p=0.04", "reset:p=0.03"], {OK, PARTIAL, REMOTE}),
}


# Under the sanitizers, those that take juno through code of its own.
FEW = ("resource limits above", "502 above", "502 for the rest", "null nodes for a while", "forbidden deployments", "primary limit, soon", "secondary limit as 200", "truncated", "403 on runs")


def play(name):
    faults, allowed = CASES[name]
    runs = "1100" if RUNS in faults[0] or "runs" in name else "60"  # more than the cap only where it matters
    with Fake("jira-cloud", 11, 60, "--runs-in-a-day", runs) as fake, Desk(fake, QUICK, jira=False) as home:
        fake.faults(*faults)
        first = home.run("sync", "--set", "sync.max_wait=30s")
        if first.returncode not in allowed:
            return "exit %d, not one of %s\n%s" % (first.returncode, sorted(allowed), (first.stdout + first.stderr)[-900:])
        if '"fired":0' in fake.admin("faults") and "above" not in faults[0]:
            return "the fault never struck"
        fake.faults()
        again = home.run("sync")
        if again.returncode != OK:
            return "the second run ends with %d\n%s" % (again.returncode, (again.stdout + again.stderr)[-900:])
        return "\n".join(differences(code_truth(fake, linked=False), home.code(), FORGE))


class GithubFaults(unittest.TestCase):
    def test_all(self):
        wanted = [n for n in CASES if os.environ.get("JUNO_CASE", "") in n]
        if os.environ.get("JUNO_SANITIZE", "") not in ("", "OFF"):
            wanted = [n for n in wanted if n.startswith(FEW)]
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            for name, wrong in zip(wanted, pool.map(play, wanted)):
                with self.subTest(fault=name):
                    self.assertEqual(wrong, "")


if __name__ == "__main__":
    unittest.main()
