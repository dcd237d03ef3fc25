# SPDX-License-Identifier: Apache-2.0
"""Issues in plain English with planted duplicates that are paraphrased: other words for the same things, other sentences in another order, some as a stack
trace where the master describes what was seen. No duplicate is a copy with other endings. Part of the pairs are linked as duplicates, as people do, and are
not asked about. Fixed seed."""
import json
import os
import random
import sqlite3

# Each line: words for one thing, and the name that code has for it.
THINGS = [line.split("|") for line in """invoice|bill|statement|Invoice
refund|money back|reimbursement|Refund
basket|shopping cart|trolley|Cart
voucher|coupon|discount code|Voucher
login|sign in|authentication|Login
password|passphrase|secret|Password
report|overview|summary sheet|Report
chart|graph|diagram|Chart
attachment|uploaded file|enclosure|Attachment
picture|image|photo|Image
address|location details|postal data|Address
customer|client|buyer|Customer
supplier|vendor|seller|Supplier
shipment|delivery|parcel|Shipment
warehouse|stock room|depot|Warehouse
calendar|schedule|agenda|Calendar
reminder|notification|alert mail|Reminder
search box|find field|lookup bar|Search
filter|selection criteria|narrowing|Filter
export|download|extraction|Export
import|upload|ingestion|Import
printer|print out|hard copy|Printer
label|sticker|tag|Label
barcode|scan code|ean|Barcode
currency|exchange rate|foreign money|Currency
tax|vat|duty|Tax
salary|wage|payroll|Salary
holiday|leave|vacation|Leave
contract|agreement|deal|Contract
signature|sign off|autograph|Signature
comment|remark|annotation|Comment
dashboard|start page|home screen|Dashboard
menu|navigation|sidebar|Menu
translation|language version|localisation|Translation
backup|copy of the data|archive|Backup
audit trail|change record|protocol|Audit
permission|access right|role|Permission
webhook|callback|push message|Webhook
subscription|recurring order|plan|Subscription
map|route view|geography|Map""".splitlines()]
DEEDS = [line.split("|") for line in """save|store|keep|Save
delete|remove|erase|Delete
sort|order|arrange|Sort
open|show|display|Open
send|dispatch|mail out|Send
copy|duplicate|clone|Copy
edit|change|modify|Edit
merge|combine|join|Merge
split|divide|separate|Split
approve|confirm|accept|Approve
cancel|revoke|call off|Cancel
rename|give another name to|retitle|Rename
move|relocate|transfer|Move
lock|freeze|block|Lock
print|put on paper|output|Print
share|pass on|forward|Share
restore|bring back|recover|Restore
assign|allocate|hand over|Assign
compare|contrast|set side by side|Compare
calculate|compute|work out|Calculate""".splitlines()]
TROUBLES = [line.split("|") for line in """takes ages|is terribly slow|needs minutes|Timeout
shows nothing|stays empty|is blank|EmptyResult
shows the wrong figure|gives an incorrect amount|is off by a bit|Mismatch
hangs for ever|never comes back|freezes|Deadlock
asks twice|prompts again|wants it a second time|DuplicateRequest
loses what was typed|forgets the entry|drops the input|LostUpdate
ends with an error page|breaks down|fails with a red box|IllegalState
looks garbled|has broken characters|is unreadable|Encoding
is cut off|misses its last part|gets truncated|Truncated
jumps to another place|scrolls away|loses the position|Position
cannot be undone|has no way back|is final|Irreversible
appears in the wrong order|is shuffled|comes mixed up|Ordering
repeats every row|lists things twice|has double lines|DuplicateRow
ignores the time zone|is an hour off|shifts the day|Offset
is refused although allowed|is denied without reason|says forbidden|AccessDenied""".splitlines()]
WHEN = [line.split("|") for line in """on a phone|with a small screen|on mobile
after midnight|late at night|in the small hours
with many rows|for large amounts of data|when the list is long
in the new version|since the last update|after the upgrade
behind a proxy|in the office network|through the company gateway
for guests|without an account|when not registered
in private mode|with cookies off|in an incognito window
with two tabs|when opened twice|in parallel windows
on the first of the month|at month's end|when a period closes
with special characters|for names with accents|when an umlaut is in it
offline|without a connection|when the network is gone
for the second time|on repeating it|when tried again""".splitlines()]
FILLER = """We noticed this on Monday. Several colleagues see the same. It worked some weeks ago. A screenshot is attached. Please have a look when there is time.
Our team depends on it. It happens most of the time but not always. There is no message in the console. Restarting did not help. Version and browser are the usual ones.
I can show it in a call. The workaround is to do it by hand. Found during the weekly check. This came up in the last review. Happy to give more details.""".replace("\n", " ").split(". ")
SUMMARIES = ["{T} {x} when trying to {d}", "{d} of {T}: {x} {w}", "Cannot {d} {T} {w}, it {x}", "{w}: {T} {x}", "Trying to {d} {T} {x}"]
SENTENCES = ["When I {d} the {t}, it {x}.", "The {t} {x} {w}.", "Steps: go to the {t}, {d} it, wait.", "Expected: one can {d} the {t} {w}.", "This concerns the {t} {w}."]


