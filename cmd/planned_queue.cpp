// SPDX-License-Identifier: Apache-2.0
#include "cmd/planned_queue.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include "cmd/team_capacity.h"
#include "core/blocking_link.h"
#include "core/error.h"
#include "core/names.h"
#include "core/priority.h"
#include "store/queue_issues.h"
namespace juno {
namespace {

QueueIssue queued(store::QueueIssueRow&& r, const Scores& scores) {
  QueueIssue i;
  i.id = r.id, i.number = r.number;
  i.key = std::move(r.key), i.project = std::move(r.project), i.summary = std::move(r.summary), i.type = std::move(r.type);
  i.status = std::move(r.status), i.priority = std::move(r.priority), i.team = std::move(r.team), i.rank = std::move(r.rank);
  i.score = priority_score(i.priority, scores);
  i.assignee = {r.assignee_id, std::move(r.assignee)};
  const bool owned = r.owner_id != 0;
  i.stakeholder = owned ? Who{r.owner_id, std::move(r.owner)} : Who{r.reporter_id, std::move(r.reporter)};
  i.field_used = owned ? "Owner" : "Reporter";
  i.points = r.points;
  if (const auto s = r.remaining_estimate_s ? r.remaining_estimate_s : r.original_estimate_s) i.hours = static_cast<double>(*s) / 3600;
  i.starts = r.scheduled, i.target = r.due;
  return i;
}

DoneWhen done_rule(Context& ctx, Id board) {
  store::Database& db = ctx.cache();
  std::optional<Board> columns;
  if (ctx.config().done.by == DoneRule::By::board) columns = store::find_board(db, board);
  return done_when(ctx.config().done, columns ? &*columns : nullptr, store::status_categories(db), store::status_names(db));
}

std::vector<QueueLink> links_of(Context& ctx, const std::vector<store::QueueIssueRow>& rows, const DoneWhen& done) {
  std::vector<QueueLink> out;
  const Names& types = ctx.config().queue.blocking_links;
  std::unordered_map<Id, const std::string*> keys;
  for (const auto& r : rows) keys[r.id] = &r.key;
  for (const auto& l : store::queue_links(ctx.cache(), rows)) {
    const LinkRole role = link_role(l.type, l.phrase, l.outward, types);
    if (role == LinkRole::none || (role == LinkRole::blocks_other && l.other == 0)) continue;
    const auto state = l.other == 0 ? QueueLink::Blocker::unknown : done.is_done(l.other_status) ? QueueLink::Blocker::done : QueueLink::Blocker::open;
    if (role == LinkRole::blocks_other) out.push_back({l.issue, l.other, *keys.at(l.issue), QueueLink::Blocker::open});
    else out.push_back({l.other, l.issue, l.other_key, state});
  }
  return out;
}

// What each team can carry in the sprint, from the ledger, the configuration or earlier sprints.
std::vector<QueueCapacity> capacities_of(Context& ctx, const store::SprintRow& row, const QueueInput& in, const QueueOptions& o) {
  ChosenSprint sprint;
  sprint.row = row, sprint.sprint = row.sprint;
  sprint.rules.subtasks = o.subtasks;
  sprint.calendar = Calendar(ctx.config()), sprint.zone = ctx.zone(), sprint.as_of = ctx.now();
  std::set<std::string> teams;
  for (const QueueIssue& i : in.issues)
    if (teams.insert(i.team).second) sprint.issues.emplace_back().team = i.team;
  std::vector<QueueCapacity> out;
  for (const TeamCapacity& c : team_capacities(ctx, sprint))
    out.push_back({c.team, c.amount, std::string(to_string(c.unit)),
                   c.source != "auto" ? c.source : "auto, mean of " + std::to_string(c.n) + (c.spread ? " (spread " + people_number(*c.spread) + ")" : "")});
  return out;
}

std::string one_of(const std::set<std::string>& teams, const std::string& name) {
  std::vector<NameCandidate> candidates;
  for (const std::string& t : teams) candidates.push_back({t, {}, ""});
  return candidates[resolve_name(name, candidates, "team", "")].name;
}

// `capacity.TEAM=40`; the amount may be empty or `none` to take the line away.
void imagine(std::vector<QueueCapacity>& capacities, const std::string& text, const std::set<std::string>& teams) {
  constexpr std::string_view kPrefix = "capacity.";
  const auto equals = text.rfind('=');
  const auto bad = [&](const std::string& why) { return Error(Exit::usage, "--what-if " + text + ": " + why, "write capacity.TEAM=AMOUNT, e.g. --what-if capacity.QA=40"); };
  if (!text.starts_with(kPrefix) || equals == std::string::npos || equals <= kPrefix.size()) throw bad("not understood");
  const std::string team = one_of(teams, text.substr(kPrefix.size(), equals - kPrefix.size())), number = text.substr(equals + 1);
  double amount = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), amount);
  if (number.empty() || failed != std::errc() || end != number.data() + number.size() || !std::isfinite(amount) || amount < 0) throw bad("'" + number + "' is no amount of 0 or more");
  for (QueueCapacity& c : capacities)
    if (c.team == team) return void((c.amount = amount, c.source = "what-if"));
  capacities.push_back({team, amount, "points", "what-if"});
}

}  // namespace

PlannedQueue plan_queue(Context& ctx, const QueueOptions& o) {
  PlannedQueue out;
  QueueInput in;
  std::vector<store::QueueIssueRow> rows;
  Id board = 0;
  if (o.backlog) {
    board = board_named(ctx, o.board);
    if (board == 0) throw Error(Exit::usage, "--backlog needs --board", "e.g. juno queue --backlog --board Checkout");
    rows = store::backlog_issues(ctx.cache(), board);
    out.title = "Queue of the backlog";
  } else {
    out.row = sprint_named(ctx, o.sprint, o.board);
    board = out.row.sprint.board;
    rows = store::queue_issues(ctx.cache(), out.row.sprint.id);
    out.title = "Queue: " + out.row.sprint.name;
    out.header = sprint_fields(out.row.sprint, out.row.board);
    in.sprint_start = out.row.sprint.began(), in.sprint_end = out.row.sprint.complete ? out.row.sprint.complete : out.row.sprint.end;
  }
  out.header.push_back({"generated_at", "Generated", ctx.now(), Kind::instant, ""});
  const DoneWhen done = done_rule(ctx, board);
  in.links = links_of(ctx, rows, done);
  for (auto& r : rows)
    if ((o.subtasks || !r.subtask) && (o.include_done || !done.is_done(r.status_id))) in.issues.push_back(queued(std::move(r), ctx.config().priority_scores));
  // A finished issue holds nothing up, whether it is listed or not.
  std::erase_if(in.links, [&](const QueueLink& l) { return l.state == QueueLink::Blocker::done; });
  if (!o.backlog) in.capacities = capacities_of(ctx, out.row, in, o);
  std::set<std::string> teams;
  for (const QueueIssue& i : in.issues) teams.insert(i.team.empty() ? "Unassigned" : i.team);
  for (const std::string& text : o.what_if) imagine(in.capacities, text, teams);
  in.algorithm = *queue_algorithm_named(o.algorithm), in.fill = o.fill;
  out.queue = make_queue(std::move(in));
  return out;
}

std::string team_named(const Queue& queue, const std::string& name) {
  std::set<std::string> teams;
  for (const QueueTeam& t : queue.teams) teams.insert(t.name);
  return one_of(teams, name);
}

}  // namespace juno
