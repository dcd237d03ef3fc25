#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long `juno queue` takes on sprints of 1,000, 10,000 and 100,000 issues.

    tests/bench/queue.py PATH-TO-JUNO [--sizes 1000,10000,100000] [--runs 7]

Makes each sprint with a fixed seed (100 issues a team, 10 a stakeholder, 15 % blocked), imports it into a cache of its own
and times the whole command, process start included, as the median of some runs. Floor: `juno version` in the same rounds.
"""
import argparse, json, os, random, statistics, subprocess, tempfile, time

SCORES = ["Highest", "High", "Medium", "Low", "Lowest"]


def lines(n, seed=7):
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
        if i > 1 and pick.random() < 0.15:
            yield {**source, "table": "issue_links", "issue_key": f"BEN-{i}", "type": "Blocks", "phrase": "is blocked by",
                   "direction": "inward", "other_key": f"BEN-{pick.randrange(1, i)}"}
        yield {**source, "table": "sprint_issues", "issue_key": f"BEN-{i}", "sprint_id": 1, "added_at": "2026-02-28T09:00:00Z"}


def config(n):
    teams = max(1, n // 100)
    return "".join(f'[teams."Team {t}"]\nmembers = [{{ name = "Person {t}", capacity = 160 }}]\n' for t in range(teams))


def timed(argv, env):
    start = time.perf_counter()
    subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("juno")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    for n in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="juno-queue-bench-") as home:
            env = {"HOME": home, "PATH": os.environ["PATH"], "JUNO_NOW": "2026-03-03T09:00:00Z"}
            os.makedirs(f"{home}/.config/juno")
            with open(f"{home}/.config/juno/config.toml", "w") as out:
                out.write(config(n))
            with open(f"{home}/sprint.jsonl", "w") as out:
                out.writelines(json.dumps(line) + "\n" for line in lines(n))
            subprocess.run([args.juno, "import", f"{home}/sprint.jsonl", "--quiet"], env=env, stdout=subprocess.DEVNULL, check=True)
            commands = {"version": ["version"], "queue": ["queue"], "queue --format csv": ["queue", "--format", "csv"], "queue --format json": ["queue", "--format", "json"],
                        "queue --algorithm capacity": ["queue", "--algorithm", "capacity"]}
            times = {name: [] for name in commands}
            for _ in range(args.runs):
                for name, words in commands.items():
                    times[name].append(timed([args.juno, *words], env))
            print(f"{n} issues, {max(1, n // 100)} teams, {max(1, n // 10)} stakeholders")
            for name, all_times in times.items():
                print(f"  {name:28} median {statistics.median(all_times) * 1000:8.1f} ms   least {min(all_times) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
