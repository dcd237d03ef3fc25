# SPDX-License-Identifier: Apache-2.0
"""What the tests of GitHub share: a home that knows a GitHub, alone or beside a Jira, and the tables of code."""
import json
import os

from world import NOW, TOKEN, Home, canonical, tables  # noqa: F401

FORGE = ["pull_requests", "reviews", "commits", "deployments", "releases", "workflow_runs", "issue_pull_requests"]
# One by its present name, one by a former name, one moved from another owner, one archived, one empty, the rest by wildcard.
REPOSITORIES = ["acme/harbour", "acme/tide.tables", "acme/fern", "old-acme/pumps", "acme/Ops-Tools", "acme/svc-*"]


class Desk(Home):
    def __init__(self, fake, extra="", jira=True):
        self.jira = jira
        super().__init__(fake, extra)
        self.env.update(GITHUB_TOKEN=TOKEN)

    def configure(self, fake, extra=""):
        if self.jira:
            super().configure(fake, extra)
        os.makedirs(self.folder + "/config/juno", exist_ok=True)
        with open(self.folder + "/config/juno/config.toml", "a") as f:
            f.write(("" if self.jira else extra) + '\n[github]\nurl = "%s"\nrepositories = %s\n' % (fake.url, json.dumps(REPOSITORIES)))

    def code(self):
        """The tables of code that the cache holds."""
        out = {}
        for name in FORGE:
            answer = self.run("export", "--table", name)
            assert answer.returncode == 0, answer.stderr
            rows = [json.loads(line) for line in answer.stdout.splitlines()]
            out[name] = sorted(canonical(row) for row in rows if "#" not in row.get("issue_key", ""))
        return out


def code_truth(fake, linked=True):
    out = tables(fake.admin("truth/github"))
    if not linked:
        out.pop("issue_pull_requests", None)  # without a Jira nothing looks like a key
    return out
