// SPDX-License-Identifier: Apache-2.0
#include "core/queue.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include "core/closed_choice.h"
#include "core/queue_entries.h"
#include "core/queue_order.h"
#include "core/queue_remarks.h"
#include "core/queue_units.h"
namespace juno {
namespace {

using queue_order::Order;

QueueDependencies dependencies_of(const QueueInput& in, const std::vector<QueueEntry>& entries) {
  std::vector<std::size_t> entry_of(entries.size());
  for (std::size_t e = 0; e < entries.size(); ++e) entry_of[entries[e].issue] = e;
  std::unordered_map<Id, std::size_t> index(in.links.empty() ? 0 : in.issues.size());
  if (!in.links.empty())
    for (std::size_t k = 0; k < in.issues.size(); ++k) index.emplace(in.issues[k].id, entry_of[k]);
  std::vector<Dependencies::Edge> edges;
  std::vector<QueueDependencies::Outside> outside;
  for (const QueueLink& link : in.links) {
    const auto blocker = index.find(link.blocker), blocked = index.find(link.blocked);
    if (blocked == index.end()) continue;
    if (blocker != index.end()) edges.push_back({blocker->second, blocked->second});
    else if (link.state != QueueLink::Blocker::done) outside.push_back({blocked->second, &link});
  }
  return {Dependencies(in.issues.size(), std::move(edges)), std::move(outside)};
}

// The lists of the teams while they are made. Orders are of entries.
struct Plan {
  QueueInput& in;
  const std::vector<QueueEntry>& entries;
  std::vector<QueueTeam>& teams;
  const Dependencies& dependencies;
  std::vector<int> round, fair_pos;  // by entry
  std::vector<bool> deferred;        // by entry
  Order global;
  std::vector<Order> lists = {};     // by team, in order
};

std::vector<Order> split(const Plan& p, const Order& order) {
  std::vector<Order> lists(p.teams.size());
  for (const std::size_t i : order) lists[p.entries[i].team].push_back(i);
  return lists;
}

void number_fairly(Plan& p, const std::vector<Order>& lists) {
  for (const Order& list : lists)
    for (std::size_t k = 0; k < list.size(); ++k) p.fair_pos[list[k]] = static_cast<int>(k) + 1;
}

Order fair_order(const Plan& p, const Order& own, std::vector<int>& round) {
  Order dealt = queue_order::round_robin(own, p.entries, round);
  return p.in.algorithm == QueueAlgorithm::priority || p.in.algorithm == QueueAlgorithm::capacity ? own : dealt;
}

void order_teams(Plan& p, const Order& own) {
  p.lists = split(p, own);
  for (Order& list : p.lists) {
    list = fair_order(p, list, p.round);
    const auto kept = std::stable_partition(list.begin(), list.end(), [&](std::size_t i) { return !p.deferred[i]; });  // nothing is, but for `capacity`
    const Order above = queue_order::hard_first(Order(list.begin(), kept), p.entries), below = queue_order::hard_first(Order(kept, list.end()), p.entries);
    list = above;
    list.insert(list.end(), below.begin(), below.end());
  }
  number_fairly(p, p.lists);
  if (!p.dependencies.empty()) p.lists = p.dependencies.arranged_each(p.lists);
  for (const Order& list : p.lists) p.global.insert(p.global.end(), list.begin(), list.end());
}

void order_sprint(Plan& p, const Order& own) {
  p.global = queue_order::hard_first(queue_order::round_robin(own, p.entries, p.round), p.entries);
  number_fairly(p, split(p, p.global));
  if (!p.dependencies.empty()) p.global = p.dependencies.arranged(p.global);
  p.lists = split(p, p.global);
}

// The first item that would exceed the capacity and all after it are deferred; with `fill`, only what does not fit, or
// waits for something deferred in the same team.
void draw_line(Plan& p, std::size_t team) {
  const QueueCapacity& capacity = p.teams[team].capacity;
  if (!capacity.amount) return;
  const auto limit = thousandths(*capacity.amount);
  std::int64_t used = 0;
  bool over = false;
  for (const std::size_t i : p.lists[team]) {
    const auto size = p.entries[i].size;
    const auto blockers = p.dependencies.blockers(i);
    const bool waits = std::any_of(blockers.begin(), blockers.end(), [&](std::size_t b) { return p.entries[b].team == team && p.deferred[b]; });
    const bool fits = used + size <= limit;
    if (!fits) over = true;
    p.deferred[i] = p.in.fill ? !fits || waits : over;
    if (!p.deferred[i]) used += size;
  }
}

// The choice of greatest total score that fits everywhere, with nothing kept whose blocker is not.
void choose(Plan& p, Queue& q) {
  std::vector<ClosedItem> items;
  std::vector<std::optional<std::int64_t>> bins;
  for (const QueueTeam& team : p.teams) bins.push_back(team.capacity.amount ? std::optional(thousandths(*team.capacity.amount)) : std::nullopt);
  for (const QueueEntry& e : p.entries) items.push_back({thousandths(e.score), e.size, e.team});
  const ClosedChoice best = best_closed(items, bins, p.dependencies);
  for (std::size_t i = 0; i < items.size(); ++i) p.deferred[i] = !best.taken[i];
  q.value = from_thousandths(best.value), q.best_value = from_thousandths(best.bound);
}

// Of the teams and the whole.
void sum_up(const Plan& p, const std::vector<Stakeholder>& people, Queue& q) {
  struct Sums {
    std::int64_t points = 0, size = 0, kept = 0;
    std::vector<int> counts = {};  // of each stakeholder, by name
  };
  std::vector<Sums> sums(q.teams.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> requests;  // team, stakeholder
  requests.reserve(p.entries.size());
  std::int64_t total = 0;
  for (std::size_t i = 0; i < p.entries.size(); ++i) {
    const QueueEntry& e = p.entries[i];
    QueueTeam& team = q.teams[e.team];
    Sums& of = sums[e.team];
    ++team.issues;
    team.deferred += p.deferred[i];
    team.unestimated += !e.estimated;
    team.sized = team.sized || e.sized;
    requests.emplace_back(e.team, e.seat);
    of.points += e.points, total += e.points, of.size += e.size;
    if (!p.deferred[i]) of.kept += e.size;
  }
  std::sort(requests.begin(), requests.end());
  std::vector<int> all(people.size());
  for (std::size_t k = 0; k < requests.size(); ++k) {
    const auto& [team, seat] = requests[k];
    ++all[seat];
    if (k > 0 && requests[k] == requests[k - 1]) {
      ++sums[team].counts.back();
      continue;
    }
    sums[team].counts.push_back(1);
    q.teams[team].stakeholders.emplace_back(people[seat].name);
  }
  bool estimated = false;
  for (std::size_t t = 0; t < q.teams.size(); ++t) {
    QueueTeam& team = q.teams[t];
    if (team.issues > team.unestimated) team.points = from_thousandths(sums[t].points), estimated = true;
    team.size = from_thousandths(sums[t].size), team.kept = from_thousandths(sums[t].kept);
    if (team.sized && team.capacity.amount && *team.capacity.amount > 0) team.utilisation = team.size / *team.capacity.amount;
    team.fairness = fairness_index(sums[t].counts).value_or(100);
    team.share = static_cast<double>(team.issues) / static_cast<double>(p.entries.size());
  }
  if (estimated) q.points = from_thousandths(total);
  q.stakeholders = static_cast<int>(all.size());
  q.fairness = fairness_index(all);
}

// Gives the issues to the queue in order, and tells each its place.
void take_places(Plan& p, Queue& q) {
  Order order;
  order.reserve(p.global.size());
  for (const std::size_t e : p.global) order.push_back(p.entries[e].issue);
  queue_order::arrange(p.in.issues, std::move(order));
  q.items = std::move(p.in.issues);
  std::vector<std::size_t> place(p.global.size());
  for (std::size_t k = 0; k < p.global.size(); ++k) place[p.global[k]] = k;
  std::vector<int> places(q.teams.size());
  for (std::size_t k = 0; k < p.global.size(); ++k) {
    QueueItem& item = q.items[k];
    const std::size_t e = p.global[k];
    item.global = static_cast<int>(k) + 1, item.disc_pos = ++places[p.entries[e].team];
    item.round = p.round[e], item.fair_pos = p.fair_pos[e], item.deferred = p.deferred[e];
    item.size = from_thousandths(p.entries[e].size);
    for (const std::size_t b : p.dependencies.blockers(e)) item.blockers.push_back(q.items[place[b]].key);
    std::sort(item.blockers.begin(), item.blockers.end(), key_before);
  }
}

}  // namespace

std::string_view to_string(QueueAlgorithm algorithm) {
  switch (algorithm) {
    case QueueAlgorithm::discipline_round_robin: return "discipline-round-robin";
    case QueueAlgorithm::round_robin: return "round-robin";
    case QueueAlgorithm::priority: return "priority";
    case QueueAlgorithm::capacity: return "capacity";
  }
  return {};
}

std::optional<QueueAlgorithm> queue_algorithm_named(std::string_view name) {
  if (name == "fair") return QueueAlgorithm::discipline_round_robin;
  for (const auto a : {QueueAlgorithm::discipline_round_robin, QueueAlgorithm::round_robin, QueueAlgorithm::priority, QueueAlgorithm::capacity})
    if (to_string(a) == name) return a;
  return std::nullopt;
}

std::string_view to_string(Scheduled scheduled) {
  switch (scheduled) {
    case Scheduled::hard: return "hard";
    case Scheduled::soft: return "soft";
    case Scheduled::flexible: return "flexible";
  }
  return {};
}

std::optional<double> fairness_index(const std::vector<int>& counts) {
  double sum = 0, squares = 0;
  for (const int c : counts) sum += c, squares += static_cast<double>(c) * c;
  if (squares == 0) return std::nullopt;
  return std::round(sum * sum / (static_cast<double>(counts.size()) * squares) * 1000) / 10;
}

Queue make_queue(QueueInput in) {
  Queue q;
  q.algorithm = in.algorithm, q.fill = in.fill;
  const QueueEntries made = make_entries(in, q.teams);
  const std::vector<QueueEntry>& entries = made.entries;
  const QueueDependencies dependencies = dependencies_of(in, entries);
  const std::size_t n = entries.size();
  Plan p{in, entries, q.teams, dependencies.inside, std::vector<int>(n), std::vector<int>(n), std::vector<bool>(n), {}};
  Order own(n);
  std::iota(own.begin(), own.end(), std::size_t{0});
  if (in.algorithm == QueueAlgorithm::capacity) choose(p, q);
  if (in.algorithm == QueueAlgorithm::round_robin) order_sprint(p, own);
  else order_teams(p, own);
  if (in.algorithm != QueueAlgorithm::capacity)
    for (std::size_t t = 0; t < q.teams.size(); ++t) draw_line(p, t);
  sum_up(p, made.stakeholders, q);
  take_places(p, q);
  add_remarks(q, in, dependencies, p.global);
  return q;
}

Queue of_team(Queue q, const std::string& team) {
  std::erase_if(q.items, [&](const QueueItem& i) { return i.team != team; });
  std::erase_if(q.teams, [&](const QueueTeam& t) { return t.name != team; });
  for (auto* remarks : {&q.conflicts, &q.warnings}) std::erase_if(*remarks, [&](const QueueRemark& r) { return !r.team.empty() && r.team != team; });  // without a team: about the whole
  q.points.reset(), q.fairness.reset(), q.value.reset(), q.best_value.reset(), q.stakeholders = 0;
  for (const QueueTeam& t : q.teams) q.points = t.points, q.fairness = t.fairness, q.stakeholders = static_cast<int>(t.stakeholders.size());
  return q;
}

}  // namespace juno
