// SPDX-License-Identifier: Apache-2.0
#include "core/render/picture.h"
#include <algorithm>
#include <cmath>
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

std::size_t column_of(const Table& table, const std::string& key) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.key == key; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

// 1, 2 or 5 times a power of ten, so that at most five steps cover the span.
double nice_step(double span) {
  if (!(span > 0)) return 1;
  const double power = std::pow(10.0, std::floor(std::log10(span / 5)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power * 5 >= span * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

}  // namespace

std::optional<Picture> picture_of(const Section& section, const Zone& zone) {
  if (!section.chart) return std::nullopt;
  const Table& table = section.table;
  Picture p;
  bool empty = true;
  const std::size_t x = column_of(table, section.chart->x);
  for (const auto& row : table.rows) {
    std::string& label = p.labels.emplace_back();
    if (x >= row.size()) continue;
    append_for_people(label, row[x], table.columns[x].kind, zone);
    if (std::holds_alternative<Date>(row[x])) label.erase(0, label.size() - 5);
  }
  for (const std::string& key : section.chart->series) {
    const std::size_t at = column_of(table, key);
    if (at >= table.columns.size()) continue;
    Picture::Series s{printable(table.columns[at].title.empty() ? key : table.columns[at].title), {}};
    for (const auto& row : table.rows) {
      s.values.push_back(number_in(row[at]));
      if (!s.values.back()) continue;
      p.low = std::min(p.low, *s.values.back());
      p.high = std::max(p.high, *s.values.back());
      empty = false;
    }
    p.series.push_back(std::move(s));
  }
  if (empty) return std::nullopt;
  return p;
}

Axis axis_of(const Picture& p) {
  Axis a;
  a.step = nice_step(p.high - p.low);
  a.low = std::floor(p.low / a.step + 1e-9) * a.step;
  a.high = std::max(std::ceil(p.high / a.step - 1e-9) * a.step, a.low + a.step);
  a.ticks = static_cast<int>(std::lround((a.high - a.low) / a.step));
  return a;
}

std::string number_text(double value) {
  std::string out;
  append_for_people(out, value, Kind::number, Zone{});
  return out;
}

}  // namespace juno::render_detail
