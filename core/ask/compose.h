// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/ask/chunks.h"
#include "core/ask/ir.h"
#include "core/ask/world.h"
namespace juno::ask {

// From the chunks of a cover to a query, in four stages (core/ask/compose/):
//   1 collect.cpp       the items: chunks that say something, with the small words that lead to them
//   2 entity.cpp        what the question is about: issues, pull requests, sprints …
//   3 walk.cpp, step_*  from left to right, each item adds to the draft (draft.h):
//       step_people     me, everyone, assigned to, by         step_values   names of the cache, keys, "urgent"
//       step_nouns      things and their fields               step_states   open, blocked; not, without, except
//       step_verbs      created, merged; "moved to Done"      step_figures  points, comments; metrics by their names
//       step_numbers    5, more than 5, most, oldest          step_groups   by team, per week
//       step_time       periods, older than, how long         step_compared more than another
//       filters         conditions, and the field of a noun
//   4 finish.cpp        what the draft amounts to, pass by pass; questions of a form of their own (reports, one issue, "when")
//       finish_figures  which metrics, forecasts, averages    finish_windows  which periods on which dates
//       finish_groups   groups, shares, "more than"           finish_order    trends, comparisons, order and limit
// Whatever cannot be settled without a guess ends the reading with the reason (give_up in draft.h).

// What a cover means, or why it means nothing.
struct Reading {
  std::optional<Ir> ir;  // a query, a report or several; valid
  double cost = 0;       // of the cover and of what had to be assumed
  std::string reason;    // without ir: one of kClarifyReasons
  std::string about;
  std::vector<SemanticQuery> offers;  // without ir: what comes near and can be answered
};
Reading compose(const Cover& cover, std::span<const Token> tokens, const World& world, const Today& today);

}  // namespace juno::ask
