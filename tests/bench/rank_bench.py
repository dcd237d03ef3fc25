# SPDX-License-Identifier: Apache-2.0
"""Features for `./dev bench rank`: some finished, of which effort and outcome follow a known law of their words, and many open ones of
which nobody stated either. Fixed seed."""
import math
import os
import random

from learn_bench import iso, site
from similar_bench import vocabulary

NOW = 1_772_500_000
DAY = 86400


def write(home, finished, candidates, parts=0.15, noise=0.4, seed=5):
    """Returns the paths of what `juno import` and `juno rank outcome --import` read."""
    pick = random.Random(seed)
    words = vocabulary(pick, 4000)
    much, little = set(words[40:60]), set(words[60:80])
    lines, outcomes = os.path.join(home, "features.jsonl"), os.path.join(home, "outcomes.csv")
    with open(lines, "w") as out, open(outcomes, "w") as came:
        came.write("key,value,at\n")
        put = site(out)
        for k in range(1, finished + candidates + 1):
            part, text = pick.randrange(6), [words[min(3999, int(math.exp(pick.random() * 8.3)))] for _ in range(50)]
            law = parts * part + 0.35 * sum(w in much for w in text) - 0.35 * sum(w in little for w in text)
            done = k <= finished
            began = NOW - 900 * DAY + k * 600 * DAY // finished if done else NOW - pick.randrange(10, 200) * DAY
            row = dict(id=k, key=f"BEN-{k}", project="BEN", type="Epic", status="Done" if done else "To Do", status_id=3 if done else 1, summary=" ".join(text[:6]), description=" ".join(text[6:]),
                       components=[f"Part {part}"], reporter=f"Person {k % 40}", reporter_account=f"p-{k % 40}", created_at=iso(began), updated_at=iso(began + 80 * DAY if done else NOW - DAY))
            if done:
                row["points"] = max(1, round(10 * math.exp(law + pick.gauss(0, noise))))
                came.write(f"BEN-{k},{max(1, round(20 * math.exp(1.2 * law + pick.gauss(0, noise))))},{iso(began + 100 * DAY)[:10]}\n")
            else:
                row["votes"], row["watchers"] = pick.randrange(40), pick.randrange(40)
            put(source="bench", table="issues", **row)
            for at, a, b in ((began + 5 * DAY, 1, 2), (began + 70 * DAY, 2, 3)) if done else ():
                put(source="bench", table="changes", issue_key=f"BEN-{k}", at=iso(at), field="status", from_id=str(a), to_id=str(b), from_value=("To Do", "In Progress")[a - 1], to_value=("In Progress", "Done")[b - 2])
    return lines, outcomes, iso(NOW)
