# SPDX-License-Identifier: Apache-2.0
"""Compares what `juno query --ir` answers with an evaluator that was written apart from juno.

  execution_test.py JUNO_BINARY [--seeds 1,2] [--issues 1600] [--show N] [--only ID,ID]

The questions, their meaning (the IR), the rows and the evaluator are in a folder beside the repository (../shared/nl, or
$JUNO_NL); without it the test is skipped. The rows enter juno as a tracker and a forge would tell them: issues with their
changes, comments and worklogs, pull requests with commits and reviews; never as figures. Two things are put right first,
for both sides alike: rows that contradict themselves (settle), and rules that the evaluator simplifies (RULES).
"""
import argparse, copy, json, math, os, re, subprocess, sys, tempfile
from datetime import datetime, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
SKIPPED = 77


def folder():
    for place in (os.environ.get("JUNO_NL"), os.path.join(HERE, "../../../shared/nl"), os.path.join(HERE, "../../../../shared/nl")):
        if place and os.path.exists(os.path.join(place, "nlexec.py")):
            return os.path.abspath(place)
    return None


NL = folder()
if NL is None:
    print("skipped: ../shared/nl is not there")
    sys.exit(SKIPPED)
sys.path.insert(0, NL)
import nlcheck as N  # noqa: E402
import nlexec as X  # noqa: E402


# ---- rows that agree with themselves

def to_ms(value):
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def cut(value):
    """juno keeps milliseconds."""
    if hasattr(value, "microsecond"):
        return to_ms(value)
    if isinstance(value, list):
        return [cut(v) for v in value]
    if isinstance(value, tuple):
        return tuple(cut(v) for v in value)
    return value


def settle(fx):
    for rows in fx.values():
        if isinstance(rows, list):
            for row in rows:
                for name, value in row.items():
                    row[name] = cut(value)
    # The first review is the first that was submitted.
    first = {}
    for review in fx["review"]:
        pull = fx["pull_request"][review["pr"] - 1]
        if review["pr"] not in first:
            first[review["pr"]] = True
            review["submitted"] = pull["first_review"]
    for pull in fx["pull_request"]:
        # What is merged is no draft, and a draft is not reviewed yet.
        pull["draft"] = pull["draft"] and pull["state"] == "open" and pull["first_review"] is None
    for run in fx["ci_run"]:
        run["duration"] = round(run["duration"] * 60000) / 60000
    # Of the first deployment of a repository nobody knows what it brought.
    seen = set()
    for d in sorted(fx["deployment"], key=lambda d: d["finished"]):
        d["lead"] = round(d["lead"] * 3600000) / 3600000
        if d["environment"] == "production" and d["status"] == "success" and d["repo"] not in seen:
            seen.add(d["repo"])
            d["deployed_lead"], d["lead"] = d["lead"], None
    return fx


# ---- rows as lines of an import

def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000)


