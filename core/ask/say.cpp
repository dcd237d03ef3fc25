// SPDX-License-Identifier: Apache-2.0
#include "core/ask/say.h"
#include <algorithm>
#include "core/ask/condition.h"
#include "core/report.h"
namespace juno::ask {
namespace {

// Of a forecast a percentile says how sure it is.
bool is_confidence(const MetricUse& use) { return use.metric->name == "eta" || use.metric->name == "forecast_items"; }

std::string aggregation_words(const MetricUse& use) {
  if (is_confidence(use) || (use.metric->name == "velocity_forecast" && use.plain())) return "";  // the next one is an expected value with its interval
  switch (use.aggregation) {
    case Aggregation::average: return "average ";
    case Aggregation::median: return "median ";
    case Aggregation::least: return "least ";
    case Aggregation::most: return "greatest ";
    case Aggregation::deviation: return "standard deviation of ";
    case Aggregation::p15: case Aggregation::p50: case Aggregation::p75: case Aggregation::p85: case Aggregation::p90: case Aggregation::p95:
      return std::string(to_string(use.aggregation)).substr(1) + "th percentile of ";
    case Aggregation::sum: return use.plain() ? "" : "sum of ";
    case Aggregation::count: case Aggregation::ratio: case Aggregation::per_sprint: case Aggregation::series: return "";
  }
  return "";
}

std::string metric_words(const std::string& text, bool share) {
  const MetricUse use = metric_use(text);
  // "Issues" alone would be a list of them.
  const bool things = use.metric->aggregation == Aggregation::count && use.metric->axis.empty();
  return (share ? "" : things || use.metric->name == "sprints" || use.metric->name == "releases" ? "number of " : "") + aggregation_words(use) + words_of(use.metric->name) +
         (is_confidence(use) ? " with " + std::string(to_string(use.aggregation)).substr(1) + " % confidence" : "");
}

// Windows are said as dates, whatever words asked for them.
Filter with_dates(Filter f, Entity entity, const Clock& clock) {
  const auto said = [&](Atom& a) {
    const Field* field = find_field(entity, a.field);
    if (a.op == Op::in_window)
      if (const auto span = resolve_window(std::get<std::string>(a.value), clock, field != nullptr && field->past)) a.value = say(*span, clock);
    if (!a.window.empty())
      if (const auto span = resolve_window(a.window, clock, true)) a.window = say(*span, clock);
  };
  said(f.atom);
  for (auto& branch : f.any)
    for (Atom& a : branch) said(a);
  return f;
}

std::string conditions(const std::vector<Filter>& filters, Entity entity, const World& world) {
  std::string out;
  for (const Filter& f : filters) out += (out.empty() ? "" : f.any.empty() ? " and " : " and either ") + condition_text(with_dates(f, entity, world.clock));
  return out;
}

std::string listed(const std::vector<std::string>& all) {
  std::string out;
  for (std::size_t n = 0; n < all.size(); ++n) out += (n == 0 ? "" : n + 1 == all.size() ? " and " : ", ") + words_of(all[n]);
  return out;
}

std::string axis_words(const SemanticQuery& q) {
  const Metric& m = *metric_use(q.metrics.front()).metric;
  if (m.axis == "left_status") return "left";
  if (m.axis == "end") return "sprints that end";
  return words_of(m.axis);
}

std::string windows(const SemanticQuery& q, const World& world) {
  std::string out;
  for (const auto& t : q.time)
    if (const auto span = resolve_window(t, world.clock, false)) out += (out.empty() ? "" : " against ") + say(*span, world.clock);
  return out;
}

}  // namespace

std::string say(const SemanticQuery& q, const World& world) {
  const Entity entity = entity_of(q);
  std::string out;
  if (q.metrics.empty()) out = std::string(info(entity).plural);
  for (std::size_t n = 0; n < q.metrics.size(); ++n) out += (n == 0 ? "" : n + 1 == q.metrics.size() ? " and " : ", ") + metric_words(q.metrics[n], !q.pct.empty());
  if (!q.pct.empty()) out = "share of " + out + " where " + conditions(q.pct, entity, world);
  if (!q.where.empty()) out += (q.pct.empty() ? " where " : ", of those where ") + conditions(q.where, entity, world);
  if (!q.group_by.empty()) out += ", by " + listed(q.group_by);
  if (!q.time.empty()) out += ", " + axis_words(q) + " " + windows(q, world) + " (" + world.clock.zone.name() + ")";
  if (!q.as_of.empty()) out += ", as of the end of " + q.as_of;
  for (const Having& h : q.having) out += ", only where " + words_of(h.metric) + " " + std::string(to_string(h.op)) + " " + people_number(h.value);
  for (const Sort& s : q.sort) out += ", " + words_of(s.by) + (s.descending ? " descending" : " ascending");
  if (q.limit) out += ", the first " + std::to_string(*q.limit);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - ('a' - 'A'));
  return out;
}

std::vector<std::string> definitions(const SemanticQuery& q) {
  std::vector<std::string> out;
  for (const auto& text : q.metrics) {
    const Metric& m = *metric_use(text).metric;
    const std::string line = words_of(m.name) + " = " + std::string(m.definition) + ".";
    if (std::find(out.begin(), out.end(), line) == out.end()) out.push_back(line);
  }
  for (auto& line : out)
    if (line.front() >= 'a' && line.front() <= 'z') line.front() = static_cast<char>(line.front() - ('a' - 'A'));
  return out;
}

std::vector<std::string> explain(const SemanticQuery& q, const World& world) {
  std::vector<std::string> out;
  const Entity entity = entity_of(q);
  for (const Filter& f : q.where) out.push_back("Filter: " + condition_text(with_dates(f, entity, world.clock)) + ".");
  for (const auto& t : q.time)
    if (const auto span = resolve_window(t, world.clock, false))
      out.push_back("Window: " + (span->from ? format_instant(*span->from) : "the beginning") + " up to " + (span->to ? format_instant(*span->to) : "the end") + ", not included (UTC); that is " +
                    say(*span, world.clock) + " in " + world.clock.zone.name() + ".");
  out.push_back("Same question: " + query_line(q));
  return out;
}

}  // namespace juno::ask
