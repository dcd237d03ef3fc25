// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "connectors/jira/fields.h"
#include "core/rank.h"
namespace juno {

// Reads the fields of rank.parts and rank.criteria into the candidates; `rules` gets the criteria. Warnings say which fields no
// site has. Throws nothing of its own.
void read_fields(Context& ctx, std::vector<RankCandidate>& candidates, RankRules& rules, std::vector<std::string>& warnings);

// Ids of the fields with that id or name, in the catalogue's order.
std::vector<std::string> field_ids(const std::vector<jira::FieldInfo>& fields, const std::string& name);
// Ids of those that rank.parts and rank.criteria name.
std::set<std::string> fields_read(Context& ctx, const std::vector<jira::FieldInfo>& fields);

// Money, where rank.currency and rank.rate are set. Throws Error{config} where one of them is missing.
void read_money(Context& ctx, RankRules& rules, std::vector<std::string>& warnings);

// For --similar: which candidates look alike, and what similar finished work was worth and took.
void read_neighbours(Context& ctx, std::vector<RankCandidate>& candidates);

}  // namespace juno
