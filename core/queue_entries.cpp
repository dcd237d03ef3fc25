// SPDX-License-Identifier: Apache-2.0
#include "core/queue_entries.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include "core/queue_order.h"
#include "core/queue_units.h"
namespace juno {
namespace {

constexpr std::string_view kUnassigned = "Unassigned";

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

void name_the_nameless(QueueItem& i) {
  if (blank(i.team)) i.team = kUnassigned;
  if (blank(i.stakeholder.name)) i.stakeholder.name = "Nobody";
  if (i.points && !std::isfinite(*i.points)) i.points.reset();
}

// The different values of all issues in order, and which of them each issue has. The views are of the issues.
template <class Value>
struct Places {
  std::vector<Value> values;
  std::vector<std::uint32_t> of;  // by issue
};
template <class Value, class Hash, class Of, class Before>
Places<Value> places_of(const std::vector<QueueItem>& issues, Hash hash, Of of, Before before) {
  std::unordered_map<Value, std::uint32_t, Hash> met(0, hash);
  Places<Value> places;
  places.of.reserve(issues.size());
  for (const QueueItem& i : issues) {
    const auto [found, fresh] = met.try_emplace(of(i), static_cast<std::uint32_t>(met.size()));
    if (fresh) places.values.push_back(found->first);
    places.of.push_back(found->second);
  }
  std::sort(places.values.begin(), places.values.end(), before);
  std::vector<std::uint32_t> place(met.size());
  for (std::uint32_t k = 0; k < places.values.size(); ++k) place[met.at(places.values[k])] = k;
  for (std::uint32_t& k : places.of) k = place[k];
  return places;
}

// By name, Unassigned last.
Places<std::string_view> team_places(const std::vector<QueueItem>& issues) {
  return places_of<std::string_view>(issues, std::hash<std::string_view>(), [](const QueueItem& i) { return std::string_view(i.team); },
                                     [](std::string_view a, std::string_view b) { return std::pair(a == kUnassigned, a) < std::pair(b == kUnassigned, b); });
}

Places<Stakeholder> seats_of(const std::vector<QueueItem>& issues) {
  const auto hash = [](const Stakeholder& s) { return std::hash<std::string_view>()(s.name) ^ std::hash<Id>()(s.id); };
  return places_of<Stakeholder>(issues, hash, [](const QueueItem& i) { return Stakeholder{i.stakeholder.name, i.stakeholder.id}; }, std::less<>());
}

std::vector<QueueTeam> teams_of(const std::vector<std::string_view>& names, const std::vector<QueueCapacity>& capacities) {
  std::map<std::string_view, const QueueCapacity*> known;  // the last word counts
  for (const QueueCapacity& c : capacities) known[blank(c.team) ? kUnassigned : std::string_view(c.team)] = &c;
  std::vector<QueueTeam> teams;
  for (const std::string_view name : names) {
    QueueTeam& team = teams.emplace_back();
    team.name = team.capacity.team = name;
    if (const auto c = known.find(team.name); c != known.end()) team.capacity = *c->second;
  }
  return teams;
}

std::vector<QueueEntry> entries_of(const std::vector<QueueItem>& issues, const std::vector<QueueTeam>& teams, const std::vector<std::uint32_t>& team_of, const std::vector<std::uint32_t>& seat_of) {
  const std::vector<std::size_t> own = queue_order::own_order(issues);
  std::vector<std::size_t> place(own.size());
  for (std::size_t e = 0; e < own.size(); ++e) place[own[e]] = e;
  std::vector<QueueEntry> entries(issues.size());
  for (std::size_t k = 0; k < issues.size(); ++k) {
    const QueueItem& i = issues[k];
    const std::string& unit = teams[team_of[k]].capacity.unit;
    entries[place[k]] = {k, team_of[k], seat_of[k], i.score, thousandths(i.points.value_or(0)), size_of(i, unit), i.starts, i.points.has_value(), has_size(i, unit)};
  }
  return entries;
}

}  // namespace

QueueEntries make_entries(QueueInput& in, std::vector<QueueTeam>& teams) {
  for (QueueItem& i : in.issues) name_the_nameless(i);
  const Places<std::string_view> names = team_places(in.issues);
  Places<Stakeholder> seats = seats_of(in.issues);
  teams = teams_of(names.values, in.capacities);
  return {std::move(seats.values), entries_of(in.issues, teams, names.of, seats.of)};
}

}  // namespace juno