class Lines:
    def __init__(self, world):
        self.w, self.out = world, []
        self.login = {p["name"]: p["login"] for p in world["people"]}
        self.status = {s[0]: n + 1 for n, s in enumerate(world["statuses"])}
        self.project = {p["key"]: n + 1 for n, p in enumerate(world["projects"])}
        self.sprint = {s["name"]: n + 1 for n, s in enumerate(world["sprints"])}

    def add(self, table, **row):
        self.out.append(json.dumps({"table": table, **{k: v for k, v in row.items() if v is not None}}))

    def who(self, role, name):
        return {} if name is None else {role: name, role + "_account": self.login[name]}

    def catalogue(self):
        w = self.w
        for p in w["people"]:
            self.add("people", account=p["login"], name=p["name"], kind="bot" if p["bot"] else None)
        for name, category in w["statuses"]:
            self.add("statuses", id=self.status[name], name=name, category=category)
        for p in w["projects"]:
            self.add("projects", id=self.project[p["key"]], key=p["key"], name=p["name"])
        for n, v in enumerate(w["versions"]):
            self.add("versions", id=n + 1, name=v["name"], project_id=self.project[v["project"]], released=v["released"], release_on=v["date"])
        for n, name in enumerate(w["components"]):
            self.add("components", id=n + 1, name=name)
        boards = sorted({s.get("project") or "" for s in w["sprints"]})
        for n, key in enumerate(boards):
            self.add("boards", id=n + 1, name=(key or "All") + " board", type="scrum", project=key or None)
        for s in w["sprints"]:
            start, end = s["start"] + "T09:00:00Z", s["end"] + "T09:00:00Z"
            self.add("sprints", id=self.sprint[s["name"]], name=s["name"], state=s["state"], board_id=boards.index(s.get("project") or "") + 1, start_at=start, end_at=end,
                     complete_at=end if s["state"] == "closed" else None, activated_at=start if s["state"] != "future" else None, goal="goal")

    def issues(self, fx):
        worklogs, comments, links = {}, 0, 0
        for n, x in enumerate(fx["worklog"]):
            worklogs.setdefault(x["issue"], []).append((n + 1, x))
        open_keys = [i["key"] for i in fx["issue"] if i["status_category"] != "done"]
        people = [p["name"] for p in self.w["people"] if not p["bot"]]
        for i in fx["issue"]:
            self.add("issues", key=i["key"], project=i["project"], project_id=self.project[i["project"]], type=i["type"], subtask=i["type"] == "Sub-task", status=i["status"],
                     status_id=self.status[i["status"]], priority=i["priority"], summary=i["summary"], description=i["text"], team=i["team"], points=i["story_points"],
                     epic=i["epic"] or None, created_at=iso(i["created"]), updated_at=iso(i["updated"]), resolved_at=iso(i["resolved"]) if i["resolved"] else None, due_on=i["due"],
                     labels=i["label"], components=i["component"], fix_versions=i["fix_version"], flagged=i["flagged"], original_estimate_hours=i["estimate_hours"],
                     logged_hours=i["logged_hours"], comment_count=i["comment_count"], **self.who("assignee", i["assignee"]), **self.who("reporter", i["reporter"]))
            for at, old, new in i["history"]:
                self.add("changes", issue_key=i["key"], at=iso(at), field="status", from_id=str(self.status[old]), from_value=old, to_id=str(self.status[new]), to_value=new)
            past = None
            for at, _, name in i["assignee_history"]:
                self.add("changes", issue_key=i["key"], at=iso(at), field="assignee", from_value=past, to_value=name)
                past = name
            for at in i["priority_changes"]:
                self.add("changes", issue_key=i["key"], at=iso(at), field="priority", from_value="Medium", to_value=i["priority"])
            for name, at in i["sprint_events"]:
                self.add("sprint_issues", issue_key=i["key"], sprint_id=self.sprint[name], added_at=iso(at))
            other = next(k for k in open_keys if k != i["key"])
            if i["link_blocked"]:
                self.add("issue_links", issue_key=i["key"], type="Blocks", phrase="is blocked by", direction="inward", other_key=other)
            if i["link_blocking"]:
                self.add("issue_links", issue_key=i["key"], type="Blocks", phrase="blocks", direction="outward", other_key=other)
            for c in range(i["comment_count"]):
                comments += 1
                name = next(p for p in people if p != i["reporter"]) if c == 0 else i["reporter"]
                self.add("comments", issue_key=i["key"], id=comments, created_at=iso(i["first_response"] if c == 0 else i["created"]), body="seen", **self.who("author", name))
            for number, x in worklogs.get(i["key"], []):
                self.add("worklogs", issue_key=i["key"], id=number, started_at=iso(x["started"]), hours=x["hours"], **self.who("author", x["author"]))

    def code(self, fx, deployments=False):
        for n, name in enumerate(self.w["repos"]):
            self.add("repositories", name=name, id=n + 1, default_branch="main")
        sha = 0

        def commit(repo, at, author=None, **more):
            nonlocal sha
            sha += 1
            text = "%040x" % sha
            self.add("commits", repository=repo, sha=text, committed_at=iso(at), parents=[], **({} if author is None else self.who("author", author)), **more)
            return text
        key = fx["issue"][0]["key"]
        self.commits = {}
        if deployments:
            for d in fx["deployment"]:
                text = commit(d["repo"], d["finished"] - timedelta(hours=d["lead"] if d["lead"] is not None else d["deployed_lead"]))
                self.add("deployments", repository=d["repo"], id=str(d["id"]), environment=d["environment"], state=d["status"], created_at=iso(d["finished"]), finished_at=iso(d["finished"]), sha=text)
            return
        for c in fx["commit"]:
            text = commit(c["repo"], c["committed"], c["author"], message=key + " x" if c["linked_issue"] else "x", additions=c["additions"], deletions=c["deletions"])
            self.commits[c["repo"] + "@" + text] = X.iso(c["committed"])
        for p in fx["pull_request"]:
            first = commit(p["repo"], p["first_commit"], on_default=False)
            self.add("pull_requests", repository=p["repo"], number=p["number"], title=p["title"], state=p["state"], draft=p["draft"], created_at=iso(p["created"]),
                     updated_at=iso(p["updated"]), merged_at=iso(p["merged"]) if p["merged"] else None, closed_at=iso(p["closed"]) if p["closed"] else None, additions=p["additions"],
                     deletions=p["deletions"], changed_files=p["changed_files"], labels=p["label"], comments=p["comment_count"], commit_shas=[first], base_ref="main", **self.who("author", p["author"]))
            at = p["created"]
            for r in fx["review"]:
                if r["pr"] == p["number"]:
                    at = max(at, r["submitted"])
                    self.add("reviews", repository=p["repo"], number=p["number"], state=r["state"], submitted_at=iso(r["submitted"]), **self.who("reviewer", r["reviewer"]))
            if p["review_state"] == "pending":
                self.add("reviews", repository=p["repo"], number=p["number"], state="pending", **self.who("reviewer", self.w["people"][0]["name"]))
            for name in p["requested_reviewer"]:
                self.add("review_requests", repository=p["repo"], number=p["number"], at=iso(at + timedelta(minutes=1)), **self.who("reviewer", name))
        for r in fx["ci_run"]:
            self.add("workflow_runs", repository=r["repo"], id=r["id"], workflow=r["workflow"], event="push", branch=r["branch"], sha="", status="completed", conclusion=r["conclusion"],
                     created_at=iso(r["started"]), started_at=iso(r["started"]), updated_at=iso(r["started"] + timedelta(minutes=r["duration"])), **self.who("actor", r["author"]))
        issues, pulls = [i["key"] for i in fx["issue"] if i["linked_pr"]], [p for p in fx["pull_request"] if p["linked_issue"]]
        for n in range(max(len(issues), len(pulls))):
            p = pulls[n % len(pulls)]
            self.add("issue_pull_requests", issue_key=issues[n % len(issues)], repository=p["repo"], number=p["number"], found_in="branch")

    def incidents(self, fx):
        for i in fx["incident"]:
            status = "Done" if i["resolved"] else "To Do"
            self.add("issues", key=i["key"], project=i["project"], project_id=self.project[i["project"]], type="Incident", status=status, status_id=self.status[status], priority=i["priority"],
                     summary="x", team=i["team"], components=i["component"], created_at=iso(i["created"]), resolved_at=iso(i["resolved"]) if i["resolved"] else None, **self.who("assignee", i["assignee"]))


