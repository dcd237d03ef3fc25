// SPDX-License-Identifier: Apache-2.0
#include "cmd/forecast_data.h"
#include <algorithm>
#include <map>
#include <numeric>
#include "cmd/semantic.h"
#include "core/ask/condition.h"
#include "core/error.h"
#include "core/text.h"
namespace juno {
namespace {

using ask::GroupKeys;
using ask::SemanticQuery;

// What changes while an issue is worked on: finished ones are no longer so.
bool of_open_work(const ask::Atom& a) {
  return ask::is_history(a.op) || among(a.field, {"open", "status", "status_category", "sprint", "sprint_count", "resolution", "resolved", "age", "idle", "updated", "time_in_current_status", "lead_time", "cycle_time", "overdue",
                                                  "blocked", "blocking", "flagged", "stale", "reopened", "carried_over", "added_mid_sprint", "rank", "due", "linked_pr", "started", "created", "comment_count", "logged_hours"});
}
bool of_open_work(const ask::Filter& f) {
  if (f.any.empty()) return of_open_work(f.atom);
  return std::any_of(f.any.begin(), f.any.end(), [](const auto& branch) { return std::any_of(branch.begin(), branch.end(), [](const ask::Atom& a) { return of_open_work(a); }); });
}

class Reader {
 public:
  Reader(Context& ctx, const SemanticQuery& query, const store::SemanticInput& in) : ctx_(ctx), query_(query), in_(in) {}

  // Each row of a count: its groups, the day where asked for, and how many.
  template <class Row> void count(const char* metric, const std::vector<ask::Filter>& where, bool by_day, const std::optional<ask::Span>& span, Row row) {
    SemanticQuery q;
    q.metrics = {metric}, q.where = where, q.group_by = query_.group_by;
    if (by_day) q.group_by.push_back("day");
    if (span) q.time = {ask::window_text(*span)};
    store::SqlLimits limits;
    limits.time = std::chrono::seconds(30), limits.rows = 10'000'000;
    limits.interrupted = [this] { return ctx_.system.signal() != 0; };
    const auto result = store::run_compiled(ctx_.paths().cache, store::compile(ctx_.cache(), q, in_), in_.world.clock, limits);
    for (const auto& cells : result.table.rows) {
      GroupKeys keys;
      for (std::size_t n = 0; n < query_.group_by.size(); ++n) keys.push_back(ask::group_name(cells[n]));
      std::optional<Date> day;
      if (by_day)
        if (const auto text = ask::group_name(cells[query_.group_by.size()])) day = parse_date(*text);
      row(keys, day, ask::figure_in(cells.back()).value_or(0));
    }
  }

 private:
  Context& ctx_;
  const SemanticQuery& query_;
  const store::SemanticInput& in_;
};

struct Past {
  std::map<Date, double> finished, created;
  bool before = false;  // some issue was created before the weeks that are looked at
};

}  // namespace

double ForecastScope::came(int weeks) const {
  const auto days = static_cast<std::ptrdiff_t>(std::min(created.size(), 7 * static_cast<std::size_t>(weeks)));
  return std::accumulate(created.end() - days, created.end(), 0.0);
}

ForecastScopes forecast_scopes(Context& ctx, const SemanticQuery& query, const store::SemanticInput& in, int weeks, bool points) {
  for (const auto& g : query.group_by)
    if (ask::is_grain(g) || among(g, {"status", "status_category", "sprint", "resolution", "open"}) || of_open_work(ask::Atom{g, ask::Op::equal, {}, {}}))
      throw Error(Exit::usage, "a forecast by " + g + " would have no pace of its own: finished issues are not told apart by it", "group by team, project, epic, component, type, assignee …");
  ForecastScopes out;
  const Zone& zone = in.world.clock.zone;
  out.today = zone.date(in.world.clock.now);
  const Date first = out.today + -7 * weeks;
  std::vector<ask::Filter> open, pace;
  for (const ask::Filter& f : query.where) {
    if (f.any.size() != 1) open.push_back(f);
    else open.insert(open.end(), f.any.front().begin(), f.any.front().end());  // "a and b" in one condition
  }
  std::copy_if(open.begin(), open.end(), std::back_inserter(pace), [](const ask::Filter& f) { return !of_open_work(f); });
  const bool narrower = pace.size() < open.size();
  open.emplace_back(ask::Atom{"open", ask::Op::equal, true, {}});
  if (narrower) {
    for (const ask::Filter& f : pace) out.pace += (out.pace.empty() ? " where " : " and ") + ask::condition_text(f);
    out.pace = "all issues" + out.pace;
  }

  Reader read(ctx, query, in);
  std::map<GroupKeys, double> to_do, unestimated;
  std::map<GroupKeys, Past> past;
  const ask::Span span{zone.start_of(first), zone.start_of(out.today)};
  read.count(points ? "points" : "issues", open, false, {}, [&](const GroupKeys& keys, const auto&, double n) { to_do[keys] += n; });
  read.count(points ? "points_resolved" : "issues_resolved", pace, true, span, [&](const GroupKeys& keys, const auto& day, double n) { if (day) past[keys].finished[*day] += n; });
  read.count("issues_created", pace, true, span, [&](const GroupKeys& keys, const auto& day, double n) { if (day) past[keys].created[*day] += n; });
  read.count("issues_created", pace, false, ask::Span{{}, span.from}, [&](const GroupKeys& keys, const auto&, double n) { past[keys].before = past[keys].before || n > 0; });
  if (points) {
    open.emplace_back(ask::Atom{"story_points", ask::Op::is_null, {}, {}});
    read.count("issues", open, false, {}, [&](const GroupKeys& keys, const auto&, double n) { unestimated[keys] += n; });
  }
  if (query.group_by.empty()) to_do[{}] += 0;
  for (const auto& [keys, p] : past) to_do[keys] += 0;
  // What the cache was told to leave out was not idle.
  const Date known = in.config.sync.since.value_or(Date{});
  for (const auto& [keys, n] : to_do) {
    const Past& p = past[keys];
    ForecastScope& scope = out.scopes.emplace_back(ForecastScope{keys, n, unestimated[keys], {}, {}});
    Date begun = p.before ? first : p.created.empty() ? out.today : p.created.begin()->first;
    begun = std::max(begun, std::max(first, known));
    const int whole = (out.today - begun) / 7;
    for (Date day = out.today + -7 * whole; day < out.today; day = day + 1) {
      const auto done = p.finished.find(day), came = p.created.find(day);
      scope.finished.push_back(done == p.finished.end() ? 0 : done->second);
      scope.created.push_back(came == p.created.end() ? 0 : came->second);
    }
  }
  return out;
}

std::vector<std::string> forecast_notes(const ForecastScopes& scopes, const ForecastRules& rules) {
  std::vector<std::string> out;
  out.push_back("Simulated from what was finished in the last " + std::to_string(rules.weeks) + " whole weeks up to " + format_date(scopes.today + -1) + " (" + std::to_string(rules.trials) + " trials, seed " + std::to_string(rules.seed) +
                "); issues that come in from now on are left out, and so is what is left of today.");
  if (!scopes.pace.empty()) out.push_back("The pace is that of " + scopes.pace + ": what else the question says is about open work only.");
  if (scopes.scopes.size() == 1) {
    const Forecast f(scopes.scopes.front().finished, rules);
    out.push_back("In these " + std::to_string(f.weeks()) + " weeks " + people_number(f.finished()) + " issues were finished and " + people_number(scopes.scopes.front().came(f.weeks())) + " came in.");
  }
  return out;
}

}  // namespace juno
