// SPDX-License-Identifier: Apache-2.0
#include "core/closed_choice.h"
#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include "core/knapsack.h"
#include "core/max_closure.h"
namespace juno {
namespace {

constexpr std::size_t kFew = 26;  // items tied together that are searched exhaustively
constexpr int kPriceSteps = 60;
constexpr int kSweeps = 4;
constexpr std::size_t kMostTrials = 3'000, kMostForced = 12;

using Bins = std::vector<std::optional<std::int64_t>>;
using Nodes = std::vector<std::size_t>;

// One problem: items whose bins are tied together, everything in it numbered anew.
struct Knot {
  std::vector<ClosedItem> items;  // bins numbered within the knot
  std::vector<std::int64_t> room; // by bin
  Dependencies dependencies;
};

struct Choice {
  std::vector<bool> taken;
  std::int64_t value = 0, bound = 0;
};

std::int64_t value_of(const Knot& k, const std::vector<bool>& taken) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < k.items.size(); ++i) sum += taken[i] ? k.items[i].value : 0;
  return sum;
}

std::vector<std::int64_t> left_in(const Knot& k, const std::vector<bool>& taken) {
  std::vector<std::int64_t> left = k.room;
  for (std::size_t i = 0; i < k.items.size(); ++i)
    if (taken[i]) left[k.items[i].bin] -= k.items[i].weight;
  return left;
}

std::vector<Nodes> by_bin(const Knot& k) {
  std::vector<Nodes> out(k.room.size());
  for (std::size_t i = 0; i < k.items.size(); ++i) out[k.items[i].bin].push_back(i);
  return out;
}

Knapsack knapsack_of(const Knot& k, const Nodes& nodes, std::int64_t room) {
  std::vector<KnapsackItem> items;
  for (const std::size_t i : nodes) items.push_back({k.items[i].value, k.items[i].weight});
  return best_that_fits(items, room);
}

// Branch and bound over few items: blockers are decided before what they block, a branch ends where even parts of items
// could not beat the best so far.
class Exhaustive {
 public:
  explicit Exhaustive(const Knot& k) : k_(k), left_(k.room), best_(k.items.size()), now_(k.items.size()) {
    Nodes by_density(k.items.size());
    std::iota(by_density.begin(), by_density.end(), std::size_t{0});
    std::stable_sort(by_density.begin(), by_density.end(), [&](std::size_t a, std::size_t b) {
      return denser({k.items[a].value, k.items[a].weight}, {k.items[b].value, k.items[b].weight});
    });
    order_ = k.dependencies.arranged(by_density);
    density_ = std::move(by_density);
    place_.resize(order_.size());
    for (std::size_t p = 0; p < order_.size(); ++p) place_[order_[p]] = p;
  }
  Choice run() {
    branch(0, 0);
    return {best_, value_of(k_, best_), value_of(k_, best_)};
  }

 private:
  bool open(std::size_t i) const {
    return std::all_of(k_.dependencies.blockers(i).begin(), k_.dependencies.blockers(i).end(), [&](std::size_t b) { return now_[b]; });
  }
  // What the undecided from place `p` on can still add, bin by bin in parts.
  double hope(std::size_t p) const {
    std::vector<std::int64_t> left = left_;
    double sum = 0;
    for (const std::size_t i : density_) {
      const ClosedItem& item = k_.items[i];
      if (place_[i] < p) continue;
      const auto decided_out = std::any_of(k_.dependencies.blockers(i).begin(), k_.dependencies.blockers(i).end(), [&](std::size_t b) { return place_[b] < p && !now_[b]; });
      if (decided_out || (left[item.bin] <= 0 && item.weight > 0)) continue;
      const std::int64_t used = std::min(item.weight, left[item.bin]);
      sum += item.weight == 0 ? static_cast<double>(item.value) : static_cast<double>(item.value) * static_cast<double>(used) / static_cast<double>(item.weight);
      left[item.bin] -= used;
    }
    return sum;
  }
  void branch(std::size_t p, std::int64_t value) {
    if (value > best_value_) best_value_ = value, best_ = now_;
    if (p == order_.size() || static_cast<double>(value) + hope(p) < static_cast<double>(best_value_) + 0.5) return;
    const std::size_t i = order_[p];
    const ClosedItem& item = k_.items[i];
    if (item.weight <= left_[item.bin] && open(i)) {
      now_[i] = true, left_[item.bin] -= item.weight;
      branch(p + 1, value + item.value);
      now_[i] = false, left_[item.bin] += item.weight;
    }
    branch(p + 1, value);
  }