def config_of(world):
    lines = ['timezone = "%s"' % world["tz"], 'week_start = "%s"' % world["week_start"], "fiscal_year_start_month = %d" % world["fiscal_year_start_month"], 'me = "%s"' % world["me"],
             "[sync]", "since = %s" % world["cache_from"], "[deploy]", 'environment = "%s"' % world["production_environment"]]
    for team in world["teams"]:
        lines += ["[teams.%s]" % json.dumps(team), "members = [%s]" % ", ".join('{ name = %s }' % json.dumps(p["name"]) for p in world["people"] if p["team"] == team)]
    return "\n".join(lines) + "\n"


# ---- rules that the evaluator simplifies

RULES = """
- sprints: sub-tasks are left out; what was done before it came into the sprint, or before the sprint began, is neither
  committed nor completed; completion rate is completed over committed + added (domain.md 2)
- added_mid_sprint is about the sprint that is asked for, not about any the issue was ever in (domain.md 2)
- points of a sprint without any estimate are unknown, not 0 (domain.md 2)
- of several metrics, one that counts or adds up is 0 where a group has rows of the others only
- time_in_status counts the present stay of open issues where no window is asked for (model.md 5)
"""


def sprint_figures(ir, ctx, fx):
    c = (ctx, fx)
    canonical = N.canon(ir, ctx)
    groups, metrics = canonical.get("group_by", []), canonical["metrics"]
    category = dict(ctx.w["statuses"])
    window = canonical.get("time")
    rows, sprints = X.sprint_rows(c, canonical.get("where", []))
    begun = [s for s in sprints if s["state"] != "future" and (window is None or X.inwin(s["end"], window))]
    cells = {}
    estimated = {s["name"]: any(i["story_points"] is not None and i["type"] != "Sub-task" and any(n == s["name"] and t <= min(s["end"], ctx.now) for n, t in i["sprint_events"])
                                for i in fx["issue"]) for s in begun}
    key = lambda s, i: tuple(s["name"] if g == "sprint" else i.get(g) if i else None for g in groups)
    blank = lambda: dict(velocity=0, commitment=0, kept=0, carryover=0, scope_added=0, committed=0, completed=0, added=0)
    if set(groups) <= {"sprint"}:
        for s in begun:
            cells[(key(s, None), s["name"])] = blank()
    for s, i, _, _, _, entered in rows:
        if s not in begun or i["type"] == "Sub-task":
            continue
        start, close, points = s["start"], min(s["end"], ctx.now), i["story_points"] or 0
        if entered > close or i["created"] > close:
            continue
        done_since = None
        for at, _, new in i["history"]:
            if at <= close:
                done_since = (done_since or at) if category[new] == "done" else None
        at_start = entered <= start
        done_at_start = at_start and category[X.status_at(i, start + timedelta(milliseconds=1))] == "done"
        completed = done_since is not None and done_since > start and done_since >= entered
        q = cells.setdefault((key(s, i), s["name"]), blank())
        if at_start and not done_at_start:
            q["committed"] += 1
            q["commitment"] += points
            q["kept"] += points * completed
        if not at_start:
            q["added"] += 1
            q["scope_added"] += points
        q["completed"] += completed
        q["velocity"] += points * completed
        q["carryover"] += done_since is None
    value = {"say_do": lambda q: q["kept"] / q["commitment"] if q["commitment"] else None,
             "completion_rate": lambda q: q["completed"] / (q["committed"] + q["added"]) if q["committed"] + q["added"] else None}
    table = {}
    for m in metrics:
        name, _, suffix = m.partition(".")
        grouped = {}
        for (k, sprint), q in cells.items():
            grouped.setdefault(k, []).append(None if name in ("velocity", "commitment", "scope_added", "say_do") and not estimated[sprint] else value.get(name, lambda q: q[name])(q))
        how = suffix or ("avg" if name in value else "sum")
        for k, v in grouped.items():
            table.setdefault(k, {})[m] = None if all(x is None for x in v) else X.agg(v, how)
    return groups + metrics, [k + tuple(v[m] for m in metrics) for k, v in table.items()]


