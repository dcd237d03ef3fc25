// SPDX-License-Identifier: Apache-2.0
#include "core/queue_order.h"
#include <algorithm>
#include <array>
#include <limits>
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

  Key(const QueueItem& i, std::size_t at) : score(-i.score), place(static_cast<std::uint32_t>(at)) {
    if (i.starts) starts = *i.starts;
    if (i.target) target = *i.target;
    rank.fill(i.rank.empty() ? 0xff : 0);
    std::copy_n(i.rank.begin(), std::min(i.rank.size(), rank.size()), rank.begin());
  }
  auto members() const { return std::tie(starts, score, target, rank); }
};

}  // namespace

Order own_order(std::span<const QueueItem> issues) {
  std::vector<Key> keys;
  keys.reserve(issues.size());
  for (std::size_t i = 0; i < issues.size(); ++i) keys.emplace_back(issues[i], i);
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (const auto order = a.members() <=> b.members(); order != 0) return order < 0;
    return own_before(issues[a.place], issues[b.place]);
  });
  Order order;
  order.reserve(keys.size());
  for (const Key& k : keys) order.push_back(k.place);
  return order;
}

void arrange(std::vector<QueueItem>& items, Order order) {
  for (std::size_t first = 0; first < order.size(); ++first) {  // cycle by cycle
    if (order[first] == first) continue;
    QueueItem lifted = std::move(items[first]);
    std::size_t at = first;
    for (std::size_t from; (from = order[at]) != first; at = from) {
      items[at] = std::move(items[from]);
      order[at] = at;
    }
    items[at] = std::move(lifted);
    order[at] = at;
  }
}

bool own_before(const QueueItem& a, const QueueItem& b) {
  if (const int c = absent_last(a.starts, b.starts)) return c < 0;
  if (a.score != b.score) return a.score > b.score;
  if (const int c = absent_last(a.target, b.target)) return c < 0;
  if (const int c = by_rank(a.rank, b.rank)) return c < 0;
  return std::tie(a.project, a.number, a.key, a.id) < std::tie(b.project, b.number, b.key, b.id);
}

Order round_robin(const Order& own, std::span<const QueueEntry> entries, std::vector<int>& round) {
  using Turn = std::tuple<std::uint32_t, std::uint32_t, std::size_t>;
  std::vector<Turn> turns;  // seat, turn so far, entry; then round, seat, entry
  turns.reserve(own.size());
  for (const std::size_t i : own) turns.emplace_back(entries[i].seat, turns.size(), i);
  std::sort(turns.begin(), turns.end());
  std::uint32_t last = 0, turn = 0;
  for (auto& [first, second, i] : turns) {
    turn = first == last ? turn + 1 : 1;
    last = first;
    round[i] = static_cast<int>(turn);
    first = turn, second = last;
  }
  std::sort(turns.begin(), turns.end());  // no two items share round and seat
  Order out;
  out.reserve(own.size());
  for (const Turn& t : turns) out.push_back(std::get<2>(t));
  return out;
}

Order hard_first(Order order, std::span<const QueueEntry> entries) {
  const auto flexible = std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return entries[i].starts.has_value(); });
  std::stable_sort(order.begin(), flexible, [&](std::size_t a, std::size_t b) { return *entries[a].starts < *entries[b].starts; });
  return order;
}

}  // namespace juno::queue_order
