#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks `juno ask` every question of a file and scores what it understood.

  ask_score.py JUNO_BINARY [--questions FILE] [--worlds FOLDER] [--out PRED.jsonl] [--every N] [--limit N]

A world (names of people, teams, statuses …) enters a cache of its own through `juno import`; each question is one process,
`juno ask --dry-run --format json`. Without --questions it takes ../shared/nl/dev.jsonl beside the repository (or
$JUNO_NL/dev.jsonl) and scores with the nlcheck.py there; where that folder is absent it says so and skips (exit 77).
With --questions FILE (worlds beside it) it only checks that expected answers are answered and the others not; what they
mean is checked in process (tests/core/ask_parse_test.cpp). Where an nlcheck.py lies beside that file, it scores them.
"""
import argparse, json, os, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
SKIPPED = 77


def folder():
    for place in (os.environ.get("JUNO_NL"), os.path.join(HERE, "../../../shared/nl"), os.path.join(HERE, "../../../../shared/nl")):
        if place and os.path.exists(os.path.join(place, "nlcheck.py")):
            return place
    return None


def lines_of(w):
    """Rows that hold every name of the world."""
    rows = []

    def add(table, **row):
        rows.append(json.dumps({"table": table, **row}))
    status = {s[0]: n + 1 for n, s in enumerate(w["statuses"])}
    projects = {p["key"]: n + 1 for n, p in enumerate(w["projects"])}
    for p in w["people"]:
        add("people", account=p["login"], name=p["name"], **({"kind": "bot"} if p["bot"] else {}))
    for name, category in w["statuses"]:
        add("statuses", id=status[name], name=name, category=category)
    for p in w["projects"]:
        add("projects", id=projects[p["key"]], key=p["key"], name=p["name"])
    for n, v in enumerate(w["versions"]):
        add("versions", id=n + 1, name=v["name"], project_id=projects[v["project"]], released=v["released"], release_on=v["date"])
    for n, name in enumerate(w["components"]):
        add("components", id=n + 1, name=name)
    boards = sorted({s["project"] for s in w["sprints"]})
    for n, key in enumerate(boards):
        add("boards", id=n + 1, name=key + " board", type="scrum", project=key)
    for n, s in enumerate(w["sprints"]):
        start, end = s["start"] + "T09:00:00Z", s["end"] + "T09:00:00Z"
        more = {"complete_at": end} if s["state"] == "closed" else {}
        add("sprints", id=n + 1, name=s["name"], state=s["state"], board_id=boards.index(s["project"]) + 1, start_at=start, end_at=end, **more)
    for n, name in enumerate(w["repos"]):
        add("repositories", name=name, id=n + 1, default_branch="main")
    first = w["projects"][0]["key"]
    todo = w["statuses"][0]
    number = 9000

    def issue(key=None, **row):
        nonlocal number
        number += 1
        add("issues", key=key or "%s-%d" % (first, number), summary=row.pop("summary", "x"), created_at="2025-12-01T09:00:00Z", status=todo[0], status_id=status[todo[0]], **row)
    for name in w["types"]:
        issue(type=name)
    for name in w["priorities"]:
        issue(type=w["types"][2], priority=name)
    for name in w["teams"]:
        issue(type=w["types"][2], team=name)
    for name in w["labels"]:
        issue(type=w["types"][2], labels=[name], components=w["components"])
    for e in w["epics"]:
        issue(key=e["key"], type="Epic", summary=e["name"])
    epics = [t for t in w["types"] if t.lower() == "epic"] or ["Epic"]
    for name in w["features"]:
        if name not in [e["name"] for e in w["epics"]]:
            issue(type=epics[0], summary=name)
    for n, name in enumerate(w["environments"]):
        add("deployments", repository=w["repos"][0], id=str(n + 1), environment=name, state="success", created_at="2025-12-01T09:00:00Z", finished_at="2025-12-01T09:00:00Z", sha="%040x" % n)
    for n, name in enumerate(w["workflows"]):
        add("workflow_runs", repository=w["repos"][0], id=n + 1, workflow=name, event="push", branch="main", sha="", status="completed", conclusion="success", created_at="2025-12-01T09:00:00Z")
    return rows


class World:
    def __init__(self, juno, path, scratch):
        self.w = json.load(open(path, encoding="utf-8"))
        self.juno, self.db = juno, os.path.join(scratch, os.path.basename(path) + ".db")
        self.config = os.path.join(scratch, os.path.basename(path) + ".toml")
        w = self.w
        text = 'timezone = "%s"\nweek_start = "%s"\nfiscal_year_start_month = %d\n[sync]\nsince = "%s"\n[deploy]\nenvironment = "%s"\n' % (
            w["tz"], w["week_start"], w["fiscal_year_start_month"], w["cache_from"], w["production_environment"])
        text += "[priority.scores]\n" + "".join("%s = %d\n" % (json.dumps(name), len(w["priorities"]) - n) for n, name in enumerate(w["priorities"]))
        for p in w["people"]:
            if p["aliases"] or p["team"]:
                text += "[people.%s]\n" % json.dumps(p["name"])
                if p["aliases"]:
                    text += "aliases = %s\n" % json.dumps(p["aliases"])
                text += 'jira = "%s"\n' % p["login"] + ('team = "%s"\n' % p["team"] if p["team"] else "")
        open(self.config, "w", encoding="utf-8").write(text)
        data = os.path.join(scratch, "lines.jsonl")
        open(data, "w").write("\n".join(lines_of(w)) + "\n")
        self.run(["import", data], check=True)

    def run(self, args, check=False):
        done = subprocess.run([self.juno, *args, "--db", self.db, "--config", self.config], capture_output=True, text=True)
        if check and done.returncode:
            sys.exit("%s failed: %s" % (args[0], done.stderr))
        return done

    def ask(self, q):
        ctx = q["ctx"]
        me = ctx["me"] if "me" in ctx else self.w["me"]
        began = time.monotonic()
        done = self.run(["ask", q["q"], "--dry-run", "--format", "json", "--now", ctx.get("now", self.w["now"])] + (["--set", "me=" + me] if me else []))
        ms = 1000 * (time.monotonic() - began)
        try:
            data = json.loads(done.stdout)["data"]
        except (ValueError, KeyError):
            sys.exit("no JSON for %r: %s%s" % (q["q"], done.stdout, done.stderr))
        out = {"id": q["id"], "ir": data["ir"], "ms": ms, "exit": done.returncode}
        if data.get("confidence") is not None:
            out["conf"] = data["confidence"]
        return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument("juno"), a.add_argument("--questions"), a.add_argument("--worlds"), a.add_argument("--out"), a.add_argument("--limit", type=int), a.add_argument("--every", type=int, default=1)
    o = a.parse_args()
    place = folder()
    if not o.questions and not place:
        print("skipped: there is no ../shared/nl beside the repository, and no $JUNO_NL")
        return SKIPPED
    questions = o.questions or os.path.join(place, "dev.jsonl")
    worlds = o.worlds or os.path.dirname(os.path.abspath(questions))
    rows = [json.loads(line) for line in open(questions, encoding="utf-8") if line.strip()][:: o.every][: o.limit]
    with tempfile.TemporaryDirectory() as scratch:
        known, preds = {}, []
        for q in rows:
            name = q["ctx"]["world"]
            if name not in known:
                known[name] = World(o.juno, os.path.join(worlds, "world_%s.json" % name), scratch)
            preds.append(known[name].ask(q))
        out = o.out or os.path.join(scratch, "pred.jsonl")
        open(out, "w", encoding="utf-8").write("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in preds))
        judge = os.path.join(place if not o.questions else worlds, "nlcheck.py")
        if os.path.exists(judge):
            score = json.loads(subprocess.run([sys.executable, judge, "score", questions, out], capture_output=True, text=True, check=True).stdout)
            print(json.dumps({k: score[k] for k in score if k not in ("by_tag", "failures")}, indent=1))
            for f in score["failures"]:
                print(f["result"], f["id"], f["q"])
            total = score["all"]
            good = total["wrong"] == 0 and total["answered_unanswerable"] == 0 and total["coverage"] >= 0.9 and total["abstain_recall"] >= 0.97
            return 0 if good else 1
        wrong = [q for q, p in zip(rows, preds) if q["ir"]["kind"] in ("clarify", "refuse") and p["ir"]["kind"] not in ("clarify", "refuse") and not any(x["kind"] not in ("clarify", "refuse") for x in q.get("also", []))]
        answered = sum(p["ir"]["kind"] not in ("clarify", "refuse") for p in preds)
        hoped = sum(q["ir"]["kind"] not in ("clarify", "refuse") for q in rows)
        print("%d questions, %d answered of %d, %d that should not have been" % (len(rows), answered, hoped, len(wrong)))
        for q in wrong:
            print("  ", q["id"], q["q"])
        return 1 if wrong or answered < 0.8 * hoped else 0


sys.exit(main())