simple_get = X.get


def get_by_the_book(r, f, entity, c, at=None):
    if f != "added_mid_sprint" or entity != "issue" or not ASKED:
        return simple_get(r, f, entity, c, at)
    start = {s["name"]: s["start"] for s in c[1]["sprint"]}
    return any(name in ASKED and t > start[name] for name, t in r["sprint_events"])


X.get = get_by_the_book
ASKED = set()


def with_running_stays(fx, ctx):
    """Without a window the present stay of an open issue counts too."""
    out = dict(fx)
    out["issue"] = [dict(i, history=i["history"] + [(ctx.now, i["status"], i["status"])]) if i["status_category"] != "done" else i for i in fx["issue"]]
    return out


def expected(ir, ctx, fx):
    ASKED.clear()
    for a in ir.get("where") or []:
        if a.get("f") == "sprint" and a["op"] in ("=", "in"):
            for v in a["v"] if isinstance(a["v"], list) else [a["v"]]:
                ASKED.update(X.sprints_of(v, ctx))
    names = {m.split(".")[0] for m in ir.get("metrics") or []}
    if names & {"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate"}:
        return sprint_figures(ir, ctx, fx)
    if "time_in_status" in [m.split(".")[0] for m in ir.get("metrics") or []] and not ir.get("time"):
        fx = with_running_stays(fx, ctx)
    table = X.rows(ir, ctx, fx)
    if table is None or not ir.get("metrics"):
        return table
    models = [N.MODEL["metrics"][c.split(".")[0]] if c.split(".")[0] in N.MODEL["metrics"] else None for c in table[0]]
    adds = [m is not None and (c.partition(".")[2] or m["agg"]) in ("count", "sum") and not ir.get("pct") for c, m in zip(table[0], models)]
    return table[0], [tuple(0 if v is None and a else v for v, a in zip(row, adds)) for row in table[1]]


# ---- what is to come: no single right number, so juno's is held against a simulation of our own

OPEN_WORK = {"open", "status", "status_category", "sprint", "sprint_count", "resolution", "resolved", "age", "idle", "updated", "overdue", "blocked", "blocking", "flagged", "stale", "reopened", "due"}
SLACK = 0.03  # both simulations have a standard error of about 0.006


