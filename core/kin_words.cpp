// SPDX-License-Identifier: Apache-2.0
#include "core/kin_words.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_map>
namespace juno {
namespace {

constexpr double kSignificant = 10.83;
constexpr std::uint32_t kFewestPairs = 2;

double x_log_x(double x) { return x > 0 ? x * std::log(x) : 0; }

// Of a table of two by two: both, first only, second only, neither.
double likelihood_ratio(double both, double first, double second, double neither) {
  return 2 * (x_log_x(both) + x_log_x(first) + x_log_x(second) + x_log_x(neither) - x_log_x(both + first) - x_log_x(second + neither) - x_log_x(both + second) - x_log_x(first + neither) + x_log_x(both + first + second + neither));
}

std::vector<std::uint32_t> only_in(const std::set<std::string>& a, const std::set<std::string>& b, std::unordered_map<std::string, std::uint32_t>& ids, std::vector<std::string>& names) {
  std::vector<std::uint32_t> out;
  for (const std::string& word : a) {
    if (b.contains(word)) continue;
    const auto [at, fresh] = ids.try_emplace(word, static_cast<std::uint32_t>(names.size()));
    if (fresh) names.push_back(word);
    out.push_back(at->second);
  }
  return out;
}

}  // namespace

KinWords learn_kin(std::span<const std::pair<std::set<std::string>, std::set<std::string>>> pairs, std::size_t most) {
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<std::string> names;
  std::unordered_map<std::uint64_t, std::uint32_t> together;
  std::vector<std::uint32_t> alone;
  for (const auto& [a, b] : pairs) {
    const auto left = only_in(a, b, ids, names), right = only_in(b, a, ids, names);
    alone.resize(names.size());
    // Each pair both ways, so that kinship is mutual in counts.
    for (const std::uint32_t u : left) ++alone[u];
    for (const std::uint32_t v : right) ++alone[v];
    for (const std::uint32_t u : left)
      for (const std::uint32_t v : right) ++together[std::uint64_t{u} << 32 | v], ++together[std::uint64_t{v} << 32 | u];
  }
  const auto all = 2.0 * static_cast<double>(pairs.size());
  KinWords out;
  for (const auto& [key, n] : together) {
    if (n < kFewestPairs) continue;
    const std::uint32_t u = static_cast<std::uint32_t>(key >> 32), v = static_cast<std::uint32_t>(key);
    const double both = n, first = alone[u] - both, second = alone[v] - both;
    if (both * all <= static_cast<double>(alone[u]) * alone[v]) continue;
    if (likelihood_ratio(both, first, second, all - both - first - second) < kSignificant) continue;
    out[names[u]].push_back({names[v], both / alone[u]});
  }
  for (auto& [word, kin] : out) {
    std::sort(kin.begin(), kin.end(), [](const KinWord& a, const KinWord& b) { return a.share != b.share ? a.share > b.share : a.word < b.word; });
    if (kin.size() > most) kin.resize(most);
  }
  return out;
}

std::string kin_text(const KinWords& kin) {
  std::string out;
  for (const auto& [word, all] : kin) {
    out += word;
    for (const KinWord& k : all) {
      char buffer[32];
      out += '\t' + k.word + '\t';
      out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, k.share).ptr);
    }
    out += '\n';
  }
  return out;
}

KinWords read_kin(std::string_view text) {
  KinWords out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto next = [&line] {
      const std::string_view field = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(field.size() + 1, line.size()));
      return field;
    };
    const std::string_view word = next();
    if (word.empty()) continue;
    std::vector<KinWord>& all = out[std::string(word)];
    while (!line.empty()) {
      const std::string_view kin = next(), number = next();
      double share = 0;
      const auto [stop, failed] = std::from_chars(number.data(), number.data() + number.size(), share);
      if (!kin.empty() && failed == std::errc{} && stop == number.data() + number.size() && share > 0 && share <= 1) all.push_back({std::string(kin), share});
    }
  }
  return out;
}

}  // namespace juno
