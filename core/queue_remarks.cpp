// SPDX-License-Identifier: Apache-2.0
#include "core/queue_remarks.h"
#include <algorithm>
#include <map>
#include "core/queue_units.h"
namespace juno {
namespace {

Instant end_of(const QueueItem& i) { return std::max(i.ends.value_or(*i.starts), *i.starts); }

// 2026-03-05 08:00 to 10:00, in the calendar's zone.
std::string when(const QueueItem& i, const Zone& zone) {
  const Instant end = end_of(i);
  const std::string from = zone.format(*i.starts), to = zone.format(end);
  if (end <= *i.starts) return from;
  return from + " to " + (zone.date(end) == zone.date(*i.starts) ? to.substr(to.find(' ') + 1) : to);
}

// Windows that meet, each with the one that reaches furthest before it.
void overlaps(std::vector<const QueueItem*> hard, const std::string& whose, bool only_across_teams, const Zone& zone, Queue& q) {
  std::sort(hard.begin(), hard.end(), [](const QueueItem* a, const QueueItem* b) { return std::pair(*a->starts, a->global) < std::pair(*b->starts, b->global); });
  const QueueItem* last = nullptr;
  for (const QueueItem* item : hard) {
    const bool meets = last && (*item->starts < end_of(*last) || *item->starts == *last->starts);
    if (meets && (!only_across_teams || item->team != last->team))
      q.conflicts.push_back({"hard_overlap", item->team, {last->key, item->key},
                             last->key + " (" + when(*last, zone) + ") and " + item->key + " (" + when(*item, zone) + ") overlap in " + whose + "."});
    if (!last || end_of(*item) > end_of(*last)) last = item;
  }
}

void schedule_conflicts(Queue& q, const QueueInput& in) {
  std::map<std::string_view, std::vector<const QueueItem*>> teams;
  std::map<Id, std::vector<const QueueItem*>> people;
  for (const QueueItem& item : q.items) {
    if (!item.starts) continue;
    teams[item.team].push_back(&item);
    if (item.assignee.id != 0) people[item.assignee.id].push_back(&item);
  }
  for (auto& [team, hard] : teams) overlaps(hard, "team " + std::string(team), false, in.zone, q);
  for (auto& [id, hard] : people) overlaps(hard, "the time of " + hard.front()->assignee.name, true, in.zone, q);
  for (const QueueItem& item : q.items) {
    if (!item.starts) continue;
    const bool early = in.sprint_start && *item.starts < *in.sprint_start, late = in.sprint_end && end_of(item) > *in.sprint_end;
    if (early || late)
      q.conflicts.push_back({"hard_outside_sprint", item.team, {item.key},
                             item.key + " (" + when(item, in.zone) + ") lies " + (early ? "before the sprint's start." : "after the sprint's end.")});
    if (item.deferred) q.conflicts.push_back({"hard_deferred", item.team, {item.key}, item.key + " must happen at " + when(item, in.zone) + " but is below the cut-line."});
  }
}

void dependency_remarks(Queue& q, const QueueDependencies& dependencies, const std::vector<std::size_t>& order) {
  std::vector<const QueueItem*> item_of(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) item_of[order[k]] = &q.items[k];
  for (const auto& cycle : dependencies.inside.cycles()) {
    QueueRemark r{"dependency_cycle", item_of[cycle.front()]->team, {}, ""};
    for (const std::size_t i : cycle) r.keys.push_back(item_of[i]->key), r.message += item_of[i]->key + " blocks ";
    r.message += r.keys.front() + ": a cycle, left in fair order.";
    q.conflicts.push_back(std::move(r));
  }
  for (const std::size_t i : order) {
    const QueueItem& item = *item_of[i];
    for (const std::size_t b : dependencies.inside.blockers(i)) {
      const QueueItem& blocker = *item_of[b];
      if (!item.deferred && blocker.deferred)
        q.conflicts.push_back({"blocker_deferred", item.team, {blocker.key, item.key},
                               item.key + " is above the cut-line, but " + blocker.key + ", which blocks it, is deferred in " + blocker.team + "."});
      else if (item.team != blocker.team)
        q.warnings.push_back({"waits_for_team", item.team, {blocker.key, item.key},
                              item.key + " waits for " + blocker.key + " of " + blocker.team + " (position " + std::to_string(blocker.disc_pos) + ")."});
    }
  }
  std::vector<std::pair<int, QueueRemark>> outside;
  for (const auto& [blocked, found] : dependencies.outside) {
    const QueueItem& item = *item_of[blocked];
    const QueueLink& link = *found;
    const bool unknown = link.state == QueueLink::Blocker::unknown;
    outside.push_back({item.global, {"blocker_outside", item.team, {link.blocker_key, item.key},
                                     item.key + " is blocked by " + link.blocker_key + (unknown ? ", which is not in the cache." : ", which is not in the queue.")}});
  }
  std::sort(outside.begin(), outside.end(), [](const auto& a, const auto& b) { return std::tie(a.first, a.second.keys) < std::tie(b.first, b.second.keys); });
  for (std::size_t k = 0; k < outside.size(); ++k)
    if (k == 0 || outside[k].second.keys != outside[k - 1].second.keys) q.warnings.push_back(std::move(outside[k].second));
}

void size_remarks(Queue& q) {
  std::map<std::string_view, const QueueTeam*> team_named;
  for (const QueueTeam& team : q.teams) team_named[team.name] = &team;
  auto team_of = [&, last = static_cast<const QueueTeam*>(nullptr)](const QueueItem& item) mutable -> const QueueTeam& {
    if (!last || last->name != item.team) last = team_named.at(item.team);  // neighbours are mostly of one team
    return *last;
  };
  for (const QueueItem& item : q.items) {
    const QueueTeam& team = team_of(item);
    if (item.points && *item.points < 0)
      q.warnings.push_back({"negative_points", team.name, {item.key}, item.key + " has " + people_number(*item.points) + " points, which count as 0."});
    if (team.capacity.amount && *team.capacity.amount > 0 && item.size > *team.capacity.amount)
      q.warnings.push_back({"larger_than_capacity", team.name, {item.key},
                            item.key + " is larger (" + people_number(item.size) + " " + team.capacity.unit + ") than the whole capacity of " + team.name + ": split it."});
  }
  for (const QueueItem& item : q.items) {
    const std::string& unit = team_of(item).capacity.unit;
    const bool unknown = unit == "hours" ? !item.hours : unit == "points" && !item.points;
    if (unknown) q.warnings.push_back({"unestimated", item.team, {item.key}, item.key + " has no estimate and counts as 0 " + unit + "."});
  }
}

}  // namespace

void add_remarks(Queue& q, const QueueInput& in, const QueueDependencies& dependencies, const std::vector<std::size_t>& order) {
  schedule_conflicts(q, in);
  dependency_remarks(q, dependencies, order);
  size_remarks(q);
}

}  // namespace juno