def futures(weeks, trials=5000):
    """Days of each trial, today first (it counts for nothing): Dirichlet weights, then whole weeks in their order."""
    import random
    r = random.Random(11)
    for _ in range(trials):
        weights = [r.gammavariate(1, 1) for _ in weeks]

        def days():
            first = True
            while True:
                week = r.choices(weeks, weights)[0]
                yield from ([0] + week[1:] if first else week)
                first = False
        yield days()


def foretold(ir, ctx, fx, row):
    """Why a forecast of juno is off; None when it holds."""
    c, zone = (ctx, fx), ctx.tz
    now = ctx.now.astimezone(zone).date()
    canonical = N.canon(ir, ctx)
    where = canonical.get("where", [])
    pace = [a for a in where if a.get("f") not in OPEN_WORK]
    mine = [i for i in fx["issue"] if all(X.match(i, a, "issue", c) for a in pace)]
    to_do = sum(i["status_category"] != "done" and all(X.match(i, a, "issue", c) for a in where) for i in fx["issue"])
    local = lambda t: t.astimezone(zone).date()
    begun = min((local(i["created"]) for i in mine), default=now)
    known = min(12, (now - begun).days // 7)
    done = [(now - local(i["resolved"])).days for i in mine if i["resolved"] and i["status_category"] == "done"]
    weeks = [[done.count(7 * w - d) for d in range(7)] for w in range(known, 0, -1)]
    if row["open"] != to_do:
        return "open %s, not %s" % (to_do, row["open"])
    metric = ir["metrics"][0]
    levels = {metric: 0.85, "p50": 0.5, "p95": 0.95}
    if known < 5 or not any(map(sum, weeks)):
        return None if all(row[k] is None for k in levels) and row["remark"] else "%d weeks, and still %s" % (known, row)
    if metric == "eta":
        when = []
        for days in futures(weeks):
            left, day = to_do, 0
            while left > 0 and day < 1095:
                left -= next(days)
                day += 1
            when.append(max(0, day - 1) if left <= 0 else math.inf)
        for key, p in levels.items():
            share = lambda d: sum(w <= d for w in when) / len(when)
            if row[key] is None:
                if share(1094) >= p + SLACK:
                    return key + " is unknown"
                continue
            d = (datetime.fromisoformat(row[key]).date() - now).days
            if share(d) < p - SLACK or (d > 0 and share(d - 1) > p + SLACK):
                return "%s: %s is %.3f, the day before %.3f" % (key, row[key], share(d), share(d - 1))
        return None
    start, end = (datetime.fromisoformat(t) for t in canonical["time"])
    ahead = [d for d in range(1, 1095) if start <= datetime.combine(now + timedelta(days=d), datetime.min.time(), zone) + timedelta(hours=12) < end]
    sums = [sum(n for day, n in zip(range(ahead[-1] + 1), days) if day >= ahead[0]) for days in futures(weeks)]
    for key, p in levels.items():
        share = lambda n: sum(x >= n for x in sums) / len(sums)
        if share(row[key]) < p - SLACK or share(row[key] + 1) > p + SLACK:
            return "%s: %s is %.3f, one more %.3f" % (key, row[key], share(row[key]), share(row[key] + 1))
    return None


def next_velocities(ctx, fx):
    """The mean of what each board completed in its last six closed sprints; three must be known."""
    out = []
    project = {s["name"]: s.get("project") for s in ctx.w["sprints"]}
    by_board = {}
    _, rows = sprint_figures({"kind": "query", "metrics": ["velocity"], "group_by": ["sprint"], "where": [{"f": "sprint", "op": "=", "v": "@last:6"}]}, ctx, fx)
    for name, value in rows:
        by_board.setdefault(project[name], []).append(value)
    for values in by_board.values():
        known = [v for v in values if v is not None]
        # Where none is estimated juno counts issues.
        out.append(sum(known) / len(known) if len(known) >= 3 else None)
    return out


def outlook(ir, ctx, fx, data):
    """Of a question that the evaluator leaves to us: whether we know the answer, and what is wrong with juno's."""
    metric = ir["metrics"][0]
    if metric in ("eta", "forecast_items") and not ir.get("group_by"):
        return True, foretold(ir, ctx, fx, data["rows"][0])
    if metric == "velocity_forecast" and not ir.get("where"):
        want = sorted(v for v in next_velocities(ctx, fx) if v is not None)
        got = sorted(r[metric] for r in data["rows"] if r[metric] is not None and r["unit"] == "points")
        return True, None if len(want) == len(got) and all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(want, got)) else "%s, not %s" % (want, got)
    return False, None


