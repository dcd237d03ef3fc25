#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""github_test.py JUNO_FAKES: the fake GitHub executes queries, refuses what it must, misbehaves when told, and agrees with its own truth."""
import base64
import collections
import contextlib
import http.client
import json
import subprocess
import sys
import unittest
import urllib.parse

FAKES = sys.argv[1]
WORLD = ["--issues", "120", "--runs-in-a-day", "2300"]
ACTOR = "author{__typename login ... on User{name}}"
PULL = ("id number title state isDraft createdAt mergedAt additions " + ACTOR + " labels(first:5){nodes{name}} mergeCommit{oid}"
        " commits(first:50){totalCount pageInfo{hasNextPage endCursor} nodes{commit{oid}}}"
        " reviews(first:50){totalCount nodes{id state submittedAt comments{totalCount}}} files(first:1){totalCount}")
PULLS = "query P($o:String!,$r:String!,$n:Int!,$after:String){repository(owner:$o,name:$r){pullRequests(first:$n,after:$after,orderBy:{field:UPDATED_AT,direction:DESC}){totalCount pageInfo{hasNextPage endCursor} nodes{" + PULL + "}}}}"


def truth(*options):
    text = subprocess.run([FAKES, "truth", "--github", *WORLD, *options], check=True, capture_output=True, text=True).stdout
    rows = collections.defaultdict(list)
    for line in text.splitlines():
        row = json.loads(line)
        rows[row["table"]].append(row)
    return rows


class GitHub:
    def __init__(self, *options):
        self.process = subprocess.Popen([FAKES, "serve", *WORLD, *options], stdout=subprocess.PIPE, text=True)
        self.port = urllib.parse.urlsplit(self.process.stdout.readline().strip()).port

    def ask(self, method, path, body=None, token="bearer good", **headers):
        headers = {"User-Agent": "juno-test", "Host": "127.0.0.1:%d" % self.port, **headers}
        if token:
            headers["Authorization"] = token
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, body=None if body is None else body if isinstance(body, str) else json.dumps(body), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer

    def query(self, text, **variables):
        status, body, _ = self.ask("POST", "/graphql", {"query": text, "variables": variables})
        return json.loads(body) if status == 200 else status

    def fault(self, *specs):
        self.ask("DELETE", "/_fake/faults")
        self.ask("POST", "/_fake/faults", "\n".join(specs))

    def pages(self, repository, n):
        owner, name = repository.split("/")
        after = None
        while True:
            page = self.query(PULLS, o=owner, r=name, n=n, after=after)["data"]["repository"]["pullRequests"]
            yield page
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return

    def truth(self):
        return sorted(self.ask("GET", "/_fake/truth/github")[1].splitlines())

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = GitHub()
        cls.truth = truth()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def setUp(self):
        self.site.fault()


