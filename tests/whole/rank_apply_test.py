# SPDX-License-Identifier: Apache-2.0
"""`juno rank apply` against the fake Jira: a dry run writes nothing, a second run nothing twice; failing items, lost answers and kills in the middle lose nothing."""
import json
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from world import Fake, Home  # noqa: E402

FIELD = "Puntos de historia"  # a number field that nobody uses
LATER = {"JUNO_NOW": "2026-11-02T09:11:00Z"}
N = 6


def written(fake):
    return {issue["key"]: issue for issue in json.loads(fake.admin("written"))}


def writes(fake, since=0):
    return [r for r in fake.requests()[since:] if r["method"] == "PUT" or (r["method"] == "POST" and r["path"].endswith("/issue"))]


def features(home, n=N, project=""):
    path = os.path.join(home.folder, "quarter.csv")
    with open(path, "w") as f:
        f.write("id,summary,project,description,labels,value\n")
        for k in range(1, n + 1):
            f.write('q3-%d,"Feature ""%d"", planned",%s,"Why it matters\nand for whom",q3 planned,%d\n' % (k, k, project, 10 * k))
    return path


def answer(run):
    return json.loads(run.stdout)["data"]


class RankApply(unittest.TestCase):
    kind = "jira-cloud"
    field = ("--field", FIELD)

    def setUp(self):
        self.fake = Fake(self.kind, 5, 80)
        self.home = Home(self.fake)
        self.addCleanup(self.fake.close)
        self.addCleanup(self.home.close)
        synced = self.home.run("sync", "--quiet")
        self.assertEqual(synced.returncode, 0, synced.stderr)
        self.project = json.loads(self.home.run("sql", "select key from projects order by key", "--format", "json").stdout)["data"][0]["key"]

    def apply(self, *args, **kw):
        return self.home.run("rank", "apply", "--format", "json", *args, **kw)

    def made(self, home=None):
        """The file's id -> how many issues say that they were made from it."""
        out = {}
        for issue in written(self.fake).values():
            made = issue["properties"].get("juno.rank", {}).get("id")
            if made:
                out[made] = out.get(made, 0) + 1
        return out

    def once_each(self, n=N):
        self.assertEqual(self.made(), {"q3-%d" % k: 1 for k in range(1, n + 1)})

    def test_ranking(self):
        since = len(self.fake.requests())
        dry = self.apply(*self.field)
        self.assertEqual(dry.returncode, 0, dry.stderr)
        plan = answer(dry)
        self.assertGreater(plan["updated"], 2)
        self.assertEqual((writes(self.fake, since), written(self.fake)), ([], {}))
        yes = self.apply(*self.field, "--yes")
        self.assertEqual(yes.returncode, 0, yes.stderr)
        self.assertEqual(answer(yes)["updated"], plan["updated"])
        # What was sent is what the dry run said.
        sent = {("%s %s" % (r["method"], r["path"]), json.dumps(r["body"], sort_keys=True)) for r in writes(self.fake, since)}
        each = 2 if self.field else 1
        self.assertEqual(len(sent), each * plan["updated"])
        for item in plan["items"]:
            for request, body in zip(item["request"].split(", "), item["body"].split(" ", 1)):
                self.assertIn((request, json.dumps(json.loads(body), sort_keys=True)), sent)
        ranking = json.loads(self.home.run("rank", "--format", "json").stdout)["data"]["ranking"]
        want = {row["key"]: (row["rank"], round(row["score_final"], 2)) for row in ranking if row["rank"]}
        got = {key: (i["properties"]["juno.rank"]["rank"], round(i["properties"]["juno.rank"]["score"], 2)) for key, i in written(self.fake).items()}
        self.assertEqual(got, want)
        if self.field:
            self.assertEqual({key: i["score"] for key, i in written(self.fake).items()}, {key: rank for key, (rank, _) in want.items()})
        since = len(self.fake.requests())
        again = self.apply(*self.field, "--yes")
        self.assertEqual((answer(again)["updated"], answer(again)["unchanged"]), (0, plan["updated"]))
        self.assertEqual(writes(self.fake, since), [])
        log = json.loads(self.home.run("rank", "apply", "--log", "--format", "json").stdout)["data"]
        self.assertEqual([line["what"] for line in log], ["sent", "done"] * each * plan["updated"])

    def test_failing_items_do_not_stop_the_others(self):
        plan = answer(self.apply())
        victim = plan["items"][1]
        self.fake.faults("403:method=PUT,path=" + victim["request"].split(" ")[1], "429:method=PUT,nth=1,retry_after=1", "500:method=PUT,nth=3,times=1")
        first = self.apply("--yes")
        self.assertEqual(first.returncode, 6, first.stderr)
        self.assertEqual((answer(first)["updated"], answer(first)["failed"]), (plan["updated"] - 1, 1))
        self.assertIn("HTTP 403", answer(first)["items"][1]["reason"])
        self.fake.faults()
        since = len(self.fake.requests())
        second = self.apply("--yes")
        self.assertEqual((second.returncode, answer(second)["updated"], answer(second)["unchanged"]), (0, 1, plan["updated"] - 1))
        self.assertEqual(len(writes(self.fake, since)), 1)

    def test_features_are_made_once(self):
        path = features(self.home)
        since = len(self.fake.requests())
        dry = self.apply("--from", path, "--project", self.project)
        self.assertEqual(answer(dry)["created"], N, dry.stderr)
        self.assertEqual(writes(self.fake, since), [])
        path = features(self.home, project=self.project)
        yes = self.apply("--from", path, "--yes")
        self.assertEqual((yes.returncode, answer(yes)["created"]), (0, N), yes.stdout)
        self.once_each()
        again = self.apply("--from", path, "--yes")
        self.assertEqual((answer(again)["created"], answer(again)["unchanged"]), (0, N))
        # Somebody else, who has no ledger of it.
        with Home(self.fake) as other:
            self.assertEqual(other.run("sync", "--quiet").returncode, 0)
            theirs = other.run("rank", "apply", "--format", "json", "--from", path, "--yes")
            self.assertEqual((answer(theirs)["created"], answer(theirs)["unchanged"]), (0, N), theirs.stderr)
        self.once_each()
        self.home.run("sync", "--quiet")
        found = json.loads(self.home.run("query", "--entity", "issue", "--where", "type = Epic", "--select", "key,summary", "--format", "json").stdout)["data"]["rows"]
        self.assertEqual(sum(row["summary"].startswith('Feature "') for row in found), N)

    def test_jira_refuses_one_line(self):
        path = features(self.home, 3, self.project)
        with open(path, "a") as f:
            f.write("q3-4,Of no project,NOPE,,,\n")
        run = self.apply("--from", path, "--yes")
        self.assertEqual((run.returncode, answer(run)["created"], answer(run)["failed"]), (6, 3, 1))
        self.assertRegex(answer(run)["items"][3]["reason"], "NOPE|project")
        self.once_each(3)

    def test_answers_that_never_come(self):
        path = features(self.home, project=self.project)
        # The third was made and its answer lost; the fifth was not made.
        self.fake.faults("cut:method=POST,body=q3-3,times=1", "503:method=POST,body=q3-5,times=1")
        first = self.apply("--from", path, "--yes")
        results = [item["result"] for item in answer(first)["items"]]
        self.assertEqual((first.returncode, results), (6, ["written"] * 4 + ["unknown", "written"]), first.stderr)
        # Jira's search might not know it yet, so nothing is sent before it must.
        second = self.apply("--from", path, "--yes")
        self.assertEqual((second.returncode, answer(second)["unknown"], answer(second)["created"]), (6, 1, 0))
        third = self.apply("--from", path, "--yes", env=LATER)
        self.assertEqual((third.returncode, answer(third)["created"], answer(third)["unchanged"]), (0, 1, N - 1))
        self.once_each()

    @unittest.skipIf(os.environ.get("JUNO_SANITIZE"), "not faster, and the same code")
    def test_killed_anywhere(self):
        path = features(self.home, project=self.project)
        for n, delay in ((1, 0), (1, 300), (2, 300)):
            # Killed while the n-th creation of this run is under way; the site finishes it all the same.
            since = len(writes(self.fake))
            self.fake.faults("delay:method=POST,path=/issue,body=issuetype\":{,nth=%d,ms=%d" % (n, delay))
            process = self.home.start("rank", "apply", "--from", path, "--yes")
            for _ in range(2000):
                if len(writes(self.fake)) >= since + n or process.poll() is not None:
                    break
                time.sleep(0.005)
            process.kill()
            process.communicate()
            time.sleep(delay / 1000 + 0.2)
            self.fake.faults()
            self.assertLessEqual(max(self.made().values(), default=0), 1)
        last = self.apply("--from", path, "--yes", env=LATER)
        self.assertEqual(last.returncode, 0, last.stdout + last.stderr)
        self.once_each()
        log = json.loads(self.home.run("rank", "apply", "--log", "--format", "json").stdout)["data"]
        for k in range(1, N + 1):
            said = [line["what"] for line in log if line["subject"].endswith(" q3-%d" % k)]
            self.assertEqual(said[0], "sent")
            self.assertEqual(said[-1], "done")

    def test_fields_that_cannot_be(self):
        for field, why in (("Business Value", "rankings are made from"), ("Story Points", "rankings are made from"), ("Summary", "no number field"), ("Nothing", "no field"), ("Severity", "2 fields")):
            run = self.apply("--field", field)
            self.assertEqual(run.returncode, 2, field)
            self.assertIn(why, run.stderr)
        self.assertEqual(writes(self.fake), [])

    def test_refused_credentials_stop_it(self):
        run = self.apply("--yes", env={"JUNO_JIRA_TOKEN": "wrong-token"})
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertEqual(written(self.fake), {})


class DataCenter(RankApply):
    kind = "jira-dc"
    field = ()  # this site has no such field
    test_killed_anywhere = test_failing_items_do_not_stop_the_others = test_jira_refuses_one_line = None
    test_answers_that_never_come = test_fields_that_cannot_be = test_refused_credentials_stop_it = None


if __name__ == "__main__":
    unittest.main()