CANNOT = {"feature": "its features are not those of any issue", "deployment.team": "a deployment's team is its service's, in the rows it is anybody's", "change_failure_rate": "judged as juno dora does",
          "incident.team": "", "incident.repo": "an incident's repository is that of its pull requests"}


def cannot(ir):
    entity = N.ent_of(ir)
    names = [m.split(".")[0] for m in ir.get("metrics") or []]
    fields = set(ir.get("group_by") or []) | {a.get("f") for a in ir.get("where") or []}
    if entity == "feature":
        return CANNOT["feature"]
    if "change_failure_rate" in names:
        return CANNOT["change_failure_rate"]
    if entity == "deployment" and "team" in fields:
        return CANNOT["deployment.team"]
    if entity == "incident" and "repo" in fields:
        return CANNOT["incident.repo"]
    return None


# ---- comparing

def plain(v):
    return v if v is None or isinstance(v, (bool, int, float)) else str(v)


def answered(binary, home, db, ir, now):
    run = subprocess.run([binary, "query", "--ir", "-", "--format", "json", "--db", db, "--now", now, "--config", os.path.join(home, "config.toml")], input=json.dumps(ir), capture_output=True, text=True,
                         env={"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
    if run.returncode != 0:
        return None, run.stderr.strip()
    return json.loads(run.stdout)["data"], ""


def table(data, columns, ir, lines):
    rows = data["rows"]
    if ir.get("metrics"):
        return [tuple(r.get(c) for c in columns) for r in rows]
    entity = ir["entity"]

    def key(r):
        k = r["key"]
        if entity == "deployment" or entity == "ci_run":
            return int(k.rsplit("/", 1)[1])
        return lines.commits[k] if entity == "commit" else k
    return [(key(r),) + tuple("None" if r[c] is None else str(r[c]) for c in columns[1:]) for r in rows]


# ---- canonical forms

def comparable(form, ctx):
    """juno's canonical form in the shape of the checker's."""
    moment = lambda t: t.replace(".000Z", "Z").replace("Z", "+00:00") if t else None
    window = lambda w: [moment(x) for x in w.split("..")] if isinstance(w, str) else w

    def atom(a):
        if "any" in a:
            return {"any": sorted([sorted([atom(x) for x in b], key=dump) for b in a["any"]], key=dump)}
        a = dict(a)
        if a["op"] == "in_window":
            a["v"] = window(a["v"])
        if "in" in a:
            a["in"] = window(a["in"])
        v = a.get("v")
        if isinstance(v, str) and re.fullmatch(r"\d+(\.\d+)?h", v):
            a["v"] = float(v[:-1])
        elif isinstance(v, (int, float)) and not isinstance(v, bool):
            a["v"] = float(v)
        elif isinstance(v, list) and a["op"] != "in_window":
            a["v"] = sorted(v)
        return a
    out = {}
    for name, value in form.items():
        if name in ("where", "pct"):
            value = sorted((atom(a) for a in value), key=dump)
        elif name == "time":
            value = sorted((window(w) for w in value), key=dump) if isinstance(value, list) and isinstance(value[0], str) and ".." in value[0] else window(value)
        elif name == "as_of" and len(value) == 10:
            value = N.resolve("through:" + value, ctx, False)[1]
        elif name == "having":
            value = sorted(({**h, "v": float(h["v"])} for h in value), key=dump)
        out[name] = value
    if isinstance(out.get("time"), list) and out["time"] and isinstance(out["time"][0], list):
        out["time"] = sorted(out["time"], key=dump)
    return out


def dump(x):
    return json.dumps(x, sort_keys=True)


def check_windows(binary, home, db, runs):
    """Windows at random moments in several zones, against the checker's own calendar."""
    import random
    from datetime import datetime, timezone
    from zoneinfo import ZoneInfo
    r, wrong = random.Random(5), 0
    units = ["day", "week", "month", "quarter", "half", "year", "fquarter", "fyear"]

    def literal():
        y = r.randint(2019, 2031)
        return r.choice(["%d" % y, "%d-%02d" % (y, r.randint(1, 12)), "%d-Q%d" % (y, r.randint(1, 4)), "%d-H%d" % (y, r.randint(1, 2)), "%d-W%02d" % (y, r.randint(1, 52)),
                         "%d-%02d-%02d" % (y, r.randint(1, 12), r.randint(1, 28)), "FY%d" % y, "FY%d-Q%d" % (y, r.randint(1, 4))])

    def window():
        k = r.randint(-5, 5)
        return r.choice([lambda: "%s:%d" % (r.choice(units), k), lambda: "%s:%d..%d" % (r.choice(units), k, k + r.randint(0, 4)), lambda: "last:%d%s" % (r.randint(1, 40), r.choice("hdwmqy")),
                         lambda: "next:%d%s" % (r.randint(1, 40), r.choice("hdwmqy")), literal, lambda: "..".join(sorted([literal(), literal()])),
                         lambda: r.choice(["since:", "from:", "until:", "through:"]) + literal()])()
    for _ in range(runs):
        zone = r.choice(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Africa/Cairo", "Pacific/Auckland"])
        now = datetime(r.randint(2020, 2030), r.randint(1, 12), r.randint(1, 28), r.randint(0, 23), r.randint(0, 59), tzinfo=timezone.utc)
        ctx = N.Ctx({"world": "acme", "now": now.isoformat()})
        ctx.w = dict(ctx.w, fiscal_year_start_month=r.randint(1, 12))
        ctx.tz, ctx.ws = ZoneInfo(zone), r.choice([0, 6])
        ctx.local = ctx.now.astimezone(ctx.tz)
        w, field = window(), r.choice(["created", "due"])
        try:
            want = N.resolve(w, ctx, field == "created")
        except ValueError:
            continue
        run = subprocess.run([binary, "query", "--entity", "issue", "--where", "%s in %s" % (field, w), "--limit", "1", "--format", "json", "--db", db, "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"), "--tz", zone,
                              "--set", "week_start=%s" % ("mon" if ctx.ws == 0 else "sun"), "--set", "fiscal_year_start_month=%d" % ctx.w["fiscal_year_start_month"]],
                             capture_output=True, text=True, env={"HOME": home, "PATH": "/usr/bin:/bin"})
        if run.returncode == 2 and want[0] is not None and want[1] is not None and want[0] >= want[1]:
            continue  # ends before it begins: juno says so
        got = comparable(json.loads(run.stdout)["data"]["canonical"], ctx)["where"][0]["v"] if run.returncode == 0 else run.stderr
        if got != want:
            wrong += 1
            print("WINDOW", zone, now, "fiscal", ctx.w["fiscal_year_start_month"], "week", ctx.ws, field, w, "expected", want, "got", got)
    print("windows compared", runs, "wrong", wrong)
    return wrong


def same(want, got, ordered):
    if len(want) != len(got):
        return False
    near = lambda a, b: a == b or (isinstance(a, (int, float)) and isinstance(b, (int, float)) and not isinstance(a, bool) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9))
    if not ordered:
        order = lambda r: tuple("%.6g" % x if isinstance(x, float) else ("%.6g" % float(x) if isinstance(x, int) and not isinstance(x, bool) else str(x)) for x in r)
        want, got = sorted(want, key=order), sorted(got, key=order)
    return all(len(a) == len(b) and all(near(x, y) for x, y in zip(a, b)) for a, b in zip(want, got))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("binary")
    p.add_argument("--seeds", default="1,2")
    p.add_argument("--issues", type=int, default=1600)
    p.add_argument("--show", type=int, default=3)
    p.add_argument("--only", default="")
    p.add_argument("--windows", type=int, default=0)
    p.add_argument("--every", type=int, default=1, help="only every nth question")
    p.add_argument("--file", default=os.path.join(NL, "dev.jsonl"))
    a = p.parse_args()
    items = [r for r in N.load(a.file) if r["ir"]["kind"] in ("query", "multi")]
    items = items[::a.every]
    if a.only:
        items = [r for r in items if r["id"] in a.only.split(",")]
    keys, failed, unequal = X.keys_in([a.file]), 0, set()
    forms = 0
    counts = {"equal": 0, "not": 0, "cannot": 0}
    for seed in a.seeds.split(","):
        made = {}
        windows = a.windows if seed == a.seeds.split(",")[0] else 0
        with tempfile.TemporaryDirectory() as home:
            for r in items:
                ctx = N.Ctx(r["ctx"])
                where = (r["ctx"]["world"], r["ctx"].get("now"))
                if where not in made:
                    fx = settle(X.fixture(where[0], seed, n=a.issues, now=ctx.now, extra_keys=keys.get(where[0], ())))
                    made[where] = prepare(a.binary, home, len(made), ctx, fx)
                    if windows:
                        failed += check_windows(a.binary, home, made[where][2]["all"], windows)
                        windows = 0
                fx, lines, dbs = made[where]
                for ir in r["ir"].get("parts") or [r["ir"]]:
                    if ir["kind"] != "query":
                        continue
                    if ctx.me is None:
                        continue
                    why = cannot(ir) or (None if expected(ir, ctx, fx) is not None else "the evaluator cannot")
                    if why == "the evaluator cannot":
                        data, error = answered(a.binary, home, dbs["all"], ir, iso(ctx.now))
                        known, wrong = outlook(ir, ctx, fx, data) if data is not None else (False, error)
                        if wrong or data is None:
                            failed += 1
                            print("NOT SO", "seed", seed, r["id"], r["q"], json.dumps(ir), wrong)
                        if known:
                            counts["not" if wrong else "equal"] += 1
                            continue
                    if why is not None:
                        counts["cannot"] += 1
                        if seed == a.seeds.split(",")[0]:
                            print("cannot", r["id"], json.dumps(ir), "-", why)
                        continue
                    columns, want = expected(ir, ctx, fx)
                    db = dbs.get(N.ent_of(ir), dbs["all"])
                    ir = json.loads(json.dumps(ir).replace('"@me"', json.dumps(ctx.me)))
                    data, error = answered(a.binary, home, db, ir, iso(ctx.now))
                    names = {m: m for m in ir.get("metrics") or []}
                    if data is not None:
                        form, theirs = comparable(data["canonical"], ctx), comparable(N.canon(ir, ctx), ctx)
                        forms += 1
                        if dump(form) != dump(theirs):
                            failed += 1
                            print("CANONICAL", r["id"], "\n    expected", dump(theirs), "\n    got     ", dump(form))
                    got = None if data is None else table(data, [names.get(c, c) for c in columns], ir, lines)
                    # Where a limit cuts through equal rows, any of them may be told.
                    ordered = bool(ir.get("sort"))
                    if got is not None and ir.get("limit") and ir.get("metrics") and len(want) == len(got):
                        last = want[-1][len(ir.get("group_by") or []):] if want else ()
                        cut_off = lambda rows: [x for x in rows if not same([x[len(ir.get("group_by") or []):]], [last], True)]
                        ok = same(cut_off(want), cut_off(got), False) and same([x[len(ir.get("group_by") or []):] for x in want], [x[len(ir.get("group_by") or []):] for x in got], False)
                    else:
                        ok = got is not None and same([tuple(map(plain, x)) for x in want], [tuple(map(plain, x)) for x in got], ordered)
                    counts["equal" if ok else "not"] += 1
                    if not ok:
                        failed += 1
                        unequal.add(r["id"])
                        print("NOT EQUAL", "seed", seed, r["id"], r["q"], json.dumps(ir))
                        if error:
                            print("   ", error)
                        else:
                            odd = [x for x in want if x not in got][:a.show], [x for x in got if x not in want][:a.show]
                            print("    rows", len(want), len(got), "\n    expected", odd[0], "\n    got     ", odd[1])
    print("canonical forms compared", forms)
    print("equal %(equal)d, not %(not)d, cannot %(cannot)d" % counts, "over seeds", a.seeds, "unequal:", sorted(unequal))
    return 1 if failed else 0


def prepare(binary, home, number, ctx, fx):
    with open(os.path.join(home, "config.toml"), "w") as f:
        f.write(config_of(ctx.w))
    dbs, lines = {}, None
    for name in ("all", "incident", "deployment"):
        made = Lines(ctx.w)
        made.catalogue()
        if name == "all":
            lines = made
            made.issues(fx)
            made.code(fx)
        elif name == "incident":
            made.incidents(fx)
        else:
            made.code(fx, deployments=True)
        dbs[name] = os.path.join(home, "%s-%d.db" % (name, number))
        text = os.path.join(home, "lines.jsonl")
        with open(text, "w") as f:
            f.write("\n".join(made.out) + "\n")
        run = subprocess.run([binary, "import", text, "--db", dbs[name], "--now", iso(ctx.now), "--config", os.path.join(home, "config.toml")], capture_output=True, text=True, env={"HOME": home, "PATH": "/usr/bin:/bin"})
        if run.returncode != 0:
            sys.exit("import failed: " + run.stderr)
    return fx, lines, dbs


if __name__ == "__main__":
    sys.exit(main())
