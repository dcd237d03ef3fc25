// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include "cmd/commands.h"
#include "cmd/period_flags.h"
#include "core/error.h"
#include "core/interval.h"
#include "core/known_people.h"
#include "core/pull_stages.h"
#include "store/forge.h"
#include "store/forge_words.h"
#include "store/issues.h"
#include "store/pull_facts.h"
namespace juno {
namespace {

struct LinksArguments {
  PeriodOptions period;
  std::string what;
  bool unlinked = false;
};

Section pulls_section() {
  Section s{"pull_requests", "Pull requests", {}, {}, false};
  s.table.columns = {{"issue_key", "Issue"}, {"pull_request", "Pull request"}, {"found_in", "Found in"}, {"title", "Title", Kind::text, true}, {"state", "State", Kind::text, false, 1}, {"author", "Author", Kind::text, false, 1},
                     {"merged_at", "Merged", Kind::instant}, {"deployed_at", "In production", Kind::instant}};
  return s;
}
Section commits_section() {
  Section s{"commits", "Commits that name it", {}, {}, false};
  s.table.columns = {{"issue_key", "Issue"}, {"repository", "Repository"}, {"sha", "Commit"}, {"committed_at", "Committed", Kind::instant}, {"message", "Message", Kind::text, true}};
  return s;
}
constexpr std::size_t kShown = 20;  // of long lists, before they are asked for

void add_pull(Section& s, Context& ctx, const IssuePullRequest& link, const KnownPeople& people) {
  store::PullFilter f;
  f.repositories = {link.repository}, f.number = link.number;
  const auto found = store::pull_requests(ctx.cache(), f);
  if (found.empty()) return;
  const PullRequest& p = found.front();
  s.table.rows.push_back({link.issue_key, p.repository_name + "#" + std::to_string(p.number), std::string(store::word(link.source)), p.title, std::string(store::word(p.state)), people.name(p.author), cell(p.merged),
                          cell(p.moments.deployed)});
}

Report of_links(Context& ctx, const std::string& title, const std::vector<IssuePullRequest>& links, const std::vector<store::NamedCommit>& commits) {
  const KnownPeople people(ctx.config());
  Report out;
  out.title = title;
  Section pulls = pulls_section(), named = commits_section();
  for (const auto& link : links) add_pull(pulls, ctx, link, people);
  for (const auto& c : commits) named.table.rows.push_back({c.issue_key, c.repository, c.sha.substr(0, 12), c.committed, c.message.substr(0, c.message.find('\n'))});
  named.hidden = named.table.rows.empty();
  out.summary = {{"pull_requests_linked", "Pull requests", static_cast<std::int64_t>(pulls.table.rows.size()), Kind::integer, ""}, {"commits_linked", "Commits", static_cast<std::int64_t>(commits.size()), Kind::integer, ""}};
  out.sections = {std::move(pulls), std::move(named)};
  out.notes = {"Found in: what the forge says it closes, then title, branch, commit messages, body; the strongest that names the issue. Only keys of cached projects count."};
  return out;
}

Report of_issue(Context& ctx, const std::string& wanted) {
  const auto issue = store::find_issue(ctx.cache(), wanted);
  const std::string key = issue ? issue->record.issue.key : wanted;
  const auto links = store::issue_pull_requests(ctx.cache(), {key, 0, 0});
  const auto commits = store::named_commits(ctx.cache(), key, 0, 0);
  if (!issue && links.empty() && commits.empty()) throw Error(Exit::usage, "no issue " + wanted + " is cached, and no code is linked to it", "write KEY-12 or owner/name#12; code is linked to issues of cached projects: `juno sync` with their Jira site brings them");
  return of_links(ctx, "Code of " + key, links, commits);
}

Report of_pull(Context& ctx, const std::string& wanted) {
  const std::size_t hash = wanted.find('#');
  const Repository repository = store::find_repository(ctx.cache(), wanted.substr(0, hash));
  std::int64_t number = 0;
  for (const char c : wanted.substr(hash + 1)) {
    if (c < '0' || c > '9' || number > 1'000'000'000) throw Error(Exit::usage, "'" + wanted + "' names no pull request", "write owner/name#12");
    number = number * 10 + (c - '0');
  }
  store::PullFilter f;
  f.repositories = {repository.id}, f.number = number;
  if (store::pull_requests(ctx.cache(), f).empty()) throw Error(Exit::usage, "no pull request " + repository.name + "#" + std::to_string(number) + " is cached", "`juno sync` brings what is new");
  return of_links(ctx, "Issues of " + repository.name + "#" + std::to_string(number), store::issue_pull_requests(ctx.cache(), {"", repository.id, number}), store::named_commits(ctx.cache(), "", repository.id, number));
}

// Merged pull requests of the period that name no issue, and issues resolved in it that no code names.
Report unlinked(const LinksArguments& o, Context& ctx) {
  const Period period = chosen_period(ctx, o.period);
  const Config& config = ctx.config();
  const KnownPeople people(config);
  Report out;
  out.title = "Work without links";
  Section pulls{"pull_requests", "Merged pull requests without an issue", {}, {}, false}, issues{"issues", "Issues resolved without code", {}, {}, false};
  pulls.table.columns = {{"pull_request", "Pull request"}, {"title", "Title", Kind::text, true}, {"author", "Author"}, {"merged_at", "Merged", Kind::instant}, {"deployed_at", "In production", Kind::instant, false, 1}};
  pulls.shown_rows = issues.shown_rows = kShown;
  int merged = 0;
  auto facts = store::pull_facts(ctx.cache(), {{}, period.from, false});
  std::stable_sort(facts.begin(), facts.end(), [](const PullFacts& a, const PullFacts& b) { return b.pull.merged < a.pull.merged; });
  for (const PullFacts& f : facts) {
    const PullRequest& p = f.pull;
    if (!p.merged || !period.contains(*p.merged) || (!config.pulls.bots && is_bot(p.author, config.pulls.ignore))) continue;
    ++merged;
    if (f.issues.empty()) pulls.table.rows.push_back({p.repository_name + "#" + std::to_string(p.number), p.title, people.name(p.author), cell(p.merged), cell(p.moments.deployed)});
  }
  issues.table.columns = {{"key", "Issue"}, {"type", "Type"}, {"summary", "Summary", Kind::text, true}, {"resolved_at", "Resolved", Kind::instant}};
  for (const auto& i : store::issues_without_code(ctx.cache(), period.from, period.to)) issues.table.rows.push_back({i.key, i.type, i.summary, i.resolved});
  const Share unlinked = share_of(static_cast<int>(pulls.table.rows.size()), merged, "no pull request was merged in the period");
  out.summary = {{"merged", "Merged pull requests", std::int64_t{merged}, Kind::integer, ""}, {"unlinked_pull_requests", "Without an issue", std::int64_t{unlinked.hits}, Kind::integer, ""},
                 {"unlinked_rate", "", unlinked.rate ? Cell{*unlinked.rate} : Cell{}, Kind::ratio, unlinked.why},
                 {"unlinked_issues", "Issues resolved without code", static_cast<std::int64_t>(issues.table.rows.size()), Kind::integer, ""}};
  out.sections = {std::move(pulls), std::move(issues)};
  out.notes = {"Sub-tasks are left out, and what bots opened."};
  add_period(out, period, ctx.zone());
  return out;
}

Report run(const LinksArguments& o, Context& ctx) {
  if (store::repositories(ctx.cache()).empty()) throw Error(Exit::store, "no repository is cached", "list GitHub repositories below [github] and run `juno sync`");
  if (o.unlinked) return unlinked(o, ctx);
  if (o.what.empty()) throw Error(Exit::usage, "links of what?", "name an issue (KEY-12) or a pull request (owner/name#12), or ask for --unlinked");
  return o.what.find('#') == std::string::npos ? of_issue(ctx, o.what) : of_pull(ctx, o.what);
}

}  // namespace

Run links_command(Flags& flags) {
  auto o = std::make_shared<LinksArguments>();
  flags.positional("KEY|REPO#N", o->what, "An issue, or a pull request as owner/name#12 or name#12");
  flags.flag("--unlinked", o->unlinked, "List merged pull requests without an issue, and resolved issues without code");
  declare_period(flags, o->period);
  flags.describe(
      "Which pull requests and commits belong to an issue, or which issues to a pull request, where each link was found, and when it reached production. With --unlinked: the work of a period that "
      "cannot be followed, merged pull requests that name no issue and resolved issues that no code names.");
  flags.example("juno links PAY-12", "The code of an issue");
  flags.example("juno links acme/web#345 --format json", "The issues of a pull request");
  flags.example("juno links --unlinked --since 4w", "What cannot be followed");
  flags.output("pull_requests[].{issue_key,pull_request,found_in,title,state,author,merged_at,deployed_at}", "the links");
  flags.output("pull_requests[].{pull_request,title,author,merged_at,deployed_at}", "with --unlinked: merged without an issue, the newest first");
  flags.output("commits[].{issue_key,repository,sha,committed_at,message}", "commits that name the issue");
  flags.output("issues[].{key,type,summary,resolved_at}", "with --unlinked: resolved without code");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
