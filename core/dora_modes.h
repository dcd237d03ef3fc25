// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "core/dora.h"
namespace juno {

// Other tools' rules, to reproduce their figures from the same data. methods.md 5.3; each rule is named in the report.
enum class DoraMode { devlake, fourkeys, middleware };
std::optional<DoraMode> dora_mode_named(std::string_view name);

// What such a tool shows; none of them knows the rework rate. Where it would show an invented 0, this is nothing.
struct DoraAsTool {
  int deployments = 0;
  std::optional<double> frequency;       // in `frequency_unit`
  std::string frequency_unit, frequency_level;
  std::optional<double> per_week, per_month;  // middleware only
  int lead_n = 0;
  std::optional<double> lead_hours;
  int failed = 0;                        // numerator of the rate as that tool counts it
  std::optional<double> fail_rate;       // fourkeys: may exceed 1
  int recovery_n = 0;
  std::optional<double> recovery_hours;
};
// All deployments given belong to what the tool calls a project or team. Middleware's lead time reads `reviews`.
DoraAsTool dora_as(DoraMode mode, const DoraInput& input);
Report to_report(const DoraAsTool& result, DoraMode mode, const DoraInput& input);

// The largest value whose percent_rank is at most one half: of an even number the lower of the middle two.
std::optional<double> lower_median(std::vector<double> values);

}  // namespace juno
