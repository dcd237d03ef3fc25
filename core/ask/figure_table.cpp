// SPDX-License-Identifier: Apache-2.0
#include "core/ask/figure_table.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include "core/names.h"
#include "core/stats.h"
namespace juno::ask {
namespace {

bool compares(double a, Op op, double b) {
  if (op == Op::equal) return a == b;
  if (op == Op::not_equal) return a != b;
  if (op == Op::less) return a < b;
  if (op == Op::at_most) return a <= b;
  return op == Op::greater ? a > b : a >= b;
}

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) { return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()); }

void order_by(const SemanticQuery& q, std::vector<FigureRow>& rows, const Sort& s) {
  const std::size_t metric = place_of(q.metrics, s.by), group = place_of(q.group_by, s.by);
  std::stable_sort(rows.begin(), rows.end(), [&](const FigureRow& a, const FigureRow& b) {
    if (metric < q.metrics.size()) {
      const auto &x = a.metrics[metric], &y = b.metrics[metric];
      if (!x || !y) return x.has_value() > y.has_value();
      return s.descending ? *x > *y : *x < *y;
    }
    return group < a.keys.size() && (s.descending ? b.keys[group] < a.keys[group] : a.keys[group] < b.keys[group]);
  });
}

Cell shown(const std::optional<double>& value, const Metric& metric) {
  if (!value) return {};
  if (metric.unit == "date") return Date{static_cast<std::int32_t>(std::lround(*value))};
  return *value;
}

}  // namespace

std::string column_title(std::string_view name) {
  std::string text = words_of(name);
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - ('a' - 'A'));
  return text;
}

std::optional<std::string> group_name(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* yes = std::get_if<bool>(&cell)) return *yes ? "yes" : "no";
  if (const auto* n = std::get_if<std::int64_t>(&cell)) return *n ? "yes" : "no";
  return std::nullopt;
}

std::optional<double> figure_in(const Cell& cell) {
  if (const auto* n = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*n);
  if (const auto* day = std::get_if<Date>(&cell)) return static_cast<double>(day->days);
  if (const auto* d = std::get_if<double>(&cell)) return *d;
  return std::nullopt;
}

Table merged(const SemanticQuery& q, const std::vector<std::pair<SemanticQuery, Table>>& parts) {
  std::vector<Column> more;
  for (const auto& [part, table] : parts)
    for (std::size_t c = part.group_by.size() + (part.time.size() > 1) + part.metrics.size(); c < table.columns.size(); ++c) {
      Column column = table.columns[c];
      if (std::any_of(more.begin(), more.end(), [&](const Column& known) { return known.key == column.key; })) column.key = part.metrics.front() + "_" + column.key, column.title += " of " + words_of(metric_use(part.metrics.front()).metric->name);
      more.push_back(std::move(column));
    }
  std::map<std::pair<GroupKeys, std::size_t>, FigureRow> rows;
  std::size_t offset = 0;
  for (const auto& [part, table] : parts) {
    const std::size_t groups = part.group_by.size(), first = groups + (part.time.size() > 1), rest = first + part.metrics.size();
    for (const auto& cells : table.rows) {
      GroupKeys keys;
      for (std::size_t n = 0; n < groups; ++n) keys.push_back(group_name(cells[n]));
      const std::size_t window = first > groups ? static_cast<std::size_t>(figure_in(cells[groups]).value_or(0)) : 0;
      const auto [at, fresh] = rows.try_emplace({keys, window});
      if (fresh) at->second = {keys, window, std::vector<std::optional<double>>(q.metrics.size()), std::vector<Cell>(more.size())};
      for (std::size_t n = 0; n < part.metrics.size(); ++n) at->second.metrics[place_of(q.metrics, part.metrics[n])] = figure_in(cells[first + n]);
      for (std::size_t n = rest; n < cells.size(); ++n) at->second.more[offset + n - rest] = cells[n];
    }
    offset += table.columns.size() - rest;
  }
  std::vector<FigureRow> out;
  for (auto& [place, row] : rows) out.push_back(std::move(row));
  for (std::size_t n = 0; n < q.metrics.size(); ++n)
    if (metric_use(q.metrics[n]).aggregation == Aggregation::count && q.pct.empty())
      for (FigureRow& row : out) row.metrics[n] = row.metrics[n].value_or(0);
  return figure_table(q, std::move(out), std::move(more));
}

