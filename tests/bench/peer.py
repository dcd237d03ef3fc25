# SPDX-License-Identifier: Apache-2.0
"""peer.py URL EMAIL:TOKEN REQUESTS.ndjson OUT.db: a careful script's way to load the same answers with Python's json and sqlite3.

It sends the requests that juno sent over one connection, and stores issues, histories, comments, sprints, labels,
people and the issue's own JSON by executemany, a commit every thousand issues. It does less than juno: no compression, no plain text of
rich text, no rebuilt membership, no checks. Prints seconds.
"""
import base64
import gzip
import http.client
import json
import sqlite3
import sys
import time
import urllib.parse

SCHEMA = """
create table issue (id integer primary key, key text, project text, type text, status text, priority text, resolution text, summary text,
  assignee text, reporter text, created text, updated text, resolved text, due text, votes integer, watchers integer, raw text);
create table issue_label (issue integer, label text, primary key (issue, label)) without rowid;
create table issue_sprint (issue integer, sprint integer, primary key (issue, sprint)) without rowid;
create table change (issue integer, history integer, ordinal integer, at text, author text, field text, field_id text, from_id text,
  from_text text, to_id text, to_text text, primary key (issue, history, ordinal)) without rowid;
create table comment (id integer primary key, issue integer, author text, at text);
create table person (account text primary key, name text) without rowid;
create index issue_by_project on issue (project);
create index issue_sprint_by_sprint on issue_sprint (sprint);
create index change_by_field on change (field_id, at);
"""


def named(value, name="name"):
    return value.get(name) if value else None


class Loader:
    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("page_size=8192", "journal_mode=wal", "synchronous=normal", "secure_delete=off", "cache_size=-65536"):
            self.db.execute("pragma " + pragma)
        self.db.executescript(SCHEMA)
        self.issues, self.labels, self.sprints, self.changes, self.people, self.comments = [], [], [], [], [], []

    def person(self, value):
        if not value:
            return None
        self.people.append((value["accountId"], value.get("displayName")))
        return value["accountId"]

    def take_issues(self, issues):
        for issue in issues:
            f, number = issue["fields"], int(issue["id"])
            if "project" not in f:  # an answer that holds comments only
                self.comments += [(int(c["id"]), number, self.person(c.get("author")), c["created"]) for c in f.get("comment", {}).get("comments", ())]
                continue
            self.issues.append((number, issue["key"], named(f["project"], "key"), named(f["issuetype"]), named(f["status"]), named(f.get("priority")),
                                named(f.get("resolution")), f["summary"], self.person(f.get("assignee")), self.person(f.get("reporter")), f["created"],
                                f["updated"], f.get("resolutiondate"), f.get("duedate"), named(f.get("votes"), "votes"), named(f.get("watches"), "watchCount"),
                                json.dumps(issue)))
            self.labels += [(number, label) for label in f.get("labels") or ()]
            for value in f.values():
                if isinstance(value, list) and value and isinstance(value[0], dict) and "boardId" in value[0]:
                    self.sprints += [(number, sprint["id"]) for sprint in value]

    def take_histories(self, logs):
        for log in logs:
            number = int(log["issueId"])
            for history in log["changeHistories"]:
                at, author, key = history["created"], self.person(history.get("author")), int(history["id"])
                self.changes += [(number, key, n, at, author, i["field"], i.get("fieldId"), i.get("from"), i.get("fromString"), i.get("to"), i.get("toString"))
                                 for n, i in enumerate(history["items"])]

    def flush(self):
        self.db.execute("begin immediate")
        for sql, rows in (("issue values (%s) on conflict (id) do update set updated = excluded.updated, raw = excluded.raw" % ",".join("?" * 17), self.issues),
                          ("issue_label values (?,?) on conflict do nothing", self.labels), ("issue_sprint values (?,?) on conflict do nothing", self.sprints),
                          ("change values (%s) on conflict do nothing" % ",".join("?" * 11), self.changes),
                          ("comment values (?,?,?,?) on conflict do nothing", self.comments),
                          ("person values (?,?) on conflict (account) do update set name = excluded.name", self.people)):
            self.db.executemany("insert into " + sql, rows)
            rows.clear()
        self.db.execute("commit")


def main():
    url, login, log, path = sys.argv[1:]
    with open(log) as f:
        requests = [json.loads(line) for line in f]
    began = time.perf_counter()
    loader = Loader(path)
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
    headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode(), "Accept-Encoding": "gzip", "Content-Type": "application/json"}
    for r in requests:
        body = r.get("body")
        connection.request(r["method"], r["path"], json.dumps(body, sort_keys=True, separators=(",", ":")) if isinstance(body, (dict, list)) else body or None, headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status not in (200, 404):
            sys.exit("answered %d: %s" % (answer.status, r["path"]))
        data = json.loads(gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data)
        if isinstance(data, dict) and "issueChangeLogs" in data:
            loader.take_histories(data["issueChangeLogs"])
        elif r["path"].split("?")[0].endswith("/issue/bulkfetch"):
            loader.take_issues(data["issues"])
        if len(loader.issues) >= 1000:
            loader.flush()
    loader.flush()
    print("%.3f %d %d" % (time.perf_counter() - began, loader.db.execute("select count(*) from issue").fetchone()[0],
                          loader.db.execute("select count(*) from change").fetchone()[0]))


main()
