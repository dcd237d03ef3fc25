// SPDX-License-Identifier: Apache-2.0
#include "cmd/chosen_sprint.h"
#include <algorithm>
#include <charconv>
#include "core/error.h"
#include "core/names.h"
#include "store/names.h"
namespace juno {
namespace {

SprintIssue for_report(store::SprintIssue&& i) {
  SprintIssue out;
  out.id = i.id;
  out.key = std::move(i.key), out.summary = std::move(i.summary), out.type = std::move(i.type), out.priority = std::move(i.priority), out.team = std::move(i.team);
  out.subtask = i.subtask, out.flagged = i.flagged;
  out.status_id = i.status_id, out.status = std::move(i.status);
  out.assignee = {i.assignee_id, std::move(i.assignee)};
  const bool owned = i.owner_id != 0;
  out.stakeholder = owned ? Who{i.owner_id, std::move(i.owner)} : Who{i.reporter_id, std::move(i.reporter)};
  out.field_used = owned ? "Owner" : "Reporter";
  out.points = i.points;
  out.timeline = std::move(i.timeline);
  out.epic = std::move(i.epic_key);
  return out;
}

// Lookups own their database's answers; reading them once keeps a report at one query each.
SprintRules rules_of(Context& ctx, const store::SprintRow& row, const SprintOptions& options) {
  store::Database& db = ctx.cache();
  SprintRules rules;
  rules.category = store::status_categories(db);
  std::optional<Board> board;
  if (ctx.config().done.by == DoneRule::By::board) board = store::find_board(db, row.sprint.board);
  rules.done = done_when(ctx.config().done, board ? &*board : nullptr, rules.category, store::status_names(db));
  rules.subtasks = options.subtasks;
  rules.grace = std::chrono::minutes(options.grace);
  return rules;
}

std::vector<store::SprintRow> all_sprints(Context& ctx) { return store::list_sprints(ctx.cache(), {}); }

}  // namespace

void declare_sprint_rules(Flags& flags, SprintOptions& o) {
  flags.value("--board", o.board, "NAME", "Only this board: its name or id").completion = Completion::board;
  flags.flag("--subtasks", o.subtasks, "Count sub-tasks too");
  flags.value("--grace", o.grace, "MINUTES", "What enters this soon after the start counts as committed");
}

void declare_sprint(Flags& flags, SprintOptions& o) {
  OptionSpec& sprint = flags.positional("SPRINT", o.sprint, "active, last, last-N, an id, or a name (default: active)");
  sprint.completion = Completion::sprint;
  declare_sprint_rules(flags, o);
}

Id board_named(Context& ctx, const std::string& name) {
  if (name.empty()) return 0;
  const auto boards = store::names(ctx.cache(), store::NameKind::board);
  std::vector<NameCandidate> candidates;
  for (const auto& b : boards) candidates.push_back({b.text, {std::to_string(b.id)}, "id " + std::to_string(b.id) + (b.detail.empty() ? "" : ", project " + b.detail)});
  return boards[resolve_name(name, candidates, "board", "juno sprint list")].id;
}

Id board_with_sprints(Context& ctx, const std::string& name) {
  if (const Id named = board_named(ctx, name)) return named;
  std::vector<std::pair<Id, std::string>> boards;
  for (const auto& row : all_sprints(ctx))
    if (row.sprint.state == SprintState::closed && std::none_of(boards.begin(), boards.end(), [&](const auto& b) { return b.first == row.sprint.board; }))
      boards.emplace_back(row.sprint.board, row.board);
  if (boards.size() == 1) return boards.front().first;
  if (boards.empty()) throw Error(Exit::store, "the cache has no closed sprint", "run `juno sync`; `juno sprint list` shows what is there");
  Error e(Exit::usage, "several boards have sprints: say which with --board");
  std::sort(boards.begin(), boards.end());
  for (const auto& [id, board] : boards) e.details.push_back(board + " (id " + std::to_string(id) + ")");
  throw e;
}

store::SprintRow sprint_named(Context& ctx, const std::string& selector, const std::string& board) {
  auto rows = all_sprints(ctx);
  std::vector<SprintChoice> choices;
  for (const auto& r : rows)
    choices.push_back({r.sprint.id, r.sprint.name, r.sprint.board, r.board, r.sprint.state, r.sprint.began(), r.sprint.complete, r.public_id});
  const Id on_board = board_named(ctx, board);
  return rows[select_sprint(selector, choices, on_board ? std::optional(on_board) : std::nullopt)];
}

ChosenSprint load_sprint(Context& ctx, const store::SprintRow& row, const SprintOptions& options) {
  if (options.grace < 0 || options.grace > 7 * 24 * 60) throw Error(Exit::usage, "--grace: not from 0 to 10080 minutes");
  ChosenSprint out;
  out.row = row;
  out.sprint = row.sprint;
  auto issues = store::sprint_issues(ctx.cache(), row.sprint.id);
  out.issues.reserve(issues.size());
  for (auto& issue : issues) out.issues.push_back(for_report(std::move(issue)));
  out.rules = rules_of(ctx, row, options);
  out.calendar = Calendar(ctx.config());
  out.zone = ctx.zone();
  out.as_of = ctx.now();
  out.explain = ctx.options.explain;
  out.status_name = store::status_names(ctx.cache());
  return out;
}

}  // namespace juno