bool holds(const Filter& filter, const std::function<FieldValue(const std::string&)>& value_of) {
  const auto one = [&](const Atom& a) {
    if (is_history(a.op)) return false;
    const FieldValue value = value_of(a.field);
    const bool known = !std::holds_alternative<std::monostate>(value);
    if (a.op == Op::is_null || a.op == Op::not_null) return known == (a.op == Op::not_null);
    if (const auto* limit = std::get_if<double>(&a.value)) {
      const auto* number = std::get_if<double>(&value);
      return number ? compares(*number, a.op, *limit) : a.op == Op::not_equal;
    }
    const auto* text = std::get_if<std::string>(&value);
    bool same = false;
    if (const auto* name = std::get_if<std::string>(&a.value)) {
      if (a.op == Op::contains || a.op == Op::not_contains) return (text && fold_case(*text).find(fold_case(*name)) != std::string::npos) == (a.op == Op::contains);
      same = text && *text == *name;
    }
    if (const auto* names = std::get_if<std::vector<std::string>>(&a.value)) same = text && std::find(names->begin(), names->end(), *text) != names->end();
    return a.op == Op::not_equal || a.op == Op::not_in ? !same : same;
  };
  if (filter.any.empty()) return one(filter.atom);
  return std::any_of(filter.any.begin(), filter.any.end(), [&](const auto& branch) { return std::all_of(branch.begin(), branch.end(), one); });
}

std::optional<double> aggregated(Aggregation aggregation, std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  switch (aggregation) {
    case Aggregation::sum: return std::accumulate(values.begin(), values.end(), 0.0);
    case Aggregation::count: return static_cast<double>(values.size());
    case Aggregation::median: case Aggregation::p50: return median(values);
    case Aggregation::least: return *std::min_element(values.begin(), values.end());
    case Aggregation::most: return *std::max_element(values.begin(), values.end());
    case Aggregation::deviation: return standard_deviation(values);
    case Aggregation::average: case Aggregation::per_sprint: case Aggregation::p15: case Aggregation::p75: case Aggregation::p85: case Aggregation::p90: case Aggregation::p95: case Aggregation::ratio:
    case Aggregation::series: break;
  }
  return mean(values);
}

Table figure_table(const SemanticQuery& q, std::vector<FigureRow> rows, std::vector<Column> more) {
  const bool compared = q.time.size() > 1;
  std::erase_if(rows, [&](const FigureRow& row) {
    return !std::all_of(q.having.begin(), q.having.end(), [&](const Having& h) {
      const std::size_t n = place_of(q.metrics, h.metric);
      return n < row.metrics.size() && row.metrics[n] && compares(*row.metrics[n], h.op, h.value);
    });
  });
  std::stable_sort(rows.begin(), rows.end(), [](const FigureRow& a, const FigureRow& b) { return std::tie(a.keys, a.window) < std::tie(b.keys, b.window); });
  const bool grained = std::any_of(q.group_by.begin(), q.group_by.end(), [](const auto& g) { return is_grain(g); });
  if (q.sort.empty() && q.metrics.size() == 1 && !q.group_by.empty() && !grained && !compared) order_by(q, rows, {q.metrics.front(), true});
  for (auto s = q.sort.rbegin(); s != q.sort.rend(); ++s) order_by(q, rows, *s);
  if (q.limit && rows.size() > static_cast<std::size_t>(*q.limit)) rows.resize(static_cast<std::size_t>(*q.limit));

  Table t;
  for (const auto& g : q.group_by) t.columns.push_back({g, column_title(g), Kind::text, false});
  if (compared) t.columns.push_back({"window", "Window", Kind::integer, false});
  std::vector<MetricUse> uses;
  for (const auto& m : q.metrics) {
    const MetricUse use = uses.emplace_back(metric_use(m));
    const std::string suffix = use.plain() ? "" : " " + std::string(to_string(use.aggregation));
    const Kind kind = use.metric->unit == "ratio" ? Kind::ratio : use.metric->unit == "date" ? Kind::date : Kind::number;
    t.columns.push_back({m, column_title(use.metric->name) + suffix + (use.metric->unit == "points" ? " (points)" : ""), kind, false});
  }
  for (auto& c : more) t.columns.push_back(std::move(c));
  for (FigureRow& row : rows) {
    auto& cells = t.rows.emplace_back();
    for (const auto& k : row.keys) cells.push_back(cell(k));
    if (compared) cells.push_back(static_cast<std::int64_t>(row.window));
    for (std::size_t n = 0; n < uses.size(); ++n) cells.push_back(shown(row.metrics[n], *uses[n].metric));
    for (auto& c : row.more) cells.push_back(std::move(c));
  }
  return t;
}

}  // namespace juno::ask
