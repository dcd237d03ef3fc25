// SPDX-License-Identifier: Apache-2.0
#include "cmd/topics.h"
#include "core/config_keys.h"
#include "store/views.h"
namespace juno {
namespace {

Document exit_codes() {
  return {paragraph("Every command ends with one of these codes. The numbers are an interface and do not change."),
          pairs({{"0", "done; also when there is nothing to show"},
                 {"1", "the answer is no: a `--fail-if` gate was hit, or `doctor` or `--verify` found something"},
                 {"2", "usage: a wrong flag, an unknown or ambiguous name"},
                 {"3", "configuration or credentials"},
                 {"4", "the remote failed: network or API"},
                 {"5", "the cache: missing, locked, damaged, written by a newer juno, or without data for the question; also when `-o` cannot be written"},
                 {"6", "partial: run the command again to resume"},
                 {"7", "`ask` needs a clarification"},
                 {"8", "`ask` refuses"},
                 {"70", "a bug in juno"},
                 {"130", "interrupted"},
                 {"143", "terminated"}}),
          paragraph("A report from a partly synced cache ends with 0 and a warning; with `--strict` it ends with 6. A reader that closes the pipe is no error."),
          paragraph("With `--format json` a failing command also prints `{\"error\": {\"code\", \"message\", \"details\", \"hint\", \"request_id\"}}` on stdout.")};
}

Document formats() {
  return {paragraph("`--format` chooses how an answer is written. `JUNO_FORMAT` and the key `format` change the default, which is `table`."),
          pairs({{"table", "for people: rounded, aligned, in the calendar zone; `n/a` where a number is unknown, and why; an unknown name or date is left blank"},
                 {"csv", "RFC 4180: the main section, or `--section NAME`; keys as header; empty where unknown. Text that a spreadsheet would run as a formula gets a leading apostrophe"},
                 {"json", "`{\"data\": …, \"meta\": {…}}`: snake_case keys in a stable order, times as ISO 8601 UTC, numbers as numbers, `null` where unknown. Dotted keys nest. A command with one table and no summary gives `data` as an array"},
                 {"md", "GitHub-flavoured Markdown"},
                 {"html", "one file for a browser, a mail or a printer, with charts; it loads nothing and runs nothing. Good with `-o`, from cron"},
                 {"ics", "a calendar file, where the answer has times (`juno queue`)"}}),
          paragraph("Ratios are 0 to 1 in JSON and CSV and percent for people. Durations carry their unit in the key: `_hours`, `_days`."),
          paragraph("`--columns`, `--sort` and `--limit` act on the main section, or on `--section NAME`. `-o FILE` writes the file whole or not at all."),
          paragraph("The answer goes to stdout, everything else to stderr. In a pipe there is no colour and nothing is shortened.")};
}

Document environment() {
  return {paragraph("juno reads these variables. A flag goes before the variable, the variable before the configuration."),
          pairs({{"JUNO_CONFIG", "the configuration file, as `--config`"},
                 {"JUNO_DB", "the cache file, as `--db`"},
                 {"JUNO_PROFILE", "the profile, as `--profile`"},
                 {"JUNO_FORMAT", "the output format, as `--format`"},
                 {"JUNO_NOW", "the time to answer as of, as `--now`"},
                 {"JUNO_JIRA_TOKEN", "the token of the Jira site; `JUNO_JIRA_TOKEN_NAME` for a site with a name"},
                 {"GITHUB_TOKEN, GH_TOKEN", "the token of GitHub; in GitHub Actions the workflow's own"},
                 {"JUNO_GITHUB_APP_KEY", "with `github.app.id`: the App's private key, the text of its .pem file"},
                 {"NO_COLOR, CLICOLOR_FORCE", "no colour at all; colour also in a pipe"},
                 {"COLUMNS", "width of the terminal"},
                 {"PAGER", "shell command through which an answer goes that does not fit on the terminal, such as `less`"},
                 {"LC_ALL, LC_CTYPE, LANG", "whether the terminal shows Unicode"},
                 {"XDG_CONFIG_HOME, XDG_DATA_HOME", "base folders of configuration and cache"},
                 {"https_proxy, http_proxy, no_proxy", "proxies"},
                 {"SSL_CERT_FILE", "certificate authorities to trust; the key `http.ca_file` goes before it"},
                 {"TZDIR", "folder of the time zone files"}})};
}

Document files() {
  return {paragraph("NAME is `default` without a profile. All files are readable by their owner only."),
          pairs({{"~/.config/juno/config.toml", "the configuration; with a profile `~/.config/juno/profiles/NAME.toml`"},
                 {"~/.config/juno/credentials.toml", "tokens that no keyring keeps; with a profile `~/.config/juno/profiles/NAME.credentials.toml`; refused when others may read it"},
                 {"~/.local/share/juno/NAME.db", "the cache: may be thrown away, `juno sync` rebuilds it"},
                 {"~/.local/share/juno/NAME.db.words", "the words of all issues for `juno similar`; can be deleted and is made again"},
                 {"~/.local/share/juno/NAME.ledger.db", "the ledger: what people entered, such as snapshots. Keep it"}}),
          paragraph("`XDG_CONFIG_HOME` and `XDG_DATA_HOME` move them; `--config`, `--db` and `--profile` choose others.")};
}

Document configuration() {
  Document out = {paragraph("The configuration is a TOML file; `juno config path` says where. `juno config set KEY VALUE` changes one key, `--set KEY=VALUE` one run, "
                            "and `juno config get` shows what is in force. An unknown key is an error that names the nearest one."),
                  paragraph("Several Jira sites are written as `[[jira]]` sections with a `name` each. Secrets never stand in this file: `juno auth login` keeps them.")};
  std::vector<std::pair<std::string, std::string>> rows;
  for (const ConfigKey& key : config_keys())
    rows.emplace_back(key.key, key.help + " (" + key.type + (key.default_text.empty() ? "" : "; default " + key.default_text) + ").");
  out.push_back(pairs(std::move(rows)));
  out.push_back(heading("Examples"));
  out.push_back(code("timezone = \"Europe/Dublin\"\n\n[jira]\nurl = \"https://acme.atlassian.net\"\nemail = \"me@acme.example\"\nprojects = [\"PAY\", \"WEB\"]\n\n"
                     "[jira.fields]\nstory_points = [\"Story Points\", \"Story point estimate\"]\n\n[calendar]\nholidays = [2026-12-25, { from = 2026-12-28, to = 2026-12-31, factor = 0.5 }]\n\n"
                     "[[gates]]\nname = \"done\"\nrule = \"totals.completion_rate.points < 80%\""));
  return out;
}

Document import_lines() {
  return {paragraph("`juno export` writes one JSON object a line; `juno import` reads them back, and reads lines made by hand or by a script. The first line of an export is "
                    "`{\"juno\":\"export\",\"format\":1}`; a file made by hand may leave it out. Each other line is one row: `table`, `source` (the site's name; `import` when left out), then the row."),
          paragraph("Unknown values are left out or null. Times are ISO 8601, ids whole numbers from 1 to 2^40-1. A bad line is named by its number, and nothing of the file is kept. "
                    "What a row needs, and after the semicolon what it may have:"),
          pairs({{"sources", "name; kind, url, deployment, account, time_zone, fields"},
                 {"people", "account or name; email, time_zone, active, kind"},
                 {"statuses", "id; name, category (todo, in_progress, done)"},
                 {"projects", "id, key; name, style, lead_account, archived"},
                 {"versions, components", "id, name; project_id, released, archived, start_on, release_on"},
                 {"boards", "id; name, type, project, columns, estimation_field, rank_field"},
                 {"sprints", "id, name, state (future, active, closed); board_id, start_at, end_at, complete_at, goal, activated_at, planned_start_at"},
                 {"issues", "key, status, created_at, and status_category for a status not seen before; the columns of the view `issues` (labels, components and fix_versions as a list or joined by commas), and id, "
                            "project_id, status_id, assignee_account, reporter_account, owner_account, parent_id, business_value, scheduled_at, remaining_estimate_hours, deleted_at"},
                 {"changes", "issue_key, at, field; author, author_account, field_id, from_id, from_value, to_id, to_value, history, ordinal"},
                 {"issue_links", "issue_key, type, other_key; direction (outward, inward), phrase, link_id, other_id"},
                 {"sprint_issues", "issue_key, sprint_id, added_at; removed_at"},
                 {"comments", "issue_key, id, created_at; author, author_account, updated_at, body"},
                 {"worklogs", "issue_key, id, started_at, hours; author, author_account, updated_at, comment"},
                 {"repositories", "name (owner/name); id, default_branch, archived"},
                 {"commits", "repository, sha, committed_at; author, author_account, authored_at, message, additions, deletions, parents (list), on_default"},
                 {"pull_requests", "repository, number, created_at; title, body, state (open, closed, merged), draft, from_fork, author, author_account, merged_by, merged_by_account, updated_at, merged_at, closed_at, "
                                   "additions, deletions, changed_files, head_ref, base_ref, head_sha, merge_commit, labels, commit_shas and closes (lists), commits, comments, node"},
                 {"reviews", "repository, number; reviewer, reviewer_account, state (approved, changes_requested, commented, dismissed, pending), submitted_at, dismissed_at, commit, comments, id"},
                 {"review_requests", "repository, number, at; reviewer, reviewer_account, team, removed_at"},
                 {"pull_files", "repository, number, path; additions, deletions, change"},
                 {"pull_events", "repository, number, at, kind (ready_for_review, converted_to_draft, force_pushed, closed, reopened, merged); actor, actor_account"},
                 {"pull_comments", "repository, number, at; id, author, author_account"},
                 {"deployments", "repository, id, finished_at or created_at; sha, environment, state, ref, task, creator, creator_account; its `deployment_statuses` (deployment_id, at, state) follow"},
                 {"releases", "repository, tag; id, name, sha, draft, prerelease, author, author_account, created_at, published_at"},
                 {"workflow_runs", "repository, id, created_at; the columns of the view, path, title, actor_account"},
                 {"issue_pull_requests", "issue_key, repository, number; found_in (closing, title, branch, commit, body). Links are made anew from the texts; these are kept besides"},
                 {"sync_state", "stream; state, cursor, watermark_at, started_at, finished_at, succeeded_at, resume_after_at, items, error"},
                 {"snapshots", "sprint_id, kind, taken_at, body; the other columns of the ledger"},
                 {"capacity_changes", "sprint_id, what (amount, availability, absence), unit, at; sprint, team, person, value, from_on, to_on, origin, author, reason"},
                 {"audit", "at, action; the other columns of the ledger"}}),
          paragraph("An `issues` line replaces the issue. The lines that follow it and name it are its whole history, links and worklogs; lines of an issue further down are added to it. "
                    "`started_at` and `done_at` are always worked out from the history, never read."),
          paragraph("`sprint_issues` becomes history where no `changes` of the field Sprint are given. Without field ids, history is read from the fields named Sprint, status, Story Points and Story point estimate. "
                    "Only `changes` say who moved an issue: where an issue left a sprint because the sprint was closed, give the change with its author, else it counts as removed and not as carried over."),
          paragraph("Not carried: the tracker's raw records (`juno sync --reprocess` needs a sync first), former keys of moved issues, records that could not be read."),
          heading("Examples"),
          code("{\"table\":\"sprints\",\"id\":11,\"name\":\"Loom Sprint 1\",\"state\":\"active\",\"start_at\":\"2026-02-02T09:00:00Z\"}\n"
               "{\"table\":\"issues\",\"key\":\"LOOM-1\",\"status\":\"Done\",\"status_category\":\"done\",\"points\":5,\"created_at\":\"2026-01-26T09:00:00Z\"}\n"
               "{\"table\":\"sprint_issues\",\"issue_key\":\"LOOM-1\",\"sprint_id\":11,\"added_at\":\"2026-01-30T09:00:00Z\"}")};
}

Document sprint_selectors() {
  return {paragraph("Where a command takes a sprint, any of these names one. `--board NAME` narrows all of them to one board."),
          pairs({{"active", "the sprint that is running"},
                 {"last", "the sprint that was closed most recently"},
                 {"last-N", "the closed sprint N before the last one: `last-1` is the one before it"},
                 {"412", "the sprint with that id"},
                 {"\"Web Sprint 12\"", "the sprint with that name: exactly, else in any case, else by a unique beginning or whole words of it. A beginning never ends inside a number: `Sprint 1` is not `Sprint 10`"}}),
          paragraph("When several boards could answer, juno lists them instead of choosing. Boards, projects, teams and people are named in the same way.")};
}

Document gates() {
  return {paragraph("A gate is a condition that must not come true: `--fail-if 'KEY OP NUMBER[%]'` ends the command with exit code 1 when it does. It may be given several times; `@NAME` takes a rule from the configuration."),
          pairs({{"KEY", "a number of the answer, as in its JSON: `totals.completion_rate.points`"},
                 {"OP", "one of `<` `<=` `>` `>=` `==` `!=`"},
                 {"NUMBER", "a number; with `%` for a ratio: `80%` is 0.8"}}),
          paragraph("An unknown value trips every gate, and the message says why it is unknown."),
          heading("Examples"),
          code("juno sprint report last --fail-if 'totals.completion_rate.points < 80%'\n\n[[gates]]\nname = \"done\"\nrule = \"totals.completion_rate.points < 80%\"\n\njuno sprint report last --fail-if @done")};
}

Document privacy() {
  return {paragraph("juno talks to the servers you configure and to no others. The cache is a file on this machine, readable by its owner only."),
          paragraph("A token is looked for in this order: `--token-file FILE`; the environment (`JUNO_JIRA_TOKEN`, `GITHUB_TOKEN`, `GH_TOKEN`); the `credential_command` of the source; "
                    "the system's keyring, through `secret-tool`; the file `credentials.toml`, which must be readable by its owner only."),
          paragraph("Tokens never appear in the configuration, the cache, logs, messages or the list of processes. They are sent to the server they belong to and never follow a redirect to another."),
          paragraph("`juno auth login` stores a token, `juno auth status` says where one was found without showing it, `juno auth logout` removes it."),
          heading("OAuth"),
          paragraph("A Jira Cloud site can also be signed in to with an OAuth 2.0 (3LO) application of your own: set `jira.auth` to `oauth` and `jira.oauth.client_id` to its client id, and register "
                    "`jira.oauth.redirect_uri` with it. `juno auth login` then prints the address to open, and takes the address the browser ends at. Its secret and tokens are kept in `credentials.toml`; tokens are renewed there."),
          heading("GitHub"),
          paragraph("A classic token needs the scope `repo` (and `read:org` for the names of teams); a fine-grained one read access to contents, pull requests, issues, deployments and actions. "
                    "With the client id of an OAuth or GitHub App of yours in `github.client_id`, whose device flow is enabled, `juno auth login github` shows a code to enter in the browser instead."),
          paragraph("A GitHub App needs `github.app.id` and its private key: in `JUNO_GITHUB_APP_KEY`, from `github.credential_command`, or in the file `github.app.private_key_file`, which only you may read. "
                    "The key stays here; juno signs with it for a token of the installation, which lasts an hour and is renewed. In GitHub Actions `GITHUB_TOKEN: ${{ github.token }}` reads the workflow's own repository.")};
}

Document views() {
  Document out = {paragraph("`juno sql` runs one read-only query over these views. Their names and columns are stable. Times are ISO 8601 UTC text, dates `YYYY-MM-DD`, lists are joined by commas."),
                  paragraph("`status_category` is `todo`, `in_progress` or `done`. `deleted` is 1 for an issue that the site no longer has. With several Jira sites, `issue_key` and `sprint_id` begin with the site's name.")};
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& view : store::public_views()) {
    std::string columns;
    for (const auto& column : view.columns) columns += (columns.empty() ? "" : ", ") + column;
    rows.emplace_back(view.name, columns);
  }
  out.push_back(pairs(std::move(rows)));
  out.push_back(heading("Examples"));
  out.push_back(code("juno sql \"select team, count(*) n from issues where status_category = 'done' group by team order by n desc\""));
  return out;
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all = {
      {"configuration", "The configuration file and its keys", 5, configuration},
      {"environment", "Variables that juno reads", 7, environment},
      {"exit-codes", "What the exit codes mean", 7, exit_codes},
      {"files", "Where juno keeps its files", 7, files},
      {"formats", "How answers are written", 7, formats},
      {"gates", "Conditions that fail a run: --fail-if", 7, gates},
      {"import-lines", "The lines that juno import reads", 7, import_lines},
      {"privacy", "Where tokens and data are, and who sees them", 7, privacy},
      {"sprint-selectors", "How to name a sprint, a board or a person", 7, sprint_selectors},
      {"views", "The views that juno sql reads", 7, views},
  };
  return all;
}

}  // namespace juno
