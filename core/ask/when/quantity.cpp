// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>
#include <utility>
#include "core/ask/when.h"
namespace juno::ask {

std::optional<Quantity> quantity(std::span<const Token> tokens, std::size_t at) {
  if (at >= tokens.size()) return {};
  const Token& t = tokens[at];
  if (t.type == Token::Class::number) return Quantity{t.number, at + 1};
  if (t.type != Token::Class::word) return {};
  static constexpr std::array<std::pair<std::string_view, int>, 27> kNumbers = {{{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9},
      {"ten", 10}, {"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"ninety", 90},
      {"hundred", 100}, {"dozen", 12}, {"couple", 2}, {"few", 3}, {"eighteen", 18}, {"sixteen", 16}}};
  for (const auto& [word, n] : kNumbers)
    if (t.norm == word) {
      std::size_t end = at + 1;
      if ((word == "couple") && end < tokens.size() && tokens[end].norm == "of") ++end;
      if (n >= 20 && n <= 90 && end < tokens.size() && tokens[end].glue == '-')
        for (const auto& [ones, k] : kNumbers)
          if (k < 10 && tokens[end].norm == ones) return Quantity{static_cast<double>(n + k), end + 1};
      return Quantity{static_cast<double>(n), end};
    }
  if (t.norm == "a" && at + 1 < tokens.size() && (tokens[at + 1].norm == "couple" || tokens[at + 1].norm == "few" || tokens[at + 1].norm == "dozen" || tokens[at + 1].norm == "hundred")) return quantity(tokens, at + 1);
  return {};
}

}  // namespace juno::ask
