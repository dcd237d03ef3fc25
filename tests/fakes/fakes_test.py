#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fakes_test.py JUNO_FAKES: the fake Jira refuses what it must, gives everything once, and agrees with its own truth."""
import base64
import collections
import contextlib
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

FAKES = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))


def truth(*options):
    text = subprocess.run([FAKES, "truth", *options], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


class Site:
    def __init__(self, *options, authorization="Basic " + base64.b64encode(b"ada@harbour.invalid:good").decode()):
        self.folder = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.folder.name, "log")
        self.process = subprocess.Popen([FAKES, "serve", "--log", self.log, *options], stdout=subprocess.PIPE, text=True)
        self.port = urllib.parse.urlsplit(self.process.stdout.readline().strip()).port
        self.authorization = authorization

    def ask(self, method, path, body=None, headers=None, authorization=True, timeout=20):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            return self.exchange(connection, method, path, body, headers, authorization)

    def exchange(self, connection, method, path, body, headers, authorization):
        sent = dict(headers or {})
        if authorization:
            sent["Authorization"] = self.authorization if authorization is True else authorization
        data = None
        if body is not None:
            data = body if isinstance(body, str) else json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        connection.request(method, path, body=data, headers=sent)
        answer = connection.getresponse()
        text = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            text = gzip.decompress(text)
        return answer.status, text, answer

    def get(self, path, **query):
        status, text, _ = self.ask("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))
        return status, json.loads(text) if text[:1] in (b"{", b"[") else None

    def post(self, path, body):
        status, text, _ = self.ask("POST", path, body)
        return status, json.loads(text) if text else None

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


class CloudTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site("--kind", "jira-cloud", "--issues", "260", "--boards", "60")
        cls.truth = truth("--kind", "jira-cloud", "--issues", "260", "--boards", "60")

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def rows(self, table):
        return [row for row in self.truth if row["table"] == table]

    def message(self, answer):
        return answer[1]["errorMessages"][0]

    def test_the_removed_search_is_gone(self):
        status, body = self.site.get("/rest/api/3/search", jql="project=ORC")
        self.assertEqual(status, 410)
        self.assertIn("CHANGE-2046", body["errorMessages"][0])
        self.assertEqual(self.site.post("/rest/api/2/search", {"jql": "project=ORC"})[0], 410)

    def test_unbounded_jql_is_refused(self):
        for jql in ("", "order by created"):
            answer = self.site.get("/rest/api/3/search/jql", jql=jql)
            self.assertEqual(answer[0], 400)
            self.assertIn("Unbounded JQL", self.message(answer))
        self.assertEqual(self.site.post("/rest/api/3/search/approximate-count", {"jql": ""})[0], 400)

    def test_unknown_parameters_and_wrong_types_are_refused(self):
        self.assertEqual(self.site.get("/rest/api/3/search/jql", jql="project=ORC", startAt=0)[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/search/jql", {"jql": "project=ORC", "startAt": 0})[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/search/jql", {"jql": "project=ORC", "expand": ["changelog"]})[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": ["10001"], "expand": "changelog"})[0], 400)
        self.assertEqual(self.site.get("/rest/api/3/field", page=2)[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/search/jql", {"jql": "project=ORC", "maxResults": "7"})[0], 400)

    def test_page_sizes_beyond_the_limits_are_refused_or_cut(self):
        for size in (0, 5001, -1):
            answer = self.site.get("/rest/api/3/search/jql", jql="project=ORC", maxResults=size)
            self.assertEqual((answer[0], self.message(answer)), (400, "The maxResults parameter must be between 1 and 5,000."))
        everything = "project in (ORC, TIDE, FERN, OPS)"
        self.assertEqual(len(self.site.get("/rest/api/3/search/jql", jql=everything, maxResults=5000)[1]["issues"]), 260)
        self.assertEqual(len(self.site.get("/rest/api/3/search/jql", jql=everything, maxResults=5000, fields="summary")[1]["issues"]), 100)
        ids = [issue["id"] for issue in self.site.get("/rest/api/3/search/jql", jql=everything, maxResults=5000)[1]["issues"]]
        self.assertEqual(self.site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": ids[:101], "fields": ["*all"]})[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": ids[:101], "fields": ["summary"]})[0], 200)
        self.assertEqual(self.site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": []})[0], 400)
        self.assertEqual(self.site.post("/rest/api/3/changelog/bulkfetch", {"issueIdsOrKeys": ids, "maxResults": 10001})[0], 400)

    def test_jql_that_jira_does_not_know_is_refused(self):
        for jql in ("project = NOPE", "colour = red", "project = ORC AND", "project in (ORC", "updated >= yesterday", "sprint = 120000", 'project = "ORC'):
            self.assertEqual(self.site.get("/rest/api/3/search/jql", jql=jql)[0], 400, jql)
        eight = "project=ORC order by id,key,created,updated,rank,status,priority,project"
        self.assertEqual(self.site.get("/rest/api/3/search/jql", jql=eight)[0], 400)

    def test_bad_tokens_content_types_and_methods_are_refused(self):
        answer = self.site.get("/rest/api/3/search/jql", jql="project=ORC", nextPageToken="abc")
        self.assertEqual((answer[0], self.message(answer)), (400, "The provided nextPageToken is invalid or has expired."))
        self.assertEqual(self.site.ask("POST", "/rest/api/3/search/jql", '{"jql":"project=ORC"}', {"Content-Type": "text/plain"})[0], 415)
        status, _, answer = self.site.ask("PUT", "/rest/api/3/search/jql", "{}")
        self.assertEqual((status, answer.getheader("Allow")), (405, "GET, POST"))
        self.assertEqual(self.site.post("/rest/api/3/search/jql", "{nonsense")[0], 400)
        self.assertEqual(self.site.get("/rest/api/3/nothing")[0], 404)

    def test_logins(self):
        self.assertEqual(self.site.ask("GET", "/rest/api/3/myself", authorization=None)[0], 401)
        wrong = "Basic " + base64.b64encode(b"ada@harbour.invalid:wrong").decode()
        scoped = "Basic " + base64.b64encode(b"ada@harbour.invalid:scoped-1").decode()
        self.assertEqual(self.site.ask("GET", "/rest/api/3/myself", authorization=wrong)[0], 401)
        self.assertEqual(self.site.ask("GET", "/rest/api/3/myself", authorization="Bearer anything")[0], 401)
        self.assertEqual(self.site.ask("GET", "/rest/api/3/myself", authorization=scoped)[0], 401)
        cloud = json.loads(self.site.ask("GET", "/_edge/tenant_info", authorization=None)[1])["cloudId"]
        gateway = "/ex/jira/%s/rest/api/3/myself" % cloud
        self.assertEqual(self.site.ask("GET", gateway, authorization=scoped)[0], 200)
        self.assertEqual(self.site.ask("GET", gateway)[0], 401)
        self.assertEqual(self.site.ask("GET", "/rest/api/2/serverInfo", authorization=None)[0], 200)

    def test_refresh_tokens_rotate(self):
        def refresh(token):
            status, text, _ = self.site.ask("POST", "/oauth/token", {"grant_type": "refresh_token", "client_id": "fake-client",
                                            "client_secret": "fake-client-secret", "refresh_token": token}, authorization=None)
            return status, json.loads(text)
        status, first = refresh("fake-refresh-0")
        self.assertEqual(status, 200)
        self.assertEqual(refresh("fake-refresh-0"), (400, {"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}))
        bearer = "Bearer " + first["access_token"]
        status, text, _ = self.site.ask("GET", "/oauth/token/accessible-resources", authorization=bearer)
        self.assertEqual(status, 200)
        path = "/ex/jira/%s/rest/api/3/myself" % json.loads(text)[0]["id"]
        self.assertEqual(self.site.ask("GET", path, authorization=bearer)[0], 200)
        self.assertEqual(refresh(first["refresh_token"])[0], 200)
        self.assertEqual(self.site.ask("GET", path, authorization=bearer)[0], 401)

    def pages(self, **query):
        token = None
        while True:
            status, page = self.site.get("/rest/api/3/search/jql", **query, **({"nextPageToken": token} if token else {}))
            self.assertEqual(status, 200)
            yield page
            token = page.get("nextPageToken")
            self.assertEqual(page["isLast"], token is None)
            if not token:
                return

    def test_paging_gives_every_issue_once(self):
        found = [issue["key"] for page in self.pages(jql="project in (ORC,TIDE,FERN,OPS) order by updated", maxResults=37, fields="summary") for issue in page["issues"]]
        self.assertEqual(sorted(found), sorted(row["key"] for row in self.rows("issues")))
        self.assertNotIn("total", self.site.get("/rest/api/3/search/jql", jql="project=ORC")[1])

    def test_issues_say_what_the_truth_says(self):
        fields = {field["name"]: field["id"] for field in self.site.get("/rest/api/3/field")[1]}
        seen = {}
        for page in self.pages(jql="project in (ORC,TIDE,FERN,OPS)", maxResults=100, fields="*all,-comment"):
            seen.update((issue["key"], issue["fields"]) for issue in page["issues"])
        for row in self.rows("issues"):
            issue = seen[row["key"]]
            points = issue[fields["Story Points"]]
            self.assertEqual(row["points"], points if points is not None else issue[fields["Story point estimate"]])
            self.assertEqual(row["status"], issue["status"]["name"])
            self.assertEqual(row["assignee"], (issue["assignee"] or {}).get("displayName"))
            self.assertEqual(row["labels"], ",".join(issue["labels"]) or None)
            self.assertEqual(row["epic"] or row["parent"], issue.get("parent", {}).get("key"))
            self.assertNotIn("comment", issue)

    def test_changelogs_are_whole_however_they_are_read(self):
        ids = [row["id"] for row in self.rows("issues")]
        keys = {str(row["id"]): row["key"] for row in self.rows("issues")}
        want = collections.Counter(row["issue_key"] for row in self.rows("changes"))
        got, token, pages = collections.Counter(), None, 0
        while True:
            status, page = self.site.post("/rest/api/3/changelog/bulkfetch", dict({"issueIdsOrKeys": [str(i) for i in ids], "maxResults": 200}, **({"nextPageToken": token} if token else {})))
            self.assertEqual(status, 200)
            pages += 1
            for log in page["issueChangeLogs"]:
                got[keys[log["issueId"]]] += sum(len(history["items"]) for history in log["changeHistories"])
            token = page.get("nextPageToken")
            if not token:
                break
        self.assertGreater(pages, 2)
        self.assertEqual(got, want)
        longest = want.most_common(1)[0][0]
        embedded = self.site.get("/rest/api/3/issue/" + longest, expand="changelog", fields="summary")[1]["changelog"]
        self.assertGreater(embedded["total"], len(embedded["histories"]))
        whole, start = 0, 0
        while True:
            page = self.site.get("/rest/api/3/issue/%s/changelog" % longest, startAt=start)[1]
            whole += sum(len(history["items"]) for history in page["values"])
            start += len(page["values"])
            if page["isLast"]:
                break
        self.assertEqual(whole, want[longest])

    def test_updated_is_read_in_the_accounts_zone_at_minute_precision(self):
        at = sorted(row["updated_at"] for row in self.rows("issues"))[-20]
        zone = self.site.get("/rest/api/3/myself")[1]["timeZone"]
        self.assertEqual(zone, "Australia/Adelaide")
        hour, minute = int(at[11:13]) + 10, int(at[14:16]) + 30  # summer time there in October and November
        hour, minute = hour + minute // 60, minute % 60
        day = int(at[8:10]) + hour // 24
        if at[5:7] == "10" and day == 32:
            self.skipTest("the moment falls on a month's end")
        for mark in "/-":
            local = mark.join((at[:4], at[5:7], "%02d" % day)) + " %02d:%02d" % (hour % 24, minute)
            found = {issue["key"] for page in self.pages(jql='project in (ORC,TIDE,FERN,OPS) AND updated >= "%s"' % local, maxResults=5000, fields="key") for issue in page["issues"]}
            self.assertEqual(found, {row["key"] for row in self.rows("issues") if row["updated_at"][:16] >= at[:16]})

    def test_boards_and_sprints_come_in_pages_of_fifty(self):
        first = self.site.get("/rest/agile/1.0/board", maxResults=100)[1]
        self.assertEqual((len(first["values"]), first["isLast"], first["total"]), (50, False, 60))
        kanban = next(board for board in first["values"] if board["type"] == "kanban")
        answer = self.site.get("/rest/agile/1.0/board/%d/sprint" % kanban["id"])
        self.assertEqual((answer[0], self.message(answer)), (400, "The board does not support sprints"))
        board, ids, start = first["values"][0]["id"], [], 0
        while True:
            page = self.site.get("/rest/agile/1.0/board/%d/sprint" % board, startAt=start)[1]
            ids += [sprint["id"] for sprint in page["values"]]
            start += len(page["values"])
            if page["isLast"]:
                break
        self.assertGreater(len(ids), 50)
        self.assertEqual(sorted(ids), sorted(row["id"] for row in self.rows("sprints") if row["board_id"] == board))
        gone = {row["sprint_id"] for row in self.rows("sprint_issues")} - {row["id"] for row in self.rows("sprints")}
        for sprint in gone:
            self.assertEqual(self.site.get("/rest/agile/1.0/sprint/%d" % sprint)[0], 404)

    def test_the_sites_own_report_is_wrong_in_one_sprint_only(self):
        wrong = self.site.get("/_fake/disagreement")[1]
        buckets = {"completedIssues": "completed", "issuesNotCompletedInCurrentSprint": "not_completed", "puntedIssues": "removed", "issuesCompletedInAnotherSprint": "completed_elsewhere"}
        for report in truth("--sprint-reports", "--issues", "260", "--boards", "60"):
            status, site = self.site.get("/rest/greenhopper/1.0/rapid/charts/sprintreport", rapidViewId=report["board"], sprintId=report["sprint"])
            self.assertEqual(status, 200)
            told = {issue["key"]: outcome for bucket, outcome in buckets.items() for issue in site["contents"][bucket]}
            differing = {issue["key"] for issue in report["issues"] if told[issue["key"]] != issue["outcome"]}
            self.assertEqual(differing, {wrong["key"]} if report["sprint"] == wrong["sprint"] else set())

    def test_gzip_only_when_asked_for(self):
        _, plain, answer = self.site.ask("GET", "/rest/api/3/field")
        self.assertIsNone(answer.getheader("Content-Encoding"))
        _, text, answer = self.site.ask("GET", "/rest/api/3/field", headers={"Accept-Encoding": "gzip"})
        self.assertEqual((answer.getheader("Content-Encoding"), text), ("gzip", plain))

    def test_requests_are_logged_without_secrets(self):
        self.site.post("/rest/api/3/search/approximate-count", {"jql": "project=ORC"})
        with open(self.site.log) as f:
            text = f.read()
        self.assertNotIn(self.site.authorization.split()[1], text)
        last = json.loads(text.splitlines()[-1])
        self.assertEqual((last["method"], last["path"], last["body"]), ("POST", "/rest/api/3/search/approximate-count", {"jql": "project=ORC"}))
        self.assertEqual(last["headers"]["authorization"], "Basic ***")


class DataCenterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.options = ("--kind", "jira-dc", "--issues", "230")
        cls.site = Site(*cls.options, "--context", "/jira", authorization="Bearer pat")

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def test_offset_paging_with_whole_histories(self):
        keys, start, changes = [], 0, 0
        while True:
            status, page = self.site.get("/jira/rest/api/2/search", jql="project in (ORC,TIDE,FERN,OPS) order by created", startAt=start, maxResults=500, expand="changelog")
            self.assertEqual((status, page["maxResults"]), (200, 100))
            keys += [issue["key"] for issue in page["issues"]]
            for issue in page["issues"]:
                self.assertEqual(issue["changelog"]["total"], len(issue["changelog"]["histories"]))
                changes += sum(len(history["items"]) for history in issue["changelog"]["histories"])
            start += len(page["issues"])
            if start >= page["total"]:
                break
        rows = truth(*self.options)
        self.assertEqual(sorted(keys), sorted(row["key"] for row in rows if row["table"] == "issues"))
        self.assertEqual(changes, sum(row["table"] == "changes" for row in rows))

    def test_it_speaks_as_data_center_does(self):
        self.assertEqual(self.site.get("/jira/rest/api/2/serverInfo")[1]["deploymentType"], "Server")
        for path in ("/jira/rest/api/3/myself", "/jira/rest/api/2/search/jql", "/rest/api/2/myself", "/jira/_edge/tenant_info", "/jira/rest/api/2/issue/ORC-1/changelog"):
            self.assertEqual(self.site.get(path)[0], 404, path)
        self.assertEqual(self.site.ask("GET", "/jira/rest/api/2/myself", authorization="Bearer wrong")[0], 401)
        me = self.site.get("/jira/rest/api/2/myself")[1]
        self.assertNotIn("accountId", me)
        self.assertEqual((me["name"], me["key"]), ("ada", "JIRAUSER10100"))
        fields = {field["name"]: field["id"] for field in self.site.get("/jira/rest/api/2/field")[1]}
        issues = self.site.get("/jira/rest/api/2/search", jql="project=ORC", maxResults=100)[1]["issues"]
        sprints = [text for issue in issues for text in issue["fields"][fields["Sprint"]] or []]
        self.assertTrue(sprints and all(text.startswith("com.atlassian.greenhopper.service.sprint.Sprint@") for text in sprints))
        self.assertTrue(any(issue["fields"][fields["Epic Link"]] for issue in issues))
        self.assertTrue(all(issue["fields"]["description"] is None or isinstance(issue["fields"]["description"], str) for issue in issues))
        self.assertIsInstance(self.site.get("/jira/rest/api/2/project")[1], list)


class FaultTest(unittest.TestCase):
    def setUp(self):
        self.site = Site("--issues", "220")

    def tearDown(self):
        self.site.close()

    def strike(self, *specs):
        self.assertEqual(self.site.ask("POST", "/_fake/faults/clear", "")[0], 200)
        self.assertEqual(self.site.ask("POST", "/_fake/faults", "\n".join(specs))[0], 200)

    def test_answers_instead_of_the_sites(self):
        self.strike("429:path=myself,nth=2,retry_after=3,reason=jira-burst-based", "503:path=status,once,retry_after=0", "html:path=/field,once", "redirect:path=priority")
        self.assertEqual(self.site.get("/rest/api/3/myself")[0], 200)
        status, _, answer = self.site.ask("GET", "/rest/api/3/myself")
        self.assertEqual((status, answer.getheader("Retry-After"), answer.getheader("RateLimit-Reason")), (429, "3", "jira-burst-based"))
        self.assertEqual(self.site.get("/rest/api/3/myself")[0], 200)
        self.assertEqual([self.site.ask("GET", "/rest/api/3/status")[0] for _ in range(2)], [503, 200])
        status, text, answer = self.site.ask("GET", "/rest/api/3/field")
        self.assertEqual((status, answer.getheader("Content-Type")), (200, "text/html;charset=UTF-8"))
        status, _, answer = self.site.ask("GET", "/rest/api/3/priority")
        self.assertEqual((status, urllib.parse.urlsplit(answer.getheader("Location")).hostname), (302, "127.0.0.2"))
        self.assertEqual(self.site.ask("POST", "/_fake/faults", "meteor")[0], 400)

    def test_damaged_bodies(self):
        path = "/rest/api/3/search/jql?jql=project%3DORC&fields=*all&maxResults=5"
        for kind in ("truncated", "garbage", "garbage_value"):
            self.strike(kind + ":once")
            with self.assertRaises(json.JSONDecodeError, msg=kind):
                json.loads(self.site.ask("GET", path)[1])
        self.strike("invalid_utf8:once")
        with self.assertRaises(UnicodeDecodeError):
            self.site.ask("GET", path)[1].decode()
        self.strike("null_nodes:once")
        self.assertIsNone(self.site.get(path)[1]["issues"][0])
        self.assertEqual(len(self.site.get(path)[1]["issues"]), 5)

    def test_broken_connections(self):
        self.strike("reset:path=field,once", "cut:path=status,once")
        with self.assertRaises(ConnectionResetError):
            self.site.ask("GET", "/rest/api/3/field")
        with self.assertRaises(http.client.IncompleteRead):
            self.site.ask("GET", "/rest/api/3/status")
        self.assertEqual(self.site.get("/rest/api/3/field")[0], 200)

    def test_slow_answers_do_not_block_others(self):
        self.strike("hang:path=myself,once", "drip:path=priority,once,ms=20,bytes=32", "delay:path=status,ms=300,once")
        with self.assertRaises(socket.timeout):
            self.site.ask("GET", "/rest/api/3/myself", timeout=0.3)
        self.assertEqual(self.site.get("/rest/api/3/myself")[0], 200)
        begin = time.monotonic()
        self.assertEqual(len(self.site.get("/rest/api/3/priority")[1]), 5)
        self.assertGreater(time.monotonic() - begin, 0.15)
        begin = time.monotonic()
        self.assertEqual(self.site.get("/rest/api/3/status")[0], 200)
        self.assertGreater(time.monotonic() - begin, 0.3)

    def search(self, token=None, size=60):
        return self.site.get("/rest/api/3/search/jql", jql="project in (ORC,TIDE)", fields="key", maxResults=size, **({"nextPageToken": token} if token else {}))

    def test_pages_that_misbehave(self):
        first = self.search()[1]
        token = first["nextPageToken"]
        self.strike("repeated_token:once")
        self.assertEqual(self.search(token)[1]["nextPageToken"], token)
        self.strike("expired_token:once")
        self.assertEqual(self.search(token)[0], 400)
        self.strike("duplicate:once")
        self.assertEqual(self.search(token)[1]["issues"][0], first["issues"][-1])
        self.strike("short_page:once")
        short = self.search()[1]
        self.assertEqual((len(short["issues"]), "nextPageToken" in short), (30, True))
        self.strike("empty_page:once")
        self.assertEqual((lambda page: (page["issues"], page["isLast"]))(self.search()[1]), ([], False))
        self.strike("empty")
        self.assertEqual(self.search()[1], {"issues": [], "isLast": True})
        self.strike("vanish:project=TIDE")
        self.assertEqual(self.search()[0], 400)
        self.assertEqual(self.site.ask("POST", "/_fake/faults/clear", "")[0], 200)
        self.assertEqual(self.search()[0], 200)

    def test_the_world_changes_under_the_reader(self):
        before = self.search(size=200)[1]["issues"]
        self.strike("delete_between:path=bulkfetch,once")
        status, page = self.site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": [issue["id"] for issue in before][-100:], "fields": ["key"]})
        self.assertEqual((status, len(page["issueErrors"]), len(page["issues"])), (200, 1, 99)) if page["issueErrors"] else self.assertEqual(len(page["issues"]), 100)
        after = {issue["id"] for issue in self.search(size=200)[1]["issues"]}
        self.assertEqual(len({issue["id"] for issue in before} - after), 1)
        moved = self.site.get("/_fake/move")[1]
        self.assertEqual(self.site.get("/rest/api/3/issue/" + moved["moved"], fields="summary")[1]["key"], moved["to"])
        touched = self.site.get("/_fake/touch")[1]["edited"]
        served = {row["key"]: row for row in map(json.loads, self.site.ask("GET", "/_fake/truth")[1].splitlines()) if row["table"] == "issues"}
        self.assertIn("Edited while it was read", served[touched]["summary"])


class TruthTest(unittest.TestCase):
    def test_one_seed_gives_the_same_bytes_and_another_does_not(self):
        def run(*options):
            return subprocess.run([FAKES, "truth", *options], check=True, capture_output=True).stdout
        self.assertEqual(run("--seed", "5", "--step", "2"), run("--seed", "5", "--step", "2"))
        self.assertNotEqual(run("--seed", "5"), run("--seed", "6"))
        site = Site("--seed", "5")
        for _ in range(2):
            site.get("/_fake/step")
        self.assertEqual(site.ask("GET", "/_fake/truth")[1], run("--seed", "5", "--step", "2"))
        first = site.ask("GET", "/rest/api/3/search/jql?jql=project%3DORC&fields=*all")[1]
        site.close()
        other = Site("--seed", "5", "--step", "2")
        self.assertEqual(other.ask("GET", "/rest/api/3/search/jql?jql=project%3DORC&fields=*all")[1], first)
        other.close()

    def test_sprint_reports_keep_their_identities(self):
        outcomes, flags = collections.Counter(), collections.Counter()
        for seed in range(1, 5):
            for step in (0, 3):
                for report in truth("--sprint-reports", "--seed", str(seed), "--issues", "900", "--step", str(step)):
                    sums, totals = report["identity"], report["totals"]
                    for unit in ("issues", "points"):
                        change = totals["re_estimated"]["points"] if unit == "points" else 0
                        self.assertAlmostEqual(sums["in_start"][unit] + sums["entered"][unit] - sums["left"][unit] + change, sums["in_end"][unit])
                        self.assertAlmostEqual(totals["committed"][unit] + totals["done_at_start"][unit], sums["in_start"][unit])
                    buckets = ("completed", "not_completed", "removed", "completed_elsewhere")
                    self.assertEqual(sum(totals[bucket]["issues"] for bucket in buckets), len(report["issues"]))
                    self.assertEqual(sum(totals[bucket]["issues"] for bucket in buckets if bucket != "removed"), sums["in_end"]["issues"])
                    for issue in report["issues"]:
                        outcomes[issue["outcome"]] += 1
                        flags["added"] += issue["added"]
                        flags["done_at_start"] += issue["done_at_start"]
                        flags["re_estimated_after_done"] += issue["outcome"] == "completed" and issue["points_end"] != issue["points_close"]
                        flags["zero"] += issue["points_start"] == 0
                        flags["unestimated"] += issue["points_start"] is None
        self.assertEqual(len(outcomes), 4, outcomes)
        self.assertTrue(all(count > 20 for count in outcomes.values()) and all(flags.values()) and len(flags) == 5, (outcomes, flags))

    def test_tables_belong_together(self):
        rows = collections.defaultdict(list)
        for row in truth("--issues", "500"):
            rows[row["table"]].append(row)
        issues = {row["key"]: row for row in rows["issues"]}
        self.assertEqual(len(issues), 500)
        changes = collections.defaultdict(list)
        for row in rows["changes"]:
            changes[row["issue_key"]].append(row)
        for key, issue in issues.items():
            at = [row["at"] if len(row["at"]) == 24 else row["at"][:-1] + ".000Z" for row in changes[key]]
            self.assertEqual(at, sorted(at))
            for field, column in (("status", "status"), ("summary", "summary"), ("assignee", "assignee"), ("resolution", "resolution")):
                values = [row for row in changes[key] if row["field"] == field]
                for earlier, later in zip(values, values[1:]):
                    self.assertEqual(earlier["to_value"], later["from_value"])
                if values:
                    self.assertEqual(values[-1]["to_value"], issue[column])
        for row in rows["sprint_issues"]:
            self.assertIn(row["issue_key"], issues)
        comments = collections.Counter(row["issue_key"] for row in rows["comments"])
        self.assertTrue(all(issue["comment_count"] == comments[key] for key, issue in issues.items()))
        self.assertEqual({row["field"] for row in rows["changes"]} & {"Key", "Sprint", "Link", "Flagged", "Rank"}, {"Key", "Sprint", "Link", "Flagged", "Rank"})

    def test_a_step_changes_what_it_says(self):
        before = {row["key"]: row for row in truth() if row["table"] == "issues"}
        after = {row["key"]: row for row in truth("--step", "1", "--deleted") if row["table"] == "issues"}
        by_id = {row["id"]: row for row in after.values()}
        self.assertTrue(set(after) - set(before))
        self.assertEqual(sum(row["deleted"] for row in after.values()), 1)
        self.assertTrue(any(by_id[row["id"]]["key"] != key for key, row in before.items()))
        states = [collections.Counter(row["state"] for row in truth("--step", str(step)) if row["table"] == "sprints") for step in (0, 1)]
        self.assertEqual(states[1]["closed"], states[0]["closed"] + 1)


class ContractTest(unittest.TestCase):
    """The requests a client sends are held to the vendors' own specifications, where these lie beside the project."""

    def test_the_log_has_the_checkers_form(self):
        root = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
        contract = next((path for path in (os.path.join(root, "shared", "contract"), os.path.join(os.path.dirname(root), "shared", "contract")) if os.path.isdir(path)), None)
        if contract is None:
            self.skipTest("no ../shared/contract here")
        try:
            import jsonschema  # noqa: F401  what the checker needs
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        site = Site("--issues", "50")
        site.get("/rest/api/3/search/jql", jql="project = ORC", maxResults=5000)
        site.post("/rest/api/3/issue/bulkfetch", {"issueIdsOrKeys": ["10001"], "fields": ["*all"]})
        site.get("/rest/agile/1.0/board", maxResults=50)
        site.get("/rest/api/3/search/jql", jql="project = ORC", startAt=0)
        specs = [os.path.join(contract, "specs", name) for name in ("jira-platform.json", "jira-agile.json")]
        with open(site.log) as log:
            checked = subprocess.run([sys.executable, os.path.join(contract, "reqcheck.py"), *specs], stdin=log, capture_output=True, text=True)
        site.close()
        self.assertIn("3 passed, 1 failed", checked.stdout, checked.stdout + checked.stderr)
        self.assertIn("unknown parameter startAt", checked.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
