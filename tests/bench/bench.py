# SPDX-License-Identifier: Apache-2.0
"""Measures juno against floors taken in the same run: `./dev bench [--large] [--rounds N] [NAME…]`.

Names: sync resync delay github start report export queue delivery similar learn rank ask (default: all). --large measures at the sizes of the goals, which takes
much longer: memory at 100,000 issues, reports and export on a cache of 1,000,000 issues and 20 million changes, with 100,000 pull requests.
Rounds are interleaved, figures are medians. Everything written lies in one folder that is removed again (TMPDIR says where).
"""
import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "whole"))
import ask_bench  # noqa: E402
import learn_bench  # noqa: E402
import paraphrase_bench  # noqa: E402
import queue_bench  # noqa: E402
import rank_bench  # noqa: E402
import similar_bench  # noqa: E402
from github_world import Desk  # noqa: E402
from world import BUILD, EMAIL, JUNO, NOW, TOKEN, Fake, Home  # noqa: E402

FLOOR = os.path.join(BUILD, "tests", "bench", "floor")
STORE = os.path.join(BUILD, "tests", "bench", "store_bench")
LOGIN = EMAIL + ":" + TOKEN
ROW = "%-38s %12s %22s %11s %9s  %s"


def line(name, value, floor="", ratio="", goal="", ok=None):
    print(ROW % (name, value, floor, ratio, goal, "" if ok is None else "ok" if ok else "MISSED"), flush=True)


def note(text):
    print("  " + text, flush=True)


def against(name, value, floor, what, goal, unit="s", at_least=False):
    """A line for a value in seconds and its floor; the goal bounds their ratio."""
    scale = 1000 if unit == "ms" else 1
    ratio = floor / value if at_least else value / floor
    line(name, "%.3f %s" % (value * scale, unit), "%s %.3f %s" % (what, floor * scale, unit), "%.2fx%s" % (ratio, " faster" if at_least else ""),
         (">= %gx" if at_least else "<= %gx") % goal, ratio >= goal if at_least else ratio <= goal)


class Ran:
    """A finished process: wall seconds, CPU seconds, and the most memory it held, in MB."""

    def __init__(self, args, env=None, memory=False, out=subprocess.DEVNULL):
        began = time.perf_counter()
        process = subprocess.Popen(args, env=env, stdout=out, stderr=subprocess.PIPE)
        self.mb = 0.0
        # The kernel's count for a child begins with what this program held when it started it, so the child's own is read.
        while memory and process.poll() is None:
            self.mb = max(self.mb, high_water(process.pid))
            time.sleep(0.01)
        self.out, error = process.communicate()
        self.wall = time.perf_counter() - began
        if process.returncode != 0:
            sys.exit("bench: %s ended with %d: %s" % (" ".join(args), process.returncode, error.decode()[-2000:]))


def high_water(pid):
    try:
        with open("/proc/%d/status" % pid) as f:
            return next((int(row.split()[1]) / 1024 for row in f if row.startswith("VmHWM")), 0.0)
    except OSError:
        return 0.0


def forget(path):
    for suffix in ("", "-wal", "-shm", ".lock"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)


def sync(home, memory=False):
    return Ran([JUNO, "sync", "--quiet"], home.env, memory)


def first_sync(home, memory=False):
    forget(home.db)
    return sync(home, memory)


def logged(fake, after=0):
    with open(fake.log) as f:
        return f.readlines()[after:]


def write_lines(path, lines):
    with open(path, "w") as f:
        f.writelines(lines)


def seconds_printed(args):
    out = Ran(args, out=subprocess.PIPE).out.decode().split()
    return float(out[0]), out


def step(fake):
    urllib.request.urlopen(urllib.request.Request(fake.url + "/_fake/step", data=b"", method="POST"), timeout=600).read()


