# SPDX-License-Identifier: Apache-2.0
"""Sprints of any size for `./dev bench queue`: 100 issues a team, 10 a stakeholder, a share of them blocked, with a fixed seed."""
import json
import os
import random

SCORES = ["Highest", "High", "Medium", "Low", "Lowest"]


def lines(n, blocked=0.15, seed=7):
    pick = random.Random(seed)
    source = {"source": "bench"}
    yield {"table": "sources", "name": "bench", "kind": "jira", "url": "https://bench.example"}
    yield {**source, "table": "statuses", "id": 1, "name": "To Do", "category": "todo"}
    yield {**source, "table": "projects", "id": 1, "key": "BEN", "name": "Bench"}
    yield {**source, "table": "boards", "id": 1, "name": "Bench board", "type": "scrum", "project": "BEN"}
    yield {**source, "table": "sprints", "id": 1, "name": "Sprint 1", "state": "active", "board_id": 1,
           "start_at": "2026-03-02T09:00:00Z", "end_at": "2026-03-13T17:00:00Z"}
    teams, people = max(1, n // 100), max(1, n // 10)
    for i in range(1, n + 1):
        who = pick.randrange(people)
        yield {**source, "table": "issues", "id": i, "key": f"BEN-{i}", "project": "BEN", "type": "Story", "status": "To Do", "status_id": 1,
               "summary": f"Item {i} of a sprint, with a summary of the usual length", "priority": pick.choice(SCORES),
               "reporter": f"Person {who}", "reporter_account": f"p-{who}", "assignee": f"Person {pick.randrange(people)}",
               "team": f"Team {pick.randrange(teams)}", "points": pick.choice([1, 2, 3, 5, 8, 13]), "rank": f"0|{pick.randrange(10**9):09d}:",
               "created_at": "2026-02-20T09:00:00Z", "updated_at": "2026-02-27T15:00:00Z"}
        if i > 1 and pick.random() < blocked:
            yield {**source, "table": "issue_links", "issue_key": f"BEN-{i}", "type": "Blocks", "phrase": "is blocked by",
                   "direction": "inward", "other_key": f"BEN-{pick.randrange(1, i)}"}
        yield {**source, "table": "sprint_issues", "issue_key": f"BEN-{i}", "sprint_id": 1, "added_at": "2026-02-28T09:00:00Z"}


def config(n):
    teams = max(1, n // 100)
    return "".join(f'[teams."Team {t}"]\nmembers = [{{ name = "Person {t}", capacity = 160 }}]\n' for t in range(teams))


def write_home(home, n, blocked=0.15):
    """A configuration for the sprint and its issues as JSON Lines, below `home`; returns the latter's path."""
    os.makedirs(home + "/.config/juno")
    with open(home + "/.config/juno/config.toml", "w") as out:
        out.write(config(n))
    with open(home + "/sprint.jsonl", "w") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines(n, blocked))
    return home + "/sprint.jsonl"