class QueryTest(Case):
    def refused(self, text, **variables):
        answer = self.site.query(text, **variables)
        self.assertNotIn("data", answer)
        return answer["errors"][0]

    def test_what_github_does_not_know_is_refused(self):
        error = self.refused("{viewer{login colour}}")
        self.assertEqual((error["extensions"]["code"], error["path"]), ("undefinedField", ["query", "viewer", "colour"]))
        repository = '{repository(owner:"acme",name:"harbour"){%s}}'
        for inner, code in (("pullRequests(first:1,sort:UP){nodes{id}}", "argumentNotAccepted"), ("pullRequests(first:1){nodes}", "selectionMismatch"), ("name{x}", "selectionMismatch"),
                            ("pullRequests(first:1,states:DONE){nodes{id}}", "argumentLiteralsIncompatible"), ('pullRequests(first:1,states:"OPEN"){nodes{id}}', "argumentLiteralsIncompatible"),
                            ("pullRequest{id}", "missingRequiredArguments"), ("...F", "useAndDefineFragment"), ("... on Bot{id}", "cannotSpreadFragment"), ("... on Boat{id}", "undefinedType")):
            self.assertEqual(self.refused(repository % inner)["extensions"]["code"], code, inner)
        self.assertEqual(self.refused("query A($x:Int){viewer{login}}")["extensions"]["code"], "variableNotUsed")
        self.assertEqual(self.refused("query A($x:Int!){viewer{login}}")["extensions"]["code"], "variableMismatch")
        self.assertEqual(self.refused(PULLS, o="acme", r="harbour", n="many")["extensions"]["code"], "variableMismatch")
        self.assertIn("Expected", self.refused('{repository(owner:"acme"')["message"])

    def test_page_sizes(self):
        inner = '{repository(owner:"acme",name:"harbour"){pullRequests%s}}'
        self.assertEqual(self.refused(inner % "{nodes{id}}")["type"], "MISSING_PAGINATION_BOUNDARIES")
        self.assertEqual(self.refused(inner % "(first:101){nodes{id}}")["type"], "EXCESSIVE_PAGINATION")
        self.assertEqual(self.refused(inner % "(first:0){nodes{id}}")["type"], "EXCESSIVE_PAGINATION")
        self.assertEqual(self.refused(inner % "(first:100){nodes{commits(first:100){nodes{commit{parents(first:100){nodes{oid}}}}}}}")["type"], "MAX_NODE_LIMIT_EXCEEDED")
        self.assertGreater(self.site.query(inner % "{totalCount}")["data"]["repository"]["pullRequests"]["totalCount"], 10)
        bad = self.site.query(inner % '(first:1,after:"x"){nodes{id}}')
        self.assertEqual((bad["data"]["repository"], bad["errors"][0]["type"]), (None, "INVALID_CURSOR_ARGUMENTS"))

    def test_the_language(self):
        answer = self.site.query('''query Q($yes:Boolean!,$no:Boolean=false){ # words
          a:repository(owner:"acme",name:"harbour"){...R name @include(if:$no) nameWithOwner @skip(if:$no)}
          b:repository(owner:"ACME",name:"Fern"){...R} me:viewer{__typename ... on User@include(if:$yes){login}} rateLimit{cost nodeCount}}
          fragment R on Repository{id ...S} fragment S on Repository{databaseId owner{__typename login}}''', yes=True)["data"]
        self.assertEqual(list(answer), ["a", "b", "me", "rateLimit"])
        self.assertEqual(list(answer["a"]), ["id", "databaseId", "owner", "nameWithOwner"])
        self.assertEqual(answer["me"], {"__typename": "User", "login": "ada"})
        self.assertEqual(answer["rateLimit"], {"cost": 1, "nodeCount": 0})
        ids = [answer["a"]["id"], "R_kw1", answer["b"]["id"]]
        again = self.site.query("query($ids:[ID!]!){nodes(ids:$ids){... on Repository{nameWithOwner}}}", ids=ids)
        self.assertEqual(again["data"]["nodes"], [{"nameWithOwner": "acme/harbour"}, None, {"nameWithOwner": "acme/fern-app"}])
        self.assertEqual((again["errors"][0]["type"], again["errors"][0]["path"]), ("NOT_FOUND", ["nodes"]))
        self.assertIsNone(self.site.query('{repository(owner:"acme",name:"svc-empty"){defaultBranchRef{name}}}')["data"]["repository"]["defaultBranchRef"])

    def test_logins(self):
        body = {"query": "{viewer{login}}"}
        for token in (None, "bearer wrong", "Basic abc"):
            self.assertEqual(self.site.ask("POST", "/graphql", body, token)[0], 401, token)
        self.assertEqual(self.site.ask("POST", "/api/graphql", body, "token good")[0], 200)
        self.assertEqual(self.site.ask("GET", "/user", **{"User-Agent": ""})[0], 403)
        self.assertEqual(self.site.ask("POST", "/graphql", "{nonsense")[0], 400)
        code = json.loads(self.site.ask("POST", "/login/device/code", {"client_id": "c"}, None)[1])
        poll = {"client_id": "c", "device_code": code["device_code"], "grant_type": "urn:ietf:params:oauth:grant-type:device_code"}
        self.assertEqual(json.loads(self.site.ask("POST", "/login/oauth/access_token", poll, None)[1])["error"], "authorization_pending")
        token = json.loads(self.site.ask("POST", "/login/oauth/access_token", urllib.parse.urlencode(poll), None)[1])["access_token"]
        self.assertEqual(self.site.ask("POST", "/graphql", body, "bearer " + token)[0], 200)
        jwt = base64.urlsafe_b64encode(b'{"alg":"RS256"}').decode().rstrip("=") + ".e30.c2ln"
        self.assertEqual(self.site.ask("POST", "/app/installations/4242/access_tokens", "", "bearer " + jwt)[0], 201)
        self.assertEqual(self.site.ask("POST", "/app/installations/4242/access_tokens", "", "bearer good")[0], 401)


