// SPDX-License-Identifier: Apache-2.0
#include "core/priority.h"
#include <array>
#include <utility>
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

constexpr double kUnknown = 50;
constexpr std::array<std::pair<std::string_view, double>, 12> kScores{{{"blocker", 90}, {"highest", 90}, {"critical", 70}, {"high", 70},
                                                                       {"major", 50}, {"medium", 50}, {"normal", 50}, {"minor", 30},
                                                                       {"low", 30}, {"trivial", 10}, {"lowest", 10}, {"", kUnknown}}};

bool letter(char c) { return c >= 'a' && c <= 'z'; }

// What is left of a folded name without brackets, numbering ("1 - ", "P2: ") and signs around it.
std::string bare(std::string_view folded) {
  std::string text;
  int depth = 0;
  for (const char c : folded) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) text += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  std::string_view s = text;
  if (s.size() > 1 && s.front() == 'p' && is_digit(s[1])) s.remove_prefix(1);
  while (!s.empty() && !letter(s.front())) s.remove_prefix(1);
  while (!s.empty() && !letter(s.back())) s.remove_suffix(1);
  return std::string(s);
}

}  // namespace

double priority_score(std::string_view name, const Scores& configured) {
  const std::string folded = fold_case(name), plain = bare(folded);
  for (const std::string* wanted : {&folded, &plain})
    for (const auto& [known, score] : configured)
      if (!wanted->empty() && fold_case(known) == *wanted) return score;
  for (const auto& [known, score] : kScores)
    if (known == plain) return score;
  return kUnknown;
}

}  // namespace juno
