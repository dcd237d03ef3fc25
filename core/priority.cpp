// SPDX-License-Identifier: Apache-2.0
#include "core/priority.h"
#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

constexpr double kUnknown = 50;
constexpr std::array<std::pair<std::string_view, double>, 16> kScores{{{"urgent", 90}, {"immediate", 90}, {"emergency", 90}, {"very high", 90}, {"very low", 10}, {"blocker", 90}, {"highest", 90}, {"critical", 70}, {"high", 70},
                                                                       {"major", 50}, {"medium", 50}, {"normal", 50}, {"minor", 30},
                                                                       {"low", 30}, {"trivial", 10}, {"lowest", 10}}};

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

std::optional<double> known_score(std::string_view name, const Scores& configured) {
  const std::string folded = fold_case(name), plain = bare(folded);
  for (const std::string* wanted : {&folded, &plain})
    for (const auto& [known, score] : configured)
      if (!wanted->empty() && fold_case(known) == *wanted) return score;
  for (const auto& [known, score] : kScores)
    if (known == plain) return score;
  return {};
}

}  // namespace

double priority_score(std::string_view name, const Scores& configured) { return known_score(name, configured).value_or(kUnknown); }

bool priorities_ordered(const std::vector<std::string>& names, const Scores& configured) {
  const auto known = [&](const std::string& n) { return known_score(n, configured).has_value(); };
  const auto numbered = [](const std::string& n) { return std::any_of(n.begin(), n.end(), [](char c) { return is_digit(c); }); };
  return std::all_of(names.begin(), names.end(), known) || std::all_of(names.begin(), names.end(), [&](const std::string& n) { return numbered(n) && !known(n); });
}

}  // namespace juno