def measure_sync(fake, home, folder, rounds):
    first_sync(home)  # the fake writes its answers once and keeps them
    before = len(logged(fake))
    first_sync(home)
    requests, synced, out = os.path.join(folder, "requests"), os.path.join(folder, "synced.db"), os.path.join(folder, "out.db")
    write_lines(requests, logged(fake, before))
    shutil.copy(home.db, synced)
    seconds_printed([FLOOR, fake.url, LOGIN, requests, synced, out])  # its requests are written differently: warm those too
    juno, floor, python = [], [], []
    for n in range(rounds):
        juno.append(first_sync(home).wall)
        took, words = seconds_printed([FLOOR, fake.url, LOGIN, requests, synced, out])
        floor.append(took)
        forget(out)
        if n < 2:
            python.append(seconds_printed([sys.executable, os.path.join(HERE, "peer.py"), fake.url, LOGIN, requests, out])[0])
            forget(out)
    mb = first_sync(home, memory=True).mb
    note("%s issues: %s requests, %.0f MB of JSON" % (fake.issues, words[1], int(words[2]) / 1e6))
    against("sync", statistics.median(juno), statistics.median(floor), "floor", 1.5)
    against("sync, Python json + sqlite3", statistics.median(juno), statistics.median(python), "Python", 3, at_least=True)
    line("peak memory, %d issues" % fake.issues, "%.1f MB" % mb)
    return mb


def measure_memory(mb):
    with Fake("jira-cloud", 1, 100_000, "--fat") as fake, Home(fake) as home:
        much = first_sync(home, memory=True).mb
    line("peak memory, 100000 issues", "%.1f MB" % much, "at 10,000: %.1f MB" % mb, "%.2fx" % (much / mb), "<= 1.2x", much <= 1.2 * mb)


def stream_of(request):
    """Requests that ask for the same kind of thing of the same project or board. The id listing of a day is not among them here."""
    path, body = request["path"].split("?")[0], request.get("body")
    body = json.loads(body) if isinstance(body, str) and body.startswith("{") else body
    jql = body.get("jql", "") if isinstance(body, dict) else ""
    return path + " " + jql.split(" and ")[0].split(" AND ")[0]


def measure_resync(fake, home, rounds):
    """The home's cache must be whole. Changes the fake's world."""
    before = len(logged(fake))
    quiet = sync(home).wall
    streams = {}
    requests = [json.loads(text) for text in logged(fake, before)]
    for r in requests:
        streams[stream_of(r)] = streams.get(stream_of(r), 0) + 1
    most = max(streams, key=streams.get)
    line("quiet re-sync, requests a stream", "%d at most" % streams[most], "%d in all" % len(requests), "", "<= 3", streams[most] <= 3)
    line("quiet re-sync", "%.3f s" % quiet)
    kept = home.db + ".kept"
    shutil.copy(home.db, kept)
    step(fake)
    took = []
    for n in range(rounds + 1):
        forget(home.db)
        shutil.copy(kept, home.db)
        before = len(logged(fake))
        took.append(sync(home).wall)  # the first one waits for the fake to write its answers
    value = statistics.median(took[1:])
    line("re-sync, 2000 issues changed", "%.3f s" % value, "", "", "<= 1 s", value <= 1)
    note("in %d requests" % len(logged(fake, before)))


def measure_delay(issues):
    with Fake("jira-cloud", 1, issues, "--delay-ms", "200") as fake, Home(fake) as home:
        value = first_sync(home).wall
        requests = len(logged(fake))
    against("sync, 200 ms a request", value, requests * 0.2 / 4, "%d x 0.2 / 4 =" % requests, 1.2)


