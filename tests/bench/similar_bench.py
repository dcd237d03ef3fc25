# SPDX-License-Identifier: Apache-2.0
"""Issues with planted duplicates for `./dev bench similar`: paraphrased, not copied. Words of Zipf's law, topics with words of their
own, a duplicate keeps fewer than half of its master's words, in other endings and another order. Fixed seed."""
import bisect
import itertools
import json
import os
import random
import sqlite3

ENDINGS = ["", "s", "ed", "ing", "er"]
TOPICS = 60


def vocabulary(pick, n):
    onset, vowel, coda = "b c d f g h k l m n p r s t v w br cr dr gr pl st tr".split(), "a e i o u ai ea oo".split(), "b ck d g l m n nd nt p r rk st t".split()
    words = set()
    while len(words) < n:
        words.add("".join(pick.choice(onset) + pick.choice(vowel) for _ in range(pick.randrange(1, 3))) + pick.choice(onset) + pick.choice(vowel) + pick.choice(coda))
    words = sorted(words)
    pick.shuffle(words)
    return words


class World:
    def __init__(self, n, duplicates=400, seed=11):
        self.pick = pick = random.Random(seed)
        self.words = vocabulary(pick, 12000)
        self.weights = list(itertools.accumulate(1 / (k + 2) for k in range(len(self.words))))
        self.topics = [[pick.randrange(300, len(self.words)) for _ in range(150)] for _ in range(TOPICS)]
        self.issues, self.masters = [], {}
        for k in range(n - duplicates):
            topic = pick.randrange(TOPICS)
            self.issues.append((topic, self.some(topic, pick.randrange(4, 9)), self.some(topic, pick.randrange(25, 80))))
        for k in range(duplicates):
            master = pick.randrange(n - duplicates)
            self.masters[len(self.issues) + 1] = master + 1
            self.issues.append(self.paraphrase(self.issues[master]))

    def word(self, topic):
        if self.pick.random() < 0.45:
            return self.pick.choice(self.topics[topic])
        return bisect.bisect_left(self.weights, self.pick.random() * self.weights[-1])

    def some(self, topic, n):
        return [self.word(topic) for _ in range(n)]

    def paraphrase(self, issue):
        topic, summary, text = issue
        def again(words, share):
            kept = [w for w in words if self.pick.random() < share]
            out = kept + self.some(topic, len(words) - len(kept))
            self.pick.shuffle(out)
            return out
        return topic, again(summary, 0.45), again(text, 0.3)

    def text(self, words):
        return " ".join(self.words[w] + self.pick.choice(ENDINGS) for w in words)


def write(folder, n):
    """The world as JSON Lines for `juno import` and as a full-text table of SQLite's own; returns both paths and duplicate → master."""
    world = World(n)
    source = {"source": "bench"}
    lines, table = os.path.join(folder, "similar.jsonl"), os.path.join(folder, "fts.db")
    db = sqlite3.connect(table)
    db.execute("create virtual table issue using fts5(summary, description)")
    with open(lines, "w") as out:
        def put(row):
            out.write(json.dumps(row) + "\n")
        put({"table": "sources", "name": "bench", "kind": "jira", "url": "https://bench.example"})
        put({**source, "table": "statuses", "id": 1, "name": "To Do", "category": "todo"})
        put({**source, "table": "projects", "id": 1, "key": "BEN", "name": "Bench"})
        for k, (topic, summary, text) in enumerate(world.issues, 1):
            title, body = world.text(summary), world.text(text)
            put({**source, "table": "issues", "id": k, "key": f"BEN-{k}", "project": "BEN", "type": "Bug", "status": "To Do", "status_id": 1, "summary": title, "description": body,
                 "components": [f"Part {topic}"], "reporter": f"Person {k % 977}", "reporter_account": f"p-{k % 977}", "created_at": "2026-02-20T09:00:00Z", "updated_at": "2026-02-27T15:00:00Z"})
            db.execute("insert into issue (rowid, summary, description) values (?, ?, ?)", (k, title, body))
    db.commit()
    return lines, db, world.masters


def found_by_sqlite(db, k, most=10):
    title, body = db.execute("select summary, description from issue where rowid = ?", (k,)).fetchone()
    query = " OR ".join(sorted(set((title + " " + body).split())))
    return [row[0] for row in db.execute("select rowid from issue where issue match ? and rowid <> ? order by bm25(issue) limit ?", (query, k, most))]
