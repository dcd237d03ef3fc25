// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <vector>
#include "core/names.h"
namespace juno {
namespace {

constexpr std::size_t kLongest = 200;  // code points; quadratic, and nobody mistypes more

// Code points; bytes that are not UTF-8 stand for themselves. Only equality matters here.
std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t point = lead;
    for (std::size_t k = 1; ++i < text.size() && k < n && (text[i] & 0xC0) == 0x80; ++k) point = point << 8 | static_cast<unsigned char>(text[i]);
    out.push_back(point);
  }
  if (out.size() > kLongest) out.resize(kLongest);
  return out;
}

}  // namespace

// Lowrance and Wagner's algorithm. distance[i + 1][j + 1] is between the first i of a and the first j of b; row and
// column 0 hold a bound, so that a swap needs no special case at the borders.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  const auto a = code_points(left), b = code_points(right);
  const std::size_t bound = a.size() + b.size();
  std::vector<std::vector<std::size_t>> distance(a.size() + 2, std::vector<std::size_t>(b.size() + 2, bound));
  for (std::size_t i = 0; i <= a.size(); ++i) distance[i + 1][1] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) distance[1][j + 1] = j;
  std::map<char32_t, std::size_t> last_row;  // of each letter of b seen in a
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t last_match = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto seen = last_row.find(b[j - 1]);
      const std::size_t row = seen == last_row.end() ? 0 : seen->second, column = last_match;
      const bool same = a[i - 1] == b[j - 1];
      if (same) last_match = j;
      const std::size_t swapped = distance[row][column] + (i - row - 1) + 1 + (j - column - 1);
      distance[i + 1][j + 1] = std::min({distance[i][j] + (same ? 0u : 1u), distance[i + 1][j] + 1, distance[i][j + 1] + 1, swapped});
    }
    last_row[a[i - 1]] = i;
  }
  return distance[a.size() + 1][b.size() + 1];
}

std::string nearest(std::string_view name, std::span<const std::string> candidates) {
  const std::string wanted = fold_case(name);
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, std::min(code_points(wanted).size(), kLongest) / 3) + 1;
  for (const auto& candidate : candidates) {
    const std::size_t d = edit_distance(wanted, fold_case(candidate));
    if (d < best_distance) best = &candidate, best_distance = d;
  }
  return best ? *best : "";
}

}  // namespace juno