class TruthTest(Case):
    def test_everything_comes_once_and_as_the_truth_says(self):
        wanted = {(r["repository"], r["number"]): r for r in self.truth["pull_requests"]}
        seen = {}
        listed = self.site.query('{repositoryOwner(login:"acme"){repositories(first:50){nodes{nameWithOwner isArchived}}}}')["data"]["repositoryOwner"]["repositories"]["nodes"]
        self.assertEqual([r["nameWithOwner"] for r in listed if r["isArchived"]], ["acme/svc-attic"])
        for repository in (r["nameWithOwner"] for r in listed):
            for page in self.site.pages(repository, 7):
                for node in page["nodes"]:
                    self.assertNotIn((repository, node["number"]), seen)
                    seen[repository, node["number"]] = node
        self.assertEqual(set(seen), set(wanted))
        for key, node in seen.items():
            row = wanted[key]
            self.assertEqual((node["title"], node["state"].lower(), node["isDraft"], node["createdAt"], node["mergedAt"], node["additions"], node["files"]["totalCount"]),
                             (row["title"], row["state"], bool(row["draft"]), row["created_at"], row["merged_at"], row["additions"], row["changed_files"]))
            self.assertEqual(((node["author"] or {}).get("name") or (node["author"] or {}).get("login")), row["author"])
            self.assertEqual((node["commits"]["totalCount"], node["reviews"]["totalCount"], (node["mergeCommit"] or {}).get("oid")), (row["commits"], row["reviews"], row["merge_commit"]))
        states = collections.Counter(row["state"] for row in wanted.values())
        self.assertGreater(min(states[s] for s in ("open", "closed", "merged")), 5, states)
        self.assertTrue(any(row["author"] is None for row in wanted.values()) and any(row["draft"] for row in wanted.values()))

    def test_the_giant_is_whole_by_its_own_cursors(self):
        row = max(self.truth["pull_requests"], key=lambda r: r["commits"])
        self.assertEqual((row["commits"], row["reviews"], row["comments"] > 300, row["changed_files"]), (300, 400, True, 250))
        for field, node, count in (("commits", "commit{oid}", 300), ("reviews", "id", 400), ("files", "path", 250), ("comments", "id", 150),
                                   ("timelineItems", "... on ReviewRequestedEvent{id} ... on MergedEvent{id} ... on ClosedEvent{id}", 122)):
            found, after = [], None
            while True:
                extra = ",itemTypes:[REVIEW_REQUESTED_EVENT,MERGED_EVENT,CLOSED_EVENT]" if field == "timelineItems" else ""
                page = self.site.query("query($r:String!,$k:Int!,$after:String){repository(owner:\"acme\",name:$r){pullRequest(number:$k){it:%s(first:100,after:$after%s){totalCount pageInfo{hasNextPage endCursor} nodes{%s}}}}}" % (field, extra, node),
                                       r="harbour", k=row["number"], after=after)["data"]["repository"]["pullRequest"]["it"]
                found += [json.dumps(n) for n in page["nodes"]]
                after = page["pageInfo"]["endCursor"]
                if not page["pageInfo"]["hasNextPage"]:
                    break
            self.assertEqual((len(found), len(set(found)), page["totalCount"]), (count, count, count), field)

    def test_a_listing_goes_on_where_it_was_when_something_moves(self):
        with contextlib.closing(GitHub()) as site:
            first, rest = [], []
            for n, page in enumerate(site.pages("acme/harbour", 5)):
                (rest if n else first).extend(node["number"] for node in page["nodes"])
                if n == 0:
                    moved = int(json.loads(site.ask("GET", "/_fake/touch/github")[1])["reviewed"].split("#")[1])
            everything = {r["number"] for r in self.truth["pull_requests"] if r["repository"] == "acme/harbour"}
            self.assertEqual(set(first + rest) | {moved}, everything)
            self.assertEqual(len(first + rest), len(set(first + rest)))

    def test_workflow_runs_are_capped_but_windows_reach_all(self):
        path = "/api/v3/repos/acme/ops-tools/actions/runs?per_page=100&created="
        status, text, answer = self.site.ask("GET", path + "*..*")
        self.assertEqual(status, 200)
        self.assertGreater(json.loads(text)["total_count"], 2300)
        seen, link = 0, answer.getheader("Link")
        while link and 'rel="next"' in link:
            url = link.split(";")[0].strip("<>")
            _, text, answer = self.site.ask("GET", url[url.index("/api"):])
            seen += len(json.loads(text)["workflow_runs"])
            link = answer.getheader("Link")
        self.assertEqual(seen, 900)
        per_hour = collections.Counter(r["created_at"][:13] for r in self.truth["workflow_runs"] if r["repository"] == "acme/Ops-Tools")
        for hour, count in list(per_hour.items())[-3:]:
            total = json.loads(self.site.ask("GET", path + hour + ":00:00Z.." + hour + ":59:59Z")[1])["total_count"]
            self.assertEqual(total, count, hour)
        etag = answer.getheader("ETag")
        again = self.site.ask("GET", url[url.index("/api"):], **{"If-None-Match": etag})
        self.assertEqual((again[0], again[1]), (304, ""))
        moved = self.site.ask("GET", "/repos/acme/fern/actions/runs?per_page=5")
        self.assertEqual(moved[0], 301)
        there = urllib.parse.urlsplit(moved[2].getheader("Location"))
        self.assertEqual(self.site.ask("GET", there.path + "?" + there.query)[0], 200)

    def test_steps_change_the_world_the_same_way_everywhere(self):
        with contextlib.closing(GitHub()) as site:
            before = site.truth()
            site.ask("GET", "/_fake/step")
            site.ask("GET", "/_fake/step")
            after = site.truth()
        self.assertEqual(after, sorted(json.dumps(r, separators=(",", ":"), ensure_ascii=False) for rows in truth("--step", "2").values() for r in rows))
        tables = [collections.Counter(json.loads(line)["table"] for line in lines) for lines in (before, after)]
        for table in tables[0]:
            self.assertGreater(tables[1][table], tables[0][table], table)
        self.assertTrue(any('"acme/svc-oven"' in line for line in after) and not any('"acme/svc-kiln"' in line for line in after))


