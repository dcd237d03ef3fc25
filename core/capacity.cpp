// SPDX-License-Identifier: Apache-2.0
#include "core/capacity.h"
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>
#include "core/names.h"
namespace juno {
namespace {

constexpr std::array<std::pair<CapacityUnit, std::string_view>, 3> kUnits{{{CapacityUnit::points, "points"}, {CapacityUnit::hours, "hours"}, {CapacityUnit::issues, "issues"}}};
using What = CapacityChange::What;
constexpr std::array<std::pair<What, std::string_view>, 3> kWhats{{{What::amount, "amount"}, {What::availability, "availability"}, {What::absence, "absence"}}};

template <class Pairs, class Value> std::string_view name_of(const Pairs& pairs, Value value) {
  for (const auto& [one, name] : pairs)
    if (one == value) return name;
  return {};
}
template <class Pairs> auto value_of(const Pairs& pairs, std::string_view name) -> std::optional<typename Pairs::value_type::first_type> {
  for (const auto& [one, text] : pairs)
    if (text == name) return one;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(CapacityUnit unit) { return name_of(kUnits, unit); }
std::optional<CapacityUnit> capacity_unit_named(std::string_view name) { return value_of(kUnits, name); }
std::string_view to_string(CapacityChange::What what) { return name_of(kWhats, what); }
std::optional<CapacityChange::What> capacity_change_named(std::string_view name) { return value_of(kWhats, name); }

std::vector<CapacityChange> in_force(std::span<const CapacityChange> changes) {
  std::map<std::tuple<std::string, std::string, What, std::optional<Date>, std::optional<Date>>, std::size_t> last;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const CapacityChange& c = changes[i];
    // Somebody is away, whatever the team.
    const std::string team = c.what == What::absence ? "" : fold_case(c.team);
    last[{team, fold_case(c.person), c.what, c.from, c.to}] = i;
  }
  std::vector<std::size_t> order;
  for (const auto& [key, at] : last)
    if (changes[at].value) order.push_back(at);
  std::sort(order.begin(), order.end());
  std::vector<CapacityChange> out;
  for (const std::size_t at : order) out.push_back(changes[at]);
  return out;
}

std::vector<Date> sprint_days(const Sprint& sprint, const Calendar& calendar, const Zone& zone) {
  constexpr int kLongest = 3660;  // ten years: a mistyped end must not cost minutes
  std::vector<Date> out;
  const auto begin = sprint.began(), end = sprint.end ? sprint.end : sprint.complete;
  if (!begin || !end) return out;
  const Date first = zone.date(*begin), last = zone.date(*end);
  for (Date d = first; d <= last && d - first < kLongest; d = d + 1) {
    if (!calendar.working_day(d)) continue;
    const Instant from = zone.start_of(d), to = zone.start_of(d + 1);
    const Instant middle = from + (to - from) / 2;
    if (*begin <= middle && middle < *end) out.push_back(d);
  }
  return out;
}

std::map<std::string, TeamPast> completed_by_team(const SprintScope& scope, std::span<const SprintIssue> issues, const std::map<Id, double>& hours) {
  std::map<std::string, TeamPast> out;
  for (const SprintItem& item : scope.items) {
    const SprintIssue& issue = issues[item.issue];
    if (item.outcome != Outcome::completed && item.outcome != Outcome::not_completed) continue;
    TeamPast& team = out[issue.team.empty() ? kNoTeam : issue.team];
    if (scope.estimated && !team.points) team.points = 0;
    const auto estimate = hours.find(issue.id);
    if (estimate != hours.end() && !team.hours) team.hours = 0;
    if (item.outcome != Outcome::completed) continue;
    ++team.issues;
    if (team.points) *team.points += std::max(0.0, item.points_end.value_or(0));
    if (estimate != hours.end()) *team.hours += estimate->second;
  }
  return out;
}

std::string person_key(const Config& config, std::string_view name) {
  const std::string folded = fold_case(name);
  for (const ConfiguredPerson& p : config.people) {
    if (fold_case(p.name) == folded) return folded;
    for (const std::string& alias : p.aliases)
      if (fold_case(alias) == folded) return fold_case(p.name);
  }
  return folded;
}

}  // namespace juno
