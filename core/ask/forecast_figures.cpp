// SPDX-License-Identifier: Apache-2.0
#include "core/ask/forecast_figures.h"
#include <algorithm>
#include <numeric>
#include "core/ask/condition.h"
#include "core/error.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// What changes while an issue is worked on: finished ones are no longer so.
bool of_open_work(const Atom& a) {
  return is_history(a.op) || among(a.field, {"open", "status", "status_category", "sprint", "sprint_count", "resolution", "resolved", "age", "idle", "updated", "time_in_current_status", "lead_time", "cycle_time", "overdue",
                                             "blocked", "blocking", "flagged", "stale", "reopened", "carried_over", "added_mid_sprint", "rank", "due", "linked_pr", "started", "created", "comment_count", "logged_hours"});
}
bool of_open_work(const Filter& f) {
  if (f.any.empty()) return of_open_work(f.atom);
  return std::any_of(f.any.begin(), f.any.end(), [](const auto& branch) { return std::any_of(branch.begin(), branch.end(), [](const Atom& a) { return of_open_work(a); }); });
}

double confidence_of(const MetricUse& use) { return use.aggregation == Aggregation::p50 ? 0.5 : use.aggregation == Aggregation::p95 ? 0.95 : 0.85; }

// The days of a window that lie ahead, counted from today: those whose middle is in it.
struct Ahead {
  int from = 1, to = 1;
  std::string why;  // there is nothing to foretell
};
Ahead ahead_of(const Span& span, const Clock& clock) {
  const Date today = clock.zone.date(clock.now);
  const auto middle = [&](int day) {
    const Instant from = clock.zone.start_of(today + day), to = clock.zone.start_of(today + day + 1);
    return from + (to - from) / 2;
  };
  Ahead out;
  if (!span.to) return {1, 1, "the window has no end"};
  while (out.from < kForecastDays && span.from && middle(out.from) < *span.from) ++out.from;
  out.to = out.from;
  while (out.to < kForecastDays && middle(out.to) < *span.to) ++out.to;
  if (out.to == out.from) out.why = "the window has no day after today";
  else if (out.to == kForecastDays) out.why = "the window goes further than three years";
  return out;
}

// Which figures stand beside the one that is asked for.
std::vector<std::pair<std::string, double>> beside(const SemanticQuery& q) {
  std::vector<std::pair<std::string, double>> out;
  for (const auto& [name, p] : {std::pair<std::string, double>{"p50", 0.5}, {"p85", 0.85}, {"p95", 0.95}})
    if (std::none_of(q.metrics.begin(), q.metrics.end(), [&](const std::string& m) { return confidence_of(metric_use(m)) == p; })) out.emplace_back(name, p);
  return out;
}

void check(const SemanticQuery& q) {
  const std::string_view name = metric_use(q.metrics.front()).metric->name;
  for (const auto& m : q.metrics)
    if (metric_use(m).metric->name != name) throw Error(Exit::usage, std::string(name) + " is asked apart from " + m, "ask two questions");
  if (!q.pct.empty()) throw Error(Exit::usage, "a forecast has no share");
  if (!q.as_of.empty()) throw Error(Exit::usage, "a forecast is made from now", "--now makes it from another moment");
  if (name == "forecast_items" && q.time.empty()) throw Error(Exit::usage, "forecast_items needs the time that it is about", "for example --time next:2w");
}

// Figures of one scope in one window, by confidence: days since 1970-01-01 of an eta.
class Foretold {
 public:
  Foretold(bool eta, const ForecastScope& scope, const Forecast& forecast, const Ahead& window, Date today)
      : eta_(eta), today_(today), trials_(eta ? forecast.when(scope.open) : window.why.empty() ? forecast.how_many(window.from, window.to) : Trials{}) {
    remark_ = !window.why.empty() ? window.why : eta && scope.open <= 0 ? "nothing is open" : forecast.reason();
    if (remark_.empty() && eta && !trials_.within(0.95)) remark_ = "some trials are not done within three years";
  }
  std::optional<double> value(double confidence) const {
    if (!eta_) return trials_.at_least(confidence);
    const auto days = trials_.within(confidence);
    return days ? std::optional<double>((today_ + static_cast<int>(*days)).days) : std::nullopt;
  }
  Cell shown(double confidence) const {
    const auto v = value(confidence);
    return !v ? Cell() : eta_ ? Cell(Date{static_cast<std::int32_t>(*v)}) : Cell(*v);
  }
  const std::string& remark() const { return remark_; }

 private:
  bool eta_;
  Date today_;
  Trials trials_;
  std::string remark_;
};

}  // namespace

bool is_forecast(std::string_view metric) { return among(metric, {"eta", "forecast_items"}); }

ForecastConditions forecast_conditions(const SemanticQuery& q) {
  if (!q.metrics.empty()) check(q);
  for (const auto& g : q.group_by)
    if (is_grain(g) || of_open_work(Atom{g, Op::equal, {}, {}}))
      throw Error(Exit::usage, "a forecast by " + g + " would have no pace of its own: finished issues are not told apart by it", "group by team, project, epic, component, type, assignee …");
  ForecastConditions out;
  for (const Filter& f : q.where) {
    if (f.any.size() != 1) out.open.push_back(f);
    else out.open.insert(out.open.end(), f.any.front().begin(), f.any.front().end());  // "a and b" in one condition
  }
  std::copy_if(out.open.begin(), out.open.end(), std::back_inserter(out.pace), [](const Filter& f) { return !of_open_work(f); });
  if (out.pace.size() < out.open.size()) {
    for (const Filter& f : out.pace) out.whose += (out.whose.empty() ? " where " : " and ") + condition_text(f);
    out.whose = "all issues" + out.whose;
  }
  out.open.emplace_back(Atom{"open", Op::equal, true, {}});
  return out;
}

