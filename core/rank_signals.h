// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/rank_candidate.h"
namespace juno {

// What customers show without being asked for a figure. Nobody counts twice: votes and watchers have no names, and whoever votes
// mostly watches and often writes, so the people who want a feature are taken to be the largest of votes, watchers and the people
// known by name: at least so many, whoever they are. What the same people say again, and how they say it, counts apart.
struct RankSignal {
  std::string name;      // votes, watchers, people, support_issues, displeased, pleased; demand, repeats, mood are what counts
  double count = 0;
  std::string unit;
  double scaled = 0;     // 0..100 on a fixed scale; 0 for what is only told
  double weight = 0;     // in the index; 0 for what is only told
  std::string rule;
};
std::vector<RankSignal> rank_signals(const RankCandidate& candidate);

// At least so many people want it.
int demand(const RankCandidate& candidate);
bool has_signals(const RankCandidate& candidate);
// 0..100: 100 (1 - (1 - demand) (1 - repeats / 2) (1 - mood / 4)), each on its own scale of 0..1: more of anything never lowers it.
double signal_index(const RankCandidate& candidate);

}  // namespace juno
