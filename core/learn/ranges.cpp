// SPDX-License-Identifier: Apache-2.0
#include "core/learn/ranges.h"
#include <algorithm>
#include <map>
#include <vector>
#include "core/learn/conformal.h"
namespace juno::learn {
namespace {

constexpr std::size_t kWarm = 30;       // outcomes seen before ranges are given to judge by
constexpr std::size_t kMostTold = 3000; // looked back at
constexpr std::size_t kRefresh = 100;   // a width is made anew after one in so many is new
constexpr double kHalfLife = 2;         // patiences after which an error counts half
constexpr double kDrawnSpread = 10;

double ms_between(Instant from, Instant to) { return static_cast<double>(to.ms - from.ms); }

// The error to expect, by type, each drawn to that of all.
class Spreads {
 public:
  void add(const std::string& type, double off) {
    for (Sum* s : {&all_, &types_[type]}) s->off += off, ++s->count;
  }
  double of(const std::string& type) const {
    const double all = all_.count > 0 ? std::max(1e-3, all_.off / all_.count) : 1;
    const auto own = types_.find(type);
    return own == types_.end() ? all : (own->second.off + all * kDrawnSpread) / (own->second.count + kDrawnSpread);
  }
  Named types() const {
    Named out;
    for (const auto& [type, sum] : types_) out[type] = of(type);
    return out;
  }

 private:
  struct Sum {
    double off = 0, count = 0;
  };
  Sum all_;
  std::map<std::string, Sum> types_;
};

class Walk {
 public:
  Walk(std::span<const Foretold> told, double patience) : told_(told), patience_(patience), halves_(told.size()) {
    for (std::size_t i = 0; i < told.size(); ++i)
      if (told[i].of->known) by_known_.push_back(i);
    std::stable_sort(by_known_.begin(), by_known_.end(), [&](std::size_t a, std::size_t b) { return *told[a].of->known < *told[b].of->known; });
  }

  // Gives the next one its range, by what was known when it was foretold.
  void give(std::size_t i, Followed& out) {
    const Foretold& f = told_[i];
    learn(f.of->at, i);
    if (known_ < kWarm || ms_between(told_.front().of->at, f.of->at) < patience_) return;
    const auto width = width_at(f.of->at, i);
    if (!width) return;
    halves_[i] = *width * spreads_.of(f.of->type);
    if (!f.judges || !f.of->known) return;
    ++out.ranges, out.held += f.off() <= *halves_[i];
  }

  void finish(Instant end, Followed& out) {
    learn(end, told_.size());
    last_ = 0;  // all that is known now counts
    out.spread = spreads_.of({}), out.spread_of_type = spreads_.types(), out.width = width_at(end, told_.size());
  }

 private:
  bool known_by(const Foretold& f, Instant at) const { return f.of->known && *f.of->known < at; }

  // What became known before `at`; misses of those old enough that hardly any such outcome is still out.
  void learn(Instant at, std::size_t until) {
    for (; known_ < by_known_.size() && known_by(told_[by_known_[known_]], at); ++known_) {
      const Foretold& f = told_[by_known_[known_]];
      spreads_.add(f.of->type, f.off());
    }
    for (; ripe_ < until && ms_between(told_[ripe_].of->at, at) > patience_; ++ripe_)
      if (halves_[ripe_] && known_by(told_[ripe_], at)) level_.learn(told_[ripe_].off() > *halves_[ripe_]);
  }

  // From what was foretold before the `until`-th and is known at `at`.
  std::optional<double> width_at(Instant at, std::size_t until) {
    if (last_ > 0 && (known_ - last_) * kRefresh < known_) return width_;
    last_ = known_;
    const std::size_t from = until > kMostTold ? until - kMostTold : 0;
    std::vector<double> fresh, sums;  // how much each still counts, and of all up to it
    for (std::size_t i = from; i < until; ++i) {
      fresh.push_back(patience_ > 0 ? std::exp2(-ms_between(told_[i].of->at, at) / (kHalfLife * patience_)) : 1);
      sums.push_back(fresh.back() + (sums.empty() ? 0 : sums.back()));
    }
    std::vector<WeightedScore> scores;
    for (std::size_t i = from; i < until; ++i) {
      const Foretold& f = told_[i];
      if (!known_by(f, at)) continue;
      // Of all those so old that an outcome after as long would be known.
      const Instant latest{at.ms - (f.of->known->ms - f.of->at.ms)};
      const auto old = std::upper_bound(told_.begin() + static_cast<std::ptrdiff_t>(from), told_.begin() + static_cast<std::ptrdiff_t>(until), latest, [](Instant a, const Foretold& b) { return a < b.of->at; }) - told_.begin();
      const double share = sums[static_cast<std::size_t>(std::max<std::ptrdiff_t>(old - static_cast<std::ptrdiff_t>(from), 1)) - 1] / sums.back();
      scores.push_back({f.off() / spreads_.of(f.of->type), fresh[i - from] / share});
    }
    return width_ = conformal_quantile(std::move(scores), 0.1, level_.now());
  }

  std::span<const Foretold> told_;
  double patience_;
  std::vector<std::optional<double>> halves_;  // half of the range given to each
  std::vector<std::size_t> by_known_;
  std::size_t known_ = 0, ripe_ = 0, last_ = 0;
  Spreads spreads_;
  AdaptiveLevel level_;
  std::optional<double> width_;
};

}  // namespace

Followed follow(std::span<const Foretold> told, double patience, Instant end) {
  Followed out;
  Walk walk(told, patience);
  for (std::size_t i = 0; i < told.size(); ++i) walk.give(i, out);
  walk.finish(end, out);
  return out;
}

}  // namespace juno::learn