def measure_github(pulls, rounds, folder):
    """Pull requests with their reviews and commits, against the same requests with nothing but decoding and bare upserts."""
    with Fake("jira-cloud", 1, 60, "--pulls", str(pulls), "--no-giants", "--runs-in-a-day", "20") as fake, Desk(fake, jira=False) as home:
        first_sync(home)
        before = len(logged(fake))
        first_sync(home)
        requests, synced, out = os.path.join(folder, "requests"), os.path.join(folder, "synced.db"), os.path.join(folder, "out.db")
        write_lines(requests, logged(fake, before))
        shutil.copy(home.db, synced)
        seconds_printed([FLOOR, fake.url, TOKEN, requests, synced, out])
        juno, floor = [], []
        for _ in range(rounds):
            juno.append(first_sync(home).wall)
            took, words = seconds_printed([FLOOR, fake.url, TOKEN, requests, synced, out])
            floor.append(took)
            forget(out)
        mb = first_sync(home, memory=True).mb
        rows = Ran(["sqlite3", "-readonly", home.db, "select (select count(*) from pull_request), (select count(*) from review), (select count(*) from pull_commit)"], out=subprocess.PIPE).out.decode().strip().split("|")
        note("%s pull requests, %s reviews, %s commits of theirs: %s requests, %.0f MB of JSON" % (*rows, words[1], int(words[2]) / 1e6))
        against("sync of GitHub", statistics.median(juno), statistics.median(floor), "floor", 2)
        line("peak memory, GitHub", "%.1f MB" % mb)
        before, quiet = len(logged(fake)), sync(home).wall
        line("quiet re-sync of GitHub", "%.3f s" % quiet, "%d requests" % len(logged(fake, before)))


def evict(path):
    """Out of the page cache: the next reader finds it cold."""
    for suffix in ("", "-wal"):
        if os.path.exists(path + suffix):
            fd = os.open(path + suffix, os.O_RDONLY)
            os.fsync(fd)
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(fd)


# The rows that a month's answer needs, and nothing done with them.
ROWS = {
    "flow": "select * from issue_flow where ended_at >= $from and created_at < $to",
    "dora": """select * from deployment where created_at >= $from - 691200000 and created_at < $to;
      select s.* from deployment d cross join deployment_status s where d.created_at >= $from - 691200000 and d.created_at < $to and s.repository_id = d.repository_id and s.deployment_id = d.id;
      select g.* from deployment d cross join deployment_commit c cross join git_commit g where d.created_at >= $from - 691200000 and d.created_at < $to
        and c.repository_id = d.repository_id and c.deployment_id = d.id and g.repository_id = c.repository_id and g.sha = c.sha;
      select * from pull_request where deployed_at >= $from - 691200000 and deployed_at < $to;
      select i.* from term t cross join issue i where t.kind = 'type' and t.name = 'Incident' and i.type = t.id and i.created_at >= $from and i.created_at < $to""",
}


def measure_delivery(path, env, size, rounds, last):
    """A month's answer from years of data: cold, warm, and against a bare scan of the month's rows."""
    for name in ("flow", "dora", "pr", "quality", "triage", "links --unlinked"):
        args = [JUNO, *name.split(), "--format", "json"]
        if name != "triage":
            args += ["--since", "30d"]
        cold, warm, floor = [], [], []
        for _ in range(rounds):
            evict(path)
            cold.append(Ran(args, env).wall)
            warm.append(Ran(args, env).wall)
            if name in ROWS:
                sql = ROWS[name].replace("$from", str(last - 30 * 86400000)).replace("$to", str(last))
                floor.append(Ran(["sqlite3", "-readonly", path, sql], env).wall)
        line("%s, cold, %s" % (name, size), "%.3f s" % statistics.median(cold), "", "", "<= 2 s", statistics.median(cold) <= 2)
        if floor:
            against("%s, warm" % name, statistics.median(warm), statistics.median(floor), "its rows", 10)
        else:
            line("%s, warm" % name, "%.3f s" % statistics.median(warm))


