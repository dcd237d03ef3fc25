# SPDX-License-Identifier: Apache-2.0
"""A team's history with a known law for `./dev bench learn`: days from start to done are lognormal around what type, component and some
words say, points follow the same, a few issues are still open. Fixed seed."""
import json
import math
import random
import time

from similar_bench import vocabulary

POINTS = [1, 2, 3, 5, 8, 13]


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def site(out):
    """Writes a tracker with three statuses and a project; returns what writes a row."""
    def put(**row):
        out.write(json.dumps(row, separators=(",", ":")) + "\n")
    put(table="sources", name="bench", kind="jira", url="https://bench.example")
    for k, (name, category) in enumerate((("To Do", "todo"), ("In Progress", "in_progress"), ("Done", "done")), 1):
        put(source="bench", table="statuses", id=k, name=name, category=category)
    put(source="bench", table="projects", id=1, key="BEN", name="Bench")
    return put


def write(path, n, seed=7):
    pick = random.Random(seed)
    words = vocabulary(pick, 4000)
    slow, fast = set(words[40:60]), set(words[60:80])
    begin = 1_600_000_000
    with open(path, "w") as out:
        put = site(out)
        now = begin + n * 4 * 3600
        for k in range(1, n + 1):
            kind, part, text = pick.randrange(3), pick.randrange(6), [words[min(3999, int(math.exp(pick.random() * 8.3)))] for _ in range(50)]
            size = 1 + 0.5 * kind + 0.15 * part + 0.35 * sum(w in slow for w in text) - 0.35 * sum(w in fast for w in text) + pick.gauss(0, 0.5)
            created = begin + k * 4 * 3600
            started = created + pick.randrange(60_000)
            done = started + int(max(0.02, math.exp(size) - 0.25) * 86400)
            state = 3 if done <= now else 2 if started <= now else 1
            put(source="bench", table="issues", id=k, key=f"BEN-{k}", project="BEN", type=("Bug", "Task", "Story")[kind], status=("To Do", "In Progress", "Done")[state - 1], status_id=state,
                summary=" ".join(text[:6]), description=" ".join(text[6:]), components=[f"Part {part}"], reporter=f"Person {k % 40}", reporter_account=f"p-{k % 40}",
                points=POINTS[min(5, max(0, round(size + 0.5)))], created_at=iso(created), updated_at=iso(min(now, done)))
            for at, a, b in ((started, 1, 2), (done, 2, 3)):
                if at <= now:
                    put(source="bench", table="changes", issue_key=f"BEN-{k}", at=iso(at), field="status", from_id=str(a), to_id=str(b), from_value=("To Do", "In Progress")[a - 1], to_value=("In Progress", "Done")[b - 2])
    return iso(now)