class World:
    def __init__(self, n, duplicates=1600, seed=29):
        self.pick = pick = random.Random(seed)
        self.issues, self.masters, self.linked = [], {}, {}
        for _ in range(n - duplicates):
            concept = tuple(pick.randrange(len(of)) for of in (THINGS, DEEDS, TROUBLES, WHEN))
            words = tuple(pick.randrange(3) for _ in range(4))
            self.issues.append((concept, words, *self.described(concept, words)))
        for k in range(duplicates):
            master = pick.randrange(n - duplicates)
            concept, words = self.issues[master][:2]
            # Another word for each thing, three times of four; else the same.
            other = tuple((w + pick.randrange(1, 3)) % 3 if pick.random() < 0.75 else w for w in words)
            text = self.traced(concept, other) if pick.random() < 0.3 else self.described(concept, other)
            (self.linked if k % 2 else self.masters)[len(self.issues) + 1] = master + 1
            self.issues.append((concept, other, *text))

    def said(self, concept, words):
        t, d, x, w = (of[c][i] for of, c, i in zip((THINGS, DEEDS, TROUBLES, WHEN), concept, words))
        return {"t": t, "T": t[0].upper() + t[1:], "d": d, "x": x, "w": w}

    def described(self, concept, words):
        said = self.said(concept, words)
        summary = self.pick.choice(SUMMARIES).format(**said)
        lines = [s.format(**said) for s in self.pick.sample(SENTENCES, 3)] + [s.strip() + "." for s in self.pick.sample(FILLER, 4)]
        self.pick.shuffle(lines)
        return summary[0].upper() + summary[1:], " ".join(lines)

    def traced(self, concept, words):
        t, d, x = (of[c][3] for of, c in zip((THINGS, DEEDS, TROUBLES), concept))
        said = self.said(concept, words)
        summary = "%sException in %sService.%s%s" % (x, t, d.lower(), t)
        frames = ["\tat com.harbour.%s.%s%s.%s%s(%s%s.java:%d)" % (t.lower(), t, part, d.lower(), t, t, part, self.pick.randrange(20, 400)) for part in ("Service", "Controller")]
        frames += ["\tat org.spring.web.Dispatcher.handle(Dispatcher.java:%d)" % self.pick.randrange(20, 400), "\tat java.lang.Thread.run(Thread.java:834)"]
        return summary, "com.harbour.%s.%sException: %s %s\n%s\nSeen %s." % (t.lower(), x, d.lower(), t.lower(), "\n".join(frames), said["w"])


def write(folder, n):
    """The world as JSON Lines for `juno import` and as full-text tables of SQLite's own (plain words, and English endings off); also duplicate → master."""
    world = World(n)
    source = {"source": "bench"}
    lines, db = os.path.join(folder, "paraphrase.jsonl"), sqlite3.connect(os.path.join(folder, "fts.db"))
    db.execute("create virtual table plain using fts5(summary, description)")
    db.execute("create virtual table porter using fts5(summary, description, tokenize = 'porter unicode61')")
    with open(lines, "w") as out:
        def put(row):
            out.write(json.dumps(row) + "\n")
        put({"table": "sources", "name": "bench", "kind": "jira", "url": "https://bench.example"})
        put({**source, "table": "statuses", "id": 1, "name": "To Do", "category": "todo"})
        put({**source, "table": "projects", "id": 1, "key": "PAR", "name": "Paraphrase"})
        for k, (concept, _, title, body) in enumerate(world.issues, 1):
            put({**source, "table": "issues", "id": k, "key": f"PAR-{k}", "project": "PAR", "type": "Bug", "status": "To Do", "status_id": 1, "summary": title, "description": body,
                 "components": [f"Part {concept[0] // 4}"], "reporter": f"Person {k % 97}", "reporter_account": f"p-{k % 97}", "created_at": "2026-02-20T09:00:00Z", "updated_at": "2026-02-27T15:00:00Z"})
            for table in ("plain", "porter"):
                db.execute("insert into " + table + " (rowid, summary, description) values (?, ?, ?)", (k, title, body))
        for a, b in world.linked.items():
            put({**source, "table": "issue_links", "issue_key": f"PAR-{a}", "type": "Duplicate", "phrase": "duplicates", "direction": "outward", "other_key": f"PAR-{b}", "other_id": b})
            put({**source, "table": "issue_links", "issue_key": f"PAR-{b}", "type": "Duplicate", "phrase": "is duplicated by", "direction": "inward", "other_key": f"PAR-{a}", "other_id": a})
    db.commit()
    return lines, db, world


def found_by_sqlite(db, table, k, most=10):
    title, body = db.execute("select summary, description from %s where rowid = ?" % table, (k,)).fetchone()
    words = sorted({word for word in "".join(c if c.isalnum() else " " for c in title + " " + body).lower().split()})
    query = " OR ".join('"%s"' % word for word in words)
    return [row[0] for row in db.execute("select rowid from {0} where {0} match ? and rowid <> ? order by bm25({0}, 3.0, 1.0) limit ?".format(table), (query, k, most))]
