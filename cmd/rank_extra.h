// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/rank.h"
namespace juno {

// Reads the fields of rank.parts and rank.criteria into the candidates; `rules` gets the criteria. Warnings say which fields no
// site has. Throws nothing of its own.
void read_fields(Context& ctx, std::vector<RankCandidate>& candidates, RankRules& rules, std::vector<std::string>& warnings);

// Money, where rank.currency and rank.rate are set. Throws Error{config} where one of them is missing.
void read_money(Context& ctx, RankRules& rules, std::vector<std::string>& warnings);

// For --similar: which candidates look alike, and what similar finished work was worth and took.
void read_neighbours(Context& ctx, std::vector<RankCandidate>& candidates);

}  // namespace juno
