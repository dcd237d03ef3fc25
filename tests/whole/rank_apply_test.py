# SPDX-License-Identifier: Apache-2.0
"""`juno rank apply` against the fake Jira: a dry run writes nothing, a second run nothing twice; failing items, lost answers and kills in the middle lose nothing."""
import base64
import json
import os
import sys
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.dirname(__file__))
from world import EMAIL, TOKEN, Fake, Home  # noqa: E402

FIELD = "Puntos de historia"  # a number field that nobody uses
LATER = {"JUNO_NOW": "2026-11-02T09:11:00Z"}
N = 6


def written(fake):
    return {issue["key"]: issue for issue in json.loads(fake.admin("written"))}


def writes(fake, since=0):
    return [r for r in fake.requests()[since:] if r["method"] in ("PUT", "DELETE") or (r["method"] == "POST" and r["path"].endswith("/issue"))]


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

    def marked(self):
        return {key: issue["properties"]["juno.rank"] for key, issue in written(self.fake).items() if "rank" in issue["properties"].get("juno.rank", {})}

    def actions(self, run, action):
        return [item for item in answer(run)["items"] if item["action"] == action]

    def test_marks_leave_with_their_features(self):
        all_of_them = {item["key"] for item in answer(self.apply(*self.field, "--yes"))["items"]}
        self.assertEqual(set(self.marked()), all_of_them)
        self.assertEqual(any("keeps its old numbers" in w for w in json.loads(self.apply().stdout)["meta"]["warnings"]), bool(self.field))
        gone = sorted(all_of_them)[1]
        self.assertEqual(self.home.run("rank", "adjust", gone, "--veto", "--reason", "not this year").returncode, 0)
        since, before = len(self.fake.requests()), written(self.fake)
        dry = self.apply(*self.field)
        plan = self.actions(dry, "clear")
        self.assertEqual([(i["key"], i["result"]) for i in plan], [(gone, "would write")])
        self.assertEqual((answer(dry)["cleared"], writes(self.fake, since), written(self.fake)), (1, [], before))
        self.assertIn("not this year", plan[0]["reason"])
        yes = self.apply(*self.field, "--yes")
        self.assertEqual((yes.returncode, answer(yes)["cleared"]), (0, 1), yes.stderr)
        about = [r for r in writes(self.fake, since) if "%s %s" % (r["method"], r["path"]) in plan[0]["request"].split(", ")]
        self.assertEqual([r["method"] for r in about], ["PUT", "DELETE"] if self.field else ["DELETE"])
        self.assertEqual(set(self.marked()), all_of_them - {gone})
        self.assertNotIn(gone, written(self.fake))  # neither the property nor the number is left
        since = len(self.fake.requests())
        again = self.apply(*self.field, "--yes")
        self.assertEqual((answer(again)["cleared"], self.actions(again, "clear"), writes(self.fake, since)), (0, [], []))
        log = json.loads(self.home.run("rank", "apply", "--log", "--format", "json").stdout)["data"]
        self.assertEqual([line["what"] for line in log if line["subject"].endswith(" " + gone)][-2 * len(about):], ["sent", "done"] * len(about))
        # It comes back, and is marked again.
        self.home.run("rank", "adjust", gone, "--remove", "--reason", "after all")
        self.assertEqual(self.apply(*self.field, "--yes").returncode, 0)
        self.assertEqual(set(self.marked()), all_of_them)

    def test_only_the_first_are_marked(self):
        first = [item["key"] for item in answer(self.apply("--yes"))["items"]]
        self.assertGreater(len(first), 2)
        top = self.apply("--top", "1", "--yes")
        self.assertEqual((set(self.marked()), answer(top)["cleared"], answer(top)["unchanged"]), ({first[0]}, len(first) - 1, 1))
        self.assertEqual({i["key"]: i["reason"] for i in self.actions(top, "clear")}[first[1]], "number 2 now, beyond --top")
        # Another choice of candidates neither takes marks away nor gives its own up to this one.
        other = "key = " + first[2]
        self.assertEqual(answer(self.apply("--where", other, "--yes"))["cleared"], 0)
        self.assertEqual(answer(self.apply("--top", "1", "--yes"))["cleared"], 0)
        self.assertEqual(answer(self.apply("--where", "key = " + first[1], "--yes"))["cleared"], 0)
        self.assertEqual((set(self.marked()), self.marked()[first[2]]["of"]), (set(first[:3]), "where=" + other))
        # A cache that has none of them cannot tell that they left.
        for name in os.listdir(os.path.dirname(self.home.db)):
            if name.startswith("default.db"):
                os.remove(os.path.join(os.path.dirname(self.home.db), name))
        since = len(self.fake.requests())
        run = self.apply("--yes")
        self.assertEqual((writes(self.fake, since), set(self.marked())), ([], set(first)), run.stdout + run.stderr)

    def test_what_somebody_else_wrote_stays(self):
        first = [item["key"] for item in answer(self.apply(*self.field, "--yes"))["items"]]
        with Home(self.fake) as other:
            self.assertEqual(other.run("sync", "--quiet").returncode, 0)
            theirs = other.run("rank", "apply", "--format", "json", "--model", "ice", "--where", "key = " + first[1], "--yes")
            self.assertEqual(theirs.returncode, 0, theirs.stderr)
        sent = [r for r in writes(self.fake) if "fields" in r["body"]][0]  # the first feature's number is changed by hand
        request = urllib.request.Request(self.fake.url + sent["path"], method="PUT", data=json.dumps({"fields": {list(sent["body"]["fields"])[0]: 777}}).encode(),
                                         headers={"Content-Type": "application/json", "Authorization": "Basic " + base64.b64encode((EMAIL + ":" + TOKEN).encode()).decode()})
        urllib.request.urlopen(request, timeout=30).read()
        before = written(self.fake)
        for key in first:
            self.home.run("rank", "adjust", key, "--veto", "--reason", "none of them")
        run = self.apply("--yes")
        self.assertEqual(answer(run)["cleared"], len(first) - 1)
        self.assertEqual([i["reason"] for i in self.actions(run, "clear") if i["key"] == first[1]], ["somebody else has marked it since, so it stays"])
        self.assertEqual({key: (i["score"], i["properties"]) for key, i in written(self.fake).items()}, {first[0]: (777, {}), first[1]: (before[first[1]]["score"], before[first[1]]["properties"])})
        self.assertEqual(self.actions(self.apply("--yes"), "clear"), [])  # that is settled

    def test_what_a_file_made_keeps_its_name(self):
        path = os.path.join(self.home.folder, "stories.csv")
        with open(path, "w") as f:
            f.write("id,summary,project,type,value\nq3-1,A new story,%s,Story,30\n" % self.project)
        self.assertEqual(self.apply("--from", path, "--yes").returncode, 0)
        key = next(iter(written(self.fake)))
        self.home.run("sync", "--quiet", env=LATER)
        stories = ("--type", "Story", "--where", "key = " + key, "--yes")
        self.assertEqual([i["key"] for i in self.actions(self.apply(*stories, env=LATER), "update")], [key])
        self.home.run("rank", "adjust", key, "--veto", "--reason", "no")
        self.assertEqual(answer(self.apply(*stories, env=LATER))["cleared"], 1)
        self.assertEqual(written(self.fake)[key]["properties"]["juno.rank"], {"juno": 1, "id": "q3-1"})
        self.assertEqual(self.actions(self.apply(*stories, env=LATER), "clear"), [])
        self.assertEqual(answer(self.apply("--from", path, "--yes", env=LATER))["created"], 0)

    def test_marks_that_cannot_be_taken_away(self):
        first = [item["key"] for item in answer(self.apply("--yes"))["items"]]
        plan = self.actions(self.apply("--top", "1"), "clear")
        self.assertEqual(len(plan), len(first) - 1)
        # Refused; done, but its answer lost.
        self.fake.faults("403:method=DELETE,path=" + plan[0]["request"].split(" ")[1], "cut:method=DELETE,path=" + plan[1]["request"].split(" ")[1] + ",times=1")
        run = self.apply("--top", "1", "--yes")
        self.assertEqual((run.returncode, answer(run)["cleared"], answer(run)["failed"]), (6, len(plan) - 1, 1), run.stdout)
        self.assertEqual(set(self.marked()), {first[0], plan[0]["key"]})
        self.fake.faults()
        again = self.apply("--top", "1", "--yes")
        self.assertEqual((again.returncode, answer(again)["cleared"], set(self.marked())), (0, 1, {first[0]}))

    @unittest.skipIf(os.environ.get("JUNO_SANITIZE"), "not faster, and the same code")
    def test_killed_while_marks_are_taken_away(self):
        self.apply(*self.field, "--yes")
        first = [item["key"] for item in answer(self.apply(*self.field))["items"]]
        for method, n in (("PUT", 1), ("DELETE", 1)):
            since = len([r for r in writes(self.fake) if r["method"] == method])
            self.fake.faults("delay:method=%s,nth=%d,ms=100" % (method, n))
            process = self.home.start("rank", "apply", "--top", "1", "--yes")
            for _ in range(2000):
                if len([r for r in writes(self.fake) if r["method"] == method]) >= since + n or process.poll() is not None:
                    break
                time.sleep(0.005)
            process.kill()
            process.communicate()
            time.sleep(0.2)
            self.fake.faults()
        last = self.apply("--top", "1", "--yes")
        self.assertEqual(last.returncode, 0, last.stdout + last.stderr)
        self.assertEqual((set(self.marked()), {key for key, i in written(self.fake).items() if i["score"] is not None}), ({first[0]}, {first[0]}))
        self.assertEqual(self.actions(self.apply("--top", "1", "--yes"), "clear"), [])
        log = json.loads(self.home.run("rank", "apply", "--log", "--format", "json").stdout)["data"]
        for key in first[1:]:
            self.assertEqual([line["what"] for line in log if line["subject"].endswith(" " + key)][-1], "done")

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
    test_what_somebody_else_wrote_stays = test_what_a_file_made_keeps_its_name = test_marks_that_cannot_be_taken_away = None
    test_killed_while_marks_are_taken_away = test_only_the_first_are_marked = None


if __name__ == "__main__":
    unittest.main()
