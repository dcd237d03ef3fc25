// SPDX-License-Identifier: Apache-2.0
#include "core/rank_signals.h"
#include <algorithm>
namespace juno {
namespace {

// Where a scale reads 50: fixed figures, so that no value depends on what else is ranked.
constexpr double kDemandAnchor = 20, kRepeatAnchor = 10;
constexpr double kRepeatWeight = 0.5, kMoodWeight = 0.25;
constexpr double kFewRated = 3;  // people: with so few, half of what they feel counts

double rising(double x, double anchor) { return x <= 0 ? 0 : 100 * x / (x + anchor); }
int repeats(const RankCandidate& c) { return std::max(0, c.support - c.support_people); }
double mood(const RankCandidate& c) { return c.displeased == 0 ? 0 : 100.0 * c.displeased / (c.rated + kFewRated); }

}  // namespace

int demand(const RankCandidate& c) { return std::max({c.votes, c.watchers, c.people}); }

// Its reporter alone is no demand.
bool has_signals(const RankCandidate& c) { return c.votes > 0 || c.watchers > 0 || c.people > 1 || c.support > 0; }

double signal_index(const RankCandidate& c) {
  const double a = rising(demand(c), kDemandAnchor) / 100, b = kRepeatWeight * rising(repeats(c), kRepeatAnchor) / 100, m = kMoodWeight * mood(c) / 100;
  return 100 * (1 - (1 - a) * (1 - b) * (1 - m));
}

std::vector<RankSignal> rank_signals(const RankCandidate& c) {
  return {{"votes", static_cast<double>(c.votes), "people", 0, 0, "told; within demand"},
          {"watchers", static_cast<double>(c.watchers), "people", 0, 0, "told; within demand"},
          {"people", static_cast<double>(c.people), "people", 0, 0, "who reported it, its children or support issues, or wrote there, without its assignee; within demand"},
          {"support_issues", static_cast<double>(c.support), "issues", 0, 0, "linked to it or its children; their reporters are within people"},
          {"demand", static_cast<double>(demand(c)), "people", rising(demand(c), kDemandAnchor), 1, "the largest of votes, watchers and people: at least so many, nobody twice"},
          {"repeats", static_cast<double>(repeats(c)), "issues", rising(repeats(c), kRepeatAnchor), kRepeatWeight, "support issues beyond one for each who reported them"},
          {"displeased", static_cast<double>(c.displeased), "people", mood(c), kMoodWeight, "whose comments complain, of " + std::to_string(c.rated) + " whose comments could be read for a mood"},
          {"pleased", static_cast<double>(c.pleased), "people", 0, 0, "told; praise asks for nothing"}};
}

}  // namespace juno
