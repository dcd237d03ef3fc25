// SPDX-License-Identifier: Apache-2.0
#include "cmd/planned_queue.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <unordered_set>
#include "cmd/team_capacity.h"
#include "core/blocking_link.h"
#include "core/error.h"
#include "core/names.h"
#include "core/priority.h"
#include "core/queue_filter.h"
#include "core/queue_units.h"
#include "core/schedule_file.h"
#include "store/names.h"
#include "store/queue_issues.h"
namespace juno {
namespace {

QueueItem queued(store::QueueIssueRow&& r, const Scores& scores) {
  QueueItem i;
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

struct KeyOf {
  Id id = 0;
  std::string key;
};

// `all`: every issue that was read, queued or not, ids ascending.
std::vector<QueueLink> links_of(Context& ctx, const std::vector<KeyOf>& all, const DoneWhen& done) {
  std::vector<QueueLink> out;
  const Names& types = ctx.config().queue.blocking_links;
  std::vector<Id> ids;
  ids.reserve(all.size());
  for (const KeyOf& i : all) ids.push_back(i.id);
  auto at = all.begin();  // links come in the order of their issues
  for (const auto& l : store::queue_links(ctx.cache(), ids)) {
    const LinkRole role = link_role(l.type, l.phrase, l.outward, types);
    if (role == LinkRole::none || (role == LinkRole::blocks_other && l.other == 0)) continue;
    const auto state = l.other == 0 ? QueueLink::Blocker::unknown : done.is_done(l.other_status) ? QueueLink::Blocker::done : QueueLink::Blocker::open;
    while (at->id != l.issue) ++at;
    if (role == LinkRole::blocks_other) out.push_back({l.issue, l.other, at->key, QueueLink::Blocker::open});
    else out.push_back({l.other, l.issue, l.other_key, state});
  }
  return out;
}

// What each team can carry in the sprint, from the ledger, the configuration or earlier sprints.
std::vector<QueueCapacity> capacities_of(Context& ctx, const store::SprintRow& row, const QueueInput& in, const QueueRules& rules) {
  ChosenSprint sprint;
  sprint.row = row, sprint.sprint = row.sprint;
  sprint.rules.subtasks = rules.subtasks;
  sprint.calendar = Calendar(ctx.config()), sprint.zone = ctx.zone(), sprint.as_of = ctx.now();
  std::unordered_set<std::string_view> teams;
  for (const QueueItem& i : in.issues)
    if (teams.insert(i.team).second) sprint.issues.emplace_back().team = i.team;
  std::vector<QueueCapacity> out;
  for (const TeamCapacity& c : team_capacities(ctx, sprint))
    out.push_back({c.team, c.amount, std::string(to_string(c.unit)),
                   c.source != "auto" ? c.source : "auto, mean of " + std::to_string(c.n) + " sprints" + (c.spread ? ", spread " + people_number(*c.spread) : "")});
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

// Why the rules leave an issue out; empty when they do not.
std::string why_left_out(const QueueItem& issue, const QueueRules& rules, bool subtask, bool done, const std::vector<QueueCondition>& conditions) {
  if (!rules.include_done && done) return "finished (" + issue.status + ")";
  if (!rules.subtasks && subtask) return "a sub-task now";
  const bool wanted = std::all_of(conditions.begin(), conditions.end(), [&](const QueueCondition& c) { return holds(c, issue); });
  return wanted ? "" : "left out by --where";
}

// The line is drawn in the whole sprint's capacity, of which finished work has used its part.
void tell_of_finished(const std::vector<QueueItem>& finished, const std::vector<QueueCapacity>& capacities, Queue& queue) {
  std::int64_t sum = 0;
  std::size_t n = 0;
  for (const QueueItem& i : finished) {
    const auto c = std::find_if(capacities.begin(), capacities.end(), [&](const QueueCapacity& x) { return x.amount && x.unit == "points" && x.team == i.team; });
    if (c != capacities.end()) ++n, sum += thousandths(i.points.value_or(0));
  }
  if (sum == 0) return;
  queue.warnings.push_back({"finished_left_out", "", {}, std::to_string(n) + (n == 1 ? " finished issue" : " finished issues") + " with " + people_number(from_thousandths(sum)) +
                                                             " points used capacity that the cut-lines still count on; --include-done counts them."});
}

// Fills what `read` gives; the sprint, if any, is known already.
void plan(Context& ctx, const QueueRules& rules, Id board, const std::function<void(const store::EachQueueIssue&)>& read, const store::SprintRow* sprint, PlannedQueue& planned) {
  SavedQueue& out = planned.content;
  QueueInput in;
  in.zone = ctx.zone();
  out.rules = rules;
  out.generated = ctx.now();
  const DoneWhen done = done_rule(ctx, board);
  std::vector<QueueCondition> conditions;
  for (const std::string& text : rules.where) conditions.push_back(parse_condition(text));
  std::vector<QueueItem> finished;
  std::vector<KeyOf> all;
  if (sprint) in.issues.reserve(store::queue_size(ctx.cache(), sprint->sprint.id));
  read([&](store::QueueIssueRow&& r) {
    all.push_back({r.id, r.key});
    const bool subtask = r.subtask, is_done = done.is_done(r.status_id);
    QueueItem issue = queued(std::move(r), ctx.config().priority_scores);
    std::string why = why_left_out(issue, rules, subtask, is_done, conditions);
    if (why.empty()) return in.issues.push_back(std::move(issue));
    planned.left_out.emplace(issue.key, std::move(why));
    if (is_done && !subtask) finished.push_back(std::move(issue));
  });
  in.links = links_of(ctx, all, done);
  // A finished issue holds nothing up, whether it is listed or not.
  std::erase_if(in.links, [&](const QueueLink& l) { return l.state == QueueLink::Blocker::done; });
  std::vector<QueueRemark> unknown;
  if (!rules.schedule.empty()) unknown = apply_schedule(parse_schedule(rules.schedule, "schedule"), in.issues);
  if (sprint) in.capacities = capacities_of(ctx, *sprint, in, rules);
  if (!rules.what_if.empty()) {
    std::set<std::string> teams;
    for (const QueueItem& i : in.issues) teams.insert(i.team.empty() ? "Unassigned" : i.team);
    for (const std::string& text : rules.what_if) imagine(in.capacities, text, teams);
  }
  in.algorithm = *queue_algorithm_named(rules.algorithm), in.fill = rules.fill;
  if (sprint) in.sprint_start = sprint->sprint.began(), in.sprint_end = sprint->sprint.complete ? sprint->sprint.complete : sprint->sprint.end;
  const auto capacities = in.capacities;
  ctx.cache().release_memory();  // of a large sprint, room for its lists
  out.queue = make_queue(std::move(in));
  tell_of_finished(finished, capacities, out.queue);
  out.queue.warnings.insert(out.queue.warnings.begin(), unknown.begin(), unknown.end());
  if (!done.warning.empty()) out.queue.warnings.insert(out.queue.warnings.begin(), {"done_rule", "", {}, done.warning});
}

std::string site_of(Context& ctx, Id cached) {
  for (const auto& site : store::sites(ctx.cache()))
    if (site.number == store::site_number(cached)) return site.name;
  return {};
}

PlannedQueue plan_sprint(Context& ctx, const QueueRules& rules, const store::SprintRow& row) {
  PlannedQueue out{{}, site_of(ctx, row.sprint.id), {}};
  out.content.sprint = row.sprint, out.content.board = row.board;
  out.content.sprint->id = row.sprint.id & store::kMaxTrackerId;
  plan(ctx, rules, row.sprint.board, [&](const auto& each) { store::queue_issues(ctx.cache(), row.sprint.id, each); }, &row, out);
  return out;
}

PlannedQueue plan_backlog(Context& ctx, const QueueRules& rules, const std::string& name) {
  const Id board = board_named(ctx, name);
  if (board == 0) throw Error(Exit::usage, "--backlog needs --board", "e.g. juno queue --backlog --board Checkout");
  PlannedQueue out{{}, site_of(ctx, board), {}};
  for (const auto& b : store::names(ctx.cache(), store::NameKind::board))
    if (b.id == board) out.content.board = b.text;
  plan(ctx, rules, board, [&](const auto& each) { store::backlog_issues(ctx.cache(), board, each); }, nullptr, out);
  return out;
}

}  // namespace

PlannedQueue plan_queue(Context& ctx, const QueueOptions& o) {
  const store::ReadTransaction one_moment(ctx.cache());
  return o.backlog ? plan_backlog(ctx, o, o.board) : plan_sprint(ctx, o, sprint_named(ctx, o.sprint, o.board));
}

PlannedQueue plan_again(Context& ctx, const store::SavedQueueRow& row, const SavedQueue& saved) {
  const store::ReadTransaction one_moment(ctx.cache());
  if (!saved.sprint) return plan_backlog(ctx, saved.rules, saved.board);
  for (const auto& site : store::sites(ctx.cache()))
    if (site.name == row.source)
      if (const auto sprint = store::find_sprint(ctx.cache(), site.to_cache(row.sprint))) return plan_sprint(ctx, saved.rules, *sprint);
  throw Error(Exit::usage, "the sprint of '" + row.name + "', " + row.sprint_name + ", is not in the cache", "name a second saved queue, or `juno sync`");
}

std::string save_queue(Context& ctx, const std::string& name, const PlannedQueue& queue) {
  if (name.find_first_not_of(" \t") == std::string::npos) throw Error(Exit::usage, "--save needs a name");
  store::SavedQueueRow row;
  row.name = name, row.source = queue.source, row.saved = ctx.now(), row.author = ctx.system.user();
  if (queue.content.sprint) row.sprint = queue.content.sprint->id, row.sprint_name = queue.content.sprint->name;
  row.body = canonical_json(queue.content);
  return store::add_saved_queue(ctx.ledger(store::Database::Mode::read_write), row);
}

store::SavedQueueRow saved_queue_named(Context& ctx, const std::string& name) {
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_only);
  if (auto exact = store::find_saved_queue(ledger, name)) return *std::move(exact);
  std::vector<NameCandidate> candidates;
  for (const auto& q : store::saved_queues(ledger)) candidates.push_back({q.name, {}, q.sprint_name});
  if (candidates.empty()) throw Error(Exit::store, "no queue is saved", "`juno queue --save NAME` saves one");
  return *store::find_saved_queue(ledger, candidates[resolve_name(name, candidates, "saved queue", "juno queue list")].name);
}

Report shown_queue(SavedQueue saved, const std::string& team, const std::string& key, const std::string& source, bool explain) {
  std::vector<std::string> why;
  if (!key.empty()) why = explain_item(saved.queue, key);
  if (!team.empty()) {
    std::set<std::string> teams;
    for (const QueueTeam& t : saved.queue.teams) teams.insert(t.name);
    saved.queue = of_team(std::move(saved.queue), one_of(teams, team));
  }
  std::vector<CalendarEvent> events = calendar_events(saved.queue, source + (saved.sprint ? "-" + std::to_string(saved.sprint->id) : "-backlog"), saved.generated);
  std::string title = title_of(saved);
  std::vector<Field> header = header_of(saved);
  Report report = to_report(std::move(saved.queue), std::move(title), std::move(header), explain);
  report.events = std::move(events);
  if (!key.empty()) report.explain = std::move(why);
  return report;
}

}  // namespace juno
