# SPDX-License-Identifier: Apache-2.0
"""A cache of invented names and issues, and questions about them, for `./dev bench ask`. Fixed seed."""
import json
import os
import random


def words(pick, n):
    onset, vowel, coda = "b d f g h k l m n p r s t v w br dr gr st tr".split(), "a e i o u ai eo".split(), "b d g l m n r s t x".split()
    out = set()
    while len(out) < n:
        out.add("".join(pick.choice(onset) + pick.choice(vowel) for _ in range(pick.randrange(2, 4))) + pick.choice(coda))
    return sorted(out)


def write(home, issues=100_000, names=20_000):
    """Lines for `juno import`, and questions: plain ones and mistyped ones."""
    pick = random.Random(5)
    stock = words(pick, 9000)
    pick.shuffle(stock)
    people = sorted({pick.choice(stock).capitalize() + " " + pick.choice(stock).capitalize() for _ in range(names * 6 // 10)})
    labels = sorted({pick.choice(stock) + "-" + pick.choice(stock) for _ in range(names * 3 // 10)})
    components = sorted({pick.choice(stock).capitalize() for _ in range(names // 10)})
    teams = ["Team " + w.capitalize() for w in stock[:40]]
    statuses = [("To Do", "todo"), ("In Progress", "in_progress"), ("In Review", "in_progress"), ("Done", "done")]
    path = os.path.join(home, "rows.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        def add(table, **row):
            out.write(json.dumps({"table": table, **row}) + "\n")
        for n, (name, category) in enumerate(statuses):
            add("statuses", id=n + 1, name=name, category=category)
        add("projects", id=1, key="BEN", name="Bench")
        for n, name in enumerate(components):
            add("components", id=n + 1, name=name)
        for n in range(issues):
            status = pick.randrange(4)
            day = pick.randrange(700)
            add("issues", key="BEN-%d" % (n + 1), project="BEN", summary="x", type=pick.choice(["Bug", "Story", "Task"]), status=statuses[status][0], status_id=status + 1, team=pick.choice(teams),
                assignee=people[n % len(people)], labels=[labels[n % len(labels)]], components=[components[n % len(components)]], priority=pick.choice(["High", "Medium", "Low"]),
                created_at="202%d-%02d-%02dT09:00:00Z" % (4 + day // 365, day % 365 // 31 + 1, day % 28 + 1))
    first, last = people[17], people[4242]
    questions = ["how many open bugs are there", "open bugs by team", "bugs assigned to %s" % first, "who has the most open stories", "stories labelled %s" % labels[99], "how many bugs were created last month",
                 "bugs in %s older than 30 days" % components[7], "tickets reported by %s this year" % last, "median cycle time by team this quarter", "open stories of %s by priority" % teams[3],
                 "what percentage of open bugs is unassigned", "bugs created between 2025-01-05 and 2025-02-10", "velocity of the last 3 sprints", "10 oldest open bugs in %s" % components[70], "close all bugs please"]

    def mistyped(name):
        at = len(name) // 2
        return name[:at] + name[at + 1] + name[at] + name[at + 2:]
    typos = ["bugs assigned to %s" % mistyped(first.split()[1]), "stories in %s" % mistyped(components[11]), "opne bugs by taem", "bugs asigned to %s" % mistyped(last.split()[1]), "tickets in Qqzzyx"]
    return path, questions, typos, len(people) + len(labels) + len(components) + len(teams) + 9