  const Knot& k_;
  std::vector<std::int64_t> left_;
  std::vector<bool> best_, now_;
  std::int64_t best_value_ = -1;
  Nodes order_, density_, place_;
};

// Takes, again and again, the item that with all it needs is worth most for what it costs at these prices.
class Greedy {
 public:
  Greedy(const Knot& k, const std::vector<double>& price) : k_(k), price_(price), taken_(k.items.size()), left_(k.room), seen_(k.items.size()), need_(k.room.size()) {}

  std::vector<bool> run() {
    for (std::size_t i = 0; i < k_.items.size(); ++i) push(i);
    while (!heap_.empty()) {
      const auto [ratio, i] = heap_.top();
      heap_.pop();
      if (taken_[i] || !gather(i)) continue;
      const double now = ratio_of_set();
      if (now < ratio * (1 - 1e-12)) {
        heap_.emplace(now, i);
        continue;
      }
      take();
    }
    return taken_;
  }

 private:
  struct Less {  // the greater ratio first, then the earlier item
    bool operator()(const std::pair<double, std::size_t>& a, const std::pair<double, std::size_t>& b) const {
      return a.first != b.first ? a.first < b.first : a.second > b.second;
    }
  };

  // The item and all it needs that is not taken yet, into set_; false when that does not fit.
  bool gather(std::size_t i) {
    set_.assign(1, i);
    seen_[i] = ++search_;
    touched_.clear();
    bool fits = true;
    for (std::size_t at = 0; at < set_.size() && fits; ++at) {
      const ClosedItem& item = k_.items[set_[at]];
      if (need_[item.bin] == 0) touched_.push_back(item.bin);
      need_[item.bin] += item.weight;
      fits = need_[item.bin] <= left_[item.bin];
      for (const std::size_t b : k_.dependencies.blockers(set_[at]))
        if (!taken_[b] && seen_[b] != search_) seen_[b] = search_, set_.push_back(b);
    }
    for (const std::size_t bin : touched_) need_[bin] = 0;
    return fits;
  }
  double ratio_of_set() const {
    double value = 0, cost = 1e-9;
    for (const std::size_t i : set_) value += static_cast<double>(k_.items[i].value), cost += price_[k_.items[i].bin] * static_cast<double>(k_.items[i].weight);
    return value / cost;
  }
  void push(std::size_t i) {
    if (gather(i)) heap_.emplace(ratio_of_set(), i);
  }
  void take() {
    const Nodes set = set_;
    for (const std::size_t i : set) taken_[i] = true, left_[k_.items[i].bin] -= k_.items[i].weight;
    // What waited for them has become cheaper.
    for (const std::size_t i : set)
      for (const std::size_t next : k_.dependencies.blocked(i)) {
        if (!taken_[next]) push(next);
        for (const std::size_t after : k_.dependencies.blocked(next))
          if (!taken_[after]) push(after);
      }
  }

  const Knot& k_;
  const std::vector<double>& price_;
  std::vector<bool> taken_;
  std::vector<std::int64_t> left_;
  std::vector<std::size_t> seen_;
  std::vector<std::int64_t> need_;
  Nodes set_, touched_;
  std::size_t search_ = 0;
  std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>, Less> heap_;
};

// A choice that is changed for the better, bin by bin.
class Improver {
 public:
  Improver(const Knot& k, const std::vector<Nodes>& bins, std::vector<bool>& taken) : k_(k), bins_(bins), taken_(taken), left_(left_in(k, taken)), held_(k.items.size()) {}

