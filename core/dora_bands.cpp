// SPDX-License-Identifier: Apache-2.0
#include "core/dora_bands.h"
#include <algorithm>
#include <limits>
namespace juno {
namespace {

using enum DoraMetric;
constexpr double kRest = std::numeric_limits<double>::infinity();
constexpr double kDay = 24, kWeek = 7 * kDay, kMonth = 730, kHalfYear = 6 * kMonth;  // hours
constexpr double kWeekly = 1.0 / 7, kMonthly = 24 / kMonth, kHalfYearly = 24 / kHalfYear, kHourly = 24;  // per day

// No levels were published for 2025: the answer scale of the quick check, without praise or blame.
constexpr DoraBand k2025[] = {
    {lead, 1, false, "less than an hour"}, {lead, kDay, false, "less than a day"}, {lead, kWeek, false, "a day to a week"},
    {lead, kMonth, false, "a week to a month"}, {lead, kHalfYear, false, "one to six months"}, {lead, kRest, true, "more than six months"},
    {recovery, 1, false, "less than an hour"}, {recovery, kDay, false, "less than a day"}, {recovery, kWeek, false, "a day to a week"},
    {recovery, kMonth, false, "a week to a month"}, {recovery, kHalfYear, false, "one to six months"}, {recovery, kRest, true, "more than six months"},
    {frequency, kHourly, false, "on demand"}, {frequency, 1, true, "hourly to daily"}, {frequency, kWeekly, true, "daily to weekly"},
    {frequency, kMonthly, true, "weekly to monthly"}, {frequency, kHalfYearly, true, "monthly to six-monthly"}, {frequency, 0, true, "less than six-monthly"}};

// Levels of clusters: a rate of failed changes was not monotone in them (medium 10 %, high 20 %).
constexpr DoraBand k2024[] = {
    {frequency, 1, false, "elite"}, {frequency, kWeekly, true, "high"}, {frequency, kMonthly, true, "medium"}, {frequency, 0, true, "low"},
    {lead, kDay, false, "elite"}, {lead, kWeek, true, "high"}, {lead, kMonth, true, "medium"}, {lead, kRest, true, "low"},
    {fail_rate, 0.05, true, "elite"}, {fail_rate, 0.10, true, "medium"}, {fail_rate, 0.20, true, "high"}, {fail_rate, 1, true, "low"},
    {recovery, 1, false, "elite"}, {recovery, kDay, false, "high or medium"}, {recovery, kRest, true, "low"}};

constexpr DoraBand k2023[] = {
    {frequency, 5.0 / 7, true, "elite"}, {frequency, kWeekly, true, "high"}, {frequency, kMonthly, true, "medium"}, {frequency, 0, true, "low"},
    {lead, kDay, false, "elite"}, {lead, kWeek, false, "high"}, {lead, 30 * kDay, false, "medium"}, {lead, kRest, true, "low"},
    {fail_rate, 0.05, true, "elite"}, {fail_rate, 0.10, true, "high"}, {fail_rate, 0.15, true, "medium"}, {fail_rate, 1, true, "low"},
    {recovery, 1, false, "elite"}, {recovery, kDay, false, "high"}, {recovery, kWeek, false, "medium"}, {recovery, kRest, true, "low"}};

constexpr DoraBand k2021[] = {
    {frequency, 3.0 / 7, true, "elite"}, {frequency, kWeekly, true, "high"}, {frequency, kMonthly, true, "medium"}, {frequency, 0, true, "low"},
    {lead, 1, false, "elite"}, {lead, kWeek, false, "high"}, {lead, 180 * kDay, false, "medium"}, {lead, kRest, true, "low"},
    {fail_rate, 0.15, true, "elite"}, {fail_rate, 0.20, true, "high"}, {fail_rate, 0.30, true, "medium"}, {fail_rate, 1, true, "low"},
    {recovery, 1, false, "elite"}, {recovery, kDay, false, "high"}, {recovery, kWeek, false, "medium"}, {recovery, kRest, true, "low"}};

constexpr DoraBands kAll[] = {
    {"2025", "no levels were published for 2025: the answer scale of DORA's quick check", k2025},
    {"2024", "clusters of the 2024 report, metric by metric; its medium cluster failed less often than its high one", k2024},
    {"2023", "levels of the 2023 report as DevLake applies them", k2023},
    {"2021", "levels of the 2021 report as DevLake applies them", k2021}};

}  // namespace

std::span<const DoraBands> dora_bands() { return kAll; }

const DoraBands* dora_bands(std::string_view version) {
  const auto it = std::find_if(std::begin(kAll), std::end(kAll), [&](const DoraBands& b) { return b.version == version; });
  return it == std::end(kAll) ? nullptr : it;
}

std::string_view dora_band(const DoraBands& bands, DoraMetric metric, double value) {
  for (const DoraBand& b : bands.bands) {
    if (b.metric != metric) continue;
    if (value == b.limit ? b.within : metric == frequency ? value > b.limit : value < b.limit) return b.name;
  }
  return {};
}

}  // namespace juno