double ForecastScope::came(int weeks) const {
  const auto days = static_cast<std::ptrdiff_t>(std::min(created.size(), 7 * static_cast<std::size_t>(weeks)));
  return std::accumulate(created.end() - days, created.end(), 0.0);
}

std::vector<ForecastScope> ForecastHistory::scopes(bool grouped, Date first, Date today) const {
  const auto on = [](const std::map<Date, double>& counts, Date day) {
    const auto at = counts.find(day);
    return at == counts.end() ? 0 : at->second;
  };
  std::vector<ForecastScope> out;
  for (const auto& [keys, c] : groups_) {
    ForecastScope& scope = out.emplace_back(ForecastScope{keys, c.open, c.unestimated, {}, {}});
    const Date begun = std::max(first, c.before ? first : c.created.empty() ? today : c.created.begin()->first);
    const int whole = (today - begun) / 7;
    for (Date day = today + -7 * whole; day < today; day = day + 1) scope.finished.push_back(on(c.finished, day)), scope.created.push_back(on(c.created, day));
  }
  if (out.empty() && !grouped) out.emplace_back();
  return out;
}

Table forecast_table(const SemanticQuery& q, const std::vector<ForecastScope>& scopes, const Clock& clock) {
  const bool eta = metric_use(q.metrics.front()).metric->name == "eta";
  const auto more = beside(q);
  std::vector<Ahead> windows;
  for (const auto& t : q.time) windows.push_back(ahead_of(resolve_window(t, clock, false).value_or(Span{}), clock));
  if (windows.empty()) windows.emplace_back();
  std::vector<FigureRow> rows;
  for (const ForecastScope& scope : scopes) {
    // Of groups in which nothing is open there is nothing to wait for.
    if (eta && scope.open <= 0 && !q.group_by.empty()) continue;
    const Forecast forecast(scope.finished);
    for (std::size_t w = 0; w < windows.size(); ++w) {
      const Foretold foretold(eta, scope, forecast, windows[w], clock.zone.date(clock.now));
      FigureRow& row = rows.emplace_back(FigureRow{scope.keys, w, {}, {}});
      for (const auto& m : q.metrics) row.metrics.push_back(foretold.value(confidence_of(metric_use(m))));
      for (const auto& [name, p] : more) row.more.push_back(foretold.shown(p));
      row.more.push_back(scope.open), row.more.push_back(cell(foretold.remark()));
    }
  }
  std::vector<Column> columns;
  for (const auto& [name, p] : more) columns.push_back({name, (eta ? "" : "At least, ") + people_number(p * 100) + " %" + (eta ? " by" : ""), eta ? Kind::date : Kind::number});
  columns.push_back({"open", "Open now", Kind::number});
  columns.push_back({"remark", "Remark", Kind::text, true, 0, true});
  return figure_table(q, std::move(rows), std::move(columns));
}

std::vector<std::string> forecast_paces(const SemanticQuery& q, const std::vector<ForecastScope>& scopes) {
  std::vector<std::string> out;
  for (const ForecastScope& scope : scopes) {
    const Forecast forecast(scope.finished);
    std::string& line = out.emplace_back();
    for (const auto& key : scope.keys) line += (line.empty() ? "" : ", ") + key.value_or("n/a");
    line += (line.empty() ? "Finished" : ": finished") + std::string(" ") + people_number(forecast.finished()) + " in " + std::to_string(forecast.weeks()) + " weeks, week by week";
    for (auto day = scope.finished.end() - 7 * forecast.weeks(); day != scope.finished.end(); day += 7) line += " " + people_number(std::accumulate(day, day + 7, 0.0));
    line += "; open now " + people_number(scope.open) + (q.group_by.empty() ? ", came in " + people_number(scope.came(forecast.weeks())) : "") + ".";
  }
  return out;
}

std::vector<std::string> forecast_notes(const std::vector<ForecastScope>& scopes, const std::string& whose, Date today) {
  const ForecastRules rules;
  std::vector<std::string> out{"Simulated from what was finished in the last " + std::to_string(rules.weeks) + " whole weeks up to " + format_date(today + -1) + " (" + std::to_string(rules.trials) + " trials, seed " + std::to_string(rules.seed) +
                               "); issues that come in from now on are left out, and so is what is left of today."};
  if (!whose.empty()) out.push_back("The pace is that of " + whose + ": what else the question says is about open work only.");
  if (scopes.size() == 1) {
    const Forecast f(scopes.front().finished, rules);
    out.push_back("In these " + std::to_string(f.weeks()) + " weeks " + people_number(f.finished()) + " issues were finished and " + people_number(scopes.front().came(f.weeks())) + " came in.");
  }
  return out;
}

}  // namespace juno::ask