  void refill_all() {
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      bool changed = false;
      for (std::size_t b = 0; b < bins_.size(); ++b) changed = refill(b).value_or(0) > 0 || changed;
      if (!changed) return;
    }
  }

  // Forces in, one after the other, what is not taken, with all it needs, and refills its bins around it; keeps what pays.
  void exchange(const std::vector<double>& price) {
    for (int pass = 0; pass < kSweeps; ++pass) {
      bool changed = false;
      for (const std::size_t i : promising(price)) changed = (!taken_[i] && force(i)) || changed;
      if (!changed) return;
    }
  }

 private:
  bool droppable(std::size_t i) const {
    const auto& after = k_.dependencies.blocked(i);
    return taken_[i] && !held_[i] && std::none_of(after.begin(), after.end(), [&](std::size_t d) { return taken_[d]; });
  }

  // Chooses anew, exactly, among the items of a bin that nothing taken needs and that lack nothing themselves. Returns the
  // value gained; nothing when the rest alone does not fit.
  std::optional<std::int64_t> refill(std::size_t bin) {
    Nodes free;
    std::int64_t room = left_[bin], before = 0;
    for (const std::size_t i : bins_[bin]) {
      if (droppable(i)) {
        free.push_back(i), room += k_.items[i].weight, before += k_.items[i].value;
      } else if (!taken_[i]) {
        const auto& needs = k_.dependencies.blockers(i);
        if (std::all_of(needs.begin(), needs.end(), [&](std::size_t b) { return taken_[b] && (k_.items[b].bin != bin || !droppable(b)); })) free.push_back(i);
      }
    }
    if (room < 0) return std::nullopt;
    const Knapsack best = knapsack_of(k_, free, room);
    if (best.value <= before && left_[bin] >= 0) return 0;
    for (std::size_t f = 0; f < free.size(); ++f)
      if (taken_[free[f]] != best.taken[f]) flip(free[f]);
    return best.value - before;
  }

  void flip(std::size_t i) {
    left_[k_.items[i].bin] += taken_[i] ? k_.items[i].weight : -k_.items[i].weight;
    taken_[i] = !taken_[i];
    flipped_.push_back(i);
  }

  // The item and all it needs that is not taken.
  Nodes needs_of(std::size_t i) const {
    Nodes set{i};
    for (std::size_t at = 0; at < set.size() && set.size() <= kMostForced; ++at)
      for (const std::size_t b : k_.dependencies.blockers(set[at]))
        if (!taken_[b] && std::find(set.begin(), set.end(), b) == set.end()) set.push_back(b);
    return set;
  }

  Nodes promising(const std::vector<double>& price) const {
    std::vector<std::pair<double, std::size_t>> all;
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (taken_[i]) continue;
      double loss = 0;
      for (const std::size_t n : needs_of(i)) loss -= static_cast<double>(k_.items[n].value) - price[k_.items[n].bin] * static_cast<double>(k_.items[n].weight);
      all.emplace_back(loss, i);
    }
    const auto most = std::min(all.size(), kMostTrials);
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
    Nodes out;
    for (std::size_t k = 0; k < most; ++k) out.push_back(all[k].second);
    return out;
  }

  bool force(std::size_t i) {
    const Nodes set = needs_of(i);
    if (set.size() > kMostForced) return false;
    flipped_.clear();
    std::int64_t gain = 0;
    Nodes touched;
    for (const std::size_t n : set) {
      flip(n);
      held_[n] = true, gain += k_.items[n].value;
      if (std::find(touched.begin(), touched.end(), k_.items[n].bin) == touched.end()) touched.push_back(k_.items[n].bin);
    }
    bool fits = true;
    for (const std::size_t bin : touched) {
      const auto change = fits ? refill(bin) : std::nullopt;
      fits = change.has_value();
      gain += change.value_or(0);
    }
    for (const std::size_t n : set) held_[n] = false;
    if (fits && gain > 0) return true;
    const Nodes undo(flipped_.rbegin(), flipped_.rend());
    for (const std::size_t n : undo) flip(n);
    return false;
  }

  const Knot& k_;
  const std::vector<Nodes>& bins_;
  std::vector<bool>& taken_;
  std::vector<std::int64_t> left_;
  std::vector<bool> held_;
  Nodes flipped_;
};

// Prices of a unit of each bin at which buying what pays fills the bins best (Held, Wolfe and Crowder, 1974). Each step's
// value of what pays, plus what the bins cost, is a bound.
struct Prices {
  std::vector<double> of_bin;
  double bound = 0;
};
Prices dual_prices(const Knot& k, std::vector<double> price, double known) {
  MaxClosure closure(k.dependencies);
  const std::size_t n = k.items.size();
  std::vector<double> profit(n);
  std::vector<bool> in(n);
  Prices best{price, 1e300};
  double scale = 1;
  int stuck = 0;
  for (int step = 0; step < kPriceSteps; ++step) {
    double bound = 0;
    for (std::size_t b = 0; b < price.size(); ++b) bound += price[b] * static_cast<double>(k.room[b]);
    for (std::size_t i = 0; i < n; ++i) profit[i] = static_cast<double>(k.items[i].value) - price[k.items[i].bin] * static_cast<double>(k.items[i].weight);
    bound += closure.solve(profit, in);
    if (bound < best.bound - 1e-9) best = {price, bound}, stuck = 0;
    else if (++stuck == 5) scale /= 2, stuck = 0;
    const auto over = left_in(k, in);
    double square = 0;
    for (const std::int64_t o : over) square += static_cast<double>(o) * static_cast<double>(o);
    if (square == 0 || best.bound - known < 0.5) break;
    for (std::size_t b = 0; b < price.size(); ++b) price[b] = std::max(0.0, price[b] - scale * (bound - known) / square * static_cast<double>(over[b]));
  }
  return best;
}

