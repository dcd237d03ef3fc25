// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/ask/tokens.h"
#include "core/time.h"
namespace juno::ask {

// What words about time rest on.
struct Today {
  Date date;             // where the team is
  int week_start = 0;    // 0 = Monday … 6 = Sunday
  int fiscal_month = 1;  // first month of the fiscal year
};

// Words about time, as a window of the semantic query. What names a period without its year ("March") is the most recent one
// that has begun where the past is asked about, else the next one that has not ended.
struct When {
  enum class Kind {
    window,
    vague,    // "recently"
    unclear   // 03/04/2026
  };
  Kind kind = Kind::window;
  std::size_t begin = 0, end = 0;  // tokens
  std::string past, future;
  std::optional<Date> day, future_day;  // the one day it is, or the last day of "the end of March"
  bool deadline = false;   // "by Friday", "by the end of March"
  bool snapshot = false;   // "as of March 1", "at the end of March"
  bool rolling = false;    // its end is now, by the number of units
  bool open_end = false;   // "since …", "before …": no period to compare with another
};

// Every reading of words about time, wherever they stand; they may overlap.
std::vector<When> find_when(std::span<const Token> tokens, const Today& today);

// A spelled or written number: "three", "3", "a couple of" (2), "few" (3). `end` is the token after it.
struct Quantity {
  double number = 0;
  std::size_t end = 0;
};
std::optional<Quantity> quantity(std::span<const Token> tokens, std::size_t at);

}  // namespace juno::ask