class FaultTest(Case):
    def pulls(self, n=25):
        return self.site.query(PULLS, o="acme", r="harbour", n=n, after=None)

    def test_limits(self):
        self.site.fault("rate_limited:once,reset=30")
        status, body, answer = self.site.ask("POST", "/graphql", {"query": "{viewer{login}}"})
        self.assertEqual((status, json.loads(body)["errors"][0]["type"], answer.getheader("X-RateLimit-Remaining")), (200, "RATE_LIMITED", "0"))
        self.site.fault("secondary:once,status=200", "secondary:nth=2,retry_after=7")
        self.assertIn("secondary rate limit", self.pulls()["message"])
        status, body, answer = self.site.ask("GET", "/user")
        self.assertEqual((status, answer.getheader("Retry-After")), (403, "7"))
        self.assertIn("data", self.pulls())

    def test_too_costly(self):
        self.site.fault("resource_limits:above=2000")
        answer = self.pulls()
        self.assertEqual(answer["errors"][-1]["type"], "RESOURCE_LIMITS_EXCEEDED")
        self.assertEqual(answer["data"]["repository"]["pullRequests"]["nodes"], [None] * 25)
        self.assertNotIn("errors", self.pulls(10))
        self.site.fault("502:above=2000,body=query P")
        self.assertEqual((self.pulls(), self.site.query("{viewer{login}}")["data"]["viewer"]["login"]), (502, "ada"))
        self.site.fault("504:once")
        self.assertEqual(self.pulls(), 504)

    def test_parts_that_are_missing(self):
        self.site.fault("null_nodes:once")
        answer = self.pulls(10)
        nodes = answer["data"]["repository"]["pullRequests"]["nodes"]
        self.assertEqual(([n is None for n in nodes].index(True), sum(n is None for n in nodes)), (5, 1))
        self.assertEqual(answer["errors"][0]["path"], ["repository", "pullRequests", "nodes", 5])
        self.site.fault("forbidden_field:field=PullRequest.reviews")
        answer = self.pulls(3)
        self.assertIsNone(answer["data"]["repository"]["pullRequests"]["nodes"][0]["reviews"])
        self.assertEqual((len(answer["errors"]), answer["errors"][2]["type"], answer["errors"][2]["path"]), (3, "FORBIDDEN", ["repository", "pullRequests", "nodes", 2, "reviews"]))
        self.site.fault("forbidden_field:field=PullRequest.commits")  # may not be null, so the whole node is
        self.assertEqual(self.pulls(3)["data"]["repository"]["pullRequests"]["nodes"], [None] * 3)

    def test_cursors_and_bytes(self):
        self.site.fault("repeated_token")
        pages = self.site.pages("acme/harbour", 5)
        ends = [next(pages)["pageInfo"]["endCursor"] for _ in range(3)]
        self.assertEqual(ends[1], ends[2])
        self.site.fault("truncated:once")
        with self.assertRaises(json.JSONDecodeError):
            self.pulls()
        self.site.fault("reset:once")
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.pulls()
        self.site.fault("capped_total")
        total = json.loads(self.site.ask("GET", "/repos/acme/ops-tools/actions/runs?created=*..*")[1])["total_count"]
        self.assertEqual(total, 1000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