Choice solve(const Knot& k) {
  const auto bins = by_bin(k);
  if (k.items.size() <= kFew) return Exhaustive(k).run();
  Choice best;
  std::vector<double> density(k.room.size()), flat(k.room.size(), 1.0);
  for (std::size_t b = 0; b < bins.size(); ++b) {
    const Knapsack alone = knapsack_of(k, bins[b], k.room[b]);
    best.bound += alone.bound;
    // What a unit is worth where the bin becomes full.
    density[b] = k.room[b] > 0 ? static_cast<double>(alone.value) / static_cast<double>(k.room[b]) : 1;
  }
  const auto consider = [&](const std::vector<double>& price) {
    std::vector<bool> taken = Greedy(k, price).run();
    Improver(k, bins, taken).refill_all();
    if (const auto value = value_of(k, taken); best.taken.empty() || value > best.value) best.value = value, best.taken = std::move(taken);
  };
  consider(flat);
  consider(density);
  const Prices prices = dual_prices(k, density, static_cast<double>(best.value));
  consider(prices.of_bin);
  Improver(k, bins, best.taken).exchange(prices.of_bin);
  best.value = value_of(k, best.taken);
  // Rounded up by far more than the sums can be wrong by.
  best.bound = std::min(best.bound, static_cast<std::int64_t>(prices.bound * (1 + 1e-9) + 1));
  best.bound = std::max(best.bound, best.value);
  return best;
}

// What can never be taken: too large for its bin, or waiting for something that is.
std::vector<bool> hopeless(std::span<const ClosedItem> items, const Bins& bins, const Dependencies& d) {
  std::vector<bool> out(items.size());
  Nodes list;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (bins[items[i].bin] && items[i].weight > *bins[items[i].bin]) out[i] = true, list.push_back(i);
  for (std::size_t at = 0; at < list.size(); ++at)
    for (const std::size_t next : d.blocked(list[at]))
      if (!out[next]) out[next] = true, list.push_back(next);
  return out;
}

std::size_t root(Nodes& parent, std::size_t bin) {
  while (parent[bin] != bin) bin = parent[bin] = parent[parent[bin]];
  return bin;
}

}  // namespace

ClosedChoice best_closed(std::span<const ClosedItem> items, const Bins& bins, const Dependencies& d) {
  const std::vector<bool> never = hopeless(items, bins, d);
  // Bins tied together by dependencies form one problem.
  Nodes parent(bins.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  for (std::size_t i = 0; i < items.size(); ++i)
    for (const std::size_t b : d.blockers(i))
      if (!never[i]) parent[root(parent, items[i].bin)] = root(parent, items[b].bin);
  std::vector<Nodes> knots(bins.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!never[i]) knots[root(parent, items[i].bin)].push_back(i);
  ClosedChoice out;
  out.taken.resize(items.size());
  std::vector<std::size_t> local(items.size()), local_bin(bins.size());
  for (const Nodes& nodes : knots) {
    if (nodes.empty()) continue;
    std::vector<ClosedItem> own;
    std::vector<std::int64_t> room;
    std::vector<Dependencies::Edge> edges;
    Nodes met;
    for (const std::size_t i : nodes) {
      const std::size_t bin = items[i].bin;
      if (std::find(met.begin(), met.end(), bin) == met.end()) local_bin[bin] = met.size(), met.push_back(bin), room.push_back(bins[bin].value_or(0));
      local[i] = own.size();
      own.push_back({items[i].value, bins[bin] ? items[i].weight : 0, local_bin[bin]});
    }
    for (const std::size_t i : nodes)
      for (const std::size_t b : d.blockers(i)) edges.push_back({local[b], local[i]});
    Choice choice;
    if (edges.empty()) {
      const Knapsack one = knapsack_of({own, room, Dependencies(0, {})}, [&] { Nodes all(own.size()); std::iota(all.begin(), all.end(), std::size_t{0}); return all; }(), room.front());
      choice = {one.taken, one.value, one.bound};
    } else {
      choice = solve({own, room, Dependencies(own.size(), std::move(edges))});
    }
    for (const std::size_t i : nodes) out.taken[i] = choice.taken[local[i]];
    out.value += choice.value, out.bound += choice.bound;
  }
  return out;
}

}  // namespace juno
