// SPDX-License-Identifier: Apache-2.0
#include "core/durations.h"
#include <algorithm>
#include "core/stats.h"
namespace juno {

Durations durations(std::vector<double> values, const std::string& none) {
  constexpr std::size_t kSome = 5, kMany = 20;
  std::sort(values.begin(), values.end());
  Durations out;
  out.count = static_cast<int>(values.size());
  if (values.empty()) out.why = out.why_p95 = none;
  if (values.empty()) return out;
  if (values.size() < kSome) {
    for (const double v : values) out.why += (out.why.empty() ? "too few, only " : ", ") + people_number(v);
    out.why_p95 = out.why;
    return out;
  }
  out.median = median(values);
  out.p85 = quantile_nearest_rank(values, 0.85);
  if (values.size() >= kMany) out.p95 = quantile_nearest_rank(values, 0.95);
  else out.why_p95 = std::to_string(values.size()) + " of the 20 values it needs";
  return out;
}

void add_durations(Report& report, const std::string& key, const std::string& title, const Durations& d) {
  const auto add = [&](const char* name, const std::string& line, const std::optional<double>& value, const std::string& why) {
    const bool said = !d.median && std::string_view(name) != "median_days";  // one line says why for all three
    report.summary.push_back({key + "." + name, said ? "" : title + line, value ? Cell{*value} : Cell{}, Kind::number, value ? "" : why, value ? "days" : ""});
  };
  report.summary.push_back({key + ".count", "", std::int64_t{d.count}, Kind::integer, ""});
  add("median_days", ", median", d.median, d.why);
  add("p85_days", ", 85 %", d.p85, d.why);
  add("p95_days", ", 95 %", d.p95, d.why_p95);
}

}  // namespace juno
