// SPDX-License-Identifier: Apache-2.0
#include "core/queue.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include "core/closed_choice.h"
#include "core/queue_order.h"
#include "core/queue_remarks.h"
#include "core/queue_units.h"
namespace juno {
namespace {

using queue_order::Order;

constexpr std::string_view kUnassigned = "Unassigned";

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

void name_the_nameless(QueueIssue& i) {
  if (blank(i.team)) i.team = kUnassigned;
  if (blank(i.stakeholder.name)) i.stakeholder.name = "Nobody";
  if (i.points && !std::isfinite(*i.points)) i.points.reset();
}

std::vector<QueueTeam> teams_of(const QueueInput& in) {
  std::unordered_set<std::string_view> met;
  for (const QueueIssue& i : in.issues) met.insert(i.team);
  std::set<std::string_view> names(met.begin(), met.end());
  const bool unassigned = names.erase(kUnassigned) > 0;
  std::vector<QueueTeam> teams;
  for (const std::string_view name : names) teams.emplace_back().name = name;
  if (unassigned) teams.emplace_back().name = kUnassigned;
  std::map<std::string_view, const QueueCapacity*> known;  // the last word counts
  for (const QueueCapacity& c : in.capacities) known[blank(c.team) ? kUnassigned : std::string_view(c.team)] = &c;
  for (QueueTeam& team : teams) {
    team.capacity.team = team.name;
    if (const auto c = known.find(team.name); c != known.end()) team.capacity = *c->second;
  }
  return teams;
}

Dependencies dependencies_of(const QueueInput& in) {
  std::unordered_map<Id, std::size_t> index(in.issues.size());
  for (std::size_t i = 0; i < in.issues.size(); ++i) index.emplace(in.issues[i].id, i);
  std::vector<Dependencies::Edge> edges;
  for (const QueueLink& link : in.links) {
    const auto blocker = index.find(link.blocker), blocked = index.find(link.blocked);
    if (blocker != index.end() && blocked != index.end()) edges.push_back({blocker->second, blocked->second});
  }
  return {in.issues.size(), std::move(edges)};
}

// The lists of the teams while they are made.
struct Plan {
  QueueInput& in;
  std::vector<QueueTeam>& teams;
  const Dependencies& dependencies;
  std::vector<std::size_t> team_of;  // by issue
  std::vector<int> round, fair_pos;  // by issue
  std::vector<bool> deferred;        // by issue
  Order global;
  std::vector<Order> lists = {};     // by team, in order
};

std::vector<Order> split(const Plan& p, const Order& order) {
  std::vector<Order> lists(p.teams.size());
  for (const std::size_t i : order) lists[p.team_of[i]].push_back(i);
  return lists;
}

void number_fairly(Plan& p, const std::vector<Order>& lists) {
  for (const Order& list : lists)
    for (std::size_t k = 0; k < list.size(); ++k) p.fair_pos[list[k]] = static_cast<int>(k) + 1;
}

Order fair_order(const Plan& p, const Order& own, std::vector<int>& round) {
  Order dealt = queue_order::round_robin(own, p.in.issues, round);
  return p.in.algorithm == QueueAlgorithm::priority || p.in.algorithm == QueueAlgorithm::capacity ? own : dealt;
}

void order_teams(Plan& p, const Order& own) {
  p.lists = split(p, own);
  for (Order& list : p.lists) {
    list = fair_order(p, list, p.round);
    const auto kept = std::stable_partition(list.begin(), list.end(), [&](std::size_t i) { return !p.deferred[i]; });  // nothing is, but for `capacity`
    const Order above = queue_order::hard_first(Order(list.begin(), kept), p.in.issues), below = queue_order::hard_first(Order(kept, list.end()), p.in.issues);
    list = above;
    list.insert(list.end(), below.begin(), below.end());
  }
  number_fairly(p, p.lists);
  if (!p.dependencies.empty()) p.lists = p.dependencies.arranged_each(p.lists);
  for (const Order& list : p.lists) p.global.insert(p.global.end(), list.begin(), list.end());
}

void order_sprint(Plan& p, const Order& own) {
  p.global = queue_order::hard_first(queue_order::round_robin(own, p.in.issues, p.round), p.in.issues);
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
    const auto size = size_of(p.in.issues[i], capacity.unit);
    const auto& blockers = p.dependencies.blockers(i);
    const bool waits = std::any_of(blockers.begin(), blockers.end(), [&](std::size_t b) { return p.team_of[b] == team && p.deferred[b]; });
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
  for (std::size_t i = 0; i < p.in.issues.size(); ++i)
    items.push_back({thousandths(p.in.issues[i].score), size_of(p.in.issues[i], p.teams[p.team_of[i]].capacity.unit), p.team_of[i]});
  const ClosedChoice best = best_closed(items, bins, p.dependencies);
  for (std::size_t i = 0; i < items.size(); ++i) p.deferred[i] = !best.taken[i];
  q.value = from_thousandths(best.value), q.best_value = from_thousandths(best.bound);
}

void sum_up(Queue& q) {
  using Person = std::pair<std::string_view, Id>;  // people may share a name
  struct Sums {
    QueueTeam* team = nullptr;
    std::map<Person, int> counts;
    std::int64_t points = 0, size = 0, kept = 0;
  };
  std::map<std::string_view, Sums> sums;
  for (QueueTeam& team : q.teams) sums[team.name].team = &team;
  std::int64_t total = 0;
  Sums* here = nullptr;  // neighbours are mostly of one team
  for (const QueueItem& item : q.items) {
    if (!here || here->team->name != item.issue.team) here = &sums.at(item.issue.team);
    QueueTeam* team = here->team;
    const Person person(item.issue.stakeholder.name, item.issue.stakeholder.id);
    const auto own = thousandths(item.issue.points.value_or(0)), measured = size_of(item.issue, team->capacity.unit);
    ++team->issues;
    team->deferred += item.deferred;
    team->unestimated += !item.issue.points;
    team->sized = team->sized || has_size(item.issue, team->capacity.unit);
    ++here->counts[person];
    here->points += own, total += own, here->size += measured;
    if (!item.deferred) here->kept += measured;
  }
  const auto jain = [](const std::map<Person, int>& of) {
    std::vector<int> numbers;
    for (const auto& [person, count] : of) numbers.push_back(count);
    return fairness_index(numbers);
  };
  bool estimated = false;
  std::map<Person, int> all;
  for (QueueTeam& team : q.teams) {
    const Sums& of = sums.at(team.name);
    if (team.issues > team.unestimated) team.points = from_thousandths(of.points), estimated = true;
    team.size = from_thousandths(of.size), team.kept = from_thousandths(of.kept);
    if (team.sized && team.capacity.amount && *team.capacity.amount > 0) team.utilisation = team.size / *team.capacity.amount;
    team.fairness = jain(of.counts).value_or(100);
    team.share = static_cast<double>(team.issues) / static_cast<double>(q.items.size());
    for (const auto& [person, count] : of.counts) team.stakeholders.emplace_back(person.first), all[person] += count;
  }
  if (estimated) q.points = from_thousandths(total);
  q.stakeholders = static_cast<int>(all.size());
  q.fairness = jain(all);
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
  for (QueueIssue& i : in.issues) name_the_nameless(i);
  Queue q;
  q.algorithm = in.algorithm, q.fill = in.fill;
  q.teams = teams_of(in);
  queue_order::sort_own(in.issues);  // from here on an index says the same whatever came in
  const Dependencies dependencies = dependencies_of(in);
  const std::size_t n = in.issues.size();
  Plan p{in, q.teams, dependencies, std::vector<std::size_t>(n), std::vector<int>(n), std::vector<int>(n), std::vector<bool>(n), {}};
  std::unordered_map<std::string_view, std::size_t> team_index;
  for (std::size_t t = 0; t < q.teams.size(); ++t) team_index[q.teams[t].name] = t;
  for (std::size_t i = 0; i < n; ++i) p.team_of[i] = team_index.at(in.issues[i].team);
  Order own(n);
  std::iota(own.begin(), own.end(), std::size_t{0});
  if (in.algorithm == QueueAlgorithm::capacity) choose(p, q);
  if (in.algorithm == QueueAlgorithm::round_robin) order_sprint(p, own);
  else order_teams(p, own);
  if (in.algorithm != QueueAlgorithm::capacity)
    for (std::size_t t = 0; t < q.teams.size(); ++t) draw_line(p, t);
  q.items.reserve(n);
  std::vector<int> places(q.teams.size());
  for (const std::size_t i : p.global) {
    QueueItem& item = q.items.emplace_back();
    item.global = static_cast<int>(q.items.size());
    item.disc_pos = ++places[p.team_of[i]];
    item.round = p.round[i], item.fair_pos = p.fair_pos[i], item.deferred = p.deferred[i];
    item.size = from_thousandths(size_of(in.issues[i], q.teams[p.team_of[i]].capacity.unit));
    for (const std::size_t b : dependencies.blockers(i)) item.blockers.push_back(in.issues[b].key);
    std::sort(item.blockers.begin(), item.blockers.end(), key_before);
  }
  for (std::size_t k = 0; k < n; ++k) q.items[k].issue = std::move(in.issues[p.global[k]]);
  sum_up(q);
  add_remarks(q, in, dependencies, p.global);
  return q;
}

Queue of_team(Queue q, const std::string& team) {
  std::erase_if(q.items, [&](const QueueItem& i) { return i.issue.team != team; });
  std::erase_if(q.teams, [&](const QueueTeam& t) { return t.name != team; });
  for (auto* remarks : {&q.conflicts, &q.warnings}) std::erase_if(*remarks, [&](const QueueRemark& r) { return !r.team.empty() && r.team != team; });  // without a team: about the whole
  q.points.reset(), q.fairness.reset(), q.value.reset(), q.best_value.reset(), q.stakeholders = 0;
  for (const QueueTeam& t : q.teams) q.points = t.points, q.fairness = t.fairness, q.stakeholders = static_cast<int>(t.stakeholders.size());
  return q;
}

}  // namespace juno