def measure_start(rounds):
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    times = {}
    for _ in range(rounds):
        for name, args in (("juno", [JUNO, "version"]), ("sqlite", ["sqlite3", ":memory:", "select 1"]), ("python", [sys.executable, "-c", "pass"])):
            times.setdefault(name, []).append(Ran(args, env).wall)
    middle = {name: statistics.median(all) for name, all in times.items()}
    against("start-up: juno version", middle["juno"], middle["sqlite"], "sqlite3", 1.5, "ms")
    against("start-up against python3 -c pass", middle["juno"], middle["python"], "python3", 4, "ms", at_least=True)


def measure_cache(path, names, rounds, large):
    """Reports and export, on a cache made without a network."""
    issues = 1_000_000 if large else 100_000
    Ran([STORE, "make", path, str(issues)])
    size = "%d,000 issues" % (issues // 1000)
    env = {"PATH": os.environ["PATH"], "HOME": os.path.dirname(path), "JUNO_NOW": NOW, "JUNO_DB": path}
    if "report" in names:
        took, floor = [], []
        for _ in range(max(rounds, 11)):
            took.append(Ran([JUNO, "sprint", "report", "1", "--format", "json"], env).wall)
            floor.append(Ran(["sqlite3", "-readonly", path, "select * from sprint_timeline where sprint_id = (select min(sprint_id) from sprint_timeline)"], env).wall)
        value, bare = statistics.median(took), statistics.median(floor)
        line("sprint report, 10,000 of %s" % size, "%.1f ms" % (value * 1000), "sqlite3, rows %.1f ms" % (bare * 1000), "%.2fx" % (value / bare), "<= 40 ms", value <= 0.040)
    if "delivery" in names:
        last = 1_600_000_000_000 + issues * 60_000
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last // 1000))
        measure_delivery(path, dict(env, JUNO_NOW=at), size, max(rounds, 3), last)
    if "export" in names:
        took, floor = [], []
        for _ in range(rounds):
            took.append(Ran([JUNO, "export", "--table", "issues", "--format", "csv"], env).wall)
            floor.append(Ran(["sqlite3", "-readonly", "-csv", path, "select * from issues"], env).wall)
        against("export csv, %s" % size, statistics.median(took), statistics.median(floor), "sqlite3 -csv", 0.75)
    forget(path)


def measure_queue(folder, rounds):
    """The whole command on sprints of 1,000, 10,000 and 100,000 issues. Growth: of the whole command, the median of pairs that ran one
    after the other, as the machine's speed changes within a minute; beside it that of what lies above start-up."""
    sizes = (1_000, 10_000, 100_000)
    commands = (("queue", []), ("queue csv", ["--format", "csv"]), ("queue json", ["--format", "json"]), ("queue, algorithm capacity", ["--algorithm", "capacity"]))
    homes = {n: os.path.join(folder, "queue-%d" % n) for n in sizes}
    envs = {n: {"HOME": homes[n], "PATH": os.environ["PATH"], "JUNO_NOW": "2026-03-03T09:00:00Z"} for n in sizes}
    for n in sizes:
        Ran([JUNO, "import", queue_bench.write_home(homes[n], n), "--quiet"], envs[n])
    start, times = [], {(name, n): [] for name, _ in commands for n in sizes}
    for _ in range(max(rounds, 9)):
        for name, words in commands:
            start.append(Ran([JUNO, "version"], envs[1_000]).wall)
            for n in sizes:
                times[name, n].append(Ran([JUNO, "queue", *words], envs[n]).wall)
    floor = statistics.median(start)
    for name, _ in commands:
        for n in sizes:
            value = statistics.median(times[name, n])
            line("%s, %s issues, %d teams" % (name, f"{n:,}", n // 100), "%.1f ms" % (value * 1000), "start-up %.1f ms" % (floor * 1000), "", "<= 300 ms" if n == 10_000 else "",
                 value <= 0.3 if n == 10_000 else None)
            if n > sizes[0]:
                pairs = list(zip(times[name, n], times[name, n // 10]))
                grown, above = (statistics.median((many - less) / (few - less) for many, few in pairs) for less in (0, floor))
                allowed = 10 * math.log(n) / math.log(n // 10)
                line("  growth for ten times as many", "%.2fx" % grown, "n log n %.2fx" % allowed, "(%.2fx above start-up)" % above, "<= n log n", grown <= allowed)


def measure_ask(folder, issues=100_000, rounds=20):
    """`juno ask` from fork to exit, nothing subtracted, up to the query: reading the question is all that --dry-run does.

    Beside it what a process costs that does nothing: /bin/true, and `juno version`.
    """
    home = os.path.join(folder, "ask")
    os.mkdir(home)
    path, questions, typos, names = ask_bench.write(home, issues)
    env = dict(os.environ, HOME=home, XDG_CONFIG_HOME=os.path.join(home, "config"), XDG_DATA_HOME=os.path.join(home, "data"), JUNO_NOW="2026-03-02T09:00:00Z")
    line("ask: import, %s issues, %s names" % (f"{issues:,}", f"{names:,}"), "%.2f s" % Ran([JUNO, "import", path, "--quiet"], env).wall)
    start = statistics.median(process([JUNO, "version"], env) for _ in range(rounds))
    bare = statistics.median(process(["/bin/true"], env) for _ in range(rounds))

    def each(asked):
        times = []
        for _ in range(rounds):
            for q in asked:
                times.append(process([JUNO, "ask", q, "--dry-run", "--format", "json"], env))
        times.sort()
        return times[len(times) // 2] * 1000, times[min(len(times) - 1, int(len(times) * 0.99))] * 1000
    for name, asked in (("ask, no typing errors", questions), ("ask, mistyped", typos)):
        p50, p99 = each(asked)
        line(name, "p50 %.1f ms" % p50, "start %.1f ms" % (start * 1000), "true %.1f ms" % (bare * 1000), "<= 5 ms", p50 <= 5)
        line(name, "p99 %.1f ms" % p99, "", "", "<= 15 ms", p99 <= 15)


def measure_similar(folder, issues=100_000, asked=200):
    """`juno similar KEY`, process start included, and how many planted duplicates find their master among the first ten."""
    home = os.path.join(folder, "similar")
    os.makedirs(home)
    lines, db, masters = similar_bench.write(home, issues)
    env = {"HOME": home, "PATH": os.environ["PATH"], "JUNO_NOW": "2026-03-03T09:00:00Z"}
    Ran([JUNO, "import", lines, "--quiet"], env)
    line("similar: first use, %s issues" % f"{issues:,}", "%.2f s" % Ran([JUNO, "similar", "BEN-1", "--quiet"], env).wall)
    took, hits, sqlite_hits = [], 0, 0
    chosen = sorted(masters)[:asked]
    for k in chosen:
        ran = Ran([JUNO, "similar", "BEN-%d" % k, "--format", "csv", "--columns", "key", "--quiet"], env, out=subprocess.PIPE)
        took.append(ran.wall)
        hits += "BEN-%d" % masters[k] in ran.out.decode().split()
        sqlite_hits += masters[k] in similar_bench.found_by_sqlite(db, k)
    value = statistics.median(took)
    line("similar KEY, %s issues" % f"{issues:,}", "%.1f ms" % (value * 1000), "", "", "<= 20 ms", value <= 0.020)
    mine, sqlite = hits / len(chosen), sqlite_hits / len(chosen)
    line("recall@10 of planted duplicates", "%.1f %%" % (mine * 100), "SQLite bm25 %.1f %%" % (sqlite * 100), "%+.1f" % ((mine - sqlite) * 100), ">= +10", mine - sqlite >= 0.1)
    shutil.rmtree(home)
    measure_paraphrased(folder)


def measure_paraphrased(folder, issues=8_000, asked=300):
    """Duplicates told in other words: how many find their master among the first ten, with as many other pairs linked as duplicates."""
    home = os.path.join(folder, "paraphrased")
    os.makedirs(home)
    lines, db, world = paraphrase_bench.write(home, issues)
    env = {"HOME": home, "PATH": os.environ["PATH"], "JUNO_NOW": "2026-03-03T09:00:00Z"}
    Ran([JUNO, "import", lines, "--quiet"], env)
    hits, sqlite_hits = 0, {"plain": 0, "porter": 0}
    chosen = sorted(world.masters)[:asked]
    for k in chosen:
        ran = Ran([JUNO, "similar", "PAR-%d" % k, "--format", "csv", "--columns", "key", "--quiet"], env, out=subprocess.PIPE)
        hits += "PAR-%d" % world.masters[k] in ran.out.decode().split()
        for table in sqlite_hits:
            sqlite_hits[table] += world.masters[k] in paraphrase_bench.found_by_sqlite(db, table, k)
    mine, sqlite = hits / len(chosen), max(sqlite_hits.values()) / len(chosen)
    line("recall@10 of paraphrased duplicates", "%.1f %%" % (mine * 100), "SQLite bm25 %.1f %%" % (sqlite * 100), "%+.1f" % ((mine - sqlite) * 100), ">= +10", mine - sqlite >= 0.1)
    note("%d of %d issues are paraphrased duplicates, half of them linked (learned from) and %d of the others asked about" % (len(world.masters) + len(world.linked), issues, len(chosen)))
    shutil.rmtree(home)


def measure_learn(folder, issues=20_000):
    """`juno model train` on a history whose law is known, with boosted trees (where libxgboost is installed) and without."""
    home = os.path.join(folder, "learn")
    os.makedirs(home)
    lines = os.path.join(home, "history.jsonl")
    env = {"HOME": home, "PATH": os.environ["PATH"], "JUNO_NOW": learn_bench.write(lines, issues)}
    Ran([JUNO, "import", lines, "--quiet"], env)
    for what, words in (("", []), (", --without-trees", ["--without-trees"])):
        ran = Ran([JUNO, "model", "train", "--format", "json", "--quiet", *words], env, memory=True, out=subprocess.PIPE)
        line("model train, %s issues%s" % (f"{issues:,}", what), "%.1f s" % ran.wall, "", "", "<= 30 s", ran.wall <= 30)
        note("%.0f MB; %s" % (ran.mb, json.loads(ran.out)["meta"]["notes"][-1]))
        for m in json.loads(ran.out)["data"]["models"]:
            if m["error"] is None:
                continue
            better = m["error"] < m["median_error"]
            line("  %s: mean error, %s" % (m["target"], m["method"]), "%.3f %s" % (m["error"], m["unit"]), "median %.3f" % m["median_error"], "%.2fx" % (m["error"] / m["median_error"]), "< 1x", better)
            line("  %s: outcomes in 90 %% ranges" % m["target"], "%.1f %%" % (m["coverage"] * 100), "of %d" % m["ranges"], "", "87-93 %", 0.87 <= m["coverage"] <= 0.93)
    shutil.rmtree(home)
    measure_ranges()


def measure_ranges(issues=2_000, seeds=(1, 3, 7, 11)):
    """90 % ranges in the fake Jira's worlds, where more and more work begins, a fourth of it never ends and the quick outcomes are known first."""
    shares, n = [], 0
    for seed in seeds:
        with Fake("jira-cloud", seed, issues) as fake, Home(fake) as home:
            sync(home)
            m = json.loads(Ran([JUNO, "model", "train", "--target", "cycle", "--format", "json", "--quiet"], home.env, out=subprocess.PIPE).out)["data"]["models"][0]
            shares.append(m["coverage"] * m["ranges"])
            n += m["ranges"]
    share = sum(shares) / n
    line("cycle in the fake's worlds: in 90 % ranges", "%.1f %%" % (share * 100), "of %d, %d seeds" % (n, len(seeds)), "", "87-93 %", 0.87 <= share <= 0.93)


def measure_rank(folder, rounds, candidates=10_000):
    """`juno rank` of as many features, process start included: without models, and with an effort and a value model for every one of them."""
    for finished, words, law, what in ((2_000, [], (), "boosted trees"), (2_000, ["--without-trees"], (), "regression"), (180, [], (0.5, 0.1), "neighbours")):
        home = os.path.join(folder, "rank")
        os.makedirs(home)
        lines, outcomes, now = rank_bench.write(home, finished, candidates, *law)
        env = {"HOME": home, "PATH": os.environ["PATH"], "JUNO_NOW": now}
        Ran([JUNO, "import", lines, "--quiet"], env)

        def took():
            return statistics.median(Ran([JUNO, "rank", "--format", "json", "--no-keep", "--quiet"], env).wall for _ in range(max(rounds, 5)))
        if not words and finished == 2_000:
            value = took()
            line("rank, %s features, no model" % f"{candidates:,}", "%.3f s" % value, "", "", "< 1 s", value < 1)
        Ran([JUNO, "rank", "outcome", "--import", outcomes, "--quiet"], env)
        models = json.loads(Ran([JUNO, "model", "train", "--target", "effort", "--target", "value", "--format", "json", "--quiet", *words], env, out=subprocess.PIPE).out)["data"]["models"]
        value = took()
        line("rank, effort and value by %s" % what, "%.3f s" % value, "", "", "< 1 s", value < 1)
        for m in models:
            note("%s: %s, %s" % (m["target"], m["method"], m["verdict"]))
            if m["ranges"] >= 200:
                line("  %s: outcomes in 90 %% ranges" % m["target"], "%.1f %%" % (m["coverage"] * 100), "of %d" % m["ranges"], "", "87-93 %", 0.87 <= m["coverage"] <= 0.93)
        shutil.rmtree(home)


def main():
    names = ["sync", "resync", "delay", "github", "start", "report", "export", "queue", "delivery", "similar", "learn", "rank", "ask"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="at the sizes of the goals; takes much longer")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds for each figure")
    parser.add_argument("--issues", type=int, default=10_000, help="issues of the fake Jira")
    parser.add_argument("--pulls", type=int, default=10_000, help="pull requests of the fake GitHub")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of: " + " ".join(names))
    options = parser.parse_args()
    chosen = options.names or names
    if wrong := [name for name in chosen if name not in names]:
        parser.error("no such figure: " + " ".join(wrong))
    print(ROW % ("figure", "value", "floor", "ratio", "goal", ""))
    if "start" in chosen:
        measure_start(100)
    with tempfile.TemporaryDirectory(prefix="juno-bench-") as folder:
        if "sync" in chosen or "resync" in chosen:
            with Fake("jira-cloud", 1, options.issues, "--fat", "--step-edits", "2000") as fake, Home(fake) as home:
                mb = measure_sync(fake, home, folder, options.rounds) if "sync" in chosen else first_sync(home).mb
                if "resync" in chosen:
                    measure_resync(fake, home, options.rounds)
            if options.large and "sync" in chosen:
                measure_memory(mb)
        if "delay" in chosen:
            measure_delay(options.issues)
        if "github" in chosen:
            measure_github(options.pulls, options.rounds, folder)
        if {"report", "export", "delivery"} & set(chosen):
            measure_cache(os.path.join(folder, "cache.db"), chosen, options.rounds, options.large)
        if "queue" in chosen:
            measure_queue(folder, options.rounds)
        if "similar" in chosen:
            measure_similar(folder)
        if "learn" in chosen:
            measure_learn(folder)
        if "rank" in chosen:
            measure_rank(folder, options.rounds)
        if "ask" in chosen:
            measure_ask(folder)
    if not options.large:
        print("The goals for memory, report, delivery and export are set for the sizes of --large.")


main()
