// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include "core/queue.h"
#include "core/saved_queue.h"
using namespace juno;
namespace {

// What the rules promise of every queue, checked on random sprints by other means than the code's own.
struct Random {
  std::mt19937 engine;
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine()) % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
};

QueueInput random_sprint(Random& r, bool plain) {
  static const std::vector<std::string> kTeams = {"Dev", "QA", "", "dev", "Ünit", "Zeta"}, kNames = {"Ana", "Bo", "ana", "Çağ", "", "Zoë"};
  static const std::vector<double> kScores = {10, 30, 50, 70, 90};
  QueueInput in;
  const std::size_t n = r.below(25), teams = 1 + r.below(kTeams.size()), people = 1 + r.below(6);
  for (std::size_t k = 0; k < n; ++k) {
    QueueItem i;
    i.id = static_cast<Id>(k) + 1, i.project = r.one_in(3) ? "AB" : "A", i.number = static_cast<std::int64_t>(n - k), i.key = i.project + "-" + std::to_string(i.number);
    i.team = kTeams[r.below(teams)];
    const std::size_t who = r.below(people);
    i.stakeholder = {kNames[who].empty() ? 0 : static_cast<Id>(who) + 1, kNames[who]};
    i.score = kScores[r.below(5)];
    if (!r.one_in(5)) i.points = static_cast<double>(r.below(17)) / 2;
    if (r.one_in(2)) i.rank = std::string(1, static_cast<char>('a' + r.below(4)));
    if (r.one_in(6)) i.target = Date{static_cast<std::int32_t>(20'000 + r.below(5))};
    if (!plain && r.one_in(8)) i.starts = Instant{static_cast<std::int64_t>(r.below(6)) * 1000};
    in.issues.push_back(std::move(i));
  }
  if (!plain && n > 1)
    for (std::size_t k = r.below(n); k > 0; --k) {
      const QueueItem &a = in.issues[r.below(n)], &b = in.issues[r.below(n)];
      in.links.push_back({a.id, b.id, a.key, QueueLink::Blocker::open});
    }
  for (std::size_t t = 0; t < teams; ++t)
    if (!r.one_in(3)) in.capacities.push_back({kTeams[t].empty() ? "Unassigned" : kTeams[t], static_cast<double>(r.below(50)) / 2, "points", "set"});
  in.fill = r.one_in(2);
  return in;
}

std::string all_of(const Queue& q) {
  SavedQueue s;
  s.queue = q;
  return canonical_json(s);
}

// Which items lie on a cycle, by walking from each of them.
std::set<std::string> on_cycles(const QueueInput& in) {
  std::map<Id, std::set<Id>> reach;
  for (const auto& l : in.links) reach[l.blocker].insert(l.blocked);
  for (std::size_t round = 0; round < in.issues.size(); ++round)
    for (auto& [from, to] : reach) {
      std::set<Id> more = to;
      for (const Id mid : to)
        if (const auto next = reach.find(mid); next != reach.end()) more.insert(next->second.begin(), next->second.end());
      to = std::move(more);
    }
  std::set<std::string> out;
  for (const auto& i : in.issues)
    if (reach[i.id].count(i.id)) out.insert(i.key);
  return out;
}

struct Broken {
  int permutation = 0, numbers = 0, rounds = 0, starved = 0, blocked = 0, cycles = 0, capacity = 0, order = 0, hard = 0, closed = 0;
};

void check(const QueueInput& in, const Queue& q, bool plain, Broken& broken) {
  std::multiset<std::string> given, got;
  for (const auto& i : in.issues) given.insert(i.key);
  for (const auto& i : q.items) got.insert(i.key);
  broken.permutation += given != got;
  std::map<std::string, std::vector<const QueueItem*>> teams;
  std::map<std::string, const QueueItem*> by_key;
  for (std::size_t k = 0; k < q.items.size(); ++k) {
    const QueueItem& i = q.items[k];
    teams[i.team].push_back(&i), by_key[i.key] = &i;
    broken.numbers += i.global != static_cast<int>(k) + 1 || i.disc_pos != static_cast<int>(teams[i.team].size());
  }
  for (const auto& [team, items] : teams) {
    if (plain && q.algorithm == QueueAlgorithm::discipline_round_robin) {
      std::map<std::pair<std::string, Id>, int> left, had;
      for (const auto* i : items) ++left[{i->stakeholder.name, i->stakeholder.id}];
      for (std::size_t k = 0; k < items.size(); ++k) {
        if (k > 0) broken.rounds += items[k]->round < items[k - 1]->round;
        const std::pair who(items[k]->stakeholder.name, items[k]->stakeholder.id);
        broken.rounds += ++had[who] != items[k]->round;
        // Nobody gets the next before everybody with items left got this one.
        for (const auto& [other, count] : left) broken.starved += had[other] < had[who] - 1 && count > had[other];
      }
    }
    double sum = 0;
    bool soft_met = false;
    for (const auto* i : items) {
      if (!i->deferred && i->points) sum += *i->points;
      if (in.links.empty()) broken.hard += i->starts && soft_met && q.algorithm != QueueAlgorithm::capacity;
      soft_met = soft_met || !i->starts;
    }
    for (const auto& c : in.capacities)
      if (c.team == team) broken.capacity += sum > *c.amount;
  }
  const auto cyclic = on_cycles(in);
  std::map<Id, std::string> key_of;
  for (const auto& i : in.issues) key_of[i.id] = i.key;
  for (const auto& l : in.links) {
    const QueueItem &blocker = *by_key.at(key_of.at(l.blocker)), &blocked = *by_key.at(key_of.at(l.blocked));
    const bool knot = cyclic.count(blocker.key) && cyclic.count(blocked.key);
    if (knot) continue;
    if (blocker.team == blocked.team) broken.blocked += blocker.disc_pos > blocked.disc_pos;
    if (blocker.team == blocked.team || q.algorithm == QueueAlgorithm::capacity) broken.closed += blocker.deferred && !blocked.deferred;
  }
  const bool reported = std::any_of(q.conflicts.begin(), q.conflicts.end(), [](const QueueRemark& r) { return r.kind == "dependency_cycle"; });
  broken.cycles += reported != !cyclic.empty();
}

int rounds() {
  const char* long_run = std::getenv("JUNO_LONG_TESTS");
#ifdef __SANITIZE_ADDRESS__
  return long_run ? 20'000 : 50;
#else
  return long_run ? 100'000 : 300;
#endif
}

}  // namespace

TEST_CASE("random sprints keep every promise, whatever the algorithm and the order in which issues come in") {
  Random r{std::mt19937(2026)};
  Broken broken;
  int different = 0, moved = 0, cut = 0, unreadable = 0;
  for (int round = 0; round < rounds(); ++round) {
    const bool plain = round % 2 == 0;
    QueueInput in = random_sprint(r, plain);
    in.algorithm = static_cast<QueueAlgorithm>(round / 2 % 4);
    const Queue q = make_queue(in);
    check(in, q, plain, broken);
    const std::string once = all_of(q);
    QueueInput shuffled = in;
    std::shuffle(shuffled.issues.begin(), shuffled.issues.end(), r.engine);
    std::shuffle(shuffled.links.begin(), shuffled.links.end(), r.engine);
    std::shuffle(shuffled.capacities.begin(), shuffled.capacities.end(), r.engine);
    different += all_of(make_queue(shuffled)) != once;
    unreadable += canonical_json(parse_saved_queue(once)) != once;
    for (const auto& i : q.items) moved += i.fair_pos != i.disc_pos, cut += i.deferred;
  }
  CHECK(broken.permutation == 0);
  CHECK(broken.numbers == 0);
  CHECK(broken.rounds == 0);
  CHECK(broken.starved == 0);
  CHECK(broken.blocked == 0);
  CHECK(broken.cycles == 0);
  CHECK(broken.capacity == 0);
  CHECK(broken.hard == 0);
  CHECK(broken.closed == 0);
  CHECK(different == 0);
  CHECK(unreadable == 0);
  CHECK(moved > rounds());  // the sprints were worth checking
  CHECK(cut > rounds());
}
