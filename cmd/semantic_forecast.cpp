// SPDX-License-Identifier: Apache-2.0
#include "cmd/semantic_forecast.h"
#include <algorithm>
#include <numeric>
#include "cmd/forecast_data.h"
#include "core/error.h"
#include "core/text.h"
namespace juno {
namespace {

using ask::Aggregation;
using ask::SemanticQuery;

double confidence_of(const ask::MetricUse& use) { return use.aggregation == Aggregation::p50 ? 0.5 : use.aggregation == Aggregation::p95 ? 0.95 : 0.85; }

// The days of a window that lie ahead, counted from today: those whose middle is in it.
struct Ahead {
  int from = 1, to = 1;
  std::string why;  // there is nothing to foretell
};
Ahead ahead_of(const ask::Span& span, const ask::Clock& clock) {
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
    if (std::none_of(q.metrics.begin(), q.metrics.end(), [&](const std::string& m) { return confidence_of(ask::metric_use(m)) == p; })) out.emplace_back(name, p);
  return out;
}

void check(const SemanticQuery& q) {
  const std::string_view name = ask::metric_use(q.metrics.front()).metric->name;
  for (const auto& m : q.metrics)
    if (ask::metric_use(m).metric->name != name) throw Error(Exit::usage, std::string(name) + " is asked apart from " + m, "ask two questions");
  if (!q.pct.empty()) throw Error(Exit::usage, "a forecast has no share");
  if (!q.as_of.empty()) throw Error(Exit::usage, "a forecast is made from now", "--now makes it from another moment");
  if (name == "forecast_items" && q.time.empty()) throw Error(Exit::usage, "forecast_items needs the time that it is about", "for example --time next:2w");
}

// What was finished week by week, and by whom.
std::string pace_line(const SemanticQuery& q, const ForecastScope& scope, const Forecast& forecast) {
  std::string out;
  for (const auto& key : scope.keys) out += (out.empty() ? "" : ", ") + key.value_or("n/a");
  out += (out.empty() ? "Finished" : ": finished") + std::string(" ") + people_number(forecast.finished()) + " in " + std::to_string(forecast.weeks()) + " weeks, week by week";
  const std::size_t first = scope.finished.size() - 7 * static_cast<std::size_t>(forecast.weeks());
  for (std::size_t w = first; w < scope.finished.size(); w += 7) out += " " + people_number(std::accumulate(scope.finished.begin() + static_cast<std::ptrdiff_t>(w), scope.finished.begin() + static_cast<std::ptrdiff_t>(w + 7), 0.0));
  return out + "; open now " + people_number(scope.open) + (q.group_by.empty() ? ", came in " + people_number(scope.came(forecast.weeks())) : "") + ".";
}

}  // namespace

bool is_forecast(const SemanticQuery& q) {
  return std::any_of(q.metrics.begin(), q.metrics.end(), [](const std::string& m) { return among(ask::metric_use(m).metric->name, {"eta", "forecast_items"}); });
}

Table forecast_table(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  check(q);
  if (!store::has_any(ctx.cache(), ask::Entity::issue, ctx.config())) throw Error(Exit::store, "the cache holds no issues", "run `juno sync`");
  const bool eta = ask::metric_use(q.metrics.front()).metric->name == "eta";
  const auto more = beside(q);
  std::vector<Ahead> windows;
  for (const auto& t : q.time) windows.push_back(ahead_of(ask::resolve_window(t, in.world.clock, false).value_or(ask::Span{}), in.world.clock));
  if (windows.empty()) windows.emplace_back();
  const ForecastScopes all = forecast_scopes(ctx, q, in);
  std::vector<ask::FigureRow> rows;
  for (const ForecastScope& scope : all.scopes) {
    // Of groups in which nothing is open there is nothing to wait for.
    if (eta && scope.open <= 0 && !q.group_by.empty()) continue;
    const Forecast forecast(scope.finished);
    report.explain.push_back(pace_line(q, scope, forecast));
    for (std::size_t w = 0; w < windows.size(); ++w) {
      const Trials trials = eta ? forecast.when(scope.open) : windows[w].why.empty() ? forecast.how_many(windows[w].from, windows[w].to) : Trials{};
      const auto value = [&](double p) -> std::optional<double> {
        if (!eta) return trials.at_least(p);
        const auto days = trials.within(p);
        return days ? std::optional<double>((all.today + static_cast<int>(*days)).days) : std::nullopt;
      };
      ask::FigureRow& row = rows.emplace_back(ask::FigureRow{scope.keys, w, {}, {}});
      for (const auto& m : q.metrics) row.metrics.push_back(value(confidence_of(ask::metric_use(m))));
      for (const auto& [name, p] : more) {
        const auto v = value(p);
        row.more.push_back(!v ? Cell() : eta ? Cell(Date{static_cast<std::int32_t>(*v)}) : Cell(*v));
      }
      std::string remark = !windows[w].why.empty() ? windows[w].why : eta && scope.open <= 0 ? "nothing is open" : forecast.reason();
      if (remark.empty() && eta && !trials.within(0.95)) remark = "some trials are not done within three years";
      row.more.push_back(scope.open), row.more.push_back(cell(remark));
    }
  }
  std::vector<Column> columns;
  for (const auto& [name, p] : more) columns.push_back({name, (eta ? "" : "At least, ") + people_number(p * 100) + " %" + (eta ? " by" : ""), eta ? Kind::date : Kind::number});
  columns.push_back({"open", "Open now", Kind::number});
  columns.push_back({"remark", "Remark", Kind::text, true, 0, true});
  for (auto& note : forecast_notes(all, {})) report.notes.push_back(std::move(note));
  return ask::figure_table(q, std::move(rows), std::move(columns));
}

}  // namespace juno
