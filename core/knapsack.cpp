// SPDX-License-Identifier: Apache-2.0
#include "core/knapsack.h"
#include <algorithm>
#include <numeric>
namespace juno {
namespace {

__extension__ using Wide = __int128;  // products of two amounts

constexpr std::size_t kMostStates = 8'000'000;

// Several equal items taken together or not at all; a class of m items becomes bundles of 1, 2, 4 … and the rest, whose
// sums give every number from 0 to m.
struct Bundle {
  std::int64_t value, weight;
  std::size_t of_class, count;
};

// One undominated sum, and how it came about.
struct State {
  std::int64_t value, weight;
  std::size_t before;  // index of the state it was made from
  std::size_t bundle;
};

class Search {
 public:
  Search(std::span<const KnapsackItem> items, std::vector<std::size_t> order, std::int64_t capacity) : items_(items), order_(std::move(order)), capacity_(capacity) {
    make_bundles();
  }

  // Marks what is taken; returns an upper bound, which is the value taken unless the search grew too large.
  std::int64_t run(std::vector<bool>& taken) {
    greedy(taken);
    std::vector<std::size_t> front{0};
    states_ = {{0, 0, 0, 0}};
    for (std::size_t b = 0; b < bundles_.size(); ++b) {
      front = extended(front, b);
      if (states_.size() > kMostStates) return bound_of(front, b + 1);
    }
    std::size_t best = 0;
    bool better = false;
    for (const std::size_t s : front)
      if (states_[s].value > best_value_) best_value_ = states_[s].value, best = s, better = true;
    if (better) take(best, taken);
    return best_value_;
  }

 private:
  void make_bundles() {
    for (std::size_t at = 0; at < order_.size();) {
      const KnapsackItem& first = items_[order_[at]];
      std::size_t end = at;
      while (end < order_.size() && items_[order_[end]].value == first.value && items_[order_[end]].weight == first.weight) ++end;
      for (std::size_t left = end - at, size = 1; left > 0; size *= 2) {
        const std::size_t n = std::min(size, left);
        bundles_.push_back({first.value * static_cast<std::int64_t>(n), first.weight * static_cast<std::int64_t>(n), class_start_.size(), n});
        left -= n;
      }
      class_start_.push_back(at);
      at = end;
    }
    value_.assign(bundles_.size() + 1, 0), weight_.assign(bundles_.size() + 1, 0);
    for (std::size_t b = 0; b < bundles_.size(); ++b) value_[b + 1] = value_[b] + bundles_[b].value, weight_[b + 1] = weight_[b] + bundles_[b].weight;
  }

  void greedy(std::vector<bool>& taken) {
    std::int64_t left = capacity_;
    for (const std::size_t i : order_)
      if (items_[i].weight <= left) left -= items_[i].weight, best_value_ += items_[i].value, taken[i] = true;
  }

  // No way to go on from a state with bundles from `b` on is worth more (Dantzig, 1957): whole bundles while they fit, then
  // a part of the next.
  std::int64_t bound_of(const State& s, std::size_t b) const {
    const std::int64_t room = capacity_ - s.weight;
    const auto fits = std::upper_bound(weight_.begin() + static_cast<std::ptrdiff_t>(b), weight_.end(), weight_[b] + room) - weight_.begin() - 1;
    const auto k = static_cast<std::size_t>(fits);
    const std::int64_t whole = s.value + value_[k] - value_[b];
    if (k == bundles_.size()) return whole;
    const Wide part = Wide{room - (weight_[k] - weight_[b])} * bundles_[k].value / bundles_[k].weight;
    return whole + static_cast<std::int64_t>(part);
  }
  std::int64_t bound_of(const std::vector<std::size_t>& front, std::size_t b) const {
    std::int64_t most = best_value_;
    for (const std::size_t s : front) most = std::max(most, bound_of(states_[s], b));
    return most;
  }

  // The front with and without the bundle: by weight ascending, value strictly ascending, nothing that cannot win.
  std::vector<std::size_t> extended(const std::vector<std::size_t>& front, std::size_t b) {
    std::vector<std::size_t> out;
    std::int64_t most = -1;
    const auto keep = [&](const State& s, std::size_t old) {
      if (s.value <= most || bound_of(s, b + 1) <= best_value_) return;
      most = s.value;
      if (old == kNew) states_.push_back(s);
      out.push_back(old == kNew ? states_.size() - 1 : old);
    };
    std::size_t without = 0, with = 0;
    const auto added = [&](std::size_t k) {
      const State& s = states_[front[k]];
      return State{s.value + bundles_[b].value, s.weight + bundles_[b].weight, front[k], b};
    };
    while (without < front.size() || with < front.size()) {
      // Of equal weight the greater value first, so that the other is dominated.
      const State* old = without < front.size() ? &states_[front[without]] : nullptr;
      if (with < front.size()) {
        const State next = added(with);
        if (next.weight > capacity_) {
          with = front.size();
          continue;
        }
        if (!old || next.weight < old->weight || (next.weight == old->weight && next.value > old->value)) {
          keep(next, kNew);
          ++with;
          continue;
        }
      }
      if (old) keep(State(*old), front[without]);
      ++without;
    }
    return out;
  }

  void take(std::size_t state, std::vector<bool>& taken) const {
    std::vector<std::size_t> counts(class_start_.size());
    for (; state != 0; state = states_[state].before) counts[bundles_[states_[state].bundle].of_class] += bundles_[states_[state].bundle].count;
    for (const std::size_t i : order_) taken[i] = false;
    for (std::size_t c = 0; c < counts.size(); ++c)
      for (std::size_t k = 0; k < counts[c]; ++k) taken[order_[class_start_[c] + k]] = true;
  }

  static constexpr auto kNew = static_cast<std::size_t>(-1);
  std::span<const KnapsackItem> items_;
  std::vector<std::size_t> order_;
  std::int64_t capacity_, best_value_ = 0;
  std::vector<Bundle> bundles_;
  std::vector<std::size_t> class_start_;
  std::vector<std::int64_t> value_, weight_;  // sums of the bundles before
  std::vector<State> states_;
};

}  // namespace

bool denser(const KnapsackItem& a, const KnapsackItem& b) { return Wide{a.value} * b.weight > Wide{b.value} * a.weight; }

Knapsack best_that_fits(std::span<const KnapsackItem> items, std::int64_t capacity) {
  Knapsack out;
  out.taken.resize(items.size());
  std::int64_t free = 0, used = 0, weight = 0;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].weight == 0) out.taken[i] = true, free += items[i].value;
    else if (items[i].weight <= capacity) order.push_back(i), weight += items[i].weight;
  }
  if (weight <= capacity) {
    for (const std::size_t i : order) out.taken[i] = true, free += items[i].value;
    out.value = out.bound = free;
    return out;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (denser(items[a], items[b]) != denser(items[b], items[a])) return denser(items[a], items[b]);
    return std::pair(items[a].weight, a) < std::pair(items[b].weight, b);
  });
  out.bound = free + Search(items, order, capacity).run(out.taken);
  for (const std::size_t i : order)
    if (out.taken[i]) used += items[i].weight, free += items[i].value;
  // What is worth nothing may still come along.
  for (const std::size_t i : order)
    if (!out.taken[i] && used + items[i].weight <= capacity) out.taken[i] = true, used += items[i].weight, free += items[i].value;
  out.value = free;
  return out;
}

}  // namespace juno
