// SPDX-License-Identifier: Apache-2.0
#include "core/queue_order.h"
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>
namespace juno::queue_order {
namespace {

// Absent values come last.
template <typename T> int absent_last(const std::optional<T>& a, const std::optional<T>& b) {
  if (a.has_value() != b.has_value()) return a ? -1 : 1;
  if (!a || *a == *b) return 0;
  return *a < *b ? -1 : 1;
}

int by_rank(const std::string& a, const std::string& b) {
  if (a.empty() != b.empty()) return a.empty() ? 1 : -1;
  return a.compare(b);
}

// Most of what own_before compares, in a row of memory: a sprint of 100,000 issues is far larger than any cache.
struct Key {
  Instant starts{std::numeric_limits<std::int64_t>::max()};
  double score;
  Date target{std::numeric_limits<std::int32_t>::max()};
  std::array<unsigned char, 16> rank;  // its beginning
  std::uint32_t place;

  Key(const QueueIssue& i, std::size_t at) : score(-i.score), place(static_cast<std::uint32_t>(at)) {
    if (i.starts) starts = *i.starts;
    if (i.target) target = *i.target;
    rank.fill(i.rank.empty() ? 0xff : 0);
    std::copy_n(i.rank.begin(), std::min(i.rank.size(), rank.size()), rank.begin());
  }
  auto members() const { return std::tie(starts, score, target, rank); }
};

}  // namespace

void sort_own(std::vector<QueueIssue>& issues) {
  std::vector<Key> keys;
  keys.reserve(issues.size());
  for (std::size_t i = 0; i < issues.size(); ++i) keys.emplace_back(issues[i], i);
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (const auto order = a.members() <=> b.members(); order != 0) return order < 0;
    return own_before(issues[a.place], issues[b.place]);
  });
  // Each goes where it belongs, cycle by cycle: a second row of issues would cost more than the sorting.
  for (std::size_t first = 0; first < keys.size(); ++first) {
    if (keys[first].place == first) continue;
    QueueIssue lifted = std::move(issues[first]);
    std::size_t at = first;
    for (std::size_t from; (from = keys[at].place) != first; at = from) {
      issues[at] = std::move(issues[from]);
      keys[at].place = static_cast<std::uint32_t>(at);
    }
    issues[at] = std::move(lifted);
    keys[at].place = static_cast<std::uint32_t>(at);
  }
}

bool own_before(const QueueIssue& a, const QueueIssue& b) {
  if (const int c = absent_last(a.starts, b.starts)) return c < 0;
  if (a.score != b.score) return a.score > b.score;
  if (const int c = absent_last(a.target, b.target)) return c < 0;
  if (const int c = by_rank(a.rank, b.rank)) return c < 0;
  return std::tie(a.project, a.number, a.key, a.id) < std::tie(b.project, b.number, b.key, b.id);
}

Order round_robin(const Order& own, std::span<const QueueIssue> issues, std::vector<int>& round) {
  using Person = std::pair<std::string_view, Id>;  // people may share a name
  std::map<Person, int> turns;
  const auto person = [&](std::size_t i) { return Person(issues[i].stakeholder.name, issues[i].stakeholder.id); };
  for (const std::size_t i : own) round[i] = ++turns[person(i)];
  int seat = 0;
  for (auto& [who, turn] : turns) turn = seat++;
  std::vector<std::tuple<int, int, std::size_t>> dealt;  // round, seat, issue
  dealt.reserve(own.size());
  for (const std::size_t i : own) dealt.emplace_back(round[i], turns.at(person(i)), i);
  std::sort(dealt.begin(), dealt.end());  // no two items share round and seat
  Order out;
  out.reserve(own.size());
  for (const auto& [turn, at, i] : dealt) out.push_back(i);
  return out;
}

Order hard_first(Order order, std::span<const QueueIssue> issues) {
  const auto flexible = std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return issues[i].starts.has_value(); });
  std::stable_sort(order.begin(), flexible, [&](std::size_t a, std::size_t b) { return *issues[a].starts < *issues[b].starts; });
  return order;
}

}  // namespace juno::queue_order
